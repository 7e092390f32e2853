//! A typed table reviewed: column by column, so that no more than a few are sorted at a time, then as a whole.

use super::alike::Repetition;
use super::parallel::map;
use super::reading::{HowRead, Misfits, Unit};
use super::view::{ColumnView, Series, SeriesValues, Values};
use super::{column_findings, doubts, of_table};
use crate::columns::{Choices, Column, Odd, Unit as NumberUnit, Values as Typed};
use crate::profile::runs::runs;
use crate::report::Finding;
use std::collections::BTreeMap;

/// What should be known about a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Review {
    /// One list a column.
    pub columns: Vec<Vec<Finding>>,
    /// About the table as a whole.
    pub table: Vec<Finding>,
}

/// Reviews columns of equal length. `choices` are a person's, by column name: what they chose need not be told.
pub fn review(columns: &[Column], choices: &BTreeMap<String, Choices>, threads: usize) -> Review {
    let none = Choices::default();
    let reviewed = map(columns, threads, |column| {
        let choices = choices.get(&column.name).unwrap_or(&none);
        with_view(column, |view| {
            (all_findings(view, column, choices), Repetition::of(view))
        })
    });
    let (findings, repetition): (Vec<_>, Vec<_>) = reviewed.into_iter().unzip();
    let levels: Vec<Vec<&str>> = columns.iter().map(levels_of).collect();
    let series: Vec<Series> = columns
        .iter()
        .zip(&levels)
        .map(|(column, levels)| Series {
            name: &column.name,
            kind: column.kind,
            values: match &column.values {
                Typed::Numbers(values) => SeriesValues::Numbers(values),
                Typed::Codes { codes, .. } => SeriesValues::Levels { codes, levels },
            },
        })
        .collect();
    let table = of_table(&series, &findings, &repetition, threads);
    Review {
        columns: findings,
        table,
    }
}

/// Reviews one column by itself, as after it was read in another way.
pub fn review_column(column: &Column, choices: &Choices) -> Vec<Finding> {
    with_view(column, |view| all_findings(view, column, choices))
}

fn all_findings(view: &ColumnView, column: &Column, choices: &Choices) -> Vec<Finding> {
    let mut findings = column_findings(view, &how_read(column, choices));
    doubts::add(&mut findings, view, &column.doubts, choices);
    // Codes with leading zeros are said to be texts for that, and are no numbers gone wrong.
    if findings
        .iter()
        .any(|finding| finding.kind == "digitsAsText")
    {
        findings.retain(|finding| finding.kind != "nearlyNumbers");
    }
    findings
}

fn levels_of(column: &Column) -> Vec<&str> {
    match &column.values {
        Typed::Numbers(_) => Vec::new(),
        Typed::Codes { levels, .. } => levels.iter().collect(),
    }
}

/// Sorts or counts the values for as long as `work` takes.
fn with_view<T>(column: &Column, work: impl FnOnce(&ColumnView) -> T) -> T {
    let levels = levels_of(column);
    let mut sorted = Vec::new();
    let mut counts: Vec<u64> = match &column.values {
        Typed::Numbers(values) => {
            let runs = runs(values);
            sorted.reserve_exact(runs.iter().map(|&(_, count)| count as usize).sum());
            for &(value, count) in &runs {
                sorted.extend(std::iter::repeat_n(value, count as usize));
            }
            runs.into_iter().map(|(_, count)| count).collect()
        }
        Typed::Codes { codes, .. } => super::view::count_levels(codes, levels.len()),
    };
    counts.retain(|&count| count > 0);
    work(&ColumnView {
        name: &column.name,
        kind: column.kind,
        values: match &column.values {
            Typed::Numbers(values) => Values::Numbers {
                values,
                sorted: &sorted,
            },
            Typed::Codes { codes, .. } => Values::Levels {
                codes,
                levels: &levels,
            },
        },
        distinct: counts.len() as u64,
        most_frequent: two_greatest(&counts),
    })
}

fn two_greatest(counts: &[u64]) -> (u64, u64) {
    counts.iter().fold((0, 0), |(first, second), &count| {
        if count > first {
            (count, first)
        } else {
            (first, second.max(count))
        }
    })
}

fn how_read(column: &Column, choices: &Choices) -> HowRead {
    let misfits = |odd: &Option<Odd>| {
        odd.as_ref().map_or_else(Misfits::default, |odd| Misfits {
            count: odd.count,
            examples: vec![odd.example.clone()],
            rows: vec![odd.row],
        })
    };
    HowRead {
        markers: column
            .missing_markers
            .iter()
            .filter(|(marker, _)| !marker.is_empty())
            .cloned()
            .collect(),
        markers_chosen: column.markers_chosen,
        reading_chosen: choices.kind.is_some()
            || choices.number_format.is_some()
            || choices.date_order.is_some(),
        number_format: column.reading.number_format,
        date_order: column.reading.date_order,
        unit: match column.reading.unit {
            None => Unit::Plain,
            Some(NumberUnit::Percent) => Unit::Percent,
            Some(NumberUnit::TimeOfDay) => Unit::TimeOfDay,
            Some(NumberUnit::Duration) => Unit::Duration,
        },
        measure: column.reading.measure.map(|measure| measure.name()),
        currencies: column.doubts.currencies,
        abbreviated: column.doubts.abbreviated,
        rounded: column.doubts.rounded,
        misfits: Misfits {
            count: column.unparsed.count,
            examples: column.unparsed.examples.clone(),
            rows: column.unparsed.rows.clone(),
        },
        not_numbers: misfits(&column.doubts.not_numbers),
        ambiguous_date: column.doubts.ambiguous_date,
        ambiguous_number: column.doubts.ambiguous_number,
    }
}

#[cfg(test)]
#[path = "review_tests.rs"]
mod tests;
