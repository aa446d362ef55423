//! What became of messages (PLATFORM-API §8.1).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::audience::{ConversationBody, Filter, Paging, SessionBody, matches};
use super::typed::typed_body;
use crate::audience::{Interval, PAGE_SIZE};
use crate::dialect::Query;
use crate::follow_up::{Fate, state_of};
use crate::operation::Operation;
use crate::outcome::Outcome;
use crate::request::{Reply, Request};
use crate::time::Timestamp;
use crate::url;

/// A page of what was sent, the newest conversation first.
///
/// ```
/// use tidings_core::audience::Interval;
/// use tidings_core::dialect::{Query, platform::status::SentPage};
/// use tidings_core::time::Timestamp;
///
/// let to = Timestamp::from_unix_millis(60_000);
/// let interval = Interval::new(Timestamp::EPOCH, to).expect("not empty");
/// let body = SentPage { interval, number: 3 }.request().body.expect("a query");
/// assert!(body.contains(r#""pageNumber":3"#) && body.contains(r#""order":"desc""#));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SentPage {
    /// Conversations that began in it, and on the days it touches.
    pub interval: Interval,
    /// From 1.
    pub number: u64,
}

/// A conversation that something was sent into.
///
/// ```
/// use tidings_core::audience::Interval;
/// use tidings_core::delivery::DeliveryState;
/// use tidings_core::dialect::{Query, platform::status::SentPage};
/// use tidings_core::{request::Reply, time::Timestamp};
///
/// let to = Timestamp::from_unix_millis(60_000);
/// let interval = Interval::new(Timestamp::EPOCH, to).expect("not empty");
/// let body = br#"{"conversations":[{"conversationId":"v-1","participants":[
///     {"sessions":[{"direction":"outbound","deliveryStatus":"Read"}]}]}]}"#.to_vec();
/// let page = SentPage { interval, number: 1 };
/// let reports = page.answer(&Reply { status: 200, headers: Vec::new(), body }).expect("a page");
/// assert_eq!(reports[0].conversation, "v-1");
/// assert!(reports[0].fate.as_ref().is_some_and(|fate| fate.state == DeliveryState::Read));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SentReport {
    /// Its id.
    pub conversation: String,
    /// When it began.
    pub start: Option<Timestamp>,
    /// What became of what was sent, where analytics knows and all of it fared alike.
    pub fate: Option<Fate>,
}

impl Query for SentPage {
    type Answer = Vec<SentReport>;

    fn request(&self) -> Request {
        let media = ["message", "email"].map(|media| matches("mediaType", media));
        let body = SentQuery {
            interval: self.interval.to_string(),
            order: "desc",
            order_by: "conversationStart",
            paging: Paging {
                page_size: PAGE_SIZE,
                page_number: self.number,
            },
            segment_filters: [Filter {
                r#type: "and",
                clauses: vec![Filter {
                    r#type: "or",
                    clauses: Vec::new(),
                    predicates: media.into(),
                }],
                predicates: vec![matches("direction", "outbound")],
            }],
        };
        let target = "/api/v2/analytics/conversations/details/query";
        Request::post(Operation::Status, target, &body)
    }

    fn answer(&self, reply: &Reply) -> Result<Self::Answer, Outcome> {
        let body: SentBody = typed_body(Operation::Status, reply)?;
        let rows = body.conversations.unwrap_or_default().into_iter();
        Ok(rows.filter_map(report).collect())
    }
}

fn report(body: ConversationBody) -> Option<SentReport> {
    let conversation = body.conversation_id?;
    let participants = body.participants.unwrap_or_default().into_iter();
    let words: BTreeSet<String> = participants
        .flat_map(|participant| participant.sessions.unwrap_or_default())
        .filter(SessionBody::is_outbound)
        .filter_map(|session| session.delivery_status)
        .collect();
    let mut words = words.iter();
    let fate = match (words.next(), words.next()) {
        (Some(word), None) => state_of(word).map(Fate::of),
        _ => None,
    };
    Some(SentReport {
        conversation,
        start: body
            .conversation_start
            .as_deref()
            .and_then(Timestamp::parse),
        fate,
    })
}

/// One message.
///
/// ```
/// use tidings_core::delivery::DeliveryState;
/// use tidings_core::dialect::{Query, platform::status::MessageStatus};
/// use tidings_core::request::Reply;
///
/// let body = br#"{"status":"failed","errorInfo":{"code":"RateLimited"}}"#.to_vec();
/// let query = MessageStatus { message: "m-1".into() };
/// let fate = query.answer(&Reply { status: 200, headers: Vec::new(), body });
/// let fate = fate.expect("a reply").expect("a known word");
/// assert_eq!((fate.state, fate.code.as_deref()), (DeliveryState::Failed, Some("RateLimited")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageStatus {
    /// Its id.
    pub message: String,
}

impl Query for MessageStatus {
    type Answer = Option<Fate>;

    fn request(&self) -> Request {
        let mut target = "/api/v2/conversations/messages/".to_owned();
        url::push_encoded(&mut target, &self.message);
        target.push_str("/details");
        Request::get(Operation::Status, target)
    }

