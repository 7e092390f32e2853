//! A trained network applied to rows.

use crate::error::{EngineError, ErrorKind, Result};
use crate::kernels::machine::{Machine, Setup};
use crate::kernels::real::Real;
use crate::kernels::table::Kernel;
use crate::loss::OutputKind;
use crate::network::Plan;
use crate::spec::RunSpec;

/// Predictions for row-major `inputs [rows × inputs]` into `outputs [rows × outputs]`: probabilities of the classes,
/// or of 1 with a single logit, for the cross-entropies and the focal loss; expected values for Poisson and Gamma; means, then
/// standard deviations, for the Gaussian; else the network's outputs.
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
        match spec.loss.output_kind(width) {
            OutputKind::Value => each(values, out, |z| z),
            OutputKind::Probability => each(values, out, |z| 1.0 / (1.0 + (-z).exp())),
            OutputKind::Probabilities => softmax(values, out),
            OutputKind::Logarithm => each(values, out, f64::exp),
            OutputKind::MeanAndVariance => {
                let half = width / 2;
                each(&values[..half], &mut out[..half], |z| z);
                each(&values[half..], &mut out[half..], |z| (z / 2.0).exp());
            }
        }
    });
    Ok(())
}

fn each<T: Real>(values: &[T], out: &mut [f32], f: impl Fn(f64) -> f64) {
    for (y, z) in out.iter_mut().zip(values) {
        *y = f(z.to_f64()) as f32;
    }
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
