//! The same bits for any number of threads, whatever the optimizer, the schedule and the rest.

use crate::support::methods::{extras, optimizers, schedules};
use crate::support::random::{Choices, bytes, cases, description};
use crate::support::{describe, finish, outputs_of, parse, table, trainer};
use descent_engine::{Activation, EpochRecord, Loss, Options, Trainer};
use proptest::prelude::*;
use serde_json::Value;

#[test]
fn every_method_gives_the_same_bits_on_any_number_of_threads() {
    let (optimizers, schedules) = (optimizers(), schedules());
    for index in 0..optimizers.len() {
        let loss = Loss::ALL[index % Loss::ALL.len()];
        let mut description = describe(&[30, 80, 40, outputs_of(loss)], Activation::Mish, loss);
        description["optimizer"] = optimizers[index].clone();
        description["schedule"] = schedules[index % schedules.len()].clone();
        description["batchSize"] = 110.into();
        description["epochs"] = 2.into();
        extras(index + 1, &mut description);
        let run = |threads: usize| {
            let mut description = description.clone();
            description["threads"] = threads.into();
            let spec = parse(&description);
            let mut rows = table(&spec, 240, 260, 1);
            rows.train_weights = (0..240).map(|i| (i % 3) as f32).collect();
            let mut trainer = trainer::<f32>(&spec, &rows);
            assert_eq!(trainer.threads(), threads);
            let losses: Vec<(f64, f64)> = finish(&mut trainer)
                .iter()
                .map(|r| (r.train_loss, r.validation_loss))
                .collect();
            (trainer.weights(), trainer.standing_weights(), losses)
        };
        let first = run(1);
        for threads in [2, 3, 8] {
            assert!(run(threads) == first, "{threads} threads: {description}");
        }
    }
}

/// Everything that a run leaves, but for its clock: weights, what stands for them, the best ones, epochs, the end.
type Outcome = (Vec<f32>, Vec<f32>, Vec<f32>, Vec<[u64; 4]>, u64, String);

/// Trains to the end or to its divergence. At each of `stops`, counted in steps, the run ends as if killed and is begun
/// anew from its checkpoint, on the next number of `threads`.
fn outcome(described: &Value, stops: &[usize], threads: &[usize]) -> Outcome {
    let spec = |part: usize| {
        let mut described = described.clone();
        described["threads"] = threads[part % threads.len()].into();
        parse(&described)
    };
    let rows = table(&spec(0), 130, 40, 3);
    let mut records: Vec<EpochRecord> = Vec::new();
    let mut trainer = trainer::<f32>(&spec(0), &rows);
    let mut end = String::new();
    for part in 0..=stops.len() {
        let steps = stops.get(part).copied().unwrap_or(usize::MAX);
        for _ in 0..steps {
            if trainer.ended().is_some() {
                break;
            }
            match trainer.step() {
                Ok(record) => records.extend(record),
                Err(error) => {
                    end = error.to_string();
                    break;
                }
            }
        }
        if part < stops.len() && end.is_empty() {
            let mut bytes = Vec::new();
            trainer.checkpoint(&mut bytes).unwrap();
            let spec = spec(part + 1);
            trainer = Trainer::new(&spec, rows.data(), Some(&bytes), Options::default()).unwrap();
        }
    }
    let numbers = records.iter().map(|r| {
        let losses = [r.train_loss, r.validation_loss, r.learning_rate].map(f64::to_bits);
        [r.epoch, losses[0], losses[1], losses[2]]
    });
    (
        trainer.weights(),
        trainer.standing_weights(),
        trainer.best_weights(),
        numbers.collect(),
        trainer.best_epoch(),
        end,
    )
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn random_runs_have_the_same_bits_on_any_number_of_threads_and_however_often_killed(
        bytes in bytes(),
        stops in prop::collection::vec(0usize..5, 1..4),
    ) {
        let mut described = description(&mut Choices::large(&bytes));
        let batch = [Value::Null, 64.into(), 61.into(), 60.into()];
        if described["optimizer"]["kind"] != "lbfgs" {
            described["batchSize"] = batch[usize::from(bytes[0]) % 4].clone();
        }
        let whole = outcome(&described, &[], &[1]);
        for threads in [2, 3, 8] {
            prop_assert!(outcome(&described, &[], &[threads]) == whole, "{threads} threads: {described}");
        }
        prop_assert!(outcome(&described, &stops, &[3, 1, 8, 2]) == whole, "{stops:?}: {described}");
    }
}
