//! The most memory that a run and its data hold at once, as a multiple of what nobody can do without: the data in
//! float32 and the network.

use super::{Case, threads_as_text};
use crate::Outcome;
use crate::works::{Table, Work, work_named};
use descent_engine::{Data, DataSource, Job, Start, parameter_count};

struct Owned(Table);

impl DataSource for Owned {
    fn data(&self) -> Data<'_> {
        self.0.data()
    }
}

pub fn measure(cores: usize) -> Outcome<Vec<Case>> {
    // What a first run loads belongs to the program and not to the run.
    train(&work_named("S")?, cores)?;
    ["M", "L", "XL"]
        .into_iter()
        .map(|name| case(&work_named(name)?, cores))
        .collect()
}

fn case(work: &Work, cores: usize) -> Outcome<Case> {
    eprintln!("engine: memory of {}", work.name);
    forget_peak();
    let before = peak_kibibytes();
    let parameters = train(work, cores)?;
    let values = work.rows * (work.inputs + 1) + parameters as usize;
    let after = peak_kibibytes();
    let grown = before.zip(after).map(|(before, after)| after - before);
    Ok(Case {
        name: work.name.to_owned(),
        value: grown.map(|kibibytes| kibibytes * 1024.0 / (values * 4) as f64),
        setting: format!("at most {}", threads_as_text(cores)),
        work: work.told(),
    })
}

/// Makes the table and trains on it for an epoch; how many parameters the network has.
fn train(work: &Work, cores: usize) -> Outcome<u64> {
    let spec = work.spec(cores, 1)?;
    let parameters = parameter_count(&spec);
    let mut job = Job::start(spec, Owned(work.table()), Start::default(), || {})?;
    job.join();
    match job.poll().error {
        Some(error) => Err(error.into()),
        None => Ok(parameters),
    }
}

/// Sets the peak of this process back to what it holds now. A system that cannot gives a peak that is too high.
fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The most that was resident since the peak was forgotten; None on systems that do not tell.
fn peak_kibibytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
