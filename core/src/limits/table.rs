//! The limits of both dialects.

use super::Limit;
use super::limit::Certainty::{Certain, Documented, Ours, Unsure};
use crate::address::{
    MAX_EMAIL_LENGTH, MAX_LABEL_LENGTH, MAX_LOCAL_PART_LENGTH, MAX_PHONE_DIGITS, MIN_PHONE_DIGITS,
};
use crate::audience::{JOB_PAGE_SIZE, PAGE_SIZE, PAGED_MAX, SLICE_MAX};
use crate::channel::Channel::{self, Apple, Email, Open, Sms, WebMessaging, WhatsApp};
use crate::dialect::{AUDIENCE_PAGE_SIZE, Dialect};
use crate::id::MAX_ID_LENGTH;
use crate::measure::Unit;

const GUIDES: &[Dialect] = &[Dialect::Guides];
const PLATFORM: &[Dialect] = &[Dialect::Platform];
const MESSAGING: &[Channel] = &[WebMessaging, Open, WhatsApp, Apple];

/// Every limit, text first, then lists and files, addresses, requests and rates.
///
/// ```
/// use tidings_core::limits::TABLE;
///
/// assert!(TABLE.iter().all(|limit| !limit.source.is_empty()));
/// ```
pub static TABLE: &[Limit] = &[
    TEXT,
    MESSAGE,
    SMS,
    SMS_PARTS,
    SUBJECT,
    BODY,
    NAME,
    FRIENDLY_NAME,
    LABEL,
    VALUE,
    CARD_TITLE,
    CARD_SUBTITLE,
    PARAMETER,
    FILE_NAME,
    URL,
    CHOICES,
    CARDS,
    CARD_ACTIONS,
    ATTACHMENTS,
    OPEN_ATTACHMENTS,
    ATTACHMENT,
    LATITUDE,
    LONGITUDE,
    EMAIL_ADDRESS,
    EMAIL_LOCAL_PART,
    EMAIL_LABEL,
    PHONE,
    ID,
    EMAIL_RECIPIENTS,
    REQUEST,
    MAIL_BODY,
    CLIENT_RATE,
    ORGANIZATION_RATE,
    MAIL_RATE,
    AUDIENCE_PAGE,
    DETAILS_PAGE,
    DETAILS_RESULTS,
    DETAILS_DAYS,
    JOB_PAGE,
];

pub(super) const TEXT: Limit = Limit::most(
    "text.bytes",
    "the text of a message that is no e-mail or SMS",
    4096,
    Unit::Bytes,
)
.at(&[
    "/text",
    "/content/text",
    "/content/title",
    "/content/caption",
    "/content/address",
])
.known(
    Ours,
    "guide 004 for a guest's text, and our rule for the others; the policy's `textBytes` changes it",
);

pub(super) const MESSAGE: Limit = Limit::most(
    "message.text",
    "a text, placeholders filled (`textBody`)",
    2000,
    Unit::Characters,
)
.in_dialect(PLATFORM)
.on_channels(MESSAGING)
.at(&["/text", "/content/text"])
.known(Certain, "Genesys' client libraries");

pub(super) const SMS: Limit = Limit::most(
    "sms.text",
    "an SMS, placeholders filled (`textBody`)",
    765,
    Unit::Characters,
)
.in_dialect(PLATFORM)
.on_channels(&[Sms])
.at(&["/body", "/text", "/content/text"])
.known(Certain, "Genesys' client libraries");

pub(super) const SMS_PARTS: Limit = Limit::most(
    "sms.parts",
    "the messages that an SMS travels as",
    5,
    Unit::SmsParts,
)
.in_dialect(PLATFORM)
.on_channels(&[Sms])
.at(&["/body", "/text", "/content/text"])
.known(
    Unsure,
    "Genesys' documentation sends five; what becomes of a sixth it does not say",
);

pub(super) const SUBJECT: Limit = Limit::most(
    "email.subject",
    "an e-mail's subject, placeholders filled, in one line",
    400,
    Unit::Characters,
)
.on_channels(&[Email])
.at(&["/subject"])
.known(
    Documented,
    "Genesys' documentation of e-mail; in the guides' dialect it is our rule",
);

pub(super) const BODY: Limit = Limit::most(
    "outbound.body",
    "the body of an e-mail or SMS, placeholders filled",
    500_000,
    Unit::Bytes,
)
.on_channels(&[Email, Sms])
.at(&["/body"])
.known(
    Ours,
    "below the most that the published API takes as a request",
);

pub(super) const NAME: Limit = Limit::most(
    "name",
    "a sender's or recipient's name, in one line",
    255,
    Unit::Characters,
)
.at(&["/name", "/fromName"]);

