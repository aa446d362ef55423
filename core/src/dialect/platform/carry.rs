//! Which call carries a message, and what becomes of it there.

use super::call::{
    AdditionalMessage, Agentless, AgentlessEmail, BotMessage, Call, Inbound, InboundAct, Mailbox,
};
use super::content::ReplyMessage;
use super::text;
use crate::address::Address;
use crate::capability::{self, Kind, Support};
use crate::channel::Channel;
use crate::dialect::{Carried, Dialect, NotCarried};
use crate::id::{BotSessionId, ContactId, GuestId, IntegrationId};
use crate::limits;
use crate::limits::channel::Length;
use crate::measure::Unit;
use crate::message::draft::{
    AttachmentDraft, BodyFormat, ContentDraft, OutboundChannel, SenderType, TemplateDraft,
};
use crate::message::{Content, GuestSignal, Personalized, PersonalizedBody, Route};
use crate::operation::Operation;
use crate::request::Request;
use crate::violation::{Code, Violation, Warning};

pub(in crate::dialect) fn carry(personalized: &Personalized) -> Result<Carried, NotCarried> {
    let mut parcel = Parcel::default();
    let call = parcel.call(personalized.body())?;
    Ok(Carried::platform(
        call,
        parcel.notes,
        parcel.warnings,
        parcel.text,
    ))
}

/// What is found out while the call is chosen.
#[derive(Default)]
struct Parcel {
    notes: Vec<String>,
    warnings: Vec<Warning>,
    text: Option<String>,
}

impl Parcel {
    fn call(&mut self, body: &PersonalizedBody) -> Result<Call, NotCarried> {
        match body {
            PersonalizedBody::Outbound {
                channel: OutboundChannel::Email,
                from,
                from_name,
                to,
                to_name,
                subject,
                format,
                content,
                reply_to,
                ..
            } => {
                let (text_body, html_body) = match format {
                    BodyFormat::Text => (Some(content.as_str()), None),
                    BodyFormat::Html => (None, Some(content.as_str())),
                };
                within_limits(&AgentlessEmail {
                    sender_type: "Outbound",
                    from_address: Mailbox::new(from.as_str(), from_name),
                    to_addresses: [Mailbox::new(to.as_str(), to_name)],
                    reply_to_address: reply_to
                        .as_ref()
                        .map(|address| Mailbox::new(address.as_str(), "")),
                    subject,
                    text_body,
                    html_body,
                })
            }
            PersonalizedBody::Outbound {
                channel: OutboundChannel::Sms,
                from,
                from_name,
                to,
                content,
                join,
                ..
            } => {
                if !from_name.is_empty() {
                    self.note("The sender's name is left out: an SMS shows its number.");
                }
                self.sms(from, to, content, *join)
            }
            PersonalizedBody::Proactive {
                contact_id,
                sender,
                text,
                route,
            } => self.proactive(contact_id, *sender, text, route),
            PersonalizedBody::Greet {
                conversation_id,
                agent_id,
                text,
            } => {
                self.measure(Channel::WebMessaging, "/text", text)?;
                let target = format!(
                    "/api/v2/conversations/messages/{conversation_id}/communications/{agent_id}/messages"
                );
                let body = AdditionalMessage { text_body: text };
                Ok(Call::Written(Request::post(
                    Operation::Greet,
                    target,
                    &body,
                )))
            }
            PersonalizedBody::Structured {
                contact_id,
                content,
                route,
            } => self.structured(contact_id, content, route),
            PersonalizedBody::Guest {
                guest_id,
                conversation_id,
                integration,
                html,
                text,
                attachments,
                read_receipt,
            } => {
                if *read_receipt {
                    self.note(
                        "No read receipt is asked for: the published API has no such request.",
                    );
                }
                if conversation_id.is_some() {
                    self.note(
                        "Genesys Cloud finds the conversation by the guest; its id is not sent.",
                    );
                }
                guest(guest_id, integration.as_ref(), *html, text, attachments)
            }
            PersonalizedBody::GuestSignal {
                guest_id,
                integration,
                signal,
            } => signalled(guest_id, integration.as_ref(), signal),
        }
    }

    fn sms(
        &mut self,
        from: &Address,
        to: &Address,
        content: &str,
        join: bool,
    ) -> Result<Call, NotCarried> {
        self.measure(Channel::Sms, "/body", content)?;
        self.warn_of_joining(join, "/join");
        let agentless = Agentless {
            from_address: from.as_str(),
            to_address: Some(to.as_str()),
            external_contact_id: None,
            to_address_messenger_type: Channel::Sms,
            text_body: Some(content),
            messaging_template: None,
            use_existing_active_conversation: join,
        };
        Ok(Call::Written(agentless.request(Operation::Outbound)))
    }

