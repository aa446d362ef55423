//! Where a conversation of the published API stands: with whom, over, or over and still open to be
//! taken up again. The rules are composed from the API's own states (PLATFORM-API §10.2).

use core::time::Duration;

use crate::time::Timestamp;

/// A conversation as it was looked up. Ids and addresses are the platform's own texts.
///
/// ```
/// use tidings_core::conversation::{Conversation, Participant};
///
/// let customer = Participant {
///     purpose: "customer".into(),
///     contact: Some("c-1".into()),
///     attributes: vec![("context.email".into(), "ana@example.org".into())],
///     ..Participant::default()
/// };
/// let conversation = Conversation { participants: vec![customer], ..Conversation::default() };
/// assert_eq!(conversation.contact(), Some("c-1"));
/// assert_eq!(conversation.email(), Some("ana@example.org"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversation {
    /// Its id.
    pub id: String,
    /// When it ended; nothing while it goes on.
    pub ended: Option<Timestamp>,
    /// Until when silence does not end it, where the platform says so.
    pub inactive_at: Option<Timestamp>,
    /// Who takes or took part.
    pub participants: Vec<Participant>,
}

/// Somebody who takes or took part.
///
/// ```
/// use tidings_core::conversation::{Conversation, Participant};
///
/// // Only a customer's contact is the conversation's.
/// let agent = Participant {
///     purpose: "agent".into(),
///     contact: Some("c-2".into()),
///     ..Participant::default()
/// };
/// let conversation = Conversation { participants: vec![agent], ..Conversation::default() };
/// assert_eq!(conversation.contact(), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Participant {
    /// `customer`, `agent`, `acd`, `workflow`, …
    pub purpose: String,
    /// The external contact behind a customer.
    pub contact: Option<String>,
    /// Addresses found in the attributes that a form or flow has set.
    pub attributes: Vec<(String, String)>,
    /// Their communications.
    pub communications: Vec<Communication>,
}

/// One communication: a participant's part in a conversation by one medium.
///
/// ```
/// use tidings_core::conversation::{Communication, Conversation, Participant};
///
/// let mail = Communication { address: Some("ana@example.org".into()), ..Communication::default() };
/// let customer = Participant {
///     purpose: "customer".into(),
///     communications: vec![mail],
///     ..Participant::default()
/// };
/// let conversation = Conversation { participants: vec![customer], ..Conversation::default() };
/// assert_eq!(conversation.email(), Some("ana@example.org"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Communication {
    /// Its id, which a message into it names.
    pub id: String,
    /// Whether it goes on.
    pub is_open: bool,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// How it ended.
    pub end: Option<DisconnectType>,
    /// The customer's address in it.
    pub address: Option<String>,
}

/// How a communication ended, as far as it matters here. The platform spells its reasons in three
/// ways; there may be more of them at any time.
///
/// ```
/// use std::time::Duration;
/// use tidings_core::conversation::{
///     Communication, Conversation, DisconnectType, Participant, Standing,
/// };
/// use tidings_core::time::Timestamp;
///
/// let left = Communication { end: Some(DisconnectType::Inactivity), ..Communication::default() };
/// let customer = Participant {
///     purpose: "customer".into(),
///     communications: vec![left],
///     ..Participant::default()
/// };
/// let conversation = Conversation {
///     ended: Some(Timestamp::EPOCH),
///     participants: vec![customer],
///     ..Conversation::default()
/// };
/// let standing = conversation.standing(Duration::ZERO, Timestamp::EPOCH);
/// assert_eq!(standing, Standing::GuestGone);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DisconnectType {
    /// The guest's session is over.
    SessionExpired,
    /// Nobody said anything for too long.
    Inactivity,
    /// Anything else.
    Other,
}

