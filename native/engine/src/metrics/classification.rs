//! What becomes of the rows of a classification, and what follows from it.

use super::ranking::{Scored, roc_auc, scored};
use super::{ClassMetrics, ClassificationMetrics, LabelledRows, Metric};
use crate::error::Result;
use crate::kernels::machine::CHUNK_ROWS;
use crate::loss::classes;
use crate::memory::reserve;
use crate::spec::RunSpec;

/// A probability is kept this far from 0 and 1, so that one sure mistake costs no infinity.
const LEAST_PROBABILITY: f64 = 1e-15;

pub(super) struct Classification {
    classes: usize,
    probabilities: bool,
    /// Classes that are ranked against the rest: none where no ranking is wanted, of two the second.
    ranked: std::ops::Range<usize>,
    /// Σ w of each class' rows.
    support: Vec<f64>,
    /// Σ w of the rows predicted as each class, and of those that are.
    predicted: Vec<f64>,
    hits: Vec<f64>,
    log_loss: f64,
    brier: f64,
    roc_auc: f64,
    scored: Vec<Scored>,
}

impl Classification {
    pub fn new(
        spec: &RunSpec,
        probabilities: bool,
        rows: LabelledRows<'_>,
        ranks: bool,
    ) -> Result<Self> {
        let classes = classes(spec.outputs());
        let sums = || -> Result<Vec<f64>> {
            let mut sums = reserve(classes, "the metrics")?;
            sums.resize(classes, 0.0);
            Ok(sums)
        };
        let mut support = sums()?;
        for (row, class) in rows.targets.iter().enumerate() {
            support[*class as usize] += rows.weight(row);
        }
        let ranked = ranked(classes, ranks);
        Ok(Self {
            classes,
            probabilities,
            scored: reserve(
                if ranks { rows.targets.len() } else { 0 },
                "the ranking of the rows",
            )?,
            ranked,
            support,
            predicted: sums()?,
            hits: sums()?,
            log_loss: 0.0,
            brier: 0.0,
            roc_auc: f64::NAN,
        })
    }

    /// Values of a chunk: Σ of log loss and Brier score, the class of each row, and the scores of each ranked class.
    pub fn chunk_len(spec: &RunSpec, ranks: bool) -> usize {
        2 + CHUNK_ROWS * (1 + ranked(classes(spec.outputs()), ranks).len())
    }

    /// Bytes besides the chunks.
    pub fn bytes(spec: &RunSpec, rows: usize, ranks: bool) -> u64 {
        let scored = if ranks { rows } else { 0 };
        (3 * 8 * classes(spec.outputs()) + size_of::<Scored>() * scored) as u64
    }

    /// Adds row `index` of a chunk. Of a single output the predictions have one value.
    pub fn add(
        &self,
        index: usize,
        predictions: &[f64],
        target: f32,
        weight: f64,
        chunk: &mut [f64],
    ) {
        let actual = target as usize;
        let single = predictions.len() == 1;
        let class = if single {
            // Scores of a hinge have their border at 0.
            let border = if self.probabilities { 0.5 } else { 0.0 };
            usize::from(predictions[0] > border)
        } else {
            (1..self.classes).fold(0, |best, k| {
                if predictions[k] > predictions[best] {
                    k
                } else {
                    best
                }
            })
        };
        if self.probabilities {
            let (own, score) = if single {
                let p = predictions[0];
                let error = p - f64::from(target);
                (if actual == 1 { p } else { 1.0 - p }, error * error)
            } else {
                let total: f64 = predictions
                    .iter()
                    .enumerate()
                    .map(|(k, p)| {
                        let error = p - if k == actual { 1.0 } else { 0.0 };
                        error * error
                    })
                    .sum();
                // Both errors of two classes are the same one.
                (
                    predictions[actual],
                    if self.classes == 2 {
                        total / 2.0
                    } else {
                        total
                    },
                )
            };
            chunk[0] -= weight * own.clamp(LEAST_PROBABILITY, 1.0 - LEAST_PROBABILITY).ln();
            chunk[1] += weight * score;
        }
        chunk[2 + index] = class as f64;
        for (at, k) in self.ranked.clone().enumerate() {
            let score = predictions[if single { 0 } else { k }];
            chunk[2 + CHUNK_ROWS * (1 + at) + index] = score;
        }
    }

