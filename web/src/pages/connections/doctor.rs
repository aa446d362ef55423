//! What a connection can do: looked at on demand, each finding with what to do.

use leptos::prelude::*;
use tidings_core::api::{CheckVerdict, CheckView, ConnectionView, DoctorPart, DoctorView};
use tidings_core::channel::Channel;

use crate::api::use_api;
use crate::components::{Notice, Skeleton, Tone, WordBadge};
use crate::doctors::use_doctors;
use crate::format::{exact, plural, sentence, words};
use crate::routes::JOBS;

const PARTS: [(DoctorPart, &str); 4] = [
    (DoctorPart::Access, "Access"),
    (DoctorPart::Permissions, "Permissions"),
    (DoctorPart::Senders, "Senders"),
    (DoctorPart::Limits, "Limits"),
];

/// Looks when asked, and shows what was found.
#[component]
pub(super) fn Doctor(connection: Signal<ConnectionView>) -> impl IntoView {
    let api = use_api();
    let doctors = use_doctors();
    let name = Memo::new(move |_| connection.with(|connection| connection.name.clone()));
    let examination = Memo::new(move |_| doctors.of(&name.get()));
    let is_under_way = Memo::new(move |_| examination.with(|examination| examination.is_under_way));
    let look = move |_| doctors.examine(api, name.get_untracked());
    let label = move || {
        let was_looked_at = examination.with(|examination| examination.view.is_some());
        match (is_under_way.get(), was_looked_at) {
            (true, _) => "Looking",
            (false, true) => "Look again",
            (false, false) => "Run the doctor",
        }
    };
    let report = move || {
        let examination = examination.get();
        match (examination.problem, examination.view) {
            (Some(problem), _) => view! {
                <Notice tone=Tone::Bad title="The doctor could not look"><p>{problem}</p></Notice>
            }
            .into_any(),
            (None, Some(view)) => view! { <Report view /> }.into_any(),
            (None, None) if examination.is_under_way => view! { <Skeleton lines=6 /> }.into_any(),
            (None, None) => ().into_any(),
        }
    };
    view! {
        <section class="card stack" aria-labelledby="doctor">
            <div class="section-head">
                <div>
                    <h2 id="doctor">"Doctor"</h2>
                    <p class="muted small">"Looks at access, permissions, senders and limits. It only reads."</p>
                </div>
                <button
                    type="button"
                    class="button"
                    data-test="run-doctor"
                    aria-disabled=move || is_under_way.get().to_string()
                    on:click=look
                >
                    {label}
                </button>
            </div>
            <div class="stack" role="status" data-test="doctor">{report}</div>
        </section>
    }
}

#[component]
fn Report(view: DoctorView) -> impl IntoView {
    let at = view.at;
    let (tone, title) = summary(&view);
    let parts = PARTS
        .into_iter()
        .map(|(part, title)| {
            let checks: Vec<_> = view
                .checks
                .iter()
                .filter(|check| check.part == part)
                .cloned()
                .map(|check| view! { <Finding check /> })
                .collect();
            (!checks.is_empty()).then(|| {
                view! {
                    <div class="stack-tight">
                        <h3>{title}</h3>
                        <ul class="findings">{checks}</ul>
                    </div>
                }
            })
        })
        .collect_view();
    view! {
        <Notice tone=tone title=title>
            <p class="small">
                "As it was at " <time datetime=at.to_string()>{exact(at)}</time>
            </p>
        </Notice>
        {parts}
    }
}

/// How it stands with everything that a job needs.
fn summary(view: &DoctorView) -> (Tone, String) {
    let number = |verdict: CheckVerdict| {
        view.checks
            .iter()
            .filter(|check| check.verdict == verdict && !check.is_optional)
            .count() as u64
    };
    let (missing, unknown) = (number(CheckVerdict::Missing), number(CheckVerdict::Unknown));
    if missing > 0 {
        (Tone::Bad, format!("{} missing", plural(missing, "thing")))
    } else if unknown > 0 {
        let number = plural(unknown, "thing");
        (
            Tone::Good,
            format!("Nothing is missing; {number} could not be found out"),
        )
    } else {
        (
            Tone::Good,
            "Everything that the jobs need is there".to_owned(),
        )
    }
}

#[component]
fn Finding(check: CheckView) -> impl IntoView {
    let (tone, word, name) = verdict(&check);
    let jobs = needed_by(&check.needed_by);
    let title = title(&check);
    view! {
        <li class="finding" data-check=check.name>
            <WordBadge tone word name />
            <div>
                <p><strong>{title}</strong></p>
                <p>{sentence(&check.message)}</p>
                {(!check.hint.is_empty()).then(|| view! { <p class="finding-hint">{sentence(&check.hint)}</p> })}
                {jobs.map(|jobs| view! { <p class="muted small">"Needed for: " {jobs}</p> })}
            </div>
        </li>
    }
}

/// What was looked at: a permission as Genesys writes it, anything else in words.
fn title(check: &CheckView) -> String {
    if check.part == DoctorPart::Permissions {
        return check.name.clone();
    }
    check.name.parse::<Channel>().map_or_else(
        |_| sentence(&words(&check.name)),
        |channel| channel.title().to_owned(),
    )
}

/// The verdict at a glance: what a job can do without is no alarm.
const fn verdict(check: &CheckView) -> (Tone, &'static str, &'static str) {
    match (check.verdict, check.is_optional) {
        (CheckVerdict::Good, _) => (Tone::Good, "Good", "good"),
        (CheckVerdict::Missing, false) => (Tone::Bad, "Missing", "missing"),
        (CheckVerdict::Missing, true) => (Tone::Still, "Not there", "missing"),
        (CheckVerdict::Unknown, _) => (Tone::Doubt, "Unknown", "unknown"),
    }
}

/// The jobs by their names on the page; other reads by their own.
fn needed_by(operations: &[String]) -> Option<String> {
    if operations.is_empty() {
        return None;
    }
    let names: Vec<String> = operations
        .iter()
        .map(|name| {
            JOBS.iter()
                .find(|(job, _)| job.name() == name)
                .map_or_else(|| words(name), |(_, title)| (*title).to_owned())
        })
        .collect();
    Some(names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;
    use serde_json::json;

    fn doctor(checks: serde_json::Value) -> DoctorView {
        serde_json::from_value(json!({
            "connection": "shop", "baseUrl": "https://api.mypurecloud.de", "at": 0,
            "checks": checks, "senders": [],
        }))
        .unwrap()
    }

    fn check(verdict: &str, is_optional: bool) -> serde_json::Value {
        json!({
            "part": "access", "name": "token", "verdict": verdict, "isOptional": is_optional,
            "message": "a token",
        })
    }

    #[test]
    fn what_is_optional_is_no_alarm() {
        let (tone, text) = summary(&doctor(json!([check("missing", true)])));
        assert_eq!(tone, Tone::Good);
        assert!(text.starts_with("Everything"), "{text}");
        let (tone, text) = summary(&doctor(json!([
            check("missing", false),
            check("unknown", false)
        ])));
        assert_eq!((tone, text.as_str()), (Tone::Bad, "1 thing missing"));
    }

    #[test]
    fn jobs_are_called_as_they_are_on_the_page() {
        let names = ["greet".to_owned(), "message_status".to_owned()];
        assert_eq!(
            needed_by(&names).as_deref(),
            Some("Greet a returning customer, message status")
        );
        assert_eq!(needed_by(&[]), None);
    }
}
