//! The front end: one-hot columns, embeddings, periodic and piecewise-linear encodings.

use crate::support::features::{front_ends, with_features};
use crate::support::gradients::check;
use crate::support::{
    Numbers, Table, describe, distance, finish, outputs_of, parse, refusal, table, trainer, widen,
};
use descent_engine::{
    Activation, ErrorKind, Kernel, Loss, Options, Real, RunSpec, Trainer, estimate_memory_bytes,
    parameter_count, predict,
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

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

#[test]
fn a_value_that_is_no_level_is_refused_with_row_and_column() {
    let features = json!([
        {"kind": "number", "columns": [0]},
        {"kind": "oneHot", "column": 1, "levels": 3},
        {"kind": "embedding", "column": 2, "levels": 4, "dimension": 2},
    ]);
    let spec = parse(&with_features(
        describe(&[3, 5, 1], Activation::Relu, Loss::MeanSquaredError),
        3,
        &features,
    ));
    let sound = table(&spec, 10, 6, 1);
    let weights = trainer::<f32>(&spec, &sound).weights();
    for (column, bad, range) in [
        (1, 3.0, "from -1 to 2"),
        (1, 0.5, "from -1 to 2"),
        (1, -2.0, "from -1 to 2"),
        (2, -1.0, "from 0 to 3"),
        (2, 4.0, "from 0 to 3"),
    ] {
        let place = format!("in row 5, column {} is {bad}", column + 1);
        let mut data = sound.clone();
        data.train_inputs[4 * 3 + column] = bad;
        let error = refusal(&spec, &data);
        assert_eq!(error.kind, ErrorKind::InvalidCategory);
        assert!(
            error.message.contains(&format!("training input {place}")),
            "{error}"
        );
        assert!(error.message.contains(range), "{error}");
        let mut data = sound.clone();
        data.validation_inputs[4 * 3 + column] = bad;
        let error = refusal(&spec, &data);
        assert!(
            error.message.contains(&format!("validation input {place}")),
            "{error}"
        );
        let mut outputs = vec![0.0; 10];
        let mut inputs = sound.train_inputs.clone();
        inputs[4 * 3 + column] = bad;
        let error = predict(&spec, &weights, &inputs, &mut outputs).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidCategory);
        assert!(error.message.contains(&place), "{error}");
    }
    let mut inputs = sound.train_inputs.clone();
    inputs[2] = f32::NAN;
    let error = predict(&spec, &weights, &inputs, &mut [0.0; 10]).unwrap_err();
    assert!(
        error.message.contains("in row 1, column 3 is NaN"),
        "{error}"
    );
}

