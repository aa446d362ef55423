//! The lists of a draft: choices, cards, buttons, attachments.

use tidings_core::message::draft::{
    ActionDraft, AttachmentDraft, CardDraft, CarouselDraft, ChoiceDraft, ContentDraft, Draft,
    LocationDraft, MediaDraft, ParameterDraft, PostbackDraft, QuickReplyDraft, TemplateDraft,
    TextDraft,
};

use super::fields::slug;

/// A list of which rows can be added, removed and moved, whatever they hold.
pub(super) trait Rows {
    /// How many there are.
    fn len(&self) -> usize;
    /// Adds a row made of one line of text. `index` is at most [`Rows::len`].
    fn insert_line(&mut self, index: usize, line: &str);
    /// Takes a row out. `index` is below [`Rows::len`].
    fn remove_at(&mut self, index: usize);
    /// Moves a row. Both are below [`Rows::len`].
    fn move_to(&mut self, from: usize, to: usize);
}

/// A row that can be made of a line of text.
trait FromLine {
    fn from_line(line: &str) -> Self;
}

impl<T: FromLine> Rows for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn insert_line(&mut self, index: usize, line: &str) {
        self.insert(index, T::from_line(line));
    }

    fn remove_at(&mut self, index: usize) {
        self.remove(index);
    }

    fn move_to(&mut self, from: usize, to: usize) {
        let row = self.remove(from);
        self.insert(to, row);
    }
}

impl FromLine for ChoiceDraft {
    fn from_line(line: &str) -> Self {
        Self {
            label: line.to_owned(),
            value: slug(line),
        }
    }
}

impl FromLine for ActionDraft {
    fn from_line(line: &str) -> Self {
        Self::Postback(PostbackDraft {
            title: line.to_owned(),
            payload: slug(line),
        })
    }
}

impl FromLine for CardDraft {
    fn from_line(line: &str) -> Self {
        Self {
            title: line.to_owned(),
            ..Self::default()
        }
    }
}

impl FromLine for AttachmentDraft {
    fn from_line(line: &str) -> Self {
        Self {
            url: line.to_owned(),
            ..Self::default()
        }
    }
}

impl FromLine for ParameterDraft {
    fn from_line(line: &str) -> Self {
        Self {
            id: line.to_owned(),
            ..Self::default()
        }
    }
}

/// The list at a JSON pointer; nothing where there is none.
pub(super) fn list_mut<'d>(draft: &'d mut Draft, path: &str) -> Option<&'d mut dyn Rows> {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    match (draft, parts.as_slice()) {
        (Draft::Guest(guest), ["attachments"]) => Some(&mut guest.attachments),
        (Draft::Structured(structured), ["content", rest @ ..]) => {
            match (&mut structured.content, rest) {
                (ContentDraft::QuickReply(draft), ["choices"]) => Some(&mut draft.choices),
                (ContentDraft::Card(card), ["actions"]) => Some(&mut card.actions),
                (ContentDraft::Carousel(carousel), ["cards"]) => Some(&mut carousel.cards),
                (ContentDraft::Carousel(carousel), ["cards", row, "actions"]) => {
                    let card = carousel.cards.get_mut(row.parse::<usize>().ok()?)?;
                    Some(&mut card.actions)
                }
                (ContentDraft::Template(template), [list]) => Some(parameters_mut(template, list)?),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A template's values by the name of their list.
pub(super) fn parameters_mut<'d>(
    template: &'d mut TemplateDraft,
    list: &str,
) -> Option<&'d mut Vec<ParameterDraft>> {
    match list {
        "headerParameters" => Some(&mut template.header_parameters),
        "bodyParameters" => Some(&mut template.body_parameters),
        "buttonUrlParameters" => Some(&mut template.button_url_parameters),
        _ => None,
    }
}

/// The buttons of the card at a JSON pointer.
pub(super) fn action_mut<'d>(draft: &'d mut Draft, path: &str) -> Option<&'d mut ActionDraft> {
    let Draft::Structured(structured) = draft else {
        return None;
    };
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let (card, row) = match (&mut structured.content, parts.as_slice()) {
        (ContentDraft::Card(card), ["content", "actions", row]) => (card, row),
        (ContentDraft::Carousel(carousel), ["content", "cards", card, "actions", row]) => {
            (carousel.cards.get_mut(card.parse::<usize>().ok()?)?, row)
        }
        _ => return None,
    };
    card.actions.get_mut(row.parse::<usize>().ok()?)
}

/// The same content with the rows that nobody would do without.
pub(super) fn with_first_rows(mut content: ContentDraft) -> ContentDraft {
    match &mut content {
        ContentDraft::QuickReply(draft) if draft.choices.is_empty() => {
            draft.choices = vec![ChoiceDraft::default(), ChoiceDraft::default()];
        }
        ContentDraft::Carousel(draft) if draft.cards.is_empty() => {
            draft.cards = vec![CardDraft::default(), CardDraft::default()];
        }
        _ => {}
    }
    content
}

/// Content of another kind that keeps the headline, the picture and the rows where it can.
pub(super) fn converted(content: &ContentDraft, type_name: &str) -> ContentDraft {
    if content.type_name() == type_name {
        return content.clone();
    }
    let headline = headline(content);
    let media = || match content {
        ContentDraft::Image(media)
        | ContentDraft::Audio(media)
        | ContentDraft::Video(media)
        | ContentDraft::File(media) => MediaDraft {
            mime_type: String::new(),
            ..media.clone()
        },
        _ => MediaDraft::default(),
    };
    let card = || match content {
        ContentDraft::Carousel(carousel) => carousel.cards.first().cloned().unwrap_or_default(),
        _ => CardDraft::from_line(&headline),
    };
    with_first_rows(match type_name {
        "text" => ContentDraft::Text(TextDraft { text: headline }),
        "image" => ContentDraft::Image(media()),
        "audio" => ContentDraft::Audio(media()),
        "video" => ContentDraft::Video(media()),
        "file" => ContentDraft::File(media()),
        "card" => ContentDraft::Card(card()),
        "carousel" => ContentDraft::Carousel(CarouselDraft {
            cards: match content {
                ContentDraft::Card(card) => vec![card.clone()],
                _ => Vec::new(),
            },
        }),
        "location" => ContentDraft::Location(LocationDraft {
            title: headline,
            ..LocationDraft::default()
        }),
        "template" => ContentDraft::Template(TemplateDraft::default()),
        _ => ContentDraft::QuickReply(QuickReplyDraft {
            title: headline,
            choices: Vec::new(),
        }),
    })
}

fn headline(content: &ContentDraft) -> String {
    match content {
        ContentDraft::Text(draft) => draft.text.clone(),
        ContentDraft::QuickReply(draft) => draft.title.clone(),
        ContentDraft::Card(draft) => draft.title.clone(),
        ContentDraft::Carousel(draft) => draft
            .cards
            .first()
            .map(|card| card.title.clone())
            .unwrap_or_default(),
        ContentDraft::Location(draft) => draft.title.clone(),
        ContentDraft::Image(draft)
        | ContentDraft::Audio(draft)
        | ContentDraft::Video(draft)
        | ContentDraft::File(draft) => draft.caption.clone(),
        _ => String::new(),
    }
}