impl DisconnectType {
    /// Reads `session.expired`, `sessionExpired` or `SESSION_EXPIRED`.
    ///
    /// ```
    /// use tidings_core::conversation::DisconnectType;
    ///
    /// assert_eq!(DisconnectType::parse("session.expired"), DisconnectType::SessionExpired);
    /// assert_eq!(DisconnectType::parse("SESSION_EXPIRED"), DisconnectType::SessionExpired);
    /// assert_eq!(DisconnectType::parse("peer"), DisconnectType::Other);
    /// ```
    pub fn parse(word: &str) -> Self {
        let letters: String = word
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        match letters.as_str() {
            "sessionexpired" => Self::SessionExpired,
            "inactivity" => Self::Inactivity,
            _ => Self::Other,
        }
    }
}

/// Who is with the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Company {
    /// A person.
    Agent,
    /// A queue, in which they wait for one.
    Queue,
    /// A bot, which would read our text as the customer's.
    Bot,
    /// Nobody that can be told.
    Unknown,
}

impl Company {
    /// In words, as in `the customer is with …`.
    ///
    /// ```
    /// use tidings_core::conversation::Company;
    ///
    /// assert_eq!(format!("the customer is with {}", Company::Bot.words()), "the customer is with a bot");
    /// ```
    pub const fn words(self) -> &'static str {
        match self {
            Self::Agent => "an agent",
            Self::Queue => "a queue, waiting for an agent",
            Self::Bot => "a bot",
            Self::Unknown => "somebody",
        }
    }
}

/// Where a conversation stands.
///
/// ```
/// use std::time::Duration;
/// use tidings_core::conversation::{Conversation, Standing};
/// use tidings_core::time::Timestamp;
///
/// let hour = Duration::from_secs(3600);
/// let ended = Timestamp::EPOCH;
/// let conversation = Conversation { ended: Some(ended), ..Conversation::default() };
/// let until = ended.saturating_add(hour);
/// assert_eq!(conversation.standing(hour, ended), Standing::Threadable { until });
/// assert_eq!(conversation.standing(hour, until), Standing::Closed);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It goes on.
    Active(Company),
    /// It is over, and a message until then goes on with it.
    Threadable {
        /// Until when.
        until: Timestamp,
    },
    /// It is over.
    Closed,
    /// It is over, and so is the guest's session: a message cannot reach them in it.
    GuestGone,
}

impl Conversation {
    /// Where it stands. `threading` is how long after its end a message goes on with it (the
    /// organization's `threadingtimeline`).
    ///
    /// ```
    /// use std::time::Duration;
    /// use tidings_core::conversation::{Communication, Company, Conversation, Participant, Standing};
    /// use tidings_core::time::Timestamp;
    ///
    /// let agent = Participant {
    ///     purpose: "agent".into(),
    ///     communications: vec![Communication { is_open: true, ..Communication::default() }],
    ///     ..Participant::default()
    /// };
    /// let conversation = Conversation { participants: vec![agent], ..Conversation::default() };
    /// let standing = conversation.standing(Duration::ZERO, Timestamp::EPOCH);
    /// assert_eq!(standing, Standing::Active(Company::Agent));
    /// ```
    pub fn standing(&self, threading: Duration, now: Timestamp) -> Standing {
        let open = |purposes: &[&str]| {
            self.participants.iter().any(|participant| {
                purposes.contains(&participant.purpose.as_str())
                    && participant.communications.iter().any(|one| one.is_open)
            })
        };
        let goes_on = self
            .participants
            .iter()
            .flat_map(|participant| &participant.communications)
            .any(|one| one.is_open);
        if goes_on || self.ended.is_none() {
            return Standing::Active(if open(&["agent", "user"]) {
                Company::Agent
            } else if open(&["workflow", "botflow", "ivr"]) {
                Company::Bot
            } else if open(&["acd"]) {
                Company::Queue
            } else {
                Company::Unknown
            });
        }
        let is_gone = self.customers().any(|customer| {
            let last = customer.communications.iter().max_by_key(|one| one.ended);
            last.and_then(|one| one.end)
                .is_some_and(|end| end != DisconnectType::Other)
        });
        if is_gone {
            return Standing::GuestGone;
        }
        let until = self
            .ended
            .map(|ended| ended.saturating_add(threading))
            .into_iter()
            .chain(self.inactive_at)
            .max();
        match until {
            Some(until) if until > now => Standing::Threadable { until },
            _ => Standing::Closed,
        }
    }

