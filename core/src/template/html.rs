//! Where in an HTML text a value lands, and how it is written there so that it stays a value.
//!
//! The scanner walks the text once, as a browser's tokenizer does (HTML, §13.2.5), and keeps as
//! little as it needs. Where two readers could see different things (a mail program and a browser,
//! or a conditional comment), it takes the stricter one, and where it cannot tell any more it says
//! so: a placeholder there is refused rather than guessed.

mod element;
mod link;
mod place;

use element::Element;

pub use place::NoPlace;
pub(super) use place::{Landing, Place};

/// Walks an HTML text, piece by piece between its placeholders.
#[derive(Debug)]
pub(super) struct Scanner {
    state: State,
    tag: Tag,
    /// The attribute's name, in lower case.
    attribute: String,
    /// The attribute's value as far as it tells where a web address leads; without white space.
    value: String,
    /// Within SVG or mathematics, whose rules differ: the outermost element, and how deep.
    foreign: Option<(Element, u32)>,
    /// An element was met whose content browsers read in their own way.
    is_odd: bool,
    /// Within a comment that Outlook reads as HTML: the dashes just met.
    conditional: Option<u8>,
}

#[derive(Debug, Default)]
struct Tag {
    name: String,
    is_end: bool,
    /// `/` was the last thing before here.
    closes_itself: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Text,
    TagOpen,
    EndTagOpen,
    TagName,
    BeforeAttribute,
    AttributeName,
    AfterAttributeName,
    BeforeValue,
    /// With the quote that ends it.
    Value(Option<char>),
    AfterValue,
    /// After `<!`, with how many dashes.
    Declaration(u8),
    /// Ends at the next `>`.
    Bogus,
    Comment(Comment),
    /// After `<!--[`, `<!--[i`, `<!--[if`.
    Condition(u8),
    /// Text that is no markup, until its end tag, of which so many characters were met.
    Raw(Element, usize),
    /// Nobody can tell any more.
    Lost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Comment {
    /// Nothing but dashes since it began.
    is_fresh: bool,
    dashes: u8,
    /// After `--!`.
    bang: bool,
}

impl Scanner {
    /// At the beginning of a text.
    pub(super) fn new() -> Self {
        Self {
            state: State::Text,
            tag: Tag::default(),
            attribute: String::new(),
            value: String::new(),
            foreign: None,
            is_odd: false,
            conditional: None,
        }
    }

    /// Reads the text up to the next placeholder.
    pub(super) fn read(&mut self, text: &str) {
        for character in text.chars() {
            self.step(character);
            self.watch_condition(character);
        }
    }

    /// Where a value lands that stands here, and reads on behind it.
    pub(super) fn place(&mut self) -> Place {
        if let Some((element, _)) = self.foreign
            && self.state != State::Lost
        {
            return Place::Nowhere(NoPlace::Element(element.name().to_owned()));
        }
        let is_strict = self.conditional.is_some();
        match self.state {
            State::Text => Place::In(Landing::text(is_strict)),
            State::Raw(element, 0) if element.is_text() => Place::In(Landing::text(is_strict)),
            State::Raw(element, _) => Place::Nowhere(NoPlace::Element(element.name().to_owned())),
            State::BeforeValue => {
                self.state = State::Value(None);
                self.value.clear();
                self.attribute_place(true)
            }
            State::Value(quote) => self.attribute_place(is_strict || quote.is_none()),
            State::Declaration(_) | State::Bogus | State::Comment(_) | State::Condition(_) => {
                Place::Nowhere(NoPlace::Comment)
            }
            State::Lost => Place::Nowhere(NoPlace::Unclear),
            _ => Place::Nowhere(NoPlace::Tag),
        }
    }

