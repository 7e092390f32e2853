//! Numbers at the ends of what a float holds, and splits without rows.

use crate::support::{Table, describe, finish, outputs_of, parse, table, trainer};
use descent_engine::{
    Activation, ErrorKind, Kernel, Loss, Options, RunSpec, StopReason, Trainer, predict,
};
use serde_json::{Value, json};
use std::hint::black_box;

/// Weights of a network of this description that nothing was trained with.
fn weights(spec: &RunSpec) -> Vec<f32> {
    trainer::<f32>(spec, &table(spec, 2, 0, 1)).weights()
}

fn predicted(spec: &RunSpec, weights: &[f32], inputs: &[f32]) -> Vec<f32> {
    let mut outputs = vec![0.5; inputs.len() / spec.inputs * spec.outputs()];
    predict(spec, weights, inputs, &mut outputs).unwrap();
    outputs
}

#[test]
fn denormals_are_flushed_on_every_thread_and_nowhere_else() {
    let sizes = [64, 128, 64];
    let mut description = describe(&sizes, Activation::Linear, Loss::MeanSquaredError);
    for threads in [1, 3, 8] {
        for kernel in Kernel::available() {
            description["threads"] = threads.into();
            let spec = parse(&description);
            let mut rows = table(&spec, 64, 0, 1);
            rows.train_inputs.fill(1e-20);
            rows.train_targets.fill(0.0);
            let options = Options {
                kernel: Some(kernel),
            };
            let mut trainer = Trainer::<f32>::new(&spec, rows.data(), None, options).unwrap();
            assert_eq!(trainer.threads(), threads);
            let tiny = vec![1e-20f32; trainer.weights().len()];
            trainer.set_weights(&tiny).unwrap();
            let (_, gradient) = trainer.gradient();
            // Every product of a weight's gradient is below the least normal number; a bias's is above.
            let (last_weights, last_biases) = gradient[64 * 128 + 128..].split_at(128 * 64);
            assert!(gradient[..64 * 128].iter().all(|g| *g == 0.0));
            assert!(last_weights.iter().all(|g| *g == 0.0));
            assert!(last_biases.iter().all(|g| *g > 1e-23 && g.is_normal()));
            let after = black_box(f32::MIN_POSITIVE) * black_box(0.5);
            assert!(after > 0.0, "the caller's own numbers are flushed");
        }
    }
}

