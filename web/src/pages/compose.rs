//! Write a message and send it: the form on the left, what the guest will see on the right.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use tidings_core::operation::Operation;

use super::not_found::NotFoundPage;
use crate::browser;
use crate::routes::{JOBS, Page, job_name};
use crate::session::use_session;

mod audience;
mod curl;
mod desk;
mod editor;
pub mod fields;
pub mod form;
mod inputs;
mod jobs;
pub mod judgement;
mod kept;
mod lookup;
mod mail;
mod messenger;
mod outcome;
mod preview;
mod reach;
mod route;
mod row_list;
mod rows;
mod send;
mod structured;
mod verdict;

use editor::Editor;

/// Compose, for the job that the address names.
#[component]
pub fn ComposePage() -> impl IntoView {
    let params = use_params_map();
    let operation = Memo::new(move |_| {
        let name = params.read().get("operation")?;
        name.parse::<Operation>()
            .ok()
            .filter(|operation| operation.is_send())
    });
    follow_address();
    move || match operation.get() {
        Some(operation) => view! { <Job operation /> }.into_any(),
        None => view! { <NotFoundPage /> }.into_any(),
    }
}

/// An address may name the connection to write on: `?connection=shop`.
fn follow_address() {
    let query = use_query_map();
    let session = use_session();
    let named = Memo::new(move |_| query.read().get("connection"));
    Effect::new(move || {
        if let Some(name) = named.get() {
            let is_known = untrack(|| session.connections())
                .iter()
                .any(|connection| connection.name == name);
            if is_known {
                session.choose(name);
            }
        }
    });
}

#[component]
fn Job(operation: Operation) -> impl IntoView {
    let Some(editor) = Editor::open(operation) else {
        return view! { <NotFoundPage /> }.into_any();
    };
    browser::set_title(job_name(operation));
    provide_context(editor);
    view! {
        <div class="page-head">
            <h1>"Compose"</h1>
            <button
                type="button"
                class="button button-quiet"
                data-test="start-over"
                on:click=move |_| editor.start_over()
            >
                "Start over"
            </button>
        </div>
        <JobList current=operation />
        <div class="compose">
            <form
                class="compose-form"
                aria-label=job_name(operation)
                novalidate
                autocomplete="off"
                on:submit=move |event| {
                    event.prevent_default();
                    editor.send();
                }
            >
                <jobs::JobForm operation />
                <send::SendPanel />
            </form>
            <aside class="compose-preview" aria-label="Preview">
                <preview::Preview />
                <verdict::VerdictLine />
            </aside>
        </div>
    }
    .into_any()
}

#[component]
fn JobList(current: Operation) -> impl IntoView {
    let links = JOBS
        .into_iter()
        .map(|(job, name)| {
            view! {
                <li>
                    <a
                        href=Page::Compose(job).to_string()
                        data-test=format!("job-{job}")
                        aria-current=(job == current).then_some("page")
                    >
                        {name}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav aria-label="What to send">
            <ul class="segmented jobs">{links}</ul>
        </nav>
    }
}
