//! Which fields the JSON of a draft has, in which order and of which types.
//!
//! What is read from somebody's hand is held against these tables, so that everything out of place
//! is named at once; the order of violations is the order of these fields.

/// What JSON stands at one place.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// Text.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number from 0.
    Whole,
    /// A number.
    Number,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// A list of one shape.
    List(&'static Shape),
    /// An object with these fields.
    Object(&'static [Field]),
    /// An object whose `tag` says which fields it has.
    Tagged {
        tag: &'static str,
        kinds: &'static [Kind],
    },
}

/// A field of an object. One that is absent is empty, unless it is required.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) is_required: bool,
    pub(super) is_nullable: bool,
    /// The fields beside it that cannot be judged while nobody knows what this one means.
    pub(super) decides: &'static [&'static str],
}

/// The fields that an object has under one tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) fields: &'static [Field],
}

const fn field(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        is_required: false,
        is_nullable: false,
        decides: &[],
    }
}

const fn text(name: &'static str) -> Field {
    field(name, Shape::Text)
}

impl Field {
    const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    const fn nullable(mut self) -> Self {
        self.is_nullable = true;
        self
    }

    const fn deciding(mut self, fields: &'static [&'static str]) -> Self {
        self.decides = fields;
        self
    }
}

const fn kind(name: &'static str, fields: &'static [Field]) -> Kind {
    Kind { name, fields }
}

/// A draft of any job.
pub(super) const DRAFT: Shape = Shape::Tagged {
    tag: "operation",
    kinds: &[
        kind("outbound", OUTBOUND),
        kind("proactive", PROACTIVE),
        kind("greet", GREET),
        kind("structured", STRUCTURED),
        kind("guest", GUEST),
    ],
};

const OUTBOUND: &[Field] = &[
    field("channel", Shape::Word(&["email", "sms"]))
        .deciding(&["to", "from", "subject", "format", "replyTo", "join"]),
    text("to"),
    text("name"),
    text("from"),
    text("fromName"),
    text("subject"),
    field("format", Shape::Word(&["html", "text"])),
    text("body"),
    text("replyTo"),
    field("join", Shape::Flag),
];

const PROACTIVE: &[Field] = &[
    text("contactId"),
    field("as", Shape::Word(&["bot", "agent"])),
    text("text"),
    ROUTE,
];

const ROUTE: Field = field(
    "route",
    Shape::Object(&[
        field(
            "channel",
            Shape::Word(&["email", "sms", "webmessaging", "open", "whatsapp", "apple"]),
        )
        .nullable()
        .deciding(&["from"]),
        text("from"),
        text("botSession"),
        field("join", Shape::Flag),
    ]),
);

const GREET: &[Field] = &[
    text("conversationId"),
    text("previousConversationId"),
    text("agentId"),
    text("text"),
];

const STRUCTURED: &[Field] = &[
    text("contactId"),
    field("content", CONTENT).required(),
    ROUTE,
];

const GUEST: &[Field] = &[
    text("guestId"),
    text("conversationId"),
    text("integration"),
    field("act", ACT).deciding(&["conversationId", "text", "attachments"]),
    field("html", Shape::Flag),
    text("text"),
    field("attachments", Shape::List(&Shape::Object(ATTACHMENT))),
    field("readReceipt", Shape::Flag),
];

const ACT: Shape = Shape::Tagged {
    tag: "type",
    kinds: &[
        kind("message", &[]),
        kind("typing", &[]),
        kind(
            "tap",
            &[
                text("text").required(),
                text("payload").required(),
                text("messageId").required(),
            ],
        ),
        kind(
            "receipt",
            &[
                text("messageId").required(),
                field(
                    "status",
                    Shape::Word(&["sent", "delivered", "failed", "published", "removed"]),
                )
                .required(),
            ],
        ),
    ],
};

const ATTACHMENT: &[Field] = &[
    text("contentType"),
    text("url"),
    text("fileName"),
    field("size", Shape::Whole),
];

/// The content of a structured message.
const CONTENT: Shape = Shape::Tagged {
    tag: "type",
    kinds: &[
        kind("text", &[text("text")]),
        kind("image", MEDIA),
        kind("audio", MEDIA),
        kind("video", MEDIA),
        kind("file", MEDIA),
        kind(
            "quick-reply",
            &[
                text("title"),
                field("choices", Shape::List(&Shape::Object(CHOICE))),
            ],
        ),
        kind("card", CARD),
        kind(
            "carousel",
            &[field("cards", Shape::List(&Shape::Object(CARD)))],
        ),
        kind(
            "location",
            &[
                field("latitude", Shape::Number).required(),
                field("longitude", Shape::Number).required(),
                text("title"),
                text("address"),
            ],
        ),
        kind(
            "template",
            &[
                text("responseId"),
                field("headerParameters", PARAMETERS),
                field("bodyParameters", PARAMETERS),
                field("buttonUrlParameters", PARAMETERS),
            ],
        ),
    ],
};

const MEDIA: &[Field] = &[
    text("url"),
    text("mimeType"),
    text("fileName"),
    text("caption"),
];

const CHOICE: &[Field] = &[text("label"), text("value")];

const CARD: &[Field] = &[
    text("title"),
    text("subtitle"),
    field("image", Shape::Object(&[text("url")])).deciding(&["title"]),
    field("actions", Shape::List(&ACTION)),
];

const ACTION: Shape = Shape::Tagged {
    tag: "type",
    kinds: &[
        kind("postback", &[text("title"), text("payload")]),
        kind("web_url", &[text("title"), text("url")]),
    ],
};

const PARAMETERS: Shape = Shape::List(&Shape::Object(&[text("id"), text("value")]));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::Channel;
    use crate::message::draft::{ActionDraft, ContentDraft};
    use crate::testing::test;

    fn kinds(shape: Shape) -> Vec<&'static str> {
        match shape {
            Shape::Tagged { kinds, .. } => kinds.iter().map(|kind| kind.name).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_shapes_know_every_type_of_content_action_and_channel() {
        assert_eq!(kinds(CONTENT), ContentDraft::TYPES);
        assert_eq!(kinds(ACTION), ActionDraft::TYPES);
        let Shape::Object([channel, ..]) = ROUTE.shape else {
            panic!("{ROUTE:?}")
        };
        let Shape::Word(words) = channel.shape else {
            panic!("{channel:?}")
        };
        assert_eq!(words, Channel::ALL.map(Channel::name));
    }

    #[test]
    fn a_field_may_be_absent_and_not_null_and_decides_nothing_unless_it_says_so() {
        let plain = text("name");
        assert_eq!(plain.name, "name");
        assert!(matches!(plain.shape, Shape::Text));
        assert!(!plain.is_required && !plain.is_nullable && plain.decides.is_empty());

        let said = text("channel").required().nullable().deciding(&["from"]);
        assert!(said.is_required && said.is_nullable);
        assert_eq!(said.decides, ["from"]);

        let card = kind("card", CARD);
        assert_eq!(card.name, "card");
        assert_eq!(card.fields.len(), CARD.len());
    }

    #[test]
    fn whatever_a_field_decides_stands_beside_it() {
        let Shape::Tagged { kinds, .. } = DRAFT else {
            panic!("{DRAFT:?}")
        };
        let Shape::Object(route) = ROUTE.shape else {
            panic!("{ROUTE:?}")
        };
        for fields in kinds.iter().map(|kind| kind.fields).chain([route, CARD]) {
            for decided in fields.iter().flat_map(|field| field.decides) {
                let is_there = fields.iter().any(|field| field.name == *decided);
                assert!(is_there, "{decided}");
            }
        }
    }
}
