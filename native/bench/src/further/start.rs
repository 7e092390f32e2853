//! Milliseconds from the call that starts a job to the poll that sees its first epoch.

use super::{Case, median_seconds, thread_counts, threads_as_text};
use crate::Outcome;
use crate::works::{Table, Work, work_named};
use descent_engine::{Data, DataSource, Job, Start};
use std::sync::{Arc, mpsc};
use std::time::Instant;

const TRIES: usize = 15;

struct Shared(Arc<Table>);

impl DataSource for Shared {
    fn data(&self) -> Data<'_> {
        self.0.data()
    }
}

pub fn measure(cores: usize) -> Outcome<Vec<Case>> {
    ["S", "M"]
        .into_iter()
        .map(|name| case(&work_named(name)?, cores))
        .collect()
}

fn case(work: &Work, cores: usize) -> Outcome<Case> {
    eprintln!("engine: start of {}", work.name);
    let table = Arc::new(work.table());
    let mut best = (f64::INFINITY, 0);
    for threads in thread_counts(cores) {
        let seconds = median_seconds(TRIES, || seconds_to_first_epoch(work, &table, threads))?;
        if seconds < best.0 {
            best = (seconds, threads);
        }
    }
    Ok(Case {
        name: work.name.to_owned(),
        value: Some(best.0 * 1e3),
        setting: format!("at most {}", threads_as_text(best.1)),
        work: work.told(),
    })
}

fn seconds_to_first_epoch(work: &Work, table: &Arc<Table>, threads: usize) -> Outcome<f64> {
    let spec = work.spec(threads, 1_000_000)?;
    let (woken, wakes) = mpsc::channel();
    let start = Instant::now();
    let job = Job::start(
        spec,
        Shared(Arc::clone(table)),
        Start::default(),
        move || {
            // Nobody listens any more once the first epoch is seen.
            let _ = woken.send(());
        },
    )?;
    loop {
        wakes.recv()?;
        let report = job.poll();
        if let Some(error) = report.error {
            return Err(error.into());
        }
        if !report.records.is_empty() {
            return Ok(start.elapsed().as_secs_f64());
        }
    }
}
