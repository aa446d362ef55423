//! What the GSM alphabet has, and what says the same in it.

/// The septets that a character takes, where GSM-7 has it (3GPP TS 23.038, §6.2.1 and, for those of
/// two, §6.2.1.1).
pub(super) const fn septets(character: char) -> Option<u64> {
    match character {
        '\u{c}' | '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|' | '€' => Some(2),
        '\n'
        | '\r'
        | ' '..='_'
        | 'a'..='z'
        | '£'
        | '¥'
        | 'è'
        | 'é'
        | 'ù'
        | 'ì'
        | 'ò'
        | 'Ç'
        | 'Ø'
        | 'ø'
        | 'Å'
        | 'å'
        | 'Δ'
        | 'Φ'
        | 'Γ'
        | 'Λ'
        | 'Ω'
        | 'Π'
        | 'Ψ'
        | 'Σ'
        | 'Θ'
        | 'Ξ'
        | 'Æ'
        | 'æ'
        | 'ß'
        | 'É'
        | '¤'
        | '¡'
        | 'Ä'
        | 'Ö'
        | 'Ñ'
        | 'Ü'
        | '§'
        | '¿'
        | 'ä'
        | 'ö'
        | 'ñ'
        | 'ü'
        | 'à' => Some(1),
        _ => None,
    }
}

/// What says the same in GSM-7: plain quotes, dashes, dots and spaces for those that word processors
/// and keyboards put in; nothing at all for what is invisible. Letters are left alone, since another
/// letter is another word.
///
/// ```
/// use tidings_core::sms::replacement;
///
/// assert_eq!(replacement('’'), Some("'"));
/// assert_eq!(replacement('\u{200b}'), Some(""));
/// assert_eq!(replacement('č'), None);
/// ```
pub const fn replacement(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' | '`' | '´' => "'",
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{2033}' | '«' | '»' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '\u{2026}' => "...",
        '\u{2039}' => "<",
        '\u{203a}' => ">",
        '\u{2022}' | '\u{b7}' => "*",
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe0e}' | '\u{fe0f}' | '\u{feff}' => {
            ""
        }
        _ => return None,
    })
}
