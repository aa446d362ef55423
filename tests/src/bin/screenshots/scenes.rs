//! Every page and state, in an order in which one leads to the next.

use serde_json::json;
use tidings_tests::browser::{ENTER, ESCAPE, Page, Scheme, TAB};
use tidings_tests::compose::{Compose, LAST_VALUE, text};
use tidings_tests::console::{ACCOUNT, Console, PASSWORD};

use super::album::Album;
use super::safety;

/// Photographs them all.
pub(crate) async fn all(console: &Console, album: &Album) {
    getting_in(console, album).await;
    empty_forms(console, album).await;
    structured(console, album).await;
    mail(console, album).await;
    troubles(console, album).await;
    activity(console, album).await;
    safety::all(console, album).await;
    guest(console, album).await;
}

async fn getting_in(console: &Console, album: &Album) {
    let page = album.page();
    page.look(1440, 900, Scheme::Light).await;
    page.open(console.address()).await;
    page.focused("user").await;
    album.take("sign-in-before-setup").await;
    page.open(&console.page("/setup")).await;
    page.see(".notice").await;
    album.take("setup-incomplete").await;
    page.open(console.link()).await;
    page.reload().await;
    page.focused("user").await;
    album.take("setup").await;
    page.press(&format!("{ACCOUNT}{TAB}short{ENTER}")).await;
    page.wrong("password").await;
    album.take("setup-violations").await;
    page.fill("password", PASSWORD).await;
    page.press(ENTER).await;
    page.see("[data-test=send]").await;
    page.click("summary:has(.account-name)").await;
    page.click("[data-test=sign-out]").await;
    page.focused("user").await;
    album.take("sign-in").await;
    page.press(&format!("{ACCOUNT}{TAB}a wrong password{ENTER}"))
        .await;
    page.wrong("password").await;
    album.take("sign-in-refused").await;
    page.fill("password", PASSWORD).await;
    page.press(ENTER).await;
    page.see("[data-test=send]").await;
    page.open(&console.page("/nowhere")).await;
    page.see("main .empty").await;
    album.take("not-found").await;
}

async fn empty_forms(console: &Console, album: &Album) {
    let page = album.page();
    page.open(&console.page("/activity")).await;
    page.see("[data-test=empty]").await;
    album.take("activity-empty").await;
    for operation in ["outbound", "proactive", "greet", "structured", "guest"] {
        Compose::open(page, console, operation).await;
        album.take(&format!("compose-{operation}-empty")).await;
    }
    page.click("summary:has([data-test=connection])").await;
    album.take("connections").await;
    page.press(ESCAPE).await;
}

async fn structured(console: &Console, album: &Album) {
    let page = album.page();
    let contact = text(&console.cloud().open_contact().await, "contactId");
    let compose = Compose::open(page, console, "structured").await;
    page.fill("content-choices-0-label", &"Billing ".repeat(12))
        .await;
    compose.send().await;
    page.wrong("contactId").await;
    album.take("quick-reply-violations").await;
    page.click("[data-test=start-over]").await;

    compose.quick_reply(&contact).await;
    page.click("[data-test=check-contact]").await;
    page.read("[data-test=check-contact-result]", "exists")
        .await;
    compose.ready().await;
    album.take("quick-reply-ready").await;
    page.click("[data-test=tab-json]").await;
    album.take("quick-reply-json").await;
    page.click("[data-test=tab-curl]").await;
    album.take("quick-reply-curl").await;
    page.click("[data-test=tab-preview]").await;
    compose.send().await;
    compose.accepted().await;
    album.take("outcome-accepted").await;
    another(page).await;

    compose.card(&contact).await;
    compose.ready().await;
    album.take("card").await;
    compose.send().await;
    compose.accepted().await;
    another(page).await;

    compose.carousel(&contact).await;
    compose.ready().await;
    album.take("carousel").await;
    compose.send().await;
    compose.accepted().await;
    another(page).await;

    let lost = json!([{ "operation": "structured", "kind": "lost_reply", "count": 1 }]);
    console.cloud().faults(lost).await;
    compose.quick_reply(&contact).await;
    compose.ready().await;
    compose.send().await;
    compose.ends("in_doubt").await;
    album.take("outcome-in-doubt").await;
    another(page).await;
}

async fn another(page: &Page) {
    page.click("[data-test=send-another]").await;
    page.click("[data-test=start-over]").await;
}

