//! Losses: their names, options and mathematics. The vector code is in `kernels::objective`.

use crate::error::{EngineError, ErrorKind, Result};
use crate::spec::{Bound, invalid, number};
use serde::{Deserialize, Serialize};

/// Of the network's outputs `z` for a target `y`; the mean over the rows of a batch is what the gradient is taken of,
/// and several outputs of a row are averaged, unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Loss {
    /// `(z - y)²`
    MeanSquaredError,
    /// `|z - y|`
    MeanAbsoluteError,
    /// `(z - y)² / 2` up to `|z - y| = delta`, then `delta (|z - y| - delta / 2)` (Huber, 1964).
    Huber,
    /// `ln cosh(z - y)`
    LogCosh,
    /// `max(q (y - z), (q - 1)(y - z))`: one target, one output for each quantile `q` (Koenker and Bassett, 1978).
    Quantile,
    /// `e^z - y z`: the output is the logarithm of the expected count.
    Poisson,
    /// `z + y e^-z`: the output is the logarithm of the mean.
    Gamma,
    /// `(s + (m - y)² e^-s) / 2`: the first half of the outputs are means `m`, the second half logarithms of variances
    /// `s` (Nix and Weigend, 1994).
    GaussianNll,
    /// `log Σ e^z - z_class`, from logits, shifted by the largest logit.
    SoftmaxCrossEntropy,
    /// `max(z, 0) - z y + log(1 + e^-|z|)`, from one logit.
    BinaryCrossEntropy,
    /// `-(1 - p)^gamma log p` of the probability `p` of the true class: from one logit, or from one a class
    /// (Lin et al., 2017, arXiv:1708.02002).
    Focal,
    /// From one output, `max(0, 1 - z)` for the label 1 and `max(0, 1 + z)` for 0; from one a class,
    /// `Σ over others of max(0, 1 - z_class + z_other)`, divided by the number of classes.
    Hinge,
}

/// What some losses take; each only where it has a meaning.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct LossOptions {
    /// Of `huber`; 1 by default.
    pub delta: Option<f64>,
    /// Of `quantile`, one an output.
    pub quantiles: Vec<f64>,
    /// Of `focal`; 2 by default.
    pub gamma: Option<f64>,
    /// The share of a target that is spread evenly over all classes; of both cross-entropies.
    pub label_smoothing: f64,
    /// One a class (two for a single logit), of the cross-entropies and `focal`; only their ratios matter.
    pub class_weights: Vec<f64>,
}

/// What a target of a loss may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TargetKind {
    Number,
    NotNegative,
    Positive,
    /// A whole number below the number of classes.
    Class,
}

/// What the network's outputs are turned into for a prediction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OutputKind {
    Value,
    Probability,
    Probabilities,
    Logarithm,
    /// Means, then logarithms of variances.
    MeanAndVariance,
}

impl Loss {
    pub const ALL: [Self; 12] = [
        Self::MeanSquaredError,
        Self::MeanAbsoluteError,
        Self::Huber,
        Self::LogCosh,
        Self::Quantile,
        Self::Poisson,
        Self::Gamma,
        Self::GaussianNll,
        Self::SoftmaxCrossEntropy,
        Self::BinaryCrossEntropy,
        Self::Focal,
        Self::Hinge,
    ];

    /// The name in a run's description.
    pub fn name(self) -> &'static str {
        match self {
            Self::MeanSquaredError => "meanSquaredError",
            Self::MeanAbsoluteError => "meanAbsoluteError",
            Self::Huber => "huber",
            Self::LogCosh => "logCosh",
            Self::Quantile => "quantile",
            Self::Poisson => "poisson",
            Self::Gamma => "gamma",
            Self::GaussianNll => "gaussianNll",
            Self::SoftmaxCrossEntropy => "softmaxCrossEntropy",
            Self::BinaryCrossEntropy => "binaryCrossEntropy",
            Self::Focal => "focal",
            Self::Hinge => "hinge",
        }
    }

    /// Values of a target row for a network of `outputs`.
    pub(crate) fn target_width(self, outputs: usize) -> usize {
        match self {
            Self::MeanSquaredError
            | Self::MeanAbsoluteError
            | Self::Huber
            | Self::LogCosh
            | Self::Poisson
            | Self::Gamma => outputs,
            Self::GaussianNll => outputs / 2,
            Self::Quantile
            | Self::SoftmaxCrossEntropy
            | Self::BinaryCrossEntropy
            | Self::Focal
            | Self::Hinge => 1,
        }
    }

    /// Whether the last layer may have an activation.
    pub(crate) fn takes_activation(self) -> bool {
        matches!(
            self,
            Self::MeanSquaredError
                | Self::MeanAbsoluteError
                | Self::Huber
                | Self::LogCosh
                | Self::Quantile
        )
    }

    pub(crate) fn target_kind(self) -> TargetKind {
        match self {
            Self::MeanSquaredError
            | Self::MeanAbsoluteError
            | Self::Huber
            | Self::LogCosh
            | Self::Quantile
            | Self::GaussianNll => TargetKind::Number,
            Self::Poisson => TargetKind::NotNegative,
            Self::Gamma => TargetKind::Positive,
            Self::SoftmaxCrossEntropy | Self::BinaryCrossEntropy | Self::Focal | Self::Hinge => {
                TargetKind::Class
            }
        }
    }

    pub(crate) fn output_kind(self, outputs: usize) -> OutputKind {
        match self {
            Self::BinaryCrossEntropy => OutputKind::Probability,
            Self::SoftmaxCrossEntropy => OutputKind::Probabilities,
            Self::Focal if outputs == 1 => OutputKind::Probability,
            Self::Focal => OutputKind::Probabilities,
            Self::Poisson | Self::Gamma => OutputKind::Logarithm,
            Self::GaussianNll => OutputKind::MeanAndVariance,
            Self::MeanSquaredError
            | Self::MeanAbsoluteError
            | Self::Huber
            | Self::LogCosh
            | Self::Quantile
            | Self::Hinge => OutputKind::Value,
        }
    }

    /// Whether the output layer has a width that the loss can use.
    pub(crate) fn check_outputs(self, layer: usize, outputs: usize) -> Result<()> {
        let (fits, needs) = match self {
            Self::SoftmaxCrossEntropy => (outputs >= 2, "one unit a class, 2 or more"),
            Self::BinaryCrossEntropy => (outputs == 1, "exactly 1"),
            Self::GaussianNll => (
                outputs.is_multiple_of(2),
                "two units a target, its mean and its variance",
            ),
            _ => (true, ""),
        };
        if fits {
            return Ok(());
        }
        Err(EngineError::new(
            ErrorKind::ShapeMismatch,
            format!(
                "layers[{layer}].units is {outputs}, but {} needs {needs}",
                self.name()
            ),
        ))
    }
}

