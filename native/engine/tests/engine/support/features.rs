//! Front ends that between them use every kind of feature.

use serde_json::{Value, json};

/// The number of columns, their features and, for messages, what is special about them.
pub fn front_ends() -> Vec<(&'static str, usize, Value)> {
    let periodic = |columns: Value, frequencies: usize, dimension: usize, shared: bool| {
        json!({"kind": "periodic", "columns": columns, "frequencies": frequencies, "deviation": 0.7,
               "dimension": dimension, "activation": "tanh", "shared": shared})
    };
    let number = |columns: Value| json!({"kind": "number", "columns": columns});
    let one_hot = |column: usize, levels: usize| json!({"kind": "oneHot", "column": column, "levels": levels});
    let embedding = |column: usize, levels: usize, dimension: usize| {
        json!({"kind": "embedding", "column": column, "levels": levels, "dimension": dimension,
               "initializationScale": 0.3})
    };
    vec![
        (
            "numbers in another order",
            4,
            json!([number(json!([3, 1])), number(json!([0, 2]))]),
        ),
        (
            "one-hot columns alone",
            3,
            json!([one_hot(1, 17), one_hot(0, 9), one_hot(2, 40)]),
        ),
        (
            "one-hot columns among numbers",
            5,
            json!([one_hot(1, 3), number(json!([0, 2, 4])), one_hot(3, 35)]),
        ),
        (
            "an embedding",
            2,
            json!([number(json!([0])), embedding(1, 5, 3)]),
        ),
        (
            "embeddings over panels",
            4,
            json!([
                embedding(1, 7, 30),
                number(json!([0])),
                embedding(2, 3, 34),
                embedding(3, 20, 1)
            ]),
        ),
        (
            "periodic",
            3,
            json!([number(json!([1])), periodic(json!([0, 2]), 3, 4, false)]),
        ),
        (
            "shared periodic",
            4,
            json!([periodic(json!([0, 2, 1]), 17, 3, true), number(json!([3]))]),
        ),
        (
            "wide periodic",
            2,
            json!([periodic(json!([1, 0]), 20, 18, false)]),
        ),
        (
            "periodic with another activation",
            2,
            json!([
                {"kind": "periodic", "columns": [1, 0], "frequencies": 4, "deviation": 0.5, "dimension": 7,
                 "activation": "silu", "shared": true}
            ]),
        ),
        (
            "piecewise linear",
            3,
            json!([
                {"kind": "piecewiseLinear", "columns": [2, 0], "edges": [[-0.9, -0.2, 0.3, 1.1], [-0.5, 0.5]]},
                number(json!([1]))
            ]),
        ),
        (
            "piecewise linear and dense",
            3,
            json!([
                number(json!([1])),
                {"kind": "piecewiseLinear", "columns": [2, 0], "dimension": 5, "activation": "gelu",
                 "edges": [[-0.9, -0.2, 0.3, 1.1], (0..19).map(|i| f64::from(i) / 9.0 - 1.0).collect::<Vec<_>>()]}
            ]),
        ),
        (
            "everything",
            9,
            json!([
                embedding(3, 6, 5), number(json!([0, 1])), one_hot(4, 4),
                {"kind": "piecewiseLinear", "columns": [5], "edges": [[-0.5, 0.0, 0.5]], "dimension": null},
                periodic(json!([6, 2]), 5, 6, false),
                {"kind": "piecewiseLinear", "columns": [8], "edges": [[-0.5, 0.1, 0.5]], "dimension": 3},
                one_hot(7, 11)
            ]),
        ),
    ]
}

/// The description with this front end.
pub fn with_features(mut description: Value, columns: usize, features: &Value) -> Value {
    description["inputs"] = columns.into();
    description["features"] = features.clone();
    description
}
