//! How good a network is over a whole split: what is measured, and the results.
//!
//! Definitions as in scikit-learn (sklearn.metrics), with the weights of rows as its `sample_weight`. Regressions are
//! measured in the unit of the targets given. A quotient whose denominator is 0 is NaN.

mod classification;
mod meter;
mod metric;
mod ranking;
mod regression;

use crate::data::{Data, check_rows};
use crate::error::Result;
use crate::estimate::predictor;
use crate::kernels::machine::Machine;
use crate::kernels::real::Real;
use crate::loss::{Criterion, OutputKind};
use crate::predict::load;
use crate::spec::RunSpec;
pub(crate) use meter::Meter;
pub use metric::Metric;

/// Everything that is measured of a split.
#[derive(Debug, Clone, PartialEq)]
pub struct Metrics {
    pub rows: usize,
    /// [`Metric::Loss`]; NaN without rows, as everything else.
    pub loss: f64,
    pub task: TaskMetrics,
}

#[derive(Debug, Clone, PartialEq)]
pub enum TaskMetrics {
    Regression(RegressionMetrics),
    Classification(ClassificationMetrics),
}

impl Metrics {
    /// One of the numbers; NaN for one that the loss does not have.
    pub fn value(&self, metric: Metric) -> f64 {
        match (&self.task, metric) {
            (_, Metric::Loss) => self.loss,
            (TaskMetrics::Regression(r), _) => match metric {
                Metric::Mse => r.overall.mse,
                Metric::Rmse => r.overall.rmse,
                Metric::Mae => r.overall.mae,
                Metric::R2 => r.overall.r2,
                Metric::MeanBias => r.overall.mean_bias,
                Metric::MaxError => r.overall.max_error,
                Metric::Pinball => r.pinball,
                Metric::Coverage => r.coverage,
                _ => f64::NAN,
            },
            (TaskMetrics::Classification(c), _) => match metric {
                Metric::Accuracy => c.accuracy,
                Metric::BalancedAccuracy => c.balanced_accuracy,
                Metric::MacroF1 => c.macro_f1,
                Metric::Mcc => c.mcc,
                Metric::LogLoss => c.log_loss,
                Metric::Brier => c.brier,
                Metric::RocAuc => c.roc_auc,
                _ => f64::NAN,
            },
        }
    }
}

/// Of a regression; the fields that [`Metric`] names mean the same. With quantiles the prediction is the one nearest to the
/// median.
#[derive(Debug, Clone, PartialEq)]
pub struct RegressionMetrics {
    /// Of all targets together.
    pub overall: TargetMetrics,
    pub pinball: f64,
    pub coverage: f64,
    /// Each target by itself.
    pub targets: Vec<TargetMetrics>,
    pub quantiles: Vec<QuantileMetrics>,
    /// Central intervals of the Gaussian.
    pub intervals: Vec<IntervalMetrics>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TargetMetrics {
    pub mse: f64,
    pub rmse: f64,
    pub mae: f64,
    pub r2: f64,
    pub mean_bias: f64,
    pub max_error: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuantileMetrics {
    pub quantile: f64,
    pub pinball: f64,
    /// The share of targets that are not above the prediction; the quantile itself where it is calibrated.
    pub below: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IntervalMetrics {
    /// The probability that the interval should hold.
    pub level: f64,
    /// The share of targets within it.
    pub coverage: f64,
}

/// Of a classification; the fields that [`Metric`] names mean the same. A row's class is the one of the largest output, the first of several; of a
/// single logit, 1 where it is above 0.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassificationMetrics {
    pub accuracy: f64,
    pub balanced_accuracy: f64,
    pub macro_f1: f64,
    pub mcc: f64,
    /// NaN where the loss gives no probabilities (hinge), as is `brier`.
    pub log_loss: f64,
    pub brier: f64,
    pub roc_auc: f64,
    pub classes: Vec<ClassMetrics>,
    /// Weights of the rows, or their number, by actual and, within it, predicted class: `[classes × classes]`.
    pub confusion: Vec<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassMetrics {
    /// Weight of its rows, or their number.
    pub support: f64,
    /// NaN where no row was predicted as the class.
    pub precision: f64,
    /// NaN where the class does not occur.
    pub recall: f64,
    /// NaN where the class neither occurs nor is predicted.
    pub f1: f64,
}

/// Rows to measure a network with; shapes as in [`Data`].
#[derive(Debug, Clone, Copy, Default)]
pub struct LabelledRows<'a> {
    pub inputs: &'a [f32],
    pub targets: &'a [f32],
    /// One a row, not negative; empty for equal ones.
    pub weights: &'a [f32],
}

impl LabelledRows<'_> {
    pub(crate) fn weight(&self, row: usize) -> f64 {
        self.weights.get(row).map_or(1.0, |w| f64::from(*w))
    }
}

/// Which rows of a run's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    Training,
    Validation,
}

impl Split {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Training => "training",
            Self::Validation => "validation",
        }
    }

    pub(crate) fn rows<'a>(self, data: &Data<'a>) -> LabelledRows<'a> {
        match self {
            Self::Training => LabelledRows {
                inputs: data.train_inputs,
                targets: data.train_targets,
                weights: data.train_weights,
            },
            Self::Validation => LabelledRows {
                inputs: data.validation_inputs,
                targets: data.validation_targets,
                weights: data.validation_weights,
            },
        }
    }
}

/// Measures a network with flat weights (as [`crate::predict`] takes them) over rows, with up to `spec.threads` threads;
/// the numbers do not depend on theirs.
///
/// # Errors
/// `invalid-spec`; `shape-mismatch` when the lengths do not fit the description; `non-finite-data` and `invalid-target` with row
/// and column; `out-of-memory`.
pub fn evaluate_metrics<T: Real>(
    spec: &RunSpec,
    weights: &[T],
    rows: LabelledRows<'_>,
) -> Result<Metrics> {
    spec.validate()?;
    check_rows("given", spec, rows)?;
    let count = rows.inputs.len() / spec.inputs;
    let mut machine = load(spec, weights, &predictor(spec, count))?;
    let criterion = Criterion::new(
        spec.loss,
        &spec.loss_options,
        "given",
        rows.targets,
        rows.weights,
    )?;
    measure_all(spec, &mut machine, criterion, rows, false)
}

/// All that the loss has, with the average of the parameters where `averaged`.
///
/// # Errors
/// `out-of-memory`
pub(crate) fn measure_all<T: Real>(
    spec: &RunSpec,
    machine: &mut Machine<T>,
    criterion: Criterion<'_>,
    rows: LabelledRows<'_>,
    averaged: bool,
) -> Result<Metrics> {
    let mut meter = Meter::new(spec, rows, &Metric::ALL)?;
    meter.measure(machine, criterion, rows, averaged);
    meter.report(rows)
}

/// Whether the predictions are probabilities.
fn has_probabilities(kind: OutputKind) -> bool {
    matches!(kind, OutputKind::Probability | OutputKind::Probabilities)
}
