//! To whom an outbound message goes: one address, or everybody who wrote lately (G0).

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use tidings_core::api::{AudienceFilter, AudienceView};
use tidings_core::message::draft::{Draft, OutboundChannel};
use tidings_core::template::{GapReason, Shortfall};

use super::editor::use_editor;
use super::inputs::DraftField;
use super::jobs::Options;
use super::reach::ReachPanel;
use crate::api::use_api;
use crate::components::{FieldKind, Notice, NumberField, Skeleton, Tone};
use crate::format::{code_words, count, plural, sentence};

/// Days that may be looked back.
const DAYS_MAX: u32 = 3650;

/// Which customers, as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Window {
    /// How many days back.
    pub days: String,
    /// At least so many sessions.
    pub min_sessions: String,
}

impl Default for Window {
    fn default() -> Self {
        Self {
            days: "30".to_owned(),
            min_sessions: "1".to_owned(),
        }
    }
}

impl Window {
    /// The query, when the numbers are numbers.
    pub(super) fn filter(
        &self,
        connection: String,
        channel: OutboundChannel,
    ) -> Option<AudienceFilter> {
        Some(AudienceFilter {
            connection,
            days: self.days()?,
            channel,
            min_sessions: self.min_sessions()?,
        })
    }

    /// How many days back, when that is a number.
    pub(super) fn days(&self) -> Option<u32> {
        self.days
            .trim()
            .parse()
            .ok()
            .filter(|days| (1..=DAYS_MAX).contains(days))
    }

    fn min_sessions(&self) -> Option<u32> {
        self.min_sessions
            .trim()
            .parse()
            .ok()
            .filter(|number| *number >= 1)
    }

    /// What is wrong with the days.
    pub(super) fn days_error(&self) -> Option<String> {
        self.days()
            .is_none()
            .then(|| format!("Write a whole number of days from 1 to {DAYS_MAX}"))
    }

    fn sessions_error(&self) -> Option<String> {
        self.min_sessions()
            .is_none()
            .then(|| "Write a whole number from 1".to_owned())
    }
}

/// One address or an audience.
#[component]
pub(super) fn AudiencePanel() -> impl IntoView {
    let editor = use_editor();
    let window = editor.window();
    let reach = Signal::derive(move || {
        if window.with(Option::is_some) {
            "audience"
        } else {
            "one"
        }
        .to_owned()
    });
    let is_many = Memo::new(move |_| window.with(Option::is_some));
    let choose = move |name: &'static str| {
        window.set((name == "audience").then(Window::default));
    };
    view! {
        <Options name="reach" legend="Recipients" options=&[("one", "One address"), ("audience", "Everyone who wrote lately")] value=reach choose=Callback::new(choose) />
        {move || if is_many.get() {
            view! { <Audience /> }.into_any()
        } else {
            view! {
                <div class="field-pair">
                    <DraftField path="/to" label="Recipient" kind=FieldKind::Code />
                    <DraftField path="/name" label="Recipient name" optional=true />
                </div>
            }.into_any()
        }}
    }
}

#[component]
fn Audience() -> impl IntoView {
    let editor = use_editor();
    let api = use_api();
    let window = editor.window();
    let is_counting = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let days = Signal::derive(move || window.get().unwrap_or_default().days);
    let min_sessions = Signal::derive(move || window.get().unwrap_or_default().min_sessions);
    let set = move |change: &dyn Fn(&mut Window)| {
        window.update(|window| change(window.get_or_insert_default()));
        editor.found().set(None);
    };
    // A count is about one connection.
    let connection = Memo::new(move |_| {
        editor
            .session()
            .connection()
            .map(|connection| connection.name)
    });
    Effect::new(move |before: Option<Option<String>>| {
        let connection = connection.get();
        if before.is_some_and(|before| before != connection) {
            editor.found().set(None);
        }
        connection
    });
    let find = move |_| {
        editor.desk().trouble().set(None);
        let Some(filter) = editor.audience_filter() else {
            return;
        };
        is_counting.set(true);
        problem.set(None);
        leptos::task::spawn_local(async move {
            match api.audience(&filter).await {
                // Somebody may have changed the question meanwhile.
                Ok(found) if editor.audience_filter().as_ref() == Some(&filter) => {
                    editor.found().try_set(Some(found));
                }
                Ok(_) => {}
                Err(error) => {
                    problem.try_set(Some(error.message()));
                }
            }
            is_counting.try_set(false);
        });
    };
    view! {
        <div class="field-pair">
            <NumberField id="days" label="Wrote in the last days" value=days min="1" error=Signal::derive(move || window.with(|window| window.as_ref()?.days_error())) on_input=move |text: String| set(&|window| window.days.clone_from(&text)) />
            <NumberField id="minSessions" label="At least so many sessions" value=min_sessions min="1" error=Signal::derive(move || window.with(|window| window.as_ref()?.sessions_error())) on_input=move |text: String| set(&|window| window.min_sessions.clone_from(&text)) />
        </div>
        <div class="cluster">
            <button type="button" class="button" id="find-audience" data-test="find-audience" aria-disabled=move || is_counting.get().to_string() on:click=find>
                "Count them"
            </button>
            <span class="muted small" role="status">
                {move || if is_counting.get() { "Reading the conversations" } else { "" }}
            </span>
        </div>
        {move || problem.get().map(|problem| view! {
            <Notice tone=Tone::Bad title="The audience could not be read"><p>{problem}</p></Notice>
        })}
        {move || match (editor.found().get(), is_counting.get()) {
            (Some(found), _) => view! { <Counts found /> }.into_any(),
            (None, true) => view! { <Skeleton lines=4 /> }.into_any(),
            (None, false) => ().into_any(),
        }}
        <ReachPanel />
    }
}

