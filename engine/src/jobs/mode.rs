//! Switching a connection between rehearsal and live. Going live takes a green doctor, looked at
//! now, and the organization's name, typed by the person who answers for it.

use tidings_core::api::{CheckVerdict, DoctorView, Mode};
use tidings_core::dialect::Dialect;

use crate::connection::Connection;
use crate::genesys::Genesys;
use crate::ledger::{Ledger, LedgerError};

/// The connection stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum ModeError {
    /// The doctor found something missing.
    #[error("the doctor found something missing: {}; mend it, then switch to live", .0.join("; "))]
    Unwell(Vec<String>),
    /// The platform did not say whose organization it is.
    #[error(
        "the platform did not tell the organization's name, so it cannot be confirmed; try again when `tidings doctor` shows it"
    )]
    Nameless,
    /// Another name was typed.
    #[error(
        "{typed:?} is not the name of this connection's organization; type it as Genesys Cloud shows it (with the dialect \"guides\": the connection's name)"
    )]
    OtherName {
        /// What was typed.
        typed: String,
    },
    /// The ledger could not take it.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl ModeError {
    /// A stable code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unwell(_) => "doctor_not_green",
            Self::Nameless => "organization_unknown",
            Self::OtherName { .. } => "wrong_organization",
            Self::Ledger(error) => error.code(),
        }
    }
}

/// Lets a connection reach everybody. `found` is what the doctor saw a moment ago, `typed` the
/// organization's name. Returns false when it was live already.
///
/// # Errors
/// Why it may not go live, or what failed; nothing has changed then.
pub async fn go_live(
    ledger: &Ledger,
    genesys: &Genesys,
    found: &DoctorView,
    typed: &str,
    by: &str,
) -> Result<bool, ModeError> {
    let name = confirmed(genesys.connection(), found, typed)?;
    let bounds = genesys.bounds();
    Ok(ledger.set_mode(bounds, Mode::Live, Some(name), by).await?)
}

/// Lets a connection reach those on its allow-list only. Asks nothing, so that it is quick. Returns
/// false when it was so already.
pub async fn rehearse(ledger: &Ledger, genesys: &Genesys, by: &str) -> Result<bool, LedgerError> {
    let bounds = genesys.bounds();
    ledger.set_mode(bounds, Mode::Rehearsal, None, by).await
}

/// The organization's name, if `typed` is it and nothing is missing.
fn confirmed(
    connection: &Connection,
    found: &DoctorView,
    typed: &str,
) -> Result<String, ModeError> {
    if !found.is_green() {
        return Err(ModeError::Unwell(missing(found)));
    }
    let name = match (connection.dialect, &found.organization) {
        // The guides know no call that tells the organization's name.
        (Dialect::Guides, _) => &connection.name,
        (_, Some(name)) => name,
        (_, None) => return Err(ModeError::Nameless),
    };
    if name.trim() != typed.trim() {
        return Err(ModeError::OtherName {
            typed: typed.trim().to_owned(),
        });
    }
    Ok(name.clone())
}

fn missing(found: &DoctorView) -> Vec<String> {
    let missing = found
        .checks
        .iter()
        .filter(|check| check.verdict == CheckVerdict::Missing && !check.is_optional);
    missing
        .map(|check| format!("{} ({})", check.name, check.message))
        .collect()
}
