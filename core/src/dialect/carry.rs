//! What a dialect makes of a message before anything is sent: as it is, in another form, or not.

use core::fmt;
use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Dialect, guides, platform};
use crate::json::Json;
use crate::message::{Message, Personalized};
use crate::operation::Operation;
use crate::request::Request;
use crate::time::Timestamp;
use crate::violation::{Code, Violation, Violations, Warning};

/// What becomes of a message, for people.
///
/// ```
/// use tidings_core::dialect::{Carriage, Dialect};
/// use tidings_core::{message::draft::Draft, policy::Policy};
///
/// let policy = Policy::default();
/// let draft: Draft = serde_json::from_str(r#"{"operation":"structured","contactId":"k-1",
///     "content":{"type":"location","latitude":52.5,"longitude":13.4}}"#)?;
/// let (message, contact) = draft.check(&policy)?;
/// let personalized = message.personalize(&contact, &policy)?;
/// assert_eq!(Dialect::Guides.carriage(&personalized, true), Carriage::AsIs);
/// let on_platform = Dialect::Platform.carriage(&personalized, true);
/// assert!(!matches!(on_platform, Carriage::AsIs));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Carriage {
    /// It arrives as it was written.
    AsIs,
    /// It arrives, in another form.
    Degraded {
        /// What becomes of it, a sentence each.
        notes: Vec<String>,
        /// The text that arrives in its place, where it becomes text.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        text: Option<String>,
    },
    /// It is not sent.
    Refused {
        /// Why.
        reason: String,
        /// What to do.
        hint: String,
    },
}

/// A message that the dialect cannot carry; nothing is sent.
///
/// ```
/// use tidings_core::dialect::Dialect;
/// use tidings_core::{message::draft::Draft, policy::Policy};
///
/// let draft: Draft = serde_json::from_str(r#"{"operation":"outbound","from":"care@example.com",
///     "subject":"News","body":"Hi","replyTo":"desk@example.com"}"#)?;
/// let message = draft.parse(&Policy::default())?;
/// let refused = Dialect::Guides.admit(&message).expect_err("the guides know no reply address");
/// assert!(!refused.reason().is_empty());
/// assert_eq!(refused.into_violation().path, "/replyTo");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotCarried {
    violation: Violation,
    hint: String,
}

impl NotCarried {
    /// `path` is a JSON pointer into the draft; `reason` says what is wrong and `hint` what to do,
    /// a sentence each.
    pub(super) fn new(path: &str, reason: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            violation: Violation::new(Code::Unsupported, path, reason),
            hint: hint.into(),
        }
    }

    /// A text over a limit of its channel.
    pub(super) fn too_long(mut violation: Violation) -> Self {
        let hint = violation.fix.take().unwrap_or_default();
        Self { violation, hint }
    }

    /// Why.
    pub fn reason(&self) -> &str {
        &self.violation.message
    }

    /// What to do; empty where the reason says it.
    pub fn hint(&self) -> &str {
        &self.hint
    }

    /// The same at its field in the draft.
    pub fn into_violation(self) -> Violation {
        let violation = self.violation;
        if self.hint.is_empty() {
            return violation;
        }
        violation.with_fix(clause(&self.hint))
    }
}

/// A sentence as the part of one that a fix is.
fn clause(sentence: &str) -> String {
    let mut characters = sentence.trim_end_matches('.').chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(characters).collect()
    })
}

/// The reason and what to do, as one part of a sentence.
impl fmt::Display for NotCarried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason().trim_end_matches('.'))?;
        if self.hint.is_empty() {
            return Ok(());
        }
        write!(f, "; {}", clause(&self.hint))
    }
}

impl core::error::Error for NotCarried {}

impl From<NotCarried> for Violations {
    fn from(refused: NotCarried) -> Self {
        refused.into_violation().into()
    }
}

/// A message in the form in which it goes out. Only [`Dialect::carry`] makes one, so what cannot be
/// carried never becomes a request. It borrows from the message: only the request is written anew.
///
/// ```
/// use tidings_core::dialect::Dialect;
/// use tidings_core::message::draft::{Draft, GuestDraft};
/// use tidings_core::policy::Policy;
/// use tidings_core::time::Timestamp;
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
/// let carried = Dialect::Guides.carry(&personalized, true)?;
/// let request = carried.request(Timestamp::EPOCH);
/// assert_eq!(request.target, "/api/v2/conversations/messaging/messages");
/// # Ok::<(), tidings_core::violation::Violations>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Carried<'a> {
    form: Form<'a>,
    /// What becomes of it, a sentence each; nothing when it arrives as it is.
    notes: Vec<String>,
    warnings: Vec<Warning>,
    text: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
