//! `POST /integrations/botconnectors/outgoing/messages`: what a bot says in its live session, the
//! one public call that carries structured content (`PLATFORM-API` §13).

use serde_json::{Map, Value, json};

use super::attempt::{Attempt, Place, partner};
use crate::Operation;
use crate::call::{Call, Reply};
use crate::cloud::Cloud;
use crate::fields;
use crate::ids::Kind;
use crate::platform::portrait::{Key, Media, Name, Portrait, Purpose};
use crate::population::TalkKey;
use crate::refusal::Refusal;

pub(super) fn send(cloud: &Cloud, call: &Call) -> Result<Reply, Refusal> {
    let body = &call.body;
    let id = fields::text(body, "/botSessionId")?;
    let portrait = session(cloud, id)
        .filter(|portrait| portrait.is_with(Purpose::Botflow))
        .ok_or_else(|| {
            let message = format!("Bot session {id} not found or not active");
            Refusal::not_found(message).about("botSession", id)
        })?;
    let count = fields::list(body, "/replyMessages")?.len();
    if count == 0 {
        return Err(Refusal::field(
            "/replyMessages",
            "replyMessages is required",
        ));
    }
    let said = (0..count)
        .map(|place| say(body, &format!("/replyMessages/{place}")))
        .collect::<Result<Vec<_>, _>>()?;
    let recipient = partner(cloud, &portrait)
        .ok_or_else(|| Refusal::bad_request("The conversation has no customer"))?;
    let bot = portrait
        .segments()
        .find(|(participant, _)| participant.purpose == Purpose::Botflow);
    let bot = bot.map(|(_, session)| (session.media, session.local.clone()));
    let Some((Media::Message(kind), local)) = bot else {
        return Err(Refusal::bad_request("The bot does not talk by messages"));
    };
    let mut deliveries = said.into_iter().map(|(text, shown, content)| {
        let attempt = Attempt {
            operation: Operation::Structured,
            kind,
            local: &local,
            recipient: &recipient,
            text,
            shown,
            content,
            failure: None,
        };
        let (mut delivery, _) = attempt.send(cloud, Place::Active(portrait.key));
        delivery.message.sender = Some("bot".to_owned());
        delivery
    });
    // One call is one line of the ledger; what it says beside is shown all the same.
    let first = deliveries.next();
    for delivery in deliveries {
        cloud.show(delivery.number, delivery.thread, delivery.message);
    }
    let id = first.as_ref().map(|delivery| delivery.message.id.clone());
    Ok(Reply {
        delivery: first,
        ..Reply::ok(json!({ "messageId": id }))
    })
}

/// The conversation of a bot's session.
fn session(cloud: &Cloud, id: &str) -> Option<Portrait> {
    let talk = cloud.ids.read(Kind::BotSession, id);
    let talk = talk.map(|number| Key::Talk(TalkKey::from_number(number)));
    let started = || {
        cloud
            .ids
            .read(Kind::StartedBotSession, id)
            .map(Key::Started)
    };
    let own = || cloud.ids.read(Kind::OwnBotSession, id).map(Key::Own);
    let key = talk.or_else(started).or_else(own)?;
    debug_assert_eq!(Name::bot_session(key).write(cloud), id);
    Portrait::now(cloud, key)
}

type Said = (String, Value, Vec<Value>);

/// One message: its text, what the messenger shows, and its content as it was sent.
fn say(body: &Value, at: &str) -> Result<Said, Refusal> {
    let kind = fields::word(body, &format!("{at}/type"), &["Text", "Structured"])?;
    let text = fields::optional_text(body, &format!("{at}/text"))?.unwrap_or_default();
    let content = fields::list(body, &format!("{at}/content"))?;
    if kind == "Text" || content.is_empty() {
        let text = fields::text(body, &format!("{at}/text"))?.to_owned();
        let shown = json!({ "type": "text", "text": text });
        return Ok((text, shown, content.to_vec()));
    }
    let shown = shown(body, at, text, content)?;
    Ok((text.to_owned(), shown, content.to_vec()))
}

fn shown(body: &Value, at: &str, text: &str, content: &[Value]) -> Result<Value, Refusal> {
    let field = |place: usize, name: &str| format!("{at}/content/{place}/{name}");
    let kinds = ["QuickReply", "Card", "Carousel", "Attachment", "Text"];
    let first = fields::word(body, &field(0, "contentType"), &kinds)?;
    match first {
        "QuickReply" => {
            let choices = (0..content.len())
                .map(|place| {
                    fields::word(body, &field(place, "contentType"), &["QuickReply"])?;
                    let label = fields::text(body, &field(place, "quickReply/text"))?;
                    let value = fields::text(body, &field(place, "quickReply/payload"))?;
                    Ok(json!({ "label": label, "value": value }))
                })
                .collect::<Result<Vec<_>, Refusal>>()?;
            Ok(json!({ "type": "quick-reply", "title": text, "choices": choices }))
        }
        "Card" => {
            let mut shown = card(body, &field(0, "card"))?;
            shown["type"] = "card".into();
            Ok(shown)
        }
        "Carousel" => {
            let list = field(0, "carousel/cards");
            let count = fields::list(body, &list)?.len();
            if !(1..=CARDS).contains(&count) {
                let message = format!("a carousel holds 1 to {CARDS} cards");
                return Err(Refusal::field(&list, message));
            }
            let cards = (0..count)
                .map(|place| card(body, &format!("{list}/{place}")))
                .collect::<Result<Vec<_>, _>>()?;
            Ok(json!({ "type": "carousel", "cards": cards }))
        }
        "Attachment" => {
            let url = fields::web_address(body, &field(0, "attachment/url"))?;
            let media = ["Image", "Video", "Audio", "File", "Link"];
            let media = fields::word(body, &field(0, "attachment/mediaType"), &media)?;
            let kind = if media == "Link" {
                "file".to_owned()
            } else {
                media.to_lowercase()
            };
            Ok(json!({ "type": kind, "url": url, "caption": text }))
        }
        _ => {
            let words = fields::text(body, &field(0, "text/body"))?;
            Ok(json!({ "type": "text", "text": words }))
        }
    }
}

fn card(body: &Value, at: &str) -> Result<Value, Refusal> {
    let field = |name: &str| format!("{at}/{name}");
    let mut card = Map::new();
    card.insert("title".into(), fields::text(body, &field("title"))?.into());
    if let Some(description) = fields::optional_text(body, &field("description"))? {
        card.insert("subtitle".into(), description.into());
    }
    if fields::optional_text(body, &field("image"))?.is_some() {
        let url = fields::web_address(body, &field("image"))?;
        card.insert("image".into(), json!({ "url": url }));
    }
    let count = fields::list(body, &field("actions"))?.len();
    let actions = (0..count)
        .map(|place| action(body, &field(&format!("actions/{place}"))))
        .collect::<Result<Vec<_>, _>>()?;
    card.insert("actions".into(), actions.into());
    Ok(card.into())
}

fn action(body: &Value, at: &str) -> Result<Value, Refusal> {
    let field = |name: &str| format!("{at}/{name}");
    let kind = fields::word(body, &field("type"), &["Link", "Postback"])?;
    let title = fields::text(body, &field("text"))?;
    if kind == "Link" {
        let url = fields::web_address(body, &field("url"))?;
        return Ok(json!({ "type": "web_url", "title": title, "url": url }));
    }
    let payload = fields::text(body, &field("payload"))?;
    Ok(json!({ "type": "postback", "title": title, "payload": payload }))
}

/// The platform's limit for a carousel.
const CARDS: usize = 10;
