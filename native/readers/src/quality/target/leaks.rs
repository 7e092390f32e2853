//! Features that say the target outright.

use super::super::order::ascending;
use super::super::view::count_levels;
use super::super::view::{Series, SeriesValues};
use super::super::words::{exact, ignore, percent, shortened};
use super::relation::{Measure, Relation};
use crate::report::Finding;

/// A correlation beyond this is no honest relation but the same quantity twice.
const SAME: f64 = 0.9999;
/// A feature that leaves less than this share of the errors of guessing the most frequent class gives it away.
const ERRORS_LEFT: f64 = 0.01;
/// Levels of fewer rows fit any class by chance.
const LEAST_OF_LEVEL: u64 = 5;
/// Rows that numbers are ordered by, at most: enough to see whether a threshold parts the classes.
const MOST_ORDERED: usize = 50_000;

/// The target's values as classes.
pub(crate) struct Classes {
    /// One a row; negative where the target is missing.
    pub codes: Vec<i32>,
    pub counts: Vec<u64>,
    pub names: Vec<String>,
}

impl Classes {
    pub(crate) fn of(target: &Series) -> Self {
        match target.values {
            SeriesValues::Levels { codes, levels } => Self {
                codes: codes.to_vec(),
                counts: count_levels(codes, levels.len()),
                names: levels.iter().map(ToString::to_string).collect(),
            },
            SeriesValues::Numbers(values) => {
                let mut sorted: Vec<f64> = values
                    .iter()
                    .copied()
                    .filter(|value| !value.is_nan())
                    .collect();
                sorted.sort_unstable_by(f64::total_cmp);
                let runs: Vec<_> = ascending(&sorted).collect();
                let code = |value: f64| {
                    runs.binary_search_by(|run| run.value.total_cmp(&(value + 0.0)))
                        .map_or(-1, |at| at as i32)
                };
                Self {
                    codes: values.iter().map(|&value| code(value)).collect(),
                    counts: runs.iter().map(|run| run.count as u64).collect(),
                    names: runs.iter().map(|run| exact(run.value)).collect(),
                }
            }
        }
    }
}

/// The finding about a feature that gives the target away.
pub(crate) fn find(
    feature: &Series,
    target: &Series,
    classes: Option<&Classes>,
    relation: Option<&Relation>,
) -> Option<Finding> {
    let how = match classes {
        Some(classes) => by_class(feature, classes)?,
        None => by_quantity(relation?)?,
    };
    let message = format!(
        "“{}” gives “{}” away: {how}. If it is not known when the model is used, results will look far better than they are.",
        shortened(feature.name),
        shortened(target.name),
    );
    Some(
        Finding::warning("targetLeak", message)
            .of_column(feature.name)
            .with(ignore(feature.name)),
    )
}

fn by_quantity(relation: &Relation) -> Option<String> {
    (relation.value.abs() > SAME).then(|| match relation.measure {
        Measure::Pearson => "it is the same quantity, perhaps in another unit".to_owned(),
        Measure::CorrelationRatio | Measure::CramersV => {
            "each of its values goes with one value of the target".to_owned()
        }
    })
}

fn by_class(feature: &Series, classes: &Classes) -> Option<String> {
    let guess = match feature.values {
        SeriesValues::Levels { codes, levels } => by_level(codes, levels.len(), classes),
        SeriesValues::Numbers(values) => by_threshold(values, classes),
    }?;
    let errors = guess.rows - guess.right;
    let errors_before = guess.rows - guess.most_frequent;
    // With hardly an error to make there is nothing to give away.
    if errors_before < 10 || errors as f64 > ERRORS_LEFT * errors_before as f64 {
        return None;
    }
    Some(format!(
        "by it alone the class of {} of the rows is told",
        percent(guess.right, guess.rows)
    ))
}

/// How well classes are guessed by one feature, over the rows that can be judged.
struct Guess {
    rows: u64,
    right: u64,
    /// Rows of the most frequent class among them.
    most_frequent: u64,
}

