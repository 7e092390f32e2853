//! Columns that say nothing (always the same), and columns that say too much (different in every row).

use super::order::{all_whole, ascending};
use super::texts::is_called_code;
use super::view::{ColumnView, Values, rows_where};
use super::words::{date_text, exact, ignore, percent, set_kind, shortened};
use crate::options::ColumnKind;
use crate::report::{Finding, counted};

/// A value with a greater share of the values leaves next to nothing to learn from the rest.
const DOMINANT: f64 = 0.98;
/// Fewer values than this name no rows: they may all differ by chance.
const LEAST: usize = 20;
/// More levels than this are worth a word.
const MANY_LEVELS: u64 = 100;

/// One value in every row that has one.
pub(crate) fn constant(column: &ColumnView, missing: u64) -> Option<Finding> {
    if column.distinct != 1 {
        return None;
    }
    if is_mark(column, missing) {
        return mark(column, missing);
    }
    let rest = if missing > 0 {
        format!(", or is missing ({})", counted(missing, "row"))
    } else {
        String::new()
    };
    let message = format!(
        "“{}” is always “{}”{rest}: it cannot tell rows apart.",
        shortened(column.name),
        shortened(&most_frequent_text(column)?.0),
    );
    Some(
        Finding::warning("constant", message)
            .of_column(column.name)
            .with(ignore(column.name)),
    )
}

/// Whether a value stands in some rows and is missing in others, neither of them hardly ever: as a cross in a form does.
fn is_mark(column: &ColumnView, missing: u64) -> bool {
    let rows = column.rows() as f64;
    (1.0 - DOMINANT..=DOMINANT).contains(&(missing as f64 / rows))
}

fn mark(column: &ColumnView, missing: u64) -> Option<Finding> {
    let message = format!(
        "“{}” is “{}” or missing ({}), as a cross in a form is",
        shortened(column.name),
        shortened(&most_frequent_text(column)?.0),
        counted(missing, "row"),
    );
    if column.kind == ColumnKind::Category || column.kind == ColumnKind::Boolean {
        let message = format!("{message}: what is missing may well mean no.");
        return Some(Finding::info("mark", message).of_column(column.name));
    }
    let message = format!("{message}: only as a category can it tell rows apart.");
    Some(
        Finding::warning("mark", message)
            .of_column(column.name)
            .with(set_kind(
                "Read it as a category",
                column.name,
                ColumnKind::Category,
            ))
            .with(ignore(column.name)),
    )
}

/// One value in nearly all rows; the others are the rows to look at.
pub(crate) fn almost_constant(column: &ColumnView, present: u64) -> Option<Finding> {
    let most = column.most_frequent.0;
    if column.distinct < 2 || present < 100 || (most as f64) < present as f64 * DOMINANT {
        return None;
    }
    let (text, rows) = most_frequent_text(column)?;
    let message = format!(
        "“{}” is “{}” in {} of its values; only {} {}.",
        shortened(column.name),
        shortened(&text),
        percent(most, present),
        counted(present - most, "value"),
        if present - most == 1 {
            "differs"
        } else {
            "differ"
        },
    );
    Some(
        Finding::warning("almostConstant", message)
            .of_column(column.name)
            .at_rows(rows)
            .with(ignore(column.name)),
    )
}

/// The text of the most frequent value, and rows with another one.
fn most_frequent_text(column: &ColumnView) -> Option<(String, Vec<u64>)> {
    match column.values {
        Values::Numbers { values, sorted } => {
            // Where one value fills most of the column, it is the middle one.
            let value = *sorted.get(sorted.len() / 2)?;
            let text = if column.kind == ColumnKind::Date {
                date_text(value)
            } else {
                exact(value)
            };
            let others = rows_where(values, |one| one != value && !one.is_nan());
            Some((text, others))
        }
        Values::Levels { codes, levels } => {
            let first = codes.iter().copied().filter(|&code| code >= 0);
            let code = majority(first)?;
            let others = rows_where(codes, |one| one != code && one >= 0);
            Some((levels.get(usize::try_from(code).ok()?)?.to_string(), others))
        }
    }
}

/// The value that more than half of a sequence have (Boyer and Moore, 1981).
fn majority(codes: impl Iterator<Item = i32>) -> Option<i32> {
    let mut candidate = None;
    let mut lead = 0_u64;
    for code in codes {
        if lead == 0 {
            candidate = Some(code);
            lead = 1;
        } else if candidate == Some(code) {
            lead += 1;
        } else {
            lead -= 1;
        }
    }
    candidate
}

