//! A run's state to bytes and back.

use super::Trainer;
use crate::checkpoint::{self, Checkpoint, Head, Offsets, State, Written};
use crate::error::Result;
use crate::kernels::real::Real;
use crate::progress::Progress;

impl<T: Real> Trainer<'_, T> {
    pub(super) fn restore(&mut self, from: &Checkpoint<T>) -> Result<()> {
        let state = &from.state;
        checkpoint::check_same_run(
            &self.spec,
            &self.sizes,
            &from.spec,
            &from.sizes,
            state.progress.epoch,
        )?;
        self.spec.changes = checkpoint::continued_changes(
            &self.spec.changes,
            &from.spec.changes,
            state.progress.steps,
        )?;
        self.make_room()?;
        if let Some(sound) = &from.sound {
            self.load(sound);
            if let Some(rollbacks) = &mut self.rollbacks {
                rollbacks.begin(&self.machine, &sound.progress);
                rollbacks.save_best(&mut self.best);
            }
        }
        self.load(state);
        if let Some(rollbacks) = &mut self.rollbacks {
            if from.sound.is_none() {
                rollbacks.begin(&self.machine, &state.progress);
            } else if state.progress.step_in_epoch == 0 {
                rollbacks.keep(&self.machine, &state.progress);
            }
        }
        self.progress = state.progress;
        Ok(())
    }

    fn load(&mut self, state: &State<T>) {
        self.machine
            .set_values(|plan, panels| plan.spread(&state.weights, panels));
        self.weights_were_set();
        let plan = self.machine.plan.clone();
        plan.spread(&state.best, &mut self.best);
        for (moment, flat) in self.machine.moments_mut().zip(&state.moments) {
            plan.spread(flat, moment);
        }
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
            sizes: &self.sizes,
            parameters: plan.flat_len(),
            moments: self.spec.state_arrays(),
            averaged: self.average_stands(),
        };
        let put = |out: &mut Vec<u8>, panels: &[T]| {
            plan.each(|_, at| panels[at].append_bytes(out));
        };
        let now = |out: &mut Vec<u8>| {
            put(out, self.machine.values());
            for moment in self.machine.moments() {
                put(out, moment);
            }
            put(out, self.best_panels());
        };
        let Some(rollbacks) = &self.rollbacks else {
            return checkpoint::encode::<T>(&head, out, &[(progress, &now)]);
        };
        let sound = &rollbacks.sound;
        let before = |out: &mut Vec<u8>| {
            put(out, &sound.values);
            for moment in &sound.moments {
                put(out, moment);
            }
            put(out, rollbacks.best().unwrap_or(&self.best));
        };
        let states: [Written<'_>; 2] = [(progress, &now), (sound.progress, &before)];
        checkpoint::encode::<T>(&head, out, &states)
    }
}