    /// Takes what the chunks hold, in order.
    pub fn merge<'a>(
        &mut self,
        rows: LabelledRows<'_>,
        chunks: impl Iterator<Item = &'a [f64]> + Clone,
    ) {
        self.predicted.fill(0.0);
        self.hits.fill(0.0);
        (self.log_loss, self.brier) = (0.0, 0.0);
        for chunk in chunks.clone() {
            self.log_loss += chunk[0];
            self.brier += chunk[1];
        }
        for (row, actual, class) in outcomes(rows, chunks.clone()) {
            let weight = rows.weight(row);
            self.predicted[class] += weight;
            if class == actual {
                self.hits[class] += weight;
            }
        }
        self.roc_auc = self.mean_area(rows, chunks);
    }

    fn mean_area<'a>(
        &mut self,
        rows: LabelledRows<'_>,
        chunks: impl Iterator<Item = &'a [f64]> + Clone,
    ) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0);
        for (at, class) in self.ranked.clone().enumerate() {
            if self.support[class] == 0.0 {
                continue;
            }
            let scores = chunks
                .clone()
                .flat_map(|chunk| &chunk[2 + CHUNK_ROWS * (1 + at)..][..CHUNK_ROWS]);
            self.scored.clear();
            let numbers = 0..rows.targets.len() as u32;
            self.scored
                .extend(scores.zip(numbers).map(|(score, row)| scored(*score, row)));
            sum += roc_auc(
                &mut self.scored,
                |row| rows.targets[row as usize] as usize == class,
                |row| rows.weight(row as usize),
            );
            count += 1.0;
        }
        sum / count
    }

    fn total(&self) -> f64 {
        self.support.iter().sum()
    }

    fn class(&self, class: usize) -> ClassMetrics {
        let (support, predicted, hits) =
            (self.support[class], self.predicted[class], self.hits[class]);
        ClassMetrics {
            support,
            precision: hits / predicted,
            recall: hits / support,
            f1: 2.0 * hits / (support + predicted),
        }
    }

    /// The mean over the classes for which it is defined.
    fn mean(&self, of: impl Fn(ClassMetrics) -> f64) -> f64 {
        let values = (0..self.classes).map(|k| of(self.class(k)));
        let (sum, count) = values
            .filter(|x| !x.is_nan())
            .fold((0.0, 0.0), |(sum, count), x| (sum + x, count + 1.0));
        sum / count
    }

    fn correlation(&self) -> f64 {
        let total = self.total();
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
        let hits: f64 = self.hits.iter().sum();
        let covariance = hits * total - dot(&self.support, &self.predicted);
        let spread = |of: &[f64]| total * total - dot(of, of);
        let size = (spread(&self.support) * spread(&self.predicted)).sqrt();
        if size == 0.0 && total > 0.0 {
            0.0
        } else {
            covariance / size
        }
    }

    pub fn value(&self, metric: Metric) -> f64 {
        let per_row = |sum: f64| {
            if self.probabilities {
                sum / self.total()
            } else {
                f64::NAN
            }
        };
        match metric {
            Metric::Accuracy => self.hits.iter().sum::<f64>() / self.total(),
            Metric::BalancedAccuracy => self.mean(|c| c.recall),
            Metric::MacroF1 => self.mean(|c| c.f1),
            Metric::Mcc => self.correlation(),
            Metric::LogLoss => per_row(self.log_loss),
            Metric::Brier => per_row(self.brier),
            Metric::RocAuc => self.roc_auc,
            _ => f64::NAN,
        }
    }

    /// # Errors
    /// `out-of-memory` for a confusion matrix of very many classes.
    pub fn report<'a>(
        &self,
        rows: LabelledRows<'_>,
        chunks: impl Iterator<Item = &'a [f64]> + Clone,
    ) -> Result<ClassificationMetrics> {
        let cells = self.classes.saturating_mul(self.classes);
        let mut confusion = reserve(cells, "the confusion matrix")?;
        confusion.resize(cells, 0.0);
        for (row, actual, class) in outcomes(rows, chunks) {
            confusion[actual * self.classes + class] += rows.weight(row);
        }
        Ok(ClassificationMetrics {
            accuracy: self.value(Metric::Accuracy),
            balanced_accuracy: self.value(Metric::BalancedAccuracy),
            macro_f1: self.value(Metric::MacroF1),
            mcc: self.value(Metric::Mcc),
            log_loss: self.value(Metric::LogLoss),
            brier: self.value(Metric::Brier),
            roc_auc: self.value(Metric::RocAuc),
            classes: (0..self.classes).map(|k| self.class(k)).collect(),
            confusion,
        })
    }
}

/// The classes that are ranked against the rest.
fn ranked(classes: usize, ranks: bool) -> std::ops::Range<usize> {
    match (ranks, classes) {
        (false, _) => 0..0,
        (true, 2) => 1..2,
        (true, _) => 0..classes,
    }
}

/// Row, actual and predicted class of all rows in order.
fn outcomes<'a>(
    rows: LabelledRows<'_>,
    chunks: impl Iterator<Item = &'a [f64]>,
) -> impl Iterator<Item = (usize, usize, usize)> {
    let predicted = chunks.flat_map(|chunk| &chunk[2..2 + CHUNK_ROWS]);
    rows.targets
        .iter()
        .zip(predicted)
        .enumerate()
        .map(|(row, (actual, class))| (row, *actual as usize, *class as usize))
}
