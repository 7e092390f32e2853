//! What a run does: one step by hand, what is kept, when it ends, and that it can be repeated.

use crate::support::{Table, describe, finish, parse, table, trainer};
use descent_engine::{Activation, ErrorKind, Loss, StopReason};
use serde_json::json;

const LOSSES: [Loss; 3] = [
    Loss::MeanSquaredError,
    Loss::SoftmaxCrossEntropy,
    Loss::BinaryCrossEntropy,
];

#[test]
fn one_step_by_hand() {
    // z = 0.5 · 2 + 0 = 1, error 1 - 3 = -2, loss 4; dz = 2 · -2 = -4; dw = -4 · 2 = -8, db = -4.
    let mut description = describe(&[1, 1], Activation::Linear, Loss::MeanSquaredError);
    description["optimizer"] = json!({"kind": "gradientDescent"});
    description["learningRate"] = 0.125.into();
    description["l2"] = 0.5.into();
    let spec = parse(&description);
    let rows = Table {
        train_inputs: vec![2.0],
        train_targets: vec![3.0],
        train_weights: Vec::new(),
        validation_inputs: Vec::new(),
        validation_targets: Vec::new(),
        validation_weights: Vec::new(),
    };
    let mut trainer = trainer::<f32>(&spec, &rows);
    trainer.set_weights(&[0.5, 0.0]).unwrap();
    let record = trainer.step().unwrap().unwrap();
    // The reported loss leaves the penalty out; the penalty 0.5 · w = 0.25 moves the weight and not the bias.
    assert_eq!(record.train_loss, 4.0);
    assert_eq!(trainer.weights(), [0.5 + 0.125 * (8.0 - 0.25), 0.125 * 4.0]);
}

#[test]
fn a_run_is_the_same_to_the_bit_for_any_number_of_threads_and_every_time() {
    for loss in LOSSES {
        let outputs = if loss == Loss::BinaryCrossEntropy {
            1
        } else {
            5
        };
        // Wide enough that the engine really uses every thread it is given.
        let sizes = [40, 150, 70, outputs];
        // Mini-batches with a smaller last one for one loss, the full batch for the others.
        let batches = if loss == Loss::SoftmaxCrossEntropy {
            json!(190)
        } else {
            json!(null)
        };
        for batch in [batches] {
            let run = |threads: usize| {
                let mut description = describe(&sizes, Activation::Gelu, loss);
                description["batchSize"] = batch.clone();
                description["threads"] = threads.into();
                description["epochs"] = 3.into();
                let spec = parse(&description);
                let rows = table(&spec, 421, 530, 1);
                let mut trainer = trainer::<f32>(&spec, &rows);
                assert_eq!(trainer.threads(), threads);
                let losses: Vec<(f64, f64)> = finish(&mut trainer)
                    .iter()
                    .map(|r| (r.train_loss, r.validation_loss))
                    .collect();
                (trainer.weights(), trainer.best_weights(), losses)
            };
            let first = run(1);
            for threads in [1, 2, 3, 8] {
                assert!(
                    run(threads) == first,
                    "{loss:?}, batch {batch}, {threads} threads"
                );
            }
        }
    }
}

#[test]
fn small_work_stays_on_one_thread() {
    let mut description = describe(&[10, 16, 16, 1], Activation::Relu, Loss::MeanSquaredError);
    description["threads"] = 8.into();
    description["batchSize"] = 32.into();
    let spec = parse(&description);
    let rows = table(&spec, 100, 0, 1);
    assert_eq!(trainer::<f32>(&spec, &rows).threads(), 1);
}

#[test]
fn the_seed_decides_weights_and_order() {
    let run = |seed: u64| {
        let mut description = describe(&[6, 8, 2], Activation::Tanh, Loss::SoftmaxCrossEntropy);
        description["seed"] = seed.into();
        description["batchSize"] = 10.into();
        let spec = parse(&description);
        let rows = table(&spec, 64, 0, 1);
        let mut trainer = trainer::<f32>(&spec, &rows);
        let start = trainer.weights();
        finish(&mut trainer);
        (start, trainer.weights())
    };
    assert!(run(1) == run(1));
    assert!(run(1).0 != run(2).0);
}

