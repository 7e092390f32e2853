//! Rows of a worksheet of Office Open XML (ECMA-376).

use crate::stored::Texts;
use std::io::Write;

/// UTF-16 units that one cell holds at most.
const MOST_CELL_UNITS: usize = 32_767;

/// Rows as XML.
pub struct SheetRows {
    pub xml: Vec<u8>,
    /// Texts that had to be cut.
    pub cut: u32,
}

/// Rows as the XML of a sheet's data: numbers as numbers, everything else as text, nothing for an empty one. A text is
/// cut where it has more characters than a cell may have.
///
/// # Arguments
/// * `rows` – of the columns' texts; what a column lacks is empty
/// * `first` – the number of the first of these rows in the sheet, counted from 1
pub fn sheet_rows(columns: &[Texts], rows: std::ops::Range<usize>, first: usize) -> SheetRows {
    let mut texts: Vec<_> = columns
        .iter()
        .enumerate()
        .map(|(column, texts)| (column_letters(column), texts.iter().skip(rows.start)))
        .collect();
    let mut sheet = SheetRows {
        xml: Vec::new(),
        cut: 0,
    };
    for row in 0..rows.len() {
        let number = (first + row).to_string();
        open_tag(&mut sheet.xml, b"<row r=\"", &[], &number);
        sheet.xml.push(b'>');
        for (letters, texts) in &mut texts {
            let text = texts.next().unwrap_or_default();
            if !text.is_empty() {
                sheet.cell(text, letters, &number);
            }
        }
        sheet.xml.extend_from_slice(b"</row>");
    }
    sheet
}

impl SheetRows {
    fn cell(&mut self, text: &str, letters: &[u8], number: &str) {
        open_tag(&mut self.xml, b"<c r=\"", letters, number);
        if is_plain_number(text) {
            self.xml.extend_from_slice(b"><v>");
            self.xml.extend_from_slice(text.as_bytes());
            self.xml.extend_from_slice(b"</v></c>");
            return;
        }
        let start = b" t=\"inlineStr\"><is><t xml:space=\"preserve\">";
        self.xml.extend_from_slice(start);
        let whole = first_units(text, MOST_CELL_UNITS);
        self.cut += u32::from(whole.len() < text.len());
        escape(&mut self.xml, whole);
        self.xml.extend_from_slice(b"</t></is></c>");
    }
}

fn open_tag(xml: &mut Vec<u8>, start: &[u8], letters: &[u8], number: &str) {
    xml.extend_from_slice(start);
    xml.extend_from_slice(letters);
    xml.extend_from_slice(number.as_bytes());
    xml.push(b'"');
}

/// A, B, …, Z, AA, …: the name of a column, counted from 0.
fn column_letters(column: usize) -> Vec<u8> {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    letters
}

/// As much of a text as so many UTF-16 units hold.
fn first_units(text: &str, most: usize) -> &str {
    // No character takes more units than bytes.
    if text.len() <= most {
        return text;
    }
    let mut units = 0;
    for (at, character) in text.char_indices() {
        units += character.len_utf16();
        if units > most {
            return &text[..at];
        }
    }
    text
}

/// Whether a cell holds a text as a number: one that is written in the shortest way (as ECMA-262, Number::toString, writes
/// it), so that nothing of it is lost. Whole numbers of more than 15 digits are identifiers, which a spreadsheet would round.
fn is_plain_number(text: &str) -> bool {
    /// So many digits are told apart by a float64.
    const TOLD_APART: usize = 15;
    /// A sign, 17 digits, a point and an exponent.
    const LONGEST: usize = 24;
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    if text.len() > LONGEST || !unsigned.starts_with(|first: char| first.is_ascii_digit()) {
        return false;
    }
    if unsigned.contains('e') {
        return text.parse::<f64>().is_ok_and(|value| {
            let size = value.abs();
            let told = format!("{value:e}");
            let is_large = size >= 1e21;
            (is_large || size < 1e-6)
                && size.is_finite()
                && text
                    == if is_large {
                        told.replace('e', "e+")
                    } else {
                        told
                    }
        });
    }
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let is_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(whole) || (whole.len() > 1 && whole.starts_with('0')) {
        return false;
    }
    let Some(fraction) = fraction else {
        return whole.len() <= TOLD_APART && text != "-0";
    };
    if !is_digits(fraction) || fraction.ends_with('0') {
        return false;
    }
    if whole.len() + fraction.len() <= TOLD_APART
        && !(whole == "0" && fraction.starts_with("000000"))
    {
        return true;
    }
    text.parse::<f64>()
        .is_ok_and(|value| value.abs() >= 1e-6 && value.to_string() == text)
}

