//! What becomes of one message.

use serde::Serialize;
use serde_json::Value;

use crate::clock::Timestamp;
use crate::platform::portrait::{DeliveryStatus, Direction, Key, Media};

/// A message on its way, or arrived, or lost.
#[derive(Clone, Debug)]
pub(crate) struct Trace {
    pub(crate) key: Key,
    pub(crate) direction: Direction,
    pub(crate) media: Media,
    pub(crate) remote: String,
    pub(crate) local: String,
    pub(crate) at: Timestamp,
    pub(crate) text: String,
    /// What it holds beside the text, in the normalised form.
    pub(crate) content: Vec<Value>,
    pub(crate) fate: Fate,
    pub(crate) read: Option<Timestamp>,
    /// What the middleware of open messaging has reported, in its order.
    pub(crate) receipts: Vec<Receipt>,
}

/// Whether it will arrive; the sandbox knows from the start, its callers find out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Arrives,
    Fails(Failure),
}

/// Why it does not arrive, and who noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) reason: Reason,
    pub(crate) message: &'static str,
    /// The status it ends in: `Failed`, or `DeliveryFailed` where a carrier gave it up.
    pub(crate) status: Status,
}

/// A reason code of the platform (`PLATFORM-API` §7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Reason {
    RateLimited,
    InvalidDestination,
    RecipientOptedOut,
    GeneralError,
}

/// A receipt that was posted.
#[derive(Clone, Debug)]
pub(crate) struct Receipt {
    pub(crate) status: Status,
    pub(crate) at: Timestamp,
    pub(crate) reasons: Value,
    pub(crate) is_final: bool,
}

/// The status of a message, as `MessageData` spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Status {
    Sent,
    Failed,
    Received,
    DeliverySuccess,
    DeliveryFailed,
    Read,
    Removed,
    Published,
}

impl Trace {
    /// How it stands at that moment.
    pub(crate) fn status(&self, now: Timestamp) -> Status {
        if self.direction == Direction::Inbound {
            return Status::Received;
        }
        if let Some(receipt) = self.receipts.last() {
            return receipt.status;
        }
        let age = now.millis() - self.at.millis();
        match self.fate {
            Fate::Fails(failure) if age >= self.fails_after() => failure.status,
            Fate::Arrives if self.read.is_some() => Status::Read,
            Fate::Arrives if age >= ARRIVES_MILLIS => Status::DeliverySuccess,
            Fate::Fails(_) | Fate::Arrives => Status::Sent,
        }
    }

    /// When it took its status of that moment.
    pub(crate) fn since(&self, now: Timestamp) -> Timestamp {
        if let Some(receipt) = self.receipts.last() {
            return receipt.at;
        }
        match self.status(now) {
            Status::Read => self.read.unwrap_or(self.at),
            Status::DeliverySuccess => self.arrived(),
            Status::Failed | Status::DeliveryFailed => self.at.plus_millis(self.fails_after()),
            _ => self.at,
        }
    }

    /// When it arrives, if it does.
    pub(crate) fn arrived(&self) -> Timestamp {
        self.at.plus_millis(ARRIVES_MILLIS)
    }

    /// The failure, once it is known.
    pub(crate) fn failure(&self, now: Timestamp) -> Option<Failure> {
        let age = now.millis() - self.at.millis();
        match self.fate {
            Fate::Fails(failure) if age >= self.fails_after() => Some(failure),
            Fate::Fails(_) | Fate::Arrives => None,
        }
    }

    /// Milliseconds until a failure is noticed; mail bounces late (some twenty seconds in the
    /// world, two here).
    pub(crate) fn fails_after(&self) -> i64 {
        if self.media == Media::Email {
            2_000
        } else {
            500
        }
    }
}

impl Status {
    /// The same in the words of receipts.
    pub(crate) const fn as_receipt(self) -> &'static str {
        match self {
            Self::Sent | Self::Received => "Sent",
            Self::Failed | Self::DeliveryFailed => "Failed",
            Self::DeliverySuccess => "Delivered",
            Self::Read => "Read",
            Self::Removed => "Removed",
            Self::Published => "Published",
        }
    }

    /// The same in the words of analytics, which do not know of removal.
    pub(crate) const fn as_analytics(self) -> DeliveryStatus {
        match self {
            Self::Sent | Self::Removed => DeliveryStatus::Sent,
            Self::Failed => DeliveryStatus::Failed,
            Self::Received => DeliveryStatus::Received,
            Self::DeliverySuccess => DeliveryStatus::DeliverySuccess,
            Self::DeliveryFailed => DeliveryStatus::DeliveryFailed,
            Self::Read => DeliveryStatus::Read,
            Self::Published => DeliveryStatus::Published,
        }
    }
}

/// How long a message takes to arrive.
const ARRIVES_MILLIS: i64 = 150;

impl Reason {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::RateLimited => "RateLimited",
            Self::InvalidDestination => "InvalidDestination",
            Self::RecipientOptedOut => "RecipientOptedOut",
            Self::GeneralError => "GeneralError",
        }
    }
}
