//! What each dialect and channel can carry: one table for the page, the command line and
//! `docs/capabilities.md`.
//!
//! Sources: the five guides; for the published API its client libraries and Genesys' documentation
//! (quick replies, cards and carousels travel only into a live bot session; agentless messages are
//! text, and WhatsApp's are approved templates).

use core::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};

use crate::channel::Channel;
use crate::dialect::Dialect;
use crate::message::Content;
use crate::message::draft::ContentDraft;

/// A kind of content.
///
/// ```
/// use tidings_core::capability::Kind;
///
/// assert_eq!(Kind::QuickReply.name(), "quick-reply");
/// assert!(Kind::ALL.contains(&Kind::Template));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// Plain text.
    Text,
    /// An HTML body.
    Html,
    /// A question with choices to tap.
    QuickReply,
    /// Picture, title, subtitle and buttons.
    Card,
    /// A row of cards.
    Carousel,
    /// A picture.
    Image,
    /// A sound.
    Audio,
    /// A film.
    Video,
    /// Any other file.
    File,
    /// A place on the map.
    Location,
    /// A canned response, filled in.
    Template,
}

impl Kind {
    /// Every kind, in the order in which tables list them.
    pub const ALL: [Self; 11] = [
        Self::Text,
        Self::Html,
        Self::QuickReply,
        Self::Card,
        Self::Carousel,
        Self::Image,
        Self::Audio,
        Self::Video,
        Self::File,
        Self::Location,
        Self::Template,
    ];

    /// The name in JSON and in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::QuickReply => "quick-reply",
            Self::Card => "card",
            Self::Carousel => "carousel",
            Self::Image => "image",
            Self::Audio => "audio",
            Self::Video => "video",
            Self::File => "file",
            Self::Location => "location",
            Self::Template => "template",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Content {
    /// Its kind.
    pub const fn kind(&self) -> Kind {
        match self.as_draft() {
            ContentDraft::Text(_) => Kind::Text,
            ContentDraft::Image(_) => Kind::Image,
            ContentDraft::Audio(_) => Kind::Audio,
            ContentDraft::Video(_) => Kind::Video,
            ContentDraft::File(_) => Kind::File,
            ContentDraft::QuickReply(_) => Kind::QuickReply,
            ContentDraft::Card(_) => Kind::Card,
            ContentDraft::Carousel(_) => Kind::Carousel,
            ContentDraft::Location(_) => Kind::Location,
            ContentDraft::Template(_) => Kind::Template,
        }
    }
}

/// What a channel does with a kind of content.
///
/// ```
/// use tidings_core::{capability::{Kind, Support, support}, channel::Channel, dialect::Dialect};
///
/// let card = support(Dialect::Platform, Channel::Sms, Kind::Card);
/// assert!(matches!(card, Support::AsText { .. }));
/// assert_eq!(card.word(), "as text");
/// assert!(card.note().is_some_and(|note| note.contains("a line each")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(
    tag = "verdict",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum Support {
    /// It arrives as it is.
    AsIs,
    /// It arrives as it is in our sandbox, elsewhere as several messages.
    Split {
        /// What becomes of it.
        note: &'static str,
    },
    /// It arrives as it is in a live bot session, elsewhere as text.
    BotSession {
        /// What becomes of it without one.
        note: &'static str,
    },
    /// It arrives as text.
    AsText {
        /// What becomes of it.
        note: &'static str,
    },
    /// It is not sent.
    Refused {
        /// Why.
        reason: &'static str,
        /// What to do.
        hint: &'static str,
    },
}

impl Support {
    /// The word for it in tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AsIs => "as is",
            Self::Split { .. } => "split",
            Self::BotSession { .. } => "in a bot session, else text",
            Self::AsText { .. } => "as text",
            Self::Refused { .. } => "–",
        }
    }

    /// What becomes of it, in a sentence; nothing when it arrives as it is.
    pub const fn note(self) -> Option<&'static str> {
        match self {
            Self::AsIs => None,
            Self::Split { note } | Self::BotSession { note } | Self::AsText { note } => Some(note),
            Self::Refused { reason, .. } => Some(reason),
        }
    }
}

/// What a dialect's channel does with a kind of content.
///
/// ```
/// use tidings_core::{capability::{Kind, Support, support}, channel::Channel, dialect::Dialect};
///
/// let html = |channel| support(Dialect::Guides, channel, Kind::Html);
/// assert_eq!(html(Channel::Email), Support::AsIs);
/// assert!(matches!(html(Channel::Sms), Support::Refused { .. }));
/// ```
pub const fn support(dialect: Dialect, channel: Channel, kind: Kind) -> Support {
    match dialect {
        Dialect::Guides => of_guides(channel, kind),
        Dialect::Platform => of_platform(channel, kind),
    }
}

const fn of_guides(channel: Channel, kind: Kind) -> Support {
    match (channel, kind) {
        (Channel::Email, Kind::Text | Kind::Html)
        | (Channel::Sms | Channel::WebMessaging, Kind::Text) => Support::AsIs,
        (Channel::Email, _) => MAIL_ONLY,
        (Channel::Sms | Channel::Open, Kind::Html) => NO_HTML,
        (Channel::Sms, _) => Support::Refused {
            reason: "the guides send text only by SMS",
            hint: "Write it as text.",
        },
        (Channel::WebMessaging, _) => Support::Refused {
            reason: "the guides send a web messaging contact text only",
            hint: "Send it as a structured message to an open messaging contact, or write it as text.",
        },
        (Channel::Open, Kind::Template) => Support::Refused {
            reason: "the guides know no canned responses",
            hint: "Use a connection that speaks the published API.",
        },
        (Channel::Open, Kind::Carousel) => Support::Split {
            note: "a card message for each card, except in the sandbox: the guides know no carousel",
        },
        (Channel::Open, _) => Support::AsIs,
        (Channel::WhatsApp | Channel::Apple, _) => Support::Refused {
            reason: "the guides know no such channel",
            hint: "Use a connection that speaks the published API.",
        },
    }
}

