//! Steps outside a run's own schedule.

use super::Trainer;
use crate::kernels::real::Real;

impl<T: Real> Trainer<'_, T> {
    /// One update with this rate whatever the schedule, without records or early stopping: the batch's mean loss before it.
    pub(crate) fn probe(&mut self, rate: f64) -> f64 {
        let (sum, rows) = self.advance(rate);
        if self.epoch_is_over() {
            self.progress.epoch += 1;
            self.progress.step_in_epoch = 0;
            self.order
                .start_epoch(self.progress.epoch + 1, self.batch < self.sizes.train_rows);
        }
        sum / rows as f64
    }
}
