//! What is told of a step.

use super::state::Loaded;
use super::work::Work;
use crate::error::Result;
use crate::kernels::real::Real;
use crate::memory::reserve;
use crate::network::Array;

/// A step of B rows. Matrices are row-major; flat ones are as long as the shape says.
#[derive(Debug, Clone, PartialEq)]
pub struct Inspection {
    /// B
    pub rows: usize,
    /// Of the run, counted from 1.
    pub step: u64,
    /// Of the weights; each array of parameters has its own.
    pub learning_rate: f64,
    /// Mean of `losses`.
    pub loss: f64,
    /// `[B]`, each with its weights.
    pub losses: Vec<f64>,
    /// `l2 / 2 · Σ w²` and `l1 · Σ |w|`, which the loss leaves out.
    pub l2_penalty: f64,
    pub l1_penalty: f64,
    /// Length of the whole gradient in the Euclidean norm, before anything is done to it.
    pub gradient_norm: f64,
    /// What `clipNorm` multiplies the gradient with.
    pub clip_scale: f64,
    /// What the network, as it is in the step, predicts of the rows: `[B × outputs]`, the mean over its members.
    pub predictions: Vec<f64>,
    /// The features, then what the layers consist of, in order: an activation comes by itself after the sums.
    pub ops: Vec<OpValues>,
    /// All arrays of parameters, in the order of the flat layout.
    pub parameters: Vec<ParameterValues>,
}

/// What one piece of a layer made of the rows.
#[derive(Debug, Clone, PartialEq)]
pub struct OpValues {
    /// Of the layer, from the outermost to the innermost, counted from 1; empty for the features.
    pub layer: Vec<usize>,
    /// `features`, `dense` (the weighted sums), `activation`, or the layer's own kind.
    pub kind: &'static str,
    /// Of `activation`, its name.
    pub activation: Option<&'static str>,
    /// Networks that it computes side by side.
    pub members: usize,
    /// Columns of `outputs`.
    pub columns: usize,
    /// `[members × B × columns]`
    pub outputs: Vec<f64>,
    /// The mean loss's derivative by each output, `[members × B × columns]`; none where no parameter is at or below it.
    pub derivatives: Option<Vec<f64>>,
}

/// One array of `rows × columns` parameters before, in and after the step.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterValues {
    pub layer: Vec<usize>,
    /// `weights`, `biases`, or what the layer has.
    pub name: &'static str,
    pub rows: usize,
    pub columns: usize,
    /// Index of its first value in the flat layout.
    pub first: usize,
    /// 0 for running statistics, which no optimizer moves; then the gradients are 0 as well.
    pub learning_rate: f64,
    pub before: Vec<f64>,
    /// Of the mean loss.
    pub gradients: Vec<f64>,
    /// Clipped, and with the penalties: what the optimizer sees.
    pub effective_gradients: Vec<f64>,
    /// The optimizer's state, and last the average of the parameters where one is kept.
    pub moments: Vec<MomentValues>,
    pub after: Vec<f64>,
}

/// One array of an optimizer's state, of the shape of its parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct MomentValues {
    /// `velocity`, `mean`, `meanSquare`, `largestMeanSquare`, `squareSum` or `average`.
    pub name: &'static str,
    pub before: Vec<f64>,
    pub after: Vec<f64>,
}

pub(super) fn report<T: Real>(
    loaded: &Loaded<T>,
    work: &Work<'_, T>,
    view: &Work<'_, T>,
) -> Result<Inspection> {
    let spec = &loaded.spec;
    let plan = &work.machine.plan;
    let step = work.constants.limited(work.norm);
    let mut parameters = Vec::new();
    let mut first = 0;
    for array in &plan.arrays {
        parameters.push(parameter(loaded, work, array, first)?);
        first += array.len();
    }
    let mut ops = Vec::new();
    for (index, op) in view.machine.plan.ops.iter().enumerate() {
        ops.push(OpValues {
            layer: op.position.clone(),
            kind: op.name(),
            activation: op
                .activation()
                .filter(|_| op.name() == "activation")
                .map(crate::Activation::name),
            members: op.members,
            columns: op.outputs,
            outputs: view.machine.batch_outputs(index, work.count)?,
            derivatives: view.machine.batch_deltas(index, work.count)?,
        });
    }
    let width = spec.outputs();
    let mut outputs = work.machine.batch_outputs(plan.ops.len() - 1, work.count)?;
    for row in outputs.chunks_mut(width) {
        spec.loss.output_kind(width).predict(row);
    }
    let members = plan.distinct();
    let mean = |at: usize| {
        let own = outputs[at..].iter().step_by(work.count * width);
        own.sum::<f64>() / members as f64
    };
    let predictions = (0..work.count * width).map(mean).collect();
    let penalized = |of: fn(f64) -> f64| -> f64 {
        let arrays = plan.arrays.iter().zip(&parameters);
        arrays
            .map(|(array, values)| {
                let sum: f64 = values.before.iter().map(|w| of(*w)).sum();
                array.group.penalty_share(spec.members) * sum
            })
            .sum()
    };
    let weights = &work.constants.weights;
    Ok(Inspection {
        rows: work.count,
        step: loaded.progress.steps + 1,
        learning_rate: work.rate,
        loss: work.loss / work.count as f64,
        losses: work.machine.batch_losses(work.count).collect(),
        l2_penalty: weights.l2 / 2.0 * penalized(|w| w * w),
        l1_penalty: weights.l1 * penalized(f64::abs),
        gradient_norm: work.norm,
        clip_scale: step.weights.scale,
        predictions,
        ops,
        parameters,
    })
}

fn parameter<T: Real>(
    loaded: &Loaded<T>,
    work: &Work<'_, T>,
    array: &Array,
    first: usize,
) -> Result<ParameterValues> {
    let machine = &work.machine;
    let take = |panels: &[T]| -> Result<Vec<f64>> {
        let mut values = reserve(array.len(), "the values of a step")?;
        array.each(|row, column| values.push(panels[array.index(row, column)].to_f64()));
        Ok(values)
    };
    let before = take(&work.values)?;
    let step = work.constants.limited(work.norm);
    let (gradients, effective_gradients, learning_rate) = match step.of(array.group) {
        None => (vec![0.0; array.len()], vec![0.0; array.len()], 0.0),
        Some(step) => {
            let gradients = take(&work.gradients)?;
            let mut effective = reserve(array.len(), "the values of a step")?;
            let left = machine.gradients();
            array.each(|row, column| {
                let at = array.index(row, column);
                effective.push(step.seen(left[at], work.values[at]).to_f64());
            });
            let rate = work.rate * loaded.spec.rate_factors.of(array.group);
            (gradients, effective, rate)
        }
    };
    let optimizer = &loaded.spec.optimizer;
    let names = optimizer.moment_names();
    // L-BFGS keeps pairs, which belong to no parameter alone.
    let hidden = optimizer.moments() - names.len();
    let average = loaded.spec.averaging.as_ref().map(|_| "average");
    let arrays = work.moments.iter().zip(machine.moments()).skip(hidden);
    let mut moments = Vec::new();
    for (name, (before, after)) in names.iter().copied().chain(average).zip(arrays) {
        moments.push(MomentValues {
            name,
            before: take(before)?,
            after: take(after)?,
        });
    }
    Ok(ParameterValues {
        layer: machine.plan.ops[array.op].position.clone(),
        name: array.name,
        rows: array.rows,
        columns: array.columns,
        first,
        learning_rate,
        before,
        gradients,
        effective_gradients,
        moments,
        after: take(machine.values())?,
    })
}
