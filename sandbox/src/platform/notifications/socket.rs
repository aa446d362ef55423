//! The socket of a channel: events out, pings in.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::clock::Timestamp;
use crate::cloud::{Cloud, lock, stopped};

/// `connectUri` leads here. Whoever knows a channel's id may listen, as with the platform.
pub(super) async fn open(
    State(cloud): State<Arc<Cloud>>,
    Path(id): Path<String>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let connected = lock(&cloud.channels).connect(&id, Timestamp::now());
    let Some((number, frames)) = connected else {
        return StatusCode::NOT_FOUND.into_response();
    };
    upgrade.on_upgrade(move |socket| async move {
        serve(&cloud, socket, frames).await;
        lock(&cloud.channels).disconnect(number);
    })
}

async fn serve(cloud: &Cloud, mut socket: WebSocket, mut frames: mpsc::Receiver<String>) {
    let mut closed = cloud.closing.subscribe();
    let ending = loop {
        let frame = tokio::select! {
            frame = frames.recv() => match frame {
                Some(frame) => frame,
                None => break Some("Another socket has taken the channel"),
            },
            received = socket.recv() => match received {
                Some(Ok(Message::Text(text))) => match answer(&text) {
                    Some(frame) => frame,
                    None => continue,
                },
                Some(Ok(Message::Close(_)) | Err(_)) | None => break None,
                Some(Ok(_)) => continue,
            },
            () = tokio::time::sleep(cloud.haste.of(HEARTBEAT)) => metadata("WebSocket Heartbeat"),
            () = stopped(&mut closed) => {
                let frame = json!({ "topicName": "v2.system.socket_closing", "eventBody": {} });
                let _gone = socket.send(Message::text(frame.to_string())).await;
                break Some("The server is going away");
            }
        };
        if socket.send(Message::text(frame)).await.is_err() {
            break None;
        }
    };
    if let Some(reason) = ending {
        let (code, reason) = (close_code::AWAY, reason.into());
        let _gone = socket
            .send(Message::Close(Some(CloseFrame { code, reason })))
            .await;
    }
}

fn answer(text: &str) -> Option<String> {
    let asked: Value = serde_json::from_str(text).ok()?;
    (asked["message"] == "ping").then(|| metadata("pong"))
}

fn metadata(message: &str) -> String {
    json!({ "topicName": "channel.metadata", "eventBody": { "message": message } }).to_string()
}

/// Without an event for so long, the socket says that it is there (documented: about 30 seconds).
const HEARTBEAT: Duration = Duration::from_secs(30);
