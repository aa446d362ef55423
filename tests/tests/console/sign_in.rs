use tidings_tests::browser::{Browser, ENTER, Page, TAB};
use tidings_tests::compose::{Compose, QUESTION, text};
use tidings_tests::console::{ACCOUNT, Console, PASSWORD};

#[tokio::test]
async fn the_one_time_link_leads_to_a_password_and_the_password_leads_in() {
    let console = Console::start();
    Browser::run("sign_in", async |page: Page| {
        page.open(console.link()).await;
        page.focused("user").await;
        assert_eq!(page.location().await, "/setup", "the secret is still shown");
        page.press(&format!("{ACCOUNT}{TAB}short{ENTER}")).await;
        page.read("#password-note.is-bad", "12").await;
        page.fill("password", PASSWORD).await;
        page.press(ENTER).await;
        page.see("[data-test=send]").await;

        sign_out(&page).await;
        page.focused("user").await;
        page.press(&format!("{ACCOUNT}{TAB}wrong password{ENTER}"))
            .await;
        page.read("#password-note.is-bad", "wrong").await;
        page.fill("password", PASSWORD).await;
        page.press(ENTER).await;
        page.see("[data-test=send]").await;
    })
    .await;
}

#[tokio::test]
async fn a_link_that_was_used_says_so() {
    let console = Console::start();
    console.sign_up().await;
    Browser::run("used_link", async |page: Page| {
        page.open(console.link()).await;
        page.focused("user").await;
        page.press(&format!("{ACCOUNT}{TAB}{PASSWORD}{ENTER}"))
            .await;
        page.read("[role=alert]", "used before").await;
    })
    .await;
}

#[tokio::test]
async fn a_session_that_ends_while_somebody_writes_costs_nothing_of_the_draft() {
    let console = Console::start();
    Browser::run("expiry", async |page: Page| {
        page.sign_in_to(&console).await;
        let contact = text(&console.cloud().open_contact().await, "contactId");
        let compose = Compose::open(&page, &console, "structured").await;
        compose.quick_reply(&contact).await;
        compose.ready().await;
        page.forget_cookies().await;
        compose.send().await;

        page.focused("user").await;
        page.press(&format!("{ACCOUNT}{TAB}{PASSWORD}{ENTER}"))
            .await;
        // What was handed over before is handed over again, under the same key.
        compose.accepted().await;
        assert_eq!(page.value("content-title").await, QUESTION);
        assert_eq!(console.cloud().ledger().await.len(), 1);
    })
    .await;
}

async fn sign_out(page: &Page) {
    page.click("summary:has(.account-name)").await;
    page.click("[data-test=sign-out]").await;
}
