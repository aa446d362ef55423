//! Drafts put together in code, step by step; nonsense has no step and so does not compile.
//!
//! A form may hold anything, and [`Draft::check`] says what is wrong with it. Code knows what it
//! wants to say, so here whatever a message cannot do without is an argument or a step that cannot
//! be left out, and whatever a channel cannot carry is not offered. What only a value decides, such
//! as a text's length, remains to the check: a builder makes a [`Draft`], never a
//! [`Message`](super::Message).
//!
//! | begin with | and get |
//! |---|---|
//! | [`OutboundDraft::email`], [`OutboundDraft::email_to_audience`] | [`Email`], after subject and body |
//! | [`OutboundDraft::sms`], [`OutboundDraft::sms_to_audience`] | [`Sms`] |
//! | [`ProactiveDraft::text`] | [`Proactive`] |
//! | [`GreetDraft::returning`] | [`Greet`] |
//! | [`StructuredDraft::new`] with content such as [`QuickReplyDraft::new`] | [`Structured`] |
//! | [`GuestDraft::text`], [`GuestDraft::html`], [`GuestDraft::file`] | [`GuestText`] |
//! | [`GuestDraft::typing`], [`GuestDraft::tap`], [`GuestDraft::receipt`] | [`GuestAct`] |
//!
//! ```
//! use tidings_core::message::draft::OutboundDraft;
//! use tidings_core::policy::Policy;
//!
//! let draft = OutboundDraft::email("care@example.com", "ana@example.org")
//!     .subject("Your order, {{name | default: \"dear customer\"}}")
//!     .html("<p>It is on its way.</p>")
//!     .draft();
//! assert!(draft.check(&Policy::default()).is_ok());
//! ```
//!
//! An SMS has no subject, and an e-mail is no draft before it has one:
//!
//! ```compile_fail,E0599
//! # use tidings_core::message::draft::OutboundDraft;
//! OutboundDraft::sms("+13175550100", "+13175550123", "It is on its way.").subject("Your order");
//! ```
//! ```compile_fail,E0599
//! # use tidings_core::message::draft::OutboundDraft;
//! OutboundDraft::email("care@example.com", "ana@example.org").draft();
//! ```
//!
//! A question needs a choice, a carousel between one and ten cards, and a bot's session is no
//! conversation to join:
//!
//! ```compile_fail,E0277
//! # use tidings_core::message::draft::{QuickReplyDraft, StructuredDraft};
//! StructuredDraft::new("4930123456", QuickReplyDraft::new("Shall we call you?"));
//! ```
//! ```compile_fail,E0080
//! # use tidings_core::message::draft::CarouselDraft;
//! CarouselDraft::of([]);
//! ```
//! ```compile_fail,E0599
//! # use tidings_core::message::draft::RouteDraft;
//! RouteDraft::in_bot_session("2d5a-1").join();
//! ```
//!
//! A guest who only types sends no file with it:
//!
//! ```compile_fail,E0599
//! # use tidings_core::message::draft::{AttachmentDraft, GuestDraft};
//! GuestDraft::typing("guest-1")
//!     .attach(AttachmentDraft::new("https://example.org/a.png", "image/png", "a.png", 1024));
//! ```

#[expect(unused_imports, reason = "the names that the text above links to")]
use super::draft::{
    Draft, GreetDraft, GuestDraft, OutboundDraft, ProactiveDraft, QuickReplyDraft, StructuredDraft,
};

pub use content::QuestionWithoutChoice;
pub use guest::{GuestAct, GuestText};
pub use outbound::{Email, EmailWithoutBody, EmailWithoutSubject, Sms};
pub use route::{BotSession, Way};
pub use to_contact::{Greet, Proactive, Structured};

mod content;
mod guest;
mod outbound;
mod route;
mod to_contact;
