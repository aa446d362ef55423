//! The reads that both dialects have: audience, earlier conversation, contact.

use core::time::Duration;

use serde::Serialize;
use serde_json::Value;

use super::body::{list, string, text};
use super::conversation::conversation;
use super::reply::{read_body, unreadable};
use crate::audience::{AudiencePage, CustomerRow};
use crate::conversation::Standing;
use crate::dialect::{AUDIENCE_PAGE_SIZE, AudienceQuery, Contact, History, Read};
use crate::id::{ContactId, ConversationId, MessageId};
use crate::operation::Operation;
use crate::outcome::Outcome;
use crate::request::{Reply, Request};
use crate::time::Timestamp;

pub(super) const CONVERSATIONS: &str = "/api/v2/conversations/";
const MESSAGES: &str = "/api/v2/conversations/messages/";
pub(super) const CONTACTS: &str = "/api/v2/externalcontacts/contacts/";

pub(in crate::dialect) fn read_request(read: &Read) -> Request {
    match read {
        Read::Audience(query) => audience(query),
        Read::History(id) => Request::get(Operation::History, format!("{CONVERSATIONS}{id}")),
        Read::Contact(id) => Request::get(Operation::Contact, format!("{CONTACTS}{id}")),
    }
}

/// Only look-ups of one conversation, contact or message, and none of their queries.
pub(in crate::dialect) fn forwardable(path: &str, query: Option<&str>) -> Option<Request> {
    if query.is_some_and(|query| !query.is_empty()) {
        return None;
    }
    if let Some(rest) = path.strip_prefix(MESSAGES) {
        let id = MessageId::parse(rest.strip_suffix("/details")?).ok()?;
        let target = format!("{MESSAGES}{id}/details");
        return Some(Request::get(Operation::Status, target));
    }
    let read = if let Some(id) = path.strip_prefix(CONTACTS) {
        Read::Contact(ContactId::parse(id).ok()?)
    } else {
        let id = path.strip_prefix(CONVERSATIONS)?;
        // `messages` and the like are paths of their own, and no conversation's id.
        let id = ContactId::parse(id).ok().filter(ContactId::is_uuid)?;
        Read::History(ConversationId::parse(id.as_str()).ok()?)
    };
    Some(read_request(&read))
}

/// `ConversationQuery`: who used web messaging, newest first.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ConversationQuery {
    interval: String,
    order: &'static str,
    order_by: &'static str,
    paging: Paging,
    segment_filters: [Filter; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Paging {
    page_size: u32,
    page_number: u32,
}

#[derive(Serialize)]
struct Filter {
    r#type: &'static str,
    predicates: [Predicate; 3],
}

#[derive(Serialize)]
struct Predicate {
    dimension: &'static str,
    value: &'static str,
}

/// The cursor is the page's number, from 1.
fn audience(query: &AudienceQuery) -> Request {
    let page_number = query
        .cursor
        .as_deref()
        .and_then(|cursor| cursor.parse().ok());
    let predicate = |dimension, value| Predicate { dimension, value };
    let body = ConversationQuery {
        interval: format!(
            "{}/{}",
            query.from.to_rfc3339_millis(),
            query.to.to_rfc3339_millis()
        ),
        order: "asc",
        order_by: "conversationStart",
        paging: Paging {
            page_size: AUDIENCE_PAGE_SIZE,
            page_number: page_number.unwrap_or(1),
        },
        segment_filters: [Filter {
            r#type: "and",
            predicates: [
                predicate("mediaType", "message"),
                predicate("messageType", "webmessaging"),
                predicate("purpose", "customer"),
            ],
        }],
    };
    let target = "/api/v2/analytics/conversations/details/query";
    Request::post(Operation::Audience, target, &body)
}

/// A conversation a row. Its customer's address is not in it.
pub(in crate::dialect) fn audience_page(reply: &Reply) -> Result<AudiencePage, Outcome> {
    let body = read_body(Operation::Audience, reply)?;
    let rows = list(&body, "conversations").iter().map(row).collect();
    Ok(AudiencePage { rows, next: None })
}

fn row(conversation: &Value) -> CustomerRow {
    let customer = list(conversation, "participants")
        .iter()
        .find(|participant| text(participant, "purpose") == Some("customer"));
    CustomerRow {
        id: customer.and_then(|customer| string(customer, "externalContactId")),
        address: None,
        name: customer.and_then(|customer| string(customer, "participantName")),
        sessions: Some(1),
    }
}

pub(in crate::dialect) fn history(reply: &Reply) -> Result<History, Outcome> {
    let conversation = conversation(reply)?;
    let status = match conversation.standing(Duration::ZERO, Timestamp::from_unix_millis(0)) {
        Standing::Active(company) => format!("active: the customer is with {}", company.words()),
        _ => "closed".to_owned(),
    };
    Ok(History {
        customer_address: conversation.email().map(str::to_owned),
        customer_contact: conversation
            .contact()
            .and_then(|id| ContactId::parse(id).ok()),
        id: conversation.id,
        status,
    })
}

pub(in crate::dialect) fn contact(reply: &Reply) -> Result<Contact, Outcome> {
    let body = read_body(Operation::Contact, reply)?;
    let id =
        string(&body, "id").ok_or_else(|| unreadable(Operation::Contact, reply, "it has no id"))?;
    Ok(Contact {
        id,
        conversation_id: None,
        status: string(&body, "type"),
    })
}
