//! The layers of a network as they are described.

use super::check::{Bound, integer, invalid, number};
use crate::activation::Activation;
use crate::error::Result;
use crate::initialization::Initialization;
use serde::{Deserialize, Serialize};

/// Largest number of inputs or units in a layer.
pub const MAX_WIDTH: usize = 65_536;
/// Largest number of layers, those within residual blocks included.
pub const MAX_LAYERS: usize = 64;
/// Largest number of networks trained side by side.
pub const MAX_MEMBERS: usize = 256;
/// Most residual blocks around each other.
const MAX_DEPTH: usize = 4;

/// One layer; `x` are its inputs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum LayerSpec {
    Dense(DenseSpec),
    /// `f(x)`
    Activation {
        activation: Activation,
    },
    /// `x` above 0, else `a x` with one learned `a` a feature (He et al., 2015, arXiv:1502.01852).
    Prelu {
        #[serde(default = "default_slope")]
        initial: f64,
    },
    /// In training each value is 0 with the probability `rate`, else divided by `1 - rate`; nothing happens in evaluation
    /// and prediction (Srivastava et al., JMLR 2014).
    Dropout {
        rate: f64,
    },
    /// `gain · (x - mean) / √(variance + ε) + shift`, by feature, with the mean and variance of the batch's rows in
    /// training; in evaluation, prediction and for a batch of a single row with the running ones,
    /// `r ← (1 - momentum) r + momentum · batch's`, the variance over n - 1 (Ioffe and Szegedy, 2015, arXiv:1502.03167).
    BatchNormalization {
        #[serde(default = "default_momentum")]
        momentum: f64,
        #[serde(default = "default_epsilon")]
        epsilon: f64,
    },
    /// The same with the mean and variance of each row over its features (Ba, Kiros and Hinton, 2016, arXiv:1607.06450).
    LayerNormalization {
        #[serde(default = "default_epsilon")]
        epsilon: f64,
    },
    /// `gain · x / √(mean of x² + ε)` by row (Zhang and Sennrich, 2019, arXiv:1910.07467).
    RmsNormalization {
        #[serde(default = "default_epsilon")]
        epsilon: f64,
    },
    /// `s ∘ x` with one learned `s` a feature.
    Scale {
        #[serde(default)]
        initial: ScaleInitial,
    },
    /// `x + f(x)` with `f` these layers, which keep the width (He et al., 2016, arXiv:1512.03385).
    Residual {
        layers: Vec<LayerSpec>,
    },
}

fn default_slope() -> f64 {
    0.25
}
fn default_momentum() -> f64 {
    0.1
}
fn default_epsilon() -> f64 {
    1e-5
}
fn yes() -> bool {
    true
}

/// `activation(x · W + b)`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DenseSpec {
    pub units: usize,
    pub activation: Activation,
    pub initialization: Initialization,
    /// Of the initializations that take one: half width, standard deviation, value or gain.
    #[serde(default)]
    pub initialization_scale: Option<f64>,
    /// Whether there is a `b`.
    #[serde(default = "yes")]
    pub bias: bool,
    #[serde(default)]
    pub sharing: Sharing,
}

/// What the networks that are trained side by side have in common of a dense layer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Sharing {
    /// One W and one b.
    #[default]
    All,
    /// Nothing: independent networks, or the outputs of each.
    Own,
    /// One W, and a scale of the inputs `r`, a scale of the sums `s` and a `b` for each: `((x ∘ r) · W) ∘ s + b` (Wen, Tran
    /// and Ba, 2020, "BatchEnsemble", arXiv:2002.06715). All scales begin at 1, but for the first layer's `r`, which
    /// begin at 1 or -1, as in TabM (Gorishniy, Kotelnikov and Babenko, 2025, arXiv:2410.24210).
    Adapters,
}

/// What a learned scale begins with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ScaleInitial {
    #[default]
    Ones,
    /// 1 or -1, each as likely.
    Signs,
    /// Standard normal.
    Normal,
}

