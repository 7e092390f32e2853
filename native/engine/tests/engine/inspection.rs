//! One step worked through: against the run itself, and against differences.

use crate::support::features::{front_ends, with_features};
use crate::support::methods::{extras, optimizers, schedules};
use crate::support::{Table, describe, distance, outputs_of, parse, table, trainer};
use descent_engine::{
    Activation, ErrorKind, Inspection, LabelledRows, Loss, ParameterValues, Real, RunSpec,
    RunState, Split, Trainer, inspect, numerical_gradient,
};
use serde_json::{Value, json};

pub fn same(is: &[f64], should: &[f64], what: &str) {
    assert!(distance(is, should) < 1e-9, "{what}: {is:?} {should:?}");
}

/// The state after `steps` steps.
pub fn checkpoint<T: Real>(trainer: &mut Trainer<'_, T>, steps: usize) -> Vec<u8> {
    for _ in 0..steps {
        trainer.step().unwrap();
    }
    let mut bytes = Vec::new();
    trainer.checkpoint(&mut bytes).unwrap();
    bytes
}

fn bits(values: &[f64]) -> Vec<u32> {
    values.iter().map(|x| (*x as f32).to_bits()).collect()
}

/// Layers of all kinds, and networks side by side.
fn vary(index: usize, description: &mut Value) {
    let dense = |sharing: &str| json!({"kind": "dense", "units": 40, "activation": "relu", "initialization": "he", "sharing": sharing});
    let more = match index % 4 {
        0 => vec![json!({"kind": "scale", "initial": "normal"})],
        1 => vec![
            json!({"kind": "batchNormalization"}),
            json!({"kind": "dropout", "rate": 0.3}),
        ],
        2 => vec![json!({"kind": "residual", "layers": [
            {"kind": "layerNormalization"}, dense("all"), {"kind": "dropout", "rate": 0.2}, {"kind": "prelu"}
        ]})],
        _ => {
            description["members"] = 3.into();
            description["layers"][3]["sharing"] = "own".into();
            vec![
                dense("adapters"),
                json!({"kind": "rmsNormalization"}),
                json!({"kind": "dropout", "rate": 0.2}),
            ]
        }
    };
    let layers = description["layers"].as_array_mut().unwrap();
    layers.splice(1..1, more);
}

fn described(index: usize) -> Value {
    let loss = Loss::ALL[index % Loss::ALL.len()];
    let activation = Activation::ALL[(index + 3) % Activation::ALL.len()];
    let mut description = describe(&[6, 40, 3, 18, outputs_of(loss)], activation, loss);
    description["optimizer"] = optimizers()[index].clone();
    description["schedule"] = schedules()[index % schedules().len()].clone();
    extras(index, &mut description);
    description["batchSize"] = 17.into();
    description["epochs"] = 4.into();
    if matches!(loss, Loss::SoftmaxCrossEntropy) {
        description["lossOptions"]["classWeights"] = json!([1.0, 2.0, 0.5, 3.0]);
    }
    vary(index, &mut description);
    if index.is_multiple_of(3) {
        return description;
    }
    let (_, inputs, features) = &front_ends()[index % front_ends().len()];
    with_features(description, *inputs, features)
}

/// The rows of the next batch, to be given to `inspect`.
fn next_batch(spec: &RunSpec, table: &Table, trainer: &Trainer<'_, f32>) -> Table {
    let mut batch = Table {
        train_inputs: Vec::new(),
        train_targets: Vec::new(),
        train_weights: Vec::new(),
        validation_inputs: Vec::new(),
        validation_targets: Vec::new(),
        validation_weights: Vec::new(),
    };
    let width = spec.target_width();
    for row in trainer.next_rows().iter().map(|row| *row as usize) {
        let inputs = &table.train_inputs[row * spec.inputs..][..spec.inputs];
        batch.train_inputs.extend(inputs);
        batch
            .train_targets
            .extend(&table.train_targets[row * width..][..width]);
        batch.train_weights.extend(table.train_weights.get(row));
    }
    batch
}

