//! Ensembles against PyTorch (`reference/make_ensembles.py` made the numbers), and against their members alone.

use crate::support::features::{front_ends, with_features};
use crate::support::{Table, describe, distance, finish, parse, table, trainer};
use descent_engine::{Activation, Loss, Real, predict};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Reference {
    inputs: Vec<f32>,
    width: usize,
    targets: BTreeMap<String, Vec<f32>>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    name: String,
    members: usize,
    features: Value,
    layers: Vec<Value>,
    loss: String,
    learning_rate: f64,
    settings: BTreeMap<String, f64>,
    start: Vec<f64>,
    gradient: Vec<f64>,
    losses: Vec<f64>,
    weights: Vec<f64>,
    predictions: Vec<f64>,
}

fn rows(inputs: &[f32], targets: &[f32]) -> Table {
    Table {
        train_inputs: inputs.to_vec(),
        train_targets: targets.to_vec(),
        train_weights: Vec::new(),
        validation_inputs: Vec::new(),
        validation_targets: Vec::new(),
        validation_weights: Vec::new(),
    }
}

fn widen<T: Real>(values: &[T]) -> Vec<f64> {
    values.iter().map(|x| x.to_f64()).collect()
}

/// The largest relative distances of gradient, losses, last weights and predictions from the reference's.
fn follow<T: Real>(reference: &Reference, case: &Case) -> [f64; 4] {
    let mut described = json!({
        "inputs": reference.width, "features": case.features, "members": case.members, "layers": case.layers,
        "loss": case.loss, "optimizer": {"kind": "adam", "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
        "learningRate": case.learning_rate, "batchSize": null, "epochs": case.losses.len(),
        "earlyStopping": null, "timeLimitSeconds": null
    });
    for (name, value) in &case.settings {
        described[name] = (*value).into();
    }
    let spec = parse(&described);
    let rows = rows(&reference.inputs, &reference.targets[&case.loss]);
    let mut trainer = trainer::<T>(&spec, &rows);
    let start: Vec<T> = case.start.iter().map(|w| T::from_f64(*w)).collect();
    trainer.set_weights(&start).unwrap();
    let gradient = distance(&widen(&trainer.gradient().1), &case.gradient);
    let records = finish(&mut trainer);
    assert_eq!(records.len(), 50);
    let relative = |(ours, theirs): (f64, &f64)| (ours - theirs).abs() / theirs.abs();
    let losses = records.iter().map(|r| r.train_loss);
    let losses = losses.zip(&case.losses).map(relative);
    let mut outputs = vec![f32::NAN; case.predictions.len()];
    predict(&spec, &trainer.weights(), &rows.train_inputs, &mut outputs).unwrap();
    [
        gradient,
        losses.fold(0.0, f64::max),
        distance(&widen(&trainer.weights()), &case.weights),
        distance(&widen(&outputs), &case.predictions),
    ]
}

#[test]
fn fifty_steps_and_what_they_predict_are_those_of_the_reference() {
    let text = include_str!("../reference/ensembles.json");
    let reference: Reference = serde_json::from_str(text).unwrap();
    let mut wrong = Vec::new();
    for case in &reference.cases {
        // Predictions are float32.
        let [gradient, losses, weights, predictions] = follow::<f64>(&reference, case);
        if !(gradient < 1e-9 && losses < 1e-9 && weights < 1e-9 && predictions < 1e-7) {
            wrong.push(format!(
                "{} in f64: gradient {gradient:e}, losses {losses:e}, weights {weights:e}, predictions {predictions:e}",
                case.name
            ));
        }
        let [gradient, losses, _, predictions] = follow::<f32>(&reference, case);
        if !(gradient < 1e-5 && losses < 1e-3 && predictions < 1e-3) {
            wrong.push(format!(
                "{} in f32: gradient {gradient:e}, losses {losses:e}, predictions {predictions:e}",
                case.name
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The weights of each member of an ensemble of dense layers of its own.
fn apart(weights: &[f64], sizes: &[usize], members: usize) -> Vec<Vec<f64>> {
    let mut parts = vec![Vec::new(); members];
    let mut rest = weights;
    for pair in sizes.windows(2) {
        for len in [pair[0] * pair[1], pair[1]] {
            for part in &mut parts {
                let (own, others) = rest.split_at(len);
                part.extend(own);
                rest = others;
            }
        }
    }
    assert!(rest.is_empty());
    parts
}

#[test]
fn members_with_nothing_in_common_are_networks_alone_to_a_trillionth() {
    const MEMBERS: usize = 3;
    let sizes = [5, 33, 8, 3];
    let mut described = describe(&sizes, Activation::Gelu, Loss::SoftmaxCrossEntropy);
    for layer in described["layers"].as_array_mut().unwrap() {
        layer["sharing"] = "own".into();
    }
    described["batchSize"] = 8.into();
    for (name, value) in [("l2", 0.03), ("l1", 0.002), ("weightDecay", 0.1)] {
        described[name] = value.into();
    }
    // A member's part of the mean loss has a third of the gradient alone; so has Adam's root of its square.
    let adam =
        |epsilon: f64| json!({"kind": "adam", "beta1": 0.9, "beta2": 0.99, "epsilon": epsilon});
    described["optimizer"] = adam(1e-6);
    let alone = parse(&described);
    described["optimizer"] = adam(1e-6 / MEMBERS as f64);
    described["members"] = MEMBERS.into();
    let together = parse(&described);
    let rows = table(&together, 45, 0, 1);
    let mut all = trainer::<f64>(&together, &rows);
    let starts = apart(&all.weights(), &sizes, MEMBERS);
    let records = finish(&mut all);
    let ends = apart(&all.weights(), &sizes, MEMBERS);
    let mut losses = vec![0.0; records.len()];
    for (start, end) in starts.iter().zip(&ends) {
        let mut single = trainer::<f64>(&alone, &rows);
        single.set_weights(start).unwrap();
        for (sum, record) in losses.iter_mut().zip(finish(&mut single)) {
            *sum += record.train_loss;
        }
        assert!(distance(&single.weights(), start) > 1e-3);
        assert!(distance(&single.weights(), end) < 1e-12);
    }
    for (sum, record) in losses.iter().zip(&records) {
        let mean = sum / MEMBERS as f64;
        assert!((mean - record.train_loss).abs() < 1e-12 * mean);
    }
}

#[test]
fn any_number_of_threads_gives_an_ensemble_with_a_front_end_the_same_bits() {
    for (front, sharing) in front_ends()
        .iter()
        .zip(["own", "adapters", "all"].into_iter().cycle())
    {
        let described = describe(&[1, 60, 40, 3], Activation::Relu, Loss::SoftmaxCrossEntropy);
        let mut described = with_features(described, front.1, &front.2);
        described["members"] = 3.into();
        described["batchSize"] = 100.into();
        described["epochs"] = 2.into();
        for (layer, sharing) in described["layers"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .zip([sharing, "all", "own"])
        {
            layer["sharing"] = sharing.into();
        }
        let run = |threads: usize| {
            let mut described = described.clone();
            described["threads"] = threads.into();
            let spec = parse(&described);
            let rows = table(&spec, 230, 60, 1);
            let mut trainer = trainer::<f32>(&spec, &rows);
            let losses: Vec<_> = finish(&mut trainer)
                .iter()
                .map(|r| (r.train_loss, r.validation_loss))
                .collect();
            (trainer.weights(), losses)
        };
        let first = run(1);
        for threads in [2, 3, 8] {
            assert!(
                run(threads) == first,
                "{threads} threads: {}, {sharing}",
                front.0
            );
        }
    }
}
