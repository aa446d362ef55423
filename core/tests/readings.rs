//! What somebody's JSON is read as: everything wrong with it, in one list, in the order of fields.

#![allow(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    reason = "test code"
)]

use serde_json::{Value, json};
use tidings_core::message::draft::{ContentDraft, Draft, TextDraft};
use tidings_core::policy::Policy;
use tidings_core::violation::{Code, Violation};

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn wrong(json: Value) -> Vec<Violation> {
    match Draft::read(&json).check(&Policy::default()) {
        Ok(_) => Vec::new(),
        Err(violations) => violations.into_vec(),
    }
}

fn places(json: Value) -> Vec<(Code, String)> {
    let wrong = wrong(json).into_iter();
    wrong.map(|found| (found.code, found.path)).collect()
}

fn at(places: &[(Code, &str)]) -> Vec<(Code, String)> {
    let places = places.iter();
    places
        .map(|(code, path)| (*code, (*path).to_owned()))
        .collect()
}

#[test]
fn form_and_content_of_an_outbound_message_are_judged_together() {
    assert_eq!(
        places(json!({
            "operation": "outbound", "to": "ana", "from": 7, "frmName": "Care",
            "subject": format!("{}\n{{{{nmae}}}}", "x".repeat(400)), "format": "htlm",
            "body": "<script>blocked_keyword</script>", "join": "yes",
        })),
        at(&[
            (Code::InvalidEmail, "/to"),
            (Code::WrongType, "/from"),
            (Code::TooLong, "/subject"),
            (Code::LineBreak, "/subject"),
            (Code::UnknownPlaceholder, "/subject"),
            (Code::UnknownType, "/format"),
            (Code::BlockedContent, "/body"),
            (Code::BlockedContent, "/body"),
            (Code::WrongType, "/join"),
            (Code::UnknownField, "/frmName"),
        ])
    );
}

#[test]
fn form_and_content_of_a_proactive_text_are_judged_together() {
    assert_eq!(
        places(json!({
            "operation": "proactive", "contactId": "c 1", "as": "human", "text": " ",
            "route": {"channel": "email", "botSession": "b/1", "join": 1},
        })),
        at(&[
            (Code::InvalidId, "/contactId"),
            (Code::UnknownType, "/as"),
            (Code::Required, "/text"),
            (Code::Unsupported, "/route/channel"),
            (Code::InvalidId, "/route/botSession"),
            (Code::WrongType, "/route/join"),
        ])
    );
}

#[test]
fn form_and_content_of_a_greeting_are_judged_together() {
    assert_eq!(
        places(json!({
            "operation": "greet", "conversationId": null, "agentId": "", "text": "Hi {{", "days": 3,
        })),
        at(&[
            (Code::WrongType, "/conversationId"),
            (Code::Required, "/previousConversationId"),
            (Code::Required, "/agentId"),
            (Code::Template, "/text"),
            (Code::UnknownField, "/days"),
        ])
    );
}

#[test]
fn form_and_content_of_a_structured_message_are_judged_together() {
    assert_eq!(
        places(json!({
            "operation": "structured", "contactId": "",
            "content": {"type": "carousel", "cards": [
                {"title": "One", "image": {"url": "http://a.example"}, "buttons": []},
                {"title": 2, "actions": [
                    {"type": "postback", "title": "Yes"},
                    {"type": "weburl", "title": "Go", "url": "x"},
                    {"type": "phone", "title": ""},
                    "call",
                ]},
            ]},
            "route": [],
        })),
        at(&[
            (Code::Required, "/contactId"),
            (Code::NotHttps, "/content/cards/0/image/url"),
            (Code::UnknownField, "/content/cards/0/buttons"),
            (Code::WrongType, "/content/cards/1/title"),
            (Code::TooMany, "/content/cards/1/actions"),
            (Code::Required, "/content/cards/1/actions/0/payload"),
            (Code::UnknownType, "/content/cards/1/actions/1/type"),
            (Code::InvalidUrl, "/content/cards/1/actions/1/url"),
            (Code::UnknownType, "/content/cards/1/actions/2/type"),
            (Code::WrongType, "/content/cards/1/actions/3"),
            (Code::WrongType, "/route"),
        ])
    );
}

