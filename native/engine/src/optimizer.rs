//! Optimizers: formulas and defaults as in PyTorch (torch.optim, documentation of SGD, RMSprop and Adam).
//! The vector code is in `kernels::update`.

use crate::error::Result;
use crate::spec::{Bound, number};
use serde::{Deserialize, Serialize};

/// One step on a parameter `w` with gradient `g`, learning rate `η`, step number `t` from 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", deny_unknown_fields)]
pub enum Optimizer {
    /// `w -= η g`
    GradientDescent {},
    /// `u = μ u + g; w -= η u`
    Momentum {
        #[serde(default = "default_momentum")]
        momentum: f64,
    },
    /// `v = ρ v + (1-ρ) g²; w -= η g / (√v + ε)`
    Rmsprop {
        #[serde(default = "default_decay")]
        decay: f64,
        #[serde(default = "default_epsilon")]
        epsilon: f64,
    },
    /// `m = β₁ m + (1-β₁) g; v = β₂ v + (1-β₂) g²; w -= η/(1-β₁ᵗ) · m / (√v/√(1-β₂ᵗ) + ε)`
    /// (Kingma and Ba, 2015, arXiv:1412.6980).
    Adam {
        #[serde(default = "default_beta1")]
        beta1: f64,
        #[serde(default = "default_beta2")]
        beta2: f64,
        #[serde(default = "default_epsilon")]
        epsilon: f64,
    },
}

fn default_momentum() -> f64 {
    0.9
}
fn default_decay() -> f64 {
    0.99
}
fn default_epsilon() -> f64 {
    1e-8
}
fn default_beta1() -> f64 {
    0.9
}
fn default_beta2() -> f64 {
    0.999
}

impl Optimizer {
    pub(crate) fn validate(&self) -> Result<()> {
        let fraction = |field: &str, value: f64| {
            number(
                &format!("optimizer.{field}"),
                value,
                Bound::To(0.0),
                Bound::Below(1.0),
            )
        };
        // Below 1e-30 the value would be flushed to zero in float32 and the quotient 0/0.
        let epsilon =
            |value: f64| number("optimizer.epsilon", value, Bound::To(1e-30), Bound::To(1.0));
        match *self {
            Self::GradientDescent {} => Ok(()),
            Self::Momentum { momentum } => fraction("momentum", momentum),
            Self::Rmsprop { decay, epsilon: e } => {
                fraction("decay", decay)?;
                epsilon(e)
            }
            Self::Adam {
                beta1,
                beta2,
                epsilon: e,
            } => {
                fraction("beta1", beta1)?;
                fraction("beta2", beta2)?;
                epsilon(e)
            }
        }
    }

    /// State values a parameter.
    pub(crate) fn moments(&self) -> usize {
        match self {
            Self::GradientDescent {} => 0,
            Self::Momentum { .. } | Self::Rmsprop { .. } => 1,
            Self::Adam { .. } => 2,
        }
    }

    /// The constants of step `t`, counted from 1. A function of `t` alone, so nothing of it is saved.
    pub(crate) fn rule(&self, learning_rate: f64, t: u64) -> Rule {
        match *self {
            Self::GradientDescent {} => Rule::Descent {
                rate: learning_rate,
            },
            Self::Momentum { momentum } => Rule::Momentum {
                rate: learning_rate,
                momentum,
            },
            Self::Rmsprop { decay, epsilon } => Rule::Rmsprop {
                rate: learning_rate,
                decay,
                epsilon,
            },
            Self::Adam {
                beta1,
                beta2,
                epsilon,
            } => Rule::Adam {
                rate: learning_rate / (1.0 - power(beta1, t)),
                beta1,
                beta2,
                root_correction: 1.0 / (1.0 - power(beta2, t)).sqrt(),
                epsilon,
            },
        }
    }
}

/// `base^t` by squaring: the same bits for the same `t`, whatever came before.
fn power(base: f64, t: u64) -> f64 {
    // At most e^-40, which vanishes beside the 1 that it is taken from.
    if (1.0 - base) * t as f64 > 40.0 {
        return 0.0;
    }
    let (mut result, mut square, mut rest) = (1.0, base, t);
    while rest > 0 {
        if rest & 1 == 1 {
            result *= square;
        }
        square *= square;
        rest >>= 1;
    }
    result
}

/// An optimizer with the constants of one step.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rule {
    Descent {
        rate: f64,
    },
    Momentum {
        rate: f64,
        momentum: f64,
    },
    Rmsprop {
        rate: f64,
        decay: f64,
        epsilon: f64,
    },
    Adam {
        rate: f64,
        beta1: f64,
        beta2: f64,
        root_correction: f64,
        epsilon: f64,
    },
}
