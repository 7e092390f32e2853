//! A trained network applied to rows.

use crate::data::check_categories;
use crate::error::{EngineError, ErrorKind, Result};
use crate::estimate::predictor;
use crate::kernels::machine::{CHUNK_ROWS, Machine, Rows, Setup};
use crate::kernels::real::Real;
use crate::loss::OutputKind;
use crate::network::Plan;
use crate::spec::RunSpec;

/// Predictions for row-major `inputs [rows × inputs]` into `outputs [rows × outputs]`: probabilities of the classes,
/// or of 1 with a single logit, for the cross-entropies and the focal loss; expected values for Poisson and Gamma; means, then
/// standard deviations, for the Gaussian; else the network's outputs.
/// NaN in a row gives NaN in its outputs. Up to `spec.threads` threads share the rows; the outputs do not depend on theirs.
///
/// # Errors
/// `invalid-spec`; `invalid-category` with row and column, counted from 1; `shape-mismatch` when the lengths do not fit the description; `out-of-memory`.
pub fn predict<T: Real>(
    spec: &RunSpec,
    weights: &[T],
    inputs: &[f32],
    outputs: &mut [f32],
) -> Result<()> {
    spec.validate()?;
    let shape = |message: String| Err(EngineError::new(ErrorKind::ShapeMismatch, message));
    if !inputs.len().is_multiple_of(spec.inputs) {
        return shape(format!(
            "the inputs hold {} values, which is not a whole number of rows of {} columns",
            inputs.len(),
            spec.inputs
        ));
    }
    check_categories("input", spec, inputs)?;
    let rows = inputs.len() / spec.inputs;
    let width = spec.outputs();
    if outputs.len() != rows * width {
        return shape(format!(
            "{rows} rows of {width} outputs need {} values, but there is room for {}",
            rows * width,
            outputs.len()
        ));
    }
    let mut machine = load(spec, weights, &predictor(spec, rows))?;
    let kind = spec.loss.output_kind(width);
    let all = Rows {
        inputs,
        targets: &[],
        order: None,
        first: 0,
    };
    machine.survey(
        None,
        all,
        false,
        outputs,
        CHUNK_ROWS * width,
        |chunk, own| {
            let mut predictions = vec![0.0; width];
            for (row, out) in own.chunks_mut(width).enumerate() {
                chunk.read(row, &mut predictions);
                kind.predict(&mut predictions);
                for (y, p) in out.iter_mut().zip(&predictions) {
                    *y = *p as f32;
                }
            }
        },
    );
    Ok(())
}

/// A machine that trains nothing, with these flat weights.
///
/// # Errors
/// `shape-mismatch` when their number is wrong; `out-of-memory`.
pub(crate) fn load<T: Real>(spec: &RunSpec, weights: &[T], setup: &Setup) -> Result<Machine<T>> {
    let plan = Plan::new(spec);
    if weights.len() != plan.flat_len() {
        return Err(EngineError::new(
            ErrorKind::ShapeMismatch,
            format!(
                "the network has {} parameters, but {} were given",
                plan.flat_len(),
                weights.len()
            ),
        ));
    }
    let mut machine = Machine::new(plan, setup)?;
    machine.set_values(|plan, panels| plan.spread(weights, panels));
    Ok(machine)
}

impl OutputKind {
    /// Turns the outputs of a row into its predictions.
    pub(crate) fn predict(self, row: &mut [f64]) {
        let each = |part: &mut [f64], f: fn(f64) -> f64| part.iter_mut().for_each(|z| *z = f(*z));
        match self {
            Self::Value => {}
            Self::Probability => each(row, |z| 1.0 / (1.0 + (-z).exp())),
            Self::Probabilities => softmax(row),
            Self::Logarithm => each(row, f64::exp),
            Self::MeanAndVariance => {
                let half = row.len() / 2;
                each(&mut row[half..], |z| (z / 2.0).exp());
            }
        }
    }
}

fn softmax(row: &mut [f64]) {
    let largest = row.iter().fold(f64::NEG_INFINITY, |m, z| m.max(*z));
    let mut total = 0.0;
    for z in row.iter_mut() {
        *z = (*z - largest).exp();
        total += *z;
    }
    row.iter_mut().for_each(|e| *e /= total);
}
