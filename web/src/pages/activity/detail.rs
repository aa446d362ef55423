//! One delivery in full, in a drawer.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use tidings_core::api::{
    Change, DeliveryDetail, DeliveryView, RequestView, Resolution, Resolve, TimelineEntry,
};
use tidings_core::delivery::DeliveryState;

use super::{Board, use_board};
use crate::api::use_api;
use crate::components::{CopyButton, Drawer, Notice, Skeleton, StateBadge, Tone};
use crate::format::{duration, exact, relative, sentence};
use crate::live::use_live;
use crate::routes::{job_name, messenger_address, way_on};
use crate::session::use_session;

/// What the drawer knows and does.
#[derive(Clone, Copy)]
struct Open {
    detail: RwSignal<Option<DeliveryDetail>>,
    problem: RwSignal<Option<String>>,
}

/// The delivery that the address names, in full.
#[component]
pub(super) fn DeliveryDrawer(
    /// Its id.
    id: String,
) -> impl IntoView {
    let board = use_board();
    let go = use_navigate();
    let open = Open {
        detail: RwSignal::new(None),
        problem: RwSignal::new(None),
    };
    provide_context(open);
    follow(open, id);
    let close = Callback::new(move |()| {
        let mut address = board.address.get_untracked();
        address.delivery = None;
        Board::go(&go, &address);
    });
    let delivery = Memo::new(move |_| {
        open.detail
            .with(|detail| Some(detail.as_ref()?.delivery.clone()))
    });
    let title = Signal::derive(move || {
        delivery.with(|delivery| {
            delivery.as_ref().map_or_else(
                || "Message".to_owned(),
                |delivery| {
                    let to = delivery.name.as_ref().unwrap_or(&delivery.target);
                    format!("{} to {to}", job_name(delivery.operation))
                },
            )
        })
    });
    view! {
        <Drawer title=title on_close=close>
            {move || open.problem.get().map(|problem| view! {
                <Notice tone=Tone::Bad title="That did not work"><p>{problem}</p></Notice>
            })}
            {move || match open.detail.get() {
                Some(detail) => view! { <Detail detail /> }.into_any(),
                None => view! { <Skeleton lines=8 /> }.into_any(),
            }}
        </Drawer>
    }
}

/// Reads the delivery, and again whenever something happened to it.
fn follow(open: Open, id: String) {
    let api = use_api();
    let changes = RwSignal::new(0_u32);
    let watched = id.clone();
    let live = use_live();
    live.listen(move |change| {
        if let Change::Delivery(delivery) = change
            && delivery.id == watched
        {
            changes.try_update(|changes| *changes = changes.wrapping_add(1));
        }
    });
    Effect::new(move || {
        changes.track();
        live.track_gaps();
        let id = id.clone();
        leptos::task::spawn_local(async move {
            match api.delivery(&id).await {
                Ok(detail) => open.detail.try_set(Some(detail)).map_or((), drop),
                Err(error) => open.problem.try_set(Some(error.message())).map_or((), drop),
            }
        });
    });
}

#[component]
fn Detail(detail: DeliveryDetail) -> impl IntoView {
    let DeliveryDetail {
        delivery,
        request,
        timeline,
        ..
    } = detail;
    view! {
        <Standing delivery=delivery.clone() />
        <Actions delivery=delivery.clone() />
        <section>
            <h3>"What happened"</h3>
            <Timeline entries=timeline />
        </section>
        <Facts delivery />
        {request.map(|request| view! { <Request request /> })}
    }
}

#[component]
fn Standing(delivery: DeliveryView) -> impl IntoView {
    let way_on = way_on(delivery.code.as_deref(), &delivery.connection);
    view! {
        <section class="stack-tight">
            <div class="cluster">
                <StateBadge state=Signal::stored(delivery.state) />
                {delivery.code.map(|code| view! { <code>{code}</code> })}
            </div>
            <p>{delivery.summary}</p>
            {delivery.reason.map(|reason| view! { <p>{sentence(&reason)}</p> })}
            {delivery.hint.map(|hint| view! { <p class="muted">{sentence(&hint)}</p> })}
            {way_on.map(|(address, words)| view! { <a href=address data-test="way-on">{words}</a> })}
            {delivery.answer.map(|answer| view! {
                <Notice tone=Tone::Good title=format!("Answered: {}", answer.text)>
                    <p>{answer.value.map(|value| view! { "Value " <code>{value}</code> " · " })}{exact(answer.at)}</p>
                </Notice>
            })}
        </section>
    }
}

