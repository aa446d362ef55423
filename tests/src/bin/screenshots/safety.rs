//! Connections, mode, stop switch and suppressions.

use tidings_tests::browser::{ESCAPE, TAB};
use tidings_tests::compose::{Compose, text};
use tidings_tests::console::Console;

use super::album::Album;

/// The connection that speaks the published API.
const PLATFORM: &str = "sandbox-platform";

/// Photographs them all.
pub(crate) async fn all(console: &Console, album: &Album) {
    connections(console, album).await;
    rehearsal(console, album).await;
    stopped(console, album).await;
    suppressions(console, album).await;
    by_the_published_api(console, album).await;
}

async fn connections(console: &Console, album: &Album) {
    let page = album.page();
    page.open(&console.page("/connections")).await;
    page.see("[data-test=connections]").await;
    album.take("connections-list").await;
    page.open(&console.page(&format!("/connections/{PLATFORM}")))
        .await;
    page.click("[data-test=run-doctor]").await;
    page.see("[data-test=doctor] [data-check]").await;
    page.see("[data-test=budgets]").await;
    album.take("connection").await;
    page.click("summary:has([data-test=connection])").await;
    album.take("connection-switcher").await;
    page.press(ESCAPE).await;
}

async fn rehearsal(console: &Console, album: &Album) {
    let page = album.page();
    page.open(&console.page("/connections/sandbox")).await;
    page.click("[data-test=rehearse]").await;
    page.see("[data-test=go-live]").await;
    album.take("connection-rehearsal").await;
    let contact = text(&console.cloud().open_contact().await, "contactId");
    begin_anew(console, album, "proactive").await;
    let compose = Compose::open_on(page, console, "sandbox", "proactive").await;
    page.fill("contactId", &contact).await;
    page.fill("text", "Hello! Do you have any questions?").await;
    compose.ready().await;
    compose.send().await;
    page.see("[data-test=way-on]").await;
    album.take("outcome-rehearsal").await;
    page.open(&console.page("/connections/sandbox")).await;
    page.click("[data-test=go-live]").await;
    page.read("[data-test=verdict]", "nothing missing").await;
    album.take("go-live").await;
    page.fill("organization", "sandbox").await;
    page.click("[data-test=confirm-live]").await;
    page.see("[data-test=rehearse]").await;
}

async fn stopped(console: &Console, album: &Album) {
    let page = album.page();
    page.open(&console.page("/activity")).await;
    page.click("[data-test=stop]").await;
    page.see("[data-test=stopped]").await;
    album.take("stopped").await;
    page.click("[data-test=resume]").await;
    page.gone("[data-test=stopped]").await;
}

async fn suppressions(console: &Console, album: &Album) {
    let page = album.page();
    page.open(&console.page("/suppressions")).await;
    page.see("[data-test=suppressed-empty]").await;
    album.take("suppressions-empty").await;
    page.fill("suppressed-recipients", "ana.souza@example.org")
        .await;
    page.fill("suppressed-reason", "asked by phone").await;
    page.click("[data-test=suppressed-add]").await;
    page.read("[data-test=suppressed-total]", "1 recipient")
        .await;
    album.take("suppressions").await;
    page.click("[data-test=suppressed-rows] [data-test=remove]")
        .await;
    page.see("[data-test=suppressed-empty]").await;
}

async fn by_the_published_api(console: &Console, album: &Album) {
    let page = album.page();
    let customer = console
        .cloud()
        .customer(|customer| customer["livingContactId"].is_string());
    let contact = text(&customer.await, "livingContactId");
    begin_anew(console, album, "structured").await;
    let compose = Compose::open_on(page, console, PLATFORM, "structured").await;
    compose.quick_reply(&contact).await;
    page.click("#route-join").await;
    page.read("[data-test=verdict]", "arrives in another form")
        .await;
    album.take("platform-quick-reply").await;
    begin_anew(console, album, "outbound").await;
    let compose = Compose::open_on(page, console, PLATFORM, "outbound").await;
    compose.choose("reach-one").await;
    compose.choose("channel-sms").await;
    page.fill("to", "+13175550123").await;
    page.fill("body", &"Your order is ready ✓ ".repeat(16))
        .await;
    page.press(TAB).await;
    page.read("[data-test=warnings]", "parts").await;
    album.take("platform-sms").await;
}

/// Clears what an earlier scene left in the form of a job.
async fn begin_anew(console: &Console, album: &Album, operation: &str) {
    let page = album.page();
    page.open(&console.page(&format!("/compose/{operation}")))
        .await;
    page.click("[data-test=start-over]").await;
    page.see("[data-test=send]").await;
}
