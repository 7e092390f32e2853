//! Runs that begin with given weights.

use crate::support::layers::everything;
use crate::support::methods::{extras, optimizers};
use crate::support::{Table, describe, finish, parse, table, trainer};
use descent_engine::{
    Activation, Beginning, EngineError, ErrorKind, Job, Loss, Options, RunSpec, Start, Trainer,
    Which,
};
use serde_json::{Value, json};
use std::time::Duration;

fn branch<'a>(
    spec: &RunSpec,
    rows: &'a Table,
    weights: &[f32],
) -> Result<Trainer<'a, f32>, EngineError> {
    Trainer::from_weights(spec, rows.data(), weights, Options::default())
}

fn same(a: &Trainer<'_, f32>, b: &Trainer<'_, f32>) -> bool {
    a.weights() == b.weights()
        && a.standing_weights() == b.standing_weights()
        && a.best_weights() == b.best_weights()
        && (a.steps(), a.best_epoch()) == (b.steps(), b.best_epoch())
}

/// All optimizers, with batch normalization and other layers now and then.
fn descriptions() -> Vec<Value> {
    let mut all = Vec::new();
    for (index, optimizer) in optimizers().into_iter().enumerate() {
        let sizes = [5, 12, 7, 3];
        let mut description = describe(&sizes, Activation::Gelu, Loss::SoftmaxCrossEntropy);
        description["optimizer"] = optimizer;
        description["batchSize"] = 16.into();
        extras(index, &mut description);
        all.push(description);
    }
    all.push(everything(1, 9));
    all.push(everything(2, 9));
    let mut quasi = describe(&[5, 8, 1], Activation::Tanh, Loss::MeanSquaredError);
    quasi["optimizer"] = json!({"kind": "lbfgs"});
    quasi["learningRate"] = 1.into();
    all.push(quasi);
    for description in &mut all {
        description["epochs"] = 5.into();
    }
    all
}

#[test]
fn its_own_initialization_given_as_weights_is_the_same_run() {
    for description in descriptions() {
        let spec = parse(&description);
        let rows = table(&spec, 60, 20, 2);
        let mut whole = trainer::<f32>(&spec, &rows);
        let mut branched = branch(&spec, &rows, &whole.weights()).unwrap();
        finish(&mut whole);
        finish(&mut branched);
        assert!(same(&branched, &whole), "{description}");
    }
}

#[test]
fn it_begins_with_the_weights_and_a_fresh_optimizer_and_is_resumed_to_the_bit() {
    for mut description in descriptions() {
        let rows = table(&parse(&description), 60, 20, 2);
        let mut first = trainer::<f32>(&parse(&description), &rows);
        let _ = finish(&mut first);
        let weights = first.standing_weights();
        description["seed"] = 99.into();
        if description["optimizer"]["kind"] != "lbfgs" {
            description["divergence"] = json!({"rollbacks": 1, "factor": 0.5});
        }
        let spec = parse(&description);
        let mut whole = branch(&spec, &rows, &weights).unwrap();
        assert_eq!((whole.steps(), whole.epoch()), (0, 0));
        assert!(whole.weights() == weights && whole.standing_weights() == weights);
        finish(&mut whole);
        assert!(whole.weights() != weights);

        // Killed after every step.
        let mut part = branch(&spec, &rows, &weights).unwrap();
        let mut bytes = Vec::new();
        while part.ended().is_none() {
            part.checkpoint(&mut bytes).unwrap();
            part = Trainer::new(&spec, rows.data(), Some(&bytes), Options::default()).unwrap();
            part.step().unwrap();
        }
        assert!(same(&part, &whole), "{description}");
    }
}

#[test]
fn a_data_dependent_initialization_leaves_them_alone() {
    let mut description = describe(&[5, 12, 3], Activation::Relu, Loss::MeanSquaredError);
    description["layers"][0]["initialization"] = "dataDependent".into();
    let spec = parse(&description);
    let rows = table(&spec, 60, 20, 2);
    let weights: Vec<f32> = (0..5 * 12 + 12 + 12 * 3 + 3)
        .map(|i| i as f32 / 64.0)
        .collect();
    assert_eq!(branch(&spec, &rows, &weights).unwrap().weights(), weights);
}

#[test]
fn weights_of_another_length_or_that_are_not_finite_are_refused() {
    let spec = parse(&describe(
        &[2, 3, 1],
        Activation::Relu,
        Loss::MeanSquaredError,
    ));
    let rows = table(&spec, 20, 5, 2);
    let mut weights = vec![0.5f32; 13];
    for length in [0, 12, 14] {
        let error = branch(&spec, &rows, &vec![0.5; length]).err().unwrap();
        assert_eq!(error.kind, ErrorKind::UnfitWeights);
        assert!(error.message.contains("13 weights"), "{error}");
        assert!(
            error.message.contains(&format!("with {length};")),
            "{error}"
        );
    }
    for (value, name) in [(f32::NAN, "NaN"), (f32::INFINITY, "inf")] {
        weights[7] = value;
        let error = branch(&spec, &rows, &weights).err().unwrap();
        assert_eq!(error.kind, ErrorKind::UnfitWeights);
        let place = format!("value 2 of the biases of layer 1 (dense, 2 → 3, relu) is {name}");
        assert!(error.message.contains(&place), "{error}");
    }

    let from = Beginning::Weights(weights);
    let start = Start {
        from,
        ..Start::default()
    };
    let mut job = Job::start(spec, rows, start, || {}).unwrap();
    job.join();
    assert_eq!(job.poll().error.unwrap().kind, ErrorKind::UnfitWeights);
}

#[test]
fn a_job_that_begins_with_weights_does_what_the_trainer_does_also_when_stopped() {
    let mut description = describe(&[5, 12, 3], Activation::Relu, Loss::MeanSquaredError);
    description["batchSize"] = 16.into();
    description["epochs"] = 1_000_000.into();
    let mut spec = parse(&description);
    let rows = table(&spec, 60, 20, 2);
    let weights: Vec<f32> = (0..111).map(|i| (i as f32).sin() / 2.0).collect();
    let start = |spec: &RunSpec, from| {
        let start = Start {
            from,
            ..Start::default()
        };
        Job::start(spec.clone(), rows.clone(), start, || {}).unwrap()
    };
    let mut first = start(&spec, Beginning::Weights(weights.clone()));
    while first.poll().epoch < 2 {
        std::thread::sleep(Duration::from_millis(1));
    }
    first.stop();
    first.join();
    spec.epochs = first.poll().epoch + 10;
    let bytes = first.with_checkpoint(|bytes, _| bytes.to_vec());
    let mut second = start(&spec, Beginning::Checkpoint(bytes));
    second.join();
    let mut whole = branch(&spec, &rows, &weights).unwrap();
    finish(&mut whole);
    let mut last = vec![0.0; weights.len()];
    second.read_weights(Which::Last, &mut last).unwrap();
    assert_eq!(last, whole.weights());
}
