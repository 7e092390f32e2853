//! Training and prediction for JavaScript.

use crate::arrays;
use crate::failure::{engine_failure, failure, guarded};
use crate::insight::{StepStatistics, step_statistics};
use descent_engine::{
    Change, Data, DataSource, Job, Kernel, Options, RangeReport, RangeTest, RunSpec, Which,
    estimate_memory_bytes as estimate, parameter_count as count, predict as apply,
    watched_range_test, weights_len,
};
use napi::bindgen_prelude::{
    AsyncTask, Float32Array, Float32ArraySlice, Function, Uint8Array, Uint8ArraySlice,
};
use napi::threadsafe_function::ThreadsafeFunctionCallMode;
use napi::{Env, Task};
use napi_derive::napi;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

#[napi(object)]
pub struct EngineInfo {
    pub version: String,
    #[napi(ts_type = "'avx512' | 'avx2' | 'neon' | 'portable'")]
    pub kernel: String,
}

/// The engine's version and the instruction set it uses on this processor.
#[napi]
pub fn engine_info() -> EngineInfo {
    EngineInfo {
        version: descent_engine::VERSION.to_owned(),
        kernel: Kernel::detect().name().to_owned(),
    }
}

pub fn parse(spec_json: &str) -> napi::Result<RunSpec> {
    RunSpec::from_json(spec_json).map_err(|e| engine_failure(&e))
}

/// Weights and biases of a network.
#[napi]
pub fn parameter_count(spec_json: String) -> napi::Result<f64> {
    guarded(|| Ok(count(&parse(&spec_json)?) as f64))
}

/// Values of a network in the flat layout: its parameters, and statistics that are not trained.
#[napi]
pub fn weights_length(spec_json: String) -> napi::Result<f64> {
    guarded(|| Ok(weights_len(&parse(&spec_json)?) as f64))
}

/// Bytes that a run will allocate beside the data.
#[napi]
pub fn estimate_memory_bytes(
    spec_json: String,
    train_rows: f64,
    validation_rows: f64,
) -> napi::Result<f64> {
    guarded(|| {
        let rows = |name: &str, value: f64| {
            if value >= 0.0 && value <= f64::from(u32::MAX) && value.fract() == 0.0 {
                Ok(value as usize)
            } else {
                Err(failure(
                    "shape-mismatch",
                    &format!(
                        "{name} is {value}; it must be a whole number from 0 to {}",
                        u32::MAX
                    ),
                ))
            }
        };
        let train_rows = rows("trainRows", train_rows)?;
        let validation_rows = rows("validationRows", validation_rows)?;
        Ok(estimate(&parse(&spec_json)?, train_rows, validation_rows) as f64)
    })
}

/// Applies a trained network to row-major inputs and writes row-major outputs.
#[napi]
pub fn predict(
    spec_json: String,
    weights: Float32ArraySlice<'_>,
    inputs: Float32ArraySlice<'_>,
    mut outputs: Float32ArraySlice<'_>,
) -> napi::Result<()> {
    guarded(|| {
        let spec = parse(&spec_json)?;
        arrays::distinct(&inputs, &outputs)?;
        arrays::distinct(&weights, &outputs)?;
        apply::<f32>(&spec, &weights, &inputs, arrays::floats(&mut outputs))
            .map_err(|e| engine_failure(&e))
    })
}

/// Row-major matrices, which may live in shared memory and are not copied; validation may be empty. Weights, one a row,
/// may be absent: then all rows weigh the same.
#[napi(object, object_to_js = false)]
pub struct TrainingData {
    pub train_inputs: Float32Array,
    pub train_targets: Float32Array,
    pub train_weights: Option<Float32Array>,
    pub validation_inputs: Float32Array,
    pub validation_targets: Float32Array,
    pub validation_weights: Option<Float32Array>,
}

