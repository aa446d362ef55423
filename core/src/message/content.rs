//! Checks of a structured message's content.

use std::collections::HashMap;

use super::draft::{
    ActionDraft, CardDraft, ContentDraft, LocationDraft, MediaDraft, QuickReplyDraft, TemplateDraft,
};
use crate::check::Check;
use crate::id::ResponseId;
use crate::limits;
use crate::violation::Code;

/// Checked content of a structured message.
#[derive(Clone, Debug, PartialEq)]
pub struct Content(ContentDraft);

impl Content {
    /// The content as guide 003 writes it.
    pub const fn as_draft(&self) -> &ContentDraft {
        &self.0
    }

    /// The cards of a carousel, each as content of its own; nothing for other content.
    pub fn split_carousel(&self) -> Option<Vec<Self>> {
        match &self.0 {
            ContentDraft::Carousel(carousel) => Some(
                carousel
                    .cards
                    .iter()
                    .map(|card| Self(ContentDraft::Card(card.clone())))
                    .collect(),
            ),
            _ => None,
        }
    }

    pub(super) fn check(check: &mut Check<'_>, path: &str, draft: &ContentDraft) -> Self {
        match draft {
            ContentDraft::Text(text) => check.text(&format!("{path}/text"), &text.text),
            ContentDraft::Image(media) => check_media(check, path, media, Some("image/")),
            ContentDraft::Audio(media) => check_media(check, path, media, Some("audio/")),
            ContentDraft::Video(media) => check_media(check, path, media, Some("video/")),
            ContentDraft::File(media) => check_media(check, path, media, None),
            ContentDraft::QuickReply(quick_reply) => check_quick_reply(check, path, quick_reply),
            ContentDraft::Card(card) => check_card(check, path, card),
            ContentDraft::Carousel(carousel) => {
                let cards = format!("{path}/cards");
                check.count(
                    &cards,
                    "cards",
                    carousel.cards.len(),
                    limits::CARDS_MIN,
                    limits::CARDS_MAX,
                );
                for (index, card) in carousel.cards.iter().enumerate() {
                    check_card(check, &format!("{cards}/{index}"), card);
                }
            }
            ContentDraft::Location(location) => check_location(check, path, location),
            ContentDraft::Template(template) => check_template(check, path, template),
        }
        Self(draft.clone())
    }
}

fn check_media(check: &mut Check<'_>, path: &str, media: &MediaDraft, kind: Option<&str>) {
    check.https_url(&format!("{path}/url"), &media.url);
    if !media.mime_type.is_empty() {
        check_media_type(check, &format!("{path}/mimeType"), &media.mime_type, kind);
    }
    check_file_name(check, &format!("{path}/fileName"), &media.file_name);
    let caption = format!("{path}/caption");
    check.max_bytes(&caption, &media.caption, check.policy().text_bytes);
    check.policy_allows(&caption, &media.caption);
}

/// `type/subtype`, and of the right kind where content has one.
fn check_media_type(check: &mut Check<'_>, path: &str, text: &str, kind: Option<&str>) {
    let is_token = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "!#$&-^_.+".contains(c))
    };
    let well_formed = text
        .split_once('/')
        .is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype));
    if !well_formed {
        check.add(
            Code::MediaType,
            path,
            "is no media type; write one such as image/png",
        );
    } else if let Some(kind) = kind
        && !text.to_ascii_lowercase().starts_with(kind)
    {
        check.add(
            Code::MediaType,
            path,
            format!("must start with {kind} for this content"),
        );
    }
}

pub(super) fn check_file_name(check: &mut Check<'_>, path: &str, name: &str) {
    check.max_chars(path, name, limits::FILE_NAME_CHARS);
    check.one_line(path, name);
}

fn check_quick_reply(check: &mut Check<'_>, path: &str, quick_reply: &QuickReplyDraft) {
    check.text(&format!("{path}/title"), &quick_reply.title);
    let choices = format!("{path}/choices");
    check.count(
        &choices,
        "choices",
        quick_reply.choices.len(),
        limits::CHOICES_MIN,
        limits::CHOICES_MAX,
    );
    let mut labels = Seen::default();
    let mut values = Seen::default();
    for (index, choice) in quick_reply.choices.iter().enumerate() {
        let label = format!("{choices}/{index}/label");
        check.label(&label, &choice.label, "the label", limits::LABEL_CHARS);
        labels.note(check, &label, &choice.label, index, "label of choice");
        let value = format!("{choices}/{index}/value");
        check.label(&value, &choice.value, "the value", limits::VALUE_CHARS);
        values.note(check, &value, &choice.value, index, "value of choice");
    }
}

