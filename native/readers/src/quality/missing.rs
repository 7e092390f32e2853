//! How much is missing.

use super::view::{ColumnView, Values, rows_where};
use super::words::{ignore, percent, shortened};
use crate::report::{Finding, counted};

/// Filled in, a column with a greater share of missing values says more about the filling than about the rows.
const MANY: f64 = 0.3;

/// Rows in which a column has no value.
pub(crate) fn rows(column: &ColumnView) -> Vec<u64> {
    match column.values {
        Values::Numbers { values, .. } => rows_where(values, f64::is_nan),
        Values::Levels { codes, .. } => rows_where(codes, |code| code < 0),
    }
}

/// No value in any row.
pub(crate) fn all(column: &ColumnView) -> Finding {
    let message = format!("“{}” has no values at all.", shortened(column.name));
    Finding::warning("allMissing", message)
        .of_column(column.name)
        .with(ignore(column.name))
}

/// A great share without a value.
pub(crate) fn many(column: &ColumnView, missing: u64) -> Option<Finding> {
    let all = column.rows() as u64;
    if missing == all || (missing as f64) < MANY * all as f64 {
        return None;
    }
    let message = format!(
        "{} of “{}” is missing ({}).",
        percent(missing, all),
        shortened(column.name),
        counted(missing, "row"),
    );
    Some(
        Finding::warning("manyMissing", message)
            .of_column(column.name)
            .at_rows(rows(column))
            .with(ignore(column.name)),
    )
}
