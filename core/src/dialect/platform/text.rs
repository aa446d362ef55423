//! Structured content written as text, for ways that carry text only.

use crate::message::draft::{
    ActionDraft, CardDraft, ContentDraft, LocationDraft, MediaDraft, QuickReplyDraft,
};

/// The content as text. A template has none: its words are in Genesys Cloud.
pub(super) fn text(content: &ContentDraft) -> String {
    match content {
        ContentDraft::Text(text) => text.text.clone(),
        ContentDraft::Image(media)
        | ContentDraft::Audio(media)
        | ContentDraft::Video(media)
        | ContentDraft::File(media) => file(media),
        ContentDraft::QuickReply(question) => choices(question),
        ContentDraft::Card(card) => lines(card, &mut 0),
        ContentDraft::Carousel(carousel) => {
            let mut number = 0;
            let cards: Vec<_> = carousel
                .cards
                .iter()
                .map(|card| lines(card, &mut number))
                .collect();
            cards.join("\n\n")
        }
        ContentDraft::Location(location) => place(location),
        ContentDraft::Template(_) => String::new(),
    }
}

fn file(media: &MediaDraft) -> String {
    let name = if media.caption.trim().is_empty() {
        &media.file_name
    } else {
        &media.caption
    };
    joined([name.as_str(), &media.url])
}

fn choices(question: &QuickReplyDraft) -> String {
    let mut all = vec![question.title.trim().to_owned()];
    for (index, choice) in question.choices.iter().enumerate() {
        all.push(format!("{}. {}", index + 1, choice.label.trim()));
    }
    all.join("\n")
}

/// `number` counts the buttons that are answered, across all cards.
fn lines(card: &CardDraft, number: &mut usize) -> String {
    let mut all: Vec<String> = [&card.title, &card.subtitle, &card.image.url]
        .into_iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.trim().to_owned())
        .collect();
    for action in &card.actions {
        all.push(match action {
            ActionDraft::Postback(postback) => {
                *number += 1;
                format!("{number}. {}", postback.title.trim())
            }
            ActionDraft::WebUrl(link) => format!("{}: {}", link.title.trim(), link.url),
        });
    }
    all.join("\n")
}

fn place(location: &LocationDraft) -> String {
    let (latitude, longitude) = (location.latitude, location.longitude);
    let map = format!(
        "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=16/{latitude}/{longitude}"
    );
    joined([location.title.as_str(), &location.address, &map])
}

fn joined<const N: usize>(lines: [&str; N]) -> String {
    let lines: Vec<_> = lines
        .into_iter()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}
