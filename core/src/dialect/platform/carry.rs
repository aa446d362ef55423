//! Which call carries a message, and what becomes of it there.

use std::borrow::Cow;

use super::call::{Agentless, BotMessage, Call, Email, Mailbox, Whom};
use super::content::ReplyMessage;
use super::inbound::{Inbound, InboundAct};
use super::text;
use crate::address::Address;
use crate::capability::{self, Kind, Support};
use crate::channel::Channel;
use crate::dialect::{Carried, Dialect, NotCarried};
use crate::id::{BotSessionId, ContactId, GuestId, IntegrationId};
use crate::json::Json;
use crate::limits;
use crate::limits::channel::Length;
use crate::measure::Unit;
use crate::message::draft::{
    AttachmentDraft, BodyFormat, ContentDraft, OutboundChannel, SenderType, TemplateDraft,
};
use crate::message::{Content, Personalized, PersonalizedBody, Route};
use crate::operation::Operation;
use crate::violation::{Code, Violation, Warning};

pub(in crate::dialect) fn carry<'a>(
    personalized: &'a Personalized<'a>,
) -> Result<Carried<'a>, NotCarried> {
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
    fn call<'a>(&mut self, body: &'a PersonalizedBody<'a>) -> Result<Call<'a>, NotCarried> {
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
            } => within_limits(Email {
                from: Mailbox {
                    email: from.as_str(),
                    name: from_name,
                },
                to: Mailbox {
                    email: to.as_str(),
                    name: to_name,
                },
                reply_to: reply_to.map(|address| Mailbox {
                    email: address.as_str(),
                    name: "",
                }),
                subject,
                text: content,
                is_html: *format == BodyFormat::Html,
                is_plain: matches!((subject, content), (Cow::Borrowed(_), Cow::Borrowed(_))),
            }),
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
                Ok(Call::Additional {
                    conversation_id,
                    agent_id,
                    text,
                })
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
                guest(guest_id, *integration, *html, text, attachments)
            }
            PersonalizedBody::GuestSignal {
                guest_id,
                integration,
                signal,
            } => inbound(guest_id, *integration, InboundAct::Signal(signal)),
        }
    }

    fn sms<'a>(
        &mut self,
        from: &'a Address,
        to: &'a Address,
        content: &'a Cow<'a, str>,
        join: bool,
    ) -> Result<Call<'a>, NotCarried> {
        self.measure(Channel::Sms, "/body", content)?;
        self.warn_of_joining(join, "/join");
        let agentless = Agentless {
            from_address: from.as_str(),
            to: Whom::Address(Cow::Borrowed(to.as_str())),
            channel: Channel::Sms,
            text: Some(Cow::Borrowed(content)),
            template: None,
            joins: join,
            is_plain: matches!(content, Cow::Borrowed(_)),
        };
        Ok(Call::Agentless(Operation::Outbound, agentless))
    }

    fn proactive<'a>(
        &mut self,
        contact_id: &'a ContactId,
        sender: SenderType,
        text: &'a str,
        route: &'a Route,
    ) -> Result<Call<'a>, NotCarried> {
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
            let message = ReplyMessage::text(Cow::Borrowed(text));
            return Ok(in_bot_session(Operation::Proactive, session, message));
        }
        self.agentless(
            Operation::Proactive,
            contact_id,
            route,
            Said::Text(Cow::Borrowed(text)),
        )
    }

    fn structured<'a>(
        &mut self,
        contact_id: &'a ContactId,
        content: &'a Content,
        route: &'a Route,
    ) -> Result<Call<'a>, NotCarried> {
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
            let message = ReplyMessage::text(Cow::Owned(said));
            return Ok(in_bot_session(operation, session, message));
        }
        self.agentless(operation, contact_id, route, Said::Text(Cow::Owned(said)))
    }

    fn agentless<'a>(
        &mut self,
        operation: Operation,
        contact_id: &'a ContactId,
        route: &'a Route,
        said: Said<'a>,
    ) -> Result<Call<'a>, NotCarried> {
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
        let to = addressed(channel, contact_id)?;
        self.warn_of_joining(route.joins(), "/route/join");
        let (text, template) = match said {
            Said::Text(text) => (Some(text), None),
            Said::Template(template) => (None, Some(template)),
        };
        let agentless = Agentless {
            from_address: from,
            to,
            channel,
            text,
            template,
            joins: route.joins(),
            is_plain: true,
        };
        Ok(Call::Agentless(operation, agentless))
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

