//! The values of cells as OpenDocument writes them.

use crate::workbook::cells::{Cells, Look, is_numeric};
use crate::workbook::text::write_digits;
use std::io::Write;

/// A cell's attributes and its text.
#[derive(Debug, Default)]
pub struct Value {
    pub kind: Vec<u8>,
    pub value: Vec<u8>,
    pub is_error: bool,
    pub is_formula: bool,
    pub text: Vec<u8>,
}

impl Value {
    /// What the cell is, and its text; `None` where it holds nothing.
    pub fn read(&self) -> Option<(Look, Vec<u8>)> {
        if self.is_error || (self.is_formula && is_error_text(&self.text)) {
            return Some((Look::Error, Vec::new()));
        }
        let mut out = Vec::new();
        let look = match self.kind.as_slice() {
            b"float" | b"percentage" | b"currency" => {
                write_digits(&mut out, &self.value);
                match self.kind.first() {
                    Some(b'p') => Look::Percent,
                    Some(b'c') => Look::Currency,
                    _ => Look::Number,
                }
            }
            b"date" => {
                out.extend_from_slice(moment(&self.value));
                Look::Date
            }
            b"time" => {
                write_duration(&mut out, &self.value);
                Look::Duration
            }
            b"boolean" => {
                out.extend_from_slice(if self.value == b"true" {
                    b"TRUE"
                } else {
                    b"FALSE"
                });
                Look::Boolean
            }
            _ => {
                let text = if self.text.is_empty() {
                    &self.value
                } else {
                    &self.text
                };
                out.extend_from_slice(text);
                if is_numeric(text) {
                    Look::NumericText
                } else {
                    Look::Text
                }
            }
        };
        // Programs that write formulas alone leave their results out, the kind included.
        if out.is_empty() && self.is_formula && self.kind.is_empty() {
            return Some((Look::Uncomputed, out));
        }
        (!out.is_empty()).then_some((look, out))
    }

    pub fn push(cells: &mut Cells, row: u32, column: u32, (look, text): &(Look, Vec<u8>)) {
        cells.push(row, column, *look, |out| out.extend_from_slice(text));
    }
}

fn is_error_text(text: &[u8]) -> bool {
    const ERRORS: [&[u8]; 7] = [
        b"#DIV/0!", b"#N/A", b"#VALUE!", b"#REF!", b"#NAME?", b"#NUM!", b"#NULL!",
    ];
    ERRORS.contains(&text) || text.starts_with(b"Err:5")
}

/// A date without a time that is midnight, and without zeros at the end of its fraction.
fn moment(text: &[u8]) -> &[u8] {
    let mut text = text;
    if text.contains(&b'.') {
        while let [rest @ .., b'0'] = text {
            text = rest;
        }
        text = text.strip_suffix(b".").unwrap_or(text);
    }
    text.strip_suffix(b"T00:00:00").unwrap_or(text)
}

/// Writes an ISO 8601 duration such as `PT36H05M00.5S` as hours, minutes and seconds; what is none stays as it is.
fn write_duration(out: &mut Vec<u8>, text: &[u8]) {
    match milliseconds(text) {
        Some((negative, total)) => {
            let (seconds, rest) = (total / 1000, total % 1000);
            let sign = if negative { "-" } else { "" };
            // Writing into memory cannot fail.
            let _ = write!(
                out,
                "{sign}{:02}:{:02}:{:02}",
                seconds / 3600,
                seconds / 60 % 60,
                seconds % 60
            );
            if rest > 0 {
                let _ = write!(out, ".{rest:03}");
            }
        }
        None => out.extend_from_slice(text),
    }
}

fn milliseconds(text: &[u8]) -> Option<(bool, u64)> {
    let text = std::str::from_utf8(text).ok()?;
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let mut rest = text.strip_prefix('P')?;
    let mut total = 0.0;
    let mut in_time = false;
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix('T') {
            in_time = true;
            rest = time;
            continue;
        }
        let end = rest.find(|sign: char| !sign.is_ascii_digit() && sign != '.' && sign != ',')?;
        let amount: f64 = rest[..end].replace(',', ".").parse().ok()?;
        let unit = match (rest.as_bytes()[end], in_time) {
            (b'D', false) => 86_400.0,
            (b'H', true) => 3_600.0,
            (b'M', true) => 60.0,
            (b'S', true) => 1.0,
            _ => return None,
        };
        total += amount * unit;
        rest = &rest[end + 1..];
    }
    let total = (total * 1000.0).round();
    (in_time && total < 1e15).then_some((negative, total as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: &str, value: &str, text: &str) -> Option<(Look, String)> {
        let value = Value {
            kind: kind.into(),
            value: value.into(),
            is_error: false,
            is_formula: text.starts_with('#'),
            text: text.into(),
        };
        value
            .read()
            .map(|(look, text)| (look, String::from_utf8(text).unwrap()))
    }

    #[test]
    fn values_of_every_type_become_texts() {
        for (kind, value, text, look, expected) in [
            ("float", "61.50", "61,5 kg", Look::Number, "61.5"),
            ("percentage", "0.12", "12 %", Look::Percent, "0.12"),
            ("currency", "1234.5", "1.234,50 €", Look::Currency, "1234.5"),
            ("date", "2024-02-29", "29.2.24", Look::Date, "2024-02-29"),
            ("date", "2024-02-29T00:00:00", "", Look::Date, "2024-02-29"),
            (
                "date",
                "2024-02-29T13:30:05.250000000",
                "",
                Look::Date,
                "2024-02-29T13:30:05.25",
            ),
            ("time", "PT36H05M00S", "", Look::Duration, "36:05:00"),
            ("time", "-P1DT0H0M0.5S", "", Look::Duration, "-24:00:00.500"),
            ("time", "soon", "", Look::Duration, "soon"),
            ("boolean", "true", "WAHR", Look::Boolean, "TRUE"),
            ("string", "", "12", Look::NumericText, "12"),
            ("string", "", "007", Look::Text, "007"),
            ("float", "0", "#DIV/0!", Look::Error, ""),
        ] {
            assert_eq!(
                read(kind, value, text),
                Some((look, expected.to_owned())),
                "{kind} {value} {text}"
            );
        }
        assert_eq!(read("string", "", ""), None);
        let formula = |kind: &str| Value {
            kind: kind.into(),
            is_formula: true,
            ..Value::default()
        };
        assert_eq!(formula("").read(), Some((Look::Uncomputed, Vec::new())));
        // Its result is the empty text.
        assert_eq!(formula("string").read(), None);
        assert_eq!(read("float", "", ""), None);
    }
}
