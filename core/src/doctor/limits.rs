//! The limits in force now.

use super::{Survey, good, optional, unknown};
use crate::api::{CheckView, DoctorPart, DoctorView};
use crate::directory::Limit;

const PART: DoctorPart = DoctorPart::Limits;

/// All tokens of one client-credentials client together.
const OF_CLIENT: &str = "client.credentials.token.rate.per.minute";
/// One token.
const OF_TOKEN: &str = "token.rate.per.minute";

/// The client's calls a minute, as a report says them; nothing where it says no number.
///
/// ```
/// use tidings_core::api::DoctorView;
/// use tidings_core::doctor::client_limit;
///
/// let report: DoctorView = serde_json::from_value(serde_json::json!({
///     "connection": "eu", "baseUrl": "https://api.mypurecloud.ie", "at": 0, "senders": [],
///     "checks": [{
///         "part": "limits", "name": "client.credentials.token.rate.per.minute",
///         "verdict": "good", "message": "300 calls a minute",
///     }],
/// }))?;
/// assert_eq!(client_limit(&report), Some(300));
/// # Ok::<_, serde_json::Error>(())
/// ```
pub fn client_limit(view: &DoctorView) -> Option<u32> {
    let limits = view
        .checks
        .iter()
        .filter(|check| check.part == PART && [OF_CLIENT, OF_TOKEN].contains(&check.name.as_str()));
    // As `limit` writes it: the number, then what it counts.
    limits
        .filter_map(|check| check.message.split(' ').next()?.parse().ok())
        .min()
}

/// Limits that this project meets, by the platform's key (PLATFORM-API §3.1).
const KNOWN: [(&str, &str); 4] = [
    (
        OF_CLIENT,
        "calls a minute of all the client's tokens together",
    ),
    (OF_TOKEN, "calls a minute of one token"),
    (
        "org.app.user.rate.per.minute",
        "calls a minute of the organization with this client",
    ),
    ("request.bytes.max", "bytes of one call's body"),
];

pub(super) fn checks(survey: &Survey) -> Vec<CheckView> {
    let mut checks = match &survey.limits {
        Ok(limits) => KNOWN
            .iter()
            .filter_map(|(key, title)| limit(limits, key, title))
            .collect(),
        Err(gap) => vec![unknown(PART, "limits", gap.words())],
    };
    if checks.is_empty() {
        checks.push(unknown(
            PART,
            "limits",
            "the platform names none that is known here",
        ));
    }
    match &survey.threading {
        Ok(windows) => checks.extend(threading(windows)),
        Err(gap) => checks.push(unknown(PART, "threading", gap.words())),
    }
    checks.into_iter().map(optional).collect()
}

fn limit(limits: &[Limit], key: &str, title: &str) -> Option<CheckView> {
    let limit = limits.iter().find(|limit| limit.key == key)?;
    Some(good(PART, key, format!("{} {title}", limit.value)))
}

/// How long a closed conversation can be opened again.
fn threading(windows: &[(String, u32)]) -> Option<CheckView> {
    let list: Vec<_> = windows
        .iter()
        .map(|(channel, minutes)| format!("{channel} {} h", f64::from(*minutes) / 60.0))
        .collect();
    if list.is_empty() {
        return None;
    }
    Some(good(
        PART,
        "threading",
        format!(
            "a closed conversation can be opened again for: {}",
            list.join(", ")
        ),
    ))
}
