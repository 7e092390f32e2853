//! Layers beside the dense ones: their gradients, their parameters outside, and what they promise.

use crate::support::gradients::check;
use crate::support::{describe, finish, outputs_of, parse, table, trainer};
use descent_engine::{Activation, Loss, RunSpec, parameter_count, weights_len};
use serde_json::{Value, json};

/// A network with this layer between dense ones, twice, so that it has something trained below and above it.
fn network(layer: &Value, activation: Activation, loss: Loss) -> Value {
    let mut description = describe(&[2, 4, 3, outputs_of(loss)], activation, loss);
    let layers = description["layers"].as_array_mut().unwrap();
    layers.insert(2, layer.clone());
    layers.insert(1, layer.clone());
    description
}

fn dense(units: usize, sharing: &str) -> Value {
    json!({"kind": "dense", "units": units, "activation": "tanh", "initialization": "glorot", "sharing": sharing})
}

/// Each kind of layer, with what it may be told.
fn kinds() -> Vec<Value> {
    vec![
        json!({"kind": "activation", "activation": "gelu"}),
        json!({"kind": "prelu"}),
        json!({"kind": "dropout", "rate": 0.3}),
        json!({"kind": "batchNormalization"}),
        json!({"kind": "layerNormalization"}),
        json!({"kind": "rmsNormalization"}),
        json!({"kind": "scale", "initial": "normal"}),
        json!({"kind": "dense", "units": 3, "activation": "tanh", "initialization": "glorot", "bias": false}),
        dense(20, "adapters"),
        json!({"kind": "residual", "layers": [{"kind": "scale"}, {"kind": "activation", "activation": "tanh"}]}),
    ]
}

#[test]
fn every_layer_with_every_activation_and_loss_agrees_with_central_differences() {
    for layer in kinds() {
        for activation in Activation::ALL {
            for loss in Loss::ALL {
                let spec = parse(&network(&layer, activation, loss));
                // Of some data a row is at a kink of the loss or the activation.
                let errors: Vec<String> = (3..6)
                    .map_while(|seed| check(&spec, &table(&spec, 4, 0, seed)).err())
                    .collect();
                assert!(errors.len() < 3, "{errors:?}");
            }
        }
    }
}

#[test]
fn layers_of_several_panels_agree_with_central_differences() {
    for layer in kinds() {
        let description = describe(&[5, 37, 3], Activation::Tanh, Loss::SoftmaxCrossEntropy);
        for (members, sharing) in [(1, "all"), (3, "own")] {
            let mut description = description.clone();
            description["members"] = members.into();
            let layers = description["layers"].as_array_mut().unwrap();
            layers[1]["sharing"] = sharing.into();
            layers.insert(1, layer.clone());
            let spec = parse(&description);
            check(&spec, &table(&spec, 11, 0, 3)).unwrap();
        }
    }
}

#[test]
fn a_first_layer_without_parameters_needs_no_gradient_below_it() {
    for layer in kinds() {
        let mut description = describe(&[7, 3, 2], Activation::Tanh, Loss::MeanSquaredError);
        let layers = description["layers"].as_array_mut().unwrap();
        layers.insert(0, layer);
        let spec = parse(&description);
        check(&spec, &table(&spec, 6, 0, 3)).unwrap();
    }
}

#[test]
fn residual_blocks_within_each_other_agree_with_central_differences() {
    let block = |layers: Value| json!({"kind": "residual", "layers": layers});
    let norm = json!({"kind": "batchNormalization"});
    let inner = block(json!([{"kind": "scale"}, norm]));
    let gelu = json!({"kind": "activation", "activation": "gelu"});
    let nested = [
        // Two blocks begin at the same outputs, which an activation made.
        json!([
            dense(6, "all"),
            block(json!([inner, gelu, dense(6, "all")]))
        ]),
        // A block at the start, and one within one within one.
        json!([block(json!([block(json!([block(json!([dense(
            4, "all"
        )]))]))]))]),
        json!([
            block(json!([gelu])),
            dense(6, "all"),
            block(json!([dense(9, "all"), dense(6, "all")]))
        ]),
    ];
    for layers in nested {
        for (members, sharing) in [(1, "all"), (3, "own")] {
            for activation in ["relu", "gelu"] {
                let mut description = describe(&[4, 3], Activation::Tanh, Loss::MeanSquaredError);
                description["members"] = members.into();
                let mut all = layers.as_array().unwrap().clone();
                if all[0]["kind"] == "dense" {
                    all[0]["activation"] = activation.into();
                }
                all.push(dense(3, sharing));
                description["layers"] = all.into();
                let spec = parse(&description);
                check(&spec, &table(&spec, 9, 0, 5)).unwrap();
            }
        }
    }
}

