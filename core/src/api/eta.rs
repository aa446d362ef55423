//! When a campaign will be through.

use serde::{Deserialize, Serialize};

use crate::pace::{Forecast, Stall};
use crate::time::Timestamp;

/// When the last message of a campaign should begin and what that depends on, or why nobody can
/// say.
///
/// ```
/// use tidings_core::api::EtaView;
/// use tidings_core::pace::Stall;
/// use tidings_core::time::Timestamp;
///
/// let eta = EtaView::unknown(Stall::Stopped);
/// assert_eq!(eta.at, None);
/// assert_eq!(eta.in_words(Timestamp::EPOCH), "nobody knows when it will be done: sending is stopped");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EtaView {
    /// When the last message should begin; nothing where nobody can say.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at: Option<Timestamp>,
    /// What it depends on: the budget that binds by its stable name (`client`, `sender:+1317…`), or
    /// what keeps it from going on: `stopped`, `paused`, `reading`, `broken`,
    /// `credentials_refused`, `unreachable`, `connection_paused`, `nobody_sends`, `unlimited`.
    pub binds: String,
    /// The same for people: `SMS from +1317…`, `sending is stopped`.
    pub reason: String,
    /// Messages of this campaign a minute, as far as the budgets decide it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub per_minute: Option<u32>,
    /// Nothing goes out before this: the platform asked to wait.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub held_until: Option<Timestamp>,
    /// The campaign's deadline, where it comes first: what is left by then is given up.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub given_up_at: Option<Timestamp>,
}

impl EtaView {
    /// What a forecast says of a campaign with a deadline; nothing where nothing waits.
    ///
    /// ```
    /// use tidings_core::api::EtaView;
    /// use tidings_core::pace::Forecast;
    /// use tidings_core::time::Timestamp;
    ///
    /// assert_eq!(EtaView::of(Forecast::Empty, Timestamp::EPOCH), None);
    /// let eta = EtaView::of(Forecast::Unlimited, Timestamp::EPOCH).ok_or("something waits")?;
    /// assert_eq!((eta.binds.as_str(), eta.at), ("unlimited", None));
    /// # Ok::<_, &str>(())
    /// ```
    pub fn of(forecast: Forecast, deadline: Timestamp) -> Option<Self> {
        match forecast {
            Forecast::Empty => None,
            Forecast::Unlimited => Some(Self::without_a_time(
                "unlimited",
                "no budget limits it, so it goes as fast as replies come",
            )),
            Forecast::Ends(eta) => Some(Self {
                at: Some(eta.at),
                binds: eta.binds.to_string(),
                reason: eta.binds.title(),
                per_minute: Some(eta.per_minute),
                held_until: eta.held_until,
                given_up_at: (eta.at > deadline).then_some(deadline),
            }),
        }
    }

    /// Nobody can say.
    pub fn unknown(stall: Stall) -> Self {
        Self::without_a_time(stall.name(), &stall.to_string())
    }

    /// One line for people; `now` decides whether a time needs its date.
    pub fn in_words(&self, now: Timestamp) -> String {
        let Some(at) = self.at else {
            return format!("nobody knows when it will be done: {}", self.reason);
        };
        let rate = self.per_minute.map(|rate| format!(", {rate} a minute"));
        let hold = self.held_until.map(|until| {
            let until = clock(until, now);
            format!("; the platform asked to wait until {until}")
        });
        let end = self.given_up_at.map(|deadline| {
            let deadline = clock(deadline, now);
            format!("; what is left at {deadline} is given up")
        });
        let mut words = format!("done about {}; bound by {}", clock(at, now), self.reason);
        words.extend([rate, hold, end].into_iter().flatten());
        words
    }

    fn without_a_time(binds: &str, reason: &str) -> Self {
        Self {
            at: None,
            binds: binds.to_owned(),
            reason: reason.to_owned(),
            per_minute: None,
            held_until: None,
            given_up_at: None,
        }
    }
}

/// `14:32 UTC`, with the date if it is another day's.
fn clock(at: Timestamp, now: Timestamp) -> String {
    let (at, now) = (at.to_rfc3339_seconds(), now.to_rfc3339_seconds());
    let (date, time) = at.split_once('T').unwrap_or(("", at.as_str()));
    let time: String = time.chars().take(5).collect();
    if now.starts_with(date) {
        format!("{time} UTC")
    } else {
        format!("{date} {time} UTC")
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::*;
    use crate::pace::{BudgetName, Budgets, Flow, Waiting};
    use crate::testing::test;

    fn noon() -> Timestamp {
        Timestamp::parse("2026-11-20T12:00:00Z").unwrap()
    }

    /// So many SMS from a number that may send 60 a minute.
    fn sms(count: u64, budgets: &Budgets) -> Forecast {
        let toll = vec![
            BudgetName::Client,
            BudgetName::Sender("+13175550100".to_owned()),
        ];
        let waiting = Waiting::new(Flow::Campaign("spring".to_owned()), toll, count);
        budgets.forecast(&[waiting], noon()).remove(0)
    }

    fn budgets() -> Budgets {
        let mut budgets = Budgets::new();
        budgets.set(BudgetName::Client, crate::pace::Rate::CLIENT, noon());
        budgets.add_sender(&BudgetName::of_sender("+13175550100"), noon());
        budgets
    }

    #[test]
    fn a_line_says_when_and_what_binds() {
        let deadline = noon().saturating_add(Duration::from_hours(24));
        let eta = EtaView::of(sms(1921, &budgets()), deadline).unwrap();
        assert_eq!(
            eta.in_words(noon()),
            "done about 12:32 UTC; bound by SMS from +13175550100, 60 a minute"
        );
        let json = serde_json::to_value(&eta).unwrap();
        assert_eq!(json["binds"], "sender:+13175550100");
        assert_eq!(json.get("heldUntil"), None);
        assert_eq!(serde_json::from_value::<EtaView>(json).unwrap(), eta);
    }

    #[test]
    fn a_hold_a_deadline_and_another_day_are_said() {
        let mut budgets = budgets();
        budgets.handle_throttled(Some(Duration::from_hours(12)), noon());
        let deadline = noon().saturating_add(Duration::from_mins(725));
        let eta = EtaView::of(sms(1921, &budgets), deadline).unwrap();
        assert_eq!(
            eta.in_words(noon()),
            "done about 2026-11-21 00:32 UTC; bound by calls of the OAuth client, 60 a minute; \
             the platform asked to wait until 2026-11-21 00:00 UTC; what is left at 2026-11-21 \
             00:05 UTC is given up"
        );
    }

    #[test]
    fn where_nobody_can_say_no_time_is_made_up() {
        let eta = EtaView::of(sms(10, &Budgets::new()), noon()).unwrap();
        assert_eq!((eta.at, eta.binds.as_str()), (None, "unlimited"));
        assert_eq!(EtaView::of(Forecast::Empty, noon()), None);
    }
}
