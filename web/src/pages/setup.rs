//! The one-time link.

use leptos::prelude::*;
use tidings_core::api::Setup;

use crate::api::use_api;
use crate::browser;
use crate::components::{BrandMark, Field, FieldKind, Notice, Tone};
use crate::session::use_session;

/// Characters that a password has at least.
const PASSWORD_MIN: usize = 12;

/// Spend a one-time link: choose an account name and a password.
#[component]
pub fn SetupPage() -> impl IntoView {
    browser::set_title("Choose how you sign in");
    // Another link pasted into this tab changes nothing but the fragment.
    let pasted = window_event_listener(leptos::ev::hashchange, |_| {
        let _ = window().location().reload();
    });
    on_cleanup(move || pasted.remove());
    // Taken out of the address bar at once: a secret does not belong in the history.
    match browser::take_fragment() {
        Some(secret) => view! { <SetupForm secret /> }.into_any(),
        None => view! { <NoSecret /> }.into_any(),
    }
}

#[component]
fn SetupForm(secret: String) -> impl IntoView {
    let api = use_api();
    let session = use_session();
    let user = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let was_tried = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let user_error = Signal::derive(move || {
        (was_tried.get() && user.with(|user| user.trim().is_empty()))
            .then(|| "Choose a name to sign in with".to_owned())
    });
    let password_error =
        Signal::derive(move || was_tried.get().then(|| weakness(&password.get())).flatten());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        was_tried.set(true);
        problem.set(None);
        let is_wrong =
            user_error.get_untracked().is_some() || password_error.get_untracked().is_some();
        if is_wrong || is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let body = Setup {
            secret: secret.clone(),
            user: user.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
        };
        leptos::task::spawn_local(async move {
            match api.set_up(&body).await {
                Ok(view) => session.set(view),
                Err(error) => {
                    problem.try_set(Some(error.message()));
                    is_busy.try_set(false);
                }
            }
        });
    };
    browser::focus("user");
    view! {
        <main class="alone">
            <div class="rail-brand">
                <BrandMark />
                "Tidings"
            </div>
            <form class="card stack" on:submit=submit novalidate>
                <h1>"Choose how you sign in"</h1>
                <Field id="user" label="Account" value=user on_input=move |text| user.set(text) error=user_error autocomplete="username" />
                <Field id="password" label="Password" value=password on_input=move |text| password.set(text) kind=FieldKind::Password error=password_error hint="At least 12 characters" autocomplete="new-password" />
                <button type="submit" class="button button-primary button-wide" data-test="set-up" aria-disabled=move || is_busy.get().to_string()>
                    "Save and sign in"
                </button>
                <div role="alert">
                    {move || problem.get().map(|problem| view! {
                        <Notice tone=Tone::Bad title="The account was not saved">
                            <p>{problem}</p>
                        </Notice>
                    })}
                </div>
            </form>
        </main>
    }
}

#[component]
fn NoSecret() -> impl IntoView {
    view! {
        <main class="alone">
            <div class="rail-brand">
                <BrandMark />
                "Tidings"
            </div>
            <Notice tone=Tone::Warn title="This link is not complete">
                <p>
                    "Open the whole one-time link, with what follows the #. "
                    <code>"tidings user link"</code>" makes another."
                </p>
            </Notice>
            <a class="button" href="/">"Sign in instead"</a>
        </main>
    }
}

/// What is wrong with a new password.
fn weakness(password: &str) -> Option<String> {
    let length = password.chars().count();
    (length < PASSWORD_MIN)
        .then(|| format!("Use at least {PASSWORD_MIN} characters; this has {length}"))
}
