//! Is the platform well enough to be sent to? An hour of trouble must not turn an audience into
//! doubt.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use crate::outcome::Outcome;
use crate::time::Timestamp;

/// So many troubled send outcomes in a row pause the connection.
pub const TROUBLES_BEFORE_PAUSE: u32 = 3;

/// The wait before the first probe.
pub const FIRST_PROBE_DELAY: Duration = Duration::from_secs(5);

/// The longest wait between probes.
pub const MAX_PROBE_DELAY: Duration = Duration::from_mins(1);

/// What may be done on a connection.
///
/// ```
/// use tidings_core::health::{ConnectionHealth, HealthStep};
/// use tidings_core::time::Timestamp;
///
/// assert_eq!(ConnectionHealth::new().poll(Timestamp::EPOCH), HealthStep::Open);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HealthStep {
    /// Attempts may start.
    Open,
    /// A read got through after a pause, but no send has yet. Let one attempt start and learn its
    /// outcome before the next, so that a trouble that only sends meet costs one delivery, not
    /// three.
    OnTrial,
    /// No attempt may start; make a read or token call now and report it.
    ProbeNow,
    /// No attempt may start before the next probe.
    Paused {
        /// When the next probe is due.
        probe_at: Timestamp,
    },
}

/// A connection's health: pauses it after [`TROUBLES_BEFORE_PAUSE`] troubled sends in a row, until
/// a read or token call succeeds.
///
/// A trouble is a 5xx, a time-out or a cut connection on a send. What was never opened proves
/// nothing about sends and has its own backoff.
///
/// ```
/// use tidings_core::health::{ConnectionHealth, FIRST_PROBE_DELAY, HealthStep};
/// use tidings_core::outcome::Outcome;
/// use tidings_core::time::Timestamp;
///
/// let now = Timestamp::EPOCH;
/// let mut health = ConnectionHealth::new();
/// for _ in 0..3 {
///     let lost = Outcome::InDoubt { reason: "no reply within 30 s".to_owned() };
///     health.handle_outcome(&lost, now);
/// }
/// let probe_at = now.saturating_add(FIRST_PROBE_DELAY);
/// assert_eq!(health.poll(now), HealthStep::Paused { probe_at });
///
/// assert_eq!(health.poll(probe_at), HealthStep::ProbeNow);
/// health.handle_probe(true, probe_at);
/// assert_eq!(health.poll(probe_at), HealthStep::OnTrial);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionHealth {
    phase: Phase,
    /// The wait before the next probe.
    delay: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Phase {
    Open { troubles: u32 },
    OnTrial,
    Paused { probe_at: Timestamp },
}

impl ConnectionHealth {
    /// A connection that nothing is known against.
    pub const fn new() -> Self {
        Self {
            phase: Phase::Open { troubles: 0 },
            delay: FIRST_PROBE_DELAY,
        }
    }

    /// What may be done now. [`HealthStep::ProbeNow`] is answered once a probe: a probe that is
    /// never reported is taken for lost after a while.
    pub fn poll(&mut self, now: Timestamp) -> HealthStep {
        match &mut self.phase {
            Phase::Open { .. } => HealthStep::Open,
            Phase::OnTrial => HealthStep::OnTrial,
            Phase::Paused { probe_at } => {
                // Further away than any probe is planned: the clock was set back.
                *probe_at = (*probe_at).min(now.saturating_add(MAX_PROBE_DELAY));
                if *probe_at > now {
                    return HealthStep::Paused {
                        probe_at: *probe_at,
                    };
                }
                *probe_at = now.saturating_add(PROBE_TIME_LIMIT);
                HealthStep::ProbeNow
            }
        }
    }

    /// Learns the outcome of a send. One that was on its way when the pause began changes nothing.
    pub fn handle_outcome(&mut self, outcome: &Outcome, now: Timestamp) {
        let Some(is_trouble) = is_trouble(outcome) else {
            return;
        };
        match &mut self.phase {
            Phase::Paused { .. } => {}
            Phase::OnTrial if is_trouble => self.pause(now),
            Phase::Open { troubles } if is_trouble => {
                *troubles = troubles.saturating_add(1);
                if *troubles >= TROUBLES_BEFORE_PAUSE {
                    self.pause(now);
                }
            }
            Phase::OnTrial | Phase::Open { .. } => *self = Self::new(),
        }
    }

