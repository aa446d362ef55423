//! Checks of the fields that name a recipient, in a draft and in a row of a batch.

use super::draft::OutboundChannel;
use crate::address::{Address, PhoneNumber};
use crate::channel::Channel;
use crate::check::Check;
use crate::id::{ContactId, ConversationId, GuestId};
use crate::path::Path;
use crate::recipient::Recipient;

/// The recipient of an e-mail or SMS.
pub(super) fn address(
    check: &mut Check<'_>,
    channel: OutboundChannel,
    to: &str,
    name: &str,
) -> Option<Recipient> {
    let path = Path::of("to");
    let address = match channel {
        OutboundChannel::Email => check
            .email(&path, to, "the recipient's address")
            .map(Address::Email),
        OutboundChannel::Sms => check
            .phone(&path, to, "the recipient's phone number")
            .map(Address::Phone),
    };
    check.person_name(&Path::of("name"), name);
    let name = Some(name.trim()).filter(|name| !name.is_empty());
    Some(Recipient::Address {
        address: address?,
        name: name.map(str::to_owned),
        customer_id: None,
        sessions: None,
    })
}

/// A messaging contact. Where the channel names it by a phone number, that may be written as people
/// write one.
pub(super) fn contact(
    check: &mut Check<'_>,
    channel: Option<Channel>,
    contact_id: &str,
) -> Option<Recipient> {
    let takes_numbers = matches!(
        channel,
        Some(Channel::Sms | Channel::WhatsApp | Channel::Apple)
    );
    let number = contact_id
        .trim()
        .strip_prefix('+')
        .filter(|_| takes_numbers);
    let digits = number.and_then(|_| PhoneNumber::parse(contact_id).ok());
    let contact_id = digits
        .as_ref()
        .map_or(contact_id, |number| number.as_str().trim_start_matches('+'));
    check
        .id(
            &Path::of("contactId"),
            contact_id,
            "the contact id",
            ContactId::parse,
        )
        .map(|contact_id| Recipient::Contact { contact_id })
}

/// A customer who came back.
pub(super) fn returning(
    check: &mut Check<'_>,
    conversation_id: &str,
    previous_conversation_id: &str,
) -> Option<Recipient> {
    let conversation_id = check.id(
        &Path::of("conversationId"),
        conversation_id,
        "the new conversation's id",
        ConversationId::parse,
    );
    let previous = check.id(
        &Path::of("previousConversationId"),
        previous_conversation_id,
        "the earlier conversation's id",
        ConversationId::parse,
    );
    Some(Recipient::Conversation {
        conversation_id: conversation_id?,
        previous_conversation_id: previous?,
        email: None,
    })
}

/// A guest. The conversation may be left out where the platform `finds_it` by the guest.
pub(super) fn guest(
    check: &mut Check<'_>,
    guest_id: &str,
    conversation_id: &str,
    finds_it: bool,
) -> Option<Recipient> {
    let guest_id = check.id(
        &Path::of("guestId"),
        guest_id,
        "the guest's id",
        GuestId::parse,
    );
    let conversation_id = if finds_it && conversation_id.is_empty() {
        None
    } else {
        let id = check.id(
            &Path::of("conversationId"),
            conversation_id,
            "the conversation's id",
            ConversationId::parse,
        );
        Some(id?)
    };
    Some(Recipient::Guest {
        guest_id: guest_id?,
        conversation_id,
    })
}
