use leptos::prelude::*;
use tidings_core::api::{ConnectionView, HealthView};

use crate::components::Menu;
use crate::session::use_session;

/// Which connection is worked with; choose another.
#[component]
pub(super) fn Connections() -> impl IntoView {
    let session = use_session();
    let face = move || match session.connection() {
        Some(connection) => {
            let (tone, word) = health(&connection.health);
            view! {
                <span class=format!("dot {tone}") aria-hidden="true"></span>
                <strong data-test="connection">{connection.name.clone()}</strong>
                <KindTag connection=connection.clone() />
                <span class="muted small is-secondary">{format!("{} · {word}", connection.dialect)}</span>
            }
            .into_any()
        }
        None => view! { <strong>"No connection"</strong> }.into_any(),
    };
    let rows = move || {
        let chosen = session.connection().map(|connection| connection.name);
        session
            .connections()
            .into_iter()
            .map(|connection| {
                let is_chosen = chosen.as_ref() == Some(&connection.name);
                view! { <ConnectionRow connection is_chosen /> }
            })
            .collect_view()
    };
    view! {
        <Menu label="Connection" face=face>
            {rows}
        </Menu>
    }
}

#[component]
fn ConnectionRow(connection: ConnectionView, is_chosen: bool) -> impl IntoView {
    let session = use_session();
    let (tone, word) = health(&connection.health);
    let trouble = match &connection.health {
        HealthView::Paused { message }
        | HealthView::Refused { message }
        | HealthView::Unreachable { message } => Some(message.clone()),
        HealthView::Unknown | HealthView::Ready => None,
    };
    let name = connection.name.clone();
    let choose = move |_| session.choose(name.clone());
    view! {
        <button type="button" aria-pressed=is_chosen.to_string() on:click=choose>
            <span class=format!("dot {tone}") aria-hidden="true"></span>
            <strong>{connection.name.clone()}</strong>
            <KindTag connection=connection.clone() />
            <span class="menu-detail muted small">
                {format!("{} · {word} · {}", connection.dialect, connection.base_url)}
            </span>
            {trouble.map(|trouble| view! { <span class="menu-detail small">{trouble}</span> })}
        </button>
    }
}

#[component]
fn KindTag(connection: ConnectionView) -> impl IntoView {
    if connection.is_sandbox {
        view! { <span class="tag">"Sandbox"</span> }.into_any()
    } else {
        view! { <span class="tag is-live">"Live: real people"</span> }.into_any()
    }
}

/// The dot's class and the word beside it.
const fn health(health: &HealthView) -> (&'static str, &'static str) {
    match health {
        HealthView::Unknown => ("is-unknown", "not tried yet"),
        HealthView::Ready => ("is-good", "ready"),
        HealthView::Paused { .. } => ("is-warn", "paused"),
        HealthView::Refused { .. } => ("is-bad", "credentials refused"),
        HealthView::Unreachable { .. } => ("is-bad", "unreachable"),
    }
}
