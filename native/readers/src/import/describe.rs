//! Typed columns with what should be known about them.

use super::threads;
use crate::columns::{Column, Settings};
use crate::profile::ColumnSummary;
use crate::quality::{Review, review};
use crate::report::Finding;

/// A table's columns for a person.
#[derive(Debug, Clone, Default)]
pub struct Described {
    pub columns: Vec<ColumnSummary>,
    /// About the table as a whole.
    pub findings: Vec<Finding>,
}

/// Describes columns that were read with their statistics.
pub fn describe(columns: &[Column], settings: &Settings) -> Described {
    let Review {
        columns: findings,
        table,
    } = review(columns, &settings.choices, threads(settings));
    Described {
        columns: findings
            .into_iter()
            .enumerate()
            .map(|(at, findings)| ColumnSummary::of(at, &columns[at], findings))
            .collect(),
        findings: table,
    }
}
