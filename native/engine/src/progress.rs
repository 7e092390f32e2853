//! How far a run is: everything of its state that is not an array.

use crate::changes::{Settings, most_epochs};
use crate::schedule::Plateau;
use crate::spec::RunSpec;
use serde::{Deserialize, Serialize};

/// One finished epoch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EpochRecord {
    /// Counted from 1.
    pub epoch: u64,
    /// Mean over the epoch's rows, each as its batch was trained; without the penalty.
    pub train_loss: f64,
    /// At the end of the epoch; NaN without validation rows.
    pub validation_loss: f64,
    /// That of the epoch's last step.
    pub learning_rate: f64,
    /// Of training, without pauses.
    pub seconds: f64,
    /// Steps since the run's start.
    pub steps: u64,
    /// Euclidean norm of the gradient of the mean loss of the epoch's last batch, at the weights before its step, by all
    /// parameters; before clipping and without the penalties. Of L-BFGS, by all rows where the iteration began.
    pub gradient_norm: f64,
    /// Share of the units in hidden layers whose activation can be exactly 0 (ReLU, hard sigmoid, hard swish) that are so for
    /// each of some training rows, with the epoch's last weights and as in a prediction. The rows are spread evenly over the
    /// table: one of 32, at least 64 and at most 1,024. NaN without such units.
    pub dead_units: f64,
}

/// Why a run that did not fail ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StopReason {
    Epochs,
    EarlyStopping,
    /// L-BFGS: the gradient vanished, or no step along it lowers the loss.
    Converged,
    Stopped,
    TimeLimit,
    /// Other trials of its search did better. The engine never ends a run so: it repeats one that was ended.
    Pruned,
}

impl StopReason {
    /// Whether it came from a person, the clock or a search, so that the run itself cannot know the step.
    pub(crate) fn is_from_outside(self) -> bool {
        matches!(self, Self::Stopped | Self::TimeLimit | Self::Pruned)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Epochs => "epochs",
            Self::EarlyStopping => "earlyStopping",
            Self::Converged => "converged",
            Self::Stopped => "stopped",
            Self::TimeLimit => "timeLimit",
            Self::Pruned => "pruned",
        }
    }
}

/// The numbers of a run between two steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Progress {
    /// Epochs finished, which is also the number of epoch records so far.
    pub epoch: u64,
    /// Steps done in the unfinished epoch.
    pub step_in_epoch: u64,
    /// Steps since the run's start.
    pub steps: u64,
    /// Σ of the losses of the rows trained in the unfinished epoch.
    pub loss_sum: f64,
    /// Epoch of the best weights; 0 before the first.
    pub best_epoch: u64,
    /// The monitored loss of that epoch; NaN before the first.
    pub best_loss: f64,
    /// What made that epoch the best, the lower the better; infinite before the first.
    pub best_rank: f64,
    /// What early stopping compares with; infinite before the first epoch.
    pub reference: f64,
    /// Epochs since the reference.
    pub waited: u64,
    pub last_train_loss: f64,
    pub last_validation_loss: f64,
    pub seconds: f64,
    /// Early stopping has ended the run.
    pub stopped_early: bool,
    /// What a schedule knows of the losses.
    pub plateau: Plateau,
    /// Π μ_t of NAdam over the steps done.
    pub momentum_product: f64,
    /// Pairs that L-BFGS has remembered since it last forgot them all.
    pub pairs: u64,
    /// Mean loss of the run's first batch; NaN before it.
    pub first_loss: f64,
    /// The optimizer found no way down.
    pub converged: bool,
}

impl Progress {
    pub(crate) fn start() -> Self {
        Self {
            epoch: 0,
            step_in_epoch: 0,
            steps: 0,
            loss_sum: 0.0,
            best_epoch: 0,
            best_loss: f64::NAN,
            best_rank: f64::INFINITY,
            reference: f64::INFINITY,
            waited: 0,
            last_train_loss: f64::NAN,
            last_validation_loss: f64::NAN,
            seconds: 0.0,
            stopped_early: false,
            plateau: Plateau::start(),
            momentum_product: 1.0,
            pairs: 0,
            first_loss: f64::NAN,
            converged: false,
        }
    }

    /// Whether a run of this description on so many rows may be here, so that whoever goes on from here stays within its
    /// rows and its counters.
    pub(crate) fn fits(&self, spec: &RunSpec, rows: usize) -> bool {
        let most = (self.epoch.saturating_add(1)).saturating_mul(rows as u64);
        let before = self.steps.checked_sub(self.step_in_epoch);
        let Some(before) = before.filter(|_| self.epoch <= most_epochs(spec) && self.steps <= most)
        else {
            return false;
        };
        let settings = Settings::of(spec, &spec.changes, before + 1);
        let batch = settings.batch_size.unwrap_or(rows).min(rows) as u64;
        let waits = [
            self.best_epoch,
            self.waited,
            self.plateau.waited,
            self.pairs,
        ];
        self.step_in_epoch.saturating_mul(batch) < rows as u64
            && waits.iter().all(|count| *count <= self.steps)
    }
}