/// Weights after training, and the losses.
fn trained(spec: &RunSpec) -> (Vec<f32>, Vec<(f64, f64)>) {
    let data = table(spec, 50, 20, 1);
    let mut trainer = trainer::<f32>(spec, &data);
    let records = finish(&mut trainer);
    let losses = records.iter().map(|r| (r.train_loss, r.validation_loss));
    (trainer.weights(), losses.collect())
}

#[test]
fn an_activation_of_its_own_is_the_activation_of_the_layer_before() {
    for activation in Activation::ALL {
        let fused = describe(&[7, 20, 3], activation, Loss::SoftmaxCrossEntropy);
        let mut apart = fused.clone();
        apart["layers"][0]["activation"] = "linear".into();
        apart["layers"][1]["initialization"] = "zeros".into();
        let mut fused = fused;
        fused["layers"][1]["initialization"] = "zeros".into();
        let layers = apart["layers"].as_array_mut().unwrap();
        layers.insert(
            1,
            json!({"kind": "activation", "activation": activation.name()}),
        );
        assert!(
            trained(&parse(&fused)) == trained(&parse(&apart)),
            "{activation:?}"
        );
    }
}

#[test]
fn a_scale_is_counted_and_begins_as_described() {
    for (initial, fits) in [
        ("ones", (|s: f32| s == 1.0) as fn(f32) -> bool),
        ("signs", |s| s.abs() == 1.0),
        ("normal", |s| s.abs() < 6.0),
    ] {
        let mut description = describe(&[50, 2], Activation::Tanh, Loss::MeanSquaredError);
        let layers = description["layers"].as_array_mut().unwrap();
        layers.insert(0, json!({"kind": "scale", "initial": initial}));
        let spec = parse(&description);
        assert_eq!(parameter_count(&spec), 50 + 50 * 2 + 2);
        assert_eq!(weights_len(&spec), parameter_count(&spec));
        let data = table(&spec, 5, 0, 1);
        let weights = trainer::<f32>(&spec, &data).weights();
        let scales = &weights[..50];
        assert!(scales.iter().all(|s| fits(*s)), "{initial}");
        let distinct = scales.iter().any(|s| *s != scales[0]);
        assert_eq!(distinct, initial != "ones", "{initial}");
    }
}

#[test]
fn penalties_spare_the_scales_and_their_rate_has_its_own_factor() {
    let mut description = describe(&[5, 2], Activation::Tanh, Loss::MeanSquaredError);
    description["optimizer"] = json!({"kind": "gradientDescent"});
    description["learningRate"] = json!(0.5);
    let layers = description["layers"].as_array_mut().unwrap();
    layers.insert(0, json!({"kind": "scale", "initial": "normal"}));
    description["rateFactors"] = json!({"scales": 0.25});
    description["l2"] = json!(0.3);
    description["l1"] = json!(0.2);
    description["weightDecay"] = json!(0.1);
    let spec = parse(&description);
    let data = table(&spec, 9, 0, 1);
    let mut trainer = trainer::<f64>(&spec, &data);
    let before = trainer.weights();
    let gradient = trainer.gradient().1;
    trainer.step().unwrap();
    for (i, after) in trainer.weights().iter().enumerate() {
        let expected = match i {
            0..5 => before[i] - 0.125 * gradient[i],
            5..15 => {
                let penalized = gradient[i] + 0.3 * before[i] + 0.2 * before[i].signum();
                before[i] * 0.95 - 0.5 * (penalized)
            }
            _ => before[i] - 0.5 * gradient[i],
        };
        assert!((after - expected).abs() < 1e-14, "{i}");
    }
}
