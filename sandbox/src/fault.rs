//! Trouble on demand, repeatable by seed.

use std::fmt;

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::Operation;
use crate::ids::mix;

/// One kind of trouble, as `--faults FILE` and `POST /_sandbox/faults` give it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Which calls it can hit.
    #[serde(default)]
    pub operation: FaultTarget,
    /// What happens to them.
    pub kind: FaultKind,
    /// The share of calls it hits, from 0 to 1.
    #[serde(default = "always")]
    pub rate: f64,
    /// How many calls it hits before it is spent; without it, it never is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// The status of a `5xx`, 500 to 599; 503 without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// How long `slow` holds a call, in milliseconds (1000 without it); the wait a `429` asks
    /// for, rounded up to seconds (1 without it).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ms: Option<u64>,
}

/// What a fault does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// 429 with `Retry-After`; the call is not done.
    #[serde(rename = "429")]
    Throttled,
    /// A server error; the call is not done.
    #[serde(rename = "5xx")]
    ServerError,
    /// The call is done later.
    Slow,
    /// The call is done, then the connection is closed without a reply.
    LostReply,
    /// The connection is closed without a reply; the call is not done.
    Cut,
    /// The call is done; the reply has its status and a gateway's HTML instead of JSON.
    Malformed,
    /// The token dies for good: 401; the call is not done.
    TokenExpired,
    /// A page of analytics finds that one more conversation has turned up on a page before it.
    Drift,
    /// An analytics job ends as `FAILED`.
    JobFailed,
    /// An analytics job, and its results, are `EXPIRED`.
    JobExpired,
    /// The cursor of a job's next page is not known any more: 400.
    CursorLost,
}

impl FaultKind {
    fn strikes_after(self) -> bool {
        matches!(self, Self::LostReply | Self::Malformed)
    }

    /// Whether it is the call itself that looks for it, see [`Faults::strikes`].
    fn strikes_within(self) -> bool {
        matches!(
            self,
            Self::Drift | Self::JobFailed | Self::JobExpired | Self::CursorLost
        )
    }

    fn strikes_before(self) -> bool {
        !self.strikes_after() && !self.strikes_within()
    }
}

/// Which calls a fault can hit: `"*"` or an operation's name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FaultTarget {
    /// Every operation.
    #[default]
    Any,
    /// One operation.
    Only(Operation),
}

impl FaultTarget {
    fn covers(self, operation: Operation) -> bool {
        match self {
            Self::Any => true,
            Self::Only(only) => only == operation,
        }
    }
}

impl Serialize for FaultTarget {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Any => serializer.serialize_str("*"),
            Self::Only(operation) => operation.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for FaultTarget {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        if name == "*" {
            return Ok(Self::Any);
        }
        let name = serde::de::value::StringDeserializer::<D::Error>::new(name);
        Operation::deserialize(name).map(Self::Only)
    }
}

impl Fault {
    /// Reads a JSON list of faults, as a file or a control call holds it.
    pub fn parse_list(json: &str) -> Result<Vec<Self>, FaultError> {
        let faults: Vec<Self> = serde_json::from_str(json).map_err(FaultError::Json)?;
        for (number, fault) in faults.iter().enumerate() {
            fault
                .check()
                .map_err(|problem| FaultError::Value { number, problem })?;
        }
        Ok(faults)
    }

    fn check(&self) -> Result<(), &'static str> {
        if !(0.0..=1.0).contains(&self.rate) {
            return Err("`rate` must lie between 0 and 1");
        }
        if self.status.is_some() && self.kind != FaultKind::ServerError {
            return Err("`status` belongs to the kind `5xx` only");
        }
        if self
            .status
            .is_some_and(|status| !(500..=599).contains(&status))
        {
            return Err("`status` must lie between 500 and 599");
        }
        Ok(())
    }
}

/// A list of faults that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FaultError {
    /// It is not a JSON list of faults.
    #[error("the faults are not a JSON list of faults: {0}")]
    Json(serde_json::Error),
    /// A value is out of range.
    #[error("fault /{number}: {problem}")]
    Value {
        /// Its place in the list, from 0.
        number: usize,
        /// What is wrong with it.
        problem: &'static str,
    },
}

/// What a hit does to the call at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hit {
    Throttled { retry_after_seconds: u64 },
    ServerError(StatusCode),
    LostReply,
    Cut,
    Malformed,
    TokenExpired,
}

impl fmt::Display for Hit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Throttled { .. } => "429",
            Self::ServerError(_) => "5xx",
            Self::LostReply => "lost_reply",
            Self::Cut => "cut",
            Self::Malformed => "malformed",
            Self::TokenExpired => "token_expired",
        })
    }
}

/// The armed faults and their dice.
#[derive(Debug)]
pub(crate) struct Faults {
    seed: u64,
    armed: Vec<Armed>,
}

#[derive(Debug)]
struct Armed {
    fault: Fault,
    rolls: u64,
    hits: u32,
}

impl Faults {
    pub(crate) fn new(seed: u64, faults: Vec<Fault>) -> Self {
        let arm = |fault| Armed {
            fault,
            rolls: 0,
            hits: 0,
        };
        Self {
            seed,
            armed: faults.into_iter().map(arm).collect(),
        }
    }

