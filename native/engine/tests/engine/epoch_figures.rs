//! The length of the gradient and the share of dead units in an epoch's record: against plain arithmetic in f64, against a
//! step worked through, and the same to the bit on any number of threads.

use crate::support::features::with_features;
use crate::support::layers::everything;
use crate::support::methods::{extras, optimizers};
use crate::support::{Table, describe, finish, outputs_of, parse, table, trainer};
use descent_engine::{
    Activation, EpochRecord, LabelledRows, Loss, Options, RunSpec, RunState, Statistics, Trainer,
    inspect,
};
use serde_json::json;

/// The rows of the next step as a table of their own.
fn next_batch(run: &Trainer<'_, f32>, spec: &RunSpec, rows: &Table) -> (Vec<f32>, Vec<f32>) {
    let width = spec.target_width();
    let pick = |from: &[f32], width: usize| -> Vec<f32> {
        let taken = run.next_rows().iter().map(|row| *row as usize * width);
        taken.flat_map(|at| from[at..at + width].to_vec()).collect()
    };
    (
        pick(&rows.train_inputs, spec.inputs),
        pick(&rows.train_targets, width),
    )
}

/// A network with one hidden layer of ReLU and one output, by its flat weights.
struct Plain {
    inputs: usize,
    units: usize,
    weights: Vec<f64>,
}

impl Plain {
    fn new(inputs: usize, units: usize, flat: &[f32]) -> Self {
        let weights = flat.iter().map(|w| f64::from(*w)).collect();
        Self {
            inputs,
            units,
            weights,
        }
    }

    fn hidden(&self, x: &[f32]) -> Vec<f64> {
        let biases = self.inputs * self.units;
        let unit = |unit: usize| {
            let product = x
                .iter()
                .enumerate()
                .map(|(i, x)| f64::from(*x) * self.weights[i * self.units + unit]);
            (product.sum::<f64>() + self.weights[biases + unit]).max(0.0)
        };
        (0..self.units).map(unit).collect()
    }

    /// Norm of the gradient of the mean squared error by everything.
    fn gradient_norm(&self, inputs: &[f32], targets: &[f32]) -> f64 {
        let biases = self.inputs * self.units;
        let second = biases + self.units;
        let mut gradient = vec![0.0; self.weights.len()];
        for (x, target) in inputs.chunks(self.inputs).zip(targets) {
            let hidden = self.hidden(x);
            let output = (0..self.units).map(|u| hidden[u] * self.weights[second + u]);
            let output = output.sum::<f64>() + self.weights[second + self.units];
            let delta = 2.0 * (output - f64::from(*target)) / targets.len() as f64;
            gradient[second + self.units] += delta;
            for (unit, y) in hidden.iter().enumerate() {
                gradient[second + unit] += delta * y;
                let below = if *y > 0.0 {
                    delta * self.weights[second + unit]
                } else {
                    0.0
                };
                gradient[biases + unit] += below;
                for (i, x) in x.iter().enumerate() {
                    gradient[i * self.units + unit] += below * f64::from(*x);
                }
            }
        }
        gradient.iter().map(|g| g * g).sum::<f64>().sqrt()
    }

    fn dead_share(&self, rows: impl Iterator<Item = usize>, inputs: &[f32]) -> f64 {
        let mut active = vec![false; self.units];
        for row in rows {
            let hidden = self.hidden(&inputs[row * self.inputs..][..self.inputs]);
            for (active, y) in active.iter_mut().zip(hidden) {
                *active |= y > 0.0;
            }
        }
        let dead = active.iter().filter(|active| !**active).count();
        dead as f64 / self.units as f64
    }
}

