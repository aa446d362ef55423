//! One line that says what a draft is about, for tables.

use super::draft::{ContentDraft, Draft, GuestActDraft};

/// Characters of a summary.
const SUMMARY_CHARS: usize = 120;

impl Draft {
    /// The subject, the first line of the text, or the title: at most 120 characters.
    ///
    /// ```
    /// use tidings_core::message::draft::{Draft, ProactiveDraft};
    ///
    /// let text = "Your order is ready.\nSee you soon!".to_owned();
    /// let draft = Draft::Proactive(ProactiveDraft { text, ..ProactiveDraft::default() });
    /// assert_eq!(draft.summary(), "Your order is ready.");
    /// ```
    pub fn summary(&self) -> String {
        let text = match self {
            Self::Outbound(outbound) if outbound.subject.is_empty() => outbound.body.as_str(),
            Self::Outbound(outbound) => &outbound.subject,
            Self::Proactive(proactive) => &proactive.text,
            Self::Greet(greet) => &greet.text,
            Self::Structured(structured) => structured.content.title(),
            Self::Guest(guest) => match &guest.act {
                GuestActDraft::Message => &guest.text,
                GuestActDraft::Typing => "typing",
                GuestActDraft::Tap { text, .. } => text,
                GuestActDraft::Receipt { .. } => "receipt",
            },
        };
        let line = text.trim().lines().next().unwrap_or_default();
        let mut summary: String = line.chars().take(SUMMARY_CHARS).collect();
        if line.chars().nth(SUMMARY_CHARS).is_some() {
            summary.push('…');
        }
        summary
    }
}

impl ContentDraft {
    /// The words that stand for this content in a table.
    fn title(&self) -> &str {
        let title = match self {
            Self::Text(text) => &text.text,
            Self::Image(media) | Self::Audio(media) | Self::Video(media) | Self::File(media) => {
                if media.caption.is_empty() {
                    &media.url
                } else {
                    &media.caption
                }
            }
            Self::QuickReply(quick_reply) => &quick_reply.title,
            Self::Card(card) => &card.title,
            Self::Carousel(carousel) => match carousel.cards.first() {
                Some(card) => &card.title,
                None => return self.type_name(),
            },
            Self::Location(location) => &location.title,
            Self::Template(template) => &template.response_id,
        };
        if title.is_empty() {
            self.type_name()
        } else {
            title
        }
    }
}
