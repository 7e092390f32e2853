//! Training against PyTorch: `reference/make_reference.py` made the numbers.

use crate::support::{Table, distance, finish, parse, trainer};
use descent_engine::{Real, RunSpec};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Reference {
    inputs: Vec<f32>,
    width: usize,
    hidden: Vec<Value>,
    starts: BTreeMap<String, Start>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Start {
    outputs: usize,
    targets: Vec<f32>,
    weights: Vec<f64>,
    gradient: Vec<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    loss: String,
    optimizer: Value,
    learning_rate: f64,
    l2: f64,
    losses: Vec<f64>,
    weights: Vec<f64>,
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("../reference/reference.json")).unwrap()
}

fn spec(reference: &Reference, case: &Case) -> RunSpec {
    let mut layers: Vec<Value> = reference.hidden.clone();
    layers.push(json!({"units": reference.starts[&case.loss].outputs, "activation": "linear"}));
    for layer in &mut layers {
        layer["kind"] = "dense".into();
        layer["initialization"] = "he".into();
    }
    parse(&json!({
        "inputs": reference.width, "layers": layers, "loss": case.loss, "optimizer": case.optimizer,
        "learningRate": case.learning_rate, "l2": case.l2, "batchSize": null, "epochs": case.losses.len(),
        "earlyStopping": null, "timeLimitSeconds": null
    }))
}

/// Losses before each step, the first gradient, and the weights at the end.
fn run<T: Real>(reference: &Reference, case: &Case) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let spec = spec(reference, case);
    let table = Table {
        train_inputs: reference.inputs.clone(),
        train_targets: reference.starts[&case.loss].targets.clone(),
        train_weights: Vec::new(),
        validation_inputs: Vec::new(),
        validation_targets: Vec::new(),
        validation_weights: Vec::new(),
    };
    let mut trainer = trainer::<T>(&spec, &table);
    let start: Vec<T> = reference.starts[&case.loss]
        .weights
        .iter()
        .map(|w| T::from_f64(*w))
        .collect();
    trainer.set_weights(&start).unwrap();
    let gradient = trainer.gradient().1;
    let records = finish(&mut trainer);
    let wide = |values: Vec<T>| values.into_iter().map(Real::to_f64).collect();
    (
        records.iter().map(|r| r.train_loss).collect(),
        wide(gradient),
        wide(trainer.weights()),
    )
}

fn name(case: &Case) -> String {
    format!("{} with {} and l2 {}", case.loss, case.optimizer, case.l2)
}

#[test]
fn fifty_steps_in_f64_are_those_of_pytorch_to_a_billionth() {
    let reference = reference();
    assert_eq!(reference.cases.len(), 24);
    for case in &reference.cases {
        let (losses, gradient, weights) = run::<f64>(&reference, case);
        assert!(
            distance(&gradient, &reference.starts[&case.loss].gradient) < 1e-12,
            "gradient, {}",
            name(case)
        );
        assert_eq!(losses.len(), 50);
        for (step, (ours, theirs)) in losses.iter().zip(&case.losses).enumerate() {
            let error = (ours - theirs).abs() / theirs.abs();
            assert!(
                error < 1e-9,
                "step {step}, {}: {ours} against {theirs}",
                name(case)
            );
        }
        assert!(
            distance(&weights, &case.weights) < 1e-9,
            "weights, {}",
            name(case)
        );
    }
}

#[test]
fn training_in_f32_follows_pytorch_as_far_as_f32_can() {
    let reference = reference();
    for case in &reference.cases {
        let (losses, gradient, _) = run::<f32>(&reference, case);
        assert!(
            distance(&gradient, &reference.starts[&case.loss].gradient) < 1e-5,
            "gradient, {}",
            name(case)
        );
        for (step, bound) in [(0, 1e-5), (1, 1e-5), (49, 1e-3)] {
            let error = (losses[step] - case.losses[step]).abs() / case.losses[step];
            assert!(error < bound, "step {step}, {}: {error:e}", name(case));
        }
    }
}
