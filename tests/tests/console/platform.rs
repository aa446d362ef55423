//! The five jobs by the published API, from the page.

use serde_json::Value;
use tidings_tests::browser::{Browser, Page, TAB};
use tidings_tests::compose::{Compose, QUESTION, text};
use tidings_tests::console::Console;

const CONNECTION: &str = "sandbox-platform";
/// An approved WhatsApp template of the sandbox, with the values `first_name` and `order`.
const TEMPLATE: &str = "00000000-0000-4000-8000-000000000012";

/// Somebody whom web messaging reaches and who is in no conversation.
async fn idle(console: &Console) -> Value {
    let fits = |customer: &Value| {
        customer["livingContactId"].is_string()
            && customer["conversationStatus"] != "active"
            && customer["sessionCleared"] != true
    };
    console.cloud().customer(fits).await
}

/// Somebody whom web messaging reaches and who is in a conversation with a person.
async fn talking(console: &Console) -> Value {
    let fits = |customer: &Value| {
        customer["livingContactId"].is_string()
            && customer["communicationId"].is_string()
            && customer["botSessionId"].is_null()
            && customer["email"].is_string()
            && customer["sessionCleared"] != true
    };
    console.cloud().customer(fits).await
}

/// What was accepted last.
async fn last(console: &Console) -> Value {
    console.cloud().ledger().await.pop().unwrap()
}

#[tokio::test]
async fn a_mail_goes_out_from_the_connections_own_sender() {
    let console = Console::start();
    Browser::run("platform_mail", async |page: Page| {
        page.sign_in_to(&console).await;
        let compose = Compose::open_on(&page, &console, CONNECTION, "outbound").await;
        page.fill("to", "somebody@example.org").await;
        page.fill("name", "Ana Souza").await;
        page.fill("subject", "We missed you").await;
        page.fill("body", "<p>Hello {{name}}</p>").await;
        page.fill("replyTo", "answers@mail.sandbox.example").await;
        compose.ready().await;
        page.click("[data-test=tab-curl]").await;
        page.read("[data-test=code]", "/api/v2/conversations/emails/agentless")
            .await;
        compose.send().await;
        compose.accepted().await;
    })
    .await;
    let body = last(&console).await["body"].clone();
    assert_eq!(body["fromAddress"]["email"], "care@mail.sandbox.example");
    assert_eq!(
        body["replyToAddress"]["email"],
        "answers@mail.sandbox.example"
    );
}

#[tokio::test]
async fn an_open_conversation_is_a_conflict_with_the_choice_to_join_it() {
    let console = Console::start();
    let customer = talking(&console).await;
    let contact = text(&customer, "livingContactId");
    Browser::run("platform_join", async |page: Page| {
        page.sign_in_to(&console).await;
        let compose = Compose::open_on(&page, &console, CONNECTION, "proactive").await;
        page.fill("contactId", &contact).await;
        page.fill("text", "Hello! Do you have any questions?").await;
        compose.ready().await;
        compose.send().await;
        compose.ends("conflict").await;
        page.read("[data-test=outcome]", "as if the customer had said it")
            .await;
        page.click("[data-test=join]").await;
        compose.accepted().await;
    })
    .await;
    let body = last(&console).await["body"].clone();
    assert_eq!(body["externalContactId"], contact.as_str());
    assert_eq!(body["useExistingActiveConversation"], true);
}

#[tokio::test]
async fn choices_arrive_as_a_text_that_is_shown_beforehand() {
    let console = Console::start();
    let contact = text(&idle(&console).await, "livingContactId");
    Browser::run("platform_choices", async |page: Page| {
        page.sign_in_to(&console).await;
        let compose = Compose::open_on(&page, &console, CONNECTION, "structured").await;
        compose.quick_reply(&contact).await;
        page.press(TAB).await;
        page.read("[data-test=verdict]", "arrives in another form")
            .await;
        page.see("[data-test=arrives-as]").await;
        page.read("[data-test=messenger] .bubble", QUESTION).await;
        page.read("[data-test=messenger] .bubble", "Billing").await;
        compose.send().await;
        compose.accepted().await;
    })
    .await;
    let body = last(&console).await["body"].clone();
    let said = body["textBody"].as_str().unwrap();
    assert!(
        said.contains(QUESTION) && said.contains("Billing"),
        "{said}"
    );
}

