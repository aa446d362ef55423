//! What a draft with placeholders is told before and while it is personalized; natively and in
//! WebAssembly.

#![allow(clippy::unwrap_used, reason = "test code")]

use serde_json::json;
use tidings_core::address::{Address, EmailAddress};
use tidings_core::message::draft::{BodyFormat, Draft};
use tidings_core::policy::Policy;
use tidings_core::recipient::Recipient;
use tidings_core::violation::Code;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn mail(subject: &str, body: &str) -> Draft {
    let draft = json!({
        "operation": "outbound", "to": "ana@example.org", "from": "care@example.com",
        "subject": subject, "body": body,
    });
    serde_json::from_value(draft).unwrap()
}

fn said(draft: &Draft) -> Vec<(Code, String, String)> {
    let violations = draft.check(&Policy::default()).unwrap_err();
    let said = violations.iter().map(|violation| {
        let (path, advice) = (violation.path.clone(), violation.advice());
        (violation.code, path, advice)
    });
    said.collect()
}

#[test]
fn a_placeholder_that_could_become_code_is_refused_before_anybody_is_asked_for() {
    let draft = mail(
        "Hello",
        "<p onclick=\"f('{{name}}')\">{{name}}</p><a href='https://{{nmae}}/'>x</a>",
    );
    assert_eq!(
        said(&draft),
        [
            (
                Code::UnknownPlaceholder,
                "/body".to_owned(),
                "{{nmae}} has no value here; did you mean {{name}}?".to_owned()
            ),
            (
                Code::Template,
                "/body".to_owned(),
                "{{name}} stands in the attribute onclick, which is more than words; put it into \
                 the text, or into title or alt"
                    .to_owned()
            ),
            (
                Code::Template,
                "/body".to_owned(),
                "{{nmae}} stands in the host of a web address, so that it could lead anywhere; put \
                 it into the text, or into title or alt"
                    .to_owned()
            ),
        ]
    );
}

#[test]
fn a_text_that_is_no_html_may_hold_a_placeholder_anywhere() {
    let mut draft = mail("<{{name}}>", "1 <{{name}} <!-- {{address}}");
    if let Draft::Outbound(outbound) = &mut draft {
        outbound.format = BodyFormat::Text;
    }
    assert!(draft.check(&Policy::default()).is_ok());
}

#[test]
fn every_field_that_lacks_a_value_is_named() {
    let draft = mail("For {{name}}", "Dear {{name}}, {{address}}");
    let message = draft.parse(&Policy::default()).unwrap();
    let recipient = Recipient::Address {
        address: Address::Email(EmailAddress::parse("ana@example.org").unwrap()),
        name: None,
        customer_id: None,
        sessions: None,
    };
    let violations = message
        .personalize(&recipient, &Policy::default())
        .unwrap_err();
    let paths: Vec<_> = violations
        .iter()
        .map(|one| (one.code, one.path.as_str()))
        .collect();
    let missing = Code::MissingValue;
    assert_eq!(paths, [(missing, "/subject"), (missing, "/body")]);
    let mut coverage = message.coverage();
    coverage.handle_recipient(&recipient);
    assert_eq!((coverage.left_out(), coverage.shortfalls().len()), (1, 1));
}
