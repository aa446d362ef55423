//! What a guest does by open messaging, as it is written:
//! `POST /api/v2/conversations/messages/{id}/inbound/open/…`.

use serde::Serialize;

use crate::dialect::Head;
use crate::id::{GuestId, IntegrationId};
use crate::json::Json;
use crate::message::GuestSignal;
use crate::message::draft::{AttachmentDraft, ReceiptStatus};
use crate::operation::Operation;
use crate::time::Timestamp;

/// What a guest does.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::dialect) struct Inbound<'a> {
    pub(super) integration: &'a IntegrationId,
    pub(super) guest: &'a GuestId,
    pub(super) act: InboundAct<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum InboundAct<'a> {
    Message {
        text: &'a str,
        attachment: Option<&'a AttachmentDraft>,
    },
    Signal(&'a GuestSignal),
}

impl Inbound<'_> {
    /// What is said; nothing where nothing is.
    pub(super) const fn text(&self) -> &str {
        match self.act {
            InboundAct::Message { text, .. } => text,
            InboundAct::Signal(_) => "",
        }
    }

    /// The body. `now` is when it happens.
    pub(super) fn write(&self, now: Timestamp, json: &mut Json) -> Head {
        let (operation, path) = match self.act {
            InboundAct::Message { text, attachment } => {
                json.raw(r#"{"channel":{"from":{"id":"#);
                json.text(self.guest.as_str());
                json.repeated(|json| write_message(json, text, attachment, now));
                // The reply names the conversation only if it is asked to.
                (Operation::Guest, "message?prefetchConversationId=true")
            }
            InboundAct::Signal(signal) => self.write_signal(signal, now, json),
        };
        let target = format!(
            "/api/v2/conversations/messages/{}/inbound/open/{path}",
            self.integration
        );
        Head::new(operation, target)
    }

    fn write_signal(
        &self,
        signal: &GuestSignal,
        now: Timestamp,
        json: &mut Json,
    ) -> (Operation, &'static str) {
        let time = &now.to_rfc3339_millis();
        let party = || Party {
            id: self.guest.as_str(),
            id_type: "Opaque",
        };
        let channel = || From {
            from: party(),
            time,
        };
        match signal {
            GuestSignal::Typing => {
                json.value(&InboundEvent {
                    channel: channel(),
                    events: [Event {
                        event_type: "Typing",
                    }],
                });
                (Operation::Event, "event")
            }
            GuestSignal::Tap {
                text,
                payload,
                message,
            } => {
                json.value(&InboundReply {
                    channel: channel(),
                    button_response: ButtonResponse {
                        r#type: "QuickReply",
                        text,
                        payload,
                    },
                    originating_message_id: message.as_str(),
                });
                (Operation::Reply, "structured/response")
            }
            GuestSignal::Receipt { message, status } => {
                json.value(&InboundReceipt {
                    id: message.as_str(),
                    channel: To { to: party(), time },
                    status: receipt_status(*status),
                    is_final_receipt: !matches!(status, ReceiptStatus::Sent),
                });
                (Operation::Receipt, "receipt")
            }
        }
    }
}

/// All but who writes.
fn write_message(
    json: &mut Json,
    text: &str,
    attachment: Option<&AttachmentDraft>,
    now: Timestamp,
) {
    json.raw(r#","idType":"Opaque"},"time":"#);
    json.text(&now.to_rfc3339_millis());
    json.raw(r#"},"text":"#).text(text);
    if let Some(attachment) = attachment {
        json.raw(r#","content":[{"attachment":{"mediaType":"#);
        json.text(media_type(&attachment.content_type));
        json.raw(r#","url":"#).text(&attachment.url);
        json.raw(r#","mime":"#).text(&attachment.content_type);
        json.raw(r#","filename":"#).text(&attachment.file_name);
        json.raw("}}]");
    }
    json.raw("}");
}

fn media_type(content_type: &str) -> &'static str {
    let kind = content_type.split('/').next().unwrap_or_default();
    [("image", "Image"), ("video", "Video"), ("audio", "Audio")]
        .into_iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(kind))
        .map_or("File", |(_, media_type)| media_type)
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
