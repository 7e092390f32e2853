//! The front end: one-hot columns, embeddings, periodic and piecewise-linear encodings.

use crate::support::features::{front_ends, with_features};
use crate::support::gradients::check;
use crate::support::{Table, describe, distance, finish, outputs_of, parse, table, trainer, widen};
use descent_engine::{Activation, Kernel, Loss, Options, Trainer, parameter_count, predict};
use serde_json::{Value, json};

fn described(
    sizes: &[usize],
    activation: Activation,
    loss: Loss,
    front: &(&str, usize, Value),
) -> Value {
    with_features(describe(sizes, activation, loss), front.1, &front.2)
}

#[test]
fn every_kind_agrees_with_central_differences() {
    for (index, front) in front_ends().iter().enumerate() {
        // Standing and lying first layers, whose activations are fused, follow, or are piecewise linear.
        for (hidden, activation, loss) in [
            (vec![1, 7, 5], Activation::Tanh, Loss::SoftmaxCrossEntropy),
            (vec![1, 3], Activation::Silu, Loss::MeanSquaredError),
            (vec![1], Activation::Linear, Loss::BinaryCrossEntropy),
            (vec![1, 6], Activation::LeakyRelu, Loss::LogCosh),
        ] {
            let mut sizes = hidden;
            sizes.push(outputs_of(loss));
            let mut description = described(&sizes, activation, loss, front);
            if index % 3 == 2 && activation == Activation::Silu {
                // The first layer is not dense.
                let layers = description["layers"].as_array_mut().unwrap();
                layers.insert(0, json!({"kind": "scale", "initial": "normal"}));
            }
            let spec = parse(&description);
            if let Err(message) = check(&spec, &table(&spec, 11, 0, 3)) {
                panic!("{}: {message}", front.0);
            }
        }
    }
}

#[test]
fn every_kind_agrees_with_central_differences_before_other_layers() {
    for front in front_ends() {
        let mut description = described(
            &[1, 6, 3],
            Activation::Tanh,
            Loss::SoftmaxCrossEntropy,
            &front,
        );
        let width = parse(&description).first_width();
        let dense = |units: usize| json!({"kind": "dense", "units": units, "activation": "silu", "initialization": "glorot"});
        for first in [
            vec![json!({"kind": "layerNormalization"})],
            vec![json!({"kind": "batchNormalization"}), dense(5)],
            vec![json!({"kind": "residual", "layers": [dense(3), dense(width)]})],
            vec![
                dense(7),
                json!({"kind": "rmsNormalization"}),
                json!({"kind": "prelu"}),
            ],
        ] {
            // Numbers of parameters by numbers of parameters are many.
            if width > 60 && first.len() != 3 {
                continue;
            }
            let mut layers = first.clone();
            layers.extend(description["layers"].as_array().unwrap().iter().cloned());
            let mut description = description.clone();
            description["layers"] = layers.into();
            let spec = parse(&description);
            if let Err(message) = check(&spec, &table(&spec, 11, 0, 3)) {
                panic!("{}: {message}", front.0);
            }
        }
        // Networks side by side, which differ from the first layer on or from the second.
        description["members"] = 2.into();
        for sharing in [["own", "own"], ["adapters", "own"], ["all", "own"]] {
            for (layer, sharing) in description["layers"]
                .as_array_mut()
                .unwrap()
                .iter_mut()
                .zip(sharing)
            {
                layer["sharing"] = sharing.into();
            }
            let spec = parse(&description);
            if let Err(message) = check(&spec, &table(&spec, 7, 0, 3)) {
                panic!("{} with {sharing:?}: {message}", front.0);
            }
        }
    }
}

/// What a network with one-hot columns computes is what one computes whose data hold the ones and zeros, for few levels and
/// for many, which choose rows of the first layer's weights.
#[test]
fn a_one_hot_column_is_its_ones_and_zeros() {
    for levels in [2, 5, 8, 9, 13, 40] {
        let features = json!([
            {"kind": "number", "columns": [2]},
            {"kind": "oneHot", "column": 0, "levels": levels},
            {"kind": "number", "columns": [1, 3]},
        ]);
        let sizes = [levels + 3, 40, 3];
        let plain = describe(&sizes, Activation::Gelu, Loss::SoftmaxCrossEntropy);
        let coded = parse(&with_features(plain.clone(), 4, &features));
        let plain = parse(&plain);
        let rows = table(&coded, 50, 20, 1);
        let spread = |inputs: &[f32]| -> Vec<f32> {
            let row = |row: &[f32]| {
                let mut values = vec![row[2]];
                values.extend((0..levels).map(|level| f32::from(row[0] == level as f32)));
                values.extend([row[1], row[3]]);
                values
            };
            inputs.chunks(4).flat_map(row).collect()
        };
        let wide = Table {
            train_inputs: spread(&rows.train_inputs),
            validation_inputs: spread(&rows.validation_inputs),
            ..rows.clone()
        };
        assert_eq!(parameter_count(&coded), parameter_count(&plain));
        let mut coded_run = trainer::<f64>(&coded, &rows);
        let mut plain_run = trainer::<f64>(&plain, &wide);
        assert_eq!(coded_run.weights(), plain_run.weights());
        let (ours, theirs) = (finish(&mut coded_run), finish(&mut plain_run));
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert!((ours.train_loss - theirs.train_loss).abs() < 1e-12);
            assert!((ours.validation_loss - theirs.validation_loss).abs() < 1e-12);
        }
        assert!(distance(&coded_run.weights(), &plain_run.weights()) < 1e-12);
    }
}

