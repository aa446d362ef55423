//! The sends as they are written.

use serde::Serialize;

use super::content::ReplyMessage;
use crate::channel::Channel;
use crate::id::{GuestId, IntegrationId};
use crate::message::draft::{AttachmentDraft, ReceiptStatus, TemplateDraft};
use crate::operation::Operation;
use crate::request::Request;
use crate::time::Timestamp;

/// A send of the published API.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::dialect) enum Call {
    /// Written already.
    Written(Request),
    /// By open messaging, which tells its time.
    Inbound(Inbound),
}

impl Call {
    pub(in crate::dialect) fn request(&self, now: Timestamp) -> Request {
        match self {
            Self::Written(request) => request.clone(),
            Self::Inbound(inbound) => inbound.request(now),
        }
    }
}

/// `POST /api/v2/conversations/emails/agentless`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AgentlessEmail<'a> {
    pub(super) sender_type: &'static str,
    pub(super) from_address: Mailbox<'a>,
    pub(super) to_addresses: [Mailbox<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reply_to_address: Option<Mailbox<'a>>,
    pub(super) subject: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text_body: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) html_body: Option<&'a str>,
}

/// An e-mail address with a name.
#[derive(Serialize)]
pub(super) struct Mailbox<'a> {
    email: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
}

impl<'a> Mailbox<'a> {
    pub(super) const fn new(email: &'a str, name: &'a str) -> Self {
        Self { email, name }
    }
}

impl AgentlessEmail<'_> {
    pub(super) fn request(&self, operation: Operation) -> Request {
        Request::post(operation, "/api/v2/conversations/emails/agentless", self)
    }
}

/// `POST /api/v2/conversations/messages/agentless`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Agentless<'a> {
    pub(super) from_address: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) to_address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) external_contact_id: Option<&'a str>,
    pub(super) to_address_messenger_type: Channel,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text_body: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) messaging_template: Option<&'a TemplateDraft>,
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub(super) use_existing_active_conversation: bool,
}

impl Agentless<'_> {
    pub(super) fn request(&self, operation: Operation) -> Request {
        Request::post(operation, "/api/v2/conversations/messages/agentless", self)
    }
}

/// `POST /api/v2/integrations/botconnectors/outgoing/messages` (preview). The client libraries
/// require id, version and language of the bot; that any will do, as long as the session is a live
/// one, is unsure.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BotMessage<'a> {
    pub(super) bot_id: &'static str,
    pub(super) bot_version: &'static str,
    pub(super) language_code: &'static str,
    pub(super) bot_session_id: &'a str,
    /// The bot goes on after it.
    pub(super) bot_state: &'static str,
    pub(super) reply_messages: [ReplyMessage<'a>; 1],
}

impl BotMessage<'_> {
    pub(super) fn request(&self, operation: Operation) -> Request {
        let target = "/api/v2/integrations/botconnectors/outgoing/messages";
        Request::post(operation, target, self)
    }
}

/// `POST /api/v2/conversations/messages/{id}/communications/{id}/messages`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AdditionalMessage<'a> {
    pub(super) text_body: &'a str,
}

/// What a guest does by open messaging: `POST /api/v2/conversations/messages/{id}/inbound/open/…`.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::dialect) struct Inbound {
    pub(super) integration: IntegrationId,
    pub(super) guest: GuestId,
    pub(super) act: InboundAct,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum InboundAct {
    Message {
        text: String,
        attachment: Option<AttachmentDraft>,
    },
    Typing,
    Tap {
        text: String,
        payload: String,
        message: String,
    },
    Receipt {
        message: String,
        status: ReceiptStatus,
    },
}

impl Inbound {
    fn request(&self, now: Timestamp) -> Request {
        let to = |path: &str| {
            format!(
                "/api/v2/conversations/messages/{}/inbound/open/{path}",
                self.integration
            )
        };
        let time = now.to_rfc3339_millis();
        let party = || Party {
            id: self.guest.as_str(),
            id_type: "Opaque",
        };
        let channel = || From {
            from: party(),
            time: &time,
        };
        match &self.act {
            InboundAct::Message { text, attachment } => Request::post(
                Operation::Guest,
                // The reply names the conversation only if it is asked to.
                to("message?prefetchConversationId=true"),
                &InboundMessage {
                    channel: channel(),
                    text,
                    content: attachment.iter().map(Part::of).collect(),
                },
            ),
            InboundAct::Typing => Request::post(
                Operation::Event,
                to("event"),
                &InboundEvent {
                    channel: channel(),
                    events: [Event {
                        event_type: "Typing",
                    }],
                },
            ),
            InboundAct::Tap {
                text,
                payload,
                message,
            } => Request::post(
                Operation::Reply,
                to("structured/response"),
                &InboundReply {
                    channel: channel(),
                    button_response: ButtonResponse {
                        r#type: "QuickReply",
                        text,
                        payload,
                    },
                    originating_message_id: message,
                },
            ),
            InboundAct::Receipt { message, status } => Request::post(
                Operation::Receipt,
                to("receipt"),
                &InboundReceipt {
                    id: message,
                    channel: To {
                        to: party(),
                        time: &time,
                    },
                    status: receipt_status(*status),
                    is_final_receipt: !matches!(status, ReceiptStatus::Sent),
                },
            ),
        }
    }
}

const fn receipt_status(status: ReceiptStatus) -> &'static str {
    match status {
        ReceiptStatus::Sent => "Sent",
        ReceiptStatus::Delivered => "Delivered",
        ReceiptStatus::Failed => "Failed",
        ReceiptStatus::Published => "Published",
        ReceiptStatus::Removed => "Removed",
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Party<'a> {
    id: &'a str,
    id_type: &'static str,
}

#[derive(Serialize)]
struct From<'a> {
    from: Party<'a>,
    time: &'a str,
}

#[derive(Serialize)]
struct To<'a> {
    to: Party<'a>,
    time: &'a str,
}

#[derive(Serialize)]
struct InboundMessage<'a> {
    channel: From<'a>,
    text: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    content: Vec<Part<'a>>,
}

#[derive(Serialize)]
struct Part<'a> {
    attachment: Attachment<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Attachment<'a> {
    media_type: &'static str,
    url: &'a str,
    mime: &'a str,
    filename: &'a str,
}

impl<'a> Part<'a> {
    fn of(attachment: &'a AttachmentDraft) -> Self {
        let kind = attachment
            .content_type
            .split('/')
            .next()
            .unwrap_or_default();
        let media_type = match kind.to_ascii_lowercase().as_str() {
            "image" => "Image",
            "video" => "Video",
            "audio" => "Audio",
            _ => "File",
        };
        Self {
            attachment: Attachment {
                media_type,
                url: &attachment.url,
                mime: &attachment.content_type,
                filename: &attachment.file_name,
            },
        }
    }
}

#[derive(Serialize)]
struct InboundEvent<'a> {
    channel: From<'a>,
    events: [Event; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    event_type: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InboundReply<'a> {
    channel: From<'a>,
    button_response: ButtonResponse<'a>,
    originating_message_id: &'a str,
}

#[derive(Serialize)]
struct ButtonResponse<'a> {
    r#type: &'static str,
    text: &'a str,
    payload: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InboundReceipt<'a> {
    id: &'a str,
    channel: To<'a>,
    status: &'static str,
    is_final_receipt: bool,
}
