//! A block-list pattern, matched in linear time without a regex engine, so that page and server
//! agree and no pattern can hang either.

use core::fmt;

use serde::{Deserialize, Serialize};

use literal::Literal;

mod literal;

/// Steps of a pattern; one bit each in the matcher's state.
const MAX_STEPS: usize = 127;

/// A pattern of literals, `\.` (and other escaped punctuation), `[^…]*`, `.*`, `.*?` and `.`,
/// searched for anywhere in a text. Case does not count and the dot matches a line break, as guide
/// 004 has it (`re.IGNORECASE | re.DOTALL`).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern {
    source: String,
    steps: Vec<Step>,
    /// Literals that a match holds in this order.
    literals: Vec<Literal>,
    /// Whether holding them is all that it takes.
    is_literal: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// Exactly this character, folded.
    One(char),
    /// Any one character.
    Any,
    /// Any number of any characters.
    AnyRun,
    /// Any number of characters, none of these (folded).
    RunWithout(Vec<char>),
}

/// The pattern is not of the forms that the matcher knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the pattern {pattern:?} cannot be used: {problem}. A pattern may hold literal text, `\\.`, `.`, `.*`, `.*?` and `[^…]*`"
)]
#[non_exhaustive]
pub struct InvalidPattern {
    /// The pattern as written.
    pub pattern: String,
    /// What is wrong with it.
    pub problem: String,
}

impl Pattern {
    /// Reads a pattern; anything but the known forms is refused.
    ///
    /// # Errors
    /// What is not understood, and how to write it.
    ///
    /// ```
    /// use tidings_core::policy::Pattern;
    ///
    /// assert!(Pattern::parse(r"win.*\$\$\$").is_ok());
    /// let refused = Pattern::parse("(a+)+$").unwrap_err();
    /// assert!(refused.to_string().contains("(a+)+$"));
    /// ```
    pub fn parse(source: &str) -> Result<Self, InvalidPattern> {
        let invalid = |problem: String| InvalidPattern {
            pattern: source.to_owned(),
            problem,
        };
        let steps = read_steps(source).map_err(invalid)?;
        if steps
            .iter()
            .all(|step| matches!(step, Step::AnyRun | Step::RunWithout(_)))
        {
            return Err(invalid("it matches every text".to_owned()));
        }
        if steps.len() > MAX_STEPS {
            return Err(invalid(format!(
                "it has {} steps, at most {MAX_STEPS} are taken",
                steps.len()
            )));
        }
        let blocks = || steps.split(|step| !matches!(step, Step::One(_)));
        let literals: Vec<_> = blocks().filter_map(literal).collect();
        let is_literal = literals.len() == blocks().filter(|block| !block.is_empty()).count()
            && steps
                .iter()
                .all(|step| matches!(step, Step::One(_) | Step::AnyRun));
        Ok(Self {
            source: source.to_owned(),
            literals,
            is_literal,
            steps,
        })
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// Whether the pattern is found anywhere in `text`. Time grows with the text's length only, and
    /// nothing is allocated.
    ///
    /// ```
    /// use tidings_core::policy::Pattern;
    ///
    /// let pattern = Pattern::parse("<script[^>]*>.*?</script>")?;
    /// assert!(pattern.is_match("Hi <SCRIPT async>\nalert(1)</script>"));
    /// assert!(!pattern.is_match("a <script> that never ends"));
    /// # Ok::<(), tidings_core::policy::InvalidPattern>(())
    /// ```
    pub fn is_match(&self, text: &str) -> bool {
        let mut from = 0;
        let mut first = None;
        for literal in &self.literals {
            let Some((start, end)) = literal.find(text, from) else {
                return false;
            };
            first.get_or_insert(start);
            from = end;
        }
        if self.is_literal {
            return true;
        }
        // What begins with a literal cannot be found before it.
        let begins = matches!(self.steps.first(), Some(Step::One(first)) if first.is_ascii());
        let from = first.filter(|_| begins).unwrap_or(0);
        text.get(from..).is_some_and(|text| self.walk(text))
    }

    /// The plain matcher: one pass over the text with all states at once.
    fn walk(&self, text: &str) -> bool {
        let accept = 1_u128 << self.steps.len();
        let start = self.skip_runs(1);
        let mut states = start;
        for character in text.chars() {
            if states & accept != 0 {
                return true;
            }
            states = self.advance(states, fold(character)) | start;
        }
        states & accept != 0
    }

    /// The states after `character`. Bit `i` set: the next step to match is `i`.
    fn advance(&self, states: u128, character: char) -> u128 {
        let mut next = 0;
        let mut left = states;
        while left != 0 {
            let index = left.trailing_zeros() as usize;
            left &= left - 1;
            next |= match self.steps.get(index) {
                Some(Step::One(expected)) if *expected == character => {
                    self.skip_runs(1 << (index + 1))
                }
                Some(Step::Any) => self.skip_runs(1 << (index + 1)),
                Some(Step::AnyRun) => self.skip_runs(1 << index),
                Some(Step::RunWithout(set)) if !set.contains(&character) => {
                    self.skip_runs(1 << index)
                }
                Some(Step::One(_) | Step::RunWithout(_)) | None => 0,
            };
        }
        next
    }

    /// A run may be empty: where one is due, what follows it is due too.
    fn skip_runs(&self, state: u128) -> u128 {
        let mut states = state;
        let mut index = state.trailing_zeros() as usize;
        while let Some(Step::AnyRun | Step::RunWithout(_)) = self.steps.get(index) {
            index += 1;
            states |= 1 << index;
        }
        states
    }
}

/// The characters of steps that are all literal, where they can be searched for.
fn literal(block: &[Step]) -> Option<Literal> {
    let characters: Vec<_> = block
        .iter()
        .filter_map(|step| match step {
            Step::One(character) => Some(*character),
            _ => None,
        })
        .collect();
    Literal::new(&characters)
}

fn read_steps(source: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut characters = source.chars().peekable();
    while let Some(character) = characters.next() {
        let step = match character {
            '\\' => match characters.next() {
                Some(escaped) if escaped.is_ascii_punctuation() => Step::One(escaped),
                Some(other) => return Err(format!("`\\{other}` is not understood")),
                None => return Err("it ends in a lone `\\`".to_owned()),
            },
            '.' if characters.next_if_eq(&'*').is_some() => {
                // Lazy or greedy: whether it is found at all does not depend on it.
                characters.next_if_eq(&'?');
                Step::AnyRun
            }
            '.' => Step::Any,
            '[' => read_run_without(&mut characters)?,
            '*' | '+' | '?' | '(' | ')' | '{' | '}' | '|' | '^' | '$' | ']' => {
                return Err(format!(
                    "`{character}` is not understood; write `\\{character}` for the character itself"
                ));
            }
            literal => Step::One(fold(literal)),
        };
        steps.push(step);
    }
    if steps.is_empty() {
        Err("it is empty".to_owned())
    } else {
        Ok(steps)
    }
}

fn read_run_without(
    characters: &mut core::iter::Peekable<core::str::Chars<'_>>,
) -> Result<Step, String> {
    let problem = || "`[` must begin `[^…]*` without ranges or escapes".to_owned();
    characters.next_if_eq(&'^').ok_or_else(problem)?;
    let mut set = Vec::new();
    loop {
        match characters.next() {
            Some(']') => break,
            Some('\\' | '-' | '[') | None => return Err(problem()),
            Some(character) => set.push(fold(character)),
        }
    }
    if set.is_empty() {
        return Err(problem());
    }
    characters.next_if_eq(&'*').ok_or_else(problem)?;
    characters.next_if_eq(&'?');
    Ok(Step::RunWithout(set))
}

/// One character for all its cases.
fn fold(character: char) -> char {
    if character.is_ascii() {
        character.to_ascii_lowercase()
    } else {
        character.to_lowercase().next().unwrap_or(character)
    }
}

impl TryFrom<String> for Pattern {
    type Error = InvalidPattern;

