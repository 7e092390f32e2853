//! Sums over the rows of a regression, and what follows from them.

use super::{
    IntervalMetrics, LabelledRows, Metric, QuantileMetrics, RegressionMetrics, TargetMetrics,
};
use crate::error::Result;
use crate::loss::Loss;
use crate::memory::reserve;
use crate::spec::RunSpec;

/// Central intervals of a Gaussian that are counted: probability, and half width in standard deviations.
const INTERVALS: [(f64, f64); 5] = [
    (0.5, 0.674_489_750_196_081_7),
    (0.8, 1.281_551_565_544_600_4),
    (0.9, 1.644_853_626_951_472_2),
    (0.95, 1.959_963_984_540_054),
    (0.99, 2.575_829_303_548_900_4),
];
/// The one that [`Metric::Coverage`] means.
const COVERAGE: usize = 3;

/// Sums a target: Σ w e², Σ w |e|, Σ w e, and the largest |e|.
const PER_TARGET: usize = 4;

enum Kind {
    /// One prediction a target.
    Values,
    /// One a quantile; `point` is the nearest to the median.
    Quantiles { quantiles: Vec<f64>, point: usize },
    /// Means, then standard deviations.
    Gaussian,
}

pub(super) struct Regression {
    kind: Kind,
    targets: usize,
    /// Σ w
    weight: f64,
    /// For each target Σ w (y - ȳ)².
    spreads: Vec<f64>,
    /// The sums of a chunk, over all rows: first those of the targets, then those of quantiles or intervals.
    sums: Vec<f64>,
}

impl Regression {
    pub fn new(spec: &RunSpec, rows: LabelledRows<'_>) -> Result<Self> {
        let targets = rows.targets;
        let width = spec.target_width();
        let what = "the metrics";
        let kind = match spec.loss {
            Loss::Quantile => {
                let quantiles = spec.loss_options.quantiles.clone();
                let off = |q: &f64| (q - 0.5).abs();
                let nearest = (1..quantiles.len()).fold(0, |best, i| {
                    if off(&quantiles[i]) < off(&quantiles[best]) {
                        i
                    } else {
                        best
                    }
                });
                Kind::Quantiles {
                    quantiles,
                    point: nearest,
                }
            }
            Loss::GaussianNll => Kind::Gaussian,
            _ => Kind::Values,
        };
        let mut sums = reserve(Self::chunk_len(spec), what)?;
        sums.resize(Self::chunk_len(spec), 0.0);
        let mut spreads = reserve(width, what)?;
        spreads.resize(width, 0.0);
        let mut means = reserve(width, what)?;
        means.resize(width, 0.0);
        let weight = (0..targets.len() / width).map(|row| rows.weight(row)).sum();
        for (row, target) in targets.chunks(width).enumerate() {
            for (mean, y) in means.iter_mut().zip(target) {
                *mean += rows.weight(row) * f64::from(*y) / weight;
            }
        }
        for (row, target) in targets.chunks(width).enumerate() {
            for ((spread, mean), y) in spreads.iter_mut().zip(&means).zip(target) {
                let distance = f64::from(*y) - mean;
                *spread += rows.weight(row) * distance * distance;
            }
        }
        // Rounding of the mean must not make a constant look as if it varied.
        for (column, spread) in spreads.iter_mut().enumerate() {
            let mut seen = targets[column.min(targets.len())..]
                .iter()
                .step_by(width)
                .enumerate()
                .filter(|(row, _)| rows.weight(*row) > 0.0)
                .map(|(_, y)| y);
            let first = seen.next();
            if seen.all(|y| Some(y) == first) {
                *spread = 0.0;
            }
        }
        Ok(Self {
            kind,
            targets: width,
            weight,
            spreads,
            sums,
        })
    }

    /// Values of a chunk.
    pub fn chunk_len(spec: &RunSpec) -> usize {
        let extra = match spec.loss {
            Loss::Quantile => 1 + 2 * spec.outputs(),
            Loss::GaussianNll => INTERVALS.len(),
            _ => 0,
        };
        PER_TARGET * spec.target_width() + extra
    }

    /// Bytes besides the chunks.
    pub fn bytes(spec: &RunSpec) -> u64 {
        8 * (Self::chunk_len(spec) + 2 * spec.target_width()) as u64
    }

