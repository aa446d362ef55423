//! `start/end`, as analytics takes it.

use crate::clock::{DAY_MILLIS, Timestamp};
use crate::refusal::Refusal;

/// A stretch of time: from its start to just before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interval {
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
}

impl Interval {
    /// Reads `/interval` of a body; a missing one is refused with the platform's own words.
    pub(super) fn read(body: &serde_json::Value) -> Result<Self, Refusal> {
        let text = body.get("interval").and_then(serde_json::Value::as_str);
        let text = text.ok_or_else(|| Refusal::field("/interval", TOO_LONG))?;
        Self::parse(text).ok_or_else(|| {
            let message = format!(
                "`{text}` is not an interval: two ISO 8601 times as start/end, the start earlier"
            );
            Refusal::field("/interval", message)
        })
    }

    fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('/')?;
        let (from, to) = (Timestamp::parse(from)?, Timestamp::parse(to)?);
        (from < to).then_some(Self { from, to })
    }

    /// Refuses more than the details query takes (`PLATFORM-API` §5.3).
    pub(super) fn at_most_31_days(self) -> Result<Self, Refusal> {
        if self.to.millis().saturating_sub(self.from.millis()) > 31 * DAY_MILLIS {
            return Err(Refusal::field("/interval", TOO_LONG));
        }
        Ok(self)
    }

    /// All the days it touches, whole: what the details query looks at (§5.2).
    pub(super) fn days(self) -> Self {
        let last = self.to.minus_millis(1).midnight();
        Self {
            from: self.from.midnight(),
            to: last.plus_millis(DAY_MILLIS),
        }
    }

    pub(super) fn holds(self, moment: Timestamp) -> bool {
        self.from <= moment && moment < self.to
    }
}

const TOO_LONG: &str =
    "You must specify a search interval as part of your query that does not exceed 31 days.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_touches_the_days_it_has_a_moment_of() {
        let days = |text| {
            let days = Interval::parse(text).unwrap().days();
            format!("{}/{}", days.from, days.to)
        };
        assert_eq!(
            days("2026-06-01T13:00:00.000Z/2026-06-02T00:00:00.001Z"),
            "2026-06-01T00:00:00.000Z/2026-06-03T00:00:00.000Z"
        );
        assert_eq!(
            days("2026-06-01T00:00:00Z/2026-06-02T00:00:00Z"),
            "2026-06-01T00:00:00.000Z/2026-06-02T00:00:00.000Z"
        );
    }

    #[test]
    fn what_is_no_interval_is_refused() {
        for text in [
            "",
            "2026-06-01T00:00:00Z",
            "a/b",
            "2026-06-02T00:00:00Z/2026-06-01T00:00:00Z",
        ] {
            assert_eq!(Interval::parse(text), None, "{text}");
        }
    }
}
