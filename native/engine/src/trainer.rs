//! Training step by step: what a job does on its thread, without the thread.

use crate::checkpoint::{self, Checkpoint, Head, Offsets};
use crate::data::{Data, Sizes};
use crate::error::{EngineError, ErrorKind, Result};
use crate::estimate::{estimate, setup};
use crate::kernels::machine::{CHUNK_ROWS, Machine, Rows};
use crate::kernels::real::Real;
use crate::kernels::table::Kernel;
use crate::loss::Criterion;
use crate::memory::{check_available, reserve};
use crate::network::Plan;
use crate::optimizer::{GroupStep, Step};
use crate::order::BatchOrder;
use crate::progress::{EpochRecord, Progress, StopReason};
use crate::schedule::Position;
use crate::spec::RunSpec;
use std::time::Instant;

/// What does not belong to a run's description.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// None: the fastest of this processor.
    pub kernel: Option<Kernel>,
}

/// A run between two steps.
pub struct Trainer<'a, T: Real> {
    spec: RunSpec,
    data: Data<'a>,
    sizes: Sizes,
    machine: Machine<T>,
    batch: usize,
    order: BatchOrder,
    progress: Progress,
    /// Best weights in panels; meaningful from the first finished epoch on.
    best: Vec<T>,
    chunk_sums: Vec<f64>,
    /// Weights' scales of the training and the validation rows.
    scales: [f64; 2],
    clock: Option<Instant>,
}

impl<'a, T: Real> Trainer<'a, T> {
    /// A fresh run, or with a checkpoint the continuation of one.
    ///
    /// # Errors
    /// What is wrong with the description, the data, the checkpoint, or `out-of-memory`.
    pub fn new(
        spec: &RunSpec,
        data: Data<'a>,
        checkpoint: Option<&[u8]>,
        options: Options,
    ) -> Result<Self> {
        spec.validate()?;
        let sizes = data.check(spec)?;
        let scales = data.criteria(spec)?.map(|criterion| criterion.scale);
        check_available(estimate::<T>(spec, sizes.train_rows, sizes.validation_rows))?;
        let kernel = options.kernel.unwrap_or_else(Kernel::detect);
        let setup = setup(spec, sizes.train_rows, kernel);
        let machine = Machine::new(Plan::new(spec), &setup)?;
        let mut best = reserve(machine.values().len(), "the best weights")?;
        best.resize(machine.values().len(), T::ZERO);
        let chunks = sizes.validation_rows.div_ceil(CHUNK_ROWS);
        let mut chunk_sums = reserve(chunks, "the validation losses")?;
        chunk_sums.resize(chunks, 0.0);
        let mut trainer = Self {
            batch: setup.batch,
            order: BatchOrder::new(sizes.train_rows, spec.seed, setup.batch < sizes.train_rows)?,
            progress: Progress::start(),
            spec: spec.clone(),
            data,
            sizes,
            machine,
            best,
            chunk_sums,
            scales,
            clock: None,
        };
        match checkpoint {
            Some(bytes) => trainer.restore(&checkpoint::decode(bytes)?)?,
            None => trainer
                .machine
                .set_values(|plan, panels| plan.initialize(spec, panels)),
        }
        trainer.order.start_epoch(trainer.progress.epoch + 1);
        Ok(trainer)
    }

