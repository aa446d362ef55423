//! When a customer was there.

use serde::Serialize;

use super::{Population, Trait};
use crate::clock::{DAY_MILLIS, Timestamp};
use crate::ids::mix;

/// One session of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    /// Its place among the customer's sessions, from 0; not by time.
    pub(crate) number: u32,
    pub(crate) at: Timestamp,
    pub(crate) channel: Channel,
}

/// Where a session took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Channel {
    Webchat,
    Email,
    Voice,
}

impl Channel {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Webchat => "webchat",
            Self::Email => "email",
            Self::Voice => "voice",
        }
    }
}

impl Population {
    /// Up to five sessions of the last 120 days, more of them lately; one in eight was no chat.
    pub(crate) fn sessions(&self, index: u32) -> impl Iterator<Item = Session> + '_ {
        (0..self.session_count(index)).map(move |number| self.session(index, number))
    }

    pub(super) fn session_count(&self, index: u32) -> u32 {
        match self.roll(index, Trait::Sessions, 20) {
            0 => 0,
            1..10 => 1,
            10..15 => 2,
            15..18 => 3,
            18 => 4,
            _ => 5,
        }
    }

    pub(super) fn session(&self, index: u32, number: u32) -> Session {
        let dice = mix(self.seed, 0x5e55_0000 + u64::from(number), u64::from(index));
        let channel = match dice >> 60 {
            0 => Channel::Email,
            1 => Channel::Voice,
            _ => Channel::Webchat,
        };
        // The square of an even roll: half of all sessions fall into the last quarter.
        let roll = i64::try_from(dice & 0xffff).unwrap_or(0);
        let days_ago = SPAN_MILLIS / (1 << 16) * roll / (1 << 16) * roll;
        let jitter = i64::try_from((dice >> 16) & 0xff_ffff).unwrap_or(0) % 60_000;
        Session {
            number,
            at: self.as_of.minus_millis(days_ago + jitter),
            channel,
        }
    }
}

const SPAN_MILLIS: i64 = 120 * DAY_MILLIS;
