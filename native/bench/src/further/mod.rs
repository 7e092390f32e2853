//! What is measured beside the speed of the works, a module each.

mod batch;
mod evaluation;
mod layers;
mod memory;
mod prediction;
mod start;
mod sweep;

use crate::Outcome;
use crate::training::Windows;
use serde_json::{Value, json};
use std::time::Instant;

/// One figure of the engine's.
pub struct Case {
    pub name: String,
    /// None where this system cannot say.
    pub value: Option<f64>,
    /// What the engine was set to.
    pub setting: String,
    /// What another library needs to do the same.
    pub work: Value,
}

const WINDOWS: Windows = Windows {
    count: 5,
    seconds: 0.4,
};

/// All figures of one measurement.
pub fn measure(name: &str) -> Outcome<Value> {
    let cores = std::thread::available_parallelism()?.get();
    let cases = match name {
        "batch" => batch::measure(cores)?,
        "evaluation" => evaluation::measure(cores)?,
        "layers" => layers::measure(cores)?,
        "prediction" => prediction::measure(cores)?,
        "sweep" => sweep::measure(cores)?,
        "memory" => memory::measure(cores)?,
        "start" => start::measure(cores)?,
        _ => return Err(format!("there is no measurement {name}").into()),
    };
    let cases: Vec<Value> = cases
        .into_iter()
        .map(|case| {
            json!({
                "case": case.name,
                "value": case.value,
                "setting": case.setting,
                "work": case.work,
            })
        })
        .collect();
    Ok(json!({"cores": cores, "cases": cases}))
}

/// One thread, and one for each core.
fn thread_counts(cores: usize) -> Vec<usize> {
    if cores == 1 { vec![1] } else { vec![1, cores] }
}

fn threads_as_text(count: usize) -> String {
    format!("{count} thread{}", if count == 1 { "" } else { "s" })
}

/// Seconds of the median of `tries` calls, after one that warms up.
fn median_seconds(tries: usize, mut f: impl FnMut() -> Outcome<f64>) -> Outcome<f64> {
    f()?;
    let mut seconds = (0..tries).map(|_| f()).collect::<Outcome<Vec<f64>>>()?;
    seconds.sort_by(f64::total_cmp);
    Ok(seconds[tries / 2])
}

fn timed<T>(f: impl FnOnce() -> Outcome<T>) -> Outcome<f64> {
    let start = Instant::now();
    f()?;
    Ok(start.elapsed().as_secs_f64())
}
