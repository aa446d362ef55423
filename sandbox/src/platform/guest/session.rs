//! The sessions of guests, each known by the secret that its client made up.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use tokio::sync::broadcast;

use super::frame::Frame;
use super::problem::{Code, Problem};
use super::rate::Rate;
use crate::clock::Timestamp;

/// A guest's session with one deployment.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) deployment: &'static str,
    /// The customer, once the guest has joined or is a known one.
    pub(super) customer: Option<u32>,
    pub(super) state: State,
    /// The last moment it is good for; moves on with every frame.
    pub(super) expires: Timestamp,
    /// The message after which its history begins.
    pub(super) since: u32,
    /// The message after which its last conversation was over.
    pub(super) since_chat: u32,
    rate: Rate,
    /// Tells every connection of the session.
    news: broadcast::Sender<News>,
    /// The newest message that its guest has been shown.
    shown: u32,
}

/// What a session allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Open,
    /// The conversation is over; a new one has to be asked for.
    ReadOnly,
    /// The guest has cleared it: nobody reaches this guest any more.
    Cleared,
    /// Nothing happened for too long.
    Expired,
}

/// What happens to all connections of a session.
#[derive(Clone, Debug)]
pub(super) enum News {
    /// Something to pass on, by every connection but one that has.
    Frame(Frame, Option<u64>),
    /// Every connection but this one closes.
    Close { but: u64 },
}

/// All sessions of one run.
#[derive(Debug, Default)]
pub(super) struct Sessions {
    all: Vec<Session>,
    by_token: HashMap<String, u32>,
    by_customer: HashMap<u32, Vec<u32>>,
}

impl Session {
    fn new(deployment: &'static str, customer: Option<u32>, now: Timestamp, since: u32) -> Self {
        Self {
            deployment,
            customer,
            state: State::Open,
            expires: now.plus_millis(DURATION_SECONDS * 1000),
            since,
            since_chat: since,
            rate: Rate::default(),
            news: broadcast::Sender::new(NEWS),
            shown: 0,
        }
    }

    /// Goes on being good for another while.
    pub(super) fn touch(&mut self, now: Timestamp) {
        self.expires = now.plus_millis(DURATION_SECONDS * 1000);
    }

    /// Nothing happened for too long: every connection learns it.
    pub(super) fn expire(&mut self, now: Timestamp) {
        self.expires = now;
        self.state = State::Expired;
        let frame = Frame::message("SessionExpiredEvent", serde_json::json!({}));
        self.tell(News::Frame(frame, None));
    }

    /// Takes one message of the guest, unless there were too many.
    pub(super) fn take(&mut self, now: Instant, second: Duration) -> Result<(), Problem> {
        if self.rate.take(now, second) {
            return Ok(());
        }
        Err(Problem::new(
            Code::TooManyRequests,
            "Message rate too high for this session",
        ))
    }

    pub(super) fn tell(&self, news: News) {
        // Without a connection there is nobody to tell.
        let _nobody = self.news.send(news);
    }

    /// A connection begins to listen.
    pub(super) fn listen(&self) -> broadcast::Receiver<News> {
        self.news.subscribe()
    }

    /// The guest is shown what is written up to that message.
    pub(super) fn show(&mut self, message: u32) {
        self.shown = self.shown.max(message);
    }

    /// Whether the guest was shown that message.
    pub(super) fn has_shown(&self, message: u32) -> bool {
        self.shown >= message
    }

    /// Whether its guest can still be reached.
    pub(super) fn is_good(&self) -> bool {
        matches!(self.state, State::Open | State::ReadOnly)
    }

    /// Whether it is good no longer, though nobody has said so yet.
    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        self.is_good() && self.expires <= now
    }
}

impl Sessions {
    /// A new session, in place of one that the token may have had.
    pub(super) fn open(
        &mut self,
        token: &str,
        deployment: &'static str,
        customer: Option<u32>,
        now: Timestamp,
        since: u32,
    ) -> u32 {
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all
            .push(Session::new(deployment, customer, now, since));
        self.by_token.insert(token.to_owned(), number);
        if let Some(customer) = customer {
            self.by_customer.entry(customer).or_default().push(number);
        }
        number
    }

    /// The session's guest is that customer.
    pub(super) fn assign(&mut self, number: u32, customer: u32) {
        if let Some(session) = self.get_mut(number) {
            session.customer = Some(customer);
            self.by_customer.entry(customer).or_default().push(number);
        }
    }

    /// Lets another token in as well.
    pub(super) fn share(&mut self, number: u32, token: &str) {
        self.by_token.insert(token.to_owned(), number);
    }

    /// The session of a token with that deployment.
    pub(super) fn find(&self, token: &str, deployment: &str) -> Option<u32> {
        let number = *self.by_token.get(token)?;
        self.get(number)
            .filter(|session| session.deployment == deployment)
            .map(|_| number)
    }

    /// The session of a token with any deployment.
    pub(super) fn by_token(&self, token: &str) -> Option<u32> {
        self.by_token.get(token).copied()
    }

    pub(super) fn get(&self, number: u32) -> Option<&Session> {
        self.all.get(usize::try_from(number).ok()?)
    }

    pub(super) fn get_mut(&mut self, number: u32) -> Option<&mut Session> {
        self.all.get_mut(usize::try_from(number).ok()?)
    }

    /// Does something with every session of a customer.
    pub(super) fn each_of(&mut self, customer: u32, mut act: impl FnMut(&mut Session)) {
        let numbers = self.by_customer.get(&customer).cloned();
        for number in numbers.unwrap_or_default() {
            if let Some(session) = self.get_mut(number) {
                act(session);
            }
        }
    }
}

/// How long an untouched session lasts: three days (ours; a deployment's setting).
pub(super) const DURATION_SECONDS: i64 = 3 * 24 * 60 * 60;
const NEWS: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_leads_to_its_newest_session_of_that_deployment() {
        let mut sessions = Sessions::default();
        let now = Timestamp::now();
        let first = sessions.open("t", "shop", Some(7), now, 0);
        assert_eq!(sessions.find("t", "shop"), Some(first));
        assert_eq!(sessions.find("t", "kiosk"), None);
        let second = sessions.open("t", "shop", Some(7), now, 3);
        assert_eq!(sessions.find("t", "shop"), Some(second));
        let mut seen = 0;
        sessions.each_of(7, |_| seen += 1);
        assert_eq!(seen, 2);
    }
}
