//! What a cell looks like, loosely: enough to tell a delimiter from a character of the texts, and a header from values.
//! Which number or date a text stands for is none of this.

/// A stroke drawn with signs, as printed tables have beneath their header and at their end: `-----`, `===`, `--+--`.
pub(crate) fn is_rule(cell: &[u8]) -> bool {
    let cell = trim(cell);
    let is_sign = |byte: &u8| matches!(byte, b'-' | b'=' | b'_' | b'+' | b'|' | b':' | b' ');
    let strokes = cell
        .iter()
        .filter(|byte| matches!(byte, b'-' | b'=' | b'_'));
    cell.iter().all(is_sign) && strokes.count() >= 3
}

/// Without the blanks around it.
#[inline]
pub(crate) fn trim(cell: &[u8]) -> &[u8] {
    match cell {
        // Most cells have none.
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => cell,
        _ => without_blanks(cell),
    }
}

fn without_blanks(cell: &[u8]) -> &[u8] {
    let cell = cell.trim_ascii();
    let cell = cell.strip_prefix("\u{a0}".as_bytes()).unwrap_or(cell);
    cell.strip_suffix("\u{a0}".as_bytes())
        .unwrap_or(cell)
        .trim_ascii()
}

pub(crate) fn is_blank(cell: &[u8]) -> bool {
    trim(cell).is_empty()
}

/// A text that commonly stands for a missing value.
pub(crate) fn is_marker(cell: &[u8]) -> bool {
    const MARKERS: [&[u8]; 17] = [
        b":", b"NA", b"N/A", b"n/a", b"#N/A", b"<NA>", b"NaN", b"nan", b"NULL", b"null", b"None",
        b"?", b"-", b".", b"--", b"\\N", b"n.a.",
    ];
    let cell = trim(cell);
    cell.len() <= 4 && MARKERS.contains(&cell)
}

pub(crate) fn is_boolean(cell: &[u8]) -> bool {
    const WORDS: [&[u8]; 8] = [b"true", b"false", b"yes", b"no", b"t", b"f", b"y", b"n"];
    let cell = trim(cell);
    cell.len() <= 5 && WORDS.iter().any(|word| word.eq_ignore_ascii_case(cell))
}

/// A number in any notation, a date, a time.
pub(crate) fn is_typed(cell: &[u8]) -> bool {
    let cell = trim(cell);
    is_number(cell) || is_moment(cell)
}

/// A year of recent centuries, which names a column as often as it is a value.
pub(crate) fn is_year(cell: &[u8]) -> bool {
    matches!(trim(cell), [b'1', b'7'..=b'9', a, b] | [b'2', b'0', a, b] if a.is_ascii_digit() && b.is_ascii_digit())
}

/// -1.5, .5, 1,234.50, 1.234,5, 1 234, 1e-3, $5, (3), 12 %.
pub(crate) fn is_number(cell: &[u8]) -> bool {
    let mut text = trim(cell);
    if let [b'(', inner @ .., b')'] = text {
        text = inner;
    }
    text = strip_signs(text);
    let Some((first, _)) = text.split_first() else {
        return false;
    };
    if !first.is_ascii_digit() && *first != b'.' && *first != b',' {
        return false;
    }
    let (mut digits, mut separators, mut at) = (0, 0, 0);
    while let Some(&byte) = text.get(at) {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'.' | b',' => separators += 1,
            // A blank or an apostrophe stands between groups of three.
            b' ' | b'\'' if digits > 0 && has_group(&text[at + 1..]) => {}
            b'e' | b'E' if digits > 0 => return is_integer(text[at + 1..].trim_ascii()),
            _ => return false,
        }
        at += 1;
    }
    digits > 0 && (separators < 2 || is_grouped(text))
}

fn has_group(rest: &[u8]) -> bool {
    rest.len() >= 3
        && rest[..3].iter().all(u8::is_ascii_digit)
        && rest.get(3).is_none_or(|next| !next.is_ascii_digit())
}

/// Several separators are a number's where all but the last part after the first have three digits.
fn is_grouped(text: &[u8]) -> bool {
    let parts: Vec<&[u8]> = text.split(|byte| matches!(byte, b'.' | b',')).collect();
    let marks: Vec<u8> = text
        .iter()
        .copied()
        .filter(|byte| matches!(byte, b'.' | b','))
        .collect();
    let Some((last, groups)) = parts.split_last() else {
        return false;
    };
    let same = marks[..marks.len() - 1]
        .iter()
        .all(|mark| *mark == marks[0]);
    same && groups.iter().skip(1).all(|part| part.len() == 3)
        && groups
            .first()
            .is_some_and(|part| (1..=3).contains(&part.len()))
        && (last.len() == 3 || marks.last() != marks.first())
}