#[test]
fn they_are_what_plain_arithmetic_gives() {
    let (inputs, units) = (3, 40);
    for (rows, sampled) in [(50, 50), (400, 64), (5_000, 156)] {
        let mut description = describe(
            &[inputs, units, 1],
            Activation::Relu,
            Loss::MeanSquaredError,
        );
        description["optimizer"] = json!({"kind": "momentum"});
        description["batchSize"] = 16.into();
        description["epochs"] = 4.into();
        // None of these changes what the loss's own gradient is.
        description["l2"] = 0.01.into();
        description["clipNorm"] = 0.5.into();
        description["clipValue"] = 0.01.into();
        let spec = parse(&description);
        let table = table(&spec, rows, 20, 3);
        let mut flat: Vec<f32> = trainer::<f32>(&spec, &table).weights();
        // Some units begin where no row reaches them, and some where hardly one does.
        for unit in 0..units {
            flat[inputs * units + unit] = -0.1 * unit as f32;
        }
        let options = Options::default();
        let mut run = Trainer::from_weights(&spec, table.data(), &flat, options).unwrap();
        let mut epochs = 0;
        while run.ended().is_none() {
            let before = Plain::new(inputs, units, &run.weights());
            let (batch, targets) = next_batch(&run, &spec, &table);
            let Some(record) = run.step().unwrap() else {
                continue;
            };
            let norm = before.gradient_norm(&batch, &targets);
            let difference = (record.gradient_norm - norm).abs();
            assert!(difference <= 1e-5 * norm, "{difference} of {norm}");
            let after = Plain::new(inputs, units, &run.weights());
            let taken = (0..sampled).map(|i| i * rows / sampled);
            let dead = after.dead_share(taken, &table.train_inputs);
            assert_eq!(record.dead_units, dead);
            assert!(dead > 0.0 && dead < 1.0, "{dead}");
            epochs += 1;
        }
        assert_eq!(epochs, 4);
    }
}

#[test]
fn the_length_is_that_of_a_step_worked_through() {
    let mut descriptions = vec![everything(1, 40), everything(3, 20)];
    for (index, optimizer) in optimizers().into_iter().enumerate() {
        let loss = Loss::ALL[index % Loss::ALL.len()];
        let activation = Activation::ALL[index % Activation::ALL.len()];
        let mut description = describe(&[5, 24, 9, outputs_of(loss)], activation, loss);
        description["optimizer"] = optimizer;
        description["batchSize"] = 16.into();
        description["epochs"] = 2.into();
        extras(index, &mut description);
        descriptions.push(description);
    }
    for description in descriptions {
        let spec = parse(&description);
        let rows = table(&spec, 100, 10, 5);
        let mut run = trainer::<f32>(&spec, &rows);
        let mut epochs = 0;
        while run.ended().is_none() {
            if !run.next_ends_epoch() {
                run.step().unwrap();
                continue;
            }
            let mut bytes = Vec::new();
            run.checkpoint(&mut bytes).unwrap();
            let (inputs, targets) = next_batch(&run, &spec, &rows);
            let batch = LabelledRows {
                inputs: &inputs,
                targets: &targets,
                weights: &[],
            };
            let worked = inspect(RunState::<f32>::Checkpoint(&bytes), batch, 1.0).unwrap();
            let norm = run.step().unwrap().unwrap().gradient_norm;
            let difference = (norm - worked.gradient_norm).abs();
            assert!(difference <= 1e-6 * worked.gradient_norm, "{description}");
            epochs += 1;
        }
        assert!(epochs > 0);
    }
}

#[test]
fn an_iteration_of_lbfgs_tells_of_where_it_began() {
    let mut description = describe(&[3, 12, 1], Activation::Relu, Loss::MeanSquaredError);
    description["optimizer"] = json!({"kind": "lbfgs"});
    description["learningRate"] = 1.into();
    description["epochs"] = 12.into();
    let spec = parse(&description);
    let rows = table(&spec, 60, 0, 2);
    let mut run = trainer::<f32>(&spec, &rows);
    while run.ended().is_none() {
        let before = Plain::new(3, 12, &run.weights());
        let norm = before.gradient_norm(&rows.train_inputs, &rows.train_targets);
        let record = run.step().unwrap().unwrap();
        let difference = (record.gradient_norm - norm).abs();
        assert!(difference <= 1e-4 * norm, "{difference} of {norm}");
    }
}

