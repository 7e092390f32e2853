//! Early stopping watches what it is told to, and the best weights are those of the best value.

use crate::support::{describe, finish, outputs_of, parse, table, trainer};
use descent_engine::{Activation, ErrorKind, Loss, Metric, Options, RunSpec, StopReason, Trainer};
use serde_json::{Value, json};

const LOWER: [Metric; 8] = [
    Metric::Loss,
    Metric::Mse,
    Metric::Rmse,
    Metric::Mae,
    Metric::MaxError,
    Metric::Pinball,
    Metric::LogLoss,
    Metric::Brier,
];
const HIGHER: [Metric; 6] = [
    Metric::R2,
    Metric::Accuracy,
    Metric::BalancedAccuracy,
    Metric::MacroF1,
    Metric::Mcc,
    Metric::RocAuc,
];

fn description(loss: Loss, metric: Metric) -> Value {
    let mut description = describe(&[5, 16, outputs_of(loss)], Activation::Tanh, loss);
    description["batchSize"] = 16.into();
    description["learningRate"] = 0.05.into();
    description["epochs"] = 25.into();
    description["metrics"] = json!([metric.name()]);
    description["trainMetrics"] = true.into();
    description["earlyStopping"] = json!({"patience": 1000, "metric": metric.name()});
    description
}

/// The metric of the watched split after each epoch, and the run.
fn values<'a>(spec: &RunSpec, rows: &'a crate::support::Table) -> (Vec<f64>, Trainer<'a, f32>) {
    let mut run = trainer::<f32>(spec, rows);
    let watched = usize::from(rows.validation_targets.is_empty());
    let mut values = Vec::new();
    while run.ended().is_none() {
        if run.step().unwrap().is_some() {
            values.push(run.epoch_metrics()[watched]);
        }
    }
    (values, run)
}

#[test]
fn the_best_weights_are_those_of_the_best_value_of_every_metric() {
    for metric in Metric::ALL {
        let higher = HIGHER.contains(&metric);
        if !higher && !LOWER.contains(&metric) {
            continue;
        }
        let losses = [
            Loss::MeanSquaredError,
            Loss::Quantile,
            Loss::SoftmaxCrossEntropy,
        ];
        for loss in losses.into_iter().filter(|loss| metric.belongs_to(*loss)) {
            for validation_rows in [40, 0] {
                if metric == Metric::Loss && validation_rows == 0 {
                    // That of the epoch's own steps, which is not measured again.
                    continue;
                }
                let spec = parse(&description(loss, metric));
                let rows = table(&spec, 60, validation_rows, 3);
                let (values, run) = values(&spec, &rows);
                let better = |a: f64, b: f64| if higher { a > b } else { a < b };
                let mut best = 0;
                for (epoch, value) in values.iter().enumerate() {
                    if better(*value, values[best]) {
                        best = epoch;
                    }
                }
                assert_eq!(run.best_epoch(), best as u64 + 1, "{metric:?}: {values:?}");

                // The weights are those after that epoch.
                let mut other = trainer::<f32>(&spec, &rows);
                while other.epoch() < run.best_epoch() {
                    other.step().unwrap();
                }
                assert_eq!(run.best_weights(), other.weights());
            }
        }
    }
}

#[test]
fn a_run_ends_when_the_metric_has_not_become_better_for_its_patience() {
    for (metric, delta) in [(Metric::Accuracy, 0.02), (Metric::LogLoss, 0.01)] {
        let mut described = description(Loss::SoftmaxCrossEntropy, metric);
        described["epochs"] = 300.into();
        described["earlyStopping"]["patience"] = 3.into();
        described["earlyStopping"]["minDelta"] = delta.into();
        let spec = parse(&described);
        let rows = table(&spec, 60, 40, 3);
        let (values, run) = values(&spec, &rows);
        assert_eq!(run.ended(), Some(StopReason::EarlyStopping));
        let sign = if metric == Metric::Accuracy {
            -1.0
        } else {
            1.0
        };
        let (mut reference, mut waited) = (f64::INFINITY, 0);
        for (epoch, value) in values.iter().enumerate() {
            if sign * value < reference - delta {
                (reference, waited) = (sign * value, 0);
            } else {
                waited += 1;
            }
            assert_eq!(waited == 3, epoch + 1 == values.len(), "{values:?}");
        }
    }
}

#[test]
fn what_is_watched_is_measured_also_where_it_is_not_asked_for() {
    for validation_rows in [40, 0] {
        let mut described = description(Loss::SoftmaxCrossEntropy, Metric::Accuracy);
        let rows = table(&parse(&described), 60, validation_rows, 3);
        let (_, asked) = values(&parse(&described), &rows);
        described["metrics"] = json!([]);
        described["trainMetrics"] = false.into();
        let spec = parse(&described);
        let mut run = trainer::<f32>(&spec, &rows);
        finish(&mut run);
        assert_eq!(run.best_epoch(), asked.best_epoch());
        assert!(run.epoch_metrics().is_empty());
        assert_eq!(run.best_weights(), asked.best_weights());
    }
}

#[test]
fn a_resumed_run_remembers_the_best_value() {
    let spec = parse(&description(Loss::SoftmaxCrossEntropy, Metric::RocAuc));
    let rows = table(&spec, 60, 40, 3);
    let mut whole = trainer::<f32>(&spec, &rows);
    finish(&mut whole);
    let mut part = trainer::<f32>(&spec, &rows);
    let mut bytes = Vec::new();
    while part.ended().is_none() {
        part.step().unwrap();
        part.checkpoint(&mut bytes).unwrap();
        part = Trainer::new(&spec, rows.data(), Some(&bytes), Options::default()).unwrap();
    }
    assert_eq!(part.best_epoch(), whole.best_epoch());
    assert!(part.best_weights() == whole.best_weights());
}

#[test]
fn metrics_that_cannot_be_watched_are_refused() {
    for (loss, metric, words) in [
        (
            Loss::MeanSquaredError,
            "accuracy",
            "meanSquaredError does not have",
        ),
        (Loss::MeanSquaredError, "meanBias", "neither low nor high"),
        (Loss::Quantile, "coverage", "neither low nor high"),
        (Loss::Hinge, "logLoss", "hinge does not have"),
    ] {
        let mut described = description(loss, Metric::Loss);
        described["earlyStopping"]["metric"] = metric.into();
        let error = RunSpec::from_json(&described.to_string()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidSpec);
        assert!(
            error.message.contains("earlyStopping.metric") && error.message.contains(words),
            "{error}"
        );
    }
}
