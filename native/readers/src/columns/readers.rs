//! Texts to values, one way each, counting what they are.

use super::evidence::{Evidence, Family};
use super::part::Cells;
use super::told::Style;
use super::vector::{self, Days};
use crate::options::{DateOrder, NumberFormat};
use crate::values::dates::{self, Orders, Writing};
use crate::values::numbers::{self, Formats, Number, Shape, Sign};
use crate::values::times;
use crate::values::{Class, is_zero};
use std::ops::Range;

/// Bytes that numbers are read from at once.
pub const WINDOW: usize = numbers::WINDOW;

/// Reads the texts of a block's column. Counts are of regular rows only.
pub trait Reader {
    const FAMILY: Family;

    /// The value of a text as it stands in the file, where that is told at once. `window` is what begins with the text.
    fn fast(&mut self, text: &[u8], window: Option<&[u8; WINDOW]>, is_regular: bool)
    -> Option<f64>;

    /// The values of many regular rows at once, where that is less work than one after another; what is left for `fast`
    /// and `slow`. `values` has one a row of the block.
    fn many(&mut self, _: Cells<'_>, _: Range<usize>, _values: &mut [f64]) -> Option<Rest> {
        None
    }

    /// The value of a trimmed text.
    fn slow(&mut self, text: &[u8], is_regular: bool) -> Option<f64>;

    /// How all texts that were read are written, where one way tells each from its value.
    fn style(&self) -> Option<Style>;

    /// Adds what was counted, and tells the formats in which every text that was read has the same value.
    fn count(self, evidence: &mut Evidence) -> Formats;
}

/// Rows that have no value yet.
#[derive(Default)]
pub struct Rest {
    /// Rows without a text, and the first of them.
    pub empty: u32,
    pub first_empty: Option<usize>,
    /// All others, in order.
    pub rows: Vec<u32>,
}

pub struct NumberReader {
    format: NumberFormat,
    mark: u8,
    /// Numbers that need no second look, by their shape and by whether they are zeros.
    exact: [[u32; 2]; 3],
    others: Vec<(Class, u32)>,
    /// The formats of rows that slipped.
    slipped: Formats,
    /// A bit for each number of places behind the mark, the last one for texts that their value does not tell.
    places: u32,
}

/// What stands in `NumberReader::places` for a text that its value does not tell.
const UNTOLD: u32 = 31;

impl NumberReader {
    pub fn new(format: NumberFormat) -> Self {
        Self {
            format,
            mark: if Formats::COMMA.has(format) {
                b','
            } else {
                b'.'
            },
            exact: [[0; 2]; 3],
            others: Vec::new(),
            slipped: Formats::ALL,
            places: 0,
        }
    }

    /// A number that is long, or at the end of its block.
    #[inline(never)]
    fn simple(&mut self, text: &[u8], is_regular: bool) -> Option<f64> {
        let number = numbers::simple(text, self.mark).filter(|number| !number.rounded)?;
        self.places |= 1 << number.places.map_or(UNTOLD, u32::from);
        self.note(number, text, is_regular);
        Some(number.value)
    }

    fn note(&mut self, number: Number, text: &[u8], is_regular: bool) {
        if is_regular {
            let class = Class::Number {
                formats: number.formats,
                sign: number.sign,
                power: number.power,
                rounded: number.rounded,
                zero: is_zero(text),
            };
            add(&mut self.others, class);
        } else {
            self.slipped = self.slipped.and(self.agreeing(number.formats));
        }
    }

    /// Formats that read a text, which fits `formats`, as this one does.
    fn agreeing(&self, formats: Formats) -> Formats {
        let same_mark = if Formats::COMMA.has(self.format) {
            Formats::COMMA
        } else {
            Formats::POINT
        };
        if formats == Formats::ALL {
            formats
        } else {
            formats.and(same_mark)
        }
    }
}

impl Reader for NumberReader {
    const FAMILY: Family = Family::Number;

    #[inline]
    fn fast(
        &mut self,
        text: &[u8],
        window: Option<&[u8; WINDOW]>,
        is_regular: bool,
    ) -> Option<f64> {
        let mark = self.mark;
        let Some(number) = window.and_then(|window| numbers::exact(window, text, mark)) else {
            return self.simple(text, is_regular);
        };
        self.places |= 1 << number.places.map_or(UNTOLD, u32::from);
        if is_regular {
            self.exact[number.shape as usize][usize::from(number.is_zero)] += 1;
        } else {
            let formats = number.shape.formats(mark);
            self.slipped = self.slipped.and(self.agreeing(formats));
        }
        Some(number.value)
    }

