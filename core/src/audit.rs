//! What guide 004 records of each transmission: an audit record, and an event for an analytics
//! webhook. A message that our own checks refuse is not a transmission.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::id::{ConversationId, GuestId};
use crate::metrics::millis;
use crate::time::Timestamp;

/// The header that tells an analytics webhook who calls.
pub const ANALYTICS_SOURCE: (&str, &str) = ("X-Source", "genesys-transmitter");

/// How long an analytics webhook may take. It never holds up or fails a message.
pub const ANALYTICS_TIME_LIMIT: Duration = Duration::from_secs(5);

/// Whether an analytics webhook's status is a success.
///
/// ```
/// use tidings_core::audit::is_analytics_success;
///
/// assert!(is_analytics_success(202));
/// assert!(!is_analytics_success(204));
/// ```
pub const fn is_analytics_success(status: u16) -> bool {
    matches!(status, 200..=202)
}

/// One guest message that was transmitted, at its end.
///
/// ```
/// use std::time::Duration;
/// use tidings_core::audit::{Transmission, TransmissionResult};
/// use tidings_core::id::GuestId;
/// use tidings_core::time::Timestamp;
///
/// let transmission = Transmission {
///     guest: GuestId::parse("3f2b8c1a-5d4e-4f6a-8b7c-9d0e1f2a3b4c")?,
///     conversation: None,
///     content_type: "text/plain".into(),
///     payload_size_bytes: 5,
///     result: TransmissionResult::Failed { error: "the reply was lost".into() },
///     at: Timestamp::EPOCH,
/// };
/// let record = transmission.audit_record();
/// assert_eq!(record.error.as_deref(), Some("the reply was lost"));
/// assert_eq!(record.logged_at, "1970-01-01T00:00:00.000Z");
/// assert_eq!(transmission.analytics_event().timestamp, "1970-01-01T00:00:00Z");
/// # Ok::<_, Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transmission {
    /// Who spoke.
    pub guest: GuestId,
    /// Where, if that is known.
    pub conversation: Option<ConversationId>,
    /// The body's media type: `text/plain` or `text/html`.
    pub content_type: String,
    /// The text's length in bytes of UTF-8.
    pub payload_size_bytes: u64,
    /// How it ended.
    pub result: TransmissionResult,
    /// When it ended.
    pub at: Timestamp,
}

/// How a transmission ended.
///
/// ```
/// use std::time::Duration;
/// use tidings_core::audit::{Transmission, TransmissionResult, TransmissionStatus};
/// use tidings_core::id::GuestId;
/// use tidings_core::time::Timestamp;
///
/// let latency = Duration::from_millis(80);
/// let transmission = Transmission {
///     guest: GuestId::parse("g-1")?,
///     conversation: None,
///     content_type: "text/plain".into(),
///     payload_size_bytes: 5,
///     result: TransmissionResult::Success { latency, response_id: Some("m-1".into()) },
///     at: Timestamp::EPOCH,
/// };
/// let record = transmission.audit_record();
/// assert_eq!((record.status, record.latency_ms), (TransmissionStatus::Success, 80.0));
/// assert_eq!(record.response_id.as_deref(), Some("m-1"));
/// # Ok::<_, tidings_core::id::InvalidId>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransmissionResult {
    /// The platform took the message.
    Success {
        /// From the request to the reply.
        latency: Duration,
        /// The message's id.
        response_id: Option<String>,
    },
    /// It did not, or nobody knows.
    Failed {
        /// What went wrong, for people.
        error: String,
    },
}

impl Transmission {
    /// The audit record.
    pub fn audit_record(&self) -> AuditRecord {
        let (status, latency_ms, response_id, error) = self.result_fields();
        AuditRecord {
            action: AuditAction::TransmitMessage,
            guest_session: self.guest.to_string(),
            target_conversation: self.conversation_text(),
            content_type: self.content_type.clone(),
            payload_size_bytes: self.payload_size_bytes,
            latency_ms,
            status,
            response_id,
            error,
            logged_at: self.at.to_rfc3339_millis(),
        }
    }

    /// The body for the analytics webhook.
    pub fn analytics_event(&self) -> AnalyticsEvent {
        let (status, latency_ms, _, error) = self.result_fields();
        AnalyticsEvent {
            event_type: AnalyticsEventType::MessageTransmission,
            guest_id: self.guest.to_string(),
            conversation_id: self.conversation_text(),
            status,
            latency_ms,
            timestamp: self.at.to_rfc3339_seconds(),
            error,
        }
    }

    fn conversation_text(&self) -> String {
        self.conversation
            .as_ref()
            .map_or_else(String::new, ConversationId::to_string)
    }

    fn result_fields(&self) -> (TransmissionStatus, f64, Option<String>, Option<String>) {
        match &self.result {
            TransmissionResult::Success {
                latency,
                response_id,
            } => (
                TransmissionStatus::Success,
                millis(*latency),
                response_id.clone(),
                None,
            ),
            TransmissionResult::Failed { error } => {
                (TransmissionStatus::Failed, 0.0, None, Some(error.clone()))
            }
        }
    }
}

