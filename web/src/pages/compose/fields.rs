//! Where each text of a draft stands: from a JSON pointer to the field, its name and its limit.

use tidings_core::limits;
use tidings_core::message::draft::{
    ActionDraft, AttachmentDraft, CardDraft, ChoiceDraft, ContentDraft, Draft, LocationDraft,
    MediaDraft, ParameterDraft, RouteDraft,
};
use tidings_core::policy::Policy;

use super::rows;

/// The text at a JSON pointer, to write to; nothing where there is no text.
pub fn text_mut<'d>(draft: &'d mut Draft, path: &str) -> Option<&'d mut String> {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match (draft, parts.as_slice()) {
        (Draft::Outbound(draft), ["to"]) => Some(&mut draft.to),
        (Draft::Outbound(draft), ["name"]) => Some(&mut draft.name),
        (Draft::Outbound(draft), ["from"]) => Some(&mut draft.from),
        (Draft::Outbound(draft), ["fromName"]) => Some(&mut draft.from_name),
        (Draft::Outbound(draft), ["subject"]) => Some(&mut draft.subject),
        (Draft::Outbound(draft), ["body"]) => Some(&mut draft.body),
        (Draft::Outbound(draft), ["replyTo"]) => Some(&mut draft.reply_to),
        (Draft::Proactive(draft), ["contactId"]) => Some(&mut draft.contact_id),
        (Draft::Proactive(draft), ["text"]) => Some(&mut draft.text),
        (Draft::Proactive(draft), ["route", field]) => route(&mut draft.route, field),
        (Draft::Structured(draft), ["route", field]) => route(&mut draft.route, field),
        (Draft::Greet(draft), ["conversationId"]) => Some(&mut draft.conversation_id),
        (Draft::Greet(draft), ["previousConversationId"]) => {
            Some(&mut draft.previous_conversation_id)
        }
        (Draft::Greet(draft), ["agentId"]) => Some(&mut draft.agent_id),
        (Draft::Greet(draft), ["text"]) => Some(&mut draft.text),
        (Draft::Structured(draft), ["contactId"]) => Some(&mut draft.contact_id),
        (Draft::Structured(draft), ["content", rest @ ..]) => content(&mut draft.content, rest),
        (Draft::Guest(draft), ["guestId"]) => Some(&mut draft.guest_id),
        (Draft::Guest(draft), ["conversationId"]) => Some(&mut draft.conversation_id),
        (Draft::Guest(draft), ["text"]) => Some(&mut draft.text),
        (Draft::Guest(draft), ["integration"]) => Some(&mut draft.integration),
        (Draft::Guest(draft), ["attachments", row, field]) => {
            attachment(at(&mut draft.attachments, row)?, field)
        }
        _ => None,
    }
}

/// The label and the value that follows it, when the field at `path` is such a label.
pub(super) fn follower_mut<'d>(
    draft: &'d mut Draft,
    path: &str,
) -> Option<(&'d mut String, &'d mut String)> {
    let Draft::Structured(structured) = draft else {
        return None;
    };
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match (&mut structured.content, parts.as_slice()) {
        (ContentDraft::QuickReply(draft), ["content", "choices", row, "label"]) => {
            let choice = at(&mut draft.choices, row)?;
            Some((&mut choice.label, &mut choice.value))
        }
        (ContentDraft::Card(card), ["content", "actions", row, "title"]) => {
            postback(at(&mut card.actions, row)?)
        }
        (ContentDraft::Carousel(draft), ["content", "cards", card, "actions", row, "title"]) => {
            postback(at(&mut at(&mut draft.cards, card)?.actions, row)?)
        }
        _ => None,
    }
}

/// A value made of a label: lower case, words joined by `_`.
pub fn slug(label: &str) -> String {
    label
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join("_")
}

/// The id of the form field at a JSON pointer: `/content/choices/0/label` is
/// `content-choices-0-label`.
pub fn element_id(path: &str) -> String {
    path.trim_start_matches('/').replace('/', "-")
}

