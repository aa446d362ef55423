//! Guide 003: what a structured message may hold.

use std::collections::HashSet;

use serde_json::Value;

use crate::fields::{list, optional_text, text, web_address, within, word};
use crate::refusal::Refusal;

/// Checks `/content` of a message's body and gives it back.
pub(super) fn check(body: &Value) -> Result<&Value, Refusal> {
    let content = body.get("content").filter(|content| content.is_object());
    let content = content.ok_or_else(|| Refusal::field("/content", "content is required"))?;
    match optional_text(content, "/type")?.unwrap_or_default() {
        "text" => {
            within(
                text(content, "/text")?,
                crate::fields::TEXT_BYTES,
                "message",
            )?;
        }
        "image" | "audio" | "video" | "file" => media(content)?,
        "quick-reply" => quick_reply(content)?,
        "card" => card(content)?,
        "carousel" => carousel(content)?,
        "location" => location(content)?,
        other => {
            let message = format!("Invalid content type: `{other}` is not one of {TYPES}");
            return Err(Refusal::field("/content/type", message));
        }
    }
    Ok(content)
}

fn media(content: &Value) -> Result<(), Refusal> {
    web_address(content, "/url")?;
    for field in ["/mimeType", "/fileName", "/caption"] {
        optional_text(content, field)?;
    }
    Ok(())
}

fn quick_reply(content: &Value) -> Result<(), Refusal> {
    text(content, "/title")?;
    let choices = list(content, "/choices")?;
    counted("/content/choices", choices.len(), 1, MAX_CHOICES)?;
    let (mut labels, mut values) = (HashSet::new(), HashSet::new());
    for place in 0..choices.len() {
        let (label, value) = (
            format!("/choices/{place}/label"),
            format!("/choices/{place}/value"),
        );
        let (label_text, value_text) = (text(content, &label)?, text(content, &value)?);
        short(&label, label_text, MAX_LABEL)?;
        short(&value, value_text, MAX_VALUE)?;
        if !labels.insert(label_text) {
            return Err(Refusal::field(
                &label,
                format!("`{label_text}` is there twice"),
            ));
        }
        if !values.insert(value_text) {
            return Err(Refusal::field(
                &value,
                format!("`{value_text}` is there twice"),
            ));
        }
    }
    Ok(())
}

fn carousel(content: &Value) -> Result<(), Refusal> {
    let cards = list(content, "/cards")?;
    counted("/content/cards", cards.len(), 1, MAX_CARDS)?;
    cards.iter().try_for_each(card)
}

fn card(card: &Value) -> Result<(), Refusal> {
    let title = optional_text(card, "/title")?.unwrap_or_default();
    short("/title", title, MAX_VALUE)?;
    optional_text(card, "/subtitle")?;
    let image = card.get("image").filter(|image| !image.is_null());
    if image.is_some() {
        web_address(card, "/image/url")?;
    }
    if title.trim().is_empty() && image.is_none() {
        return Err(Refusal::field(
            "/content/title",
            "a card needs a title or an image",
        ));
    }
    let actions = list(card, "/actions")?;
    counted("/content/actions", actions.len(), 0, MAX_ACTIONS)?;
    (0..actions.len()).try_for_each(|place| action(card, place))
}

fn action(card: &Value, place: usize) -> Result<(), Refusal> {
    let field = |name: &str| format!("/actions/{place}/{name}");
    text(card, &field("title"))?;
    match word(card, &field("type"), &["postback", "web_url"])? {
        "postback" => text(card, &field("payload")).map(drop),
        _ => web_address(card, &field("url")).map(drop),
    }
}

fn location(content: &Value) -> Result<(), Refusal> {
    for (field, limit) in [("latitude", 90.0), ("longitude", 180.0)] {
        let degrees = content.get(field).and_then(Value::as_f64);
        if degrees.is_none_or(|degrees| degrees.abs() > limit) {
            let message = format!("{field} must be a number from -{limit} to {limit}");
            return Err(Refusal::field(&format!("/content/{field}"), message));
        }
    }
    for field in ["/title", "/address"] {
        optional_text(content, field)?;
    }
    Ok(())
}

fn counted(pointer: &str, count: usize, least: usize, most: usize) -> Result<(), Refusal> {
    if (least..=most).contains(&count) {
        return Ok(());
    }
    Err(Refusal::field(
        pointer,
        format!("{count} given, {least} to {most} allowed"),
    ))
}

fn short(pointer: &str, text: &str, most: usize) -> Result<(), Refusal> {
    let length = text.chars().count();
    if length <= most {
        return Ok(());
    }
    Err(Refusal::field(
        pointer,
        format!("{length} characters given, {most} allowed"),
    ))
}

const TYPES: &str = "text, image, audio, video, file, quick-reply, card, carousel, location";
const MAX_CHOICES: usize = 13;
const MAX_LABEL: usize = 80;
const MAX_VALUE: usize = 255;
const MAX_CARDS: usize = 10;
const MAX_ACTIONS: usize = 3;
