//! One socket of a guest, from the first frame to the last.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use serde_json::json;
use tokio::sync::broadcast::{self, error::RecvError};

use super::frame::Frame;
use super::normalized::normalized;
use super::problem::{Code, Problem};
use super::request;
use super::session::News;
use crate::clock::Timestamp;
use crate::cloud::{Arrival, Cloud, lock, stopped};
use crate::ids::Kind;
use crate::messenger::Thread;
use crate::platform::deployment::Deployment;

/// A guest's connection to one deployment.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) cloud: Arc<Cloud>,
    /// Its own number, which no other has.
    pub(super) number: u64,
    pub(super) deployment: &'static Deployment,
    /// The address that the client called, for the addresses it is given.
    pub(super) host: String,
    /// The session it is configured for.
    pub(super) session: Option<u32>,
    news: Option<broadcast::Receiver<News>>,
    arrivals: broadcast::Receiver<Arrival>,
    /// The `tracingId` of each message of this connection whose echo is still to come.
    traces: HashMap<String, String>,
}

/// Why the server closes.
type Closing = (u16, &'static str);

impl Connection {
    pub(super) fn new(cloud: Arc<Cloud>, deployment: &'static Deployment, host: String) -> Self {
        Self {
            number: cloud.guests.next_connection(),
            arrivals: cloud.arrivals.subscribe(),
            session: None,
            news: None,
            traces: HashMap::new(),
            cloud,
            deployment,
            host,
        }
    }

    /// Talks with the guest's client until one of the two has enough.
    pub(super) async fn converse(mut self, mut socket: WebSocket) {
        let mut closed = self.cloud.closing.subscribe();
        let ending = loop {
            let mut closing = None;
            let time_left = self.time_left();
            let frames = tokio::select! {
                received = socket.recv() => match received {
                    Some(Ok(Message::Text(text))) => {
                        let (frames, closes) = self.take(&text);
                        closing = closes.then_some(NORMAL);
                        frames
                    }
                    Some(Ok(Message::Binary(_))) => {
                        let text = "A frame is text";
                        vec![Frame::problem(&Problem::new(Code::BadRequest, text))]
                    }
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => Vec::new(),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => break None,
                },
                arrival = self.arrivals.recv() => match arrival {
                    Ok(arrival) => self.show(&arrival).into_iter().collect(),
                    // The client reads the history when it comes back.
                    Err(RecvError::Lagged(_)) => break Some(BEHIND),
                    Err(RecvError::Closed) => break Some(AWAY),
                },
                news = next(&mut self.news) => match news {
                    Some(News::Frame(frame, but)) if but != Some(self.number) => vec![frame],
                    Some(News::Close { but }) if but != self.number => {
                        closing = Some(NORMAL);
                        let body = json!({ "reason": "The session was closed elsewhere" });
                        vec![Frame::message("ConnectionClosedEvent", body)]
                    }
                    Some(News::Frame(..) | News::Close { .. }) | None => Vec::new(),
                },
                () = tokio::time::sleep(time_left) => {
                    self.expire();
                    Vec::new()
                }
                () = stopped(&mut closed) => break Some(AWAY),
            };
            for frame in frames {
                if socket.send(Message::text(frame.to_text())).await.is_err() {
                    closing = Some(AWAY);
                    break;
                }
            }
            if closing.is_some() {
                break closing;
            }
        };
        if let Some((code, reason)) = ending {
            let reason = reason.into();
            // The client may be gone already.
            let _gone = socket
                .send(Message::Close(Some(CloseFrame { code, reason })))
                .await;
        }
    }

    /// The connection belongs to that session from now on.
    pub(super) fn listen(&mut self, session: u32, news: broadcast::Receiver<News>) {
        self.session = Some(session);
        self.news = Some(news);
    }

    fn take(&mut self, text: &str) -> (Vec<Frame>, bool) {
        let (tracing_id, request) = request::parse(text);
        match request.and_then(|request| self.obey(request)) {
            Ok(done) => {
                if let (Some(message), Some(trace)) = (done.message_id, &tracing_id) {
                    self.traces.insert(message, trace.clone());
                }
                let traced = |frame: Frame| frame.traced(tracing_id.as_deref());
                (done.frames.into_iter().map(traced).collect(), done.closes)
            }
            Err(problem) => {
                let frame = Frame::problem(&problem).traced(tracing_id.as_deref());
                (vec![frame], false)
            }
        }
    }

    /// The frame of a message, if it is for this guest.
    fn show(&mut self, arrival: &Arrival) -> Option<Frame> {
        let message = &arrival.message;
        {
            let mut sessions = lock(&self.cloud.guests.sessions);
            let session = sessions.get_mut(self.session?)?;
            let is_theirs = session.customer.map(Thread::Customer).as_ref()
                == Some(&arrival.thread)
                && message.channel.is_web()
                && session.is_good();
            if !is_theirs {
                return None;
            }
            if let Some(number) = self.cloud.ids.read(Kind::Message, &message.id) {
                session.show(number);
            }
        }
        let trace = self.traces.remove(&message.id);
        let frame = Frame::message("StructuredMessage", normalized(message));
        Some(frame.traced(trace.as_deref()))
    }

    /// How long the session lasts if nothing happens.
    fn time_left(&self) -> Duration {
        let sessions = lock(&self.cloud.guests.sessions);
        let session = self.session.and_then(|number| sessions.get(number));
        let millis = match session {
            Some(session) if session.is_good() => {
                session.expires.millis() - Timestamp::now().millis()
            }
            _ => IDLE_MILLIS,
        };
        Duration::from_millis(u64::try_from(millis).unwrap_or(0))
    }

    fn expire(&self) {
        let (mut sessions, now) = (lock(&self.cloud.guests.sessions), Timestamp::now());
        let session = self.session.and_then(|number| sessions.get_mut(number));
        if let Some(session) = session.filter(|session| session.is_over(now)) {
            session.expire(now);
        }
    }
}

/// What the session has to say; nothing, ever, before there is one.
async fn next(news: &mut Option<broadcast::Receiver<News>>) -> Option<News> {
    match news {
        Some(receiver) => receiver.recv().await.ok(),
        None => std::future::pending().await,
    }
}

const NORMAL: Closing = (close_code::NORMAL, "");
const AWAY: Closing = (close_code::AWAY, "The server is going away");
const BEHIND: Closing = (close_code::AWAY, "Too far behind: connect again");
/// How often a connection without a session looks up.
const IDLE_MILLIS: i64 = 60_000;