#[test]
fn features_out_of_range_are_refused_naming_the_field() {
    let number = |columns: Value| json!({"kind": "number", "columns": columns});
    let piecewise =
        |edges: Value| json!({"kind": "piecewiseLinear", "columns": [2], "edges": edges});
    let rest = number(json!([0, 1]));
    for (features, words) in [
        (
            json!([number(json!([0, 1]))]),
            vec!["no feature takes column 2"],
        ),
        (json!([]), vec!["no feature takes column 0"]),
        (
            json!([number(json!([0, 1, 2])), number(json!([1]))]),
            vec!["features[1] takes column 1", "features[0]"],
        ),
        (
            json!([number(json!([0, 1, 1, 2]))]),
            vec!["features[0] takes column 1", "once"],
        ),
        (
            json!([number(json!([0, 1, 3]))]),
            vec!["features[0] takes column 3", "from 0 to 2"],
        ),
        (
            json!([rest, number(json!([]))]),
            vec!["features[1].columns names no column"],
        ),
        (
            json!([rest, {"kind": "oneHot", "column": 2, "levels": 0}]),
            vec!["features[1].levels is 0", "from 1"],
        ),
        (
            json!([rest, {"kind": "embedding", "column": 2, "levels": 16_777_217, "dimension": 2}]),
            vec!["features[1].levels is 16777217", "to 16777216"],
        ),
        (
            json!([rest, {"kind": "embedding", "column": 2, "levels": 4, "dimension": 0}]),
            vec!["features[1].dimension is 0"],
        ),
        (
            json!([rest, {"kind": "embedding", "column": 2, "levels": 4, "dimension": 1, "initialization": "he"}]),
            vec!["features[1].initialization", "uniform"],
        ),
        (
            json!([rest, {"kind": "periodic", "columns": [2], "frequencies": 0, "deviation": 1, "dimension": 2}]),
            vec!["features[1].frequencies is 0"],
        ),
        (
            json!([rest, {"kind": "periodic", "columns": [2], "frequencies": 1, "deviation": -1, "dimension": 2}]),
            vec!["features[1].deviation is -1", "at least 0"],
        ),
        (
            json!([rest, piecewise(json!([[0.0]]))]),
            vec!["features[1].edges[0] (their number) is 1", "from 2"],
        ),
        (
            json!([rest, piecewise(json!([[0, 1], [1, 2]]))]),
            vec!["features[1].edges has 2 lists for 1"],
        ),
        (
            json!([rest, piecewise(json!([[0, 1, 1]]))]),
            vec!["features[1].edges[0][2] is 1", "above the edge before"],
        ),
        (
            json!([rest, piecewise(json!([[1e9, 1_000_000_000.5]]))]),
            vec!["features[1].edges[0][1]", "float32"],
        ),
        (
            json!([rest, piecewise(json!([[0, 1e39]]))]),
            vec!["features[1].edges[0][1]", "at most"],
        ),
        (
            json!([rest, {"kind": "piecewiseLinear", "columns": [2], "edges": [[0, 1]], "activation": "relu"}]),
            vec!["features[1].activation is relu", "without a dimension"],
        ),
        (
            json!([rest, {"kind": "magic", "column": 2}]),
            vec!["unknown variant", "magic"],
        ),
        (
            json!([rest, {"kind": "oneHot", "column": 2, "levels": 2, "dimension": 3}]),
            vec!["unknown field", "dimension"],
        ),
    ] {
        let description = with_features(
            describe(&[3, 4, 1], Activation::Relu, Loss::MeanSquaredError),
            3,
            &features,
        );
        let error = RunSpec::from_json(&description.to_string()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidSpec);
        for word in words {
            assert!(error.message.contains(word), "{error} lacks {word}");
        }
    }
}

#[test]
fn many_levels_cost_their_parameters_and_no_row_of_a_batch() {
    let features = json!([{"kind": "oneHot", "column": 0, "levels": 60_000}, {"kind": "number", "columns": [1]}]);
    let spec = parse(&with_features(
        describe(&[2, 16, 1], Activation::Relu, Loss::MeanSquaredError),
        2,
        &features,
    ));
    let estimate = |rows: usize| estimate_memory_bytes(&spec, rows, 0);
    assert!(estimate(100_000) - estimate(10) < 100_000 * 1000);
    assert_eq!(parameter_count(&spec), 60_001 * 16 + 16 + 17);
}

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

/// The numbers are PyTorch's, made by `reference/make_features.py`.
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

/// Data may change after they were checked, for they are shared; no code may then lead outside a table.
#[test]
fn numbers_of_any_size_are_encoded_finitely() {
    let features = json!([
        {"kind": "periodic", "columns": [0], "frequencies": 9, "deviation": 3.0, "dimension": 4},
        {"kind": "piecewiseLinear", "columns": [1], "edges": [[-1, 0, 1]]},
    ]);
    let spec = parse(&with_features(
        describe(&[2, 5, 1], Activation::Tanh, Loss::MeanSquaredError),
        2,
        &features,
    ));
    let rows = table(&spec, 8, 0, 1);
    let weights = trainer::<f32>(&spec, &rows).weights();
    let mut numbers = Numbers(77);
    let inputs: Vec<f32> = (0..80)
        .map(|i| numbers.next() * 10f32.powi(i % 30))
        .collect();
    let mut outputs = vec![0.0; 40];
    predict(&spec, &weights, &inputs, &mut outputs).unwrap();
    assert!(outputs.iter().all(|y| y.is_finite()), "{outputs:?}");
}
