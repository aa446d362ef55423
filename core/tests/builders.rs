//! What the builders make is the form's own JSON, field by field, and passes the check.

#![allow(clippy::unwrap_used, reason = "test code")]

use serde_json::{Value, json};
use tidings_core::channel::Channel;
use tidings_core::message::draft::{
    AttachmentDraft, CardDraft, CarouselDraft, ContentDraft, Draft, GreetDraft, GuestDraft,
    LocationDraft, MediaDraft, OutboundDraft, ProactiveDraft, QuickReplyDraft, ReceiptStatus,
    RouteDraft, StructuredDraft, TemplateDraft, TextDraft,
};
use tidings_core::policy::Policy;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn written(draft: impl Into<Draft>) -> Value {
    let draft = draft.into();
    assert_eq!(draft.check(&Policy::default()).err(), None, "{draft:?}");
    serde_json::to_value(draft).unwrap()
}

/// The JSON of content to an open messaging contact.
fn shown(content: impl Into<ContentDraft>) -> Value {
    written(StructuredDraft::new("c-1", content))["content"].take()
}

#[test]
fn an_email_is_written_with_all_that_was_said_of_it() {
    assert_eq!(
        written(
            OutboundDraft::email("care@example.com", "ana@example.org")
                .subject("Your order")
                .html("<p>It is on its way.</p>")
                .to_name("Ana")
                .from_name("Care")
                .reply_to("orders@example.com")
        ),
        json!({
            "operation": "outbound", "channel": "email", "to": "ana@example.org", "name": "Ana",
            "from": "care@example.com", "fromName": "Care", "subject": "Your order",
            "format": "html", "body": "<p>It is on its way.</p>",
            "replyTo": "orders@example.com",
        })
    );
    let plain = OutboundDraft::email("care@example.com", "ana@example.org")
        .subject("Your order")
        .text("It is on its way.");
    assert_eq!(written(plain)["format"], "text");
}

#[test]
fn an_sms_is_plain_text_and_joins_a_conversation_only_when_told() {
    let sms = OutboundDraft::sms("+13175550100", "+13175550123", "On its way.");
    assert_eq!(written(sms.clone()).get("join"), None);
    assert_eq!(
        written(sms.to_name("Ana").from_name("Care").join()),
        json!({
            "operation": "outbound", "channel": "sms", "to": "+13175550123", "name": "Ana",
            "from": "+13175550100", "fromName": "Care", "subject": "", "format": "text",
            "body": "On its way.", "join": true,
        })
    );
}

#[test]
fn what_goes_to_an_audience_differs_in_having_no_recipient() {
    let mail = |draft: OutboundDraft| OutboundDraft {
        to: String::new(),
        ..draft
    };
    let one = OutboundDraft::email("care@example.com", "ana@example.org");
    let all = OutboundDraft::email_to_audience("care@example.com");
    assert_eq!(
        OutboundDraft::from(all.subject("Hi").text("Hello")),
        mail(one.subject("Hi").text("Hello").into())
    );
    let one = OutboundDraft::sms("+13175550100", "+13175550123", "Hello");
    let all = OutboundDraft::sms_to_audience("+13175550100", "Hello");
    assert_eq!(OutboundDraft::from(all), mail(one.into()));
}

#[test]
fn a_proactive_text_comes_from_a_bot_unless_told_otherwise() {
    assert_eq!(
        written(ProactiveDraft::text("c-1", "Are you there?")),
        json!({
            "operation": "proactive", "contactId": "c-1", "as": "bot", "text": "Are you there?",
        })
    );
    let route = RouteDraft::over(Channel::WhatsApp)
        .sent_from("integration-1")
        .join();
    assert_eq!(
        written(ProactiveDraft::text("c-1", "Hi").as_agent().by(route)),
        json!({
            "operation": "proactive", "contactId": "c-1", "as": "agent", "text": "Hi",
            "route": {"channel": "whatsapp", "from": "integration-1", "join": true},
        })
    );
}

#[test]
fn a_greeting_has_a_text_of_its_own_until_another_is_given() {
    let greeting = GreetDraft::returning("conv-2", "conv-1", "agent-1");
    assert_ne!(written(greeting.clone())["text"], "");
    assert_eq!(
        written(greeting.saying("Welcome back.")),
        json!({
            "operation": "greet", "conversationId": "conv-2", "previousConversationId": "conv-1",
            "agentId": "agent-1", "text": "Welcome back.",
        })
    );
}

#[test]
fn a_structured_message_goes_by_the_bot_session_that_it_is_given() {
    let draft = StructuredDraft::new("c-1", TextDraft::new("Hello."))
        .by(RouteDraft::in_bot_session("session-1"));
    assert_eq!(
        written(draft),
        json!({
            "operation": "structured", "contactId": "c-1",
            "content": {"type": "text", "text": "Hello."},
            "route": {"botSession": "session-1"},
        })
    );
}

