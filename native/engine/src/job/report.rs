//! What a job tells.

use super::kept::KeptEpoch;
use crate::changes::Change;
use crate::error::EngineError;
use crate::progress::{EpochRecord, StopReason};
use crate::statistics::Statistics;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    Running,
    Paused,
    Finished,
    Failed,
}

impl JobState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Finished => "finished",
            Self::Failed => "failed",
        }
    }

    /// Whether the thread is done with the run.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Finished | Self::Failed)
    }
}

/// Which weights to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    Best,
    Last,
}

/// What a poll sees.
#[derive(Debug, Clone)]
pub struct JobReport {
    pub state: JobState,
    /// Epochs finished; fewer than before where the run went back.
    pub epoch: u64,
    /// Steps since the run's start.
    pub step: u64,
    /// Since the last poll. A run that went back tells epochs again, which replace those told before.
    pub records: Vec<EpochRecord>,
    /// [`crate::Trainer::epoch_metrics`] of these epochs, one after the other.
    pub metrics: Vec<f64>,
    /// 0 before the first epoch is finished.
    pub best_epoch: u64,
    pub best_loss: f64,
    pub last_train_loss: f64,
    pub last_validation_loss: f64,
    pub stop_reason: Option<StopReason>,
    pub error: Option<EngineError>,
    /// Made since the last poll, by a person or because the loss was not finite, each with its step.
    pub changes: Vec<Change>,
    /// Of an epoch's last step, where they were asked for and nobody has had them yet.
    pub statistics: Option<Statistics>,
    /// Those of the epochs in `records` that the job keeps. After a run went back those told again replace those told before,
    /// and those beyond `epoch` are no more.
    pub kept: Vec<KeptEpoch>,
    /// Epochs since the job's start that were to be kept and are not, because nobody polled or for want of memory.
    pub kept_dropped: u64,
    /// Counts the checkpoints of this job.
    pub checkpoint_id: u64,
}