/// How the field at a JSON pointer is called, for lists of what is wrong.
pub fn field_name(draft: &Draft, path: &str) -> String {
    if path == "/content/title" && is_quick_reply(draft) {
        return "question".to_owned();
    }
    let mut names: Vec<String> = Vec::new();
    for part in path.split('/').skip(1) {
        if let Ok(row) = part.parse::<usize>() {
            if let Some(last) = names.last_mut() {
                *last = format!("{} {}", singular(last), row + 1);
            }
        } else if part != "content" {
            names.push(word(part).to_owned());
        }
    }
    let name = names.join(", ");
    if name.is_empty() {
        "message".to_owned()
    } else {
        name
    }
}

/// The most that the field at a JSON pointer may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Characters.
    Characters(u64),
    /// Bytes of UTF-8.
    Bytes(u64),
}

impl Limit {
    /// The limit of a field, where it has one.
    pub fn of(draft: &Draft, path: &str, policy: &Policy) -> Option<Self> {
        let field = path.rsplit('/').next().unwrap_or_default();
        Some(match (draft, field) {
            (Draft::Outbound(_), "subject") => Self::Characters(limits::SUBJECT_CHARS),
            (Draft::Outbound(_), "body") => Self::Bytes(limits::BODY_BYTES),
            (Draft::Outbound(_), "name" | "fromName") => Self::Characters(limits::NAME_CHARS),
            (_, "text" | "caption") => Self::Bytes(policy.text_bytes),
            (_, "label") => Self::Characters(limits::LABEL_CHARS),
            (_, "value") if path.contains("Parameters/") => {
                Self::Characters(limits::PARAMETER_CHARS)
            }
            (_, "value" | "payload") => Self::Characters(limits::VALUE_CHARS),
            (_, "title") if path.contains("/actions/") => Self::Characters(limits::LABEL_CHARS),
            (_, "title") if is_quick_reply(draft) => Self::Bytes(policy.text_bytes),
            (_, "title") => Self::Characters(limits::CARD_TITLE_CHARS),
            (_, "subtitle") => Self::Characters(limits::CARD_SUBTITLE_CHARS),
            (_, "fileName") => Self::Characters(limits::FILE_NAME_CHARS),
            (_, "url") => Self::Characters(limits::URL_CHARS),
            _ => return None,
        })
    }

    /// How much of it is used, once that is worth saying: from 80 %.
    pub fn counter(self, text: &str) -> Option<Counter> {
        let (used, limit, unit) = match self {
            Self::Characters(limit) => (text.chars().count() as u64, limit, ""),
            Self::Bytes(limit) => (text.len() as u64, limit, " bytes"),
        };
        (used * 5 >= limit * 4).then(|| Counter {
            text: format!("{used} of {limit}{unit}"),
            is_over: used > limit,
        })
    }
}

/// What a counter shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counter {
    /// `70 of 80`.
    pub text: String,
    /// Whether it is too much.
    pub is_over: bool,
}

fn route<'d>(route: &'d mut RouteDraft, field: &str) -> Option<&'d mut String> {
    match field {
        "from" => Some(&mut route.from),
        "botSession" => Some(&mut route.bot_session),
        _ => None,
    }
}

fn at<'d, T>(rows: &'d mut [T], number: &str) -> Option<&'d mut T> {
    rows.get_mut(number.parse::<usize>().ok()?)
}

fn content<'d>(content: &'d mut ContentDraft, parts: &[&str]) -> Option<&'d mut String> {
    match (content, parts) {
        (ContentDraft::Text(draft), ["text"]) => Some(&mut draft.text),
        (
            ContentDraft::Image(draft)
            | ContentDraft::Audio(draft)
            | ContentDraft::Video(draft)
            | ContentDraft::File(draft),
            [field],
        ) => media(draft, field),
        (ContentDraft::QuickReply(draft), ["title"]) => Some(&mut draft.title),
        (ContentDraft::QuickReply(draft), ["choices", row, field]) => {
            choice(at(&mut draft.choices, row)?, field)
        }
        (ContentDraft::Card(draft), parts) => card(draft, parts),
        (ContentDraft::Carousel(draft), ["cards", row, parts @ ..]) => {
            card(at(&mut draft.cards, row)?, parts)
        }
        (ContentDraft::Location(draft), [field]) => location(draft, field),
        (ContentDraft::Template(draft), ["responseId"]) => Some(&mut draft.response_id),
        (ContentDraft::Template(draft), [list, row, field]) => {
            parameter(at(rows::parameters_mut(draft, list)?, row)?, field)
        }
        _ => None,
    }
}

