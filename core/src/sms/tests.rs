use super::*;
use crate::testing::test;
use proptest::prelude::*;

/// 3GPP TS 23.038, §6.2.1, in the order of the table, without the escape.
const GSM: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// §6.2.1.1.
const GSM_EXTENSION: &str = "\u{c}^{}\\[~]|€";

fn parts_of(unit: &str, count: usize) -> u64 {
    Sms::measure(&unit.repeat(count)).parts
}

#[test]
fn the_gsm_alphabet_is_whole() {
    assert_eq!(GSM.chars().count(), 127);
    assert_eq!(GSM_EXTENSION.chars().count(), 10);
    let all = Sms::measure(&format!("{GSM}{GSM_EXTENSION}"));
    assert_eq!(all.alphabet, Alphabet::Gsm7);
    assert_eq!((all.characters, all.size), (137, 147));
}

#[test]
fn a_text_is_split_where_the_tables_say() {
    for (count, parts) in [
        (0, 0),
        (1, 1),
        (160, 1),
        (161, 2),
        (306, 2),
        (307, 3),
        (765, 5),
        (766, 6),
    ] {
        assert_eq!(parts_of("a", count), parts, "GSM-7 {count}");
    }
    for (count, parts) in [
        (1, 1),
        (70, 1),
        (71, 2),
        (134, 2),
        (135, 3),
        (335, 5),
        (336, 6),
    ] {
        assert_eq!(parts_of("ж", count), parts, "UCS-2 {count}");
    }
}

#[test]
fn what_counts_twice_is_never_torn() {
    assert_eq!(Sms::measure("10 €").size, 5);
    assert_eq!((parts_of("€", 80), parts_of("€", 81)), (1, 2));
    // 153 is odd: a part holds 76 of them and a septet stays empty.
    assert_eq!((parts_of("€", 152), parts_of("€", 153)), (2, 3));
    assert_eq!((parts_of("😀", 35), parts_of("😀", 36)), (1, 2));
    assert_eq!((parts_of("😀", 66), parts_of("😀", 67)), (2, 3));
}

#[test]
fn the_characters_that_force_ucs_2_are_named() {
    let sms = Sms::measure("Vaše objednávka ✓ je na cestě, vaše ✓");
    assert_eq!(sms.alphabet, Alphabet::Ucs2);
    assert_eq!(
        sms.to_string(),
        "1 part in UCS-2, because of “š”, “á”, “✓” and “ě”"
    );
    let hidden = Sms::measure("a\u{a0}b\u{200b}c");
    assert_eq!(hidden.culprits(), "U+00A0 and U+200B");
    let many = Sms::measure("абвгдеж");
    assert_eq!(many.culprits(), "“а”, “б”, “в”, “г”, “д” and 2 more");
    assert_eq!(Sms::measure("Grüße").to_string(), "1 part in GSM-7");
}

#[test]
fn the_tables_have_no_other_character() {
    let mut in_tables = 0;
    for character in (0..=0x10_ffff).filter_map(char::from_u32) {
        let expected = if GSM.contains(character) {
            Some(1)
        } else if GSM_EXTENSION.contains(character) {
            Some(2)
        } else {
            None
        };
        assert_eq!(septets(character), expected, "{character:?}");
        in_tables += u32::from(expected.is_some());
        if let Some(by) = replacement(character) {
            assert_eq!(expected, None, "{character:?} needs no replacement");
            assert!(by.chars().all(|one| septets(one).is_some()), "{by:?}");
        }
    }
    assert_eq!(in_tables, 137);
}

#[test]
fn what_is_left_is_counted_in_the_last_part() {
    for (text, left) in [
        (String::new(), 160),
        ("a".repeat(160), 0),
        ("a".repeat(161), 145),
        ("a".repeat(306), 0),
        ("€".repeat(81), 153 - 10),
        ("ж".repeat(70), 0),
        ("ж".repeat(71), 63),
    ] {
        assert_eq!(Sms::measure(&text).left, left, "{text}");
    }
}

#[test]
fn the_character_that_doubled_it_is_named_with_what_to_write_instead() {
    let text = format!("{}’\u{a0}\u{200b}✓", "a".repeat(100));
    let sms = Sms::measure(&text);
    assert_eq!((sms.parts, sms.parts_in_gsm), (2, 1));
    assert_eq!(
        sms.advice().unwrap(),
        "write ' for “’”, write a space for U+00A0, leave out U+200B, replace “✓”: \
         1 part in GSM-7 instead of 2"
    );
    assert_eq!(Sms::measure(&Sms::replaced(&text)).beyond_gsm, ['✓']);
    assert_eq!(Sms::measure(&"a".repeat(500)).advice(), None);
}

/// Every way to cut greedily, written out.
fn naive_parts(text: &str) -> u64 {
    let is_gsm = text
        .chars()
        .all(|c| GSM.contains(c) || GSM_EXTENSION.contains(c));
    let sizes = text.chars().map(|c| match is_gsm {
        true if GSM_EXTENSION.contains(c) => 2,
        true => 1,
        false => c.len_utf16(),
    });
    let sizes: Vec<usize> = sizes.collect();
    let (alone, part) = if is_gsm { (160, 153) } else { (70, 67) };
    if sizes.iter().sum::<usize>() <= alone {
        return u64::from(!text.is_empty());
    }
    let mut parts: Vec<Vec<usize>> = vec![Vec::new()];
    for size in sizes {
        if parts.last().unwrap().iter().sum::<usize>() + size > part {
            parts.push(Vec::new());
        }
        parts.last_mut().unwrap().push(size);
    }
    parts.len() as u64
}

proptest! {
    #[test]
    fn the_parts_are_those_of_a_naive_count(text in "([a-z€\\[]{0,90}|[a-z’жé😀…]{0,60}){0,5}") {
        let sms = Sms::measure(&text);
        prop_assert_eq!(sms.parts, naive_parts(&text));
        let kept = |c: &char| replacement(*c).is_some() || !sms.beyond_gsm.contains(c);
        let gsm: String = text.chars().filter(kept).collect();
        prop_assert_eq!(sms.parts_in_gsm, naive_parts(&Sms::replaced(&gsm)));
        for culprit in Sms::culprits_in(&text) {
            prop_assert_eq!(text[culprit.byte..].chars().next(), Some(culprit.character));
            prop_assert_eq!(text.chars().nth(culprit.index), Some(culprit.character));
        }
        prop_assert_eq!(Sms::culprits_in(&text).count() > 0, sms.alphabet == Alphabet::Ucs2);
    }
}