    fn try_from(source: String) -> Result<Self, InvalidPattern> {
        Self::parse(&source)
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.source
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pattern").field(&self.source).finish()
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test;

    fn found(pattern: &str, text: &str) -> bool {
        Pattern::parse(pattern).unwrap().is_match(text)
    }

    #[test]
    fn each_form_matches_what_it_says() {
        assert!(found("a.c", "xxa\ncxx"));
        assert!(!found("a.c", "ac"));
        assert!(found("a.*c", "a\n\nc"));
        assert!(found("a.*?c", "ac"));
        assert!(found("a[^>]*c", "axxc"));
        assert!(!found("a[^>]*c", "a>c"));
        assert!(found("a[^>]*c", "a>ac"));
        assert!(found(r"1\.0", "v1.0"));
        assert!(!found(r"1\.0", "v1x0"));
        assert!(found("ÄÖ", "xäöx"));
    }

    #[test]
    fn other_forms_are_refused_with_a_reason() {
        for pattern in [
            "", "a+", "(a)", "a|b", r"\d", "[abc]", "[^a-z]*", "[^a]", "a*", "^a", ".*", "[", r"a\",
        ] {
            assert!(Pattern::parse(pattern).is_err(), "{pattern:?}");
        }
        assert!(Pattern::parse(&"a".repeat(128)).is_err());
        assert!(
            Pattern::parse(&"a".repeat(127))
                .unwrap()
                .is_match(&"A".repeat(200))
        );
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod properties {
        use proptest::prelude::*;

        use super::super::Pattern;

        proptest! {
            #[test]
            fn a_literal_is_found_exactly_where_it_stands(
                before in "[a-c]{0,20}", literal in "[a-c]{1,4}", text in "[a-c]{0,30}"
            ) {
                let pattern = Pattern::parse(&literal).unwrap();
                let holding = [before, literal.clone(), text.clone()].concat();
                prop_assert!(pattern.is_match(&holding));
                prop_assert_eq!(pattern.is_match(&text), text.contains(&literal));
            }

            #[test]
            fn searching_for_literals_first_changes_no_answer(
                source in "[a-cKI<_.äß]{0,3}(\\[\\^[>a]{1,2}\\]\\*|\\.\\*|\\.|ä|)[kKiI<>/_ä]{0,3}(\\.\\*\\?|)[bc</]{0,3}",
                text in "[abcABC<>/_.äÄßẞkKiI\u{212a}\u{130}\n]{0,40}",
            ) {
                if let Ok(pattern) = Pattern::parse(&source) {
                    prop_assert_eq!(pattern.is_match(&text), pattern.walk(&text), "{}", source);
                }
            }

            #[test]
            fn scripts_are_found_as_by_the_plain_matcher(
                text in "((<[sS]cript)|(</scrIpt>)|(</script)|[<>x\n\u{130}]){0,12}",
            ) {
                let pattern = Pattern::parse("<script[^>]*>.*?</script>").unwrap();
                prop_assert_eq!(pattern.is_match(&text), pattern.walk(&text));
            }

            #[test]
            fn no_input_makes_it_panic(source in ".{0,40}", text in ".{0,80}") {
                if let Ok(pattern) = Pattern::parse(&source) {
                    pattern.is_match(&text);
                }
            }
        }
    }
}