fn media<'d>(draft: &'d mut MediaDraft, field: &str) -> Option<&'d mut String> {
    match field {
        "url" => Some(&mut draft.url),
        "mimeType" => Some(&mut draft.mime_type),
        "fileName" => Some(&mut draft.file_name),
        "caption" => Some(&mut draft.caption),
        _ => None,
    }
}

fn choice<'d>(draft: &'d mut ChoiceDraft, field: &str) -> Option<&'d mut String> {
    match field {
        "label" => Some(&mut draft.label),
        "value" => Some(&mut draft.value),
        _ => None,
    }
}

fn card<'d>(draft: &'d mut CardDraft, parts: &[&str]) -> Option<&'d mut String> {
    match parts {
        ["title"] => Some(&mut draft.title),
        ["subtitle"] => Some(&mut draft.subtitle),
        ["image", "url"] => Some(&mut draft.image.url),
        ["actions", row, field] => match (at(&mut draft.actions, row)?, *field) {
            (ActionDraft::Postback(action), "title") => Some(&mut action.title),
            (ActionDraft::Postback(action), "payload") => Some(&mut action.payload),
            (ActionDraft::WebUrl(action), "title") => Some(&mut action.title),
            (ActionDraft::WebUrl(action), "url") => Some(&mut action.url),
            _ => None,
        },
        _ => None,
    }
}

fn location<'d>(draft: &'d mut LocationDraft, field: &str) -> Option<&'d mut String> {
    match field {
        "title" => Some(&mut draft.title),
        "address" => Some(&mut draft.address),
        _ => None,
    }
}

fn parameter<'d>(draft: &'d mut ParameterDraft, field: &str) -> Option<&'d mut String> {
    match field {
        "id" => Some(&mut draft.id),
        "value" => Some(&mut draft.value),
        _ => None,
    }
}

fn attachment<'d>(draft: &'d mut AttachmentDraft, field: &str) -> Option<&'d mut String> {
    match field {
        "contentType" => Some(&mut draft.content_type),
        "url" => Some(&mut draft.url),
        "fileName" => Some(&mut draft.file_name),
        _ => None,
    }
}

fn postback(action: &mut ActionDraft) -> Option<(&mut String, &mut String)> {
    match action {
        ActionDraft::Postback(action) => Some((&mut action.title, &mut action.payload)),
        _ => None,
    }
}

fn is_quick_reply(draft: &Draft) -> bool {
    matches!(draft, Draft::Structured(structured)
        if matches!(structured.content, ContentDraft::QuickReply(_)))
}

fn singular(list: &str) -> &str {
    list.strip_suffix('s').unwrap_or(list)
}

