//! The states that a run can go back to when its loss is no longer finite.

use super::Trainer;
use crate::changes::{Change, Divergence};
use crate::error::{EngineError, ErrorKind, Result};
use crate::kernels::machine::Machine;
use crate::kernels::real::Real;
use crate::memory::reserve;
use crate::optimizer::Optimizer;
use crate::progress::Progress;

/// Parameters, moments and progress as they were; of L-BFGS no moments, because they are many and its line search
/// never accepts a loss that is not finite.
pub(super) struct Kept<T> {
    pub values: Vec<T>,
    pub moments: Vec<Vec<T>>,
    pub progress: Progress,
}

/// A state is sound when the loss of the step after it is finite and at most this many times that of the run's first
/// step, or this itself, because a likelihood may begin near 0: weights that explode do so over several steps, and from the last finite ones no rate leads back.
const SOUND: f64 = 10.0;

/// The states at the ends of two epochs, because the newest one may be the one that is broken.
pub(super) struct Rollbacks<T> {
    pub sound: Kept<T>,
    newest: Kept<T>,
    /// Whether the step after the newest state is still to come.
    pending: bool,
    /// The best weights of the sound state, where others have replaced them since.
    earlier_best: Vec<T>,
    replaced: bool,
}

impl<T: Real> Kept<T> {
    fn new(machine: &Machine<T>, optimizer: &Optimizer) -> Result<Self> {
        let copy = |from: &[T]| {
            let mut values = reserve(from.len(), "the state of the last epoch")?;
            values.extend_from_slice(from);
            Ok(values)
        };
        Ok(Self {
            values: copy(machine.values())?,
            moments: machine
                .moments()
                .filter(|_| !optimizer.is_lbfgs())
                .map(copy)
                .collect::<Result<_>>()?,
            progress: Progress::start(),
        })
    }

    fn keep(&mut self, machine: &Machine<T>, progress: &Progress) {
        self.values.copy_from_slice(machine.values());
        for (kept, moment) in self.moments.iter_mut().zip(machine.moments()) {
            kept.copy_from_slice(moment);
        }
        self.progress = *progress;
    }
}

impl<T: Real> Rollbacks<T> {
    /// # Errors
    /// `out-of-memory`.
    pub fn new(machine: &Machine<T>, optimizer: &Optimizer) -> Result<Self> {
        let mut earlier_best = reserve(machine.values().len(), "the state of the last epoch")?;
        earlier_best.extend_from_slice(machine.values());
        Ok(Self {
            sound: Kept::new(machine, optimizer)?,
            newest: Kept::new(machine, optimizer)?,
            pending: false,
            earlier_best,
            replaced: false,
        })
    }

    /// The state that a run begins with, for want of another one.
    pub fn begin(&mut self, machine: &Machine<T>, progress: &Progress) {
        self.sound.keep(machine, progress);
        self.pending = false;
        self.replaced = false;
    }

    /// The state at the end of an epoch.
    pub fn keep(&mut self, machine: &Machine<T>, progress: &Progress) {
        self.newest.keep(machine, progress);
        self.pending = true;
    }

    /// Takes note of a step's mean loss, which was finite, and of that of the run's first step.
    pub fn judge(&mut self, loss: f64, first: f64) {
        if self.pending && loss <= SOUND * first.abs().max(1.0) {
            std::mem::swap(&mut self.sound, &mut self.newest);
            self.replaced = false;
        }
        self.pending = false;
    }

    /// Saves the best weights that are about to be replaced, where they are the sound state's.
    pub fn save_best(&mut self, best: &mut Vec<T>) {
        if !self.replaced {
            std::mem::swap(&mut self.earlier_best, best);
            self.replaced = true;
        }
    }

    /// The best weights of the sound state, where they are not those of the run.
    pub fn best(&self) -> Option<&[T]> {
        self.replaced.then_some(&self.earlier_best[..])
    }
}

impl<T: Real> Trainer<'_, T> {
    /// Takes a loss that is not finite: goes back with a lower rate where the description allows it.
    ///
    /// # Errors
    /// `diverged` naming epoch, step and layer, and leaving everything as it is.
    pub(super) fn recover(&mut self, split: &str, loss: f64) -> Result<()> {
        let message = self.what_diverged();
        let used = self.spec.changes.iter().filter(|c| c.diverged.is_some());
        let (used, step) = (used.count() as u64, self.progress.steps + 1);
        let Some(rollback) = self.spec.divergence.filter(|r| used < r.rollbacks) else {
            return Err(self.diverged(split, loss, &message));
        };
        self.go_back();
        self.spec.changes.push(Change {
            step: self.progress.steps + 1,
            rate_factor: Some(rollback.factor),
            diverged: Some(Divergence { step, message }),
            ..Change::default()
        });
        self.follow_changes();
        Ok(())
    }

    /// The present state is the one to go back to, for want of another one.
    pub(super) fn begin_rollbacks(&mut self) {
        if let Some(rollbacks) = &mut self.rollbacks {
            rollbacks.begin(&self.machine, &self.progress);
        }
    }

    /// Returns to the end of the last epoch that left sound weights, or to where the run began; without `divergence` in the
    /// description everything stays as it is.
    pub fn go_back(&mut self) {
        let seconds = self.seconds();
        let Some(kept) = &mut self.rollbacks else {
            return;
        };
        self.clock = None;
        if kept.replaced {
            std::mem::swap(&mut self.best, &mut kept.earlier_best);
        }
        kept.pending = false;
        kept.replaced = false;
        let sound = &kept.sound;
        self.machine
            .set_values(|_, panels| panels.copy_from_slice(&sound.values));
        for (moment, kept) in self.machine.moments_mut().zip(&sound.moments) {
            moment.copy_from_slice(kept);
        }
        self.progress = Progress {
            seconds,
            pairs: 0,
            ..sound.progress
        };
        self.weights_were_set();
        self.begin_epoch();
    }

    /// What is not finite, and where.
    fn what_diverged(&self) -> String {
        let (op, what) = self.machine.first_non_finite();
        let layer = self.machine.plan.describe(op);
        if what == "loss" {
            return format!("the outputs of {layer} are still finite, and the loss of them is not");
        }
        format!("not finite first: the {what} of {layer}")
    }

    fn diverged(&self, split: &str, loss: f64, what: &str) -> EngineError {
        EngineError::new(
            ErrorKind::Diverged,
            format!(
                "the {split} loss became {} in epoch {}, step {} (step {} of the run): {what}; a lower learning rate may help",
                if loss.is_nan() { "NaN" } else { "infinite" },
                self.progress.epoch + 1,
                self.progress.step_in_epoch + 1,
                self.progress.steps + 1,
            ),
        )
    }
}
