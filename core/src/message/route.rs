//! By which way a message goes: channel, sender, a bot's session.

use super::draft::RouteDraft;
use crate::channel::Channel;
use crate::check::Check;
use crate::id::{BotSessionId, SenderId};
use crate::path::Path;
use crate::violation::Code;

/// A checked route. A dialect that knows none refuses what is not the usual one.
///
/// ```
/// use tidings_core::channel::Channel;
/// use tidings_core::{message::{PersonalizedBody, draft::Draft}, policy::Policy};
///
/// let policy = Policy::default();
/// let draft: Draft = serde_json::from_str(r#"{"operation":"proactive","contactId":"k-1",
///     "text":"Hi","route":{"channel":"sms","from":"+1 317 555 0100"}}"#)?;
/// let (message, contact) = draft.check(&policy)?;
/// let personalized = message.personalize(&contact, &policy)?;
/// let PersonalizedBody::Proactive { route, .. } = personalized.body() else {
///     panic!("it is a proactive text")
/// };
/// assert_eq!((route.channel(), route.from()), (Some(Channel::Sms), Some("+13175550100")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route {
    channel: Option<Channel>,
    from: Option<String>,
    bot_session: Option<BotSessionId>,
    join: bool,
}

impl Route {
    /// The channel, where one was chosen; never e-mail.
    pub const fn channel(&self) -> Option<Channel> {
        self.channel
    }

    /// What it is sent from: a phone number for SMS, else an id.
    pub fn from(&self) -> Option<&str> {
        self.from.as_deref()
    }

    /// The session of the bot that the customer is talking to.
    pub const fn bot_session(&self) -> Option<&BotSessionId> {
        self.bot_session.as_ref()
    }

    /// Whether the text may go into a conversation that is under way.
    pub const fn joins(&self) -> bool {
        self.join
    }

    pub(super) fn check(check: &mut Check<'_>, draft: &RouteDraft) -> Self {
        let channel = draft.channel.filter(|channel| {
            let is_mail = *channel == Channel::Email;
            if is_mail {
                let message = "an e-mail is an outbound message";
                let fix = "choose another channel here";
                check.add(Code::Unsupported, &ROUTE.field("channel"), message, fix);
            }
            !is_mail
        });
        let from = Some(draft.from.trim())
            .filter(|from| !from.is_empty())
            .and_then(|from| sender(check, channel.unwrap_or_default(), from));
        let bot_session = optional(&draft.bot_session).and_then(|id| {
            let what = "the bot session's id";
            check.id(&ROUTE.field("botSession"), id, what, BotSessionId::parse)
        });
        if bot_session.is_some() && draft.join {
            let message = "a bot's session is a conversation under way already";
            check.add(
                Code::Unsupported,
                &ROUTE.field("join"),
                message,
                "leave it out",
            );
        }
        Self {
            channel,
            from,
            bot_session,
            join: draft.join,
        }
    }
}

fn sender(check: &mut Check<'_>, channel: Channel, from: &str) -> Option<String> {
    let path = &ROUTE.field("from");
    // A short code or a name is no number, and goes as it is.
    if channel == Channel::Sms && from.starts_with('+') {
        let number = check.phone(path, from, "the sender's phone number")?;
        return Some(number.into());
    }
    let what = match channel {
        Channel::Sms => "the sender's number, short code or name",
        Channel::WebMessaging => "the deployment's id",
        _ => "the integration's id",
    };
    let id = check.id(path, from, what, SenderId::parse)?;
    Some(id.into())
}

pub(super) fn optional(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

const ROUTE: Path<'static> = Path::of("route");
