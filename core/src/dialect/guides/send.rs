//! The five sends.

use serde::Serialize;

use crate::capability::{self, Support};
use crate::channel::Channel;
use crate::dialect::{Carried, Dialect, NotCarried};
use crate::id::{ContactId, ConversationId, GuestId, ParticipantId};
use crate::message::draft::{
    AttachmentDraft, BodyFormat, ContentDraft, OutboundChannel, SenderType,
};
use crate::message::{Content, Personalized, PersonalizedBody, Route};
use crate::operation::Operation;
use crate::request::Request;
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

/// A send of the guides; what they do not know is none.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::dialect) enum Call {
    /// One request.
    One(Request),
    /// A carousel, and the card messages that it becomes for a host that knows none.
    Carousel { whole: Request, cards: Vec<Request> },
    /// A guest's message, which tells its time.
    Guest(GuestMessage),
}

/// A guest's message without its time.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::dialect) struct GuestMessage {
    guest_id: GuestId,
    conversation_id: ConversationId,
    html: bool,
    text: String,
    attachments: Vec<AttachmentDraft>,
    read_receipt: bool,
}

impl Call {
    pub(in crate::dialect) fn request(&self, now: Timestamp) -> Request {
        match self {
            Self::One(request) | Self::Carousel { whole: request, .. } => request.clone(),
            Self::Guest(message) => message.request(now),
        }
    }

    pub(in crate::dialect) fn split_requests(&self, now: Timestamp) -> Vec<Request> {
        match self {
            Self::Carousel { cards, .. } => cards.clone(),
            other => vec![other.request(now)],
        }
    }
}

impl GuestMessage {
    fn request(&self, now: Timestamp) -> Request {
        let body = Guest {
            from: Endpoint {
                id: self.guest_id.as_str(),
                r#type: "user",
            },
            to: Endpoint {
                id: self.conversation_id.as_str(),
                r#type: "conversation",
            },
            body: GuestBody {
                content_type: if self.html { "text/html" } else { "text/plain" },
                content: &self.text,
            },
            metadata: GuestMetadata {
                read_receipt: self.read_receipt,
                transmission_timestamp: now.to_rfc3339_seconds(),
            },
            attachments: &self.attachments,
        };
        let target = "/api/v2/conversations/messaging/messages";
        Request::post(Operation::Guest, target, &body)
    }
}

/// The guides know one way for each job, and no route to choose it.
pub(in crate::dialect) fn carry(
    personalized: &Personalized,
    is_sandbox: bool,
) -> Result<Carried, NotCarried> {
    let call = call(personalized.body())?;
    let notes = match &call {
        Call::Carousel { cards, .. } if !is_sandbox => vec![format!(
            "Will arrive as {} card messages: the guides know no carousel.",
            cards.len()
        )],
        _ => Vec::new(),
    };
    Ok(Carried::guides(call, notes))
}

fn call(body: &PersonalizedBody) -> Result<Call, NotCarried> {
    match body {
        PersonalizedBody::Outbound {
            from,
            from_name,
            to,
            to_name,
            subject,
            format,
            content,
            channel,
            reply_to,
            join,
        } => {
            check_outbound(reply_to.is_some(), *join)?;
            let body = Outbound {
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
            };
            let target = "/api/v2/conversations/messaging/outbound";
            Ok(Call::One(Request::post(Operation::Outbound, target, &body)))
        }
        PersonalizedBody::Proactive {
            contact_id,
            sender,
            text,
            route,
        } => proactive(contact_id, *sender, text, route),
        PersonalizedBody::Greet {
            conversation_id,
            agent_id,
            text,
        } => Ok(greet(conversation_id, agent_id, text)),
        PersonalizedBody::Structured {
            contact_id,
            content,
            route,
        } => structured(contact_id, content, route),
        PersonalizedBody::Guest {
            integration: Some(_),
            ..
        } => unknown("/integration", "integration to speak through"),
        PersonalizedBody::Guest {
            guest_id,
            conversation_id: Some(conversation_id),
            html,
            text,
            attachments,
            read_receipt,
            ..
        } => Ok(Call::Guest(GuestMessage {
            guest_id: guest_id.clone(),
            conversation_id: conversation_id.clone(),
            html: *html,
            text: text.clone(),
            attachments: attachments.clone(),
            read_receipt: *read_receipt,
        })),
        PersonalizedBody::Guest { .. } => Err(NotCarried::new(
            "/conversationId",
            "the conversation's id is missing",
            "The guides find no conversation by its guest.",
        )),
        PersonalizedBody::GuestSignal { .. } => {
            unknown("/act", "typing, taps or receipts of a guest")
        }
    }
}