#[test]
fn form_and_content_of_a_guest_s_message_are_judged_together() {
    assert_eq!(
        places(json!({
            "operation": "guest", "guestId": "../g", "html": "no",
            "text": format!("{}blocked_keyword", "a".repeat(4096)),
            "attachments": [
                {"contentType": "image/gif", "url": format!("http://a b.example/{}", "u".repeat(2048)),
                 "fileName": "a\tb", "size": 26_214_401},
                {"contentType": "image/png", "url": "https://a.example", "fileName": "b", "size": -1},
                null,
            ],
        })),
        at(&[
            (Code::InvalidId, "/guestId"),
            (Code::Required, "/conversationId"),
            (Code::WrongType, "/html"),
            (Code::TooLong, "/text"),
            (Code::BlockedContent, "/text"),
            (Code::MediaType, "/attachments/0/contentType"),
            (Code::TooLong, "/attachments/0/url"),
            (Code::InvalidUrl, "/attachments/0/url"),
            (Code::LineBreak, "/attachments/0/fileName"),
            (Code::TooLarge, "/attachments/0/size"),
            (Code::WrongType, "/attachments/1/size"),
            (Code::WrongType, "/attachments/2"),
        ])
    );
}

#[test]
fn what_a_guest_does_without_writing_is_judged_too() {
    let act = |act: Value| {
        places(json!({"operation": "guest", "guestId": "g-1", "integration": "i-1", "act": act}))
    };
    assert_eq!(act(json!({"type": "typing"})), []);
    assert_eq!(
        act(json!({"type": "typing", "text": "x"})),
        at(&[(Code::UnknownField, "/act/text")])
    );
    assert_eq!(
        act(json!({"type": "tap", "text": "", "messageId": "m 1"})),
        at(&[
            (Code::Required, "/act/text"),
            (Code::Required, "/act/payload"),
            (Code::InvalidId, "/act/messageId"),
        ])
    );
    assert_eq!(
        act(json!({"type": "receipt", "messageId": "m-1", "status": "seen"})),
        at(&[(Code::UnknownType, "/act/status")])
    );
    // Nobody knows whether a text belongs here.
    assert_eq!(
        act(json!({"type": "waves"})),
        at(&[(Code::UnknownType, "/act/type")])
    );
}

#[test]
fn what_depends_on_an_unknown_word_is_not_judged() {
    let mail = |channel: &str| {
        places(json!({
            "operation": "outbound", "channel": channel, "to": "+13175550100", "from": "+13175550199",
            "format": "text", "body": "Hi",
        }))
    };
    assert_eq!(mail("sms"), []);
    // Nearly right, and read as what was meant.
    assert_eq!(mail("SMS"), at(&[(Code::UnknownType, "/channel")]));
    assert_eq!(mail("pigeon"), at(&[(Code::UnknownType, "/channel")]));
}

#[test]
fn what_is_no_draft_at_all_is_said_once() {
    for (json, code, path) in [
        (json!([]), Code::WrongType, ""),
        (json!({}), Code::Required, "/operation"),
        (json!({"operation": 1}), Code::WrongType, "/operation"),
        (
            json!({"operation": "dance", "to": 1}),
            Code::UnknownType,
            "/operation",
        ),
    ] {
        assert_eq!(places(json), at(&[(code, path)]));
    }
}

#[test]
fn each_violation_says_what_is_wrong_and_what_to_do() {
    let said = |json: Value| wrong(json)[0].to_string();
    let content = |content: Value| {
        said(json!({"operation": "structured", "contactId": "c-1", "content": content}))
    };
    assert_eq!(
        content(
            json!({"type": "quickreply", "title": "t", "choices": [{"label": "a", "value": "b"}]})
        ),
        r#"/content/type: "quickreply" is not known here; write "quick-reply""#
    );
    assert_eq!(
        content(json!({"type": "text", "text": ["x"]})),
        "/content/text: is a list where text belongs; write it in quotes"
    );
    assert_eq!(
        content(json!({"type": "location", "latitude": 1})),
        "/content/longitude: is missing; add it"
    );
    assert_eq!(
        said(
            json!({"operation": "guest", "guestId": "g", "conversationId": "c",
            "text": format!("{}👨‍👩‍👧", "a".repeat(4090))})
        ),
        "/text: is 4108 bytes long where at most 4096 are allowed; shorten it by 12 bytes: it fits \
         up to “…aaaaaaaaaaaa”"
    );
}

#[test]
fn what_stands_at_the_wrong_place_and_what_belongs_there_are_both_named() {
    let said = |json: Value| -> Vec<String> {
        let found = Draft::read(&json).violations().to_vec();
        found.iter().map(ToString::to_string).collect()
    };
    assert_eq!(
        said(
            json!({"operation": "outbound", "to": {}, "name": null, "join": "yes",
            "format": true})
        ),
        [
            "/to: is an object where text belongs; write it in quotes",
            "/name: is null where text belongs; leave the field out where there is nothing",
            "/format: is true or false where text belongs; write it in quotes",
            "/join: is text where true or false belongs; write true or false, without quotes",
        ]
    );
    assert_eq!(
        said(json!({"operation": "guest", "guestId": 7, "act": 7, "attachments": [{"size": 1.5}]})),
        [
            "/guestId: is a number where text belongs; write it in quotes",
            "/act: is a number where an object belongs; write {…}",
            "/attachments/0/size: is a number where a whole number belongs; write digits only, \
             without sign, fraction and quotes",
        ]
    );
    assert_eq!(
        said(
            json!({"operation": "structured", "content": {"type": "quick-reply",
            "choices": "A"}})
        ),
        ["/content/choices: is text where a list belongs; write […]"]
    );
    assert_eq!(
        said(
            json!({"operation": "structured", "content": {"type": "location",
            "latitude": "52", "longitude": 13}})
        ),
        ["/content/latitude: is text where a number belongs; write it without quotes"]
    );
}

