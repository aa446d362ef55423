//! Flows as water, budgets as pipes: how much of each goes through while nothing changes, until
//! something does.
//!
//! Between two changes (a flow has run dry, what a budget had saved up is spent, a hold ends) every
//! flow has one rate: its share of the budget that binds it. Shares are equal, as campaigns take
//! turns; a flow that another budget keeps below its share leaves the rest to the others
//! (max-min fairness, by progressive filling).

use super::Waiting;
use crate::pace::{BudgetName, Budgets, Flow, SINGLES_IN_A_ROW};
use crate::time::Timestamp;

/// One flow on its way. Times are milliseconds from now.
pub(super) struct Stream {
    /// Its budgets' places.
    pipes: Vec<usize>,
    names: Vec<BudgetName>,
    left: f64,
    /// Its part when others want the same.
    weight: f64,
    ended_after: f64,
    held_for: Option<f64>,
    /// What each of its budgets did to it.
    bound: Vec<Bound>,
}

/// How a budget bound a flow.
#[derive(Clone, Copy, Default)]
struct Bound {
    /// So long nothing went.
    held: f64,
    /// So long it went at a part of the budget's rate.
    flowed: f64,
    /// So many went in that time.
    sent: f64,
    /// Messages a millisecond if the flow had the budget for itself.
    rate: f64,
}

/// One budget on its way.
struct Pipe {
    /// Messages a millisecond.
    rate: f64,
    /// Messages saved up.
    credit: f64,
    capacity: f64,
    held_for: f64,
}

/// What a budget knows of itself; messages are counted in 60 000ths.
pub(in crate::pace) struct Bucket {
    pub(in crate::pace) per_minute: u32,
    pub(in crate::pace) credit: u64,
    pub(in crate::pace) capacity: u64,
    /// In milliseconds from now.
    pub(in crate::pace) held_for: u64,
}

/// What a flow gets for a while.
#[derive(Clone, Copy)]
enum Share {
    /// It waits for a hold to end, or is dry.
    None,
    /// Messages a millisecond, and the budget that keeps it there, by its place in the flow.
    Bound { rate: f64, by: usize },
    /// No budget keeps it from going at once.
    AtOnce,
}

/// Lets every flow run to its end.
pub(super) fn run(budgets: &Budgets, waiting: &[Waiting], now: Timestamp) -> Vec<Stream> {
    let mut run = Run::new(budgets, waiting, now);
    // Each step ends a flow, a hold or what a budget has saved up. What was spent can be saved up
    // again, once for each flow that ends.
    let steps = (run.streams.len() + 2) * (run.pipes.len() + 2) * 2;
    for _ in 0..steps {
        if !run.step() {
            break;
        }
    }
    run.streams
}

struct Run {
    streams: Vec<Stream>,
    pipes: Vec<Pipe>,
    elapsed: f64,
}

impl Run {
    fn new(budgets: &Budgets, waiting: &[Waiting], now: Timestamp) -> Self {
        let mut names: Vec<&BudgetName> = Vec::new();
        let mut pipes = Vec::new();
        let campaigns = waiting.iter().filter(|it| !matches!(it.flow, Flow::Single));
        let campaigns = campaigns.filter(|it| it.count > 0).count().max(1);
        let streams = waiting.iter().map(|waiting| {
            let mut places = Vec::new();
            let mut known = Vec::new();
            for name in &waiting.toll {
                let place = names.iter().position(|it| *it == name).or_else(|| {
                    pipes.push(Pipe::of(&budgets.bucket(name, now)?));
                    names.push(name);
                    Some(names.len() - 1)
                });
                if let Some(place) = place.filter(|place| !places.contains(place)) {
                    places.push(place);
                    known.push(name.clone());
                }
            }
            let rate = |place: &usize| pipes.get(*place).map_or(0.0, |pipe: &Pipe| pipe.rate);
            let bound = places.iter().map(|place| Bound {
                rate: rate(place),
                ..Bound::default()
            });
            Stream {
                bound: bound.collect(),
                pipes: places,
                names: known,
                left: float(waiting.count),
                weight: match waiting.flow {
                    Flow::Single => f64::from(SINGLES_IN_A_ROW),
                    Flow::Campaign(_) => 1.0 / float(campaigns as u64),
                },
                ended_after: 0.0,
                held_for: None,
            }
        });
        let streams = streams.collect();
        Self {
            streams,
            pipes,
            elapsed: 0.0,
        }
    }