/// Guide 004's audit record, field by field and in its order.
///
/// ```
/// use tidings_core::audit::{AuditAction, AuditRecord};
///
/// let record: AuditRecord = serde_json::from_value(serde_json::json!({
///     "action": "TRANSMIT_MESSAGE", "guest_session": "g-1", "target_conversation": "",
///     "content_type": "text/plain", "payload_size_bytes": 5, "latency_ms": 80.0,
///     "status": "success", "response_id": "m-1", "error": null,
///     "logged_at": "2026-01-15T10:30:00.000Z",
/// }))?;
/// assert_eq!((record.action, record.latency_ms), (AuditAction::TransmitMessage, 80.0));
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AuditRecord {
    /// What was done.
    pub action: AuditAction,
    /// The guest's id.
    pub guest_session: String,
    /// The conversation's id.
    pub target_conversation: String,
    /// The body's media type.
    pub content_type: String,
    /// The text's length in bytes of UTF-8.
    pub payload_size_bytes: u64,
    /// From the request to the reply in milliseconds; 0 when it failed.
    pub latency_ms: f64,
    /// How it ended.
    pub status: TransmissionStatus,
    /// The message's id.
    pub response_id: Option<String>,
    /// What went wrong.
    pub error: Option<String>,
    /// When, as RFC 3339.
    pub logged_at: String,
}

/// What an audit record is about.
///
/// ```
/// use tidings_core::audit::AuditAction;
///
/// let written = serde_json::to_string(&AuditAction::TransmitMessage)?;
/// assert_eq!(written, r#""TRANSMIT_MESSAGE""#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum AuditAction {
    /// A guest's message was transmitted.
    TransmitMessage,
}

/// Guide 004's analytics event, field by field and in its order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AnalyticsEvent {
    /// What happened.
    pub event_type: AnalyticsEventType,
    /// The guest's id.
    pub guest_id: String,
    /// The conversation's id.
    pub conversation_id: String,
    /// How it ended.
    pub status: TransmissionStatus,
    /// From the request to the reply in milliseconds; 0 when it failed.
    pub latency_ms: f64,
    /// When, as RFC 3339.
    pub timestamp: String,
    /// What went wrong.
    pub error: Option<String>,
}

/// What an analytics event is about.
///
/// ```
/// use tidings_core::audit::AnalyticsEventType;
///
/// let written = serde_json::to_string(&AnalyticsEventType::MessageTransmission)?;
/// assert_eq!(written, r#""message_transmission""#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AnalyticsEventType {
    /// A guest's message was transmitted.
    MessageTransmission,
}

/// How a transmission ended, in guide 004's words.
///
/// ```
/// use tidings_core::audit::TransmissionStatus;
///
/// assert_eq!(serde_json::to_string(&TransmissionStatus::Failed)?, r#""failed""#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TransmissionStatus {
    /// The platform took the message.
    Success,
    /// It did not, or nobody knows.
    Failed,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    fn transmission(result: TransmissionResult) -> Transmission {
        Transmission {
            guest: GuestId::parse("guest-abc").unwrap(),
            conversation: Some(ConversationId::parse("conv-def").unwrap()),
            content_type: "text/plain".into(),
            payload_size_bytes: 5,
            result,
            at: Timestamp::parse("2026-01-15T10:30:00.250Z").unwrap(),
        }
    }

    fn success() -> Transmission {
        transmission(TransmissionResult::Success {
            latency: Duration::from_micros(12_500),
            response_id: Some("msg-1".into()),
        })
    }

    fn failure() -> Transmission {
        transmission(TransmissionResult::Failed {
            error: "The text is too large.".into(),
        })
    }

    #[test]
    fn the_audit_record_is_the_guides_field_by_field() {
        assert_eq!(
            serde_json::to_string(&success().audit_record()).unwrap(),
            concat!(
                r#"{"action":"TRANSMIT_MESSAGE","guest_session":"guest-abc","#,
                r#""target_conversation":"conv-def","content_type":"text/plain","#,
                r#""payload_size_bytes":5,"latency_ms":12.5,"status":"success","#,
                r#""response_id":"msg-1","error":null,"logged_at":"2026-01-15T10:30:00.250Z"}"#
            )
        );
    }

    #[test]
    fn the_analytics_event_is_the_guides_field_by_field() {
        assert_eq!(
            serde_json::to_string(&success().analytics_event()).unwrap(),
            concat!(
                r#"{"event_type":"message_transmission","guest_id":"guest-abc","#,
                r#""conversation_id":"conv-def","status":"success","latency_ms":12.5,"#,
                r#""timestamp":"2026-01-15T10:30:00Z","error":null}"#
            )
        );
    }

    #[test]
    fn a_failure_has_no_latency_and_an_error() {
        let record = failure().audit_record();
        assert_eq!(record.status, TransmissionStatus::Failed);
        assert!(record.latency_ms.abs() < f64::EPSILON);
        assert_eq!((record.response_id, record.error.is_some()), (None, true));
        let event = serde_json::to_value(failure().analytics_event()).unwrap();
        assert_eq!(event["status"], "failed");
        assert_eq!(event["error"], "The text is too large.");
    }

    #[test]
    fn only_three_statuses_are_a_webhooks_success() {
        let successes: Vec<_> = (100..600).filter(|&s| is_analytics_success(s)).collect();
        assert_eq!(successes, [200, 201, 202]);
    }
}
