//! The end of an epoch: average, validation, best weights, early stopping, the record.

use super::Trainer;
use crate::error::Result;
use crate::kernels::real::Real;
use crate::metrics::Split;
use crate::progress::EpochRecord;

impl<T: Real> Trainer<'_, T> {
    /// Its record, unless the validation loss sent the run back.
    pub(super) fn finish_epoch(&mut self, learning_rate: f64) -> Result<Option<EpochRecord>> {
        let train_loss = self.progress.loss_sum / self.sizes.train_rows as f64;
        let finished = self.progress.epoch + 1;
        let mut averaged = false;
        if let Some(averaging) = self.spec.averaging.clone() {
            let share = averaging.share_of_epoch(finished);
            if share > 0.0 {
                self.machine.average(share);
                self.average_statistics();
            }
            averaged = averaging.has_begun(self.progress.steps, finished);
        }
        let validation_loss = if self.sizes.validation_rows > 0 {
            let loss = self.measure(Split::Validation, averaged);
            if !loss.is_finite() {
                return self.recover("validation", loss).map(|()| None);
            }
            loss
        } else {
            f64::NAN
        };
        self.measure_epoch(averaged);
        let inputs = self.data.train_inputs;
        let dead_units = self
            .dead_units
            .as_mut()
            .map_or(f64::NAN, |units| units.share(&mut self.machine, inputs));
        let monitored = if validation_loss.is_nan() {
            train_loss
        } else {
            validation_loss
        };
        let rank = self.watched_rank(monitored);
        let p = &mut self.progress;
        p.epoch = finished;
        p.step_in_epoch = 0;
        p.loss_sum = 0.0;
        p.last_train_loss = train_loss;
        p.last_validation_loss = validation_loss;
        if p.best_epoch == 0 || rank < p.best_rank {
            if let Some(rollbacks) = &mut self.rollbacks {
                rollbacks.save_best(&mut self.best);
            }
            p.best_epoch = p.epoch;
            p.best_loss = monitored;
            p.best_rank = rank;
            let standing = if averaged {
                self.machine.averaged()
            } else {
                self.machine.values()
            };
            self.best.copy_from_slice(standing);
        }
        self.spec.schedule.after_epoch(&mut p.plateau, monitored);
        if let Some(stopping) = &self.spec.early_stopping {
            if rank < p.reference - stopping.min_delta {
                p.reference = rank;
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
            gradient_norm: self.gradient_norm,
            dead_units,
        };
        if let Some(rollbacks) = &mut self.rollbacks {
            rollbacks.keep(&self.machine, &self.progress);
        }
        self.begin_epoch();
        Ok(Some(record))
    }
}