    /// Learns whether a read or token call succeeded, be it a probe or any other.
    pub fn handle_probe(&mut self, succeeded: bool, now: Timestamp) {
        if !matches!(self.phase, Phase::Paused { .. }) {
            return;
        }
        if succeeded {
            self.phase = Phase::OnTrial;
        } else {
            self.pause(now);
        }
    }

    /// Whether attempts are held up.
    pub const fn is_paused(&self) -> bool {
        matches!(self.phase, Phase::Paused { .. })
    }

    /// The next time worth calling [`Self::poll`].
    pub const fn poll_timeout(&self) -> Option<Timestamp> {
        match self.phase {
            Phase::Paused { probe_at } => Some(probe_at),
            Phase::Open { .. } | Phase::OnTrial => None,
        }
    }

    fn pause(&mut self, now: Timestamp) {
        self.phase = Phase::Paused {
            probe_at: now.saturating_add(self.delay),
        };
        self.delay = (self.delay * 2).min(MAX_PROBE_DELAY);
    }
}

impl Default for ConnectionHealth {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether a send met trouble; `None` where the outcome tells neither.
const fn is_trouble(outcome: &Outcome) -> Option<bool> {
    match outcome {
        Outcome::InDoubt { .. } | Outcome::ServerError(_) => Some(true),
        Outcome::NeverOpened { .. } => None,
        Outcome::Accepted(_)
        | Outcome::Conflict(_)
        | Outcome::Rejected(_)
        | Outcome::Throttled { .. }
        | Outcome::Unauthorized(_) => Some(false),
    }
}

/// A probe that was not reported by then is lost: connecting takes at most 5 s and a whole request
/// 30 s.
const PROBE_TIME_LIMIT: Duration = Duration::from_secs(35);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::Acceptance;
    use crate::testing::test;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_millis(seconds * 1000)
    }

    fn lost() -> Outcome {
        Outcome::InDoubt {
            reason: "cut".into(),
        }
    }

    fn accepted() -> Outcome {
        Outcome::Accepted(Acceptance::default())
    }

    fn paused() -> ConnectionHealth {
        let mut health = ConnectionHealth::new();
        for _ in 0..TROUBLES_BEFORE_PAUSE {
            assert_eq!(health.poll(at(0)), HealthStep::Open);
            health.handle_outcome(&lost(), at(0));
        }
        health
    }

    #[test]
    fn three_troubles_in_a_row_pause_the_connection() {
        let mut health = paused();
        assert!(health.is_paused());
        assert_eq!(health.poll(at(1)), HealthStep::Paused { probe_at: at(5) });
        assert_eq!(health.poll_timeout(), Some(at(5)));
    }

    #[test]
    fn an_answer_in_between_starts_the_count_anew_and_a_closed_door_does_not() {
        let mut health = ConnectionHealth::new();
        for _ in 0..2 {
            health.handle_outcome(&lost(), at(0));
            health.handle_outcome(&lost(), at(0));
            health.handle_outcome(&Outcome::Throttled { retry_after: None }, at(0));
        }
        health.handle_outcome(&lost(), at(0));
        health.handle_outcome(&lost(), at(0));
        let never_opened = Outcome::NeverOpened {
            reason: "refused".into(),
        };
        health.handle_outcome(&never_opened, at(0));
        assert!(!health.is_paused());
        health.handle_outcome(&lost(), at(0));
        assert!(health.is_paused());
    }

    #[test]
    fn probes_are_made_at_five_seconds_doubling_to_a_minute() {
        let mut health = paused();
        let mut now = at(0);
        let mut delays = Vec::new();
        for _ in 0..6 {
            let HealthStep::Paused { probe_at } = health.poll(now) else {
                panic!("not paused");
            };
            delays.push(probe_at.saturating_since(now).as_secs());
            now = probe_at;
            assert_eq!(health.poll(now), HealthStep::ProbeNow);
            health.handle_probe(false, now);
        }
        assert_eq!(delays, [5, 10, 20, 40, 60, 60]);
    }

    #[test]
    fn a_read_that_gets_through_lets_one_attempt_try_and_an_answer_opens_again() {
        let mut health = paused();
        health.handle_probe(true, at(3));
        assert_eq!(health.poll(at(3)), HealthStep::OnTrial);
        health.handle_outcome(&accepted(), at(4));
        assert_eq!(health.poll(at(4)), HealthStep::Open);
        assert_eq!(health, ConnectionHealth::new());
    }

    #[test]
    fn trouble_on_trial_pauses_at_once_and_for_longer() {
        let mut health = paused();
        health.handle_probe(true, at(5));
        health.handle_outcome(&lost(), at(6));
        assert_eq!(health.poll(at(6)), HealthStep::Paused { probe_at: at(16) });
    }

    #[test]
    fn an_hour_of_trouble_that_only_sends_meet_costs_few_deliveries() {
        let mut health = ConnectionHealth::new();
        let (mut now, mut doubted) = (at(0), 0);
        while now < at(3600) {
            match health.poll(now) {
                HealthStep::Open | HealthStep::OnTrial => {
                    health.handle_outcome(&lost(), now);
                    doubted += 1;
                }
                HealthStep::ProbeNow => health.handle_probe(true, now),
                HealthStep::Paused { probe_at } => now = probe_at,
            }
        }
        assert!(doubted <= 66, "{doubted} deliveries in doubt");
    }

    #[test]
    fn outcomes_that_arrive_during_a_pause_change_nothing() {
        let mut health = paused();
        health.handle_outcome(&accepted(), at(1));
        health.handle_outcome(&lost(), at(1));
        assert_eq!(health.poll(at(1)), HealthStep::Paused { probe_at: at(5) });
    }

    #[test]
    fn one_probe_at_a_time_and_a_lost_one_is_made_again() {
        let mut health = paused();
        assert_eq!(health.poll(at(5)), HealthStep::ProbeNow);
        assert_eq!(health.poll(at(6)), HealthStep::Paused { probe_at: at(40) });
        assert_eq!(health.poll(at(40)), HealthStep::ProbeNow);
    }

    #[test]
    fn a_clock_that_steps_back_delays_a_probe_by_a_minute_at_most() {
        let mut health = paused();
        assert_eq!(
            health.poll(at(-9999)),
            HealthStep::Paused {
                probe_at: at(-9939)
            }
        );
    }

    #[test]
    fn a_pause_outlives_a_restart() {
        let health = paused();
        let json = serde_json::to_string(&health).unwrap();
        assert_eq!(
            serde_json::from_str::<ConnectionHealth>(&json).unwrap(),
            health
        );
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod properties {
        use proptest::prelude::*;

        use super::*;

        proptest! {
            /// Whatever comes in whatever order: a pause begins after three troubles and ends by a
            /// probe only, and while it lasts the platform is asked no more often than planned.
            #[test]
            fn no_attempt_begins_in_a_pause(
                events in proptest::collection::vec((0i64..40, 0u8..8), 1..300),
            ) {
                let mut health = ConnectionHealth::new();
                let (mut now, mut troubles, mut last_probe) = (0, 0, None::<i64>);
                for (gap, event) in events {
                    now += gap;
                    let was_paused = health.is_paused();
                    match event {
                        0..=3 => {
                            health.handle_outcome(&lost(), at(now));
                            troubles += 1;
                        }
                        4 => {
                            health.handle_outcome(&accepted(), at(now));
                            troubles = 0;
                        }
                        5 => health.handle_probe(false, at(now)),
                        6 => health.handle_probe(true, at(now)),
                        _ => {}
                    }
                    if was_paused {
                        prop_assert_eq!(health.is_paused(), event != 6);
                    }
                    match health.poll(at(now)) {
                        HealthStep::Open => prop_assert!(troubles < 3 || event == 4),
                        HealthStep::OnTrial => last_probe = None,
                        HealthStep::ProbeNow => {
                            let is_early = last_probe.is_some_and(|last| now < last + 5);
                            prop_assert!(!is_early, "two probes within five seconds");
                            last_probe = Some(now);
                        }
                        HealthStep::Paused { probe_at } => {
                            prop_assert!(probe_at > at(now));
                            prop_assert!(probe_at <= at(now + 60));
                        }
                    }
                }
            }
        }
    }
}