    /// Adds a row.
    pub fn add(&self, predictions: &[f64], target: &[f32], weight: f64, sums: &mut [f64]) {
        let (own, extra) = sums.split_at_mut(PER_TARGET * self.targets);
        let points = match &self.kind {
            Kind::Quantiles { point, .. } => &predictions[*point..],
            Kind::Values | Kind::Gaussian => predictions,
        };
        for ((sums, p), y) in own.chunks_exact_mut(PER_TARGET).zip(points).zip(target) {
            let error = p - f64::from(*y);
            sums[0] += weight * error * error;
            sums[1] += weight * error.abs();
            sums[2] += weight * error;
            if weight > 0.0 {
                sums[3] = sums[3].max(error.abs());
            }
        }
        match &self.kind {
            Kind::Values => {}
            Kind::Quantiles { quantiles, .. } => {
                let y = f64::from(target[0]);
                let (low, high) = predictions
                    .iter()
                    .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), p| {
                        (low.min(*p), high.max(*p))
                    });
                extra[0] += if (low..=high).contains(&y) {
                    weight
                } else {
                    0.0
                };
                let pairs = extra[1..].chunks_exact_mut(2);
                for ((sums, p), q) in pairs.zip(predictions).zip(quantiles) {
                    let error = y - p;
                    sums[0] += weight * (q * error).max((q - 1.0) * error);
                    sums[1] += if error <= 0.0 { weight } else { 0.0 };
                }
            }
            Kind::Gaussian => {
                let (means, deviations) = predictions.split_at(self.targets);
                for ((mean, deviation), y) in means.iter().zip(deviations).zip(target) {
                    let distance = (f64::from(*y) - mean).abs();
                    for (sum, (_, width)) in extra.iter_mut().zip(INTERVALS) {
                        *sum += if distance <= width * deviation {
                            weight
                        } else {
                            0.0
                        };
                    }
                }
            }
        }
    }

    /// Takes the chunks' sums, in order.
    pub fn merge<'a>(&mut self, chunks: impl Iterator<Item = &'a [f64]>) {
        self.sums.fill(0.0);
        let errors = PER_TARGET * self.targets;
        for chunk in chunks {
            for (i, (sum, part)) in self.sums.iter_mut().zip(chunk).enumerate() {
                if i < errors && i % PER_TARGET == PER_TARGET - 1 {
                    *sum = sum.max(*part);
                } else {
                    *sum += part;
                }
            }
        }
    }

    fn target(&self, index: usize) -> TargetMetrics {
        let sums = &self.sums[PER_TARGET * index..][..PER_TARGET];
        let mse = sums[0] / self.weight;
        let mae = sums[1] / self.weight;
        TargetMetrics {
            mse,
            rmse: mse.sqrt(),
            mae,
            r2: if self.spreads[index] > 0.0 {
                1.0 - sums[0] / self.spreads[index]
            } else {
                f64::NAN
            },
            mean_bias: sums[2] / self.weight,
            // A maximum passes NaN over, a sum does not.
            max_error: if mae.is_nan() { mae } else { sums[3] },
        }
    }

    fn mean(&self, of: impl Fn(TargetMetrics) -> f64) -> f64 {
        let sum: f64 = (0..self.targets).map(|i| of(self.target(i))).sum();
        sum / self.targets as f64
    }

    /// The sums behind those of the targets.
    fn extra(&self) -> &[f64] {
        &self.sums[PER_TARGET * self.targets..]
    }

    pub fn value(&self, metric: Metric) -> f64 {
        match metric {
            Metric::Mse => self.mean(|t| t.mse),
            Metric::Rmse => self.mean(|t| t.rmse),
            Metric::Mae => self.mean(|t| t.mae),
            Metric::MeanBias => self.mean(|t| t.mean_bias),
            Metric::R2 => {
                let varying = self.spreads.iter().filter(|s| **s > 0.0).count();
                let sum: f64 = (0..self.targets)
                    .filter(|i| self.spreads[*i] > 0.0)
                    .map(|i| self.target(i).r2)
                    .sum();
                sum / varying as f64
            }
            Metric::MaxError => {
                let mae = self.mean(|t| t.mae);
                let errors = (0..self.targets).map(|i| self.target(i).max_error);
                if mae.is_nan() {
                    mae
                } else {
                    errors.fold(0.0, f64::max)
                }
            }
            Metric::Pinball => match &self.kind {
                Kind::Quantiles { quantiles, .. } => {
                    let sum: f64 = self.extra()[1..].iter().step_by(2).sum();
                    sum / self.weight / quantiles.len() as f64
                }
                Kind::Values | Kind::Gaussian => f64::NAN,
            },
            Metric::Coverage => match self.kind {
                Kind::Values => f64::NAN,
                Kind::Quantiles { .. } => self.extra()[0] / self.weight,
                Kind::Gaussian => self.interval(COVERAGE),
            },
            _ => f64::NAN,
        }
    }

    fn interval(&self, index: usize) -> f64 {
        self.extra()[index] / self.weight / self.targets as f64
    }

    pub fn report(&self) -> RegressionMetrics {
        let quantiles = match &self.kind {
            Kind::Quantiles { quantiles, .. } => quantiles
                .iter()
                .zip(self.extra()[1..].chunks_exact(2))
                .map(|(quantile, sums)| QuantileMetrics {
                    quantile: *quantile,
                    pinball: sums[0] / self.weight,
                    below: sums[1] / self.weight,
                })
                .collect(),
            Kind::Values | Kind::Gaussian => Vec::new(),
        };
        let intervals = match self.kind {
            Kind::Gaussian => INTERVALS
                .iter()
                .enumerate()
                .map(|(index, (level, _))| IntervalMetrics {
                    level: *level,
                    coverage: self.interval(index),
                })
                .collect(),
            Kind::Values | Kind::Quantiles { .. } => Vec::new(),
        };
        RegressionMetrics {
            overall: TargetMetrics {
                mse: self.value(Metric::Mse),
                rmse: self.value(Metric::Rmse),
                mae: self.value(Metric::Mae),
                r2: self.value(Metric::R2),
                mean_bias: self.value(Metric::MeanBias),
                max_error: self.value(Metric::MaxError),
            },
            pinball: self.value(Metric::Pinball),
            coverage: self.value(Metric::Coverage),
            targets: (0..self.targets).map(|i| self.target(i)).collect(),
            quantiles,
            intervals,
        }
    }
}
