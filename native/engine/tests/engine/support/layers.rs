//! A network with every kind of layer.

use super::describe;
use descent_engine::{Activation, Loss};
use serde_json::{Value, json};

/// Of this width, for members side by side where there are several; in mini-batches with an average of the weights.
pub fn everything(members: usize, width: usize) -> Value {
    let mut description = describe(&[5, 3], Activation::Tanh, Loss::SoftmaxCrossEntropy);
    let dense = |sharing: &str, activation: &str, bias: bool| {
        json!({
            "kind": "dense", "units": width, "activation": activation, "initialization": "glorot",
            "sharing": sharing, "bias": bias,
        })
    };
    let mut layers = vec![
        json!({"kind": "layerNormalization"}),
        dense("all", "relu", false),
        json!({"kind": "batchNormalization"}),
        dense("adapters", "gelu", true),
        json!({"kind": "residual", "layers": [
            {"kind": "rmsNormalization"},
            dense("own", "linear", true),
            {"kind": "activation", "activation": "silu"},
            {"kind": "residual", "layers": [{"kind": "scale", "initial": "signs"}]},
            {"kind": "dropout", "rate": 0.2},
        ]}),
        json!({"kind": "batchNormalization"}),
        json!({"kind": "prelu"}),
    ];
    let last = json!({
        "kind": "dense", "units": 3, "activation": "linear", "initialization": "glorot", "sharing": "own",
    });
    layers.push(last);
    description["layers"] = layers.into();
    description["members"] = members.into();
    description["batchSize"] = 64.into();
    description["epochs"] = 3.into();
    description["clipNorm"] = json!(1.0);
    description["averaging"] = json!({"kind": "exponential", "decay": 0.9});
    description
}
