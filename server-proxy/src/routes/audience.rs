//! Counting an audience before anything is sent to it.

use axum::Json;
use axum::extract::State;
use tidings_core::api::{AudienceFilter, AudienceView, CustomerView};
use tidings_core::audience::{Customer, Verdict};
use tidings_engine::jobs::audience::{AudienceReader, criteria, last_days};

use super::Params;
use crate::app::App;
use crate::auth::SignedIn;
use crate::error::ApiError;

/// Reads the whole audience and keeps the first few. It ends with the caller: a page that is left
/// does not go on asking the platform.
pub(crate) async fn count(
    State(app): State<App>,
    _: SignedIn,
    Params(filter): Params<AudienceFilter>,
) -> Result<Json<AudienceView>, ApiError> {
    let genesys = app.connections.find(&filter.connection)?.clone();
    check_days(filter.days)?;
    let criteria = criteria(filter.channel, filter.min_sessions);
    let mut reader = AudienceReader::new(genesys, last_days(filter.days), criteria);
    let mut sample = Vec::new();
    let mut nameless = 0;
    let problem = loop {
        match reader.next_page().await {
            Ok(Some(verdicts)) => {
                nameless += count_nameless(&verdicts);
                take(&mut sample, verdicts);
            }
            Ok(None) => break None,
            Err(reason) => break Some(reason.to_string()),
        }
    };
    let counts = reader.counts();
    let excluded = counts.excluded.iter();
    Ok(Json(AudienceView {
        complete: problem.is_none(),
        audience: counts.audience,
        eligible: counts.eligible,
        excluded: excluded
            .map(|(reason, number)| (reason.code().to_owned(), *number))
            .collect(),
        without: (nameless > 0)
            .then(|| ("name".to_owned(), nameless))
            .into_iter()
            .collect(),
        sample,
        problem,
    }))
}

/// Everybody has an address; a name is what may be missing.
fn count_nameless(verdicts: &[Verdict]) -> u64 {
    let nameless = |verdict: &&Verdict| matches!(verdict, Verdict::Eligible(customer) if customer.name.is_none());
    verdicts.iter().filter(nameless).count() as u64
}

/// A window that somebody can mean.
pub(super) fn check_days(days: u32) -> Result<(), ApiError> {
    if (1..=MAX_DAYS).contains(&days) {
        return Ok(());
    }
    let message = format!("Ask for 1 to {MAX_DAYS} days.");
    Err(ApiError::bad_request("invalid_days", message))
}

fn take(sample: &mut Vec<CustomerView>, verdicts: Vec<Verdict>) {
    let room = SAMPLE.saturating_sub(sample.len());
    let eligible = verdicts.into_iter().filter_map(|verdict| match verdict {
        Verdict::Eligible(customer) => Some(view(customer)),
        Verdict::Excluded { .. } => None,
    });
    sample.extend(eligible.take(room));
}

fn view(customer: Customer) -> CustomerView {
    CustomerView {
        id: customer.id,
        address: customer.address.as_str().to_owned(),
        name: customer.name,
        sessions: customer.sessions,
    }
}

/// Customers shown.
const SAMPLE: usize = 10;
/// Longer than any organization keeps its conversations.
pub(crate) const MAX_DAYS: u32 = 3650;
