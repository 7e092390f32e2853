//! The layers of a network as they are described.

use super::check::integer;
use crate::activation::Activation;
use crate::error::Result;
use crate::initialization::Initialization;
use serde::{Deserialize, Serialize};

/// Largest number of inputs or units in a layer.
pub const MAX_WIDTH: usize = 65_536;
/// Largest number of layers.
pub const MAX_LAYERS: usize = 64;

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
    /// `s ∘ x` with one learned `s` a feature.
    Scale {
        #[serde(default)]
        initial: ScaleInitial,
    },
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
            Self::Scale { .. } => "scale",
        }
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
        }
    }
}

/// Checks the layers of a network of `inputs` columns.
pub(super) fn validate(layers: &[LayerSpec], inputs: usize) -> Result<()> {
    integer(
        "layers (their number)",
        layers.len() as u64,
        1,
        MAX_LAYERS as u64,
    )?;
    let mut width = inputs;
    for (index, layer) in layers.iter().enumerate() {
        width = layer.validate(&format!("layers[{index}]"), width)?;
    }
    Ok(())
}