/// Classes that a network of `outputs` tells apart.
pub(crate) fn classes(outputs: usize) -> usize {
    outputs.max(2)
}

impl LossOptions {
    /// # Errors
    /// `invalid-spec` for an option that the loss does not have or a value out of range.
    pub(crate) fn validate(&self, loss: Loss, outputs: usize) -> Result<()> {
        let entropy = matches!(loss, Loss::SoftmaxCrossEntropy | Loss::BinaryCrossEntropy);
        for (field, given, has) in [
            ("delta", self.delta.is_some(), loss == Loss::Huber),
            (
                "quantiles",
                !self.quantiles.is_empty(),
                loss == Loss::Quantile,
            ),
            ("gamma", self.gamma.is_some(), loss == Loss::Focal),
            ("labelSmoothing", self.label_smoothing != 0.0, entropy),
            (
                "classWeights",
                !self.class_weights.is_empty(),
                entropy || loss == Loss::Focal,
            ),
        ] {
            if given && !has {
                return Err(invalid(format!(
                    "lossOptions.{field} is given, but {} does not have it",
                    loss.name()
                )));
            }
        }
        if let Some(delta) = self.delta {
            number(
                "lossOptions.delta",
                delta,
                Bound::Above(0.0),
                Bound::To(1e30),
            )?;
        }
        if let Some(gamma) = self.gamma {
            number("lossOptions.gamma", gamma, Bound::To(0.0), Bound::To(100.0))?;
        }
        number(
            "lossOptions.labelSmoothing",
            self.label_smoothing,
            Bound::To(0.0),
            Bound::Below(1.0),
        )?;
        if loss == Loss::Quantile && self.quantiles.len() != outputs {
            return Err(invalid(format!(
                "lossOptions.quantiles has {} values, but the network has {outputs} outputs",
                self.quantiles.len()
            )));
        }
        for (i, q) in self.quantiles.iter().enumerate() {
            number(
                &format!("lossOptions.quantiles[{i}]"),
                *q,
                Bound::Above(0.0),
                Bound::Below(1.0),
            )?;
        }
        if !self.class_weights.is_empty() && self.class_weights.len() != classes(outputs) {
            return Err(invalid(format!(
                "lossOptions.classWeights has {} values, but there are {} classes",
                self.class_weights.len(),
                classes(outputs)
            )));
        }
        for (i, weight) in self.class_weights.iter().enumerate() {
            number(
                &format!("lossOptions.classWeights[{i}]"),
                *weight,
                Bound::To(0.0),
                Bound::To(1e30),
            )?;
        }
        Ok(())
    }
}

/// A loss with its options and the weights of a split's rows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Criterion<'a> {
    pub loss: Loss,
    pub options: &'a LossOptions,
    /// One a row of the split; empty for equal weights.
    pub weights: &'a [f32],
    /// Makes the mean of all weights, those of rows times those of classes, 1 over the split. So a mini-batch's gradient
    /// is an unbiased estimate of that of the weighted mean, and the full batch has it exactly.
    pub scale: f64,
}

impl<'a> Criterion<'a> {
    /// For a split with these targets.
    ///
    /// # Errors
    /// `invalid-target` when all weights are zero.
    pub fn new(
        loss: Loss,
        options: &'a LossOptions,
        split: &str,
        targets: &[f32],
        weights: &'a [f32],
    ) -> Result<Self> {
        let mut criterion = Self {
            loss,
            options,
            weights,
            scale: 1.0,
        };
        if weights.is_empty() && options.class_weights.is_empty() {
            return Ok(criterion);
        }
        let rows = if options.class_weights.is_empty() {
            weights.len()
        } else {
            targets.len()
        };
        if rows == 0 {
            return Ok(criterion);
        }
        let total: f64 = (0..rows)
            .map(|row| {
                let class = if options.class_weights.is_empty() {
                    1.0
                } else {
                    options.class_weights[targets[row] as usize]
                };
                criterion.row_weight(row) * class
            })
            .sum();
        if total <= 0.0 {
            return Err(EngineError::new(
                ErrorKind::InvalidTarget,
                format!("all {split} rows have the weight 0"),
            ));
        }
        criterion.scale = rows as f64 / total;
        Ok(criterion)
    }

    #[inline(always)]
    pub fn row_weight(&self, source: usize) -> f64 {
        if self.weights.is_empty() {
            self.scale
        } else {
            f64::from(self.weights[source]) * self.scale
        }
    }

    #[inline(always)]
    pub fn class_weight(&self, class: usize) -> f64 {
        if self.options.class_weights.is_empty() {
            1.0
        } else {
            self.options.class_weights[class]
        }
    }
}