    /// Milliseconds to hold the call, and what hits it before it is done.
    pub(crate) fn before(&mut self, operation: Operation) -> (u64, Option<Hit>) {
        let mut wait = 0;
        let seed = self.seed;
        let candidates = self.armed.iter_mut().enumerate();
        for (place, armed) in candidates.filter(|(_, a)| a.fault.kind.strikes_before()) {
            if !armed.strikes(seed, place, operation) {
                continue;
            }
            let ms = armed.fault.ms;
            let hit = match armed.fault.kind {
                FaultKind::Slow => {
                    wait += ms.unwrap_or(1000);
                    continue;
                }
                FaultKind::Throttled => Hit::Throttled {
                    retry_after_seconds: ms.unwrap_or(1000).div_ceil(1000),
                },
                FaultKind::ServerError => Hit::ServerError(armed.fault.server_error()),
                FaultKind::TokenExpired => Hit::TokenExpired,
                // The rest does not strike before a call.
                _ => Hit::Cut,
            };
            return (wait, Some(hit));
        }
        (wait, None)
    }

    /// What hits the reply of a call that was done.
    pub(crate) fn after(&mut self, operation: Operation) -> Option<Hit> {
        let seed = self.seed;
        let candidates = self.armed.iter_mut().enumerate();
        candidates
            .filter(|(_, armed)| armed.fault.kind.strikes_after())
            .find_map(|(place, armed)| {
                let strikes = armed.strikes(seed, place, operation);
                strikes.then_some(match armed.fault.kind {
                    FaultKind::Malformed => Hit::Malformed,
                    _ => Hit::LostReply,
                })
            })
    }

    /// Whether a fault of that kind hits something that the call is about to do.
    pub(crate) fn strikes(&mut self, kind: FaultKind, operation: Operation) -> bool {
        let seed = self.seed;
        let mut candidates = self.armed.iter_mut().enumerate();
        candidates
            .any(|(place, armed)| armed.fault.kind == kind && armed.strikes(seed, place, operation))
    }

    pub(crate) fn replace(&mut self, faults: Vec<Fault>) {
        *self = Self::new(self.seed, faults);
    }

    pub(crate) fn list(&self) -> Vec<&Fault> {
        self.armed.iter().map(|armed| &armed.fault).collect()
    }
}

impl Armed {
    fn strikes(&mut self, seed: u64, place: usize, operation: Operation) -> bool {
        let spent = self.fault.count.is_some_and(|count| self.hits >= count);
        if spent || !self.fault.operation.covers(operation) {
            return false;
        }
        let dice = mix(seed, 0x0fa1_7000 + place as u64, self.rolls);
        self.rolls += 1;
        #[expect(clippy::cast_precision_loss, reason = "53 bits are exact")]
        let share = (dice >> 11) as f64 / (1u64 << 53) as f64;
        let strikes = share < self.fault.rate;
        self.hits += u32::from(strikes);
        strikes
    }
}

impl Fault {
    fn server_error(&self) -> StatusCode {
        let status = self
            .status
            .and_then(|status| StatusCode::from_u16(status).ok());
        status.unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
    }
}

fn always() -> f64 {
    1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(json: &str) -> Faults {
        Faults::new(1, Fault::parse_list(json).unwrap())
    }

    #[test]
    fn the_same_seed_rolls_the_same_dice() {
        let json = r#"[{"operation":"*","kind":"cut","rate":0.3}]"#;
        let rolls = |mut f: Faults| -> Vec<bool> {
            (0..200)
                .map(|_| f.before(Operation::Guest).1.is_some())
                .collect()
        };
        let (one, two) = (rolls(faults(json)), rolls(faults(json)));
        assert_eq!(one, two);
        let hits = one.iter().filter(|hit| **hit).count();
        assert!((40..80).contains(&hits), "{hits} of 200 at a rate of 0.3");
    }

    #[test]
    fn a_counted_fault_is_spent_and_leaves_other_operations_alone() {
        let mut faults = faults(r#"[{"operation":"guest","kind":"5xx","count":2,"status":502}]"#);
        let hit = Some(Hit::ServerError(StatusCode::BAD_GATEWAY));
        assert_eq!(faults.before(Operation::Greet), (0, None));
        assert_eq!(faults.before(Operation::Guest), (0, hit));
        assert_eq!(faults.before(Operation::Guest), (0, hit));
        assert_eq!(faults.before(Operation::Guest), (0, None));
    }

    #[test]
    fn a_lost_reply_strikes_only_after_the_call() {
        let mut faults = faults(r#"[{"operation":"*","kind":"lost_reply"}]"#);
        assert_eq!(faults.before(Operation::Outbound), (0, None));
        assert_eq!(faults.after(Operation::Outbound), Some(Hit::LostReply));
    }

    #[test]
    fn a_slow_call_can_meet_another_fault_too() {
        let mut faults = faults(r#"[{"kind":"slow","ms":40},{"kind":"429","ms":2500}]"#);
        let hit = Hit::Throttled {
            retry_after_seconds: 3,
        };
        assert_eq!(faults.before(Operation::Outbound), (40, Some(hit)));
    }

    #[test]
    fn a_wrong_list_says_where_and_what() {
        let error = |json: &str| Fault::parse_list(json).unwrap_err().to_string();
        assert!(error("{").contains("not a JSON list"));
        assert!(error(r#"[{"kind":"5xx","rate":2}]"#).contains("fault /0: `rate`"));
        assert!(error(r#"[{"kind":"429","status":429}]"#).contains("`5xx` only"));
        assert!(error(r#"[{"kind":"boom"}]"#).contains("unknown variant `boom`"));
        assert!(error(r#"[{"kind":"cut","operation":"sms"}]"#).contains("unknown variant `sms`"));
        assert!(error(r#"[{"kind":"cut","often":1}]"#).contains("unknown field `often`"));
    }
}
