//! Rows a second of a trained network's application to a million rows.

use super::{Case, median_seconds, timed};
use crate::Outcome;
use crate::works::{Work, work_named};
use descent_engine::{Options, predict};

const ROWS: usize = 1_000_000;

pub fn measure() -> Outcome<Vec<Case>> {
    ["M", "L"].into_iter().map(case).collect()
}

fn case(name: &str) -> Outcome<Case> {
    eprintln!("engine: {name}, {ROWS} rows");
    let work = work_named(name)?;
    let weights = work
        .trainer(&work.table(), 1, Options::default())?
        .weights();
    let work = Work { rows: ROWS, ..work };
    let table = work.table();
    let spec = work.spec(1, 1)?;
    let mut outputs = vec![0.0f32; ROWS * work.outputs];
    let seconds = median_seconds(5, || {
        timed(|| Ok(predict(&spec, &weights, table.inputs(), &mut outputs)?))
    })?;
    Ok(Case {
        name: format!("{name}, 1,000,000 rows"),
        value: Some(ROWS as f64 / seconds),
        setting: "as it is".to_owned(),
        work: work.told(),
    })
}
