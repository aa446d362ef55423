//! Counts who of an audience can be reached on which channel. Asks the platform, sends nothing.

use std::collections::BTreeSet;

use tidings_core::address::AddressKind;
use tidings_core::api::ReachView;
use tidings_core::audience::{BreakOff, Criteria, CustomerRow, PersonKey, Verdict};
use tidings_core::dialect::Dialect;
use tidings_core::reach::{ReachCount, Ways};
use tidings_core::recipient::RecipientKey;

use super::audience::{AudienceReader, Crowd, Shelving, last_days};
use crate::clock;
use crate::genesys::Genesys;
use crate::ledger::{Ledger, LedgerError, List, Window};

/// Everybody who used web messaging in the last so many days, by channel.
///
/// # Errors
/// The ledger, whose suppression list is asked, failed. What goes wrong at the platform is told by
/// the view.
pub async fn reach(
    ledger: &Ledger,
    genesys: &Genesys,
    days: u32,
) -> Result<ReachView, LedgerError> {
    let connection = genesys.connection();
    let mut count = ReachCount::new(connection.dialect, &connection.senders);
    let window = last_days(days);
    let problem = match connection.dialect {
        Dialect::Platform => people(ledger, genesys, window, &mut count).await?,
        _ => customers(ledger, genesys, window, &mut count).await?,
    };
    Ok(count.view(problem.map(|problem| problem.to_string())))
}

async fn people(
    ledger: &Ledger,
    genesys: &Genesys,
    window: Window,
    count: &mut ReachCount,
) -> Result<Option<BreakOff>, LedgerError> {
    let mut crowd = Crowd::new(genesys.clone(), window, Shelving::Temporary);
    if let Err(problem) = crowd.complete().await {
        return Ok(Some(problem));
    }
    let now = clock::now();
    let mut after = PersonKey::from_stored(String::new());
    loop {
        let profiles = match crowd.profiles(&after).await {
            Ok(profiles) => profiles,
            Err(problem) => return Ok(Some(problem)),
        };
        let Some(last) = profiles.last() else {
            return Ok(None);
        };
        after = last.key.clone();
        let ways: Vec<_> = profiles.iter().map(|one| Ways::of(one, now)).collect();
        add(ledger, &ways, count).await?;
    }
}

async fn customers(
    ledger: &Ledger,
    genesys: &Genesys,
    window: Window,
    count: &mut ReachCount,
) -> Result<Option<BreakOff>, LedgerError> {
    let everybody = Criteria {
        address: AddressKind::Email,
        min_sessions: 1,
    };
    let mut reader = AudienceReader::new(genesys.clone(), window, everybody);
    loop {
        let verdicts = match reader.next_page().await {
            Ok(Some(verdicts)) => verdicts,
            Ok(None) => return Ok(None),
            Err(problem) => return Ok(Some(problem)),
        };
        let ways: Vec<_> = verdicts
            .into_iter()
            .map(row)
            .map(|row| Ways::of_row(&row))
            .collect();
        add(ledger, &ways, count).await?;
    }
}

fn row(verdict: Verdict) -> CustomerRow {
    match verdict {
        Verdict::Excluded { row, .. } => row,
        Verdict::Eligible(customer) => CustomerRow {
            id: customer.id,
            address: Some(customer.address.as_str().to_owned()),
            name: customer.name,
            sessions: Some(customer.sessions),
        },
    }
}

async fn add(ledger: &Ledger, ways: &[Ways], count: &mut ReachCount) -> Result<(), LedgerError> {
    let keys: BTreeSet<&RecipientKey> = ways.iter().flat_map(Ways::keys).collect();
    let keys: Vec<RecipientKey> = keys.into_iter().cloned().collect();
    let suppressed = ledger.listed_among(&List::Suppressed, &keys).await?;
    for one in ways {
        count.add(one, &suppressed);
    }
    Ok(())
}
