//! Which rows a run takes next.

use super::{Loaded, RunState};
use crate::changes::epoch_batch;
use crate::data::Data;
use crate::error::{EngineError, ErrorKind, Result};
use crate::kernels::real::Real;
use crate::order::BatchOrder;

/// The batch of a run's next step, as [`crate::inspect`] wants it.
#[derive(Debug, Clone, PartialEq)]
pub struct NextBatch {
    /// Training rows, in the batch's order.
    pub rows: Vec<u32>,
    /// What the weights of rows and classes are multiplied with, so that their mean over the training rows is 1; 1 where
    /// there are none.
    pub weight_scale: f64,
}

/// The next batch of a run on these data, without the run.
///
/// # Errors
/// What is wrong with the state or the data; `shape-mismatch` where a checkpoint is of another number of rows;
/// `out-of-memory`.
pub fn next_batch<T: Real>(state: RunState<'_, T>, data: Data<'_>) -> Result<NextBatch> {
    let loaded = Loaded::new(state)?;
    let (spec, progress) = (&loaded.spec, &loaded.progress);
    let rows = data.check(spec)?.train_rows;
    if let Some(expected) = loaded.train_rows.filter(|expected| *expected != rows) {
        return Err(EngineError::new(
            ErrorKind::ShapeMismatch,
            format!("the checkpoint is of {expected} training rows, but {rows} were given"),
        ));
    }
    let [training, _] = data.criteria(spec)?;
    let batch = epoch_batch(spec, progress, rows);
    let mut order = BatchOrder::new(rows, spec.seed)?;
    order.start_epoch(progress.epoch + 1, batch < rows);
    let from = progress.step_in_epoch as usize * batch;
    Ok(NextBatch {
        rows: order.batch(from..(from + batch).min(rows)).to_vec(),
        weight_scale: training.scale,
    })
}
