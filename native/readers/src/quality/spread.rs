//! Numbers and dates that lie far from the others, and tails.

use super::order::{occurrences, quantile};
use super::view::{ColumnView, rows_where};
use super::words::{date_text, exact, percent, rounded, set_missing, shortened, values_of};
use crate::options::ColumnKind;
use crate::report::{Finding, ProposedStep, Remedy};

/// Fewer values than this have no usual range.
const LEAST: usize = 30;
/// Fewer distinct values are codes or counts.
const LEAST_DISTINCT: u64 = 20;
/// At most this share of the values are outliers; more are a part of the distribution.
const MOST: f64 = 0.01;
/// Outliers lie more than so many quartile ranges beyond the quartiles (Tukey, 1977, "far out") …
const FENCE: f64 = 3.0;
/// … and are parted from all others by a gap as wide.
const GAP: f64 = 3.0;
/// Quartiles this lopsided (Bowley's measure) and this far apart in ratio belong to a long tail, which is measured on a
/// logarithmic scale.
const LOPSIDED: f64 = 0.2;
const WIDE: f64 = 2.0;

/// Values parted from all others by a wide gap. In a long tail of positive numbers the gap is one of ratios. `sorted`
/// may lack values at the ends that are told of elsewhere.
pub(crate) fn outliers(column: &ColumnView, values: &[f64], sorted: &[f64]) -> Option<Finding> {
    if sorted.len() < LEAST || column.distinct < LEAST_DISTINCT {
        return None;
    }
    let (first, last) = (*sorted.first()?, *sorted.last()?);
    let (low, high) = inner_range(column.kind, sorted)?;
    let below = sorted.partition_point(|&value| value < low);
    let above = sorted.partition_point(|&value| value <= high);
    let far: Vec<f64> = sorted[..below]
        .iter()
        .chain(&sorted[above..])
        .copied()
        .collect();
    if far.is_empty() {
        return None;
    }
    let is_date = column.kind == ColumnKind::Date;
    let show = |value: f64| {
        if is_date {
            date_text(value)
        } else {
            rounded(value)
        }
    };
    let count = far.len() as u64;
    let mut distinct = far.clone();
    distinct.dedup();
    let shown = if distinct.len() <= 3 {
        distinct
            .iter()
            .map(|&one| show(one))
            .collect::<Vec<_>>()
            .join(", ")
    } else {
        format!(
            "between {} and {}",
            show(distinct[0]),
            show(distinct[distinct.len() - 1])
        )
    };
    let message = format!(
        "{} {} far from the others: {shown}, while all others lie between {} and {}.",
        values_of(count, column.name),
        if count == 1 { "lies" } else { "lie" },
        show(low),
        show(high),
    );
    let mut finding = Finding::warning("outliers", message)
        .of_column(column.name)
        .at_rows(rows_where(values, |value| {
            (value < low && value >= first) || (value > high && value <= last)
        }));
    if distinct.len() <= 3 {
        for &value in &distinct {
            let text = if is_date {
                date_text(value)
            } else {
                exact(value)
            };
            finding = finding.with(set_missing(column.name, &text));
        }
    }
    if let Some(limit) = (!is_date).then(|| fence(sorted, low, high)).flatten() {
        finding = finding.with(Remedy::AddStep {
            label: "Clip them".to_owned(),
            step: ProposedStep::Outliers {
                columns: vec![column.name.to_owned()],
                limit,
            },
        });
    }
    Some(finding)
}

/// How many quartile ranges beyond the quartiles fences stand that leave all usual values as they are, with a little room
/// for the quartiles of other rows; `None` where there is no quartile range to measure by.
fn fence(sorted: &[f64], low: f64, high: f64) -> Option<u64> {
    let (q1, _, q3) = quartiles(sorted);
    let width = q3 - q1;
    let needed = ((high - q3) / width).max((q1 - low) / width) * 1.05;
    let limit = needed.max(FENCE).ceil();
    (width > 0.0 && limit < 1e6).then_some(limit as u64)
}

