//! Numbers as people write them, and what they may be in each format.
//!
//! Not numbers: empty texts, hexadecimal, what overflows float64, and codes (007, integers that float64 cannot hold),
//! which name something.

use super::currencies;
use super::decimals::{divided, nearest, quotient};
use super::digits::Body;
use super::measures::{self, Measure};
use super::multiples;
pub use super::plain::WINDOW;
use super::plain::{self, Digits};
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
}

/// What stands beside a number's digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sign {
    #[default]
    None,
    Percent,
    /// A currency, by a number of its own.
    Currency(u8),
    Measure(Measure),
}

/// A text read as a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// In the format asked for; NaN where the text fits only others.
    pub value: f64,
    /// Every format that it fits.
    pub formats: Formats,
    pub sign: Sign,
    /// The power of ten of what stands behind for short: 6 for 1.5M, else 0.
    pub power: u8,
    /// It has more significant digits than float64 holds.
    pub rounded: bool,
    /// How many digits stand behind the decimal mark, where the value with as many tells the text again.
    pub places: Option<u8>,
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
    let found = digits_of(digits, mark).filter(|found| is_written_out(*found, mark))?;
    let (value, rounded) = match quotient(found.sum, found.places) {
        Some(value) => (value, false),
        None if found.places > 0 && mark == b'.' => {
            let value = divided(found.sum, found.places).or_else(|| nearest(digits))?;
            (value, has_more_than_17(found.sum))
        }
        None => return None,
    };
    let has_plus = text.first() == Some(&b'+');
    Some(Number {
        value: if negative { -value } else { value },
        formats: shape(found).formats(mark),
        sign: Sign::None,
        power: 0,
        rounded,
        places: told_places(found).filter(|_| !has_plus),
    })
}

/// A simple number of few digits that is exact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exact {
    pub value: f64,
    pub is_zero: bool,
    pub shape: Shape,
    /// As `Number::places`.
    pub places: Option<u8>,
}

/// What tells the formats that a simple number fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Whole,
    Decimals,
    /// The mark could stand between thousands, too.
    DecimalsOrGroup,
}

impl Shape {
    /// All of them, each at its number.
    pub const ALL: [Self; 3] = [Self::Whole, Self::Decimals, Self::DecimalsOrGroup];

    /// Every format that a number of the shape fits with this decimal mark.
    pub fn formats(self, mark: u8) -> Formats {
        match (self, mark) {
            (Self::Whole, _) => Formats::ALL,
            (Self::Decimals, b'.') => Formats::POINT,
            (Self::DecimalsOrGroup, b'.') => ONLY_POINT_OR_GROUPS,
            (Self::Decimals, _) => Formats::COMMA,
            (Self::DecimalsOrGroup, _) => ONLY_COMMA_OR_GROUPS,
        }
    }
}

/// `simple` where the text is short, the beginning of a window, and exact.
#[inline(always)]
pub fn exact(window: &[u8; WINDOW], text: &[u8], mark: u8) -> Option<Exact> {
    if text.len() > WINDOW {
        return None;
    }
    let negative = text.first() == Some(&b'-');
    let bytes = u128::from_le_bytes(*window) >> (8 * u32::from(negative));
    let found = plain::digits(bytes, text.len() - usize::from(negative), mark)?;
    let value = quotient(found.sum, found.places)?;
    if !is_written_out(found, mark) {
        return None;
    }
    Some(Exact {
        value: if negative { -value } else { value },
        is_zero: found.sum == 0,
        shape: shape(found),
        places: told_places(found),
    })
}

/// Whether digits are a number, no code, and none is missing behind a comma.
#[inline]
fn is_written_out(found: Digits, mark: u8) -> bool {
    (found.whole < 2 || !found.begins_with_zero)
        && !(found.has_mark && found.places == 0 && mark == b',')
}

#[inline]
fn shape(found: Digits) -> Shape {
    let is_group = found.places == 3 && (1..=3).contains(&found.whole) && !found.begins_with_zero;
    match (found.has_mark, is_group) {
        (false, _) => Shape::Whole,
        (true, false) => Shape::Decimals,
        (true, true) => Shape::DecimalsOrGroup,
    }
}

