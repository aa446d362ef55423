//! Every limit as a documented number with its source.
//!
//! *certain*: a guide states it, or Genesys' client libraries for the published API. *ours*: the
//! guides are silent, and this is the rule we chose.

pub mod channel;

/// Bytes of UTF-8 in a text (certain for G4, guide 004; ours for G1, G2 and G3).
pub const TEXT_BYTES: u64 = 4096;
/// Bytes of an attachment: 25 MiB (certain, guide 004).
pub const ATTACHMENT_BYTES: u64 = 26_214_400;
/// Attachments of one guest message (ours).
pub const ATTACHMENTS: u64 = 10;
/// Characters of a text on every messaging channel but SMS (certain: the published API).
pub const MESSAGE_CHARS: u64 = 2000;
/// Characters of an SMS (certain: the published API): five parts of GSM-7.
pub const SMS_CHARS: u64 = 765;
/// Messages that an SMS may be split into (documented; that more are refused is unsure).
pub const SMS_PARTS: u64 = 5;
/// Characters of an e-mail's subject (ours).
pub const SUBJECT_CHARS: u64 = 400;
/// Characters of a sender's or recipient's name (ours).
pub const NAME_CHARS: u64 = 255;
/// Bytes of a request to the published API (documented: `request.bytes.max`).
pub const REQUEST_BYTES: u64 = 512_000;
/// Bytes of a request's JSON body (ours; below Genesys' published 512 000).
pub const BODY_BYTES: u64 = 500_000;
/// Fewest choices of a quick reply (ours).
pub const CHOICES_MIN: u64 = 1;
/// Most choices of a quick reply (ours).
pub const CHOICES_MAX: u64 = 13;
/// Characters of a choice's label and of a button's text (ours).
pub const LABEL_CHARS: u64 = 80;
/// Characters of a choice's value and of a button's payload (ours).
pub const VALUE_CHARS: u64 = 255;
/// Characters of a card's title (ours).
pub const CARD_TITLE_CHARS: u64 = 255;
/// Characters of a card's subtitle (ours).
pub const CARD_SUBTITLE_CHARS: u64 = 255;
/// Most buttons of a card (ours).
pub const CARD_ACTIONS_MAX: u64 = 3;
/// Fewest cards of a carousel (ours).
pub const CARDS_MIN: u64 = 1;
/// Most cards of a carousel (ours).
pub const CARDS_MAX: u64 = 10;
/// Characters that fill one gap of a template (ours; the body of a WhatsApp message takes as many).
pub const PARAMETER_CHARS: u64 = 1024;
/// Characters of a file's name (ours).
pub const FILE_NAME_CHARS: u64 = 255;
/// Characters of a web address (ours).
pub const URL_CHARS: u64 = 2048;
/// Degrees of latitude, both ways (geography).
pub const LATITUDE: f64 = 90.0;
/// Degrees of longitude, both ways (geography).
pub const LONGITUDE: f64 = 180.0;
