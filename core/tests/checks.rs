//! What the checks refuse, where, and with which numbers; natively and in WebAssembly.

#![allow(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    reason = "test code"
)]

use serde_json::{Value, json};
use tidings_core::message::draft::{ContentDraft, Draft};
use tidings_core::policy::Policy;
use tidings_core::recipient::Recipient;
use tidings_core::violation::{Code, Violations};

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn check(draft: Value) -> Result<(), Violations> {
    Draft::from_json(&draft)?
        .check(&Policy::default())
        .map(drop)
}

/// The codes and paths of everything that is wrong.
fn wrong(draft: Value) -> Vec<(Code, String)> {
    match check(draft) {
        Ok(()) => Vec::new(),
        Err(violations) => violations
            .into_vec()
            .into_iter()
            .map(|v| (v.code, v.path))
            .collect(),
    }
}

fn one(code: Code, path: &str) -> Vec<(Code, String)> {
    vec![(code, path.to_owned())]
}

fn guest(text: &str) -> Value {
    json!({"operation": "guest", "guestId": "g-1", "conversationId": "c-1", "text": text})
}

fn structured(content: Value) -> Value {
    json!({"operation": "structured", "contactId": "c-1", "content": content})
}

fn attachment(content_type: &str, size: u64) -> Value {
    let mut draft = guest("see this");
    draft["attachments"] = json!([{
        "contentType": content_type, "url": "https://example.com/a", "fileName": "a", "size": size
    }]);
    draft
}

fn email() -> Value {
    json!({
        "operation": "outbound", "channel": "email", "to": "ana@example.org",
        "from": "care@example.com", "subject": "News", "format": "html", "body": "<p>Hi</p>"
    })
}

fn with(mut draft: Value, field: &str, value: impl Into<Value>) -> Value {
    draft[field] = value.into();
    draft
}

#[test]
fn guest_text_is_counted_in_bytes_of_utf_8() {
    assert_eq!(wrong(guest(&"a".repeat(4096))), []);
    assert_eq!(wrong(guest(&"é".repeat(2048))), []);
    let violations = check(guest(&format!("{}a", "é".repeat(2048))))
        .unwrap_err()
        .into_vec();
    assert_eq!(
        (
            violations[0].code,
            violations[0].limit,
            violations[0].actual
        ),
        (Code::TooLong, Some(4096), Some(4097))
    );
    assert_eq!(violations[0].path, "/text");
}

#[test]
fn a_script_is_blocked_across_lines_and_in_any_case() {
    assert_eq!(
        wrong(guest("hi <SCRIPT >\nalert(1)\n</script>")),
        one(Code::BlockedContent, "/text")
    );
    let content = json!({"type": "text", "text": "BLOCKED_KEYWORD"});
    assert_eq!(
        wrong(structured(content)),
        one(Code::BlockedContent, "/content/text")
    );
}

#[test]
fn an_attachment_is_checked_for_type_size_and_address() {
    assert_eq!(wrong(attachment("image/png", 26_214_400)), []);
    assert_eq!(
        wrong(attachment("image/png", 26_214_401)),
        one(Code::TooLarge, "/attachments/0/size")
    );
    assert_eq!(
        wrong(attachment("image/gif", 1)),
        one(Code::MediaType, "/attachments/0/contentType")
    );
    let mut draft = attachment("image/png", 1);
    draft["attachments"][0]["url"] = json!("http://example.com/a");
    assert_eq!(wrong(draft), one(Code::NotHttps, "/attachments/0/url"));
}

#[test]
fn a_misspelled_content_type_is_answered_with_the_right_one() {
    let violations = check(structured(json!({"type": "quickreply", "title": "x"}))).unwrap_err();
    let violation = violations.iter().next().unwrap();
    assert_eq!(
        (violation.code, violation.path.as_str()),
        (Code::UnknownType, "/content/type")
    );
    assert_eq!(violation.fix.as_deref(), Some("write \"quick-reply\""));
}

