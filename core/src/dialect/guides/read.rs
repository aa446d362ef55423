//! The reads: audience, earlier web chat, contact.

use serde::{Deserialize, Serialize};

use super::reply::unreadable;
use crate::audience::{AudiencePage, CustomerRow};
use crate::dialect::{AUDIENCE_PAGE_SIZE, AudienceQuery, Contact, History, Read};
use crate::id::{ContactId, ConversationId};
use crate::operation::Operation;
use crate::outcome::Outcome;
use crate::request::{Reply, Request};
use crate::url;

const CONTACTS: &str = "/api/v2/conversations/messaging/contacts/";
const WEB_CHATS: &str = "/api/v2/conversations/webchats/";
const EXPAND: &str = "expand=participants,transcripts";

/// G0's query.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AudienceBody {
    date_from: String,
    date_to: String,
    group_by: [&'static str; 1],
    metrics: [&'static str; 1],
    filters: [Filter; 1],
    size: u32,
}

#[derive(Serialize)]
struct Filter {
    r#type: &'static str,
    field: &'static str,
    value: &'static str,
}

pub(in crate::dialect) fn read_request(read: &Read) -> Request {
    match read {
        Read::Audience(query) => audience(query),
        Read::History(id) => Request::get(Operation::History, format!("{WEB_CHATS}{id}?{EXPAND}")),
        Read::Contact(id) => Request::get(Operation::Contact, format!("{CONTACTS}{id}")),
    }
}

fn audience(query: &AudienceQuery) -> Request {
    let mut target = "/api/v2/analytics/conversations/details/query".to_owned();
    if let Some(cursor) = &query.cursor {
        target.push_str("?nextPageToken=");
        url::push_encoded(&mut target, cursor);
    }
    let body = AudienceBody {
        date_from: query.from.to_rfc3339_millis(),
        date_to: query.to.to_rfc3339_millis(),
        group_by: ["customer"],
        metrics: ["sessions"],
        filters: [Filter {
            r#type: "equal",
            field: "channel",
            value: "webchat",
        }],
        size: AUDIENCE_PAGE_SIZE,
    };
    Request::post(Operation::Audience, target, &body)
}

/// Only the two look-ups, and of their queries only the `expand` that we write ourselves.
pub(in crate::dialect) fn forwardable(path: &str, query: Option<&str>) -> Option<Request> {
    let read = if let Some(id) = path.strip_prefix(CONTACTS) {
        query
            .is_none()
            .then_some(Read::Contact(ContactId::parse(id).ok()?))?
    } else {
        let id = path.strip_prefix(WEB_CHATS)?;
        // Clients write the comma as it is or encoded, and some end every query with an `&`.
        query
            .is_none_or(|query| query.trim_end_matches('&').replace("%2C", ",") == EXPAND)
            .then_some(Read::History(ConversationId::parse(id).ok()?))?
    };
    Some(read_request(&read))
}

/// G0's reply. Anything may be missing: guide 000 would crash on `null`, we do not.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AudienceReply {
    #[serde(default)]
    bucket: Vec<Bucket>,
    next_page_token: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Bucket {
    key: Option<BucketKey>,
    metrics: Option<BucketMetrics>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct BucketKey {
    customer: Option<Customer>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Customer {
    id: Option<String>,
    address: Option<String>,
    name: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct BucketMetrics {
    sessions: Option<Sessions>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Sessions {
    count: Option<u64>,
}

impl From<Bucket> for CustomerRow {
    fn from(bucket: Bucket) -> Self {
        let customer = bucket.key.and_then(|key| key.customer).unwrap_or_default();
        Self {
            id: customer.id,
            address: customer.address,
            name: customer.name,
            sessions: bucket
                .metrics
                .and_then(|m| m.sessions)
                .and_then(|sessions| sessions.count),
        }
    }
}

pub(in crate::dialect) fn audience_page(reply: &Reply) -> Result<AudiencePage, Outcome> {
    let body: AudienceReply = read_body(Operation::Audience, reply)?;
    Ok(AudiencePage {
        rows: body.bucket.into_iter().map(CustomerRow::from).collect(),
        next: body.next_page_token.filter(|token| !token.is_empty()),
    })
}

/// G2's reply, as far as it is needed. Anything may be missing.
#[derive(Deserialize)]
struct HistoryBody {
    id: Option<String>,
    status: Option<String>,
    #[serde(default)]
    participants: Vec<Participant>,
}

#[derive(Deserialize)]
struct Participant {
    r#type: Option<String>,
    address: Option<String>,
}

pub(in crate::dialect) fn history(reply: &Reply) -> Result<History, Outcome> {
    let body: HistoryBody = read_body(Operation::History, reply)?;
    let missing = |field| unreadable(Operation::History, reply, field);
    let customer = body
        .participants
        .into_iter()
        .find(|participant| participant.r#type.as_deref() == Some("customer"));
    Ok(History {
        id: body.id.ok_or_else(|| missing("it has no id"))?,
        status: body.status.ok_or_else(|| missing("it has no status"))?,
        customer_address: customer.and_then(|customer| customer.address),
        customer_contact: None,
    })
}

/// G3's contact. Guide 003: that it can be read means that the channel is open.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ContactBody {
    id: Option<String>,
    conversation_id: Option<String>,
    status: Option<String>,
}

pub(in crate::dialect) fn contact(reply: &Reply) -> Result<Contact, Outcome> {
    let body: ContactBody = read_body(Operation::Contact, reply)?;
    let id = body
        .id
        .ok_or_else(|| unreadable(Operation::Contact, reply, "it has no id"))?;
    Ok(Contact {
        id,
        conversation_id: body.conversation_id,
        status: body.status,
    })
}

/// The body of a successful read, or the outcome of an unsuccessful one.
pub(super) fn read_body<'r, T: Deserialize<'r>>(
    operation: Operation,
    reply: &'r Reply,
) -> Result<T, Outcome> {
    if !reply.is_success() {
        return Err(super::outcome(operation, reply));
    }
    serde_json::from_slice(&reply.body)
        .map_err(|problem| unreadable(operation, reply, &problem.to_string()))
}
