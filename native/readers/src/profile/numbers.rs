//! Statistics of numbers, exact.

use super::runs::runs;
use super::{Best, Histogram};

/// What a column of numbers holds.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberStatistics {
    pub count: u64,
    pub distinct: u64,
    pub min: f64,
    pub max: f64,
    pub mean: f64,
    /// Sample standard deviation (n - 1); `None` below two values, and where it overflows.
    pub std: Option<f64>,
    pub quartiles: [f64; 3],
    pub histogram: Histogram,
    /// Of equally frequent values the smallest first.
    pub top: Best<f64>,
}

/// Describes values; NaN is missing. `None` where every value is missing.
///
/// Mean and standard deviation in two passes, the second on the differences from the mean (Chan, Golub and LeVeque,
/// 1983, "Algorithms for computing the sample variance", corrected two-pass).
pub fn describe(values: &[f64]) -> Option<NumberStatistics> {
    let runs = runs(values);
    let (min, max) = (runs.first()?.0, runs.last()?.0);
    let count = runs.iter().map(|(_, count)| count).sum();
    let mean = mean(&runs, count).clamp(min, max);
    let mut top = Best::default();
    for (value, count) in &runs {
        top.offer(*value, *count);
    }
    Some(NumberStatistics {
        count,
        distinct: runs.len() as u64,
        min,
        max,
        mean,
        std: deviation(&runs, count, mean),
        quartiles: quartiles(&runs, count),
        histogram: histogram(&runs, count),
        top,
    })
}

/// With Neumaier's compensation; in parts where the sum would overflow.
fn mean(runs: &[(f64, u64)], count: u64) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for (value, times) in runs {
        let term = value * *times as f64;
        let next = sum + term;
        lost += if sum.abs() >= term.abs() {
            (sum - next) + term
        } else {
            (term - next) + sum
        };
        sum = next;
    }
    let whole = sum + lost;
    if whole.is_finite() {
        return whole / count as f64;
    }
    runs.iter()
        .map(|(value, times)| value * (*times as f64 / count as f64))
        .sum()
}

fn deviation(runs: &[(f64, u64)], count: u64, mean: f64) -> Option<f64> {
    if count < 2 {
        return None;
    }
    let (mut squares, mut differences) = (0.0, 0.0);
    for (value, times) in runs {
        let difference = value - mean;
        squares += difference * difference * *times as f64;
        differences += difference * *times as f64;
    }
    let variance = (squares - differences * differences / count as f64) / (count - 1) as f64;
    // Values near the end of float64's range: their squares overflow, and there is nothing sensible to show.
    variance.is_finite().then(|| variance.max(0.0).sqrt())
}

/// Type 7 of Hyndman and Fan (1996), NumPy's default: linear between the two order statistics around (n - 1) p.
fn quartiles(runs: &[(f64, u64)], count: u64) -> [f64; 3] {
    [1, 2, 3].map(|quarter| {
        let position = (count - 1) * quarter;
        let (below, part) = (position / 4, (position % 4) as f64 / 4.0);
        let low = order_statistic(runs, below);
        if part == 0.0 {
            return low;
        }
        // Weighted, not low + part × (high - low): that overflows where the two are of opposite sign and huge.
        low * (1.0 - part) + order_statistic(runs, below + 1) * part
    })
}

/// The value of rank `rank`, from 0.
fn order_statistic(runs: &[(f64, u64)], rank: u64) -> f64 {
    let mut before = 0;
    let run = runs.iter().find(|(_, count)| {
        before += count;
        before > rank
    });
    run.or(runs.last()).map_or(f64::NAN, |(value, _)| *value)
}

const MOST_BINS: u64 = 30;

/// Bins of equal width, at most 30; whole numbers over a short range get one bin each, centred. `runs` is not empty.
fn histogram(runs: &[(f64, u64)], count: u64) -> Histogram {
    let (min, max) = (runs[0].0, runs[runs.len() - 1].0);
    if min == max {
        return Histogram {
            edges: vec![min, max],
            counts: vec![count],
        };
    }
    let whole = max - min < MOST_BINS as f64 && runs.iter().all(|(value, _)| value.fract() == 0.0);
    let bins = if whole {
        (max - min) as usize + 1
    } else {
        MOST_BINS.min((count as f64).sqrt().ceil() as u64 + 1) as usize
    };
    let (start, end) = if whole {
        (min - 0.5, max + 0.5)
    } else {
        (min, max)
    };
    let edge = |bin: usize| {
        let part = bin as f64 / bins as f64;
        if bin == bins {
            end
        } else {
            start * (1.0 - part) + end * part
        }
    };
    let edges: Vec<f64> = (0..=bins).map(edge).collect();
    let mut counts = vec![0; bins];
    let mut bin = 0;
    for (value, times) in runs {
        while bin < bins - 1 && *value >= edges[bin + 1] {
            bin += 1;
        }
        counts[bin] += times;
    }
    Histogram { edges, counts }
}