/// Scaled, limited, then penalized.
fn check_effective_gradients(seen: &Inspection, description: &Value) {
    let number = |name: &str, absent: f64| description[name].as_f64().unwrap_or(absent);
    let longest = number("clipNorm", f64::INFINITY);
    let scale = (longest / (seen.gradient_norm + 1e-6)).min(1.0);
    assert!((seen.clip_scale - scale).abs() < 1e-6);
    let limit = number("clipValue", f64::INFINITY);
    for values in &seen.parameters {
        let penalized = match values.name {
            "weights" if values.layer.is_empty() => 1.0,
            "weights" => {
                // Each member bears its share where it has weights of its own.
                let own = |other: &&ParameterValues| {
                    other.name == "weights" && other.layer == values.layer
                };
                1.0 / seen.parameters.iter().filter(own).count() as f64
            }
            "biases" => 0.0,
            _ => continue,
        };
        let (l2, l1) = (penalized * number("l2", 0.0), penalized * number("l1", 0.0));
        for ((is, g), w) in values
            .effective_gradients
            .iter()
            .zip(&values.gradients)
            .zip(&values.before)
        {
            let sign = if *w == 0.0 { 0.0 } else { w.signum() };
            let should = (g * scale).clamp(-limit, limit) + l2 * w + l1 * sign;
            assert!((is - should).abs() < 1e-6, "{is} {should} {description}");
        }
    }
}

/// For every optimizer, with all schedules, layers, penalties, averages, encodings of inputs, and weights of rows and classes.
#[test]
fn the_step_is_the_run_s_own_to_the_bit() {
    for index in 0..optimizers().len() {
        let description = described(index);
        let spec = parse(&description);
        let mut rows = table(&spec, 60, 20, 4);
        if index % 2 == 1 {
            rows.train_weights = (0..60).map(|i| (i % 5) as f32 + 0.3).collect();
        }
        let mut trainer = trainer::<f32>(&spec, &rows);
        for steps in [0, 3, 6] {
            let bytes = checkpoint(&mut trainer, steps);
            let batch = next_batch(&spec, &rows, &trainer);
            let scale = trainer.weight_scale(Split::Training);
            let next = descent_engine::next_batch::<f32>(RunState::Checkpoint(&bytes), rows.data());
            let next = next.unwrap();
            assert_eq!(
                (&next.rows[..], next.weight_scale),
                (trainer.next_rows(), scale)
            );
            let seen =
                inspect::<f32>(RunState::Checkpoint(&bytes), batch.labelled(), scale).unwrap();
            assert_eq!(seen.step, trainer.steps() + 1);
            let flat = |of: &dyn Fn(&ParameterValues) -> Vec<f64>| {
                let values: Vec<f64> = seen.parameters.iter().flat_map(of).collect();
                bits(&values)
            };
            let weights = |trainer: &Trainer<'_, f32>| -> Vec<u32> {
                trainer.weights().iter().map(|w| w.to_bits()).collect()
            };
            assert!(
                flat(&|p| p.before.clone()) == weights(&trainer),
                "{description}"
            );
            trainer.step().unwrap();
            assert!(
                flat(&|p| p.after.clone()) == weights(&trainer),
                "{description}"
            );
            check_effective_gradients(&seen, &description);
            // The next state begins with the moments that this step ends with.
            let next = checkpoint(&mut trainer, 0);
            let later =
                inspect::<f32>(RunState::Checkpoint(&next), batch.labelled(), scale).unwrap();
            for (now, then) in seen.parameters.iter().zip(&later.parameters) {
                for (now, then) in now.moments.iter().zip(&then.moments) {
                    // The average of an epoch's end comes after its step.
                    if now.name != "average" {
                        assert!(bits(&now.after) == bits(&then.before), "{}", now.name);
                    }
                }
            }
        }
    }
}

/// A seen op's outputs, or its inputs, as a matrix of the shape that follows.
fn row_of(values: &[f64], columns: usize, row: usize) -> &[f64] {
    &values[row * columns..][..columns]
}

