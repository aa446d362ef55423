//! The limits that an attempt has to pass, and the one that holds it up.

use std::time::Duration;

use leptos::prelude::*;
use tidings_core::api::BudgetView;

use crate::api::use_api;
use crate::browser;
use crate::components::{Notice, Skeleton, Tone, WordBadge};
use crate::format::{count, relative, sentence};

/// How often the budgets are read anew.
const TICK: Duration = Duration::from_secs(5);

/// The budgets of a connection, fresh while somebody looks.
#[component]
pub(super) fn Budgets(connection: String) -> impl IntoView {
    let api = use_api();
    let connection = StoredValue::new(connection);
    let budgets = RwSignal::new(None::<Vec<BudgetView>>);
    let problem = RwSignal::new(None::<String>);
    let read = move || {
        leptos::task::spawn_local(async move {
            let Some(connection) = connection.try_get_value() else {
                return;
            };
            match api.budgets(&connection).await {
                Ok(now) => {
                    problem.try_set(None);
                    budgets.try_set(Some(now));
                }
                Err(error) => {
                    problem.try_set(Some(error.message()));
                }
            }
        });
    };
    read();
    let tick = set_interval_with_handle(read, TICK);
    on_cleanup(move || {
        if let Ok(tick) = tick {
            tick.clear();
        }
    });
    let rows = move || match budgets.get() {
        None => view! { <Skeleton lines=3 /> }.into_any(),
        Some(budgets) => {
            let rows = budgets
                .into_iter()
                .map(|budget| view! { <Budget budget /> })
                .collect_view();
            view! { <ul class="findings" data-test="budgets">{rows}</ul> }.into_any()
        }
    };
    view! {
        <section class="card stack-tight" aria-labelledby="budgets">
            <h2 id="budgets">"Budgets"</h2>
            <p class="muted small">"An attempt passes all that apply; the slowest one binds."</p>
            {move || problem.get().map(|problem| view! {
                <Notice tone=Tone::Bad title="The budgets could not be read"><p>{problem}</p></Notice>
            })}
            {rows}
        </section>
    }
}

#[component]
fn Budget(budget: BudgetView) -> impl IntoView {
    let due = budget.due_at.map_or_else(
        || "free now".to_owned(),
        |at| format!("next {}", relative(at, browser::now())),
    );
    view! {
        <li class="budget" data-budget=budget.name>
            <span>{sentence(&budget.title)}</span>
            <strong class="budget-number">{count(budget.per_minute.into())}" a minute"</strong>
            <span class="muted small">{budget.source}" · "{due}</span>
            {budget.binds.then(|| view! { <WordBadge tone=Tone::Warn word="Binds now" name="binds" /> })}
        </li>
    }
}
