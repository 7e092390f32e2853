//! Statistics of a run's own steps.

use super::Trainer;
use crate::error::Result;
use crate::kernels::real::Real;
use crate::memory::reserve;
use crate::optimizer::Step;
use crate::progress::EpochRecord;
use crate::statistics::{After, Statistics};

impl<T: Real> Trainer<'_, T> {
    /// Whether the next step is the last one of its epoch.
    pub fn next_ends_epoch(&self) -> bool {
        (self.progress.step_in_epoch + 1) as usize * self.batch >= self.sizes.train_rows
    }

    /// [`Trainer::step`], and what it did; nothing where its loss sent the run back, or for want of memory. The same step to
    /// the bit.
    ///
    /// # Errors
    /// As [`Trainer::step`].
    pub fn step_with_statistics(&mut self) -> Result<(Option<EpochRecord>, Option<Statistics>)> {
        let Ok(mut before) = reserve(self.machine.values().len(), "the weights before a step")
        else {
            return self.step().map(|record| (record, None));
        };
        before.extend_from_slice(self.machine.values());
        let (steps, rows) = (self.progress.steps, self.next_rows().len());
        self.settle_next();
        let rate = self.rate_at(self.progress.step_in_epoch);
        let mut constants = Step::plain();
        self.standing().next_step(rate, &mut constants);
        let mut seen = None;
        let record = self.step_seen(|run| {
            let after = After {
                machine: &run.machine,
                before: &before,
                gradients_at: if run.spec.optimizer.is_lbfgs() {
                    run.machine.values()
                } else {
                    &before
                },
                step: constants.limited(run.machine.step_norm()),
                number: steps + 1,
                rows,
            };
            seen = after.statistics().ok();
        })?;
        // A validation loss may have sent the run back after all.
        let stands = self.progress.steps == steps + 1;
        Ok((record, seen.filter(|_| stands)))
    }
}
