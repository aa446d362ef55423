//! May the next message go now, and if not, when?

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::crossing;
use super::reply::RateLimitForm;
use crate::pace::{
    BudgetName, BudgetStep, Budgets as CoreBudgets, Flow, Forecast, Lane as CoreLane, LaneStep,
    Pace, Pacer as CorePacer, PacerStep, Rate, RateSource, Waiting,
};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types/pace.d.ts");

/// Gives leave to send, evenly, at so many messages a minute, and obeys what the platform says of its
/// own limit.
#[wasm_bindgen]
pub struct Pacer {
    inner: CorePacer,
}

#[wasm_bindgen]
impl Pacer {
    /// A pacer whose first message is due at once.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(js_name = perMinute)] per_minute: u32,
        now: f64,
    ) -> Result<Self, JsValue> {
        let inner = CorePacer::new(pace(per_minute)?, crossing::timestamp(now)?);
        Ok(Self { inner })
    }

    /// A pacer that goes on where another left off, at another pace perhaps.
    pub fn resume(
        #[wasm_bindgen(js_name = perMinute)] per_minute: u32,
        #[wasm_bindgen(unchecked_param_type = "PacerState")] state: &JsValue,
    ) -> Result<Self, JsValue> {
        let state = crossing::from_object(state, "state")?;
        let inner = CorePacer::resume(pace(per_minute)?, state);
        Ok(Self { inner })
    }

    /// Takes leave to send one message, or says when to ask again.
    #[wasm_bindgen(unchecked_return_type = "PacerStep")]
    pub fn poll(&mut self, now: f64) -> Result<JsValue, JsValue> {
        let step = match self.inner.poll(crossing::timestamp(now)?) {
            PacerStep::Ready(_) => Step::ready(),
            PacerStep::WaitUntil(at) => Step {
                ready: false,
                at: Some(crossing::millis(at)),
                binds: None,
            },
        };
        crossing::to_object(&step)
    }

    /// Changes the pace from now on.
    #[wasm_bindgen(js_name = setPace)]
    pub fn set_pace(
        &mut self,
        #[wasm_bindgen(js_name = perMinute)] per_minute: u32,
        now: f64,
    ) -> Result<(), JsValue> {
        self.inner
            .set_pace(pace(per_minute)?, crossing::timestamp(now)?);
        Ok(())
    }

    /// 429: nothing goes before `retryAfter` milliseconds are over, or a second where none is named.
    #[wasm_bindgen(js_name = handleThrottled)]
    pub fn handle_throttled(
        &mut self,
        #[wasm_bindgen(js_name = retryAfter)] retry_after: Option<f64>,
        now: f64,
    ) -> Result<(), JsValue> {
        let wait = retry_after.map(crossing::duration).transpose()?;
        self.inner.handle_throttled(wait, crossing::timestamp(now)?);
        Ok(())
    }

    /// Spreads what the platform's limit has left over the time until it resets.
    #[wasm_bindgen(js_name = handleRateLimit)]
    pub fn handle_rate_limit(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "RateLimit")] limit: &JsValue,
        now: f64,
    ) -> Result<(), JsValue> {
        let limit = RateLimitForm::read(limit)?;
        self.inner
            .handle_rate_limit(limit, crossing::timestamp(now)?);
        Ok(())
    }

    /// What to keep for `resume`.
    #[wasm_bindgen(getter, unchecked_return_type = "PacerState")]
    pub fn state(&self) -> Result<JsValue, JsValue> {
        crossing::to_object(&self.inner.state())
    }
}

/// Several rates at once: a message passes all that apply to it, or waits for the one that binds.
#[wasm_bindgen]
#[derive(Default)]
pub struct Budgets {
    inner: CoreBudgets,
}

#[wasm_bindgen]
impl Budgets {
    /// None: nothing limits.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes leave from each of the budgets, or from none.
    #[wasm_bindgen(unchecked_return_type = "BudgetStep")]
    pub fn poll(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "BudgetName[]")] budgets: &JsValue,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let names = names(budgets)?;
        let step = match self.inner.poll(&names, crossing::timestamp(now)?) {
            BudgetStep::Ready(_) => Step::ready(),
            BudgetStep::WaitUntil { at, binds } => Step {
                ready: false,
                at: Some(crossing::millis(at)),
                binds: Some(binds.to_string()),
            },
        };
        crossing::to_object(&step)
    }

    /// Sets a rate from now on; what was used of it before stays used. `bursty` lets a tenth of a
    /// minute's worth go at once.
    pub fn set(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "BudgetName")] budget: &str,
        #[wasm_bindgen(js_name = perMinute)] per_minute: u32,
        now: f64,
        bursty: Option<bool>,
    ) -> Result<(), JsValue> {
        let pace = pace(per_minute)?;
        let rate = if bursty == Some(true) {
            Rate::limit(pace, RateSource::Configured)
        } else {
            Rate::steady(pace, RateSource::Configured)
        };
        self.inner
            .set(name(budget)?, rate, crossing::timestamp(now)?);
        Ok(())
    }

    /// Makes sure that a phone number has its budget, by its class.
    #[wasm_bindgen(js_name = addSender)]
    pub fn add_sender(&mut self, number: &str, now: f64) -> Result<(), JsValue> {
        self.inner
            .add_sender(&BudgetName::of_sender(number), crossing::timestamp(now)?);
        Ok(())
    }

    /// 429: nothing of the client before `retryAfter` milliseconds are over.
    #[wasm_bindgen(js_name = handleThrottled)]
    pub fn handle_throttled(
        &mut self,
        #[wasm_bindgen(js_name = retryAfter)] retry_after: Option<f64>,
        now: f64,
    ) -> Result<(), JsValue> {
        let wait = retry_after.map(crossing::duration).transpose()?;
        self.inner.handle_throttled(wait, crossing::timestamp(now)?);
        Ok(())
    }

    /// Learns what a reply said of the client's limit.
    #[wasm_bindgen(js_name = handleRateLimit)]
    pub fn handle_rate_limit(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "RateLimit")] limit: &JsValue,
        now: f64,
    ) -> Result<(), JsValue> {
        let limit = RateLimitForm::read(limit)?;
        self.inner
            .handle_rate_limit(limit, crossing::timestamp(now)?);
        Ok(())
    }

    /// Every budget as people see it.
    #[wasm_bindgen(unchecked_return_type = "BudgetView[]")]
    pub fn views(&self, now: f64) -> Result<JsValue, JsValue> {
        crossing::to_object(&self.inner.views(crossing::timestamp(now)?))
    }

    /// When what waits will have gone out, flow by flow, and which budget decides it.
    #[wasm_bindgen(unchecked_return_type = "Forecast[]")]
    pub fn forecast(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Waiting[]")] waiting: &JsValue,
        now: f64,
    ) -> Result<JsValue, JsValue> {
        let waiting: Vec<WaitingForm> = crossing::from_object(waiting, "waiting")?;
        let waiting = waiting
            .into_iter()
            .map(WaitingForm::into_core)
            .collect::<Result<Vec<_>, _>>()?;
        let forecasts = self.inner.forecast(&waiting, crossing::timestamp(now)?);
        let forms: Vec<_> = forecasts.into_iter().map(ForecastForm::from).collect();
        crossing::to_object(&forms)
    }
}

