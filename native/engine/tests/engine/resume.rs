//! Checkpoints: a resumed run is the uninterrupted one, and nothing else passes for it.

use crate::support::methods::{extras, optimizers, schedules};
use crate::support::{Table, describe, finish, parse, table, trainer};
use descent_engine::{
    Activation, EngineError, EpochRecord, ErrorKind, Loss, Options, Real, RunSpec, StopReason,
    Trainer,
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn resumed<'a, T: Real>(
    spec: &RunSpec,
    rows: &'a Table,
    bytes: &[u8],
) -> Result<Trainer<'a, T>, EngineError> {
    Trainer::new(spec, rows.data(), Some(bytes), Options::default())
}

fn checkpoint<T: Real>(trainer: &Trainer<'_, T>) -> Vec<u8> {
    let mut bytes = Vec::new();
    trainer.checkpoint(&mut bytes).unwrap();
    bytes
}

/// Everything of a record that is not the clock.
fn curve(records: &[EpochRecord]) -> Vec<[u64; 5]> {
    records
        .iter()
        .map(|r| {
            [
                r.epoch,
                r.train_loss.to_bits(),
                r.validation_loss.to_bits(),
                r.learning_rate.to_bits(),
                r.steps,
            ]
        })
        .collect()
}

fn description(optimizer: Value) -> Value {
    let mut description = describe(&[5, 20, 9, 3], Activation::Gelu, Loss::SoftmaxCrossEntropy);
    description["optimizer"] = optimizer;
    description["batchSize"] = 8.into();
    description["epochs"] = 6.into();
    description["earlyStopping"] = json!({"patience": 4, "minDelta": 0.0});
    description
}

fn interrupted_equals_uninterrupted<T: Real>(
    method: (usize, usize, usize),
    mut stops: Vec<usize>,
    seed: u64,
) {
    let (optimizers, schedules) = (optimizers(), schedules());
    let mut description = description(optimizers[method.0 % optimizers.len()].clone());
    description["schedule"] = schedules[method.1 % schedules.len()].clone();
    extras(method.2, &mut description);
    description["seed"] = seed.into();
    let spec = parse(&description);
    let rows = table(&spec, 43, 20, seed);
    let mut whole = trainer::<T>(&spec, &rows);
    let expected = finish(&mut whole);

    stops.sort_unstable();
    let mut records = Vec::new();
    let mut part = trainer::<T>(&spec, &rows);
    for stop in stops {
        while part.steps() < stop as u64 && part.ended().is_none() {
            records.extend(part.step().unwrap());
        }
        let bytes = checkpoint(&part);
        part = resumed(&spec, &rows, &bytes).unwrap();
        assert_eq!(part.steps().min(stop as u64), part.steps());
    }
    records.extend(finish(&mut part));
    assert_eq!(curve(&records), curve(&expected));
    assert!(part.weights() == whole.weights());
    assert!(part.standing_weights() == whole.standing_weights());
    assert!(part.best_weights() == whole.best_weights());
    assert_eq!(part.best_epoch(), whole.best_epoch());
    assert_eq!(part.ended(), whole.ended());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn a_run_interrupted_at_random_steps_equals_one_that_was_not(
        method in (0usize..14, 0usize..10, 0usize..4),
        stops in prop::collection::vec(0usize..40, 1..4),
        seed in 1u64..1000,
    ) {
        interrupted_equals_uninterrupted::<f32>(method, stops.clone(), seed);
        interrupted_equals_uninterrupted::<f64>(method, stops, seed);
    }

    /// No byte may change unnoticed.
    #[test]
    fn a_checkpoint_with_any_byte_changed_is_refused(position in 0.0f64..1.0, flip in 1u8..=255) {
        let spec = parse(&description(json!({"kind": "adam"})));
        let rows = table(&spec, 43, 20, 1);
        let mut bytes = checkpoint(&trainer::<f32>(&spec, &rows));
        let index = (position * bytes.len() as f64) as usize;
        bytes[index] ^= flip;
        prop_assert_eq!(resumed::<f32>(&spec, &rows, &bytes).err().unwrap().kind, ErrorKind::CorruptedCheckpoint);
    }

    #[test]
    fn a_checkpoint_that_was_cut_or_is_noise_is_refused(keep in 0.0f64..1.0, noise in prop::collection::vec(any::<u8>(), 0..200)) {
        let spec = parse(&description(json!({"kind": "adam"})));
        let rows = table(&spec, 43, 20, 1);
        let mut bytes = checkpoint(&trainer::<f32>(&spec, &rows));
        bytes.truncate((keep * bytes.len() as f64) as usize);
        for bytes in [bytes, noise] {
            prop_assert_eq!(resumed::<f32>(&spec, &rows, &bytes).err().unwrap().kind, ErrorKind::CorruptedCheckpoint);
        }
    }
}

