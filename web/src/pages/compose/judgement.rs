//! What the core says about a draft: what is wrong, or the very requests that would go out.

use tidings_core::address::EmailAddress;
use tidings_core::api::{ConnectionView, CustomerView};
use tidings_core::channel::Channel;
use tidings_core::dialect::Dialect;
use tidings_core::limits::channel::Length;
use tidings_core::message::draft::{ContentDraft, Draft, OutboundChannel};
use tidings_core::message::{Message, Personalized, PersonalizedBody, Route};
use tidings_core::policy::Policy;
use tidings_core::recipient::Recipient;
use tidings_core::request::Request;
use tidings_core::sms::Sms;
use tidings_core::time::Timestamp;
use tidings_core::violation::{Violation, Violations, Warning};

use super::mail::Letter;

/// Who the message is checked and previewed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The recipient that the draft names.
    Named,
    /// The returning customer with this e-mail address; found by looking up the history.
    Returning(EmailAddress),
    /// One of an audience.
    OneOf(CustomerView),
}

impl Reader {
    /// Somebody to preview for while nobody in particular is known.
    pub fn stand_in(channel: OutboundChannel) -> Self {
        let address = match channel {
            OutboundChannel::Email => "ana@example.org",
            OutboundChannel::Sms => "+15550100123",
        };
        Self::OneOf(CustomerView {
            id: None,
            address: address.to_owned(),
            name: Some("Ana Souza".to_owned()),
            sessions: 1,
        })
    }
}

/// What the core says about a draft.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Judgement {
    /// Everything wrong, in the order of the fields.
    pub violations: Vec<Violation>,
    /// The e-mail or SMS for its reader, when nothing is wrong with its texts.
    pub letter: Option<Letter>,
    /// The greeting for its reader, likewise.
    pub greeting: Option<String>,
    /// The requests that would go out; several only for what a host cannot take at once.
    pub requests: Vec<Request>,
    /// In what other form it arrives, a sentence each; nothing when it arrives as it was written.
    pub notes: Vec<String>,
    /// The text that arrives in its place, where it becomes text.
    pub arrives_as: Option<String>,
    /// What may go wrong and stops nobody.
    pub warnings: Vec<Warning>,
    /// How the text travels, when it goes by SMS.
    pub sms: Option<Sms>,
}

impl Judgement {
    /// Whether it can be sent.
    pub const fn is_ready(&self) -> bool {
        self.violations.is_empty()
    }

    /// The first thing wrong at a field.
    pub fn at(&self, path: &str) -> Option<&Violation> {
        self.violations
            .iter()
            .find(|violation| violation.path == path)
    }
}

/// Judges a draft as the server will.
pub fn judge(
    draft: &Draft,
    reader: &Reader,
    policy: &Policy,
    connection: Option<&ConnectionView>,
    now: Timestamp,
) -> Judgement {
    let dialect = connection.map_or(Dialect::default(), |connection| connection.dialect);
    let draft = match connection {
        Some(connection) => draft.clone().with_senders(&connection.senders, dialect),
        None => draft.clone(),
    };
    let is_sandbox = connection.is_none_or(|connection| connection.is_sandbox);
    let judged = read_by(&draft, reader, policy).and_then(|(message, recipient)| {
        let personalized = message.personalize(&recipient, policy)?;
        Ok(judge_personalized(&personalized, dialect, is_sandbox, now))
    });
    judged.unwrap_or_else(|violations| Judgement {
        violations: violations.into_vec(),
        ..Judgement::default()
    })
}

fn judge_personalized(
    personalized: &Personalized<'_>,
    dialect: Dialect,
    is_sandbox: bool,
    now: Timestamp,
) -> Judgement {
    let filled = Judgement {
        letter: Letter::filled(personalized.body()),
        greeting: match personalized.body() {
            PersonalizedBody::Greet { text, .. } => Some(text.clone().into_owned()),
            _ => None,
        },
        ..Judgement::default()
    };
    let carried = match dialect.carry(personalized, is_sandbox) {
        Ok(carried) => carried,
        Err(refused) => {
            return Judgement {
                violations: vec![refused.into_violation()],
                ..filled
            };
        }
    };
    let requests = if is_sandbox {
        vec![carried.request(now)]
    } else {
        carried.split_requests(now)
    };
    let text = sms_text(personalized, carried.text());
    Judgement {
        notes: carried.notes().to_vec(),
        arrives_as: carried.text().map(str::to_owned),
        warnings: warnings(carried.warnings(), text.as_ref()),
        sms: text.map(|(_, text)| Sms::measure(&text)),
        requests,
        ..filled
    }
}

