//! Messages that break a rule: exit 2, each rule at its field, and nothing is called or written.

use serde_json::{Value, json};

use crate::support::{Place, Run};

fn codes(run: &Run) -> Vec<(String, String)> {
    let error = run.last();
    let violations = error["error"]["violations"]
        .as_array()
        .unwrap_or_else(|| panic!("{run:?}"));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    violations
        .iter()
        .map(|one| (text(&one["code"]), text(&one["path"])))
        .collect()
}

/// Runs a send that must be refused with this rule at this field.
#[track_caller]
fn breaks(place: &Place, arguments: &[&str], code: &str, path: &str) {
    let run = place
        .run(&[&["send"], arguments, &["--json"]].concat())
        .ends_with(2);
    assert_eq!(run.last()["error"]["code"], "invalid_draft");
    assert!(
        codes(&run).contains(&(code.to_owned(), path.to_owned())),
        "{run:#?}"
    );
    assert!(!place.path("data").exists(), "the ledger was touched");
}

fn guest<'a>(text: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let ids = [
        "guest",
        "--guest",
        "g-1",
        "--conversation",
        "c-1",
        "--text",
        text,
    ];
    [&ids[..], more].concat()
}

#[test]
fn a_guest_s_text_is_counted_in_bytes() {
    let place = Place::unconnected();
    let fits = "é".repeat(2048);
    let run = place.run(&[&["send"], guest(&fits, &["--dry-run"]).as_slice()].concat());
    assert_eq!(
        run.ends_with(0).last()["body"]["body"]["content"],
        json!(fits)
    );
    breaks(
        &place,
        &guest(&format!("{fits}x"), &[]),
        "too_long",
        "/text",
    );
    breaks(&place, &guest(&"x".repeat(4097), &[]), "too_long", "/text");
}

#[test]
fn what_the_policy_blocks_is_found_across_lines() {
    let text = "hello\n<SCRIPT >\nalert(1)\n</script\n>";
    let closed = text.replace("</script\n>", "</script>");
    breaks(
        &Place::unconnected(),
        &guest(&closed, &[]),
        "blocked_content",
        "/text",
    );
}

#[test]
fn attachments_have_a_size_a_type_and_a_safe_address() {
    let place = Place::unconnected();
    let attached = |attachment, code, path| {
        breaks(&place, &guest("see", &["--attach", attachment]), code, path);
    };
    attached(
        "https://a.example/x,image/png,x.png,26214401",
        "too_large",
        "/attachments/0/size",
    );
    attached(
        "https://a.example/x,image/gif,x.gif,10",
        "media_type",
        "/attachments/0/contentType",
    );
    attached(
        "javascript:alert(1),image/png,x.png,10",
        "not_https",
        "/attachments/0/url",
    );
    attached(
        "http://a.example/x,image/png,x.png,10",
        "not_https",
        "/attachments/0/url",
    );
    let most = [
        "--attach",
        "https://a.example/x,image/png,x.png,26214400",
        "--dry-run",
    ];
    place
        .run(&[&["send"], guest("see", &most).as_slice()].concat())
        .ends_with(0);
}

#[test]
fn recipients_are_what_they_claim_to_be() {
    let place = Place::unconnected();
    let outbound = |to, from, channel| {
        vec![
            "outbound",
            "--to",
            to,
            "--from",
            from,
            "--subject",
            "",
            "--text",
            "Hi",
            "--channel",
            channel,
        ]
    };
    breaks(
        &place,
        &outbound("ana@", "care@example.com", "email"),
        "invalid_email",
        "/to",
    );
    breaks(
        &place,
        &outbound("0301234", "+4930123456", "sms"),
        "invalid_phone",
        "/to",
    );
    for id in ["../../oauth/token", "a/b", "a%2fb", "a b"] {
        breaks(
            &place,
            &["proactive", "--contact", id, "--text", "Hi"],
            "invalid_id",
            "/contactId",
        );
    }
}

#[test]
fn a_message_file_is_read_to_the_last_field() {
    let place = Place::unconnected();
    let choice = |label: &str, value: &str| json!({"label": label, "value": value});
    let quick_reply =
        |choices: Value| json!({"type": "quick-reply", "title": "?", "choices": choices});
    let card = |card: Value| {
        let mut content = json!({"type": "card"});
        content
            .as_object_mut()
            .unwrap()
            .extend(card.as_object().unwrap().clone());
        content
    };
    for (content, code, path) in [
        (
            json!({"type": "quickreply"}),
            "unknown_type",
            "/content/type",
        ),
        (quick_reply(json!([])), "too_few", "/content/choices"),
        (
            quick_reply(json!([choice("A", "a"), choice("A", "b")])),
            "duplicate",
            "/content/choices/1/label",
        ),
        (
            quick_reply(json!([choice("A", "a"), choice("B", "a")])),
            "duplicate",
            "/content/choices/1/value",
        ),
        (
            quick_reply(json!([choice(&"x".repeat(81), "a")])),
            "too_long",
            "/content/choices/0/label",
        ),
        (
            card(json!({"subtitle": "neither title nor image"})),
            "required",
            "/content/title",
        ),
        (
            card(json!({"title": "T", "image": {"url": "javascript:alert(1)"}})),
            "not_https",
            "/content/image/url",
        ),
        (
            card(
                json!({"title": "T", "actions": [{"type": "web_url", "title": "Go", "url": "http://a.example"}]}),
            ),
            "not_https",
            "/content/actions/0/url",
        ),
        (
            json!({"type": "text", "text": "x", "colour": "red"}),
            "unknown_field",
            "/content/colour",
        ),
    ] {
        for file in [
            content.clone(),
            json!({"type": "message", "content": content}),
        ] {
            let file = place.write("message.json", &file.to_string());
            breaks(
                &place,
                &["structured", "--contact", "c-1", "--message", &file],
                code,
                path,
            );
        }
    }
    let file = place.write("message.json", "{\"type\":");
    breaks(
        &place,
        &["structured", "--contact", "c-1", "--message", &file],
        "wrong_type",
        "",
    );
}

#[test]
fn without_json_the_rules_are_told_in_words_on_standard_error() {
    let run = Place::unconnected().run(&["send", "proactive", "--contact", "a/b", "--text", ""]);
    let run = run.ends_with(2);
    assert_eq!(run.stdout, "");
    assert!(
        run.stderr.contains("/contactId:") && run.stderr.contains("/text:"),
        "{}",
        run.stderr
    );
}
