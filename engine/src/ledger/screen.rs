//! May this recipient be written to at all? Asked in the transaction that begins the attempt, so
//! that a switch turned or a list changed before it counts for it.

use sqlx::sqlite::SqliteConnection;
use tidings_core::api::{ListedRecipient, Mode};
use tidings_core::delivery::DeliveryState;
use tidings_core::recipient::Recipient;

use super::listed::{List, among};
use super::mode::mode;
use super::settle::Settlement;
use super::{Ledger, LedgerError};
use crate::bounds::Bounds;

/// Why somebody may not be written to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Barred {
    /// On the suppression list.
    #[error("{recipient} is on the suppression list since {since}{why}", recipient = .0.recipient, since = .0.added_at, why = in_brackets(&.0.reason))]
    Suppressed(ListedRecipient),
    /// The connection is in rehearsal, and its allow-list does not name the recipient.
    #[error(
        "the connection {connection:?} is in rehearsal, and its allow-list does not name this recipient"
    )]
    Rehearsal {
        /// The connection's name.
        connection: String,
    },
}

impl Barred {
    /// The stable code of the row, of the reply and of the command.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Suppressed(_) => "suppressed",
            Self::Rehearsal { .. } => "rehearsal",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Suppressed(_) => "nothing was sent; take the recipient off the list with \
                `tidings suppress remove`, or on the page, if that is wrong"
                .to_owned(),
            Self::Rehearsal { connection } => format!(
                "nothing was sent; name the recipient with `tidings connection allow {connection} \
                 RECIPIENT`, or switch the connection to live, here or on the Connections page"
            ),
        }
    }

    /// How the row ends.
    pub(super) fn settlement(&self) -> Settlement {
        let mut settlement = Settlement::to(match self {
            Self::Suppressed(_) => DeliveryState::Suppressed,
            Self::Rehearsal { .. } => DeliveryState::Rejected,
        });
        settlement.code = Some(self.code().to_owned());
        settlement.reason = Some(self.to_string());
        settlement.hint = Some(self.hint());
        settlement
    }
}

impl Ledger {
    /// Whether somebody may be written to now. What begins an attempt asks again.
    ///
    /// # Errors
    /// The ledger's own. That the recipient is barred is no error.
    pub async fn barred(
        &self,
        bounds: &Bounds,
        recipient: &Recipient,
    ) -> Result<Option<Barred>, LedgerError> {
        let read = async {
            let mut connection = self.readers().acquire().await?;
            barred_so_far(&mut connection, bounds, recipient).await
        };
        read.await.map_err(|error: sqlx::Error| self.sorted(&error))
    }
}

/// As [`barred`], but a recipient whose address is still to be looked up gets the benefit of the
/// doubt.
pub(super) async fn barred_so_far(
    connection: &mut SqliteConnection,
    bounds: &Bounds,
    recipient: &Recipient,
) -> Result<Option<Barred>, sqlx::Error> {
    let barred = barred(connection, bounds, recipient).await?;
    Ok(barred
        .filter(|barred| matches!(barred, Barred::Suppressed(_)) || !recipient.awaits_look_up()))
}

/// Asks both lists.
pub(super) async fn barred(
    connection: &mut SqliteConnection,
    bounds: &Bounds,
    recipient: &Recipient,
) -> Result<Option<Barred>, sqlx::Error> {
    let keys = recipient.keys();
    let mut suppressed = among(connection, &List::Suppressed, &keys).await?;
    if let Some(entry) = suppressed.pop() {
        return Ok(Some(Barred::Suppressed(entry)));
    }
    if mode(connection, bounds).await? == Mode::Live
        || keys.iter().any(|key| bounds.allowed.contains(key))
    {
        return Ok(None);
    }
    let list = List::Allowed {
        connection: bounds.connection.clone(),
    };
    let is_allowed = !among(connection, &list, &keys).await?.is_empty();
    Ok((!is_allowed).then(|| Barred::Rehearsal {
        connection: bounds.connection.clone(),
    }))
}

fn in_brackets(reason: &str) -> String {
    if reason.is_empty() {
        String::new()
    } else {
        format!(" ({reason})")
    }
}
