//! Shapes at the edge, and input that must be refused.

use crate::support::{describe, finish, outputs_of, parse, refusal, table, trainer};
use descent_engine::{
    Activation, ErrorKind, Loss, RunSpec, estimate_memory_bytes, parameter_count, predict,
};
use serde_json::{Value, json};

fn trains(sizes: &[usize], loss: Loss, rows: usize, batch: Value) {
    let mut description = describe(sizes, Activation::Relu, loss);
    description["batchSize"] = batch;
    let spec = parse(&description);
    let data = table(&spec, rows, rows.min(3), 2);
    let mut trainer = trainer::<f32>(&spec, &data);
    let records = finish(&mut trainer);
    assert_eq!(records.len(), 5);
    assert!(
        records
            .iter()
            .all(|r| r.train_loss.is_finite() && r.validation_loss.is_finite())
    );
    assert_eq!(trainer.weights().len() as u64, parameter_count(&spec));
}

#[test]
fn a_batch_larger_than_the_data() {
    trains(&[3, 5, 2], Loss::MeanSquaredError, 7, json!(1_000_000));
}

#[test]
fn a_last_batch_of_one_row() {
    trains(&[3, 5, 2], Loss::SoftmaxCrossEntropy, 9, json!(8));
}

#[test]
fn one_row() {
    trains(&[3, 5, 2], Loss::MeanSquaredError, 1, json!(32));
    trains(&[3, 5, 1], Loss::BinaryCrossEntropy, 1, json!(null));
}

#[test]
fn no_hidden_layer() {
    trains(&[3, 1], Loss::MeanSquaredError, 20, json!(4));
    trains(&[40, 4], Loss::SoftmaxCrossEntropy, 20, json!(4));
}

#[test]
fn width_one_everywhere() {
    trains(&[1, 1, 1, 1], Loss::BinaryCrossEntropy, 20, json!(4));
}

#[test]
fn a_thousand_classes() {
    trains(&[8, 16, 1000], Loss::SoftmaxCrossEntropy, 60, json!(25));
}

#[test]
fn width_four_thousand() {
    trains(&[4096, 3], Loss::SoftmaxCrossEntropy, 10, json!(4));
    trains(&[2, 4096, 1], Loss::MeanSquaredError, 10, json!(4));
}

#[test]
fn constant_inputs_and_huge_logits_stay_finite() {
    let spec = parse(&describe(
        &[2, 3],
        Activation::Linear,
        Loss::SoftmaxCrossEntropy,
    ));
    let mut data = table(&spec, 10, 0, 1);
    data.train_inputs.fill(1e4);
    let mut trainer = trainer::<f32>(&spec, &data);
    assert!(
        finish(&mut trainer)
            .iter()
            .all(|r| r.train_loss.is_finite())
    );
}

#[test]
fn data_that_are_not_finite_are_refused_with_row_and_column() {
    let spec = parse(&describe(
        &[7, 3, 2],
        Activation::Relu,
        Loss::MeanSquaredError,
    ));
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let mut data = table(&spec, 1500, 4, 1);
        data.train_inputs[1203 * 7 + 4] = bad;
        let error = refusal(&spec, &data);
        assert_eq!(error.kind, ErrorKind::NonFiniteData);
        assert!(
            error
                .message
                .contains("training input in row 1204, column 5"),
            "{error}"
        );
        let mut data = table(&spec, 15, 4, 1);
        data.validation_targets[3 * 2 + 1] = bad;
        let error = refusal(&spec, &data);
        assert!(
            error
                .message
                .contains("validation target in row 4, column 2"),
            "{error}"
        );
    }
}

