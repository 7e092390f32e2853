//! Networks that are trained side by side.

use crate::support::gradients::check;
use crate::support::{describe, distance, finish, outputs_of, parse, table, trainer, widen};
use descent_engine::{Activation, ErrorKind, Loss, RunSpec, parameter_count, predict};
use proptest::prelude::*;
use serde_json::{Value, json};

fn ensemble(sizes: &[usize], loss: Loss, members: usize, sharing: &[&str]) -> Value {
    let mut description = describe(sizes, Activation::Tanh, loss);
    description["members"] = members.into();
    let layers = description["layers"].as_array_mut().unwrap();
    for (layer, sharing) in layers.iter_mut().zip(sharing) {
        layer["sharing"] = (*sharing).into();
    }
    description
}

#[test]
fn every_loss_and_sharing_agrees_with_central_differences() {
    for loss in Loss::ALL {
        for sharing in [
            ["all", "all", "own"],
            ["own", "all", "own"],
            ["adapters", "adapters", "adapters"],
            ["all", "adapters", "own"],
        ] {
            let outputs = outputs_of(loss);
            let spec = parse(&ensemble(&[4, 6, 5, outputs], loss, 3, &sharing));
            check(&spec, &table(&spec, 7, 0, 3)).unwrap();
        }
    }
}

/// Independent networks of one description: their weights, one after another for each member.
fn apart(weights: &[f32], sizes: &[usize], members: usize) -> Vec<Vec<f32>> {
    let mut parts = vec![Vec::new(); members];
    let mut at = 0;
    for pair in sizes.windows(2) {
        for len in [pair[0] * pair[1], pair[1]] {
            for part in &mut parts {
                part.extend(&weights[at..at + len]);
                at += len;
            }
        }
    }
    assert_eq!(at, weights.len());
    parts
}

#[test]
fn members_with_nothing_in_common_train_as_networks_alone() {
    for (loss, batch) in [
        (Loss::SoftmaxCrossEntropy, 8),
        (Loss::SoftmaxCrossEntropy, 16),
        (Loss::MeanSquaredError, 16),
        (Loss::Huber, 20),
        (Loss::BinaryCrossEntropy, 16),
    ] {
        train_as_alone(loss, batch);
    }
}

fn train_as_alone(loss: Loss, batch: usize) {
    let outputs = if loss == Loss::MeanSquaredError {
        1
    } else {
        outputs_of(loss)
    };
    let sizes = [5, 40, 7, outputs];
    let mut described = ensemble(&sizes, loss, 3, &["own"; 3]);
    described["batchSize"] = batch.into();
    described["l2"] = 0.03.into();
    described["l1"] = 0.002.into();
    // The gradient of the mean over members is a third of a member's, which Adam does not see but for its epsilon.
    described["optimizer"] = json!({"kind": "momentum"});
    described["learningRate"] = json!(0.3);
    let together = parse(&described);
    described["members"] = 1.into();
    described["learningRate"] = json!(0.1);
    let alone = parse(&described);
    let rows = table(&together, 30, 9, 1);
    let mut trainer_of_all = trainer::<f32>(&together, &rows);
    let starts = apart(&trainer_of_all.weights(), &sizes, 3);
    assert!(starts[0] != starts[1] && starts[1] != starts[2]);
    let records = finish(&mut trainer_of_all);
    let ends = apart(&trainer_of_all.weights(), &sizes, 3);
    let mut losses = vec![0.0; records.len()];
    for (start, end) in starts.iter().zip(&ends) {
        let mut single = trainer::<f32>(&alone, &rows);
        single.set_weights(start).unwrap();
        for (loss, record) in losses.iter_mut().zip(finish(&mut single)) {
            *loss += record.train_loss / 3.0;
        }
        let error = distance(&widen(&single.weights()), &widen(end));
        assert!(error < 1e-5, "a member is {error:e} away from its network");
    }
    for (loss, record) in losses.iter().zip(&records) {
        assert!((loss - record.train_loss).abs() < 1e-5 * loss);
    }
}

/// What a loss makes of the outputs of a row, averaged over members, with the loss of the mean.
fn combined(loss: Loss, rows: &[Vec<f32>]) -> Vec<f64> {
    let count = rows.len() as f64;
    let column = |i: usize| rows.iter().map(move |row| f64::from(row[i]));
    let width = rows[0].len();
    match loss {
        Loss::GaussianNll => {
            let half = width / 2;
            let mean = |i: usize| column(i).sum::<f64>() / count;
            let deviation = |i: usize| {
                let second = column(i).zip(column(half + i)).map(|(m, s)| s * s + m * m);
                (second.sum::<f64>() / count - mean(i) * mean(i)).sqrt()
            };
            (0..half)
                .map(mean)
                .chain((0..half).map(deviation))
                .collect()
        }
        _ => (0..width).map(|i| column(i).sum::<f64>() / count).collect(),
    }
}

#[test]
fn predictions_are_the_mean_of_the_members_predictions() {
    for loss in Loss::ALL {
        let sizes = [4, 6, outputs_of(loss)];
        let mut described = ensemble(&sizes, loss, 3, &["own", "own"]);
        described["seed"] = 3.into();
        let together = parse(&described);
        described["members"] = 1.into();
        let alone = parse(&described);
        let rows = table(&together, 300, 0, 1);
        let weights = trainer::<f32>(&together, &rows).weights();
        let outputs = |spec: &RunSpec, weights: &[f32]| {
            let mut outputs = vec![f32::NAN; 300 * spec.outputs()];
            predict(spec, weights, &rows.train_inputs, &mut outputs).unwrap();
            outputs
        };
        let ours = outputs(&together, &weights);
        let members: Vec<Vec<f32>> = apart(&weights, &sizes, 3)
            .iter()
            .map(|weights| outputs(&alone, weights))
            .collect();
        let width = together.outputs();
        for (row, values) in ours.chunks(width).enumerate() {
            let of_members: Vec<Vec<f32>> = members
                .iter()
                .map(|outputs| outputs[row * width..][..width].to_vec())
                .collect();
            for (y, e) in values.iter().zip(combined(loss, &of_members)) {
                let error = (f64::from(*y) - e).abs();
                assert!(error < 2e-6 * e.abs().max(1.0), "{loss:?}: {y} is not {e}");
            }
        }
    }
}

