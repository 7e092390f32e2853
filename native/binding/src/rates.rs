//! Tests of learning rates for JavaScript.

use crate::failure::{engine_failure, guarded};
use crate::training::{SharedRows, TrainingData, parse};
use descent_engine::{DataSource, Options, RangeReport, RangeTest, RunSpec, watched_range_test};
use napi::bindgen_prelude::AsyncTask;
use napi::{Env, Task};
use napi_derive::napi;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// One entry a step of a learning-rate range test.
#[napi(object, use_nullable = true)]
pub struct LearningRateRange {
    pub rates: Vec<f64>,
    /// Mean loss of the step's batch, before it.
    pub losses: Vec<f64>,
    pub smoothed: Vec<f64>,
    /// Well below the rate at which the smoothed loss was lowest; null where it never fell.
    pub suggested: Option<f64>,
}

/// How far a range test is, and whether it is to go on.
#[derive(Default)]
struct RangeWatch {
    steps: AtomicU64,
    stopped: AtomicBool,
}

/// Runs off the JavaScript thread; dropped on it, and with it the arrays' references.
pub struct RangeTask {
    spec: RunSpec,
    range: RangeTest,
    rows: SharedRows,
    watch: Arc<RangeWatch>,
}

impl Task for RangeTask {
    type Output = RangeReport;
    type JsValue = LearningRateRange;

    fn compute(&mut self) -> napi::Result<RangeReport> {
        guarded(|| {
            let data = self.rows.data();
            let go_on = |steps| {
                self.watch.steps.store(steps, Ordering::Relaxed);
                !self.watch.stopped.load(Ordering::Relaxed)
            };
            watched_range_test::<f32>(&self.spec, data, &self.range, Options::default(), go_on)
                .map_err(|e| engine_failure(&e))
        })
    }

    fn resolve(&mut self, _: Env, report: RangeReport) -> napi::Result<LearningRateRange> {
        Ok(LearningRateRange {
            rates: report.rates,
            losses: report.losses,
            smoothed: report.smoothed,
            suggested: report.suggested,
        })
    }
}

/// A test of learning rates.
#[napi]
#[derive(Default)]
pub struct LearningRateTest {
    watch: Arc<RangeWatch>,
}

#[napi]
impl LearningRateTest {
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Trains a fresh network with rates that grow from `from` to `to` in `steps` steps, each by the same ratio.
    #[napi(ts_return_type = "Promise<LearningRateRange>")]
    pub fn run(
        &self,
        spec_json: String,
        data: TrainingData,
        from: f64,
        to: f64,
        steps: u32,
    ) -> napi::Result<AsyncTask<RangeTask>> {
        guarded(|| {
            Ok(AsyncTask::new(RangeTask {
                spec: parse(&spec_json)?,
                range: RangeTest {
                    from,
                    to,
                    steps: u64::from(steps),
                },
                rows: SharedRows(Arc::new(data)),
                watch: Arc::clone(&self.watch),
            }))
        })
    }

    /// Steps done so far.
    #[napi]
    pub fn steps(&self) -> f64 {
        self.watch.steps.load(Ordering::Relaxed) as f64
    }

    /// Takes effect at the next step; what was seen until then is returned.
    #[napi]
    pub fn stop(&self) {
        self.watch.stopped.store(true, Ordering::Relaxed);
    }
}