enum Form<'a> {
    Guides(guides::Call<'a>),
    Platform(platform::Call<'a>),
}

/// What a request is besides its body.
pub(crate) struct Head {
    pub(crate) operation: Operation,
    pub(crate) target: Cow<'static, str>,
}

impl Head {
    pub(super) fn new(operation: Operation, target: impl Into<Cow<'static, str>>) -> Self {
        Self {
            operation,
            target: target.into(),
        }
    }
}

impl<'a> Carried<'a> {
    pub(super) const fn guides(call: guides::Call<'a>, notes: Vec<String>) -> Self {
        Self {
            form: Form::Guides(call),
            notes,
            warnings: Vec::new(),
            text: None,
        }
    }

    pub(super) const fn platform(
        call: platform::Call<'a>,
        notes: Vec<String>,
        warnings: Vec<Warning>,
        text: Option<String>,
    ) -> Self {
        Self {
            form: Form::Platform(call),
            notes,
            warnings,
            text,
        }
    }

    /// The request that sends it. `now` is the transmission's time.
    pub fn request(&self, now: Timestamp) -> Request {
        let mut json = Json::sized(self.form.size());
        let head = self.form.write(now, &mut json);
        Request::written(head, json)
    }

    /// Writes the request's body behind what was written before.
    pub(crate) fn write(&self, now: Timestamp, json: &mut Json) -> Head {
        self.form.write(now, json)
    }

    /// The requests that send it to a host that does not know all that our sandbox knows: in the
    /// guides' dialect a carousel goes as one card message a card, because guide 003 lists no such
    /// content type. One request for everything else.
    pub fn split_requests(&self, now: Timestamp) -> Vec<Request> {
        let Form::Guides(call) = &self.form else {
            return vec![self.request(now)];
        };
        let Some((contact_id, cards)) = call.cards() else {
            return vec![self.request(now)];
        };
        cards
            .iter()
            .map(|content| {
                let call = guides::Call::Structured {
                    contact_id,
                    content,
                };
                Carried::guides(call, Vec::new()).request(now)
            })
            .collect()
    }

    /// What becomes of it, a sentence each; nothing when it arrives as it is.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What may go wrong with it and stops nobody.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Notes and warnings, a sentence each.
    pub fn forecast(&self) -> Vec<String> {
        let warnings = self.warnings.iter().map(|warning| format!("{warning}."));
        self.notes.iter().cloned().chain(warnings).collect()
    }

    /// The text that arrives in its place, where it becomes text.
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }
}

impl Form<'_> {
    fn write(&self, now: Timestamp, json: &mut Json) -> Head {
        match self {
            Self::Guides(call) => call.write(now, json),
            Self::Platform(call) => call.write(now, json),
        }
    }

    fn size(&self) -> usize {
        match self {
            Self::Guides(call) => call.size(),
            Self::Platform(call) => call.size(),
        }
    }
}

impl Dialect {
    /// The message in the form in which it goes out, with what becomes of it.
    ///
    /// # Errors
    /// If the dialect or the channel cannot carry it.
    pub fn carry<'a>(
        self,
        personalized: &'a Personalized<'a>,
        is_sandbox: bool,
    ) -> Result<Carried<'a>, NotCarried> {
        match self {
            Self::Guides => guides::carry(personalized, is_sandbox),
            Self::Platform => platform::carry(personalized),
        }
    }

    /// What can be said of a message before its recipients are known.
    ///
    /// # Errors
    /// If the dialect cannot carry it, whoever it goes to.
    pub fn admit(self, message: &Message) -> Result<(), NotCarried> {
        match (self, message) {
            (Self::Guides, Message::Outbound(message)) => {
                guides::check_outbound(message.has_reply_to(), message.joins())
            }
            _ => Ok(()),
        }
    }

    /// What becomes of a message, said before anything is sent.
    pub fn carriage(self, personalized: &Personalized<'_>, is_sandbox: bool) -> Carriage {
        match self.carry(personalized, is_sandbox) {
            Ok(carried) if carried.notes.is_empty() => Carriage::AsIs,
            Ok(carried) => Carriage::Degraded {
                notes: carried.notes,
                text: carried.text,
            },
            Err(refused) => Carriage::Refused {
                reason: refused.violation.message,
                hint: refused.hint,
            },
        }
    }
}
