//! A run on a thread of its own, steered by flags and observed by polling.

mod kept;
mod report;
mod run;
mod start;

pub use kept::{KeptEpoch, is_kept};
pub use report::{JobReport, JobState, Which};
pub use start::{Beginning, Start};

use crate::changes::Change;
use crate::checkpoint::Offsets;
use crate::data::DataSource;
use crate::error::{EngineError, ErrorKind, Result};
use crate::progress::{EpochRecord, StopReason};
use crate::spec::RunSpec;
use crate::statistics::Statistics;
use kept::Waiting;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

const RUN: u8 = 0;
const PAUSE: u8 = 1;
const STOP: u8 = 2;

/// What the thread tells.
struct Published {
    state: JobState,
    epoch: u64,
    records: Vec<EpochRecord>,
    metrics: Vec<f64>,
    best_epoch: u64,
    best_loss: f64,
    last_train_loss: f64,
    last_validation_loss: f64,
    stop_reason: Option<StopReason>,
    error: Option<EngineError>,
    /// Those that the last poll has not told.
    changes: Vec<Change>,
    statistics: Option<Statistics>,
    kept: Waiting,
}

#[derive(Default)]
struct Snapshot {
    bytes: Vec<u8>,
    offsets: Offsets,
    id: u64,
}

struct Shared {
    command: AtomicU8,
    /// Wakes a paused thread; guards no data.
    paused: (Mutex<()>, Condvar),
    steps: AtomicU64,
    published: Mutex<Published>,
    /// Changes that were asked for and not yet made.
    wishes: Mutex<Vec<Change>>,
    has_wishes: AtomicBool,
    /// Whether somebody asked for the statistics of an epoch's last step.
    wants_statistics: AtomicBool,
    snapshot: Mutex<Snapshot>,
}