#[test]
fn a_row_that_is_not_finite_spoils_no_other_prediction() {
    for outputs in [1, 4, 5, 40] {
        for activation in Activation::ALL {
            let spec = parse(&describe(
                &[7, 9, outputs],
                activation,
                Loss::MeanSquaredError,
            ));
            let weights = weights(&spec);
            let sound: Vec<f32> = (0..300 * 7).map(|i| (i as f32 * 0.7).sin()).collect();
            let expected = predicted(&spec, &weights, &sound);
            for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                let mut inputs = sound.clone();
                for row in [0, 8, 17, 255, 256, 299] {
                    inputs[row * 7 + row % 7] = bad;
                }
                let found = predicted(&spec, &weights, &inputs);
                for (row, (found, expected)) in found
                    .chunks(outputs)
                    .zip(expected.chunks(outputs))
                    .enumerate()
                {
                    if ![0, 8, 17, 255, 256, 299].contains(&row) {
                        assert_eq!(found, expected, "{activation:?}, row {row}");
                    } else if bad.is_nan() {
                        assert!(
                            found.iter().all(|y| y.is_nan()),
                            "{activation:?}: {found:?}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn an_infinite_input_of_a_linear_layer_gives_the_infinity_of_its_sign() {
    for outputs in [1, 4, 5, 40] {
        let spec = parse(&describe(
            &[3, outputs],
            Activation::Linear,
            Loss::MeanSquaredError,
        ));
        let mut weights = weights(&spec);
        weights.fill(2.0);
        let found = predicted(&spec, &weights, &[1.0, f32::NEG_INFINITY, 3.0]);
        assert!(found.iter().all(|y| *y == f32::NEG_INFINITY), "{found:?}");
    }
}

#[test]
fn no_rows_give_no_predictions() {
    let spec = parse(&describe(
        &[3, 4, 2],
        Activation::Relu,
        Loss::SoftmaxCrossEntropy,
    ));
    assert!(predicted(&spec, &weights(&spec), &[]).is_empty());
}

#[test]
fn one_class_alone_and_one_value_alone_are_learned() {
    for (loss, target) in [
        (Loss::BinaryCrossEntropy, 0.0),
        (Loss::SoftmaxCrossEntropy, 3.0),
        (Loss::Hinge, 1.0),
        (Loss::Focal, 2.0),
        (Loss::GaussianNll, 5.0),
        (Loss::Poisson, 0.0),
    ] {
        let mut description = describe(&[3, 5, outputs_of(loss)], Activation::Tanh, loss);
        description["metrics"] = match loss {
            Loss::GaussianNll | Loss::Poisson => json!(["r2", "rmse"]),
            _ => json!(["rocAuc", "mcc", "macroF1", "balancedAccuracy"]),
        };
        description["epochs"] = 30.into();
        let spec = parse(&description);
        let mut rows = table(&spec, 20, 6, 1);
        rows.train_targets.fill(target);
        rows.validation_targets.fill(target);
        let mut trainer = trainer::<f32>(&spec, &rows);
        let losses: Vec<f64> = std::iter::from_fn(|| trainer.step().unwrap())
            .take(30)
            .map(|record| record.validation_loss)
            .collect();
        assert_eq!(losses.len(), 30);
        assert!(losses[29] < losses[0], "{loss:?}: {losses:?}");
    }
}

#[test]
fn the_largest_numbers_end_a_run_by_its_divergence_or_train() {
    let mut ended = 0;
    for loss in Loss::ALL {
        for (inputs, weight) in [
            (f32::MAX, 1.0),
            (1.0, f32::MAX),
            (f32::MAX, f32::MAX),
            (1e-44, 1e-44),
        ] {
            let mut description = describe(&[3, 6, outputs_of(loss)], Activation::Gelu, loss);
            description["learningRate"] = json!(1e6);
            description["seed"] = json!(u64::MAX);
            let spec = parse(&description);
            let mut rows = table(&spec, 9, 3, 1);
            rows.train_inputs
                .iter_mut()
                .for_each(|x| *x = inputs.copysign(*x));
            rows.train_weights = vec![weight; 9];
            let mut trainer = trainer::<f32>(&spec, &rows);
            loop {
                match trainer.step() {
                    Ok(_) if trainer.ended() == Some(StopReason::Epochs) => break,
                    Ok(_) => {}
                    Err(error) => {
                        assert_eq!(error.kind, ErrorKind::Diverged);
                        let says = |what: &str| error.message.contains(what);
                        assert!(
                            says(": not finite first: the ") || says("and the loss of them is not"),
                            "{error}"
                        );
                        ended += 1;
                        break;
                    }
                }
            }
        }
    }
    assert!(ended > 0);
}

#[test]
fn the_largest_targets_are_met_with_a_divergence_in_the_first_step() {
    let spec = parse(&describe(
        &[3, 6, 2],
        Activation::Relu,
        Loss::MeanSquaredError,
    ));
    let mut rows = table(&spec, 9, 3, 1);
    rows.train_targets.fill(f32::MAX);
    let error = trainer::<f32>(&spec, &rows).step().unwrap_err();
    assert_eq!(error.kind, ErrorKind::Diverged);
    assert!(error.message.contains("step 1 of the run"), "{error}");
    let what = "linear) are still finite, and the loss of them is not";
    assert!(
        error.message.contains("the outputs of the output layer ("),
        "{error}"
    );
    assert!(error.message.contains(what), "{error}");
}

/// Three inputs, this layer between two dense ones, two outputs.
fn with_layer(layer: Value) -> Value {
    let mut description = describe(&[3, 6, 2], Activation::Linear, Loss::MeanSquaredError);
    let layers = description["layers"].as_array_mut().unwrap();
    layers.insert(1, layer);
    description
}

/// The losses of a run, all finite.
fn losses(description: &Value, rows: &Table) -> Vec<f64> {
    let spec = parse(description);
    let mut trainer = trainer::<f32>(&spec, rows);
    let records = finish(&mut trainer);
    assert_eq!(records.len() as u64, spec.epochs);
    let losses: Vec<f64> = records.iter().map(|r| r.validation_loss).collect();
    assert!(losses.iter().all(|loss| loss.is_finite()), "{description}");
    losses
}

#[test]
fn batch_normalization_of_single_rows_trains_with_its_running_statistics() {
    let mut description = with_layer(json!({"kind": "batchNormalization"}));
    description["epochs"] = 20.into();
    for (rows, batch) in [(1, json!(null)), (9, json!(8)), (9, json!(1))] {
        description["batchSize"] = batch;
        let rows = table(&parse(&description), rows, 4, 1);
        let losses = losses(&description, &rows);
        assert!(losses[19] != losses[0]);
    }
    // No row alone has a variance, so nothing runs: W, b, gain, shift, mean, variance, W, b.
    description["batchSize"] = json!(1);
    let spec = parse(&description);
    let rows = table(&spec, 9, 4, 1);
    let mut trainer = trainer::<f32>(&spec, &rows);
    finish(&mut trainer);
    let weights = trainer.weights();
    let statistics = &weights[3 * 6 + 6 + 6 + 6..][..12];
    assert_eq!(statistics[..6], [0.0; 6]);
    assert_eq!(statistics[6..], [1.0; 6]);

    // Nor does their average.
    description["averaging"] = json!({"kind": "exponential", "decay": 0.9});
    let spec = parse(&description);
    let mut trainer = crate::support::trainer::<f32>(&spec, &rows);
    finish(&mut trainer);
    let weights = trainer.standing_weights();
    let statistics = &weights[3 * 6 + 6 + 6 + 6..][..12];
    assert_eq!(statistics[..6], [0.0; 6]);
    assert_eq!(statistics[6..], [1.0; 6]);
}

#[test]
fn features_without_variance_are_normalized_to_finite_values() {
    for layer in [
        json!({"kind": "batchNormalization", "epsilon": 1e-12}),
        json!({"kind": "layerNormalization", "epsilon": 1e-12}),
        json!({"kind": "rmsNormalization", "epsilon": 1e-12}),
    ] {
        let mut description = with_layer(layer);
        description["layers"][0]["initialization"] = json!("zeros");
        description["batchSize"] = json!(4);
        let spec = parse(&description);
        let mut rows = table(&spec, 12, 4, 1);
        for value in [0.0, 7.0, 1e18] {
            rows.train_inputs.fill(value);
            rows.validation_inputs.fill(value);
            rows.train_targets.fill(0.5);
            let trained = trainer::<f32>(&spec, &rows).step();
            assert!(trained.is_ok(), "{description}: {trained:?}");
        }
    }
}

#[test]
fn one_feature_alone_is_normalized_by_its_row() {
    for kind in ["layerNormalization", "rmsNormalization"] {
        let mut description = describe(&[1, 1, 1], Activation::Linear, Loss::MeanSquaredError);
        let layers = description["layers"].as_array_mut().unwrap();
        layers.insert(1, json!({ "kind": kind }));
        let rows = table(&parse(&description), 12, 4, 1);
        losses(&description, &rows);
    }
}

#[test]
fn dropout_of_nearly_everything_trains_and_drops_nothing_in_prediction() {
    let mut description = with_layer(json!({"kind": "dropout", "rate": 0.999_999}));
    description["learningRate"] = json!(1e-6);
    let spec = parse(&description);
    let rows = table(&spec, 12, 4, 1);
    losses(&description, &rows);
    let plain = parse(&describe(
        &[3, 6, 2],
        Activation::Linear,
        Loss::MeanSquaredError,
    ));
    let weights = weights(&spec);
    let inputs = &rows.train_inputs;
    assert_eq!(
        predicted(&spec, &weights, inputs),
        predicted(&plain, &weights, inputs)
    );
}