/// Text as XML has it in an element: what XML cannot hold is written as _x001F_ (ECMA-376, ST_Xstring).
fn escape(xml: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let is_plain =
        |byte: &u8| (b' '..0x7f).contains(byte) && !matches!(byte, b'&' | b'<' | b'>' | b'_');
    if bytes.iter().all(is_plain) {
        xml.extend_from_slice(bytes);
        return;
    }
    for (at, character) in text.char_indices() {
        match character {
            '&' => xml.extend_from_slice(b"&amp;"),
            '<' => xml.extend_from_slice(b"&lt;"),
            '>' => xml.extend_from_slice(b"&gt;"),
            '_' if is_code(&bytes[at + 1..]) => xml.extend_from_slice(b"_x005F_"),
            '\t' | '\n' => xml.push(character as u8),
            // A carriage return would come back as a line feed.
            _ if character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}') => {
                // Writing to memory does not fail.
                let _ = write!(xml, "_x{:04X}_", u32::from(character));
            }
            _ => xml.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
}

/// Whether what follows an underscore makes a code of it: `x001F_`.
fn is_code(rest: &[u8]) -> bool {
    matches!(rest, [b'x', code @ .., ] if code.len() > 4
        && code[..4].iter().all(u8::is_ascii_hexdigit)
        && code[4] == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows_of(columns: &[&[&str]], rows: std::ops::Range<usize>, first: usize) -> (String, u32) {
        let columns: Vec<Texts> = columns
            .iter()
            .map(|texts| {
                let json = serde_json::to_vec(texts).unwrap();
                Texts::of(&[&[1], json.as_slice()].concat()).unwrap()
            })
            .collect();
        let SheetRows { xml, cut } = sheet_rows(&columns, rows, first);
        (String::from_utf8(xml).unwrap(), cut)
    }

    fn escaped(text: &str) -> String {
        let mut xml = Vec::new();
        escape(&mut xml, text);
        String::from_utf8(xml).unwrap()
    }

    #[test]
    fn columns_are_named_as_a_spreadsheet_names_them() {
        let names = [0, 25, 26, 51, 52, 701, 702, 16_383].map(column_letters);
        let expected = ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"];
        assert_eq!(names, expected.map(|name| name.as_bytes().to_vec()));
    }

    #[test]
    fn a_text_is_a_number_only_where_nothing_of_it_would_be_lost() {
        for text in [
            "0",
            "-1",
            "12.5",
            "0.1",
            "1e+21",
            "1e-7",
            "-2.5e-9",
            "0.000001",
            "0.30000000000000004",
            "123456789012345",
            "-1234567.5",
        ] {
            assert!(is_plain_number(text), "{text}");
        }
        for text in [
            "007",
            "1.0",
            "-0",
            "+1",
            "1e3",
            "1e-6",
            "0.0000001",
            "1e21",
            " 1",
            "",
            "-",
            "-.5",
            "1.",
            "NaN",
            "Infinity",
            "1234567890123456",
            "1,5",
            "0.30000000000000001",
            "1.2.3",
            "1e400",
            "1e",
            "1E5",
        ] {
            assert!(!is_plain_number(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_number_in_its_shortest_way_is_one(value in -1e6f64..1e6) {
            prop_assume!(value.abs() >= 1e-6);
            prop_assert!(is_plain_number(&value.to_string()));
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_written_as_its_code() {
        assert_eq!(escaped("a<b> & \"c\""), "a&lt;b&gt; &amp; \"c\"");
        assert_eq!(escaped("a\u{1}b\r\n\tc"), "a_x0001_b_x000D_\n\tc");
        assert_eq!(
            escaped("_x0041_ _x1 _y \u{1F600}"),
            "_x005F_x0041_ _x1 _y \u{1F600}"
        );
    }

    #[test]
    fn a_row_has_its_numbers_its_texts_and_nothing_for_empty_cells() {
        let columns: [&[&str]; 3] = [&["9", "1.5"], &["9", ""], &["9", "007"]];
        assert_eq!(
            rows_of(&columns, 1..2, 4).0,
            "<row r=\"4\"><c r=\"A4\"><v>1.5</v></c><c r=\"C4\" t=\"inlineStr\"><is><t xml:space=\"preserve\">007</t></is></c></row>"
        );
    }

    #[test]
    fn a_text_that_a_cell_cannot_hold_is_cut() {
        let long = "\u{1F600}".repeat(16_384);
        let (xml, cut) = rows_of(&[&[long.as_str(), "a"]], 0..2, 1);
        assert_eq!(cut, 1);
        assert_eq!(xml.matches('\u{1F600}').count(), 16_383);
    }
}