#[component]
fn Actions(delivery: DeliveryView) -> impl IntoView {
    let api = use_api();
    let board = use_board();
    let session = use_session();
    let go = use_navigate();
    let problem = expect_context::<Open>().problem;
    let id = StoredValue::new(delivery.id.clone());
    let retry = move |_| {
        let go = go.clone();
        problem.set(None);
        leptos::task::spawn_local(async move {
            let id = id.get_value();
            // The same retry pressed twice is one retry.
            match api.retry(&id, &format!("retry-{id}")).await {
                Ok(again) => {
                    let mut address = board.address.get_untracked();
                    address.delivery = Some(again.id);
                    Board::go(&go, &address);
                }
                Err(error) => {
                    problem.try_set(Some(error.message()));
                }
            }
        });
    };
    let resolve = move |resolution| {
        problem.set(None);
        leptos::task::spawn_local(async move {
            if let Err(error) = api.resolve(&id.get_value(), &Resolve { resolution }).await {
                problem.try_set(Some(error.message()));
            }
        });
    };
    let messenger = untrack(|| session.connections())
        .into_iter()
        .find(|connection| connection.name == delivery.connection)
        .and_then(|connection| messenger_address(connection.messenger_url.as_deref()?, &delivery));
    let in_doubt = delivery.state == DeliveryState::InDoubt;
    let is_idle = !in_doubt && !delivery.can_retry && messenger.is_none();
    view! {
        <div class="cluster" hidden=is_idle>
            {in_doubt.then(|| view! {
                <button type="button" class="button" data-test="resolve-sent" on:click=move |_| resolve(Resolution::Sent)>"It arrived"</button>
                <button type="button" class="button" data-test="resolve-unsent" on:click=move |_| resolve(Resolution::Unsent)>"It did not: send it again"</button>
            })}
            {delivery.can_retry.then(|| view! {
                <button type="button" class="button" class:button-primary=delivery.state.may_fare_better() data-test="retry" on:click=retry>"Send it again"</button>
            })}
            {messenger.map(|url| view! {
                <a class="button" href=url target="_blank" rel="noreferrer" data-test="open-messenger">"See it as the guest"</a>
            })}
        </div>
    }
}

#[component]
fn Timeline(entries: Vec<TimelineEntry>) -> impl IntoView {
    let board = use_board();
    let items = entries
        .into_iter()
        .map(|entry| {
            let at = entry.at;
            view! {
                <li data-state=entry.state.name()>
                    <span>{sentence(&entry.text)}</span>
                    <time class="muted small" datetime=at.to_string() title=exact(at)>
                        {move || relative(at, board.now.get())}
                    </time>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{items}</ol> }
}

#[component]
fn Facts(delivery: DeliveryView) -> impl IntoView {
    let ids = [
        ("Delivery", "delivery id", Some(delivery.id)),
        ("Sent to", "recipient", Some(delivery.target)),
        ("Message id", "message id", delivery.message_id),
        (
            "Conversation id",
            "conversation id",
            delivery.conversation_id,
        ),
    ];
    let ids = ids
        .into_iter()
        .filter_map(|(name, what, id)| id.map(|id| (name, what, id)))
        .map(|(name, what, id)| {
            view! {
                <dt>{name}</dt>
                <dd class="copy-line"><code>{id.clone()}</code><CopyButton text=id what=what /></dd>
            }
        })
        .collect_view();
    view! {
        <section>
            <h3>"Facts"</h3>
            <dl class="fact-list is-tall">
                {ids}
                <dt>"Connection"</dt><dd>{delivery.connection}</dd>
                {delivery.campaign.map(|campaign| view! { <dt>"Campaign"</dt><dd>{campaign}</dd> })}
                <dt>"Attempts"</dt><dd>{delivery.attempts}</dd>
                {delivery.latency_ms.map(|millis| view! { <dt>"Took"</dt><dd>{duration(millis)}</dd> })}
                <dt>"Asked for"</dt><dd>{exact(delivery.created_at)}</dd>
            </dl>
        </section>
    }
}

#[component]
fn Request(request: RequestView) -> impl IntoView {
    let body = serde_json::to_string_pretty(&request.body).unwrap_or_default();
    view! {
        <section>
            <h3>"Request"</h3>
            <p class="mono">{format!("{} {}", request.method, request.url)}</p>
            <div class="code-box">
                <pre class="code" tabindex="0" data-test="request">{body.clone()}</pre>
                <CopyButton text=body what="request body" />
            </div>
        </section>
    }
}
