//! The one way from a draft to a message.

use super::content::check_file_name;
use super::draft::{
    AttachmentDraft, BodyFormat, Draft, GreetDraft, GuestDraft, OutboundChannel, OutboundDraft,
    ProactiveDraft, StructuredDraft,
};
use super::route::optional;
use super::{
    Content, GreetMessage, GuestMessage, GuestSignal, GuestSignalMessage, Message, OutboundMessage,
    ProactiveMessage, Route, StructuredMessage, whom,
};
use crate::address::{Address, EmailAddress};
use crate::check::Check;
use crate::id::{IntegrationId, ParticipantId};
use crate::limits;
use crate::measure::Unit;
use crate::operation::Operation;
use crate::path::Path;
use crate::policy::Policy;
use crate::recipient::Recipient;
use crate::template::Escape;
use crate::violation::{Code, Violation, Violations};

/// The placeholders of an outbound message.
pub(super) const OUTBOUND_PLACEHOLDERS: [&str; 2] = ["name", "address"];
/// The placeholders of a greeting.
pub(super) const GREETING_PLACEHOLDERS: [&str; 1] = ["name"];

impl Draft {
    /// The upstream call that would send it.
    pub const fn operation(&self) -> Operation {
        match self {
            Self::Outbound(_) => Operation::Outbound,
            Self::Proactive(_) => Operation::Proactive,
            Self::Greet(_) => Operation::Greet,
            Self::Structured(_) => Operation::Structured,
            Self::Guest(_) => Operation::Guest,
        }
    }

    /// The message and its one recipient, or everything that is wrong, in the order of the fields.
    /// What the placeholders become is checked by [`Message::personalize`].
    pub fn check(&self, policy: &Policy) -> Result<(Message, Recipient), Violations> {
        let mut check = Check::new(policy);
        let recipient = check_recipient(&mut check, self);
        let message = check_message(&mut check, self);
        check.finish(message.zip(recipient))
    }

    /// The message alone, whoever it goes to. The recipient's fields are not looked at.
    pub fn parse(&self, policy: &Policy) -> Result<Message, Violations> {
        let mut check = Check::new(policy);
        let message = check_message(&mut check, self);
        check.finish(message)
    }
}

fn check_recipient(check: &mut Check<'_>, draft: &Draft) -> Option<Recipient> {
    match draft {
        Draft::Outbound(outbound) => {
            whom::address(check, outbound.channel, &outbound.to, &outbound.name)
        }
        Draft::Proactive(ProactiveDraft {
            contact_id, route, ..
        })
        | Draft::Structured(StructuredDraft {
            contact_id, route, ..
        }) => whom::contact(check, route.channel, contact_id),
        Draft::Greet(greet) => whom::returning(
            check,
            &greet.conversation_id,
            &greet.previous_conversation_id,
        ),
        Draft::Guest(guest) => {
            let finds_it = !guest.integration.is_empty() || !guest.act.is_message();
            whom::guest(check, &guest.guest_id, &guest.conversation_id, finds_it)
        }
    }
}

fn check_message(check: &mut Check<'_>, draft: &Draft) -> Option<Message> {
    match draft {
        Draft::Outbound(outbound) => check_outbound(check, outbound).map(Message::Outbound),
        Draft::Proactive(proactive) => {
            check.text(&Path::of("text"), &proactive.text);
            Some(Message::Proactive(ProactiveMessage {
                sender: proactive.sender,
                text: proactive.text.clone(),
                route: Route::check(check, &proactive.route),
            }))
        }
        Draft::Greet(greet) => check_greeting(check, greet).map(Message::Greet),
        Draft::Structured(structured) => Some(Message::Structured(StructuredMessage {
            content: Content::check(check, &Path::of("content"), &structured.content),
            route: Route::check(check, &structured.route),
        })),
        Draft::Guest(guest) if guest.act.is_message() => {
            Some(Message::Guest(check_guest(check, guest)))
        }
        Draft::Guest(guest) => Some(Message::GuestSignal(GuestSignalMessage {
            integration: check_integration(check, guest),
            signal: GuestSignal::check(check, &guest.act)?,
        })),
    }
}

fn check_outbound(check: &mut Check<'_>, outbound: &OutboundDraft) -> Option<OutboundMessage> {
    let from = match outbound.channel {
        OutboundChannel::Email => check
            .email(&Path::of("from"), &outbound.from, "the sender's address")
            .map(Address::Email),
        OutboundChannel::Sms => check
            .phone(
                &Path::of("from"),
                &outbound.from,
                "the sender's phone number",
            )
            .map(Address::Phone),
    };
    check.person_name(&Path::of("fromName"), &outbound.from_name);
    let subject = match outbound.channel {
        OutboundChannel::Email => Some(check_subject(check, &outbound.subject)),
        OutboundChannel::Sms => None,
    };
    if outbound.channel == OutboundChannel::Sms && outbound.format == BodyFormat::Html {
        check.add(
            Code::Unsupported,
            &Path::of("format"),
            "an SMS carries text only",
            "choose text",
        );
    }
    let body = if check.required(&Path::of("body"), &outbound.body, "the body") {
        check.max_bytes(&Path::of("body"), &outbound.body, limits::BODY_BYTES);
        check.policy_allows(&Path::of("body"), &outbound.body);
        let escape = outbound.format.escape();
        check.template(
            &Path::of("body"),
            &outbound.body,
            escape,
            &OUTBOUND_PLACEHOLDERS,
        )
    } else {
        None
    };
    let reply_to = optional(&outbound.reply_to)
        .map(|address| check_reply_to(check, outbound.channel, address));
    if outbound.join && outbound.channel == OutboundChannel::Email {
        let message = "an e-mail goes into no conversation that is under way";
        check.add(
            Code::Unsupported,
            &Path::of("join"),
            message,
            "leave it out",
        );
    }
    let subject = match subject {
        Some(subject) => Some(subject?),
        None => None,
    };
    let reply_to = match reply_to {
        Some(reply_to) => Some(reply_to?),
        None => None,
    };
    Some(OutboundMessage {
        channel: outbound.channel,
        from: from?,
        from_name: outbound.from_name.trim().to_owned(),
        subject,
        format: outbound.format,
        body: body?,
        reply_to,
        join: outbound.join,
    })
}

