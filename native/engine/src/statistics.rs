//! How the parameters, gradients and activations of a network are distributed after a step.

use crate::error::Result;
use crate::inspection::{Loaded, RunState, Work};
use crate::kernels::machine::Machine;
use crate::kernels::real::Real;
use crate::memory::reserve;
use crate::metrics::LabelledRows;
use crate::network::{Array, Plan};
use crate::optimizer::Step;
use crate::sample::spread;
use crate::summary::Summary;

/// Rows of a batch whose activations and derivatives are looked at.
const MOST_ROWS: usize = 512;

/// After one step on a batch of B rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Statistics {
    /// Of the run, counted from 1.
    pub step: u64,
    /// Rows that the ops' values are of: all B, of more than 512 as many, spread evenly over the batch.
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

/// Of what one piece of a layer made of the rows, before the step.
#[derive(Debug, Clone, PartialEq)]
pub struct OpStatistics {
    pub layer: Vec<usize>,
    pub kind: &'static str,
    /// The activation that made the outputs.
    pub activation: Option<&'static str>,
    pub outputs: Summary,
    /// The mean loss's derivatives by the outputs, of a dense layer by its sums, of the features by those that depend on
    /// parameters. None where no parameter is at or below.
    pub derivatives: Option<Summary>,
    /// Columns of a member that are 0 in every one of the rows: of ReLU, the units that none of them reaches.
    pub dead_units: u64,
}

/// The statistics after the next step of a run, as if `rows` were its batch; state and `weight_scale` as in
/// [`crate::inspect`].
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
        let rows = spread(self.rows, MOST_ROWS);
        let of_ops = plan
            .ops
            .iter()
            .map(|op| op.outputs * op.members * rows.len());
        let of_arrays = plan.arrays.iter().map(Array::len);
        let most = of_ops.chain(of_arrays).max().unwrap_or(0);
        let mut values = reserve(most, "the statistics of an epoch")?;
        let ops = plan.ops.iter().enumerate().map(|(index, op)| {
            values.clear();
            let dead_units =
                self.machine
                    .sample_outputs(index, self.rows, rows.clone(), &mut values);
            let outputs = Summary::of(&mut values);
            values.clear();
            let derives = self
                .machine
                .sample_deltas(index, self.rows, rows.clone(), &mut values);
            OpStatistics {
                layer: op.position.clone(),
                kind: op.name(),
                activation: op.activation().map(crate::Activation::name),
                outputs,
                derivatives: derives.then(|| Summary::of(&mut values)),
                dead_units,
            }
        });
        let ops = ops.collect();
        let parameters = plan.arrays.iter();
        Ok(Statistics {
            step: self.number,
            rows: rows.len(),
            parameters: parameters
                .map(|array| self.parameter(array, &mut values))
                .collect(),
            ops,
        })
    }

    /// `room` is for as many values as the array has.
    fn parameter(&self, array: &Array, room: &mut Vec<T>) -> ParameterStatistics {
        let (after, gradients) = (self.machine.values(), self.machine.gradients());
        room.clear();
        let (mut moved, mut before) = (0.0, 0.0);
        array.each_run(|run| {
            room.extend_from_slice(&after[run.clone()]);
            for (now, then) in after[run.clone()].iter().zip(&self.before[run]) {
                let (now, then) = (now.to_f64(), then.to_f64());
                moved += (now - then) * (now - then);
                before += then * then;
            }
        });
        let values = Summary::of(room);
        let gradients = self.step.of(array.group).map(|step| {
            room.clear();
            array.each_run(|run| {
                let both = gradients[run.clone()].iter().zip(&self.gradients_at[run]);
                room.extend(both.map(|(left, at)| step.seen(*left, *at)));
            });
            Summary::of(room)
        });
        ParameterStatistics {
            layer: self.machine.plan.ops[array.op].position.clone(),
            name: array.name,
            values,
            gradients,
            update_norm: moved.sqrt(),
            update_ratio: moved.sqrt() / before.sqrt(),
        }
    }
}
