//! Ids that look like UUIDs and lead back to what they name without a table.

use std::fmt::Write as _;

/// What an id names. The same number in two kinds gives two ids with nothing in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Customer,
    Contact,
    Conversation,
    PreviousConversation,
    StartedConversation,
    Guest,
    Agent,
    ExternalContact,
    /// A conversation of the population that is neither the customer's latest nor the one before.
    EarlierConversation,
    /// A participant of one of the population's conversations.
    Participant,
    /// A communication (to analytics: a session) of one of the population's conversations.
    Communication,
    /// The contact that a customer's external contact was merged into.
    CanonicalContact,
    /// The secret of a known guest's web messaging session.
    GuestToken,
    Message,
    /// A job of analytics.
    Job,
    /// A conversation that a send, or a guest of open messaging, opened.
    OwnConversation,
    /// Participants and communications of such conversations, and of chats started since.
    OwnParticipant,
    OwnCommunication,
    StartedParticipant,
    StartedCommunication,
    /// The communication that carried one message out.
    MessageCommunication,
    /// The session of a bot with a customer.
    BotSession,
    StartedBotSession,
    OwnBotSession,
    Context,
    Attachment,
    Channel,
}

/// Makes and reads the ids of one sandbox.
///
/// The population's ids depend on the seed alone; those of messages, started chats and contexts
/// also on the start of the process, so that a restarted sandbox never gives one out twice.
#[derive(Clone, Debug)]
pub(crate) struct Ids {
    seed: u64,
    run: u64,
}

impl Ids {
    pub(crate) fn new(seed: u64, run: u64) -> Self {
        Self { seed, run }
    }

    pub(crate) fn make(&self, kind: Kind, number: u32) -> String {
        let key = self.key(kind);
        let head = number.wrapping_mul(ODD) ^ low(key);
        let tail = u128::from(mix(key, 1, u64::from(number))) << 64
            | u128::from(mix(key, 2, u64::from(number)));
        // Version 4, variant 1: everything that checks UUIDs takes it.
        let mut id = String::with_capacity(36);
        let group = |shift: u32, bits: u32| (tail >> shift) & ((1 << bits) - 1);
        let written = write!(
            id,
            "{head:08x}-{:04x}-4{:03x}-{:x}{:03x}-{:012x}",
            group(0, 16),
            group(16, 12),
            8 + group(28, 2),
            group(30, 12),
            group(42, 48)
        );
        debug_assert!(written.is_ok());
        id
    }

    /// The number of an id that [`Ids::make`] made for this kind.
    pub(crate) fn read(&self, kind: Kind, id: &str) -> Option<u32> {
        let head = u32::from_str_radix(id.get(..8)?, 16).ok()?;
        let number = (head ^ low(self.key(kind))).wrapping_mul(INVERSE);
        (self.make(kind, number) == id).then_some(number)
    }

    fn key(&self, kind: Kind) -> u64 {
        let run = match kind {
            Kind::StartedConversation
            | Kind::Message
            | Kind::Job
            | Kind::OwnConversation
            | Kind::OwnParticipant
            | Kind::OwnCommunication
            | Kind::StartedParticipant
            | Kind::StartedCommunication
            | Kind::MessageCommunication
            | Kind::StartedBotSession
            | Kind::OwnBotSession
            | Kind::Context
            | Kind::Attachment
            | Kind::Channel => self.run,
            _ => 0,
        };
        mix(self.seed ^ run, 3, kind as u64)
    }
}

/// A well-mixed number out of three (the finalizer of `SplitMix64`, twice).
pub(crate) fn mix(seed: u64, stream: u64, number: u64) -> u64 {
    let mut z = seed ^ stream.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for part in [number, 0x2545_f491_4f6c_dd1d] {
        z = z
            .wrapping_add(part.wrapping_mul(0xd134_2543_de82_ef95))
            .wrapping_add(GOLDEN);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
    }
    z
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the low half is what is wanted"
)]
fn low(key: u64) -> u32 {
    key as u32
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
/// An odd factor and its inverse modulo 2³², which scatter consecutive numbers and gather them.
const ODD: u32 = 0x9e37_79b1;
const INVERSE: u32 = inverse(ODD);

const fn inverse(odd: u32) -> u32 {
    // Newton's iteration doubles the correct bits: 3, 6, 12, 24, 48.
    let mut x = odd;
    let mut step = 0;
    while step < 5 {
        x = x.wrapping_mul(2u32.wrapping_sub(odd.wrapping_mul(x)));
        step += 1;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_leads_back_to_its_number_and_to_no_other_kind() {
        let ids = Ids::new(7, 99);
        for number in [0, 1, 2, 99_999, u32::MAX] {
            let id = ids.make(Kind::Contact, number);
            assert_eq!(id.len(), 36, "{id}");
            assert_eq!(ids.read(Kind::Contact, &id), Some(number));
            assert_eq!(ids.read(Kind::Conversation, &id), None);
        }
    }

    #[test]
    fn the_population_keeps_its_ids_across_runs_and_messages_do_not() {
        let (one, two) = (Ids::new(7, 1), Ids::new(7, 2));
        assert_eq!(one.make(Kind::Guest, 5), two.make(Kind::Guest, 5));
        assert_ne!(one.make(Kind::Message, 5), two.make(Kind::Message, 5));
    }

    #[test]
    fn what_is_no_id_is_refused() {
        let ids = Ids::new(7, 1);
        for text in [
            "",
            "x",
            "../../etc/passwd",
            "ÄÄÄÄÄÄÄÄ",
            "00000000-0000-4000-8000-000000000000",
        ] {
            assert_eq!(ids.read(Kind::Contact, text), None, "{text}");
        }
    }
}
