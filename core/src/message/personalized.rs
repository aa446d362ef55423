//! A message for one recipient, ready to be written in a dialect.

use std::borrow::Cow;

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
/// It borrows from message and recipient: nothing is copied but what a placeholder changed.
///
/// ```
/// use tidings_core::message::draft::{Draft, GuestDraft};
/// use tidings_core::operation::Operation;
/// use tidings_core::policy::Policy;
///
/// let policy = Policy::default();
/// let draft = Draft::Guest(GuestDraft {
///     guest_id: "g-1".into(),
///     conversation_id: "c-1".into(),
///     text: "Hello!".into(),
///     ..GuestDraft::default()
/// });
/// let (message, recipient) = draft.check(&policy)?;
/// let personalized = message.personalize(&recipient, &policy)?;
/// assert_eq!(personalized.operation(), Operation::Guest);
/// # Ok::<(), tidings_core::violation::Violations>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Personalized<'a> {
    operation: Operation,
    body: PersonalizedBody<'a>,
}

impl<'a> Personalized<'a> {
    /// The upstream call that sends it.
    pub const fn operation(&self) -> Operation {
        self.operation
    }

    /// What is said, to whom.
    pub const fn body(&self) -> &PersonalizedBody<'a> {
        &self.body
    }
}

/// What is said, to whom, with nothing left open.
///
/// ```
/// use tidings_core::{message::{PersonalizedBody, draft::Draft}, policy::Policy};
///
/// let policy = Policy::default();
/// let draft: Draft = serde_json::from_str(r#"{"operation":"outbound","to":"ana@example.org",
///     "name":"Ana","from":"care@example.com","subject":"Hi {{name}}","body":"News"}"#)?;
/// let (message, recipient) = draft.check(&policy)?;
/// let personalized = message.personalize(&recipient, &policy)?;
/// assert!(matches!(personalized.body(),
///     PersonalizedBody::Outbound { subject, .. } if subject == "Hi Ana"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum PersonalizedBody<'a> {
    /// E-mail or SMS (G0).
    Outbound {
        /// Sender's address.
        from: &'a Address,
        /// Sender's name; may be empty.
        from_name: &'a str,
        /// Recipient's address.
        to: &'a Address,
        /// Recipient's name; may be empty.
        to_name: &'a str,
        /// Empty for SMS.
        subject: Cow<'a, str>,
        /// HTML or text.
        format: BodyFormat,
        /// The body.
        content: Cow<'a, str>,
        /// E-mail or SMS.
        channel: OutboundChannel,
        /// Where replies go, if not to the sender.
        reply_to: Option<&'a EmailAddress>,
        /// Whether it may go into a conversation that is under way.
        join: bool,
    },
    /// Proactive text (G1).
    Proactive {
        /// To whom.
        contact_id: &'a ContactId,
        /// Bot or agent.
        sender: SenderType,
        /// The text.
        text: &'a str,
        /// By which way.
        route: &'a Route,
    },
    /// Greeting (G2).
    Greet {
        /// The new conversation.
        conversation_id: &'a ConversationId,
        /// Who greets.
        agent_id: &'a ParticipantId,
        /// The greeting.
        text: Cow<'a, str>,
    },
    /// Structured message (G3).
    Structured {
        /// To whom.
        contact_id: &'a ContactId,
        /// What is shown.
        content: &'a Content,
        /// By which way.
        route: &'a Route,
    },
    /// Guest's message (G4).
    Guest {
        /// Who speaks.
        guest_id: &'a GuestId,
        /// Where, unless the integration finds it.
        conversation_id: Option<&'a ConversationId>,
        /// Through what, where it was chosen.
        integration: Option<&'a IntegrationId>,
        /// HTML or plain.
        html: bool,
        /// The text.
        text: &'a str,
        /// Files that go with it.
        attachments: &'a [AttachmentDraft],
        /// Whether to ask for a read receipt.
        read_receipt: bool,
    },
    /// What a guest does without writing.
    GuestSignal {
        /// Who.
        guest_id: &'a GuestId,
        /// Through what, where it was chosen.
        integration: Option<&'a IntegrationId>,
        /// What.
        signal: &'a GuestSignal,
    },
}

impl Message {
    /// Fills the placeholders for one recipient and checks the result again: a value can make a
    /// text too long or bring in what the policy forbids.
    ///
    /// # Errors
    /// Everything that is wrong with the message for this recipient.
    pub fn personalize<'a>(
        &'a self,
        recipient: &'a Recipient,
        policy: &Policy,
    ) -> Result<Personalized<'a>, Violations> {
        self.personalize_among(recipient, policy, Plain::Unchecked)
    }

    /// The same for one of many.
    pub(super) fn personalize_among<'a>(
        &'a self,
        recipient: &'a Recipient,
        policy: &Policy,
        plain: Plain,
    ) -> Result<Personalized<'a>, Violations> {
        let mut filling = Filling {
            check: Check::new(policy),
            recipient,
            plain,
        };
        let body = filling.body(self);
        let operation = self.operation();
        filling
            .check
            .finish(body.map(|body| Personalized { operation, body }))
    }
}

