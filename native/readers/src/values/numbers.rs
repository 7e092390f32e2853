//! Numbers as people write them, and what they may be in each format.
//!
//! Not numbers: empty texts, hexadecimal, what overflows float64, and codes (007, integers that float64 cannot hold),
//! which name something.

use super::currencies;
use super::decimals::{nearest, quotient};
use super::digits::Body;
use crate::options::NumberFormat;

/// All formats; the earlier is preferred where several fit a column with the same values.
pub const NUMBER_FORMATS: [NumberFormat; 6] = [
    NumberFormat::Plain,
    NumberFormat::CommaThousands,
    NumberFormat::SpaceThousands,
    NumberFormat::ApostropheThousands,
    NumberFormat::CommaDecimal,
    NumberFormat::SpaceCommaDecimal,
];

/// A set of formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Formats(u8);

impl Formats {
    pub const NONE: Self = Self(0);
    pub const ALL: Self = Self(0b11_1111);
    /// Those whose decimal mark is a point.
    pub const POINT: Self = Self(0b00_1111);
    /// Those whose decimal mark is a comma.
    pub const COMMA: Self = Self(0b11_0000);

    pub const fn of(format: NumberFormat) -> Self {
        Self(1 << format as u8)
    }

    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub const fn has(self, format: NumberFormat) -> bool {
        self.0 & (1 << format as u8) != 0
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its number among `every`, below 64.
    pub const fn bits(self) -> usize {
        (self.0 & Self::ALL.0) as usize
    }

    /// Every set there is.
    pub fn every() -> impl Iterator<Item = Self> {
        (0..=Self::ALL.0).map(Self)
    }
}

/// What stands beside a number's digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sign {
    #[default]
    None,
    Percent,
    /// A currency, by a number of its own.
    Currency(u8),
}

/// A text read as a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// In the format asked for; NaN where the text fits only others.
    pub value: f64,
    /// Every format that it fits.
    pub formats: Formats,
    pub sign: Sign,
    /// It has more significant digits than float64 holds.
    pub rounded: bool,
}

const ONLY_POINT_OR_GROUPS: Formats = Formats::POINT.with(Formats::of(NumberFormat::CommaDecimal));
const ONLY_COMMA_OR_GROUPS: Formats =
    Formats::COMMA.with(Formats::of(NumberFormat::CommaThousands));

/// Longer texts are no numbers: float64's range has 309 digits, and nobody writes them.
const LONGEST: usize = 400;

/// The number a text stands for, blanks around it gone.
#[inline]
pub fn read(text: &[u8], format: NumberFormat) -> Option<Number> {
    let mark = if Formats::COMMA.has(format) {
        b','
    } else {
        b'.'
    };
    simple(text, mark).or_else(|| read_slowly(text, format))
}

/// A number without groups, signs of units or exponent, of few digits. Written out because it sees nearly every cell
/// of a table. `mark` is the decimal mark of the format asked for.
#[inline]
pub fn simple(text: &[u8], mark: u8) -> Option<Number> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if digits.len() > 19 && !fits_64_bits(digits) {
        return None;
    }
    let mut sum = 0_u64;
    let mut at = 0;
    while let Some(digit) = digit_at(digits, at) {
        sum = sum * 10 + digit;
        at += 1;
    }
    let whole = at;
    if whole > 1 && digits[0] == b'0' {
        return None;
    }
    let mut formats = Formats::ALL;
    let mut places = 0;
    if at < digits.len() {
        if digits[at] != mark {
            return None;
        }
        at += 1;
        while let Some(digit) = digit_at(digits, at) {
            sum = sum * 10 + digit;
            at += 1;
            places += 1;
        }
        if at < digits.len() || whole + places == 0 || (places == 0 && mark == b',') {
            return None;
        }
        let grouped = places == 3 && (1..=3).contains(&whole) && digits[0] != b'0';
        formats = match (mark, grouped) {
            (b'.', true) => ONLY_POINT_OR_GROUPS,
            (b'.', false) => Formats::POINT,
            (_, true) => ONLY_COMMA_OR_GROUPS,
            (_, false) => Formats::COMMA,
        };
    } else if whole == 0 {
        return None;
    }
    let (value, rounded) = match quotient(sum, places) {
        Some(value) => (value, false),
        None if places > 0 && mark == b'.' => (nearest(digits)?, has_more_than_17(sum)),
        None => return None,
    };
    Some(Number {
        value: if negative { -value } else { value },
        formats,
        sign: Sign::None,
        rounded,
    })
}

