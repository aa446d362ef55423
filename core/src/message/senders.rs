//! Filling in what the connection sends from, where a draft does not say.

use super::draft::{Draft, OutboundChannel, OutboundDraft, RouteDraft};
use crate::channel::Channel;
use crate::dialect::Dialect;
use crate::sender::Senders;

impl Draft {
    /// The draft with the connection's senders where it names none. Called where drafts come in, so
    /// that what is checked, kept and shown is what is sent. The guides name a sender for e-mail and
    /// SMS only.
    #[must_use]
    pub fn with_senders(mut self, senders: &Senders, dialect: Dialect) -> Self {
        match &mut self {
            Self::Outbound(outbound) => outbound.fill(senders),
            Self::Proactive(proactive) => proactive.route.fill(senders, dialect),
            Self::Structured(structured) => structured.route.fill(senders, dialect),
            Self::Guest(guest) if dialect == Dialect::Platform => {
                fill(&mut guest.integration, senders, Channel::Open);
            }
            Self::Greet(_) | Self::Guest(_) => {}
        }
        self
    }
}

impl OutboundDraft {
    /// As [`Draft::with_senders`]; the same in every dialect.
    #[must_use]
    pub fn with_senders(mut self, senders: &Senders) -> Self {
        self.fill(senders);
        self
    }

    fn fill(&mut self, senders: &Senders) {
        fill(&mut self.from, senders, self.channel.into());
    }
}

impl RouteDraft {
    fn fill(&mut self, senders: &Senders, dialect: Dialect) {
        // A bot's session has its sender already.
        if dialect == Dialect::Platform && self.bot_session.is_empty() {
            fill(&mut self.from, senders, self.channel.unwrap_or_default());
        }
    }
}

fn fill(from: &mut String, senders: &Senders, channel: Channel) {
    if from.trim().is_empty()
        && let Some(sender) = senders.of(channel)
    {
        sender.clone_into(from);
    }
}

impl From<OutboundChannel> for Channel {
    fn from(channel: OutboundChannel) -> Self {
        match channel {
            OutboundChannel::Email => Self::Email,
            OutboundChannel::Sms => Self::Sms,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::draft::ProactiveDraft;
    use crate::testing::test;

    fn senders() -> Senders {
        Senders {
            email: Some("care@example.com".into()),
            webmessaging: Some("d-1".into()),
            sms: Some("+13175550100".into()),
            ..Senders::default()
        }
    }

    #[test]
    fn what_is_typed_stays_and_what_is_not_comes_from_the_connection() {
        let from = |from: &str, channel| {
            let draft = Draft::Outbound(OutboundDraft {
                from: from.into(),
                channel,
                ..OutboundDraft::default()
            });
            match draft.with_senders(&senders(), Dialect::Guides) {
                Draft::Outbound(draft) => draft.from,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(from("", OutboundChannel::Email), "care@example.com");
        assert_eq!(from(" ", OutboundChannel::Sms), "+13175550100");
        assert_eq!(
            from("me@example.com", OutboundChannel::Email),
            "me@example.com"
        );
    }

    #[test]
    fn a_route_is_filled_only_where_the_dialect_has_one() {
        let draft = || Draft::Proactive(ProactiveDraft::default());
        let platform = draft().with_senders(&senders(), Dialect::Platform);
        let Draft::Proactive(platform) = platform else {
            panic!("{platform:?}")
        };
        assert_eq!(platform.route.from, "d-1");
        assert_eq!(draft().with_senders(&senders(), Dialect::Guides), draft());
    }
}
