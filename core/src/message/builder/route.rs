//! By which way a message goes, step by step.

use crate::channel::Channel;
use crate::message::draft::RouteDraft;

impl RouteDraft {
    /// Over a channel other than the job's usual one.
    ///
    /// ```
    /// # use tidings_core::channel::Channel;
    /// # use tidings_core::message::draft::RouteDraft;
    /// let route = RouteDraft::from(RouteDraft::over(Channel::WhatsApp).sent_from("integration-1"));
    /// assert_eq!(route.channel, Some(Channel::WhatsApp));
    /// ```
    pub fn over(channel: Channel) -> Way {
        Way(Self {
            channel: Some(channel),
            ..Self::default()
        })
    }

    /// Into the session of the bot that the customer is talking to; quick replies, cards and
    /// carousels arrive as they are only there.
    ///
    /// ```
    /// # use tidings_core::message::draft::RouteDraft;
    /// let route = RouteDraft::from(RouteDraft::in_bot_session("2d5a-1"));
    /// assert_eq!(route.bot_session, "2d5a-1");
    /// ```
    pub fn in_bot_session(session: impl Into<String>) -> BotSession {
        BotSession(Self {
            bot_session: session.into(),
            ..Self::default()
        })
    }
}

/// A channel to go over.
///
/// ```
/// # use tidings_core::channel::Channel;
/// # use tidings_core::message::draft::{ProactiveDraft, RouteDraft};
/// let way = RouteDraft::over(Channel::Sms).sent_from("+13175550100").join();
/// let _ = ProactiveDraft::text("4930123456", "Your table is ready.").by(way);
/// ```
#[derive(Clone, Debug)]
#[must_use = "give it to a message with `by`"]
pub struct Way(RouteDraft);

impl Way {
    /// What it is sent from, if not from the connection's sender of that channel: a number, a
    /// deployment's or an integration's id.
    ///
    /// ```
    /// # use tidings_core::channel::Channel;
    /// # use tidings_core::message::draft::RouteDraft;
    /// let route = RouteDraft::from(RouteDraft::over(Channel::Sms).sent_from("+13175550100"));
    /// assert_eq!(route.from, "+13175550100");
    /// ```
    pub fn sent_from(mut self, sender: impl Into<String>) -> Self {
        self.0.from = sender.into();
        self
    }

    /// Lets the text go into a conversation that is under way, where a bot reads it as the
    /// customer's.
    ///
    /// ```
    /// # use tidings_core::channel::Channel;
    /// # use tidings_core::message::draft::RouteDraft;
    /// assert!(RouteDraft::from(RouteDraft::over(Channel::Sms).join()).join);
    /// ```
    pub fn join(mut self) -> Self {
        self.0.join = true;
        self
    }
}

/// A bot's session to speak in; it brings channel and sender, and is under way already.
///
/// ```
/// # use tidings_core::message::draft::{ProactiveDraft, RouteDraft};
/// let session = RouteDraft::in_bot_session("2d5a-1");
/// let _ = ProactiveDraft::text("4930123456", "Your table is ready.").by(session);
/// ```
#[derive(Clone, Debug)]
#[must_use = "give it to a message with `by`"]
pub struct BotSession(RouteDraft);

impl From<Way> for RouteDraft {
    fn from(way: Way) -> Self {
        way.0
    }
}

impl From<BotSession> for RouteDraft {
    fn from(session: BotSession) -> Self {
        session.0
    }
}