#[test]
fn a_checkpoint_of_another_run_is_refused_naming_the_field() {
    let made = description(json!({"kind": "adam"}));
    let spec = parse(&made);
    let rows = table(&spec, 43, 20, 1);
    let mut half = trainer::<f32>(&spec, &rows);
    while half.epoch() < 3 {
        half.step().unwrap();
    }
    let bytes = checkpoint(&half);
    for (pointer, value, word) in [
        ("/learningRate", json!(0.5), "learningRate is 0.5"),
        ("/seed", json!(8), "seed is 8"),
        ("/batchSize", json!(null), "batchSize is null"),
        ("/layers/0/units", json!(21), "layers is"),
        ("/optimizer", json!({"kind": "momentum"}), "optimizer is"),
        ("/l2", json!(0.5), "l2 is 0.5"),
        ("/schedule", json!({"kind": "cosine"}), "schedule is"),
        ("/clipNorm", json!(1.0), "clipNorm is 1"),
        ("/averaging", json!({"kind": "exponential"}), "averaging is"),
        ("/earlyStopping", json!(null), "earlyStopping is null"),
        ("/epochs", json!(2), "epochs is 2"),
    ] {
        let mut changed = made.clone();
        match changed.pointer_mut(pointer) {
            Some(field) => *field = value,
            None => changed[&pointer[1..]] = value,
        }
        let error = resumed::<f32>(&parse(&changed), &rows, &bytes)
            .err()
            .unwrap();
        assert_eq!(error.kind, ErrorKind::CheckpointMismatch, "{error}");
        assert!(error.message.contains(word), "{error}");
    }
    let mut other = rows.clone();
    other.train_inputs[17] += 0.25;
    let error = resumed::<f32>(&spec, &other, &bytes).err().unwrap();
    assert_eq!(error.kind, ErrorKind::CheckpointMismatch, "{error}");
    let mut weighted = rows.clone();
    weighted.train_weights = vec![1.0; 43];
    let error = resumed::<f32>(&spec, &weighted, &bytes).err().unwrap();
    assert_eq!(error.kind, ErrorKind::CheckpointMismatch, "{error}");
    // What does not change the result may differ.
    let mut changed = made;
    changed["threads"] = 3.into();
    changed["timeLimitSeconds"] = json!(100.0);
    assert!(resumed::<f32>(&parse(&changed), &rows, &bytes).is_ok());
}

#[test]
fn a_finished_run_can_be_extended_and_equals_one_planned_longer() {
    let mut short = description(json!({"kind": "adam"}));
    short["earlyStopping"] = Value::Null;
    let mut long = short.clone();
    long["epochs"] = 11.into();
    let (short, long) = (parse(&short), parse(&long));
    let rows = table(&short, 43, 20, 1);
    let mut first = trainer::<f32>(&short, &rows);
    finish(&mut first);
    let mut extended = resumed::<f32>(&long, &rows, &checkpoint(&first)).unwrap();
    assert_eq!(finish(&mut extended).len(), 5);
    let mut whole = trainer::<f32>(&long, &rows);
    finish(&mut whole);
    assert_eq!(extended.weights(), whole.weights());
    assert_eq!(extended.best_weights(), whole.best_weights());
}

#[test]
fn a_run_that_stopped_early_goes_on_only_when_more_epochs_are_asked_for() {
    let mut described = description(json!({"kind": "adam"}));
    described["earlyStopping"] = json!({"patience": 2, "minDelta": 1000.0});
    let spec = parse(&described);
    let rows = table(&spec, 43, 20, 1);
    let mut first = trainer::<f32>(&spec, &rows);
    assert_eq!(finish(&mut first).len(), 3);
    let bytes = checkpoint(&first);
    let mut same = resumed::<f32>(&spec, &rows, &bytes).unwrap();
    assert_eq!(same.ended(), Some(StopReason::EarlyStopping));
    // More than it has, and fewer than it once had before it: patience begins anew.
    let more = json!({"epochs": spec.epochs - 1});
    same.change(serde_json::from_value(more).unwrap()).unwrap();
    assert_eq!(same.ended(), None);
    assert_eq!(finish(&mut same).len(), 2);
    assert_eq!(same.ended(), Some(StopReason::EarlyStopping));
}