#[test]
fn a_word_that_resembles_none_is_answered_with_those_there_are() {
    let said = |json: Value| Draft::read(&json).violations()[0].to_string();
    assert_eq!(
        said(json!({"operation": "proactive", "as": "Zeppelin".repeat(9)})),
        format!(
            "/as: {:?} is not known here; write one of bot, agent",
            "Zeppelin".repeat(5)
        )
    );
    assert_eq!(
        said(json!({"operation": "greet", "weather": "sunny"})),
        "/weather: is not known here; leave it out; known are conversationId, \
         previousConversationId, agentId, text"
    );
    assert_eq!(
        said(json!({"operation": "guest", "act": {"type": "typing", "weather": 1}})),
        "/act/weather: is not known here; leave it out"
    );
    assert_eq!(
        said(json!({"to": "ana@example.org"})),
        "/operation: is missing; write one of outbound, proactive, greet, structured, guest"
    );
}

#[test]
fn a_structured_message_without_content_is_judged_by_the_rest() {
    assert_eq!(
        places(json!({"operation": "structured", "contactId": "c 1"})),
        at(&[
            (Code::InvalidId, "/contactId"),
            (Code::Required, "/content")
        ])
    );
    // A receipt without its status can still be asked for the message that it is about.
    assert_eq!(
        places(
            json!({"operation": "guest", "guestId": "g-1", "integration": "i-1",
            "act": {"type": "receipt", "messageId": "m 1"}})
        ),
        at(&[
            (Code::InvalidId, "/act/messageId"),
            (Code::Required, "/act/status")
        ])
    );
}