/// What waits on one connection: single messages overtake campaigns, campaigns take turns.
#[wasm_bindgen]
#[derive(Default)]
pub struct Lane {
    inner: CoreLane<JsValue>,
}

#[wasm_bindgen]
impl Lane {
    /// An empty lane.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts something in: a message of a campaign, or a single one where there is no campaign.
    pub fn push(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] item: JsValue,
        #[wasm_bindgen(unchecked_param_type = "BudgetName[]")] budgets: &JsValue,
        campaign: Option<String>,
    ) -> Result<(), JsValue> {
        self.inner.push(flow(campaign), names(budgets)?, item);
        Ok(())
    }

    /// Gives out whatever may start now, or says when to ask again.
    #[wasm_bindgen(unchecked_return_type = "LaneStep")]
    pub fn poll(&mut self, budgets: &mut Budgets, now: f64) -> Result<JsValue, JsValue> {
        let now = crossing::timestamp(now)?;
        match self.inner.poll(&mut budgets.inner, now) {
            LaneStep::Start { item, .. } => {
                crossing::object(&[("kind", "start".into()), ("item", item)])
            }
            LaneStep::WaitUntil { at, binds } => crossing::object(&[
                ("kind", "wait".into()),
                ("at", crossing::millis(at).into()),
                ("binds", binds.to_string().into()),
            ]),
            LaneStep::Empty => crossing::object(&[("kind", "empty".into())]),
        }
    }

    /// How many wait: of a campaign, or single ones where none is named.
    pub fn waiting(&self, campaign: Option<String>) -> usize {
        self.inner.waiting(&flow(campaign))
    }
}

#[derive(Serialize)]
struct Step {
    ready: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    binds: Option<String>,
}

impl Step {
    const fn ready() -> Self {
        Self {
            ready: true,
            at: None,
            binds: None,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct WaitingForm {
    campaign: Option<String>,
    budgets: Vec<String>,
    count: u32,
    not_before: Option<f64>,
}

impl WaitingForm {
    fn into_core(self) -> Result<Waiting, JsValue> {
        let budgets = self.budgets.iter().map(|text| name(text));
        let budgets = budgets.collect::<Result<_, _>>()?;
        let waiting = Waiting::new(flow(self.campaign), budgets, self.count.into());
        Ok(match self.not_before {
            Some(at) => waiting.put_off_until(crossing::timestamp(at)?),
            None => waiting,
        })
    }
}

#[derive(Serialize)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
enum ForecastForm {
    Ends {
        at: f64,
        binds: String,
        per_minute: u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        held_until: Option<f64>,
    },
    Unlimited,
    Empty,
}

impl From<Forecast> for ForecastForm {
    fn from(forecast: Forecast) -> Self {
        match forecast {
            Forecast::Ends(eta) => Self::Ends {
                at: crossing::millis(eta.at),
                binds: eta.binds.to_string(),
                per_minute: eta.per_minute,
                held_until: eta.held_until.map(crossing::millis),
            },
            Forecast::Unlimited => Self::Unlimited,
            Forecast::Empty => Self::Empty,
        }
    }
}

fn pace(per_minute: u32) -> Result<Pace, JsValue> {
    Pace::per_minute(per_minute).map_err(|problem| crossing::type_error(&problem.to_string()))
}

fn flow(campaign: Option<String>) -> Flow {
    campaign.map_or(Flow::Single, Flow::Campaign)
}

fn name(text: &str) -> Result<BudgetName, JsValue> {
    BudgetName::read(text).ok_or_else(|| {
        crossing::type_error(
            "a budget is \"client\", \"organization_email\", \"cap\", \"campaign\" or \
             \"sender:\" with a phone number",
        )
    })
}

fn names(value: &JsValue) -> Result<Vec<BudgetName>, JsValue> {
    let texts: Vec<String> = crossing::from_object(value, "budgets")?;
    texts.iter().map(|text| name(text)).collect()
}
