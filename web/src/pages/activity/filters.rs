//! Which deliveries are listed; kept in the address.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use tidings_core::delivery::DeliveryState;
use tidings_core::operation::Operation;

use super::address::Address;
use super::{Board, use_board};
use crate::components::{Choice, SelectField, state_word};
use crate::routes::{JOBS, Page};
use crate::session::use_session;

/// By connection, by outcome, by job; and which campaign is looked at.
#[component]
pub(super) fn Filters() -> impl IntoView {
    let board = use_board();
    let session = use_session();
    let go = use_navigate();
    let change = move |edit: &dyn Fn(&mut Address)| {
        let mut address = board.address.get_untracked();
        edit(&mut address);
        address.filter.cursor = None;
        address.delivery = None;
        Board::go(&go, &address);
    };
    let (by_state, by_job, by_connection, clear) =
        (change.clone(), change.clone(), change.clone(), change);
    let state = Signal::derive(move || {
        board.address.with(|address| {
            address
                .filter
                .state
                .map_or(String::new(), |state| state.to_string())
        })
    });
    let operation = Signal::derive(move || {
        board.address.with(|address| {
            address
                .filter
                .operation
                .map_or(String::new(), |operation| operation.to_string())
        })
    });
    let connection = Signal::derive(move || {
        board
            .address
            .with(|address| address.filter.connection.clone().unwrap_or_default())
    });
    let names = Memo::new(move |_| {
        session
            .connections()
            .into_iter()
            .map(|connection| connection.name)
            .collect::<Vec<_>>()
    });
    let is_filtered = Memo::new(move |_| board.address.with(Address::is_filtered));
    view! {
        <div class="filters">
            {move || names.with(|names| names.len() > 1).then(|| {
                let by_connection = by_connection.clone();
                view! {
                    <SelectField id="connection" label="Connection" choices=connection_choices(&names.get()) value=connection hide_label=true
                        on_change=move |name: String| by_connection(&|address| address.filter.connection = Some(name.clone()).filter(|name| !name.is_empty())) />
                }
            })}
            <SelectField id="state" label="Outcome" choices=state_choices() value=state hide_label=true
                on_change=move |name: String| by_state(&|address| address.filter.state = name.parse().ok()) />
            <SelectField id="operation" label="Job" choices=job_choices() value=operation hide_label=true
                on_change=move |name: String| by_job(&|address| address.filter.operation = name.parse().ok()) />
            <Show when=move || is_filtered.get()>
                {
                    let clear = clear.clone();
                    view! {
                        <button type="button" class="button button-quiet" data-test="clear-filters"
                            on:click=move |_| clear(&|address| *address = Address::default())>
                            "Show all"
                        </button>
                    }
                }
            </Show>
        </div>
    }
}

/// Nothing to list, and what to do about it.
#[component]
pub(super) fn Empty() -> impl IntoView {
    let board = use_board();
    move || {
        if board.address.with(Address::is_filtered) {
            view! {
                <div class="card empty" data-test="empty">
                    <h2>"Nothing fits these filters"</h2>
                    <a class="button" href=Page::Activity.to_string()>"Show all"</a>
                </div>
            }
            .into_any()
        } else {
            view! {
                <div class="card empty" data-test="empty">
                    <h2>"Nothing was sent yet"</h2>
                    <p class="muted">"What you send shows up here, and what comes back."</p>
                    <a class="button button-primary" href=Page::Compose(Operation::Structured).to_string()>
                        "Compose a message"
                    </a>
                </div>
            }
            .into_any()
        }
    }
}

fn connection_choices(names: &[String]) -> Vec<Choice> {
    let any = Choice {
        value: String::new(),
        label: "Every connection".to_owned(),
    };
    let names = names.iter().map(|name| Choice {
        value: name.clone(),
        label: name.clone(),
    });
    std::iter::once(any).chain(names).collect()
}

fn state_choices() -> Vec<Choice> {
    let any = Choice {
        value: String::new(),
        label: "Every outcome".to_owned(),
    };
    let states = DeliveryState::ALL.into_iter().map(|state| Choice {
        value: state.to_string(),
        label: state_word(state),
    });
    std::iter::once(any).chain(states).collect()
}

fn job_choices() -> Vec<Choice> {
    let any = Choice {
        value: String::new(),
        label: "Every job".to_owned(),
    };
    let jobs = JOBS.into_iter().map(|(job, name)| Choice {
        value: job.to_string(),
        label: name.to_owned(),
    });
    std::iter::once(any).chain(jobs).collect()
}
