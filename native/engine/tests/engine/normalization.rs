//! Running statistics of batch normalization: of averaged weights, and of batches that f32 alone could not sum.

use crate::support::{Table, describe, parse, table, trainer};
use descent_engine::{Activation, Loss, Real, RunState, inspect};
use serde_json::{Value, json};

/// A normalization of the inputs themselves, before one dense layer.
fn normalized(inputs: usize, momentum: f64) -> Value {
    let mut described = describe(&[inputs, 2], Activation::Tanh, Loss::MeanSquaredError);
    let layers = described["layers"].as_array_mut().unwrap();
    layers.insert(
        0,
        json!({"kind": "batchNormalization", "momentum": momentum}),
    );
    described
}

/// Mean and variance over n - 1 of a column of some rows.
fn moments(rows: &[u32], column: usize, width: usize, inputs: &[f32]) -> (f64, f64) {
    let values: Vec<f64> = rows
        .iter()
        .map(|row| f64::from(inputs[*row as usize * width + column]))
        .collect();
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let square = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
    (mean, square / (count - 1.0))
}

#[test]
fn those_of_averaged_weights_are_the_mean_of_the_last_epoch_s_batches() {
    const WIDTH: usize = 3;
    // Batches of 8, 8 and 5 rows; of 10, 10 and a row alone, which has no statistics.
    for batch in [8, 10] {
        let mut described = normalized(WIDTH, 0.3);
        described["averaging"] = json!({"kind": "stochastic", "startEpoch": 2});
        described["batchSize"] = batch.into();
        described["epochs"] = 4.into();
        let spec = parse(&described);
        let rows = table(&spec, 21, 6, 1);
        let mut trainer = trainer::<f64>(&spec, &rows);
        let mut batches = Vec::new();
        while trainer.ended().is_none() {
            let batch = trainer.next_rows().to_vec();
            if batch.len() > 1 {
                batches.push(batch);
            }
            if let Some(record) = trainer.step().unwrap() {
                let last = std::mem::take(&mut batches);
                if record.epoch < 2 {
                    continue;
                }
                let standing = trainer.standing_weights();
                for column in 0..WIDTH {
                    let of = |batch: &Vec<u32>| moments(batch, column, WIDTH, &rows.train_inputs);
                    let count = last.len() as f64;
                    let (mean, variance) = last.iter().map(of).fold((0.0, 0.0), |sum, (m, v)| {
                        (sum.0 + m / count, sum.1 + v / count)
                    });
                    assert!((standing[2 * WIDTH + column] - mean).abs() < 1e-12);
                    assert!((standing[3 * WIDTH + column] - variance).abs() < 1e-12);
                }
            }
        }
    }
}

#[test]
fn looking_at_an_epoch_s_last_step_shows_the_step_and_not_what_averages_it() {
    let mut described = normalized(4, 0.1);
    described["averaging"] = json!({"kind": "stochastic", "startEpoch": 1});
    described["layers"]
        .as_array_mut()
        .unwrap()
        .insert(0, json!({"kind": "dropout", "rate": 0.3}));
    let spec = parse(&described);
    let rows = table(&spec, 30, 0, 2);
    let mut trainer = trainer::<f32>(&spec, &rows);
    trainer.step().unwrap();
    let mut bytes = Vec::new();
    trainer.checkpoint(&mut bytes).unwrap();
    let state = RunState::<f32>::Checkpoint(&bytes);
    let worked = inspect(state, rows.labelled(), 1.0).unwrap();
    let (record, seen) = trainer.step_with_statistics().unwrap();
    assert!(record.is_some());
    for (op, worked) in seen.unwrap().ops.iter().zip(&worked.ops) {
        let norm = worked.outputs.iter().map(|x| x * x).sum::<f64>().sqrt();
        assert!(
            (op.outputs.norm - norm).abs() <= 1e-12 * norm,
            "{}",
            op.kind
        );
    }
}

/// A column far from 0, in whose sum f32 would lose the last digits of every row.
#[test]
fn a_batch_of_many_rows_is_summed_to_the_last_digits_of_f32() {
    const ROWS: usize = 300_000;
    let mut described = normalized(1, 1.0);
    described["epochs"] = 1.into();
    let spec = parse(&described);
    let value = |row: usize| 1000.0 + (row * 7919 % 1000) as f32 / 100.0;
    let rows = Table {
        train_inputs: (0..ROWS).map(value).collect(),
        train_targets: vec![0.5; 2 * ROWS],
        train_weights: Vec::new(),
        validation_inputs: Vec::new(),
        validation_targets: Vec::new(),
        validation_weights: Vec::new(),
    };
    fn statistics<T: Real>(spec: &descent_engine::RunSpec, rows: &Table) -> [f64; 2] {
        let mut trainer = trainer::<T>(spec, rows);
        trainer.step().unwrap();
        let weights = trainer.weights();
        [weights[2].to_f64(), weights[3].to_f64()]
    }
    let order: Vec<u32> = (0..ROWS as u32).collect();
    let (mean, variance) = moments(&order, 0, 1, &rows.train_inputs);
    for [seen_mean, seen_variance] in [
        statistics::<f32>(&spec, &rows),
        statistics::<f64>(&spec, &rows),
    ] {
        assert!((seen_mean / mean - 1.0).abs() < 1e-7, "{seen_mean} {mean}");
        let error = (seen_variance / variance - 1.0).abs();
        assert!(error < 1e-5, "{seen_variance} {variance}");
    }
}
