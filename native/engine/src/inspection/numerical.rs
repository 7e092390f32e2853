//! A derivative without calculus, to hold against one.

use super::state::{Loaded, RunState};
use super::work::Work;
use crate::error::{EngineError, ErrorKind, Result};
use crate::kernels::real::Real;
use crate::metrics::LabelledRows;
use crate::network::{Group, Plan};

/// A central difference of the mean loss, in f64 whatever the run's precision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumericalGradient {
    /// How far the parameter was moved to either side.
    pub distance: f64,
    /// The mean loss there.
    pub below: f64,
    pub above: f64,
    /// `(above - below) / (2 · distance)`
    pub gradient: f64,
}

/// The derivative of the mean loss of `rows` by one parameter, which is `index` in the flat layout. Everything else as in
/// [`crate::inspect`].
///
/// # Errors
/// As [`crate::inspect`], and `shape-mismatch` for an index beyond the last parameter or of a running statistic.
pub fn numerical_gradient<T: Real>(
    state: RunState<'_, T>,
    rows: LabelledRows<'_>,
    weight_scale: f64,
    index: usize,
) -> Result<NumericalGradient> {
    let from = Loaded::new(state)?;
    let wide = |values: &[T]| values.iter().map(|x| x.to_f64()).collect::<Vec<f64>>();
    let mut loaded = Loaded::<f64> {
        weights: wide(&from.weights),
        moments: from.moments.iter().map(|m| wide(m)).collect(),
        spec: from.spec,
        progress: from.progress,
        train_rows: from.train_rows,
    };
    let Some(value) = loaded.weights.get(index).copied() else {
        return Err(EngineError::new(
            ErrorKind::ShapeMismatch,
            format!(
                "there is no parameter {index}: the network has {}",
                loaded.weights.len()
            ),
        ));
    };
    let plan = Plan::new(&loaded.spec);
    let starts = plan.starts();
    let array = starts.partition_point(|start| *start <= index) - 1;
    if plan.arrays[array].group == Group::Fixed {
        return Err(EngineError::new(
            ErrorKind::ShapeMismatch,
            format!(
                "parameter {index} is of the {}, which follow the batches and have no gradient",
                plan.arrays[array].name
            ),
        ));
    }
    // The cube root of the rounding error balances it with that of the difference.
    let distance = f64::EPSILON.cbrt() * value.abs().max(1.0);
    let mut loss = |at: f64| -> Result<f64> {
        loaded.weights[index] = at;
        let mut work = Work::new(&loaded, Plan::new(&loaded.spec), rows, weight_scale)?;
        Ok(work.run(None) / work.count as f64)
    };
    let (below, above) = (loss(value - distance)?, loss(value + distance)?);
    Ok(NumericalGradient {
        distance,
        below,
        above,
        gradient: (above - below) / (2.0 * distance),
    })
}
