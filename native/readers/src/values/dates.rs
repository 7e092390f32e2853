//! Dates and moments, as milliseconds since 1970-01-01 UTC.

use super::calendar::midnight;
use super::cursor::Cursor;
use super::plain::{self, WINDOW};
use super::{months, times};
use crate::options::DateOrder;

/// All orders, the earlier preferred.
pub const DATE_ORDERS: [DateOrder; 4] = [
    DateOrder::YearFirst,
    DateOrder::DayFirst,
    DateOrder::MonthFirst,
    DateOrder::Named,
];

/// A set of orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Orders(u8);

impl Orders {
    pub const NONE: Self = Self(0);
    pub const ALL: Self = Self(0b1111);

    pub const fn of(order: DateOrder) -> Self {
        Self(1 << order as u8)
    }

    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub const fn has(self, order: DateOrder) -> bool {
        self.0 & (1 << order as u8) != 0
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// What is particular about a date's writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Writing {
    /// The year has two digits: 69 to 99 are of the 20th century, 00 to 68 of the 21st (POSIX).
    pub short_year: bool,
    /// A month without a day, taken as its first: 2019-03.
    pub month_only: bool,
    /// A month that may be the second half of a season: 2019-20 is none, 2010-11 may be.
    pub season: bool,
    /// Digits finer than a millisecond are left out.
    pub finer: bool,
}

/// A text read as a date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Date {
    /// In the order asked for; NaN where the text fits only others. A time without a zone is taken as UTC.
    pub value: f64,
    /// Every order that it fits.
    pub orders: Orders,
    pub writing: Writing,
}

/// The date a trimmed text stands for. Days that a month does not have are no dates.
pub fn read(text: &[u8], order: DateOrder) -> Option<Date> {
    let Some(value) = iso(text) else {
        return read_slowly(text, order);
    };
    Some(Date {
        value: if order == DateOrder::YearFirst {
            value
        } else {
            f64::NAN
        },
        orders: Orders::of(DateOrder::YearFirst),
        writing: Writing::default(),
    })
}

/// `iso` where the text is the beginning of a window.
#[inline]
pub fn iso_windowed(window: &[u8; WINDOW], text: &[u8]) -> Option<f64> {
    if text.len() == 10 {
        iso_of(window)
    } else {
        None
    }
}

/// `iso` of a window's first ten bytes.
#[inline(always)]
pub fn iso_of(window: &[u8; WINDOW]) -> Option<f64> {
    let [year, month, day] = plain::day(u128::from_le_bytes(*window))?;
    midnight(year, month, day)
}

/// 2019-03-23, by far the most frequent writing.
#[inline]
pub fn iso(text: &[u8]) -> Option<f64> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else {
        return None;
    };
    let mut wrong = false;
    let mut digit = |byte: u8| {
        let digit = byte.wrapping_sub(b'0');
        wrong |= digit > 9;
        u32::from(digit)
    };
    let year = digit(y1) * 1000 + digit(y2) * 100 + digit(y3) * 10 + digit(y4);
    let (month, day) = (digit(m1) * 10 + digit(m2), digit(d1) * 10 + digit(d2));
    if wrong {
        None
    } else {
        midnight(year, month, day)
    }
}

fn read_slowly(text: &[u8], order: DateOrder) -> Option<Date> {
    if !(6..=60).contains(&text.len()) || !text.iter().any(u8::is_ascii_digit) {
        return None;
    }
    let mut cursor = Cursor(std::str::from_utf8(text).ok()?);
    let day = take_day(&mut cursor)?;
    let clock = time_behind(&mut cursor)?;
    let mut date = Date {
        value: f64::NAN,
        orders: Orders::NONE,
        writing: day.writing,
    };
    date.writing.finer = clock.finer;
    for one in DATE_ORDERS {
        if let Some(midnight) = day.in_order(one) {
            date.orders = date.orders.with(Orders::of(one));
            if one == order {
                date.value = midnight + clock.milliseconds;
            }
        }
    }
    (!date.orders.is_empty()).then_some(date)
}

/// The parts of a day as they are written.
struct Day {
    parts: Parts,
    writing: Writing,
}

enum Parts {
    YearFirst([u32; 3]),
    /// Two numbers, then the year; with points the day always stands first.
    YearLast {
        numbers: [u32; 2],
        year: u32,
        points: bool,
        dashes_of_two: bool,
    },
    Named([u32; 3]),
}