    fn attribute_place(&mut self, is_strict: bool) -> Place {
        if self.tag.is_end {
            return Place::Nowhere(NoPlace::Tag);
        }
        if element::runs_what_it_names(&self.tag.name) {
            return Place::Nowhere(NoPlace::Element(self.tag.name.clone()));
        }
        if element::is_link(&self.attribute) {
            let place = link::place(&self.value, is_strict);
            link::push_value(&mut self.value);
            return place;
        }
        if element::is_words(&self.attribute) {
            return Place::In(Landing::text(is_strict));
        }
        Place::Nowhere(NoPlace::Attribute(self.attribute.clone()))
    }

    fn step(&mut self, c: char) {
        match self.state {
            State::Text if c == '<' => self.state = State::TagOpen,
            State::Text | State::Lost => {}
            State::TagOpen | State::EndTagOpen => self.open(c),
            State::TagName
            | State::BeforeAttribute
            | State::AttributeName
            | State::AfterAttributeName
            | State::AfterValue => self.within_tag(c),
            State::BeforeValue | State::Value(_) => self.within_value(c),
            State::Declaration(_) | State::Bogus | State::Condition(_) => self.declare(c),
            State::Comment(comment) => self.state = comment.next(c),
            State::Raw(element, met) => self.state = self.within_raw(element, met, c),
        }
    }

    /// After `<` or `</`.
    fn open(&mut self, c: char) {
        let is_end = self.state == State::EndTagOpen;
        self.state = match c {
            _ if c.is_ascii_alphabetic() => {
                self.tag.name.clear();
                self.tag.is_end = is_end;
                self.tag.closes_itself = false;
                push_name(&mut self.tag.name, c);
                State::TagName
            }
            '/' if !is_end => State::EndTagOpen,
            '!' if !is_end => State::Declaration(0),
            '>' if is_end => State::Text,
            _ if is_end || c == '?' => State::Bogus,
            '<' => State::TagOpen,
            _ => State::Text,
        };
    }

    /// Anywhere in a tag but in a value.
    fn within_tag(&mut self, c: char) {
        let closes_itself = core::mem::replace(&mut self.tag.closes_itself, c == '/');
        self.state = match (self.state, c) {
            (_, '>') => {
                self.tag.closes_itself = closes_itself;
                self.end_of_tag()
            }
            (_, '/') => State::BeforeAttribute,
            (State::AttributeName | State::AfterAttributeName, '=') => State::BeforeValue,
            (State::AttributeName | State::AfterAttributeName, _) if is_space(c) => {
                State::AfterAttributeName
            }
            _ if is_space(c) => State::BeforeAttribute,
            (State::TagName, _) => {
                push_name(&mut self.tag.name, c);
                State::TagName
            }
            (State::AttributeName, _) => {
                push_name(&mut self.attribute, c);
                State::AttributeName
            }
            _ => {
                self.attribute.clear();
                push_name(&mut self.attribute, c);
                State::AttributeName
            }
        };
    }

    fn within_value(&mut self, c: char) {
        self.state = match (self.state, c) {
            (State::BeforeValue, '"' | '\'') => {
                self.value.clear();
                State::Value(Some(c))
            }
            (State::BeforeValue, _) if is_space(c) => State::BeforeValue,
            (State::BeforeValue | State::Value(None), '>') => self.end_of_tag(),
            (State::Value(None), _) if is_space(c) => State::BeforeAttribute,
            (State::Value(Some(quote)), _) if c == quote => State::AfterValue,
            (before, _) => {
                if before == State::BeforeValue {
                    self.value.clear();
                }
                link::push(&mut self.value, c);
                match before {
                    State::Value(quote) => State::Value(quote),
                    _ => State::Value(None),
                }
            }
        };
    }

    /// After `<!`, and in what ends at the next `>`.
    fn declare(&mut self, c: char) {
        self.state = match (self.state, c) {
            (State::Declaration(0), '-') => State::Declaration(1),
            (State::Declaration(1), '-') => State::Comment(Comment::FRESH),
            (State::Declaration(_), '[') if self.is_odd => State::Lost,
            (State::Condition(1), 'i' | 'I') => State::Condition(2),
            (State::Condition(3), '>') => {
                self.conditional = Some(0);
                State::Text
            }
            (State::Condition(2), 'f' | 'F') | (State::Condition(3), _) => State::Condition(3),
            (State::Condition(_), _) => State::Comment(Comment::GONE_ON.and(c)),
            (_, '>') => State::Text,
            _ => State::Bogus,
        };
    }

