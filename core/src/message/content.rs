//! Checks of a structured message's content.

use std::collections::BTreeMap;

use super::draft::{
    ActionDraft, CardDraft, ContentDraft, LocationDraft, MediaDraft, QuickReplyDraft, TemplateDraft,
};
use crate::check::Check;
use crate::id::ResponseId;
use crate::limits;
use crate::path::Path;
use crate::violation::Code;

/// Checked content of a structured message.
///
/// ```
/// use tidings_core::{message::{PersonalizedBody, draft::Draft}, policy::Policy};
///
/// let policy = Policy::default();
/// let draft: Draft = serde_json::from_str(r#"{"operation":"structured","contactId":"k-1",
///     "content":{"type":"carousel","cards":[{"title":"A"},{"title":"B"}]}}"#)?;
/// let (message, contact) = draft.check(&policy)?;
/// let personalized = message.personalize(&contact, &policy)?;
/// let PersonalizedBody::Structured { content, .. } = personalized.body() else {
///     panic!("it is a structured message")
/// };
/// assert_eq!(content.as_draft().type_name(), "carousel");
/// assert_eq!(content.split_carousel().map(|cards| cards.len()), Some(2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

    pub(super) fn check(check: &mut Check<'_>, path: &Path<'_>, draft: &ContentDraft) -> Self {
        match draft {
            ContentDraft::Text(text) => check.text(&path.field("text"), &text.text),
            ContentDraft::Image(media) => check_media(check, path, media, Some("image/")),
            ContentDraft::Audio(media) => check_media(check, path, media, Some("audio/")),
            ContentDraft::Video(media) => check_media(check, path, media, Some("video/")),
            ContentDraft::File(media) => check_media(check, path, media, None),
            ContentDraft::QuickReply(quick_reply) => check_quick_reply(check, path, quick_reply),
            ContentDraft::Card(card) => check_card(check, path, card),
            ContentDraft::Carousel(carousel) => {
                let cards = path.field("cards");
                let count = carousel.cards.len();
                check.count(&cards, "cards", count, limits::CARDS_MIN, limits::CARDS_MAX);
                for (index, card) in carousel.cards.iter().enumerate() {
                    check_card(check, &cards.index(index), card);
                }
            }
            ContentDraft::Location(location) => check_location(check, path, location),
            ContentDraft::Template(template) => check_template(check, path, template),
        }
        Self(draft.clone())
    }
}

fn check_media(check: &mut Check<'_>, path: &Path<'_>, media: &MediaDraft, kind: Option<&str>) {
    check.https_url(&path.field("url"), &media.url);
    if !media.mime_type.is_empty() {
        check_media_type(check, &path.field("mimeType"), &media.mime_type, kind);
    }
    check_file_name(check, &path.field("fileName"), &media.file_name);
    let caption = path.field("caption");
    check.max_bytes(&caption, &media.caption, check.policy().text_bytes);
    check.policy_allows(&caption, &media.caption);
}

/// `type/subtype`, and of the right kind where content has one.
fn check_media_type(check: &mut Check<'_>, path: &Path<'_>, text: &str, kind: Option<&str>) {
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
        let fix = "write one such as image/png";
        check.add(Code::MediaType, path, "is no media type", fix);
    } else if let Some(kind) = kind
        && !begins_with(text, kind)
    {
        let message = format!("{text} is not of the kind that this content shows");
        let fix = format!("write one that starts with {kind}, or send it as a file");
        check.add(Code::MediaType, path, &message, &fix);
    }
}

fn begins_with(text: &str, beginning: &str) -> bool {
    text.get(..beginning.len())
        .is_some_and(|text| text.eq_ignore_ascii_case(beginning))
}

pub(super) fn check_file_name(check: &mut Check<'_>, path: &Path<'_>, name: &str) {
    check.max_chars(path, name, limits::FILE_NAME_CHARS);
    check.one_line(path, name);
}

fn check_quick_reply(check: &mut Check<'_>, path: &Path<'_>, quick_reply: &QuickReplyDraft) {
    check.text(&path.field("title"), &quick_reply.title);
    let choices = path.field("choices");
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
        let place = choices.index(index);
        let label = place.field("label");
        check.label(&label, &choice.label, "the label", limits::LABEL_CHARS);
        labels.note(check, &label, &choice.label, index, "label of choice");
        let value = place.field("value");
        check.label(&value, &choice.value, "the value", limits::VALUE_CHARS);
        values.note(check, &value, &choice.value, index, "value of choice");
    }
}

