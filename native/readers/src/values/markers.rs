//! Texts that stand for "no value".

/// How sure it is that a text means "no value".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// Wherever it stands, whatever the rest of the column holds.
    Certain,
    /// Unless the column uses lone punctuation as values of its own, such as + and -.
    Doubtful,
    /// Only in a column whose other values are all numbers, dates or times: elsewhere it may be a word like any other.
    BesideNumbers,
}

/// The kind of marker a trimmed text is, if it is one. The empty text is certain.
pub fn marker(text: &[u8]) -> Option<Marker> {
    // No marker is longer, and most texts are.
    if text.len() > 9 {
        return None;
    }
    match text {
        b"" | b"NA" | b"N/A" | b"n/a" | b"#N/A" | b"#NA" | b"<NA>" | b"NaN" | b"nan" | b"-NaN"
        | b"-nan" | b"NULL" | b"Null" | b"null" | b"(null)" | b"[NULL]" | b"None" | b"\\N"
        | b"1.#QNAN" | b"-1.#QNAN" | b"1.#IND" | b"-1.#IND" | b"#DIV/0!" | b"#VALUE!"
        | b"#REF!" | b"#NAME?" | b"#NUM!" | b"#NULL!" | b"NaT" => Some(Marker::Certain),
        b"?" | b"-" | b"." => Some(Marker::Doubtful),
        b"na" | b"Na" | b"n.a." | b"N.A." | b"nil" | b"none" | b"NONE" | b"missing"
        | b"Missing" | b"unknown" | b"Unknown" | b"--" | b"---" | b".." | b"..." | b":" | b"*" => {
            Some(Marker::BesideNumbers)
        }
        _ if is_dash(text) || is_infinity(text) => Some(Marker::BesideNumbers),
        _ => None,
    }
}

/// The dashes of typesetting and the ellipsis.
fn is_dash(text: &[u8]) -> bool {
    matches!(text, [0xe2, 0x80, 0x93 | 0x94 | 0xa6] | [0xe2, 0x88, 0x92])
}

/// Infinite numbers: no value that a network can be trained on.
fn is_infinity(text: &[u8]) -> bool {
    let word = match text {
        [b'+' | b'-', rest @ ..] => rest,
        rest => rest,
    };
    word.eq_ignore_ascii_case(b"inf")
        || word.eq_ignore_ascii_case(b"infinity")
        || word == "∞".as_bytes()
}

/// One character that is neither a letter nor a digit, in any script.
pub fn is_lone_punctuation(text: &str) -> bool {
    let mut characters = text.chars();
    matches!((characters.next(), characters.next()), (Some(only), None) if !only.is_alphanumeric())
}

/// A text without the blanks around it, those of spreadsheets (the no-break space) and byte order marks included.
#[inline]
pub fn trimmed(text: &[u8]) -> &[u8] {
    match text {
        [] => text,
        [only] if is_plain(*only) => text,
        [first, .., last] if is_plain(*first) && is_plain(*last) => text,
        _ => trimmed_slowly(text),
    }
}

fn is_plain(byte: u8) -> bool {
    byte > b' ' && byte < 0x80
}

#[cold]
fn trimmed_slowly(text: &[u8]) -> &[u8] {
    match std::str::from_utf8(text) {
        Ok(text) => text
            .trim_matches(|c: char| c.is_whitespace() || c <= ' ' || c == '\u{feff}')
            .as_bytes(),
        Err(_) => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_certain_doubtful_or_need_numbers_beside_them() {
        for text in [
            "", "NA", "#N/A", "NaN", "null", "None", "#DIV/0!", "-1.#IND",
        ] {
            assert_eq!(marker(text.as_bytes()), Some(Marker::Certain), "{text}");
        }
        for text in ["?", "-", "."] {
            assert_eq!(marker(text.as_bytes()), Some(Marker::Doubtful), "{text}");
        }
        for text in ["na", "inf", "-Infinity", "∞", "–", "missing", "--"] {
            assert_eq!(
                marker(text.as_bytes()),
                Some(Marker::BesideNumbers),
                "{text}"
            );
        }
        for text in ["0", "NAN0", "Nancy", "nothing at all", "+"] {
            assert_eq!(marker(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn blanks_of_every_sort_are_trimmed() {
        for text in [
            "a b",
            " a b",
            "a b\t",
            "\u{a0}a b\u{a0}",
            "\u{feff}a b",
            "\u{2003}a b\0",
        ] {
            assert_eq!(trimmed(text.as_bytes()), b"a b", "{text:?}");
        }
        assert_eq!(trimmed(b"  "), b"");
        assert_eq!(trimmed("é".as_bytes()), "é".as_bytes());
    }

    #[test]
    fn punctuation_is_one_character_without_meaning_of_its_own() {
        for text in ["+", "–", "?"] {
            assert!(is_lone_punctuation(text), "{text}");
        }
        for text in ["", "a", "7", "é", "++"] {
            assert!(!is_lone_punctuation(text), "{text}");
        }
    }
}