#[test]
fn targets_that_the_loss_cannot_use_are_refused() {
    for (loss, outputs, bad) in [
        (Loss::SoftmaxCrossEntropy, 3, 3.0),
        (Loss::SoftmaxCrossEntropy, 3, -1.0),
        (Loss::SoftmaxCrossEntropy, 3, 0.5),
        (Loss::BinaryCrossEntropy, 1, 2.0),
    ] {
        let spec = parse(&describe(&[2, outputs], Activation::Relu, loss));
        let mut data = table(&spec, 5, 5, 1);
        data.validation_targets[2] = bad;
        let error = refusal(&spec, &data);
        assert_eq!(error.kind, ErrorKind::InvalidTarget);
        assert!(error.message.contains("row 3"), "{error}");
    }
}

#[test]
fn shapes_that_clash_are_named() {
    let spec = parse(&describe(&[4, 2], Activation::Relu, Loss::MeanSquaredError));
    let mut data = table(&spec, 5, 2, 1);
    data.train_inputs.pop();
    assert!(refusal(&spec, &data).message.contains("19 values"));
    let mut data = table(&spec, 5, 2, 1);
    data.validation_targets.pop();
    let error = refusal(&spec, &data);
    assert_eq!(error.kind, ErrorKind::ShapeMismatch);
    assert!(
        error.message.contains("2 × 4") && error.message.contains("2 × 2"),
        "{error}"
    );
    let error = refusal(&spec, &table(&spec, 0, 2, 1));
    assert!(error.message.contains("no training rows"), "{error}");
}