    /// Goes on to the next change; false when there is none.
    fn step(&mut self) -> bool {
        let shares = self.shares();
        let at_once = self.at_once(&shares);
        if at_once > 0.0 {
            self.take_at_once(&shares, at_once);
            return true;
        }
        let span = self.until_next_change(&shares);
        if !span.is_finite() {
            return false;
        }
        self.advance(&shares, span);
        true
    }

    /// What each flow gets now.
    fn shares(&self) -> Vec<Share> {
        let mut shares = vec![Share::AtOnce; self.streams.len()];
        for (stream, share) in self.streams.iter().zip(&mut shares) {
            if stream.left <= DRY || self.held_for(stream) > self.elapsed + DRY {
                *share = Share::None;
            }
        }
        // The budget whose equal parts are smallest binds those that pass it; what they get is
        // taken from the others' budgets; and so on with the rest.
        loop {
            let binding = self.pipes.iter().enumerate().filter_map(|(place, pipe)| {
                if pipe.credit > DRY {
                    return None;
                }
                let part = self.part(place, pipe, &shares)?;
                Some((place, part))
            });
            let Some((place, part)) = binding.min_by(|a, b| a.1.total_cmp(&b.1)) else {
                return shares;
            };
            for (stream, share) in self.streams.iter().zip(&mut shares) {
                let by = stream.pipes.iter().position(|it| *it == place);
                if let (Share::AtOnce, Some(by)) = (*share, by) {
                    let rate = part * stream.weight;
                    *share = Share::Bound { rate, by };
                }
            }
        }
    }

    /// What a budget has left for each unit of weight of those that nothing binds yet.
    fn part(&self, place: usize, pipe: &Pipe, shares: &[Share]) -> Option<f64> {
        let (mut weight, mut rest) = (0.0, pipe.rate);
        for (stream, share) in self.streams.iter().zip(shares) {
            if !stream.pipes.contains(&place) {
                continue;
            }
            match share {
                Share::AtOnce => weight += stream.weight,
                Share::Bound { rate, .. } => rest -= rate,
                Share::None => {}
            }
        }
        (weight > 0.0).then(|| rest.max(0.0) / weight)
    }

    /// How much goes at once for each unit of weight: until a flow is dry or what a budget has
    /// saved up is spent.
    fn at_once(&self, shares: &[Share]) -> f64 {
        let mut most: f64 = f64::INFINITY;
        let mut weights = vec![0.0; self.pipes.len()];
        for (stream, share) in self.streams.iter().zip(shares) {
            if matches!(share, Share::AtOnce) {
                most = most.min(stream.left / stream.weight);
                for place in &stream.pipes {
                    if let Some(weight) = weights.get_mut(*place) {
                        *weight += stream.weight;
                    }
                }
            }
        }
        for (pipe, weight) in self.pipes.iter().zip(weights) {
            if weight > 0.0 {
                most = most.min(pipe.credit / weight);
            }
        }
        if most.is_finite() { most } else { 0.0 }
    }

    fn take_at_once(&mut self, shares: &[Share], amount: f64) {
        for (stream, share) in self.streams.iter_mut().zip(shares) {
            if matches!(share, Share::AtOnce) {
                let taken = amount * stream.weight;
                stream.take(taken, self.elapsed);
                for place in &stream.pipes {
                    if let Some(pipe) = self.pipes.get_mut(*place) {
                        pipe.credit = rounded(pipe.credit - taken);
                    }
                }
            }
        }
    }

    /// Until a flow is dry, what a budget has saved up is spent, or a hold ends.
    fn until_next_change(&self, shares: &[Share]) -> f64 {
        let mut span = f64::INFINITY;
        for (stream, share) in self.streams.iter().zip(shares) {
            match share {
                Share::Bound { rate, .. } if *rate > 0.0 => span = span.min(stream.left / rate),
                Share::None if stream.left > DRY => {
                    span = span.min(self.held_for(stream) - self.elapsed);
                }
                _ => {}
            }
        }
        for (place, pipe) in self.pipes.iter().enumerate() {
            let used = self.used(place, shares);
            if pipe.credit > DRY && used > pipe.rate {
                span = span.min(pipe.credit / (used - pipe.rate));
            }
        }
        span
    }

