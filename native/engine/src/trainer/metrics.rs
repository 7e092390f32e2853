//! What the network is worth over whole splits.

use super::Trainer;
use crate::data::Data;
use crate::error::Result;
use crate::kernels::real::Real;
use crate::loss::Criterion;
use crate::metrics::{Metrics, Split, measure_all};
use crate::spec::RunSpec;

impl<T: Real> Trainer<'_, T> {
    /// Measures what an epoch's end wants of a split; its mean loss.
    pub(super) fn measure(&mut self, split: Split, averaged: bool) -> f64 {
        let criterion = criterion(&self.spec, &self.data, self.scales, split);
        let meter = match split {
            Split::Validation => Some(&mut self.validation),
            Split::Training => self.training.as_mut(),
        };
        let rows = split.rows(&self.data);
        meter.map_or(f64::NAN, |meter| {
            meter.measure(&mut self.machine, criterion, rows, averaged)
        })
    }

    /// Fills [`Trainer::epoch_metrics`] once the validation rows are measured.
    pub(super) fn measure_epoch(&mut self, averaged: bool) {
        if self.training.is_some() {
            self.measure(Split::Training, averaged);
        }
        self.epoch_metrics.clear();
        let training = self.training.iter().filter(|_| self.spec.train_metrics);
        for meter in std::iter::once(&self.validation).chain(training) {
            let values = self.spec.metrics.iter().map(|metric| meter.value(*metric));
            self.epoch_metrics.extend(values);
        }
    }

    /// What tells whether this epoch is better than another, the lower the better: the metric that early stopping
    /// watches, else the monitored loss.
    pub(super) fn watched_rank(&self, monitored: f64) -> f64 {
        let meter = match &self.training {
            Some(training) if self.sizes.validation_rows == 0 => training,
            _ => &self.validation,
        };
        let rank = self
            .spec
            .watched()
            .map(|metric| metric.rank(meter.value(metric)));
        rank.flatten().unwrap_or(monitored)
    }

    /// What the weights of a split's rows, times those of their classes, are multiplied with, so that their mean over the
    /// split is 1; 1 where there are none.
    pub fn weight_scale(&self, split: Split) -> f64 {
        criterion(&self.spec, &self.data, self.scales, split).scale
    }

    /// What the description's `metrics` were at the end of the last epoch, in its order: of the validation rows, NaN where
    /// there are none, and behind them, with `trainMetrics`, of the training rows. Empty before the first epoch is finished.
    pub fn epoch_metrics(&self) -> &[f64] {
        &self.epoch_metrics
    }

    /// Everything that the loss has, of all rows of a split with the weights that stand after the last step.
    ///
    /// # Errors
    /// `out-of-memory`
    pub fn metrics(&mut self, split: Split) -> Result<Metrics> {
        let averaged = self.average_stands();
        let criterion = criterion(&self.spec, &self.data, self.scales, split);
        let rows = split.rows(&self.data);
        measure_all(&self.spec, &mut self.machine, criterion, rows, averaged)
    }
}

/// The loss as it is taken of a split, whose weights have these scales.
pub(super) fn criterion<'b>(
    spec: &'b RunSpec,
    data: &Data<'b>,
    scales: [f64; 2],
    split: Split,
) -> Criterion<'b> {
    Criterion {
        loss: spec.loss,
        options: &spec.loss_options,
        weights: split.rows(data).weights,
        scale: match split {
            Split::Training => scales[0],
            Split::Validation => scales[1],
        },
    }
}
