//! What the last step left in the batch, for whoever looks on.

use super::Machine;
use crate::error::Result;
use crate::kernels::panels::panel_index;
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

    /// The losses of the `count` rows of the batch, each the mean over the members.
    pub fn batch_losses(&self, count: usize) -> impl Iterator<Item = f64> {
        let members = self.plan.distinct();
        let losses = self.batch.losses();
        (0..count).map(move |row| {
            let own = (0..members).map(|member| losses[member * count + row].to_f64());
            own.sum::<f64>() / members as f64
        })
    }

    /// The norm of the gradient by which the last step clipped; meaningless after a step that did not.
    pub fn clipped_norm(&self) -> f64 {
        self.norms.iter().sum::<f64>().sqrt()
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
