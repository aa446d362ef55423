//! What a broken rule says: its name for programs, its sentence for people, its place in a form.

#![allow(clippy::unwrap_used, reason = "test code")]

use serde_json::{Value, json};
use tidings_core::measure::Unit;
use tidings_core::violation::{Code, Violation, Violations, Warning};

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const CODES: [(Code, &str); 23] = [
    (Code::BlockedContent, "blocked_content"),
    (Code::Duplicate, "duplicate"),
    (Code::InvalidEmail, "invalid_email"),
    (Code::InvalidId, "invalid_id"),
    (Code::InvalidNumber, "invalid_number"),
    (Code::InvalidPhone, "invalid_phone"),
    (Code::InvalidUrl, "invalid_url"),
    (Code::Joins, "joins"),
    (Code::LineBreak, "line_break"),
    (Code::MediaType, "media_type"),
    (Code::MissingValue, "missing_value"),
    (Code::NotHttps, "not_https"),
    (Code::Required, "required"),
    (Code::Template, "template"),
    (Code::TooFew, "too_few"),
    (Code::TooLarge, "too_large"),
    (Code::TooLong, "too_long"),
    (Code::TooMany, "too_many"),
    (Code::UnknownType, "unknown_type"),
    (Code::UnknownField, "unknown_field"),
    (Code::UnknownPlaceholder, "unknown_placeholder"),
    (Code::Unsupported, "unsupported"),
    (Code::WrongType, "wrong_type"),
];

const UNITS: [(Unit, &str, &str, &str); 10] = [
    (Unit::Bytes, "bytes", "byte", "bytes"),
    (Unit::Characters, "characters", "character", "characters"),
    (
        Unit::Graphemes,
        "graphemes",
        "visible character",
        "visible characters",
    ),
    (
        Unit::Utf16,
        "utf16",
        "UTF-16 code unit",
        "UTF-16 code units",
    ),
    (Unit::SmsParts, "sms_parts", "SMS part", "SMS parts"),
    (Unit::Digits, "digits", "digit", "digits"),
    (Unit::Items, "items", "entry", "entries"),
    (Unit::Degrees, "degrees", "degree", "degrees"),
    (Unit::PerMinute, "per_minute", "a minute", "a minute"),
    (Unit::Days, "days", "day", "days"),
];

fn too_long() -> Violation {
    Violation::new(Code::TooLong, "/subject", "is 402 characters long")
        .with_numbers(400, 402)
        .with_unit(Unit::Characters)
        .with_fix("shorten it by 2 characters")
}

#[test]
fn each_code_has_one_name_in_code_and_in_json() {
    for (code, name) in CODES {
        assert_eq!(code.name(), name);
        assert_eq!(serde_json::to_value(code).unwrap(), name);
        assert_eq!(serde_json::from_value::<Code>(json!(name)).unwrap(), code);
    }
}

#[test]
fn each_unit_has_one_name_and_a_noun_for_one_and_for_many() {
    for (unit, name, one, many) in UNITS {
        assert_eq!(unit.name(), name);
        assert_eq!(serde_json::to_value(unit).unwrap(), name);
        assert_eq!((unit.noun(1), unit.noun(2)), (one, many));
        assert_eq!(unit.noun(0), many);
    }
}

#[test]
fn a_violation_is_a_sentence_with_and_without_its_field() {
    assert_eq!(
        too_long().to_string(),
        "/subject: is 402 characters long; shorten it by 2 characters"
    );
    assert_eq!(
        too_long().advice(),
        "is 402 characters long; shorten it by 2 characters"
    );
    let whole = Violation::new(Code::WrongType, "", "is no draft");
    assert_eq!(whole.to_string(), "is no draft");
    assert_eq!(whole.advice(), "is no draft");
}

#[test]
fn a_violation_without_numbers_and_fix_is_written_without_them() {
    let bare = Violation::new(Code::Required, "/to", "is missing");
    assert_eq!(
        serde_json::to_value(&bare).unwrap(),
        json!({"code": "required", "path": "/to", "message": "is missing"})
    );
    let full: Value = json!({
        "code": "too_long", "path": "/subject", "limit": 400, "actual": 402, "unit": "characters",
        "message": "is 402 characters long", "fix": "shorten it by 2 characters",
    });
    assert_eq!(serde_json::to_value(too_long()).unwrap(), full);
    assert_eq!(
        serde_json::from_value::<Violation>(full).unwrap(),
        too_long()
    );
}

#[test]
fn a_warning_says_what_the_violation_would_have_said() {
    let warning = Warning::from(too_long());
    assert_eq!(warning.to_string(), too_long().to_string());
    assert_eq!(warning.advice(), too_long().advice());
    assert_eq!(
        serde_json::to_value(&warning).unwrap(),
        serde_json::to_value(too_long()).unwrap()
    );
    let joins = Warning::new(Code::Joins, "", "a bot may read it");
    assert_eq!(joins.to_string(), "a bot may read it");
    assert_eq!(
        joins.with_fix("wait until it is over").advice(),
        "a bot may read it; wait until it is over"
    );
}

#[test]
fn no_violation_is_no_list_and_several_are_one_line_each() {
    assert_eq!(Violations::from_vec(Vec::new()), None);
    let missing = Violation::new(Code::Required, "/to", "is missing");
    let both = Violations::from_vec(vec![too_long(), missing.clone()]).unwrap();
    assert_eq!(both.to_string(), format!("{}\n/to: is missing", too_long()));
    assert_eq!(both.at("/to").collect::<Vec<_>>(), [&missing]);
    assert_eq!(both.at("/t").count(), 0);
    let codes: Vec<_> = (&both).into_iter().map(|found| found.code).collect();
    assert_eq!(codes, [Code::TooLong, Code::Required]);
    assert_eq!(both.into_vec(), [too_long(), missing]);
    assert_eq!(
        Violations::from(too_long()).to_string(),
        too_long().to_string()
    );
}
