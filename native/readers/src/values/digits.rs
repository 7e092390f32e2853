//! The digits of a number and the marks between them.

use super::decimals::{LARGEST_EXACT, nearest, quotient};
use super::numbers::Formats;
use crate::options::NumberFormat;

const POINT_OR_GROUPS: Formats = Formats::POINT.with(Formats::of(NumberFormat::CommaDecimal));
const COMMA_OR_GROUPS: Formats = Formats::COMMA.with(Formats::of(NumberFormat::CommaThousands));
const SPACES: Formats =
    Formats::of(NumberFormat::SpaceThousands).with(Formats::of(NumberFormat::SpaceCommaDecimal));

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Point,
    Comma,
    Space,
    Apostrophe,
}

/// A number without sign and unit.
pub struct Body<'a> {
    mantissa: &'a [u8],
    exponent: Option<i32>,
    pub formats: Formats,
}

impl<'a> Body<'a> {
    /// `None` where it is no number in any format.
    pub fn of(text: &'a [u8]) -> Option<Self> {
        let (mantissa, exponent) = split_exponent(text)?;
        let marks = Marks::of(mantissa)?;
        let body = Self {
            mantissa,
            exponent,
            formats: marks.formats(exponent.is_some()),
        };
        let is_code = exponent.is_none() && marks.is_whole() && !body.is_exact();
        (!body.formats.is_empty() && !is_code).then_some(body)
    }

    fn digits(&self) -> impl Iterator<Item = u8> {
        self.mantissa.iter().copied().filter(u8::is_ascii_digit)
    }

    /// Whether float64 holds the integer that the digits make.
    fn is_exact(&self) -> bool {
        self.digits()
            .try_fold(0_u64, |sum, digit| {
                sum.checked_mul(10)?.checked_add(u64::from(digit - b'0'))
            })
            .is_some_and(|sum| sum <= LARGEST_EXACT)
    }

    /// The float64 nearest to what it stands for in a format that fits, times 10^`power`; `None` where that overflows.
    pub fn value(&self, format: NumberFormat, power: i32) -> Option<f64> {
        let mark = if Formats::COMMA.has(format) {
            b','
        } else {
            b'.'
        };
        let places = match self.mantissa.iter().position(|byte| *byte == mark) {
            Some(at) => self.mantissa.len() - at - 1,
            None => 0,
        };
        let places = places as i32 - power;
        if self.exponent.is_none() && self.mantissa.len() <= 19 {
            let sum = self
                .digits()
                .fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
            let exact = match usize::try_from(places) {
                Ok(places) => quotient(sum, places),
                Err(_) => 10_u64
                    .checked_pow(places.unsigned_abs())
                    .and_then(|power| sum.checked_mul(power))
                    .and_then(|product| quotient(product, 0)),
            };
            if exact.is_some() {
                return exact;
            }
        }
        let mut text: Vec<u8> = self.digits().collect();
        let exponent = i64::from(self.exponent.unwrap_or(0)) - i64::from(places);
        text.extend_from_slice(format!("e{exponent}").as_bytes());
        nearest(&text)
    }

    /// More digits than float64 tells apart, zeros before the first and after the last left out.
    pub fn is_rounded(&self) -> bool {
        let mut significant = 0;
        let mut zeros = 0;
        for digit in self.digits() {
            if digit != b'0' {
                significant += 1 + zeros;
                zeros = 0;
            } else if significant > 0 {
                zeros += 1;
            }
        }
        significant > 17
    }
}

/// The digits before an exponent, and the exponent.
fn split_exponent(text: &[u8]) -> Option<(&[u8], Option<i32>)> {
    let Some(at) = text
        .iter()
        .position(|byte| byte.eq_ignore_ascii_case(&b'e'))
    else {
        return Some((text, None));
    };
    let digits = match &text[at + 1..] {
        [b'+' | b'-', rest @ ..] | rest => rest,
    };
    let is_number = (1..=9).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    let exponent = is_number.then(|| std::str::from_utf8(&text[at + 1..]).ok()?.parse().ok())?;
    exponent.map(|exponent| (&text[..at], Some(exponent)))
}

/// What stands between runs of digits.
struct Marks {
    count: usize,
    first: Option<Mark>,
    last: Option<Mark>,
    before: usize,
    after: usize,
    /// All marks but the last equal the first.
    alike: bool,
    /// All runs between are of three digits.
    thousands: bool,
    /// All runs between but the last are of two digits, as India groups what is above a thousand.
    hundreds: bool,
    /// How many digits the last run between has; 0 where there is none.
    inner: usize,
    leading_zero: bool,
}

