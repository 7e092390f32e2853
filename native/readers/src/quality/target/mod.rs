//! What columns have to do with the one that is to be predicted.

mod leaks;
mod relation;
mod sums;

pub use relation::{Measure, Relation};

use super::parallel::map;
use super::view::{Series, SeriesValues, rows_where};
use super::words::{listed, percent, shortened};
use crate::report::{Finding, counted};
use serde::{Deserialize, Serialize};

/// Features beside the target: how closely each goes with it, and what should be known before training.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetReport {
    /// One a feature, in order; `null` where there is nothing to measure.
    pub relations: Vec<Option<Relation>>,
    pub findings: Vec<Finding>,
}

/// A class with a greater share of the rows drowns the others.
const DOMINANT: f64 = 0.9;

/// Measures every feature against the target over the rows that have both.
///
/// `classification` says that the target's values are names, also where they are numbers.
pub fn describe_target(
    target: &Series,
    features: &[Series],
    classification: bool,
    threads: usize,
) -> TargetReport {
    let classes = classification.then(|| leaks::Classes::of(target));
    let measured = map(features, threads, |feature| {
        let relation = relation::between(feature, target);
        let leak = leaks::find(feature, target, classes.as_ref(), relation.as_ref());
        (relation, leak)
    });
    let mut findings: Vec<Finding> = without_target(target).into_iter().collect();
    let mut relations = Vec::with_capacity(features.len());
    let mut given_away = vec![false; features.len()];
    for (at, (relation, leak)) in measured.into_iter().enumerate() {
        given_away[at] = leak.is_some();
        relations.push(relation);
        findings.extend(leak);
    }
    match &classes {
        Some(classes) => findings.extend(dominant(target, classes)),
        None => {
            let rest: Vec<&Series> = features
                .iter()
                .zip(&given_away)
                .filter(|&(_, &away)| !away)
                .map(|(feature, _)| feature)
                .collect();
            findings.extend(sums::find(target, &rest));
        }
    }
    TargetReport {
        relations,
        findings,
    }
}

fn without_target(target: &Series) -> Option<Finding> {
    let rows = match target.values {
        SeriesValues::Numbers(values) => rows_where(values, f64::is_nan),
        SeriesValues::Levels { codes, .. } => rows_where(codes, |code| code < 0),
    };
    let (rows_of_all, missing) = match target.values {
        SeriesValues::Numbers(values) => (
            values.len(),
            values.iter().filter(|value| value.is_nan()).count(),
        ),
        SeriesValues::Levels { codes, .. } => {
            (codes.len(), codes.iter().filter(|&&code| code < 0).count())
        }
    };
    let missing = missing as u64;
    if missing == 0 {
        return None;
    }
    let message = format!(
        "“{}” is missing in {} ({}): nothing can be learned from {}, and {} left out.",
        shortened(target.name),
        counted(missing, "row"),
        percent(missing, rows_of_all as u64),
        if missing == 1 { "it" } else { "them" },
        if missing == 1 { "it is" } else { "they are" },
    );
    Some(
        Finding::info("targetMissing", message)
            .of_column(target.name)
            .at_rows(rows),
    )
}

fn dominant(target: &Series, classes: &leaks::Classes) -> Option<Finding> {
    let total = classes.counts.iter().sum::<u64>();
    let (at, &most) = classes
        .counts
        .iter()
        .enumerate()
        .max_by_key(|&(at, &count)| (count, std::cmp::Reverse(at)))?;
    if classes.counts.len() < 2 || (most as f64) <= DOMINANT * total as f64 {
        return None;
    }
    let label = &classes.names[at];
    let message = format!(
        "{} of the rows have the class {}: always guessing it is right as often, so judge by balanced accuracy.",
        percent(most, total),
        listed([label.as_str()].into_iter(), 1),
    );
    let rows = (0..classes.codes.len())
        .filter(|&row| classes.codes[row] >= 0 && classes.codes[row] as usize != at)
        .map(|row| row as u64);
    Some(
        Finding::warning("dominantClass", message)
            .of_column(target.name)
            .at_rows(rows),
    )
}

#[cfg(test)]
mod tests;
