//! A message for one recipient, ready to be written in a dialect.

use super::draft::{AttachmentDraft, BodyFormat, OutboundChannel, SenderType};
use super::{Content, GreetMessage, GuestSignal, Message, OutboundMessage, Route};
use crate::address::{Address, EmailAddress};
use crate::check::Check;
use crate::id::{ContactId, ConversationId, GuestId, IntegrationId, ParticipantId};
use crate::limits;
use crate::operation::Operation;
use crate::path::Path;
use crate::policy::Policy;
use crate::recipient::Recipient;
use crate::template::{Escape, Template};
use crate::violation::{Code, Violation, Violations};

/// A message with its placeholders filled, checked again. Only [`Message::personalize`] makes one.
#[derive(Clone, Debug, PartialEq)]
pub struct Personalized {
    operation: Operation,
    body: PersonalizedBody,
}

impl Personalized {
    /// The upstream call that sends it.
    pub const fn operation(&self) -> Operation {
        self.operation
    }

    /// What is said, to whom.
    pub const fn body(&self) -> &PersonalizedBody {
        &self.body
    }
}

/// What is said, to whom, with nothing left open.
#[derive(Clone, Debug, PartialEq)]
pub enum PersonalizedBody {
    /// E-mail or SMS (G0).
    Outbound {
        /// Sender's address.
        from: Address,
        /// Sender's name; may be empty.
        from_name: String,
        /// Recipient's address.
        to: Address,
        /// Recipient's name; may be empty.
        to_name: String,
        /// Empty for SMS.
        subject: String,
        /// HTML or text.
        format: BodyFormat,
        /// The body.
        content: String,
        /// E-mail or SMS.
        channel: OutboundChannel,
        /// Where replies go, if not to the sender.
        reply_to: Option<EmailAddress>,
        /// Whether it may go into a conversation that is under way.
        join: bool,
    },
    /// Proactive text (G1).
    Proactive {
        /// To whom.
        contact_id: ContactId,
        /// Bot or agent.
        sender: SenderType,
        /// The text.
        text: String,
        /// By which way.
        route: Route,
    },
    /// Greeting (G2).
    Greet {
        /// The new conversation.
        conversation_id: ConversationId,
        /// Who greets.
        agent_id: ParticipantId,
        /// The greeting.
        text: String,
    },
    /// Structured message (G3).
    Structured {
        /// To whom.
        contact_id: ContactId,
        /// What is shown.
        content: Content,
        /// By which way.
        route: Route,
    },
    /// Guest's message (G4).
    Guest {
        /// Who speaks.
        guest_id: GuestId,
        /// Where, unless the integration finds it.
        conversation_id: Option<ConversationId>,
        /// Through what, where it was chosen.
        integration: Option<IntegrationId>,
        /// HTML or plain.
        html: bool,
        /// The text.
        text: String,
        /// Files that go with it.
        attachments: Vec<AttachmentDraft>,
        /// Whether to ask for a read receipt.
        read_receipt: bool,
    },
    /// What a guest does without writing.
    GuestSignal {
        /// Who.
        guest_id: GuestId,
        /// Through what, where it was chosen.
        integration: Option<IntegrationId>,
        /// What.
        signal: GuestSignal,
    },
}