/// The field and the text that goes by SMS, placeholders filled and in the form in which it goes.
fn sms_text(
    personalized: &Personalized<'_>,
    arrives_as: Option<&str>,
) -> Option<(&'static str, String)> {
    let by_sms = |route: &Route| route.channel() == Some(Channel::Sms);
    match personalized.body() {
        PersonalizedBody::Outbound {
            channel: OutboundChannel::Sms,
            content,
            ..
        } => Some(("/body", content.clone().into_owned())),
        PersonalizedBody::Proactive { text, route, .. } if by_sms(route) => {
            Some(("/text", (*text).to_owned()))
        }
        PersonalizedBody::Structured { content, route, .. } if by_sms(route) => {
            let text = match (arrives_as, content.as_draft()) {
                (Some(text), _) => text,
                (None, ContentDraft::Text(draft)) => &draft.text,
                (None, _) => return None,
            };
            Some(("/content", text.to_owned()))
        }
        _ => None,
    }
}

/// What the dialect warns of, and what may become of an SMS that is longer than is certain to
/// arrive, once.
fn warnings(known: &[Warning], sms: Option<&(&str, String)>) -> Vec<Warning> {
    let mut warnings = known.to_vec();
    if let Some((path, text)) = sms
        && let Length::Doubtful(warning) = Channel::Sms.measure(path, text)
        && warnings.is_empty()
    {
        warnings.push(warning);
    }
    warnings
}

/// The message and who reads it.
fn read_by(
    draft: &Draft,
    reader: &Reader,
    policy: &Policy,
) -> Result<(Message, Recipient), Violations> {
    match reader {
        Reader::Named => draft.check(policy),
        Reader::Returning(found) => draft.check(policy).map(|checked| match checked {
            (
                message,
                Recipient::Conversation {
                    conversation_id,
                    previous_conversation_id,
                    ..
                },
            ) => (
                message,
                Recipient::Conversation {
                    conversation_id,
                    previous_conversation_id,
                    email: Some(found.clone()),
                },
            ),
            other => other,
        }),
        Reader::OneOf(customer) => for_customer(draft, customer, policy),
    }
}

/// The message to one of an audience: the draft's own recipient is not looked at.
fn for_customer(
    draft: &Draft,
    customer: &CustomerView,
    policy: &Policy,
) -> Result<(Message, Recipient), Violations> {
    let message = draft.parse(policy)?;
    let mut copy = draft.clone();
    if let Draft::Outbound(outbound) = &mut copy {
        outbound.to.clone_from(&customer.address);
        outbound.name = customer.name.clone().unwrap_or_default();
    }
    let (_, recipient) = copy.check(policy)?;
    Ok((message, recipient))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;
    use serde_json::json;

    fn judged(draft: serde_json::Value, reader: &Reader) -> Judgement {
        let draft: Draft = serde_json::from_value(draft).unwrap();
        judge(&draft, reader, &Policy::default(), None, Timestamp::EPOCH)
    }

    fn mail(to: &str) -> serde_json::Value {
        json!({
            "operation": "outbound", "to": to, "from": "care@example.com",
            "subject": "Hello {{name}}", "body": "<p>Hello {{name}}</p>",
        })
    }

    #[test]
    fn a_campaign_needs_no_recipient_and_is_shown_for_one_of_its_audience() {
        let named = judged(mail(""), &Reader::Named);
        assert_eq!(named.violations[0].path, "/to");
        let everyone = judged(mail(""), &Reader::stand_in(OutboundChannel::Email));
        let letter = everyone.letter.as_ref();
        assert_eq!(letter.unwrap().subject, "Hello Ana Souza");
        assert!(everyone.is_ready());
    }

    #[test]
    fn a_greeting_takes_its_name_from_the_address_found() {
        let greeting = json!({
            "operation": "greet", "conversationId": "c-2", "previousConversationId": "c-1",
            "agentId": "a-1",
        });
        let found = EmailAddress::parse("ana@example.org").unwrap();
        let judgement = judged(greeting, &Reader::Returning(found));
        let text = judgement.greeting.unwrap();
        assert!(text.ends_with("today, ana?"), "{text}");
    }

    #[test]
    fn an_sms_is_measured_and_one_that_is_long_warns_without_being_wrong() {
        let sms = |body: &str| {
            let draft = json!({
                "operation": "outbound", "channel": "sms", "to": "+15550100123",
                "from": "+15550100100", "format": "text", "body": body,
            });
            judged(draft, &Reader::Named)
        };
        let short = sms("Your order is ready ✓");
        assert_eq!(
            short.sms.unwrap().to_string(),
            "1 part in UCS-2, because of “✓”"
        );
        assert!(short.warnings.is_empty());
        let long = sms(&"✓".repeat(400));
        assert!(long.is_ready() && long.warnings[0].path == "/body");
        assert_eq!(judged(mail("ana@example.org"), &Reader::Named).sms, None);
    }

    #[test]
    fn everything_wrong_is_found_at_its_field() {
        let judgement = judged(
            json!({"operation": "structured", "content": {"type": "quick-reply", "choices": [{"label": "A", "value": ""}]}}),
            &Reader::Named,
        );
        for path in ["/contactId", "/content/title", "/content/choices/0/value"] {
            assert!(
                judgement.at(path).is_some(),
                "{path}: {:?}",
                judgement.violations
            );
        }
        assert!(!judgement.is_ready() && judgement.requests.is_empty());
    }
}
