//! Stretches of time, cut to what one query takes.

use core::fmt;
use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// The longest interval of a details query (third party: PLATFORM-API §5.3).
pub const SLICE_MAX: Duration = Duration::from_hours(24 * 31);

/// From a moment to just before another; never empty.
///
/// ```
/// use tidings_core::audience::{Interval, SLICE_MAX};
/// use tidings_core::time::Timestamp;
///
/// let from = Timestamp::parse("2026-05-01T10:00:00Z").expect("a time");
/// let to = Timestamp::parse("2026-07-01T10:00:00Z").expect("a time");
/// let window = Interval::new(from, to).expect("not empty");
/// assert_eq!(window.slices().len(), 2);
/// assert!(window.slices().iter().all(|one| one.to().saturating_since(one.from()) <= SLICE_MAX));
/// assert_eq!(Interval::new(to, from), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    from: Timestamp,
    to: Timestamp,
}

impl Interval {
    /// Nothing where the end is not after the start.
    pub fn new(from: Timestamp, to: Timestamp) -> Option<Self> {
        (from < to).then_some(Self { from, to })
    }

    /// Its first moment.
    pub const fn from(self) -> Timestamp {
        self.from
    }

    /// The moment after its last.
    pub const fn to(self) -> Timestamp {
        self.to
    }

    /// Whether a moment lies in it.
    pub fn holds(self, moment: Timestamp) -> bool {
        (self.from..self.to).contains(&moment)
    }

    /// Its part before `end`.
    ///
    /// ```
    /// use tidings_core::audience::Interval;
    /// use tidings_core::time::Timestamp;
    ///
    /// let at = Timestamp::from_unix_millis;
    /// let window = Interval::new(at(1000), at(3000)).ok_or("empty")?;
    /// assert!(window.holds(at(1000)) && !window.holds(at(3000)));
    /// assert_eq!(window.before(at(2000)), Interval::new(at(1000), at(2000)));
    /// assert_eq!(window.since(at(2000)), Interval::new(at(2000), at(3000)));
    /// assert_eq!(window.before(at(1000)), None);
    /// # Ok::<_, &str>(())
    /// ```
    pub fn before(self, end: Timestamp) -> Option<Self> {
        Self::new(self.from, self.to.min(end))
    }

    /// Its part from `start` on.
    pub fn since(self, start: Timestamp) -> Option<Self> {
        Self::new(self.from.max(start), self.to)
    }

    /// The same time in pieces that a details query takes, the earliest first. They are cut at
    /// midnight (UTC), because a query answers with every day that it touches.
    pub fn slices(self) -> Vec<Self> {
        let mut slices = Vec::new();
        let mut rest = Some(self);
        while let Some(slice) = rest {
            let end = midnight_until(slice.from.saturating_add(SLICE_MAX)).max(slice.from);
            let end = if slice.to.saturating_since(slice.from) <= SLICE_MAX {
                slice.to
            } else {
                end
            };
            slices.extend(slice.before(end));
            rest = slice.since(end);
        }
        slices
    }

    /// Two halves, cut at midnight (UTC); nothing where it lies within one day.
    ///
    /// ```
    /// use tidings_core::audience::Interval;
    /// use tidings_core::time::Timestamp;
    ///
    /// let at = |text| Timestamp::parse(text).ok_or("a time");
    /// let window = Interval::new(at("2026-05-01T20:00:00Z")?, at("2026-05-02T09:00:00Z")?);
    /// let (first, second) = window.and_then(Interval::halves).ok_or("two days")?;
    /// assert_eq!(first.to(), at("2026-05-02T00:00:00Z")?);
    /// assert_eq!((second.from(), second.halves()), (first.to(), None));
    /// # Ok::<_, &str>(())
    /// ```
    pub fn halves(self) -> Option<(Self, Self)> {
        let half = self.to.saturating_since(self.from) / 2;
        let early = midnight_until(self.from.saturating_add(half));
        let late = early.saturating_add(DAY);
        [early, late].into_iter().find_map(|cut| {
            let first = Self::new(self.from, cut)?;
            Some((first, Self::new(cut, self.to)?))
        })
    }
}

/// `start/end`, as analytics takes it.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.from, self.to)
    }
}

/// The last midnight (UTC) that is not after `moment`.
fn midnight_until(moment: Timestamp) -> Timestamp {
    let day = i64::try_from(DAY.as_millis()).unwrap_or(i64::MAX);
    let millis = moment.as_unix_millis();
    Timestamp::from_unix_millis(millis - millis.rem_euclid(day))
}

const DAY: Duration = Duration::from_hours(24);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[crate::testing::test]
    fn a_window_of_31_days_is_one_slice_and_a_longer_one_is_cut_at_midnight() {
        let month = Interval::new(at("2026-05-01T10:00:00Z"), at("2026-06-01T10:00:00Z")).unwrap();
        assert_eq!(month.slices(), [month]);
        let longer = Interval::new(month.from(), at("2026-06-01T10:00:01Z")).unwrap();
        let cut = at("2026-06-01T00:00:00Z");
        assert_eq!(
            longer.slices(),
            [longer.before(cut).unwrap(), longer.since(cut).unwrap()]
        );
    }

    #[crate::testing::test]
    fn one_day_has_no_halves() {
        let day = Interval::new(at("2026-05-01T00:00:00Z"), at("2026-05-02T00:00:00Z")).unwrap();
        assert_eq!(day.halves(), None);
        let two = Interval::new(at("2026-05-01T23:00:00Z"), at("2026-05-02T01:00:00Z")).unwrap();
        let (first, second) = two.halves().unwrap();
        assert_eq!(first.to(), at("2026-05-02T00:00:00Z"));
        assert_eq!(second.from(), first.to());
    }

    proptest! {
        #[test]
        fn slices_and_halves_cover_all_of_it_and_nothing_twice(
            from in 0_i64..2_000_000_000_000,
            length in 1_i64..200 * 86_400_000,
        ) {
            let whole = Interval::new(
                Timestamp::from_unix_millis(from),
                Timestamp::from_unix_millis(from + length),
            ).unwrap();
            let slices = whole.slices();
            prop_assert_eq!(slices.first().unwrap().from(), whole.from());
            prop_assert_eq!(slices.last().unwrap().to(), whole.to());
            for pair in slices.windows(2) {
                prop_assert_eq!(pair[0].to(), pair[1].from());
            }
            for slice in slices {
                prop_assert!(slice.to().saturating_since(slice.from()) <= SLICE_MAX);
                if let Some((first, second)) = slice.halves() {
                    prop_assert_eq!(first.from(), slice.from());
                    prop_assert_eq!(first.to(), second.from());
                    prop_assert_eq!(second.to(), slice.to());
                }
            }
        }
    }
}