#[test]
fn media_say_where_they_are_what_they_are_and_what_stands_under_them() {
    let menu = MediaDraft::at("https://example.org/1234")
        .of_type("application/pdf")
        .named("menu.pdf")
        .captioned("Our menu");
    assert_eq!(
        shown(ContentDraft::File(menu)),
        json!({
            "type": "file", "url": "https://example.org/1234", "mimeType": "application/pdf",
            "fileName": "menu.pdf", "caption": "Our menu",
        })
    );
}

#[test]
fn choices_stand_in_the_order_in_which_they_were_added() {
    let question = QuickReplyDraft::new("Shall we call you?")
        .choice("Yes", "yes")
        .choice("No", "no");
    assert_eq!(
        shown(question),
        json!({
            "type": "quick-reply", "title": "Shall we call you?",
            "choices": [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}],
        })
    );
}

#[test]
fn a_carousel_has_its_cards_with_their_pictures_and_buttons() {
    let espresso = CardDraft::titled("Espresso")
        .with_subtitle("2 euros")
        .with_picture("https://example.org/espresso.png")
        .postback("Order", "espresso")
        .link("More", "https://example.org/espresso");
    let espresso_written = json!({
        "title": "Espresso", "subtitle": "2 euros",
        "image": {"url": "https://example.org/espresso.png"},
        "actions": [
            {"type": "postback", "title": "Order", "payload": "espresso"},
            {"type": "web_url", "title": "More", "url": "https://example.org/espresso"},
        ],
    });
    let mut alone = espresso_written.clone();
    alone["type"] = json!("card");
    assert_eq!(shown(espresso.clone()), alone);

    let latte = CardDraft::pictured("https://example.org/latte.png");
    assert_eq!(
        shown(CarouselDraft::of([espresso, latte])),
        json!({"type": "carousel", "cards": [
            espresso_written, {"image": {"url": "https://example.org/latte.png"}},
        ]})
    );
}

#[test]
fn a_location_has_its_degrees_and_what_it_is_called() {
    let shop = LocationDraft::at(52.52, 13.405)
        .named("Our shop")
        .with_address("Mitte, Berlin");
    assert_eq!(
        shown(shop),
        json!({
            "type": "location", "latitude": 52.52, "longitude": 13.405, "title": "Our shop",
            "address": "Mitte, Berlin",
        })
    );
}

#[test]
fn a_template_has_each_value_at_the_part_that_it_fills() {
    let reminder = TemplateDraft::of("response-1")
        .in_header("shop", "Mitte")
        .in_body("name", "Ana")
        .in_body("day", "Monday")
        .in_button_url("order", "42");
    assert_eq!(
        serde_json::to_value(ContentDraft::from(reminder)).unwrap(),
        json!({
            "type": "template", "responseId": "response-1",
            "headerParameters": [{"id": "shop", "value": "Mitte"}],
            "bodyParameters": [{"id": "name", "value": "Ana"}, {"id": "day", "value": "Monday"}],
            "buttonUrlParameters": [{"id": "order", "value": "42"}],
        })
    );
}

#[test]
fn a_guest_s_message_carries_text_and_files_and_asks_to_be_read() {
    let picture = || AttachmentDraft::new("https://example.org/a.png", "image/png", "a.png", 1024);
    let attached = json!({
        "contentType": "image/png", "url": "https://example.org/a.png", "fileName": "a.png",
        "size": 1024,
    });
    assert_eq!(
        written(GuestDraft::text("g-1", "conv-1", "Look").attach(picture())),
        json!({
            "operation": "guest", "guestId": "g-1", "conversationId": "conv-1", "html": false,
            "text": "Look", "attachments": [attached], "readReceipt": true,
        })
    );
    assert_eq!(
        written(GuestDraft::file("g-1", "conv-1", picture()).without_read_receipt()),
        json!({
            "operation": "guest", "guestId": "g-1", "conversationId": "conv-1", "html": false,
            "text": "", "attachments": [attached], "readReceipt": false,
        })
    );
    assert_eq!(
        written(GuestDraft::html("g-1", "conv-1", "<b>Look</b>"))["html"],
        true
    );
    let through = GuestDraft::text("g-1", "conv-1", "Look").through("integration-1");
    assert_eq!(
        serde_json::to_value(through.draft()).unwrap()["integration"],
        "integration-1"
    );
}

#[test]
fn what_a_guest_does_is_written_without_words() {
    let act = |draft: Value| draft["act"].clone();
    let typing = GuestDraft::typing("g-1").through("integration-1");
    let typing = written(typing);
    assert_eq!(typing["integration"], "integration-1");
    assert_eq!(typing["text"], "");
    assert_eq!(act(typing), json!({"type": "typing"}));
    let tap = GuestDraft::tap("g-1", "m-1", "Yes", "yes").through("integration-1");
    assert_eq!(
        act(written(tap)),
        json!({"type": "tap", "text": "Yes", "payload": "yes", "messageId": "m-1"})
    );
    let receipt = GuestDraft::receipt("g-1", "m-1", ReceiptStatus::Delivered);
    assert_eq!(
        act(written(receipt.through("integration-1"))),
        json!({"type": "receipt", "messageId": "m-1", "status": "delivered"})
    );
}
