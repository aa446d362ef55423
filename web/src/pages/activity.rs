//! What was sent, to whom, how it ended, what came back, how long it took; live.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use tidings_core::api::{Change, DeliveryPage, DeliveryView};
use tidings_core::time::Timestamp;

use crate::api::use_api;
use crate::browser;
use crate::components::{Notice, Skeleton, Tone};
use crate::format::{count, plural};
use crate::live::use_live;

mod address;
mod campaigns;
mod detail;
mod filters;
mod meter;
mod page;
mod table;

use address::Address;
pub(crate) use meter::campaign_meter;

/// How often relative times are told anew.
const TICK: Duration = Duration::from_secs(10);

/// What the parts of Activity share.
#[derive(Clone, Copy)]
struct Board {
    address: Memo<Address>,
    page: RwSignal<Option<DeliveryPage>>,
    now: RwSignal<Timestamp>,
}

impl Board {
    /// Opens another view of the table; the address bar says which.
    fn go(go: &impl Fn(&str, NavigateOptions), address: &Address) {
        go(
            &address.to_string(),
            NavigateOptions {
                scroll: false,
                ..NavigateOptions::default()
            },
        );
    }
}

fn use_board() -> Board {
    expect_context()
}

/// The table of deliveries with campaigns above it.
#[component]
pub fn ActivityPage() -> impl IntoView {
    browser::set_title("Activity");
    let query = use_query_map();
    let address = Memo::new(move |_| query.with(|query| Address::read(|name| query.get(name))));
    let board = Board {
        address,
        page: RwSignal::new(None),
        now: RwSignal::new(browser::now()),
    };
    provide_context(board);
    tell_time(board.now);
    let problem = RwSignal::new(None::<String>);
    load(board, problem);
    let open = Memo::new(move |_| address.with(|address| address.delivery.clone()));
    view! {
        <div class="page-head">
            <h1>"Activity"</h1>
            <filters::Filters />
        </div>
        <campaigns::Campaigns />
        {move || problem.get().map(|problem| view! {
            <Notice tone=Tone::Bad title="The list could not be read"><p>{problem}</p></Notice>
        })}
        <Rows />
        {move || open.get().map(|id| view! { <detail::DeliveryDrawer id /> })}
    }
}

/// Reads the page that the address names and keeps it fresh.
fn load(board: Board, problem: RwSignal<Option<String>>) {
    let api = use_api();
    let filter = Memo::new(move |_| board.address.with(|address| address.filter.clone()));
    let live = use_live();
    Effect::new(move || {
        live.track_gaps();
        let filter_now = filter.get();
        leptos::task::spawn_local(async move {
            let result = api.deliveries(&filter_now).await;
            if filter.try_get_untracked().as_ref() != Some(&filter_now) {
                return;
            }
            match result {
                Ok(page) => {
                    problem.try_set(None);
                    board.page.try_set(Some(page));
                }
                Err(error) => {
                    problem.try_set(Some(error.message()));
                }
            }
        });
    });
    live.listen(move |change| {
        if let Change::Delivery(delivery) = change {
            let filter = filter.get_untracked();
            board.page.try_update(|page| {
                if let Some(page) = page {
                    page::apply(page, *delivery, &filter);
                }
            });
        }
    });
}

fn tell_time(now: RwSignal<Timestamp>) {
    let tick = set_interval_with_handle(
        move || {
            now.try_set(browser::now());
        },
        TICK,
    );
    on_cleanup(move || {
        if let Ok(tick) = tick {
            tick.clear();
        }
    });
}

/// What there is to show.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Nothing,
    Empty,
    Some,
}

#[component]
fn Rows() -> impl IntoView {
    let board = use_board();
    let shown = Memo::new(move |_| {
        board.page.with(|page| match page {
            None => Shown::Nothing,
            Some(page) if page.rows.is_empty() => Shown::Empty,
            Some(_) => Shown::Some,
        })
    });
    move || match shown.get() {
        Shown::Nothing => view! { <div class="card"><Skeleton lines=6 /></div> }.into_any(),
        Shown::Empty => view! { <filters::Empty /> }.into_any(),
        Shown::Some => view! {
            <table::DeliveryTable />
            <Pager />
        }
        .into_any(),
    }
}

#[component]
fn Pager() -> impl IntoView {
    let board = use_board();
    let go = use_navigate();
    let next = Memo::new(move |_| board.page.with(|page| page.as_ref()?.next.clone()));
    let total = move || {
        board
            .page
            .with(|page| page.as_ref().map_or(0, |page| page.total))
    };
    let is_first = Memo::new(move |_| {
        board
            .address
            .with(|address| address.filter.cursor.is_none())
    });
    let to = move |cursor: Option<String>| {
        let mut address = board.address.get_untracked();
        address.filter.cursor = cursor;
        Board::go(&go, &address);
        browser::focus("page");
    };
    let back = to.clone();
    view! {
        <nav class="pager" aria-label="Pages of the list">
            <span class="muted small" data-test="total">{move || if total() < 1000 { plural(total(), "message") } else { format!("{} messages", count(total())) }}</span>
            <div class="cluster">
                <Show when=move || !is_first.get()>
                    {
                        let back = back.clone();
                        view! { <button type="button" class="button" data-test="newest" on:click=move |_| back(None)>"Newest"</button> }
                    }
                </Show>
                <Show when=move || next.with(Option::is_some)>
                    {
                        let to = to.clone();
                        view! { <button type="button" class="button" data-test="next-page" on:click=move |_| to(next.get_untracked())>"Older"</button> }
                    }
                </Show>
            </div>
        </nav>
    }
}

/// One delivery of the page, as it is now.
fn row(board: Board, id: String) -> Memo<Option<DeliveryView>> {
    Memo::new(move |_| {
        board
            .page
            .with(|page| page.as_ref()?.rows.iter().find(|row| row.id == id).cloned())
    })
}