    fn proactive(
        &mut self,
        contact_id: &ContactId,
        sender: SenderType,
        text: &str,
        route: &Route,
    ) -> Result<Call, NotCarried> {
        let channel = route.channel().unwrap_or_default();
        if sender == SenderType::Agent {
            self.note(
                "It is not shown as an agent's: the published API does not tell the two apart.",
            );
        }
        if let Support::Refused { reason, hint } =
            capability::support(Dialect::Platform, channel, Kind::Text)
        {
            return Err(NotCarried::new("/route/channel", reason, hint));
        }
        self.measure(channel, "/text", text)?;
        if let Some(session) = route.bot_session() {
            let message = ReplyMessage::text(text);
            return Ok(in_bot_session(Operation::Proactive, session, message));
        }
        self.agentless(Operation::Proactive, contact_id, route, Said::Text(text))
    }

    fn structured(
        &mut self,
        contact_id: &ContactId,
        content: &Content,
        route: &Route,
    ) -> Result<Call, NotCarried> {
        let channel = route.channel().unwrap_or_default();
        let operation = Operation::Structured;
        let draft = content.as_draft();
        let note = match capability::support(Dialect::Platform, channel, content.kind()) {
            Support::Refused { reason, hint } => {
                return Err(NotCarried::new("/content/type", reason, hint));
            }
            Support::BotSession { note } => {
                if let Some(session) = route.bot_session()
                    && let Some(message) = ReplyMessage::structured(draft)?
                {
                    return Ok(in_bot_session(operation, session, message));
                }
                Some((note, " As it is it goes into a live bot session only."))
            }
            Support::AsText { note } => Some((note, "")),
            Support::AsIs | Support::Split { .. } => None,
        };
        if let ContentDraft::Template(template) = draft {
            return self.agentless(operation, contact_id, route, Said::Template(template));
        }
        let said = text::text(draft);
        if let Some((note, more)) = note {
            self.note(&format!("Will arrive as text: {note}.{more}"));
            self.text = Some(said.clone());
        }
        let path = if note.is_some() {
            "/content"
        } else {
            "/content/text"
        };
        self.measure(channel, path, &said)?;
        if let Some(session) = route.bot_session() {
            let message = ReplyMessage::text(&said);
            return Ok(in_bot_session(operation, session, message));
        }
        self.agentless(operation, contact_id, route, Said::Text(&said))
    }

    fn agentless(
        &mut self,
        operation: Operation,
        contact_id: &ContactId,
        route: &Route,
        said: Said<'_>,
    ) -> Result<Call, NotCarried> {
        let channel = route.channel().unwrap_or_default();
        let from = route.from().ok_or_else(|| {
            NotCarried::new(
                "/route/from",
                format!("there is nothing to send from on the channel {channel}"),
                format!(
                    "Name a sender, or set senders.{channel} of the connection; tidings doctor \
                     lists what there is."
                ),
            )
        })?;
        let (to_address, external_contact_id) = addressed(channel, contact_id)?;
        self.warn_of_joining(route.joins(), "/route/join");
        let (text_body, messaging_template) = match said {
            Said::Text(text) => (Some(text), None),
            Said::Template(template) => (None, Some(template)),
        };
        let agentless = Agentless {
            from_address: from,
            to_address: to_address.as_deref(),
            external_contact_id,
            to_address_messenger_type: channel,
            text_body,
            messaging_template,
            use_existing_active_conversation: route.joins(),
        };
        Ok(Call::Written(agentless.request(operation)))
    }

    fn measure(&mut self, channel: Channel, path: &str, text: &str) -> Result<(), NotCarried> {
        match channel.measure(path, text) {
            Length::Fits => Ok(()),
            Length::Doubtful(warning) => {
                self.warnings.push(warning);
                Ok(())
            }
            Length::TooLong(violation) => Err(NotCarried::too_long(violation)),
        }
    }

    fn note(&mut self, note: &str) {
        self.notes.push(note.to_owned());
    }

    fn warn_of_joining(&mut self, joins: bool, path: &str) {
        if joins {
            let warning = Warning::new(Code::Joins, path, JOINING);
            self.warnings
                .push(warning.with_fix("leave join out to keep it apart"));
        }
    }
}