/// Which texts stood in an earlier row. The few rows that a message may have are kept in place.
#[derive(Default)]
struct Seen<'d> {
    few: [(&'d str, usize); 16],
    count: usize,
    many: BTreeMap<&'d str, usize>,
}

impl<'d> Seen<'d> {
    fn note(
        &mut self,
        check: &mut Check<'_>,
        path: &Path<'_>,
        text: &'d str,
        row: usize,
        what: &str,
    ) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let earlier = self.few.iter().take(self.count);
        let first = earlier
            .filter(|(seen, _)| *seen == text)
            .map(|(_, row)| *row)
            .next()
            .or_else(|| self.many.get(text).copied());
        if let Some(first) = first {
            let message = format!("repeats the {what} {}", first + 1);
            check.add(Code::Duplicate, path, &message, "give it one of its own");
        } else if let Some(free) = self.few.get_mut(self.count) {
            *free = (text, row);
            self.count += 1;
        } else {
            self.many.insert(text, row);
        }
    }
}

fn check_card(check: &mut Check<'_>, path: &Path<'_>, card: &CardDraft) {
    let title = path.field("title");
    if card.title.trim().is_empty() && card.image.is_empty() {
        let message = "a card needs a title or a picture";
        check.add(Code::Required, &title, message, "add one of them");
    }
    check.max_chars(&title, &card.title, limits::CARD_TITLE_CHARS);
    check.policy_allows(&title, &card.title);
    let subtitle = path.field("subtitle");
    check.max_chars(&subtitle, &card.subtitle, limits::CARD_SUBTITLE_CHARS);
    check.policy_allows(&subtitle, &card.subtitle);
    if !card.image.is_empty() {
        check.https_url(&path.field("image").field("url"), &card.image.url);
    }
    let actions = path.field("actions");
    let count = card.actions.len();
    check.count(&actions, "buttons", count, 0, limits::CARD_ACTIONS_MAX);
    for (index, action) in card.actions.iter().enumerate() {
        check_action(check, &actions.index(index), action);
    }
}

fn check_action(check: &mut Check<'_>, path: &Path<'_>, action: &ActionDraft) {
    check.label(
        &path.field("title"),
        action.title(),
        "the button's text",
        limits::LABEL_CHARS,
    );
    match action {
        ActionDraft::Postback(postback) => check.label(
            &path.field("payload"),
            &postback.payload,
            "the value that comes back",
            limits::VALUE_CHARS,
        ),
        ActionDraft::WebUrl(web_url) => check.https_url(&path.field("url"), &web_url.url),
    }
}

fn check_location(check: &mut Check<'_>, path: &Path<'_>, location: &LocationDraft) {
    for (field, degrees, limit) in [
        ("latitude", location.latitude, limits::LATITUDE),
        ("longitude", location.longitude, limits::LONGITUDE),
    ] {
        if degrees.is_nan() || degrees.abs() > limit {
            let message = format!("is {degrees}, which is no {field}");
            let fix = format!("write degrees from -{limit} to {limit}");
            check.add(Code::InvalidNumber, &path.field(field), &message, &fix);
        }
    }
    for (field, text) in [("title", &location.title), ("address", &location.address)] {
        let field = path.field(field);
        check.max_bytes(&field, text, check.policy().text_bytes);
        check.policy_allows(&field, text);
    }
}

fn check_template(check: &mut Check<'_>, path: &Path<'_>, template: &TemplateDraft) {
    check.id(
        &path.field("responseId"),
        &template.response_id,
        "the canned response's id",
        ResponseId::parse,
    );
    for (field, parameters) in [
        ("headerParameters", &template.header_parameters),
        ("bodyParameters", &template.body_parameters),
        ("buttonUrlParameters", &template.button_url_parameters),
    ] {
        let list = path.field(field);
        let mut ids = Seen::default();
        for (index, parameter) in parameters.iter().enumerate() {
            let place = list.index(index);
            let id = place.field("id");
            let what = "the substitution's id";
            check.label(&id, &parameter.id, what, limits::LABEL_CHARS);
            ids.note(check, &id, &parameter.id, index, "id of parameter");
            let value = place.field("value");
            check.label(
                &value,
                &parameter.value,
                "the value",
                limits::PARAMETER_CHARS,
            );
        }
    }
}