    fn advance(&mut self, shares: &[Share], span: f64) {
        let used: Vec<f64> = (0..self.pipes.len())
            .map(|place| self.used(place, shares))
            .collect();
        let before = self.elapsed;
        self.elapsed += span;
        for (pipe, used) in self.pipes.iter_mut().zip(used) {
            let credit = pipe.credit + (pipe.rate - used) * span;
            pipe.credit = rounded(credit.min(pipe.capacity));
            if pipe.held_for > before {
                // While held, no more is saved up than the message that goes when the hold ends.
                let since = (self.elapsed - pipe.held_for).max(0.0);
                pipe.credit = pipe.credit.min(1.0 + pipe.rate * since);
            }
        }
        for (place, share) in shares.iter().enumerate() {
            let holds = self.streams.get(place).map(|it| self.holds(it));
            let Some(stream) = self.streams.get_mut(place) else {
                continue;
            };
            match *share {
                Share::Bound { rate, by } => {
                    if let Some(bound) = stream.bound.get_mut(by) {
                        bound.flowed += span;
                        bound.sent += rate * span;
                    }
                    stream.take(rate * span, self.elapsed);
                }
                Share::None if stream.left > DRY => {
                    if let Some((by, until)) = holds.flatten() {
                        if let Some(bound) = stream.bound.get_mut(by) {
                            bound.held += span;
                        }
                        stream.held_for = Some(until);
                    }
                }
                Share::None | Share::AtOnce => {}
            }
        }
    }

    fn used(&self, place: usize, shares: &[Share]) -> f64 {
        let passing = self.streams.iter().zip(shares);
        let rates = passing.filter_map(|(stream, share)| match share {
            Share::Bound { rate, .. } if stream.pipes.contains(&place) => Some(*rate),
            _ => None,
        });
        rates.sum()
    }

    fn held_for(&self, stream: &Stream) -> f64 {
        self.holds(stream).map_or(0.0, |(_, until)| until)
    }

    /// The budget that holds a flow longest, by its place in the flow, and until when.
    fn holds(&self, stream: &Stream) -> Option<(usize, f64)> {
        let places = stream.pipes.iter().enumerate();
        let holds = places.filter_map(|(by, place)| Some((by, self.pipes.get(*place)?.held_for)));
        holds.max_by(|a, b| a.1.total_cmp(&b.1))
    }
}

impl Stream {
    /// When its last message begins.
    pub(super) const fn ended_after(&self) -> f64 {
        self.ended_after
    }

    /// How long nothing of it goes at all.
    pub(super) const fn held_for(&self) -> Option<f64> {
        self.held_for
    }

    /// What bound it longest, and how many of it went in a minute then. Where nothing had to be
    /// waited for, it is the slowest of its budgets.
    pub(super) fn binds(&self) -> Option<(BudgetName, u32)> {
        let bound = self.names.iter().zip(&self.bound);
        let (name, bound) = bound.max_by(|(_, a), (_, b)| {
            let time = (a.held + a.flowed).total_cmp(&(b.held + b.flowed));
            time.then(b.rate.total_cmp(&a.rate))
        })?;
        let flowed: f64 = self.bound.iter().map(|bound| bound.flowed).sum();
        let rate = if bound.flowed > bound.held {
            bound.sent / bound.flowed
        } else if flowed > 0.0 {
            // It held the flow up more than it slowed it down; after that, others bound.
            self.bound.iter().map(|bound| bound.sent).sum::<f64>() / flowed
        } else {
            bound.rate
        };
        Some((name.clone(), whole(rate * 60_000.0).max(1)))
    }

    fn take(&mut self, amount: f64, elapsed: f64) {
        self.left = rounded(self.left - amount);
        self.ended_after = elapsed;
    }
}

impl Pipe {
    fn of(bucket: &Bucket) -> Self {
        Self {
            rate: f64::from(bucket.per_minute) / 60_000.0,
            credit: float(bucket.credit) / 60_000.0,
            capacity: float(bucket.capacity) / 60_000.0,
            held_for: float(bucket.held_for),
        }
    }
}

/// What is as good as nothing, of a message or of a millisecond.
const DRY: f64 = 1e-6;

/// Without what arithmetic leaves over.
fn rounded(amount: f64) -> f64 {
    if amount <= DRY { 0.0 } else { amount }
}

#[expect(clippy::cast_precision_loss, reason = "a forecast needs no 53rd bit")]
fn float(number: u64) -> f64 {
    number as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, and rates are not negative"
)]
fn whole(number: f64) -> u32 {
    number.round() as u32
}
