//! Who of an audience can be reached on which channel, and why the others cannot.

use leptos::prelude::*;
use tidings_core::api::{ChannelReach, ReachView};

use super::editor::use_editor;
use crate::api::use_api;
use crate::components::{Notice, Skeleton, Tone};
use crate::format::{count, words};

/// Counts by channel when asked: it reads everybody's contact.
#[component]
pub(super) fn ReachPanel() -> impl IntoView {
    let editor = use_editor();
    let api = use_api();
    let found = RwSignal::new(None::<ReachView>);
    let problem = RwSignal::new(None::<String>);
    let is_counting = RwSignal::new(false);
    // What was counted is about one connection and one window.
    let question = Memo::new(move |_| {
        let connection = editor.session().connection()?.name;
        let days = editor.window().with(|window| window.as_ref()?.days())?;
        Some((connection, days))
    });
    Effect::new(move || {
        question.track();
        found.set(None);
        problem.set(None);
    });
    let count_them = move |_| {
        let Some(asked) = question.get_untracked() else {
            return;
        };
        if is_counting.get_untracked() {
            return;
        }
        is_counting.set(true);
        leptos::task::spawn_local(async move {
            let result = api.reach(&asked.0, asked.1).await;
            if question.try_get_untracked().flatten() == Some(asked) {
                match result {
                    Ok(view) => {
                        found.try_set(Some(view));
                    }
                    Err(error) => {
                        problem.try_set(Some(error.message()));
                    }
                }
            }
            is_counting.try_set(false);
        });
    };
    view! {
        <div class="cluster">
            <button type="button" class="button" data-test="count-reach" aria-disabled=move || is_counting.get().to_string() on:click=count_them>
                "Count by channel"
            </button>
            <span class="muted small" role="status">
                {move || if is_counting.get() { "Reading who can be reached where" } else { "" }}
            </span>
        </div>
        {move || problem.get().map(|problem| view! {
            <Notice tone=Tone::Bad title="Reach could not be read"><p>{problem}</p></Notice>
        })}
        {move || match (found.get(), is_counting.get()) {
            (Some(view), _) => view! { <Reach view /> }.into_any(),
            (None, true) => view! { <Skeleton lines=4 /> }.into_any(),
            (None, false) => ().into_any(),
        }}
    }
}

#[component]
fn Reach(view: ReachView) -> impl IntoView {
    let rows = view
        .channels
        .into_iter()
        .map(|channel| view! { <OnChannel channel /> })
        .collect_view();
    view! {
        {(!view.complete).then(|| view! {
            <Notice tone=Tone::Warn title="Not everybody was looked at"><p>{view.problem.unwrap_or_default()}</p></Notice>
        })}
        <div class="table-box">
            <table class="table is-plain reach" data-test="reach">
                <caption class="visually-hidden">"Who can be reached on which channel"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Channel"</th>
                        <th scope="col" class="is-number">"Reachable"</th>
                        <th scope="col">"Not reachable"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn OnChannel(channel: ChannelReach) -> impl IntoView {
    let reasons: Vec<String> = channel
        .unreachable
        .iter()
        .filter(|(_, number)| **number > 0)
        .map(|(reason, number)| format!("{} {}", count(*number), unreached(reason)))
        .collect();
    let expiring = (channel.expiring > 0).then(|| {
        format!(
            "{} only for a few days more: their contact expires",
            count(channel.expiring)
        )
    });
    view! {
        <tr data-channel=channel.channel.name()>
            <th scope="row" class="is-to">{channel.channel.title()}</th>
            <td class="is-number is-outcome">{count(channel.reachable)}</td>
            <td class="muted">
                {if reasons.is_empty() { "–".to_owned() } else { reasons.join(", ") }}
                {expiring.map(|text| view! { <span class="why-wide">{text}</span> })}
            </td>
        </tr>
    }
}

/// What keeps people from being reached, to be read after their number.
fn unreached(reason: &str) -> String {
    match reason {
        "no_contact" => "without a contact".to_owned(),
        "no_address" => "without an address".to_owned(),
        "no_sender" => "for want of a sender".to_owned(),
        "session_cleared" => "whose session was cleared".to_owned(),
        "session_expired" => "whose session expired".to_owned(),
        "suppressed" => "on the suppression list".to_owned(),
        "active_conversation" => "in a conversation".to_owned(),
        "invalid_address" => "with an address that is none".to_owned(),
        other => words(other),
    }
}
