//! Content patterns: `pattern`, a line break, the text it is looked for in. Compared with a matcher
//! that tries everything.

use tidings_core::policy::{Pattern, Policy};

/// What the other matcher knows.
enum Token {
    Just(char),
    Any,
    /// Any number of characters that are none of these.
    Run(Vec<char>),
}

/// Finds what a pattern finds, and reads a policy that holds it.
pub fn run(data: &[u8]) {
    let input = crate::text(data);
    let (source, text) = input.split_once('\n').unwrap_or((&input, ""));
    if let Ok(policy) = serde_json::from_str::<Policy>(text) {
        crate::form::comes_back(&policy);
    }
    let Ok(pattern) = Pattern::parse(source) else {
        return;
    };
    assert_eq!(pattern.as_str(), source);
    let text: String = text.chars().take(300).collect();
    let found = pattern.is_match(&text);
    assert_eq!(found, finds(&read(source), &text), "{source:?} in {text:?}");
    assert_eq!(found, pattern.is_match(&text.to_ascii_uppercase()));
    assert!(!found || pattern.is_match(&format!("…{text}…")));
}

fn read(source: &str) -> Vec<Token> {
    let mut rest: Vec<char> = source.chars().rev().collect();
    let mut tokens = Vec::new();
    while let Some(character) = rest.pop() {
        let token = match character {
            '\\' => Token::Just(rest.pop().unwrap()),
            '.' if rest.last() == Some(&'*') => {
                rest.pop();
                Token::Run(Vec::new())
            }
            '.' => Token::Any,
            '[' => {
                let mut set = Vec::new();
                rest.pop();
                loop {
                    match rest.pop().unwrap() {
                        ']' => break,
                        member => set.push(folded(member)),
                    }
                }
                rest.pop();
                Token::Run(set)
            }
            other => Token::Just(folded(other)),
        };
        if matches!(token, Token::Run(_)) && rest.last() == Some(&'?') {
            rest.pop();
        }
        tokens.push(token);
    }
    tokens
}

/// Row by row from the end: does what is left of the pattern match at this place of the text?
fn finds(tokens: &[Token], text: &str) -> bool {
    let text: Vec<char> = text.chars().map(folded).collect();
    let mut after = vec![true; text.len() + 1];
    for token in tokens.iter().rev() {
        let mut here = vec![false; text.len() + 1];
        for at in (0..=text.len()).rev() {
            let character = text.get(at);
            here[at] = match (token, character) {
                (Token::Just(expected), Some(found)) => expected == found && after[at + 1],
                (Token::Any, Some(_)) => after[at + 1],
                (Token::Run(without), Some(found)) => {
                    after[at] || (!without.contains(found) && here[at + 1])
                }
                (Token::Run(_), None) => after[at],
                (Token::Just(_) | Token::Any, None) => false,
            };
        }
        after = here;
    }
    after.contains(&true)
}

fn folded(character: char) -> char {
    character.to_lowercase().next().unwrap()
}
