//! What became of a message that the platform took: when to ask, and what the answer means.

use core::time::Duration;

use crate::audience::Interval;
use crate::delivery::DeliveryState;
use crate::time::Timestamp;

/// How long after a message was taken it is asked for (ours). A bounce shows after some 25 seconds
/// (third party: PLATFORM-API §6.3); who was offline gets a text when they come back.
pub const LOOKS: [Duration; 7] = [
    Duration::from_secs(3),
    Duration::from_secs(30),
    Duration::from_mins(2),
    Duration::from_mins(10),
    Duration::from_hours(1),
    Duration::from_hours(6),
    Duration::from_hours(24),
];

/// Campaigns are looked at by pages of analytics, so seldom (ours): a page tells of a hundred
/// messages for the price of one.
pub const CAMPAIGNS_EVERY: Duration = Duration::from_secs(20);

/// Pages of one look at campaigns (ours); what lies behind them is found by the next look.
pub const PAGES_MAX: u64 = 50;

/// Messages that are asked for one by one in one look (ours): single sends, and failures whose
/// reason analytics does not tell.
pub const ONE_BY_ONE_MAX: u32 = 20;

/// Which messages are looked at together.
///
/// ```
/// use std::time::Duration;
/// use tidings_core::follow_up::{FollowUp, Group};
/// use tidings_core::time::Timestamp;
///
/// let looked = Timestamp::from_unix_millis(1_800_000_000_000);
/// let mut follow_up = FollowUp::new();
/// follow_up.handle_looked(Group::Singles, looked);
/// follow_up.handle_looked(Group::Campaigns, looked);
/// // Campaigns can wait.
/// let soon = looked.saturating_add(Duration::from_secs(5));
/// assert!(!follow_up.due(Group::Singles, soon).is_empty());
/// assert!(follow_up.due(Group::Campaigns, soon).is_empty());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Somebody waits for them.
    Singles,
    /// They are many.
    Campaigns,
}

/// When to look. Forgets nothing over a restart: what was taken in the last day and was not looked
/// at is due then.
///
/// ```
/// use std::time::Duration;
/// use tidings_core::follow_up::{FollowUp, Group, LOOKS};
/// use tidings_core::time::Timestamp;
///
/// let sent = Timestamp::from_unix_millis(1_800_000_000_000);
/// let mut follow_up = FollowUp::new();
/// follow_up.handle_looked(Group::Singles, sent);
/// let is_due = |follow_up: &FollowUp, now| {
///     follow_up.due(Group::Singles, now).iter().any(|interval| interval.holds(sent))
/// };
/// // Not at once, but after the first of the looks.
/// assert!(!is_due(&follow_up, sent.saturating_add(Duration::from_secs(1))));
/// assert!(is_due(&follow_up, sent.saturating_add(LOOKS[0] + Duration::from_secs(1))));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct FollowUp {
    singles: Timestamp,
    campaigns: Timestamp,
}

impl FollowUp {
    /// Nothing was looked at yet.
    pub const fn new() -> Self {
        Self {
            singles: Timestamp::EPOCH,
            campaigns: Timestamp::EPOCH,
        }
    }

    /// The times of acceptance of those messages that are due, the earliest first; nothing where
    /// it is too early to look.
    pub fn due(&self, group: Group, now: Timestamp) -> Vec<Interval> {
        let looked = self.looked(group);
        if group == Group::Campaigns && now.saturating_since(looked) < CAMPAIGNS_EVERY {
            return Vec::new();
        }
        // Longer ago than this nobody asks.
        let [.., last_look] = LOOKS;
        let oldest = now
            .saturating_sub(last_look)
            .saturating_sub(CAMPAIGNS_EVERY);
        let mut due = Vec::<Interval>::new();
        for look in LOOKS.iter().rev() {
            let from = looked.saturating_sub(*look).max(oldest);
            let Some(next) = Interval::new(from, now.saturating_sub(*look)) else {
                continue;
            };
            match due.last_mut() {
                Some(last) if last.to() >= next.from() => {
                    let from = last.from();
                    *last = Interval::new(from, next.to()).unwrap_or(next);
                }
                _ => due.push(next),
            }
        }
        due
    }

    /// Everything that was due at `at` was looked at.
    pub const fn handle_looked(&mut self, group: Group, at: Timestamp) {
        match group {
            Group::Singles => self.singles = at,
            Group::Campaigns => self.campaigns = at,
        }
    }

    const fn looked(&self, group: Group) -> Timestamp {
        match group {
            Group::Singles => self.singles,
            Group::Campaigns => self.campaigns,
        }
    }
}

impl Default for FollowUp {
    fn default() -> Self {
        Self::new()
    }
}

/// What the platform reports of a message.
///
/// ```
/// use tidings_core::delivery::DeliveryState;
/// use tidings_core::follow_up::Fate;
///
/// let mut fate = Fate::of(DeliveryState::Undelivered);
/// assert!(fate.is_bad() && fate.is_unexplained());
/// fate.code = Some("email.bounced".into());
/// assert!(!fate.is_unexplained());
/// assert_eq!(fate.hint(), Some("the mail came back: check the address"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fate {
    /// Delivered, read, undelivered or failed.
    pub state: DeliveryState,
    /// The platform's code for a failure: `RateLimited`, `RecipientOptedOut`.
    pub code: Option<String>,
    /// Its words.
    pub reason: Option<String>,
}

