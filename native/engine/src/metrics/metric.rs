//! The numbers that can be asked for at an epoch's end.

use crate::error::Result;
use crate::loss::{Loss, TargetKind};
use crate::spec::invalid;
use serde::{Deserialize, Serialize};

/// One number about a split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Metric {
    /// The run's own loss, with its options and class weights and without penalties.
    Loss,
    /// Mean squared error; several targets of a row are averaged, here and below.
    Mse,
    /// Root of the mean squared error, of each target by itself.
    Rmse,
    /// Mean absolute error.
    Mae,
    /// `1 - Σ (y - ŷ)² / Σ (y - ȳ)²`, the mean over the targets that vary in the split.
    R2,
    /// Mean of `ŷ - y`.
    MeanBias,
    /// Largest `|ŷ - y|` of a row that has a weight.
    MaxError,
    /// The mean over the quantiles of their mean pinball losses.
    Pinball,
    /// The share of targets within the Gaussian's central 95 %, or from the lowest to the highest quantile.
    Coverage,
    Accuracy,
    /// Mean recall of the classes that occur.
    BalancedAccuracy,
    /// Mean F1 of the classes that occur or are predicted.
    MacroF1,
    /// Matthews' correlation coefficient; for several classes as in Gorodkin (2004). 0 where it is not defined.
    Mcc,
    /// `-log p` of the true class, with p kept 10⁻¹⁵ away from 0 and 1.
    LogLoss,
    /// `(p - y)²` of the second of two classes; of several classes the sum over all (Brier, 1950).
    Brier,
    /// Area under the ROC curve: of the second of two classes; of several the mean of those that occur, each
    /// against the rest.
    RocAuc,
}

impl Metric {
    pub const ALL: [Self; 16] = [
        Self::Loss,
        Self::Mse,
        Self::Rmse,
        Self::Mae,
        Self::R2,
        Self::MeanBias,
        Self::MaxError,
        Self::Pinball,
        Self::Coverage,
        Self::Accuracy,
        Self::BalancedAccuracy,
        Self::MacroF1,
        Self::Mcc,
        Self::LogLoss,
        Self::Brier,
        Self::RocAuc,
    ];

    /// The name in a run's description.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Mse => "mse",
            Self::Rmse => "rmse",
            Self::Mae => "mae",
            Self::R2 => "r2",
            Self::MeanBias => "meanBias",
            Self::MaxError => "maxError",
            Self::Pinball => "pinball",
            Self::Coverage => "coverage",
            Self::Accuracy => "accuracy",
            Self::BalancedAccuracy => "balancedAccuracy",
            Self::MacroF1 => "macroF1",
            Self::Mcc => "mcc",
            Self::LogLoss => "logLoss",
            Self::Brier => "brier",
            Self::RocAuc => "rocAuc",
        }
    }

    /// Whether networks trained with `loss` have it.
    pub fn belongs_to(self, loss: Loss) -> bool {
        let classes = loss.target_kind() == TargetKind::Class;
        match self {
            Self::Loss => true,
            Self::Mse | Self::Rmse | Self::Mae | Self::R2 | Self::MeanBias | Self::MaxError => {
                !classes
            }
            Self::Pinball => loss == Loss::Quantile,
            Self::Coverage => matches!(loss, Loss::Quantile | Loss::GaussianNll),
            Self::Accuracy | Self::BalancedAccuracy | Self::MacroF1 | Self::Mcc | Self::RocAuc => {
                classes
            }
            Self::LogLoss | Self::Brier => classes && loss != Loss::Hinge,
        }
    }

    /// What is compared to tell the better of two networks, the lower the better and NaN the worst; `None` for a metric
    /// that is neither good low nor good high.
    pub(crate) fn rank(self, value: f64) -> Option<f64> {
        let rank = match self {
            Self::Loss
            | Self::Mse
            | Self::Rmse
            | Self::Mae
            | Self::MaxError
            | Self::Pinball
            | Self::LogLoss
            | Self::Brier => value,
            Self::R2
            | Self::Accuracy
            | Self::BalancedAccuracy
            | Self::MacroF1
            | Self::Mcc
            | Self::RocAuc => -value,
            Self::MeanBias | Self::Coverage => return None,
        };
        Some(if rank.is_nan() { f64::INFINITY } else { rank })
    }

    /// # Errors
    /// `invalid-spec` for a metric that early stopping cannot watch.
    pub(crate) fn validate_watched(self, loss: Loss) -> Result<()> {
        let refuse = |why: &str| {
            Err(invalid(format!(
                "earlyStopping.metric is {}, {why}",
                self.name()
            )))
        };
        if !self.belongs_to(loss) {
            let why = format!("which a network trained with {} does not have", loss.name());
            return refuse(&why);
        }
        match self.rank(0.0) {
            Some(_) => Ok(()),
            None => refuse("of which neither low nor high values are the better ones"),
        }
    }

    /// # Errors
    /// `invalid-spec` for a metric that the loss does not have, or one named twice.
    pub(crate) fn validate(metrics: &[Self], loss: Loss) -> Result<()> {
        for (index, metric) in metrics.iter().enumerate() {
            if !metric.belongs_to(loss) {
                return Err(invalid(format!(
                    "metrics[{index}] is {}, which a network trained with {} does not have",
                    metric.name(),
                    loss.name()
                )));
            }
            if metrics[..index].contains(metric) {
                return Err(invalid(format!(
                    "metrics[{index}] is {}, which is there already",
                    metric.name()
                )));
            }
        }
        Ok(())
    }
}
