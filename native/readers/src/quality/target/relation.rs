//! How closely two columns go together, by the measure that suits their kinds.

use super::super::view::{Series, SeriesValues};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Which measure was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Measure {
    /// Pearson's r, -1 to 1: two numbers (dates count as such).
    Pearson,
    /// Cramér's V, 0 to 1, corrected for its bias (Bergsma, 2013): two categories.
    CramersV,
    /// The correlation ratio, 0 to 1, from Kelley's ε² (1935), the unbiased share of variance: a category and a number.
    CorrelationRatio,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Relation {
    pub measure: Measure,
    pub value: f64,
    /// Rows that have both values.
    pub rows: u64,
}

/// Rows below which a relation is chance.
const LEAST_ROWS: u64 = 10;
/// Cells of a table of counts that are held densely, at most.
const DENSE: usize = 1 << 20;

/// `None` where fewer than ten rows have both values, or one of the columns does not vary in them.
pub(crate) fn between(one: &Series, other: &Series) -> Option<Relation> {
    match (one.values, other.values) {
        (SeriesValues::Numbers(x), SeriesValues::Numbers(y)) => pearson(x, y),
        (
            SeriesValues::Levels {
                codes: a,
                levels: r,
            },
            SeriesValues::Levels {
                codes: b,
                levels: c,
            },
        ) => cramers_v(a, r.len(), b, c.len()),
        (SeriesValues::Levels { codes, levels }, SeriesValues::Numbers(values))
        | (SeriesValues::Numbers(values), SeriesValues::Levels { codes, levels }) => {
            correlation_ratio(codes, levels.len(), values)
        }
    }
}

fn relation(measure: Measure, value: f64, rows: u64) -> Option<Relation> {
    value.is_finite().then_some(Relation {
        measure,
        value,
        rows,
    })
}

/// Welford's update for both moments and the product.
fn pearson(x: &[f64], y: &[f64]) -> Option<Relation> {
    let mut rows = 0_u64;
    let (mut mean_x, mut mean_y) = (0.0, 0.0);
    let (mut squares_x, mut squares_y, mut products) = (0.0, 0.0, 0.0);
    for (&a, &b) in x.iter().zip(y) {
        if a.is_nan() || b.is_nan() {
            continue;
        }
        rows += 1;
        let (from_x, from_y) = (a - mean_x, b - mean_y);
        mean_x += from_x / rows as f64;
        mean_y += from_y / rows as f64;
        squares_x += from_x * (a - mean_x);
        squares_y += from_y * (b - mean_y);
        products += from_x * (b - mean_y);
    }
    if rows < LEAST_ROWS || squares_x <= 0.0 || squares_y <= 0.0 {
        return None;
    }
    let r = products / f64::sqrt(squares_x) / f64::sqrt(squares_y);
    relation(Measure::Pearson, r.clamp(-1.0, 1.0), rows)
}

fn correlation_ratio(codes: &[i32], levels: usize, values: &[f64]) -> Option<Relation> {
    let mut counts = vec![0.0_f64; levels];
    let mut sums = vec![0.0_f64; levels];
    let mut rows = 0_u64;
    let pairs = || {
        codes
            .iter()
            .zip(values)
            .filter(|&(&code, value)| code >= 0 && !value.is_nan())
    };
    // Around a value of the column, so that a large offset costs no digits.
    let origin = *pairs().next()?.1;
    let mut squares = 0.0;
    let mut total = 0.0;
    for (&code, &value) in pairs() {
        let (Some(count), Some(sum)) = (counts.get_mut(code as usize), sums.get_mut(code as usize))
        else {
            continue;
        };
        let value = value - origin;
        *count += 1.0;
        *sum += value;
        total += value;
        squares += value * value;
        rows += 1;
    }
    let n = rows as f64;
    let groups = counts.iter().filter(|&&count| count > 0.0).count() as f64;
    let spread = squares - total * total / n;
    if rows < LEAST_ROWS || groups < 2.0 || n <= groups || spread <= 0.0 {
        return None;
    }
    let between = counts
        .iter()
        .zip(&sums)
        .filter(|&(&count, _)| count > 0.0)
        .map(|(&count, &sum)| sum * sum / count)
        .sum::<f64>()
        - total * total / n;
    let explained = (between / spread).clamp(0.0, 1.0);
    let unbiased = 1.0 - (1.0 - explained) * (n - 1.0) / (n - groups);
    relation(Measure::CorrelationRatio, unbiased.max(0.0).sqrt(), rows)
}

fn cramers_v(a: &[i32], a_levels: usize, b: &[i32], b_levels: usize) -> Option<Relation> {
    let mut row_sums = vec![0_u64; a_levels];
    let mut column_sums = vec![0_u64; b_levels];
    let mut cells = Cells::new(a_levels, b_levels);
    let mut rows = 0_u64;
    for (&x, &y) in a.iter().zip(b) {
        if x < 0 || y < 0 {
            continue;
        }
        let (x, y) = (x as usize, y as usize);
        if x >= a_levels || y >= b_levels {
            continue;
        }
        row_sums[x] += 1;
        column_sums[y] += 1;
        cells.add(x, y);
        rows += 1;
    }
    let used = |sums: &[u64]| sums.iter().filter(|&&sum| sum > 0).count() as f64;
    let (r, c, n) = (used(&row_sums), used(&column_sums), rows as f64);
    if rows < LEAST_ROWS || r < 2.0 || c < 2.0 {
        return None;
    }
    // Chi² / n = Σ n_xy² / (n_x n_y) - 1.
    let phi = cells.sum(|x, y, count| {
        count as f64 * count as f64 / (row_sums[x] as f64 * column_sums[y] as f64)
    }) - 1.0;
    let corrected = (phi - (r - 1.0) * (c - 1.0) / (n - 1.0)).max(0.0);
    let r = r - (r - 1.0).powi(2) / (n - 1.0);
    let c = c - (c - 1.0).powi(2) / (n - 1.0);
    let most = (r - 1.0).min(c - 1.0);
    if most <= 0.0 {
        return None;
    }
    relation(Measure::CramersV, (corrected / most).sqrt().min(1.0), rows)
}

/// Counts of pairs of levels.
enum Cells {
    Dense { counts: Vec<u64>, width: usize },
    Sparse(HashMap<(usize, usize), u64>),
}

impl Cells {
    fn new(height: usize, width: usize) -> Self {
        if height.saturating_mul(width) <= DENSE {
            Self::Dense {
                counts: vec![0; height * width],
                width,
            }
        } else {
            Self::Sparse(HashMap::new())
        }
    }

    fn add(&mut self, x: usize, y: usize) {
        match self {
            Self::Dense { counts, width } => counts[x * *width + y] += 1,
            Self::Sparse(counts) => *counts.entry((x, y)).or_default() += 1,
        }
    }

    /// Over the pairs that occur, in an order that does not depend on the hash.
    fn sum(&self, part: impl Fn(usize, usize, u64) -> f64) -> f64 {
        match self {
            Self::Dense { counts, width } => counts
                .iter()
                .enumerate()
                .filter(|&(_, &count)| count > 0)
                .map(|(at, &count)| part(at / width, at % width, count))
                .sum(),
            Self::Sparse(counts) => {
                let mut pairs: Vec<_> = counts.iter().collect();
                pairs.sort_unstable();
                pairs
                    .into_iter()
                    .map(|(&(x, y), &count)| part(x, y, count))
                    .sum()
            }
        }
    }
}
