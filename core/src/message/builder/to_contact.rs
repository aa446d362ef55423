//! What goes to a known contact, step by step: proactive texts, greetings, structured messages.

use crate::message::draft::{
    ContentDraft, Draft, GreetDraft, ProactiveDraft, RouteDraft, SenderType, StructuredDraft,
};

impl ProactiveDraft {
    /// A proactive text to a known contact, shown as an automated message.
    ///
    /// ```
    /// # use tidings_core::message::draft::ProactiveDraft;
    /// # use tidings_core::policy::Policy;
    /// let draft = ProactiveDraft::text("4930123456", "Your table is ready.").draft();
    /// assert!(draft.check(&Policy::default()).is_ok());
    /// ```
    pub fn text(contact: impl Into<String>, text: impl Into<String>) -> Proactive {
        Proactive(Self {
            contact_id: contact.into(),
            text: text.into(),
            ..Self::default()
        })
    }
}

/// A proactive text with all that it needs.
///
/// ```
/// # use tidings_core::message::draft::{Draft, ProactiveDraft};
/// let draft: Draft = ProactiveDraft::text("4930123456", "Ben here.").as_agent().into();
/// ```
#[derive(Clone, Debug)]
#[must_use = "make a draft of it with `draft`"]
pub struct Proactive(ProactiveDraft);

impl Proactive {
    /// Shown as written by a person.
    ///
    /// ```
    /// # use tidings_core::message::draft::{Draft, ProactiveDraft, SenderType};
    /// let Draft::Proactive(draft) = ProactiveDraft::text("4930", "Ben here.").as_agent().draft()
    /// else { unreachable!() };
    /// assert_eq!(draft.sender, SenderType::Agent);
    /// ```
    pub fn as_agent(mut self) -> Self {
        self.0.sender = SenderType::Agent;
        self
    }

    /// By which way it goes, if not the usual one; the dialect `platform` only.
    ///
    /// ```
    /// # use tidings_core::channel::Channel;
    /// # use tidings_core::message::draft::{ProactiveDraft, RouteDraft};
    /// let _ = ProactiveDraft::text("4930", "Hello.").by(RouteDraft::over(Channel::WhatsApp));
    /// ```
    pub fn by(mut self, route: impl Into<RouteDraft>) -> Self {
        self.0.route = route.into();
        self
    }

    /// The draft, to be checked.
    ///
    /// ```
    /// # use tidings_core::message::draft::{Draft, ProactiveDraft};
    /// assert!(matches!(ProactiveDraft::text("4930", "Hello.").draft(), Draft::Proactive(_)));
    /// ```
    #[must_use]
    pub fn draft(self) -> Draft {
        Draft::Proactive(self.0)
    }
}

impl GreetDraft {
    /// The usual greeting ([`DEFAULT_GREETING`](crate::message::DEFAULT_GREETING)) of a customer
    /// who is back in a new conversation: `previous` is where the e-mail address stands, `agent`
    /// the participant who greets.
    ///
    /// ```
    /// # use tidings_core::message::draft::GreetDraft;
    /// # use tidings_core::policy::Policy;
    /// let draft = GreetDraft::returning("conv-2", "conv-1", "agent-7").draft();
    /// assert!(draft.check(&Policy::default()).is_ok());
    /// ```
    pub fn returning(
        conversation: impl Into<String>,
        previous: impl Into<String>,
        agent: impl Into<String>,
    ) -> Greet {
        Greet(Self {
            conversation_id: conversation.into(),
            previous_conversation_id: previous.into(),
            agent_id: agent.into(),
            ..Self::default()
        })
    }
}

/// A greeting with all that it needs.
///
/// ```
/// # use tidings_core::message::draft::GreetDraft;
/// let greeting = GreetDraft::returning("conv-2", "conv-1", "agent-7").saying("Welcome, {{name}}!");
/// assert_eq!(greeting.draft().summary(), "Welcome, {{name}}!");
/// ```
#[derive(Clone, Debug)]
#[must_use = "make a draft of it with `draft`"]
pub struct Greet(GreetDraft);

impl Greet {
    /// Other words than the usual ones, with placeholders.
    ///
    /// ```
    /// # use tidings_core::message::draft::GreetDraft;
    /// let _ = GreetDraft::returning("conv-2", "conv-1", "agent-7").saying("Welcome, {{name}}!");
    /// ```
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        self.0.text = text.into();
        self
    }

    /// The draft, to be checked.
    ///
    /// ```
    /// # use tidings_core::message::draft::{Draft, GreetDraft};
    /// let greeting = GreetDraft::returning("conv-2", "conv-1", "agent-7");
    /// assert!(matches!(greeting.draft(), Draft::Greet(_)));
    /// ```
    #[must_use]
    pub fn draft(self) -> Draft {
        Draft::Greet(self.0)
    }
}

impl StructuredDraft {
    /// A structured message to an open messaging contact.
    ///
    /// ```
    /// # use tidings_core::message::draft::{LocationDraft, StructuredDraft};
    /// # use tidings_core::policy::Policy;
    /// let shop = LocationDraft::at(52.52, 13.405).named("Our shop");
    /// let draft = StructuredDraft::new("4930123456", shop).draft();
    /// assert!(draft.check(&Policy::default()).is_ok());
    /// ```
    #[expect(clippy::new_ret_no_self, reason = "the first step of a builder")]
    pub fn new(contact: impl Into<String>, content: impl Into<ContentDraft>) -> Structured {
        Structured(Self {
            contact_id: contact.into(),
            content: content.into(),
            ..Self::default()
        })
    }
}

/// A structured message with all that it needs.
///
/// ```
/// # use tidings_core::message::draft::{QuickReplyDraft, RouteDraft, StructuredDraft};
/// let question = QuickReplyDraft::new("Shall we call you?").choice("Yes", "yes").choice("No", "no");
/// let message = StructuredDraft::new("4930123456", question)
///     .by(RouteDraft::in_bot_session("2d5a-1"));
/// assert_eq!(message.draft().summary(), "Shall we call you?");
/// ```
#[derive(Clone, Debug)]
#[must_use = "make a draft of it with `draft`"]
pub struct Structured(StructuredDraft);

impl Structured {
    /// By which way it goes, if not the usual one; the dialect `platform` only.
    ///
    /// ```
    /// # use tidings_core::channel::Channel;
    /// # use tidings_core::message::draft::{RouteDraft, StructuredDraft, TextDraft};
    /// let _ = StructuredDraft::new("4930", TextDraft::new("Hi")).by(RouteDraft::over(Channel::Open));
    /// ```
    pub fn by(mut self, route: impl Into<RouteDraft>) -> Self {
        self.0.route = route.into();
        self
    }

    /// The draft, to be checked.
    ///
    /// ```
    /// # use tidings_core::message::draft::{Draft, StructuredDraft, TextDraft};
    /// let message = StructuredDraft::new("4930123456", TextDraft::new("Hello."));
    /// assert!(matches!(message.draft(), Draft::Structured(_)));
    /// ```
    #[must_use]
    pub fn draft(self) -> Draft {
        Draft::Structured(self.0)
    }
}

impl From<Proactive> for Draft {
    fn from(proactive: Proactive) -> Self {
        proactive.draft()
    }
}

impl From<Greet> for Draft {
    fn from(greet: Greet) -> Self {
        greet.draft()
    }
}

impl From<Structured> for Draft {
    fn from(structured: Structured) -> Self {
        structured.draft()
    }
}