#[test]
fn content_is_read_from_a_message_file_or_what_is_wrong_with_it() {
    let read = |text: &str| ContentDraft::from_message_json(text);
    let hello = r#"{"type":"message","content":{"type":"text","text":"Hi"}}"#;
    assert_eq!(read(hello), Ok(TextDraft::new("Hi").into()));
    assert_eq!(
        read(r#"{"type":"message"}"#).unwrap_err().to_string(),
        "/content: is missing; add it"
    );
    let no_json = read("{").unwrap_err().to_string();
    assert!(
        no_json.starts_with("the file is no JSON: ") && no_json.ends_with("; correct it there"),
        "{no_json}"
    );
}

#[test]
fn a_message_file_is_read_in_both_its_forms() {
    let alone = r#"{"type":"quick-reply","title":"","choices":[{"lable":"A","value":"a"}]}"#;
    let whole = format!(r#"{{"type":"message","content":{alone},"contactId":"c-1"}}"#);
    let judged = |file: &str| {
        let reading = Draft::read_message(file).map(|draft| match draft {
            Draft::Structured(mut draft) => {
                "c-1".clone_into(&mut draft.contact_id);
                Draft::Structured(draft)
            }
            other => other,
        });
        let wrong = reading.check(&Policy::default()).unwrap_err().into_vec();
        wrong
            .into_iter()
            .map(|found| (found.code, found.path))
            .collect::<Vec<_>>()
    };
    let content = [
        (Code::Required, "/content/title"),
        (Code::Required, "/content/choices/0/label"),
        (Code::UnknownField, "/content/choices/0/lable"),
    ];
    assert_eq!(judged(alone), at(&content));
    assert_eq!(
        judged(&whole),
        at(&[&[(Code::UnknownField, "/contactId")], &content[..]].concat())
    );
    assert_eq!(judged("{"), at(&[(Code::WrongType, "")]));
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use proptest::prelude::*;
    use proptest::sample::Index;

    use super::*;

    /// Drafts in which nothing is out of place, so that changes to them are small.
    fn sound() -> Vec<Value> {
        vec![
            json!({"operation": "outbound", "channel": "sms", "to": "+13175550100", "name": "Ana",
                "from": "+13175550199", "fromName": "", "subject": "", "format": "text",
                "body": "Hi {{name}}", "replyTo": "", "join": false}),
            json!({"operation": "proactive", "contactId": "c-1", "as": "bot", "text": "Hi",
                "route": {"channel": "open", "from": "i-1", "botSession": "", "join": false}}),
            json!({"operation": "greet", "conversationId": "c-1", "previousConversationId": "c-0",
                "agentId": "a-1", "text": "Hi {{name}}"}),
            json!({"operation": "structured", "contactId": "c-1", "content": {"type": "carousel",
                "cards": [{"title": "T", "subtitle": "S", "image": {"url": "https://a.example"},
                    "actions": [{"type": "web_url", "title": "Go", "url": "https://a.example"},
                        {"type": "postback", "title": "Yes", "payload": "y"}]}]}}),
            json!({"operation": "structured", "contactId": "c-1", "content": {"type": "location",
                "latitude": 1.5, "longitude": 2, "title": "", "address": ""}}),
            json!({"operation": "structured", "contactId": "c-1", "content": {"type": "template",
                "responseId": "r-1", "bodyParameters": [{"id": "name", "value": "Ana"}]}}),
            json!({"operation": "guest", "guestId": "g-1", "conversationId": "c-1", "html": false,
                "text": "Hi", "readReceipt": true, "attachments": [{"contentType": "image/png",
                    "url": "https://a.example", "fileName": "a.png", "size": 1}]}),
            json!({"operation": "guest", "guestId": "g-1", "integration": "i-1",
                "act": {"type": "tap", "text": "Yes", "payload": "y", "messageId": "m-1"}}),
        ]
    }

    /// Every place in a document.
    fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
        all.push(at.to_owned());
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    pointers(value, &format!("{at}/{name}"), all);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    pointers(item, &format!("{at}/{index}"), all);
                }
            }
            _ => {}
        }
    }

    fn anything() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,8}".prop_map(Value::from),
            prop_oneof![Just("sms"), Just("tap"), Just("quickReply"), Just("agent")]
                .prop_map(Value::from),
            Just(json!([])),
            Just(json!({})),
            Just(json!({"type": "text", "text": "Hi"})),
            Just(json!({"url": 3})),
        ]
    }

    prop_compose! {
        /// A draft with a few places changed, taken away or added.
        fn changed()(
            start in 0..8_usize,
            changes in prop::collection::vec((any::<Index>(), prop::option::of(anything()), any::<bool>()), 0..5),
        ) -> Value {
            let mut json = sound().swap_remove(start);
            for (place, value, adds) in changes {
                let mut all = Vec::new();
                pointers(&json, "", &mut all);
                let pointer = place.get(&all);
                match (json.pointer_mut(pointer).unwrap(), value) {
                    (Value::Object(fields), Some(value)) if adds => {
                        fields.insert("exrta".to_owned(), value);
                    }
                    (Value::Array(items), Some(value)) if adds => items.push(value),
                    (place, Some(value)) => *place = value,
                    (_, None) => {
                        if let Some((parent, name)) = pointer.rsplit_once('/')
                            && let Some(Value::Object(fields)) = json.pointer_mut(parent)
                        {
                            fields.shift_remove(name);
                        }
                    }
                }
            }
            json
        }
    }

    #[test]
    fn what_the_changes_start_from_is_sound() {
        for json in sound() {
            assert_eq!(places(json), []);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn what_has_nothing_out_of_place_is_what_serde_reads(json in changed()) {
            let reading = Draft::read(&json);
            let read: Result<Draft, _> = serde_json::from_value(json.clone());
            // The other way round serde bears more: lists for objects, fields that nothing reads.
            if reading.violations().is_empty() {
                prop_assert_eq!(reading.draft().cloned(), read.ok());
            } else {
                prop_assert!(reading.into_clean().is_err());
            }
        }

        #[test]
        fn every_place_named_as_wrong_or_its_parent_is_in_the_document(json in changed()) {
            for found in wrong(json.clone()) {
                let parent = found.path.rsplit_once('/').map_or("", |(parent, _)| parent);
                let is_there = [parent, parent.rsplit_once('/').map_or("", |(parent, _)| parent)]
                    .iter()
                    .any(|pointer| json.pointer(pointer).is_some());
                prop_assert!(is_there, "{found} in {json}");
            }
        }

        #[test]
        fn a_field_that_cannot_be_read_is_named_once(json in changed()) {
            let found = wrong(json);
            for unreadable in found.iter().filter(|found| found.code == Code::WrongType) {
                let below = format!("{}/", unreadable.path);
                let about = found.iter().filter(|other| {
                    other.path == unreadable.path || other.path.starts_with(&below)
                });
                prop_assert_eq!(about.count(), 1, "{:?}", &found);
            }
        }

        #[test]
        fn a_clean_draft_is_the_same_by_every_way(json in changed()) {
            let policy = Policy::default();
            let reading = Draft::read(&json);
            let by_hand = Draft::from_json(&json).and_then(|draft| draft.check(&policy));
            prop_assert_eq!(reading.check(&policy).ok(), by_hand.ok());
        }
    }
}
