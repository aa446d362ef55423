//! Drafts of every job for people whom the sandbox knows; most fields are right, so that both right
//! drafts and drafts with one thing wrong come up. Whom it does not know, or who is busy, is a
//! question of the day and none of form: such drafts are not made.

use proptest::prelude::*;
use serde_json::{Value, json};
use tidings_core::dialect::Dialect;
use tidings_tests::cloud::{FIELD_APP, WEB_SHOP};
use tidings_tests::sandbox::Sandbox;

/// Who can be written to.
#[derive(Clone, Debug)]
pub(crate) struct Population {
    /// An open contact, in conversation.
    contact: String,
    conversation: String,
    guest: String,
    /// Somebody whom web messaging reaches and who is in no conversation.
    idle: String,
}

impl Population {
    pub(crate) async fn of(sandbox: &Sandbox) -> Self {
        let open = sandbox
            .customer(|one| one["contactOpen"] == true && one["conversationStatus"] == "active")
            .await;
        let idle = sandbox
            .customer(|one| {
                one["livingContactId"].is_string()
                    && one["conversationStatus"] != "active"
                    && one["sessionCleared"] != true
            })
            .await;
        let text = |one: &Value, field: &str| one[field].as_str().unwrap().to_owned();
        Self {
            contact: text(&open, "contactId"),
            conversation: text(&open, "conversationId"),
            guest: text(&open, "guestId"),
            idle: text(&idle, "livingContactId"),
        }
    }
}

/// A draft of any job that the dialect's own writer in `wire` can write.
pub(crate) fn of_any_job(dialect: Dialect, people: &Population) -> BoxedStrategy<Value> {
    if dialect == Dialect::Guides {
        prop_oneof![
            2 => outbound("care@example.com", "+4915112345670"),
            2 => proactive(people.contact.clone(), json!({})),
            2 => greet(people),
            3 => structured(people.contact.clone(), content(), json!({})),
            3 => guest(people, ""),
        ]
        .boxed()
    } else {
        let route = json!({"channel": "webmessaging", "from": WEB_SHOP});
        prop_oneof![
            4 => outbound("care@mail.sandbox.example", "+4930555000"),
            2 => proactive(people.idle.clone(), route.clone()),
            2 => structured(people.idle.clone(), text_content(), route),
            3 => guest(people, FIELD_APP),
        ]
        .boxed()
    }
}

/// Mostly the right one.
fn mostly<T: Clone + std::fmt::Debug + 'static>(
    right: impl Strategy<Value = T> + 'static,
    wrong: &[T],
) -> BoxedStrategy<T> {
    prop_oneof![12 => right, 1 => proptest::sample::select(wrong.to_vec())].boxed()
}

fn owned(text: &str) -> String {
    text.to_owned()
}

fn id(right: String) -> BoxedStrategy<String> {
    mostly(
        Just(right),
        &[owned(""), owned(" "), owned("no/such id"), owned("../..")],
    )
}

/// Around the limit of 4096 bytes, in characters of one to four bytes.
fn text() -> BoxedStrategy<String> {
    let long = ("[xé✓😀]", 4080_usize..4110).prop_map(|(character, bytes)| {
        let mut text = character.repeat(bytes / character.len());
        text.extend(std::iter::repeat_n('.', bytes % character.len()));
        text
    });
    prop_oneof![
        8 => "[ -z|~äß✓😀]{1,60}",
        3 => long,
        1 => proptest::sample::select(vec![owned(""), owned(" "), owned("get malware.exe")]),
    ]
    .boxed()
}

/// Text for an SMS or web messaging, whose limits are smaller.
fn short(limit: usize) -> BoxedStrategy<String> {
    prop_oneof![
        8 => "[ -z|~äß✓😀]{1,60}",
        1 => (limit - 3..limit + 3).prop_map(|length| "x".repeat(length)),
        1 => proptest::sample::select(vec![owned(""), owned("\n"), owned("{{nobody}}")]),
    ]
    .boxed()
}

