//! What a person should know about a table before training on it: each finding in a plain sentence with counts, with
//! rows to look at and remedies that the studio offers as buttons.
//!
//! Precision comes before recall: an analyst should agree with every finding, so a rule asks for proof (a gap, a spike,
//! a factor known as one of units) rather than for a mere deviation.

mod alike;
mod days;
mod disguised;
mod doubts;
mod levels;
mod missing;
mod order;
mod parallel;
mod prints;
mod reading;
mod repeated_rows;
mod repetition;
mod review;
mod spread;
mod target;
mod texts;
mod twins;
mod units;
mod view;
mod words;

pub use review::{Review, review, review_column};
pub use target::{Measure, Relation, TargetReport, describe_target};
pub use view::{Series, SeriesValues};

use crate::options::ColumnKind;
use crate::report::Finding;
use reading::HowRead;
use view::{ColumnView, Values};

/// All that should be known about one column.
fn column_findings(column: &ColumnView, how: &HowRead) -> Vec<Finding> {
    let rows = column.rows() as u64;
    if rows == 0 {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let present = match column.values {
        Values::Numbers { sorted, .. } => sorted.len() as u64,
        Values::Levels { codes, .. } => codes.iter().filter(|&&code| code >= 0).count() as u64,
    };
    let missing = rows - present;
    if present == 0 {
        findings.push(missing::all(column));
    } else if let Some(constant) = repetition::constant(column, missing) {
        findings.push(constant);
    } else if let Some(days) = days::as_numbers(column).filter(|_| !how.reading_chosen) {
        findings.push(days);
    } else if let Some(identifier) = repetition::identifier(column, present) {
        findings.push(identifier);
    } else {
        findings.extend(repetition::almost_constant(column, present));
        findings.extend(missing::many(column, missing));
        findings.extend(of_values(column, present, how.markers_chosen));
    }
    findings.extend(reading::findings(column, how));
    findings
}

fn of_values(column: &ColumnView, present: u64, markers_chosen: bool) -> Vec<Finding> {
    match column.values {
        Values::Numbers { values, sorted } => of_numbers(column, values, sorted),
        Values::Levels { codes, levels } => {
            let counts = view::count_levels(codes, levels.len());
            let twins = if column.kind == ColumnKind::Category {
                twins::find(levels, &counts)
            } else {
                Vec::new()
            };
            let rules = [
                repetition::many_levels(column, present),
                disguised::levels(column, codes, levels, &counts, markers_chosen),
                levels::digits(column, levels, &counts),
                levels::mixed_kinds(column, codes, levels, &counts),
                twins::finding(column, codes, levels, &counts, &twins),
                levels::rare(column, codes, levels, &counts, &twins),
            ];
            rules.into_iter().flatten().collect()
        }
    }
}

fn of_numbers(column: &ColumnView, values: &[f64], sorted: &[f64]) -> Vec<Finding> {
    let disguised::Disguised { mut findings, rest } = if column.kind == ColumnKind::Date {
        disguised::dates(column, values, sorted)
    } else {
        disguised::numbers(column, values, sorted)
    };
    // Where part of the values are of another unit, their spread says nothing.
    let strange = units::points_for_thousands(column, values, rest)
        .or_else(|| units::mixed_units(column, values, rest));
    if strange.is_some() {
        findings.extend(strange);
        return findings;
    }
    let rules = [
        spread::outliers(column, values, rest),
        spread::skew(column, rest),
        repetition::codes(column, sorted),
    ];
    findings.extend(rules.into_iter().flatten());
    findings
}

/// What should be known about the table as a whole: columns that are alike, rows that repeat or are empty. `findings`
/// are those of each column.
fn of_table(
    columns: &[Series],
    findings: &[Vec<Finding>],
    repetition: &[alike::Repetition],
    threads: usize,
) -> Vec<Finding> {
    let names_rows = |of: &Vec<Finding>| of.iter().any(|finding| finding.kind == "identifier");
    let naming: Vec<bool> = findings.iter().map(names_rows).collect();
    let mut all = repeated_rows::findings(columns, &naming, repetition, threads);
    all.extend(alike::columns(columns, repetition, threads));
    all
}

#[cfg(test)]
mod tests;
