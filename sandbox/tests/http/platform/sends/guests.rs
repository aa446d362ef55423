//! What the platform sends, as the guest's own client sees it.

use super::*;
use crate::socket::{Guest, token};

/// The customer's messenger, open.
async fn messenger(sandbox: &TestSandbox, person: &Value) -> Guest {
    let query = format!("contact={}", text(person, "livingContactId"));
    let profile = sandbox
        .get(&format!("/_sandbox/messenger/profile?{query}"))
        .await;
    assert_eq!(profile.at("/web/isAskedFor"), true, "{}", profile.text);
    let secret = text(&profile.at("/web"), "token");
    Guest::arrive(&sandbox.base, directory::WEB_SHOP, &secret)
        .await
        .0
}

#[tokio::test]
async fn an_agentless_text_reaches_the_open_messenger_and_is_answered_in_its_conversation() {
    let sandbox = sandbox().await;
    sandbox.hasten(1_000_000).await;
    let person = reachable(&sandbox).await;
    let mut guest = messenger(&sandbox, &person).await;
    let contact = text(&person, "livingContactId");
    let sent = good(&sandbox, AGENTLESS, &web(&contact, "Your order is ready.")).await;
    let shown = guest.socket.class("StructuredMessage").await["body"].clone();
    assert_eq!(shown["id"], sent.at("/id"));
    assert_eq!(
        (&shown["text"], &shown["direction"]),
        (&json!("Your order is ready."), &json!("Outbound"))
    );
    guest.say("Thank you").await;
    guest.socket.class("StructuredMessage").await;
    let conversation = text(&sent.json(), "conversationId");
    let whole = sandbox
        .get(&format!("/api/v2/conversations/{conversation}"))
        .await;
    assert_eq!(
        whole.at("/endTime"),
        Value::Null,
        "the guest is in it: {}",
        whole.text
    );

    // Whoever is in a chat is not barged in on unasked; once it is over, they are reached again.
    let busy = sandbox.post(AGENTLESS, &web(&contact, "Hello?")).await;
    assert!(
        busy.message().contains("already in progress"),
        "{}",
        busy.text
    );
    guest.presence("Disconnect").await;
    guest.socket.class("StructuredMessage").await;
    good(&sandbox, AGENTLESS, &web(&contact, "See you")).await;

    guest.presence("Clear").await;
    guest.socket.class("SessionClearedEvent").await;
    let gone = sandbox.post(AGENTLESS, &web(&contact, "Hello?")).await;
    assert!(gone.message().contains("cleared"), "{}", gone.text);
}

#[tokio::test]
async fn a_bots_choices_are_tapped_and_an_agent_is_seen_writing() {
    let sandbox = sandbox().await;
    sandbox.hasten(1_000_000).await;
    let person = in_chat(&sandbox, true).await;
    let mut guest = messenger(&sandbox, &person).await;
    let choice = json!({ "contentType": "QuickReply",
        "quickReply": { "text": "Morning", "payload": "am", "action": "Message" } });
    let said = json!({
        "botSessionId": person["botSessionId"], "botId": "b", "botVersion": "1",
        "botState": "MOREDATA",
        "replyMessages": [{ "type": "Structured", "text": "When?", "content": [choice] }],
    });
    let path = "/api/v2/integrations/botconnectors/outgoing/messages";
    let sent = good(&sandbox, path, &said).await;
    let shown = guest.socket.class("StructuredMessage").await["body"].clone();
    assert_eq!(shown["originatingEntity"], "Bot");
    assert_eq!(shown["content"][0]["quickReply"]["payload"], "am");
    let press = json!({ "type": "QuickReply", "text": "Morning", "payload": "am" });
    let content = json!([{ "contentType": "ButtonResponse", "buttonResponse": press }]);
    guest
        .message(json!({ "type": "Text", "text": "", "content": content }))
        .await;
    let echo = guest.socket.class("StructuredMessage").await;
    let response = &echo["body"]["content"][0]["buttonResponse"];
    assert_eq!(response["originatingMessageId"], sent.at("/messageId"));

    let other = in_chat(&sandbox, false).await;
    let mut guest = messenger(&sandbox, &other).await;
    let typing = format!(
        "/api/v2/conversations/messages/{}/communications/{}/typing",
        text(&other, "conversationId"),
        text(&other, "communicationId")
    );
    let on = json!({ "typing": { "type": "On", "duration": 3000 } });
    sandbox.post(&typing, &on).await;
    let frame = guest.socket.class("StructuredMessage").await;
    assert_eq!(frame["body"]["events"][0]["typing"]["duration"], 3000);
    let end = format!(
        "/api/v2/conversations/{}/disconnect",
        text(&other, "conversationId")
    );
    sandbox.post(&end, &json!({})).await;
    let frame = guest.socket.class("StructuredMessage").await;
    assert_eq!(frame["body"]["events"][0]["presence"]["type"], "Disconnect");
    guest.say("Hello?").await;
    assert_eq!(guest.socket.class("string").await["code"], 403);
}

#[tokio::test]
async fn a_visitor_has_a_contact_where_identities_are_resolved() {
    let sandbox = sandbox().await;
    let topic_of = |token: &str| format!("/_sandbox/guests?token={token}");
    let (mut guest, _) = Guest::arrive(&sandbox.base, directory::WEB_SHOP, &token(1)).await;
    guest.presence("Join").await;
    guest.socket.class("StructuredMessage").await;
    let known = sandbox.get(&topic_of(&token(1))).await;
    let contact = text(&known.json(), "externalContactId");
    let read = sandbox
        .get(&format!("/api/v2/externalcontacts/contacts/{contact}"))
        .await;
    assert_eq!(read.at("/type"), "Ephemeral", "{}", read.text);
    let mut joining = web(&contact, "Welcome");
    joining["useExistingActiveConversation"] = json!(true);
    good(&sandbox, AGENTLESS, &joining).await;
    let frame = guest.socket.class("StructuredMessage").await;
    assert_eq!(frame["body"]["text"], "Welcome");

    let (mut stranger, _) = Guest::arrive(&sandbox.base, directory::KIOSK, &token(2)).await;
    stranger.presence("Join").await;
    stranger.socket.class("StructuredMessage").await;
    let unknown = sandbox.get(&topic_of(&token(2))).await;
    assert!(unknown.at("/conversationId").is_string());
    assert_eq!(unknown.at("/externalContactId"), Value::Null);
}