/// What is known of texts without placeholders, which are the same for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plain {
    /// Nothing yet under this policy.
    Unchecked,
    /// They passed for an earlier recipient.
    Passed,
}

struct Filling<'a, 'p> {
    check: Check<'p>,
    recipient: &'a Recipient,
    plain: Plain,
}

impl<'a> Filling<'a, '_> {
    fn body(&mut self, message: &'a Message) -> Option<PersonalizedBody<'a>> {
        match (message, self.recipient) {
            (Message::Outbound(message), Recipient::Address { address, .. }) => {
                self.outbound(message, address)
            }
            (Message::Proactive(message), Recipient::Contact { contact_id }) => {
                Some(PersonalizedBody::Proactive {
                    contact_id,
                    sender: message.sender,
                    text: &message.text,
                    route: &message.route,
                })
            }
            (
                Message::Greet(message),
                Recipient::Conversation {
                    conversation_id, ..
                },
            ) => self.greeting(message, conversation_id),
            (Message::Structured(message), Recipient::Contact { contact_id }) => {
                Some(PersonalizedBody::Structured {
                    contact_id,
                    content: &message.content,
                    route: &message.route,
                })
            }
            (
                Message::Guest(message),
                Recipient::Guest {
                    guest_id,
                    conversation_id,
                },
            ) => Some(PersonalizedBody::Guest {
                guest_id,
                conversation_id: conversation_id.as_ref(),
                integration: message.integration.as_ref(),
                html: message.html,
                text: &message.text,
                attachments: &message.attachments,
                read_receipt: message.read_receipt,
            }),
            (Message::GuestSignal(message), Recipient::Guest { guest_id, .. }) => {
                Some(PersonalizedBody::GuestSignal {
                    guest_id,
                    integration: message.integration.as_ref(),
                    signal: &message.signal,
                })
            }
            _ => {
                let message = "this message cannot go to this kind of recipient";
                self.check
                    .push(Violation::new(Code::Unsupported, "", message));
                None
            }
        }
    }

    fn outbound(
        &mut self,
        message: &'a OutboundMessage,
        address: &'a Address,
    ) -> Option<PersonalizedBody<'a>> {
        let fits = matches!(
            (message.channel, address),
            (OutboundChannel::Email, Address::Email(_)) | (OutboundChannel::Sms, Address::Phone(_))
        );
        if !fits {
            let message = format!(
                "the address does not fit the channel {}",
                message.channel.name()
            );
            self.check
                .push(Violation::new(Code::Unsupported, "/to", message));
        }
        let subject = match &message.subject {
            Some(template) => self.subject(template),
            None => Some(Cow::Borrowed("")),
        };
        let escape = match message.format {
            BodyFormat::Html => Escape::Html,
            BodyFormat::Text => Escape::Text,
        };
        let path = Path::of("body");
        let content = self.fill(&path, &message.body, escape)?;
        if self.is_open(&message.body) {
            self.check.max_bytes(&path, &content, limits::BODY_BYTES);
            self.check.policy_allows(&path, &content);
        }
        Some(PersonalizedBody::Outbound {
            from: &message.from,
            from_name: &message.from_name,
            to: address,
            to_name: self.recipient.name().unwrap_or_default(),
            subject: subject?,
            format: message.format,
            content,
            channel: message.channel,
            reply_to: message.reply_to.as_ref(),
            join: message.join,
        })
    }

    fn subject(&mut self, template: &'a Template) -> Option<Cow<'a, str>> {
        let path = Path::of("subject");
        let subject = self.fill(&path, template, Escape::Text)?;
        if self.is_open(template) {
            self.check.max_chars(&path, &subject, limits::SUBJECT_CHARS);
            self.check.one_line(&path, &subject);
            self.check.policy_allows(&path, &subject);
        }
        Some(subject)
    }

    fn greeting(
        &mut self,
        message: &'a GreetMessage,
        conversation_id: &'a ConversationId,
    ) -> Option<PersonalizedBody<'a>> {
        let path = Path::of("text");
        let text = self.fill(&path, &message.text, Escape::Text)?;
        if self.is_open(&message.text) {
            self.check.text(&path, &text);
        }
        Some(PersonalizedBody::Greet {
            conversation_id,
            agent_id: &message.agent,
            text,
        })
    }

    /// Whether the text of `template` has to be checked still.
    fn is_open(&self, template: &Template) -> bool {
        self.plain == Plain::Unchecked || !template.is_plain()
    }

    fn fill(
        &mut self,
        path: &Path<'_>,
        template: &'a Template,
        escape: Escape,
    ) -> Option<Cow<'a, str>> {
        if let Some(plain) = template.as_plain() {
            return Some(Cow::Borrowed(plain));
        }
        template
            .fill(escape, |name| self.recipient.value(name))
            .map(Cow::Owned)
            .map_err(|not_filled| {
                not_filled
                    .violations(&path.to_string())
                    .for_each(|violation| self.check.push(violation));
            })
            .ok()
    }
}