fn is_integer(text: &[u8]) -> bool {
    let digits = text
        .strip_prefix(b"-")
        .or_else(|| text.strip_prefix(b"+"))
        .unwrap_or(text);
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
}

fn strip_signs(mut text: &[u8]) -> &[u8] {
    const BEFORE: [&str; 9] = ["+", "-", "\u{2212}", "$", "€", "£", "¥", "US$", "CHF"];
    const AFTER: [&str; 9] = ["%", "€", "$", "£", "¥", "‰", "EUR", "USD", "CHF"];
    // Most cells of numbers have none: their ends tell it.
    let is_bare = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    if is_bare(text.first()) && is_bare(text.last()) {
        return text;
    }
    loop {
        let shorter = BEFORE
            .iter()
            .find_map(|sign| text.strip_prefix(sign.as_bytes()))
            .or_else(|| {
                AFTER
                    .iter()
                    .find_map(|sign| text.strip_suffix(sign.as_bytes()))
            });
        match shorter {
            Some(rest) => text = rest.trim_ascii(),
            None => return text,
        }
    }
}

/// 2019-03-23, 23/3/19, 23 Mar 2019, March 23, 2019, 12:30, 2019-03-23T12:30:00.5Z, 3:05 PM.
pub(crate) fn is_moment(cell: &[u8]) -> bool {
    let text = trim(cell);
    if !(4..=40).contains(&text.len()) || !text.iter().any(u8::is_ascii_digit) {
        return false;
    }
    let (mut numbers, mut months, mut marks, mut colons, mut others) = (0, 0, 0, 0, 0);
    let mut at = 0;
    while at < text.len() {
        let byte = text[at];
        let run = |is: fn(&u8) -> bool| text[at..].iter().take_while(|byte| is(byte)).count();
        if byte.is_ascii_digit() {
            let length = run(u8::is_ascii_digit);
            // Fractions of seconds come after the rest.
            if length > 4 && colons == 0 {
                return false;
            }
            numbers += 1;
            at += length;
        } else if byte.is_ascii_alphabetic() {
            let length = run(u8::is_ascii_alphabetic);
            match word_of(&text[at..at + length]) {
                Word::Month => months += 1,
                Word::Part => {}
                Word::Other => return false,
            }
            at += length;
        } else {
            match byte {
                b'-' | b'/' | b'.' => marks += 1,
                b':' => colons += 1,
                b' ' | b',' => {}
                b'+' => {}
                _ => others += 1,
            }
            at += 1;
        }
    }
    if others > 0 {
        return false;
    }
    let clock = (1..=3).contains(&colons) && numbers >= colons;
    let day = (months == 1 && (1..=3).contains(&numbers.min(3)) && numbers >= 1)
        || (months == 0 && marks >= 2 && numbers >= 3 && text[0].is_ascii_digit());
    (day && (colons == 0 && numbers <= 3 || clock))
        || (clock && months == 0 && marks <= 1 && numbers <= 5)
}

enum Word {
    Month,
    Part,
    Other,
}

fn word_of(word: &[u8]) -> Word {
    const MONTHS: [&[u8]; 12] = [
        b"january",
        b"february",
        b"march",
        b"april",
        b"may",
        b"june",
        b"july",
        b"august",
        b"september",
        b"october",
        b"november",
        b"december",
    ];
    let is_month = |month: &&[u8]| {
        word.eq_ignore_ascii_case(month)
            || word.eq_ignore_ascii_case(&month[..3])
            || word.eq_ignore_ascii_case(b"sept")
    };
    if MONTHS.iter().any(is_month) {
        return Word::Month;
    }
    const PARTS: [&[u8]; 17] = [
        b"t", b"z", b"am", b"pm", b"a", b"p", b"m", b"utc", b"gmt", b"st", b"nd", b"rd", b"th",
        b"mon", b"tue", b"wed", b"thu",
    ];
    if PARTS
        .iter()
        .chain(&[b"fri" as &[u8], b"sat", b"sun"])
        .any(|part| part.eq_ignore_ascii_case(word))
    {
        Word::Part
    } else {
        Word::Other
    }
}