fn url() -> BoxedStrategy<String> {
    let wrong = [
        "",
        "http://example.com/a",
        "javascript:alert(1)",
        "https://example.com/a b",
        "https://",
    ];
    let right = prop_oneof![
        3 => "https://[a-z]{1,9}\\.example\\.com(/[a-z0-9?=&%._-]{0,20})?",
        1 => Just(owned("HTTPS://EXAMPLE.COM/A")),
        1 => Just(owned("https://example.com:8443/a#b")),
    ];
    mostly(right, &wrong.map(owned))
}

fn outbound(mail_from: &'static str, sms_from: &'static str) -> BoxedStrategy<Value> {
    let mail = (
        mostly("[a-z]{1,9}\\.?[a-z0-9+_-]{1,9}@[a-z]{1,9}\\.example\\.org", &["", "ana@", "a b@example.org", "a..b@example.org"].map(owned)),
        mostly(Just(owned(mail_from)), &["", "care", "care@@example.com"].map(owned)),
        mostly("[ -z]{0,30}", &[owned("a\nb"), "x".repeat(256)]),
        mostly("[ -z✓]{1,60}", &[owned(""), owned("two\nlines"), "x".repeat(400), "x".repeat(401)]),
        prop_oneof![Just("html"), Just("text")],
        text(),
    )
        .prop_map(|(to, from, name, subject, format, body)| {
            json!({"operation": "outbound", "channel": "email", "to": to, "name": name, "from": from,
                "fromName": "Support", "subject": subject, "format": format, "body": body})
        });
    let sms = (
        mostly(
            "\\+49151[0-9]{8}",
            &[
                "",
                "4915112345678",
                "+0123456789",
                "+49x5112345678",
                "+1234567890123456",
            ]
            .map(owned),
        ),
        mostly(Just(owned(sms_from)), &["", "shop"].map(owned)),
        mostly(Just("text"), &["html"]),
        short(765),
    )
        .prop_map(|(to, from, format, body)| {
            json!({"operation": "outbound", "channel": "sms", "to": to, "name": "", "from": from,
                "fromName": "", "subject": "", "format": format, "body": body})
        });
    prop_oneof![mail, sms].boxed()
}

fn proactive(contact: String, route: Value) -> BoxedStrategy<Value> {
    let text = if route["channel"].is_null() {
        text()
    } else {
        short(2000)
    };
    (id(contact), prop_oneof![Just("bot"), Just("agent")], text)
        .prop_map(move |(contact, sender, text)| {
            let mut draft =
                json!({"operation": "proactive", "contactId": contact, "as": sender, "text": text});
            if !route["channel"].is_null() {
                draft["route"] = route.clone();
            }
            draft
        })
        .boxed()
}

fn greet(people: &Population) -> BoxedStrategy<Value> {
    (
        id(people.conversation.clone()),
        id(owned("agent-1")),
        text(),
    )
        .prop_map(|(conversation, agent, text)| {
            json!({"operation": "greet", "conversationId": conversation,
                "previousConversationId": "earlier-1", "agentId": agent, "text": text})
        })
        .boxed()
}

fn guest(people: &Population, integration: &'static str) -> BoxedStrategy<Value> {
    let file = (
        mostly(proptest::sample::select(vec!["image/png", "application/pdf", "Image/PNG"]), &["", "video/mp4"]),
        url(),
        mostly(Just("a.png"), &["", "a\nb.png"]),
        prop_oneof![8 => 0_u64..30_000, 1 => 26_214_399_u64..26_214_402],
    )
        .prop_map(|(kind, url, name, size)| {
            json!({"contentType": kind, "url": url, "fileName": name, "size": size})
        });
    let text = if integration.is_empty() {
        text()
    } else {
        short(2000)
    };
    let (most, platform) = if integration.is_empty() {
        (12, false)
    } else {
        (3, true)
    };
    (
        id(people.guest.clone()),
        id(people.conversation.clone()),
        any::<bool>(),
        text,
        prop_oneof![2 => Just(Vec::new()).boxed(), 1 => proptest::collection::vec(file, 1..most).boxed()],
    )
        .prop_map(move |(guest, conversation, html, text, attachments)| {
            let mut draft = json!({"operation": "guest", "guestId": guest, "html": html && !platform,
                "conversationId": conversation, "text": text, "attachments": attachments,
                "readReceipt": true});
            if platform {
                draft["integration"] = json!(integration);
                draft["conversationId"] = json!("");
            }
            draft
        })
        .boxed()
}

