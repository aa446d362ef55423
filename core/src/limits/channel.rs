//! A text against the limits of the channel of the published API that it goes on.

use super::{Limit, table};
use crate::channel::Channel;
use crate::measure::{Unit, shorten};
use crate::sms::{Alphabet, Sms};
use crate::violation::{Code, Violation, Warning};

/// A text against the limits of the channel it goes on.
///
/// ```
/// use tidings_core::channel::Channel;
/// use tidings_core::limits::channel::Length;
///
/// let length = Channel::Open.measure("/text", &"a".repeat(2001));
/// assert!(matches!(length, Length::TooLong(violation) if violation.actual == Some(2001)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Length {
    /// Within every limit.
    Fits,
    /// Over a limit that is not certain: it may be refused.
    Doubtful(Warning),
    /// Over a limit that is certain: it would be refused.
    TooLong(Violation),
}

impl Channel {
    /// The limits of a text on this channel (`textBody`), placeholders filled; none for e-mail,
    /// whose body is limited in bytes.
    ///
    /// ```
    /// use tidings_core::channel::Channel;
    ///
    /// assert_eq!(Channel::Open.text_limits()[0].most, Some(2000));
    /// assert!(Channel::Email.text_limits().is_empty());
    /// ```
    pub const fn text_limits(self) -> &'static [Limit] {
        const SMS: &[Limit] = &[table::SMS, table::SMS_PARTS];
        const MESSAGE: &[Limit] = &[table::MESSAGE];
        match self {
            Self::Email => &[],
            Self::Sms => SMS,
            Self::WebMessaging | Self::Open | Self::WhatsApp | Self::Apple => MESSAGE,
        }
    }

    /// Measures the text that goes on this channel, placeholders filled. `path` is the field it
    /// comes from. What would be refused comes before what might be.
    ///
    /// ```
    /// use tidings_core::channel::Channel;
    /// use tidings_core::limits::channel::Length;
    ///
    /// assert_eq!(Channel::Sms.measure("/body", "Your order is ready."), Length::Fits);
    /// let Length::TooLong(violation) = Channel::Sms.measure("/body", &"a".repeat(766)) else {
    ///     panic!("it fits");
    /// };
    /// assert_eq!((violation.limit, violation.actual), (Some(765), Some(766)));
    /// ```
    pub fn measure(self, path: &str, text: &str) -> Length {
        let mut doubt = Length::Fits;
        for limit in self.text_limits() {
            let Some(violation) = limit.exceeded(self, path, text) else {
                continue;
            };
            if limit.certainty.refuses() {
                return Length::TooLong(violation);
            }
            doubt = Length::Doubtful(violation.into());
        }
        doubt
    }
}

impl Limit {
    /// How much there is and what to do about it, where that is too much.
    pub(crate) fn exceeded(&self, channel: Channel, path: &str, text: &str) -> Option<Violation> {
        let (unit, most) = (self.unit, self.most?);
        let actual = unit.over(text, most)?;
        let (message, fix) = if unit == Unit::SmsParts {
            let sms = Sms::measure(text);
            let message = format!("makes {sms}; more than {most} may be refused");
            (message, shorten_sms(&sms, text, most))
        } else {
            let verb = if self.certainty.refuses() {
                "takes"
            } else {
                "is certain to take"
            };
            let message = format!(
                "is {actual} {} long where {} {verb} at most {most}",
                unit.noun(actual),
                channel.title()
            );
            (message, shorten(text, unit, most))
        };
        let violation = Violation::new(Code::TooLong, path, message).with_numbers(most, actual);
        Some(violation.with_unit(unit).with_fix(fix))
    }
}

fn shorten_sms(sms: &Sms, text: &str, most: u64) -> String {
    let room = Unit::SmsParts.fit(text, most).chars().count();
    let cut = format!("shorten it to {room} characters");
    match sms.alphabet {
        Alphabet::Gsm7 => format!("{cut}: € ^ {{ }} [ ] ~ | and \\ count twice"),
        Alphabet::Ucs2 => format!("{cut} or replace {}", sms.culprits()),
    }
}

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
            let limit = limit.most.unwrap();
            let most = usize::try_from(limit).unwrap();
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
                (Some(limit), Some(limit + 1))
            );
        }
        let most = |channel: Channel| channel.text_limits()[0].most.unwrap();
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
            warning.to_string(),
            "/body: makes 6 parts in UCS-2, because of “ж”; more than 5 may be refused; shorten it to \
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
