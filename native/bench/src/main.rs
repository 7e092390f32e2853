//! The engine's own side of `npm run bench:engine`: one JSON object on standard output.
//!
//! `descent-bench [S,M,L,XL] [threads,…] [kernel] [windows] [seconds a window]`

mod clock;
mod peak;
mod works;

use clock::thread_seconds;
use descent_engine::{Kernel, Options};
use peak::peak_gflops;
use serde_json::{Value, json};
use std::time::Instant;
use works::{WORKS, Work};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let names = arguments.next().unwrap_or_else(|| "S,M,L,XL".to_owned());
    let cores = std::thread::available_parallelism()?.get();
    let threads = arguments.next().unwrap_or_else(|| format!("1,{cores}"));
    let kernel = arguments
        .next()
        .filter(|name| name != "best")
        .map(|name| {
            let found = Kernel::available().into_iter().find(|k| k.name() == name);
            found.ok_or_else(|| format!("this processor has no kernel {name}"))
        })
        .transpose()?;
    let windows: usize = arguments.next().map_or(Ok(9), |text| text.parse())?;
    let seconds: f64 = arguments.next().map_or(Ok(0.25), |text| text.parse())?;
    let threads: Vec<usize> = threads
        .split(',')
        .map(str::parse)
        .collect::<Result<_, _>>()?;

    let mut one: f64 = 0.0;
    let mut all: f64 = 0.0;
    let mut rows = Vec::new();
    for name in names.split(',') {
        let Some(work) = WORKS.iter().find(|w| w.name == name) else {
            return Err(format!("there is no work {name}").into());
        };
        for count in &threads {
            // Measured all along, so that a clock that changes under load is the same for peak and work.
            one = one.max(peak_gflops(1, 20));
            all = all.max(peak_gflops(cores, 20));
            eprintln!("engine: {name} on {count} threads");
            rows.push(measure(work, *count, kernel, windows, seconds)?);
        }
    }
    println!(
        "{}",
        json!({"cores": cores, "peakGflops": {"one": one, "all": all}, "rows": rows})
    );
    Ok(())
}

fn measure(
    work: &Work,
    threads: usize,
    kernel: Option<Kernel>,
    windows: usize,
    seconds: f64,
) -> Result<Value, Box<dyn std::error::Error>> {
    let table = work.table();
    let mut trainer = work.trainer(&table, threads, Options { kernel })?;
    let (mut by_wall, mut by_processor) = (Vec::new(), Vec::new());
    // A look at the clock costs about a twentieth of the shortest step.
    let steps_between_looks = (1_000_000.0 / work.operations_per_row() / work.batch as f64)
        .ceil()
        .max(1.0) as usize;
    for window in 0..windows + 1 {
        let (start, busy, steps) = (Instant::now(), thread_seconds(), trainer.steps());
        while start.elapsed().as_secs_f64() < seconds {
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
    let gflops = |rate: f64| rate * work.operations_per_row() / 1e9;
    let (median, busiest) = (
        by_wall[by_wall.len() / 2],
        by_processor[by_processor.len() - 1],
    );
    Ok(json!({
        "work": work.name,
        "table": {
            "name": work.name,
            "rows": work.rows,
            "inputs": work.inputs,
            "hidden": work.hidden,
            "outputs": work.outputs,
            "batch": work.batch,
        },
        "asked": threads,
        "threads": trainer.threads(),
        "kernel": trainer.kernel().name(),
        "samplesPerSecond": median,
        "gflops": gflops(median),
        "bestSamplesPerSecond": by_wall[by_wall.len() - 1],
        "bestGflopsOfProcessorTime": gflops(busiest),
        "medianGflopsOfProcessorTime": gflops(by_processor[by_processor.len() / 2]),
    }))
}
