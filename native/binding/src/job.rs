//! Runs in progress for JavaScript.

use crate::arrays;
use crate::failure::{engine_failure, failure, guarded};
use crate::insight::{StepStatistics, step_statistics};
use crate::training::{SharedRows, TrainingData, parse};
use descent_engine::{Beginning, Change, Job, KeptEpoch as Kept, Options, Start, Which};
use napi::bindgen_prelude::{
    Float32Array, Float32ArraySlice, Function, Uint8Array, Uint8ArraySlice,
};
use napi::threadsafe_function::ThreadsafeFunctionCallMode;
use napi_derive::napi;
use std::sync::Arc;

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
    /// Eight numbers an epoch since the last poll: epoch, training loss, validation loss (NaN if none), learning rate,
    /// seconds since the start, steps, norm of the last batch's gradient, share of dead units (NaN where none can die).
    pub records: Vec<f64>,
    /// Of the same epochs, one after the other: the description's `metrics` of the validation rows and then, with
    /// `trainMetrics`, of the training rows; NaN where one is not defined.
    pub metrics: Vec<f64>,
    pub best_epoch: f64,
    pub best_loss: f64,
    pub last_train_loss: f64,
    pub last_valid_loss: f64,
    #[napi(
        ts_type = "'epochs' | 'earlyStopping' | 'converged' | 'stopped' | 'timeLimit' | 'pruned' | null"
    )]
    pub stop_reason: Option<String>,
    pub error: Option<TrainingError>,
    /// The changes since the last poll as a JSON array, each as in the description's `changes`; null where there are
    /// none. One with `diverged` says that the run went back: epochs told again replace those told before.
    pub changes: Option<String>,
    /// Counts the checkpoints of this job.
    pub checkpoint_id: f64,
    /// Of an epoch's last step, once after `requestStatistics`.
    pub statistics: Option<StepStatistics>,
    /// Those of the epochs in `records` that the job keeps; their weights are taken with `takeKept`. After a run went back
    /// those told again replace those told before, and those beyond `epoch` are no more.
    pub kept: Vec<KeptEpoch>,
    /// Epochs since the job's start that were to be kept and are not, because nobody polled or for want of memory.
    pub kept_dropped: f64,
}

/// A run at the end of an epoch, without its weights.
#[napi(object, object_from_js = false)]
pub struct KeptEpoch {
    pub epoch: f64,
    /// Of the epoch's last step.
    pub statistics: StepStatistics,
}

/// Beside what a run is.
#[napi(object, object_to_js = false)]
#[derive(Default)]
pub struct StartOptions {
    /// Whether epochs are kept: all up to 16, and 16 of each doubling from there on.
    pub keep: Option<bool>,
    /// Flat weights that a fresh run begins with in place of its initialization; not with a checkpoint.
    pub initial_weights: Option<Float32Array>,
    /// With the checkpoint of a run that has ended: it goes on until it has this many epochs in all.
    pub extend_to: Option<u32>,
}

/// A run in progress.
#[napi]
pub struct TrainingJob {
    // Dropped before the rows, and dropping it joins the thread.
    job: Job,
    rows: Option<Arc<TrainingData>>,
    /// The kept epochs of the last poll that nobody has taken yet.
    kept: Vec<Kept>,
}

/// Starts a run, fresh, from weights or from a checkpoint. `wake` is called at most about ten times a second and on every
/// change of state; the truth is in `poll()`.
#[napi]
pub fn start_training(
    spec_json: String,
    data: TrainingData,
    checkpoint: Option<Uint8Array>,
    wake: Function<'_, (), ()>,
    options: Option<StartOptions>,
) -> napi::Result<TrainingJob> {
    let wake = wake
        .build_threadsafe_function::<()>()
        .max_queue_size::<1>()
        .build()?;
    guarded(|| {
        let spec = parse(&spec_json)?;
        let rows = Arc::new(data);
        let options = options.unwrap_or_default();
        let from = match (checkpoint, options.initial_weights) {
            (None, None) => Beginning::Initialization,
            (None, Some(weights)) => Beginning::Weights(weights.to_vec()),
            (Some(bytes), None) => Beginning::Checkpoint(bytes.to_vec()),
            (Some(_), Some(_)) => {
                return Err(failure(
                    "invalid-spec",
                    "a run goes on from a checkpoint or begins with weights, not both",
                ));
            }
        };
        let start = Start {
            from,
            keep: options.keep.unwrap_or(false),
            extend_to: options.extend_to.map(u64::from),
            options: Options::default(),
        };
        let source = SharedRows(Arc::clone(&rows));
        let job = Job::start(spec, source, start, move || {
            // A full queue means that a call is already under way; a closing environment needs none.
            let _ = wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
        })
        .map_err(|e| engine_failure(&e))?;
        Ok(TrainingJob {
            job,
            rows: Some(rows),
            kept: Vec::new(),
        })
    })
}

#[napi]
impl TrainingJob {
    /// What happened since the last poll. Kept epochs of an earlier poll that were not taken are dropped.
    #[napi]
    pub fn poll(&mut self) -> napi::Result<TrainingStatus> {
        guarded(|| {
            let report = self.job.poll();
            self.kept = report.kept;
            if report.state.is_over() && self.rows.is_some() {
                // Nothing but the end of its thread is left, so this does not wait noticeably.
                self.job.join();
                self.rows = None;
            }
            let mut records = Vec::with_capacity(report.records.len() * 8);
            for r in &report.records {
                records.extend([
                    r.epoch as f64,
                    r.train_loss,
                    r.validation_loss,
                    r.learning_rate,
                    r.seconds,
                    r.steps as f64,
                    r.gradient_norm,
                    r.dead_units,
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
                statistics: report.statistics.as_ref().map(step_statistics),
                kept: self.kept.iter().map(kept_epoch).collect(),
                kept_dropped: report.kept_dropped as f64,
            })
        })
    }

    /// Copies the weights, flat, of a kept epoch that the last poll told of, and frees them.
    #[napi]
    pub fn take_kept(&mut self, epoch: f64, mut into: Float32ArraySlice<'_>) -> napi::Result<()> {
        guarded(|| {
            let index = self.kept.iter().position(|kept| kept.epoch as f64 == epoch);
            let Some(index) = index else {
                return Err(failure(
                    "shape-mismatch",
                    &format!(
                        "the last poll told of no kept epoch {epoch}, or it was taken already"
                    ),
                ));
            };
            let (weights, into) = (&self.kept[index].weights, arrays::floats(&mut into));
            if weights.len() != into.len() {
                return Err(failure(
                    "shape-mismatch",
                    &format!(
                        "the kept epoch has {} weights, but there is room for {}",
                        weights.len(),
                        into.len()
                    ),
                ));
            }
            into.copy_from_slice(weights);
            self.kept.swap_remove(index);
            Ok(())
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

fn kept_epoch(kept: &Kept) -> KeptEpoch {
    KeptEpoch {
        epoch: kept.epoch as f64,
        statistics: step_statistics(&kept.statistics),
    }
}
