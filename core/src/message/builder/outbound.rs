//! E-mail and SMS, step by step.

use crate::message::draft::{BodyFormat, Draft, OutboundChannel, OutboundDraft};

impl OutboundDraft {
    /// Begins an e-mail from a verified address to one recipient; its subject comes next.
    ///
    /// ```
    /// # use tidings_core::message::draft::OutboundDraft;
    /// let mail = OutboundDraft::email("care@example.com", "ana@example.org")
    ///     .subject("Hello")
    ///     .text("Thank you for your visit.");
    /// assert_eq!(mail.draft().summary(), "Hello");
    /// ```
    pub fn email(from: impl Into<String>, to: impl Into<String>) -> EmailWithoutSubject {
        EmailWithoutSubject(Self {
            channel: OutboundChannel::Email,
            from: from.into(),
            to: to.into(),
            ..Self::default()
        })
    }

    /// Begins an e-mail to everybody in an audience, which brings the addresses.
    ///
    /// ```
    /// # use tidings_core::message::draft::OutboundDraft;
    /// let mail = OutboundDraft::email_to_audience("care@example.com")
    ///     .subject("Hello {{name | default: \"there\"}}")
    ///     .text("Thank you for your visits.");
    /// assert!(OutboundDraft::from(mail).to.is_empty());
    /// ```
    pub fn email_to_audience(from: impl Into<String>) -> EmailWithoutSubject {
        Self::email(from, String::new())
    }

    /// An SMS from a number of the organization to one recipient, both in E.164 form.
    ///
    /// ```
    /// # use tidings_core::message::draft::OutboundDraft;
    /// # use tidings_core::policy::Policy;
    /// let draft = OutboundDraft::sms("+13175550100", "+13175550123", "It is on its way.").draft();
    /// assert!(draft.check(&Policy::default()).is_ok());
    /// ```
    pub fn sms(from: impl Into<String>, to: impl Into<String>, text: impl Into<String>) -> Sms {
        Sms(Self {
            channel: OutboundChannel::Sms,
            from: from.into(),
            to: to.into(),
            format: BodyFormat::Text,
            body: text.into(),
            ..Self::default()
        })
    }

    /// An SMS to everybody in an audience, which brings the numbers.
    ///
    /// ```
    /// # use tidings_core::message::draft::OutboundDraft;
    /// let sms = OutboundDraft::sms_to_audience("+13175550100", "Hello {{name | default: \"\"}}");
    /// assert!(OutboundDraft::from(sms).to.is_empty());
    /// ```
    pub fn sms_to_audience(from: impl Into<String>, text: impl Into<String>) -> Sms {
        Self::sms(from, String::new(), text)
    }
}

/// An e-mail that has no subject yet.
///
/// ```
/// # use tidings_core::message::draft::OutboundDraft;
/// let begun = OutboundDraft::email("care@example.com", "ana@example.org");
/// let _has_a_subject = begun.subject("Hello");
/// ```
#[derive(Clone, Debug)]
#[must_use = "an e-mail needs a subject and a body before it is a draft"]
pub struct EmailWithoutSubject(OutboundDraft);

impl EmailWithoutSubject {
    /// The subject, in which placeholders such as `{{name}}` are filled for each recipient.
    ///
    /// ```
    /// # use tidings_core::message::draft::OutboundDraft;
    /// let _ = OutboundDraft::email("care@example.com", "ana@example.org").subject("Hello {{name}}");
    /// ```
    pub fn subject(mut self, subject: impl Into<String>) -> EmailWithoutBody {
        self.0.subject = subject.into();
        EmailWithoutBody(self.0)
    }
}

/// An e-mail with a subject that has no body yet.
///
/// ```
/// # use tidings_core::message::draft::OutboundDraft;
/// let begun = OutboundDraft::email("care@example.com", "ana@example.org").subject("Hello");
/// let _complete = begun.text("Thank you.");
/// ```
#[derive(Clone, Debug)]
#[must_use = "an e-mail needs a body before it is a draft"]
pub struct EmailWithoutBody(OutboundDraft);

impl EmailWithoutBody {
    /// The body as HTML; values of placeholders are escaped for it.
    ///
    /// ```
    /// # use tidings_core::message::draft::{BodyFormat, OutboundDraft};
    /// let mail = OutboundDraft::email_to_audience("care@example.com").subject("Hello").html("<p>Hi</p>");
    /// assert_eq!(OutboundDraft::from(mail).format, BodyFormat::Html);
    /// ```
    pub fn html(self, body: impl Into<String>) -> Email {
        self.body(BodyFormat::Html, body.into())
    }

    /// The body as plain text.
    ///
    /// ```
    /// # use tidings_core::message::draft::{BodyFormat, OutboundDraft};
    /// let mail = OutboundDraft::email_to_audience("care@example.com").subject("Hello").text("Hi");
    /// assert_eq!(OutboundDraft::from(mail).format, BodyFormat::Text);
    /// ```
    pub fn text(self, body: impl Into<String>) -> Email {
        self.body(BodyFormat::Text, body.into())
    }

    fn body(mut self, format: BodyFormat, body: String) -> Email {
        self.0.format = format;
        self.0.body = body;
        Email(self.0)
    }
}