/// How much a cell looks like one value: 1 for what is typed, less for words, nothing for what delimiters were left in.
pub(crate) fn wholeness(cell: &[u8]) -> f64 {
    let text = trim(cell);
    if text.is_empty() {
        return 0.6;
    }
    if is_marker(text) || is_boolean(text) || is_typed(text) {
        return 1.0;
    }
    let mut punctuation = 0;
    let mut foreign = text.windows(2).filter(|pair| *pair == b"::").count();
    for byte in text {
        match byte {
            b';' | b'\t' | b'|' | b'^' | b'~' | b'"' | b'#' | 1 | 30 | 31 => foreign += 1,
            b',' | b'\'' | b':' | b'=' | b'{' | b'}' | b'[' | b']' | b'<' | b'>' => {
                punctuation += 1
            }
            _ => {}
        }
    }
    if foreign > 0 {
        return if foreign * 20 < text.len() { 0.3 } else { 0.0 };
    }
    if punctuation == 0 { 0.7 } else { 0.5 }
}

/// Whether a cell is a number with a note: 7*, 12.3 p, 5[2], <0.5, ~20. Statistical offices and laboratories write so.
pub(crate) fn is_noted(cell: &[u8]) -> bool {
    let text = trim(cell);
    let number = match text {
        [b'<' | b'>' | b'~', rest @ ..] => rest,
        [rest @ .., b'*' | b'+' | b'?' | b'!'] => rest.trim_ascii_end(),
        [.., b']' | b')'] => {
            let opening = text.iter().rposition(|byte| matches!(byte, b'[' | b'('));
            &text[..opening.unwrap_or(0)]
        }
        [.., b'a'..=b'z' | b'A'..=b'Z'] => {
            let letters = text
                .iter()
                .rev()
                .take_while(|byte| byte.is_ascii_alphabetic());
            let (number, _) = text.split_at(text.len() - letters.count());
            if number.len() + 3 < text.len() || !number.ends_with(b" ") {
                return false;
            }
            number
        }
        _ => return false,
    };
    is_number(number.trim_ascii())
}

/// A text's pattern: runs of letters as `a`, of digits as `0`, all else as it is; `None` for mere words and long texts.
pub(crate) fn pattern(cell: &[u8]) -> Option<Vec<u8>> {
    let text = trim(cell);
    if text.len() > 40 || !text.iter().any(u8::is_ascii_digit) {
        return None;
    }
    let mut pattern: Vec<u8> = Vec::with_capacity(text.len());
    for byte in text {
        let class = match byte {
            b'0'..=b'9' => b'0',
            b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => b'a',
            other => *other,
        };
        if pattern.last() != Some(&class) || !matches!(class, b'a' | b'0') {
            pattern.push(class);
        }
    }
    Some(pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_stand_beside_numbers() {
        for text in ["7*", "12.3 p", "5[2]", "<0.5", "~20", "-1.5 (e)", "3 bd"] {
            assert!(is_noted(text.as_bytes()), "{text}");
        }
        for text in [
            "7", "p", "year 7", "7p", "12 Main", "[2]", "A*", "<", "km (2)", "",
        ] {
            assert!(!is_noted(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn numbers_of_all_notations() {
        for text in [
            "1",
            "-1.5",
            ".5",
            "5.",
            "1e-3",
            "1,234.50",
            "1.234,5",
            "1 234",
            "1'234",
            "$1,234.50",
            "(12)",
            "12 %",
            "€ 5",
            "1.234.567",
            "007",
            "+3",
            "1,234,567.8",
            "-$5",
        ] {
            assert!(is_number(text.as_bytes()), "{text}");
        }
        for text in [
            "", "a", "1a", "-", "1-2", "1.2.3", "1,2,3,4", "e5", "1e", "12 34", ".", "1;2",
        ] {
            assert!(!is_number(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn moments_of_all_notations() {
        for text in [
            "2019-03-23",
            "23/3/19",
            "3/23/2019 12:30",
            "23 Mar 2019",
            "March 23, 2019",
            "12:30",
            "12:30:15",
            "2019-03-23T12:30:00.123Z",
            "3:05 PM",
            "2019-03-23 12:30:00+02:00",
            "23.03.2019",
            "Mar-19",
            "Sat, 23 Mar 2019",
        ] {
            assert!(is_moment(text.as_bytes()), "{text}");
        }
        for text in [
            "march",
            "2019",
            "a-b-c",
            "1-2",
            "Model T 4",
            "A1:B2",
            "12345:1",
            "x 12:30",
            "id-1-2-3",
        ] {
            assert!(!is_moment(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn rules_are_of_strokes() {
        for text in ["-----", " ___ ", "=====", "---+---", ":---:", "--- ---"] {
            assert!(is_rule(text.as_bytes()), "{text}");
        }
        for text in ["", "-", "--", "-1-", "a---", "::::", "***"] {
            assert!(!is_rule(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn patterns_are_of_codes_and_not_of_words() {
        assert_eq!(pattern(b"AB-12"), Some(b"a-0".to_vec()));
        assert_eq!(pattern(b"word"), None);
    }
}
