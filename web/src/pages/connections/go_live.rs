//! The question before messages reach real people.

use leptos::prelude::*;
use tidings_core::api::{CheckVerdict, ConnectionView, DoctorView, Mode, SetMode};
use tidings_core::dialect::Dialect;

use crate::api::use_api;
use crate::browser;
use crate::components::{Drawer, Field, FieldKind, Notice, Tone};
use crate::doctors::use_doctors;
use crate::format::{plural, sentence};
use crate::session::use_session;

/// Says what changes, shows the doctor's verdict, asks for the organization's name.
#[component]
pub(super) fn GoLive(connection: Signal<ConnectionView>, on_close: Callback<()>) -> impl IntoView {
    let api = use_api();
    let session = use_session();
    let doctors = use_doctors();
    let now = connection.get_untracked();
    let name = StoredValue::new(now.name.clone());
    // A verdict of an hour ago says nothing about now.
    doctors.examine(api, now.name.clone());
    let examination = Memo::new(move |_| name.with_value(|name| doctors.of(name)));
    let expected = Memo::new(move |_| {
        let view = examination.with(|examination| examination.view.clone());
        expected_name(&connection.get(), view.as_ref())
    });
    let typed = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let organization = typed.get_untracked().trim().to_owned();
        if organization.is_empty() {
            problem.set(Some("Type the name to confirm".to_owned()));
            browser::focus("organization");
            return;
        }
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        problem.set(None);
        leptos::task::spawn_local(async move {
            let wanted = SetMode {
                mode: Mode::Live,
                organization,
            };
            match api.set_mode(&name.get_value(), &wanted).await {
                Ok(connection) => {
                    browser::close_dialog();
                    session.update_connection(connection);
                    browser::focus("mode");
                }
                Err(error) => {
                    problem.try_set(Some(error.message()));
                    is_busy.try_set(false);
                    browser::focus("organization");
                }
            }
        });
    };
    let verdict = move || {
        let examination = examination.get();
        if examination.is_under_way {
            return view! { <Notice tone=Tone::Busy title="The doctor is looking" /> }.into_any();
        }
        match (examination.problem, examination.view) {
            (Some(problem), _) => view! {
                <Notice tone=Tone::Bad title="The doctor could not look"><p>{problem}</p></Notice>
            }
            .into_any(),
            (None, Some(view)) => view! { <Verdict view /> }.into_any(),
            (None, None) => ().into_any(),
        }
    };
    view! {
        <Drawer title=format!("Go live on {}", now.name) is_question=true on_close=on_close>
            <form class="stack" on:submit=submit novalidate autocomplete="off">
                <ul class="plain-list">
                    <li>
                        {if now.is_sandbox {
                            "Everybody in this sandbox can be written to from then on; nobody in it is real."
                        } else {
                            "Messages go to everybody whom a draft or a campaign names: real people."
                        }}
                    </li>
                    <li>"The allow-list is not asked any more. The suppression list and Stop still hold."</li>
                    <li>"Who switched and when is recorded. Anybody signed in can go back to rehearsal at once."</li>
                </ul>
                <div role="status" data-test="verdict">{verdict}</div>
                <p>"To confirm, type " <strong data-test="expected">{move || expected.get()}</strong></p>
                <Field
                    id="organization"
                    label=if now.dialect == Dialect::Guides { "Name of the connection" } else { "Name of the organization" }
                    kind=FieldKind::Code
                    value=typed
                    error=problem
                    on_input=move |text| { problem.set(None); typed.set(text); }
                />
                <div class="cluster">
                    <button type="submit" class="button button-danger" data-test="confirm-live" aria-disabled=move || is_busy.get().to_string()>
                        "Go live"
                    </button>
                    <button type="button" class="button" data-test="stay" on:click=|_| browser::close_dialog()>
                        "Stay in rehearsal"
                    </button>
                </div>
            </form>
        </Drawer>
    }
}

/// What has to be typed: the organization's name where the platform tells one.
fn expected_name(connection: &ConnectionView, doctor: Option<&DoctorView>) -> String {
    if connection.dialect == Dialect::Guides {
        return connection.name.clone();
    }
    doctor
        .and_then(|doctor| doctor.organization.clone())
        .or_else(|| connection.organization.clone())
        .unwrap_or_else(|| "the organization's name".to_owned())
}

#[component]
fn Verdict(view: DoctorView) -> impl IntoView {
    if view.is_green() {
        return view! {
            <Notice tone=Tone::Good title="The doctor found nothing missing" />
        }
        .into_any();
    }
    let missing: Vec<_> = view
        .checks
        .into_iter()
        .filter(|check| check.verdict == CheckVerdict::Missing && !check.is_optional)
        .collect();
    let title = format!("Not yet: {} missing", plural(missing.len() as u64, "thing"));
    let items = missing
        .into_iter()
        .map(|check| {
            let text = if check.hint.is_empty() {
                check.message
            } else {
                check.hint
            };
            view! { <li>{sentence(&text)}</li> }
        })
        .collect_view();
    view! { <Notice tone=Tone::Bad title=title><ul class="small">{items}</ul></Notice> }.into_any()
}
