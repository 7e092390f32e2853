//! A loss that is not finite.

use super::Trainer;
use crate::error::{EngineError, ErrorKind};
use crate::kernels::real::Real;

impl<T: Real> Trainer<'_, T> {
    pub(super) fn diverged(&self, split: &str, loss: f64) -> EngineError {
        let (op, what) = self.machine.first_non_finite();
        EngineError::new(
            ErrorKind::Diverged,
            format!(
                "the {split} loss became {} in epoch {}, step {} (step {} of the run): the {what} of {} \
                 were the first that are not finite; a lower learning rate may help",
                if loss.is_nan() { "NaN" } else { "infinite" },
                self.progress.epoch + 1,
                self.progress.step_in_epoch + 1,
                self.progress.steps + 1,
                self.machine.plan.describe(op),
            ),
        )
    }
}
