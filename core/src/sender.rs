//! What a message can be sent from: an address, a number, a deployment, an integration.

use serde::{Deserialize, Serialize};

use crate::channel::Channel;

/// What a connection sends from where a draft names no sender: one for each channel, as
/// `fromAddress` takes it (PLATFORM-API §6.1): an e-mail address, a phone number, a deployment's id
/// for web messaging, an integration's id for the rest.
///
/// ```
/// use tidings_core::channel::Channel;
/// use tidings_core::sender::Senders;
///
/// let senders = Senders { sms: Some("+13175550100".into()), ..Senders::default() };
/// assert_eq!(senders.of(Channel::Sms), Some("+13175550100"));
/// assert_eq!(senders.of(Channel::Email), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Senders {
    /// The e-mail address, on an outbound domain of the organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The phone number, in E.164 form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms: Option<String>,
    /// The web messaging deployment's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webmessaging: Option<String>,
    /// The open messaging integration's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<String>,
    /// The WhatsApp integration's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whatsapp: Option<String>,
    /// The Apple integration's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apple: Option<String>,
}

impl Senders {
    /// The sender of one channel.
    pub fn of(&self, channel: Channel) -> Option<&str> {
        match channel {
            Channel::Email => &self.email,
            Channel::Sms => &self.sms,
            Channel::WebMessaging => &self.webmessaging,
            Channel::Open => &self.open,
            Channel::WhatsApp => &self.whatsapp,
            Channel::Apple => &self.apple,
        }
        .as_deref()
    }
}

/// A sender that the organization has.
///
/// ```
/// use tidings_core::channel::Channel;
/// use tidings_core::sender::Sender;
///
/// let mut sender = Sender {
///     channel: Channel::Sms,
///     id: "+13175550100".into(),
///     name: "local".into(),
///     problems: Vec::new(),
/// };
/// assert!(sender.is_ready());
/// sender.problems.push("it takes no SMS".into());
/// assert!(!sender.is_ready());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sender {
    /// Which channel it sends on.
    pub channel: Channel,
    /// What `fromAddress` takes. For e-mail the domain: any local part before it will do.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What keeps it from sending, each with what to do; nothing when it is ready.
    pub problems: Vec<String>,
}

impl Sender {
    /// Whether it can send now.
    pub const fn is_ready(&self) -> bool {
        self.problems.is_empty()
    }
}
