//! A run's state to bytes and back.

use super::Trainer;
use crate::checkpoint::{self, Checkpoint, Head, Offsets};
use crate::error::Result;
use crate::kernels::real::Real;
use crate::progress::Progress;

impl<T: Real> Trainer<'_, T> {
    pub(super) fn restore(&mut self, from: &Checkpoint<T>) -> Result<()> {
        checkpoint::check_same_run(
            &self.spec,
            &self.sizes,
            &from.spec,
            &from.sizes,
            from.progress.epoch,
        )?;
        self.machine
            .set_values(|plan, panels| plan.spread(&from.weights, panels));
        let plan = self.machine.plan.clone();
        plan.spread(&from.best, &mut self.best);
        for (moment, flat) in self.machine.moments_mut().zip(&from.moments) {
            plan.spread(flat, moment);
        }
        self.progress = from.progress;
        if self.progress.stopped_early && self.spec.epochs > from.spec.epochs {
            // A person who asks for more epochs gets them: patience starts anew.
            self.progress.stopped_early = false;
            self.progress.waited = 0;
        }
        Ok(())
    }

    /// Writes a checkpoint over `out`.
    ///
    /// # Errors
    /// `out-of-memory`.
    pub fn checkpoint(&self, out: &mut Vec<u8>) -> Result<()> {
        self.snapshot(out).map(|_| ())
    }

    pub(crate) fn snapshot(&self, out: &mut Vec<u8>) -> Result<Offsets> {
        let plan = &self.machine.plan;
        let progress = Progress {
            seconds: self.seconds(),
            ..self.progress
        };
        let head = Head {
            spec: &self.spec,
            progress: &progress,
            sizes: &self.sizes,
            parameters: plan.flat_len(),
            moments: self.spec.state_arrays(),
            averaged: self.average_stands(),
        };
        checkpoint::encode::<T>(&head, out, |out| {
            let mut put = |panels: &[T]| {
                plan.each(|_, at| panels[at].append_bytes(out));
            };
            put(self.machine.values());
            for moment in self.machine.moments() {
                put(moment);
            }
            put(self.best_panels());
        })
    }
}