    fn answer(&self, reply: &Reply) -> Result<Self::Answer, Outcome> {
        let body: MessageData = typed_body(Operation::Status, reply)?;
        let Some(state) = body.status.as_deref().and_then(state_of) else {
            return Ok(None);
        };
        let mut fate = Fate::of(state);
        if fate.is_bad() {
            let receipts = body.normalized_receipts.unwrap_or_default().into_iter();
            let mut reasons = receipts.flat_map(|receipt| receipt.reasons.unwrap_or_default());
            if let Some(reason) = reasons.next_back().or(body.error_info) {
                fate.code = reason.code;
                fate.reason = reason.message;
            }
        }
        Ok(Some(fate))
    }
}

/// A mail by its conversation: a bounce is all that is told of it.
///
/// ```
/// use tidings_core::dialect::{Query, platform::status::MailStatus};
/// use tidings_core::request::Reply;
///
/// let body = br#"{"participants":[{"errorInfo":{"message":"unknown mailbox"}}]}"#.to_vec();
/// let query = MailStatus { conversation: "v-1".into() };
/// let fate = query.answer(&Reply { status: 200, headers: Vec::new(), body });
/// let bounce = fate.expect("a reply").expect("a bounce");
/// assert_eq!(bounce.reason.as_deref(), Some("unknown mailbox"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailStatus {
    /// The conversation.
    pub conversation: String,
}

impl Query for MailStatus {
    type Answer = Option<Fate>;

    fn request(&self) -> Request {
        let mut target = "/api/v2/conversations/emails/".to_owned();
        url::push_encoded(&mut target, &self.conversation);
        Request::get(Operation::Status, target)
    }

    fn answer(&self, reply: &Reply) -> Result<Self::Answer, Outcome> {
        let body: MailBody = typed_body(Operation::Status, reply)?;
        let mut participants = body.participants.unwrap_or_default().into_iter();
        let error = participants.find_map(|one| one.error_info);
        Ok(error.map(|error| Fate {
            state: crate::delivery::DeliveryState::Undelivered,
            code: error.code,
            reason: error.message,
        }))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SentQuery {
    interval: String,
    order: &'static str,
    order_by: &'static str,
    paging: Paging,
    segment_filters: [Filter; 1],
}

#[derive(Deserialize)]
struct SentBody {
    conversations: Option<Vec<ConversationBody>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MessageData {
    status: Option<String>,
    normalized_receipts: Option<Vec<ReceiptBody>>,
    error_info: Option<ReasonBody>,
}

#[derive(Deserialize)]
struct ReceiptBody {
    reasons: Option<Vec<ReasonBody>>,
}

#[derive(Deserialize)]
struct ReasonBody {
    code: Option<String>,
    message: Option<String>,
}

#[derive(Deserialize)]
struct MailBody {
    participants: Option<Vec<MailParticipant>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MailParticipant {
    error_info: Option<ReasonBody>,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::delivery::DeliveryState;
    use crate::testing::test;

    fn reply(body: &Value) -> Reply {
        Reply {
            status: 200,
            headers: Vec::new(),
            body: body.to_string().into_bytes(),
        }
    }

    #[test]
    fn a_failed_message_says_why() {
        let query = MessageStatus {
            message: "m".into(),
        };
        let body = json!({ "status": "failed", "normalizedReceipts": [
            { "status": "Sent", "reasons": [] },
            { "status": "Failed", "reasons": [{ "code": "RateLimited", "message": "too fast" }] },
        ]});
        let fate = query.answer(&reply(&body)).unwrap().unwrap();
        assert_eq!(fate.state, DeliveryState::Failed);
        assert_eq!(fate.code.as_deref(), Some("RateLimited"));
        assert!(fate.hint().unwrap().contains("pace"));
        assert_eq!(query.answer(&reply(&json!({ "status": "sent" }))), Ok(None));
    }

    #[test]
    fn a_mail_is_known_to_have_bounced_or_not_at_all() {
        let query = MailStatus {
            conversation: "c".into(),
        };
        let bounced = json!({ "participants": [
            { "purpose": "agent" },
            { "errorInfo": { "code": "email.bounced", "message": "unknown mailbox" } },
        ]});
        let fate = query.answer(&reply(&bounced)).unwrap().unwrap();
        assert_eq!(fate.state, DeliveryState::Undelivered);
        assert_eq!(fate.reason.as_deref(), Some("unknown mailbox"));
        assert_eq!(
            query.answer(&reply(&json!({ "participants": null }))),
            Ok(None)
        );
    }

    #[test]
    fn sessions_that_fared_differently_say_nothing_of_one_message() {
        let page = SentPage {
            interval: Interval::new(Timestamp::EPOCH, Timestamp::from_unix_millis(1)).unwrap(),
            number: 1,
        };
        let session =
            |direction, status| json!({ "direction": direction, "deliveryStatus": status });
        let body = json!({ "conversations": [
            { "conversationId": "alike", "participants": [
                { "sessions": [session("outbound", "Read"), session("inbound", "Received")] },
                { "sessions": [session("outbound", "Read")] } ]},
            { "conversationId": "unlike", "participants": [
                { "sessions": [session("outbound", "Read"), session("outbound", "Failed")] } ]},
            { "conversationId": "bare" },
        ]});
        let reports = page.answer(&reply(&body)).unwrap();
        let fates: Vec<_> = reports
            .iter()
            .map(|report| {
                (
                    report.conversation.as_str(),
                    report.fate.as_ref().map(|fate| fate.state),
                )
            })
            .collect();
        assert_eq!(
            fates,
            [
                ("alike", Some(DeliveryState::Read)),
                ("unlike", None),
                ("bare", None)
            ]
        );
    }
}
