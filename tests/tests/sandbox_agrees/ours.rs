//! The rules that only the core has: a draft that breaks none but these may well be taken upstream.

use tidings_core::dialect::Dialect;
use tidings_core::violation::{Code, Violation, Violations};

/// Code, how the field's path ends, and why nobody upstream says so.
type Rule = (Code, &'static str, &'static str);

/// In both dialects.
const EVERYWHERE: &[Rule] = &[
    (
        Code::BlockedContent,
        "",
        "the content policy is guide 004's client's",
    ),
    (
        Code::MissingValue,
        "",
        "placeholders are filled before anything is sent",
    ),
    (
        Code::Template,
        "",
        "placeholders are filled before anything is sent",
    ),
    (
        Code::UnknownPlaceholder,
        "",
        "placeholders are filled before anything is sent",
    ),
    (
        Code::UnknownField,
        "",
        "upstream, what nothing reads is passed over",
    ),
    (
        Code::InvalidUrl,
        "",
        "the host is looked at by whoever fetches it",
    ),
    (Code::LineBreak, "name", "a name is text like any other"),
    (Code::LineBreak, "Name", "a name is text like any other"),
    (Code::TooLong, "name", "ours: 255 characters"),
    (Code::TooLong, "Name", "ours: 255 characters"),
    (Code::TooLong, "url", "ours: 2048 characters"),
    (
        Code::InvalidId,
        "/agentId",
        "an agent's id is not looked up",
    ),
    (Code::Unsupported, "/join", "the guides know no joining"),
    (
        Code::Unsupported,
        "/replyTo",
        "the guides know no other address for replies",
    ),
];

/// In the guides' dialect, whose five guides say little of sizes.
const GUIDES: &[Rule] = &[
    (
        Code::TooLong,
        "/subject",
        "ours: 400 characters, as the published API has it",
    ),
    (Code::TooLong, "/caption", "ours: as a text"),
    (
        Code::TooLong,
        "/title",
        "ours: as a text, and on a button as a label",
    ),
    (Code::TooLong, "/subtitle", "ours: 255 characters"),
    (Code::TooLong, "/payload", "ours: as a value"),
    (Code::TooMany, "/attachments", "ours: 10"),
    (
        Code::MediaType,
        "/mimeType",
        "ours: of the content's own kind",
    ),
];

/// In the published API.
const PLATFORM: &[Rule] = &[
    (
        Code::InvalidId,
        "/guestId",
        "whoever runs an open messaging integration names its guests",
    ),
    (
        Code::Unsupported,
        "/format",
        "an SMS has text and no format there",
    ),
    (
        Code::TooLarge,
        "",
        "a file at an address is not measured by whoever is told of it",
    ),
    (Code::MediaType, "", "guide 004's list, in both dialects"),
    (
        Code::Required,
        "/fileName",
        "the published API gives a file without a name one",
    ),
    (
        Code::Required,
        "/subject",
        "the published API takes a mail without one; ours: somebody reads it",
    ),
];

/// Whether nothing but our own rules is broken.
pub(crate) fn all(dialect: Dialect, violations: &Violations) -> bool {
    let own = if dialect == Dialect::Guides {
        GUIDES
    } else {
        PLATFORM
    };
    let is_ours = |violation: &Violation| {
        EVERYWHERE
            .iter()
            .chain(own)
            .any(|(code, path, _)| violation.code == *code && violation.path.ends_with(path))
    };
    violations.iter().all(is_ours)
}
