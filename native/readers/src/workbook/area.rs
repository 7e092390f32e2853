//! Rectangles of cells and their names.

/// Cells from the first to the last, both within, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    pub first_row: u32,
    pub first_column: u32,
    pub last_row: u32,
    pub last_column: u32,
}

impl Area {
    /// Reads `A3:F200`, `B2` (one cell), `A:F` (whole columns) or `3:200` (whole rows); `$` are passed over.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace('$', "");
        let (from, to) = text.split_once(':').unwrap_or((&text, &text));
        let (from, to) = (corner(from)?, corner(to)?);
        let whole = |one: Option<u32>, other: Option<u32>, last: u32| match (one, other) {
            (Some(one), Some(other)) => Some((one.min(other), one.max(other))),
            (None, None) => Some((0, last)),
            _ => None,
        };
        let (first_column, last_column) = whole(from.0, to.0, u32::MAX - 1)?;
        let (first_row, last_row) = whole(from.1, to.1, u32::MAX - 1)?;
        (from.0.is_some() || from.1.is_some()).then_some(Self {
            first_row,
            first_column,
            last_row,
            last_column,
        })
    }

    pub fn cells(&self) -> u64 {
        self.size().0 * self.size().1
    }

    /// Rows and columns.
    pub fn size(&self) -> (u64, u64) {
        (
            u64::from(self.last_row - self.first_row) + 1,
            u64::from(self.last_column - self.first_column) + 1,
        )
    }
}

/// Column and row, from 0, as far as they are given.
fn corner(text: &str) -> Option<(Option<u32>, Option<u32>)> {
    let text = text.trim();
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = text.split_at(letters);
    let mut column: Option<u32> = None;
    for letter in letters.bytes() {
        let value = u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        column = Some(column.unwrap_or(0).checked_mul(26)?.checked_add(value)?);
    }
    let row = match digits {
        "" => None,
        digits if digits.bytes().all(|digit| digit.is_ascii_digit()) => {
            Some(digits.parse::<u32>().ok()?.checked_sub(1)?)
        }
        _ => return None,
    };
    let column = column.map(|column| column - 1);
    (column.is_some() || row.is_some()).then_some((column, row))
}

/// The letters of a column, from 0: A, B, …, Z, AA.
pub fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + (rest % 26) as u8);
        rest /= 26;
    }
    letters.reverse();
    String::from_utf8_lossy(&letters).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(first_row: u32, first_column: u32, last_row: u32, last_column: u32) -> Option<Area> {
        Some(Area {
            first_row,
            first_column,
            last_row,
            last_column,
        })
    }

    #[test]
    fn ranges_are_read_as_sheets_write_them() {
        assert_eq!(Area::parse("A3:F200"), area(2, 0, 199, 5));
        assert_eq!(Area::parse(" $F$200:a3 "), area(2, 0, 199, 5));
        assert_eq!(Area::parse("AB12"), area(11, 27, 11, 27));
        assert_eq!(Area::parse("B:D"), area(0, 1, u32::MAX - 1, 3));
        assert_eq!(Area::parse("3:9"), area(2, 0, 8, u32::MAX - 1));
        for wrong in [
            "",
            ":",
            "A0",
            "A1:B",
            "1A",
            "A1:B2:C3",
            "ZZZZZZZZZ1",
            "A99999999999",
            "A1;B2",
        ] {
            assert_eq!(Area::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn columns_have_letters() {
        for (column, expected) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ] {
            assert_eq!(letters(column), expected);
        }
    }
}
