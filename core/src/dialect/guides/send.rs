//! The five sends.

use serde::Serialize;

use crate::message::draft::{
    AttachmentDraft, BodyFormat, ContentDraft, OutboundChannel, SenderType,
};
use crate::message::{Content, Personalized, PersonalizedBody};
use crate::operation::Operation;
use crate::request::{Method, Request};
use crate::time::Timestamp;

/// G0's body.
#[derive(Serialize)]
struct Outbound<'a> {
    from: Party<'a>,
    to: [Party<'a>; 1],
    subject: &'a str,
    body: [BodyPart<'a>; 1],
    channel: OutboundChannel,
}

#[derive(Serialize)]
struct Party<'a> {
    address: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BodyPart<'a> {
    content_type: BodyFormat,
    content: &'a str,
}

/// G1's body.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Proactive<'a> {
    contact_id: &'a str,
    r#type: SenderType,
    message: &'a str,
}

/// G2's body.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Greet<'a> {
    conversation_id: &'a str,
    message: GreetText<'a>,
    from: Endpoint<'a>,
}

#[derive(Serialize)]
struct GreetText<'a> {
    r#type: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
struct Endpoint<'a> {
    id: &'a str,
    r#type: &'static str,
}

/// G3's body.
#[derive(Serialize)]
struct Structured<'a> {
    r#type: &'static str,
    content: &'a ContentDraft,
}

/// G4's body.
#[derive(Serialize)]
struct Guest<'a> {
    from: Endpoint<'a>,
    to: Endpoint<'a>,
    body: GuestBody<'a>,
    metadata: GuestMetadata,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    attachments: &'a [AttachmentDraft],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GuestBody<'a> {
    content_type: &'static str,
    content: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GuestMetadata {
    read_receipt: bool,
    transmission_timestamp: String,
}

pub(in crate::dialect) fn request(personalized: &Personalized, now: Timestamp) -> Request {
    match personalized.body() {
        PersonalizedBody::Outbound {
            from,
            from_name,
            to,
            to_name,
            subject,
            format,
            content,
            channel,
        } => post(
            Operation::Outbound,
            "/api/v2/conversations/messaging/outbound".to_owned(),
            &Outbound {
                from: Party {
                    address: from.as_str(),
                    name: from_name,
                },
                to: [Party {
                    address: to.as_str(),
                    name: to_name,
                }],
                subject,
                body: [BodyPart {
                    content_type: *format,
                    content,
                }],
                channel: *channel,
            },
        ),
        PersonalizedBody::Proactive {
            contact_id,
            sender,
            text,
        } => post(
            Operation::Proactive,
            "/api/v2/webchat/messaging".to_owned(),
            &Proactive {
                contact_id: contact_id.as_str(),
                r#type: *sender,
                message: text,
            },
        ),
        PersonalizedBody::Greet {
            conversation_id,
            agent_id,
            text,
        } => post(
            Operation::Greet,
            "/api/v2/webchat/proactive".to_owned(),
            &Greet {
                conversation_id: conversation_id.as_str(),
                message: GreetText {
                    r#type: "text",
                    text,
                },
                from: Endpoint {
                    id: agent_id.as_str(),
                    r#type: "agent",
                },
            },
        ),
        PersonalizedBody::Structured {
            contact_id,
            content,
        } => structured(contact_id.as_str(), content),
        PersonalizedBody::Guest {
            guest_id,
            conversation_id,
            html,
            text,
            attachments,
            read_receipt,
        } => post(
            Operation::Guest,
            "/api/v2/conversations/messaging/messages".to_owned(),
            &Guest {
                from: Endpoint {
                    id: guest_id.as_str(),
                    r#type: "user",
                },
                to: Endpoint {
                    id: conversation_id.as_str(),
                    r#type: "conversation",
                },
                body: GuestBody {
                    content_type: if *html { "text/html" } else { "text/plain" },
                    content: text,
                },
                metadata: GuestMetadata {
                    read_receipt: *read_receipt,
                    transmission_timestamp: now.to_rfc3339_seconds(),
                },
                attachments,
            },
        ),
    }
}

pub(in crate::dialect) fn split_requests(
    personalized: &Personalized,
    now: Timestamp,
) -> Vec<Request> {
    match carousel(personalized) {
        Some((contact_id, cards)) => cards
            .iter()
            .map(|card| structured(contact_id, card))
            .collect(),
        None => vec![request(personalized, now)],
    }
}

pub(in crate::dialect) fn degradation(
    personalized: &Personalized,
    is_sandbox: bool,
) -> Option<String> {
    let (_, cards) = carousel(personalized)?;
    (!is_sandbox).then(|| {
        format!(
            "Will arrive as {} card messages: the guides know no carousel.",
            cards.len()
        )
    })
}

fn carousel(personalized: &Personalized) -> Option<(&str, Vec<Content>)> {
    match personalized.body() {
        PersonalizedBody::Structured {
            contact_id,
            content,
        } => content
            .split_carousel()
            .map(|cards| (contact_id.as_str(), cards)),
        _ => None,
    }
}

fn structured(contact_id: &str, content: &Content) -> Request {
    post(
        Operation::Structured,
        // An id holds nothing that a path would have to escape.
        format!("/api/v2/conversations/messaging/contacts/{contact_id}/messages"),
        &Structured {
            r#type: "message",
            content: content.as_draft(),
        },
    )
}

pub(super) fn post(operation: Operation, target: String, body: &impl Serialize) -> Request {
    // Strings, numbers and lists only: serializing them cannot fail.
    let body = serde_json::to_string(body).unwrap_or_default();
    Request {
        operation,
        method: Method::Post,
        target,
        body: Some(body),
    }
}