impl LayerSpec {
    /// The name in a run's description.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Dense(_) => "dense",
            Self::Activation { .. } => "activation",
            Self::Prelu { .. } => "prelu",
            Self::Dropout { .. } => "dropout",
            Self::BatchNormalization { .. } => "batchNormalization",
            Self::LayerNormalization { .. } => "layerNormalization",
            Self::RmsNormalization { .. } => "rmsNormalization",
            Self::Scale { .. } => "scale",
            Self::Residual { .. } => "residual",
        }
    }

    /// Whether `f` holds for it or a layer within it.
    pub(crate) fn any(&self, f: &impl Fn(&Self) -> bool) -> bool {
        let within = match self {
            Self::Residual { layers } => layers.iter().any(|layer| layer.any(f)),
            _ => false,
        };
        f(self) || within
    }

    /// The dense layer that this is, if it is one.
    pub fn dense(&self) -> Option<&DenseSpec> {
        match self {
            Self::Dense(dense) => Some(dense),
            _ => None,
        }
    }

    /// Columns that it makes of `inputs` columns.
    fn validate(&self, field: &str, inputs: usize) -> Result<usize> {
        match self {
            Self::Dense(dense) => {
                integer(
                    &format!("{field}.units"),
                    dense.units as u64,
                    1,
                    MAX_WIDTH as u64,
                )?;
                dense.initialization.validate(
                    field,
                    dense.initialization_scale,
                    inputs,
                    dense.units,
                )?;
                Ok(dense.units)
            }
            Self::Activation { .. } | Self::Scale { .. } => Ok(inputs),
            Self::Prelu { initial } => {
                let field = format!("{field}.initial");
                number(&field, *initial, Bound::To(-1e6), Bound::To(1e6))?;
                Ok(inputs)
            }
            Self::Dropout { rate } => {
                let field = format!("{field}.rate");
                number(&field, *rate, Bound::To(0.0), Bound::Below(1.0))?;
                Ok(inputs)
            }
            Self::BatchNormalization { momentum, epsilon } => {
                let share = format!("{field}.momentum");
                number(&share, *momentum, Bound::To(0.0), Bound::To(1.0))?;
                check_epsilon(field, *epsilon)?;
                Ok(inputs)
            }
            Self::LayerNormalization { epsilon } | Self::RmsNormalization { epsilon } => {
                check_epsilon(field, *epsilon)?;
                Ok(inputs)
            }
            Self::Residual { layers } => {
                let field = format!("{field}.layers");
                let width = stack(layers, &field, inputs)?;
                if width == inputs {
                    return Ok(width);
                }
                Err(invalid(format!(
                    "{field} make {width} columns of {inputs}; a residual block keeps the width"
                )))
            }
        }
    }

    /// Whether it makes the members of an ensemble differ.
    pub(crate) fn tells_members_apart(&self) -> bool {
        match self {
            Self::Dense(dense) => dense.sharing != Sharing::All,
            Self::Dropout { .. } | Self::Scale { .. } => true,
            Self::Residual { layers } => layers.iter().any(Self::tells_members_apart),
            Self::Activation { .. }
            | Self::Prelu { .. }
            | Self::BatchNormalization { .. }
            | Self::LayerNormalization { .. }
            | Self::RmsNormalization { .. } => false,
        }
    }

    /// Residual blocks around each other, this one included.
    fn depth(&self) -> usize {
        match self {
            Self::Residual { layers } => 1 + layers.iter().map(Self::depth).max().unwrap_or(0),
            _ => 0,
        }
    }

    /// This layer and those within it.
    fn count(&self) -> usize {
        match self {
            Self::Residual { layers } => 1 + layers.iter().map(Self::count).sum::<usize>(),
            _ => 1,
        }
    }
}

/// Below 1e-12 the root of a constant feature's variance would be flushed to zero in float32.
fn check_epsilon(field: &str, epsilon: f64) -> Result<()> {
    let field = format!("{field}.epsilon");
    number(&field, epsilon, Bound::To(1e-12), Bound::To(1.0))
}

/// Checks the layers of a network of `inputs` columns.
pub(super) fn validate(layers: &[LayerSpec], inputs: usize) -> Result<()> {
    let most = MAX_LAYERS as u64;
    let depth = layers.iter().map(LayerSpec::depth).max().unwrap_or(0);
    integer("layers (their depth)", depth as u64, 0, MAX_DEPTH as u64)?;
    let count: usize = layers.iter().map(LayerSpec::count).sum();
    integer("layers (their number)", count as u64, 1, most)?;
    stack(layers, "layers", inputs).map(|_| ())
}

/// Columns that these layers make of `inputs` columns.
fn stack(layers: &[LayerSpec], field: &str, inputs: usize) -> Result<usize> {
    let count = layers.len() as u64;
    integer(
        &format!("{field} (their number)"),
        count,
        1,
        MAX_LAYERS as u64,
    )?;
    let mut width = inputs;
    for (index, layer) in layers.iter().enumerate() {
        width = layer.validate(&format!("{field}[{index}]"), width)?;
    }
    Ok(width)
}
