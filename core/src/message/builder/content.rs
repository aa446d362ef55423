//! The content of structured messages, step by step.

use crate::limits;
use crate::message::draft::{
    ActionDraft, CardDraft, CarouselDraft, ChoiceDraft, ContentDraft, ImageDraft, LocationDraft,
    MediaDraft, ParameterDraft, PostbackDraft, QuickReplyDraft, TemplateDraft, TextDraft,
    WebUrlDraft,
};

impl TextDraft {
    /// Plain text.
    ///
    /// ```
    /// # use tidings_core::message::draft::{ContentDraft, TextDraft};
    /// assert_eq!(ContentDraft::from(TextDraft::new("Hello.")).type_name(), "text");
    /// ```
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }
}

impl MediaDraft {
    /// A file at a web address; [`ContentDraft::Image`] and its siblings say what it is.
    ///
    /// ```
    /// # use tidings_core::message::draft::{ContentDraft, MediaDraft};
    /// let picture = MediaDraft::at("https://example.org/a.png").captioned("Our shop");
    /// assert_eq!(ContentDraft::Image(picture).type_name(), "image");
    /// ```
    pub fn at(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            ..Self::default()
        }
    }

    /// Its media type, such as `image/jpeg`.
    ///
    /// ```
    /// # use tidings_core::message::draft::MediaDraft;
    /// let sound = MediaDraft::at("https://example.org/a").of_type("audio/ogg");
    /// assert_eq!(sound.mime_type, "audio/ogg");
    /// ```
    #[must_use]
    pub fn of_type(mut self, media_type: impl Into<String>) -> Self {
        self.mime_type = media_type.into();
        self
    }

    /// The name shown.
    ///
    /// ```
    /// # use tidings_core::message::draft::MediaDraft;
    /// let menu = MediaDraft::at("https://example.org/1234").named("menu.pdf");
    /// assert_eq!(menu.file_name, "menu.pdf");
    /// ```
    #[must_use]
    pub fn named(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = file_name.into();
        self
    }

    /// Text under it.
    ///
    /// ```
    /// # use tidings_core::message::draft::MediaDraft;
    /// let picture = MediaDraft::at("https://example.org/a.png").captioned("Our shop");
    /// assert_eq!(picture.caption, "Our shop");
    /// ```
    #[must_use]
    pub fn captioned(mut self, caption: impl Into<String>) -> Self {
        self.caption = caption.into();
        self
    }
}

impl QuickReplyDraft {
    /// Begins a question; its first choice comes next.
    ///
    /// ```
    /// # use tidings_core::message::draft::QuickReplyDraft;
    /// let question = QuickReplyDraft::new("Shall we call you?").choice("Yes", "yes");
    /// assert_eq!(question.choices.len(), 1);
    /// ```
    #[expect(clippy::new_ret_no_self, reason = "the first step of a builder")]
    pub fn new(title: impl Into<String>) -> QuestionWithoutChoice {
        QuestionWithoutChoice(title.into())
    }

    /// One more choice: what the guest sees and what comes back.
    ///
    /// ```
    /// # use tidings_core::message::draft::QuickReplyDraft;
    /// let question = QuickReplyDraft::new("Coffee?").choice("Yes", "yes").choice("No", "no");
    /// assert_eq!(question.choices.len(), 2);
    /// ```
    #[must_use]
    pub fn choice(mut self, label: impl Into<String>, value: impl Into<String>) -> Self {
        self.choices.push(ChoiceDraft::new(label, value));
        self
    }
}

/// A question that has no choice yet.
///
/// ```
/// # use tidings_core::message::draft::QuickReplyDraft;
/// let begun = QuickReplyDraft::new("Coffee?");
/// let _question = begun.choice("Yes", "yes");
/// ```
#[derive(Clone, Debug)]
#[must_use = "a question needs a choice to tap"]
pub struct QuestionWithoutChoice(String);

