//! A WebSocket client, as a guest's messenger and a program's notification channel are.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// One open socket.
pub(crate) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Connects, or the status of the refusal.
    pub(crate) async fn open(url: &str, origin: Option<&str>) -> Result<Self, u16> {
        let mut request = url.into_client_request().unwrap();
        if let Some(origin) = origin {
            request
                .headers_mut()
                .insert("origin", origin.parse().unwrap());
        }
        match connect_async(request).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(Error::Http(reply)) => Err(reply.status().as_u16()),
            Err(error) => panic!("no reply at all: {error}"),
        }
    }

    pub(crate) async fn send(&mut self, frame: &Value) {
        self.0.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// The next frame; `null` once the server has closed.
    pub(crate) async fn next(&mut self) -> Value {
        let next = tokio::time::timeout(PATIENCE, async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).unwrap(),
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    _ => return Value::Null,
                }
            }
        });
        next.await.unwrap()
    }

    /// The code with which the server closes.
    pub(crate) async fn goodbye(&mut self) -> Option<u16> {
        loop {
            match self.0.next().await? {
                Ok(Message::Close(frame)) => return frame.map(|frame| frame.code.into()),
                Ok(_) => {}
                Err(_) => return None,
            }
        }
    }

    /// The next frame of that class.
    pub(crate) async fn class(&mut self, class: &str) -> Value {
        loop {
            let frame = self.next().await;
            assert!(!frame.is_null(), "closed without a {class}");
            if frame["class"] == class {
                return frame;
            }
        }
    }
}

/// A guest's client.
pub(crate) struct Guest {
    pub(crate) socket: Socket,
    pub(crate) token: String,
}

impl Guest {
    /// Connects and configures a session.
    pub(crate) async fn arrive(base: &str, deployment: &str, token: &str) -> (Self, Value) {
        let url = format!(
            "{}/v1?deploymentId={deployment}",
            base.replace("http", "ws")
        );
        let socket = Socket::open(&url, Some("http://localhost:3000")).await;
        let mut guest = Self {
            socket: socket.unwrap(),
            token: token.to_owned(),
        };
        guest
            .ask(json!({ "action": "configureSession", "deploymentId": deployment }))
            .await;
        let session = guest.socket.class("SessionResponse").await;
        (guest, session)
    }

    /// Sends a frame with the token.
    pub(crate) async fn ask(&mut self, mut frame: Value) {
        frame["token"] = json!(self.token);
        self.socket.send(&frame).await;
    }

    /// Says something.
    pub(crate) async fn say(&mut self, text: &str) {
        self.message(json!({ "type": "Text", "text": text })).await;
    }

    pub(crate) async fn message(&mut self, message: Value) {
        self.ask(json!({ "action": "onMessage", "message": message }))
            .await;
    }

    pub(crate) async fn presence(&mut self, kind: &str) {
        let event = json!({ "eventType": "Presence", "presence": { "type": kind } });
        self.message(json!({ "type": "Event", "events": [event] }))
            .await;
    }
}

/// A secret for a guest whom nobody knows.
pub(crate) fn token(number: u32) -> String {
    format!("5a1c0000-0000-4000-8000-{number:012}")
}

/// Far longer than any frame takes: a test that waits for one in vain fails.
const PATIENCE: Duration = Duration::from_secs(20);
