//! The connections: what each is, what it can do, how far it reaches.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use tidings_core::api::ConnectionView;

use super::not_found::NotFoundPage;
use crate::browser;
use crate::components::{Notice, RangeTags, Tone, health_trouble, health_word};
use crate::routes::Page;
use crate::session::use_session;
use crate::stops::use_stops;

mod budgets;
mod doctor;
mod go_live;
mod mode;
mod senders;

/// Every connection of this installation.
#[component]
pub fn ConnectionsPage() -> impl IntoView {
    browser::set_title("Connections");
    let session = use_session();
    let rows = move || {
        session
            .connections()
            .into_iter()
            .map(|connection| view! { <Card connection /> })
            .collect_view()
    };
    view! {
        <div class="page-head">
            <h1>"Connections"</h1>
        </div>
        <Show
            when=move || !session.connections().is_empty()
            fallback=|| view! { <NoConnection /> }
        >
            <ul class="connection-list" data-test="connections">{rows}</ul>
        </Show>
    }
}

#[component]
fn Card(connection: ConnectionView) -> impl IntoView {
    let stops = use_stops();
    let name = connection.name.clone();
    let is_stopped = move || stops.holds(&name);
    let trouble = health_trouble(&connection.health);
    let title = connection.name.clone();
    let id = title.clone();
    let address = Page::Connection(title.clone()).to_string();
    let is_default = connection.is_default;
    view! {
        <li class="card connection-card" data-connection=id>
            <div class="cluster">
                <h2><a href=address>{title}</a></h2>
                <RangeTags connection=Signal::stored(connection.clone()) />
                {move || is_stopped().then(|| view! { <span class="tag is-stopped">"Stopped"</span> })}
                {is_default.then(|| view! { <span class="tag">"Default"</span> })}
            </div>
            <Facts connection />
            {trouble.map(|trouble| view! { <p class="small">{trouble}</p> })}
        </li>
    }
}

#[component]
fn Facts(connection: ConnectionView) -> impl IntoView {
    let (tone, word) = health_word(&connection.health);
    view! {
        <dl class="fact-list">
            <dt>"Health"</dt>
            <dd class="cluster">
                <span class=format!("dot {tone}") aria-hidden="true"></span>
                {word}
            </dd>
            <dt>"Organization"</dt>
            <dd>{connection.organization.unwrap_or_else(|| "not read yet".to_owned())}</dd>
            <dt>"Dialect"</dt>
            <dd>{connection.dialect.to_string()}</dd>
            <dt>"Address"</dt>
            <dd class="mono">{connection.base_url}</dd>
        </dl>
    }
}

#[component]
fn NoConnection() -> impl IntoView {
    view! {
        <div class="card empty">
            <h2>"There is no connection yet"</h2>
            <p class="muted">
                "Name an organization in "<code>"tidings.toml"</code>
                ", or set "<code>"GENESYS_CLIENT_ID"</code>", "<code>"GENESYS_CLIENT_SECRET"</code>
                " and "<code>"GENESYS_REGION"</code>", then start again. "
                <code>"tidings serve --sandbox"</code>" brings one to try against."
            </p>
        </div>
    }
}

/// The connection that the address names, in full.
#[component]
pub fn ConnectionPage() -> impl IntoView {
    let session = use_session();
    let params = use_params_map();
    let name = Memo::new(move |_| params.read().get("name").unwrap_or_default());
    let known = Memo::new(move |_| {
        let name = name.get();
        session
            .connections()
            .iter()
            .any(|connection| connection.name == name)
            .then_some(name)
    });
    move || match known.get() {
        Some(name) => view! { <Connection name /> }.into_any(),
        None => view! { <NotFoundPage /> }.into_any(),
    }
}

#[component]
fn Connection(name: String) -> impl IntoView {
    let session = use_session();
    browser::set_title(&name);
    // Whoever looks at a connection works with it: the bar above must not name another.
    session.choose(name.clone());
    let first = untrack(|| session.connection());
    let wanted = name.clone();
    let connection = Memo::new(move |before: Option<&Option<ConnectionView>>| {
        session
            .connections()
            .into_iter()
            .find(|connection| connection.name == wanted)
            .or_else(|| before.cloned().flatten())
    });
    let Some(first) = connection.get_untracked().or(first) else {
        return view! { <NotFoundPage /> }.into_any();
    };
    let connection = Signal::derive(move || connection.get().unwrap_or_else(|| first.clone()));
    let trouble =
        Memo::new(move |_| connection.with(|connection| health_trouble(&connection.health)));
    view! {
        <div class="page-head">
            <div class="cluster">
                <h1>{name.clone()}</h1>
                <RangeTags connection=connection />
            </div>
            <a href=Page::Connections.to_string()>"All connections"</a>
        </div>
        {move || trouble.get().map(|trouble| view! {
            <Notice tone=Tone::Bad title="It does not work at the moment"><p>{trouble}</p></Notice>
        })}
        <div class="connection-page">
            <div class="stack">
                <mode::ModeCard connection />
                <doctor::Doctor connection />
            </div>
            <div class="stack">
                <section class="card stack-tight" aria-label="Facts">
                    {move || view! { <Facts connection=connection.get() /> }}
                </section>
                <budgets::Budgets connection=name />
                <senders::SendersCard connection />
            </div>
        </div>
    }
    .into_any()
}
