//! What a connection can do, looked at without changing anything.

use serde::{Deserialize, Serialize};

use crate::sender::Sender;
use crate::time::Timestamp;

/// What `tidings doctor` and the Connections page found out. Reads only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DoctorView {
    /// The connection's name.
    pub connection: String,
    /// Its base address.
    pub base_url: String,
    /// When it was looked at.
    pub at: Timestamp,
    /// The organization's name, where the platform tells it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub organization: Option<String>,
    /// Every finding, in the order in which it makes sense to mend them.
    pub checks: Vec<CheckView>,
    /// Senders found, on every channel.
    pub senders: Vec<Sender>,
}

impl DoctorView {
    /// Whether nothing is missing that any job needs; what is unknown does not count against it.
    ///
    /// ```
    /// use tidings_core::api::DoctorView;
    ///
    /// let report = |optional: bool| {
    ///     serde_json::from_value::<DoctorView>(serde_json::json!({
    ///         "connection": "eu", "baseUrl": "https://api.mypurecloud.ie", "at": 0, "senders": [],
    ///         "checks": [{
    ///             "part": "permissions", "name": "oauth:client:view", "verdict": "missing",
    ///             "isOptional": optional, "message": "not granted",
    ///         }],
    ///     }))
    /// };
    /// assert!(report(true)?.is_green());
    /// assert!(!report(false)?.is_green());
    /// # Ok::<_, serde_json::Error>(())
    /// ```
    pub fn is_green(&self) -> bool {
        self.checks
            .iter()
            .all(|check| check.verdict != CheckVerdict::Missing || check.is_optional)
    }
}

/// One finding.
///
/// ```
/// use tidings_core::api::{CheckVerdict, CheckView};
///
/// let check: CheckView = serde_json::from_str(
///     r#"{"part": "access", "name": "clock", "verdict": "good", "message": "right"}"#,
/// )?;
/// assert_eq!((check.verdict, check.is_optional), (CheckVerdict::Good, false));
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    /// Which part of the report it belongs to.
    pub part: DoctorPart,
    /// Stable name: `token`, `clock`, a permission, a channel.
    pub name: String,
    /// Good, missing or unknown.
    pub verdict: CheckVerdict,
    /// Whether the jobs can do without it.
    #[serde(default)]
    pub is_optional: bool,
    /// What was seen.
    pub message: String,
    /// What to grant or set up, and where; empty when it is good.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub hint: String,
    /// The jobs that need it, by the names of their operations.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub needed_by: Vec<String>,
}

/// The parts of the report.
///
/// ```
/// use tidings_core::api::DoctorPart;
///
/// // In the order in which it makes sense to mend them.
/// assert!(DoctorPart::Access < DoctorPart::Permissions);
/// assert_eq!(serde_json::to_string(&DoctorPart::Limits)?, r#""limits""#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoctorPart {
    /// Address, token, organization, clock.
    Access,
    /// What the OAuth client may do.
    Permissions,
    /// Deployments, integrations, numbers, domains.
    Senders,
    /// Limits in force now.
    Limits,
}

/// How a finding stands.
///
/// ```
/// use tidings_core::api::CheckVerdict;
///
/// assert_eq!(serde_json::to_string(&CheckVerdict::Unknown)?, r#""unknown""#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckVerdict {
    /// As it should be.
    Good,
    /// Not there, or not as it should be.
    Missing,
    /// Could not be found out.
    Unknown,
}
