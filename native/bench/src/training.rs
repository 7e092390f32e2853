//! Samples a second of a work in training.

use crate::clock::thread_seconds;
use crate::works::Work;
use descent_engine::{Kernel, Options, Result};
use std::time::Instant;

/// How long a speed is measured.
#[derive(Clone, Copy)]
pub struct Windows {
    pub count: usize,
    pub seconds: f64,
}

/// What was measured; the rates are sorted.
pub struct Speed {
    /// Threads in use.
    pub threads: usize,
    pub kernel: Kernel,
    /// Samples a second of the wall's time, a window each.
    pub by_wall: Vec<f64>,
    /// Samples a second of the leading thread's processor time, a window each.
    pub by_processor: Vec<f64>,
}

impl Speed {
    pub fn median(&self) -> f64 {
        self.by_wall[self.by_wall.len() / 2]
    }
}

/// # Errors
/// What the engine says of the run.
pub fn speed(
    work: &Work,
    threads: usize,
    kernel: Option<Kernel>,
    windows: Windows,
) -> Result<Speed> {
    let table = work.table();
    let mut trainer = work.trainer(&table, threads, Options { kernel })?;
    let (mut by_wall, mut by_processor) = (Vec::new(), Vec::new());
    // A look at the clock costs about a twentieth of the shortest step.
    let steps_between_looks = (1_000_000.0 / work.operations_per_row() / work.batch as f64)
        .ceil()
        .max(1.0) as usize;
    for window in 0..windows.count + 1 {
        let (start, busy, steps) = (Instant::now(), thread_seconds(), trainer.steps());
        while start.elapsed().as_secs_f64() < windows.seconds {
            for _ in 0..steps_between_looks {
                trainer.step()?;
            }
        }
        let rows = (trainer.steps() - steps) as f64 * work.rows as f64
            / work.rows.div_ceil(work.batch) as f64;
        // The first window warms the caches and the processor's clock up.
        if window > 0 {
            by_wall.push(rows / start.elapsed().as_secs_f64());
            by_processor.push(rows / (thread_seconds() - busy));
        }
    }
    by_wall.sort_by(f64::total_cmp);
    by_processor.sort_by(f64::total_cmp);
    Ok(Speed {
        threads: trainer.threads(),
        kernel: trainer.kernel(),
        by_wall,
        by_processor,
    })
}
