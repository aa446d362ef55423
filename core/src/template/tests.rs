use super::*;
use crate::testing::test;
use proptest::prelude::*;

fn fill(template: &str, escape: Escape, name: Option<&str>) -> Result<String, NotFilled> {
    Template::parse(template)
        .unwrap()
        .fill(escape, |key| if key == "name" { name } else { None })
}

#[test]
fn a_value_takes_the_placeholders_place() {
    for (template, filled) in [
        ("Hi {{name}}!", "Hi Ana!"),
        ("{{ name }}{{name}}", "AnaAna"),
        ("ä{{\tname\n}}€", "äAna€"),
    ] {
        assert_eq!(fill(template, Escape::Text, Some("Ana")).unwrap(), filled);
    }
}

#[test]
fn a_path_leads_into_what_belongs_together() {
    let template = Template::parse("{{customer.first_name}} {{customer.order2.id}}").unwrap();
    let filled = template.fill(Escape::Text, |path| match path {
        "customer.first_name" => Some("Ana".to_owned()),
        "customer.order2.id" => Some(7.to_string()),
        _ => None,
    });
    assert_eq!(filled.unwrap(), "Ana 7");
}

#[test]
fn a_default_stands_in_for_a_missing_or_empty_value() {
    let template = r#"Hi {{name | default: "you }} \"there\""}}"#;
    for value in [None, Some("")] {
        let filled = fill(template, Escape::Text, value).unwrap();
        assert_eq!(filled, r#"Hi you }} "there""#);
    }
}

#[test]
fn everything_that_is_missing_is_named_once() {
    let template = Template::parse(r#"{{a}} {{b.c}} {{a}} {{d | default: "x"}} {{e}}"#).unwrap();
    let mut out = "before".to_owned();
    let given = |name: &str| (name == "e").then_some("here");
    let not_filled = template
        .fill_into(&mut out, Escape::Text, given)
        .unwrap_err();
    assert_eq!(template.missing(given), ["a", "b.c"]);
    assert_eq!(
        not_filled.to_string(),
        "{{a}} has no value for this recipient; give it a default: {{a | default: \"…\"}}\n\
         {{b.c}} has no value for this recipient; give it a default: {{b.c | default: \"…\"}}"
    );
    assert_eq!(out, "before");
}

#[test]
fn a_value_never_becomes_markup() {
    let filled = fill("<b>{{name}}</b>", Escape::Html, Some("<script>'\"&")).unwrap();
    assert_eq!(filled, "<b>&lt;script&gt;&#39;&quot;&amp;</b>");
    let default = fill(r#"{{name | default: "<i>you</i>"}}"#, Escape::Html, None);
    assert_eq!(default.unwrap(), "&lt;i&gt;you&lt;/i&gt;");
}

#[test]
fn what_cannot_be_read_is_named() {
    for text in [
        "{{name",
        "{{}}",
        "{{na me}}",
        "{{name | upper}}",
        "{{name | default: x}}",
        "{{name | default \"x\"}}",
        "{{1}}",
        "{{a..b}}",
        "{{.a}}",
        "{{a.}}",
        "{{a.1}}",
        "{{name}",
    ] {
        assert!(Template::parse(text).is_err(), "{text:?}");
    }
}

#[test]
fn single_braces_are_text() {
    let text = "a { b } c }} d";
    let template = Template::parse(text).unwrap();
    assert_eq!(template.as_plain(), Some(text));
    assert_eq!(fill(text, Escape::Text, None).unwrap(), text);
}

#[test]
fn an_unknown_name_comes_with_what_was_meant() {
    let template = Template::parse("{{nmae}} {{order}} {{name}}").unwrap();
    let messages: Vec<_> = template
        .unknown_names("/body", &["name", "address"])
        .into_iter()
        .map(|violation| violation.advice())
        .collect();
    assert_eq!(
        messages,
        [
            "{{nmae}} has no value here; did you mean {{name}}?",
            "{{order}} has no value here; write {{name}} or {{address}}",
        ]
    );
}

#[test]
fn data_that_no_placeholder_takes_is_named() {
    let template = Template::parse("{{customer.name}}").unwrap();
    let given = ["customer", "customer.name", "customer.na", "order", ""];
    let unused: Vec<_> = template.unused(given).collect();
    assert_eq!(unused, ["customer.na", "order", ""]);
}

proptest! {
    #[test]
    fn text_without_braces_stays_as_it_is(text in "[^{]*") {
        let template = Template::parse(&text).unwrap();
        prop_assert_eq!(template.as_plain(), Some(text.as_str()));
        prop_assert_eq!(template.fill(Escape::Html, |_| None::<&str>), Ok(text));
    }

    #[test]
    fn a_template_reads_back_as_it_was_written_and_says_what_was_meant(
        parts in prop::collection::vec(("[^{]*", any::<Option<String>>()), 0..4),
        end in "[^{]*",
    ) {
        let (mut written, mut said) = (String::new(), String::new());
        for (index, (before, default)) in parts.iter().enumerate() {
            let quoted = default.as_ref().map(|text| serde_json::to_string(text).unwrap());
            written += before;
            written += &quoted.map_or(format!("{{{{p.n{index}}}}}"), |quoted| {
                format!("{{{{ p.n{index} | default: {quoted} }}}}")
            });
            said += before;
            said += default.as_deref().unwrap_or("value");
        }
        written += &end;
        said += &end;
        let template = Template::parse(&written).unwrap();
        prop_assert_eq!(template.to_string(), written.as_str());
        let open = template.missing(|_| None::<&str>);
        let filled = template.fill(Escape::Text, |name| open.contains(&name).then_some("value"));
        prop_assert_eq!(filled, Ok(said));
    }

    #[test]
    fn a_json_string_stays_one_whatever_the_value(value in any::<String>()) {
        let template = Template::parse(r#"{"a":"{{v}}","b":1}"#).unwrap();
        let Ok(filled) = template.fill(Escape::Json, |_| Some(value.as_str())) else {
            return Ok(());
        };
        let expected = serde_json::json!({"a": value, "b": 1});
        prop_assert_eq!(filled, expected.to_string());
    }

    #[test]
    fn a_part_of_an_address_stays_one_whatever_the_value(value in any::<String>()) {
        let escaped = Escape::Url.of(&value);
        prop_assert!(escaped.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b)));
        let mut bytes = Vec::new();
        let mut rest = escaped.bytes();
        while let Some(byte) = rest.next() {
            if byte == b'%' {
                let hex = [rest.next().unwrap(), rest.next().unwrap()];
                let hex = core::str::from_utf8(&hex).unwrap();
                bytes.push(u8::from_str_radix(hex, 16).unwrap());
            } else {
                bytes.push(byte);
            }
        }
        prop_assert_eq!(String::from_utf8(bytes).unwrap(), value);
    }
}