    fn restore(&mut self, from: &Checkpoint<T>) -> Result<()> {
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

    /// Why no further step is due.
    pub fn ended(&self) -> Option<StopReason> {
        if self.progress.stopped_early {
            Some(StopReason::EarlyStopping)
        } else if self.progress.epoch >= self.spec.epochs {
            Some(StopReason::Epochs)
        } else {
            None
        }
    }

    /// One update of the weights; at the end of an epoch also its record.
    ///
    /// # Errors
    /// `diverged` naming epoch, step and layer.
    pub fn step(&mut self) -> Result<Option<EpochRecord>> {
        let rate = self.rate_after(self.progress.steps);
        let (sum, _) = self.advance(rate);
        if !sum.is_finite() {
            return Err(self.diverged("training", sum));
        }
        if self.epoch_is_over() {
            return self.finish_epoch().map(Some);
        }
        Ok(None)
    }

    /// One update with this rate: the sum of the batch's losses before it, and the batch's rows. A sum that is not finite
    /// changes nothing.
    fn advance(&mut self, rate: f64) -> (f64, usize) {
        if self.clock.is_none() {
            self.clock = Some(Instant::now());
        }
        let start = self.progress.step_in_epoch as usize * self.batch;
        let end = (start + self.batch).min(self.sizes.train_rows);
        let (step, product) = self.next_step(rate);
        let rows = Rows {
            inputs: self.data.train_inputs,
            targets: self.data.train_targets,
            order: Some(self.order.batch(start, end)),
            first: 0,
        };
        let criterion = Criterion {
            loss: self.spec.loss,
            options: &self.spec.loss_options,
            weights: self.data.train_weights,
            scale: self.scales[0],
        };
        let sum = self.machine.step(criterion, rows, end - start, Some(step));
        if sum.is_finite() {
            self.progress.momentum_product = product;
            self.progress.loss_sum += sum;
            self.progress.step_in_epoch += 1;
            self.progress.steps += 1;
        }
        (sum, end - start)
    }

    fn epoch_is_over(&self) -> bool {
        self.progress.step_in_epoch as usize * self.batch >= self.sizes.train_rows
    }

    /// One update with this rate whatever the schedule, without records or early stopping: the batch's mean loss before it.
    pub(crate) fn probe(&mut self, rate: f64) -> f64 {
        let (sum, rows) = self.advance(rate);
        if self.epoch_is_over() {
            self.progress.epoch += 1;
            self.progress.step_in_epoch = 0;
            self.order.start_epoch(self.progress.epoch + 1);
        }
        sum / rows as f64
    }

    /// The learning rate of the step after `steps` others.
    fn rate_after(&self, steps: u64) -> f64 {
        let position = Position {
            step: steps,
            steps_per_epoch: self.sizes.train_rows.div_ceil(self.batch) as u64,
            epochs: self.spec.epochs,
        };
        let factor =
            self.spec
                .schedule
                .factor(position, self.spec.warmup_epochs, &self.progress.plateau);
        self.spec.learning_rate * factor
    }

    /// The constants of the next step at this rate, and NAdam's product after it.
    fn next_step(&self, rate: f64) -> (Step, f64) {
        let spec = &self.spec;
        let t = self.progress.steps + 1;
        let product = self.progress.momentum_product * spec.optimizer.momentum_at(t);
        let biases = GroupStep {
            rule: spec
                .optimizer
                .rule(rate * spec.bias_rate_factor, t, product),
            l2: 0.0,
            l1: 0.0,
            shrink: 1.0,
            limit: spec.clip_value.unwrap_or(f64::INFINITY),
            scale: 1.0,
            average_share: spec.averaging.as_ref().map_or(0.0, |a| a.share_of_step(t)),
        };
        let weights = GroupStep {
            rule: spec.optimizer.rule(rate, t, product),
            l2: spec.l2,
            l1: spec.l1,
            shrink: 1.0 - rate * (spec.weight_decay + spec.optimizer.weight_decay()),
            ..biases
        };
        let step = Step {
            weights,
            biases,
            clip_norm: spec.clip_norm,
        };
        (step, product)
    }

    fn finish_epoch(&mut self) -> Result<EpochRecord> {
        let train_loss = self.progress.loss_sum / self.sizes.train_rows as f64;
        let finished = self.progress.epoch + 1;
        let learning_rate = self.rate_after(self.progress.steps - 1);
        let mut averaged = false;
        if let Some(averaging) = &self.spec.averaging {
            let share = averaging.share_of_epoch(finished);
            if share > 0.0 {
                self.machine.average(share);
            }
            averaged = averaging.has_begun(self.progress.steps, finished);
        }
        let validation_loss = if self.sizes.validation_rows > 0 {
            let rows = Rows {
                inputs: self.data.validation_inputs,
                targets: self.data.validation_targets,
                order: None,
                first: 0,
            };
            let criterion = Criterion {
                loss: self.spec.loss,
                options: &self.spec.loss_options,
                weights: self.data.validation_weights,
                scale: self.scales[1],
            };
            let loss = self
                .machine
                .evaluate(criterion, rows, &mut self.chunk_sums, averaged);
            if !loss.is_finite() {
                return Err(self.diverged("validation", loss));
            }
            loss
        } else {
            f64::NAN
        };
        let monitored = if validation_loss.is_nan() {
            train_loss
        } else {
            validation_loss
        };
        let p = &mut self.progress;
        p.epoch = finished;
        p.step_in_epoch = 0;
        p.loss_sum = 0.0;
        p.last_train_loss = train_loss;
        p.last_validation_loss = validation_loss;
        if p.best_epoch == 0 || monitored < p.best_loss {
            p.best_epoch = p.epoch;
            p.best_loss = monitored;
            let standing = if averaged {
                self.machine.averaged()
            } else {
                self.machine.values()
            };
            self.best.copy_from_slice(standing);
        }
        self.spec.schedule.after_epoch(&mut p.plateau, monitored);
        if let Some(stopping) = &self.spec.early_stopping {
            if monitored < p.reference - stopping.min_delta {
                p.reference = monitored;
                p.waited = 0;
            } else {
                p.waited += 1;
                p.stopped_early = p.waited >= stopping.patience;
            }
        }
        let record = EpochRecord {
            epoch: p.epoch,
            train_loss,
            validation_loss,
            learning_rate,
            seconds: self.seconds(),
            steps: self.progress.steps,
        };
        if self.ended().is_none() {
            self.order.start_epoch(self.progress.epoch + 1);
        }
        Ok(record)
    }

    fn diverged(&self, split: &str, loss: f64) -> EngineError {
        let (layer, what) = self.machine.first_non_finite();
        let plan = &self.machine.plan.layers[layer];
        EngineError::new(
            ErrorKind::Diverged,
            format!(
                "the {split} loss became {} in epoch {}, step {} (step {} of the run): the {what} of layer {} ({} → {}, {}) \
                 were the first that are not finite; a lower learning rate may help",
                if loss.is_nan() { "NaN" } else { "infinite" },
                self.progress.epoch + 1,
                self.progress.step_in_epoch + 1,
                self.progress.steps + 1,
                layer + 1,
                plan.inputs,
                plan.outputs,
                plan.activation.name()
            ),
        )
    }

    /// Seconds of training, without pauses, over all parts of a resumed run.
    pub fn seconds(&self) -> f64 {
        self.progress.seconds
            + self
                .clock
                .map_or(0.0, |since| since.elapsed().as_secs_f64())
    }

    /// Stops the clock until the next step.
    pub fn pause_clock(&mut self) {
        self.progress.seconds = self.seconds();
        self.clock = None;
    }

    pub(crate) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Multiply-adds of a full batch.
    pub(crate) fn work_per_step(&self) -> usize {
        self.machine.plan.work_per_row.saturating_mul(self.batch)
    }

    pub fn kernel(&self) -> Kernel {
        self.machine.kernel()
    }

    /// Threads in use: at most those of the description, fewer where the work is small.
    pub fn threads(&self) -> usize {
        self.machine.threads()
    }

    /// Steps since the run's start.
    pub fn steps(&self) -> u64 {
        self.progress.steps
    }

    /// Epochs finished.
    pub fn epoch(&self) -> u64 {
        self.progress.epoch
    }

    pub fn best_epoch(&self) -> u64 {
        self.progress.best_epoch
    }

    /// The lowest monitored loss; NaN before the first epoch.
    pub fn best_loss(&self) -> f64 {
        self.progress.best_loss
    }

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
    fn average_stands(&self) -> bool {
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
        self.machine.plan.flatten(self.standing_panels(), &mut flat);
        flat
    }

    fn best_panels(&self) -> &[T] {
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
        Ok(())
    }

    /// Mean loss over the first rows that fit a batch, and its gradient without the penalty, flat.
    pub fn gradient(&mut self) -> (f64, Vec<T>) {
        let rows = Rows {
            inputs: self.data.train_inputs,
            targets: self.data.train_targets,
            order: None,
            first: 0,
        };
        let criterion = Criterion {
            loss: self.spec.loss,
            options: &self.spec.loss_options,
            weights: self.data.train_weights,
            scale: self.scales[0],
        };
        let sum = self.machine.step(criterion, rows, self.batch, None);
        let mut flat = Vec::new();
        self.machine
            .plan
            .flatten(self.machine.gradients(), &mut flat);
        (sum / self.batch as f64, flat)
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