impl TrainingData {
    pub fn native(&self) -> Data<'_> {
        Data {
            train_inputs: &self.train_inputs,
            train_targets: &self.train_targets,
            train_weights: self.train_weights.as_deref().unwrap_or_default(),
            validation_inputs: &self.validation_inputs,
            validation_targets: &self.validation_targets,
            validation_weights: self.validation_weights.as_deref().unwrap_or_default(),
        }
    }
}

/// The rows of a run. The arrays' references are released by whoever drops the last handle; the job object holds one
/// until its thread has ended, so that this is always the JavaScript thread.
struct SharedRows(Arc<TrainingData>);

impl DataSource for SharedRows {
    fn data(&self) -> Data<'_> {
        self.0.native()
    }
}

#[napi(object)]
pub struct TrainingError {
    pub kind: String,
    pub message: String,
}

#[napi(object, object_from_js = false, use_nullable = true)]
pub struct TrainingStatus {
    #[napi(ts_type = "'running' | 'paused' | 'finished' | 'failed'")]
    pub state: String,
    /// Epochs finished.
    pub epoch: f64,
    /// Steps since the run's start.
    pub step: f64,
    /// Six numbers an epoch since the last poll: epoch, training loss, validation loss (NaN if none), learning rate,
    /// seconds since the start, steps.
    pub records: Vec<f64>,
    /// Of the same epochs, one after the other: the description's `metrics` of the validation rows and then, with
    /// `trainMetrics`, of the training rows; NaN where one is not defined.
    pub metrics: Vec<f64>,
    pub best_epoch: f64,
    pub best_loss: f64,
    pub last_train_loss: f64,
    pub last_valid_loss: f64,
    #[napi(ts_type = "'epochs' | 'earlyStopping' | 'converged' | 'stopped' | 'timeLimit' | null")]
    pub stop_reason: Option<String>,
    pub error: Option<TrainingError>,
    /// The changes since the last poll as a JSON array, each as in the description's `changes`; null where there are
    /// none. One with `diverged` says that the run went back: epochs told again replace those told before.
    pub changes: Option<String>,
    /// Counts the checkpoints of this job.
    pub checkpoint_id: f64,
    /// Of an epoch's last step, once after `requestStatistics`.
    pub statistics: Option<StepStatistics>,
}

/// A run in progress.
#[napi]
pub struct TrainingJob {
    // Dropped before the rows, and dropping it joins the thread.
    job: Job,
    rows: Option<Arc<TrainingData>>,
}

/// Starts a run, fresh or from a checkpoint. `wake` is called at most about ten times a second and on every change of
/// state; the truth is in `poll()`.
#[napi]
pub fn start_training(
    spec_json: String,
    data: TrainingData,
    checkpoint: Option<Uint8Array>,
    wake: Function<'_, (), ()>,
) -> napi::Result<TrainingJob> {
    let wake = wake
        .build_threadsafe_function::<()>()
        .max_queue_size::<1>()
        .build()?;
    guarded(|| {
        let spec = parse(&spec_json)?;
        let rows = Arc::new(data);
        let checkpoint = checkpoint.map(|bytes| bytes.to_vec());
        let source = SharedRows(Arc::clone(&rows));
        let job = Job::start(spec, source, checkpoint, Options::default(), move || {
            // A full queue means that a call is already under way; a closing environment needs none.
            let _ = wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
        })
        .map_err(|e| engine_failure(&e))?;
        Ok(TrainingJob {
            job,
            rows: Some(rows),
        })
    })
}

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