#[test]
fn without_units_that_can_die_there_is_no_share_of_them() {
    for (activation, has) in [
        (Activation::Tanh, false),
        (Activation::LeakyRelu, false),
        (Activation::Relu, true),
        (Activation::HardSwish, true),
        (Activation::HardSigmoid, true),
    ] {
        let spec = parse(&describe(&[3, 8, 2], activation, Loss::MeanSquaredError));
        let rows = table(&spec, 30, 0, 2);
        let records = finish(&mut trainer::<f32>(&spec, &rows));
        assert!(records.iter().all(|r| r.dead_units.is_finite() == has));
    }
    // The units of the output are no hidden ones.
    let mut description = describe(&[3, 8, 2], Activation::Tanh, Loss::MeanSquaredError);
    description["layers"][1]["activation"] = "relu".into();
    let spec = parse(&description);
    let rows = table(&spec, 30, 0, 2);
    let records = finish(&mut trainer::<f32>(&spec, &rows));
    assert!(records.iter().all(|r| r.dead_units.is_nan()));
}

/// Records and statistics of a whole run.
fn told(spec: &RunSpec, rows: &Table) -> (Vec<EpochRecord>, Vec<Statistics>) {
    let mut run = trainer::<f32>(spec, rows);
    let (mut records, mut all) = (Vec::new(), Vec::new());
    while run.ended().is_none() {
        let ends = run.next_ends_epoch();
        let (record, statistics) = run.step_with_statistics().unwrap();
        records.extend(record);
        all.extend(statistics.filter(|_| ends));
    }
    (records, all)
}

#[test]
fn they_are_the_same_on_one_two_and_three_threads() {
    let mut wide = describe(&[4, 20, 3], Activation::Relu, Loss::MeanSquaredError);
    wide["batchSize"] = 4_500.into();
    let mut ensemble = everything(3, 6);
    ensemble["batchSize"] = 1_500.into();
    // One function makes its steps on one thread.
    let mut narrow = describe(&[6, 16, 12, 3], Activation::Relu, Loss::MeanSquaredError);
    narrow["batchSize"] = 1_500.into();
    for mut description in [wide, ensemble, narrow] {
        description["epochs"] = 2.into();
        let mut first = None;
        for threads in 1..=3 {
            description["threads"] = threads.into();
            let spec = parse(&description);
            // The rows that are looked at are two chunks.
            let rows = table(&spec, 9_000, 300, 4);
            let (records, statistics) = told(&spec, &rows);
            let figures: Vec<[u64; 2]> = records
                .iter()
                .map(|r| [r.gradient_norm.to_bits(), r.dead_units.to_bits()])
                .collect();
            assert_eq!((figures.len(), statistics.len()), (2, 2));
            let one = first.get_or_insert((figures.clone(), statistics.clone()));
            assert_eq!(one.0, figures, "{threads} threads");
            assert!(one.1 == statistics, "{threads} threads");
        }
    }
}

#[test]
fn features_tell_the_derivatives_by_what_depends_on_parameters() {
    // Two of the 52 activations come from the table, and δ is there for these alone.
    let description = describe(&[51, 20, 1], Activation::Relu, Loss::MeanSquaredError);
    let numbers: Vec<usize> = (0..50).collect();
    let features = json!([
        {"kind": "number", "columns": numbers},
        {"kind": "embedding", "column": 50, "levels": 4, "dimension": 2}
    ]);
    let spec = parse(&with_features(description, 51, &features));
    let rows = table(&spec, 70, 0, 3);
    let mut run = trainer::<f32>(&spec, &rows);
    let (_, statistics) = run.step_with_statistics().unwrap();
    let features = &statistics.unwrap().ops[0];
    assert_eq!(features.outputs.count, 70 * 52);
    let derivatives = features.derivatives.as_ref().unwrap();
    assert_eq!((derivatives.count, derivatives.zeros), (70 * 2, 0.0));
}
