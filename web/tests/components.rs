//! Components in a real browser.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a test that finds nothing has failed")]

use gloo_timers::future::TimeoutFuture;
use leptos::mount::mount_to;
use leptos::prelude::*;
use tidings_core::delivery::DeliveryState;
use tidings_web::app::App;
use tidings_web::components::{Drawer, Field, StateBadge};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlDialogElement, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

/// An empty place in the document.
fn place() -> HtmlElement {
    let place: HtmlElement = document()
        .create_element("section")
        .unwrap()
        .unchecked_into();
    document().body().unwrap().append_child(&place).unwrap();
    place
}

fn find(place: &HtmlElement, selector: &str) -> Option<Element> {
    place.query_selector(selector).unwrap()
}

/// Waits until something is there; the test's own time limit ends a wait in vain.
async fn eventually<T>(mut look: impl FnMut() -> Option<T>) -> T {
    loop {
        if let Some(found) = look() {
            return found;
        }
        TimeoutFuture::new(10).await;
    }
}

#[wasm_bindgen_test]
async fn a_field_says_what_is_wrong_where_a_screen_reader_looks() {
    let place = place();
    let error = RwSignal::new(None);
    mount_to(place.clone(), move || {
        view! { <Field id="to" label="Recipient" value="ana" error=error on_input=|_| {} /> }
    })
    .forget();
    let input = find(&place, "input#to").unwrap();
    assert!(!input.has_attribute("aria-invalid"));
    error.set(Some("No e-mail address".to_owned()));
    eventually(|| input.has_attribute("aria-invalid").then_some(())).await;
    let note = input.get_attribute("aria-describedby").unwrap();
    let note = find(&place, &format!("#{note}")).unwrap();
    assert_eq!(note.text_content().as_deref(), Some("No e-mail address"));
}

#[wasm_bindgen_test]
fn every_state_is_a_word_and_a_shape() {
    for state in DeliveryState::ALL {
        let place = place();
        mount_to(
            place.clone(),
            move || view! { <StateBadge state=Signal::stored(state) /> },
        )
        .forget();
        let badge = find(&place, &format!(".badge[data-state={state}]")).unwrap();
        assert!(!badge.text_content().unwrap().trim().is_empty(), "{state}");
        assert!(find(&place, "svg path[d]").is_some(), "{state}");
    }
}

#[wasm_bindgen_test]
async fn a_drawer_opens_over_the_page_and_tells_when_it_has_closed() {
    let place = place();
    let closed = RwSignal::new(false);
    mount_to(place.clone(), move || {
        view! {
            <Drawer title="A message" on_close=Callback::new(move |()| closed.set(true))>
                <p>"Its story"</p>
            </Drawer>
        }
    })
    .forget();
    let dialog: HtmlDialogElement = find(&place, "dialog").unwrap().unchecked_into();
    eventually(|| dialog.open().then_some(())).await;
    let focused = document().active_element().unwrap();
    assert!(dialog.contains(Some(&focused)));
    find(&place, "[data-test=close-drawer]")
        .unwrap()
        .unchecked_into::<HtmlElement>()
        .click();
    eventually(|| closed.get_untracked().then_some(())).await;
    assert!(!dialog.open());
}

#[wasm_bindgen_test]
async fn without_a_console_the_page_says_so_and_offers_to_try_again() {
    let place = place();
    mount_to(place.clone(), App).forget();
    let notice = eventually(|| find(&place, ".notice.is-bad")).await;
    assert!(notice.text_content().unwrap().contains("cannot be reached"));
    assert!(find(&place, "button").is_some());
}
