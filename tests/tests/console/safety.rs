//! Who is written to at all, decided by the server and shown on the page.

use tidings_tests::browser::{Browser, ENTER, Page};
use tidings_tests::compose::{Compose, text};
use tidings_tests::console::Console;

/// Writes a proactive text to a contact and presses Send.
async fn send_to(page: &Page, console: &Console, contact: &str) {
    let compose = Compose::open(page, console, "proactive").await;
    page.fill("contactId", contact).await;
    page.fill("text", "Hello! Do you have any questions?").await;
    compose.ready().await;
    compose.send().await;
}

#[tokio::test]
async fn a_rehearsal_refuses_whoever_is_not_allowed_and_shows_the_way_to_the_list() {
    let console = Console::start();
    let contact = text(&console.cloud().open_contact().await, "contactId");
    Browser::run("rehearsal", async |page: Page| {
        page.sign_in_to(&console).await;
        page.open(&console.page("/connections/sandbox")).await;
        page.click("[data-test=rehearse]").await;
        page.see("[data-test=go-live]").await;
        page.see("[data-test=allowed-empty]").await;
        page.see(".top-bar .tag.is-rehearsal").await;

        send_to(&page, &console, &contact).await;
        page.read("[data-test=outcome]", "allow-list").await;
        page.click("[data-test=way-on]").await;
        page.fill("allowed-recipients", &contact).await;
        page.fill("allowed-reason", "one of us").await;
        page.click("[data-test=allowed-add]").await;
        page.read("[data-test=allowed-changed]", "1 added").await;
        page.read("[data-test=allowed-rows]", &contact).await;

        send_to(&page, &console, &contact).await;
        Compose::on(&page).accepted().await;

        page.open(&console.page("/connections/sandbox")).await;
        page.click("[data-test=allowed-rows] [data-test=remove]")
            .await;
        page.read("[data-test=allowed-changed]", "1 removed").await;
        page.see("[data-test=allowed-empty]").await;
    })
    .await;
    assert_eq!(console.cloud().ledger().await.len(), 1);
}

#[tokio::test]
async fn going_live_asks_for_a_green_doctor_and_the_name() {
    let console = Console::start();
    Browser::run("go_live", async |page: Page| {
        page.sign_in_to(&console).await;
        page.open(&console.page("/connections/sandbox")).await;
        page.click("[data-test=rehearse]").await;
        page.click("[data-test=go-live]").await;
        page.read("[data-test=verdict]", "nothing missing").await;
        let name = page.read("[data-test=expected]", "sandbox").await;
        page.fill("organization", "Somebody else").await;
        page.click("[data-test=confirm-live]").await;
        page.wrong("organization").await;
        page.fill("organization", &name).await;
        page.press(ENTER).await;
        page.see("[data-test=rehearse]").await;
        page.gone("dialog").await;
        page.reload().await;
        page.see("[data-test=rehearse]").await;
    })
    .await;
}

#[tokio::test]
async fn stop_holds_every_send_on_every_page_until_somebody_resumes() {
    let console = Console::start();
    let contact = text(&console.cloud().open_contact().await, "contactId");
    Browser::run("stop", async |page: Page| {
        page.sign_in_to(&console).await;
        page.open(&console.page("/activity")).await;
        page.click("[data-test=stop]").await;
        page.read("[data-test=stopped]", "every connection").await;
        page.read("[data-test=stopped]", "admin").await;

        send_to(&page, &console, &contact).await;
        page.read("[data-test=outcome]", "Waiting").await;
        page.reload().await;
        page.see("[data-test=stopped]").await;
        assert!(console.cloud().ledger().await.is_empty());

        page.click("[data-test=resume]").await;
        page.gone("[data-test=stopped]").await;
        Compose::on(&page).accepted().await;
    })
    .await;
    assert_eq!(console.cloud().ledger().await.len(), 1);
}

#[tokio::test]
async fn stopping_one_connection_leaves_the_other_alone() {
    let console = Console::start();
    let contact = text(&console.cloud().open_contact().await, "contactId");
    Browser::run("stop_one", async |page: Page| {
        page.sign_in_to(&console).await;
        page.open(&console.page("/connections")).await;
        page.click(".stop summary").await;
        page.click("[data-test=stop-sandbox-platform]").await;
        page.read("[data-test=stopped]", "sandbox-platform").await;
        page.see("[data-connection=sandbox-platform] .tag.is-stopped")
            .await;
        page.gone("[data-connection=sandbox] .tag.is-stopped").await;
        send_to(&page, &console, &contact).await;
        Compose::on(&page).accepted().await;
    })
    .await;
}

#[tokio::test]
async fn nobody_on_the_suppression_list_gets_a_message() {
    let console = Console::start();
    let file = console.folder().join("people.csv");
    std::fs::write(
        &file,
        "recipient,reason\nana@example.org,asked by phone\nbruno@example.org,\nno address,\n",
    )
    .unwrap();
    Browser::run("suppressed", async |page: Page| {
        page.sign_in_to(&console).await;
        page.open(&console.page("/suppressions")).await;
        page.see("[data-test=suppressed-empty]").await;
        page.choose_file("import", &file).await;
        page.read("[data-test=suppressed-changed]", "2 imported")
            .await;
        page.read("[data-test=suppressed-changed]", "no address")
            .await;
        page.fill("suppressed-recipients", "Carla@Example.org")
            .await;
        page.click("[data-test=suppressed-add]").await;
        page.read("[data-test=suppressed-changed]", "1 added").await;
        page.read("[data-test=suppressed-total]", "3 recipients")
            .await;
        page.fill("suppressed-search", "bruno").await;
        page.read("[data-test=suppressed-total]", "1 recipient")
            .await;
        page.click("[data-test=suppressed-rows] [data-test=remove]")
            .await;
        page.see("[data-test=suppressed-empty]").await;
        let link = page.see("[data-test=export]").await;
        let address = link.attr("href").await.unwrap().unwrap();
        let script = "return fetch(arguments[0]).then((reply) => reply.text())";
        let exported = page.run(script, &[serde_json::json!(address)]).await;
        let exported = exported.as_str().unwrap();
        assert!(
            exported.contains("ana@example.org,asked by phone"),
            "{exported}"
        );
        assert!(!exported.contains("bruno"), "{exported}");

        let compose = Compose::open(&page, &console, "outbound").await;
        page.fill("to", "carla@example.org").await;
        compose.mail().await;
        compose.ready().await;
        compose.send().await;
        page.read("[data-test=outcome]", "on the suppression list")
            .await;
        let way = page.see("[data-test=way-on]").await;
        let way = way.attr("href").await.unwrap();
        assert_eq!(way.as_deref(), Some("/suppressions"));
    })
    .await;
    assert!(console.cloud().ledger().await.is_empty());
}