#[test]
fn descriptions_out_of_range_are_refused_naming_field_value_and_range() {
    let sound = describe(&[4, 3, 2], Activation::Relu, Loss::SoftmaxCrossEntropy);
    for (pointer, value, words) in [
        ("/inputs", json!(0), ["inputs is 0", "from 1 to"]),
        (
            "/layers/0/units",
            json!(0),
            ["layers[0].units is 0", "from 1 to"],
        ),
        (
            "/layers/1/units",
            json!(1),
            ["layers[1].units is 1", "2 or more"],
        ),
        (
            "/layers/1/activation",
            json!("relu"),
            ["layers[1].activation is relu", "linear"],
        ),
        ("/layers", json!([]), ["layers", "from 1 to"]),
        (
            "/learningRate",
            json!(0.0),
            ["learningRate is 0", "above 0"],
        ),
        (
            "/learningRate",
            json!(-1.0),
            ["learningRate is -1", "above 0"],
        ),
        ("/batchSize", json!(0), ["batchSize is 0", "from 1"]),
        ("/epochs", json!(0), ["epochs is 0", "from 1 to 1000000"]),
        ("/l2", json!(-0.1), ["l2 is -0.1", "at least 0"]),
        ("/threads", json!(0), ["threads is 0", "from 1 to 256"]),
        (
            "/timeLimitSeconds",
            json!(0),
            ["timeLimitSeconds is 0", "above 0"],
        ),
        (
            "/earlyStopping",
            json!({"patience": 0}),
            ["earlyStopping.patience is 0", "from 1"],
        ),
        (
            "/optimizer",
            json!({"kind": "adam", "beta1": 1.0}),
            ["optimizer.beta1 is 1", "below 1"],
        ),
        (
            "/optimizer",
            json!({"kind": "rmsprop", "epsilon": 0.0}),
            ["optimizer.epsilon is 0", "at least"],
        ),
        (
            "/optimizer",
            json!({"kind": "momentum", "beta1": 0.5}),
            ["unknown field", "beta1"],
        ),
        (
            "/optimizer",
            json!({"kind": "magic"}),
            ["unknown variant", "magic"],
        ),
        ("/loss", json!("magic"), ["unknown variant", "magic"]),
        (
            "/layers/0/activation",
            json!("swish"),
            ["unknown variant", "swish"],
        ),
        (
            "/optimizer",
            json!({"kind": "adamW", "weightDecay": -1.0}),
            ["optimizer.weightDecay is -1", "at least 0"],
        ),
        (
            "/schedule",
            json!({"kind": "step", "everyEpochs": 0}),
            ["schedule.everyEpochs is 0", "above 0"],
        ),
        (
            "/schedule",
            json!({"kind": "constant", "factor": 1}),
            ["unknown field", "factor"],
        ),
        (
            "/averaging",
            json!({"kind": "exponential", "decay": 1.0}),
            ["averaging.decay is 1", "below 1"],
        ),
        (
            "/warmupEpochs",
            json!(-1),
            ["warmupEpochs is -1", "at least 0"],
        ),
        (
            "/rateFactors",
            json!({"biases": -1}),
            ["rateFactors.biases is -1", "at least 0"],
        ),
        (
            "/rateFactors",
            json!({"weights": 1}),
            ["unknown field", "weights"],
        ),
        (
            "/layers/0",
            json!({"units": 3, "activation": "relu", "initialization": "he"}),
            ["missing field", "kind"],
        ),
        (
            "/layers/0",
            json!({"kind": "scale", "units": 3}),
            ["unknown field", "units"],
        ),
        (
            "/layers/1",
            json!({"kind": "activation", "activation": "linear"}),
            ["layers[1] is activation", "must be dense"],
        ),
        ("/clipNorm", json!(0), ["clipNorm is 0", "above 0"]),
        ("/clipValue", json!(-1), ["clipValue is -1", "above 0"]),
        ("/l1", json!(-1), ["l1 is -1", "at least 0"]),
        (
            "/weightDecay",
            json!(-1),
            ["weightDecay is -1", "at least 0"],
        ),
        (
            "/lossOptions",
            json!({"gamma": 1.0}),
            [
                "lossOptions.gamma is given",
                "softmaxCrossEntropy does not have it",
            ],
        ),
        (
            "/lossOptions",
            json!({"classWeights": [1, 2, 3]}),
            ["classWeights has 3 values", "2 classes"],
        ),
        (
            "/lossOptions",
            json!({"labelSmoothing": 1}),
            ["labelSmoothing is 1", "below 1"],
        ),
        (
            "/loss",
            json!("quantile"),
            ["quantiles has 0 values", "2 outputs"],
        ),
        (
            "/layers/0",
            json!({"kind": "dense", "units": 3, "activation": "relu", "initialization": "he", "initializationScale": 1.0}),
            ["layers[0].initializationScale is given", "follows"],
        ),
    ] {
        let mut description = sound.clone();
        match description.pointer_mut(pointer) {
            Some(field) => *field = value,
            None => description[&pointer[1..]] = value,
        }
        let error = RunSpec::from_json(&description.to_string()).unwrap_err();
        for word in words {
            assert!(error.message.contains(word), "{error}");
        }
    }
    let mut description = sound.clone();
    description["surprise"] = json!(1);
    let error = RunSpec::from_json(&description.to_string()).unwrap_err();
    assert!(error.message.contains("surprise"), "{error}");
    assert_eq!(
        RunSpec::from_json("{").unwrap_err().kind,
        ErrorKind::InvalidSpec
    );
}

#[test]
fn a_run_that_does_not_fit_the_memory_is_refused_before_it_starts() {
    let mut description = describe(
        &[65_536, 65_536, 65_536, 2],
        Activation::Relu,
        Loss::SoftmaxCrossEntropy,
    );
    description["batchSize"] = 1.into();
    let spec = parse(&description);
    assert!(estimate_memory_bytes(&spec, 1, 0) > 1 << 37);
    let error = refusal(&spec, &table(&spec, 1, 0, 1));
    assert_eq!(error.kind, ErrorKind::OutOfMemory);
}

