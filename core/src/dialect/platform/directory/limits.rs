//! Limits in force.

use serde::Deserialize;
use serde_json::Value;

use super::{Lookup, parse};
use crate::directory::Limit;
use crate::operation::Operation;

/// The limits of the API itself.
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::limits};
/// use tidings_core::request::Reply;
///
/// let lookup = limits();
/// assert!(lookup.request().target.ends_with("/platform.api"));
/// let body = br#"{"entities":[{"key":"rate","value":"300"}]}"#.to_vec();
/// let answer = lookup.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert!(answer.is_ok_and(|limits| (limits[0].key.as_str(), limits[0].value) == ("rate", 300)));
/// ```
pub fn limits() -> Lookup<Vec<Limit>> {
    let target = "/api/v2/organizations/limits/namespaces/platform.api".to_owned();
    Lookup::get(Operation::Limits, target, |body| {
        parse(body, |limits: Limits| {
            let limits = limits.entities.into_iter();
            limits.filter_map(LimitBody::mean).collect()
        })
    })
}

/// For how many minutes a closed conversation can be opened again, by messenger type (permission
/// `conversation:threadingTimeline:view`).
///
/// ```
/// use tidings_core::dialect::{Query, platform::directory::threading};
/// use tidings_core::request::Reply;
///
/// let lookup = threading();
/// assert!(lookup.request().target.ends_with("/threadingtimeline"));
/// let body = br#"{"settings":[{"messengerType":"sms","timeoutInMinutes":90}]}"#.to_vec();
/// let answer = lookup.answer(&Reply { status: 200, headers: Vec::new(), body });
/// assert_eq!(answer, Ok(vec![("sms".into(), 90)]));
/// ```
pub fn threading() -> Lookup<Vec<(String, u32)>> {
    let target = "/api/v2/conversations/messaging/threadingtimeline".to_owned();
    Lookup::get(Operation::Limits, target, |body| {
        parse(body, |timeline: Timeline| {
            let settings = timeline.settings.into_iter();
            let default = timeline.default_timeout_minutes;
            settings
                .filter_map(|setting| Some((setting.messenger_type?, setting.timeout_in_minutes?)))
                .chain(default.map(|minutes| ("otherwise".to_owned(), minutes)))
                .collect()
        })
    })
}

#[derive(Deserialize)]
struct Limits {
    #[serde(default)]
    entities: Vec<LimitBody>,
}

#[derive(Deserialize)]
struct LimitBody {
    key: Option<String>,
    value: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Timeline {
    #[serde(default)]
    settings: Vec<Setting>,
    default_timeout_minutes: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Setting {
    messenger_type: Option<String>,
    timeout_in_minutes: Option<u32>,
}

impl LimitBody {
    fn mean(self) -> Option<Limit> {
        let value = match self.value? {
            Value::Number(number) => number.as_i64()?,
            Value::String(text) => text.parse().ok()?,
            _ => return None,
        };
        Some(Limit {
            key: self.key?,
            value,
        })
    }
}
