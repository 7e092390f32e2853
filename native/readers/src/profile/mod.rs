//! What a typed column holds, described exactly.

mod numbers;
pub(crate) mod runs;
mod summary;
mod text;

pub use numbers::{NumberStatistics, describe};
pub use summary::{ColumnSummary, MarkerCount};
pub use text::number_text;

use crate::columns::Values;
use crate::options::ColumnKind;
use crate::values::calendar;
use serde::{Deserialize, Serialize};

/// Values by bins: `counts[i]` lie in `edges[i]..edges[i + 1]`, the last bin closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Histogram {
    pub edges: Vec<f64>,
    pub counts: Vec<u64>,
}

/// A value with how often it occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Top {
    pub value: String,
    pub count: u64,
}

/// Of all rows with a value. Numbers are those of the parsed values, dates in milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Statistics {
    pub distinct: u64,
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub mean: Option<f64>,
    /// Sample standard deviation (n - 1).
    pub std: Option<f64>,
    /// Linear between order statistics (type 7 of Hyndman and Fan, NumPy's default).
    pub quartiles: Option<[f64; 3]>,
    pub histogram: Option<Histogram>,
    /// Most frequent values first, at most 20; of equally frequent ones the smaller, or the level that comes first.
    pub top: Vec<Top>,
}

/// Describes a column's values.
pub fn statistics(values: &Values, kind: ColumnKind) -> Statistics {
    match values {
        Values::Numbers(values) => of_numbers(values, kind),
        Values::Codes { codes, levels } => {
            let mut counts = vec![0_u64; levels.len()];
            for code in codes {
                if let Ok(code) = usize::try_from(*code) {
                    counts[code] += 1;
                }
            }
            let present = counts.iter().enumerate().filter(|(_, count)| **count > 0);
            let mut top = Best::default();
            let mut distinct = 0;
            for (code, count) in present {
                distinct += 1;
                top.offer(code, *count);
            }
            Statistics {
                distinct,
                top: top.named(|code| levels.get(*code).unwrap_or_default().to_owned()),
                ..Statistics::default()
            }
        }
    }
}

fn of_numbers(values: &[f64], kind: ColumnKind) -> Statistics {
    let Some(numbers) = describe(values) else {
        return Statistics::default();
    };
    let text = if kind == ColumnKind::Date {
        calendar::text_of
    } else {
        number_text
    };
    Statistics {
        distinct: numbers.distinct,
        min: Some(numbers.min),
        max: Some(numbers.max),
        mean: Some(numbers.mean),
        std: numbers.std,
        quartiles: Some(numbers.quartiles),
        histogram: Some(numbers.histogram),
        top: numbers.top.named(|value| text(*value)),
    }
}

/// The most frequent of the values offered; of equally frequent ones those offered first.
#[derive(Debug, Clone, PartialEq)]
pub struct Best<T>(Vec<(T, u64)>);

impl<T> Default for Best<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

const TOP: usize = 20;

impl<T> Best<T> {
    pub fn offer(&mut self, value: T, count: u64) {
        if self
            .0
            .get(TOP - 1)
            .is_some_and(|(_, least)| *least >= count)
        {
            return;
        }
        let at = self
            .0
            .iter()
            .rposition(|(_, more)| *more >= count)
            .map_or(0, |last| last + 1);
        self.0.insert(at, (value, count));
        self.0.truncate(TOP);
    }

    fn named(&self, text: impl Fn(&T) -> String) -> Vec<Top> {
        let named = self.0.iter().map(|(value, count)| Top {
            value: text(value),
            count: *count,
        });
        named.collect()
    }
}

#[cfg(test)]
mod tests;
