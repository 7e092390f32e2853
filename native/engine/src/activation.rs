//! Activation functions: their names and mathematics. The vector code is in `kernels::pointwise`.

use serde::{Deserialize, Serialize};

/// Applied to `z = x · W + b`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Activation {
    /// `z`
    Linear,
    /// `max(z, 0)`
    Relu,
    /// `z` above 0, else `0.01 z`
    LeakyRelu,
    /// `tanh z`
    Tanh,
    /// `1 / (1 + e^-z)`
    Sigmoid,
    /// The tanh form, `z/2 · (1 + tanh(√(2/π) (z + 0.044715 z³)))`
    /// (Hendrycks and Gimpel, 2016, arXiv:1606.08415; ONNX `Gelu` with `approximate="tanh"`).
    Gelu,
}

/// Slope of the leaky ReLU below 0.
pub const LEAKY_SLOPE: f64 = 0.01;

impl Activation {
    pub const ALL: [Self; 6] = [
        Self::Linear,
        Self::Relu,
        Self::LeakyRelu,
        Self::Tanh,
        Self::Sigmoid,
        Self::Gelu,
    ];

    /// The name in a run's description.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Relu => "relu",
            Self::LeakyRelu => "leakyRelu",
            Self::Tanh => "tanh",
            Self::Sigmoid => "sigmoid",
            Self::Gelu => "gelu",
        }
    }

    /// The slope below 0 of a piecewise linear activation; 1 for `linear`. `None` for smooth ones.
    pub(crate) fn slope_below_zero(self) -> Option<f64> {
        match self {
            Self::Linear => Some(1.0),
            Self::Relu => Some(0.0),
            Self::LeakyRelu => Some(LEAKY_SLOPE),
            Self::Tanh | Self::Sigmoid | Self::Gelu => None,
        }
    }

    /// Whether the derivative needs more than the activation's own value.
    pub(crate) fn stores_derivative(self) -> bool {
        self == Self::Gelu
    }
}
