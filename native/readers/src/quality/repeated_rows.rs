//! Rows that repeat an earlier one, and rows without any value.

use super::alike::Repetition;
use super::prints;
use super::view::{ROWS_SHOWN, Series, rows_where};
use super::words::percent;
use crate::report::{Finding, ProposedStep, Remedy, counted};
use std::collections::HashSet;

/// Rows that repeat an earlier one in every column but those that name rows, and rows without any value.
pub(crate) fn findings(
    columns: &[Series],
    naming: &[bool],
    repetition: &[Repetition],
    threads: usize,
) -> Vec<Finding> {
    let rows = columns.first().map_or(0, Series::rows);
    let compared: Vec<&Series> = columns
        .iter()
        .zip(naming)
        .filter(|&(_, &names)| !names)
        .map(|(column, _)| column)
        .collect();
    if compared.is_empty() || rows < 2 {
        return Vec::new();
    }
    let prints = prints::rows(&compared, rows, threads);
    let empty = prints::empty_row(compared.len());
    // Pairs of equal rows to be expected if the columns had nothing to do with one another.
    let of_columns = repetition
        .iter()
        .zip(naming)
        .filter(|&(_, &names)| !names)
        .map(|(one, _)| one.pairs)
        .product::<f64>();
    let expected = of_columns * rows as f64 * (rows as f64 - 1.0) / 2.0;
    let left_out = columns.len() - compared.len();
    empty_rows(&prints, empty, left_out)
        .into_iter()
        .chain(repeats(&prints, empty, expected, left_out))
        .collect()
}

fn empty_rows(prints: &[u64], empty: u64, left_out: usize) -> Option<Finding> {
    let count = prints.iter().filter(|&&print| print == empty).count();
    if count == 0 || count == prints.len() {
        return None;
    }
    let message = format!(
        "{} {} no value in any column{}.",
        counted(count as u64, "row"),
        if count == 1 { "has" } else { "have" },
        apart_from(left_out),
    );
    let rows = rows_where(prints, |print| print == empty);
    Some(Finding::warning("emptyRows", message).at_rows(rows))
}

/// What is said where columns that name rows were not compared.
fn apart_from(left_out: usize) -> String {
    match left_out {
        0 => String::new(),
        1 => ", apart from the column that names rows".to_owned(),
        more => format!(", apart from the {more} columns that name rows"),
    }
}

fn repeats(prints: &[u64], empty: u64, expected: f64, left_out: usize) -> Option<Finding> {
    let mut sorted: Vec<u64> = prints
        .iter()
        .copied()
        .filter(|&print| print != empty)
        .collect();
    sorted.sort_unstable();
    let mut twice = Vec::new();
    let (mut count, mut pairs) = (0_u64, 0.0);
    for equal in sorted
        .chunk_by(|a, b| a == b)
        .filter(|equal| equal.len() > 1)
    {
        twice.push(equal[0]);
        count += equal.len() as u64 - 1;
        pairs += equal.len() as f64 * (equal.len() as f64 - 1.0) / 2.0;
    }
    // A table of few possible rows repeats them: that is no fault.
    if count == 0 || expected * 10.0 > pairs {
        return None;
    }
    let mut seen: HashSet<u64> = HashSet::new();
    let repeated = prints
        .iter()
        .enumerate()
        .filter(|&(_, print)| twice.binary_search(print).is_ok() && !seen.insert(*print))
        .map(|(row, _)| row as u64)
        .take(ROWS_SHOWN);
    let but = apart_from(left_out);
    let message = format!(
        "{} ({}) {} an earlier one in every column{but}: a case that is in the table twice may fall into training and test alike.",
        counted(count, "row"),
        percent(count, prints.len() as u64),
        if count == 1 { "repeats" } else { "repeat" },
    );
    // Where very many repeat, the table is made so (counts of cases, rounded measurements).
    let finding = if count * 5 > sorted.len() as u64 {
        Finding::info("duplicateRows", message)
    } else {
        Finding::warning("duplicateRows", message)
    };
    Some(finding.at_rows(repeated).with(Remedy::AddStep {
        label: "Keep one of each".to_owned(),
        step: ProposedStep::DropDuplicates {},
    }))
}