const FRIENDLY_NAME: Limit = Limit::most(
    "email.friendly_name",
    "the name beside an e-mail address",
    64,
    Unit::Characters,
)
.in_dialect(PLATFORM)
.on_channels(&[Email])
.at(&["/name", "/fromName"])
.known(
    Unsure,
    "Genesys' documentation of e-mail names the number; what becomes of a longer one it does not say",
);

pub(super) const LABEL: Limit = Limit::most(
    "label",
    "what a choice or button shows, or a substitution's id",
    80,
    Unit::Characters,
)
.at(&[
    "/content/choices/*/label",
    "/content/actions/*/title",
    "/content/cards/*/actions/*/title",
    "/content/headerParameters/*/id",
    "/content/bodyParameters/*/id",
    "/content/buttonUrlParameters/*/id",
    "/act/text",
]);

pub(super) const VALUE: Limit = Limit::most(
    "value",
    "what comes back when a choice or button is tapped",
    255,
    Unit::Characters,
)
.at(&[
    "/content/choices/*/value",
    "/content/actions/*/payload",
    "/content/cards/*/actions/*/payload",
    "/act/payload",
]);

pub(super) const CARD_TITLE: Limit =
    Limit::most("card.title", "a card's title", 255, Unit::Characters)
        .at(&["/content/cards/*/title"]);

pub(super) const CARD_SUBTITLE: Limit =
    Limit::most("card.subtitle", "a card's subtitle", 255, Unit::Characters)
        .at(&["/content/subtitle", "/content/cards/*/subtitle"]);

pub(super) const PARAMETER: Limit = Limit::most(
    "template.parameter",
    "what fills one gap of a canned response",
    1024,
    Unit::Characters,
)
.at(&[
    "/content/headerParameters/*/value",
    "/content/bodyParameters/*/value",
    "/content/buttonUrlParameters/*/value",
])
.known(
    Ours,
    "as many as the whole body of a WhatsApp message, by reports",
);

pub(super) const FILE_NAME: Limit = Limit::most(
    "file.name",
    "a file's name, in one line",
    255,
    Unit::Characters,
)
.at(&["/content/fileName", "/attachments/*/fileName"]);

pub(super) const URL: Limit = Limit::most(
    "url",
    "a web address, `https:` only",
    2048,
    Unit::Characters,
)
.at(&[
    "/content/url",
    "/content/image/url",
    "/content/cards/*/image/url",
    "/content/actions/*/url",
    "/content/cards/*/actions/*/url",
    "/attachments/*/url",
]);

pub(super) const CHOICES: Limit = Limit::most(
    "quick_reply.choices",
    "the choices of a quick reply, no label or value twice",
    13,
    Unit::Items,
)
.least(1)
.at(&["/content/choices"])
.known(
    Ours,
    "guide 003 gives no number, and the published API none",
);

pub(super) const CARDS: Limit =
    Limit::most("carousel.cards", "the cards of a carousel", 10, Unit::Items)
        .least(1)
        .at(&["/content/cards"])
        .known(
            Documented,
            "Genesys' documentation of carousels; in the guides' dialect it is our rule",
        );

pub(super) const CARD_ACTIONS: Limit =
    Limit::most("card.actions", "the buttons of a card", 3, Unit::Items)
        .at(&["/content/actions", "/content/cards/*/actions"])
        .known(Ours, "Genesys' documentation recommends at most so many");

pub(super) const ATTACHMENTS: Limit = Limit::most(
    "guest.attachments",
    "the files of a guest's message",
    10,
    Unit::Items,
)
.at(&["/attachments"])
.known(Ours, "guide 004 gives no number");

const OPEN_ATTACHMENTS: Limit = Limit::most(
    "open.attachments",
    "the files of a guest's message through open messaging",
    1,
    Unit::Items,
)
.in_dialect(PLATFORM)
.on_channels(&[Open])
.at(&["/attachments"])
.known(Documented, "Genesys' documentation of open messaging");

pub(super) const ATTACHMENT: Limit = Limit::most(
    "attachment.bytes",
    "a file that goes with a guest's message",
    26_214_400,
    Unit::Bytes,
)
.at(&["/attachments/*/size"])
.known(
    Certain,
    "guide 004 (25 MB, read as 25 MiB); the policy's `attachmentBytes` changes it",
);

pub(super) const LATITUDE: Limit = Limit::most(
    "location.latitude",
    "degrees from the equator",
    90,
    Unit::Degrees,
)
.at(&["/content/latitude"])
.known(Certain, "geography");

pub(super) const LONGITUDE: Limit = Limit::most(
    "location.longitude",
    "degrees from the prime meridian",
    180,
    Unit::Degrees,
)
.at(&["/content/longitude"])
.known(Certain, "geography");

const EMAIL_ADDRESS: Limit = Limit::most(
    "email.address",
    "an e-mail address",
    MAX_EMAIL_LENGTH as u64,
    Unit::Characters,
)
.on_channels(&[Email])
.at(&["/to", "/from", "/replyTo"])
.known(Documented, "RFC 5321 §4.5.3.1.3");