impl QuestionWithoutChoice {
    /// The first choice: what the guest sees and what comes back.
    ///
    /// ```
    /// # use tidings_core::message::draft::QuickReplyDraft;
    /// let question = QuickReplyDraft::new("Coffee?").choice("Yes", "yes");
    /// assert_eq!(question.title, "Coffee?");
    /// ```
    pub fn choice(self, label: impl Into<String>, value: impl Into<String>) -> QuickReplyDraft {
        QuickReplyDraft {
            title: self.0,
            choices: vec![ChoiceDraft::new(label, value)],
        }
    }
}

impl ChoiceDraft {
    /// What the guest sees and what comes back.
    ///
    /// ```
    /// # use tidings_core::message::draft::ChoiceDraft;
    /// assert_eq!(ChoiceDraft::new("Yes", "yes").value, "yes");
    /// ```
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
        }
    }
}

impl CardDraft {
    /// A card with a headline.
    ///
    /// ```
    /// # use tidings_core::message::draft::CardDraft;
    /// let card = CardDraft::titled("Espresso").with_subtitle("2 euros").postback("Order", "espresso");
    /// assert_eq!(card.actions.len(), 1);
    /// ```
    pub fn titled(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// A card that is a picture.
    ///
    /// ```
    /// # use tidings_core::message::draft::CardDraft;
    /// let card = CardDraft::pictured("https://example.org/espresso.png");
    /// assert!(card.title.is_empty());
    /// ```
    pub fn pictured(url: impl Into<String>) -> Self {
        Self::default().with_picture(url)
    }

    /// With a picture on it.
    ///
    /// ```
    /// # use tidings_core::message::draft::CardDraft;
    /// let card = CardDraft::titled("Espresso").with_picture("https://example.org/espresso.png");
    /// assert!(!card.image.is_empty());
    /// ```
    #[must_use]
    pub fn with_picture(mut self, url: impl Into<String>) -> Self {
        self.image = ImageDraft { url: url.into() };
        self
    }

    /// With text under the headline.
    ///
    /// ```
    /// # use tidings_core::message::draft::CardDraft;
    /// assert_eq!(CardDraft::titled("Espresso").with_subtitle("2 euros").subtitle, "2 euros");
    /// ```
    #[must_use]
    pub fn with_subtitle(mut self, subtitle: impl Into<String>) -> Self {
        self.subtitle = subtitle.into();
        self
    }

    /// One more button, which sends `payload` back.
    ///
    /// ```
    /// # use tidings_core::message::draft::CardDraft;
    /// assert_eq!(CardDraft::titled("Espresso").postback("Order", "espresso").actions.len(), 1);
    /// ```
    #[must_use]
    pub fn postback(mut self, title: impl Into<String>, payload: impl Into<String>) -> Self {
        self.actions.push(ActionDraft::Postback(PostbackDraft {
            title: title.into(),
            payload: payload.into(),
        }));
        self
    }

    /// One more button, which opens a web page.
    ///
    /// ```
    /// # use tidings_core::message::draft::CardDraft;
    /// let card = CardDraft::titled("Espresso").link("More", "https://example.org/espresso");
    /// assert_eq!(card.actions.len(), 1);
    /// ```
    #[must_use]
    pub fn link(mut self, title: impl Into<String>, url: impl Into<String>) -> Self {
        self.actions.push(ActionDraft::WebUrl(WebUrlDraft {
            title: title.into(),
            url: url.into(),
        }));
        self
    }
}

impl CarouselDraft {
    /// A row of cards; how many there may be is asked at compile time. Cards that are known only
    /// later are collected ([`FromIterator`]) and counted by the check.
    ///
    /// ```
    /// # use tidings_core::message::draft::{CardDraft, CarouselDraft};
    /// let menu = CarouselDraft::of([CardDraft::titled("Espresso"), CardDraft::titled("Latte")]);
    /// assert_eq!(menu.cards.len(), 2);
    /// ```
    pub fn of<const N: usize>(cards: [CardDraft; N]) -> Self {
        const {
            assert!(
                N as u64 >= limits::CARDS_MIN && N as u64 <= limits::CARDS_MAX,
                "a carousel has between one and ten cards"
            );
        }
        Self::from_iter(cards)
    }
}

impl FromIterator<CardDraft> for CarouselDraft {
    fn from_iter<I: IntoIterator<Item = CardDraft>>(cards: I) -> Self {
        Self {
            cards: cards.into_iter().collect(),
        }
    }
}

impl LocationDraft {
    /// A place, in degrees north and degrees east.
    ///
    /// ```
    /// # use tidings_core::message::draft::LocationDraft;
    /// let berlin = LocationDraft::at(52.52, 13.405).named("Our shop").with_address("Mitte, Berlin");
    /// assert!(berlin.latitude > berlin.longitude);
    /// ```
    pub fn at(latitude: f64, longitude: f64) -> Self {
        Self {
            latitude,
            longitude,
            ..Self::default()
        }
    }

