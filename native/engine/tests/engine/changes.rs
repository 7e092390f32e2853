//! Changes while a run is under way, and going back when its loss is not finite: both can be repeated to the bit.

use crate::support::methods::{extras, optimizers};
use crate::support::{Table, describe, finish, parse, table, trainer};
use descent_engine::{
    Activation, Change, EngineError, EpochRecord, ErrorKind, Loss, Options, Real, RunSpec, Trainer,
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn description(optimizer: Value) -> Value {
    let mut description = describe(&[5, 12, 7, 3], Activation::Silu, Loss::SoftmaxCrossEntropy);
    description["optimizer"] = optimizer;
    description["batchSize"] = 8.into();
    description["epochs"] = 6.into();
    description
}

fn changed(value: Value) -> Change {
    serde_json::from_value(value).unwrap()
}

/// Everything of a record that is not the clock.
fn bits(records: &[EpochRecord]) -> Vec<[u64; 5]> {
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

fn checkpoint<T: Real>(trainer: &Trainer<'_, T>) -> Vec<u8> {
    let mut bytes = Vec::new();
    trainer.checkpoint(&mut bytes).unwrap();
    bytes
}

fn resumed<'a, T: Real>(
    spec: &RunSpec,
    rows: &'a Table,
    bytes: &[u8],
) -> Result<Trainer<'a, T>, EngineError> {
    Trainer::new(spec, rows.data(), Some(bytes), Options::default())
}

fn assert_same<T: Real>(a: &Trainer<'_, T>, b: &Trainer<'_, T>) {
    assert_eq!(a.steps(), b.steps());
    assert!(a.weights() == b.weights());
    assert!(a.standing_weights() == b.standing_weights());
    assert!(a.best_weights() == b.best_weights());
    assert_eq!(a.best_epoch(), b.best_epoch());
    assert_eq!(a.changes(), b.changes());
}

