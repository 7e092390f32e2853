//! What the rules look at.

use crate::options::ColumnKind;

/// Rows that a finding points to, at most.
pub(crate) const ROWS_SHOWN: usize = 100;

/// One typed column with what is already known of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ColumnView<'a> {
    pub name: &'a str,
    pub kind: ColumnKind,
    pub values: Values<'a>,
    /// Distinct values, the missing ones not counted.
    pub distinct: u64,
    /// How often the most frequent value and the next one occur; 0 where there is none.
    pub most_frequent: (u64, u64),
}

/// The values of every row.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Values<'a> {
    /// Numbers, or dates in milliseconds since 1970-01-01 UTC.
    Numbers {
        /// NaN where a value is missing.
        values: &'a [f64],
        /// All but the missing ones, ascending.
        sorted: &'a [f64],
    },
    /// Categories, texts and booleans.
    Levels {
        /// Indices into `levels`; negative where a value is missing.
        codes: &'a [i32],
        levels: &'a [&'a str],
    },
}

/// A column's values without what is known of them.
#[derive(Debug, Clone, Copy)]
pub struct Series<'a> {
    pub name: &'a str,
    pub kind: ColumnKind,
    pub values: SeriesValues<'a>,
}

/// One value a row.
#[derive(Debug, Clone, Copy)]
pub enum SeriesValues<'a> {
    /// Numbers, or dates in milliseconds since 1970-01-01 UTC; NaN where a value is missing.
    Numbers(&'a [f64]),
    /// Indices into `levels`; negative where a value is missing.
    Levels {
        codes: &'a [i32],
        levels: &'a [&'a str],
    },
}

impl ColumnView<'_> {
    pub(crate) fn rows(&self) -> usize {
        self.series().rows()
    }

    pub(crate) fn series(&self) -> Series<'_> {
        Series {
            name: self.name,
            kind: self.kind,
            values: match self.values {
                Values::Numbers { values, .. } => SeriesValues::Numbers(values),
                Values::Levels { codes, levels } => SeriesValues::Levels { codes, levels },
            },
        }
    }
}

impl Series<'_> {
    pub(crate) fn rows(&self) -> usize {
        match self.values {
            SeriesValues::Numbers(values) => values.len(),
            SeriesValues::Levels { codes, .. } => codes.len(),
        }
    }
}

/// The first rows for which `wanted` holds.
pub(crate) fn rows_where<T: Copy>(values: &[T], wanted: impl Fn(T) -> bool) -> Vec<u64> {
    values
        .iter()
        .enumerate()
        .filter(|&(_, &value)| wanted(value))
        .map(|(row, _)| row as u64)
        .take(ROWS_SHOWN)
        .collect()
}

/// How often each level occurs.
pub(crate) fn count_levels(codes: &[i32], levels: usize) -> Vec<u64> {
    let mut counts = vec![0; levels];
    for &code in codes {
        if let Some(count) = usize::try_from(code).ok().and_then(|at| counts.get_mut(at)) {
            *count += 1;
        }
    }
    counts
}