#[tokio::test]
async fn what_a_channel_cannot_carry_is_refused_before_it_is_sent() {
    let console = Console::start();
    let contact = text(&idle(&console).await, "livingContactId");
    Browser::run("platform_refused", async |page: Page| {
        page.sign_in_to(&console).await;
        let compose = Compose::open_on(&page, &console, CONNECTION, "structured").await;
        page.fill("contactId", &contact).await;
        compose.choose("content-location").await;
        page.fill("content-title", "Our shop").await;
        page.press(TAB).await;
        let said = page.read("[data-test=verdict]", "").await;
        compose.choose("content-template").await;
        page.fill("content-responseId", TEMPLATE).await;
        page.press(TAB).await;
        page.read("[data-test=verdict]", "to fix").await;
        compose.choose("route-channel-whatsapp").await;
        page.fill("contactId", "491701234567").await;
        page.click("[data-test=add-value]").await;
        page.fill("content-bodyParameters-0-id", "first_name").await;
        page.fill("content-bodyParameters-0-value", "Ana").await;
        page.click("[data-test=add-value]").await;
        page.fill("content-bodyParameters-1-id", "order").await;
        page.fill("content-bodyParameters-1-value", "1234").await;
        compose.ready().await;
        compose.send().await;
        compose.accepted().await;
        assert!(!said.is_empty());
    })
    .await;
    let body = last(&console).await["body"].clone();
    assert_eq!(body["messagingTemplate"]["responseId"], TEMPLATE);
}

#[tokio::test]
async fn a_customer_in_a_conversation_is_greeted_there() {
    let console = Console::start();
    let customer = talking(&console).await;
    Browser::run("platform_greet", async |page: Page| {
        page.sign_in_to(&console).await;
        let compose = Compose::open_on(&page, &console, CONNECTION, "greet").await;
        for id in ["conversationId", "previousConversationId"] {
            page.fill(id, &text(&customer, id)).await;
        }
        page.fill("agentId", &text(&customer, "communicationId"))
            .await;
        compose.ready().await;
        compose.send().await;
        compose.accepted().await;
    })
    .await;
}

#[tokio::test]
async fn a_guest_speaks_through_an_integration() {
    let console = Console::start();
    let guest = text(&idle(&console).await, "guestId");
    Browser::run("platform_guest", async |page: Page| {
        page.sign_in_to(&console).await;
        let compose = Compose::open_on(&page, &console, CONNECTION, "guest").await;
        page.fill("guestId", &guest).await;
        page.fill("text", "Where is my order?").await;
        page.click("[data-test=find-senders]").await;
        page.read("form", "Ready: Field app").await;
        page.read("[data-test=verdict]", "No read receipt").await;
        compose.send().await;
        page.see("[data-test=outcome] [data-delivery]").await;
    })
    .await;
    let sent = console.cloud().accepted("guest", 1).await;
    assert_eq!(sent[0]["body"]["channel"]["from"]["id"], guest.as_str());
}

#[tokio::test]
async fn an_sms_says_how_it_travels_and_which_character_doubles_it() {
    let console = Console::start();
    Browser::run("platform_sms", async |page: Page| {
        page.sign_in_to(&console).await;
        let compose = Compose::open_on(&page, &console, CONNECTION, "outbound").await;
        compose.choose("channel-sms").await;
        page.fill("to", "+13175550123").await;
        page.fill("body", &"Your order is ready. ".repeat(4)).await;
        page.read("[data-test=sms]", "1 part in GSM-7").await;
        page.fill("body", &"Your order is ready ✓ ".repeat(4)).await;
        page.read("[data-test=sms]", "2 parts in UCS-2").await;
        page.read("[data-test=sms]", "✓").await;
        compose.ready().await;
        compose.send().await;
        compose.accepted().await;
    })
    .await;
}
