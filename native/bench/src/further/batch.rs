//! Samples a second with a small and with a large batch.

use super::{Case, WINDOWS, thread_counts, threads_as_text};
use crate::Outcome;
use crate::training::speed;
use crate::works::{Work, work_named};

pub fn measure(cores: usize) -> Outcome<Vec<Case>> {
    let mut cases = Vec::new();
    for name in ["S", "M", "L"] {
        for batch in [8, 1_024] {
            let work = Work {
                batch,
                ..work_named(name)?
            };
            cases.push(best_training(
                &work,
                format!("{name}, batch {batch}"),
                cores,
            )?);
        }
    }
    Ok(cases)
}

/// Samples a second with the number of threads that is best.
pub fn best_training(work: &Work, name: String, cores: usize) -> Outcome<Case> {
    eprintln!("engine: {name}");
    let mut best = (0.0, 0);
    for threads in thread_counts(cores) {
        let speed = speed(work, threads, None, WINDOWS)?;
        if speed.median() > best.0 {
            best = (speed.median(), speed.threads);
        }
    }
    Ok(Case {
        name,
        value: Some(best.0),
        setting: threads_as_text(best.1),
        work: work.told(),
    })
}
