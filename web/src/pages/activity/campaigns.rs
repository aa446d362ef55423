//! Campaigns that are under way or need somebody, above the table.

use std::collections::BTreeMap;
use std::time::Duration;

use leptos::prelude::*;
use tidings_core::api::{CampaignState, CampaignView, Change, Resolution, Resolve};
use tidings_core::delivery::DeliveryState;

use super::address::Address;
use super::meter::campaign_meter;
use super::use_board;
use crate::api::use_api;
use crate::components::{CampaignBadge, Notice, Tone};
use crate::format::plural;
use crate::live::use_live;

/// How often it is asked anew when campaigns should be through.
const TICK: Duration = Duration::from_secs(10);

type Known = RwSignal<BTreeMap<String, CampaignView>>;

/// Campaigns that are not simply over, and the one that is filtered by.
#[component]
pub(super) fn Campaigns() -> impl IntoView {
    let board = use_board();
    let api = use_api();
    let known: Known = RwSignal::new(BTreeMap::new());
    let live = use_live();
    let read = move || {
        leptos::task::spawn_local(async move {
            for campaign in api.campaigns().await.unwrap_or_default() {
                keep(known, campaign);
            }
        });
    };
    live.listen(move |change| match change {
        Change::Campaign(campaign) => keep(known, *campaign),
        // What keeps a campaign from going on changes when it should be through.
        Change::Stops(_) | Change::Connection(_) => read(),
        _ => {}
    });
    Effect::new(move || {
        live.track_gaps();
        read();
    });
    let tick = set_interval_with_handle(
        move || {
            let is_open = |campaign: &CampaignView| campaign.eta.is_some();
            if known.try_with(|known| known.values().any(is_open)) == Some(true) {
                read();
            }
        },
        TICK,
    );
    on_cleanup(move || {
        if let Ok(tick) = tick {
            tick.clear();
        }
    });
    let shown = Memo::new(move |_| {
        let chosen = board
            .address
            .with(|address| address.filter.campaign.clone());
        known.with(|known| {
            let mut ids: Vec<_> = known
                .values()
                .filter(|campaign| {
                    needs_somebody(campaign) || chosen.as_ref() == Some(&campaign.id)
                })
                .map(|campaign| (campaign.created_at, campaign.id.clone()))
                .collect();
            ids.sort_by(|a, b| b.cmp(a));
            ids.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
        })
    });
    view! {
        <div class="stack campaigns" class:is-empty=move || shown.with(Vec::is_empty)>
            <For each=move || shown.get() key=String::clone let:id>
                <Campaign known id />
            </For>
        </div>
    }
}

fn keep(known: Known, campaign: CampaignView) {
    known.try_update(|known| known.insert(campaign.id.clone(), campaign));
}

fn needs_somebody(campaign: &CampaignView) -> bool {
    let in_doubt = campaign
        .states
        .get(&DeliveryState::InDoubt)
        .copied()
        .unwrap_or_default();
    in_doubt > 0
        || !matches!(
            campaign.state,
            CampaignState::Finished | CampaignState::Cancelled
        )
}

#[component]
fn Campaign(known: Known, id: String) -> impl IntoView {
    let board = use_board();
    let campaign = Memo::new(move |_| known.with(|known| known.get(&id).cloned()));
    move || {
        let campaign = campaign.get()?;
        let in_doubt = campaign
            .states
            .get(&DeliveryState::InDoubt)
            .copied()
            .unwrap_or_default();
        let mut address = Address::default();
        address.filter.campaign = Some(campaign.id.clone());
        let is_chosen = board
            .address
            .with(|now| now.filter.campaign == address.filter.campaign);
        Some(view! {
            <section class="card campaign" data-campaign=campaign.id.clone() aria-label=campaign.campaign.clone()>
                <div class="campaign-head">
                    <div class="cluster">
                        <h2>{campaign.campaign.clone()}</h2>
                        <CampaignBadge state=campaign.state />
                    </div>
                    {(!is_chosen).then(|| view! { <a class="button button-quiet" href=address.to_string()>"Its messages"</a> })}
                </div>
                <p class="muted">{campaign.summary.clone()}</p>
                {campaign_meter(&campaign)}
                {(in_doubt > 0).then(|| view! { <Doubt id=campaign.id.clone() number=in_doubt /> })}
            </section>
        })
    }
}

/// Rows that nobody knows about, to be settled all at once.
#[component]
fn Doubt(id: String, number: u64) -> impl IntoView {
    let api = use_api();
    let problem = RwSignal::new(None::<String>);
    let id = StoredValue::new(id);
    let settle = move |resolution: Resolution| {
        problem.set(None);
        leptos::task::spawn_local(async move {
            // What changes comes back as events.
            if let Err(error) = api
                .resolve_all(&id.get_value(), &Resolve { resolution })
                .await
            {
                problem.try_set(Some(error.message()));
            }
        });
    };
    view! {
        <Notice tone=Tone::Doubt title=format!("{} in doubt", plural(number, "message"))>
            <p>"The platform's answer was lost. Look a few up in Genesys Cloud, then settle all of them."</p>
            <div class="cluster">
                <button type="button" class="button" data-test="resolve-all-sent" on:click=move |_| settle(Resolution::Sent)>
                    "All arrived"
                </button>
                <button type="button" class="button" data-test="resolve-all-unsent" on:click=move |_| settle(Resolution::Unsent)>
                    "None arrived: send them again"
                </button>
            </div>
            {move || problem.get().map(|problem| view! { <p>{problem}</p> })}
        </Notice>
    }
}
