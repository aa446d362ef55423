//! Everything that can be said of a draft before it is sent.

use serde::Serialize;
use serde_json::Value;

use super::draft::{Draft, ProactiveDraft, StructuredDraft};
use super::reading::rank;
use crate::channel::Channel;
use crate::dialect::Dialect;
use crate::limits::{Limit, TABLE};
use crate::policy::Policy;
use crate::violation::{Code, Violation, Violations, Warning};

/// What stops a draft and what may go wrong with it, each in the order of its fields.
///
/// ```
/// use serde_json::json;
/// use tidings_core::dialect::Dialect;
/// use tidings_core::message::draft::Draft;
/// use tidings_core::policy::Policy;
///
/// let draft = Draft::from_json(&json!({
///     "operation": "proactive", "contactId": "", "text": "a".repeat(2001),
/// }))?;
/// let report = draft.report(Dialect::Platform, false, &Policy::default());
/// let paths: Vec<_> = report.violations.iter().map(|found| found.path.as_str()).collect();
/// assert_eq!(paths, ["/contactId", "/text"]);
/// assert!(!report.is_ready());
/// # Ok::<(), tidings_core::violation::Violations>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// What refuses it.
    pub violations: Vec<Violation>,
    /// What stops nobody.
    pub warnings: Vec<Warning>,
}

impl Report {
    /// Whether it can be sent.
    pub const fn is_ready(&self) -> bool {
        self.violations.is_empty()
    }

    fn of(draft: &Draft, dialect: Dialect, is_sandbox: bool, policy: &Policy) -> Self {
        match Self::warnings(draft, dialect, is_sandbox, policy) {
            Ok(warnings) => Self {
                warnings,
                ..Self::default()
            },
            Err(violations) => Self {
                violations: violations.into_vec(),
                ..Self::default()
            },
        }
    }

    /// By the way that the message itself would go.
    fn warnings(
        draft: &Draft,
        dialect: Dialect,
        is_sandbox: bool,
        policy: &Policy,
    ) -> Result<Vec<Warning>, Violations> {
        let (message, recipient) = draft.check(policy)?;
        if recipient.awaits_look_up() {
            return Ok(Vec::new());
        }
        let personalized = message.personalize(&recipient, policy)?;
        let carried = dialect.carry(&personalized, is_sandbox)?;
        Ok(carried.warnings().to_vec())
    }

    /// What the channel says of each text by itself, as far as it is not said already: whatever else
    /// is wrong, a text stays too long.
    fn measure(&mut self, draft: &Draft, json: &Value, dialect: Dialect) {
        let channel = channel(draft, dialect);
        let limits = TABLE
            .iter()
            .filter(|limit| limit.dialects != Dialect::ALL && limit.applies(dialect, channel));
        for limit in limits {
            for field in limit.fields {
                let text = json.pointer(field).and_then(Value::as_str);
                // What the gaps become is not known here.
                if let Some(text) = text.filter(|text| !text.contains("{{")) {
                    self.hold(limit, channel, field, text);
                }
            }
        }
    }

    fn hold(&mut self, limit: &Limit, channel: Channel, field: &str, text: &str) {
        let refused = self.violations.iter();
        let doubted = self.warnings.iter();
        let said = refused
            .map(|found| (&found.code, &found.path))
            .chain(doubted.map(|found| (&found.code, &found.path)))
            .any(|said| said == (&Code::TooLong, &field.to_owned()));
        if said {
            return;
        }
        match limit.exceeded(channel, field, text) {
            Some(violation) if limit.certainty.refuses() => self.violations.push(violation),
            Some(violation) => self.warnings.push(violation.into()),
            None => {}
        }
    }
}

