//! What the front end refuses, and how it meets numbers of any size.

use crate::support::features::with_features;
use crate::support::{Numbers, describe, parse, refusal, table, trainer};
use descent_engine::{
    Activation, ErrorKind, Loss, RunSpec, estimate_memory_bytes, parameter_count, predict,
};
use serde_json::{Value, json};

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
        (2, -2.0, "from -1 to 3"),
        (2, 4.0, "from -1 to 3"),
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
