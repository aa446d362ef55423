//! Who may be written to at all: rehearsal, suppression list, stop switch, budgets.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// How far a connection reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// The server sends to allow-listed recipients only. Every connection to a real organization
    /// starts so.
    Rehearsal,
    /// Everybody can be written to.
    Live,
}

impl Mode {
    /// The name in JSON, in the database and on the command line.
    ///
    /// ```
    /// use tidings_core::api::Mode;
    ///
    /// assert_eq!(Mode::Rehearsal.name(), "rehearsal");
    /// assert_eq!(serde_json::to_string(&Mode::Live)?, r#""live""#);
    /// # Ok::<_, serde_json::Error>(())
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rehearsal => "rehearsal",
            Self::Live => "live",
        }
    }
}

/// Switch a connection's mode. Going live needs a green doctor and the organization's name.
///
/// ```
/// use tidings_core::api::{Mode, SetMode};
///
/// let set: SetMode = serde_json::from_str(r#"{"mode": "rehearsal"}"#)?;
/// assert_eq!((set.mode, set.organization.as_str()), (Mode::Rehearsal, ""));
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetMode {
    /// The mode wanted.
    pub mode: Mode,
    /// The organization's name as the admin typed it; needed for `live` only.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub organization: String,
}

/// Add or remove recipients: of the allow-list of a connection, or of the suppression list.
///
/// ```
/// use tidings_core::api::RecipientList;
///
/// let list: RecipientList = serde_json::from_str(r#"{"recipients": ["ana@example.org"]}"#)?;
/// assert_eq!((list.recipients.len(), list.reason.as_str()), (1, ""));
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecipientList {
    /// Addresses (e-mail, phone) or ids of persons, as typed.
    pub recipients: Vec<String>,
    /// Why; kept with each.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub reason: String,
}

/// One recipient on a list.
///
/// ```
/// use tidings_core::api::ListedRecipient;
///
/// let listed: ListedRecipient = serde_json::from_str(
///     r#"{"recipient": "ana@example.org", "addedAt": 1000, "addedBy": "kim"}"#,
/// )?;
/// assert_eq!(listed.added_at.as_unix_millis(), 1000);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListedRecipient {
    /// Address or id, in the form in which two of one recipient compare equal.
    pub recipient: String,
    /// Why it is there.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub reason: String,
    /// Since when.
    pub added_at: Timestamp,
    /// By whom.
    pub added_by: String,
}

/// A page of a list of recipients, in the order of their text.
///
/// ```
/// use tidings_core::api::ListedPage;
///
/// let page = ListedPage { rows: Vec::new(), next: None, total: 0 };
/// assert_eq!(serde_json::to_string(&page)?, r#"{"rows":[],"total":0}"#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListedPage {
    /// The rows.
    pub rows: Vec<ListedRecipient>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next: Option<String>,
    /// All that match.
    pub total: u64,
}

/// What became of adding, removing or importing recipients.
///
/// ```
/// use tidings_core::api::ListChange;
///
/// let change = ListChange { changed: 2, ..ListChange::default() };
/// assert_eq!(serde_json::to_string(&change)?, r#"{"changed":2,"unchanged":0}"#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListChange {
    /// Rows that changed.
    pub changed: u64,
    /// Rows that were so already.
    pub unchanged: u64,
    /// What could not be read: line or position, and why.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub refused: Vec<String>,
}

/// Turn the stop switch, of everything or of one connection.
///
/// ```
/// use tidings_core::api::SetStop;
///
/// // Every connection.
/// let stop: SetStop = serde_json::from_str(r#"{"stopped": true}"#)?;
/// assert_eq!(stop, SetStop { connection: None, stopped: true });
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SetStop {
    /// The connection's name; nothing for everything.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub connection: Option<String>,
    /// Whether sending is stopped.
    pub stopped: bool,
}

/// A stop switch that is turned.
///
/// ```
/// use tidings_core::api::StopView;
/// use tidings_core::time::Timestamp;
///
/// let stop = StopView { connection: None, at: Timestamp::EPOCH, by: "kim".into() };
/// assert_eq!(serde_json::to_string(&stop)?, r#"{"at":0,"by":"kim"}"#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StopView {
    /// The connection's name; nothing for everything.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub connection: Option<String>,
    /// Since when.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

/// One limit that attempts have to pass.
///
/// ```
/// use tidings_core::pace::{BudgetName, Budgets, Rate};
/// use tidings_core::time::Timestamp;
///
/// let now = Timestamp::EPOCH;
/// let mut budgets = Budgets::new();
/// budgets.set(BudgetName::Client, Rate::CLIENT, now);
/// let view = &budgets.views(now)[0];
/// assert_eq!((view.name.as_str(), view.per_minute), ("client", 300));
/// assert!(!view.binds);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BudgetView {
    /// Stable name: `client`, `organization_email`, `sender:+1317…`, `cap`.
    pub name: String,
    /// For people: "the OAuth client", "agentless e-mail of the organization".
    pub title: String,
    /// Attempts a minute, rounded down.
    pub per_minute: u32,
    /// Where the number comes from: configured, published, told by the platform.
    pub source: String,
    /// When the next attempt is due by this budget alone; nothing when it is due now.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due_at: Option<Timestamp>,
    /// Whether it is the one that binds now.
    pub binds: bool,
}