#[test]
fn choices_are_counted_and_compared() {
    let quick_reply = |choices: Value| {
        structured(json!({"type": "quick-reply", "title": "t", "choices": choices}))
    };
    assert_eq!(
        wrong(quick_reply(json!([]))),
        one(Code::TooFew, "/content/choices")
    );
    let many: Vec<_> = (0..14)
        .map(|i| json!({"label": format!("l{i}"), "value": format!("v{i}")}))
        .collect();
    assert_eq!(
        wrong(quick_reply(json!(many))),
        one(Code::TooMany, "/content/choices")
    );
    assert_eq!(wrong(quick_reply(json!(many[..13]))), []);
    let twins = json!([{"label": "a", "value": "1"}, {"label": "a", "value": "1"}]);
    assert_eq!(
        wrong(quick_reply(twins)),
        [
            (Code::Duplicate, "/content/choices/1/label".to_owned()),
            (Code::Duplicate, "/content/choices/1/value".to_owned())
        ]
    );
    let long =
        json!([{"label": "ä".repeat(81), "value": "v".repeat(256)}, {"label": "", "value": " "}]);
    assert_eq!(
        wrong(quick_reply(long)),
        [
            (Code::TooLong, "/content/choices/0/label".to_owned()),
            (Code::TooLong, "/content/choices/0/value".to_owned()),
            (Code::Required, "/content/choices/1/label".to_owned()),
            (Code::Required, "/content/choices/1/value".to_owned())
        ]
    );
}

#[test]
fn a_card_needs_a_title_or_a_picture_and_safe_addresses() {
    let card = |card: Value| structured(with(card, "type", "card"));
    assert_eq!(
        wrong(card(json!({"subtitle": "x"}))),
        one(Code::Required, "/content/title")
    );
    assert_eq!(
        wrong(card(json!({"image": {"url": "https://example.com/x.png"}}))),
        []
    );
    for (url, code) in [
        ("javascript:alert(1)", Code::NotHttps),
        ("http://example.com", Code::NotHttps),
    ] {
        let actions = json!([{"type": "web_url", "title": "Go", "url": url}]);
        assert_eq!(
            wrong(card(json!({"title": "t", "actions": actions}))),
            one(code, "/content/actions/0/url")
        );
        assert_eq!(
            wrong(card(json!({"title": "t", "image": {"url": url}}))),
            one(code, "/content/image/url")
        );
    }
    let action = json!({"type": "postback", "title": "a", "payload": "b"});
    let four = json!([action, action, action, action]);
    assert_eq!(
        wrong(card(json!({"title": "t", "actions": four}))),
        one(Code::TooMany, "/content/actions")
    );
}

#[test]
fn a_carousel_is_checked_card_by_card() {
    let carousel = |cards: Value| structured(json!({"type": "carousel", "cards": cards}));
    assert_eq!(
        wrong(carousel(json!([]))),
        one(Code::TooFew, "/content/cards")
    );
    assert_eq!(
        wrong(carousel(json!([{"title": "a"}, {}]))),
        one(Code::Required, "/content/cards/1/title")
    );
    assert_eq!(
        wrong(carousel(json!([{"title": "a", "type": "card"}]))),
        one(Code::UnknownField, "/content/cards/0/type")
    );
}

#[test]
fn a_message_file_is_read_in_both_forms_and_refused_for_what_nothing_reads() {
    let whole = r#"{"type":"message","content":{"type":"text","text":"x"}}"#;
    let content = r#"{"type":"text","text":"x"}"#;
    assert_eq!(
        ContentDraft::from_message_json(whole),
        ContentDraft::from_message_json(content)
    );
    let unknown =
        r#"{"type":"message","colour":1,"content":{"type":"text","text":"x","bold/er":true}}"#;
    let violations = ContentDraft::from_message_json(unknown)
        .unwrap_err()
        .into_vec();
    let paths: Vec<_> = violations
        .iter()
        .map(|v| (v.code, v.path.as_str()))
        .collect();
    assert_eq!(
        paths,
        [
            (Code::UnknownField, "/content/bold~1er"),
            (Code::UnknownField, "/colour")
        ]
    );
    for broken in [
        "",
        "[]",
        "{\"type\":\"message\"}",
        "{\"type\":\"text\",\"text\":1}",
        "null",
        "{\"type\":7}",
    ] {
        assert!(ContentDraft::from_message_json(broken).is_err(), "{broken}");
    }
}