    /// The external contact of its customer.
    pub fn contact(&self) -> Option<&str> {
        self.customers().find_map(|one| one.contact.as_deref())
    }

    /// The e-mail address of its customer, as a form, a flow or the address of a communication
    /// tells it; which attribute holds it is the organization's choice, so any that looks like one
    /// and is named so is taken.
    pub fn email(&self) -> Option<&str> {
        self.customers().find_map(|customer| {
            let named = customer.attributes.iter().find(|(name, value)| {
                let name = name.to_ascii_lowercase();
                (name.contains("email") || name.contains("e-mail")) && value.contains('@')
            });
            let attribute = named.map(|(_, value)| value.as_str());
            let addresses = customer.communications.iter();
            let mut addresses = addresses.filter_map(|one| one.address.as_deref());
            attribute.or_else(|| addresses.find(|address| address.contains('@')))
        })
    }

    fn customers(&self) -> impl Iterator<Item = &Participant> {
        self.participants
            .iter()
            .filter(|one| matches!(one.purpose.as_str(), "customer" | "external"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    const END: Timestamp = Timestamp::from_unix_millis(1_000_000);
    const WINDOW: Duration = Duration::from_hours(72);

    fn participant(purpose: &str, is_open: bool, end: &str) -> Participant {
        Participant {
            purpose: purpose.into(),
            communications: vec![Communication {
                is_open,
                ended: (!is_open).then_some(END),
                end: (!is_open).then(|| DisconnectType::parse(end)),
                ..Communication::default()
            }],
            ..Participant::default()
        }
    }

    fn standing(participants: Vec<Participant>, now: Timestamp) -> Standing {
        let is_open = participants
            .iter()
            .any(|one| one.communications.iter().any(|one| one.is_open));
        Conversation {
            ended: (!is_open).then_some(END),
            participants,
            ..Conversation::default()
        }
        .standing(WINDOW, now)
    }

    #[test]
    fn an_agent_outranks_a_bot_and_a_bot_a_queue() {
        let customer = || participant("customer", true, "");
        for (purpose, company) in [
            ("agent", Company::Agent),
            ("workflow", Company::Bot),
            ("botflow", Company::Bot),
            ("acd", Company::Queue),
        ] {
            let others = vec![customer(), participant(purpose, true, "")];
            assert_eq!(
                standing(others, END),
                Standing::Active(company),
                "{purpose}"
            );
        }
        let bot_left = vec![
            customer(),
            participant("workflow", false, "transfer"),
            participant("agent", true, ""),
        ];
        assert_eq!(standing(bot_left, END), Standing::Active(Company::Agent));
        assert_eq!(
            standing(vec![customer()], END),
            Standing::Active(Company::Unknown)
        );
    }

    #[test]
    fn what_is_over_can_be_taken_up_until_the_window_ends() {
        let over = || vec![participant("customer", false, "client")];
        let until = END.saturating_add(WINDOW);
        assert_eq!(standing(over(), END), Standing::Threadable { until });
        assert_eq!(standing(over(), until), Standing::Closed);
    }

    #[test]
    fn a_guest_is_gone_by_any_spelling_of_the_reason() {
        for word in [
            "session.expired",
            "sessionExpired",
            "SESSION_EXPIRED",
            "inactivity",
        ] {
            let over = vec![participant("customer", false, word)];
            assert_eq!(standing(over, END), Standing::GuestGone, "{word}");
        }
    }

    #[test]
    fn the_customers_address_is_found_where_a_form_or_a_channel_left_it() {
        let mut conversation = Conversation {
            participants: vec![participant("customer", false, "client")],
            ..Conversation::default()
        };
        assert_eq!(conversation.email(), None);
        conversation.participants[0].communications[0].address = Some("ana@example.org".into());
        assert_eq!(conversation.email(), Some("ana@example.org"));
        let typed = ("context.email".to_owned(), "ana@example.com".to_owned());
        conversation.participants[0].attributes.push(typed);
        assert_eq!(conversation.email(), Some("ana@example.com"));
    }
}