const fn of_platform(channel: Channel, kind: Kind) -> Support {
    match (channel, kind) {
        (Channel::Email, Kind::Text | Kind::Html)
        | (Channel::WhatsApp, Kind::Template)
        | (Channel::Sms | Channel::WebMessaging | Channel::Open | Channel::Apple, Kind::Text) => {
            Support::AsIs
        }
        (Channel::Email, _) => MAIL_ONLY,
        (Channel::WhatsApp, _) => Support::Refused {
            reason: "WhatsApp takes an approved template only, unless the customer is answered by an agent",
            hint: "Send a template: content of the type template with the canned response's id.",
        },
        (_, Kind::Html) => NO_HTML,
        (_, Kind::Template) => Support::Refused {
            reason: "templates go by WhatsApp only",
            hint: "Choose the channel whatsapp, or send the canned response's text.",
        },
        (Channel::WebMessaging | Channel::Open, Kind::QuickReply) => {
            Support::BotSession { note: CHOICES }
        }
        (Channel::WebMessaging | Channel::Open, Kind::Card) => Support::BotSession { note: CARD },
        (Channel::WebMessaging | Channel::Open, Kind::Carousel) => {
            Support::BotSession { note: CAROUSEL }
        }
        (_, Kind::QuickReply) => Support::AsText { note: CHOICES },
        (_, Kind::Card) => Support::AsText { note: CARD },
        (_, Kind::Carousel) => Support::AsText { note: CAROUSEL },
        (_, Kind::Image | Kind::Audio | Kind::Video | Kind::File) => Support::AsText {
            note: "the caption and the file's address",
        },
        (_, Kind::Location) => Support::AsText {
            note: "the place's name and address and the address of a map",
        },
    }
}

const MAIL_ONLY: Support = Support::Refused {
    reason: "an e-mail is text or HTML",
    hint: "Write it as an outbound message.",
};
const NO_HTML: Support = Support::Refused {
    reason: "only e-mail carries HTML",
    hint: "Write it as text.",
};
const CHOICES: &str = "the title and the choices, numbered";
const CARD: &str = "title, subtitle and buttons a line each, addresses written out";
const CAROUSEL: &str = "each card's title, subtitle and buttons a line each, addresses written out";

/// One entry of the table.
///
/// ```
/// use tidings_core::{capability::{Kind, table}, channel::Channel};
///
/// let carrying = table().filter(|one| one.kind == Kind::Template && one.support.word() == "as is");
/// let channels: Vec<_> = carrying.map(|one| one.channel).collect();
/// assert_eq!(channels, [Channel::WhatsApp]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Capability {
    /// In which dialect.
    pub dialect: Dialect,
    /// On which channel.
    pub channel: Channel,
    /// Which kind of content.
    pub kind: Kind,
    /// What becomes of it.
    #[serde(flatten)]
    pub support: Support,
}

/// Every entry: dialect by dialect, kind by kind, channel by channel.
///
/// ```
/// use tidings_core::{capability::{Kind, table}, channel::Channel, dialect::Dialect};
///
/// let entries = Dialect::ALL.len() * Kind::ALL.len() * Channel::ALL.len();
/// assert_eq!(table().count(), entries);
/// ```
pub fn table() -> impl Iterator<Item = Capability> {
    Dialect::ALL.into_iter().flat_map(|dialect| {
        Kind::ALL.into_iter().flat_map(move |kind| {
            Channel::ALL.into_iter().map(move |channel| Capability {
                dialect,
                channel,
                kind,
                support: support(dialect, channel, kind),
            })
        })
    })
}

/// The table of one dialect in Markdown, with what its words mean below it.
///
/// ```
/// use tidings_core::{capability::markdown, dialect::Dialect};
///
/// let text = markdown(Dialect::Guides);
/// assert!(text.contains("\n| html | as is |"), "{text}");
/// ```
pub fn markdown(dialect: Dialect) -> String {
    // Writing to a string cannot fail.
    let mut notes: Vec<&str> = Vec::new();
    let mut text = String::from("| |");
    for channel in Channel::ALL {
        let _ = write!(text, " {} |", channel.title());
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(Channel::ALL.len()));
    for kind in Kind::ALL {
        let _ = write!(text, "\n| {kind} |");
        for channel in Channel::ALL {
            let support = support(dialect, channel, kind);
            text.push(' ');
            text.push_str(support.word());
            if let Some(note) = support.note() {
                let known = notes.iter().position(|earlier| *earlier == note);
                let number = known.unwrap_or_else(|| {
                    notes.push(note);
                    notes.len() - 1
                });
                let _ = write!(text, " ({})", number + 1);
            }
            text.push_str(" |");
        }
    }
    text.push('\n');
    for (index, note) in notes.iter().enumerate() {
        let _ = write!(text, "\n{}. {note}", index + 1);
    }
    text.push('\n');
    text
}