/// By the most frequent class of each level that is frequent enough.
fn by_level(codes: &[i32], levels: usize, classes: &Classes) -> Option<Guess> {
    let width = classes.counts.len();
    // More cells than this have too few rows each to tell.
    if levels.saturating_mul(width) > codes.len().max(1 << 16) {
        return None;
    }
    let mut cells = vec![0_u64; levels * width];
    let mut present = 0_u64;
    for (&level, &class) in codes.iter().zip(&classes.codes) {
        if level >= 0 && class >= 0 {
            present += 1;
            if let Some(cell) = cells.get_mut(level as usize * width + class as usize) {
                *cell += 1;
            }
        }
    }
    let mut guess = Guess {
        rows: 0,
        right: 0,
        most_frequent: 0,
    };
    let mut by_class = vec![0_u64; width];
    for level in cells.chunks_exact(width.max(1)) {
        let rows = level.iter().sum::<u64>();
        if rows < LEAST_OF_LEVEL {
            continue;
        }
        guess.rows += rows;
        guess.right += level.iter().max().copied().unwrap_or(0);
        for (sum, count) in by_class.iter_mut().zip(level) {
            *sum += count;
        }
    }
    guess.most_frequent = by_class.into_iter().max().unwrap_or(0);
    // Where most rows are of rare levels, the rest stands for little.
    (guess.rows * 2 > present).then_some(guess)
}

/// By ranges of the number: ordered by it, the classes follow one another in a few long stretches.
fn by_threshold(values: &[f64], classes: &Classes) -> Option<Guess> {
    let stride = values.len().div_ceil(MOST_ORDERED).max(1);
    let mut pairs: Vec<(f64, i32)> = values
        .iter()
        .zip(&classes.codes)
        .step_by(stride)
        .filter(|&(value, &class)| !value.is_nan() && class >= 0)
        .map(|(&value, &class)| (value + 0.0, class))
        .collect();
    pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let width = classes.counts.len();
    // As many ranges of equal size as classes need to be told apart, each wide enough to mean something.
    let ranges = (8 * width).clamp(16, 256);
    let size = (pairs.len() / ranges).max(LEAST_OF_LEVEL as usize);
    if pairs.len() < 4 * LEAST_OF_LEVEL as usize {
        return None;
    }
    let mut guess = Guess {
        rows: pairs.len() as u64,
        right: 0,
        most_frequent: 0,
    };
    let mut by_class = vec![0_u64; width];
    let mut counts = vec![0_u64; width];
    let mut start = 0;
    while start < pairs.len() {
        let mut end = (start + size).min(pairs.len());
        // Equal values are in one range.
        while end < pairs.len() && pairs[end].0 == pairs[end - 1].0 {
            end += 1;
        }
        counts.fill(0);
        for &(_, class) in &pairs[start..end] {
            counts[class as usize] += 1;
        }
        // Within a range one threshold may part two classes.
        guess.right += best_cut(&pairs[start..end], &counts);
        for (sum, count) in by_class.iter_mut().zip(&counts) {
            *sum += count;
        }
        start = end;
    }
    guess.most_frequent = by_class.into_iter().max().unwrap_or(0);
    Some(guess)
}

/// Rows told right in a range by the most frequent class, or by the two on either side of a threshold where the range
/// holds just two, each in one stretch.
fn best_cut(pairs: &[(f64, i32)], counts: &[u64]) -> u64 {
    let most = counts.iter().max().copied().unwrap_or(0);
    let changes = pairs.windows(2).filter(|two| two[0].1 != two[1].1);
    let mut parted = 0;
    let mut mixed = false;
    for two in changes {
        parted += 1;
        mixed |= two[0].0 == two[1].0;
    }
    if parted == 1 && !mixed {
        pairs.len() as u64
    } else {
        most
    }
}
