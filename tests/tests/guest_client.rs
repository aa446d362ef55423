//! The sandbox's messenger as a client of web messaging: the page in a real browser, the socket in
//! between, the published API at the other end.
#![allow(clippy::unwrap_used, reason = "test code")]

use serde_json::{Value, json};
use tempfile::TempDir;
use tidings_tests::browser::{Browser, ENTER, Page};
use tidings_tests::command::Tidings;
use tidings_tests::sandbox::Sandbox;

/// The organization's web messaging deployment `Web shop`.
const WEB_SHOP: &str = "00000000-0000-4000-8000-0000000000d1";

fn sandbox(folder: &TempDir) -> Sandbox {
    Sandbox::start(&Tidings::in_folder(folder.path()), &["--customers", "300"])
}

/// Somebody that passes the test, by the sandbox's own list.
async fn somebody(sandbox: &Sandbox, test: impl Fn(&Value) -> bool) -> Value {
    let people = sandbox.population(300).await;
    let reachable = |line: &&Value| {
        line["livingContactId"].is_string() && line.get("sessionCleared").is_none() && test(line)
    };
    people.iter().find(reachable).unwrap().clone()
}

/// A call of the published API, which must be done.
async fn call(sandbox: &Sandbox, path: &str, body: &Value) -> Value {
    let http = reqwest::Client::new();
    let login = http
        .post(format!("{}/oauth/token", sandbox.address()))
        .basic_auth("sandbox", Some("sandbox-secret"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body("grant_type=client_credentials");
    let granted: Value = login.send().await.unwrap().json().await.unwrap();
    let reply = http
        .post(format!("{}/api/v2{path}", sandbox.address()))
        .bearer_auth(granted["access_token"].as_str().unwrap())
        .json(body);
    let reply = reply.send().await.unwrap();
    let (status, body): (_, Value) = (reply.status(), reply.json().await.unwrap());
    assert!(status.is_success(), "{status}: {body}");
    body
}

fn text(contact: &str, words: &str) -> Value {
    json!({ "fromAddress": WEB_SHOP, "toAddressMessengerType": "webmessaging",
        "externalContactId": contact, "textBody": words })
}

async fn open(page: &Page, sandbox: &Sandbox, person: &Value) -> String {
    let contact = person["livingContactId"].as_str().unwrap().to_owned();
    page.open(&sandbox.messenger(&format!("contact={contact}")))
        .await;
    page.see("#chat-status[data-status]").await;
    contact
}

#[tokio::test]
async fn an_agentless_text_appears_live_is_answered_and_is_there_after_a_reload() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = sandbox(&folder);
    let person = somebody(&sandbox, |line| line["contactOpen"] == false).await;
    Browser::run("guest-client-text", async |page: Page| {
        let contact = open(&page, &sandbox, &person).await;
        page.read("#chat-status", "Not in a chat").await;
        call(
            &sandbox,
            "/conversations/messages/agentless",
            &text(&contact, "Your order is ready."),
        )
        .await;
        page.read("[data-author=business] .text", "Your order is ready.")
            .await;
        page.fill("composer-field", "Thank you").await;
        page.press(ENTER).await;
        page.read("[data-author=guest] .text", "Thank you").await;
        page.read("#chat-status", "In chat").await;
        page.reload().await;
        page.read("[data-author=business] .text", "Your order is ready.")
            .await;
        page.read("[data-author=guest] .text", "Thank you").await;
        page.read("#chat-status", "In chat").await;
        page.click("#chat-switch").await;
        page.read("#chat-status", "Chat over").await;
        page.see("#composer-field:disabled").await;
        page.click("#clear").await;
        page.read("#messages", "Conversation cleared").await;
        assert_eq!(page.count("[data-message-id]").await, 0);
        assert_eq!(page.complaints().await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn a_bots_choices_and_cards_are_pressed() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = sandbox(&folder);
    let person = somebody(&sandbox, |line| line["botSessionId"].is_string()).await;
    let say = |text: &str, content: Value| {
        json!({ "botSessionId": person["botSessionId"], "botId": "b", "botVersion": "1",
            "botState": "MOREDATA",
            "replyMessages": [{ "type": "Structured", "text": text, "content": content }] })
    };
    let connector = "/integrations/botconnectors/outgoing/messages";
    Browser::run("guest-client-press", async |page: Page| {
        open(&page, &sandbox, &person).await;
        let choice = |text: &str, payload: &str| {
            json!({ "contentType": "QuickReply",
                "quickReply": { "text": text, "payload": payload, "action": "Message" } })
        };
        let choices = json!([choice("Morning", "am"), choice("Evening", "pm")]);
        call(&sandbox, connector, &say("When?", choices)).await;
        page.read(".kind-quick-reply .text", "When?").await;
        page.click("[data-choice-value=pm]").await;
        page.see("[data-choice-value=pm][aria-pressed=true]").await;
        page.see("[data-choice-value=am]:disabled").await;
        let action = json!({ "type": "Postback", "text": "Choose", "payload": "plan_s" });
        let card = json!({ "title": "Plan S", "description": "10 GB", "actions": [action] });
        let cards = json!([{ "contentType": "Carousel", "carousel": { "cards": [card] } }]);
        call(&sandbox, connector, &say("", cards)).await;
        page.read(".kind-carousel .card-title", "Plan S").await;
        page.click("[data-choice-value=plan_s]").await;
        page.see("[data-choice-value=plan_s][aria-pressed=true]")
            .await;
        page.read("#messages", "Choose").await;
        assert_eq!(page.complaints().await, Vec::<String>::new());
    })
    .await;
}