#[test]
fn the_loss_of_a_split_is_that_of_the_mean_prediction() {
    let mut described = ensemble(&[4, 6, 3], Loss::SoftmaxCrossEntropy, 4, &["own", "own"]);
    described["epochs"] = 1.into();
    let spec = parse(&described);
    let rows = table(&spec, 20, 300, 1);
    let mut trainer = trainer::<f64>(&spec, &rows);
    let record = trainer.step().unwrap().unwrap();
    let mut outputs = vec![f32::NAN; 300 * 3];
    predict(
        &spec,
        &trainer.weights(),
        &rows.validation_inputs,
        &mut outputs,
    )
    .unwrap();
    let losses = outputs.chunks(3).zip(&rows.validation_targets);
    let losses = losses.map(|(p, class)| -f64::from(p[*class as usize]).ln());
    let mean = losses.sum::<f64>() / 300.0;
    assert!((record.validation_loss - mean).abs() < 1e-6);
}

#[test]
fn members_that_nothing_tells_apart_are_refused() {
    let described = ensemble(&[4, 6, 3], Loss::SoftmaxCrossEntropy, 4, &["own", "all"]);
    let error = RunSpec::from_json(&described.to_string()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidSpec);
    assert!(
        error.message.contains("layers[1].sharing is all"),
        "{error}"
    );
    let mut described = ensemble(&[4, 6, 3], Loss::SoftmaxCrossEntropy, 0, &["own", "own"]);
    described["members"] = 0.into();
    let error = RunSpec::from_json(&described.to_string()).unwrap_err();
    assert!(error.message.contains("members is 0"), "{error}");
}

#[test]
fn adapters_share_their_weights_and_begin_as_tabm_does() {
    let described = ensemble(&[20, 6, 3], Loss::SoftmaxCrossEntropy, 4, &["adapters"; 2]);
    let spec = parse(&described);
    let of_layer = |inputs: u64, units: u64| inputs * units + 4 * (inputs + 2 * units);
    assert_eq!(parameter_count(&spec), of_layer(20, 6) + of_layer(6, 3));
    let rows = table(&spec, 5, 0, 1);
    let weights = trainer::<f32>(&spec, &rows).weights();
    let (first, second) = weights.split_at(of_layer(20, 6) as usize);
    let signs = &first[120..200];
    assert!(signs.iter().all(|r| r.abs() == 1.0));
    assert!(signs.contains(&1.0) && signs.contains(&-1.0));
    assert!(first[200..224].iter().all(|s| *s == 1.0));
    assert!(first[224..].iter().all(|b| *b == 0.0));
    assert!(second[18..18 + 4 * 9].iter().all(|scale| *scale == 1.0));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, ..ProptestConfig::default() })]

    /// Each layer is of some kind, is one for all members or not, and may stand in a residual block. An ε of 0.1 keeps nearly
    /// constant features from bends that differences cannot follow; a row alone is normalized with running statistics,
    /// which no step moves along their slope.
    #[test]
    fn random_networks_agree_with_central_differences(
        inputs in 1usize..8,
        members in 1usize..4,
        hidden in prop::collection::vec((0usize..12, 1usize..20, 0usize..3, any::<bool>()), 0..5),
        loss in 0usize..12,
        rows in 2usize..12,
        seed in 1u64..1_000_000,
    ) {
        let loss = Loss::ALL[loss];
        prop_assume!(!matches!(loss, Loss::Hinge | Loss::Huber | Loss::MeanAbsoluteError | Loss::Quantile));
        let mut width = inputs;
        let mut layers = Vec::new();
        let sharing = |kind: usize| ["all", "own", "adapters"][kind];
        for (kind, units, share, within) in hidden {
            let units = if within { width } else { units };
            let layer = match kind {
                0 => json!({"kind": "dropout", "rate": 0.2}),
                1 => json!({"kind": "batchNormalization", "epsilon": 0.1}),
                2 => json!({"kind": "layerNormalization", "epsilon": 0.1}),
                3 => json!({"kind": "rmsNormalization"}),
                4 => json!({"kind": "scale", "initial": "normal"}),
                5 => json!({"kind": "activation", "activation": "silu"}),
                _ => {
                    width = units;
                    let activation = ["tanh", "gelu", "softplus"][kind % 3];
                    json!({
                        "kind": "dense", "units": units, "activation": activation,
                        "initialization": "glorot", "sharing": sharing(share), "bias": kind != 11,
                    })
                }
            };
            layers.push(if within { json!({"kind": "residual", "layers": [layer]}) } else { layer });
        }
        layers.push(json!({
            "kind": "dense", "units": outputs_of(loss), "activation": "linear", "initialization": "glorot",
            "sharing": sharing(1 + rows % 2),
        }));
        let mut description = describe(&[inputs, 1], Activation::Tanh, loss);
        description["layers"] = layers.into();
        description["members"] = members.into();
        description["seed"] = seed.into();
        let spec = parse(&description);
        if let Err(message) = check(&spec, &table(&spec, rows, 0, seed)) {
            return Err(TestCaseError::fail(message));
        }
    }
}
