//! The five sends.

use std::borrow::Cow;

use crate::capability::{self, Support};
use crate::channel::Channel;
use crate::dialect::carry::Head;
use crate::dialect::{Carried, Dialect, NotCarried};
use crate::id::{ContactId, ConversationId, GuestId};
use crate::json::Json;
use crate::message::draft::{
    AttachmentDraft, BodyFormat, ContentDraft, OutboundChannel, SenderType,
};
use crate::message::{Content, Personalized, PersonalizedBody, Route};
use crate::operation::Operation;
use crate::time::Timestamp;

/// A send of the guides; what they do not know is none.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::dialect) enum Call<'a> {
    Outbound(Outbound<'a>),
    Proactive {
        contact_id: &'a str,
        sender: SenderType,
        text: &'a str,
    },
    Greet {
        conversation_id: &'a str,
        agent_id: &'a str,
        text: &'a str,
    },
    Structured {
        contact_id: &'a ContactId,
        content: &'a Content,
    },
    Guest(Guest<'a>),
}

#[derive(Clone, Debug, PartialEq)]
pub(in crate::dialect) struct Outbound<'a> {
    from: &'a str,
    from_name: &'a str,
    to: &'a str,
    to_name: &'a str,
    subject: &'a str,
    format: BodyFormat,
    content: &'a str,
    channel: OutboundChannel,
    /// Whether everybody gets the same words.
    is_plain: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(in crate::dialect) struct Guest<'a> {
    id: &'a GuestId,
    conversation_id: &'a ConversationId,
    html: bool,
    text: &'a str,
    attachments: &'a [AttachmentDraft],
    read_receipt: bool,
}