#[test]
fn addresses_and_ids_are_refused_where_they_stand() {
    assert_eq!(
        wrong(with(email(), "to", "not-an-address")),
        one(Code::InvalidEmail, "/to")
    );
    assert_eq!(
        wrong(with(email(), "from", "")),
        one(Code::Required, "/from")
    );
    let sms = with(with(email(), "channel", "sms"), "format", "text");
    let sms = with(with(sms, "to", "0151"), "from", "+4915112345678");
    assert_eq!(wrong(sms), one(Code::InvalidPhone, "/to"));
    assert_eq!(
        wrong(with(guest("x"), "guestId", "../../oauth")),
        one(Code::InvalidId, "/guestId")
    );
    let proactive = json!({"operation": "proactive", "contactId": "a/b", "text": "x"});
    assert_eq!(wrong(proactive), one(Code::InvalidId, "/contactId"));
}

#[test]
fn everything_wrong_is_said_at_once_in_the_order_of_the_fields() {
    let draft = json!({
        "operation": "outbound", "channel": "sms", "to": "x", "from": "y", "format": "html", "body": ""
    });
    let paths: Vec<_> = wrong(draft).into_iter().map(|(_, path)| path).collect();
    assert_eq!(paths, ["/to", "/from", "/format", "/body"]);
}

#[test]
fn a_subject_is_one_line_of_at_most_400_characters() {
    assert_eq!(wrong(with(email(), "subject", "ä".repeat(400))), []);
    assert_eq!(
        wrong(with(email(), "subject", "ä".repeat(401))),
        one(Code::TooLong, "/subject")
    );
    assert_eq!(
        wrong(with(email(), "subject", "a\nBcc: x")),
        one(Code::LineBreak, "/subject")
    );
}

#[test]
fn placeholders_are_known_and_closed() {
    assert_eq!(
        wrong(with(email(), "subject", "Hi {{first}}")),
        one(Code::UnknownPlaceholder, "/subject")
    );
    assert_eq!(
        wrong(with(email(), "body", "Hi {{name")),
        one(Code::Template, "/body")
    );
}

#[test]
fn what_a_placeholder_becomes_is_checked_again() {
    let policy = Policy::default();
    let draft = Draft::from_json(&with(email(), "subject", "Hi {{name}}")).unwrap();
    let (message, recipient) = draft.check(&policy).unwrap();
    let missing = message
        .personalize(&recipient, &policy)
        .unwrap_err()
        .into_vec();
    assert_eq!(
        (missing[0].code, missing[0].path.as_str()),
        (Code::MissingValue, "/subject")
    );
    let Recipient::Address { address, .. } = recipient else {
        panic!("an address")
    };
    let hostile = Recipient::Address {
        address,
        name: Some("x\r\nBcc: everybody@example.org".to_owned()),
        customer_id: None,
        sessions: None,
    };
    let injected = message
        .personalize(&hostile, &policy)
        .unwrap_err()
        .into_vec();
    assert_eq!(
        (injected[0].code, injected[0].path.as_str()),
        (Code::LineBreak, "/subject")
    );
}

#[test]
fn a_name_never_becomes_markup_in_html_mail() {
    let policy = Policy::default();
    let draft = with(
        with(email(), "body", "<p>{{name}}</p>"),
        "name",
        "<img src=x onerror=alert(1)>",
    );
    let (message, recipient) = Draft::from_json(&draft).unwrap().check(&policy).unwrap();
    let personalized = format!("{:?}", message.personalize(&recipient, &policy).unwrap());
    assert!(
        personalized.contains("<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
        "{personalized}"
    );
}

#[test]
fn a_place_lies_on_the_earth() {
    let place = |latitude: Value| {
        structured(json!({"type": "location", "latitude": latitude, "longitude": 0}))
    };
    assert_eq!(wrong(place(json!(90))), []);
    assert_eq!(
        wrong(place(json!(90.1))),
        one(Code::InvalidNumber, "/content/latitude")
    );
    assert_eq!(
        wrong(place(json!("north"))),
        one(Code::WrongType, "/content/latitude")
    );
}