/// The places behind the mark where they and the value tell the digits: float64 holds all digits of so few.
#[inline]
fn told_places(found: Digits) -> Option<u8> {
    let is_told = found.sum < 1_000_000_000_000_000
        && found.whole > 0
        && found.has_mark == (found.places > 0);
    is_told.then_some(found.places as u8)
}

/// Digits with at most one mark, as many as fit 64 bits.
fn digits_of(text: &[u8], mark: u8) -> Option<Digits> {
    let Some((window, tail)) = text.split_first_chunk() else {
        return one_by_one(text, mark);
    };
    let found = plain::digits(u128::from_le_bytes(*window), WINDOW, mark)?;
    if !found.has_mark || !tail.iter().all(u8::is_ascii_digit) {
        return one_by_one(text, mark);
    }
    let add = |sum: u64, digit: &u8| sum * 10 + u64::from(digit - b'0');
    Some(Digits {
        sum: tail.iter().fold(found.sum, add),
        places: found.places + tail.len(),
        ..found
    })
}

fn one_by_one(text: &[u8], mark: u8) -> Option<Digits> {
    let run = |from: usize, mut sum: u64| {
        let mut at = from;
        while let Some(digit) = digit_at(text, at) {
            sum = sum * 10 + digit;
            at += 1;
        }
        (at, sum)
    };
    let (whole, sum) = run(0, 0);
    let begins_with_zero = text.first() == Some(&b'0');
    if whole == text.len() {
        return (whole > 0).then_some(Digits {
            sum,
            whole,
            places: 0,
            has_mark: false,
            begins_with_zero,
        });
    }
    if text[whole] != mark {
        return None;
    }
    let (end, sum) = run(whole + 1, sum);
    (end == text.len() && end > 1).then_some(Digits {
        sum,
        whole,
        places: end - whole - 1,
        has_mark: true,
        begins_with_zero,
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
    if let Some(bare) = with_measure(text) {
        return of_bare(&bare, format);
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
            power: 0,
        }
    } else {
        undress(text)?
    };
    of_bare(&bare, format)
}

fn of_bare(bare: &Bare<'_>, format: NumberFormat) -> Option<Number> {
    let body = Body::of(bare.body.as_bytes())?;
    let value = if body.formats.has(format) {
        body.value(
            format,
            match bare.sign {
                Sign::Percent => -2,
                _ => i32::from(bare.power),
            },
        )?
    } else {
        f64::NAN
    };
    Some(Number {
        value: if bare.negative { -value } else { value },
        formats: body.formats,
        sign: bare.sign,
        power: bare.power,
        rounded: body.is_rounded(),
        places: None,
    })
}

struct Bare<'a> {
    body: &'a str,
    negative: bool,
    sign: Sign,
    power: u8,
}

/// A number that a unit of measure stands behind.
fn with_measure(text: &[u8]) -> Option<Bare<'_>> {
    let (first, last) = (*text.first()?, *text.last()?);
    // Before it is looked at: m² may be written m2, and a minus may be one of typesetting.
    let may_be = (first.is_ascii_digit() || matches!(first, b'-' | b'+' | b'.' | 0xe2))
        && (!last.is_ascii_digit() || matches!(last, b'2' | b'3'));
    if !may_be {
        return None;
    }
    let (measure, number) = measures::after(std::str::from_utf8(text).ok()?)?;
    let (negative, body) = strip_minus(number).unwrap_or((false, number));
    Some(Bare {
        body,
        negative,
        sign: Sign::Measure(measure),
        power: 0,
    })
}

/// Takes parentheses, signs, currency, percent and multiples off a number; each may stand once.
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
    let mut power = 0;
    if let Some((found, rest)) =
        multiples::after(body, matches!(sign, Sign::Currency(_))).filter(|_| sign != Sign::Percent)
    {
        (body, power) = (rest, found);
    }
    // Some accounting programs write the minus behind.
    if let Some(rest) = body.strip_suffix('-').filter(|_| !signed) {
        (body, negative) = (rest, true);
    }
    Some(Bare {
        body,
        negative,
        sign,
        power,
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
