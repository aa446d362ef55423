//! The wire form of every operation, byte for byte, natively and in WebAssembly.
//!
//! `TIDINGS_BLESS=1 cargo test -p tidings-core --test golden` writes the `.http` files anew; what
//! changed is then read in the diff.

#![allow(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    reason = "test code"
)]

use tidings_core::address::EmailAddress;
use tidings_core::dialect::{AudienceQuery, Carriage, Dialect, Read};
use tidings_core::id::{ContactId, ConversationId};
use tidings_core::message::draft::Draft;
use tidings_core::policy::Policy;
use tidings_core::recipient::Recipient;
use tidings_core::request::Request;
use tidings_core::time::Timestamp;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn now() -> Timestamp {
    Timestamp::parse("2026-01-15T10:30:00.250Z").unwrap()
}

/// Method, target, headers, an empty line, the body.
fn as_http(request: &Request) -> String {
    let mut text = format!("{} {}\n", request.method.as_str(), request.target);
    for (name, value) in Request::HEADERS {
        text.extend([name, ": ", value, "\n"]);
    }
    text.push('\n');
    if let Some(body) = &request.body {
        text.push_str(body);
        text.push('\n');
    }
    text
}

fn compare(name: &str, expected: &str, request: &Request) {
    let actual = as_http(request);
    if std::env::var_os("TIDINGS_BLESS").is_some() {
        let path = format!("{}/tests/golden/{name}.http", env!("CARGO_MANIFEST_DIR"));
        std::fs::write(path, actual).unwrap();
    } else {
        assert_eq!(actual, expected, "{name}");
    }
}

fn request_of(draft: &str) -> Request {
    let draft = Draft::from_json(&serde_json::from_str(draft).unwrap()).unwrap();
    let policy = Policy::default();
    let (message, mut recipient) = draft.check(&policy).unwrap();
    if let Recipient::Conversation { email, .. } = &mut recipient {
        *email = Some(EmailAddress::parse("ana.souza@example.org").unwrap());
    }
    let personalized = message.personalize(&recipient, &policy).unwrap();
    let carried = Dialect::Guides.carry(&personalized, true).unwrap();
    carried.request(now())
}

macro_rules! sends {
    ($($test:ident = $name:literal,)*) => {$(
        #[test]
        fn $test() {
            let draft = include_str!(concat!("golden/", $name, ".draft.json"));
            compare($name, include_str!(concat!("golden/", $name, ".http")), &request_of(draft));
        }
    )*};
}

sends! {
    outbound_email_html = "outbound-email-html",
    outbound_email_text = "outbound-email-text",
    outbound_sms = "outbound-sms",
    proactive_bot = "proactive-bot",
    proactive_agent = "proactive-agent",
    greet = "greet",
    structured_text = "structured-text",
    structured_image = "structured-image",
    structured_audio = "structured-audio",
    structured_video = "structured-video",
    structured_file = "structured-file",
    structured_quick_reply = "structured-quick-reply",
    structured_card = "structured-card",
    structured_card_picture_only = "structured-card-picture-only",
    structured_carousel = "structured-carousel",
    structured_location = "structured-location",
    guest_plain = "guest-plain",
    guest_html_attachment = "guest-html-attachment",
}

macro_rules! reads {
    ($($test:ident = $name:literal: $read:expr,)*) => {$(
        #[test]
        fn $test() {
            let request = Dialect::Guides.read_request(&$read);
            compare($name, include_str!(concat!("golden/", $name, ".http")), &request);
        }
    )*};
}

fn audience(cursor: Option<&str>) -> Read {
    Read::Audience(AudienceQuery {
        from: Timestamp::parse("2026-10-21T00:00:00Z").unwrap(),
        to: Timestamp::parse("2026-11-20T00:00:00Z").unwrap(),
        cursor: cursor.map(str::to_owned),
    })
}

reads! {
    read_audience_first = "read-audience-first": audience(None),
    read_audience_next = "read-audience-next": audience(Some("a+b/c=&d")),
    read_history = "read-history": Read::History(ConversationId::parse("conv-1").unwrap()),
    read_contact = "read-contact": Read::Contact(ContactId::parse("c-1").unwrap()),
}

#[test]
fn a_token_request_is_a_form_in_the_guides_order() {
    let request = Dialect::Guides.token_request("id", "secret");
    assert_eq!(request.path, "/oauth/token");
    let names: Vec<_> = request.form.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["grant_type", "client_id", "client_secret"]);
}

#[test]
fn a_carousel_goes_to_a_real_host_as_one_card_message_a_card() {
    let draft = include_str!("golden/structured-carousel.draft.json");
    let draft = Draft::from_json(&serde_json::from_str(draft).unwrap()).unwrap();
    let policy = Policy::default();
    let (message, recipient) = draft.check(&policy).unwrap();
    let personalized = message.personalize(&recipient, &policy).unwrap();
    let carried = Dialect::Guides.carry(&personalized, false).unwrap();
    let bodies: Vec<_> = carried
        .split_requests(now())
        .into_iter()
        .filter_map(|request| request.body)
        .collect();
    assert_eq!(
        bodies,
        [
            r#"{"type":"message","content":{"type":"card","title":"One","actions":[{"type":"postback","title":"Take","payload":"one"}]}}"#,
            r#"{"type":"message","content":{"type":"card","title":"Two","subtitle":"second"}}"#,
        ]
    );
    assert!(carried.notes()[0].contains("2 card messages"));
    assert_eq!(
        Dialect::Guides.carriage(&personalized, true),
        Carriage::AsIs
    );
}