async fn mail(console: &Console, album: &Album) {
    let page = album.page();
    let compose = Compose::open(page, console, "outbound").await;
    page.fill("to", "ana.souza@example.org").await;
    page.fill("name", "Ana Souza").await;
    compose.mail().await;
    compose.ready().await;
    page.see("iframe.mail-frame").await;
    album.take("mail").await;
    compose.send().await;
    compose.accepted().await;
    another(page).await;

    compose.choose("reach-audience").await;
    compose.mail().await;
    page.click("[data-test=find-audience]").await;
    page.see("[data-test=eligible]").await;
    compose.ready().await;
    album.take("audience-counted").await;
    compose.send().await;
    page.see("[data-test=outcome] [data-campaign]").await;
    album.take("campaign-started").await;
}

async fn troubles(console: &Console, album: &Album) {
    let page = album.page();
    let cloud = console.cloud();
    let gone = cloud.customer(|customer| customer["contactOpen"] == false);
    let gone = text(&gone.await, "contactId");
    let compose = Compose::open(page, console, "proactive").await;
    page.fill("contactId", &gone).await;
    page.fill("text", "Hello! Do you have any questions?").await;
    compose.ready().await;
    compose.send().await;
    compose.ends("rejected").await;
    album.take("outcome-rejected").await;

    let customer =
        cloud.customer(|customer| customer["contactOpen"] == true && customer["email"].is_string());
    let customer = customer.await;
    let compose = Compose::open(page, console, "greet").await;
    for id in ["conversationId", "previousConversationId", "agentId"] {
        page.fill(id, &text(&customer, id)).await;
    }
    page.click("[data-test=check-history]").await;
    page.read("[data-test=check-history-result]", "@").await;
    compose.ready().await;
    album.take("greet-checked").await;
    compose.send().await;
    compose.accepted().await;

    let compose = Compose::open(page, console, "guest").await;
    page.fill("guestId", &text(&customer, "guestId")).await;
    page.fill("conversationId", &text(&customer, "conversationId"))
        .await;
    page.fill("text", "Here is the invoice").await;
    page.click("[data-test=add-attachment]").await;
    page.fill("attachments-0-url", "https://files.example.com/invoice.pdf")
        .await;
    page.fill("attachments-0-contentType", "image/gif").await;
    page.fill("attachments-0-size", "26214401").await;
    page.press(TAB).await;
    page.wrong("attachments-0-size").await;
    album.take("guest-violations").await;
    page.fill("attachments-0-fileName", "invoice.pdf").await;
    page.fill("attachments-0-contentType", "application/pdf")
        .await;
    page.fill("attachments-0-size", "20480").await;
    compose.ready().await;
    album.take("guest-ready").await;
    compose.send().await;
    compose.accepted().await;
}

async fn activity(console: &Console, album: &Album) {
    let page = album.page();
    let contact = text(&console.cloud().open_contact().await, "contactId");
    let messenger = console.cloud().messenger(&format!("contact={contact}"));
    let back = page.open_beside(&messenger).await;
    page.click(&format!("[data-choice-value={LAST_VALUE}]"))
        .await;
    page.see("[aria-pressed=true]").await;
    page.go(&back).await;

    page.open(&console.page("/activity")).await;
    page.see("[data-test=deliveries]").await;
    album.take("activity-campaign-running").await;
    page.open(&console.page("/activity?operation=structured"))
        .await;
    page.see("tr [data-state=replied]").await;
    album.take("activity-filtered").await;
    page.click("tr:has([data-state=replied])").await;
    page.see("dialog .timeline").await;
    album.take("activity-drawer").await;
    page.press(ESCAPE).await;
    page.open(&console.page("/activity?state=in_doubt")).await;
    page.click("tr[data-delivery]").await;
    page.see("dialog [data-test=resolve-sent]").await;
    album.take("activity-drawer-in-doubt").await;
    page.press(ESCAPE).await;
    page.open(&console.page("/activity?state=expired")).await;
    page.see("[data-test=empty]").await;
    album.take("activity-nothing-fits").await;
}

async fn guest(console: &Console, album: &Album) {
    let page = album.page();
    let contact = text(&console.cloud().open_contact().await, "contactId");
    page.open(&console.cloud().messenger(&format!("contact={contact}")))
        .await;
    page.see(".kind-carousel").await;
    album.take("messenger").await;
    page.open(&console.cloud().messenger("address=ana.souza@example.org"))
        .await;
    page.see(".mail").await;
    album.take("messenger-mail").await;
    page.open(&console.cloud().messenger("")).await;
    page.see(".guest").await;
    album.take("messenger-guests").await;
}
