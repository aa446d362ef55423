//! How a send ended: state, hint, and what one can do now.

use leptos::prelude::*;
use tidings_core::api::{CampaignView, DeliveryView, Resolution};
use tidings_core::delivery::DeliveryState;

use super::editor::{Editor, use_editor};
use super::route::{can_join, is_platform, set_join};
use crate::api::ApiError;
use crate::components::{CampaignBadge, Notice, StateBadge, Tone, state_tone};
use crate::format::{duration, plural, relative, sentence};
use crate::pages::activity::campaign_meter;
use crate::routes::{Page, messenger_address, way_on};

/// One delivery, as it stands now.
#[component]
pub(super) fn DeliveryOutcome(
    /// The delivery.
    delivery: DeliveryView,
) -> impl IntoView {
    let editor = use_editor();
    let state = delivery.state;
    let is_final = !state.is_open();
    let to = delivery
        .name
        .clone()
        .unwrap_or_else(|| delivery.target.clone());
    let id = delivery.id.clone();
    let (resolve, retry) = (id.clone(), id.clone());
    let title = headline(&delivery, &to);
    let answer = answer(&delivery);
    let (reason, hint) = (delivery.reason.clone(), delivery.hint.clone());
    let (latency, can_retry) = (delivery.latency_ms, delivery.can_retry);
    let way_on = way_on(delivery.code.as_deref(), &delivery.connection);
    view! {
        <div class="outcome stack" data-delivery=id>
            <Notice tone=state_tone(state) title=title>
                <div class="cluster">
                    <StateBadge state=Signal::stored(state) />
                    {latency.map(|millis| view! { <span class="muted small">{format!("in {}", duration(millis))}</span> })}
                </div>
                {reason.map(|reason| view! { <p>{sentence(&reason)}</p> })}
                {hint.map(|hint| view! { <p>{sentence(&hint)}</p> })}
                {way_on.map(|way_on| view! { <WayOn way_on /> })}
                {answer}
            </Notice>
            <Trouble editor />
            {(state == DeliveryState::Conflict).then(|| view! { <JoinOffer editor /> })}
            <div class="cluster">
                {(state == DeliveryState::InDoubt).then(|| view! { <ResolveButtons editor id=resolve /> })}
                {can_retry.then(|| view! { <RetryButton editor id=retry is_first=state.may_fare_better() /> })}
                {is_final.then(|| view! { <AnotherButton editor /> })}
                <MessengerLink editor delivery />
                <a class="button button-quiet" href=Page::Activity.to_string()>"See it in Activity"</a>
            </div>
        </div>
    }
}

/// A campaign, as it stands now.
#[component]
pub(super) fn CampaignStarted(
    /// The campaign.
    campaign: CampaignView,
) -> impl IntoView {
    let editor = use_editor();
    let total: u64 = campaign.states.values().sum();
    view! {
        <div class="outcome stack" data-campaign=campaign.id.clone()>
            <div class="cluster">
                <strong>{format!("{} to {}", campaign.campaign, plural(total, "customer"))}</strong>
                <CampaignBadge state=campaign.state />
            </div>
            {campaign_meter(&campaign)}
            <div class="cluster">
                <AnotherButton editor />
                <a class="button button-quiet" href=Page::Activity.to_string()>"Follow it in Activity"</a>
            </div>
        </div>
    }
}

/// The console would not take it.
#[component]
pub(super) fn Refused(
    /// Why.
    error: ApiError,
) -> impl IntoView {
    let editor = use_editor();
    let connection = untrack(|| editor.session().connection()).map(|connection| connection.name);
    let way_on = way_on(error.code(), &connection.unwrap_or_default());
    let is_reused = error.code() == Some("key_reused");
    let violations = match &error {
        ApiError::Refused { error, .. } => error.violations.clone(),
        ApiError::Network(_) => Vec::new(),
    };
    let items = violations
        .iter()
        .map(|violation| view! { <li>{violation.to_string()}</li> })
        .collect_view();
    let again = move |_| {
        if is_reused {
            editor.desk().use_new_key();
        }
        editor.send();
    };
    view! {
        <div class="outcome stack" data-state="refused">
            <Notice tone=Tone::Bad title="Not sent">
                <p>{sentence(&error.message())}</p>
                <ul>{items}</ul>
                {way_on.map(|way_on| view! { <WayOn way_on /> })}
                {is_reused.then(|| view! {
                    <p>"This draft was sent before you changed it. Look in Activity before you send it as a message of its own."</p>
                })}
            </Notice>
            <div class="cluster">
                <button type="button" class="button button-primary" data-test="send-again" on:click=again>
                    {if is_reused { "Send as a new message" } else { "Send again" }}
                </button>
                <button type="button" class="button" data-test="keep-writing" on:click=move |_| editor.desk().send_another()>
                    "Go on writing"
                </button>
            </div>
        </div>
    }
}