/// An e-mail with all that it needs.
///
/// ```
/// # use tidings_core::message::draft::OutboundDraft;
/// # use tidings_core::policy::Policy;
/// let draft = OutboundDraft::email("care@example.com", "ana@example.org")
///     .subject("Hello {{name}}")
///     .text("Thank you.")
///     .to_name("Ana")
///     .from_name("Customer care")
///     .reply_to("answers@example.com")
///     .draft();
/// assert!(draft.check(&Policy::default()).is_ok());
/// ```
#[derive(Clone, Debug)]
#[must_use = "make a draft of it with `draft`"]
pub struct Email(OutboundDraft);

impl Email {
    /// The recipient's name, for `{{name}}`.
    ///
    /// ```
    /// # use tidings_core::message::draft::OutboundDraft;
    /// # let mail = OutboundDraft::email_to_audience("care@example.com").subject("Hello").text("Hi");
    /// assert_eq!(OutboundDraft::from(mail.to_name("Ana")).name, "Ana");
    /// ```
    pub fn to_name(mut self, name: impl Into<String>) -> Self {
        self.0.name = name.into();
        self
    }

    /// The sender's name, shown beside the address.
    ///
    /// ```
    /// # use tidings_core::message::draft::OutboundDraft;
    /// # let mail = OutboundDraft::email_to_audience("care@example.com").subject("Hello").text("Hi");
    /// assert_eq!(OutboundDraft::from(mail.from_name("Customer care")).from_name, "Customer care");
    /// ```
    pub fn from_name(mut self, name: impl Into<String>) -> Self {
        self.0.from_name = name.into();
        self
    }

    /// Where replies go, if not to the sender; the dialect `platform` only.
    ///
    /// ```
    /// # use tidings_core::message::draft::OutboundDraft;
    /// # let mail = OutboundDraft::email_to_audience("care@example.com").subject("Hello").text("Hi");
    /// assert_eq!(OutboundDraft::from(mail.reply_to("a@example.com")).reply_to, "a@example.com");
    /// ```
    pub fn reply_to(mut self, address: impl Into<String>) -> Self {
        self.0.reply_to = address.into();
        self
    }

    /// The draft, to be checked.
    ///
    /// ```
    /// # use tidings_core::message::draft::{Draft, OutboundDraft};
    /// # let mail = OutboundDraft::email_to_audience("care@example.com").subject("Hello").text("Hi");
    /// assert!(matches!(mail.draft(), Draft::Outbound(_)));
    /// ```
    #[must_use]
    pub fn draft(self) -> Draft {
        Draft::Outbound(self.0)
    }
}

/// An SMS with all that it needs.
///
/// ```
/// # use tidings_core::message::draft::OutboundDraft;
/// # use tidings_core::policy::Policy;
/// let draft = OutboundDraft::sms("+13175550100", "+13175550123", "Hello {{name}}")
///     .to_name("Ana")
///     .draft();
/// assert!(draft.check(&Policy::default()).is_ok());
/// ```
#[derive(Clone, Debug)]
#[must_use = "make a draft of it with `draft`"]
pub struct Sms(OutboundDraft);

impl Sms {
    /// The recipient's name, for `{{name}}`.
    ///
    /// ```
    /// # use tidings_core::message::draft::OutboundDraft;
    /// let sms = OutboundDraft::sms_to_audience("+13175550100", "Hi").to_name("Ana");
    /// assert_eq!(OutboundDraft::from(sms).name, "Ana");
    /// ```
    pub fn to_name(mut self, name: impl Into<String>) -> Self {
        self.0.name = name.into();
        self
    }

    /// The sender's name, where the dialect has one for SMS.
    ///
    /// ```
    /// # use tidings_core::message::draft::OutboundDraft;
    /// let sms = OutboundDraft::sms_to_audience("+13175550100", "Hi").from_name("Customer care");
    /// assert_eq!(OutboundDraft::from(sms).from_name, "Customer care");
    /// ```
    pub fn from_name(mut self, name: impl Into<String>) -> Self {
        self.0.from_name = name.into();
        self
    }

    /// Lets it go into a conversation that is under way, where a bot reads it as the customer's;
    /// the dialect `platform` only.
    ///
    /// ```
    /// # use tidings_core::message::draft::OutboundDraft;
    /// assert!(OutboundDraft::from(OutboundDraft::sms_to_audience("+13175550100", "Hi").join()).join);
    /// ```
    pub fn join(mut self) -> Self {
        self.0.join = true;
        self
    }

    /// The draft, to be checked.
    ///
    /// ```
    /// # use tidings_core::message::draft::{Draft, OutboundDraft};
    /// let sms = OutboundDraft::sms_to_audience("+13175550100", "Hi");
    /// assert!(matches!(sms.draft(), Draft::Outbound(_)));
    /// ```
    #[must_use]
    pub fn draft(self) -> Draft {
        Draft::Outbound(self.0)
    }
}

impl From<Email> for OutboundDraft {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl From<Sms> for OutboundDraft {
    fn from(sms: Sms) -> Self {
        sms.0
    }
}

impl From<Email> for Draft {
    fn from(email: Email) -> Self {
        email.draft()
    }
}

impl From<Sms> for Draft {
    fn from(sms: Sms) -> Self {
        sms.draft()
    }
}
