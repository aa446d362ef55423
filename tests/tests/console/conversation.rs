use tidings_tests::browser::{ALT, Browser, Page, TAB, UP};
use tidings_tests::compose::{CHOICES, Compose, LAST_VALUE, QUESTION, text};
use tidings_tests::console::Console;

#[tokio::test]
async fn a_quick_reply_and_a_card_reach_the_guest_and_a_tap_comes_back() {
    let console = Console::start();
    Browser::run("conversation", async |page: Page| {
        page.sign_in_to(&console).await;
        let contact = text(&console.cloud().open_contact().await, "contactId");

        let compose = Compose::open(&page, &console, "structured").await;
        compose.quick_reply(&contact).await;
        assert_eq!(page.value("content-choices-2-value").await, LAST_VALUE);
        compose.ready().await;
        compose.send().await;
        let question = compose.accepted().await;
        page.click("[data-test=send-another]").await;

        page.click("[data-test=start-over]").await;
        compose.card(&contact).await;
        compose.ready().await;
        compose.send().await;
        let card = compose.accepted().await;

        page.open(&console.page("/activity")).await;
        page.see(&format!("[data-delivery='{card}'] [data-state]"))
            .await;
        page.see(&format!("[data-delivery='{question}'] [data-state]"))
            .await;

        let messenger = console.cloud().messenger(&format!("contact={contact}"));
        let activity = page.open_beside(&messenger).await;
        guest_sees_both(&page).await;
        page.click(&format!("[data-choice-value={LAST_VALUE}]"))
            .await;
        page.see(&format!(
            "[data-choice-value={LAST_VALUE}][aria-pressed=true]"
        ))
        .await;
        page.go(&activity).await;

        // Without a reload: the answer came by the event stream.
        let row = format!("tr[data-delivery='{question}']");
        page.see(&format!("{row} [data-state=replied]")).await;
        page.read(&format!("{row} [data-test=answer]"), CHOICES[2])
            .await;
        page.click(&row).await;
        page.read("dialog.drawer", LAST_VALUE).await;
        assert!(page.location().await.contains(&question));
    })
    .await;
    let sent = console.cloud().accepted("structured", 2).await;
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0]["body"]["content"]["type"], "quick-reply");
    assert_eq!(sent[1]["body"]["content"]["actions"][1]["type"], "web_url");
}

async fn guest_sees_both(page: &Page) {
    page.read(".kind-quick-reply .text", QUESTION).await;
    assert_eq!(page.count(".kind-quick-reply .choice").await, 3);
    page.read(".kind-card .card-title", "Spring collection")
        .await;
    assert_eq!(page.count(".kind-card .action").await, 2);
    let link = page.see(".kind-card a.action").await;
    let address = link.attr("href").await.unwrap();
    assert_eq!(address.as_deref(), Some("https://shop.example.com/spring"));
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_while_one_types() {
    let console = Console::start();
    Browser::run("violations", async |page: Page| {
        page.sign_in_to(&console).await;
        let compose = Compose::open(&page, &console, "structured").await;
        compose.quick_reply("contact-1").await;
        compose.ready().await;

        page.fill("content-choices-1-label", CHOICES[0]).await;
        page.press(TAB).await;
        page.wrong("content-choices-1-label").await;
        page.read("[data-test=verdict]", "to fix").await;

        page.fill("content-choices-1-label", &"x".repeat(80)).await;
        page.gone("#content-choices-1-label-note.is-bad").await;
        page.press("x").await;
        let note = page.wrong("content-choices-1-label").await;
        assert!(note.contains("80") && note.contains("81"), "{note}");

        page.fill("contactId", "../../oauth/token").await;
        page.press(TAB).await;
        page.wrong("contactId").await;
        compose.send().await;
        page.focused("contactId").await;
        assert_eq!(
            console.cloud().stats().await["requests"].get("structured"),
            None
        );
    })
    .await;
}

#[tokio::test]
async fn rows_are_added_moved_and_pasted_by_keyboard() {
    let console = Console::start();
    Browser::run("rows", async |page: Page| {
        page.sign_in_to(&console).await;
        let compose = Compose::open(&page, &console, "structured").await;
        compose.quick_reply("contact-1").await;
        page.press_with(ALT, UP).await;
        page.focused("content-choices-1-label").await;
        assert_eq!(page.value("content-choices-1-label").await, CHOICES[2]);
        assert_eq!(page.value("content-choices-2-label").await, CHOICES[1]);

        page.paste("Returns\nShops\n").await;
        page.focused("content-choices-2-label").await;
        assert_eq!(page.value("content-choices-1-label").await, "Returns");
        assert_eq!(page.value("content-choices-2-value").await, "shops");
        assert_eq!(page.count("[data-test=choice-rows] > .row").await, 4);
    })
    .await;
}
