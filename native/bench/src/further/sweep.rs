//! Many small runs at once: each on one thread, the next one from a queue.

use super::{Case, median_seconds, timed};
use crate::Outcome;
use crate::works::work_named;
use descent_engine::{Options, RunSpec, Trainer};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};

const RUNS: usize = 100;
const EPOCHS: u64 = 20;

pub fn measure(cores: usize) -> Outcome<Vec<Case>> {
    let name = format!("{RUNS} runs of S, {EPOCHS} epochs each");
    eprintln!("engine: {name}");
    let work = work_named("S")?;
    let table = work.table();
    let specs = (0..RUNS)
        .map(|run| {
            let mut spec = work.spec(1, EPOCHS)?;
            spec.seed = run as u64 + 1;
            spec.learning_rate = rate(run);
            Ok(spec)
        })
        .collect::<Outcome<Vec<RunSpec>>>()?;
    let train = |spec: &RunSpec| -> descent_engine::Result<()> {
        let mut trainer = Trainer::<f32>::new(spec, table.data(), None, Options::default())?;
        while trainer.ended().is_none() {
            trainer.step()?;
        }
        Ok(())
    };
    let sweep = || -> Outcome<()> {
        let next = AtomicUsize::new(0);
        let worker = || -> descent_engine::Result<()> {
            while let Some(spec) = specs.get(next.fetch_add(1, Ordering::Relaxed)) {
                train(spec)?;
            }
            Ok(())
        };
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..cores).map(|_| scope.spawn(worker)).collect();
            workers.into_iter().try_for_each(|worker| {
                worker
                    .join()
                    .map_err(|_| "a run panicked")?
                    .map_err(Into::into)
            })
        })
    };
    let seconds = median_seconds(5, || timed(sweep))?;
    let mut told = work.told();
    told["epochs"] = json!(EPOCHS);
    told["rates"] = (0..RUNS).map(|run| json!(rate(run))).collect::<Value>();
    Ok(vec![Case {
        name,
        value: Some(RUNS as f64 / seconds),
        setting: format!("{cores} at a time, 1 thread each"),
        work: told,
    }])
}

/// From 0.0001 to 0.01 in equal ratios.
fn rate(run: usize) -> f64 {
    1e-4 * 100f64.powf(run as f64 / (RUNS - 1) as f64)
}