#[test]
fn numbers_in_their_order_are_the_same_run_as_without_features() {
    let plain = describe(&[5, 20, 3], Activation::Relu, Loss::SoftmaxCrossEntropy);
    let numbers = json!([{"kind": "number", "columns": [0, 1, 2, 3, 4]}]);
    let run = |description: &Value| {
        let spec = parse(description);
        let rows = table(&spec, 50, 0, 1);
        let mut trainer = trainer::<f32>(&spec, &rows);
        finish(&mut trainer);
        trainer.weights()
    };
    assert_eq!(run(&plain), run(&with_features(plain.clone(), 5, &numbers)));
}

#[test]
fn every_kernel_of_this_processor_gives_the_same_gradient() {
    for front in front_ends() {
        let spec = parse(&described(
            &[1, 50, 20],
            Activation::Silu,
            Loss::SoftmaxCrossEntropy,
            &front,
        ));
        let data = table(&spec, 45, 0, 9);
        let gradients: Vec<_> = Kernel::available()
            .into_iter()
            .map(|kernel| {
                let kernel = Some(kernel);
                let options = Options { kernel };
                let mut single = Trainer::<f32>::new(&spec, data.data(), None, options).unwrap();
                let mut double = Trainer::<f64>::new(&spec, data.data(), None, options).unwrap();
                (widen(&single.gradient().1), double.gradient().1)
            })
            .collect();
        for (single, double) in &gradients {
            assert!(distance(single, &gradients[0].0) < 1e-5, "{}", front.0);
            assert!(distance(double, &gradients[0].1) < 1e-13, "{}", front.0);
        }
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    for front in front_ends() {
        let mut description = described(
            &[1, 120, 80, 4],
            Activation::Relu,
            Loss::SoftmaxCrossEntropy,
            &front,
        );
        description["batchSize"] = 220.into();
        description["epochs"] = 2.into();
        description["clipNorm"] = json!(0.5);
        let run = |threads: usize| {
            let mut description = description.clone();
            description["threads"] = threads.into();
            let spec = parse(&description);
            let rows = table(&spec, 500, 260, 1);
            let mut trainer = trainer::<f32>(&spec, &rows);
            assert_eq!(trainer.threads(), threads);
            let losses: Vec<(f64, f64)> = finish(&mut trainer)
                .iter()
                .map(|r| (r.train_loss, r.validation_loss))
                .collect();
            (trainer.weights(), losses)
        };
        let first = run(1);
        for threads in [2, 3, 8] {
            assert!(run(threads) == first, "{threads} threads: {}", front.0);
        }
    }
}

#[test]
fn a_resumed_run_is_the_uninterrupted_one_to_the_bit() {
    for front in front_ends() {
        let mut description = described(
            &[1, 9, 3],
            Activation::Gelu,
            Loss::SoftmaxCrossEntropy,
            &front,
        );
        description["batchSize"] = 8.into();
        let spec = parse(&description);
        let rows = table(&spec, 43, 20, 5);
        let mut whole = trainer::<f32>(&spec, &rows);
        finish(&mut whole);
        let mut part = trainer::<f32>(&spec, &rows);
        for _ in 0..13 {
            part.step().unwrap();
        }
        let mut bytes = Vec::new();
        part.checkpoint(&mut bytes).unwrap();
        let mut rest =
            Trainer::<f32>::new(&spec, rows.data(), Some(&bytes), Options::default()).unwrap();
        finish(&mut rest);
        assert!(rest.weights() == whole.weights(), "{}", front.0);
    }
}

#[test]
fn every_kind_learns_and_predicts_what_it_was_trained_to() {
    for front in front_ends() {
        let mut description = described(
            &[1, 30, 1],
            Activation::Relu,
            Loss::MeanSquaredError,
            &front,
        );
        description["epochs"] = 300.into();
        let spec = parse(&description);
        let rows = table(&spec, 40, 0, 2);
        let mut trainer = trainer::<f32>(&spec, &rows);
        let records = finish(&mut trainer);
        let (first, last) = (records[0].train_loss, records[299].train_loss);
        assert!(last < first / 2.0, "{}: {first} to {last}", front.0);
        let mut outputs = vec![0.0; 40];
        predict(&spec, &trainer.weights(), &rows.train_inputs, &mut outputs).unwrap();
        let errors = outputs
            .iter()
            .zip(&rows.train_targets)
            .map(|(y, t)| f64::from(y - t).powi(2));
        let (ours, theirs) = (errors.sum::<f64>() / 40.0, trainer.gradient().0);
        assert!(
            (ours - theirs).abs() < theirs * 1e-3 + 1e-9,
            "{}: {ours} for {theirs}",
            front.0
        );
    }
}