fn proactive(
    contact_id: &ContactId,
    sender: SenderType,
    text: &str,
    route: &Route,
) -> Result<Call, NotCarried> {
    check_route(route, Channel::WebMessaging)?;
    let body = Proactive {
        contact_id: contact_id.as_str(),
        r#type: sender,
        message: text,
    };
    let target = "/api/v2/webchat/messaging";
    Ok(Call::One(Request::post(
        Operation::Proactive,
        target,
        &body,
    )))
}

fn greet(conversation_id: &ConversationId, agent_id: &ParticipantId, text: &str) -> Call {
    let body = Greet {
        conversation_id: conversation_id.as_str(),
        message: GreetText {
            r#type: "text",
            text,
        },
        from: Endpoint {
            id: agent_id.as_str(),
            r#type: "agent",
        },
    };
    let target = "/api/v2/webchat/proactive";
    Call::One(Request::post(Operation::Greet, target, &body))
}

fn structured(
    contact_id: &ContactId,
    content: &Content,
    route: &Route,
) -> Result<Call, NotCarried> {
    check_route(route, Channel::Open)?;
    if let Support::Refused { reason, hint } =
        capability::support(Dialect::Guides, Channel::Open, content.kind())
    {
        return Err(NotCarried::new("/content/type", reason, hint));
    }
    let whole = structured_request(contact_id, content);
    Ok(match content.split_carousel() {
        None => Call::One(whole),
        Some(cards) => Call::Carousel {
            whole,
            cards: cards
                .iter()
                .map(|card| structured_request(contact_id, card))
                .collect(),
        },
    })
}

fn structured_request(contact_id: &ContactId, content: &Content) -> Request {
    Request::post(
        Operation::Structured,
        // An id holds nothing that a path would have to escape.
        format!("/api/v2/conversations/messaging/contacts/{contact_id}/messages"),
        &Structured {
            r#type: "message",
            content: content.as_draft(),
        },
    )
}
/// What the guides' e-mail and SMS lack.
pub(in crate::dialect) fn check_outbound(
    has_reply_to: bool,
    joins: bool,
) -> Result<(), NotCarried> {
    if has_reply_to {
        return unknown("/replyTo", "address for replies");
    }
    if joins {
        return unknown("/join", JOINING);
    }
    Ok(())
}

/// `usual` is the channel of the job's guide.
fn check_route(route: &Route, usual: Channel) -> Result<(), NotCarried> {
    if route.channel().is_some_and(|channel| channel != usual) {
        return unknown("/route/channel", "other channel for this job");
    }
    if route.from().is_some() {
        return unknown("/route/from", "sender for this job");
    }
    if route.bot_session().is_some() {
        return unknown("/route/botSession", "bot's session");
    }
    if route.joins() {
        return unknown("/route/join", JOINING);
    }
    Ok(())
}

fn unknown<T>(path: &str, what: &str) -> Result<T, NotCarried> {
    let reason = format!("the guides know no {what}");
    let hint = "Leave it out, or use a connection that speaks the published API.";
    Err(NotCarried::new(path, reason, hint))
}

const JOINING: &str = "joining of a conversation under way";