impl Day {
    fn in_order(&self, order: DateOrder) -> Option<f64> {
        match (&self.parts, order) {
            (Parts::YearFirst([year, month, day]), DateOrder::YearFirst)
            | (Parts::Named([year, month, day]), DateOrder::Named) => midnight(*year, *month, *day),
            (
                Parts::YearLast {
                    numbers: [day, month],
                    year,
                    ..
                },
                DateOrder::DayFirst,
            ) => midnight(long_year(*year), *month, *day),
            (
                Parts::YearLast {
                    numbers: [month, day],
                    year,
                    points: false,
                    ..
                },
                DateOrder::MonthFirst,
            ) => midnight(long_year(*year), *month, *day),
            // 99-12-31: all parts of two digits.
            (
                Parts::YearLast {
                    numbers: [year, month],
                    year: day,
                    points: false,
                    dashes_of_two: true,
                },
                DateOrder::YearFirst,
            ) => midnight(long_year(*year), *month, *day),
            _ => None,
        }
    }
}

fn long_year(year: u32) -> u32 {
    match year {
        0..=68 => 2000 + year,
        69..=99 => 1900 + year,
        _ => year,
    }
}

/// A weekday is left out only where no day begins the text: “Mar” may be March, and Tuesday in Spanish.
fn take_day(cursor: &mut Cursor<'_>) -> Option<Day> {
    if cursor.peek()?.is_ascii_digit() {
        return from_digits(cursor);
    }
    let start = *cursor;
    if let Some(day) = from_name(cursor) {
        return Some(day);
    }
    *cursor = start;
    skip_weekday(cursor);
    if cursor.peek()?.is_ascii_digit() {
        from_digits(cursor)
    } else {
        from_name(cursor)
    }
}

fn skip_weekday(cursor: &mut Cursor<'_>) {
    let mut after = *cursor;
    if months::is_weekday(after.word()) {
        after.take(".");
        after.take(",");
        if after.skip_blanks() {
            *cursor = after;
        }
    }
}

fn from_digits(cursor: &mut Cursor<'_>) -> Option<Day> {
    let (first, width) = cursor.digits()?;
    if width == 4 {
        return year_first(cursor, first);
    }
    if width == COMPACT {
        return Some(year_month_day(
            first / 10_000,
            first / 100 % 100,
            first % 100,
        ));
    }
    if width > 2 {
        return None;
    }
    let before = *cursor;
    if let Some(mark) = cursor.take_of(b"-/.") {
        // 23. 3. 2019
        if mark == b'.' {
            cursor.skip_blanks();
        }
        if let Some((second, second_width)) = cursor.digits() {
            return year_last(
                cursor,
                [first, second],
                width.max(second_width),
                width.min(second_width),
                mark,
            );
        }
    }
    *cursor = before;
    day_and_name(cursor, first)
}

/// Digits of a day without marks, as 20190323.
const COMPACT: usize = 8;

fn year_month_day(year: u32, month: u32, day: u32) -> Day {
    Day {
        parts: Parts::YearFirst([year, month, day]),
        writing: Writing::default(),
    }
}

fn year_first(cursor: &mut Cursor<'_>, year: u32) -> Option<Day> {
    if cursor.skip_blanks() {
        return year_and_name(cursor, year, b' ');
    }
    let mark = cursor.take_of(b"-/.")?;
    if cursor.peek()?.is_ascii_alphabetic() {
        return year_and_name(cursor, year, mark);
    }
    let (month, width) = cursor.digits().filter(|(_, width)| *width <= 2)?;
    let mut writing = Writing::default();
    let day = if cursor.take_of(&[mark]).is_some() {
        cursor.number(1, 2)?
    } else if mark == b'-' && width == 2 && cursor.is_at_end() {
        writing.month_only = true;
        writing.season = month == (year + 1) % 100;
        1
    } else {
        return None;
    };
    Some(Day {
        writing,
        ..year_month_day(year, month, day)
    })
}

/// `2019 Mar 23`, `2019-Mar-23`, and months alone.
fn year_and_name(cursor: &mut Cursor<'_>, year: u32, mark: u8) -> Option<Day> {
    let month = months::month(cursor.word())?;
    if cursor.is_at_end() {
        let mut day = named(year, month, 1, 4);
        day.writing.month_only = true;
        return Some(day);
    }
    cursor.take_of(&[mark])?;
    let day = cursor.number(1, 2)?;
    Some(named(year, month, day, 4))
}

