//! Several connections: which one is worked with, what each can do.

use tidings_tests::browser::{Browser, DOWN, ENTER, Page};
use tidings_tests::compose::Compose;
use tidings_tests::console::Console;

#[tokio::test]
async fn another_connection_is_chosen_by_keyboard_and_kept_by_tab_and_address() {
    let console = Console::start();
    Browser::run("switcher", async |page: Page| {
        page.sign_in_to(&console).await;
        Compose::open(&page, &console, "proactive").await;
        page.read("[data-test=connection]", "sandbox").await;
        page.run("document.querySelector('.top-bar summary').focus()", &[])
            .await;
        page.press(DOWN).await;
        page.press(DOWN).await;
        page.press(ENTER).await;
        page.read("[data-test=connection]", "sandbox-platform")
            .await;
        let address = page.location().await;
        assert_eq!(address, "/compose/proactive?connection=sandbox-platform");

        page.open(&console.page("/activity")).await;
        page.read("[data-test=connection]", "sandbox-platform")
            .await;
        let first = page.open_beside(&console.page("/activity")).await;
        page.see("[data-test=connection]").await;
        let here = page.read("[data-test=connection]", "sandbox").await;
        assert_eq!(here, "sandbox", "another tab has its own choice");
        page.go(&first).await;
    })
    .await;
}

#[tokio::test]
async fn the_doctor_says_what_a_connection_can_do_and_changes_nothing() {
    let console = Console::start();
    Browser::run("doctor", async |page: Page| {
        page.sign_in_to(&console).await;
        page.open(&console.page("/connections")).await;
        page.click("[data-connection=sandbox-platform] h2 a").await;
        page.read("[data-test=connection]", "sandbox-platform")
            .await;
        page.click("[data-test=run-doctor]").await;
        page.see("[data-test=doctor] [data-check]").await;
        page.see("[data-check='conversation:message:create'] [data-state=good]")
            .await;
        page.read("[data-test=doctor]", "Needed for").await;
        let ready = "[data-channel=webmessaging] [data-state=ready]";
        page.see(ready).await;
        page.see("[data-channel=webmessaging] [data-state=not_ready]")
            .await;
        page.see("[data-test=budgets] [data-budget^='sender:']")
            .await;
    })
    .await;
    assert!(console.cloud().ledger().await.is_empty());
}
