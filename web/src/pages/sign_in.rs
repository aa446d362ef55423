//! Account and password.

use leptos::prelude::*;
use tidings_core::api::SignIn;

use crate::api::use_api;
use crate::browser;
use crate::components::{BrandMark, Field, FieldKind, Notice, Tone};
use crate::session::use_session;

/// Account and password.
#[component]
pub fn SignInPage() -> impl IntoView {
    browser::set_title("Sign in");
    let api = use_api();
    let session = use_session();
    let user = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        problem.set(None);
        let body = SignIn {
            user: user.get_untracked(),
            password: password.get_untracked(),
        };
        leptos::task::spawn_local(async move {
            match api.sign_in(&body).await {
                Ok(view) => session.set(view),
                Err(error) => {
                    problem.try_set(Some(error.message()));
                    is_busy.try_set(false);
                    browser::focus("password");
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
            <form class="card stack" on:submit=submit>
                <h1>"Sign in"</h1>
                <Show when=move || !session.has_account()>
                    <Notice tone=Tone::Still title="No account exists yet">
                        <p>
                            "Open the one-time link that "<code>"tidings serve"</code>
                            " printed when it started. "<code>"tidings user link"</code>" makes another."
                        </p>
                    </Notice>
                </Show>
                <Field id="user" label="Account" value=user on_input=move |text| user.set(text) kind=FieldKind::Line autocomplete="username" />
                <Field id="password" label="Password" value=password on_input=move |text| password.set(text) kind=FieldKind::Password autocomplete="current-password" error=problem />
                <button type="submit" class="button button-primary button-wide" data-test="sign-in" aria-disabled=move || is_busy.get().to_string()>
                    "Sign in"
                </button>
            </form>
        </main>
    }
}
