//! Texts with placeholders: the template, then a line each for the values of `name`, `address` and
//! of everything else. The same text is measured as an SMS and filled as a canned response.

use std::collections::BTreeMap;

use tidings_core::response::Response;
use tidings_core::sms::{Alphabet, Sms};
use tidings_core::template::{Escape, Template};

/// A value takes its placeholder's place and never becomes anything else.
pub fn run(data: &[u8]) {
    let input = crate::text(data);
    // The template may hold line breaks: the last three lines are the values.
    let mut parts = input.rsplitn(4, '\n');
    let mut value = || parts.next().unwrap_or_default();
    let (other, address, name, text) = (value(), value(), value(), value());
    sms(&input);
    canned(text, &[("name", name), ("address", address)]);
    let Ok(template) = Template::parse(text) else {
        return;
    };
    let written = template.to_string();
    assert_eq!(
        Template::parse(&written).as_ref(),
        Ok(&template),
        "{text:?}"
    );
    let names = template.names();
    for name in &names {
        assert!(text.contains(name), "{name:?}");
    }
    let lookup = |key: &str| match key {
        "name" => Some(name),
        "address" => Some(address),
        _ => Some(other),
    };
    let Ok(filled) = template.fill(Escape::Text, lookup) else {
        assert!([name, address, other].contains(&""));
        return;
    };
    if names.is_empty() {
        assert_eq!(filled, text);
    }
    for key in names {
        let value = lookup(key).unwrap();
        assert!(filled.contains(value), "{value:?} in {filled:?}");
    }
    html(&template, name);
}

/// Whatever the value, there is no more markup than the template has.
fn html(template: &Template, value: &str) {
    let count = |text: &str| text.matches(['<', '>', '"', '\'']).count();
    let Ok(plain) = template.fill(Escape::Html, |_| Some("x")) else {
        return;
    };
    if let Ok(filled) = template.fill(Escape::Html, |_| Some(value))
        && !value.is_empty()
    {
        assert_eq!(count(&filled), count(&plain), "{value:?}");
    }
}

fn sms(text: &str) {
    let sms = Sms::measure(text);
    let needs_ucs2 = sms.alphabet == Alphabet::Ucs2;
    assert_eq!(needs_ucs2, !sms.beyond_gsm.is_empty());
    assert_eq!(sms.characters, text.chars().count() as u64);
    assert_eq!(sms.culprits().is_empty(), !needs_ucs2);
    let (alone, part) = (sms.alphabet.alone(), sms.alphabet.part());
    match sms.parts {
        0 => assert!(text.is_empty()),
        1 => assert!((1..=alone).contains(&sms.size)),
        parts => {
            assert!(sms.size > alone && sms.size <= parts * part);
            // A character of two units may not be cut: at most one unit of a part stays empty.
            assert!(sms.size >= (parts - 1) * (part - 1));
        }
    }
}

fn canned(text: &str, values: &[(&str, &str)]) {
    let response = Response {
        id: "r-1".into(),
        name: "Greeting".into(),
        text: Some(text.to_owned()),
        ..Response::default()
    };
    let all: BTreeMap<String, String> = values
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let mut some = all.clone();
    some.remove("address");
    for values in [all, some, BTreeMap::new()] {
        if let Err(problem) = response.fill(&values) {
            assert!(!problem.to_string().is_empty());
        }
    }
}