impl Draft {
    /// Everything that can be said of it before it is sent: what the checks refuse, what filling the
    /// placeholders brings up, and what the dialect and the channel refuse or doubt. A greeting's
    /// placeholders wait for a look-up and are not filled.
    ///
    /// ```
    /// use tidings_core::dialect::Dialect;
    /// use tidings_core::message::draft::{Draft, OutboundChannel, OutboundDraft};
    /// use tidings_core::message::draft::BodyFormat;
    /// use tidings_core::policy::Policy;
    ///
    /// let sms = Draft::Outbound(OutboundDraft {
    ///     channel: OutboundChannel::Sms,
    ///     to: "+13175550100".into(),
    ///     from: "+13175550199".into(),
    ///     format: BodyFormat::Text,
    ///     body: "ж".repeat(400),
    ///     ..OutboundDraft::default()
    /// });
    /// let report = sms.report(Dialect::Platform, false, &Policy::default());
    /// assert!(report.is_ready());
    /// assert_eq!((report.warnings[0].limit, report.warnings[0].actual), (Some(5), Some(6)));
    /// ```
    pub fn report(&self, dialect: Dialect, is_sandbox: bool, policy: &Policy) -> Report {
        let json = serde_json::to_value(self).unwrap_or_default();
        let mut report = Report::of(self, dialect, is_sandbox, policy);
        report.measure(self, &json, dialect);
        let place = |path: &str| rank(path, &json);
        report
            .violations
            .sort_by_cached_key(|found| place(&found.path));
        report
            .warnings
            .sort_by_cached_key(|found| place(&found.path));
        report
    }
}

/// The channel that a draft goes on, where it names none the job's usual one.
fn channel(draft: &Draft, dialect: Dialect) -> Channel {
    match draft {
        Draft::Outbound(draft) => draft.channel.into(),
        Draft::Structured(_) if dialect == Dialect::Guides => Channel::Open,
        Draft::Proactive(ProactiveDraft { route, .. })
        | Draft::Structured(StructuredDraft { route, .. }) => route.channel.unwrap_or_default(),
        Draft::Guest(_) if dialect == Dialect::Platform => Channel::Open,
        Draft::Greet(_) | Draft::Guest(_) => Channel::WebMessaging,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;
    use serde_json::json;

    fn report(json: &Value) -> Report {
        let draft = Draft::from_json(json).unwrap();
        draft.report(Dialect::Platform, false, &Policy::default())
    }

    fn paths(report: &Report) -> Vec<&str> {
        report.violations.iter().map(|found| &*found.path).collect()
    }

    #[test]
    fn a_text_too_long_for_its_channel_is_said_beside_whatever_else_is_wrong() {
        let report = report(&json!({
            "operation": "structured", "contactId": "c 1", "route": {"channel": "sms", "botSession": "b/"},
            "content": {"type": "text", "text": "x".repeat(800)},
        }));
        assert_eq!(
            paths(&report),
            ["/contactId", "/content/text", "/route/botSession"]
        );
    }

    #[test]
    fn what_only_the_dialect_refuses_is_said_once_the_rest_is_right() {
        let report = report(&json!({
            "operation": "guest", "guestId": "g-1", "conversationId": "c-1", "integration": "i-1",
            "html": true, "text": "x",
        }));
        assert_eq!(paths(&report), ["/html"]);
        assert_eq!(
            report.violations[0].fix.as_deref(),
            Some("write it as text")
        );
    }

    #[test]
    fn a_limit_that_is_not_certain_warns() {
        let report = report(&json!({
            "operation": "outbound", "to": "ana@example.org", "name": "n".repeat(65),
            "from": "care@example.com", "subject": "s", "body": "b",
        }));
        assert!(report.is_ready(), "{report:?}");
        assert_eq!(report.warnings.len(), 1);
        assert_eq!(report.warnings[0].limit, Some(64));
    }

    #[test]
    fn a_text_over_a_limit_is_said_once() {
        let report = report(&json!({
            "operation": "proactive", "contactId": "b1f0c6a2-77a0-4c39-9a0e-4f3d1c1f2e55",
            "text": "x".repeat(2001), "route": {"from": "d-1"},
        }));
        assert_eq!(paths(&report), ["/text"]);
    }

    #[test]
    fn a_greeting_is_reported_without_its_look_up() {
        let report = report(&json!({
            "operation": "greet", "conversationId": "c", "previousConversationId": "p", "agentId": "a",
        }));
        assert_eq!(report, Report::default());
    }
}
