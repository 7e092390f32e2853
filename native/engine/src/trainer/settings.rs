//! Settings that change while a run is under way.

use super::Trainer;
use crate::changes::{self, Change, Settings, epoch_batch, largest_batch};
use crate::error::Result;
use crate::estimate::{estimate, setup};
use crate::kernels::machine::Machine;
use crate::kernels::real::Real;
use crate::memory::check_available;
use crate::network::Plan;

impl<T: Real> Trainer<'_, T> {
    /// Changes settings from the next step on, the batch size from the next epoch that begins. The change's own step, factor,
    /// divergence and stop are not read.
    ///
    /// # Errors
    /// `invalid-spec` where a setting is out of range, `out-of-memory` where a larger batch does not fit; then nothing
    /// is changed.
    pub fn change(&mut self, change: Change) -> Result<()> {
        let step = self.progress.steps + 1;
        self.spec.changes.push(Change {
            step,
            rate_factor: None,
            diverged: None,
            stopped: None,
            ..change
        });
        if let Err(error) = changes::validate(&self.spec).and_then(|()| self.make_room()) {
            self.spec.changes.pop();
            return Err(error);
        }
        self.follow_changes();
        Ok(())
    }

    /// All changes so far, those of the description first.
    pub fn changes(&self) -> &[Change] {
        &self.spec.changes
    }

    /// Whether the run is a repeat that ends where the first one was stopped, whatever the clock says.
    pub(crate) fn will_be_stopped(&self) -> bool {
        let steps = self.progress.steps;
        let mut changes = self.spec.changes.iter();
        changes.any(|c| c.stopped.is_some() && c.step > steps)
    }

    /// Makes a new change count.
    pub(super) fn follow_changes(&mut self) {
        if self.progress.step_in_epoch == 0 {
            self.begin_epoch();
        } else {
            self.settle(self.progress.steps + 1);
        }
    }

    /// Makes the settings those of the next step.
    pub(super) fn settle_next(&mut self) {
        if self.progress.steps + 1 >= self.settled_until {
            self.settle(self.progress.steps + 1);
        }
    }

    /// Makes the settings those of the next step, which is this one, counted from 1. What a change of that step takes
    /// back of an end is a pure function of it, so it may be taken back again where the run comes by once more.
    pub(super) fn settle(&mut self, step: u64) {
        for change in self.spec.changes.iter().filter(|c| c.step == step) {
            self.progress.converged = false;
            if change.epochs.is_some() {
                self.progress.stopped_early = false;
                self.progress.waited = 0;
            }
        }
        self.settings = Settings::of(&self.spec, &self.spec.changes, step);
        let later = self.spec.changes.iter().map(|c| c.step);
        self.settled_until = later.filter(|s| *s > step).min().unwrap_or(u64::MAX);
    }

    /// The settings of the next step, the batch size and the order of the rows of the epoch in which it is.
    pub(super) fn begin_epoch(&mut self) {
        let rows = self.sizes.train_rows;
        self.batch = epoch_batch(&self.spec, &self.progress, rows);
        self.settle(self.progress.steps + 1);
        // Amid an epoch the rows are needed although the run was stopped here: it may yet be extended.
        if self.ended().is_none() || self.progress.step_in_epoch > 0 {
            self.order
                .start_epoch(self.progress.epoch + 1, self.batch < rows);
        }
    }

    /// A machine for the largest batch of the description as it is now.
    ///
    /// # Errors
    /// `out-of-memory`.
    pub(super) fn make_room(&mut self) -> Result<()> {
        let sizes = &self.sizes;
        if largest_batch(&self.spec, sizes.train_rows) <= self.machine.batch() {
            return Ok(());
        }
        check_available(estimate::<T>(
            &self.spec,
            sizes.train_rows,
            sizes.validation_rows,
        ))?;
        let setup = setup(
            &self.spec,
            sizes.train_rows,
            sizes.validation_rows,
            self.machine.kernel(),
        );
        let mut larger = Machine::new(Plan::new(&self.spec), &setup)?;
        larger.set_values(|_, panels| panels.copy_from_slice(self.machine.values()));
        for (to, from) in larger.moments_mut().zip(self.machine.moments()) {
            to.copy_from_slice(from);
        }
        self.machine = larger;
        Ok(())
    }
}
