//! Time as the platform writes it.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Serialize, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Milliseconds since 1970-01-01T00:00:00Z, printed as `2026-01-15T10:30:00.123Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Timestamp(i64);

impl Timestamp {
    pub(crate) fn now() -> Self {
        Self::from(SystemTime::now())
    }

    /// Any RFC 3339 time: with `Z` or an offset, with or without a fraction.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        i64::try_from(moment.unix_timestamp_nanos() / 1_000_000)
            .ok()
            .map(Self)
    }

    pub(crate) fn millis(self) -> i64 {
        self.0
    }

    pub(crate) fn minus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_sub(millis))
    }

    pub(crate) fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// The midnight (UTC) before this moment.
    pub(crate) fn midnight(self) -> Self {
        Self(self.0 - self.0.rem_euclid(DAY_MILLIS))
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let millis = |d: Duration| i64::try_from(d.as_millis()).unwrap_or(i64::MAX);
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self(millis(after)),
            Err(before) => Self(-millis(before.duration())),
        }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nanos = i128::from(self.0) * 1_000_000;
        let t = OffsetDateTime::from_unix_timestamp_nanos(nanos).map_err(|_| fmt::Error)?;
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            t.year(),
            u8::from(t.month()),
            t.day(),
            t.hour(),
            t.minute(),
            t.second(),
            t.millisecond()
        )
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A time for [`Options::now`](crate::Options::now): RFC 3339, as `2026-11-20T00:00:00Z`.
pub fn parse_time(text: &str) -> Result<SystemTime, TimeError> {
    OffsetDateTime::parse(text, &Rfc3339)
        .map(SystemTime::from)
        .map_err(|_| TimeError(text.into()))
}

/// The text is no RFC 3339 time.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a time: write it as 2026-11-20T00:00:00Z")]
pub struct TimeError(String);

/// One day in milliseconds.
pub(crate) const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_a_fair_client_writes_a_time_is_read() {
        for text in [
            "2024-01-15T10:30:00Z",
            "2024-01-15T10:30:00.000Z",
            "2024-01-15T10:30:00.000000+00:00",
            "2024-01-15T12:30:00+02:00",
        ] {
            let read = Timestamp::parse(text).map(|t| t.to_string());
            assert_eq!(read.as_deref(), Some("2024-01-15T10:30:00.000Z"), "{text}");
        }
        assert_eq!(Timestamp::parse("2024-01-15"), None);
    }

    #[test]
    fn midnight_is_the_start_of_the_same_day() {
        let noon = Timestamp::parse("2024-01-15T12:34:56.789Z").unwrap();
        assert_eq!(noon.midnight().to_string(), "2024-01-15T00:00:00.000Z");
    }
}