#[test]
fn predictions_apply_the_output_of_the_loss_row_by_row() {
    // One layer that passes its inputs on: the logits are known.
    for (loss, width) in [
        (Loss::SoftmaxCrossEntropy, 3),
        (Loss::BinaryCrossEntropy, 1),
        (Loss::MeanSquaredError, 3),
        (Loss::Hinge, 3),
        (Loss::Focal, 1),
        (Loss::Focal, 3),
        (Loss::Poisson, 3),
        (Loss::Gamma, 2),
        (Loss::GaussianNll, 2),
    ] {
        let spec = parse(&describe(&[width, width], Activation::Linear, loss));
        let mut weights = vec![0.0f32; width * width + width];
        for i in 0..width {
            weights[i * width + i] = 1.0;
        }
        let rows = 700;
        let inputs: Vec<f32> = (0..rows * width)
            .map(|i| (i as f32 * 0.37).sin() * 4.0)
            .collect();
        let mut outputs = vec![f32::NAN; rows * width];
        predict(&spec, &weights, &inputs, &mut outputs).unwrap();
        for (x, y) in inputs.chunks(width).zip(outputs.chunks(width)) {
            let expected: Vec<f64> = match loss {
                Loss::Poisson | Loss::Gamma => x.iter().map(|v| f64::from(*v).exp()).collect(),
                Loss::GaussianNll => vec![f64::from(x[0]), (f64::from(x[1]) / 2.0).exp()],
                _ if width == 1 => vec![1.0 / (1.0 + f64::from(-x[0]).exp())],
                Loss::SoftmaxCrossEntropy | Loss::Focal => {
                    let total: f64 = x.iter().map(|v| f64::from(*v).exp()).sum();
                    x.iter().map(|v| f64::from(*v).exp() / total).collect()
                }
                _ => x.iter().map(|v| f64::from(*v)).collect(),
            };
            for (y, e) in y.iter().zip(expected) {
                assert!((f64::from(*y) - e).abs() < 1e-6 * e.abs().max(1.0));
            }
        }
        let error = predict(&spec, &weights, &inputs, &mut outputs[1..]).unwrap_err();
        assert_eq!(error.kind, ErrorKind::ShapeMismatch);
        let error = predict(&spec, &weights[1..], &inputs, &mut outputs).unwrap_err();
        assert_eq!(error.kind, ErrorKind::ShapeMismatch);
    }
}

#[test]
fn targets_and_weights_that_a_loss_cannot_use_are_refused_with_their_row() {
    for (loss, target, words) in [
        (Loss::Poisson, -1.0, "at least 0"),
        (Loss::Gamma, 0.0, "above 0"),
        (Loss::Hinge, 4.0, "from 0 to 3"),
        (Loss::Focal, 0.5, "from 0 to 3"),
    ] {
        let spec = parse(&describe(&[4, 3, outputs_of(loss)], Activation::Relu, loss));
        let mut rows = table(&spec, 9, 0, 1);
        let width = rows.train_targets.len() / 9;
        rows.train_targets[5 * width] = target;
        let error = refusal(&spec, &rows);
        assert_eq!(error.kind, ErrorKind::InvalidTarget);
        assert!(
            error.message.contains("row 6") && error.message.contains(words),
            "{error}"
        );
    }
    let spec = parse(&describe(
        &[4, 2],
        Activation::Relu,
        Loss::SoftmaxCrossEntropy,
    ));
    let sound = table(&spec, 9, 0, 1);
    for (weights, kind, words) in [
        (
            vec![1.0; 8],
            ErrorKind::ShapeMismatch,
            "8 training weights for 9 rows",
        ),
        (
            vec![0.0; 9],
            ErrorKind::InvalidTarget,
            "all training rows have the weight 0",
        ),
        (
            vec![1.0, 1.0, -1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
            ErrorKind::InvalidTarget,
            "weight in row 3 is -1",
        ),
        (
            vec![f32::NAN; 9],
            ErrorKind::NonFiniteData,
            "weight in row 1",
        ),
    ] {
        let mut rows = sound.clone();
        rows.train_weights = weights;
        let error = refusal(&spec, &rows);
        assert_eq!(error.kind, kind, "{error}");
        assert!(error.message.contains(words), "{error}");
    }
}
