//! Texts to values, one way each, counting what they are.

use super::evidence::{Evidence, Family};
use crate::options::{DateOrder, NumberFormat};
use crate::values::dates::{self, Orders, Writing};
use crate::values::numbers::{self, Formats, Sign};
use crate::values::times;
use crate::values::{Class, is_zero};

/// Reads the texts of a block's column. Counts are of regular rows only.
pub trait Reader {
    const FAMILY: Family;

    /// The value of a text as it stands in the file, where that is told at once.
    fn fast(&mut self, text: &[u8], is_regular: bool) -> Option<f64>;

    /// The value of a trimmed text.
    fn slow(&mut self, text: &[u8], is_regular: bool) -> Option<f64>;

    /// Adds what was counted, and tells the formats in which every text that was read has the same value.
    fn count(self, evidence: &mut Evidence) -> Formats;
}

pub struct NumberReader {
    format: NumberFormat,
    mark: u8,
    /// Numbers that need no second look, by zero or not and by the formats they fit.
    simple: [[u32; 64]; 2],
    others: Vec<(Class, u32)>,
    /// The formats of rows that slipped.
    slipped: Formats,
}

impl NumberReader {
    pub fn new(format: NumberFormat) -> Self {
        Self {
            format,
            mark: if Formats::COMMA.has(format) {
                b','
            } else {
                b'.'
            },
            simple: [[0; 64]; 2],
            others: Vec::new(),
            slipped: Formats::ALL,
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
    fn fast(&mut self, text: &[u8], is_regular: bool) -> Option<f64> {
        let number = numbers::simple(text, self.mark).filter(|number| !number.rounded)?;
        if is_regular {
            self.simple[usize::from(number.value == 0.0)][number.formats.bits()] += 1;
        } else {
            self.slipped = self.slipped.and(self.agreeing(number.formats));
        }
        Some(number.value)
    }

    fn slow(&mut self, text: &[u8], is_regular: bool) -> Option<f64> {
        let number = numbers::read(text, self.format).filter(|number| !number.value.is_nan())?;
        if is_regular {
            let class = Class::Number {
                formats: number.formats,
                sign: number.sign,
                rounded: number.rounded,
                zero: is_zero(text),
            };
            add(&mut self.others, class);
        } else {
            self.slipped = self.slipped.and(self.agreeing(number.formats));
        }
        Some(number.value)
    }

    fn count(self, evidence: &mut Evidence) -> Formats {
        let mut agrees = self.slipped;
        for (zero, counts) in [false, true].into_iter().zip(&self.simple) {
            for (formats, count) in Formats::every()
                .zip(counts)
                .filter(|(_, count)| **count > 0)
            {
                agrees = agrees.and(self.agreeing(formats));
                let class = Class::Number {
                    formats,
                    sign: Sign::None,
                    rounded: false,
                    zero,
                };
                evidence.add_class(class, u64::from(*count));
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
}

impl DateReader {
    pub fn new(order: DateOrder) -> Self {
        Self {
            order,
            plain: 0,
            others: Vec::new(),
        }
    }
}

impl Reader for DateReader {
    const FAMILY: Family = Family::Date;

    #[inline]
    fn fast(&mut self, text: &[u8], is_regular: bool) -> Option<f64> {
        if self.order != DateOrder::YearFirst {
            return None;
        }
        let value = dates::iso(text)?;
        self.plain += u32::from(is_regular);
        Some(value)
    }

    fn slow(&mut self, text: &[u8], is_regular: bool) -> Option<f64> {
        let date = dates::read(text, self.order).filter(|date| !date.value.is_nan())?;
        if is_regular {
            let class = Class::Date {
                orders: date.orders,
                writing: date.writing,
            };
            add(&mut self.others, class);
        }
        Some(date.value)
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

    fn fast(&mut self, _: &[u8], _: bool) -> Option<f64> {
        None
    }

    fn slow(&mut self, text: &[u8], is_regular: bool) -> Option<f64> {
        let time = times::read(text)?;
        if is_regular {
            add(&mut self.counts, Class::Time(time.clocks));
        }
        Some(time.seconds)
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
