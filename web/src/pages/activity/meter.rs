//! How far a campaign is: a bar and its counts.

use leptos::prelude::*;
use tidings_core::api::CampaignView;
use tidings_core::delivery::DeliveryState;

use crate::browser;
use crate::components::{Tone, state_tone, state_word};
use crate::format::{count, relative, sentence};

/// The bar, the counts and the time it should take.
pub(crate) fn campaign_meter(campaign: &CampaignView) -> impl IntoView + use<> {
    let total: u64 = campaign.states.values().sum();
    let open: u64 = campaign
        .states
        .iter()
        .filter(|(state, _)| state.is_open())
        .map(|(_, number)| number)
        .sum();
    let done = total - open;
    let excluded: u64 = campaign.excluded.values().sum();
    let bars = bars(campaign)
        .into_iter()
        .map(|(tone, share)| {
            view! { <span class=tone.class() style:width=format!("{share:.2}%")></span> }
        })
        .collect_view();
    let counts = DeliveryState::ALL
        .into_iter()
        .filter_map(|state| campaign.states.get(&state).map(|number| (state, *number)))
        .filter(|(_, number)| *number > 0)
        .map(|(state, number)| {
            view! { <span>{format!("{} {}", count(number), state_word(state).to_lowercase())}</span> }
        })
        .collect_view();
    let end = campaign
        .expected_end
        .filter(|_| open > 0)
        .map(|end| view! { <span>{format!("done {}", relative(end, browser::now()))}</span> });
    let eta = campaign.eta.as_ref().filter(|_| open > 0).map(|eta| {
        let words = sentence(&eta.in_words(browser::now()));
        view! { <p class="muted small" data-test="eta" data-binds=eta.binds.clone()>{words}</p> }
    });
    view! {
        <div class="campaign-progress stack-tight">
            <div
                class="meter"
                role="progressbar"
                aria-label="Progress"
                aria-valuemin="0"
                aria-valuemax=total.to_string()
                aria-valuenow=done.to_string()
            >
                {bars}
            </div>
            <div class="counts muted small">
                <span>{format!("{} of {}", count(done), count(total))}</span>
                {counts}
                {(excluded > 0).then(|| view! { <span>{format!("{} left out", count(excluded))}</span> })}
                {end}
            </div>
            {eta}
        </div>
    }
}

/// What is over, by how it went, as shares of the whole in percent.
fn bars(campaign: &CampaignView) -> Vec<(Tone, f64)> {
    let total: u64 = campaign.states.values().sum();
    [Tone::Good, Tone::Doubt, Tone::Warn, Tone::Bad, Tone::Still]
        .into_iter()
        .filter_map(|tone| {
            let number: u64 = campaign
                .states
                .iter()
                .filter(|(state, _)| state_tone(**state) == tone)
                .map(|(_, number)| number)
                .sum();
            #[expect(clippy::cast_precision_loss, reason = "a share of a bar, not a count")]
            let share = number as f64 * 100.0 / total.max(1) as f64;
            (number > 0).then_some((tone, share))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;
    use serde_json::json;

    #[test]
    fn the_bar_shows_what_is_over_in_shares_of_the_whole() {
        let campaign: CampaignView = serde_json::from_value(json!({
            "id": "k", "campaign": "Spring", "connection": "sandbox", "operation": "outbound",
            "summary": "Hello", "state": "running", "complete": true, "audience": 12,
            "excluded": {"no_address": 2},
            "states": {"pending": 4, "accepted": 3, "replied": 1, "in_doubt": 2}, "createdAt": 0,
        }))
        .unwrap();
        assert_eq!(bars(&campaign), [(Tone::Good, 40.0), (Tone::Doubt, 20.0)]);
    }
}
