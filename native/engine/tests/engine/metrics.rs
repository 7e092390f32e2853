//! Metrics against scikit-learn (`reference/make_metrics.py` made the numbers), and how they reach whoever trains.

use crate::support::methods::extras;
use crate::support::{describe, finish, outputs_of, parse, refusal, table, trainer};
use descent_engine::{
    Activation, ErrorKind, LabelledRows, Loss, Metric, Metrics, Options, Real, RunSpec, Split,
    TaskMetrics, Trainer, estimate_memory_bytes, evaluate_metrics,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
struct Case {
    loss: String,
    options: Value,
    width: usize,
    outputs: Vec<f32>,
    targets: Vec<f32>,
    weights: Vec<f32>,
    expected: Map<String, Value>,
}

/// A network whose outputs are its inputs, so that a case's outputs can be given as rows.
fn measured<T: Real>(case: &Case, threads: usize) -> Metrics {
    let spec = parse(&json!({
        "inputs": case.width, "loss": case.loss, "lossOptions": case.options, "threads": threads,
        "layers": [{"kind": "dense", "units": case.width, "activation": "linear", "initialization": "zeros"}],
        "optimizer": {"kind": "adam"}, "learningRate": 0.1, "batchSize": null, "epochs": 1,
        "earlyStopping": null, "timeLimitSeconds": null
    }));
    let mut weights = vec![T::ZERO; case.width * (case.width + 1)];
    for i in 0..case.width {
        weights[i * (case.width + 1)] = T::from_f64(1.0);
    }
    let rows = LabelledRows {
        inputs: &case.outputs,
        targets: &case.targets,
        weights: &case.weights,
    };
    evaluate_metrics(&spec, &weights, rows).unwrap()
}

/// Every number of a case with its name.
fn numbers(metrics: &Metrics, expected: &Map<String, Value>) -> Vec<(String, f64, f64)> {
    let mut pairs = Vec::new();
    for (name, value) in expected {
        let parts: Vec<f64> = match (name.as_str(), &metrics.task) {
            ("quantiles", TaskMetrics::Regression(r)) => r
                .quantiles
                .iter()
                .flat_map(|q| [q.quantile, q.pinball, q.below])
                .collect(),
            ("intervals", TaskMetrics::Regression(r)) => r
                .intervals
                .iter()
                .flat_map(|i| [i.level, i.coverage])
                .collect(),
            ("classes", TaskMetrics::Classification(c)) => c
                .classes
                .iter()
                .flat_map(|k| [k.support, k.precision, k.recall, k.f1])
                .collect(),
            ("confusion", TaskMetrics::Classification(c)) => c.confusion.clone(),
            _ => {
                let metric: Metric = serde_json::from_value(json!(name)).unwrap();
                vec![metrics.value(metric)]
            }
        };
        let mut wanted = Vec::new();
        flatten(value, &mut wanted);
        assert_eq!(parts.len(), wanted.len(), "{name}");
        for (is, should) in parts.into_iter().zip(wanted) {
            pairs.push((name.clone(), is, should));
        }
    }
    pairs
}

fn flatten(value: &Value, into: &mut Vec<f64>) {
    match value {
        Value::Array(parts) => parts.iter().for_each(|part| flatten(part, into)),
        other => into.push(other.as_f64().unwrap_or(f64::NAN)),
    }
}

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("../reference/metrics.json")).unwrap()
}

fn compare(metrics: &Metrics, case: &Case, tolerance: f64) {
    for (name, is, should) in numbers(metrics, &case.expected) {
        let weighted = !case.weights.is_empty();
        assert!(
            is.is_nan() && should.is_nan()
                || (is - should).abs() <= tolerance * should.abs().max(1.0),
            "{name} of {} (weighted: {weighted}) is {is}, scikit-learn has {should}",
            case.loss
        );
    }
}

#[test]
fn every_metric_is_that_of_scikit_learn() {
    let mut seen: Vec<String> = Vec::new();
    for case in cases() {
        compare(&measured::<f64>(&case, 1), &case, 1e-9);
        compare(&measured::<f32>(&case, 1), &case, 1e-5);
        seen.extend(case.expected.keys().cloned());
    }
    // The loss is the run's own and is compared with PyTorch elsewhere.
    for metric in Metric::ALL.iter().filter(|m| **m != Metric::Loss) {
        assert!(seen.iter().any(|name| name == metric.name()), "{metric:?}");
    }
}

#[test]
fn two_numbers_by_hand() {
    // Outputs 1 and 3 for the targets 2 and 7: errors -1 and -4; around the mean 4.5 the targets have 12.5.
    let case = Case {
        loss: "meanSquaredError".to_owned(),
        options: json!({}),
        width: 1,
        outputs: vec![1.0, 3.0],
        targets: vec![2.0, 7.0],
        weights: Vec::new(),
        expected: Map::new(),
    };
    let metrics = measured::<f32>(&case, 1);
    assert_eq!(metrics.rows, 2);
    assert_eq!(metrics.loss, 8.5);
    assert_eq!(metrics.value(Metric::Mse), 8.5);
    assert_eq!(metrics.value(Metric::Mae), 2.5);
    assert_eq!(metrics.value(Metric::MeanBias), -2.5);
    assert_eq!(metrics.value(Metric::MaxError), 4.0);
    assert_eq!(metrics.value(Metric::R2), 1.0 - 17.0 / 12.5);
    assert!(metrics.value(Metric::Accuracy).is_nan());
}