/// Which texts stood in an earlier row.
#[derive(Default)]
struct Seen<'d>(HashMap<&'d str, usize>);

impl<'d> Seen<'d> {
    fn note(&mut self, check: &mut Check<'_>, path: &str, text: &'d str, row: usize, what: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if let Some(first) = self.0.get(text) {
            let message = format!("repeats the {what} {}; give it one of its own", first + 1);
            check.add(Code::Duplicate, path, message);
        } else {
            self.0.insert(text, row);
        }
    }
}

fn check_card(check: &mut Check<'_>, path: &str, card: &CardDraft) {
    let title = format!("{path}/title");
    if card.title.trim().is_empty() && card.image.is_empty() {
        check.add(Code::Required, &title, "a card needs a title or a picture");
    }
    check.max_chars(&title, &card.title, limits::CARD_TITLE_CHARS);
    check.policy_allows(&title, &card.title);
    let subtitle = format!("{path}/subtitle");
    check.max_chars(&subtitle, &card.subtitle, limits::CARD_SUBTITLE_CHARS);
    check.policy_allows(&subtitle, &card.subtitle);
    if !card.image.is_empty() {
        check.https_url(&format!("{path}/image/url"), &card.image.url);
    }
    let actions = format!("{path}/actions");
    check.count(
        &actions,
        "buttons",
        card.actions.len(),
        0,
        limits::CARD_ACTIONS_MAX,
    );
    for (index, action) in card.actions.iter().enumerate() {
        check_action(check, &format!("{actions}/{index}"), action);
    }
}

fn check_action(check: &mut Check<'_>, path: &str, action: &ActionDraft) {
    check.label(
        &format!("{path}/title"),
        action.title(),
        "the button's text",
        limits::LABEL_CHARS,
    );
    match action {
        ActionDraft::Postback(postback) => {
            let payload = format!("{path}/payload");
            check.label(
                &payload,
                &postback.payload,
                "the value that comes back",
                limits::VALUE_CHARS,
            );
        }
        ActionDraft::WebUrl(web_url) => check.https_url(&format!("{path}/url"), &web_url.url),
    }
}

fn check_location(check: &mut Check<'_>, path: &str, location: &LocationDraft) {
    for (field, degrees, limit) in [
        ("latitude", location.latitude, limits::LATITUDE),
        ("longitude", location.longitude, limits::LONGITUDE),
    ] {
        if degrees.is_nan() || degrees.abs() > limit {
            let message = format!("must be between -{limit} and {limit} degrees, is {degrees}");
            check.add(Code::InvalidNumber, &format!("{path}/{field}"), message);
        }
    }
    for (field, text) in [("title", &location.title), ("address", &location.address)] {
        let field = format!("{path}/{field}");
        check.max_bytes(&field, text, check.policy().text_bytes);
        check.policy_allows(&field, text);
    }
}

fn check_template(check: &mut Check<'_>, path: &str, template: &TemplateDraft) {
    check.id(
        &format!("{path}/responseId"),
        &template.response_id,
        "the canned response's id",
        ResponseId::parse,
    );
    for (field, parameters) in [
        ("headerParameters", &template.header_parameters),
        ("bodyParameters", &template.body_parameters),
        ("buttonUrlParameters", &template.button_url_parameters),
    ] {
        let mut ids = Seen::default();
        for (index, parameter) in parameters.iter().enumerate() {
            let id = format!("{path}/{field}/{index}/id");
            check.label(
                &id,
                &parameter.id,
                "the substitution's id",
                limits::LABEL_CHARS,
            );
            ids.note(check, &id, &parameter.id, index, "id of parameter");
            let value = format!("{path}/{field}/{index}/value");
            check.label(
                &value,
                &parameter.value,
                "the value",
                limits::PARAMETER_CHARS,
            );
        }
    }
}
