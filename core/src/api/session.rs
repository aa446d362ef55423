//! Who is signed in, and the connections they can work with.

use serde::{Deserialize, Serialize};

use super::safety::Mode;
use crate::dialect::Dialect;
use crate::policy::Policy;
use crate::sender::Senders;

/// Who is signed in and what they can work with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// The user's name, or nothing when nobody is signed in.
    pub user: Option<String>,
    /// Whether an account exists; without one, only the one-time link leads in.
    pub has_account: bool,
    /// Empty unless signed in.
    pub connections: Vec<ConnectionView>,
    /// What the server will check drafts against; the page checks with the same.
    pub policy: Policy,
}

/// One organization.
///
/// ```
/// use tidings_core::api::{ConnectionView, HealthView, Mode};
///
/// let connection: ConnectionView = serde_json::from_value(serde_json::json!({
///     "name": "eu", "dialect": "platform", "baseUrl": "https://api.mypurecloud.ie",
///     "isSandbox": false, "isDefault": true, "mode": "rehearsal", "health": { "state": "ready" },
/// }))?;
/// assert_eq!((connection.mode, connection.health), (Mode::Rehearsal, HealthView::Ready));
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionView {
    /// Its name in the configuration.
    pub name: String,
    /// The wire form spoken.
    pub dialect: Dialect,
    /// The base address.
    pub base_url: String,
    /// Whether it is a sandbox: every loopback address is one.
    pub is_sandbox: bool,
    /// Whether it is used where none is named.
    pub is_default: bool,
    /// How far it reaches.
    pub mode: Mode,
    /// The organization's name, once a doctor has read it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub organization: Option<String>,
    /// What it sends from where a draft names no sender.
    #[serde(default)]
    pub senders: Senders,
    /// Where the guest's messenger is, for a sandbox: `{messengerUrl}?contact=…`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub messenger_url: Option<String>,
    /// Whether it works.
    pub health: HealthView,
}

/// Whether a connection works.
///
/// ```
/// use tidings_core::api::HealthView;
///
/// let health: HealthView =
///     serde_json::from_str(r#"{"state": "paused", "message": "Three sends failed."}"#)?;
/// assert_eq!(health, HealthView::Paused { message: "Three sends failed.".into() });
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum HealthView {
    /// Not tried yet.
    Unknown,
    /// The last call worked.
    Ready,
    /// Sending waits after a run of failures.
    Paused {
        /// What was seen and when it is tried again.
        message: String,
    },
    /// The credentials are refused; nothing is queued.
    Refused {
        /// What the platform said and what to do.
        message: String,
    },
    /// The platform cannot be reached.
    Unreachable {
        /// What the network said.
        message: String,
    },
}

/// Sign in.
///
/// ```
/// use tidings_core::api::SignIn;
///
/// let sign_in: SignIn = serde_json::from_str(r#"{"user": "kim", "password": "s3cret"}"#)?;
/// assert_eq!(sign_in.user, "kim");
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Serialize, Deserialize)]
pub struct SignIn {
    /// Account name.
    pub user: String,
    /// Password.
    pub password: String,
}

/// Spend a one-time link: choose a name and a password.
///
/// ```
/// use tidings_core::api::Setup;
///
/// let setup: Setup =
///     serde_json::from_str(r#"{"secret": "once", "user": "kim", "password": "s3cret"}"#)?;
/// assert_eq!(setup.secret, "once");
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Serialize, Deserialize)]
pub struct Setup {
    /// The secret from the link's fragment.
    pub secret: String,
    /// Account name.
    pub user: String,
    /// Password, at least 12 characters.
    pub password: String,
}
