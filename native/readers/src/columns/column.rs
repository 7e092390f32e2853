//! A typed column and all that was met in its texts.

use super::dictionary::Texts;
use crate::options::{ColumnKind, DateOrder, ImportOptions, NumberFormat};
use crate::profile::Statistics;
use crate::values::measures::Measure;
use serde::{Deserialize, Serialize};

/// What a column's numbers stand for where the texts say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Unit {
    /// Shares of one: 12 % is 0.12.
    Percent,
    /// Seconds since midnight.
    TimeOfDay,
    /// Seconds.
    Duration,
}

/// How a column's numbers or dates are written; a new file with the column is read in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    pub number_format: NumberFormat,
    pub date_order: DateOrder,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// The unit of measure that all numbers stand with; the values are in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
}

/// What is decided about a column before its texts are seen; the rest is inferred from all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Choices {
    pub kind: Option<ColumnKind>,
    /// Exactly the texts that count as missing; the empty text always does.
    pub missing_markers: Option<Vec<String>>,
    pub number_format: Option<NumberFormat>,
    pub date_order: Option<DateOrder>,
    /// How numbers and dates are written, where that was settled on other rows of the same column.
    pub reading: Option<Reading>,
}

impl Choices {
    /// What a person chose for the column of this name.
    pub fn of(options: &ImportOptions, name: &str) -> Self {
        Self {
            kind: options.kinds.get(name).copied(),
            missing_markers: options.missing_markers.get(name).cloned(),
            number_format: options.number_formats.get(name).copied(),
            date_order: options.date_orders.get(name).copied(),
            reading: None,
        }
    }
}

/// One value a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Numbers as parsed; dates in milliseconds since 1970-01-01 UTC. NaN is missing.
    Numbers(Vec<f64>),
    /// Indices into `levels`, -1 for missing; levels in the order in which the rows bring them.
    Codes { codes: Vec<i32>, levels: Levels },
}

/// Different texts, each by its code from 0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Levels {
    text: String,
    ends: Vec<usize>,
}

impl Levels {
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of a code; `None` where there is no such level.
    pub fn get(&self, code: usize) -> Option<&str> {
        let end = *self.ends.get(code)?;
        let start = if code == 0 { 0 } else { self.ends[code - 1] };
        self.text.get(start..end)
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|code| self.get(code))
    }

    /// Adds a level; the caller knows that it is new.
    pub fn push(&mut self, level: &str) {
        self.text.push_str(level);
        self.ends.push(self.text.len());
    }
}

impl From<Texts> for Levels {
    fn from(texts: Texts) -> Self {
        let (bytes, ends) = texts.into_parts();
        match String::from_utf8(bytes) {
            Ok(text) => Self { text, ends },
            // Blocks hold valid UTF-8; were one not, its characters that are none are replaced.
            Err(error) => {
                let bytes = error.into_bytes();
                let starts = std::iter::once(0).chain(ends.iter().copied());
                let texts = starts
                    .zip(&ends)
                    .map(|(start, end)| String::from_utf8_lossy(&bytes[start..*end]));
                let mut levels = Self::default();
                for text in texts {
                    levels.push(&text);
                }
                levels
            }
        }
    }
}

impl<'a> FromIterator<&'a str> for Levels {
    fn from_iter<T: IntoIterator<Item = &'a str>>(levels: T) -> Self {
        let mut all = Self::default();
        for level in levels {
            all.push(level);
        }
        all
    }
}

/// Values that do not fit a column's kind and so count as missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unparsed {
    pub count: u64,
    /// The first different ones, at most 20.
    pub examples: Vec<String>,
    /// Where each example stands first, in the order of `examples`.
    pub rows: Vec<u64>,
}

/// Texts that stand out: how many, and the first of them with its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Odd {
    pub count: u64,
    pub example: String,
    pub row: u64,
}

/// What was decided with a doubt, or could not be. Rows that slipped do not count here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Doubts {
    /// Every text is a date, but day and month cannot be told apart.
    pub ambiguous_date: bool,
    /// Every text is a number, but 1,234 could be a thousand or a little more than one.
    pub ambiguous_number: bool,
    /// Read as 1.234, where every text could be 1,234 as well.
    pub ambiguous_point: bool,
    /// Every text is a number, but of different currencies or units, or only some of them percents or with a unit.
    pub mixed_units: bool,
    /// The same, and units of measure are among them.
    pub mixed_measures: bool,
    /// All values are dates and no order fits all: the order that fits most, and how many it fits.
    pub mixed_orders: Option<(DateOrder, u64)>,
    /// Nearly all values are numbers, and these are not.
    pub not_numbers: Option<Odd>,
    /// Nearly all values are dates, and these are not.
    pub not_dates: Option<Odd>,
    /// 00501
    pub leading_zeros: Option<Odd>,
    /// Integers that float64 cannot hold.
    pub too_long: Option<Odd>,
    /// Numbers with a currency's sign.
    pub currencies: u64,
    /// Every text is a number, but those that end with a multiple (4K) may be names.
    pub may_be_abbreviated: bool,
    /// Numbers that end with a multiple for short: 1.5M.
    pub abbreviated: u64,
    /// Numbers with more digits than float64 holds.
    pub rounded: u64,
    /// Dates whose year has two digits.
    pub short_years: u64,
    /// Dates with digits finer than a millisecond, which are left out.
    pub finer: u64,
}

/// A column, typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub name: String,
    pub kind: ColumnKind,
    /// The kind without a person's choice.
    pub inferred_kind: ColumnKind,
    pub reading: Reading,
    pub values: Values,
    /// Missing values: markers, and what does not fit the kind.
    pub missing: u64,
    /// Markers met and how often, most frequent first; the empty text is ''.
    pub missing_markers: Vec<(String, u64)>,
    /// Whether the markers were chosen rather than inferred.
    pub markers_chosen: bool,
    pub unparsed: Unparsed,
    pub doubts: Doubts,
    /// `None` where they were not asked for.
    pub statistics: Option<Statistics>,
}
