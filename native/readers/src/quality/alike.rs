//! Columns that hold the same, or say the same in other words.

use super::parallel::map;
use super::prints::{MISSING, mixed, number_bits};
use super::view::{ColumnView, Series, SeriesValues, Values, count_levels};
use super::words::{ignore_named, shortened};
use crate::report::{Finding, counted};
use std::collections::HashMap;

/// Rows that two columns must share before their being alike says anything.
const LEAST_ROWS: usize = 20;
/// Columns of more distinct values are compared as they are, not as names …
const NAMES: u64 = 1_000;
/// … and so are those of which a value has fewer rows on average: any two that name rows go one to one.
const ROWS_A_NAME: u64 = 5;
/// Bits of chance against which equality must stand, beside those for the number of pairs of columns.
const BITS: f64 = 30.0;

/// How the values of a column repeat.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Repetition {
    /// Rows × entropy of the values in bits: that two unrelated columns agree by chance has a probability of 2 to the
    /// power of minus this. The same to the bit for columns whose values occur equally often.
    bits: f64,
    /// Share of the pairs of rows that have the same value.
    pub pairs: f64,
    distinct: u64,
}

impl Repetition {
    pub(crate) fn of(column: &ColumnView) -> Self {
        let mut counts: Vec<u64> = match column.values {
            Values::Numbers { sorted, .. } => super::order::ascending(sorted)
                .map(|run| run.count as u64)
                .collect(),
            Values::Levels { codes, levels } => count_levels(codes, levels.len()),
        };
        let rows = column.rows() as u64;
        counts.push(rows - counts.iter().sum::<u64>());
        counts.retain(|&count| count > 0);
        counts.sort_unstable();
        let rows = rows as f64;
        let mut repetition = Self {
            bits: 0.0,
            pairs: 0.0,
            distinct: column.distinct,
        };
        for count in counts.into_iter().map(|count| count as f64) {
            repetition.bits -= count * (count / rows).log2();
            repetition.pairs += count * (count - 1.0) / (rows * (rows - 1.0)).max(1.0);
        }
        repetition
    }
}

/// Columns with the same values in every row, and columns whose values go one to one with another's.
///
/// How often each value occurs is the same in such columns, so only those that agree in this are compared row by row.
pub(crate) fn columns(
    columns: &[Series],
    repetition: &[Repetition],
    threads: usize,
) -> Vec<Finding> {
    if columns.len() < 2 || columns[0].rows() < LEAST_ROWS {
        return Vec::new();
    }
    let needed = BITS + 2.0 * (columns.len() as f64).log2();
    let mut sharing: HashMap<u64, u32> = HashMap::new();
    for one in repetition {
        *sharing.entry(one.bits.to_bits()).or_default() += 1;
    }
    let candidates: Vec<usize> = repetition
        .iter()
        .enumerate()
        .filter(|(_, one)| one.bits >= needed && sharing[&one.bits.to_bits()] > 1)
        .map(|(at, _)| at)
        .collect();
    let prints = map(&candidates, threads, |&at| {
        print(&columns[at], repetition[at].distinct)
    });
    let mut findings = Vec::new();
    let mut by_same: HashMap<u64, usize> = HashMap::new();
    let mut by_renamed: HashMap<u64, usize> = HashMap::new();
    for (&at, print) in candidates.iter().zip(&prints) {
        if let Some(&first) = by_same.get(&print.same) {
            findings.push(same(&columns[first], &columns[at]));
        } else if let Some(&first) = print.renamed.and_then(|key| by_renamed.get(&key)) {
            findings.push(in_other_words(
                &columns[first],
                &columns[at],
                repetition[at].distinct,
            ));
        } else {
            by_same.insert(print.same, at);
            if let Some(key) = print.renamed {
                by_renamed.insert(key, at);
            }
        }
    }
    findings
}

fn same(first: &Series, second: &Series) -> Finding {
    let (one, other) = (shortened(first.name), shortened(second.name));
    let message = format!("“{other}” holds the same as “{one}” in every row.");
    alike("duplicateColumn", message, first, second)
}

fn in_other_words(first: &Series, second: &Series, distinct: u64) -> Finding {
    let (one, other) = (shortened(first.name), shortened(second.name));
    let message = format!(
        "“{other}” says the same as “{one}” in other words: each of its {} goes with one of the other's.",
        counted(distinct, "value")
    );
    alike("equivalentColumn", message, first, second)
}

fn alike(kind: &str, message: String, first: &Series, second: &Series) -> Finding {
    Finding::warning(kind, message)
        .of_column(second.name)
        .with(ignore_named(second.name))
        .with(ignore_named(first.name))
}

/// What two columns are compared by.
struct Print {
    /// Of the values as they are.
    same: u64,
    /// Of the values as names in the order of their first rows: equal where the values go one to one.
    renamed: Option<u64>,
}

fn print(column: &Series, distinct: u64) -> Print {
    let names = distinct <= NAMES && distinct * ROWS_A_NAME <= column.rows() as u64;
    match column.values {
        SeriesValues::Numbers(values) => {
            let bits = || values.iter().map(|&value| number_bits(value));
            Print {
                same: hashed(bits()),
                renamed: names.then(|| hashed(renamed(bits()))),
            }
        }
        SeriesValues::Levels { codes, levels } => {
            let prints: Vec<u64> = levels.iter().map(|level| text_print(level)).collect();
            let of = |code: i32| {
                let print = usize::try_from(code).ok().and_then(|code| prints.get(code));
                print.copied().unwrap_or(MISSING)
            };
            Print {
                same: hashed(codes.iter().map(|&code| of(code))),
                renamed: names.then(|| hashed(renamed_codes(codes, levels.len()).into_iter())),
            }
        }
    }
}

fn text_print(text: &str) -> u64 {
    text.bytes().fold(text.len() as u64, |print, byte| {
        mixed(print ^ u64::from(byte))
    })
}

fn hashed(words: impl Iterator<Item = u64>) -> u64 {
    words.fold(1, |hash, word| mixed(hash.rotate_left(5) ^ word))
}

/// Values numbered by their first row; missing ones are 0.
fn renamed(words: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    let mut names: HashMap<u64, u64> = HashMap::new();
    words.map(move |word| {
        if word == MISSING {
            return 0;
        }
        let next = names.len() as u64 + 1;
        *names.entry(word).or_insert(next)
    })
}

fn renamed_codes(codes: &[i32], levels: usize) -> Vec<u64> {
    let mut names = vec![0_u64; levels];
    let mut next = 0;
    codes
        .iter()
        .map(|&code| {
            let place = usize::try_from(code).ok();
            let Some(name) = place.and_then(|code| names.get_mut(code)) else {
                return 0;
            };
            if *name == 0 {
                next += 1;
                *name = next;
            }
            *name
        })
        .collect()
}