#[test]
fn sums_gradients_and_the_batch_s_own_agree() {
    let spec = parse(&describe(
        &[5, 20, 3, 4],
        Activation::Gelu,
        Loss::SoftmaxCrossEntropy,
    ));
    let rows = table(&spec, 9, 0, 8);
    let weights = trainer::<f64>(&spec, &rows).weights();
    let state = RunState::Weights {
        spec: &spec,
        weights: &weights,
    };
    let whole = inspect(state, rows.labelled(), 1.0).unwrap();
    assert_eq!(whole.step, 1);
    // By hand: the first layer's sums, and its gradient from their derivatives.
    let (inputs, sums) = (&whole.ops[0], &whole.ops[1]);
    let (w, b) = (&whole.parameters[0], &whole.parameters[1]);
    for row in 0..9 {
        for unit in 0..20 {
            let x = row_of(&inputs.outputs, 5, row);
            let sum: f64 = (0..5).map(|i| x[i] * w.before[i * 20 + unit]).sum();
            let is = row_of(&sums.outputs, 20, row)[unit];
            assert!((is - sum - b.before[unit]).abs() < 1e-12);
        }
    }
    let by_sums = sums.derivatives.as_ref().unwrap();
    for i in 0..5 {
        for unit in 0..20 {
            let gradient: f64 = (0..9)
                .map(|row| row_of(&inputs.outputs, 5, row)[i] * row_of(by_sums, 20, row)[unit])
                .sum();
            assert!((w.gradients[i * 20 + unit] - gradient).abs() < 1e-12);
        }
    }
    // The batch's gradient is the mean of those of its rows.
    let mut mean: Vec<Vec<f64>> = whole
        .parameters
        .iter()
        .map(|p| vec![0.0; p.before.len()])
        .collect();
    for row in 0..9 {
        let one = LabelledRows {
            inputs: &rows.train_inputs[row * 5..][..5],
            targets: &rows.train_targets[row..][..1],
            weights: &[],
        };
        let alone = inspect(state, one, 1.0).unwrap();
        assert!((alone.loss - whole.losses[row]).abs() < 1e-12);
        for (mean, values) in mean.iter_mut().zip(&alone.parameters) {
            for (m, g) in mean.iter_mut().zip(&values.gradients) {
                *m += g / 9.0;
            }
        }
    }
    for (mean, values) in mean.iter().zip(&whole.parameters) {
        same(mean, &values.gradients, "mean of the rows' gradients");
    }
}

#[test]
fn of_a_search_over_all_rows_the_gradient_can_be_seen() {
    let mut description = describe(&[4, 6, 2], Activation::Tanh, Loss::MeanSquaredError);
    description["optimizer"] = json!({"kind": "lbfgs"});
    description["learningRate"] = 1.into();
    description["l2"] = 0.1.into();
    let spec = parse(&description);
    let rows = table(&spec, 20, 0, 8);
    let mut trainer = trainer::<f64>(&spec, &rows);
    let bytes = checkpoint(&mut trainer, 2);
    let seen = inspect::<f64>(RunState::Checkpoint(&bytes), rows.labelled(), 1.0).unwrap();
    let (loss, gradient) = trainer.gradient();
    assert!((seen.loss - loss).abs() < 1e-12);
    same(&gradients(&seen), &gradient, "gradient");
    for values in &seen.parameters {
        assert_eq!(values.before, values.after);
        assert!(values.moments.is_empty());
        let l2 = if values.name == "weights" { 0.1 } else { 0.0 };
        for ((effective, g), w) in values
            .effective_gradients
            .iter()
            .zip(&values.gradients)
            .zip(&values.before)
        {
            assert!((effective - g - l2 * w).abs() < 1e-12);
        }
    }
}

fn gradients(seen: &Inspection) -> Vec<f64> {
    let parts = seen.parameters.iter();
    parts.flat_map(|p| p.gradients.clone()).collect()
}

