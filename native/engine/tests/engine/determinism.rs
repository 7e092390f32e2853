//! The same bits for any number of threads, whatever the optimizer, the schedule and the rest.

use crate::support::methods::{extras, optimizers, schedules};
use crate::support::{describe, finish, outputs_of, parse, table, trainer};
use descent_engine::{Activation, Loss};

#[test]
fn every_method_gives_the_same_bits_on_any_number_of_threads() {
    let (optimizers, schedules) = (optimizers(), schedules());
    for index in 0..optimizers.len() {
        let loss = Loss::ALL[index];
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