#[component]
fn Counts(found: AudienceView) -> impl IntoView {
    let excluded: u64 = found.excluded.values().sum();
    let reasons = found
        .excluded
        .into_iter()
        .filter(|(_, number)| *number > 0)
        .map(|(reason, number)| {
            view! { <dt>{sentence(&code_words(&reason))}</dt><dd>{count(number)}</dd> }
        })
        .collect_view();
    let sample = found
        .sample
        .into_iter()
        .take(5)
        .map(|customer| {
            let name = customer.name.unwrap_or_else(|| "No name".to_owned());
            view! {
                <dt>{name}</dt>
                <dd>
                    <span class="mono">{customer.address}</span>
                    <span class="muted">" · "{plural(customer.sessions, "session")}</span>
                </dd>
            }
        })
        .collect_view();
    view! {
        <div class="stack" data-test="audience">
            <div class="audience-counts">
                <div class="count"><strong data-test="eligible">{count(found.eligible)}</strong>"will get it"</div>
                <div class="count"><strong>{count(excluded)}</strong>"left out"</div>
                <div class="count"><strong>{count(found.audience)}</strong>"found in all"</div>
            </div>
            <Shortfalls eligible=found.eligible without=found.without />
            {(!found.complete).then(|| view! {
                <Notice tone=Tone::Warn title="Not everybody was read">
                    <p>{found.problem.unwrap_or_default()}" Count again before you send."</p>
                </Notice>
            })}
            {(excluded > 0).then(|| view! {
                <div class="stack-tight"><h3>"Left out because"</h3><dl class="fact-list">{reasons}</dl></div>
            })}
            <div class="stack-tight"><h3>"For example"</h3><dl class="fact-list">{sample}</dl></div>
        </div>
    }
}

/// Who will not get it, because a placeholder has neither a value for them nor a default.
#[component]
fn Shortfalls(eligible: u64, without: BTreeMap<String, u64>) -> impl IntoView {
    let editor = use_editor();
    let required = Memo::new(move |_| editor.with_draft(Draft::required_placeholders));
    move || {
        let sentences: Vec<_> = required.with(|required| {
            let missing = required
                .iter()
                .filter_map(|name| Some((name, *without.get(name)?)));
            missing
                .map(|(name, number)| {
                    Shortfall::new(name, GapReason::NoValue, number, eligible).to_string()
                })
                .collect()
        });
        (!sentences.is_empty()).then(|| {
            view! {
                <div data-test="shortfall">
                    <Notice tone=Tone::Warn title="Not everybody has what the text says">
                        {sentences.into_iter().map(|words| view! { <p>{words}"."</p> }).collect_view()}
                    </Notice>
                </div>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn only_whole_numbers_make_a_query() {
        let window = |days: &str| Window {
            days: days.into(),
            ..Window::default()
        };
        assert_eq!(
            window(" 30 ")
                .filter("sandbox".into(), OutboundChannel::Email)
                .map(|filter| filter.days),
            Some(30)
        );
        for wrong in ["", "0", "-1", "3.5", "many", "3651"] {
            assert!(
                window(wrong)
                    .filter("sandbox".into(), OutboundChannel::Email)
                    .is_none()
            );
            assert!(window(wrong).days_error().is_some());
        }
    }
}
