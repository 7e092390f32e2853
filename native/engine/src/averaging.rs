//! Averages of the weights over a run, which then stand in for them.

use crate::error::Result;
use crate::spec::{Bound, MAX_EPOCHS, integer, number};
use serde::{Deserialize, Serialize};

/// The average is what is evaluated, kept as best and read as last; steps go on from the weights themselves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Averaging {
    /// `a = decay · a + (1 - decay) · w` after each step; the first step's weights begin it (Polyak and Juditsky, 1992;
    /// as torch.optim.swa_utils with its exponential average).
    Exponential {
        #[serde(default = "default_decay")]
        decay: f64,
    },
    /// The mean of the weights at the ends of the epochs from `startEpoch` on (Izmailov et al., 2018,
    /// arXiv:1803.05407); before that epoch is finished the weights themselves stand. Running statistics are not averaged but
    /// taken anew with the averaged weights, as torch.optim.swa_utils.update_bn does.
    Stochastic {
        /// Counted from 1.
        start_epoch: u64,
    },
}

fn default_decay() -> f64 {
    0.999
}

impl Averaging {
    pub(crate) fn validate(&self) -> Result<()> {
        match *self {
            Self::Exponential { decay } => {
                number("averaging.decay", decay, Bound::To(0.0), Bound::Below(1.0))
            }
            Self::Stochastic { start_epoch } => {
                integer("averaging.startEpoch", start_epoch, 1, MAX_EPOCHS)
            }
        }
    }

    /// The new weights' share of the average in step `t`, counted from 1; 0 where steps do not touch it.
    pub(crate) fn share_of_step(&self, t: u64) -> f64 {
        match *self {
            Self::Exponential { .. } if t == 1 => 1.0,
            Self::Exponential { decay } => 1.0 - decay,
            Self::Stochastic { .. } => 0.0,
        }
    }

    /// The weights' share of the average at the end of `epoch`, counted from 1; 0 where its end does not touch it.
    pub(crate) fn share_of_epoch(&self, epoch: u64) -> f64 {
        match *self {
            Self::Stochastic { start_epoch } if epoch >= start_epoch => {
                1.0 / (epoch - start_epoch + 1) as f64
            }
            Self::Exponential { .. } | Self::Stochastic { .. } => 0.0,
        }
    }

    /// Whether there is an average after `steps` steps and `epochs` epochs.
    pub(crate) fn has_begun(&self, steps: u64, epochs: u64) -> bool {
        match *self {
            Self::Exponential { .. } => steps > 0,
            Self::Stochastic { start_epoch } => epochs >= start_epoch,
        }
    }
}
