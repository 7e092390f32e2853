//! The value of a cell, by its type and format.

use super::strings::Strings;
use crate::workbook::cells::{Cells, Look, is_numeric};
use crate::workbook::number_format::NumberKind;
use crate::workbook::text::{Epoch, write_digits, write_serial};

/// What cells refer to.
#[derive(Debug, Default)]
pub struct Context {
    pub strings: Strings,
    pub kinds: Vec<NumberKind>,
    pub epoch: Epoch,
}

/// What a cell says its value is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Type {
    Number,
    Shared,
    Text,
    Boolean,
    Error,
    Date,
}

/// A cell whose value is being read.
pub struct Open {
    pub row: u32,
    pub column: u32,
    pub kind: Type,
    pub style: usize,
    pub is_formula: bool,
}

/// Adds a cell with its value as it stands in the part, entities replaced.
#[inline]
pub fn write_cell(cells: &mut Cells, open: &Open, value: &[u8], context: &Context) {
    let Open { row, column, .. } = *open;
    match open.kind {
        Type::Shared => {
            let index = number(value.trim_ascii());
            match index.and_then(|index| context.strings.get(index as usize)) {
                Some(("", _)) | None => {}
                Some((text, numeric)) => {
                    let look = if numeric {
                        Look::NumericText
                    } else {
                        Look::Text
                    };
                    cells.push(row, column, look, |out| {
                        out.extend_from_slice(text.as_bytes())
                    });
                }
            }
        }
        // An error is a value although its text is empty.
        Type::Error => cells.push(row, column, Look::Error, |_| {}),
        // A text may be empty; a number that is was never worked out.
        Type::Number if value.is_empty() && open.is_formula => {
            cells.push(row, column, Look::Uncomputed, |_| {});
        }
        _ if value.is_empty() => {}
        Type::Text => {
            let look = if is_numeric(value) {
                Look::NumericText
            } else {
                Look::Text
            };
            cells.push(row, column, look, |out| out.extend_from_slice(value));
        }
        Type::Boolean => {
            let text: &[u8] = if is_true(value) { b"TRUE" } else { b"FALSE" };
            cells.push(row, column, Look::Boolean, |out| {
                out.extend_from_slice(text)
            });
        }
        Type::Date => {
            let value = value.strip_suffix(b"T00:00:00").unwrap_or(value);
            cells.push(row, column, Look::Date, |out| out.extend_from_slice(value));
        }
        Type::Number => {
            let kind = context.kinds.get(open.style).copied().unwrap_or_default();
            push_number(cells, row, column, value, kind, context.epoch);
        }
    }
}

fn push_number(
    cells: &mut Cells,
    row: u32,
    column: u32,
    digits: &[u8],
    kind: NumberKind,
    epoch: Epoch,
) {
    if let NumberKind::Code(least) = kind {
        let mut written = Vec::new();
        write_digits(&mut written, digits);
        return cells.push_code(row, column, &written, least);
    }
    let look = match kind {
        NumberKind::Plain | NumberKind::Code(_) => Look::Number,
        NumberKind::Percent => Look::Percent,
        NumberKind::Currency => Look::Currency,
        NumberKind::Date | NumberKind::Time => Look::Date,
        NumberKind::Duration => Look::Duration,
    };
    let serial = matches!(look, Look::Date | Look::Duration)
        .then(|| std::str::from_utf8(digits).ok()?.trim().parse::<f64>().ok())
        .flatten();
    cells.push(row, column, look, |out| match serial {
        Some(serial) => write_serial(out, serial, kind, epoch),
        None => write_digits(out, digits),
    });
}

pub fn is_true(value: &[u8]) -> bool {
    matches!(value, b"1" | b"true" | b"on" | b"TRUE")
}

#[inline]
pub fn number(digits: &[u8]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    let mut value = 0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = value * 10 + u32::from(digit - b'0');
    }
    Some(value)
}
