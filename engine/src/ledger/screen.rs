//! May this recipient be written to at all? Asked in the transaction that begins the attempt, so
//! that a switch turned or a list changed before it counts for it.

use sqlx::sqlite::SqliteConnection;
use tidings_core::api::{ListedRecipient, Mode};
use tidings_core::delivery::DeliveryState;
use tidings_core::recipient::{Recipient, RecipientKey};

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
        "the connection {connection:?} is in rehearsal, and its allow-list does not name {}",
        whom(.session.as_deref())
    )]
    Rehearsal {
        /// The connection's name.
        connection: String,
        /// The bot's session that is not named, where it is that and not the recipient.
        session: Option<String>,
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
            Self::Rehearsal {
                connection,
                session,
            } => format!(
                "nothing was sent; name it with `tidings connection allow {connection} {}`, or \
                 switch the connection to live, here or on the Connections page",
                session.as_deref().unwrap_or("RECIPIENT")
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
    /// Whether somebody may be written to now, in a bot's session perhaps. What begins an attempt
    /// asks again.
    ///
    /// # Errors
    /// The ledger's own. That the recipient is barred is no error.
    pub async fn barred(
        &self,
        bounds: &Bounds,
        recipient: &Recipient,
        session: Option<&RecipientKey>,
    ) -> Result<Option<Barred>, LedgerError> {
        let read = async {
            let mut connection = self.readers().acquire().await?;
            barred_so_far(&mut connection, bounds, recipient, session).await
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
    session: Option<&RecipientKey>,
) -> Result<Option<Barred>, sqlx::Error> {
    let barred = barred(connection, bounds, recipient, session).await?;
    Ok(barred
        .filter(|barred| matches!(barred, Barred::Suppressed(_)) || !recipient.awaits_look_up()))
}

/// Asks both lists. What is said in a bot's session reaches whoever talks there, so that has to be
/// named as well as the recipient.
pub(super) async fn barred(
    connection: &mut SqliteConnection,
    bounds: &Bounds,
    recipient: &Recipient,
    session: Option<&RecipientKey>,
) -> Result<Option<Barred>, sqlx::Error> {
    let keys = recipient.keys();
    let both: Vec<_> = keys.iter().chain(session).cloned().collect();
    let mut suppressed = among(connection, &List::Suppressed, &both).await?;
    if let Some(entry) = suppressed.pop() {
        return Ok(Some(Barred::Suppressed(entry)));
    }
    if mode(connection, bounds).await? == Mode::Live {
        return Ok(None);
    }
    let list = List::Allowed {
        connection: bounds.connection.clone(),
    };
    let stored = among(connection, &list, &both).await?;
    let is_allowed = |key: &RecipientKey| {
        bounds.allowed.contains(key) || stored.iter().any(|row| row.recipient == key.as_str())
    };
    let unnamed = session.filter(|session| !is_allowed(session));
    if keys.iter().any(is_allowed) && unnamed.is_none() {
        return Ok(None);
    }
    Ok(Some(Barred::Rehearsal {
        connection: bounds.connection.clone(),
        session: keys
            .iter()
            .any(is_allowed)
            .then(|| unnamed.map(ToString::to_string))
            .flatten(),
    }))
}

fn whom(session: Option<&str>) -> String {
    session.map_or_else(
        || "this recipient".to_owned(),
        |session| format!("the bot's session {session}, in which anybody may be talking"),
    )
}

fn in_brackets(reason: &str) -> String {
    if reason.is_empty() {
        String::new()
    } else {
        format!(" ({reason})")
    }
}
