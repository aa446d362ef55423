//! The browser as seen from here: clock, dice, storage, focus, clipboard. Whatever the browser
//! refuses (storage switched off, no clipboard) is done without.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tidings_core::time::{Entropy, Timestamp};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The time.
pub fn now() -> Timestamp {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole milliseconds, far below 2^53"
    )]
    Timestamp::from_unix_millis(js_sys::Date::now() as i64)
}

/// Sixty-four random bits.
pub fn entropy() -> Entropy {
    let mut bytes = [0; 8];
    fill_random(&mut bytes);
    Entropy(u64::from_le_bytes(bytes))
}

/// A name that nobody else draws, for an idempotency key.
pub fn random_key() -> String {
    format!("{:016x}{:016x}", entropy().0, entropy().0)
}

fn fill_random(bytes: &mut [u8]) {
    // A browser without `crypto` cannot sign in either: the page needs a secure context.
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(bytes);
    }
}

/// What is kept for this tab under `key`.
pub fn stored<T: DeserializeOwned>(key: &str) -> Option<T> {
    let text = window().session_storage().ok()??.get_item(key).ok()??;
    serde_json::from_str(&text).ok()
}

/// Keeps `value` for this tab, through reloads.
pub fn store(key: &str, value: &impl Serialize) {
    if let (Ok(Some(storage)), Ok(text)) =
        (window().session_storage(), serde_json::to_string(value))
    {
        let _ = storage.set_item(key, &text);
    }
}

/// Forgets everything kept for this tab.
pub fn forget_all() {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.clear();
    }
}

/// Puts the keyboard into the element with that id, once the page has been drawn.
pub fn focus(id: impl Into<String>) {
    let id = id.into();
    // Not an animation frame: a tab in the background draws none.
    let take_focus = move || {
        if let Some(element) = document().get_element_by_id(&id)
            && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
        {
            let _ = element.focus();
        }
    };
    set_timeout(take_focus, std::time::Duration::ZERO);
}

/// Closes the dialog that is open: the browser gives the focus back to what opened it.
pub fn close_dialog() {
    if let Ok(Some(element)) = document().query_selector("dialog[open]")
        && let Ok(dialog) = element.dyn_into::<web_sys::HtmlDialogElement>()
    {
        dialog.close();
    }
}

/// Names the page in the browser's tab and history.
pub fn set_title(page: &str) {
    document().set_title(&format!("{page} · Tidings"));
}

/// Copies `text`; `done` runs when the browser allowed it.
pub fn copy(text: String, done: impl FnOnce() + 'static) {
    spawn_local(async move {
        let copied = window().navigator().clipboard().write_text(&text);
        if JsFuture::from(copied).await.is_ok() {
            done();
        }
    });
}

/// The part of the address behind `#`, taken out of the address bar and the history.
pub fn take_fragment() -> Option<String> {
    let location = window().location();
    let fragment = location.hash().ok()?;
    let secret = fragment
        .strip_prefix('#')
        .filter(|secret| !secret.is_empty())?;
    let path = location.pathname().ok()?;
    let history = window().history().ok()?;
    let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&path));
    Some(secret.to_owned())
}
