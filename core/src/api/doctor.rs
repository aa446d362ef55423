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
    pub fn is_green(&self) -> bool {
        self.checks
            .iter()
            .all(|check| check.verdict != CheckVerdict::Missing || check.is_optional)
    }
}

/// One finding.
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
