//! Whom a message is for: an address of the channel or an external contact.

use serde_json::Value;

use crate::address_form::is_phone;
use crate::cloud::{Cloud, lock};
use crate::fields;
use crate::ids::Kind;
use crate::messenger::Thread;
use crate::platform::interactions::{Failure, Reason, Status};
use crate::platform::portrait::MessageType;
use crate::population::Standing;
use crate::refusal::Refusal;

/// A recipient found.
#[derive(Debug)]
pub(super) struct Recipient {
    pub(super) thread: Thread,
    /// The address on the channel.
    pub(super) remote: String,
    /// As the request named them, for the ledger.
    pub(super) target: String,
    pub(super) contact_id: Option<String>,
}

/// Reads `toAddress` and `externalContactId` of an agentless message.
pub(super) fn read(cloud: &Cloud, body: &Value, kind: MessageType) -> Result<Recipient, Refusal> {
    let address = fields::optional_text(body, TO)?.filter(|text| !text.is_empty());
    let contact = fields::optional_text(body, CONTACT)?.filter(|text| !text.is_empty());
    let contact = match contact {
        None => None,
        Some(id) => {
            if matches!(kind, MessageType::WhatsApp | MessageType::Apple) {
                let message = format!("externalContactId is not supported for {}", kind.as_str());
                return Err(Refusal::field(CONTACT, message));
            }
            Some((id, customer(cloud, id)?))
        }
    };
    match (kind, address, contact) {
        (MessageType::WebMessaging, Some(_), _) => {
            let message = "toAddress is not allowed for webmessaging";
            Err(Refusal::field(TO, message))
        }
        (MessageType::WebMessaging, None, None) => {
            let message = "externalContactId is required for webmessaging";
            Err(Refusal::field(CONTACT, message))
        }
        (_, None, None) => Err(Refusal::field(TO, "toAddress is required")),
        (_, Some(address), contact) => {
            let mut recipient = at_address(cloud, address, kind)?;
            recipient.contact_id = contact.map(|(id, _)| id.to_owned());
            Ok(recipient)
        }
        (_, None, Some((id, customer))) => of_contact(cloud, id, customer, kind),
    }
}

/// The customer of a contact that can be written to.
fn customer(cloud: &Cloud, id: &str) -> Result<u32, Refusal> {
    let unknown =
        || Refusal::not_found(format!("External contact {id} not found")).about("contact", id);
    let contact = cloud.people.contact(id).ok_or_else(unknown)?;
    match contact.standing {
        Standing::Deleted => Err(unknown()),
        Standing::Merged if !contact.is_canonical => {
            let into = cloud.people.living_contact_id(contact.customer);
            let message = format!(
                "External contact {id} was merged into {}: send to that one",
                into.unwrap_or_default()
            );
            Err(Refusal::field(CONTACT, message).about("contact", id))
        }
        Standing::Kept | Standing::Merged => Ok(contact.customer),
    }
}

fn of_contact(
    cloud: &Cloud,
    id: &str,
    index: u32,
    kind: MessageType,
) -> Result<Recipient, Refusal> {
    let customer = cloud.people.customer(index);
    let remote = match kind {
        MessageType::WebMessaging => {
            if cloud.people.has_cleared(index) || cloud.guests.has_cleared(index) {
                let message = format!(
                    "External contact {id} has no web messaging session: the guest cleared it"
                );
                return Err(Refusal::field(CONTACT, message).about("contact", id));
            }
            customer.guest_id
        }
        MessageType::Open => customer.guest_id,
        _ => customer.phone.ok_or_else(|| {
            let message = format!("External contact {id} has no phone number");
            Refusal::field(CONTACT, message).about("contact", id)
        })?,
    };
    Ok(Recipient {
        thread: Thread::Customer(index),
        remote,
        target: id.to_owned(),
        contact_id: Some(id.to_owned()),
    })
}

fn at_address(cloud: &Cloud, address: &str, kind: MessageType) -> Result<Recipient, Refusal> {
    let phone = match kind {
        MessageType::Sms | MessageType::Apple => address.to_owned(),
        MessageType::WhatsApp => format!("+{address}"),
        MessageType::Open | MessageType::WebMessaging => String::new(),
    };
    if !phone.is_empty() && !is_phone(&phone) {
        let form = if kind == MessageType::WhatsApp {
            "the digits of an E.164 number, as 13175555555"
        } else {
            "an E.164 number, as +13175555555"
        };
        let message = format!("toAddress `{address}` is not {form}");
        return Err(Refusal::field(TO, message));
    }
    let known = if phone.is_empty() { address } else { &phone };
    Ok(Recipient {
        thread: thread(cloud, known),
        remote: address.to_owned(),
        target: address.to_owned(),
        contact_id: None,
    })
}

/// The thread of an address or of a guest's id.
pub(super) fn thread(cloud: &Cloud, address: &str) -> Thread {
    cloud
        .people
        .find(Kind::Guest, address)
        .or_else(|| cloud.people.find_by_address(address))
        .map_or_else(|| Thread::Address(address.to_lowercase()), Thread::Customer)
}

impl Recipient {
    /// Why nothing sent to this recipient arrives: a share of the population's phones, and two
    /// numbers that are kept for trying it out.
    pub(super) fn failure(&self, cloud: &Cloud, kind: MessageType) -> Option<Failure> {
        if !matches!(kind, MessageType::Sms | MessageType::WhatsApp) {
            return None;
        }
        let digits = self.remote.trim_start_matches('+');
        let is_dead = |index: u32| cloud.people.phone_is_dead(index);
        let has_opted_out = |index: u32| cloud.people.has_opted_out(index);
        let customer = match self.thread {
            Thread::Customer(index) => Some(index),
            Thread::Address(_) => None,
        };
        if digits == INVALID_NUMBER || customer.is_some_and(is_dead) {
            return Some(Failure {
                reason: Reason::InvalidDestination,
                message: "The destination is not a number that takes messages",
                status: Status::DeliveryFailed,
            });
        }
        (digits == OPTED_OUT_NUMBER || customer.is_some_and(has_opted_out)).then_some(Failure {
            reason: Reason::RecipientOptedOut,
            message: "The recipient has opted out of messages",
            status: Status::Failed,
        })
    }

    /// The active conversation of a customer's web chat, or the one that a message now belongs to.
    pub(super) fn web_chat(&self, cloud: &Cloud) -> Option<crate::conversations::Current> {
        let Thread::Customer(index) = self.thread else {
            return None;
        };
        let customer = cloud.people.customer(index);
        Some(lock(&cloud.conversations).current(&customer))
    }
}

const TO: &str = "/toAddress";
const CONTACT: &str = "/externalContactId";
/// Numbers of the range kept for fiction.
const INVALID_NUMBER: &str = "12015550198";
const OPTED_OUT_NUMBER: &str = "12015550199";