impl Message {
    /// Fills the placeholders for one recipient and checks the result again: a value can make a
    /// text too long or bring in what the policy forbids.
    pub fn personalize(
        &self,
        recipient: &Recipient,
        policy: &Policy,
    ) -> Result<Personalized, Violations> {
        let mut check = Check::new(policy);
        let body = match (self, recipient) {
            (Self::Outbound(message), Recipient::Address { address, .. }) => {
                outbound(&mut check, message, address, recipient)
            }
            (Self::Proactive(message), Recipient::Contact { contact_id }) => {
                Some(PersonalizedBody::Proactive {
                    contact_id: contact_id.clone(),
                    sender: message.sender,
                    text: message.text.clone(),
                    route: message.route.clone(),
                })
            }
            (
                Self::Greet(message),
                Recipient::Conversation {
                    conversation_id, ..
                },
            ) => greeting(&mut check, message, conversation_id, recipient),
            (Self::Structured(message), Recipient::Contact { contact_id }) => {
                Some(PersonalizedBody::Structured {
                    contact_id: contact_id.clone(),
                    content: message.content.clone(),
                    route: message.route.clone(),
                })
            }
            (
                Self::Guest(message),
                Recipient::Guest {
                    guest_id,
                    conversation_id,
                },
            ) => Some(PersonalizedBody::Guest {
                guest_id: guest_id.clone(),
                conversation_id: conversation_id.clone(),
                integration: message.integration.clone(),
                html: message.html,
                text: message.text.clone(),
                attachments: message.attachments.clone(),
                read_receipt: message.read_receipt,
            }),
            (Self::GuestSignal(message), Recipient::Guest { guest_id, .. }) => {
                Some(PersonalizedBody::GuestSignal {
                    guest_id: guest_id.clone(),
                    integration: message.integration.clone(),
                    signal: message.signal.clone(),
                })
            }
            _ => {
                let message = "this message cannot go to this kind of recipient";
                check.push(Violation::new(Code::Unsupported, "", message));
                None
            }
        };
        let operation = self.operation();
        check.finish(body.map(|body| Personalized { operation, body }))
    }
}

fn outbound(
    check: &mut Check<'_>,
    message: &OutboundMessage,
    address: &Address,
    recipient: &Recipient,
) -> Option<PersonalizedBody> {
    let fits = matches!(
        (message.channel, address),
        (OutboundChannel::Email, Address::Email(_)) | (OutboundChannel::Sms, Address::Phone(_))
    );
    if !fits {
        let message = format!(
            "the address does not fit the channel {}",
            message.channel.name()
        );
        check.push(Violation::new(Code::Unsupported, "/to", message));
    }
    let subject = match &message.subject {
        Some(template) => fill(
            check,
            &Path::of("subject"),
            template,
            Escape::Text,
            recipient,
        ),
        None => Some(String::new()),
    };
    if let Some(subject) = &subject {
        check.max_chars(&Path::of("subject"), subject, limits::SUBJECT_CHARS);
        check.one_line(&Path::of("subject"), subject);
        check.policy_allows(&Path::of("subject"), subject);
    }
    let escape = match message.format {
        BodyFormat::Html => Escape::Html,
        BodyFormat::Text => Escape::Text,
    };
    let content = fill(check, &Path::of("body"), &message.body, escape, recipient)?;
    check.max_bytes(&Path::of("body"), &content, limits::BODY_BYTES);
    check.policy_allows(&Path::of("body"), &content);
    Some(PersonalizedBody::Outbound {
        from: message.from.clone(),
        from_name: message.from_name.clone(),
        to: address.clone(),
        to_name: recipient.name().unwrap_or_default().to_owned(),
        subject: subject?,
        format: message.format,
        content,
        channel: message.channel,
        reply_to: message.reply_to.clone(),
        join: message.join,
    })
}

fn greeting(
    check: &mut Check<'_>,
    message: &GreetMessage,
    conversation_id: &ConversationId,
    recipient: &Recipient,
) -> Option<PersonalizedBody> {
    let text = fill(
        check,
        &Path::of("text"),
        &message.text,
        Escape::Text,
        recipient,
    )?;
    check.text(&Path::of("text"), &text);
    Some(PersonalizedBody::Greet {
        conversation_id: conversation_id.clone(),
        agent_id: message.agent.clone(),
        text,
    })
}

fn fill(
    check: &mut Check<'_>,
    path: &Path<'_>,
    template: &Template,
    escape: Escape,
    recipient: &Recipient,
) -> Option<String> {
    template
        .fill(escape, |name| recipient.value(name))
        .map_err(|not_filled| {
            not_filled
                .violations(&path.to_string())
                .for_each(|violation| check.push(violation));
        })
        .ok()
}
