//! Quick replies, cards and carousels in the platform's normalized form
//! (`ConversationMessageContent`).

use std::borrow::Cow;

use serde::Serialize;

use crate::dialect::NotCarried;
use crate::message::draft::{ActionDraft, CardDraft, ContentDraft, QuickReplyDraft};

/// One message of a bot (`ReplyMessage`).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(in crate::dialect) struct ReplyMessage<'a> {
    r#type: &'static str,
    text: Cow<'a, str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    content: Vec<Element<'a>>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "contentType", rename_all_fields = "camelCase")]
enum Element<'a> {
    QuickReply { quick_reply: QuickReply<'a> },
    Card { card: Card<'a> },
    Carousel { carousel: Carousel<'a> },
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct QuickReply<'a> {
    text: &'a str,
    payload: &'a str,
    action: &'static str,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Card<'a> {
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    image: &'a str,
    actions: Vec<Action<'a>>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type")]
enum Action<'a> {
    Postback { text: &'a str, payload: &'a str },
    Link { text: &'a str, url: &'a str },
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Carousel<'a> {
    cards: Vec<Card<'a>>,
}

impl<'a> ReplyMessage<'a> {
    /// Plain text.
    pub(super) const fn text(text: Cow<'a, str>) -> Self {
        Self {
            r#type: "Text",
            text,
            content: Vec::new(),
        }
    }

    /// Content that has a normalized form; nothing for the rest.
    pub(super) fn structured(content: &'a ContentDraft) -> Result<Option<Self>, NotCarried> {
        let (text, content) = match content {
            ContentDraft::QuickReply(question) => (question.title.as_str(), choices(question)),
            ContentDraft::Card(draft) => {
                let card = card(draft, "/content/title")?;
                (card.title, vec![Element::Card { card }])
            }
            ContentDraft::Carousel(carousel) => {
                let cards: Result<Vec<_>, _> = carousel
                    .cards
                    .iter()
                    .enumerate()
                    .map(|(index, draft)| card(draft, &format!("/content/cards/{index}/title")))
                    .collect();
                let cards = cards?;
                let text = cards.first().map_or("", |card| card.title);
                let carousel = Carousel { cards };
                (text, vec![Element::Carousel { carousel }])
            }
            _ => return Ok(None),
        };
        Ok(Some(Self {
            r#type: "Structured",
            text: Cow::Borrowed(text),
            content,
        }))
    }
}

/// One element an option.
fn choices(question: &QuickReplyDraft) -> Vec<Element<'_>> {
    question
        .choices
        .iter()
        .map(|choice| Element::QuickReply {
            quick_reply: QuickReply {
                text: &choice.label,
                payload: &choice.value,
                action: "Message",
            },
        })
        .collect()
}

fn card<'a>(draft: &'a CardDraft, path: &str) -> Result<Card<'a>, NotCarried> {
    if draft.title.trim().is_empty() {
        let reason = "a card in a bot's session needs a title";
        return Err(NotCarried::new(path, reason, "Write one."));
    }
    let actions = draft
        .actions
        .iter()
        .map(|action| match action {
            ActionDraft::Postback(postback) => Action::Postback {
                text: &postback.title,
                payload: &postback.payload,
            },
            ActionDraft::WebUrl(link) => Action::Link {
                text: &link.title,
                url: &link.url,
            },
        })
        .collect();
    Ok(Card {
        title: &draft.title,
        description: &draft.subtitle,
        image: &draft.image.url,
        actions,
    })
}
