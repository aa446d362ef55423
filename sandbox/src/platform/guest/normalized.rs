//! A message of a thread in the platform's normalised form.

use serde_json::{Value, json};

use crate::messenger::{Author, Message};

/// The message as frames and the history show it.
pub(crate) fn normalized(message: &Message) -> Value {
    let (text, content) = words(message);
    let is_plain = content
        .iter()
        .all(|it| it["contentType"] == "Attachment" || it["contentType"] == "Text");
    let by_guest = message.author == Author::Guest;
    let bot = message.sender.as_deref() == Some("bot");
    json!({
        "id": message.id,
        "type": if is_plain { "Text" } else { "Structured" },
        "direction": if by_guest { "Inbound" } else { "Outbound" },
        "text": text,
        "content": content,
        "channel": { "time": message.at, "messageId": message.id, "type": "Private" },
        "originatingEntity": if bot { "Bot" } else { "Human" },
        "metadata": { "correlationId": message.id },
    })
}

fn words(message: &Message) -> (Value, Vec<Value>) {
    let it = &message.content;
    let own = || it["text"].clone();
    if let Some(payload) = &message.value {
        let press = json!({ "contentType": "ButtonResponse", "buttonResponse": {
            "type": "Button",
            "text": it["text"],
            "payload": payload,
            "originatingMessageId": message.in_reply_to,
        } });
        return (own(), vec![press]);
    }
    match it["type"].as_str().unwrap_or_default() {
        "quick-reply" => (
            it["title"].clone(),
            list(it, "choices").map(choice).collect(),
        ),
        "card" => (
            it["title"].clone(),
            vec![json!({ "contentType": "Card", "card": card(it) })],
        ),
        "carousel" => {
            let cards: Vec<_> = list(it, "cards").map(card).collect();
            let carousel = json!({ "contentType": "Carousel", "carousel": { "cards": cards } });
            (Value::Null, vec![carousel])
        }
        kind @ ("image" | "audio" | "video" | "file") => {
            let file = json!({
                "mediaType": capital(kind),
                "url": it["url"],
                "mime": it["mimeType"],
                "filename": it["fileName"],
                "text": it["caption"],
            });
            (
                it["caption"].clone(),
                vec![json!({ "contentType": "Attachment", "attachment": file })],
            )
        }
        "location" => {
            let place = json!({
                "latitude": it["latitude"],
                "longitude": it["longitude"],
                "text": it["title"],
                "address": it["address"],
            });
            (
                it["title"].clone(),
                vec![json!({ "contentType": "Location", "location": place })],
            )
        }
        _ => (own(), list(it, "attachments").map(attachment).collect()),
    }
}

fn choice(choice: &Value) -> Value {
    json!({ "contentType": "QuickReply", "quickReply": {
        "text": choice["label"], "payload": choice["value"], "action": "Message" } })
}

fn card(card: &Value) -> Value {
    let actions: Vec<_> = list(card, "actions").map(action).collect();
    json!({
        "title": card["title"],
        "description": card["subtitle"],
        "image": card["image"]["url"],
        "actions": actions,
    })
}

fn action(action: &Value) -> Value {
    if action["type"] == "web_url" {
        json!({ "type": "Link", "text": action["title"], "url": action["url"] })
    } else {
        json!({ "type": "Postback", "text": action["title"], "payload": action["payload"] })
    }
}

/// A file that the guest attached.
fn attachment(file: &Value) -> Value {
    let media_type = file["contentType"].as_str().unwrap_or_default();
    let kind = ["image", "audio", "video"]
        .into_iter()
        .find(|kind| media_type.starts_with(kind));
    json!({ "contentType": "Attachment", "attachment": {
        "id": file["id"],
        "mediaType": capital(kind.unwrap_or("file")),
        "url": file["url"],
        "mime": file["contentType"],
        "filename": file["fileName"],
        "contentSizeBytes": file["size"],
    } })
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn capital(kind: &str) -> &'static str {
    match kind {
        "image" => "Image",
        "audio" => "Audio",
        "video" => "Video",
        _ => "File",
    }
}