#[test]
fn initial_weights_follow_the_named_distribution_and_biases_are_zero() {
    for (name, scale, variance, limit) in [
        ("he", None, 2.0 / 200.0, Some(6.0f64 / 200.0)),
        ("glorot", None, 2.0 / 300.0, Some(6.0 / 300.0)),
        ("lecun", None, 1.0 / 200.0, Some(3.0 / 200.0)),
        ("uniform", Some(0.2), 0.04 / 3.0, Some(0.04)),
        ("heNormal", None, 2.0 / 200.0, None),
        ("glorotNormal", None, 2.0 / 300.0, None),
        ("lecunNormal", None, 1.0 / 200.0, None),
        ("normal", Some(0.2), 0.04, None),
        ("normal", None, 0.0025, None),
        ("orthogonal", Some(2.0), 4.0 / 200.0, None),
    ] {
        let mut description = describe(&[200, 100, 1], Activation::Relu, Loss::MeanSquaredError);
        description["layers"][0]["initialization"] = name.into();
        description["layers"][0]["initializationScale"] = scale.into();
        let spec = parse(&description);
        let rows = table(&spec, 2, 0, 1);
        let weights = trainer::<f64>(&spec, &rows).weights();
        let (first, bias) = weights[..20_100].split_at(20_000);
        assert!(bias.iter().all(|b| *b == 0.0));
        let deviation = f64::sqrt(variance);
        if let Some(limit) = limit.map(f64::sqrt) {
            assert!(first.iter().all(|w| w.abs() <= limit));
            assert!(first.iter().any(|w| w.abs() > 0.99 * limit));
        } else {
            // Of 20,000 normal values some 54 are beyond three deviations.
            let far = first.iter().filter(|w| w.abs() > 3.0 * deviation).count();
            assert!(
                (20..100).contains(&far),
                "{name}: {far} beyond 3 deviations"
            );
        }
        let mean = first.iter().sum::<f64>() / 20_000.0;
        let found = first.iter().map(|w| w * w).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.05 * deviation, "{name}: mean {mean}");
        assert!(
            (found / variance - 1.0).abs() < 0.03,
            "{name}: variance {found}"
        );
    }
}

#[test]
fn orthogonal_weights_are_orthogonal_and_constant_ones_constant() {
    for (inputs, units) in [(7, 20), (20, 7), (9, 9), (1, 1)] {
        let mut description = describe(
            &[inputs, units, 1],
            Activation::Relu,
            Loss::MeanSquaredError,
        );
        let first = |description: &serde_json::Value| {
            let spec = parse(description);
            let rows = table(&spec, 2, 0, 1);
            trainer::<f64>(&spec, &rows).weights()[..inputs * units].to_vec()
        };
        description["layers"][0]["initialization"] = "orthogonal".into();
        let w = first(&description);
        let few = inputs.min(units);
        let at = |short: usize, long: usize| {
            if inputs <= units {
                w[short * units + long]
            } else {
                w[long * units + short]
            }
        };
        for a in 0..few {
            for b in 0..few {
                let dot: f64 = (0..inputs.max(units)).map(|i| at(a, i) * at(b, i)).sum();
                let expected = if a == b { 1.0 } else { 0.0 };
                assert!((dot - expected).abs() < 1e-12, "{a} and {b}: {dot}");
            }
        }
        description["layers"][0]["initialization"] = "zeros".into();
        assert!(first(&description).iter().all(|w| *w == 0.0));
        description["layers"][0]["initialization"] = "constant".into();
        description["layers"][0]["initializationScale"] = 0.25.into();
        assert!(first(&description).iter().all(|w| *w == 0.25));
    }
}

#[test]
fn each_epoch_visits_every_row_once_in_a_new_order() {
    // With a rate too small to move anything, the mean over an epoch is the mean over all rows, whatever the batches.
    let mut description = describe(&[3, 4, 2], Activation::Tanh, Loss::MeanSquaredError);
    description["optimizer"] = json!({"kind": "gradientDescent"});
    description["learningRate"] = 1e-30.into();
    let spec = parse(&description);
    let rows = table(&spec, 53, 0, 1);
    let whole = trainer::<f64>(&spec, &rows).gradient().0;
    description["batchSize"] = 10.into();
    let spec = parse(&description);
    let mut by_batches = trainer::<f64>(&spec, &rows);
    for record in finish(&mut by_batches) {
        assert!((record.train_loss - whole).abs() < 1e-12);
        assert_eq!(record.steps, record.epoch * 6);
    }
    // With a rate that matters, the order does as well.
    description["learningRate"] = 0.05.into();
    let run = |seed: u64| {
        description["seed"] = seed.into();
        let spec = parse(&description);
        let mut trainer = trainer::<f64>(&spec, &rows);
        let count = trainer.weights().len();
        trainer.set_weights(&vec![0.1; count]).unwrap();
        finish(&mut trainer);
        trainer.weights()
    };
    let mut run = run;
    assert!(run(1) != run(2));
}

