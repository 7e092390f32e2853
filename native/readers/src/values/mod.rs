//! What one text means: a missing marker, a number, a date, a time, a word that says yes or no.
//!
//! Pure rules. A column's kind is decided from all of its texts in `columns`; here each text is told by itself, together
//! with every way of writing it fits (`Formats`, `Orders`, `Clocks`), so that a column can choose the way that fits all.

pub mod booleans;
pub mod calendar;
mod classes;
mod currencies;
mod cursor;
pub mod dates;
pub(crate) mod decimals;
mod digits;
pub mod markers;
pub mod measures;
mod months;
mod multiples;
pub mod numbers;
mod plain;
pub mod times;

pub use classes::{Class, Code, classify, is_zero};
