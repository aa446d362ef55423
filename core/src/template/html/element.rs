//! The elements and attributes that a value's place depends on (HTML, §13.1.2 and §4).

/// An element whose content is no ordinary HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    Frameset,
    Iframe,
    Math,
    Noembed,
    Noframes,
    Noscript,
    Plaintext,
    Script,
    Select,
    Style,
    Svg,
    Textarea,
    Title,
    Xmp,
}

impl Element {
    const ALL: [Self; 14] = [
        Self::Frameset,
        Self::Iframe,
        Self::Math,
        Self::Noembed,
        Self::Noframes,
        Self::Noscript,
        Self::Plaintext,
        Self::Script,
        Self::Select,
        Self::Style,
        Self::Svg,
        Self::Textarea,
        Self::Title,
        Self::Xmp,
    ];

    /// The element of that name in lower case, where it is one of these.
    pub(super) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|element| element.name() == name)
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Frameset => "frameset",
            Self::Iframe => "iframe",
            Self::Math => "math",
            Self::Noembed => "noembed",
            Self::Noframes => "noframes",
            Self::Noscript => "noscript",
            Self::Plaintext => "plaintext",
            Self::Script => "script",
            Self::Select => "select",
            Self::Style => "style",
            Self::Svg => "svg",
            Self::Textarea => "textarea",
            Self::Title => "title",
            Self::Xmp => "xmp",
        }
    }

    /// No tag is read in it until its own end tag.
    pub(super) const fn is_raw(self) -> bool {
        !self.is_foreign() && !matches!(self, Self::Frameset | Self::Select)
    }

    /// Its content is words, with character references.
    pub(super) const fn is_text(self) -> bool {
        matches!(self, Self::Textarea | Self::Title)
    }

    /// Its content is tags where it is met in SVG, in a `select`, or where scripts do not run.
    pub(super) const fn is_read_in_two_ways(self) -> bool {
        self.is_text() || matches!(self, Self::Noscript)
    }

    pub(super) const fn is_foreign(self) -> bool {
        matches!(self, Self::Math | Self::Svg)
    }

    /// Within it, or after it, raw elements may be read as tags.
    pub(super) const fn is_odd(self) -> bool {
        self.is_foreign() || matches!(self, Self::Frameset | Self::Select)
    }
}

/// Whether an element loads or runs what its attributes name, or moves where others lead.
pub(super) fn runs_what_it_names(element: &str) -> bool {
    matches!(
        element,
        "applet"
            | "base"
            | "embed"
            | "fencedframe"
            | "frame"
            | "frameset"
            | "iframe"
            | "link"
            | "meta"
            | "object"
            | "param"
            | "portal"
            | "script"
            | "style"
    )
}

/// Whether an attribute holds a web address that is opened or fetched.
pub(super) fn is_link(attribute: &str) -> bool {
    matches!(
        attribute,
        "action" | "background" | "cite" | "formaction" | "href" | "longdesc" | "poster" | "src"
    )
}

/// Whether an attribute holds words or a number, and nothing that is run, styled or followed.
pub(super) fn is_words(attribute: &str) -> bool {
    matches!(
        attribute,
        "abbr"
            | "align"
            | "alt"
            | "bgcolor"
            | "color"
            | "height"
            | "label"
            | "lang"
            | "placeholder"
            | "summary"
            | "title"
            | "value"
            | "width"
    ) || attribute.starts_with("aria-")
        || attribute.starts_with("data-")
}
