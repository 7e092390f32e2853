//! What the last step left in the batch, for whoever looks on.

use super::Machine;
use crate::error::Result;
use crate::kernels::panels::{WIDE, panel_index};
use crate::kernels::real::Real;
use crate::memory::reserve;

impl<T: Real> Machine<T> {
    /// The first `count` rows of an op's outputs, row-major, those of one member after those of another; `count` must be the
    /// batch's where there are several.
    ///
    /// # Errors
    /// `out-of-memory`
    pub fn batch_outputs(&self, op: usize, count: usize) -> Result<Vec<f64>> {
        self.row_major(op, count, self.batch.outputs(op))
    }

    /// The derivatives of the batch's mean loss by these outputs, by a dense op's sums where an activation is fused with it.
    /// None where no parameter is at or below the op.
    ///
    /// # Errors
    /// `out-of-memory`
    pub fn batch_deltas(&self, op: usize, count: usize) -> Result<Option<Vec<f64>>> {
        let deltas = self.batch.deltas(op);
        deltas
            .map(|deltas| self.row_major(op, count, deltas))
            .transpose()
    }

    /// Appends the outputs of an op for the rows at these places of a batch of `count`, and tells the columns of a member that
    /// are 0 in all of them.
    pub fn sample_outputs(
        &self,
        op: usize,
        count: usize,
        rows: impl Iterator<Item = usize> + Clone,
        to: &mut Vec<T>,
    ) -> u64 {
        let outputs = self.batch.outputs(op);
        let columns = self.plan.ops[op].outputs;
        let mut silent = 0;
        self.each_sampled_panel(op, columns, count, rows, |runs, width| {
            let mut active = [false; WIDE];
            for at in runs {
                let run = &outputs[at..at + width];
                to.extend_from_slice(run);
                for (active, x) in active.iter_mut().zip(run) {
                    *active |= *x != T::ZERO;
                }
            }
            silent += active[..width].iter().filter(|active| !**active).count();
        });
        silent as u64
    }

    /// Appends the derivatives by these outputs, as [`Machine::batch_deltas`] has them, and tells whether there are any; of the
    /// features by those that depend on parameters.
    pub fn sample_deltas(
        &self,
        op: usize,
        count: usize,
        rows: impl Iterator<Item = usize> + Clone,
        to: &mut Vec<T>,
    ) -> bool {
        let Some(deltas) = self.batch.deltas(op) else {
            return false;
        };
        let columns = self.plan.ops[op].reached();
        self.each_sampled_panel(op, columns, count, rows, |runs, width| {
            for at in runs {
                to.extend_from_slice(&deltas[at..at + width]);
            }
        });
        true
    }

    /// Calls `f` with the places of the rows in each panel, of one member after another, and the columns there.
    fn each_sampled_panel(
        &self,
        op: usize,
        columns: usize,
        count: usize,
        rows: impl Iterator<Item = usize> + Clone,
        mut f: impl FnMut(&mut dyn Iterator<Item = usize>, usize),
    ) {
        let all = self.batch.rows_of(op);
        for first in (0..columns).step_by(WIDE) {
            for member in 0..self.plan.ops[op].members {
                let at = |row| panel_index(all, columns, member * count + row, first);
                f(&mut rows.clone().map(at), WIDE.min(columns - first));
            }
        }
    }

    /// The losses of the `count` rows of the batch, each the mean over the members.
    pub fn batch_losses(&self, count: usize) -> impl Iterator<Item = f64> {
        let members = self.plan.distinct();
        let losses = self.batch.losses();
        (0..count).map(move |row| {
            let own = (0..members).map(|member| losses[member * count + row].to_f64());
            own.sum::<f64>() / members as f64
        })
    }

    /// The norm of the gradient of the last step, before it was clipped; meaningless after a step that did not want it.
    pub fn step_norm(&self) -> f64 {
        self.norms.iter().sum::<f64>().sqrt()
    }

    /// The norm of the gradient as the last pass left it.
    pub fn gradient_norm(&self) -> f64 {
        let passes = self.passes();
        // SAFETY: one thread, and the blocks are those of the gradient.
        let squares = self
            .blocks
            .iter()
            .map(|block| unsafe { passes.gradient_square_sum(block) });
        squares.sum::<f64>().sqrt()
    }

    fn row_major(&self, op: usize, count: usize, panels: &[T]) -> Result<Vec<f64>> {
        let columns = self.plan.ops[op].outputs;
        let rows = count * self.plan.ops[op].members;
        let mut values = reserve(rows * columns, "what the network makes of the rows")?;
        for row in 0..rows {
            for column in 0..columns {
                let at = panel_index(self.batch.rows_of(op), columns, row, column);
                values.push(panels[at].to_f64());
            }
        }
        Ok(values)
    }
}
