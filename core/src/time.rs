//! Time and dice, as the caller tells them.

use core::fmt;
use core::time::Duration;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::{Rfc2822, Rfc3339};

/// Wall-clock time in milliseconds since the Unix epoch.
///
/// The core never reads a clock: every function that needs the time takes `now`. Wall-clock time,
/// because deadlines outlive a restart and cross to the browser. Arithmetic saturates, so a clock
/// that steps back delays work and never underflows. The years covered are 0 to 9999.
///
/// ```
/// use tidings_core::time::Timestamp;
///
/// let at = Timestamp::from_unix_millis(1_768_473_000_250);
/// assert_eq!(at.to_string(), "2026-01-15T10:30:00.250Z");
/// assert_eq!(at.as_unix_millis(), 1_768_473_000_250);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The Unix epoch.
    pub const EPOCH: Self = Self(0);

    /// The time `millis` milliseconds after the Unix epoch.
    pub const fn from_unix_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Reads an RFC 3339 time, with any offset and any number of fractional digits.
    ///
    /// ```
    /// use tidings_core::time::Timestamp;
    ///
    /// let at = Timestamp::parse("1970-01-01T01:00:01+01:00");
    /// assert_eq!(at.map(Timestamp::as_unix_millis), Some(1000));
    /// assert_eq!(Timestamp::parse("yesterday"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let parsed = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        i64::try_from(parsed.unix_timestamp_nanos() / 1_000_000)
            .ok()
            .map(Self)
    }

    /// Reads an HTTP date in its one form of today (RFC 9110 §5.6.7): `Sun, 06 Nov 1994 08:49:37
    /// GMT`. The two forms of the last century are not read.
    ///
    /// ```
    /// use tidings_core::time::Timestamp;
    ///
    /// let at = Timestamp::parse_http_date("Fri, 20 Nov 2026 12:00:00 GMT");
    /// assert_eq!(at, Timestamp::parse("2026-11-20T12:00:00Z"));
    /// assert_eq!(Timestamp::parse_http_date("tomorrow"), None);
    /// ```
    pub fn parse_http_date(text: &str) -> Option<Self> {
        if !text.ends_with("GMT") {
            return None;
        }
        let parsed = OffsetDateTime::parse(text, &Rfc2822).ok()?;
        Some(Self(parsed.unix_timestamp().saturating_mul(1000)))
    }

    /// Milliseconds since the Unix epoch.
    pub const fn as_unix_millis(self) -> i64 {
        self.0
    }

    /// This time plus `duration`.
    ///
    /// ```
    /// use std::time::Duration;
    /// use tidings_core::time::Timestamp;
    ///
    /// let at = Timestamp::EPOCH.saturating_add(Duration::from_secs(2));
    /// assert_eq!(at.as_unix_millis(), 2000);
    /// assert_eq!(at.saturating_sub(Duration::from_secs(2)), Timestamp::EPOCH);
    /// ```
    #[must_use]
    pub fn saturating_add(self, duration: Duration) -> Self {
        Self(
            self.0
                .saturating_add(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)),
        )
    }

    /// This time minus `duration`.
    #[must_use]
    pub fn saturating_sub(self, duration: Duration) -> Self {
        Self(
            self.0
                .saturating_sub(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)),
        )
    }

    /// Time since `earlier`, or zero if the clock stepped back.
    ///
    /// ```
    /// use std::time::Duration;
    /// use tidings_core::time::Timestamp;
    ///
    /// let later = Timestamp::from_unix_millis(2000);
    /// assert_eq!(later.saturating_since(Timestamp::EPOCH), Duration::from_secs(2));
    /// // The clock was set back.
    /// assert_eq!(Timestamp::EPOCH.saturating_since(later), Duration::ZERO);
    /// ```
    pub fn saturating_since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// `2026-10-21T00:00:00.000Z`, the form of guide 000's query.
    ///
    /// ```
    /// use tidings_core::time::Timestamp;
    ///
    /// assert_eq!(Timestamp::EPOCH.to_rfc3339_millis(), "1970-01-01T00:00:00.000Z");
    /// ```
    pub fn to_rfc3339_millis(self) -> String {
        let mut text = self.date_time();
        text.push('.');
        push_digits(&mut text, self.0.rem_euclid(1000).unsigned_abs(), 100);
        text.push('Z');
        text
    }

    /// `2026-01-15T10:30:00Z`, the form of guide 004's `transmissionTimestamp`.
    ///
    /// ```
    /// use tidings_core::time::Timestamp;
    ///
    /// let at = Timestamp::from_unix_millis(1_768_473_000_999);
    /// assert_eq!(at.to_rfc3339_seconds(), "2026-01-15T10:30:00Z");
    /// ```
    pub fn to_rfc3339_seconds(self) -> String {
        let mut text = self.date_time();
        text.push('Z');
        text
    }

    fn date_time(self) -> String {
        // Outside the calendar's range the nearest end of it is shown.
        let seconds = self
            .0
            .div_euclid(1000)
            .clamp(-62_167_219_200, 253_402_300_799);
        let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let ((year, month, day), (hour, minute, second)) = (at.to_calendar_date(), at.to_hms());
        let mut text = String::with_capacity("2026-10-21T00:00:00.000Z".len());
        push_digits(&mut text, u64::from(year.unsigned_abs()), 1000);
        for (sign, part) in [
            ('-', u8::from(month)),
            ('-', day),
            ('T', hour),
            (':', minute),
            (':', second),
        ] {
            text.push(sign);
            push_digits(&mut text, u64::from(part), 10);
        }
        text
    }
}

