//! The engine's own side of `npm run bench:engine`: one JSON object on standard output.
//!
//! `descent-bench [S,M,L,XL] [threads,…] [kernel] [windows] [seconds a window]`
//! `descent-bench also MEASUREMENT`

mod clock;
mod further;
mod peak;
mod training;
mod works;

use descent_engine::Kernel;
use peak::peak_gflops;
use serde_json::{Value, json};
use training::{Windows, speed};
use works::{Work, work_named};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1).peekable();
    let told = if arguments.next_if_eq("also").is_some() {
        further::measure(&arguments.next().unwrap_or_default())?
    } else {
        works(arguments)?
    };
    println!("{told}");
    Ok(())
}

/// The speed of the works, with the processor's peak.
fn works(mut arguments: impl Iterator<Item = String>) -> Outcome<Value> {
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
    let windows = Windows {
        count: arguments.next().map_or(Ok(9), |text| text.parse())?,
        seconds: arguments.next().map_or(Ok(0.25), |text| text.parse())?,
    };
    let threads: Vec<usize> = threads
        .split(',')
        .map(str::parse)
        .collect::<Result<_, _>>()?;

    let mut one: f64 = 0.0;
    let mut all: f64 = 0.0;
    let mut rows = Vec::new();
    for name in names.split(',') {
        let work = work_named(name)?;
        for count in &threads {
            // Measured all along, so that a clock that changes under load is the same for peak and work.
            one = one.max(peak_gflops(1, 20));
            all = all.max(peak_gflops(cores, 20));
            eprintln!("engine: {name} on {count} threads");
            rows.push(row(&work, *count, kernel, windows)?);
        }
    }
    Ok(json!({"cores": cores, "peakGflops": {"one": one, "all": all}, "rows": rows}))
}

fn row(work: &Work, threads: usize, kernel: Option<Kernel>, windows: Windows) -> Outcome<Value> {
    let speed = speed(work, threads, kernel, windows)?;
    let gflops = |rate: f64| rate * work.operations_per_row() / 1e9;
    let best = |rates: &[f64]| rates.last().copied().unwrap_or_default();
    Ok(json!({
        "work": work.name,
        "table": work.told(),
        "asked": threads,
        "threads": speed.threads,
        "kernel": speed.kernel.name(),
        "samplesPerSecond": speed.median(),
        "gflops": gflops(speed.median()),
        "bestSamplesPerSecond": best(&speed.by_wall),
        "bestGflopsOfProcessorTime": gflops(best(&speed.by_processor)),
        "medianGflopsOfProcessorTime": gflops(speed.by_processor[speed.by_processor.len() / 2]),
    }))
}
