//! What a guest says: a text, a press of a button, an event.

use serde_json::Value;

use super::problem::{Code, Problem};

/// The `message` of `onMessage`.
#[derive(Debug, PartialEq)]
pub(super) enum Inbound {
    /// Words, files, or both.
    Text {
        text: String,
        attachment_ids: Vec<String>,
    },
    /// A choice or a card's button, pressed.
    Press(Press),
    /// Things that leave no message behind, in their order.
    Events(Vec<GuestEvent>),
}

/// A press of a quick reply or of a card's button.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Press {
    pub(super) text: String,
    pub(super) payload: String,
    /// The message that held the button, where the client says it.
    pub(super) message_id: Option<String>,
}

/// An event of the guest's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GuestEvent {
    /// Opened the messenger: the conversation may begin without words.
    Join,
    /// Forgets the conversation for good.
    Clear,
    /// Leaves the conversation.
    Disconnect,
    /// Is writing.
    Typing,
}

impl Inbound {
    pub(super) fn read(message: &Value) -> Result<Self, Problem> {
        check_attributes(message)?;
        let kind = message.get("type").and_then(Value::as_str);
        match kind.ok_or_else(|| Problem::missing("message.type"))? {
            "Event" => events(message).map(Self::Events),
            "Text" | "Structured" => words(message),
            other => {
                let text = format!("Unknown message type: {other}");
                Err(Problem::new(Code::BadRequest, text))
            }
        }
    }
}

fn words(message: &Value) -> Result<Inbound, Problem> {
    let text = message
        .get("text")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if text.chars().count() > TEXT_CHARS {
        let text = format!("Message too long: at most {TEXT_CHARS} characters");
        return Err(Problem::new(Code::MessageTooLong, text));
    }
    let mut attachment_ids = Vec::new();
    for content in list(message, "content") {
        match content.get("contentType").and_then(Value::as_str) {
            Some("ButtonResponse") => return press(content, text).map(Inbound::Press),
            Some("Attachment") => {
                let id = content.pointer("/attachment/id").and_then(Value::as_str);
                let id = id.ok_or_else(|| Problem::missing("content.attachment.id"))?;
                attachment_ids.push(id.to_owned());
            }
            other => {
                let text = format!("Unknown content type: {}", other.unwrap_or("none"));
                return Err(Problem::new(Code::BadRequest, text));
            }
        }
    }
    if text.trim().is_empty() && attachment_ids.is_empty() {
        return Err(Problem::missing("message.text"));
    }
    Ok(Inbound::Text {
        text: text.to_owned(),
        attachment_ids,
    })
}

/// `buttonResponse`, or a bot's other structured answers, which have the same three fields.
fn press(content: &Value, text: &str) -> Result<Press, Problem> {
    let field = |name: &str| {
        let field = content.get("buttonResponse")?.get(name)?.as_str()?;
        Some(field.to_owned())
    };
    let payload = field("payload").filter(|payload| !payload.is_empty());
    Ok(Press {
        text: field("text").unwrap_or_else(|| text.to_owned()),
        payload: payload.ok_or_else(|| Problem::missing("content.buttonResponse.payload"))?,
        message_id: field("originatingMessageId"),
    })
}

fn events(message: &Value) -> Result<Vec<GuestEvent>, Problem> {
    let list = list(message, "events");
    if list.is_empty() {
        return Err(Problem::missing("message.events"));
    }
    list.iter().map(event).collect()
}

fn event(event: &Value) -> Result<GuestEvent, Problem> {
    let kind = event.get("eventType").and_then(Value::as_str);
    let presence = event.pointer("/presence/type").and_then(Value::as_str);
    match (kind, presence) {
        (Some("Presence"), Some("Join")) => Ok(GuestEvent::Join),
        (Some("Presence"), Some("Clear")) => Ok(GuestEvent::Clear),
        (Some("Presence"), Some("Disconnect")) => Ok(GuestEvent::Disconnect),
        (Some("Presence"), None) => Err(Problem::missing("message.events.presence.type")),
        (Some("Typing"), _) => Ok(GuestEvent::Typing),
        (None, _) => Err(Problem::missing("message.events.eventType")),
        (Some(kind), presence) => {
            let text = format!("Unknown event: {kind} {}", presence.unwrap_or_default());
            Err(Problem::new(Code::BadRequest, text.trim_end()))
        }
    }
}

fn check_attributes(message: &Value) -> Result<(), Problem> {
    let attributes = message.pointer("/channel/metadata/customAttributes");
    let bytes = attributes.map_or(0, |attributes| attributes.to_string().len());
    if bytes <= ATTRIBUTE_BYTES {
        return Ok(());
    }
    let text =
        format!("Custom attributes are {bytes} bytes; at most {ATTRIBUTE_BYTES} are allowed");
    Err(Problem::new(Code::CustomAttributes, text))
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    let list = value.get(name).and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

/// Characters of a guest's text (unsure: the client libraries know that there is a limit, not which).
const TEXT_CHARS: usize = 4096;
/// Bytes of `customAttributes` as JSON (certain: Genesys' client libraries).
pub(super) const ATTRIBUTE_BYTES: usize = 2048;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_press_is_read_whether_sent_as_text_or_as_structured() {
        for kind in ["Text", "Structured"] {
            let message = json!({ "type": kind, "text": "", "content": [{
                "contentType": "ButtonResponse",
                "buttonResponse": { "type": "QuickReply", "text": "Morning", "payload": "am" },
            }] });
            let press = Press {
                text: "Morning".to_owned(),
                payload: "am".to_owned(),
                message_id: None,
            };
            assert_eq!(Inbound::read(&message), Ok(Inbound::Press(press)));
        }
    }

    #[test]
    fn the_limits_are_the_published_ones() {
        let text = |count| json!({ "type": "Text", "text": "ä".repeat(count) });
        assert!(Inbound::read(&text(4096)).is_ok());
        let code = |message: &Value| Inbound::read(message).unwrap_err().code;
        assert_eq!(code(&text(4097)), Code::MessageTooLong);
        let attributes = |count: usize| {
            json!({ "type": "Text", "text": "x", "channel": { "metadata": {
                "customAttributes": { "k": "v".repeat(count) } } } })
        };
        // {"k":""} is eight bytes.
        assert!(Inbound::read(&attributes(2040)).is_ok());
        assert_eq!(code(&attributes(2041)), Code::CustomAttributes);
    }

    #[test]
    fn an_empty_message_is_none() {
        for message in [
            json!({ "type": "Text" }),
            json!({ "type": "Text", "text": " " }),
            json!({ "type": "Event", "events": [] }),
            json!({ "type": "Text", "text": "", "content": [{ "contentType": "Attachment" }] }),
        ] {
            let problem = Inbound::read(&message).unwrap_err();
            assert_eq!(problem.code, Code::MissingParameter, "{message}");
        }
    }
}
