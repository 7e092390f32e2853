//! Rows a second of a trained network's application to a million rows.

use super::{Case, median_seconds, thread_counts, threads_as_text, timed};
use crate::Outcome;
use crate::works::{Work, work_named};
use descent_engine::{Options, predict};

const ROWS: usize = 1_000_000;

pub fn measure(cores: usize) -> Outcome<Vec<Case>> {
    ["M", "L"]
        .into_iter()
        .map(|name| case(name, cores))
        .collect()
}

fn case(name: &str, cores: usize) -> Outcome<Case> {
    eprintln!("engine: {name}, {ROWS} rows");
    let work = work_named(name)?;
    let weights = work
        .trainer(&work.table(), 1, Options::default())?
        .weights();
    let work = Work { rows: ROWS, ..work };
    let table = work.table();
    let mut outputs = vec![0.0f32; ROWS * work.outputs];
    let mut best = (f64::INFINITY, 0);
    for threads in thread_counts(cores) {
        let spec = work.spec(threads, 1)?;
        let seconds = median_seconds(5, || {
            timed(|| Ok(predict(&spec, &weights, table.inputs(), &mut outputs)?))
        })?;
        if seconds < best.0 {
            best = (seconds, threads);
        }
    }
    Ok(Case {
        name: format!("{name}, 1,000,000 rows"),
        value: Some(ROWS as f64 / best.0),
        setting: threads_as_text(best.1),
        work: work.told(),
    })
}
