//! The truth on the right: as the guest sees it, as JSON, as curl.

use leptos::prelude::*;
use serde_json::Value;
use tidings_core::operation::Operation;

use super::curl;
use super::editor::use_editor;
use super::mail::MailPreview;
use super::messenger::MessengerPreview;
use crate::components::CopyButton;

/// How the message is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Guest,
    Json,
    Curl,
}

const TABS: [(Tab, &str, &str); 3] = [
    (Tab::Guest, "preview", "Preview"),
    (Tab::Json, "json", "JSON"),
    (Tab::Curl, "curl", "curl"),
];

/// The message as the guest, the wire and a shell see it.
#[component]
pub(super) fn Preview() -> impl IntoView {
    let editor = use_editor();
    let tab = RwSignal::new(Tab::Guest);
    let buttons = TABS
        .into_iter()
        .map(|(this, name, label)| {
            view! {
                <button
                    type="button"
                    role="tab"
                    id=format!("tab-{name}")
                    data-test=format!("tab-{name}")
                    aria-controls="preview-panel"
                    aria-selected=move || (tab.get() == this).to_string()
                    tabindex=move || if tab.get() == this { "0" } else { "-1" }
                    on:click=move |_| tab.set(this)
                    on:keydown=move |event| on_arrow(tab, this, &event.key())
                >
                    {label}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="segmented" role="tablist" aria-label="How to look at the message">
            {buttons}
        </div>
        <div role="tabpanel" id="preview-panel" tabindex="0">
            {move || match tab.get() {
                Tab::Guest if editor.operation() == Operation::Outbound => view! { <MailPreview /> }.into_any(),
                Tab::Guest => view! { <MessengerPreview /> }.into_any(),
                Tab::Json => view! { <Code what="JSON" text=Signal::derive(json) /> }.into_any(),
                Tab::Curl => view! { <Code what="command" text=Signal::derive(command) /> }.into_any(),
            }}
        </div>
    }
}

fn on_arrow(tab: RwSignal<Tab>, this: Tab, key: &str) {
    let here = TABS
        .iter()
        .position(|(tab, ..)| *tab == this)
        .unwrap_or_default();
    let next = match key {
        "ArrowRight" => (here + 1) % TABS.len(),
        "ArrowLeft" => (here + TABS.len() - 1) % TABS.len(),
        _ => return,
    };
    if let Some((next, name, _)) = TABS.get(next) {
        tab.set(*next);
        crate::browser::focus(format!("tab-{name}"));
    }
}

/// The bodies that would go out.
fn json() -> Option<String> {
    let editor = use_editor();
    editor.judgement().with(|judgement| {
        let bodies: Vec<String> = judgement
            .requests
            .iter()
            .filter_map(|request| pretty(request.body.as_deref()?))
            .collect();
        (!bodies.is_empty()).then(|| bodies.join("\n\n"))
    })
}

fn command() -> Option<String> {
    let editor = use_editor();
    let base_url = editor
        .session()
        .connection()
        .map(|connection| connection.base_url)
        .unwrap_or_default();
    editor.judgement().with(|judgement| {
        let commands: Vec<String> = judgement
            .requests
            .iter()
            .map(|request| curl::command(request, &base_url))
            .collect();
        (!commands.is_empty()).then(|| commands.join("\n\n"))
    })
}

fn pretty(body: &str) -> Option<String> {
    let value: Value = serde_json::from_str(body).ok()?;
    serde_json::to_string_pretty(&value).ok()
}

#[component]
fn Code(what: &'static str, text: Signal<Option<String>>) -> impl IntoView {
    move || {
        match text.get() {
        Some(code) => view! {
            <div class="code-box">
                <pre class="code" data-test="code" tabindex="0">{code.clone()}</pre>
                <CopyButton text=code what=what />
            </div>
        }
        .into_any(),
        None => view! {
            <div class="code muted">"The exact request appears here once nothing is left to fix."</div>
        }
        .into_any(),
    }
    }
}
