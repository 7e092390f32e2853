//! Rows a second of the measuring of a network over a split.

use super::{Case, median_seconds, thread_counts, threads_as_text, timed};
use crate::Outcome;
use crate::works::{Table, Work, work_named};
use descent_engine::{LabelledRows, Metric, Options, Trainer, evaluate_metrics};

const ROWS: usize = 200_000;
const TRIES: usize = 5;

/// Seconds for all rows of a table, with at most so many threads.
type Timing = fn(&Work, &Table, usize) -> Outcome<f64>;

pub fn measure(cores: usize) -> Outcome<Vec<Case>> {
    let ways: [(&str, Timing); 2] = [("loss and accuracy", of_an_epoch), ("all metrics", of_all)];
    let mut cases = Vec::new();
    for name in ["M", "L"] {
        let work = Work {
            rows: ROWS,
            ..work_named(name)?
        };
        let table = work.table();
        for (metrics, timing) in ways {
            let name = format!("{name}, {metrics}");
            eprintln!("engine: {name}");
            let mut best = (f64::INFINITY, 0);
            for threads in thread_counts(cores) {
                let seconds = timing(&work, &table, threads)?;
                if seconds < best.0 {
                    best = (seconds, threads);
                }
            }
            let mut told = work.told();
            told["metrics"] = metrics.into();
            cases.push(Case {
                name,
                value: Some(ROWS as f64 / best.0),
                setting: format!("at most {}", threads_as_text(best.1)),
                work: told,
            });
        }
    }
    Ok(cases)
}

/// What an epoch's end measures: a run of a single training row, whose epochs are hardly anything else.
fn of_an_epoch(work: &Work, table: &Table, threads: usize) -> Outcome<f64> {
    let mut spec = work.spec(threads, 1_000_000)?;
    spec.batch_size = Some(1);
    spec.metrics = vec![Metric::Loss, Metric::Accuracy];
    let mut trainer = Trainer::<f32>::new(&spec, table.split(1), None, Options::default())?;
    median_seconds(TRIES, || timed(|| Ok(trainer.step()?)))
}

/// Everything that the loss has, the area under the ROC curve included.
fn of_all(work: &Work, table: &Table, threads: usize) -> Outcome<f64> {
    let spec = work.spec(threads, 1)?;
    let weights = work.trainer(table, threads, Options::default())?.weights();
    let data = table.data();
    let rows = LabelledRows {
        inputs: data.train_inputs,
        targets: data.train_targets,
        weights: &[],
    };
    median_seconds(TRIES, || {
        timed(|| Ok(evaluate_metrics(&spec, &weights, rows)?))
    })
}
