//! What was saved by any version reads in this one, and is written back byte for byte.
//!
//! `core/tests/forms/v1` is only ever added to: `TIDINGS_BLESS=1 cargo test -p tidings-core --test
//! forms` writes the files that are missing, and never one that is there.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use std::fs;
use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tidings_core::address::Address;
use tidings_core::channel::Channel;
use tidings_core::id::{ContactId, ConversationId, GuestId};
use tidings_core::message::draft::{
    AttachmentDraft, CardDraft, CarouselDraft, ContentDraft, Draft, GreetDraft, GuestDraft,
    LocationDraft, MediaDraft, OutboundDraft, ProactiveDraft, QuickReplyDraft, ReceiptStatus,
    RouteDraft, StructuredDraft, TemplateDraft, TextDraft,
};
use tidings_core::recipient::Recipient;
use tidings_core::sender::Senders;

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "forms", "v1"]
        .iter()
        .collect()
}

fn written<T: Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

fn structured(content: impl Into<ContentDraft>) -> Draft {
    StructuredDraft::new("4930123456", content).draft()
}

fn photo() -> AttachmentDraft {
    AttachmentDraft::new("https://example.org/a.png", "image/png", "a.png", 20_480)
}

/// Every kind of draft, with every field that it has.
fn drafts() -> Vec<(&'static str, Draft)> {
    let file = || MediaDraft::at("https://example.org/a");
    let full = file().of_type("image/png").named("a.png").captioned("A");
    let card = CardDraft::titled("Espresso")
        .with_subtitle("2 euros")
        .with_picture("https://example.org/espresso.png")
        .postback("Order", "espresso")
        .link("More", "https://example.org/espresso");
    let template = TemplateDraft::of("response-1")
        .in_header("name", "Ana")
        .in_body("order", "42")
        .in_button_url("order", "42");
    let email = || OutboundDraft::email("care@example.com", "ana@example.org").subject("Hello");
    let sms = OutboundDraft::sms("+13175550100", "+13175550123", "Hello {{name}}");
    let way = RouteDraft::over(Channel::Sms).sent_from("+13175550100");
    vec![
        (
            "outbound-html",
            email()
                .html("<p>Hello {{name}}</p>")
                .to_name("Ana")
                .from_name("Care")
                .reply_to("answers@example.com")
                .draft(),
        ),
        ("outbound-text", email().text("Hello").draft()),
        ("outbound-sms", sms.join().draft()),
        ("proactive", ProactiveDraft::text("4930", "Hello").draft()),
        (
            "proactive-route",
            ProactiveDraft::text("4930", "Hello")
                .as_agent()
                .by(way.join())
                .draft(),
        ),
        (
            "greet",
            GreetDraft::returning("conv-2", "conv-1", "agent-7").draft(),
        ),
        ("structured-text", structured(TextDraft::new("Hello"))),
        ("structured-image", structured(ContentDraft::Image(full))),
        ("structured-audio", structured(ContentDraft::Audio(file()))),
        ("structured-video", structured(ContentDraft::Video(file()))),
        ("structured-file", structured(ContentDraft::File(file()))),
        (
            "structured-quick-reply",
            structured(QuickReplyDraft::new("Coffee?").choice("Yes", "yes")),
        ),
        ("structured-card", structured(card.clone())),
        ("structured-carousel", structured(CarouselDraft::of([card]))),
        (
            "structured-location",
            structured(
                LocationDraft::at(52.52, 13.405)
                    .named("Shop")
                    .with_address("Mitte"),
            ),
        ),
        ("structured-template", structured(template)),
        (
            "structured-bot-session",
            StructuredDraft::new("4930", TextDraft::new("Hello"))
                .by(RouteDraft::in_bot_session("2d5a-1"))
                .draft(),
        ),
        (
            "guest-text",
            GuestDraft::text("guest-1", "conv-1", "Hello")
                .without_read_receipt()
                .draft(),
        ),
        (
            "guest-html",
            GuestDraft::html("guest-1", "conv-1", "<b>Hello</b>")
                .attach(photo())
                .draft(),
        ),
        (
            "guest-typing",
            GuestDraft::typing("guest-1").through("i-1").draft(),
        ),
        (
            "guest-tap",
            GuestDraft::tap("guest-1", "m-1", "Yes", "yes").draft(),
        ),
        (
            "guest-receipt",
            GuestDraft::receipt("guest-1", "m-1", ReceiptStatus::Delivered).draft(),
        ),
    ]
}

fn recipients() -> Vec<(&'static str, Recipient)> {
    let contact_id = ContactId::parse("4930123456").unwrap();
    vec![
        (
            "address",
            Recipient::Address {
                address: Address::parse("ana@example.org").unwrap(),
                name: Some("Ana".to_owned()),
                customer_id: Some("customer-1".to_owned()),
                sessions: Some(3),
            },
        ),
        ("contact", Recipient::Contact { contact_id }),
        (
            "conversation",
            Recipient::Conversation {
                conversation_id: ConversationId::parse("conv-2").unwrap(),
                previous_conversation_id: ConversationId::parse("conv-1").unwrap(),
                email: None,
            },
        ),
        (
            "guest",
            Recipient::Guest {
                guest_id: GuestId::parse("guest-1").unwrap(),
                conversation_id: ConversationId::parse("conv-1").ok(),
            },
        ),
    ]
}

fn senders() -> Senders {
    Senders {
        email: Some("care@example.com".to_owned()),
        sms: Some("+13175550100".to_owned()),
        webmessaging: Some("deployment-1".to_owned()),
        open: Some("integration-1".to_owned()),
        whatsapp: Some("integration-2".to_owned()),
        apple: Some("integration-3".to_owned()),
    }
}

/// The text of one form as it was saved; a missing one is written where that is asked for.
fn saved<T: Serialize>(name: &str, value: &T) -> String {
    let path = folder().join(format!("{name}.json"));
    if !path.exists() && std::env::var_os("TIDINGS_BLESS").is_some() {
        fs::write(&path, written(value)).unwrap();
    }
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_form_is_written_as_it_was_saved() {
    for (name, draft) in drafts() {
        assert_eq!(written(&draft), saved(&format!("draft-{name}"), &draft));
    }
    for (name, recipient) in recipients() {
        let name = format!("recipient-{name}");
        assert_eq!(written(&recipient), saved(&name, &recipient));
    }
    assert_eq!(written(&senders()), saved("senders", &senders()));
}

fn reads_back<T: Serialize + DeserializeOwned>(text: &str) -> String {
    written(&serde_json::from_str::<T>(text).unwrap())
}

#[test]
fn every_form_that_was_ever_saved_reads_and_is_written_back() {
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let back = match name.split('-').next().unwrap() {
            "draft" => {
                let draft =
                    Draft::from_form(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
                assert_eq!(
                    Draft::from_form(&draft.to_form()).as_ref(),
                    Ok(&draft),
                    "{name}"
                );
                assert_eq!(reads_back::<Draft>(&text), text, "{name}");
                written(&draft)
            }
            "recipient" => reads_back::<Recipient>(&text),
            "senders" => reads_back::<Senders>(&text),
            _ => panic!("{name}: no form begins so"),
        };
        assert_eq!(back, text, "{name}");
    }
}
