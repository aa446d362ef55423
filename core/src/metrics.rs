//! Guide 004's delivery metrics, and how the latencies are spread.

use core::time::Duration;

use serde::{Deserialize, Serialize};

/// What became of the transmissions so far.
///
/// ```
/// use std::time::Duration;
/// use tidings_core::metrics::Metrics;
///
/// let mut metrics = Metrics::default();
/// metrics.handle_sent(Duration::from_millis(80));
/// metrics.handle_failed();
/// assert_eq!((metrics.sent, metrics.failed), (1, 1));
/// assert_eq!((metrics.delivery_rate(), metrics.total_latency_ms), (50.0, 80.0));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Metrics {
    /// Transmissions that the platform took.
    pub sent: u64,
    /// Transmissions that ended otherwise.
    pub failed: u64,
    /// Sum of the latencies of those that were sent, in milliseconds.
    pub total_latency_ms: f64,
    /// The same latencies by size.
    pub latency: LatencyHistogram,
}

impl Metrics {
    /// Counts a transmission that the platform took after `latency`.
    pub fn handle_sent(&mut self, latency: Duration) {
        self.sent = self.sent.saturating_add(1);
        self.total_latency_ms += millis(latency);
        self.latency.record(latency);
    }

    /// Counts a transmission that ended otherwise.
    pub const fn handle_failed(&mut self) {
        self.failed = self.failed.saturating_add(1);
    }

    /// Sent of all, in percent; 0 when there was none (guide 004).
    pub fn delivery_rate(&self) -> f64 {
        delivery_rate(self.sent, self.failed)
    }
}

/// `sent / (sent + failed) × 100`; 0 when there was none (guide 004).
///
/// ```
/// use tidings_core::metrics::delivery_rate;
///
/// assert_eq!(delivery_rate(3, 1), 75.0);
/// assert_eq!(delivery_rate(0, 0), 0.0);
/// ```
#[expect(
    clippy::cast_precision_loss,
    reason = "a percentage needs no more than 53 bits"
)]
pub fn delivery_rate(sent: u64, failed: u64) -> f64 {
    match sent.saturating_add(failed) {
        0 => 0.0,
        total => sent as f64 / total as f64 * 100.0,
    }
}

/// Milliseconds with their fraction, as guide 004 writes latencies; whole microseconds.
///
/// ```
/// use std::time::Duration;
/// use tidings_core::metrics::millis;
///
/// assert_eq!(millis(Duration::from_micros(1250)), 1.25);
/// ```
#[expect(
    clippy::cast_precision_loss,
    reason = "exact for latencies below 285 years"
)]
pub fn millis(latency: Duration) -> f64 {
    latency.as_micros() as f64 / 1000.0
}

/// Latencies counted in fixed buckets, so that counts of several processes can be added.
///
/// ```
/// use std::time::Duration;
/// use tidings_core::metrics::LatencyHistogram;
///
/// let (mut here, mut there) = (LatencyHistogram::default(), LatencyHistogram::default());
/// here.record(Duration::from_millis(80));
/// there.record(Duration::from_millis(400));
/// here.merge(&there);
/// assert_eq!(here.count(), 2);
/// assert_eq!((here.percentile_ms(50), here.percentile_ms(95)), (Some(100), Some(500)));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LatencyHistogram {
    /// One count a bound, then one for everything slower.
    counts: [u64; Self::BOUNDS_MS.len() + 1],
}

impl LatencyHistogram {
    /// Upper bounds of the buckets in milliseconds, each included. The last is the time limit of a
    /// whole request.
    pub const BOUNDS_MS: [u64; 12] = [
        5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000,
    ];

    /// Counts one latency.
    pub fn record(&mut self, latency: Duration) {
        let bucket =
            Self::BOUNDS_MS.partition_point(|&bound| latency > Duration::from_millis(bound));
        if let Some(count) = self.counts.get_mut(bucket) {
            *count = count.saturating_add(1);
        }
    }