/// One hidden layer; a wide one is work for several threads.
fn described(loss: Loss, hidden: usize, index: usize) -> Value {
    let mut description = describe(&[40, hidden, outputs_of(loss)], Activation::Relu, loss);
    let names: Vec<&str> = Metric::ALL
        .iter()
        .filter(|metric| metric.belongs_to(loss))
        .map(|metric| metric.name())
        .collect();
    description["metrics"] = json!(names);
    description["trainMetrics"] = true.into();
    description["epochs"] = 3.into();
    description["batchSize"] = 64.into();
    description["learningRate"] = 1e-3.into();
    extras(index, &mut description);
    description
}

fn wanted(spec: &RunSpec, metrics: &Metrics) -> Vec<u64> {
    let values = spec.metrics.iter();
    values.map(|m| metrics.value(*m).to_bits()).collect()
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|x| x.to_bits()).collect()
}

/// With averages and every loss; two splits of several chunks each.
#[test]
fn an_epoch_tells_what_the_whole_splits_say() {
    for (index, loss) in Loss::ALL.into_iter().enumerate() {
        let spec = parse(&described(loss, 9, index));
        let rows = table(&spec, 700, 520, 3);
        let mut trainer = trainer::<f32>(&spec, &rows);
        let mut epochs = 0;
        while trainer.ended().is_none() {
            let Some(record) = trainer.step().unwrap() else {
                continue;
            };
            epochs += 1;
            let told = bits(trainer.epoch_metrics());
            let mut expected = wanted(&spec, &trainer.metrics(Split::Validation).unwrap());
            assert_eq!(expected[0], record.validation_loss.to_bits());
            expected.extend(wanted(&spec, &trainer.metrics(Split::Training).unwrap()));
            assert_eq!(told, expected, "{loss:?}");
            assert!(
                trainer.epoch_metrics().iter().all(|x| x.is_finite()),
                "{loss:?}"
            );

            let standing = trainer.standing_weights();
            let labelled = LabelledRows {
                inputs: &rows.validation_inputs,
                targets: &rows.validation_targets,
                weights: &[],
            };
            let alone = evaluate_metrics(&spec, &standing, labelled).unwrap();
            assert_eq!(wanted(&spec, &alone), expected[..spec.metrics.len()]);
        }
        assert_eq!(epochs, 3);
    }
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    for loss in [Loss::GaussianNll, Loss::SoftmaxCrossEntropy] {
        let results: Vec<Vec<u64>> = [1, 2, 3, 8]
            .into_iter()
            .map(|threads| {
                let mut description = described(loss, 300, 0);
                description["threads"] = threads.into();
                let spec = parse(&description);
                let mut rows = table(&spec, 700, 1300, 3);
                rows.validation_weights = (0..1300).map(|i| (i % 7) as f32 / 3.0).collect();
                let mut trainer = trainer::<f32>(&spec, &rows);
                assert_eq!(trainer.threads(), threads);
                finish(&mut trainer);
                bits(trainer.epoch_metrics())
            })
            .collect();
        for other in &results[1..] {
            assert_eq!(&results[0], other, "{loss:?}");
        }
    }
}

#[test]
fn what_is_measured_changes_nothing_of_the_run() {
    let mut description = described(Loss::SoftmaxCrossEntropy, 9, 1);
    let measuring = parse(&description);
    description["metrics"] = json!([]);
    let plain = parse(&description);
    let rows = table(&plain, 300, 100, 5);
    let mut a = trainer::<f32>(&measuring, &rows);
    let mut b = trainer::<f32>(&plain, &rows);
    let (records, others) = (finish(&mut a), finish(&mut b));
    for (a, b) in records.iter().zip(&others) {
        assert_eq!(a.validation_loss.to_bits(), b.validation_loss.to_bits());
    }
    assert_eq!(a.weights(), b.weights());
    assert!(b.epoch_metrics().is_empty());

    // A run may be resumed with other metrics.
    let mut bytes = Vec::new();
    b.checkpoint(&mut bytes).unwrap();
    description["metrics"] = json!(["accuracy"]);
    description["epochs"] = 4.into();
    let spec = parse(&description);
    let data = rows.data();
    let mut more = Trainer::<f32>::new(&spec, data, Some(&bytes), Options::default()).unwrap();
    assert!(more.epoch_metrics().is_empty());
    finish(&mut more);
    assert_eq!(more.epoch_metrics().len(), 2);
}

