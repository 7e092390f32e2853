//! Everything that one text may be.

use super::dates::{self, Orders, Writing};
use super::numbers::{self, Formats, Sign};
use super::times::{self, Clocks};
use crate::options::{DateOrder, NumberFormat};

/// What a text is that is no missing marker. No text is two of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    Number {
        formats: Formats,
        sign: Sign,
        /// As `Number::power`.
        power: u8,
        /// It has more digits than float64 holds.
        rounded: bool,
        /// A zero means the same with and without a unit.
        zero: bool,
    },
    Date {
        orders: Orders,
        writing: Writing,
    },
    Time(Clocks),
    /// Digits that name something.
    Code(Code),
    Word,
}

/// Why digits are no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// 00501
    LeadingZeros,
    /// More digits than float64 holds: the number would be another one.
    TooLong,
}

/// What a trimmed text is.
pub fn classify(text: &[u8]) -> Class {
    if !text.iter().any(u8::is_ascii_digit) {
        return Class::Word;
    }
    if let Some(number) = numbers::read(text, NumberFormat::Plain) {
        return Class::Number {
            formats: number.formats,
            sign: number.sign,
            power: number.power,
            rounded: number.rounded,
            zero: is_zero(text),
        };
    }
    if let Some(date) = dates::read(text, DateOrder::YearFirst) {
        return Class::Date {
            orders: date.orders,
            writing: date.writing,
        };
    }
    if let Some(time) = times::read(text) {
        return Class::Time(time.clocks);
    }
    code(text).map_or(Class::Word, Class::Code)
}

/// Whether all digits of a number are zeros.
pub fn is_zero(text: &[u8]) -> bool {
    !text.iter().any(|byte| (b'1'..=b'9').contains(byte))
}

fn code(text: &[u8]) -> Option<Code> {
    let digits = match text {
        [b'-' | b'+', rest @ ..] | rest => rest,
    };
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(if digits.first() == Some(&b'0') {
        Code::LeadingZeros
    } else {
        Code::TooLong
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_one_thing() {
        assert!(matches!(
            classify(b"12.5"),
            Class::Number {
                sign: Sign::None,
                ..
            }
        ));
        assert!(matches!(
            classify(b"12 %"),
            Class::Number {
                sign: Sign::Percent,
                ..
            }
        ));
        assert!(matches!(classify(b"1.2.2019"), Class::Date { .. }));
        assert!(matches!(classify(b"12:30"), Class::Time(_)));
        assert_eq!(classify(b"00501"), Class::Code(Code::LeadingZeros));
        assert_eq!(classify(b"-007"), Class::Code(Code::LeadingZeros));
        assert_eq!(classify(b"9007199254740993"), Class::Code(Code::TooLong));
        assert_eq!(classify(b"Berlin"), Class::Word);
        assert!(matches!(
            classify(b"12 kg"),
            Class::Number {
                sign: Sign::Measure(_),
                ..
            }
        ));
        assert_eq!(classify(b"12 rods"), Class::Word);
        assert_eq!(classify(b"May"), Class::Word);
    }
}
