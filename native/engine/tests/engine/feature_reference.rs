//! The front end against PyTorch: `reference/make_features.py` made the numbers.

use crate::support::{Table, distance, finish, parse, trainer};
use descent_engine::Real;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Reference {
    inputs: Vec<f32>,
    width: usize,
    targets: BTreeMap<String, Targets>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Targets {
    outputs: usize,
    values: Vec<f32>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    settings: Value,
    hidden: Vec<Value>,
    start: Vec<f64>,
    gradient: Vec<f64>,
    losses: Vec<f64>,
    weights: Vec<f64>,
}

/// The largest relative distances of gradient, losses and last weights from the reference's.
fn follow<T: Real>(reference: &Reference, case: &Case) -> [f64; 3] {
    let targets = &reference.targets[case.settings["loss"].as_str().unwrap()];
    let mut layers = case.hidden.clone();
    layers.push(json!({"units": targets.outputs, "activation": "linear"}));
    for layer in &mut layers {
        layer["kind"] = "dense".into();
        layer["initialization"] = "he".into();
    }
    let mut description = json!({
        "inputs": reference.width, "layers": layers, "batchSize": null, "epochs": case.losses.len(),
        "earlyStopping": null, "timeLimitSeconds": null
    });
    for (field, value) in case.settings.as_object().unwrap() {
        description[field] = value.clone();
    }
    let spec = parse(&description);
    let rows = Table {
        train_inputs: reference.inputs.clone(),
        train_targets: targets.values.clone(),
        train_weights: Vec::new(),
        validation_inputs: Vec::new(),
        validation_targets: Vec::new(),
        validation_weights: Vec::new(),
    };
    let mut trainer = trainer::<T>(&spec, &rows);
    let start: Vec<T> = case.start.iter().map(|w| T::from_f64(*w)).collect();
    trainer.set_weights(&start).unwrap();
    let wide = |values: Vec<T>| -> Vec<f64> { values.into_iter().map(Real::to_f64).collect() };
    let gradient = distance(&wide(trainer.gradient().1), &case.gradient);
    let records = finish(&mut trainer);
    assert_eq!(records.len(), 50);
    let relative = |(ours, theirs): (f64, &f64)| (ours - theirs).abs() / theirs.abs();
    let losses = records
        .iter()
        .map(|r| r.train_loss)
        .zip(&case.losses)
        .map(relative);
    [
        gradient,
        losses.fold(0.0, f64::max),
        distance(&wide(trainer.weights()), &case.weights),
    ]
}

#[test]
fn fifty_steps_are_those_of_the_reference() {
    let reference: Reference =
        serde_json::from_str(include_str!("../reference/features.json")).unwrap();
    let mut wrong = Vec::new();
    for case in &reference.cases {
        let double = follow::<f64>(&reference, case);
        if !double.iter().all(|error| *error < 1e-9) {
            wrong.push(format!("{}: {double:?} away in f64", case.name));
        }
        let [gradient, losses, _] = follow::<f32>(&reference, case);
        if !(gradient < 1e-5 && losses < 1e-3) {
            wrong.push(format!(
                "{}: {gradient:e} and {losses:e} away in f32",
                case.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