impl Marks {
    fn of(text: &[u8]) -> Option<Self> {
        let mut marks = Self {
            count: 0,
            first: None,
            last: None,
            before: 0,
            after: 0,
            alike: true,
            thousands: true,
            hundreds: true,
            inner: 0,
            leading_zero: text.first() == Some(&b'0'),
        };
        let (mut at, mut run) = (0, 0);
        while at < text.len() {
            if text[at].is_ascii_digit() {
                (at, run) = (at + 1, run + 1);
                continue;
            }
            let (mark, length) = mark_at(&text[at..])?;
            if marks.count == 0 {
                (marks.before, marks.first) = (run, Some(mark));
            } else {
                marks.alike &= marks.last == marks.first;
                marks.thousands &= run == 3;
                marks.hundreds &= marks.inner == 0 || marks.inner == 2;
                marks.inner = run;
            }
            (marks.last, marks.count, at, run) = (Some(mark), marks.count + 1, at + length, 0);
        }
        if marks.count == 0 {
            marks.before = run;
        }
        marks.after = run;
        Some(marks)
    }

    fn formats(&self, has_exponent: bool) -> Formats {
        // 00.5 and 007 name something.
        if self.before > 1 && self.leading_zero {
            return Formats::NONE;
        }
        let begins_groups = (1..=3).contains(&self.before) && !self.leading_zero;
        let groups = begins_groups && self.after == 3;
        let (Some(first), Some(last)) = (self.first, self.last) else {
            return if self.before > 0 {
                Formats::ALL
            } else {
                Formats::NONE
            };
        };
        match (self.count, first, last) {
            (1, Mark::Point, _) if self.before + self.after == 0 => Formats::NONE,
            (1, Mark::Point, _) if groups && !has_exponent => POINT_OR_GROUPS,
            (1, Mark::Point, _) => Formats::POINT,
            (1, Mark::Comma, _) if self.after == 0 => Formats::NONE,
            (1, Mark::Comma, _) if groups && !has_exponent => COMMA_OR_GROUPS,
            (1, Mark::Comma, _) => Formats::COMMA,
            // 1.234e3 is not 1,234,000.
            _ if has_exponent || !self.alike || !begins_groups => Formats::NONE,
            (_, Mark::Comma, _) if self.is_indian() => Formats::of(NumberFormat::CommaThousands),
            _ if !self.thousands => Formats::NONE,
            (_, Mark::Space, Mark::Space) if groups => SPACES,
            (_, Mark::Apostrophe, Mark::Apostrophe) if groups => {
                Formats::of(NumberFormat::ApostropheThousands)
            }
            (_, Mark::Comma, Mark::Comma) if groups => Formats::of(NumberFormat::CommaThousands),
            (_, Mark::Point, Mark::Point) if groups => Formats::of(NumberFormat::CommaDecimal),
            (_, Mark::Comma, Mark::Point) => Formats::of(NumberFormat::CommaThousands),
            (_, Mark::Space, Mark::Point) => Formats::of(NumberFormat::SpaceThousands),
            (_, Mark::Apostrophe, Mark::Point) => Formats::of(NumberFormat::ApostropheThousands),
            (_, Mark::Point, Mark::Comma) if self.after > 0 => {
                Formats::of(NumberFormat::CommaDecimal)
            }
            (_, Mark::Space, Mark::Comma) if self.after > 0 => {
                Formats::of(NumberFormat::SpaceCommaDecimal)
            }
            _ => Formats::NONE,
        }
    }

    /// 1,23,45,678 and 12,34,567.5: three digits before the decimal mark, above them groups of two.
    fn is_indian(&self) -> bool {
        let last_group = match self.last {
            Some(Mark::Comma) if self.inner == 2 => self.after,
            Some(Mark::Point) if self.count > 2 => self.inner,
            _ => return false,
        };
        self.hundreds && self.before <= 2 && last_group == 3
    }

    /// Whether the text has no decimal mark in any format that it fits.
    fn is_whole(&self) -> bool {
        match self.first {
            None => true,
            Some(Mark::Space | Mark::Apostrophe) => self.first == self.last,
            Some(Mark::Point | Mark::Comma) => self.count > 1 && self.first == self.last,
        }
    }
}

fn mark_at(text: &[u8]) -> Option<(Mark, usize)> {
    match text {
        [b'.', ..] => Some((Mark::Point, 1)),
        [b',', ..] => Some((Mark::Comma, 1)),
        [b' ', ..] => Some((Mark::Space, 1)),
        [b'\'', ..] => Some((Mark::Apostrophe, 1)),
        // No-break space, narrow no-break space, thin space.
        [0xc2, 0xa0, ..] => Some((Mark::Space, 2)),
        [0xe2, 0x80, 0xaf | 0x89, ..] => Some((Mark::Space, 3)),
        // ’ of typesetting.
        [0xe2, 0x80, 0x99, ..] => Some((Mark::Apostrophe, 3)),
        _ => None,
    }
}