    /// Adds another histogram's counts.
    pub fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count = count.saturating_add(more);
        }
    }

    /// How many latencies were counted.
    pub fn count(&self) -> u64 {
        self.counts.iter().copied().fold(0, u64::saturating_add)
    }

    /// Upper bound in milliseconds and count of each bucket; the last one, of everything slower,
    /// has no bound.
    ///
    /// ```
    /// use std::time::Duration;
    /// use tidings_core::metrics::LatencyHistogram;
    ///
    /// let mut latency = LatencyHistogram::default();
    /// latency.record(Duration::from_secs(31));
    /// assert_eq!(latency.buckets().last(), Some((None, 1)));
    /// ```
    pub fn buckets(&self) -> impl Iterator<Item = (Option<u64>, u64)> {
        let bounds = Self::BOUNDS_MS.into_iter().map(Some).chain([None]);
        bounds.zip(self.counts)
    }

    /// The bound in milliseconds under which at least `percent` of the latencies lie; `None` when
    /// there are none, or when that many are not within the last bound.
    pub fn percentile_ms(&self, percent: u8) -> Option<u64> {
        let needed = (u128::from(self.count()) * u128::from(percent)).div_ceil(100);
        let mut reached = 0;
        self.buckets()
            .find(|&(_, count)| {
                reached += u128::from(count);
                count > 0 && reached >= needed
            })
            .and_then(|(bound, _)| bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    fn histogram(latencies_ms: &[u64]) -> LatencyHistogram {
        let mut histogram = LatencyHistogram::default();
        for &latency in latencies_ms {
            histogram.record(Duration::from_millis(latency));
        }
        histogram
    }

    #[test]
    fn the_delivery_rate_is_zero_when_there_is_nothing() {
        let mut metrics = Metrics::default();
        assert!(metrics.delivery_rate().abs() < f64::EPSILON);
        metrics.handle_sent(Duration::from_micros(12_500));
        metrics.handle_sent(Duration::from_millis(20));
        metrics.handle_sent(Duration::from_millis(30));
        metrics.handle_failed();
        assert!((metrics.delivery_rate() - 75.0).abs() < 1e-9);
        assert!((metrics.total_latency_ms - 62.5).abs() < 1e-9);
        assert_eq!(metrics.latency.count(), 3);
    }

    #[test]
    fn a_latency_falls_into_the_first_bucket_that_holds_it() {
        let filled: Vec<_> = histogram(&[0, 5, 6, 30_000, 30_001])
            .buckets()
            .filter(|&(_, count)| count > 0)
            .collect();
        assert_eq!(
            filled,
            [(Some(5), 2), (Some(10), 1), (Some(30_000), 1), (None, 1)]
        );
    }

    #[test]
    fn a_percentile_is_the_bound_of_its_bucket() {
        assert_eq!(histogram(&[]).percentile_ms(50), None);
        let histogram = histogram(&[3, 7, 20, 40, 60_000]);
        assert_eq!(histogram.percentile_ms(0), Some(5));
        assert_eq!(histogram.percentile_ms(50), Some(25));
        assert_eq!(histogram.percentile_ms(80), Some(50));
        assert_eq!(histogram.percentile_ms(99), None);
    }

    #[test]
    fn histograms_of_two_processes_add_up() {
        let mut one = histogram(&[1, 100]);
        one.merge(&histogram(&[1, 99_999]));
        assert_eq!(one, histogram(&[1, 1, 100, 99_999]));
    }

    #[test]
    fn metrics_are_named_as_the_guide_names_them() {
        let json = serde_json::to_value(Metrics::default()).unwrap();
        for name in ["sent", "failed", "total_latency_ms"] {
            assert!(json.get(name).is_some(), "{name}");
        }
        assert_eq!(
            serde_json::from_value::<Metrics>(json).unwrap(),
            Metrics::default()
        );
    }
}
