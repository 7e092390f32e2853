//! Passes over splits so large that several threads share them.

use crate::support::{describe, finish, parse, table, trainer};
use descent_engine::{Activation, LabelledRows, Loss, RunSpec, evaluate_metrics, predict};

/// The last chunk is a short one.
const ROWS: usize = 9_001;

fn spec(threads: usize) -> RunSpec {
    let sizes = [30, 100, 4];
    let mut description = describe(&sizes, Activation::Tanh, Loss::SoftmaxCrossEntropy);
    description["threads"] = threads.into();
    description["batchSize"] = 16.into();
    description["epochs"] = 2.into();
    description["metrics"] = serde_json::json!(["loss", "accuracy", "rocAuc"]);
    parse(&description)
}

#[test]
fn predictions_and_metrics_are_the_same_bits_on_any_number_of_threads() {
    let rows = table(&spec(1), 64, ROWS, 1);
    let run = |threads: usize| {
        let spec = spec(threads);
        let mut trainer = trainer::<f32>(&spec, &rows);
        let losses: Vec<u64> = finish(&mut trainer)
            .iter()
            .map(|record| record.validation_loss.to_bits())
            .collect();
        let weights = trainer.weights();
        let mut outputs = vec![0.0; ROWS * 4];
        predict(&spec, &weights, &rows.validation_inputs, &mut outputs).unwrap();
        let split = LabelledRows {
            inputs: &rows.validation_inputs,
            targets: &rows.validation_targets,
            weights: &[],
        };
        let metrics = evaluate_metrics(&spec, &weights, split).unwrap();
        (losses, trainer.epoch_metrics().to_vec(), outputs, metrics)
    };
    let first = run(1);
    for threads in [2, 3, 8] {
        assert!(run(threads) == first, "{threads} threads");
    }
}

#[test]
fn every_row_is_predicted_as_if_it_were_alone() {
    let spec = spec(3);
    let rows = table(&spec, 64, ROWS, 2);
    let weights = trainer::<f32>(&spec, &rows).weights();
    let inputs = &rows.validation_inputs;
    let mut all = vec![0.0; ROWS * 4];
    predict(&spec, &weights, inputs, &mut all).unwrap();
    for row in [0, 255, 256, 4_444, ROWS - 1] {
        let mut alone = [0.0; 4];
        predict(&spec, &weights, &inputs[row * 30..][..30], &mut alone).unwrap();
        assert_eq!(alone, all[row * 4..][..4], "row {row}");
    }
}