impl<'a> Call<'a> {
    /// The body, written in the guide's own order of fields. `now` is told where a guide asks.
    pub(in crate::dialect) fn write(&self, now: Timestamp, json: &mut Json) -> Head {
        match self {
            Self::Outbound(outbound) => {
                outbound.write(json);
                let target = "/api/v2/conversations/messaging/outbound";
                Head::new(Operation::Outbound, target)
            }
            Self::Proactive {
                contact_id,
                sender,
                text,
            } => {
                json.raw(r#"{"contactId":"#).text(contact_id);
                json.repeated(|json| {
                    json.raw(r#","type":"#).text(sender.name());
                    json.raw(r#","message":"#).text(text).raw("}");
                });
                Head::new(Operation::Proactive, "/api/v2/webchat/messaging")
            }
            Self::Greet {
                conversation_id,
                agent_id,
                text,
            } => {
                json.raw(r#"{"conversationId":"#).text(conversation_id);
                json.raw(r#","message":{"type":"text","text":"#).text(text);
                json.raw(r#"},"from":{"id":"#).text(agent_id);
                json.raw(r#","type":"agent"}}"#);
                Head::new(Operation::Greet, "/api/v2/webchat/proactive")
            }
            Self::Structured {
                contact_id,
                content,
            } => {
                json.repeated(|json| {
                    json.raw(r#"{"type":"message","content":"#);
                    json.value(content.as_draft()).raw("}");
                });
                // An id holds nothing that a path would have to escape.
                let target =
                    format!("/api/v2/conversations/messaging/contacts/{contact_id}/messages");
                Head::new(Operation::Structured, target)
            }
            Self::Guest(guest) => {
                guest.write(now, json);
                let target = "/api/v2/conversations/messaging/messages";
                Head::new(Operation::Guest, target)
            }
        }
    }

    /// About how long the body is.
    pub(in crate::dialect) fn size(&self) -> usize {
        FRAME
            + match self {
                Self::Outbound(outbound) => {
                    let names = outbound.from_name.len() + outbound.to_name.len();
                    names + outbound.subject.len() + outbound.content.len()
                }
                Self::Proactive { text, .. } | Self::Greet { text, .. } => text.len(),
                Self::Structured { .. } => 0,
                Self::Guest(guest) => guest.size(),
            }
    }

    /// A card for each card of a carousel; nothing for anything else.
    pub(in crate::dialect) fn cards(&self) -> Option<(&'a ContactId, Vec<Content>)> {
        match self {
            Self::Structured {
                contact_id,
                content,
            } => Some((contact_id, content.split_carousel()?)),
            _ => None,
        }
    }
}

/// Room for what frames a text: names of fields, ids, addresses.
const FRAME: usize = 352;

impl Outbound<'_> {
    fn write(&self, json: &mut Json) {
        json.raw(r#"{"from":{"address":"#).text(self.from);
        json.raw(r#","name":"#).text(self.from_name);
        json.raw(r#"},"to":[{"address":"#).text(self.to);
        json.raw(r#","name":"#).text(self.to_name);
        if self.is_plain {
            json.repeated(|json| self.write_content(json));
        } else {
            self.write_content(json);
        }
    }

    fn write_content(&self, json: &mut Json) {
        json.raw(r#"}],"subject":"#).text(self.subject);
        json.raw(r#","body":[{"contentType":"#);
        json.text(self.format.name());
        json.raw(r#","content":"#).text(self.content);
        json.raw(r#"}],"channel":"#).text(self.channel.name());
        json.raw("}");
    }
}

impl Guest<'_> {
    fn write(&self, now: Timestamp, json: &mut Json) {
        json.raw(r#"{"from":{"id":"#).text(self.id.as_str());
        json.raw(r#","type":"user"},"to":{"id":"#);
        json.text(self.conversation_id.as_str());
        json.repeated(|json| self.write_content(now, json));
    }

    fn write_content(&self, now: Timestamp, json: &mut Json) {
        json.raw(r#","type":"conversation"},"body":{"contentType":"#);
        json.text(if self.html { "text/html" } else { "text/plain" });
        json.raw(r#","content":"#).text(self.text);
        json.raw(r#"},"metadata":{"readReceipt":"#);
        json.flag(self.read_receipt);
        json.raw(r#","transmissionTimestamp":"#);
        json.text(&now.to_rfc3339_seconds()).raw("}");
        for (index, attachment) in self.attachments.iter().enumerate() {
            json.raw(if index == 0 {
                r#","attachments":["#
            } else {
                ","
            });
            json.raw(r#"{"contentType":"#)
                .text(&attachment.content_type);
            json.raw(r#","url":"#).text(&attachment.url);
            json.raw(r#","fileName":"#).text(&attachment.file_name);
            json.raw(r#","size":"#).number(attachment.size).raw("}");
        }
        json.raw(if self.attachments.is_empty() {
            "}"
        } else {
            "]}"
        });
    }

    fn size(&self) -> usize {
        // A text is escaped here and there.
        let text = self.text.len() + self.text.len() / 16;
        let attachments = self.attachments.iter().map(|attachment| {
            let AttachmentDraft {
                content_type,
                url,
                file_name,
                ..
            } = attachment;
            100 + content_type.len() + url.len() + file_name.len()
        });
        text + attachments.sum::<usize>()
    }
}

/// The guides know one way for each job, and no route to choose it.
pub(in crate::dialect) fn carry<'a>(
    personalized: &'a Personalized<'a>,
    is_sandbox: bool,
) -> Result<Carried<'a>, NotCarried> {
    let call = call(personalized.body())?;
    let notes = match &call {
        Call::Structured { content, .. } if !is_sandbox => split_note(content),
        _ => Vec::new(),
    };
    Ok(Carried::guides(call, notes))
}

fn split_note(content: &Content) -> Vec<String> {
    match content.as_draft() {
        ContentDraft::Carousel(carousel) => vec![format!(
            "Will arrive as {} card messages: the guides know no carousel.",
            carousel.cards.len()
        )],
        _ => Vec::new(),
    }
}

fn call<'a>(body: &'a PersonalizedBody<'a>) -> Result<Call<'a>, NotCarried> {
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
            Ok(Call::Outbound(Outbound {
                from: from.as_str(),
                from_name,
                to: to.as_str(),
                to_name,
                subject,
                format: *format,
                content,
                channel: *channel,
                is_plain: matches!((subject, content), (Cow::Borrowed(_), Cow::Borrowed(_))),
            }))
        }
        PersonalizedBody::Proactive {
            contact_id,
            sender,
            text,
            route,
        } => {
            check_route(route, Channel::WebMessaging)?;
            Ok(Call::Proactive {
                contact_id: contact_id.as_str(),
                sender: *sender,
                text,
            })
        }
        PersonalizedBody::Greet {
            conversation_id,
            agent_id,
            text,
        } => Ok(Call::Greet {
            conversation_id: conversation_id.as_str(),
            agent_id: agent_id.as_str(),
            text,
        }),
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
        } => Ok(Call::Guest(Guest {
            id: guest_id,
            conversation_id,
            html: *html,
            text,
            attachments,
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

fn structured<'a>(
    contact_id: &'a ContactId,
    content: &'a Content,
    route: &Route,
) -> Result<Call<'a>, NotCarried> {
    check_route(route, Channel::Open)?;
    if let Support::Refused { reason, hint } =
        capability::support(Dialect::Guides, Channel::Open, content.kind())
    {
        return Err(NotCarried::new("/content/type", reason, hint));
    }
    Ok(Call::Structured {
        contact_id,
        content,
    })
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
