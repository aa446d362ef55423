//! `GET /api/v2/conversations/{id}`, and the contact behind its customer.

use serde_json::Value;

use super::body::{list, string, text};
use super::read::{CONTACTS, CONVERSATIONS};
use super::reply::{read_body, unreadable};
use crate::address::EmailAddress;
use crate::conversation::{Communication, Conversation, DisconnectType, Participant};
use crate::dialect::Query;
use crate::id::{ContactId, ConversationId};
use crate::operation::Operation;
use crate::outcome::Outcome;
use crate::request::{Reply, Request};
use crate::time::Timestamp;

/// Looks a conversation up.
///
/// ```
/// use tidings_core::dialect::{Query, platform::ConversationQuery};
/// use tidings_core::{id::ConversationId, request::Reply};
///
/// let query = ConversationQuery(ConversationId::parse("v-1")?);
/// assert!(query.request().target.ends_with("/v-1"));
/// let body = br#"{"id":"v-1","participants":[{"purpose":"customer"}]}"#.to_vec();
/// let answer = query.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert!(answer.is_ok_and(|conversation| conversation.participants[0].purpose == "customer"));
/// # Ok::<(), tidings_core::id::InvalidId>(())
/// ```
#[derive(Clone, Debug)]
pub struct ConversationQuery(pub ConversationId);

impl Query for ConversationQuery {
    type Answer = Conversation;

    fn request(&self) -> Request {
        Request::get(Operation::History, format!("{CONVERSATIONS}{}", self.0))
    }

    fn answer(&self, reply: &Reply) -> Result<Conversation, Outcome> {
        conversation(reply)
    }
}

/// Looks up who a contact is and how to write to them.
///
/// ```
/// use tidings_core::dialect::{Query, platform::ContactQuery};
/// use tidings_core::id::ContactId;
///
/// let query = ContactQuery(ContactId::parse("k-1")?);
/// assert_eq!(query.request().target, "/api/v2/externalcontacts/contacts/k-1");
/// # Ok::<(), tidings_core::id::InvalidId>(())
/// ```
#[derive(Clone, Debug)]
pub struct ContactQuery(pub ContactId);

/// What a contact's look-up says of a person's e-mail.
///
/// ```
/// use tidings_core::dialect::{Query, platform::ContactQuery};
/// use tidings_core::{id::ContactId, request::Reply};
///
/// let body = br#"{"workEmail":"ana@example.org","mergedTo":{"id":"k-2"}}"#.to_vec();
/// let query = ContactQuery(ContactId::parse("k-1")?);
/// let mail = query.answer(&Reply { status: 200, headers: Vec::new(), body }).expect("a contact");
/// assert_eq!(mail.leads_to, Some(ContactId::parse("k-2")?));
/// assert_eq!(mail.email.expect("an address").as_str(), "ana@example.org");
/// # Ok::<(), tidings_core::id::InvalidId>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContactMail {
    /// The contact that it was merged into, or that stands for it, if that is another.
    pub leads_to: Option<ContactId>,
    /// The first address that is one: personal, work, other.
    pub email: Option<EmailAddress>,
}

impl Query for ContactQuery {
    type Answer = ContactMail;

    fn request(&self) -> Request {
        Request::get(Operation::Contact, format!("{CONTACTS}{}", self.0))
    }

    fn answer(&self, reply: &Reply) -> Result<ContactMail, Outcome> {
        let body = read_body(Operation::Contact, reply)?;
        let other = ["mergedTo", "canonicalContact"]
            .iter()
            .filter_map(|field| text(body.get(field)?, "id"))
            .find(|id| *id != self.0.as_str());
        Ok(ContactMail {
            leads_to: other.and_then(|id| ContactId::parse(id).ok()),
            email: ["personalEmail", "workEmail", "otherEmail"]
                .iter()
                .find_map(|field| EmailAddress::parse(text(&body, field)?).ok()),
        })
    }
}

pub(super) fn conversation(reply: &Reply) -> Result<Conversation, Outcome> {
    let body = read_body(Operation::History, reply)?;
    let id =
        string(&body, "id").ok_or_else(|| unreadable(Operation::History, reply, "it has no id"))?;
    Ok(Conversation {
        id,
        ended: time(&body, "endTime"),
        inactive_at: time(&body, "inactivityTimeout"),
        participants: list(&body, "participants")
            .iter()
            .map(participant)
            .collect(),
    })
}

fn participant(participant: &Value) -> Participant {
    let attributes = participant.get("attributes").and_then(Value::as_object);
    let attributes = attributes
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
    // Whoever reads a conversation of messages finds them under `messages`; a mail is under `emails`.
    let communications = ["messages", "emails"]
        .iter()
        .flat_map(|field| list(participant, field))
        .map(communication);
    Participant {
        purpose: string(participant, "purpose").unwrap_or_default(),
        contact: string(participant, "externalContactId"),
        attributes: attributes.collect(),
        communications: communications.collect(),
    }
}

fn communication(communication: &Value) -> Communication {
    let state = text(communication, "state").unwrap_or_default();
    let address = communication
        .get("fromAddress")
        .and_then(|address| string(address, "addressNormalized"));
    Communication {
        id: string(communication, "id").unwrap_or_default(),
        is_open: matches!(
            state,
            "alerting" | "connected" | "parked" | "offering" | "dialing" | "contacting"
        ),
        ended: time(communication, "disconnectedTime"),
        end: text(communication, "disconnectType").map(DisconnectType::parse),
        address,
    }
}

fn time(value: &Value, field: &str) -> Option<Timestamp> {
    Timestamp::parse(text(value, field)?)
}
