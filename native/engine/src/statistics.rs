//! How the parameters, gradients and activations of a network are distributed after a step.

use crate::error::Result;
use crate::inspection::{Loaded, RunState, Work};
use crate::kernels::machine::Machine;
use crate::kernels::real::Real;
use crate::metrics::LabelledRows;
use crate::network::{Array, Plan};
use crate::optimizer::Step;
use crate::summary::Summary;

/// After one step on a batch of B rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Statistics {
    /// Of the run, counted from 1.
    pub step: u64,
    /// B
    pub rows: usize,
    /// All arrays of parameters, in the order of the flat layout.
    pub parameters: Vec<ParameterStatistics>,
    /// The features, then what the layers consist of; an activation is one with the dense layer that it belongs to.
    pub ops: Vec<OpStatistics>,
}

/// Of one array of parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterStatistics {
    /// Of the layer, from the outermost to the innermost, counted from 1; empty for the features.
    pub layer: Vec<usize>,
    /// `weights`, `biases`, or what the layer has.
    pub name: &'static str,
    /// After the step.
    pub values: Summary,
    /// As the optimizer saw them: clipped, and with the penalties; of L-BFGS, where its line search ended. None for running
    /// statistics.
    pub gradients: Option<Summary>,
    /// Norm of the step's change, and that divided by the norm before it (infinite or NaN where that was 0).
    pub update_norm: f64,
    pub update_ratio: f64,
}

/// Of what one piece of a layer made of the batch, before the step.
#[derive(Debug, Clone, PartialEq)]
pub struct OpStatistics {
    pub layer: Vec<usize>,
    pub kind: &'static str,
    /// The activation that made the outputs.
    pub activation: Option<&'static str>,
    pub outputs: Summary,
    /// The mean loss's derivatives by the outputs, of a dense layer by its sums. None where no parameter is at or below.
    pub derivatives: Option<Summary>,
    /// Columns of a member that are 0 in every row: of ReLU, the units that no row of the batch reaches.
    pub dead_units: u64,
}

/// The statistics after the next step of a run, as if `rows` were its batch; state and `weight_scale` as in
/// [`crate::inspect`]. For a whole split give all of its rows.
///
/// # Errors
/// As [`crate::inspect`].
pub fn statistics<T: Real>(
    state: RunState<'_, T>,
    rows: LabelledRows<'_>,
    weight_scale: f64,
) -> Result<Statistics> {
    let loaded = Loaded::new(state)?;
    let mut work = Work::new(&loaded, Plan::new(&loaded.spec), rows, weight_scale)?;
    work.step()?;
    let after = After {
        machine: &work.machine,
        before: &work.values,
        gradients_at: &work.values,
        step: work.constants.limited(work.norm),
        number: loaded.progress.steps + 1,
        rows: work.count,
    };
    after.statistics()
}

/// A machine after a step.
pub(crate) struct After<'a, T: Real> {
    pub machine: &'a Machine<T>,
    /// Parameters before it, in panels.
    pub before: &'a [T],
    /// Parameters that the machine's gradients are of, in panels.
    pub gradients_at: &'a [T],
    pub step: Step,
    /// Of the step, counted from 1.
    pub number: u64,
    /// Of its batch.
    pub rows: usize,
}

impl<T: Real> After<'_, T> {
    /// # Errors
    /// `out-of-memory`
    pub fn statistics(&self) -> Result<Statistics> {
        let plan = &self.machine.plan;
        let mut ops = Vec::new();
        for (index, op) in plan.ops.iter().enumerate() {
            let outputs = self.machine.batch_outputs(index, self.rows)?;
            let derivatives = self.machine.batch_deltas(index, self.rows)?;
            let own = outputs.chunks(self.rows * op.outputs.max(1));
            let dead = own.flat_map(|own| {
                (0..op.outputs).filter(|column| {
                    let mut unit = own[*column..].iter().step_by(op.outputs);
                    unit.all(|y| *y == 0.0)
                })
            });
            ops.push(OpStatistics {
                layer: op.position.clone(),
                kind: op.name(),
                activation: op.activation().map(crate::Activation::name),
                dead_units: dead.count() as u64,
                outputs: Summary::of_values(&outputs),
                derivatives: derivatives.map(|d| Summary::of_values(&d)),
            });
        }
        Ok(Statistics {
            step: self.number,
            rows: self.rows,
            parameters: plan.arrays.iter().map(|a| self.parameter(a)).collect(),
            ops,
        })
    }

    fn parameter(&self, array: &Array) -> ParameterStatistics {
        let (values, gradients) = (self.machine.values(), self.machine.gradients());
        let each = |of: &dyn Fn(usize) -> f64, to: &mut dyn FnMut(f64)| {
            array.each(|row, column| to(of(array.index(row, column))));
        };
        let norm = |of: &dyn Fn(usize) -> f64| {
            let mut squares = 0.0;
            each(of, &mut |x| squares += x * x);
            squares.sqrt()
        };
        let update_norm = norm(&|at| values[at].to_f64() - self.before[at].to_f64());
        ParameterStatistics {
            layer: self.machine.plan.ops[array.op].position.clone(),
            name: array.name,
            values: Summary::of(|to| each(&|at| values[at].to_f64(), to)),
            gradients: self.step.of(array.group).map(|step| {
                let seen = |at: usize| step.seen(gradients[at], self.gradients_at[at]).to_f64();
                Summary::of(|to| each(&seen, to))
            }),
            update_norm,
            update_ratio: update_norm / norm(&|at| self.before[at].to_f64()),
        }
    }
}
