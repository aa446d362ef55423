use serde_json::json;
use tidings_tests::browser::{Browser, Page};
use tidings_tests::compose::{Compose, text};
use tidings_tests::console::Console;

#[tokio::test]
async fn a_page_reloaded_while_it_sends_sends_once() {
    let console = Console::start();
    let slow = json!([{ "operation": "structured", "kind": "slow", "ms": 1500 }]);
    console.cloud().faults(slow).await;
    let contact = text(&console.cloud().open_contact().await, "contactId");
    Browser::run("reload", async |page: Page| {
        page.sign_in_to(&console).await;
        let compose = Compose::open(&page, &console, "structured").await;
        compose.quick_reply(&contact).await;
        compose.ready().await;
        // The console's answers come late too, so that the first reload meets an open call.
        page.delay(1500).await;
        compose.send().await;
        page.reload().await;
        page.delay(0).await;
        compose.accepted().await;
        page.reload().await;
        compose.accepted().await;
    })
    .await;
    assert_eq!(console.cloud().ledger().await.len(), 1);
}

#[tokio::test]
async fn a_refusal_shows_what_happened_a_hint_and_a_way_on() {
    let console = Console::start();
    let unknown = "00000000-0000-4000-8000-000000000000";
    let gone = console
        .cloud()
        .customer(|customer| customer["contactOpen"] == false)
        .await;
    let busy = console
        .cloud()
        .customer(|customer| customer["contactOpen"] == true && customer["email"].is_string())
        .await;
    Browser::run("refusals", async |page: Page| {
        page.sign_in_to(&console).await;
        for (contact, hint) in [
            (unknown, "does not know this contact"),
            (&text(&gone, "contactId"), "start a new chat"),
        ] {
            let compose = Compose::open(&page, &console, "proactive").await;
            page.fill("contactId", contact).await;
            page.fill("text", "Hello").await;
            compose.ready().await;
            compose.send().await;
            compose.ends("rejected").await;
            let said = compose.outcome().await;
            assert!(said.contains(hint), "{said}");
            page.see("[data-test=send-another]").await;
            page.click("[data-test=send-another]").await;
        }
        let compose = Compose::open(&page, &console, "outbound").await;
        page.fill("to", &text(&busy, "email")).await;
        compose.mail().await;
        compose.ready().await;
        compose.send().await;
        compose.ends("conflict").await;
        let said = compose.outcome().await;
        assert!(said.contains("open conversation"), "{said}");
        page.see("[data-test=retry]").await;
    })
    .await;
    assert!(console.cloud().ledger().await.is_empty());
}

#[tokio::test]
async fn a_lost_reply_is_listed_in_doubt_and_settled_by_a_person() {
    let console = Console::start();
    let contact = text(&console.cloud().open_contact().await, "contactId");
    Browser::run("in_doubt", async |page: Page| {
        page.sign_in_to(&console).await;
        let lost = json!([{ "operation": "structured", "kind": "lost_reply", "count": 1 }]);
        console.cloud().faults(lost).await;
        let compose = Compose::open(&page, &console, "structured").await;
        compose.quick_reply(&contact).await;
        compose.ready().await;
        compose.send().await;
        let delivery = compose.ends("in_doubt").await;

        page.open(&console.page("/activity?state=in_doubt")).await;
        page.click(&format!("tr[data-delivery='{delivery}']")).await;
        page.click("dialog [data-test=resolve-sent]").await;
        page.see("dialog .badge[data-state=accepted]").await;
    })
    .await;
    assert_eq!(console.cloud().ledger().await.len(), 1);
}

#[tokio::test]
async fn an_address_without_a_page_says_so() {
    let console = Console::start();
    Browser::run("not_found", async |page: Page| {
        page.sign_in_to(&console).await;
        page.open(&console.page("/compose/telepathy")).await;
        page.read("main", "no page at this address").await;
    })
    .await;
}