#[derive(Clone, Copy)]
enum Said<'a> {
    Text(&'a str),
    Template(&'a TemplateDraft),
}

fn within_limits(email: &AgentlessEmail<'_>) -> Result<Call, NotCarried> {
    let request = email.request(Operation::Outbound);
    let actual = request.body.as_deref().map_or(0, str::len) as u64;
    let limit = limits::REQUEST_BYTES;
    if actual > limit {
        let message =
            format!("makes a request of {actual} bytes where Genesys Cloud takes at most {limit}");
        let violation = Violation::new(Code::TooLong, "/body", message)
            .with_numbers(limit, actual)
            .with_unit(Unit::Bytes)
            .with_fix("shorten it");
        return Err(NotCarried::too_long(violation));
    }
    Ok(Call::Written(request))
}

fn in_bot_session(operation: Operation, session: &BotSessionId, message: ReplyMessage<'_>) -> Call {
    let message = BotMessage {
        bot_id: "tidings",
        bot_version: "1",
        language_code: "en-us",
        bot_session_id: session.as_str(),
        bot_state: "MoreData",
        reply_messages: [message],
    };
    Call::Written(message.request(operation))
}

/// `toAddress` or `externalContactId`: a UUID is the latter. Who can be named how is certain:
/// Genesys' client libraries say it field by field.
fn addressed(
    channel: Channel,
    contact_id: &ContactId,
) -> Result<(Option<String>, Option<&str>), NotCarried> {
    let id = contact_id.as_str();
    let refused = |reason: &str, hint: &str| Err(NotCarried::new("/contactId", reason, hint));
    let is_number = (7..=15).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit());
    match channel {
        Channel::WebMessaging if !contact_id.is_uuid() => refused(
            "web messaging reaches an external contact by its id, which is a UUID",
            "Look the contact up in Genesys Cloud; ids of the guides' widget are not known there.",
        ),
        Channel::WebMessaging | Channel::Open | Channel::Sms if contact_id.is_uuid() => {
            Ok((None, Some(id)))
        }
        Channel::Open => Ok((Some(id.to_owned()), None)),
        Channel::Sms | Channel::Apple if is_number => Ok((Some(format!("+{id}")), None)),
        Channel::WhatsApp if is_number => Ok((Some(id.to_owned()), None)),
        Channel::Sms => refused(
            "an SMS goes to a phone number or to an external contact's id, which is a UUID",
            "Write the number with its country code.",
        ),
        _ => refused(
            "this channel reaches a phone number only",
            "Write the number with its country code.",
        ),
    }
}

fn guest(
    guest: &GuestId,
    integration: Option<&IntegrationId>,
    html: bool,
    text: &str,
    attachments: &[AttachmentDraft],
) -> Result<Call, NotCarried> {
    if html {
        return Err(NotCarried::new(
            "/html",
            "open messaging carries no HTML",
            "Write it as text.",
        ));
    }
    if attachments.len() > 1 {
        return Err(NotCarried::new(
            "/attachments",
            "open messaging carries one file a message",
            "Send the others in messages of their own.",
        ));
    }
    inbound(
        guest,
        integration,
        InboundAct::Message {
            text: text.to_owned(),
            attachment: attachments.first().cloned(),
        },
    )
}

fn signalled(
    guest: &GuestId,
    integration: Option<&IntegrationId>,
    signal: &GuestSignal,
) -> Result<Call, NotCarried> {
    let act = match signal {
        GuestSignal::Typing => InboundAct::Typing,
        GuestSignal::Tap {
            text,
            payload,
            message,
        } => InboundAct::Tap {
            text: text.clone(),
            payload: payload.clone(),
            message: message.to_string(),
        },
        GuestSignal::Receipt { message, status } => InboundAct::Receipt {
            message: message.to_string(),
            status: *status,
        },
    };
    inbound(guest, integration, act)
}

fn inbound(
    guest: &GuestId,
    integration: Option<&IntegrationId>,
    act: InboundAct,
) -> Result<Call, NotCarried> {
    let integration = integration.ok_or_else(|| {
        NotCarried::new(
            "/integration",
            "a guest's message goes through an open messaging integration",
            "Name one, or set senders.open of the connection; tidings doctor lists what there is.",
        )
    })?;
    Ok(Call::Inbound(Inbound {
        integration: integration.clone(),
        guest: guest.clone(),
        act,
    }))
}

const JOINING: &str = "goes into the conversation that is under way, if there is one; if a bot is \
    talking there, it reads the text as the customer's";
