//! One recipient, as JavaScript gives it.

use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::crossing;
use crate::address::{Address, EmailAddress};
use crate::id::{ContactId, ConversationId, GuestId};
use crate::recipient::Recipient;

/// Reads a recipient: every kind's fields in one flat object, which is a fifth of the code that
/// serde makes for a tagged union.
pub(super) fn read(value: &JsValue) -> Result<Recipient, JsValue> {
    let form: Form = crossing::from_object(value, "recipient")?;
    let missing = |field: &str| crossing::type_error(&format!("recipient: {field} is missing"));
    Ok(match form.kind {
        Kind::Address => Recipient::Address {
            address: form.address.ok_or_else(|| missing("address"))?,
            name: form.name,
            customer_id: form.customer_id,
            sessions: form.sessions.map(u64::from),
        },
        Kind::Contact => Recipient::Contact {
            contact_id: form.contact_id.ok_or_else(|| missing("contactId"))?,
        },
        Kind::Conversation => Recipient::Conversation {
            conversation_id: form
                .conversation_id
                .ok_or_else(|| missing("conversationId"))?,
            previous_conversation_id: form
                .previous_conversation_id
                .ok_or_else(|| missing("previousConversationId"))?,
            email: form.email,
        },
        Kind::Guest => Recipient::Guest {
            guest_id: form.guest_id.ok_or_else(|| missing("guestId"))?,
            conversation_id: form.conversation_id,
        },
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Form {
    kind: Kind,
    address: Option<Address>,
    name: Option<String>,
    customer_id: Option<String>,
    sessions: Option<u32>,
    contact_id: Option<ContactId>,
    conversation_id: Option<ConversationId>,
    previous_conversation_id: Option<ConversationId>,
    email: Option<EmailAddress>,
    guest_id: Option<GuestId>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Address,
    Contact,
    Conversation,
    Guest,
}