/// The digits of `number` from that of `place` (10, 100, …) down.
fn push_digits(text: &mut String, number: u64, place: u64) {
    let mut place = place;
    while place > 0 {
        let digit = u8::try_from(number / place % 10).unwrap_or(0);
        text.push(char::from(b'0' + digit));
        place /= 10;
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_rfc3339_millis())
    }
}

/// Sixty-four random bits drawn by the caller, used for jitter.
///
/// ```
/// use std::time::Duration;
/// use tidings_core::time::Entropy;
///
/// let whole = Duration::from_secs(4);
/// assert_eq!(Entropy(0).share(whole, 25), Duration::ZERO);
/// assert_eq!(Entropy(1000).share(whole, 25), Duration::from_secs(1));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Entropy(pub u64);

impl Entropy {
    /// A share of `whole`, uniform between zero and `percent` hundredths of it.
    pub fn share(self, whole: Duration, percent: u32) -> Duration {
        let thousandth = u32::try_from(self.0 % 1001).unwrap_or(0);
        whole.saturating_mul(percent).saturating_mul(thousandth) / 100_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn the_two_forms_of_the_guides_are_written_as_they_write_them() {
        let at = Timestamp::parse("2026-01-15T12:30:00.5+02:00").unwrap();
        assert_eq!(at.to_rfc3339_millis(), "2026-01-15T10:30:00.500Z");
        assert_eq!(at.to_rfc3339_seconds(), "2026-01-15T10:30:00Z");
    }

    #[test]
    fn microseconds_and_missing_fractions_are_read() {
        assert_eq!(
            Timestamp::parse("1970-01-01T00:00:01.234567Z"),
            Some(Timestamp::from_unix_millis(1234))
        );
        assert_eq!(
            Timestamp::parse("1970-01-01T00:00:01Z"),
            Some(Timestamp::from_unix_millis(1000))
        );
        assert_eq!(Timestamp::parse("yesterday"), None);
    }

    #[test]
    fn a_clock_that_steps_back_gives_no_time() {
        let earlier = Timestamp::from_unix_millis(5000);
        assert_eq!(Timestamp::EPOCH.saturating_since(earlier), Duration::ZERO);
        assert_eq!(
            Timestamp::from_unix_millis(i64::MAX)
                .saturating_add(Duration::MAX)
                .0,
            i64::MAX
        );
        assert_eq!(
            Timestamp::from_unix_millis(i64::MAX).to_rfc3339_seconds(),
            "9999-12-31T23:59:59Z"
        );
    }

    #[test]
    fn a_share_stays_within_its_percentage() {
        let whole = Duration::from_secs(8);
        assert_eq!(Entropy(0).share(whole, 25), Duration::ZERO);
        assert_eq!(Entropy(1000).share(whole, 25), Duration::from_secs(2));
    }
}
