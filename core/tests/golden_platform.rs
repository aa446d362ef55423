//! The wire form of every message kind on every channel in the dialect `platform`, byte for byte.
//! Genesys' own request models take these files too (`tests/clients`).
//!
//! `TIDINGS_BLESS=1 cargo test -p tidings-core --test golden_platform` writes the files anew; what
//! changed is then read in the diff.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "test code")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tidings_core::address::EmailAddress;
use tidings_core::dialect::Dialect;
use tidings_core::message::draft::Draft;
use tidings_core::policy::Policy;
use tidings_core::recipient::Recipient;
use tidings_core::request::Request;
use tidings_core::time::Timestamp;

const PERSON: &str = "b1f0c6a2-77a0-4c39-9a0e-4f3d1c1f2e55";
const SENDER: &str = "5d0c9c1e-2a55-4f5b-9a54-1f0a4b0e7a01";
/// The channels that a message can be routed to, each with whom it reaches there.
const CHANNELS: [(&str, &str, &str); 5] = [
    ("webmessaging", PERSON, SENDER),
    ("sms", "4915112345678", "+4930555000"),
    ("open", "guest-41", SENDER),
    ("whatsapp", "4915112345678", SENDER),
    ("apple", "4915112345678", SENDER),
];

/// What is sent, or why it is not: by the name of its file.
fn everything() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut put = |name: String, draft: &Value| {
        let (ending, text) = match carried(draft) {
            Ok(request) => ("http", as_http(&request)),
            Err(reason) => ("refused", reason),
        };
        files.insert(format!("{name}.{ending}"), text);
    };
    for (name, draft) in drafts() {
        match draft["operation"].as_str().unwrap() {
            "proactive" | "structured" => {
                for (channel, to, from) in CHANNELS {
                    let mut routed = draft.clone();
                    routed["contactId"] = to.into();
                    routed["route"] = json!({ "channel": channel, "from": from });
                    put(format!("{name}-{channel}"), &routed);
                    routed["route"]["botSession"] = SENDER.into();
                    put(format!("{name}-{channel}-bot"), &routed);
                }
            }
            "guest" => {
                let mut routed = draft;
                routed["integration"] = SENDER.into();
                put(name, &routed);
            }
            _ => put(name, &draft),
        }
    }
    let joining = json!({
        "operation": "proactive", "contactId": PERSON, "text": "Hello",
        "route": { "channel": "webmessaging", "from": SENDER, "join": true },
    });
    put("proactive-joining".into(), &joining);
    let guest = |act: Value| json!({ "operation": "guest", "guestId": "guest-41", "integration": SENDER, "act": act });
    put("guest-typing".into(), &guest(json!({ "type": "typing" })));
    let tap = json!({ "type": "tap", "text": "Morning", "payload": "am", "messageId": SENDER });
    put("guest-tap".into(), &guest(tap));
    let receipt = json!({ "type": "receipt", "messageId": SENDER, "status": "delivered" });
    put("guest-receipt".into(), &guest(receipt));
    files
}

/// The drafts of the guides' golden files, and a template.
fn drafts() -> Vec<(String, Value)> {
    let mut drafts: Vec<_> = fs::read_dir(folder().parent().unwrap())
        .unwrap()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name()?.to_str()?.strip_suffix(".draft.json")?;
            let draft = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            Some((name.to_owned(), draft))
        })
        .collect();
    let template = json!({
        "operation": "structured",
        "contactId": PERSON,
        "content": {
            "type": "template",
            "responseId": "00000000-0000-4000-8000-000000000012",
            "bodyParameters": [{ "id": "first_name", "value": "Ada" }],
        },
    });
    drafts.push(("structured-template".into(), template));
    drafts
}

fn carried(draft: &Value) -> Result<Request, String> {
    let now = Timestamp::parse("2026-01-15T10:30:00.250Z").unwrap();
    let policy = Policy::default();
    let draft = Draft::from_json(draft).map_err(|error| format!("{error:?}\n"))?;
    let (message, mut recipient) = draft
        .check(&policy)
        .map_err(|violations| format!("{violations:?}\n"))?;
    if let Recipient::Conversation { email, .. } = &mut recipient {
        *email = Some(EmailAddress::parse("ana.souza@example.org").unwrap());
    }
    let personalized = message.personalize(&recipient, &policy).unwrap();
    Dialect::Platform
        .carry(&personalized, true)
        .map(|carried| carried.request(now))
        .map_err(|refused| format!("{}\n{}\n", refused.reason(), refused.hint()))
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

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/platform")
}

#[test]
fn every_kind_on_every_channel_is_written_as_its_golden_file() {
    let folder = folder();
    let expected = everything();
    if std::env::var_os("TIDINGS_BLESS").is_some() {
        // A folder that is not there yet need not be removed.
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in &expected {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    let found: BTreeMap<String, String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read_to_string(entry.path()).unwrap())
        })
        .collect();
    for (name, text) in &expected {
        assert_eq!(found.get(name), Some(text), "{name}");
    }
    let stale: Vec<_> = found
        .keys()
        .filter(|name| !expected.contains_key(*name))
        .collect();
    assert!(stale.is_empty(), "nothing makes these any more: {stale:?}");
}
