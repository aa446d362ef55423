//! What a client that checks nothing would send for a raw draft, after the guides and the published
//! API's own documents.

use serde_json::{Value, json};
use tidings_core::dialect::Dialect;
use tidings_tests::cloud::FIELD_APP;

/// The target and the body.
pub(crate) fn written(dialect: Dialect, draft: &Value) -> (String, Value) {
    match dialect {
        Dialect::Guides => guides(draft),
        _ => platform(draft),
    }
}

fn guides(draft: &Value) -> (String, Value) {
    let field = |name: &str| draft[name].clone();
    match draft["operation"].as_str().unwrap() {
        "outbound" => (
            "/api/v2/conversations/messaging/outbound".into(),
            json!({
                "from": {"address": field("from"), "name": field("fromName")},
                "to": [{"address": field("to"), "name": field("name")}],
                "subject": field("subject"),
                "body": [{"contentType": field("format"), "content": field("body")}],
                "channel": field("channel"),
            }),
        ),
        "proactive" => (
            "/api/v2/webchat/messaging".into(),
            json!({"contactId": field("contactId"), "type": field("as"), "message": field("text")}),
        ),
        "greet" => (
            "/api/v2/webchat/proactive".into(),
            json!({
                "conversationId": field("conversationId"),
                "message": {"type": "text", "text": field("text")},
                "from": {"id": field("agentId"), "type": "agent"},
            }),
        ),
        "structured" => (
            format!(
                "/api/v2/conversations/messaging/contacts/{}/messages",
                encoded(&draft["contactId"])
            ),
            json!({"type": "message", "content": field("content")}),
        ),
        _ => {
            let format = if draft["html"] == true {
                "text/html"
            } else {
                "text/plain"
            };
            let body = json!({
                "from": {"id": field("guestId"), "type": "user"},
                "to": {"id": field("conversationId"), "type": "conversation"},
                "body": {"contentType": format, "content": field("text")},
                "metadata": {"readReceipt": true, "transmissionTimestamp": "2026-01-15T10:30:00Z"},
                "attachments": field("attachments"),
            });
            ("/api/v2/conversations/messaging/messages".into(), body)
        }
    }
}

fn platform(draft: &Value) -> (String, Value) {
    let field = |name: &str| draft[name].clone();
    let agentless = "/api/v2/conversations/messages/agentless";
    match draft["operation"].as_str().unwrap() {
        "outbound" if draft["channel"] == "email" => {
            let mut body = json!({
                "senderType": "Outbound",
                "fromAddress": {"email": field("from"), "name": field("fromName")},
                "toAddresses": [{"email": field("to"), "name": field("name")}],
                "subject": field("subject"),
            });
            let part = if draft["format"] == "html" {
                "htmlBody"
            } else {
                "textBody"
            };
            body[part] = field("body");
            ("/api/v2/conversations/emails/agentless".into(), body)
        }
        "outbound" => (
            agentless.into(),
            json!({
                "fromAddress": field("from"),
                "toAddress": field("to"),
                "toAddressMessengerType": "sms",
                "textBody": field("body"),
            }),
        ),
        "guest" => {
            let files: Vec<_> = draft["attachments"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|file| {
                    json!({"contentType": "Attachment", "attachment": {
                        "mediaType": "File", "url": file["url"], "mime": file["contentType"],
                        "filename": file["fileName"],
                    }})
                })
                .collect();
            let body = json!({
                "channel": {
                    "from": {"id": field("guestId"), "idType": "Opaque"},
                    "time": "2026-01-15T10:30:00.000Z",
                },
                "text": field("text"),
                "content": files,
            });
            let call = format!("/api/v2/conversations/messages/{FIELD_APP}/inbound/open/message");
            (call, body)
        }
        // A text, whichever of the two jobs says it.
        job => {
            let text = if job == "proactive" {
                field("text")
            } else {
                draft["content"]["text"].clone()
            };
            let body = json!({
                "fromAddress": draft["route"]["from"],
                "externalContactId": field("contactId"),
                "toAddressMessengerType": "webmessaging",
                "textBody": text,
            });
            (agentless.into(), body)
        }
    }
}

/// For one segment of a path.
fn encoded(id: &Value) -> String {
    let bytes = id.as_str().unwrap().bytes();
    bytes
        .map(|byte| match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'-' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
