//! Part of a column in another unit, or with its decimal mark read wrongly.

use super::order::{all_whole, quantile};
use super::view::{ColumnView, rows_where};
use super::words::{percent, rounded, shortened};
use crate::options::{ColumnKind, NumberFormat};
use crate::report::{Finding, Remedy, grouped};

/// How many times one unit is another, and what that may be.
const FACTORS: [(f64, &str); 8] = [
    (1_000_000.0, "millions, or a misplaced decimal mark"),
    (
        1_000.0,
        "thousands (grams and kilograms), or a misplaced decimal mark",
    ),
    (
        100.0,
        "hundredths (cents, centimetres, percent), or a misplaced decimal mark",
    ),
    (10.0, "tenths (millimetres), or a misplaced decimal mark"),
    (3.280_84, "feet and metres"),
    (2.54, "centimetres and inches"),
    (2.204_62, "pounds and kilograms"),
    (1.609_34, "kilometres and miles"),
];

/// Two groups of positive numbers, parted by a wide gap, of which one is a known multiple of the other.
pub(crate) fn mixed_units(column: &ColumnView, values: &[f64], sorted: &[f64]) -> Option<Finding> {
    if column.kind != ColumnKind::Number || sorted.len() < 20 || column.distinct < 10 {
        return None;
    }
    if *sorted.first()? <= 0.0 {
        return None;
    }
    let cut = widest_gap(sorted)?;
    let (low, high) = sorted.split_at(cut);
    let gap = (high[0] / low[low.len() - 1]).log10();
    let (few, many, up) = if high.len() <= low.len() {
        (high, low, true)
    } else {
        (low, high, false)
    };
    let (factor, reason) = FACTORS
        .into_iter()
        .find(|&(factor, _)| is_multiple(few, many, if up { factor } else { 1.0 / factor }, gap))?;
    let count = few.len() as u64;
    let message = format!(
        "{} of the {} values of “{}” ({}) {} about {} times as {} as the others (median {} beside {}): perhaps {reason}.",
        grouped(count),
        grouped(sorted.len() as u64),
        shortened(column.name),
        percent(count, sorted.len() as u64),
        if count == 1 { "is" } else { "are" },
        rounded(factor),
        if up { "great" } else { "small" },
        rounded(quantile(few, 0.5)),
        rounded(quantile(many, 0.5)),
    );
    let (first, last) = (few[0], few[few.len() - 1]);
    Some(
        Finding::warning("mixedUnits", message)
            .of_column(column.name)
            .at_rows(rows_where(values, |value| value >= first && value <= last)),
    )
}

/// Index of the first value above the greatest ratio between neighbours.
fn widest_gap(sorted: &[f64]) -> Option<usize> {
    let mut best = (1.2, None);
    for (at, two) in sorted.windows(2).enumerate() {
        let ratio = two[1] / two[0];
        if ratio > best.0 && at + 1 >= 2 && sorted.len() - at > 2 {
            best = (ratio, Some(at + 1));
        }
    }
    best.1
}

/// Whether the smaller group is the greater one times the factor. Two units of one size need more proof than a factor
/// of a thousand: more values, and quartiles that agree.
fn is_multiple(few: &[f64], many: &[f64], factor: f64, gap: f64) -> bool {
    let size = factor.max(1.0 / factor);
    let agrees = |p: f64, tolerance: f64| {
        let ratio = quantile(few, p) / factor / quantile(many, p);
        ratio.max(1.0 / ratio) <= 1.0 + tolerance
    };
    let middle = quantile(few, 0.5) / factor;
    let typical = middle >= quantile(many, 0.1) && middle <= quantile(many, 0.9);
    let inside = few[0] / factor >= 0.8 * many[0]
        && few[few.len() - 1] / factor <= 1.25 * many[many.len() - 1];
    // The gap is wider than the greater group reaches on that side, or it may be the thin end of one distribution.
    let typical_value = quantile(many, 0.5);
    let reach = if factor > 1.0 {
        many[many.len() - 1] / typical_value
    } else {
        typical_value / many[0]
    };
    let (least, tolerance, part) = match size {
        s if s >= 100.0 => (2, 0.5, 0.5),
        s if s >= 10.0 => (5, 0.1, 0.5),
        _ => (10, 0.025, 0.25),
    };
    if gap < reach.log10().max(part * size.log10()) || !typical || !inside {
        return false;
    }
    few.len() >= least
        && agrees(0.5, tolerance)
        && (size >= 100.0 || (agrees(0.25, tolerance) && agrees(0.75, tolerance)))
}

/// Numbers with exactly three decimals beside whole numbers of three digits: 1.234 may be a thousand and more.
pub(crate) fn points_for_thousands(
    column: &ColumnView,
    values: &[f64],
    sorted: &[f64],
) -> Option<Finding> {
    if column.kind != ColumnKind::Number || sorted.len() < 10 || all_whole(sorted) {
        return None;
    }
    let (mut broken, mut whole, mut round) = (Vec::new(), Vec::new(), 0);
    for &value in sorted {
        let thousands = value.abs() * 1000.0;
        if value.fract() == 0.0 {
            whole.push(value);
            continue;
        }
        // Below one there are no thousands; with a fourth decimal it is no grouping.
        if value.abs() < 1.0
            || (thousands - thousands.round()).abs() > 1e-6
            || value.abs() >= 1000.0
        {
            return None;
        }
        round += usize::from(thousands.round() % 10.0 == 0.0);
        broken.push(value);
    }
    if broken.len() < 5 || whole.len() < 3 || whole.last().is_some_and(|&last| last >= 1000.0) {
        return None;
    }
    // The last of three digits is 0 in one of ten; in numbers of one or two decimals it always is. And what has no
    // point is below a thousand, far above the others as they are read.
    let apart = quantile(&whole, 0.5) >= 3.0 * quantile(&broken, 0.5);
    if round * 3 > broken.len() || !apart {
        return None;
    }
    let example = broken[broken.len() / 2];
    let message = format!(
        "{} of the {} values of “{}” have exactly three decimals and all others are whole: {example:.3} may be {}.",
        grouped(broken.len() as u64),
        grouped(sorted.len() as u64),
        shortened(column.name),
        grouped((example * 1000.0).round() as u64),
    );
    Some(
        Finding::warning("decimalMark", message)
            .of_column(column.name)
            .at_rows(rows_where(values, |value| {
                value.fract() != 0.0 && !value.is_nan()
            }))
            .with(Remedy::SetNumberFormat {
                label: "Read the point as a thousands separator".to_owned(),
                column: column.name.to_owned(),
                number_format: NumberFormat::CommaDecimal,
            }),
    )
}
