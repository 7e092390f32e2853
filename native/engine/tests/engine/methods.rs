//! Every optimizer, schedule, loss, activation and average against independent float64 curves:
//! `reference/make_methods.py` made the numbers.

use crate::support::{Table, distance, finish, parse, trainer};
use descent_engine::{EpochRecord, Real, RunSpec};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reference {
    inputs: Vec<f32>,
    validation_inputs: Vec<f32>,
    width: usize,
    starts: BTreeMap<String, Start>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Start {
    outputs: usize,
    targets: Vec<f32>,
    validation_targets: Vec<f32>,
    weights: Vec<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    name: String,
    shape: String,
    settings: Value,
    hidden: Vec<Value>,
    row_weights: Vec<f32>,
    validates: bool,
    gradient: Vec<f64>,
    losses: Vec<f64>,
    rates: Vec<f64>,
    validation_losses: Vec<f64>,
    weights: Vec<f64>,
    standing: Vec<f64>,
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("../reference/methods.json")).unwrap()
}

fn spec(reference: &Reference, case: &Case) -> RunSpec {
    let mut layers: Vec<Value> = case.hidden.clone();
    layers.push(json!({"units": reference.starts[&case.shape].outputs, "activation": "linear"}));
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
    parse(&description)
}

struct Run {
    records: Vec<EpochRecord>,
    gradient: Vec<f64>,
    weights: Vec<f64>,
    standing: Vec<f64>,
}

fn run<T: Real>(reference: &Reference, case: &Case) -> Run {
    let spec = spec(reference, case);
    let start = &reference.starts[&case.shape];
    let part = |values: &Vec<f32>| {
        if case.validates {
            values.clone()
        } else {
            Vec::new()
        }
    };
    let table = Table {
        train_inputs: reference.inputs.clone(),
        train_targets: start.targets.clone(),
        train_weights: case.row_weights.clone(),
        validation_inputs: part(&reference.validation_inputs),
        validation_targets: part(&start.validation_targets),
        validation_weights: Vec::new(),
    };
    let mut trainer = trainer::<T>(&spec, &table);
    let first: Vec<T> = start.weights.iter().map(|w| T::from_f64(*w)).collect();
    trainer.set_weights(&first).unwrap();
    let wide = |values: Vec<T>| values.into_iter().map(Real::to_f64).collect();
    let gradient = wide(trainer.gradient().1);
    let records = finish(&mut trainer);
    Run {
        records,
        gradient,
        weights: wide(trainer.weights()),
        standing: wide(trainer.standing_weights()),
    }
}

fn relative(ours: f64, theirs: f64) -> f64 {
    (ours - theirs).abs() / theirs.abs().max(1e-300)
}

#[test]
fn fifty_steps_in_f64_are_those_of_the_reference_to_a_billionth() {
    let reference = reference();
    let mut wrong = Vec::new();
    for case in &reference.cases {
        let ours = run::<f64>(&reference, case);
        assert_eq!(ours.records.len(), 50);
        let mut worst: Vec<(&str, f64)> = vec![
            ("gradient", distance(&ours.gradient, &case.gradient)),
            ("weights", distance(&ours.weights, &case.weights)),
        ];
        if !case.standing.is_empty() {
            worst.push(("average", distance(&ours.standing, &case.standing)));
        }
        for (i, record) in ours.records.iter().enumerate() {
            worst.push(("loss", relative(record.train_loss, case.losses[i])));
            // Rates that are zero in exact arithmetic may be left at the rounding of a cosine.
            let given = spec(&reference, case).learning_rate;
            let rate = case.rates.get(i).copied().unwrap_or(given);
            worst.push(("rate", (record.learning_rate - rate).abs() / given));
            if case.validates {
                worst.push((
                    "validation loss",
                    relative(record.validation_loss, case.validation_losses[i]),
                ));
            }
        }
        for (what, error) in worst {
            if error.is_nan() || error >= 1e-9 {
                wrong.push(format!("{}: {what} is {error:e} away", case.name));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn training_in_f32_follows_the_reference_as_far_as_f32_can() {
    let reference = reference();
    let mut wrong = Vec::new();
    for case in &reference.cases {
        let ours = run::<f32>(&reference, case);
        let error = distance(&ours.gradient, &case.gradient);
        if error.is_nan() || error >= 1e-5 {
            wrong.push(format!("{}: the gradient is {error:e} away", case.name));
        }
        for (step, bound) in [(0, 1e-5), (1, 1e-5), (49, 1e-3)] {
            let error = relative(ours.records[step].train_loss, case.losses[step]);
            if error.is_nan() || error >= bound {
                wrong.push(format!(
                    "{}: the loss of step {step} is {error:e} away",
                    case.name
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
