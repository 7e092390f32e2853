//! The texts of a part's rows: kept, or told by their values where all are written alike.

use super::pieces::Piece;
use crate::values::calendar;

/// The texts of some rows, in order.
#[derive(Debug)]
pub enum RowTexts {
    Kept(Piece),
    Told(Told),
}

/// How values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// With a sign where they are negative, all digits, and as many places behind the mark.
    Decimals { places: usize, mark: u8 },
    /// 2019-03-23
    Days,
}

/// How the values of some rows are written.
#[derive(Debug)]
pub struct Told {
    pub rows: usize,
    pub style: Style,
    /// The text of the rows without a value: all have the same one.
    pub other: Vec<u8>,
}

impl Told {
    /// The text that `value` was read from, without blanks around it.
    pub fn text(&self, value: f64) -> Vec<u8> {
        if value.is_nan() {
            return self.other.clone();
        }
        match self.style {
            Style::Decimals { places, mark } => {
                let mut text = format!("{value:.places$}").into_bytes();
                text.iter_mut()
                    .filter(|byte| **byte == b'.')
                    .for_each(|point| *point = mark);
                text
            }
            Style::Days => calendar::text_of(value).into_bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::readers::{DateReader, NumberReader, Reader};
    use super::*;
    use crate::options::{DateOrder, NumberFormat};
    use proptest::prelude::*;

    /// The text that the value of `text` tells, where it is said to tell it.
    fn told_again(mut reader: impl Reader, text: &str) -> Option<String> {
        let value = reader.fast(text.as_bytes(), None, true)?;
        let told = Told {
            rows: 1,
            style: reader.style()?,
            other: b"NA".to_vec(),
        };
        assert_eq!(told.text(f64::NAN), b"NA");
        Some(String::from_utf8(told.text(value)).unwrap())
    }

    fn of_number(text: &str, format: NumberFormat) -> Option<String> {
        told_again(NumberReader::new(format), text)
    }

    #[test]
    fn plain_numbers_and_days_tell_their_texts() {
        for text in [
            "0",
            "-0",
            "7",
            "-123456789012345",
            "0.10",
            "-0.00",
            "1234.5670",
            "0.0000000000000000001",
        ] {
            assert_eq!(of_number(text, NumberFormat::Plain).as_deref(), Some(text));
        }
        assert_eq!(
            of_number("-1,50", NumberFormat::CommaDecimal).as_deref(),
            Some("-1,50")
        );
        let day = told_again(DateReader::new(DateOrder::YearFirst), "2024-02-29");
        assert_eq!(day.as_deref(), Some("2024-02-29"));
    }

    #[test]
    fn other_numbers_do_not() {
        for text in [
            "+1",
            ".5",
            "5.",
            "-.5",
            "1234567890123456",
            "0.1234567890123456",
        ] {
            assert_eq!(of_number(text, NumberFormat::Plain), None, "{text}");
        }
    }

    #[test]
    fn numbers_of_different_places_do_not_tell_their_texts() {
        let mut reader = NumberReader::new(NumberFormat::Plain);
        for (text, is_told) in [
            ("1.5", true),
            ("2.5", true),
            ("1.25", false),
            ("3.5", false),
        ] {
            assert!(reader.fast(text.as_bytes(), None, true).is_some());
            assert_eq!(reader.style().is_some(), is_told, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_told_is_the_text(
            text in "[+-]?[0-9]{0,16}[.,]?[0-9]{0,16}",
            format in prop::sample::select(vec![NumberFormat::Plain, NumberFormat::CommaDecimal]),
        ) {
            if let Some(told) = of_number(&text, format) {
                prop_assert_eq!(told, text);
            }
        }

        #[test]
        fn days_tell_their_texts(text in "[1-9][0-9]{3}-[01][0-9]-[0-3][0-9]") {
            if let Some(told) = told_again(DateReader::new(DateOrder::YearFirst), &text) {
                prop_assert_eq!(told, text);
            }
        }
    }
}