    /// With a name.
    ///
    /// ```
    /// # use tidings_core::message::draft::LocationDraft;
    /// assert_eq!(LocationDraft::at(52.52, 13.405).named("Our shop").title, "Our shop");
    /// ```
    #[must_use]
    pub fn named(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// With a postal address.
    ///
    /// ```
    /// # use tidings_core::message::draft::LocationDraft;
    /// assert_eq!(LocationDraft::at(52.5, 13.4).with_address("Mitte").address, "Mitte");
    /// ```
    #[must_use]
    pub fn with_address(mut self, address: impl Into<String>) -> Self {
        self.address = address.into();
        self
    }
}

impl TemplateDraft {
    /// A canned response by its id, with nothing filled in yet.
    ///
    /// ```
    /// # use tidings_core::message::draft::TemplateDraft;
    /// let reminder = TemplateDraft::of("response-1").in_body("name", "Ana");
    /// assert_eq!(reminder.body_parameters.len(), 1);
    /// ```
    pub fn of(response: impl Into<String>) -> Self {
        Self {
            response_id: response.into(),
            ..Self::default()
        }
    }

    /// Fills a gap in the header.
    ///
    /// ```
    /// # use tidings_core::message::draft::TemplateDraft;
    /// let reminder = TemplateDraft::of("response-1").in_header("name", "Ana");
    /// assert_eq!(reminder.header_parameters.len(), 1);
    /// ```
    #[must_use]
    pub fn in_header(mut self, id: impl Into<String>, value: impl Into<String>) -> Self {
        self.header_parameters.push(ParameterDraft::new(id, value));
        self
    }

    /// Fills a gap in the body.
    ///
    /// ```
    /// # use tidings_core::message::draft::TemplateDraft;
    /// let reminder = TemplateDraft::of("response-1").in_body("name", "Ana");
    /// assert_eq!(reminder.body_parameters.len(), 1);
    /// ```
    #[must_use]
    pub fn in_body(mut self, id: impl Into<String>, value: impl Into<String>) -> Self {
        self.body_parameters.push(ParameterDraft::new(id, value));
        self
    }

    /// Fills a gap in a button's web address.
    ///
    /// ```
    /// # use tidings_core::message::draft::TemplateDraft;
    /// let reminder = TemplateDraft::of("response-1").in_button_url("order", "42");
    /// assert_eq!(reminder.button_url_parameters.len(), 1);
    /// ```
    #[must_use]
    pub fn in_button_url(mut self, id: impl Into<String>, value: impl Into<String>) -> Self {
        self.button_url_parameters
            .push(ParameterDraft::new(id, value));
        self
    }
}

impl ParameterDraft {
    /// One gap and what stands there.
    ///
    /// ```
    /// # use tidings_core::message::draft::ParameterDraft;
    /// assert_eq!(ParameterDraft::new("name", "Ana").value, "Ana");
    /// ```
    pub fn new(id: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            value: value.into(),
        }
    }
}

/// Content that says by its type what it is. Media do not: a picture and a film look alike.
macro_rules! content {
    ($($draft:ident => $kind:ident),+ $(,)?) => {$(
        impl From<$draft> for ContentDraft {
            fn from(draft: $draft) -> Self {
                Self::$kind(draft)
            }
        }
    )+};
}

content! {
    TextDraft => Text,
    QuickReplyDraft => QuickReply,
    CardDraft => Card,
    CarouselDraft => Carousel,
    LocationDraft => Location,
    TemplateDraft => Template,
}
