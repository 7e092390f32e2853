//! The weights of a run, and their gradient.

use super::Trainer;
use super::metrics::criterion;
use crate::error::{EngineError, ErrorKind, Result};
use crate::kernels::machine::Rows;
use crate::kernels::real::Real;
use crate::metrics::Split;

impl<T: Real> Trainer<'_, T> {
    /// The weights after the last step, flat.
    pub fn weights(&self) -> Vec<T> {
        let mut flat = Vec::new();
        self.machine.plan.flatten(self.machine.values(), &mut flat);
        flat
    }

    /// The best weights, flat; those after the last step before the first epoch is finished.
    pub fn best_weights(&self) -> Vec<T> {
        let mut flat = Vec::new();
        self.machine.plan.flatten(self.best_panels(), &mut flat);
        flat
    }

    /// Whether an average stands in for the weights.
    pub(super) fn average_stands(&self) -> bool {
        self.spec
            .averaging
            .as_ref()
            .is_some_and(|a| a.has_begun(self.progress.steps, self.progress.epoch))
    }

    fn standing_panels(&self) -> &[T] {
        if self.average_stands() {
            self.machine.averaged()
        } else {
            self.machine.values()
        }
    }

    /// What stands for the weights after the last step: their average where one is kept and has begun, flat.
    pub fn standing_weights(&self) -> Vec<T> {
        let mut flat = Vec::new();
        self.copy_standing_weights(&mut flat);
        flat
    }

    /// The same in place of what is in `to`, which allocates nothing where `to` has room.
    pub(crate) fn copy_standing_weights(&self, to: &mut Vec<T>) {
        self.machine.plan.flatten(self.standing_panels(), to);
    }

    /// Values of the network, flat.
    pub(crate) fn weights_len(&self) -> usize {
        self.machine.plan.flat_len()
    }

    pub(super) fn best_panels(&self) -> &[T] {
        if self.progress.best_epoch == 0 {
            self.standing_panels()
        } else {
            &self.best
        }
    }

    /// Replaces the weights.
    ///
    /// # Errors
    /// `shape-mismatch` when their number is wrong.
    pub fn set_weights(&mut self, flat: &[T]) -> Result<()> {
        let expected = self.machine.plan.flat_len();
        if flat.len() != expected {
            return Err(EngineError::new(
                ErrorKind::ShapeMismatch,
                format!(
                    "the network has {expected} parameters, but {} were given",
                    flat.len()
                ),
            ));
        }
        self.machine
            .set_values(|plan, panels| plan.spread(flat, panels));
        self.weights_were_set();
        self.begin_rollbacks();
        Ok(())
    }

    /// What was derived from the weights no longer holds.
    pub(super) fn weights_were_set(&mut self) {
        if let Some(quasi) = &mut self.quasi {
            quasi.forget();
        }
    }

    /// Mean loss over the first rows that fit a batch, and its gradient without the penalty, flat.
    pub fn gradient(&mut self) -> (f64, Vec<T>) {
        let rows = Rows {
            inputs: self.data.train_inputs,
            targets: self.data.train_targets,
            order: None,
            first: 0,
        };
        let criterion = criterion(&self.spec, &self.data, self.scales, Split::Training);
        let sum = self
            .machine
            .step(criterion, rows, self.batch, self.progress.steps, None);
        let mut flat = Vec::new();
        self.machine
            .plan
            .flatten(self.machine.gradients(), &mut flat);
        (sum / self.batch as f64, flat)
    }
}
