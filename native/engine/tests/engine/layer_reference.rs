//! Layers beside the dense ones and ensembles against PyTorch: `reference/make_layers.py` made the numbers.

use crate::support::{Table, distance, finish, parse, trainer};
use descent_engine::{Real, RunSpec, weights_len};
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reference {
    inputs: Vec<f32>,
    targets: Vec<f32>,
    validation_inputs: Vec<f32>,
    validation_targets: Vec<f32>,
    width: usize,
    learning_rate: f64,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    members: usize,
    layers: Vec<Value>,
    start: Vec<f64>,
    losses: Vec<f64>,
    evaluation: f64,
    weights: Vec<f64>,
    #[serde(default)]
    settings: Map<String, Value>,
    /// The average of the weights, where one is kept.
    standing: Option<Vec<f64>>,
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("../reference/layers.json")).unwrap()
}

fn complete(layer: &mut Value) {
    if layer["kind"] == "dense" {
        layer["initialization"] = "he".into();
    }
    if let Some(inner) = layer.get_mut("layers").and_then(Value::as_array_mut) {
        inner.iter_mut().for_each(complete);
    }
}

fn spec(reference: &Reference, case: &Case) -> RunSpec {
    let mut layers = case.layers.clone();
    layers.iter_mut().for_each(complete);
    let mut described = json!({
        "inputs": reference.width, "members": case.members, "layers": layers, "loss": "softmaxCrossEntropy",
        "optimizer": {"kind": "adam"}, "learningRate": reference.learning_rate, "batchSize": null,
        "epochs": case.losses.len(), "earlyStopping": null, "timeLimitSeconds": null
    });
    for (name, value) in &case.settings {
        described[name] = value.clone();
    }
    parse(&described)
}

/// Losses, the last validation loss, the weights at the end, and what stands for them.
fn run<T: Real>(reference: &Reference, case: &Case) -> (Vec<f64>, f64, [Vec<T>; 2]) {
    let spec = spec(reference, case);
    assert_eq!(weights_len(&spec), case.start.len() as u64, "{}", case.name);
    let rows = Table {
        train_inputs: reference.inputs.clone(),
        train_targets: reference.targets.clone(),
        train_weights: Vec::new(),
        validation_inputs: reference.validation_inputs.clone(),
        validation_targets: reference.validation_targets.clone(),
        validation_weights: Vec::new(),
    };
    let mut trainer = trainer::<T>(&spec, &rows);
    let start: Vec<T> = case.start.iter().map(|w| T::from_f64(*w)).collect();
    trainer.set_weights(&start).unwrap();
    let records = finish(&mut trainer);
    let losses = records.iter().map(|r| r.train_loss).collect();
    let last = records.last().unwrap().validation_loss;
    (
        losses,
        last,
        [trainer.weights(), trainer.standing_weights()],
    )
}

fn relative(ours: f64, theirs: f64) -> f64 {
    (ours - theirs).abs() / theirs.abs()
}

#[test]
fn fifty_steps_in_f64_are_those_of_pytorch_to_a_billionth() {
    let reference = reference();
    assert_eq!(reference.cases.len(), 13);
    for case in &reference.cases {
        let (losses, evaluation, [weights, standing]) = run::<f64>(&reference, case);
        assert_eq!(losses.len(), 50);
        for (step, (ours, theirs)) in losses.iter().zip(&case.losses).enumerate() {
            let error = relative(*ours, *theirs);
            assert!(error < 1e-9, "{}: step {step} is {error:e} away", case.name);
        }
        let error = distance(&weights, &case.weights);
        assert!(error < 1e-9, "{}: weights are {error:e} away", case.name);
        let error = distance(&standing, case.standing.as_ref().unwrap_or(&case.weights));
        assert!(error < 1e-9, "{}: the average is {error:e} away", case.name);
        let error = relative(evaluation, case.evaluation);
        assert!(error < 1e-9, "{}: evaluation is {error:e} away", case.name);
    }
}

#[test]
fn training_in_f32_follows_pytorch_as_far_as_f32_can() {
    let reference = reference();
    for case in &reference.cases {
        let (losses, ..) = run::<f32>(&reference, case);
        for (step, bound) in [(0, 1e-5), (1, 1e-5), (49, 1e-3)] {
            let error = relative(losses[step], case.losses[step]);
            assert!(error < bound, "{}: step {step}, {error:e}", case.name);
        }
    }
}
