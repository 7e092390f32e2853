//! A trained network applied to rows.

use crate::error::{EngineError, ErrorKind, Result};
use crate::kernels::machine::{Machine, Setup};
use crate::kernels::real::Real;
use crate::kernels::table::Kernel;
use crate::loss::Loss;
use crate::network::Plan;
use crate::spec::RunSpec;

/// Predictions for row-major `inputs [rows × inputs]` into `outputs [rows × outputs]`: probabilities of the classes
/// for softmax cross-entropy, the probability of 1 for binary cross-entropy, else the network's outputs.
/// NaN in a row gives NaN in its outputs.
///
/// # Errors
/// `invalid-spec`; `shape-mismatch` when the lengths do not fit the description; `out-of-memory`.
pub fn predict<T: Real>(
    spec: &RunSpec,
    weights: &[T],
    inputs: &[f32],
    outputs: &mut [f32],
) -> Result<()> {
    spec.validate()?;
    let shape = |message: String| Err(EngineError::new(ErrorKind::ShapeMismatch, message));
    let plan = Plan::new(spec);
    if weights.len() != plan.flat_len() {
        return shape(format!(
            "the network has {} parameters, but {} were given",
            plan.flat_len(),
            weights.len()
        ));
    }
    if !inputs.len().is_multiple_of(spec.inputs) {
        return shape(format!(
            "the inputs hold {} values, which is not a whole number of rows of {} columns",
            inputs.len(),
            spec.inputs
        ));
    }
    let rows = inputs.len() / spec.inputs;
    let width = spec.outputs();
    if outputs.len() != rows * width {
        return shape(format!(
            "{rows} rows of {width} outputs need {} values, but there is room for {}",
            rows * width,
            outputs.len()
        ));
    }
    let setup = Setup {
        batch: 0,
        moments: 0,
        average: false,
        threads: 1,
        kernel: Kernel::detect(),
    };
    let mut machine = Machine::<T>::new(plan, &setup)?;
    machine.set_values(|plan, panels| plan.spread(weights, panels));
    machine.outputs(inputs, |row, values| {
        let out = &mut outputs[row * width..][..width];
        match spec.loss {
            Loss::MeanSquaredError => {
                for (y, z) in out.iter_mut().zip(values) {
                    *y = z.to_f64() as f32;
                }
            }
            Loss::BinaryCrossEntropy => {
                for (y, z) in out.iter_mut().zip(values) {
                    *y = (1.0 / (1.0 + (-z.to_f64()).exp())) as f32;
                }
            }
            Loss::SoftmaxCrossEntropy => softmax(values, out),
        }
    });
    Ok(())
}

fn softmax<T: Real>(logits: &[T], out: &mut [f32]) {
    let largest = logits
        .iter()
        .fold(f64::NEG_INFINITY, |m, z| m.max(z.to_f64()));
    let exponential = |z: &T| (z.to_f64() - largest).exp();
    let total: f64 = logits.iter().map(exponential).sum();
    for (y, z) in out.iter_mut().zip(logits) {
        *y = (exponential(z) / total) as f32;
    }
}
