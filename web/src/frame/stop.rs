use leptos::prelude::*;
use tidings_core::api::StopView;

use crate::api::use_api;
use crate::components::{Icon, Menu, Shape};
use crate::format::exact;
use crate::session::use_session;
use crate::stops::use_stops;

/// One press stops every send; the menu beside it stops one connection.
#[component]
pub(super) fn StopButton() -> impl IntoView {
    let api = use_api();
    let session = use_session();
    let stops = use_stops();
    let all_stopped = move || stops.turned().iter().any(|stop| stop.connection.is_none());
    let names = Memo::new(move |_| {
        session
            .connections()
            .into_iter()
            .map(|connection| connection.name)
            .collect::<Vec<_>>()
    });
    let stop_all = move |_| {
        if !untrack(all_stopped) {
            stops.turn(api, None, true);
        }
    };
    let rows = move || {
        names
            .get()
            .into_iter()
            .map(|name| view! { <StopRow name /> })
            .collect_view()
    };
    let face = || view! { <span class="visually-hidden">"one connection"</span> };
    view! {
        <div class="stop" role="group" aria-label="Stop sending">
            <button
                type="button"
                class="button button-stop"
                data-test="stop"
                title="Nothing is sent any more, on any connection, until somebody resumes"
                aria-disabled=move || all_stopped().to_string()
                on:click=stop_all
            >
                <Icon shape=Shape::Stop />
                "Stop"
            </button>
            <Show when=move || names.with(|names| names.len() > 1)>
                <Menu label="Stop or resume" at_end=true face=face>
                    {rows}
                </Menu>
            </Show>
        </div>
    }
}

#[component]
fn StopRow(name: String) -> impl IntoView {
    let api = use_api();
    let stops = use_stops();
    let name = StoredValue::new(name);
    let is_stopped = Memo::new(move |_| {
        let turned = stops.turned();
        name.with_value(|name| {
            turned
                .iter()
                .any(|stop| stop.connection.as_ref() == Some(name))
        })
    });
    let turn = move |_| stops.turn(api, Some(name.get_value()), !is_stopped.get_untracked());
    view! {
        <button type="button" data-test=format!("stop-{}", name.get_value()) on:click=turn>
            <Icon shape=Shape::Stop />
            <span>
                {move || if is_stopped.get() { "Resume " } else { "Stop " }}
                <strong>{name.get_value()}</strong>
            </span>
        </button>
    }
}

/// On every page while something is stopped: what, since when, by whom, and the way back.
#[component]
pub(super) fn StopBanner() -> impl IntoView {
    let stops = use_stops();
    let lines = move || {
        stops
            .turned()
            .into_iter()
            .map(|stop| view! { <Stopped stop /> })
            .collect_view()
    };
    view! {
        <div class="stop-banners" role="status">
            {lines}
            {move || stops.problem().map(|problem| view! {
                <p class="stop-banner" data-test="stop-problem">
                    <Icon shape=Shape::Problem />
                    <span>"That did not work: " {problem}</span>
                </p>
            })}
        </div>
    }
}

#[component]
fn Stopped(stop: StopView) -> impl IntoView {
    let api = use_api();
    let stops = use_stops();
    let what = stop.connection.as_ref().map_or_else(
        || "Sending is stopped on every connection".to_owned(),
        |name| format!("Sending is stopped on {name}"),
    );
    let (at, by) = (stop.at, stop.by);
    let connection = stop.connection;
    view! {
        <div class="stop-banner" data-test="stopped">
            <Icon shape=Shape::Stop />
            <p>
                <strong>{what}</strong>
                {format!(", since {} by {by}. What waits goes on when somebody resumes.", exact(at))}
            </p>
            <button
                type="button"
                class="button"
                data-test="resume"
                on:click=move |_| stops.turn(api, connection.clone(), false)
            >
                "Resume"
            </button>
        </div>
    }
}