    fn within_raw(&mut self, element: Element, met: usize, c: char) -> State {
        let end = element.name();
        if met == "</".len() + end.len() {
            if is_space(c) || c == '/' || c == '>' {
                end.clone_into(&mut self.tag.name);
                self.tag.is_end = true;
                self.tag.closes_itself = false;
                self.state = State::BeforeAttribute;
                self.within_tag(c);
                return self.state;
            }
        } else if "</".chars().chain(end.chars()).nth(met) == Some(c.to_ascii_lowercase()) {
            return State::Raw(element, met + 1);
        }
        let is_unclear = met > 0 && (self.is_odd || element.is_read_in_two_ways())
            || element == Element::Script && met == 1 && c == '!';
        match c {
            _ if is_unclear => State::Lost,
            '<' => State::Raw(element, 1),
            _ => State::Raw(element, 0),
        }
    }

    fn end_of_tag(&mut self) -> State {
        let element = Element::of(&self.tag.name);
        if self.tag.is_end {
            self.foreign = match self.foreign {
                Some((outermost, 1)) if Some(outermost) == element => None,
                Some((outermost, depth)) if Some(outermost) == element => {
                    Some((outermost, depth - 1))
                }
                other => other,
            };
            return State::Text;
        }
        let Some(element) = element else {
            return State::Text;
        };
        self.is_odd |= element.is_odd();
        if element.is_foreign() {
            if !self.tag.closes_itself {
                self.foreign = match self.foreign {
                    None => Some((element, 1)),
                    Some((outermost, depth)) if outermost == element => {
                        Some((outermost, depth.saturating_add(1)))
                    }
                    other => other,
                };
            }
            return State::Text;
        }
        match element {
            Element::Plaintext => State::Lost,
            _ if element.is_raw() => State::Raw(element, 0),
            _ => State::Text,
        }
    }

    /// A comment that Outlook reads as HTML ends at `-->` for everybody else. Both must see the
    /// same from there on.
    fn watch_condition(&mut self, c: char) {
        self.conditional = match (self.conditional, c) {
            (None, _) => None,
            (Some(2..), '>') => {
                if self.state != State::Text {
                    self.state = State::Lost;
                }
                None
            }
            (Some(dashes), '-') => Some(dashes.saturating_add(1)),
            (Some(2..), '!') => {
                self.state = State::Lost;
                None
            }
            (Some(_), _) => Some(0),
        };
    }
}

impl Comment {
    const FRESH: Self = Self {
        is_fresh: true,
        dashes: 0,
        bang: false,
    };
    const GONE_ON: Self = Self {
        is_fresh: false,
        dashes: 0,
        bang: false,
    };

    /// The same one character further.
    fn and(self, c: char) -> Self {
        match c {
            '-' => Self {
                dashes: if self.bang {
                    1
                } else {
                    self.dashes.saturating_add(1)
                },
                bang: false,
                ..self
            },
            '!' if self.dashes >= 2 => Self {
                bang: true,
                ..Self::GONE_ON
            },
            _ => Self::GONE_ON,
        }
    }

    fn next(self, c: char) -> State {
        match c {
            '>' if self.is_fresh || self.bang || self.dashes >= 2 => State::Text,
            '[' if self == Self::FRESH => State::Condition(1),
            _ => State::Comment(self.and(c)),
        }
    }
}

fn push_name(name: &mut String, c: char) {
    if name.len() < LONGEST_NAME {
        name.push(c.to_ascii_lowercase());
    }
}

const fn is_space(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\u{c}' | '\r' | ' ')
}

/// Longer names are nobody's.
const LONGEST_NAME: usize = 32;

#[cfg(test)]
mod tests;