/// A column that names rows one by one: a model would learn it by heart.
pub(crate) fn identifier(column: &ColumnView, present: u64) -> Option<Finding> {
    let rows = column.rows() as u64;
    if present < LEAST as u64 || present < rows {
        return None;
    }
    let how = match column.values {
        Values::Numbers { values, sorted } => {
            if column.kind != ColumnKind::Number {
                return None;
            }
            if column.distinct == rows && is_counter(values, sorted) {
                "numbers the rows"
            } else if is_called_code(column.name)
                && column.distinct * 20 > rows * 19
                && all_whole(sorted)
            {
                "has a number of its own for nearly every row"
            } else {
                return None;
            }
        }
        Values::Levels { .. } if column.kind == ColumnKind::Text && column.distinct == rows => {
            "is different in every row"
        }
        Values::Levels { .. } => return None,
    };
    let message = format!(
        "“{}” {how}: it seems to name rows rather than to describe them, and a model would learn it by heart.",
        shortened(column.name)
    );
    Some(
        Finding::warning("identifier", message)
            .of_column(column.name)
            .with(ignore(column.name)),
    )
}

/// Whole numbers without a gap, each once: in the rows' order, in the opposite one, or from 0 or 1 in any.
fn is_counter(values: &[f64], sorted: &[f64]) -> bool {
    let (Some(first), Some(last)) = (sorted.first(), sorted.last()) else {
        return false;
    };
    if last - first != (values.len() - 1) as f64 || first.fract() != 0.0 {
        return false;
    }
    let step = values[1] - values[0];
    let in_order = step.abs() == 1.0 && values.windows(2).all(|two| two[1] - two[0] == step);
    in_order || *first == 0.0 || *first == 1.0
}

/// Texts of which few repeat, and categories of very many levels.
pub(crate) fn many_levels(column: &ColumnView, present: u64) -> Option<Finding> {
    let is_text = column.kind == ColumnKind::Text;
    let is_many = column.kind == ColumnKind::Category && column.distinct > MANY_LEVELS;
    if column.distinct < 2 || !(is_text || is_many) {
        return None;
    }
    let message = format!(
        "“{}” has {} in {}{}.",
        shortened(column.name),
        counted(column.distinct, "different text"),
        counted(present, "row"),
        if is_text {
            ": few of them repeat, and a model learns little from them"
        } else {
            ""
        },
    );
    let finding = if is_text {
        Finding::warning("manyLevels", message)
    } else {
        Finding::info("manyLevels", message)
    };
    Some(finding.of_column(column.name).with(ignore(column.name)))
}

/// A few whole numbers that may be the names of classes, or many that are called codes.
pub(crate) fn codes(column: &ColumnView, sorted: &[f64]) -> Option<Finding> {
    if column.kind != ColumnKind::Number || sorted.len() < 30 || !all_whole(sorted) {
        return None;
    }
    let (first, last) = (*sorted.first()?, *sorted.last()?);
    let category = set_kind("Read it as a category", column.name, ColumnKind::Category);
    let called = is_called_code(column.name) && first >= 0.0;
    // Two values are the same to a model either way.
    if (3..=10).contains(&column.distinct) && sorted.len() as u64 >= 5 * column.distinct {
        if !called && counts_like(sorted) {
            return None;
        }
        let shown: Vec<String> = ascending(sorted).map(|run| exact(run.value)).collect();
        let message = format!(
            "“{}” holds only the whole numbers {}: if they name classes rather than count or measure, read them as a category.",
            shortened(column.name),
            joined(&shown),
        );
        return Some(
            Finding::info("smallCodes", message)
                .of_column(column.name)
                .with(category),
        );
    }
    if !called || column.distinct <= 10 {
        return None;
    }
    let message = format!(
        "“{}” seems to name things by {} from {} to {}, but is read as a quantity: a model would take {} for more than {}.",
        shortened(column.name),
        counted(column.distinct, "whole number"),
        exact(first),
        exact(last),
        exact(last),
        exact(first),
    );
    let finding = Finding::warning("codeNumbers", message).of_column(column.name);
    let finding = if column.distinct <= 1000 {
        finding.with(category)
    } else {
        finding
    };
    Some(finding.with(ignore(column.name)))
}

/// Whether whole numbers look like a count of something: from 0 or 1 on, ever rarer beyond the most frequent one, but
/// for values that are rare altogether.
fn counts_like(sorted: &[f64]) -> bool {
    let from_the_start = sorted
        .first()
        .is_some_and(|&first| first == 0.0 || first == 1.0);
    let frequent: Vec<usize> = ascending(sorted)
        .map(|run| run.count)
        .filter(|count| count * 20 >= sorted.len())
        .collect();
    let peak = frequent
        .iter()
        .enumerate()
        .max_by_key(|&(at, count)| (count, std::cmp::Reverse(at)))
        .map_or(0, |(at, _)| at);
    from_the_start
        // Of three values, one order in six is falling by chance; a rise before the fall says nothing.
        && (peak == 0 || ascending(sorted).nth(3).is_some())
        && frequent[..=peak].is_sorted()
        && frequent[peak..].is_sorted_by(|a, b| a > b)
}

/// `1, 2 and 3`.
fn joined(texts: &[String]) -> String {
    match texts.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => texts.concat(),
    }
}
