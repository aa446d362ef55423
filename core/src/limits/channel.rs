//! How long a text may be on each channel of the published API, and how sure that is.

use crate::channel::Channel;
use crate::limits;
use crate::sms::{Alphabet, Sms};
use crate::violation::{Code, Violation};

/// How well a limit is known. Only what is certain refuses a message; the rest warns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// Genesys' own client libraries state it.
    Certain,
    /// An inference or a single source.
    Unsure,
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Characters (Unicode scalar values).
    Characters,
    /// Messages that an SMS is split into.
    SmsParts,
}

/// One limit of a channel for one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLimit {
    /// The most allowed.
    pub most: u64,
    /// Of what.
    pub unit: Unit,
    /// How sure that is.
    pub certainty: Certainty,
}

/// Something that may go wrong and stops nobody: shown before the message is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// JSON pointer into the draft, as a violation's.
    pub path: String,
    /// What may happen and how to avoid it, for people.
    pub message: String,
}

/// A text against the limits of the channel it goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Length {
    /// Within every limit.
    Fits,
    /// Over a limit that is not certain: it may be refused.
    Doubtful(Warning),
    /// Over a limit that is certain: it would be refused.
    TooLong(Violation),
}

impl Channel {
    /// The limits of a text on this channel (`textBody`); none for
    /// e-mail, whose body is limited in bytes.
    pub const fn text_limits(self) -> &'static [TextLimit] {
        match self {
            Self::Email => &[],
            Self::Sms => &SMS,
            Self::WebMessaging | Self::Open | Self::WhatsApp | Self::Apple => &MESSAGE,
        }
    }

    /// Measures the text that goes on this channel, placeholders filled. `path` is the field it
    /// comes from. What would be refused comes before what might be.
    pub fn measure(self, path: &str, text: &str) -> Length {
        let mut doubt = Length::Fits;
        for limit in self.text_limits() {
            let Some((actual, message)) = limit.exceeded(self, text) else {
                continue;
            };
            if limit.certainty == Certainty::Certain {
                let violation = Violation::new(Code::TooLong, path, message);
                return Length::TooLong(violation.with_numbers(limit.most, actual));
            }
            doubt = Length::Doubtful(Warning {
                path: path.to_owned(),
                message,
            });
        }
        doubt
    }
}

impl TextLimit {
    /// How much there is and what to do about it, where that is too much.
    fn exceeded(self, channel: Channel, text: &str) -> Option<(u64, String)> {
        let most = self.most;
        match self.unit {
            Unit::Characters => {
                let actual = text.chars().count() as u64;
                let over = actual.checked_sub(most).filter(|over| *over > 0)?;
                let message = format!(
                    "is {actual} characters long; {} takes at most {most}, so shorten it by {over}",
                    channel.title()
                );
                Some((actual, message))
            }
            Unit::SmsParts => {
                let sms = Sms::measure(text);
                if sms.parts <= most {
                    return None;
                }
                let mend = match sms.alphabet {
                    Alphabet::Gsm7 => "shorten it; € ^ { } [ ] ~ | and \\ count twice".to_owned(),
                    Alphabet::Ucs2 => format!(
                        "shorten it to {} characters or replace {}",
                        most * sms.alphabet.part(),
                        sms.culprits()
                    ),
                };
                let message = format!("makes {sms}; more than {most} may be refused, so {mend}");
                Some((sms.parts, message))
            }
        }
    }
}

const SMS: [TextLimit; 2] = [
    TextLimit {
        most: limits::SMS_CHARS,
        unit: Unit::Characters,
        certainty: Certainty::Certain,
    },
    // That Genesys sends five parts is documented; what becomes of a sixth is not.
    TextLimit {
        most: limits::SMS_PARTS,
        unit: Unit::SmsParts,
        certainty: Certainty::Unsure,
    },
];

const MESSAGE: [TextLimit; 1] = [TextLimit {
    most: limits::MESSAGE_CHARS,
    unit: Unit::Characters,
    certainty: Certainty::Certain,
}];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    #[test]
    fn a_text_fits_up_to_the_published_length_of_its_channel() {
        for channel in Channel::ALL {
            let Some(limit) = channel.text_limits().first() else {
                assert_eq!(channel, Channel::Email);
                continue;
            };
            let most = usize::try_from(limit.most).unwrap();
            assert_eq!(
                channel.measure("/text", &"ä".repeat(most)),
                Length::Fits,
                "{channel}"
            );
            let Length::TooLong(violation) = channel.measure("/text", &"a".repeat(most + 1)) else {
                panic!("{channel} took one character too many");
            };
            assert_eq!(
                (violation.code, violation.path.as_str()),
                (Code::TooLong, "/text")
            );
            assert_eq!(
                (violation.limit, violation.actual),
                (Some(limit.most), Some(limit.most + 1))
            );
        }
        let most = |channel: Channel| channel.text_limits()[0].most;
        assert_eq!((most(Channel::Sms), most(Channel::Open)), (765, 2000));
    }

    #[test]
    fn an_sms_of_more_than_five_parts_warns_and_names_what_makes_it_so() {
        let sms = |text: &str| Channel::Sms.measure("/body", text);
        assert_eq!(sms(&"ж".repeat(335)), Length::Fits);
        let Length::Doubtful(warning) = sms(&"ж".repeat(336)) else {
            panic!("no warning");
        };
        assert_eq!(warning.path, "/body");
        assert_eq!(
            warning.message,
            "makes 6 parts in UCS-2, because of “ж”; more than 5 may be refused, so shorten it to \
             335 characters or replace “ж”"
        );
        assert!(matches!(sms(&"€".repeat(400)), Length::Doubtful(_)));
        assert!(matches!(sms(&"ж".repeat(766)), Length::TooLong(_)));
    }

    #[test]
    fn mail_has_no_limit_in_characters() {
        assert_eq!(
            Channel::Email.measure("/body", &"a".repeat(10_000)),
            Length::Fits
        );
    }
}
