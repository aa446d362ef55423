//! The table of deliveries. A row opens in full.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use tidings_core::api::{AnswerView, DeliveryView};
use tidings_core::delivery::DeliveryState;

use super::{Board, row, use_board};
use crate::components::{StateBadge, Tone, state_tone};
use crate::format::{code_words, duration, exact, relative};
use crate::routes::job_name;

/// Fifty deliveries at most.
#[component]
pub(super) fn DeliveryTable() -> impl IntoView {
    let board = use_board();
    let ids = Memo::new(move |_| {
        board.page.with(|page| {
            page.iter()
                .flat_map(|page| &page.rows)
                .map(|row| row.id.clone())
                .collect::<Vec<_>>()
        })
    });
    view! {
        <div class="table-box">
            <table class="table" data-test="deliveries">
                <caption class="visually-hidden">"Messages, newest first"</caption>
                <thead>
                    <tr>
                        <th scope="col">"When"</th>
                        <th scope="col">"Job"</th>
                        <th scope="col">"To"</th>
                        <th scope="col">"Message"</th>
                        <th scope="col">"Outcome"</th>
                        <th scope="col">"Answer"</th>
                        <th scope="col" class="is-number">"Took"</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || ids.get() key=String::clone let:id>
                        <DeliveryRow id />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn DeliveryRow(id: String) -> impl IntoView {
    let board = use_board();
    let go = use_navigate();
    let delivery = row(board, id.clone());
    let shown = StoredValue::new(id.clone());
    let open = move |_| {
        let mut address = board.address.get_untracked();
        address.delivery = Some(shown.get_value());
        Board::go(&go, &address);
    };
    let get = move |read: fn(&DeliveryView) -> String| {
        Memo::new(move |_| {
            delivery.with(|delivery| delivery.as_ref().map(read).unwrap_or_default())
        })
    };
    let to = get(|delivery| {
        delivery
            .name
            .clone()
            .unwrap_or_else(|| delivery.target.clone())
    });
    let target = get(|delivery| delivery.target.clone());
    let summary = get(|delivery| delivery.summary.clone());
    // A state says that it did not go well; the code says why.
    let why = get(|delivery| {
        if state_tone(delivery.state) == Tone::Good {
            return String::new();
        }
        delivery.code.as_deref().map(code_words).unwrap_or_default()
    });
    let took = get(|delivery| delivery.latency_ms.map(duration).unwrap_or_default());
    let state = Memo::new(move |_| {
        delivery.with(|delivery| {
            delivery
                .as_ref()
                .map_or(DeliveryState::Pending, |delivery| delivery.state)
        })
    });
    let answer = Memo::new(move |_| delivery.with(|delivery| delivery.as_ref()?.answer.clone()));
    let at = Memo::new(move |_| delivery.with(|delivery| Some(delivery.as_ref()?.created_at)));
    view! {
        <tr data-delivery=id on:click=open>
            <td class="is-time">
                {move || {
                    at.get()
                        .map(|at| {
                            view! {
                                <time datetime=at.to_string() title=exact(at)>
                                    {relative(at, board.now.get())}
                                </time>
                            }
                        })
                }}
            </td>
            <td class="is-job muted">{get(|delivery| job_name(delivery.operation).to_owned())}</td>
            <td class="is-to">
                <button type="button" class="row-button" title=target>
                    {to}
                </button>
            </td>
            <td>
                <span class="clip" title=summary>
                    {summary}
                </span>
            </td>
            <td class="is-outcome">
                <StateBadge state=state />
                <span class="why muted small">{why}</span>
            </td>
            <td>{move || answer.get().map(|answer| view! { <Answer answer /> })}</td>
            <td class="is-number">{took}</td>
        </tr>
    }
}

#[component]
fn Answer(answer: AnswerView) -> impl IntoView {
    let title = answer.value.map_or_else(
        || answer.text.clone(),
        |value| format!("{} ({value})", answer.text),
    );
    view! { <span class="clip" data-test="answer" title=title>{answer.text}</span> }
}