fn word(part: &str) -> &str {
    match part {
        "contactId" => "contact id",
        "conversationId" => "conversation id",
        "previousConversationId" => "earlier conversation id",
        "agentId" => "agent id",
        "guestId" => "guest id",
        "fromName" => "sender name",
        "from" => "sender",
        "to" => "recipient",
        "name" => "recipient name",
        "image" => "picture",
        "actions" => "buttons",
        "payload" => "value",
        "url" => "address",
        "mimeType" | "contentType" => "media type",
        "fileName" => "file name",
        "replyTo" => "reply address",
        "botSession" => "bot session",
        "responseId" => "canned response",
        "headerParameters" => "header values",
        "bodyParameters" => "values",
        "buttonUrlParameters" => "button values",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;
    use serde_json::{Value, json};

    /// The pointer is the draft's own: what is written there is found there in its JSON.
    fn check(draft: Value, paths: &[&str]) {
        for path in paths {
            let mut parsed: Draft = serde_json::from_value(draft.clone()).unwrap();
            *text_mut(&mut parsed, path).unwrap_or_else(|| panic!("{path} is no text")) =
                "written".into();
            let written = serde_json::to_value(&parsed).unwrap();
            assert_eq!(written.pointer(path), Some(&json!("written")), "{path}");
        }
    }

    #[test]
    fn every_text_is_found_where_its_json_pointer_points() {
        check(
            json!({"operation": "outbound"}),
            &[
                "/to",
                "/name",
                "/from",
                "/fromName",
                "/subject",
                "/body",
                "/replyTo",
            ],
        );
        check(
            json!({"operation": "proactive"}),
            &["/contactId", "/text", "/route/from"],
        );
        check(
            json!({"operation": "greet"}),
            &[
                "/conversationId",
                "/previousConversationId",
                "/agentId",
                "/text",
            ],
        );
        check(
            json!({"operation": "guest", "attachments": [{}, {}]}),
            &[
                "/guestId",
                "/conversationId",
                "/text",
                "/attachments/1/contentType",
                "/attachments/1/url",
                "/attachments/1/fileName",
                "/integration",
            ],
        );
    }

    #[test]
    fn every_text_of_structured_content_is_found() {
        let with = |content: Value| json!({"operation": "structured", "content": content});
        check(
            with(json!({"type": "text"})),
            &["/contactId", "/content/text", "/route/botSession"],
        );
        check(
            with(json!({"type": "image"})),
            &[
                "/content/url",
                "/content/mimeType",
                "/content/fileName",
                "/content/caption",
            ],
        );
        check(
            with(json!({"type": "quick-reply", "choices": [{}, {}]})),
            &[
                "/content/title",
                "/content/choices/1/label",
                "/content/choices/1/value",
            ],
        );
        let buttons = json!([{"type": "postback"}, {"type": "web_url"}]);
        check(
            with(json!({"type": "card", "actions": buttons})),
            &[
                "/content/title",
                "/content/subtitle",
                "/content/image/url",
                "/content/actions/0/payload",
                "/content/actions/1/url",
            ],
        );
        check(
            with(json!({"type": "carousel", "cards": [{}, {"actions": buttons}]})),
            &["/content/cards/0/title", "/content/cards/1/actions/0/title"],
        );
        check(
            with(json!({
                "type": "template", "headerParameters": [{}], "bodyParameters": [{}, {}],
                "buttonUrlParameters": [{}],
            })),
            &[
                "/content/responseId",
                "/content/headerParameters/0/id",
                "/content/bodyParameters/1/value",
                "/content/buttonUrlParameters/0/value",
            ],
        );
        check(
            with(json!({"type": "location"})),
            &["/content/title", "/content/address"],
        );
    }

    #[test]
    fn a_place_that_does_not_exist_is_nothing() {
        let mut draft: Draft = serde_json::from_value(json!({"operation": "structured"})).unwrap();
        assert!(text_mut(&mut draft, "/content/choices/0/label").is_none());
        assert!(text_mut(&mut draft, "").is_none());
        assert!(text_mut(&mut draft, "/to").is_none());
    }

    #[test]
    fn values_are_made_of_words() {
        assert_eq!(slug("Talk to an agent"), "talk_to_an_agent");
        assert_eq!(slug("  Café & Bar! "), "café_bar");
        assert_eq!(slug("…"), "");
    }

    #[test]
    fn fields_are_named_for_people() {
        let draft: Draft = serde_json::from_value(json!({"operation": "structured"})).unwrap();
        let name = |path| field_name(&draft, path);
        assert_eq!(name("/content/choices/1/label"), "choice 2, label");
        assert_eq!(
            name("/content/cards/0/actions/2/payload"),
            "card 1, button 3, value"
        );
        assert_eq!(name("/content/title"), "question");
        assert_eq!(name("/contactId"), "contact id");
        assert_eq!(name(""), "message");
    }

    #[test]
    fn a_counter_appears_at_four_fifths_and_counts_what_the_limit_counts() {
        let limit = Limit::Characters(80);
        assert_eq!(limit.counter(&"ü".repeat(63)), None);
        assert_eq!(limit.counter(&"ü".repeat(64)).unwrap().text, "64 of 80");
        let bytes = Limit::Bytes(4096);
        assert!(!bytes.counter(&"ü".repeat(2048)).unwrap().is_over);
        assert!(
            bytes
                .counter(&format!("{}a", "ü".repeat(2048)))
                .unwrap()
                .is_over
        );
    }
}
