//! The sends as they are written.

use std::borrow::Cow;

use serde::Serialize;

use super::content::ReplyMessage;
use crate::channel::Channel;
use crate::dialect::Head;
use crate::id::{ConversationId, ParticipantId};
use crate::json::Json;
use crate::message::draft::TemplateDraft;
use crate::operation::Operation;
use crate::time::Timestamp;

use super::inbound::Inbound;

/// A send of the published API.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::dialect) enum Call<'a> {
    /// `POST /api/v2/conversations/emails/agentless`.
    Email(Email<'a>),
    /// `POST /api/v2/conversations/messages/agentless`.
    Agentless(Operation, Agentless<'a>),
    /// `POST /api/v2/integrations/botconnectors/outgoing/messages`.
    Bot(Operation, BotMessage<'a>),
    /// `POST /api/v2/conversations/messages/{id}/communications/{id}/messages`.
    Additional {
        conversation_id: &'a ConversationId,
        agent_id: &'a ParticipantId,
        text: &'a str,
    },
    /// By open messaging, which tells its time.
    Inbound(Inbound<'a>),
}

impl Call<'_> {
    /// The body. `now` is told where the call asks.
    pub(in crate::dialect) fn write(&self, now: Timestamp, json: &mut Json) -> Head {
        match self {
            Self::Email(email) => {
                email.write(json);
                let target = "/api/v2/conversations/emails/agentless";
                Head::new(Operation::Outbound, target)
            }
            Self::Agentless(operation, message) => {
                message.write(json);
                Head::new(*operation, "/api/v2/conversations/messages/agentless")
            }
            Self::Bot(operation, message) => {
                json.value(message);
                let target = "/api/v2/integrations/botconnectors/outgoing/messages";
                Head::new(*operation, target)
            }
            Self::Additional {
                conversation_id,
                agent_id,
                text,
            } => {
                json.raw(r#"{"textBody":"#).text(text).raw("}");
                let target = format!(
                    "/api/v2/conversations/messages/{conversation_id}/communications/{agent_id}/messages"
                );
                Head::new(Operation::Greet, target)
            }
            Self::Inbound(inbound) => inbound.write(now, json),
        }
    }

    /// About how long the body is.
    pub(in crate::dialect) fn size(&self) -> usize {
        let text = match self {
            Self::Email(email) => email.subject.len() + email.text.len(),
            Self::Agentless(_, message) => message.text.as_deref().map_or(0, str::len),
            Self::Bot(..) => 0,
            Self::Additional { text, .. } => text.len(),
            Self::Inbound(inbound) => inbound.text().len(),
        };
        FRAME + text + text / 16
    }
}

/// Room for what frames a text: names of fields, ids, addresses.
const FRAME: usize = 384;

/// An agentless e-mail.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::dialect) struct Email<'a> {
    pub(super) from: Mailbox<'a>,
    pub(super) to: Mailbox<'a>,
    pub(super) reply_to: Option<Mailbox<'a>>,
    pub(super) subject: &'a str,
    pub(super) text: &'a str,
    pub(super) is_html: bool,
    /// Whether everybody gets the same words.
    pub(super) is_plain: bool,
}

/// An e-mail address with a name, which may be empty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::dialect) struct Mailbox<'a> {
    pub(super) email: &'a str,
    pub(super) name: &'a str,
}

impl Mailbox<'_> {
    fn write(self, json: &mut Json) {
        json.raw(r#"{"email":"#).text(self.email);
        if !self.name.is_empty() {
            json.raw(r#","name":"#).text(self.name);
        }
        json.raw("}");
    }
}

impl Email<'_> {
    pub(super) fn write(&self, json: &mut Json) {
        json.raw(r#"{"senderType":"Outbound","fromAddress":"#);
        self.from.write(json);
        json.raw(r#","toAddresses":["#);
        self.to.write(json);
        if self.is_plain {
            json.repeated(|json| self.write_content(json));
        } else {
            self.write_content(json);
        }
    }

    fn write_content(&self, json: &mut Json) {
        json.raw("]");
        if let Some(reply_to) = self.reply_to {
            json.raw(r#","replyToAddress":"#);
            reply_to.write(json);
        }
        json.raw(r#","subject":"#).text(self.subject);
        json.raw(if self.is_html {
            r#","htmlBody":"#
        } else {
            r#","textBody":"#
        });
        json.text(self.text).raw("}");
    }
}

/// An agentless message.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::dialect) struct Agentless<'a> {
    pub(super) from_address: &'a str,
    pub(super) to: Whom<'a>,
    pub(super) channel: Channel,
    pub(super) text: Option<Cow<'a, str>>,
    pub(super) template: Option<&'a TemplateDraft>,
    pub(super) joins: bool,
    /// Whether everybody gets the same words.
    pub(super) is_plain: bool,
}

/// Who gets an agentless message.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::dialect) enum Whom<'a> {
    /// An address or a number.
    Address(Cow<'a, str>),
    /// An external contact.
    Contact(&'a str),
}

impl Agentless<'_> {
    fn write(&self, json: &mut Json) {
        json.raw(r#"{"fromAddress":"#).text(self.from_address);
        match &self.to {
            Whom::Address(address) => json.raw(r#","toAddress":"#).text(address),
            Whom::Contact(id) => json.raw(r#","externalContactId":"#).text(id),
        };
        if self.is_plain {
            json.repeated(|json| self.write_content(json));
        } else {
            self.write_content(json);
        }
    }

    fn write_content(&self, json: &mut Json) {
        json.raw(r#","toAddressMessengerType":"#);
        json.text(self.channel.name());
        if let Some(text) = &self.text {
            json.raw(r#","textBody":"#).text(text);
        }
        if let Some(template) = self.template {
            json.raw(r#","messagingTemplate":"#).value(template);
        }
        if self.joins {
            json.raw(r#","useExistingActiveConversation":true"#);
        }
        json.raw("}");
    }
}

/// A bot's message (preview). The client libraries require id, version and language of the bot;
/// that any will do, as long as the session is a live one, is unsure.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::dialect) struct BotMessage<'a> {
    pub(super) bot_id: &'static str,
    pub(super) bot_version: &'static str,
    pub(super) language_code: &'static str,
    pub(super) bot_session_id: &'a str,
    /// The bot goes on after it.
    pub(super) bot_state: &'static str,
    pub(super) reply_messages: [ReplyMessage<'a>; 1],
}
