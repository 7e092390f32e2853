//! The data-dependent initialization: every unit's sum has mean 0 and deviation 1 over the rows.

use crate::support::{Table, describe, parse, table, trainer};
use descent_engine::{Activation, Loss, OpValues, RunSpec, RunState, inspect};
use serde_json::{Value, json};

fn description(activation: Activation) -> Value {
    let mut description = describe(&[5, 40, 17, 3], activation, Loss::SoftmaxCrossEntropy);
    for layer in description["layers"].as_array_mut().unwrap() {
        layer["initialization"] = "dataDependent".into();
    }
    description
}

/// What the dense layers of a fresh network make of all rows, before their activations.
fn sums_of_dense_layers(spec: &RunSpec, rows: &Table) -> Vec<OpValues> {
    let weights = trainer::<f64>(spec, rows).weights();
    let state = RunState::Weights {
        spec,
        weights: &weights,
    };
    let seen = inspect(state, rows.labelled(), 1.0).unwrap();
    let dense = seen.ops.into_iter().filter(|op| op.kind == "dense");
    dense.collect()
}

/// Mean and deviation of each column of row-major values.
fn moments(values: &[f64], columns: usize) -> Vec<(f64, f64)> {
    let rows = (values.len() / columns) as f64;
    let of = |column: usize| {
        let values = || values.iter().skip(column).step_by(columns);
        let mean = values().sum::<f64>() / rows;
        let square = values().map(|x| (x - mean).powi(2)).sum::<f64>();
        (mean, (square / rows).sqrt())
    };
    (0..columns).map(of).collect()
}

#[test]
fn every_sum_of_every_dense_layer_is_standardized() {
    for activation in [Activation::Relu, Activation::Tanh, Activation::Gelu] {
        let spec = parse(&description(activation));
        let mut rows = table(&spec, 200, 0, 1);
        // Columns of very different sizes, one of them nearly constant.
        for row in rows.train_inputs.chunks_mut(5) {
            row[0] = row[0] * 1000.0 + 5000.0;
            row[1] *= 1e-3;
            row[2] += 100.0;
        }
        let dense = sums_of_dense_layers(&spec, &rows);
        assert_eq!(dense.len(), 3);
        for op in dense {
            for (mean, deviation) in moments(&op.outputs, op.columns) {
                assert!(mean.abs() < 1e-9, "{activation:?}: mean {mean}");
                assert!(
                    (deviation - 1.0).abs() < 1e-9,
                    "{activation:?}: {deviation}"
                );
            }
        }
    }
}

#[test]
fn every_member_fits_its_own_sums_and_shared_weights_those_of_all() {
    let mut described = description(Activation::Tanh);
    described["members"] = 3.into();
    for (layer, sharing) in ["own", "all", "own"].iter().enumerate() {
        described["layers"][layer]["sharing"] = (*sharing).into();
    }
    let spec = parse(&described);
    let rows = table(&spec, 120, 0, 1);
    let dense = sums_of_dense_layers(&spec, &rows);
    for (op, copies) in dense.iter().zip([3, 1, 3]) {
        assert_eq!(op.outputs.len(), 3 * 120 * op.columns);
        for sums in op.outputs.chunks(op.outputs.len() / copies) {
            for (mean, deviation) in moments(sums, op.columns) {
                assert!(mean.abs() < 1e-9 && (deviation - 1.0).abs() < 1e-9);
            }
        }
    }
}

#[test]
fn adapters_fit_the_deviation_of_the_sums_before_their_scales() {
    let mut described = description(Activation::Tanh);
    described["members"] = 3.into();
    for layer in described["layers"].as_array_mut().unwrap() {
        layer["sharing"] = "adapters".into();
    }
    let spec = parse(&described);
    let rows = table(&spec, 120, 0, 1);
    for op in sums_of_dense_layers(&spec, &rows) {
        for (_, deviation) in moments(&op.outputs, op.columns) {
            assert!((deviation - 1.0).abs() < 1e-9, "{deviation}");
        }
    }
}

#[test]
fn rows_are_taken_from_the_whole_table() {
    // Sorted: the first rows alone have one value of the first column.
    let spec = parse(&description(Activation::Tanh));
    let mut rows = table(&spec, 2000, 0, 1);
    for (index, row) in rows.train_inputs.chunks_mut(5).enumerate() {
        row[0] = (index / 500) as f32 * 10.0;
    }
    let weights = trainer::<f64>(&spec, &rows).weights();
    let sums: Vec<f64> = rows
        .train_inputs
        .chunks(5)
        .flat_map(|row| {
            let weights = &weights;
            (0..40).map(move |unit| {
                let products = (0..5).map(|i| f64::from(row[i]) * weights[i * 40 + unit]);
                products.sum::<f64>() + weights[5 * 40 + unit]
            })
        })
        .collect();
    for (mean, deviation) in moments(&sums, 40) {
        assert!(mean.abs() < 0.3 && (0.7..1.4).contains(&deviation));
    }
}

#[test]
fn constant_data_and_single_rows_leave_finite_weights_and_other_layers_alone() {
    let mut described = description(Activation::Relu);
    described["layers"][2]["initialization"] = "he".into();
    let spec = parse(&described);
    let mut rows = table(&spec, 30, 0, 1);
    rows.train_inputs.fill(2.5);
    let weights = trainer::<f32>(&spec, &rows).weights();
    assert!(weights.iter().all(|w| w.is_finite()));
    let mut one = table(&spec, 1, 0, 1);
    one.train_targets = vec![0.0];
    assert!(
        trainer::<f32>(&spec, &one)
            .weights()
            .iter()
            .all(|w| w.is_finite())
    );
    described["layers"][0]["initialization"] = "he".into();
    described["layers"][1]["initialization"] = "he".into();
    let other = trainer::<f32>(&parse(&described), &rows).weights();
    let output = weights.len() - 18 * 3;
    assert_eq!(weights[output..], other[output..]);
}

#[test]
fn the_weights_are_the_same_on_any_number_of_threads() {
    let mut described = describe(
        &[30, 200, 150, 3],
        Activation::Relu,
        Loss::SoftmaxCrossEntropy,
    );
    for layer in described["layers"].as_array_mut().unwrap() {
        layer["initialization"] = "dataDependent".into();
    }
    let weights = |threads: usize| {
        let mut described = described.clone();
        described["threads"] = json!(threads);
        let spec = parse(&described);
        let rows = table(&spec, 600, 0, 1);
        trainer::<f32>(&spec, &rows).weights()
    };
    let first = weights(1);
    for threads in [2, 3, 8] {
        assert!(weights(threads) == first, "{threads} threads");
    }
}
