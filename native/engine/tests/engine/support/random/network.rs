//! Random networks.

use super::Choices;
use descent_engine::{Activation, Initialization};
use serde_json::{Value, json};

/// Columns of the data, the activations that the network starts from, and what makes these of those.
pub fn front(choices: &mut Choices<'_>) -> (usize, usize, Value) {
    let columns = choices.width();
    if !choices.rarely(3) {
        return (columns, columns, Value::Null);
    }
    // From the last of the first columns on, so that the order of the features is not that of the columns.
    let mut left: Vec<usize> = (0..columns.min(8)).collect();
    let (mut features, mut width) = (Vec::new(), columns - left.len());
    if width > 0 {
        let rest: Vec<usize> = (left.len()..columns).collect();
        features.push(json!({"kind": "number", "columns": rest}));
    }
    while let Some(column) = left.pop() {
        let more = choices.below(3).min(left.len());
        let mut group = vec![column];
        let (feature, made) = match choices.below(6) {
            0 => {
                group.extend(left.split_off(left.len() - more));
                let made = group.len();
                (json!({"kind": "number", "columns": group}), made)
            }
            1 => {
                let levels = choices.pick(&[1, 2, 3, 16, 35]);
                (
                    json!({"kind": "oneHot", "column": column, "levels": levels}),
                    levels,
                )
            }
            2 => embedding(choices, column),
            3 => {
                group.extend(left.split_off(left.len() - more));
                periodic(choices, &group)
            }
            _ => {
                group.extend(left.split_off(left.len() - more));
                piecewise(choices, &group)
            }
        };
        features.push(feature);
        width += made;
    }
    (columns, width, Value::Array(features))
}

fn embedding(choices: &mut Choices<'_>, column: usize) -> (Value, usize) {
    let dimension = choices.pick(&[3, 1, 2, 8, 17, 33]);
    let feature = json!({
        "kind": "embedding", "column": column, "levels": choices.pick(&[4, 1, 2, 30]),
        "dimension": dimension, "initialization": choices.pick(&["normal", "uniform", "constant", "zeros"]),
    });
    (feature, dimension)
}

fn periodic(choices: &mut Choices<'_>, columns: &[usize]) -> (Value, usize) {
    let dimension = choices.pick(&[3, 1, 2, 8, 18]);
    let feature = json!({
        "kind": "periodic", "columns": columns, "frequencies": choices.pick(&[3, 1, 2, 8, 17]),
        "deviation": choices.pick(&[0.1, 0.0, 1.0, 5.0]), "dimension": dimension,
        "activation": choices.pick(&Activation::ALL).name(), "shared": choices.rarely(2),
    });
    (feature, columns.len() * dimension)
}

fn piecewise(choices: &mut Choices<'_>, columns: &[usize]) -> (Value, usize) {
    let mut edges = Vec::new();
    for _ in columns {
        let count = choices.pick(&[3, 2, 4, 18]);
        let step = choices.between(0.01, 1.0);
        let edge = |i: usize| -0.9 + step * i as f64;
        edges.push((0..count).map(edge).collect::<Vec<f64>>());
    }
    let bins: usize = edges.iter().map(|list| list.len() - 1).sum();
    let mut feature = json!({"kind": "piecewiseLinear", "columns": columns, "edges": edges});
    if !choices.rarely(2) {
        return (feature, bins);
    }
    let dimension = choices.pick(&[3, 1, 2, 8, 18]);
    feature["dimension"] = dimension.into();
    feature["activation"] = choices.pick(&Activation::ALL).name().into();
    (feature, columns.len() * dimension)
}

/// The layers of a network of so many `inputs`, the output layer last.
pub fn layers(
    choices: &mut Choices<'_>,
    inputs: usize,
    members: usize,
    outputs: usize,
) -> Vec<Value> {
    let mut width = inputs;
    let count = usize::from(choices.large) + choices.below(4);
    let mut layers: Vec<Value> = Vec::new();
    if choices.large {
        // So that there is work for several threads, whatever else there is.
        layers.push(dense(choices, &mut width, None));
    }
    layers.extend((0..count).map(|_| layer(choices, &mut width, 0)));
    let mut last = dense(choices, &mut width, Some(outputs));
    last["activation"] = json!("linear");
    if members > 1 {
        last["sharing"] = choices.pick(&["own", "adapters"]).into();
    }
    layers.push(last);
    layers
}

fn layer(choices: &mut Choices<'_>, width: &mut usize, depth: usize) -> Value {
    let epsilon = choices.pick(&[1e-5, 1e-3]);
    match choices.below(14) {
        5 => json!({"kind": "activation", "activation": choices.pick(&Activation::ALL).name()}),
        6 => json!({"kind": "scale", "initial": choices.pick(&["ones", "signs", "normal"])}),
        7 => json!({"kind": "prelu", "initial": choices.pick(&[0.25, 0.0, -0.5, 1.0])}),
        8 => json!({"kind": "dropout", "rate": choices.pick(&[0.1, 0.0, 0.5, 0.9])}),
        9 | 10 => {
            let momentum = choices.pick(&[0.1, 0.0, 1.0]);
            json!({"kind": "batchNormalization", "momentum": momentum, "epsilon": epsilon})
        }
        11 => json!({"kind": "layerNormalization", "epsilon": epsilon}),
        12 => json!({"kind": "rmsNormalization", "epsilon": epsilon}),
        13 if depth < 3 => {
            let mut inner = *width;
            let count = choices.below(3);
            let mut layers: Vec<Value> = (0..count)
                .map(|_| layer(choices, &mut inner, depth + 1))
                .collect();
            if layers.is_empty() || inner != *width {
                layers.push(dense(choices, &mut inner, Some(*width)));
            }
            json!({"kind": "residual", "layers": layers})
        }
        _ => dense(choices, width, None),
    }
}

fn dense(choices: &mut Choices<'_>, width: &mut usize, units: Option<usize>) -> Value {
    *width = units.unwrap_or_else(|| choices.width());
    let initialization = choices.pick(&Initialization::ALL);
    let scale = initialization.default_scale().filter(|_| choices.rarely(2));
    json!({
        "kind": "dense",
        "units": *width,
        "activation": choices.pick(&Activation::ALL).name(),
        "initialization": initialization,
        "initializationScale": scale,
        "bias": !choices.rarely(5),
        "sharing": choices.pick(&["all", "all", "own", "adapters"]),
    })
}
