//! What each action of a guest does.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::connection::Connection;
use super::frame::Frame;
use super::inbound::{GuestEvent, Inbound, Press};
use super::jwt::Claims;
use super::problem::{Code, Problem};
use super::request::{Action, Request, Upload};
use super::session::{DURATION_SECONDS, News, State};
use super::{conversation, uploads};
use crate::clock::Timestamp;
use crate::cloud::lock;
use crate::messenger::{self, Channel, Place, Thread};
use crate::population::Customer;

/// What follows from a frame.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) frames: Vec<Frame>,
    /// The message that came of it: its echo carries the request's `tracingId`.
    pub(super) message_id: Option<String>,
    pub(super) closes: bool,
}

impl From<Frame> for Done {
    fn from(frame: Frame) -> Self {
        Self {
            frames: vec![frame],
            ..Self::default()
        }
    }
}

/// An event of presence, as the conversation shows it.
pub(super) fn presence(kind: &str, direction: &str) -> Frame {
    let presence = json!({ "eventType": "Presence", "presence": { "type": kind } });
    event(&presence, direction)
}

/// An event, as the conversation shows it.
pub(super) fn event(event: &Value, direction: &str) -> Frame {
    let body = json!({
        "type": "Event",
        "direction": direction,
        "events": [event],
        "channel": { "time": Timestamp::now(), "type": "Private" },
        "originatingEntity": "Human",
    });
    Frame::message("StructuredMessage", body)
}

impl Connection {
    /// Does what the guest's client asks for.
    pub(super) fn obey(&mut self, request: Request) -> Result<Done, Problem> {
        let Request { token, action } = request;
        match action {
            Action::ConfigureSession {
                deployment_id,
                start_new,
                resume_token,
            } => self.configure(&token, &deployment_id, start_new, resume_token.as_deref()),
            Action::ConfigureAuthenticatedSession => Err(Problem::new(
                Code::FeatureUnavailable,
                "The deployment signs nobody in",
            )),
            Action::GetConfiguration { deployment_id } => self.configuration(&deployment_id),
            Action::Echo => {
                let body = json!({
                    "type": "Text",
                    "text": "ping",
                    "direction": "Inbound",
                    "channel": { "time": Timestamp::now() },
                });
                Ok(Frame::message("StructuredMessage", body).into())
            }
            action => {
                let session = self.session_of(&token)?;
                self.act(session, action)
            }
        }
    }

    fn act(&mut self, session: u32, action: Action) -> Result<Done, Problem> {
        match action {
            Action::OnMessage(inbound) => self.hear(session, inbound),
            Action::OnAttachment(upload) => self.announce(session, &upload),
            Action::GetAttachment { attachment_id } => {
                let files = lock(&self.cloud.guests.files);
                let file = files.uploaded(session, &attachment_id)?;
                let frame = uploads::success(&self.cloud, &self.host, &attachment_id, file);
                Ok(frame.into())
            }
            Action::DeleteAttachment { attachment_id } => {
                lock(&self.cloud.guests.files).delete(session, &attachment_id)?;
                let body = json!({ "attachmentId": attachment_id });
                Ok(Frame::response("AttachmentDeletedResponse", body).into())
            }
            Action::GetJwt => {
                let (jwt, exp) = self.pass(session, JWT_SECONDS);
                Ok(Frame::response("JwtResponse", json!({ "jwt": jwt, "exp": exp })).into())
            }
            Action::ResumeToken => {
                let (token, exp) = self.pass(session, DURATION_SECONDS);
                let body = json!({ "resumeToken": token, "exp": exp });
                Ok(Frame::response("ResumeTokenResponse", body).into())
            }
            Action::DisconnectCustomer => self.leave(session),
            Action::CloseSession { close_all } => {
                if close_all {
                    self.tell(session, News::Close { but: self.number });
                }
                let body = json!({ "reason": "The session was closed" });
                Ok(Done {
                    closes: true,
                    ..Frame::message("ConnectionClosedEvent", body).into()
                })
            }
            // What needs no session was done before.
            _ => Err(Problem::new(Code::BadRequest, "The action is not known")),
        }
    }

    fn hear(&mut self, session: u32, inbound: Inbound) -> Result<Done, Problem> {
        let second = self.cloud.haste.of(Duration::from_secs(1));
        {
            let mut sessions = lock(&self.cloud.guests.sessions);
            let session = sessions.get_mut(session).ok_or_else(not_found)?;
            session.take(Instant::now(), second)?;
            if session.state == State::ReadOnly && !matches!(inbound, Inbound::Events(_)) {
                let text = "The conversation is over: ask for a new one";
                return Err(Problem::new(Code::Forbidden, text));
            }
        }
        match inbound {
            Inbound::Events(events) => {
                let mut done = Done::default();
                for event in events {
                    let step = self.happen(session, event)?;
                    done.frames.extend(step.frames);
                    done.closes |= step.closes;
                }
                Ok(done)
            }
            Inbound::Press(press) => self.press(session, &press),
            Inbound::Text {
                text,
                attachment_ids,
            } => self.say(session, &text, &attachment_ids),
        }
    }

    fn happen(&mut self, session: u32, event: GuestEvent) -> Result<Done, Problem> {
        match event {
            GuestEvent::Join => {
                let customer = self.customer(session)?;
                conversation::join(&self.cloud, &self.conversation(session, &customer));
                Ok(presence("Join", "Inbound").into())
            }
            GuestEvent::Typing => Ok(Done::default()),
            GuestEvent::Disconnect => self.leave(session),
            GuestEvent::Clear => {
                if let Some(customer) = self.known(session) {
                    conversation::leave(&self.cloud, &customer, self.deployment);
                }
                self.set(session, State::Cleared);
                self.tell(session, News::Close { but: self.number });
                Ok(Done {
                    frames: vec![
                        presence("Clear", "Inbound"),
                        Frame::message("SessionClearedEvent", json!({})),
                    ],
                    closes: true,
                    message_id: None,
                })
            }
        }
    }

