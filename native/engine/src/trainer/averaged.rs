//! What an average of the weights needs beside them.

use super::Trainer;
use crate::kernels::machine::Rows;
use crate::kernels::real::Real;

impl<T: Real> Trainer<'_, T> {
    /// Makes the running statistics of the averaged weights the mean of those that the epoch's batches have with these
    /// weights, as torch.optim.swa_utils.update_bn does: an average of statistics is not the statistics of the average.
    /// A batch of a single row has none.
    pub(super) fn average_statistics(&mut self) {
        if !self.machine.plan.normalizes_batches() {
            return;
        }
        let train_rows = self.sizes.train_rows;
        let first_step = self.progress.steps - self.progress.step_in_epoch;
        let mut seen = 0.0;
        for (index, from) in (0..train_rows).step_by(self.batch).enumerate() {
            let order = self.order.batch(from..(from + self.batch).min(train_rows));
            if order.len() == 1 {
                continue;
            }
            seen += 1.0;
            let rows = Rows {
                inputs: self.data.train_inputs,
                targets: self.data.train_targets,
                order: Some(order),
                first: 0,
            };
            // With the masks of the step that had these rows.
            let number = first_step + index as u64;
            self.machine
                .follow_averaged(rows, order.len(), number, 1.0 / seen);
        }
    }
}
