//! The learning-rate range test: a short run whose rate grows from step to step (Smith, 2017, arXiv:1506.01186).

use crate::data::Data;
use crate::error::Result;
use crate::kernels::real::Real;
use crate::spec::{Bound, RunSpec, integer, invalid, number};
use crate::trainer::{Options, Trainer};
use serde::{Deserialize, Serialize};

/// Rates from `from` to `to`, in equal ratios.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct RangeTest {
    pub from: f64,
    pub to: f64,
    pub steps: u64,
}

impl Default for RangeTest {
    fn default() -> Self {
        Self {
            from: 1e-6,
            to: 10.0,
            steps: 200,
        }
    }
}

/// What a range test saw; one entry a step.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeReport {
    pub rates: Vec<f64>,
    /// Mean loss of the step's batch, before it.
    pub losses: Vec<f64>,
    /// The same, smoothed.
    pub smoothed: Vec<f64>,
    /// A tenth of the rate at which the smoothed loss was lowest (Howard and Gugger, Deep Learning for Coders, 2020, chapter
    /// 5). Without a hidden layer no more than the rate at which half of its fall was done: a linear model goes on falling
    /// at rates at which it no longer settles. `None` where it never fell. docs/engine.md tells how other readings of the
    /// same curve compare.
    pub suggested: Option<f64>,
}

/// The weight of the past in the smoothed loss.
const SMOOTHING: f64 = 0.95;
/// The test ends when the smoothed loss is this many times its lowest.
const TOO_HIGH: f64 = 4.0;
/// Steps whose smoothed loss is still mostly the first batches' chance.
const SETTLING: usize = 10;

/// Trains a fresh network of this description, whose own rate, schedule, epochs and early stopping are not used. Ends
/// early when the loss explodes, or at the description's time limit.
///
/// # Errors
/// What is wrong with the description, the range or the data, or `out-of-memory`.
pub fn range_test<T: Real>(
    spec: &RunSpec,
    data: Data<'_>,
    range: &RangeTest,
    options: Options,
) -> Result<RangeReport> {
    watched_range_test::<T>(spec, data, range, options, |_| true)
}

/// [`range_test`] that asks after each step, with the number of steps done, whether to go on. What was seen until then
/// is returned.
///
/// # Errors
/// Those of [`range_test`].
pub fn watched_range_test<T: Real>(
    spec: &RunSpec,
    data: Data<'_>,
    range: &RangeTest,
    options: Options,
    mut go_on: impl FnMut(u64) -> bool,
) -> Result<RangeReport> {
    let rate = |field: &str, value| number(field, value, Bound::Above(0.0), Bound::To(1e6));
    rate("from", range.from)?;
    rate("to", range.to)?;
    if range.to <= range.from {
        return Err(invalid(format!(
            "to is {}; it must be above from, which is {}",
            range.to, range.from
        )));
    }
    integer("steps", range.steps, 2, 100_000)?;
    if spec.optimizer.is_lbfgs() {
        return Err(invalid(
            "optimizer is lbfgs, whose line search finds the length of a step: there is no rate to test".to_owned(),
        ));
    }
    let mut trainer = Trainer::<T>::new(spec, data, None, options)?;
    let mut report = RangeReport {
        rates: Vec::new(),
        losses: Vec::new(),
        smoothed: Vec::new(),
        suggested: None,
    };
    let (mut faded, mut lowest) = (0.0, f64::INFINITY);
    for step in 0..range.steps {
        let share = step as f64 / (range.steps - 1) as f64;
        let rate = range.from * (range.to / range.from).powf(share);
        let loss = trainer.probe(rate);
        if !loss.is_finite() {
            break;
        }
        faded = SMOOTHING * faded + (1.0 - SMOOTHING) * loss;
        let smoothed = faded / (1.0 - SMOOTHING.powf((step + 1) as f64));
        report.rates.push(rate);
        report.losses.push(loss);
        report.smoothed.push(smoothed);
        lowest = smoothed.min(lowest);
        // A loss that may be negative has no multiple to speak of: there the end of the range ends the test.
        let exploded = lowest > 0.0 && smoothed > TOO_HIGH * lowest;
        let late = spec
            .time_limit_seconds
            .is_some_and(|limit| trainer.seconds() >= limit);
        if exploded || late || !go_on(step + 1) {
            break;
        }
    }
    report.suggested = suggestion(&report, spec.layers.len() == 1);
    Ok(report)
}

fn suggestion(report: &RangeReport, is_linear: bool) -> Option<f64> {
    let losses = || report.smoothed.iter().enumerate();
    let (at, lowest) = losses().min_by(|a, b| a.1.total_cmp(b.1))?;
    if at < SETTLING {
        return None;
    }
    let tenth = report.rates[at] / 10.0;
    if !is_linear {
        return Some(tenth);
    }
    let half = 0.5 * (report.smoothed[SETTLING - 1] + lowest);
    let (falling, _) = losses().skip(SETTLING).find(|(_, loss)| **loss <= half)?;
    Some(tenth.min(report.rates[falling]))
}