impl Fate {
    /// A fate without a reason.
    pub const fn of(state: DeliveryState) -> Self {
        Self {
            state,
            code: None,
            reason: None,
        }
    }

    /// Whether a message failed and nobody said why.
    pub const fn is_unexplained(&self) -> bool {
        self.is_bad() && self.code.is_none() && self.reason.is_none()
    }

    /// Whether it did not arrive.
    pub const fn is_bad(&self) -> bool {
        matches!(
            self.state,
            DeliveryState::Failed | DeliveryState::Undelivered
        )
    }

    /// What to do about it, in words for people.
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self.code.as_deref()? {
            "RateLimited" => {
                "the sender sent faster than its number or channel allows: lower the pace, then send again"
            }
            "ServerError" => "the channel's provider had trouble: send again later",
            "RecipientOptedOut" => {
                "the recipient has asked for no more messages: put them on the suppression list"
            }
            "InvalidDestination" => "no such recipient on this channel: correct the address",
            "MessageExpired" => "the recipient was out of reach for too long",
            "email.bounced" => "the mail came back: check the address",
            _ => return None,
        })
    }
}

/// The state that the platform's word means, in any of its three spellings (the words are certain,
/// their pairing is inferred: PLATFORM-API §8.1); nothing while the message is on its way, or for a
/// word that was added since.
///
/// ```
/// use tidings_core::delivery::DeliveryState;
/// use tidings_core::follow_up::state_of;
///
/// assert_eq!(state_of("delivery-failed"), Some(DeliveryState::Undelivered));
/// assert_eq!(state_of("DeliverySuccess"), Some(DeliveryState::Delivered));
/// assert_eq!(state_of("queued"), None);
/// ```
pub fn state_of(word: &str) -> Option<DeliveryState> {
    let word = word.to_ascii_lowercase().replace('-', "");
    Some(match word.as_str() {
        "delivered" | "deliverysuccess" => DeliveryState::Delivered,
        "read" => DeliveryState::Read,
        "failed" => DeliveryState::Failed,
        "deliveryfailed" => DeliveryState::Undelivered,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    const NOW: Timestamp = Timestamp::from_unix_millis(1_700_000_000_000);

    fn is_due(follow_up: &FollowUp, group: Group, accepted: Timestamp, now: Timestamp) -> bool {
        let due = follow_up.due(group, now);
        due.into_iter().any(|interval| interval.holds(accepted))
    }

    #[test]
    fn a_message_is_due_once_for_each_look() {
        let mut follow_up = FollowUp::new();
        follow_up.handle_looked(Group::Singles, NOW);
        let mut looks = 0;
        for second in 0..60 * 60 * 25 {
            let now = NOW.saturating_add(Duration::from_secs(second));
            looks += usize::from(is_due(&follow_up, Group::Singles, NOW, now));
            follow_up.handle_looked(Group::Singles, now);
        }
        assert_eq!(looks, LOOKS.len());
    }

    #[test]
    fn after_a_restart_everything_of_the_last_day_is_due() {
        let follow_up = FollowUp::new();
        let hours = |hours| NOW.saturating_sub(Duration::from_hours(hours));
        for group in [Group::Singles, Group::Campaigns] {
            assert_eq!(follow_up.due(group, NOW).len(), 1, "the looks overlap");
            assert!(is_due(&follow_up, group, hours(24), NOW));
            assert!(is_due(
                &follow_up,
                group,
                NOW.saturating_sub(Duration::from_secs(4)),
                NOW
            ));
            assert!(!is_due(&follow_up, group, NOW, NOW), "too early");
            assert!(
                !is_due(&follow_up, group, hours(25), NOW),
                "nobody asks any more"
            );
        }
    }

    #[test]
    fn campaigns_are_looked_at_every_twenty_seconds() {
        let mut follow_up = FollowUp::new();
        follow_up.handle_looked(Group::Campaigns, NOW);
        let later = |seconds| NOW.saturating_add(Duration::from_secs(seconds));
        assert!(follow_up.due(Group::Campaigns, later(19)).is_empty());
        assert!(is_due(&follow_up, Group::Campaigns, later(10), later(20)));
    }

    #[test]
    fn all_spellings_mean_the_same() {
        let states = |words: [&str; 3]| words.map(state_of);
        let same = |state| [Some(state); 3];
        assert_eq!(
            states(["delivery-success", "Delivered", "DeliverySuccess"]),
            same(DeliveryState::Delivered)
        );
        assert_eq!(states(["read", "Read", "READ"]), same(DeliveryState::Read));
        assert_eq!(
            states(["delivery-failed", "DeliveryFailed", "delivery-Failed"]),
            same(DeliveryState::Undelivered)
        );
        assert_eq!(
            states(["failed", "Failed", "FAILED"]),
            same(DeliveryState::Failed)
        );
        assert_eq!(states(["sent", "Queued", "a word of tomorrow"]), [None; 3]);
    }
}
