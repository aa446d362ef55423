//! Beginning a session, or going on with one.

use serde_json::{Value, json};

use super::act::{Done, expired, not_found};
use super::connection::Connection;
use super::files::{BLOCKED_EXTENSIONS, MOST_KILOBYTES, TYPES};
use super::frame::Frame;
use super::inbound::ATTRIBUTE_BYTES;
use super::problem::{Code, Problem};
use super::session::{DURATION_SECONDS, State};
use crate::clock::Timestamp;
use crate::cloud::lock;
use crate::ids::Kind;

impl Connection {
    pub(super) fn configure(
        &mut self,
        token: &str,
        deployment_id: &str,
        start_new: bool,
        resume_token: Option<&str>,
    ) -> Result<Done, Problem> {
        self.check_deployment(deployment_id)?;
        let now = Timestamp::now();
        let newest = lock(&self.cloud.threads).newest_number();
        let guests = &self.cloud.guests;
        let mut sessions = lock(&guests.sessions);
        if let Some(resumed) = resume_token {
            let claims = guests.passes.read(resumed, now.millis() / 1000);
            let claims = claims
                .ok_or_else(|| Problem::new(Code::Unauthorized, "The resume token is not good"))?;
            sessions.share(claims.sub, token);
        }
        let known = sessions.find(token, self.deployment.id);
        let before = known.and_then(|number| sessions.get(number).map(|it| it.state));
        let (number, is_new) = match (known, before) {
            (Some(number), Some(State::Open)) => (number, false),
            (Some(number), Some(State::ReadOnly)) => (number, start_new),
            (Some(_), Some(State::Expired)) if !start_new => return Err(expired()),
            _ => {
                let since = match before {
                    Some(State::Cleared) => newest,
                    _ => 0,
                };
                let customer = self.cloud.people.find(Kind::GuestToken, token);
                let id = self.deployment.id;
                (sessions.open(token, id, customer, now, since), true)
            }
        };
        let cleared = before == Some(State::Cleared);
        let Some(session) = sessions.get_mut(number) else {
            return Err(not_found());
        };
        if is_new {
            session.state = State::Open;
        }
        session.touch(now);
        let mut body = settings();
        body["connected"] = json!(true);
        body["newSession"] = json!(is_new);
        body["readOnly"] = json!(session.state == State::ReadOnly);
        body["clearedExistingSession"] = json!(cleared);
        body["durationSeconds"] = json!(DURATION_SECONDS);
        body["expirationDate"] = json!(session.expires.millis() / 1000);
        let news = session.listen();
        drop(sessions);
        self.listen(number, news);
        Ok(Frame::response("SessionResponse", body).into())
    }

    /// What the deployment allows.
    pub(super) fn configuration(&self, deployment_id: &str) -> Result<Done, Problem> {
        self.check_deployment(deployment_id)?;
        let mut body = settings();
        body["messageRoutingEnabled"] = json!(true);
        body["sessionDurationSeconds"] = json!(DURATION_SECONDS);
        Ok(Frame::response("GetConfigurationResponse", body).into())
    }

    fn check_deployment(&self, id: &str) -> Result<(), Problem> {
        if id == self.deployment.id {
            return Ok(());
        }
        let text = "The connection is another deployment's";
        Err(Problem::new(Code::Forbidden, text))
    }
}

/// What a client has to know before its guest writes.
fn settings() -> Value {
    let types: Vec<_> = TYPES
        .iter()
        .map(|(name, _)| json!({ "type": name }))
        .collect();
    json!({
        "maxCustomDataBytes": ATTRIBUTE_BYTES,
        "allowedMedia": { "inbound": { "fileTypes": types, "maxFileSizeKB": MOST_KILOBYTES } },
        "blockedExtensions": BLOCKED_EXTENSIONS,
    })
}
