//! Cells as they come out of a sheet: only those that hold something, as canonical texts.

/// What a cell is in its sheet, beyond its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Number,
    Percent,
    Currency,
    /// A date, a moment or a time of day.
    Date,
    Duration,
    Boolean,
    Text,
    /// A text that is a number: stored as text, most often by accident.
    NumericText,
    /// An error value such as #N/A, whose text is empty.
    Error,
    /// A formula whose result was not stored, whose text is empty.
    Uncomputed,
}

impl Look {
    /// How many there are.
    pub const COUNT: usize = Self::Uncomputed as usize + 1;
}

/// A cell that holds something. Rows and columns count from 0.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    pub row: u32,
    pub column: u32,
    /// Bytes `start..end` of the text of its `Cells`.
    pub start: u32,
    pub end: u32,
    pub look: Look,
}

/// The cells of some consecutive rows, in reading order.
#[derive(Debug, Default)]
pub struct Cells {
    pub text: Vec<u8>,
    pub cells: Vec<Cell>,
}

impl Cells {
    /// Adds a whole number that is shown with at least so many digits, as a text; any other stays a number.
    pub fn push_code(&mut self, row: u32, column: u32, digits: &[u8], least: u8) {
        let is_whole = digits.iter().all(u8::is_ascii_digit);
        let zeros = usize::from(least).saturating_sub(digits.len());
        let (look, zeros) = if is_whole {
            (Look::Text, zeros)
        } else {
            (Look::Number, 0)
        };
        self.push(row, column, look, |out| {
            out.resize(out.len() + zeros, b'0');
            out.extend_from_slice(digits);
        });
    }

    /// Adds a cell whose text `write` appends; a text beyond 4 GiB is cut off before it.
    pub fn push(&mut self, row: u32, column: u32, look: Look, write: impl FnOnce(&mut Vec<u8>)) {
        let start = self.text.len();
        write(&mut self.text);
        if u32::try_from(self.text.len()).is_err() {
            self.text.truncate(start);
        }
        // Both fit: the length before and after is below 2^32.
        let (start, end) = (start as u32, self.text.len() as u32);
        self.cells.push(Cell {
            row,
            column,
            start,
            end,
            look,
        });
    }

    pub fn text_of(&self, cell: &Cell) -> &[u8] {
        self.text
            .get(cell.start as usize..cell.end as usize)
            .unwrap_or_default()
    }
}

/// Whether a text is a plain decimal number such as a sheet shows: digits, a sign, one point, an exponent. Digits
/// after a leading zero are no number but a code (007).
pub fn is_numeric(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    let body = text.strip_prefix(b"-").unwrap_or(text);
    let leading_zero = body.len() > 1 && body[0] == b'0' && body[1].is_ascii_digit();
    let first = body
        .first()
        .is_some_and(|first| first.is_ascii_digit() || *first == b'.');
    first
        && !leading_zero
        && body.len() <= 24
        && body
            .iter()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'))
        && std::str::from_utf8(body).is_ok_and(|body| body.parse::<f64>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numeric_texts_are_told_from_codes() {
        for text in ["12", "-0.5", "1e-3", " 7 ", "0", ".5"] {
            assert!(is_numeric(text.as_bytes()), "{text}");
        }
        for text in ["", "007", "1,5", "nan", "inf", "12 kg", "-", "1.2.3", "."] {
            assert!(!is_numeric(text.as_bytes()), "{text}");
        }
    }
}
