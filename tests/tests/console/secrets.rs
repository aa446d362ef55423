use tidings_tests::browser::{Browser, ENTER, Page, TAB};
use tidings_tests::compose::{Compose, text};
use tidings_tests::console::{ACCOUNT, Console, PASSWORD};

#[tokio::test]
async fn neither_the_client_secret_nor_a_token_reaches_the_page() {
    let console = Console::start();
    let contact = text(&console.cloud().open_contact().await, "contactId");
    Browser::run("secrets", async |page: Page| {
        page.open(console.link()).await;
        page.focused("user").await;
        page.press(&format!("{ACCOUNT}{TAB}{PASSWORD}{ENTER}"))
            .await;
        page.see("[data-test=send]").await;
        let compose = Compose::open(&page, &console, "structured").await;
        page.fill("contactId", &contact).await;
        page.click("[data-test=check-contact]").await;
        page.read("[data-test=check-contact-result]", "exists")
            .await;
        compose.quick_reply(&contact).await;
        compose.ready().await;
        compose.send().await;
        compose.accepted().await;

        let traffic = page.traffic().await;
        let requests = traffic.requests();
        let went_to = |path: &str| requests.iter().any(|(_, url)| url.contains(path));
        assert!(went_to("/genesys/") && went_to("/api/send") && went_to(".wasm"));
        assert!(traffic.bodies() > 5, "replies were read");
        for secret in ["sandbox-secret", "Bearer ", "access_token"] {
            assert_eq!(traffic.find(secret), Vec::<String>::new(), "{secret}");
        }
        for (_, url) in &requests {
            assert!(
                !url.contains('@') && !url.contains(&contact) || url.contains("/genesys/"),
                "{url}"
            );
        }
    })
    .await;
}
