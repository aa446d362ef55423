use serde_json::Value;
use tidings_tests::browser::{Browser, Page};
use tidings_tests::compose::{Compose, text};
use tidings_tests::console::Console;

/// Somebody in a chat who can be reached by mail.
async fn guest(console: &Console) -> Value {
    let fits = |customer: &Value| customer["contactOpen"] == true && customer["email"].is_string();
    console.cloud().customer(fits).await
}

#[tokio::test]
async fn recent_customers_are_counted_then_notified_once_each() {
    let console = Console::start();
    Browser::run("notify", async |page: Page| {
        page.sign_in_to(&console).await;
        let compose = Compose::open(&page, &console, "outbound").await;
        compose.choose("reach-audience").await;
        let sessions = sessions_of_a_few(&console).await;
        page.fill("minSessions", &sessions.to_string()).await;
        compose.mail().await;
        page.click("[data-test=find-audience]").await;
        let eligible = page.read("[data-test=eligible]", "").await;
        let eligible: usize = eligible.parse().unwrap();
        assert!(eligible > 0);
        page.read("[data-test=send]", &format!("to {eligible} customers"))
            .await;
        compose.ready().await;
        compose.send().await;
        page.see("[data-test=outcome] [data-campaign] [data-state=finished]")
            .await;

        let outcomes = page.read("[data-test=outcome]", "").await;
        let sent = console.cloud().ledger().await;
        let targets: std::collections::BTreeSet<_> =
            sent.iter().map(|line| line["target"].to_string()).collect();
        assert_eq!(targets.len(), sent.len(), "nobody got two");
        assert!(!sent.is_empty() && sent.len() <= eligible, "{outcomes}");
    })
    .await;
}

/// A number of sessions that few customers had lately, so that the default pace is soon done.
async fn sessions_of_a_few(console: &Console) -> u64 {
    let mut counts: Vec<u64> = console
        .cloud()
        .population(1000)
        .await
        .iter()
        .filter(|customer| customer["email"].is_string())
        .filter_map(|customer| customer["sessions30d"].as_u64())
        .collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    counts[4]
}

#[tokio::test]
async fn one_mail_goes_to_one_address() {
    let console = Console::start();
    Browser::run("outbound", async |page: Page| {
        page.sign_in_to(&console).await;
        let compose = Compose::open(&page, &console, "outbound").await;
        page.fill("to", "somebody@example.org").await;
        page.fill("name", "Ana Souza").await;
        compose.mail().await;
        compose.ready().await;
        page.read("[data-test=preview-subject]", "We missed you")
            .await;
        page.read("[data-test=send]", "Ana Souza").await;
        compose.send().await;
        compose.accepted().await;
    })
    .await;
    let sent = console.cloud().accepted("outbound", 1).await;
    let body = sent[0]["body"]["body"][0]["content"].as_str().unwrap();
    assert!(body.contains("Hello Ana Souza"), "{body}");
}

#[tokio::test]
async fn a_known_contact_gets_a_proactive_text() {
    let console = Console::start();
    let contact = text(&guest(&console).await, "contactId");
    Browser::run("proactive", async |page: Page| {
        page.sign_in_to(&console).await;
        let compose = Compose::open(&page, &console, "proactive").await;
        page.fill("contactId", &contact).await;
        compose.choose("as-agent").await;
        page.fill("text", "Hello! Do you have any questions?").await;
        compose.ready().await;
        compose.send().await;
        compose.accepted().await;
    })
    .await;
    let sent = console.cloud().accepted("proactive", 1).await;
    assert_eq!(sent[0]["target"], contact);
    assert_eq!(sent[0]["body"]["type"], "agent");
}

#[tokio::test]
async fn a_returning_customer_is_looked_up_then_greeted_by_name() {
    let console = Console::start();
    let customer = guest(&console).await;
    Browser::run("greet", async |page: Page| {
        page.sign_in_to(&console).await;
        let compose = Compose::open(&page, &console, "greet").await;
        for id in ["conversationId", "previousConversationId", "agentId"] {
            page.fill(id, &text(&customer, id)).await;
        }
        page.click("[data-test=check-history]").await;
        let email = text(&customer, "email");
        page.read("[data-test=check-history-result]", &email).await;
        compose.ready().await;
        compose.send().await;
        compose.accepted().await;
    })
    .await;
    let sent = console.cloud().accepted("greet", 1).await;
    let name = text(&customer, "email");
    let (name, _) = name.split_once('@').unwrap();
    let said = sent[0]["body"]["message"]["text"].as_str().unwrap();
    assert!(said.contains(name), "{said}");
}

#[tokio::test]
async fn a_contact_is_checked_before_it_gets_a_structured_message() {
    let console = Console::start();
    let contact = text(&guest(&console).await, "contactId");
    Browser::run("structured", async |page: Page| {
        page.sign_in_to(&console).await;
        let compose = Compose::open(&page, &console, "structured").await;
        page.fill("contactId", "00000000-0000-4000-8000-000000000000")
            .await;
        page.click("[data-test=check-contact]").await;
        page.read("[data-test=check-contact-result]", "not found")
            .await;
        compose.carousel(&contact).await;
        page.click("[data-test=check-contact]").await;
        page.read("[data-test=check-contact-result]", "exists")
            .await;
        compose.ready().await;
        page.click("[data-test=tab-json]").await;
        page.read("[data-test=code]", "\"carousel\"").await;
        compose.send().await;
        compose.accepted().await;
    })
    .await;
    let sent = console.cloud().accepted("structured", 1).await;
    assert_eq!(
        sent[0]["body"]["content"]["cards"][1]["title"],
        "Summer collection"
    );
}

#[tokio::test]
async fn a_guest_message_carries_its_attachment() {
    let console = Console::start();
    let customer = guest(&console).await;
    Browser::run("guest", async |page: Page| {
        page.sign_in_to(&console).await;
        let compose = Compose::open(&page, &console, "guest").await;
        page.fill("guestId", &text(&customer, "guestId")).await;
        page.fill("conversationId", &text(&customer, "conversationId"))
            .await;
        page.fill("text", "Here is the invoice").await;
        page.click("[data-test=add-attachment]").await;
        for (field, value) in [
            ("url", "https://files.example.com/invoice.pdf"),
            ("fileName", "invoice.pdf"),
            ("contentType", "image/gif"),
            ("size", "26214401"),
        ] {
            page.fill(&format!("attachments-0-{field}"), value).await;
        }
        page.wrong("attachments-0-contentType").await;
        page.wrong("attachments-0-size").await;
        page.fill("attachments-0-contentType", "application/pdf")
            .await;
        page.fill("attachments-0-size", "26214400").await;
        compose.ready().await;
        compose.send().await;
        compose.accepted().await;
    })
    .await;
    let sent = console.cloud().accepted("guest", 1).await;
    assert_eq!(sent[0]["body"]["attachments"][0]["size"], 26_214_400);
}