/// Where something can be done about it.
#[component]
fn WayOn(way_on: (String, &'static str)) -> impl IntoView {
    let (address, words) = way_on;
    view! { <p><a href=address data-test="way-on">{words}</a></p> }
}

fn headline(delivery: &DeliveryView, to: &str) -> String {
    match delivery.state {
        DeliveryState::Pending => match delivery.not_before {
            Some(at) => format!(
                "Waiting; next attempt {}",
                relative(at, crate::browser::now())
            ),
            None => format!("Waiting to be sent to {to}"),
        },
        DeliveryState::Attempting => format!("Sending to {to}"),
        DeliveryState::Accepted => format!("Accepted for {to}"),
        DeliveryState::Delivered => format!("Delivered to {to}"),
        DeliveryState::Read => format!("Read by {to}"),
        DeliveryState::Replied => format!("Answered by {to}"),
        DeliveryState::Rejected => format!("Refused for {to}"),
        DeliveryState::Conflict => format!("{to} is in a conversation already"),
        DeliveryState::InDoubt => "Nobody knows whether it arrived".to_owned(),
        DeliveryState::Unsent => "Not sent".to_owned(),
        other => format!("{} for {to}", crate::components::state_word(other)),
    }
}

fn answer(delivery: &DeliveryView) -> Option<impl IntoView + use<>> {
    delivery.answer.clone().map(|answer| {
        view! {
            <p data-test="answer">
                "Answer: " <strong>{answer.text}</strong>
                {answer.value.map(|value| view! { " " <code>{value}</code> })}
            </p>
        }
    })
}

#[component]
fn Trouble(editor: Editor) -> impl IntoView {
    let trouble = editor.desk().trouble();
    move || {
        trouble.get().map(|trouble| {
            view! { <Notice tone=Tone::Bad title="That did not work"><p>{trouble}</p></Notice> }
        })
    }
}

/// The way into the conversation that is open, where there is one; with what that may do.
#[component]
fn JoinOffer(editor: Editor) -> impl IntoView {
    if !untrack(|| is_platform(editor).get()) || !untrack(|| editor.with_draft(can_join)) {
        return ().into_any();
    }
    let join = move |_| {
        editor.update(|form| form.edit(|draft| set_join(draft, true)));
        editor.desk().send_another();
        editor.send();
    };
    view! {
        <Notice tone=Tone::Warn title="It can go into the conversation that is open">
            <p>"If a bot has that conversation, it reads your text as if the customer had said it."</p>
            <div>
                <button type="button" class="button" data-test="join" on:click=join>
                    "Send into the open conversation"
                </button>
            </div>
        </Notice>
    }
    .into_any()
}

#[component]
fn RetryButton(
    editor: Editor,
    id: String,
    /// Whether it is what most people want to do next.
    is_first: bool,
) -> impl IntoView {
    view! {
        <button type="button" class="button" class:button-primary=is_first data-test="retry" on:click=move |_| editor.desk().retry(id.clone())>
            "Send it again"
        </button>
    }
}

#[component]
fn ResolveButtons(editor: Editor, id: String) -> impl IntoView {
    let sent = id.clone();
    view! {
        <button type="button" class="button" data-test="resolve-sent" on:click=move |_| editor.desk().resolve(sent.clone(), Resolution::Sent)>
            "It arrived"
        </button>
        <button type="button" class="button" data-test="resolve-unsent" on:click=move |_| editor.desk().resolve(id.clone(), Resolution::Unsent)>
            "It did not: send it again"
        </button>
    }
}

#[component]
fn AnotherButton(editor: Editor) -> impl IntoView {
    view! {
        <button type="button" class="button" data-test="send-another" on:click=move |_| editor.desk().send_another()>
            "Send another"
        </button>
    }
}

#[component]
fn MessengerLink(editor: Editor, delivery: DeliveryView) -> impl IntoView {
    let url = untrack(|| editor.session().connections())
        .into_iter()
        .find(|connection| connection.name == delivery.connection)
        .and_then(|connection| connection.messenger_url);
    let url = url.and_then(|url| messenger_address(&url, &delivery));
    url.map(|url| {
        view! {
            <a class="button" href=url target="_blank" rel="noreferrer" data-test="open-messenger">
                "See it as the guest"
            </a>
        }
    })
}