fn year_last(
    cursor: &mut Cursor<'_>,
    numbers: [u32; 2],
    widest: usize,
    narrowest: usize,
    mark: u8,
) -> Option<Day> {
    if widest > 2 {
        return None;
    }
    cursor.take_of(&[mark])?;
    if mark == b'.' {
        cursor.skip_blanks();
    }
    let (year, width) = cursor.digits()?;
    let short_year = width == 2;
    if !short_year && width != 4 {
        return None;
    }
    Some(Day {
        parts: Parts::YearLast {
            numbers,
            year: if short_year {
                year
            } else {
                Some(year).filter(|year| *year >= 1000)?
            },
            points: mark == b'.',
            dashes_of_two: short_year && narrowest == 2,
        },
        writing: Writing {
            short_year,
            ..Writing::default()
        },
    })
}

/// 23 Mar 2019, 1-April-2020, 3. März 2019, 3 de marzo de 2019, 1er janvier 2020, 23rd of March 2019, 23-Mar-19.
fn day_and_name(cursor: &mut Cursor<'_>, day: u32) -> Option<Day> {
    take_ordinal(cursor);
    cursor.take_of(b"-./");
    cursor.skip_blanks();
    let _ = take_word(cursor, "of") || take_word(cursor, "de");
    let month = months::month(cursor.word())?;
    cursor.take(".");
    cursor.take_of(b"-/,");
    cursor.skip_blanks();
    let _ = take_word(cursor, "de") || take_word(cursor, "del");
    let (year, width) = cursor.digits()?;
    matches!(width, 2 | 4).then(|| named(year, month, day, width))
}

/// March 3, 2019, Apr 1 2020, May 3rd, 2019; March 2019.
fn from_name(cursor: &mut Cursor<'_>) -> Option<Day> {
    let month = months::month(cursor.word())?;
    cursor.take(".");
    let is_joined = cursor.take("-");
    if !is_joined && !cursor.skip_blanks() {
        return None;
    }
    let (number, width) = cursor.digits()?;
    if width == 4 {
        let mut day = named(number, month, 1, 4);
        day.writing.month_only = true;
        return Some(day);
    }
    take_ordinal(cursor);
    cursor.take_of(b",-");
    cursor.skip_blanks();
    let year = cursor.number(4, 4)?;
    (width <= 2).then(|| named(year, month, number, 4))
}

fn named(year: u32, month: u32, day: u32, width: usize) -> Day {
    Day {
        parts: Parts::Named([if width == 2 { long_year(year) } else { year }, month, day]),
        writing: Writing {
            short_year: width == 2,
            ..Writing::default()
        },
    }
}

fn take_ordinal(cursor: &mut Cursor<'_>) {
    let _ = ["st", "nd", "rd", "th", "er", "º", "°"]
        .iter()
        .any(|ending| cursor.take(ending));
}

fn take_word(cursor: &mut Cursor<'_>, word: &str) -> bool {
    let mut after = *cursor;
    let found = after.take(word) && after.skip_blanks();
    if found {
        *cursor = after;
    }
    found
}

#[derive(Default)]
struct Behind {
    milliseconds: f64,
    finer: bool,
}

/// The time behind a date: nothing, or a clock with an optional zone, to the text's end.
fn time_behind(cursor: &mut Cursor<'_>) -> Option<Behind> {
    if cursor.is_at_end() {
        return Some(Behind::default());
    }
    cursor.take(",");
    if !cursor.take("T") && !cursor.skip_blanks() {
        return None;
    }
    cursor.skip_blanks();
    let clock = times::take_clock(cursor)?;
    cursor.skip_blanks();
    let offset = zone(cursor)?;
    if clock.hour > 23 || !cursor.is_at_end() {
        return None;
    }
    let whole = f64::from((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1000.0;
    let fraction = clock.fraction * 1000.0;
    // A fraction written in milliseconds may come out a little below.
    let milliseconds = (fraction + 1e-6).floor();
    Some(Behind {
        milliseconds: whole + milliseconds - offset,
        finer: (fraction - milliseconds).abs() > 1e-5,
    })
}

/// Milliseconds that a zone is ahead of UTC; 0 where there is none.
fn zone(cursor: &mut Cursor<'_>) -> Option<f64> {
    if cursor.is_at_end() || cursor.take("Z") || cursor.take("UTC") || cursor.take("GMT") {
        return Some(0.0);
    }
    let ahead = match cursor.take_of(b"+-")? {
        b'+' => 1.0,
        _ => -1.0,
    };
    let (hours, minutes) = match cursor.digits()? {
        (both, 4) => (both / 100, both % 100),
        (hours, 2) if cursor.take(":") => (hours, cursor.number(2, 2)?),
        (hours, 2) => (hours, 0),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then(|| ahead * f64::from(hours * 60 + minutes) * 60_000.0)
}

#[cfg(test)]
mod tests;
