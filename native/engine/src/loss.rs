//! Losses: their names and mathematics. The vector code is in `kernels::objective`.

use serde::{Deserialize, Serialize};

/// The mean over the rows of a batch is what the gradient is taken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Loss {
    /// `mean over rows and outputs of (a - y)²`
    MeanSquaredError,
    /// `log Σ e^z - z_class`, from logits, shifted by the largest logit.
    SoftmaxCrossEntropy,
    /// `max(z, 0) - z y + log(1 + e^-|z|)`, from one logit.
    BinaryCrossEntropy,
}

impl Loss {
    /// The name in a run's description.
    pub fn name(self) -> &'static str {
        match self {
            Self::MeanSquaredError => "meanSquaredError",
            Self::SoftmaxCrossEntropy => "softmaxCrossEntropy",
            Self::BinaryCrossEntropy => "binaryCrossEntropy",
        }
    }
}