fn check_reply_to(
    check: &mut Check<'_>,
    channel: OutboundChannel,
    address: &str,
) -> Option<EmailAddress> {
    if channel == OutboundChannel::Sms {
        let message = "answers to an SMS go to its sender";
        check.add(
            Code::Unsupported,
            &Path::of("replyTo"),
            message,
            "leave it out",
        );
        return None;
    }
    check.email(&Path::of("replyTo"), address, "the address for replies")
}

fn check_subject(check: &mut Check<'_>, subject: &str) -> Option<crate::template::Template> {
    if !check.required(&Path::of("subject"), subject, "the subject") {
        return None;
    }
    check.max_chars(&Path::of("subject"), subject, limits::SUBJECT_CHARS);
    check.one_line(&Path::of("subject"), subject);
    check.policy_allows(&Path::of("subject"), subject);
    check.template(
        &Path::of("subject"),
        subject,
        Escape::Text,
        &OUTBOUND_PLACEHOLDERS,
    )
}

fn check_greeting(check: &mut Check<'_>, greet: &GreetDraft) -> Option<GreetMessage> {
    let agent = check.id(
        &Path::of("agentId"),
        &greet.agent_id,
        "the id of the agent or bot that greets",
        ParticipantId::parse,
    );
    check.text(&Path::of("text"), &greet.text);
    let text = check.template(
        &Path::of("text"),
        &greet.text,
        Escape::Text,
        &GREETING_PLACEHOLDERS,
    );
    Some(GreetMessage {
        agent: agent?,
        text: text?,
    })
}

fn check_guest(check: &mut Check<'_>, guest: &GuestDraft) -> GuestMessage {
    let integration = check_integration(check, guest);
    if guest.attachments.is_empty() || !guest.text.trim().is_empty() {
        check.text(&Path::of("text"), &guest.text);
    }
    let count = guest.attachments.len();
    let attachments = Path::of("attachments");
    check.count(&attachments, "attachments", count, 0, limits::ATTACHMENTS);
    for (index, attachment) in guest.attachments.iter().enumerate() {
        check_attachment(check, &attachments.index(index), attachment);
    }
    GuestMessage {
        html: guest.html,
        text: guest.text.clone(),
        attachments: guest.attachments.iter().map(as_listed).collect(),
        read_receipt: guest.read_receipt,
        integration,
    }
}

/// With its media type as the policy lists it: in lower case, which not every server looks past.
fn as_listed(attachment: &AttachmentDraft) -> AttachmentDraft {
    let mut attachment = attachment.clone();
    attachment.content_type.make_ascii_lowercase();
    attachment
}

fn check_integration(check: &mut Check<'_>, guest: &GuestDraft) -> Option<IntegrationId> {
    let what = "the open messaging integration's id";
    let id = optional(&guest.integration)?;
    check.id(&Path::of("integration"), id, what, IntegrationId::parse)
}

fn check_attachment(check: &mut Check<'_>, path: &Path<'_>, attachment: &AttachmentDraft) {
    check_attachment_type(check, &path.field("contentType"), &attachment.content_type);
    check.https_url(&path.field("url"), &attachment.url);
    let name = path.field("fileName");
    if check.required(&name, &attachment.file_name, "the file's name") {
        check_file_name(check, &name, &attachment.file_name);
    }
    let limit = check.policy().attachment_bytes;
    if attachment.size > limit {
        let message = format!(
            "the file is {} bytes large where at most {limit} are allowed",
            attachment.size
        );
        let violation = Violation::new(Code::TooLarge, &path.field("size"), message)
            .with_numbers(limit, attachment.size)
            .with_unit(Unit::Bytes)
            .with_fix("compress or split it");
        check.push(violation);
    }
}

fn check_attachment_type(check: &mut Check<'_>, path: &Path<'_>, media_type: &str) {
    if !check.required(path, media_type, "the media type") {
        return;
    }
    let allowed = &check.policy().media_types;
    if !allowed
        .iter()
        .any(|allowed| allowed.eq_ignore_ascii_case(media_type))
    {
        let message = format!("{media_type} is not allowed");
        let fix = format!("send one of {}", allowed.join(", "));
        check.add(Code::MediaType, path, &message, &fix);
    }
}