    fn many(&mut self, cells: Cells<'_>, rows: Range<usize>, values: &mut [f64]) -> Option<Rest> {
        let found = vector::numbers(cells, rows, self.mark, values)?;
        for (sums, counts) in self.exact.iter_mut().zip(found.counts) {
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum += count;
            }
        }
        self.places |= found.places | u32::from(found.untold) << UNTOLD;
        Some(found.rest)
    }

    fn slow(&mut self, text: &[u8], is_regular: bool) -> Option<f64> {
        let number = numbers::read(text, self.format).filter(|number| !number.value.is_nan())?;
        self.places |= 1 << UNTOLD;
        self.note(number, text, is_regular);
        Some(number.value)
    }

    fn style(&self) -> Option<Style> {
        let places = self.places.trailing_zeros();
        (self.places.count_ones() == 1 && places != UNTOLD).then_some(Style::Decimals {
            places: places as usize,
            mark: self.mark,
        })
    }

    fn count(self, evidence: &mut Evidence) -> Formats {
        let mut agrees = self.slipped;
        for (shape, counts) in Shape::ALL.into_iter().zip(self.exact) {
            let formats = shape.formats(self.mark);
            for (zero, count) in [false, true].into_iter().zip(counts) {
                if count == 0 {
                    continue;
                }
                agrees = agrees.and(self.agreeing(formats));
                let class = Class::Number {
                    formats,
                    sign: Sign::None,
                    power: 0,
                    rounded: false,
                    zero,
                };
                evidence.add_class(class, u64::from(count));
            }
        }
        for (class, count) in &self.others {
            if let Class::Number { formats, .. } = class {
                agrees = agrees.and(self.agreeing(*formats));
            }
            evidence.add_class(*class, u64::from(*count));
        }
        agrees
    }
}

pub struct DateReader {
    order: DateOrder,
    plain: u32,
    others: Vec<(Class, u32)>,
    is_written_otherwise: bool,
}

impl DateReader {
    pub fn new(order: DateOrder) -> Self {
        Self {
            order,
            plain: 0,
            others: Vec::new(),
            is_written_otherwise: false,
        }
    }
}

/// `vector::days` on any processor.
fn days_in_turn(cells: Cells<'_>, rows: Range<usize>, values: &mut [f64]) -> Days {
    let mut found = Days::default();
    for row in rows {
        let length = cells.text(row).len();
        // Every row is read, those without a day as well: processors foretell badly which have none.
        let window = cells.beginning(row).filter(|_| length == 10);
        let value = dates::iso_of(window.unwrap_or(b"1970-01-01......"));
        let is_read = value.is_some() & window.is_some();
        let is_empty = length == 0;
        if let Some(value) = value.filter(|_| is_read) {
            values[row] = value;
        }
        found.count += u32::from(is_read);
        found.rest.empty += u32::from(is_empty);
        if is_empty {
            found.rest.first_empty.get_or_insert(row);
        }
        if !(is_read | is_empty) {
            found.rest.rows.push(row as u32);
        }
    }
    found
}

impl Reader for DateReader {
    const FAMILY: Family = Family::Date;

    #[inline]
    fn fast(
        &mut self,
        text: &[u8],
        window: Option<&[u8; WINDOW]>,
        is_regular: bool,
    ) -> Option<f64> {
        if self.order != DateOrder::YearFirst {
            return None;
        }
        let value = match window {
            Some(window) => dates::iso_windowed(window, text),
            None => dates::iso(text),
        }?;
        self.plain += u32::from(is_regular);
        Some(value)
    }

    fn many(&mut self, cells: Cells<'_>, rows: Range<usize>, values: &mut [f64]) -> Option<Rest> {
        if self.order != DateOrder::YearFirst {
            return None;
        }
        let found = vector::days(cells, rows.clone(), values)
            .unwrap_or_else(|| days_in_turn(cells, rows, values));
        self.plain += found.count;
        Some(found.rest)
    }

    fn slow(&mut self, text: &[u8], is_regular: bool) -> Option<f64> {
        let date = dates::read(text, self.order).filter(|date| !date.value.is_nan())?;
        self.is_written_otherwise = true;
        if is_regular {
            let class = Class::Date {
                orders: date.orders,
                writing: date.writing,
            };
            add(&mut self.others, class);
        }
        Some(date.value)
    }

    fn style(&self) -> Option<Style> {
        (!self.is_written_otherwise).then_some(Style::Days)
    }

    fn count(self, evidence: &mut Evidence) -> Formats {
        if self.plain > 0 {
            let class = Class::Date {
                orders: Orders::of(DateOrder::YearFirst),
                writing: Writing::default(),
            };
            evidence.add_class(class, u64::from(self.plain));
        }
        for (class, count) in self.others {
            evidence.add_class(class, u64::from(count));
        }
        Formats::NONE
    }
}

#[derive(Default)]
pub struct TimeReader {
    counts: Vec<(Class, u32)>,
}

impl Reader for TimeReader {
    const FAMILY: Family = Family::Time;

    fn fast(&mut self, _: &[u8], _: Option<&[u8; WINDOW]>, _: bool) -> Option<f64> {
        None
    }

    fn slow(&mut self, text: &[u8], is_regular: bool) -> Option<f64> {
        let time = times::read(text)?;
        if is_regular {
            add(&mut self.counts, Class::Time(time.clocks));
        }
        Some(time.seconds)
    }

    fn style(&self) -> Option<Style> {
        None
    }

    fn count(self, evidence: &mut Evidence) -> Formats {
        for (class, count) in self.counts {
            evidence.add_class(class, u64::from(count));
        }
        Formats::NONE
    }
}

fn add(counts: &mut Vec<(Class, u32)>, class: Class) {
    match counts.iter_mut().find(|(known, _)| *known == class) {
        Some((_, count)) => *count += 1,
        None => counts.push((class, 1)),
    }
}