enum Said<'a> {
    Text(Cow<'a, str>),
    Template(&'a TemplateDraft),
}

fn within_limits(email: Email<'_>) -> Result<Call<'_>, NotCarried> {
    let limit = limits::REQUEST_BYTES;
    let actual = request_bytes(&email);
    if actual > limit {
        let message =
            format!("makes a request of {actual} bytes where Genesys Cloud takes at most {limit}");
        let violation = Violation::new(Code::TooLong, "/body", message)
            .with_numbers(limit, actual)
            .with_unit(Unit::Bytes)
            .with_fix("shorten it");
        return Err(NotCarried::too_long(violation));
    }
    Ok(Call::Email(email))
}

/// How long the request will be; at least so much where it is certain to fit.
fn request_bytes(email: &Email<'_>) -> u64 {
    /// Names of fields, and addresses with their names at their longest.
    const FRAME: usize = 16_384;
    /// A control character is written as `\u0000`.
    const MOST_A_BYTE: usize = 6;
    let text = email.subject.len() + email.text.len();
    if (text * MOST_A_BYTE + FRAME) as u64 <= limits::REQUEST_BYTES {
        return text as u64;
    }
    let mut json = Json::sized(text + FRAME);
    email.write(&mut json);
    json.len() as u64
}

fn in_bot_session<'a>(
    operation: Operation,
    session: &'a BotSessionId,
    message: ReplyMessage<'a>,
) -> Call<'a> {
    let message = BotMessage {
        bot_id: "tidings",
        bot_version: "1",
        language_code: "en-us",
        bot_session_id: session.as_str(),
        bot_state: "MoreData",
        reply_messages: [message],
    };
    Call::Bot(operation, message)
}

/// `toAddress` or `externalContactId`: a UUID is the latter. Who can be named how is certain:
/// Genesys' client libraries say it field by field.
fn addressed(channel: Channel, contact_id: &ContactId) -> Result<Whom<'_>, NotCarried> {
    let id = contact_id.as_str();
    let refused = |reason: &str, hint: &str| Err(NotCarried::new("/contactId", reason, hint));
    let is_number = (7..=15).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit());
    match channel {
        Channel::WebMessaging if !contact_id.is_uuid() => refused(
            "web messaging reaches an external contact by its id, which is a UUID",
            "Look the contact up in Genesys Cloud; ids of the guides' widget are not known there.",
        ),
        Channel::WebMessaging | Channel::Open | Channel::Sms if contact_id.is_uuid() => {
            Ok(Whom::Contact(id))
        }
        Channel::Open => Ok(Whom::Address(Cow::Borrowed(id))),
        Channel::Sms | Channel::Apple if is_number => {
            Ok(Whom::Address(Cow::Owned(format!("+{id}"))))
        }
        Channel::WhatsApp if is_number => Ok(Whom::Address(Cow::Borrowed(id))),
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

fn guest<'a>(
    guest: &'a GuestId,
    integration: Option<&'a IntegrationId>,
    html: bool,
    text: &'a str,
    attachments: &'a [AttachmentDraft],
) -> Result<Call<'a>, NotCarried> {
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
            text,
            attachment: attachments.first(),
        },
    )
}

fn inbound<'a>(
    guest: &'a GuestId,
    integration: Option<&'a IntegrationId>,
    act: InboundAct<'a>,
) -> Result<Call<'a>, NotCarried> {
    let integration = integration.ok_or_else(|| {
        NotCarried::new(
            "/integration",
            "a guest's message goes through an open messaging integration",
            "Name one, or set senders.open of the connection; tidings doctor lists what there is.",
        )
    })?;
    Ok(Call::Inbound(Inbound {
        integration,
        guest,
        act,
    }))
}

const JOINING: &str = "goes into the conversation that is under way, if there is one; if a bot is \
    talking there, it reads the text as the customer's";
