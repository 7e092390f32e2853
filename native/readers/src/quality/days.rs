//! Whole numbers that are days written without marks, as 20190323.

use super::view::{ColumnView, Values};
use super::words::{exact, set_kind, shortened};
use crate::options::ColumnKind;
use crate::report::Finding;
use crate::values::calendar::midnight;

/// Fewer values may be days by chance.
const LEAST: usize = 3;

/// Numbers of eight digits are days by chance in one of thirty cases only, so that all of them hardly are.
pub(crate) fn as_numbers(column: &ColumnView) -> Option<Finding> {
    let Values::Numbers { sorted, .. } = column.values else {
        return None;
    };
    let (first, last) = (*sorted.first()?, *sorted.last()?);
    if column.kind != ColumnKind::Number || sorted.len() < LEAST || first == last {
        return None;
    }
    if !sorted.iter().all(|value| is_day(*value)) {
        return None;
    }
    let message = format!(
        "“{}” holds days as whole numbers, from {} to {}: read as numbers, the last day of a month and the first of \
         the next are 70 and more apart.",
        shortened(column.name),
        exact(first),
        exact(last),
    );
    Some(
        Finding::warning("daysAsNumbers", message)
            .of_column(column.name)
            .with(set_kind("Read it as dates", column.name, ColumnKind::Date)),
    )
}

fn is_day(value: f64) -> bool {
    if value.fract() != 0.0 || !(19_000_101.0..=21_001_231.0).contains(&value) {
        return false;
    }
    let digits = value as u32;
    midnight(digits / 10_000, digits / 100 % 100, digits % 100).is_some()
}