const EMAIL_LOCAL_PART: Limit = Limit::most(
    "email.local_part",
    "an e-mail address before its @",
    MAX_LOCAL_PART_LENGTH as u64,
    Unit::Characters,
)
.on_channels(&[Email])
.known(Documented, "RFC 5321 §4.5.3.1.1 and Genesys' documentation");

const EMAIL_LABEL: Limit = Limit::most(
    "email.label",
    "each label of an e-mail address's domain",
    MAX_LABEL_LENGTH as u64,
    Unit::Characters,
)
.on_channels(&[Email])
.known(Documented, "RFC 1035 §2.3.4");

const PHONE: Limit = Limit::most(
    "phone.digits",
    "a phone number, country code included",
    MAX_PHONE_DIGITS as u64,
    Unit::Digits,
)
.least(MIN_PHONE_DIGITS as u64)
.on_channels(&[Sms])
.at(&["/to", "/from"])
.known(Documented, "E.164 §6; the least is our rule");

const ID: Limit = Limit::most("id", "an id", MAX_ID_LENGTH as u64, Unit::Characters)
    .at(&[
        "/contactId",
        "/conversationId",
        "/previousConversationId",
        "/agentId",
        "/guestId",
        "/integration",
        "/content/responseId",
        "/route/botSession",
        "/act/messageId",
    ])
    .known(Ours, "Genesys' own are UUIDs of 36 characters");

const EMAIL_RECIPIENTS: Limit = Limit::most(
    "email.recipients",
    "the recipients of an agentless e-mail",
    1,
    Unit::Items,
)
.least(1)
.in_dialect(PLATFORM)
.on_channels(&[Email])
.known(Certain, "Genesys' client libraries");

pub(super) const REQUEST: Limit = Limit::most(
    "request.bytes",
    "a request's body (`request.bytes.max`)",
    512_000,
    Unit::Bytes,
)
.in_dialect(PLATFORM)
.known(
    Documented,
    "Genesys' documentation of limits; `tidings doctor` shows the organization's own",
);

const MAIL_BODY: Limit = Limit::most(
    "email.body",
    "an agentless e-mail's body",
    3 * 1024 * 1024,
    Unit::Bytes,
)
.in_dialect(PLATFORM)
.on_channels(&[Email])
.known(
    Unsure,
    "Genesys' documentation of e-mail says 3 MB, which is more than a request may have",
);

const CLIENT_RATE: Limit = Limit::most(
    "rate.client",
    "requests of one client, all its tokens together (`client.credentials.token.rate.per.minute`)",
    300,
    Unit::PerMinute,
)
.in_dialect(PLATFORM)
.known(
    Documented,
    "Genesys' documentation of limits; `tidings doctor` shows the organization's own",
);

const ORGANIZATION_RATE: Limit = Limit::most(
    "rate.organization",
    "requests of one organization, client and user (`org.app.user.rate.per.minute`)",
    3000,
    Unit::PerMinute,
)
.in_dialect(PLATFORM)
.known(
    Documented,
    "Genesys' documentation of limits; `tidings doctor` shows the organization's own",
);

const MAIL_RATE: Limit = Limit::most(
    "rate.email",
    "agentless e-mails of one organization",
    300,
    Unit::PerMinute,
)
.in_dialect(PLATFORM)
.on_channels(&[Email])
.known(Documented, "Genesys' documentation of e-mail");

const AUDIENCE_PAGE: Limit = Limit::most(
    "audience.page",
    "the customers of one page of the audience (`size`)",
    AUDIENCE_PAGE_SIZE as u64,
    Unit::Items,
)
.in_dialect(GUIDES)
.known(Certain, "guide 000");

const DETAILS_PAGE: Limit = Limit::most(
    "details.page",
    "the conversations of one page (`paging.pageSize`)",
    PAGE_SIZE,
    Unit::Items,
)
.in_dialect(PLATFORM)
.known(Documented, "Genesys' documentation of analytics");

const DETAILS_RESULTS: Limit = Limit::most(
    "details.results",
    "the conversations that pages reach; more are read as a job",
    PAGED_MAX,
    Unit::Items,
)
.in_dialect(PLATFORM)
.known(
    Documented,
    "a client of analytics, by the platform's own words",
);

const DETAILS_DAYS: Limit = Limit::most(
    "details.days",
    "the interval of one query; a longer one is asked in slices",
    SLICE_MAX.as_secs() / (24 * 60 * 60),
    Unit::Days,
)
.in_dialect(PLATFORM)
.known(
    Documented,
    "a client of analytics, by the platform's own words",
);

const JOB_PAGE: Limit = Limit::most(
    "job.page",
    "the conversations of one page of a job's results",
    JOB_PAGE_SIZE,
    Unit::Items,
)
.in_dialect(PLATFORM)
.known(Ours, "the most is said to be 1000, which is unsure");