fn structured(
    contact: String,
    content: BoxedStrategy<Value>,
    route: Value,
) -> BoxedStrategy<Value> {
    (id(contact), content)
        .prop_map(move |(contact, content)| {
            let mut draft =
                json!({"operation": "structured", "contactId": contact, "content": content});
            if !route["channel"].is_null() {
                draft["route"] = route.clone();
            }
            draft
        })
        .boxed()
}

fn text_content() -> BoxedStrategy<Value> {
    short(2000)
        .prop_map(|text| json!({"type": "text", "text": text}))
        .boxed()
}

fn content() -> BoxedStrategy<Value> {
    let media = (
        proptest::sample::select(vec!["image", "audio", "video", "file"]),
        url(),
        "[ -z]{0,20}",
    )
        .prop_map(|(kind, url, caption)| json!({"type": kind, "url": url, "caption": caption}));
    let choices = proptest::collection::vec((label(80), label(255)), 0..15).prop_map(|all| {
        all.into_iter()
            .map(|(label, value)| json!({"label": label, "value": value}))
            .collect::<Vec<_>>()
    });
    let quick_reply = (text(), choices).prop_map(
        |(title, choices)| json!({"type": "quick-reply", "title": title, "choices": choices}),
    );
    let one = card().prop_map(|mut card| {
        card["type"] = json!("card");
        card
    });
    let carousel = proptest::collection::vec(card(), 0..12)
        .prop_map(|cards| json!({"type": "carousel", "cards": cards}));
    let location = (-91.0_f64..91.0, -181.0_f64..181.0)
        .prop_map(|(latitude, longitude)| json!({"type": "location", "latitude": latitude, "longitude": longitude}));
    let wrong = proptest::sample::select(vec![
        json!({"type": "quickreply"}),
        json!({}),
        json!("text"),
    ]);
    let text = text().prop_map(|text| json!({"type": "text", "text": text}));
    prop_oneof![2 => text, 2 => media, 4 => quick_reply, 2 => one, 2 => carousel, 2 => location, 1 => wrong].boxed()
}

/// Around a limit in characters, few of them the same.
fn label(limit: usize) -> BoxedStrategy<String> {
    prop_oneof![
        30 => "[a-z✓😀]{3,20}",
        1 => (limit - 1..limit + 2, "[a-zé]").prop_map(|(length, one)| one.repeat(length)),
        1 => proptest::sample::select(vec![owned(""), owned("yes")]),
    ]
    .boxed()
}

fn card() -> BoxedStrategy<Value> {
    let action = prop_oneof![
        (label(80), label(255)).prop_map(
            |(title, payload)| json!({"type": "postback", "title": title, "payload": payload})
        ),
        (label(80), url())
            .prop_map(|(title, url)| json!({"type": "web_url", "title": title, "url": url})),
    ];
    (
        mostly("[ -z]{0,20}[a-z]", &[owned(""), "x".repeat(256)]),
        "[ -z]{0,20}",
        proptest::option::of(url()),
        proptest::collection::vec(action, 0..5),
    )
        .prop_map(|(title, subtitle, image, actions)| {
            let mut card = json!({"title": title, "subtitle": subtitle, "actions": actions});
            if let Some(image) = image {
                card["image"] = json!({"url": image});
            }
            card
        })
        .boxed()
}