/// Whether at most 19 digits follow the zeros that digits with a mark begin with.
#[cold]
fn fits_64_bits(text: &[u8]) -> bool {
    let zeros = text
        .iter()
        .take_while(|byte| matches!(byte, b'0' | b'.' | b','))
        .count();
    text.len() <= 32 && text.len() - zeros <= 19
}

/// Whether digits have more than 17 significant ones, all that float64 tells apart.
#[inline]
fn has_more_than_17(mut digits: u64) -> bool {
    while digits >= 100_000_000_000_000_000 && digits.is_multiple_of(10) {
        digits /= 10;
    }
    digits >= 100_000_000_000_000_000
}

#[inline]
fn digit_at(text: &[u8], at: usize) -> Option<u64> {
    let digit = text.get(at)?.wrapping_sub(b'0');
    (digit < 10).then_some(u64::from(digit))
}

/// Everything else that is a number: groups, exponents, many digits, signs of units, accounting parentheses.
pub fn read_slowly(text: &[u8], format: NumberFormat) -> Option<Number> {
    if text.len() > LONGEST || !text.iter().any(u8::is_ascii_digit) {
        return None;
    }
    // No currency has more than three letters: most words with a digit end here.
    let letters = text
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let last_letters = text
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    if letters > 3 || last_letters > 3 {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    let is_bare =
        text.as_bytes()[0].is_ascii_digit() && text.as_bytes()[text.len() - 1].is_ascii_digit();
    let bare = if is_bare {
        Bare {
            body: text,
            negative: false,
            sign: Sign::None,
        }
    } else {
        undress(text)?
    };
    let body = Body::of(bare.body.as_bytes())?;
    let value = if body.formats.has(format) {
        body.value(format, bare.sign == Sign::Percent)?
    } else {
        f64::NAN
    };
    Some(Number {
        value: if bare.negative { -value } else { value },
        formats: body.formats,
        sign: bare.sign,
        rounded: body.is_rounded(),
    })
}

struct Bare<'a> {
    body: &'a str,
    negative: bool,
    sign: Sign,
}

/// Takes parentheses, signs, currency and percent off a number; each may stand once.
fn undress(text: &str) -> Option<Bare<'_>> {
    let (mut body, mut negative, mut signed) = (text, false, false);
    if let Some(inner) = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        (body, negative, signed) = (inner.trim(), true, true);
    }
    let mut sign = Sign::None;
    loop {
        if let Some((minus, rest)) = strip_minus(body).filter(|_| !signed) {
            (body, negative, signed) = (rest.trim_start(), minus, true);
        } else if let Some((id, rest)) = currencies::before(body).filter(|_| sign == Sign::None) {
            (body, sign) = (rest.trim_start(), Sign::Currency(id));
        } else {
            break;
        }
    }
    if sign == Sign::None {
        if let Some(rest) = body.strip_suffix('%') {
            (body, sign) = (rest.trim_end(), Sign::Percent);
        } else if let Some((id, rest)) = currencies::after(body) {
            (body, sign) = (rest.trim_end(), Sign::Currency(id));
        }
    }
    // Some accounting programs write the minus behind.
    if let Some(rest) = body.strip_suffix('-').filter(|_| !signed) {
        (body, negative) = (rest, true);
    }
    Some(Bare {
        body,
        negative,
        sign,
    })
}

fn strip_minus(text: &str) -> Option<(bool, &str)> {
    let minus = text
        .strip_prefix(['-', '\u{2212}'])
        .map(|rest| (true, rest));
    minus.or_else(|| text.strip_prefix('+').map(|rest| (false, rest)))
}

#[cfg(test)]
mod tests;
