//! Samples a second of training on synthetic tables: `cargo run --release --example speed [S,M,L] [threads,…] [kernel]`.
//! The median of several windows, with the best beside it; what other programs do on the machine shows in the gap.

use descent_engine::{Data, Kernel, Options, RunSpec, Trainer};
use std::time::{Duration, Instant};

struct Work {
    name: &'static str,
    rows: usize,
    inputs: usize,
    hidden: &'static [usize],
    outputs: usize,
    batch: usize,
}

const WORKS: [Work; 4] = [
    Work {
        name: "S",
        rows: 1_000,
        inputs: 10,
        hidden: &[16, 16],
        outputs: 1,
        batch: 32,
    },
    Work {
        name: "M",
        rows: 20_000,
        inputs: 30,
        hidden: &[64, 32],
        outputs: 3,
        batch: 64,
    },
    Work {
        name: "L",
        rows: 100_000,
        inputs: 100,
        hidden: &[256, 128],
        outputs: 10,
        batch: 256,
    },
    Work {
        name: "XL",
        rows: 200_000,
        inputs: 784,
        hidden: &[512, 512, 256],
        outputs: 10,
        batch: 512,
    },
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let names = arguments.next().unwrap_or_else(|| "S,M,L".to_owned());
    let threads = arguments.next().unwrap_or_else(|| "1,2".to_owned());
    let kernel = arguments.next();
    let kernel = Kernel::available()
        .into_iter()
        .find(|k| kernel.as_deref().is_none_or(|name| k.name() == name));
    for name in names.split(',') {
        let Some(work) = WORKS.iter().find(|w| w.name == name) else {
            return Err(format!("there is no work {name}").into());
        };
        for count in threads.split(',') {
            measure(work, count.parse()?, kernel)?;
        }
    }
    Ok(())
}

fn measure(
    work: &Work,
    threads: usize,
    kernel: Option<Kernel>,
) -> Result<(), Box<dyn std::error::Error>> {
    let layer = |units: usize, activation: &str| {
        format!(r#"{{"units":{units},"activation":"{activation}","initialization":"he"}}"#)
    };
    let mut layers: Vec<String> = work.hidden.iter().map(|u| layer(*u, "relu")).collect();
    layers.push(layer(work.outputs, "linear"));
    let loss = if work.outputs == 1 {
        "meanSquaredError"
    } else {
        "softmaxCrossEntropy"
    };
    let spec = RunSpec::from_json(&format!(
        r#"{{"inputs":{},"layers":[{}],"loss":"{loss}","optimizer":{{"kind":"adam"}},"learningRate":0.001,
            "batchSize":{},"epochs":1000000,"earlyStopping":null,"threads":{threads},"timeLimitSeconds":null}}"#,
        work.inputs,
        layers.join(","),
        work.batch
    ))?;
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut uniform = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1u64 << 23) as f32 - 1.0
    };
    let inputs: Vec<f32> = (0..work.rows * work.inputs).map(|_| uniform()).collect();
    let targets: Vec<f32> = inputs
        .chunks(work.inputs)
        .map(|row| {
            let score = row[0] * row[1] + row[2];
            match work.outputs {
                1 => score,
                classes => ((score + 2.0) / 4.0 * classes as f32)
                    .clamp(0.0, classes as f32 - 1.0)
                    .floor(),
            }
        })
        .collect();
    let data = Data {
        train_inputs: &inputs,
        train_targets: &targets,
        validation_inputs: &[],
        validation_targets: &[],
        ..Data::default()
    };
    let mut trainer = Trainer::<f32>::new(&spec, data, None, Options { kernel })?;
    let mut rates = Vec::new();
    for window in 0..12 {
        let (start, steps) = (Instant::now(), trainer.steps());
        while start.elapsed() < Duration::from_millis(250) {
            for _ in 0..4 {
                trainer.step()?;
            }
        }
        let rows = (trainer.steps() - steps) as f64 * work.rows as f64
            / work.rows.div_ceil(work.batch) as f64;
        // The first windows warm caches and the clock of the processor up.
        if window >= 2 {
            rates.push(rows / start.elapsed().as_secs_f64());
        }
    }
    rates.sort_by(f64::total_cmp);
    let mut width = work.inputs;
    let mut multiply_adds = 0;
    for (index, units) in work.hidden.iter().chain([&work.outputs]).enumerate() {
        multiply_adds += width * units * if index == 0 { 2 } else { 3 };
        width = *units;
    }
    let gflops = |rate: f64| rate * 2.0 * multiply_adds as f64 / 1e9;
    let (median, best) = (rates[rates.len() / 2], rates[rates.len() - 1]);
    println!(
        "{:>2}  {threads} asked, {} used  {:8}  median {:>12.0} rows/s {:6.1} GFLOP/s   best {:>12.0} rows/s {:6.1} GFLOP/s",
        work.name,
        trainer.threads(),
        trainer.kernel().name(),
        median,
        gflops(median),
        best,
        gflops(best)
    );
    Ok(())
}