#[test]
fn a_difference_confirms_any_gradient() {
    for (index, loss) in Loss::ALL.into_iter().enumerate() {
        let activation = [Activation::Tanh, Activation::Softplus][index % 2];
        let mut description = describe(&[4, 7, outputs_of(loss)], activation, loss);
        // Also where a step sees the network through dropout and the batch's own statistics.
        let more = match index % 3 {
            0 => vec![json!({"kind": "scale", "initial": "normal"})],
            1 => vec![
                json!({"kind": "batchNormalization"}),
                json!({"kind": "dropout", "rate": 0.3}),
            ],
            _ => vec![json!({"kind": "layerNormalization"})],
        };
        if index % 4 == 3 {
            description["members"] = 2.into();
            description["layers"][1]["sharing"] = "own".into();
        }
        let layers = description["layers"].as_array_mut().unwrap();
        layers.splice(1..1, more);
        let spec = parse(&description);
        let rows = table(&spec, 12, 0, 8);
        let mut trainer = trainer::<f32>(&spec, &rows);
        let bytes = checkpoint(&mut trainer, 2);
        let state = RunState::<f32>::Checkpoint(&bytes);
        let single = gradients(&inspect(state, rows.labelled(), 1.0).unwrap());
        let wide: Vec<f64> = trainer.weights().iter().map(|w| f64::from(*w)).collect();
        let start = RunState::Weights {
            spec: &spec,
            weights: &wide,
        };
        let exact = gradients(&inspect(start, rows.labelled(), 1.0).unwrap());
        for parameter in (0..exact.len()).step_by(5) {
            let (single, exact) = (single[parameter], exact[parameter]);
            let size = exact.abs().max(1e-2);
            let checked = match numerical_gradient(start, rows.labelled(), 1.0, parameter) {
                Ok(checked) => checked,
                Err(refused) => {
                    assert!(refused.message.contains("running"), "{}", refused.message);
                    assert_eq!(exact, 0.0);
                    continue;
                }
            };
            let error = (checked.gradient - exact).abs() / size;
            assert!(error < 1e-6, "{loss:?} {parameter}: {checked:?} {exact}");
            // Of a run in f32 too.
            let checked = numerical_gradient(state, rows.labelled(), 1.0, parameter).unwrap();
            let error = (checked.gradient - single).abs() / size.max(1.0);
            assert!(error < 1e-4, "{loss:?} {parameter}: {checked:?} {single}");
        }
    }
}

#[test]
fn what_cannot_be_looked_at_is_refused() {
    let spec = parse(&describe(
        &[2, 3, 1],
        Activation::Relu,
        Loss::MeanSquaredError,
    ));
    let weights = vec![0.5f32; 13];
    let state = RunState::Weights {
        spec: &spec,
        weights: &weights,
    };
    let rows = LabelledRows {
        inputs: &[1.0, 2.0],
        targets: &[1.0],
        weights: &[],
    };
    inspect(state, rows, 1.0).unwrap();
    let kind = |state: RunState<'_, f32>, rows: LabelledRows<'_>| {
        inspect(state, rows, 1.0).unwrap_err().kind
    };
    assert_eq!(
        kind(state, LabelledRows::default()),
        ErrorKind::ShapeMismatch
    );
    let short = RunState::Weights {
        spec: &spec,
        weights: &weights[..12],
    };
    assert_eq!(kind(short, rows), ErrorKind::ShapeMismatch);
    let broken = RunState::Checkpoint(&[1, 2, 3]);
    assert_eq!(kind(broken, rows), ErrorKind::CorruptedCheckpoint);
    let two = LabelledRows {
        targets: &[1.0, 2.0],
        ..rows
    };
    assert_eq!(kind(state, two), ErrorKind::ShapeMismatch);
    let infinite = LabelledRows {
        inputs: &[1.0, f32::INFINITY],
        ..rows
    };
    assert_eq!(kind(state, infinite), ErrorKind::NonFiniteData);
    let huge = LabelledRows {
        inputs: &[1e38, 1e38],
        ..rows
    };
    assert_eq!(kind(state, huge), ErrorKind::Diverged);
    let beyond = numerical_gradient(state, rows, 1.0, 13).unwrap_err();
    assert_eq!(beyond.kind, ErrorKind::ShapeMismatch);
}