/// The range of the values that are no outliers; `None` where all are usual.
fn inner_range(kind: ColumnKind, sorted: &[f64]) -> Option<(f64, f64)> {
    let (first, last) = (*sorted.first()?, *sorted.last()?);
    let (q1, middle, q3) = quartiles(sorted);
    let lopsided = (q3 - middle) - (middle - q1) > LOPSIDED * (q3 - q1) && q3 >= WIDE * q1;
    if kind == ColumnKind::Number && lopsided && first >= 0.0 {
        // Zeros have no logarithm and are no outliers of a positive quantity.
        let zeros = sorted.partition_point(|&value| value <= 0.0);
        let logs: Vec<f64> = sorted[zeros..].iter().map(|value| value.ln()).collect();
        let (from, to) = inner_positions(&logs)?;
        let low = if from == 0 {
            first
        } else {
            sorted[zeros + from]
        };
        return (from > 0 || to < logs.len()).then(|| (low, sorted[zeros + to - 1]));
    }
    let (from, to) = inner_positions(sorted)?;
    (from > 0 || to < sorted.len() && last.is_finite()).then(|| (sorted[from], sorted[to - 1]))
}

/// First and end of the usual values among ascending ones.
fn inner_positions(sorted: &[f64]) -> Option<(usize, usize)> {
    if sorted.len() < LEAST {
        return None;
    }
    let (q1, _, q3) = quartiles(sorted);
    let width = q3 - q1;
    if width <= 0.0 || !width.is_finite() {
        return None;
    }
    let most = ((sorted.len() as f64 * MOST) as usize).max(1);
    let gap = GAP * width;
    let end = (sorted.len() - most..sorted.len())
        .find(|&at| sorted[at] > q3 + FENCE * width && sorted[at] - sorted[at - 1] > gap)
        .unwrap_or(sorted.len());
    let start = (1..=most)
        .rev()
        .find(|&at| sorted[at - 1] < q1 - FENCE * width && sorted[at] - sorted[at - 1] > gap)
        .unwrap_or(0);
    Some((start, end))
}

fn quartiles(sorted: &[f64]) -> (f64, f64, f64) {
    (
        quantile(sorted, 0.25),
        quantile(sorted, 0.5),
        quantile(sorted, 0.75),
    )
}

/// A long tail to one side: the hundredth part at that end reaches at least seven times as far from the median as that
/// at the other.
pub(crate) fn skew(column: &ColumnView, sorted: &[f64]) -> Option<Finding> {
    if column.kind != ColumnKind::Number || sorted.len() < 100 || column.distinct < LEAST_DISTINCT {
        return None;
    }
    let middle = quantile(sorted, 0.5);
    let (low, high) = (quantile(sorted, 0.01), quantile(sorted, 0.99));
    let (left, right) = (middle - low, high - middle);
    let lopsided = (right - left).abs() / (right + left);
    // NaN where both ends are the middle.
    if lopsided.is_nan() || lopsided < 0.75 {
        return None;
    }
    let name = shortened(column.name);
    let zeros = occurrences(sorted, 0.0);
    let message = if zeros * 2 > sorted.len() {
        format!(
            "“{name}” is 0 in {} of its values; the others reach from {} to {}.",
            percent(zeros as u64, sorted.len() as u64),
            rounded(*sorted.iter().find(|&&value| value != 0.0)?),
            rounded(*sorted.last()?),
        )
    } else if right > left {
        format!(
            "“{name}” has a long tail of great values: half of them are at most {}, but one in a hundred exceeds {}.",
            rounded(middle),
            rounded(high),
        )
    } else {
        format!(
            "“{name}” has a long tail of small values: half of them are at least {}, but one in a hundred is below {}.",
            rounded(middle),
            rounded(low),
        )
    };
    let columns = vec![column.name.to_owned()];
    let remedy = if right > left && sorted.first().is_some_and(|&least| least >= 0.0) {
        Remedy::AddStep {
            label: "Take the logarithm".to_owned(),
            step: ProposedStep::Log1p { columns },
        }
    } else {
        Remedy::AddStep {
            label: "Even it out (Yeo-Johnson)".to_owned(),
            step: ProposedStep::YeoJohnson { columns },
        }
    };
    Some(
        Finding::info("skewed", message)
            .of_column(column.name)
            .with(remedy),
    )
}
