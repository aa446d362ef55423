//! What a connection can send from, by channel.

use leptos::prelude::*;
use tidings_core::api::ConnectionView;
use tidings_core::channel::Channel;
use tidings_core::dialect::Dialect;
use tidings_core::sender::Sender;

use crate::components::{Tone, WordBadge};
use crate::doctors::use_doctors;
use crate::format::sentence;

/// Senders by channel: those chosen in the configuration, and those that the doctor found.
#[component]
pub(super) fn SendersCard(connection: Signal<ConnectionView>) -> impl IntoView {
    let doctors = use_doctors();
    let channels = move || {
        let connection = connection.get();
        if connection.dialect == Dialect::Guides {
            return view! { <p class="muted">"The dialect of the guides has no call that lists senders; an e-mail or SMS names its own."</p> }
                .into_any();
        }
        Channel::ALL
            .into_iter()
            .map(|channel| {
                let found = doctors.senders(&connection.name, channel);
                let chosen = connection.senders.of(channel).map(str::to_owned);
                view! { <OfChannel channel found chosen /> }
            })
            .collect_view()
            .into_any()
    };
    view! {
        <section class="card stack" aria-labelledby="senders">
            <div>
                <h2 id="senders">"Senders"</h2>
                <p class="muted small">"What a message goes out from where a draft names nothing else. Set in the configuration, under "<code>"senders"</code>"."</p>
            </div>
            {channels}
        </section>
    }
}

#[component]
fn OfChannel(
    channel: Channel,
    found: Option<Vec<Sender>>,
    chosen: Option<String>,
) -> impl IntoView {
    let is_among = |sender: &Sender| {
        chosen.as_deref().is_some_and(|chosen| {
            sender.id == chosen || chosen.ends_with(&format!("@{}", sender.id))
        })
    };
    let is_known = found.iter().flatten().any(is_among);
    let nothing = match (&found, &chosen) {
        (None, None) => Some("None chosen; run the doctor to see which there are."),
        (Some(found), None) if found.is_empty() => Some("The organization has none."),
        _ => None,
    };
    let rows = found
        .into_iter()
        .flatten()
        .map(|sender| {
            let is_chosen = is_among(&sender);
            view! { <Found sender is_chosen /> }
        })
        .collect_view();
    // What the configuration names stands here also before anybody looked.
    let bare = chosen.filter(|_| !is_known).map(|id| {
        view! {
            <li class="finding">
                <span class="tag">"Chosen"</span>
                <code>{id}</code>
            </li>
        }
    });
    view! {
        <div class="stack-tight" data-channel=channel.name()>
            <h3>{channel.title()}</h3>
            {nothing.map(|text| view! { <p class="muted small">{text}</p> })}
            <ul class="findings">{bare}{rows}</ul>
        </div>
    }
}

#[component]
fn Found(sender: Sender, is_chosen: bool) -> impl IntoView {
    let (tone, word, name) = if sender.is_ready() {
        (Tone::Good, "Ready", "ready")
    } else {
        (Tone::Warn, "Not ready", "not_ready")
    };
    let id = sender.id.clone();
    let has_name = sender.name != sender.id && !sender.name.is_empty();
    let problems = sender
        .problems
        .iter()
        .map(|problem| view! { <p class="finding-hint">{sentence(problem)}</p> })
        .collect_view();
    view! {
        <li class="finding" data-sender=id>
            <WordBadge tone word name />
            <div>
                <p class="cluster">
                    {has_name.then(|| view! { <strong>{sender.name.clone()}</strong> })}
                    <code>{sender.id}</code>
                    {is_chosen.then(|| view! { <span class="tag">"Chosen"</span> })}
                </p>
                {problems}
            </div>
        </li>
    }
}
