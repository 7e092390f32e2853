//! What a network is worth.

use super::LabelledRows;
use crate::failure::{engine_failure, guarded};
use crate::training::parse;
use descent_engine::{Metrics, TargetMetrics, TaskMetrics, evaluate_metrics as evaluate};
use napi::bindgen_prelude::Float32ArraySlice;
use napi_derive::napi;

/// What is not defined is null in JavaScript.
fn defined(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// Of one split; what is not defined is null. Exactly one of the tasks is there.
#[napi(object, use_nullable = true)]
pub struct SplitMetrics {
    pub rows: f64,
    pub loss: Option<f64>,
    pub regression: Option<RegressionSummary>,
    pub classification: Option<ClassificationSummary>,
}

/// In the unit of the targets given.
#[napi(object, use_nullable = true)]
pub struct RegressionSummary {
    /// Of all targets together.
    pub overall: TargetSummary,
    pub pinball: Option<f64>,
    pub coverage: Option<f64>,
    pub targets: Vec<TargetSummary>,
    pub quantiles: Vec<QuantileSummary>,
    pub intervals: Vec<IntervalSummary>,
}

#[napi(object, use_nullable = true)]
pub struct TargetSummary {
    pub mse: Option<f64>,
    pub rmse: Option<f64>,
    pub mae: Option<f64>,
    pub r2: Option<f64>,
    pub mean_bias: Option<f64>,
    pub max_error: Option<f64>,
}

impl From<&TargetMetrics> for TargetSummary {
    fn from(target: &TargetMetrics) -> Self {
        Self {
            mse: defined(target.mse),
            rmse: defined(target.rmse),
            mae: defined(target.mae),
            r2: defined(target.r2),
            mean_bias: defined(target.mean_bias),
            max_error: defined(target.max_error),
        }
    }
}

#[napi(object, use_nullable = true)]
pub struct QuantileSummary {
    pub quantile: f64,
    pub pinball: Option<f64>,
    /// Share of the targets that are not above it.
    pub below: Option<f64>,
}

#[napi(object, use_nullable = true)]
pub struct IntervalSummary {
    pub level: f64,
    pub coverage: Option<f64>,
}

#[napi(object, use_nullable = true)]
pub struct ClassificationSummary {
    pub accuracy: Option<f64>,
    pub balanced_accuracy: Option<f64>,
    pub macro_f1: Option<f64>,
    pub mcc: Option<f64>,
    pub log_loss: Option<f64>,
    pub brier: Option<f64>,
    pub roc_auc: Option<f64>,
    pub classes: Vec<ClassSummary>,
    /// confusion[actual][predicted]: rows, or their weights.
    pub confusion: Vec<Vec<f64>>,
}

#[napi(object, use_nullable = true)]
pub struct ClassSummary {
    pub support: f64,
    pub precision: Option<f64>,
    pub recall: Option<f64>,
    pub f1: Option<f64>,
}

/// Measures a network over rows.
#[napi]
pub fn evaluate_metrics(
    spec_json: String,
    weights: Float32ArraySlice<'_>,
    rows: LabelledRows,
) -> napi::Result<SplitMetrics> {
    guarded(|| {
        let spec = parse(&spec_json)?;
        evaluate::<f32>(&spec, &weights, rows.native())
            .map(summary)
            .map_err(|e| engine_failure(&e))
    })
}

fn summary(metrics: Metrics) -> SplitMetrics {
    let mut summary = SplitMetrics {
        rows: metrics.rows as f64,
        loss: defined(metrics.loss),
        regression: None,
        classification: None,
    };
    match metrics.task {
        TaskMetrics::Regression(r) => {
            summary.regression = Some(RegressionSummary {
                overall: (&r.overall).into(),
                pinball: defined(r.pinball),
                coverage: defined(r.coverage),
                targets: r.targets.iter().map(Into::into).collect(),
                quantiles: r
                    .quantiles
                    .iter()
                    .map(|q| QuantileSummary {
                        quantile: q.quantile,
                        pinball: defined(q.pinball),
                        below: defined(q.below),
                    })
                    .collect(),
                intervals: r
                    .intervals
                    .iter()
                    .map(|i| IntervalSummary {
                        level: i.level,
                        coverage: defined(i.coverage),
                    })
                    .collect(),
            });
        }
        TaskMetrics::Classification(c) => {
            summary.classification = Some(ClassificationSummary {
                accuracy: defined(c.accuracy),
                balanced_accuracy: defined(c.balanced_accuracy),
                macro_f1: defined(c.macro_f1),
                mcc: defined(c.mcc),
                log_loss: defined(c.log_loss),
                brier: defined(c.brier),
                roc_auc: defined(c.roc_auc),
                confusion: c
                    .confusion
                    .chunks(c.classes.len())
                    .map(<[f64]>::to_vec)
                    .collect(),
                classes: c
                    .classes
                    .iter()
                    .map(|k| ClassSummary {
                        support: k.support,
                        precision: defined(k.precision),
                        recall: defined(k.recall),
                        f1: defined(k.f1),
                    })
                    .collect(),
            });
        }
    }
    summary
}