fn some_changes() -> Vec<Value> {
    vec![
        json!({"learningRate": 0.003}),
        json!({"batchSize": 20}),
        json!({"batchSize": 5, "l2": 0.02}),
        json!({"weightDecay": 0.2, "clipNorm": 0.3}),
        json!({"l1": 0.003, "clipValue": 0.05}),
        json!({"batchSize": 1000, "learningRate": 0.02}),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// A person's run with changes, interrupted anywhere, and its repetition from the description alone.
    #[test]
    fn a_run_with_changes_can_be_repeated_and_resumed_to_the_bit(
        method in (0usize..40, 0usize..4),
        made in prop::collection::vec((0usize..6, 0u64..30), 1..4),
        stops in prop::collection::vec(0u64..40, 1..4),
        seed in 1u64..1000,
    ) {
        let optimizers = optimizers();
        let mut described = description(optimizers[method.0 % optimizers.len()].clone());
        extras(method.1, &mut described);
        described["seed"] = seed.into();
        let spec = parse(&described);
        let rows = table(&spec, 43, 20, seed);
        let mut made: Vec<(u64, Change)> =
            made.iter().map(|(kind, step)| (*step, changed(some_changes()[*kind].clone()))).collect();
        made.sort_by_key(|(step, _)| *step);

        let mut live = trainer::<f32>(&spec, &rows);
        let (mut records, mut bytes) = (Vec::new(), Vec::new());
        let mut waiting = made.iter().peekable();
        let mut states = Vec::new();
        while live.ended().is_none() {
            while let Some((_, change)) = waiting.next_if(|(step, _)| *step <= live.steps()) {
                live.change(change.clone()).unwrap();
            }
            if stops.contains(&live.steps()) {
                live.checkpoint(&mut bytes).unwrap();
                live = resumed(&spec, &rows, &bytes).unwrap();
                states.push((records.len(), bytes.clone()));
            }
            records.extend(live.step().unwrap());
        }

        let mut repeated = spec.clone();
        repeated.changes = live.changes().to_vec();
        repeated.validate().unwrap();
        let mut second = trainer::<f32>(&repeated, &rows);
        let again = finish(&mut second);
        prop_assert_eq!(bits(&again), bits(&records));
        assert_same(&second, &live);

        // A checkpoint from before a change, with the changes that were made after it.
        for (known, bytes) in &states {
            let mut third = resumed::<f32>(&repeated, &rows, bytes).unwrap();
            let rest = finish(&mut third);
            prop_assert_eq!(bits(&rest), bits(&records[*known..]));
            assert_same(&third, &live);
        }
    }
}

#[test]
fn a_change_takes_effect_with_the_next_step_and_a_batch_size_with_the_next_epoch() {
    let spec = parse(&description(json!({"kind": "gradientDescent"})));
    let rows = table(&spec, 40, 0, 1);
    let mut run = trainer::<f64>(&spec, &rows);
    run.step().unwrap();
    run.step().unwrap();
    run.change(changed(json!({"learningRate": 1e-9, "batchSize": 20})))
        .unwrap();
    assert_eq!(run.changes()[0].step, 3);
    let before = run.weights();
    run.step().unwrap();
    let moved = run.weights().into_iter().zip(&before).map(|(a, b)| a - b);
    assert!(moved.map(f64::abs).fold(0.0, f64::max) < 1e-8);
    let records = finish(&mut run);
    // Five steps in the first epoch, then two.
    assert_eq!(
        records.iter().map(|r| r.steps).collect::<Vec<_>>(),
        [5, 7, 9, 11, 13, 15]
    );
    assert!(records.iter().all(|r| r.learning_rate == 1e-9));
}

#[test]
fn a_schedule_goes_on_at_its_place_where_the_batch_size_changes() {
    let mut described = description(json!({"kind": "adam"}));
    described["schedule"] = json!({"kind": "exponential", "factor": 0.5});
    described["changes"] = json!([{"step": 6, "batchSize": 40}]);
    let spec = parse(&described);
    let rows = table(&spec, 40, 0, 1);
    let rates: Vec<f64> = finish(&mut trainer::<f64>(&spec, &rows))
        .iter()
        .map(|r| r.learning_rate)
        .collect();
    let expected = [0.8, 1.0, 2.0, 3.0, 4.0, 5.0].map(|epochs| 0.01 * 0.5f64.powf(epochs));
    for (rate, expected) in rates.iter().zip(expected) {
        assert!((rate - expected).abs() < 1e-15, "{rates:?}");
    }
}

#[test]
fn changes_out_of_range_are_refused_and_change_nothing() {
    let spec = parse(&description(json!({"kind": "adam"})));
    let rows = table(&spec, 40, 0, 1);
    let mut run = trainer::<f32>(&spec, &rows);
    for (change, word) in [
        (json!({"learningRate": 0}), "learningRate is 0"),
        (json!({"batchSize": 0}), "batchSize is 0"),
        (json!({"l2": -1}), "l2 is -1"),
        (json!({"clipNorm": 0}), "clipNorm is 0"),
    ] {
        let error = run.change(changed(change)).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidSpec);
        assert!(error.message.contains(word), "{error}");
        assert!(run.changes().is_empty());
    }
    let mut described = description(json!({"kind": "adam"}));
    for (changes, word) in [
        (json!([{"learningRate": 0.1}]), "changes[0].step is 0"),
        (json!([{"step": 1, "l1": -1}]), "changes[0]: l1 is -1"),
        (
            json!([{"step": 1, "rateFactor": 0}]),
            "changes[0].rateFactor is 0",
        ),
        (json!([{"step": 1, "seed": 3}]), "unknown field"),
    ] {
        described["changes"] = changes;
        let error = RunSpec::from_json(&described.to_string()).unwrap_err();
        assert!(error.message.contains(word), "{error}");
    }
}

#[test]
fn a_checkpoint_is_resumed_with_its_changes_or_further_ones_but_with_no_others() {
    let mut described = description(json!({"kind": "adam"}));
    let spec = parse(&described);
    let rows = table(&spec, 40, 0, 1);
    let mut run = trainer::<f32>(&spec, &rows);
    run.step().unwrap();
    run.change(changed(json!({"l2": 0.1}))).unwrap();
    run.step().unwrap();
    let bytes = checkpoint(&run);
    // Who does not know of the change gets it.
    assert_eq!(
        resumed::<f32>(&spec, &rows, &bytes)
            .unwrap()
            .changes()
            .len(),
        1
    );
    described["changes"] = json!([{"step": 2, "l2": 0.1}, {"step": 3, "l2": 0.2}]);
    let further = resumed::<f32>(&parse(&described), &rows, &bytes).unwrap();
    assert_eq!(further.changes().len(), 2);
    for (changes, word) in [
        (json!([{"step": 2, "l2": 0.3}]), "changes[0] is not"),
        (
            json!([{"step": 2, "l2": 0.1}, {"step": 2, "l2": 0.2}]),
            "changes[1].step is 2",
        ),
    ] {
        described["changes"] = changes;
        let error = resumed::<f32>(&parse(&described), &rows, &bytes)
            .err()
            .unwrap();
        assert_eq!(error.kind, ErrorKind::CheckpointMismatch);
        assert!(error.message.contains(word), "{error}");
    }
}

