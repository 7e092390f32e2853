//! One step worked through against PyTorch: `reference/make_worked_step.py` made the numbers.

use crate::inspection::{checkpoint, same};
use crate::support::{Table, describe, parse, trainer};
use descent_engine::{Activation, LabelledRows, Loss, RunState, inspect};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reference {
    inputs: Vec<f32>,
    targets: Vec<f32>,
    sizes: Vec<usize>,
    start: Vec<f64>,
    learning_rate: f64,
    l2: f64,
    clip_norm: f64,
    loss: f64,
    losses: Vec<f64>,
    norm: f64,
    penalty: f64,
    probabilities: Vec<f64>,
    layers: Vec<Layer>,
    gradients: Vec<Vec<f64>>,
    effective: Vec<Vec<f64>>,
    before: State,
    after: State,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Layer {
    sums: Vec<f64>,
    activations: Vec<f64>,
    by_sums: Vec<f64>,
    by_activations: Vec<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct State {
    weights: Vec<Vec<f64>>,
    mean: Vec<Vec<f64>>,
    mean_square: Vec<Vec<f64>>,
}

#[test]
fn every_number_of_a_step_is_that_of_pytorch() {
    let text = include_str!("../reference/worked_step.json");
    let reference: Reference = serde_json::from_str(text).unwrap();
    let sizes = &reference.sizes;
    let mut description = describe(sizes, Activation::Tanh, Loss::SoftmaxCrossEntropy);
    description["layers"][1]["activation"] = "leakyRelu".into();
    description["learningRate"] = reference.learning_rate.into();
    description["l2"] = reference.l2.into();
    description["clipNorm"] = reference.clip_norm.into();
    let spec = parse(&description);
    let rows = Table {
        train_inputs: reference.inputs.clone(),
        train_targets: reference.targets.clone(),
        train_weights: Vec::new(),
        validation_inputs: Vec::new(),
        validation_targets: Vec::new(),
        validation_weights: Vec::new(),
    };
    let mut trainer = trainer::<f64>(&spec, &rows);
    trainer.set_weights(&reference.start).unwrap();
    let bytes = checkpoint(&mut trainer, 2);
    let given = LabelledRows {
        inputs: &reference.inputs,
        targets: &reference.targets,
        weights: &[],
    };
    let seen = inspect::<f64>(RunState::Checkpoint(&bytes), given, 1.0).unwrap();

    assert_eq!((seen.rows, seen.step), (4, 3));
    assert_eq!(seen.learning_rate, reference.learning_rate);
    same(&[seen.loss], &[reference.loss], "loss");
    same(&seen.losses, &reference.losses, "losses");
    same(&[seen.gradient_norm], &[reference.norm], "norm");
    assert!(seen.clip_scale < 0.9, "{}", seen.clip_scale);
    same(&[seen.l2_penalty], &[reference.penalty], "penalty");
    assert_eq!(seen.l1_penalty, 0.0);
    same(&seen.predictions, &reference.probabilities, "predictions");

    let kinds: Vec<&str> = seen.ops.iter().map(|op| op.kind).collect();
    let expected = [
        "features",
        "dense",
        "activation",
        "dense",
        "activation",
        "dense",
    ];
    assert_eq!(kinds, expected);
    let inputs: Vec<f64> = reference.inputs.iter().map(|x| f64::from(*x)).collect();
    assert_eq!(seen.ops[0].outputs, inputs);
    assert_eq!(seen.ops[0].derivatives, None);
    assert_eq!(seen.ops[4].activation, Some("leakyRelu"));
    for (index, layer) in reference.layers.iter().enumerate() {
        let (sums, after) = (&seen.ops[1 + 2 * index], seen.ops.get(2 + 2 * index));
        assert_eq!(sums.layer, [index + 1]);
        same(&sums.outputs, &layer.sums, "sums");
        same(
            sums.derivatives.as_ref().unwrap(),
            &layer.by_sums,
            "by sums",
        );
        if let Some(after) = after {
            assert_eq!(after.layer, [index + 1]);
            same(&after.outputs, &layer.activations, "activations");
            let derivatives = after.derivatives.as_ref().unwrap();
            same(derivatives, &layer.by_activations, "by activations");
        }
    }

    let mut first = 0;
    for (index, values) in seen.parameters.iter().enumerate() {
        assert_eq!(values.first, first);
        first += values.rows * values.columns;
        assert_eq!(values.name, ["weights", "biases"][index % 2]);
        same(&values.before, &reference.before.weights[index], "before");
        same(&values.after, &reference.after.weights[index], "after");
        same(&values.gradients, &reference.gradients[index], "gradients");
        let effective = &values.effective_gradients;
        same(
            effective,
            &reference.effective[index],
            "effective gradients",
        );
        for (moment, (name, before, after)) in values.moments.iter().zip([
            ("mean", &reference.before.mean, &reference.after.mean),
            (
                "meanSquare",
                &reference.before.mean_square,
                &reference.after.mean_square,
            ),
        ]) {
            assert_eq!(moment.name, name);
            same(&moment.before, &before[index], "moment before");
            same(&moment.after, &after[index], "moment after");
        }
        assert_eq!(values.moments.len(), 2);
    }
    assert_eq!(first, reference.start.len());
}