#[napi]
impl TrainingJob {
    /// What happened since the last poll.
    #[napi]
    pub fn poll(&mut self) -> napi::Result<TrainingStatus> {
        guarded(|| {
            let report = self.job.poll();
            if report.state.is_over() && self.rows.is_some() {
                // Nothing but the end of its thread is left, so this does not wait noticeably.
                self.job.join();
                self.rows = None;
            }
            let mut records = Vec::with_capacity(report.records.len() * 6);
            for r in &report.records {
                records.extend([
                    r.epoch as f64,
                    r.train_loss,
                    r.validation_loss,
                    r.learning_rate,
                    r.seconds,
                    r.steps as f64,
                ]);
            }
            let changes = (!report.changes.is_empty())
                .then(|| serde_json::to_string(&report.changes))
                .transpose()
                .map_err(|e| failure("internal", &format!("the changes were not written: {e}")))?;
            Ok(TrainingStatus {
                state: report.state.as_str().to_owned(),
                epoch: report.epoch as f64,
                step: report.step as f64,
                records,
                metrics: report.metrics,
                best_epoch: report.best_epoch as f64,
                best_loss: report.best_loss,
                last_train_loss: report.last_train_loss,
                last_valid_loss: report.last_validation_loss,
                stop_reason: report.stop_reason.map(|r| r.as_str().to_owned()),
                error: report.error.map(|e| TrainingError {
                    kind: e.kind.as_str().to_owned(),
                    message: e.message,
                }),
                changes,
                checkpoint_id: report.checkpoint_id as f64,
                statistics: report.statistics.map(step_statistics),
            })
        })
    }

    /// Takes effect at the next step.
    #[napi]
    pub fn pause(&self) -> napi::Result<()> {
        guarded(|| {
            self.job.pause();
            Ok(())
        })
    }

    #[napi]
    pub fn resume(&self) -> napi::Result<()> {
        guarded(|| {
            self.job.resume();
            Ok(())
        })
    }

    /// Asks for the statistics of the last step of the epoch under way; a later poll brings them.
    #[napi]
    pub fn request_statistics(&self) -> napi::Result<()> {
        guarded(|| {
            self.job.request_statistics();
            Ok(())
        })
    }

    /// Takes effect at the next step and cannot be undone.
    #[napi]
    pub fn stop(&self) -> napi::Result<()> {
        guarded(|| {
            self.job.stop();
            Ok(())
        })
    }

    /// Changes settings from the next step on, also while paused: one entry of the description's `changes` as JSON,
    /// whose `step` is not read. `poll()` then tells the step.
    #[napi]
    pub fn change(&self, change_json: String) -> napi::Result<()> {
        guarded(|| {
            let change = Change::from_json(&change_json).map_err(|e| engine_failure(&e))?;
            self.job.change(change).map_err(|e| engine_failure(&e))
        })
    }

    /// Length of the newest checkpoint; 0 before the first.
    #[napi]
    pub fn checkpoint_bytes(&self) -> napi::Result<f64> {
        guarded(|| Ok(self.job.with_checkpoint(|bytes, _| bytes.len() as f64)))
    }

    /// Copies the newest checkpoint and returns its number; 0 and nothing written before the first.
    #[napi]
    pub fn read_checkpoint(&self, mut into: Uint8ArraySlice<'_>) -> napi::Result<f64> {
        let available = into.len();
        guarded(|| {
            self.job.with_checkpoint(|bytes, id| {
                let Some(room) = arrays::bytes(&mut into).get_mut(..bytes.len()) else {
                    return Err(failure(
                        "shape-mismatch",
                        &format!(
                            "the checkpoint has {} bytes, but there is room for {}",
                            bytes.len(),
                            available
                        ),
                    ));
                };
                room.copy_from_slice(bytes);
                Ok(id as f64)
            })
        })
    }

    /// Copies the weights of the newest checkpoint: layer by layer, W row-major [inputs × units], then b [units].
    #[napi]
    pub fn read_weights(
        &self,
        #[napi(ts_arg_type = "'best' | 'last'")] which: String,
        mut into: Float32ArraySlice<'_>,
    ) -> napi::Result<()> {
        let which = match which.as_str() {
            "best" => Which::Best,
            "last" => Which::Last,
            other => {
                return Err(failure(
                    "shape-mismatch",
                    &format!("weights are 'best' or 'last', not '{other}'"),
                ));
            }
        };
        guarded(|| {
            self.job
                .read_weights(which, arrays::floats(&mut into))
                .map_err(|e| engine_failure(&e))
        })
    }
}
