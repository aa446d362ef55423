//! Every limit as data: what it counts, where it applies, how well it is known and who says so.
//!
//! [`TABLE`] is the one place of each number; the constants that checks use are read from it, and
//! `docs/limits.md` is written from it. What is [certain](Certainty::Certain),
//! [documented](Certainty::Documented) or [our own rule](Certainty::Ours) refuses a message; what is
//! [unsure](Certainty::Unsure) only warns.
//!
//! ```
//! use tidings_core::channel::Channel;
//! use tidings_core::dialect::Dialect;
//! use tidings_core::limits;
//!
//! let of_text = limits::on(Dialect::Platform, Channel::Sms, "/text");
//! let most: Vec<_> = of_text.filter_map(|limit| limit.most).collect();
//! assert!(most.contains(&765), "{most:?}");
//! ```

pub use limit::{Certainty, Limit};
pub use table::TABLE;

pub mod channel;
mod document;
mod limit;
mod table;

pub use document::markdown;

use crate::channel::Channel;
use crate::dialect::Dialect;

/// The limits of one field on one channel of one dialect.
///
/// `field` is a JSON pointer into a draft; `*` in the table's stands for any position in a list.
///
/// ```
/// use tidings_core::{channel::Channel, dialect::Dialect, limits};
///
/// let mut of_subject = limits::on(Dialect::Platform, Channel::Email, "/subject");
/// assert!(of_subject.any(|limit| limit.most == Some(limits::SUBJECT_CHARS)));
/// assert_eq!(limits::on(Dialect::Platform, Channel::Email, "/nothing").count(), 0);
/// ```
pub fn on(dialect: Dialect, channel: Channel, field: &str) -> impl Iterator<Item = &'static Limit> {
    TABLE
        .iter()
        .filter(move |limit| limit.applies(dialect, channel) && limit.is_of(field))
}

/// Bytes of UTF-8 in a text of G1 to G4.
pub const TEXT_BYTES: u64 = table::TEXT.number();
/// Bytes of an attachment: 25 MiB.
pub const ATTACHMENT_BYTES: u64 = table::ATTACHMENT.number();
/// Attachments of one guest message.
pub const ATTACHMENTS: u64 = table::ATTACHMENTS.number();
/// Characters of a text on every messaging channel but SMS.
pub const MESSAGE_CHARS: u64 = table::MESSAGE.number();
/// Characters of an SMS: five parts of GSM-7.
pub const SMS_CHARS: u64 = table::SMS.number();
/// Messages that an SMS may be split into.
pub const SMS_PARTS: u64 = table::SMS_PARTS.number();
/// Characters of an e-mail's subject.
pub const SUBJECT_CHARS: u64 = table::SUBJECT.number();
/// Characters of a sender's or recipient's name.
pub const NAME_CHARS: u64 = table::NAME.number();
/// Bytes of a request to the published API.
pub const REQUEST_BYTES: u64 = table::REQUEST.number();
/// Bytes of an outbound message's body; below what the published API takes as a request.
pub const BODY_BYTES: u64 = table::BODY.number();
/// Fewest choices of a quick reply.
pub const CHOICES_MIN: u64 = table::CHOICES.fewest();
/// Most choices of a quick reply.
pub const CHOICES_MAX: u64 = table::CHOICES.number();
/// Characters of a choice's label and of a button's text.
pub const LABEL_CHARS: u64 = table::LABEL.number();
/// Characters of a choice's value and of a button's payload.
pub const VALUE_CHARS: u64 = table::VALUE.number();
/// Characters of a card's title.
pub const CARD_TITLE_CHARS: u64 = table::CARD_TITLE.number();
/// Characters of a card's subtitle.
pub const CARD_SUBTITLE_CHARS: u64 = table::CARD_SUBTITLE.number();
/// Most buttons of a card.
pub const CARD_ACTIONS_MAX: u64 = table::CARD_ACTIONS.number();
/// Fewest cards of a carousel.
pub const CARDS_MIN: u64 = table::CARDS.fewest();
/// Most cards of a carousel.
pub const CARDS_MAX: u64 = table::CARDS.number();
/// Characters that fill one gap of a canned response.
pub const PARAMETER_CHARS: u64 = table::PARAMETER.number();
/// Characters of a file's name.
pub const FILE_NAME_CHARS: u64 = table::FILE_NAME.number();
/// Characters of a web address.
pub const URL_CHARS: u64 = table::URL.number();
/// Degrees of latitude, both ways.
pub const LATITUDE: f64 = degrees(table::LATITUDE);
/// Degrees of longitude, both ways.
pub const LONGITUDE: f64 = degrees(table::LONGITUDE);

#[expect(
    clippy::cast_precision_loss,
    reason = "whole degrees, at most 180 of them"
)]
const fn degrees(limit: Limit) -> f64 {
    limit.number() as f64
}