    fn leave(&mut self, session: u32) -> Result<Done, Problem> {
        if let Some(customer) = self.known(session) {
            conversation::leave(&self.cloud, &customer, self.deployment);
        }
        let since = lock(&self.cloud.threads).newest_number();
        if let Some(session) = lock(&self.cloud.guests.sessions).get_mut(session) {
            session.state = State::ReadOnly;
            session.since_chat = since;
        }
        let frame = presence("Disconnect", "Inbound");
        let but = Some(self.number);
        self.tell(session, News::Frame(frame.clone(), but));
        Ok(frame.into())
    }

    fn say(&mut self, session: u32, text: &str, ids: &[String]) -> Result<Done, Problem> {
        let mut attachments = Vec::new();
        {
            let files = lock(&self.cloud.guests.files);
            for id in ids {
                let file = files.uploaded(session, id)?;
                attachments.push(uploads::shown(&self.cloud, &self.host, id, file));
            }
        }
        let mut content = json!({ "type": "text", "text": text });
        if !attachments.is_empty() {
            content["attachments"] = Value::from(attachments);
        }
        let customer = self.customer(session)?;
        let place = Place {
            channel: Channel::Messaging,
            conversation_id: self.conversation(session, &customer),
            contact_id: Some(customer.contact_id.clone()),
        };
        let thread = Thread::Customer(customer.index);
        let id = messenger::say(&self.cloud, &thread, place, content);
        Ok(Done {
            message_id: Some(id),
            ..Done::default()
        })
    }

    fn press(&mut self, session: u32, press: &Press) -> Result<Done, Problem> {
        let customer = self.customer(session)?;
        let thread = Thread::Customer(customer.index);
        let refused = |(_, why): (_, &str)| Problem::new(Code::BadRequest, why);
        let id = messenger::press(
            &self.cloud,
            &thread,
            press.message_id.as_deref(),
            &press.payload,
        )
        .map_err(refused)?;
        Ok(Done {
            message_id: Some(id),
            ..Done::default()
        })
    }

    fn announce(&mut self, session: u32, upload: &Upload) -> Result<Done, Problem> {
        let id = match &upload.attachment_id {
            Some(id) => id.clone(),
            None => self.cloud.guests.attachment_id(&self.cloud.ids),
        };
        let announced = lock(&self.cloud.guests.files).announce(session, &id, upload);
        match announced {
            Ok(()) => Ok(uploads::invitation(&self.cloud, &self.host, &id, upload).into()),
            Err(problem) if upload.errors_as_json => Ok(uploads::refusal(&id, &problem).into()),
            Err(problem) => Err(problem),
        }
    }

    /// The conversation that the guest is in; begins one where there is none.
    fn conversation(&self, session: u32, customer: &Customer) -> String {
        let since = lock(&self.cloud.guests.sessions)
            .get(session)
            .map_or(0, |session| session.since_chat);
        conversation::begin(&self.cloud, customer, self.deployment, since)
    }

    /// Who the guest is; whoever is nobody yet becomes a visitor.
    fn customer(&self, session: u32) -> Result<Customer, Problem> {
        let people = &self.cloud.people;
        let mut sessions = lock(&self.cloud.guests.sessions);
        let known = sessions.get(session).ok_or_else(not_found)?.customer;
        let index = known.unwrap_or_else(|| {
            let index = people.admit(self.deployment.resolves_identities);
            sessions.assign(session, index);
            index
        });
        Ok(people.customer(index))
    }

    fn known(&self, session: u32) -> Option<Customer> {
        let index = lock(&self.cloud.guests.sessions).get(session)?.customer?;
        Some(self.cloud.people.customer(index))
    }

    fn session_of(&mut self, token: &str) -> Result<u32, Problem> {
        let mut sessions = lock(&self.cloud.guests.sessions);
        let number = sessions.find(token, self.deployment.id);
        let number = number
            .filter(|number| self.session == Some(*number))
            .ok_or_else(not_found)?;
        let session = sessions.get_mut(number).ok_or_else(not_found)?;
        if session.is_over(Timestamp::now()) {
            session.expire(Timestamp::now());
        }
        match session.state {
            State::Expired => Err(expired()),
            State::Cleared => Err(not_found()),
            State::Open | State::ReadOnly => {
                session.touch(Timestamp::now());
                Ok(number)
            }
        }
    }

    fn set(&self, session: u32, state: State) {
        if let Some(session) = lock(&self.cloud.guests.sessions).get_mut(session) {
            session.state = state;
        }
    }

    fn tell(&self, session: u32, news: News) {
        if let Some(session) = lock(&self.cloud.guests.sessions).get(session) {
            session.tell(news);
        }
    }

    fn pass(&self, session: u32, seconds: i64) -> (String, i64) {
        let exp = Timestamp::now().millis() / 1000 + seconds;
        let claims = Claims { sub: session, exp };
        (self.cloud.guests.passes.issue(&claims), exp)
    }
}

pub(super) fn not_found() -> Problem {
    Problem::new(
        Code::SessionNotFound,
        "Session not found: configure it first",
    )
}

pub(super) fn expired() -> Problem {
    Problem::new(Code::SessionExpired, "Session expired")
}

/// Seconds for which a history token is good (ours).
const JWT_SECONDS: i64 = 15 * 60;