#[test]
fn early_stopping_waits_its_patience_and_the_best_weights_are_kept() {
    let mut description = describe(&[4, 32, 1], Activation::Tanh, Loss::MeanSquaredError);
    description["epochs"] = 5000.into();
    description["learningRate"] = 0.03.into();
    description["earlyStopping"] = json!({"patience": 7, "minDelta": 0.0});
    let spec = parse(&description);
    // Few rows with targets of noise are learned by heart, so the validation loss must rise.
    let mut rows = table(&spec, 12, 12, 1);
    let mut numbers = crate::support::Numbers(99);
    for y in rows
        .train_targets
        .iter_mut()
        .chain(&mut rows.validation_targets)
    {
        *y = numbers.next();
    }
    let mut trainer = trainer::<f32>(&spec, &rows);
    let mut weights = Vec::new();
    let mut records = Vec::new();
    while trainer.ended().is_none() {
        records.extend(trainer.step().unwrap());
        weights.push(trainer.weights());
    }
    assert_eq!(trainer.ended(), Some(StopReason::EarlyStopping));
    let best = (0..records.len())
        .min_by(|a, b| {
            records[*a]
                .validation_loss
                .total_cmp(&records[*b].validation_loss)
        })
        .unwrap();
    assert_eq!(trainer.best_epoch(), best as u64 + 1);
    assert_eq!(trainer.best_loss(), records[best].validation_loss);
    assert_eq!(trainer.best_weights(), weights[best]);
    assert_eq!(records.len(), best + 1 + 7);
    assert!(trainer.best_weights() != trainer.weights());
}

#[test]
fn an_improvement_within_the_minimum_delta_does_not_count() {
    let mut description = describe(&[4, 8, 1], Activation::Tanh, Loss::MeanSquaredError);
    description["epochs"] = 100.into();
    description["learningRate"] = 1e-6.into();
    description["earlyStopping"] = json!({"patience": 3, "minDelta": 0.5});
    let spec = parse(&description);
    let rows = table(&spec, 30, 30, 1);
    let mut trainer = trainer::<f32>(&spec, &rows);
    assert_eq!(finish(&mut trainer).len(), 1 + 3);
    // The best weights follow the loss itself.
    assert!(trainer.best_epoch() > 1);
}

#[test]
fn without_validation_rows_the_training_loss_decides() {
    let spec = parse(&describe(
        &[4, 8, 1],
        Activation::Tanh,
        Loss::BinaryCrossEntropy,
    ));
    let rows = table(&spec, 30, 0, 1);
    let mut trainer = trainer::<f32>(&spec, &rows);
    let records = finish(&mut trainer);
    assert!(records.iter().all(|r| r.validation_loss.is_nan()));
    let lowest = records
        .iter()
        .map(|r| r.train_loss)
        .fold(f64::INFINITY, f64::min);
    assert_eq!(trainer.best_loss(), lowest);
}

#[test]
fn divergence_is_seen_in_its_step_and_names_epoch_step_and_layer() {
    let mut description = describe(&[4, 8, 6, 1], Activation::Relu, Loss::MeanSquaredError);
    description["optimizer"] = json!({"kind": "gradientDescent"});
    description["learningRate"] = 1e5.into();
    description["epochs"] = 100.into();
    description["batchSize"] = 10.into();
    let spec = parse(&description);
    let rows = table(&spec, 30, 0, 1);
    let mut trainer = trainer::<f32>(&spec, &rows);
    let start = trainer.weights();
    let error = loop {
        match trainer.step() {
            Ok(_) => {}
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind, ErrorKind::Diverged);
    let step = trainer.steps();
    let (epoch, in_epoch) = (step / 3 + 1, step % 3 + 1);
    assert!(
        error
            .message
            .contains(&format!("epoch {epoch}, step {in_epoch} ")),
        "{error}"
    );
    assert!(error.message.contains("layer "), "{error}");
    // What was there before the first epoch ended is what is left.
    if trainer.epoch() == 0 {
        assert_eq!(trainer.best_weights().len(), start.len());
    } else {
        assert!(trainer.best_weights().iter().all(|w| w.is_finite()));
    }
}

#[test]
fn divergence_names_the_layer_whose_weights_are_broken() {
    let spec = parse(&describe(
        &[4, 8, 6, 2],
        Activation::Tanh,
        Loss::SoftmaxCrossEntropy,
    ));
    let rows = table(&spec, 30, 0, 1);
    for (index, layer) in [
        (3, "layer 1"),
        (4 * 8 + 8 + 5, "layer 2"),
        (4 * 8 + 8 + 8 * 6 + 6 + 1, "the output layer"),
    ] {
        let mut trainer = trainer::<f32>(&spec, &rows);
        let mut weights = trainer.weights();
        weights[index] = f32::NAN;
        trainer.set_weights(&weights).unwrap();
        let error = trainer.step().unwrap_err();
        assert!(
            error
                .message
                .contains(&format!("not finite first: the weights of {layer} ")),
            "{error}"
        );
    }
}

#[test]
fn learning_works() {
    for loss in LOSSES {
        let outputs = if loss == Loss::SoftmaxCrossEntropy {
            3
        } else {
            1
        };
        let mut description = describe(&[5, 24, 24, outputs], Activation::Relu, loss);
        description["epochs"] = 60.into();
        description["batchSize"] = 32.into();
        let spec = parse(&description);
        let rows = table(&spec, 600, 200, 4);
        let mut trainer = trainer::<f32>(&spec, &rows);
        let records = finish(&mut trainer);
        assert!(
            trainer.best_loss() < 0.35 * records[0].validation_loss,
            "{loss:?}"
        );
    }
}