/// A lock is never held while code runs that can fail, so a poisoned one still holds sound data.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A handle to a run; dropping it stops the run and waits for its thread.
pub struct Job {
    /// As it was given, to check changes against.
    spec: RunSpec,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Job {
    /// Starts at once. `wake` is called on the training thread: on every change of state, after the first epoch, and
    /// then at most ten times a second; it must not block. Trouble with data, weights or checkpoint shows as a failed job.
    ///
    /// # Errors
    /// `invalid-spec`, or `out-of-memory` when the system refuses a thread.
    pub fn start(
        spec: RunSpec,
        source: impl DataSource,
        start: Start,
        wake: impl Fn() + Send + 'static,
    ) -> Result<Self> {
        spec.validate()?;
        let shared = Arc::new(Shared {
            command: AtomicU8::new(RUN),
            paused: (Mutex::new(()), Condvar::new()),
            steps: AtomicU64::new(0),
            published: Mutex::new(Published {
                state: JobState::Running,
                epoch: 0,
                records: Vec::new(),
                metrics: Vec::new(),
                best_epoch: 0,
                best_loss: f64::NAN,
                last_train_loss: f64::NAN,
                last_validation_loss: f64::NAN,
                stop_reason: None,
                error: None,
                changes: Vec::new(),
                statistics: None,
                kept: Waiting::default(),
            }),
            wishes: Mutex::new(Vec::new()),
            has_wishes: AtomicBool::new(false),
            wants_statistics: AtomicBool::new(false),
            snapshot: Mutex::new(Snapshot::default()),
        });
        let of_thread = Arc::clone(&shared);
        let described = spec.clone();
        let thread = std::thread::Builder::new()
            .name("descent-training".to_owned())
            .spawn(move || {
                let outcome = catch_unwind(AssertUnwindSafe(|| {
                    run::run(&of_thread, &spec, &source, start, &wake)
                }));
                let result = outcome.unwrap_or_else(|reason| Err(internal(reason.as_ref())));
                // The rows are released before anyone is told that the run is over.
                drop(source);
                let mut published = lock(&of_thread.published);
                match result {
                    Ok(reason) => {
                        published.state = JobState::Finished;
                        published.stop_reason = Some(reason);
                    }
                    Err(error) => {
                        published.state = JobState::Failed;
                        published.error = Some(error);
                    }
                }
                drop(published);
                wake();
            })
            .map_err(|e| {
                EngineError::new(
                    ErrorKind::OutOfMemory,
                    format!("the system refused a thread: {e}"),
                )
            })?;
        Ok(Self {
            spec: described,
            shared,
            thread: Some(thread),
        })
    }

    /// What happened since the last poll.
    pub fn poll(&self) -> JobReport {
        let checkpoint_id = lock(&self.shared.snapshot).id;
        let mut p = lock(&self.shared.published);
        JobReport {
            state: p.state,
            epoch: p.epoch,
            step: self.shared.steps.load(Ordering::Relaxed),
            records: std::mem::take(&mut p.records),
            metrics: std::mem::take(&mut p.metrics),
            best_epoch: p.best_epoch,
            best_loss: p.best_loss,
            last_train_loss: p.last_train_loss,
            last_validation_loss: p.last_validation_loss,
            stop_reason: p.stop_reason,
            error: p.error.clone(),
            changes: std::mem::take(&mut p.changes),
            statistics: p.statistics.take(),
            kept: p.kept.take(),
            kept_dropped: p.kept.dropped(),
            checkpoint_id,
        }
    }

    pub fn state(&self) -> JobState {
        lock(&self.shared.published).state
    }

    /// Takes effect at the next step; without effect on a run that is stopping or over.
    pub fn pause(&self) {
        self.command(RUN, PAUSE);
    }

    /// Undoes a pause.
    pub fn resume(&self) {
        self.command(PAUSE, RUN);
    }

    /// Asks for the statistics of the last step of the epoch under way; a later poll brings them.
    pub fn request_statistics(&self) {
        self.shared.wants_statistics.store(true, Ordering::Relaxed);
    }

    /// Takes effect at the next step and cannot be undone.
    pub fn stop(&self) {
        self.shared.command.store(STOP, Ordering::SeqCst);
        self.notify();
    }

    /// Changes settings from the next step on, the batch size from the next epoch that begins. The change's own step, factor,
    /// divergence and stop are not read. Also while paused. The poll after it tells the step; without effect on a run that is over.
    ///
    /// # Errors
    /// `invalid-spec` where a setting is out of range, or the run's optimizer cannot follow it.
    pub fn change(&self, change: Change) -> Result<()> {
        let mut described = self.spec.clone();
        let change = Change {
            step: u64::MAX,
            ..change
        };
        described.changes = vec![change.clone()];
        crate::changes::validate(&described)?;
        lock(&self.shared.wishes).push(change);
        self.shared.has_wishes.store(true, Ordering::SeqCst);
        self.notify();
        Ok(())
    }

    fn command(&self, from: u8, to: u8) {
        let command = &self.shared.command;
        if command
            .compare_exchange(from, to, Ordering::SeqCst, Ordering::SeqCst)
            .is_ok()
        {
            self.notify();
        }
    }

    fn notify(&self) {
        // Under the lock, so that a thread about to wait does not miss it.
        drop(lock(&self.shared.paused.0));
        self.shared.paused.1.notify_all();
    }

    /// Waits until the run is over.
    pub fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            // The closure catches panics itself.
            let _ = thread.join();
        }
    }

    /// Calls `f` with the newest checkpoint (empty before the first) and its number.
    pub fn with_checkpoint<R>(&self, f: impl FnOnce(&[u8], u64) -> R) -> R {
        let snapshot = lock(&self.shared.snapshot);
        f(&snapshot.bytes, snapshot.id)
    }

    /// Copies weights of the newest checkpoint.
    ///
    /// # Errors
    /// `shape-mismatch` when `into` has another length than the network has parameters.
    pub fn read_weights(&self, which: Which, into: &mut [f32]) -> Result<()> {
        let snapshot = lock(&self.shared.snapshot);
        let offsets = snapshot.offsets;
        if into.len() != offsets.parameters {
            return Err(EngineError::new(
                ErrorKind::ShapeMismatch,
                format!(
                    "the newest checkpoint has {} parameters, but there is room for {}",
                    offsets.parameters,
                    into.len()
                ),
            ));
        }
        let start = match which {
            Which::Best => offsets.best,
            Which::Last => offsets.last,
        };
        let bytes = &snapshot.bytes[start..][..into.len() * 4];
        for (value, four) in into.iter_mut().zip(bytes.as_chunks::<4>().0) {
            *value = f32::from_le_bytes(*four);
        }
        Ok(())
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.stop();
        self.join();
    }
}

fn internal(reason: &(dyn std::any::Any + Send)) -> EngineError {
    let text = reason
        .downcast_ref::<&str>()
        .map(|s| (*s).to_owned())
        .or_else(|| reason.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "unknown".to_owned());
    EngineError::new(
        ErrorKind::Internal,
        format!("the engine failed unexpectedly: {text}"),
    )
}
