//! When campaigns will be through, or why nobody can say.

use std::collections::HashMap;

use tidings_core::api::{CampaignState, CampaignView, EtaView};
use tidings_core::pace::{Flow, Stall, Waiting};

use crate::engine::toll;
use crate::genesys::Genesys;
use crate::id::CampaignId;
use crate::ledger::{Backlog, Ledger, LedgerError, Source};

/// What is known of the campaigns of one connection.
#[derive(Clone, Debug, Default)]
pub struct Etas(HashMap<CampaignId, EtaView>);

impl Etas {
    /// Asks budgets, stop switch, health and everything that waits on a connection. Whichever
    /// process asks, it hears the same.
    pub async fn of(ledger: &Ledger, genesys: &Genesys) -> Result<Self, LedgerError> {
        let name = &genesys.connection().name;
        let health = ledger.health(name).await?;
        let is_stopped = ledger.stopped(name).await?.is_some();
        let mut etas = HashMap::new();
        let mut going = Vec::new();
        for backlog in ledger.backlog(name).await? {
            let state = backlog.campaign.state(&backlog.counts);
            let stall = Stall::of(state, &health, is_stopped)
                .or_else(|| (!backlog.is_sent).then_some(Stall::NobodySends));
            match stall {
                Some(stall) => {
                    etas.insert(backlog.campaign.id, EtaView::unknown(stall));
                }
                None => going.push(backlog),
            }
        }
        for (backlog, eta) in forecast(ledger, genesys, going).await? {
            etas.insert(backlog.campaign.id, eta);
        }
        Ok(Self(etas))
    }

    /// Adds to a campaign's view when it should be through.
    pub fn tell(&self, view: &mut CampaignView) {
        let is_over = matches!(
            view.state,
            CampaignState::Finished | CampaignState::Cancelled
        );
        let eta = self.0.get(&CampaignId::from_text(&view.id));
        view.eta = eta.filter(|_| !is_over).cloned();
        view.expected_end = view.eta.as_ref().and_then(|eta| eta.at);
    }
}

/// Adds to one campaign's view when it should be through.
pub async fn tell(
    ledger: &Ledger,
    genesys: &Genesys,
    view: &mut CampaignView,
) -> Result<(), LedgerError> {
    Etas::of(ledger, genesys).await?.tell(view);
    Ok(())
}

async fn forecast(
    ledger: &Ledger,
    genesys: &Genesys,
    going: Vec<Backlog>,
) -> Result<Vec<(Backlog, EtaView)>, LedgerError> {
    let dialect = genesys.connection().dialect;
    let tolls: Vec<_> = going
        .iter()
        .map(|backlog| toll(&backlog.campaign, dialect))
        .collect();
    let waiting: Vec<_> = going
        .iter()
        .zip(&tolls)
        .map(|(backlog, toll)| {
            let flow = match backlog.campaign.source {
                Source::Send => Flow::Single,
                Source::Notify => Flow::Campaign(backlog.campaign.id.to_string()),
            };
            let waiting = Waiting::new(flow, toll.names.to_vec(), backlog.pending);
            match backlog.not_before {
                Some(at) => waiting.put_off_until(at),
                None => waiting,
            }
        })
        .collect();
    let forecasts = genesys.forecast(ledger, &waiting, &tolls).await?;
    let etas = going.into_iter().zip(forecasts);
    let told = etas.filter_map(|(backlog, forecast)| {
        let eta = EtaView::of(forecast, backlog.campaign.deadline)?;
        Some((backlog, eta))
    });
    Ok(told.collect())
}