#[test]
fn what_is_not_defined_is_nan() {
    let spec = parse(&described(Loss::SoftmaxCrossEntropy, 9, 0));
    let rows = table(&spec, 200, 0, 5);
    let mut trainer = trainer::<f32>(&spec, &rows);
    finish(&mut trainer);
    let (validation, training) = trainer.epoch_metrics().split_at(spec.metrics.len());
    assert!(validation.iter().all(|x| x.is_nan()), "{validation:?}");
    assert!(training.iter().all(|x| x.is_finite()), "{training:?}");

    let none = Vec::new();
    let constant = Case {
        loss: "meanSquaredError".to_owned(),
        options: json!({}),
        width: 1,
        outputs: (0..50).map(|i| i as f32).collect(),
        targets: vec![0.1; 50],
        weights: none.clone(),
        expected: Map::new(),
    };
    assert!(measured::<f32>(&constant, 1).value(Metric::R2).is_nan());
    let one_class = Case {
        loss: "binaryCrossEntropy".to_owned(),
        targets: vec![1.0; 50],
        ..constant
    };
    let metrics = measured::<f32>(&one_class, 1);
    assert!(metrics.value(Metric::RocAuc).is_nan());
    assert_eq!(metrics.value(Metric::Mcc), 0.0);
    let overflow = Case {
        outputs: vec![f32::MAX; 50],
        loss: "poisson".to_owned(),
        ..one_class
    };
    assert!(
        measured::<f32>(&overflow, 1)
            .value(Metric::Mae)
            .is_infinite()
    );
}

#[test]
fn a_sure_mistake_costs_no_infinity() {
    let case = Case {
        loss: "softmaxCrossEntropy".to_owned(),
        options: json!({}),
        width: 3,
        outputs: vec![1000.0, 0.0, -1000.0],
        targets: vec![2.0],
        weights: Vec::new(),
        expected: Map::new(),
    };
    let metrics = measured::<f32>(&case, 1);
    assert_eq!(metrics.loss, 2000.0);
    assert_eq!(metrics.value(Metric::LogLoss), -(1e-15f64.ln()));
}

#[test]
fn metrics_that_make_no_sense_are_refused() {
    let mut description = describe(&[3, 4, 1], Activation::Relu, Loss::MeanSquaredError);
    for (metrics, part) in [
        (json!(["accuracy"]), "metrics[0] is accuracy"),
        (json!(["rmse", "coverage"]), "metrics[1] is coverage"),
        (json!(["rmse", "rmse"]), "there already"),
        (json!(["rsme"]), "rsme"),
    ] {
        description["metrics"] = metrics;
        let error = RunSpec::from_json(&description.to_string()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidSpec);
        assert!(error.message.contains(part), "{}", error.message);
    }
    let hinge = describe(&[3, 1], Activation::Relu, Loss::Hinge);
    let mut hinge = hinge;
    hinge["metrics"] = json!(["rocAuc", "logLoss"]);
    assert!(RunSpec::from_json(&hinge.to_string()).is_err());
}

#[test]
fn rows_to_measure_are_checked_as_those_of_a_run() {
    let spec = parse(&describe(
        &[2, 3],
        Activation::Relu,
        Loss::SoftmaxCrossEntropy,
    ));
    let weights = [0.0f32; 9];
    let with = |inputs: &[f32], targets: &[f32], row_weights: &[f32]| {
        let rows = LabelledRows {
            inputs,
            targets,
            weights: row_weights,
        };
        evaluate_metrics(&spec, &weights, rows).unwrap_err().kind
    };
    let two = [0.0f32; 4];
    assert_eq!(with(&two, &[0.0], &[]), ErrorKind::ShapeMismatch);
    assert_eq!(with(&two, &[0.0, 3.0], &[]), ErrorKind::InvalidTarget);
    assert_eq!(with(&two, &[0.0, 1.0], &[1.0]), ErrorKind::ShapeMismatch);
    assert_eq!(
        with(&two, &[0.0, 1.0], &[0.0, 0.0]),
        ErrorKind::InvalidTarget
    );
    let infinite = [0.0, f32::NAN, 0.0, 0.0];
    assert_eq!(with(&infinite, &[0.0, 1.0], &[]), ErrorKind::NonFiniteData);
    let rows = LabelledRows {
        inputs: &two,
        targets: &[0.0, 1.0],
        weights: &[],
    };
    let short = evaluate_metrics(&spec, &weights[..8], rows).unwrap_err();
    assert_eq!(short.kind, ErrorKind::ShapeMismatch);
    let mut refused = table(&spec, 4, 4, 1);
    refused.validation_weights = vec![-1.0; 4];
    assert_eq!(refusal(&spec, &refused).kind, ErrorKind::InvalidTarget);
}

#[test]
fn the_estimate_of_memory_holds_the_metrics() {
    let mut description = describe(&[3, 4, 10], Activation::Relu, Loss::SoftmaxCrossEntropy);
    let plain = estimate_memory_bytes(&parse(&description), 1000, 100_000);
    description["metrics"] = json!(["accuracy"]);
    let classes = estimate_memory_bytes(&parse(&description), 1000, 100_000) - plain;
    assert!((800_000..900_000).contains(&classes), "{classes}");
    description["metrics"] = json!(["rocAuc"]);
    let ranks = estimate_memory_bytes(&parse(&description), 1000, 100_000) - plain;
    assert!(ranks > 100_000 * (8 * 11 + 16), "{ranks}");
}
