use crate::template::{Escape, GapReason, NoPlace, Template};
use crate::testing::test;
use proptest::prelude::*;

/// What becomes of `{{v}}`; nothing where no value may stand.
fn filled(template: &str, value: &str) -> Option<String> {
    let template = Template::parse(template).unwrap();
    template.fill(Escape::Html, |_| Some(value)).ok()
}

fn refused(template: &str) -> NoPlace {
    let template = Template::parse(template).unwrap();
    let misplaced = template
        .misplaced()
        .unwrap_or_else(|| panic!("{template} is taken"));
    match &misplaced.gaps()[0].reason {
        GapReason::NoPlace(place) => place.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn text_and_attributes_of_words_take_a_value_as_words() {
    for (template, expected) in [
        ("{{v}}", "&lt;&quot;&#39;&amp;"),
        ("<p>{{v}}</p>", "<p>&lt;&quot;&#39;&amp;</p>"),
        (
            "<title>{{v}}</title>",
            "<title>&lt;&quot;&#39;&amp;</title>",
        ),
        ("<img alt='{{v}}'>", "<img alt='&lt;&quot;&#39;&amp;'>"),
        (
            "<p\ntitle = \"{{v}}\">",
            "<p\ntitle = \"&lt;&quot;&#39;&amp;\">",
        ),
        (
            "<p ARIA-Label=\"{{v}}\"/>",
            "<p ARIA-Label=\"&lt;&quot;&#39;&amp;\"/>",
        ),
        ("1 < 2 {{v}}", "1 < 2 &lt;&quot;&#39;&amp;"),
        (
            "<style>p{}</style>{{v}}",
            "<style>p{}</style>&lt;&quot;&#39;&amp;",
        ),
        (
            "<style><!-- p{} --></style>{{v}}",
            "<style><!-- p{} --></style>&lt;&quot;&#39;&amp;",
        ),
        (
            "<!-- a --><!DOCTYPE html>{{v}}",
            "<!-- a --><!DOCTYPE html>&lt;&quot;&#39;&amp;",
        ),
        (
            "<svg><title>x</title><path d=''/></svg>{{v}}",
            "<svg><title>x</title><path d=''/></svg>&lt;&quot;&#39;&amp;",
        ),
    ] {
        assert_eq!(
            filled(template, "<\"'&").as_deref(),
            Some(expected),
            "{template}"
        );
    }
}

#[test]
fn an_attribute_without_quotes_takes_a_value_that_cannot_end_it() {
    for template in ["<p title={{v}}>", "<p title= a{{v}} lang=en>"] {
        let filled = filled(template, "x onclick=f()>").unwrap();
        assert!(
            filled.contains("x&#32;onclick&#61;f&#40;&#41;&#62;"),
            "{filled}"
        );
    }
}

#[test]
fn a_link_takes_a_part_of_itself_or_a_whole_https_address() {
    for (template, value, expected) in [
        (
            "<a href='https://e.example/?q={{v}}'>",
            "a&b=c/d",
            Some("<a href='https://e.example/?q=a%26b%3Dc%2Fd'>"),
        ),
        ("<a href='/p/{{v}}'>", "../x", Some("<a href='/p/..%2Fx'>")),
        ("<a href='#{{v}}'>", "a b", Some("<a href='#a%20b'>")),
        (
            "<a href='mailto:{{v}}'>",
            "a+b@e.example?cc=x",
            Some("<a href='mailto:a%2Bb@e.example%3Fcc%3Dx'>"),
        ),
        (
            "<a href='mailto:a@e.example?body={{v}}'>",
            "@",
            Some("<a href='mailto:a@e.example?body=%40'>"),
        ),
        (
            "<a href='tel:{{v}}'>",
            "+4930",
            Some("<a href='tel:%2B4930'>"),
        ),
        (
            "<a href='{{v}}'>",
            "https://e.example/a?b='c'&d",
            Some("<a href='https://e.example/a?b=&#39;c&#39;&amp;d'>"),
        ),
        (
            "<a href=' {{v}}'>",
            "https://e.example/",
            Some("<a href=' https://e.example/'>"),
        ),
        (
            "<a href={{v}}>",
            "https://e.example/?a=b",
            Some("<a href=https&#58;&#47;&#47;e&#46;example&#47;&#63;a&#61;b>"),
        ),
        (
            "<a href='{{v}}?x={{v}}'>",
            "https://e.example",
            Some("<a href='https://e.example?x=https%3A%2F%2Fe.example'>"),
        ),
        ("<a href='{{v}}'>", "javascript:alert(1)", None),
        ("<a href='{{v}}'>", "JavaScript:alert(1)", None),
        ("<a href='{{v}}'>", " https://e.example", None),
        ("<a href='{{v}}'>", "http://e.example", None),
        ("<a href='{{v}}'>", "/path", None),
        ("<img src={{v}}>", "data:text/html,x", None),
        ("<v:roundrect href='{{v}}'>", "vbscript:x", None),
    ] {
        assert_eq!(
            filled(template, value).as_deref(),
            expected,
            "{template} {value}"
        );
    }
}

#[test]
fn where_a_value_could_become_more_it_is_refused() {
    use NoPlace::{Comment, Host, Scheme, Tag, Unclear};
    let attribute = |name: &str| NoPlace::Attribute(name.into());
    let element = |name: &str| NoPlace::Element(name.into());
    for (template, expected) in [
        ("<script>var a = '{{v}}'", element("script")),
        ("<STYLE>p{color:{{v}}}</STYLE>", element("style")),
        ("<script>'</scripty>{{v}}", element("script")),
        ("<iframe src='{{v}}'>", element("iframe")),
        ("<base href='{{v}}'>", element("base")),
        ("<meta http-equiv=refresh content='{{v}}'>", element("meta")),
        ("<svg><a href='{{v}}'>", element("svg")),
        ("<math>{{v}}</math>", element("math")),
        ("<noscript>{{v}}</noscript>", element("noscript")),
        ("<p onclick='{{v}}'>", attribute("onclick")),
        ("<p style='color:{{v}}'>", attribute("style")),
        ("<p srcdoc='{{v}}'>", attribute("srcdoc")),
        ("<{{v}}>", Tag),
        ("</{{v}}>", Tag),
        ("<p {{v}}>", Tag),
        ("<p {{v}}='x'>", Tag),
        ("<p title{{v}}>", Tag),
        ("<p title='a'{{v}}>", Tag),
        ("</p title='{{v}}'>", Tag),
        ("<!-- {{v}} -->", Comment),
        ("<!{{v}}>", Comment),
        ("<!-- > {{v}} -->", Comment),
        ("<!--[if {{v}}]>", Comment),
        ("<a href='https://{{v}}'>", Host),
        ("<a href='https://shop{{v}}/x'>", Host),
        ("<a href='//{{v}}/x'>", Host),
        ("<a href='\\\\{{v}}'>", Host),
        ("<a href='https:{{v}}'>", Host),
        ("<a href='{{v}}{{v}}'>", Host),
        ("<a href='javascript:{{v}}'>", Scheme),
        ("<a href='java\nscript:x(\"{{v}}\")'>", Scheme),
        ("<a href='javascript&#58;{{v}}'>", Scheme),
        ("<a href='data:text/html,{{v}}'>", Scheme),
        ("<plaintext>{{v}}", Unclear),
        ("<script><!-- <script> </script>{{v}}", Unclear),
        ("<title><b></title>{{v}}", Unclear),
        ("<svg><style><a title='</style></svg>{{v}}", Unclear),
        ("<svg></svg><style><a></style>{{v}}", Unclear),
        ("<!--[if mso]><a title='-->{{v}}", Unclear),
        ("<noscript><img></noscript>{{v}}", Unclear),
    ] {
        assert_eq!(refused(template), expected, "{template}");
        assert_eq!(filled(template, "x"), None, "{template}");
    }
}

#[test]
fn what_outlook_alone_reads_takes_values_that_end_no_comment() {
    let template = "<!--[if mso]><td title=\"{{v}}\">{{v}}</td><![endif]-->{{v}}";
    let expected =
        "<!--[if mso]><td title=\"&#45;&#45;&#62;\">&#45;&#45;&#62;</td><![endif]-->--&gt;";
    assert_eq!(filled(template, "-->").as_deref(), Some(expected));
    let not_outlook = "<!--[if !mso]><!--><p>{{v}}</p><!--<![endif]-->";
    assert_eq!(
        filled(not_outlook, "--").as_deref(),
        Some("<!--[if !mso]><!--><p>--</p><!--<![endif]-->")
    );
}

#[test]
fn a_text_that_is_no_html_has_no_such_places() {
    let template = Template::parse("if a <{{v}} then <script>{{v}}").unwrap();
    let filled = template.fill(Escape::Text, |_| Some("b>"));
    assert_eq!(filled.as_deref(), Ok("if a <b> then <script>b>"));
}

/// Pieces that HTML is made of, and that mislead.
fn markup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<a href=\"",
        "<a href='https://e.example/",
        "\">",
        "'>",
        ">",
        "<",
        "=",
        " ",
        "<p title=",
        "<img alt='",
        "<style>",
        "</style>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "--!>",
        "<!--[if mso]>",
        "<![endif]-->",
        "<svg>",
        "</svg>",
        "<title>",
        "</title>",
        "/>",
        "onclick='",
        "text",
        "javascript:",
        "mailto:",
        "{{v}}",
        "{{v}}",
        "{{v}}",
        "-",
        "?",
        "&",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// With every value in place of a harmless one, the same markup remains.
    #[test]
    fn a_value_never_becomes_markup_wherever_it_stands(template in markup(), value in "[<>\"'`=&/ \\-!a-z\\n\\t]{1,12}") {
        let Some(hostile) = filled(&template, &value) else { return Ok(()) };
        let Some(harmless) = filled(&template, "x") else { return Ok(()) };
        let skeleton = |text: &str| -> String {
            text.chars().filter(|c| matches!(c, '<' | '>' | '"' | '\'' | '`' | '=')).collect()
        };
        // In quotes, a backtick and an equals sign are words.
        let bare = |text: &str| text.replace(['`', '='], "");
        prop_assert_eq!(bare(&skeleton(&hostile)), bare(&skeleton(&harmless)));
    }

    #[test]
    fn a_link_never_leads_where_a_value_says_but_to_https(value in any::<String>(), scheme in "(javascript|data|vbscript|http|file|x): *") {
        let value = format!("{scheme}{value}");
        for template in ["<a href='{{v}}'>", "<a href={{v}}>", "<a href='  {{v}}/x'>"] {
            prop_assert_eq!(filled(template, &value), None);
        }
        let part = filled("<a href='/{{v}}'>", &value).unwrap();
        prop_assert!(!part.contains(':'), "{}", part);
    }
}
