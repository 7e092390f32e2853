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
    /// `z` above 0, else `e^z - 1` (Clevert, Unterthiner and Hochreiter, 2016, arXiv:1511.07289, with α = 1).
    Elu,
    /// `λ z` above 0, else `λ α (e^z - 1)` (Klambauer et al., 2017, arXiv:1706.02515).
    Selu,
    /// `z / (1 + e^-z)` (Elfwing, Uchibe and Doya, 2018, arXiv:1702.03118), also called swish.
    Silu,
    /// `z · tanh(log(1 + e^z))` (Misra, 2020, arXiv:1908.08681).
    Mish,
    /// `log(1 + e^z)`
    Softplus,
    /// `z/6 + 1/2` within [0, 1] (ONNX `HardSigmoid` with alpha 1/6).
    HardSigmoid,
    /// `z` within [-1, 1]
    HardTanh,
    /// `z` times its hard sigmoid (Howard et al., 2019, arXiv:1905.02244).
    HardSwish,
}

/// `λ` and `α` of SELU.
pub const SELU_SCALE: f64 = 1.050_700_987_355_480_5;
pub const SELU_ALPHA: f64 = 1.673_263_242_354_377_3;

/// Slope of the leaky ReLU below 0.
pub const LEAKY_SLOPE: f64 = 0.01;

impl Activation {
    pub const ALL: [Self; 14] = [
        Self::Linear,
        Self::Relu,
        Self::LeakyRelu,
        Self::Tanh,
        Self::Sigmoid,
        Self::Gelu,
        Self::Elu,
        Self::Selu,
        Self::Silu,
        Self::Mish,
        Self::Softplus,
        Self::HardSigmoid,
        Self::HardTanh,
        Self::HardSwish,
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
            Self::Elu => "elu",
            Self::Selu => "selu",
            Self::Silu => "silu",
            Self::Mish => "mish",
            Self::Softplus => "softplus",
            Self::HardSigmoid => "hardSigmoid",
            Self::HardTanh => "hardTanh",
            Self::HardSwish => "hardSwish",
        }
    }

    /// The slope below 0 of a piecewise linear activation; 1 for `linear`. `None` for the others,
    /// which a second pass over the sums computes.
    pub(crate) fn slope_below_zero(self) -> Option<f64> {
        match self {
            Self::Linear => Some(1.0),
            Self::Relu => Some(0.0),
            Self::LeakyRelu => Some(LEAKY_SLOPE),
            _ => None,
        }
    }

    /// Whether it and its slope are exactly 0 over a range, so that a unit can come to answer 0 to every row.
    pub(crate) fn can_die(self) -> bool {
        matches!(self, Self::Relu | Self::HardSigmoid | Self::HardSwish)
    }

    /// Whether the derivative needs more than the activation's own value.
    pub(crate) fn stores_derivative(self) -> bool {
        matches!(self, Self::Gelu | Self::Silu | Self::Mish | Self::HardSwish)
    }
}
