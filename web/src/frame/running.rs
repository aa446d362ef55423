use std::collections::BTreeMap;

use leptos::prelude::*;
use tidings_core::api::{CampaignState, CampaignView, Change};

use crate::api::use_api;
use crate::components::{Icon, Shape};
use crate::format::count;
use crate::live::use_live;
use crate::routes::Page;

/// What is running, in a line that leads to Activity.
#[component]
pub(super) fn Running() -> impl IntoView {
    let api = use_api();
    let live = use_live();
    let campaigns = RwSignal::new(BTreeMap::<String, CampaignView>::new());
    let keep = move |campaign: CampaignView| {
        campaigns.try_update(|campaigns| campaigns.insert(campaign.id.clone(), campaign));
    };
    live.listen(move |change| {
        if let Change::Campaign(campaign) = change {
            keep(*campaign);
        }
    });
    Effect::new(move || {
        live.track_gaps();
        leptos::task::spawn_local(async move {
            for campaign in api.campaigns().await.unwrap_or_default() {
                keep(campaign);
            }
        });
    });
    let line = Memo::new(move |_| campaigns.with(|campaigns| summary(campaigns.values())));
    move || {
        if !live.is_connected() {
            return view! {
                <span class="top-bar-running" role="status">
                    <Icon shape=Shape::Warning />
                    <span>"Not connected to the console; trying again"</span>
                </span>
            }
            .into_any();
        }
        match line.get() {
            Some(line) => view! {
                <a class="top-bar-running" href=Page::Activity.to_string()>
                    <Icon shape=Shape::Clock />
                    <span>{line}</span>
                </a>
            }
            .into_any(),
            None => view! { <span class="top-bar-running"></span> }.into_any(),
        }
    }
}

fn summary<'c>(campaigns: impl Iterator<Item = &'c CampaignView>) -> Option<String> {
    let running: Vec<_> = campaigns
        .filter(|campaign| {
            matches!(
                campaign.state,
                CampaignState::Reading | CampaignState::Running
            )
        })
        .collect();
    match running.as_slice() {
        [] => None,
        [one] => {
            let total: u64 = one.states.values().sum();
            let open: u64 = one
                .states
                .iter()
                .filter(|(state, _)| state.is_open())
                .map(|(_, number)| number)
                .sum();
            Some(format!(
                "{}: {} of {}",
                one.campaign,
                count(total - open),
                count(total)
            ))
        }
        several => Some(format!("{} campaigns running", several.len())),
    }
}
