//! Training step by step: what a job does on its thread, without the thread.

mod averaged;
mod dead_units;
mod epoch;
mod initial;
mod lbfgs;
mod metrics;
mod probe;
mod rollback;
mod settings;
mod state;
mod statistics;
mod step;
mod weights;

pub(crate) use dead_units::DeadUnits;
pub(crate) use initial::fitting;
pub(crate) use step::Standing;

use crate::changes::Settings;
use crate::checkpoint;
use crate::data::{Data, Sizes};
use crate::error::Result;
use crate::estimate::{estimate, measures_training, setup};
use crate::kernels::machine::Machine;
use crate::kernels::real::Real;
use crate::kernels::table::Kernel;
use crate::memory::{check_available, reserve};
use crate::metrics::{Meter, Split};
use crate::network::Plan;
use crate::optimizer::Step;
use crate::order::BatchOrder;
use crate::progress::{EpochRecord, Progress, StopReason};
use crate::spec::RunSpec;
use lbfgs::Quasi;
use rollback::Rollbacks;
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
    /// Those of the next step, until the step before `settled_until`.
    settings: Settings,
    settled_until: u64,
    /// Rows of a mini-batch of this epoch.
    batch: usize,
    order: BatchOrder,
    progress: Progress,
    /// Best weights in panels; meaningful from the first finished epoch on.
    best: Vec<T>,
    /// With `divergence`.
    rollbacks: Option<Rollbacks<T>>,
    /// With L-BFGS.
    quasi: Option<Quasi<T>>,
    /// Measure the network at an epoch's end: on the validation rows and, where that is wanted, on the training rows.
    validation: Meter,
    training: Option<Meter>,
    /// See [`Trainer::epoch_metrics`].
    epoch_metrics: Vec<f64>,
    /// Where a layer has units that can die.
    dead_units: Option<DeadUnits>,
    /// Norm of the gradient of the last step that ended an epoch.
    gradient_norm: f64,
    /// Weights' scales of the training and the validation rows.
    scales: [f64; 2],
    /// Room for those of a step.
    constants: Option<Box<Step>>,
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
        let mut trainer = Self::without_weights(spec, data, options)?;
        if let Some(bytes) = checkpoint {
            trainer.restore(&checkpoint::decode(bytes)?)?;
        } else {
            trainer.initialize()?;
        }
        trainer.begin_epoch();
        Ok(trainer)
    }

    /// A fresh run that begins with these weights, flat, in place of its initialization; with running statistics among
    /// them, and without any other state of the run that they come from.
    ///
    /// # Errors
    /// As [`Trainer::new`], and `unfit-weights` where their number is another or one is not finite.
    pub fn from_weights(
        spec: &RunSpec,
        data: Data<'a>,
        weights: &[T],
        options: Options,
    ) -> Result<Self> {
        let mut trainer = Self::without_weights(spec, data, options)?;
        trainer.begin_with(weights)?;
        trainer.begin_epoch();
        Ok(trainer)
    }

    fn without_weights(spec: &RunSpec, data: Data<'a>, options: Options) -> Result<Self> {
        spec.validate()?;
        let sizes = data.check(spec)?;
        let scales = data.criteria(spec)?.map(|criterion| criterion.scale);
        check_available(estimate::<T>(spec, sizes.train_rows, sizes.validation_rows))?;
        let kernel = options.kernel.unwrap_or_else(Kernel::detect);
        let setup = setup(spec, sizes.train_rows, sizes.validation_rows, kernel);
        let machine = Machine::new(Plan::new(spec), &setup)?;
        let mut best = reserve(machine.values().len(), "the best weights")?;
        best.resize(machine.values().len(), T::ZERO);
        let measured = spec.measured();
        let meter = |split: Split| Meter::new(spec, split.rows(&data), &measured);
        let validation = meter(Split::Validation)?;
        let training = measures_training(spec, sizes.validation_rows)
            .then(|| meter(Split::Training))
            .transpose()?;
        let epoch_metrics = reserve(2 * spec.metrics.len(), "the metrics")?;
        Ok(Self {
            batch: setup.batch,
            settings: Settings::of(spec, &spec.changes, 1),
            settled_until: 0,
            order: BatchOrder::new(sizes.train_rows, spec.seed)?,
            progress: Progress::start(),
            spec: spec.clone(),
            data,
            sizes,
            rollbacks: spec
                .divergence
                .map(|_| Rollbacks::new(&machine, &spec.optimizer))
                .transpose()?,
            quasi: Quasi::new(spec, &machine)?,
            dead_units: DeadUnits::new(&machine.plan, sizes.train_rows)?,
            gradient_norm: f64::NAN,
            machine,
            best,
            validation,
            training,
            epoch_metrics,
            scales,
            constants: Some(Box::new(Step::plain())),
            clock: None,
        })
    }

    /// Why no further step is due.
    pub fn ended(&self) -> Option<StopReason> {
        let next = self.progress.steps + 1;
        let Settings {
            epochs, stopped, ..
        } = if next < self.settled_until {
            self.settings
        } else {
            Settings::of(&self.spec, &self.spec.changes, next)
        };
        if stopped.is_some() {
            stopped
        } else if self.progress.converged {
            Some(StopReason::Converged)
        } else if self.progress.stopped_early {
            Some(StopReason::EarlyStopping)
        } else if self.progress.epoch >= epochs {
            Some(StopReason::Epochs)
        } else {
            None
        }
    }

    /// One update of the weights; at the end of an epoch also its record. A loss that is not finite sends the run back
    /// where its description allows it; the newest of [`Trainer::changes`] then says so.
    ///
    /// # Errors
    /// `diverged` naming epoch, step and layer.
    pub fn step(&mut self) -> Result<Option<EpochRecord>> {
        self.step_seen(|_| ())
    }

    /// The same; `see` looks at the step before an epoch is finished with it.
    fn step_seen(&mut self, see: impl FnOnce(&Self)) -> Result<Option<EpochRecord>> {
        self.settle_next();
        let rate = self.rate_at(self.progress.step_in_epoch);
        let (sum, rows) = self.advance(rate);
        if !sum.is_finite() {
            return self.recover("training", sum).map(|()| None);
        }
        let loss = || sum / rows as f64;
        if self.progress.steps == 1 {
            self.progress.first_loss = loss();
        }
        if let Some(rollbacks) = &mut self.rollbacks {
            rollbacks.judge(loss(), self.progress.first_loss);
        }
        see(self);
        if !self.epoch_is_over() {
            return Ok(None);
        }
        self.finish_epoch(rate)
    }

    fn epoch_is_over(&self) -> bool {
        self.progress.step_in_epoch as usize * self.batch >= self.sizes.train_rows
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

    /// The monitored loss of the best epoch; NaN before the first epoch.
    pub fn best_loss(&self) -> f64 {
        self.progress.best_loss
    }
}