/// Linear regression with a rate far beyond what converges: the loss grows until it overflows.
fn explosive(batch: Value, optimizer: &str) -> Value {
    let mut described = describe(&[4, 8, 8, 1], Activation::Linear, Loss::MeanSquaredError);
    described["optimizer"] = json!({"kind": optimizer});
    described["learningRate"] = json!(40.0);
    described["batchSize"] = batch;
    described["epochs"] = 40.into();
    described["divergence"] = json!({"rollbacks": 12, "factor": 0.25});
    described
}

/// Takes all steps; records that came again replace those before.
fn finish_with_rollbacks(trainer: &mut Trainer<'_, f32>) -> Vec<EpochRecord> {
    let mut records: Vec<EpochRecord> = Vec::new();
    while trainer.ended().is_none() {
        let record = trainer.step().unwrap();
        records.retain(|r| r.epoch <= trainer.epoch() && record.is_none_or(|n| n.epoch > r.epoch));
        records.extend(record);
    }
    records
}

#[test]
fn a_run_that_diverges_goes_back_with_a_lower_rate_and_can_be_repeated() {
    for batch in [json!(null), json!(10)] {
        for optimizer in ["gradientDescent", "momentum", "adam"] {
            for validates in [0, 20] {
                let mut described = explosive(batch.clone(), optimizer);
                if optimizer == "adam" {
                    described["learningRate"] = json!(1e6);
                    described["divergence"] = json!({"rollbacks": 9, "factor": 0.01});
                }
                let spec = parse(&described);
                let rows = table(&spec, 30, validates, 1);
                let mut run = trainer::<f32>(&spec, &rows);
                let records = finish_with_rollbacks(&mut run);
                assert_eq!(records.len(), 40, "{described}");
                let first = &run.changes()[0];
                let met = first.diverged.as_ref().unwrap();
                assert!(met.step >= first.step);
                assert!(met.message.contains("layer "), "{}", met.message);
                assert_eq!(first.rate_factor, Some(spec.divergence.unwrap().factor));

                // The same from its description, which never meets the bad steps.
                let mut repeated = spec.clone();
                repeated.changes = run.changes().to_vec();
                let mut second = trainer::<f32>(&repeated, &rows);
                assert_eq!(bits(&finish(&mut second)), bits(&records));
                assert_same(&second, &run);

                // And interrupted after every step.
                let mut third = trainer::<f32>(&spec, &rows);
                let mut bytes = Vec::new();
                while third.ended().is_none() {
                    third.step().unwrap();
                    third.checkpoint(&mut bytes).unwrap();
                    third = resumed(&spec, &rows, &bytes).unwrap();
                }
                assert_same(&third, &run);
            }
        }
    }
}

#[test]
fn after_the_allowed_number_a_run_fails_and_its_last_sound_state_can_be_gone_on_from() {
    let mut described = explosive(json!(null), "gradientDescent");
    described["divergence"] = json!({"rollbacks": 2, "factor": 0.9});
    for rollbacks in [2, 0] {
        described["divergence"]["rollbacks"] = rollbacks.into();
        described["changes"] = json!([]);
        let spec = parse(&described);
        let rows = table(&spec, 30, 0, 1);
        let mut run = trainer::<f32>(&spec, &rows);
        let error = loop {
            match run.step() {
                Ok(_) => {}
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind, ErrorKind::Diverged);
        assert_eq!(run.changes().len(), rollbacks);
        run.go_back();
        let bytes = checkpoint(&run);
        let mut changes = run.changes().to_vec();
        changes.push(changed(
            json!({"step": run.steps() + 1, "learningRate": 0.01}),
        ));
        described["changes"] = serde_json::to_value(changes).unwrap();
        let mut on = resumed::<f32>(&parse(&described), &rows, &bytes).unwrap();
        let records = finish(&mut on);
        let (first, last) = (&records[0], &records[records.len() - 1]);
        assert_eq!(last.epoch, 40);
        assert!(last.train_loss < first.train_loss);
    }
}
