use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use tidings_core::api::ConnectionView;

use crate::api::encode;
use crate::components::{Menu, RangeTags, health_trouble, health_word};
use crate::routes::Page;
use crate::session::use_session;
use crate::stops::use_stops;

/// Which connection is worked with; choose another.
#[component]
pub(super) fn Connections() -> impl IntoView {
    let session = use_session();
    let stops = use_stops();
    let face = move || match session.connection() {
        Some(connection) => {
            let (tone, word) = health_word(&connection.health);
            let is_stopped = stops.holds(&connection.name);
            view! {
                <span class=format!("dot {tone}") aria-hidden="true"></span>
                <strong data-test="connection">{connection.name.clone()}</strong>
                <span class="menu-tags">
                    <RangeTags connection=Signal::stored(connection.clone()) />
                    {is_stopped.then(|| view! { <span class="tag is-stopped">"Stopped"</span> })}
                </span>
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
            <a class="menu-link" href=Page::Connections.to_string()>
                "See every connection"
            </a>
        </Menu>
    }
}

#[component]
fn ConnectionRow(connection: ConnectionView, is_chosen: bool) -> impl IntoView {
    let session = use_session();
    let stops = use_stops();
    let go = use_navigate();
    let pathname = use_location().pathname;
    let (tone, word) = health_word(&connection.health);
    let trouble = health_trouble(&connection.health);
    let name = StoredValue::new(connection.name.clone());
    let is_stopped = move || name.with_value(|name| stops.holds(name));
    let choose = move |_| {
        let name = name.get_value();
        if let Some(address) = address_with(&pathname.get_untracked(), &name) {
            go(&address, NavigateOptions::default());
        }
        session.choose(name);
    };
    view! {
        <button
            type="button"
            aria-pressed=is_chosen.to_string()
            data-test=format!("choose-{}", connection.name)
            on:click=choose
        >
            <span class=format!("dot {tone}") aria-hidden="true"></span>
            <strong>{connection.name.clone()}</strong>
            <span class="menu-tags">
                {move || is_stopped().then(|| view! { <span class="tag is-stopped">"Stopped"</span> })}
                <RangeTags connection=Signal::stored(connection.clone()) />
            </span>
            <span class="menu-detail muted small">
                {format!("{} · {word} · {}", connection.dialect, connection.base_url)}
            </span>
            {trouble.map(|trouble| view! { <span class="menu-detail small">{trouble}</span> })}
        </button>
    }
}

/// The address of the page that is open, for another connection; nothing where the address says
/// nothing of a connection.
fn address_with(pathname: &str, connection: &str) -> Option<String> {
    if pathname.starts_with("/compose") {
        Some(format!("{pathname}?connection={}", encode(connection)))
    } else if pathname.starts_with("/connections/") {
        Some(Page::Connection(connection.to_owned()).to_string())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn the_address_follows_the_choice_where_it_names_a_connection() {
        assert_eq!(
            address_with("/compose/greet", "shop two").as_deref(),
            Some("/compose/greet?connection=shop%20two")
        );
        assert_eq!(
            address_with("/connections/sandbox", "shop").as_deref(),
            Some("/connections/shop")
        );
        assert_eq!(address_with("/activity", "shop"), None);
    }
}
