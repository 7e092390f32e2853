//! Optimizers: formulas and defaults as in PyTorch (torch.optim), Lion as in its paper.
//! The vector code is in `kernels::update`.

use crate::error::Result;
use crate::spec::{Bound, number};
use serde::{Deserialize, Serialize};

/// One step on a parameter `w` with gradient `g`, learning rate `η`, step number `t` from 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Optimizer {
    /// `w -= η g`
    GradientDescent {},
    /// `u = μ u + g; w -= η u`
    Momentum {
        #[serde(default = "default_momentum")]
        momentum: f64,
    },
    /// `u = μ u + g; w -= η (g + μ u)` (Sutskever et al., ICML 2013, in the form of torch.optim.SGD).
    Nesterov {
        #[serde(default = "default_momentum")]
        momentum: f64,
    },
    /// `v = v + g²; w -= η g / (√v + ε)` (Duchi, Hazan and Singer, JMLR 2011).
    Adagrad {
        #[serde(default = "default_adagrad_epsilon")]
        epsilon: f64,
    },
    /// `v = ρ v + (1-ρ) g²; w -= η g / (√v + ε)`; centred: `m = ρ m + (1-ρ) g`, and `v - m²` under the root
    /// (Graves, 2013, arXiv:1308.0850).
    Rmsprop {
        #[serde(default = "default_decay")]
        decay: f64,
        #[serde(default = "default_epsilon")]
        epsilon: f64,
        #[serde(default)]
        centered: bool,
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
    /// Adam after `w *= 1 - η λ` (Loshchilov and Hutter, 2019, arXiv:1711.05101); biases do not decay. λ adds to the
    /// run's own `weightDecay`.
    AdamW {
        #[serde(default = "default_beta1")]
        beta1: f64,
        #[serde(default = "default_beta2")]
        beta2: f64,
        #[serde(default = "default_epsilon")]
        epsilon: f64,
        #[serde(default = "default_weight_decay")]
        weight_decay: f64,
    },
    /// Adam with the largest `v` so far under the root (Reddi, Kale and Kumar, 2018, arXiv:1904.09237).
    Amsgrad {
        #[serde(default = "default_beta1")]
        beta1: f64,
        #[serde(default = "default_beta2")]
        beta2: f64,
        #[serde(default = "default_epsilon")]
        epsilon: f64,
    },
    /// Adam with Nesterov momentum, `μ_t = β₁ (1 - 0.96^(t ψ) / 2)` and Π its product:
    /// `w -= η ((1-μ_t)/(1-Π_t) g + μ_{t+1}/(1-Π_{t+1}) m) / (√v/√(1-β₂ᵗ) + ε)` (Dozat, 2016).
    Nadam {
        #[serde(default = "default_beta1")]
        beta1: f64,
        #[serde(default = "default_beta2")]
        beta2: f64,
        #[serde(default = "default_epsilon")]
        epsilon: f64,
        /// ψ
        #[serde(default = "default_momentum_decay")]
        momentum_decay: f64,
    },
    /// Adam whose root is left out until its variance can be told, and then rectified
    /// (Liu et al., 2020, arXiv:1908.03265).
    Radam {
        #[serde(default = "default_beta1")]
        beta1: f64,
        #[serde(default = "default_beta2")]
        beta2: f64,
        #[serde(default = "default_epsilon")]
        epsilon: f64,
    },
    /// `w -= η sign(β₁ m + (1-β₁) g); m = β₂ m + (1-β₂) g` (Chen et al., 2023, arXiv:2302.06675).
    Lion {
        #[serde(default = "default_beta1")]
        beta1: f64,
        #[serde(default = "default_lion_beta2")]
        beta2: f64,
    },
}

fn default_momentum() -> f64 {
    0.9
}
fn default_adagrad_epsilon() -> f64 {
    1e-10
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
fn default_weight_decay() -> f64 {
    0.01
}
fn default_momentum_decay() -> f64 {
    0.004
}
fn default_lion_beta2() -> f64 {
    0.99
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
        let adam = |beta1: f64, beta2: f64, e: f64| {
            fraction("beta1", beta1)?;
            fraction("beta2", beta2)?;
            epsilon(e)
        };
        match *self {
            Self::GradientDescent {} => Ok(()),
            Self::Momentum { momentum } | Self::Nesterov { momentum } => {
                fraction("momentum", momentum)
            }
            Self::Adagrad { epsilon: e } => epsilon(e),
            Self::Rmsprop {
                decay, epsilon: e, ..
            } => {
                fraction("decay", decay)?;
                epsilon(e)
            }
            Self::Adam {
                beta1,
                beta2,
                epsilon: e,
            }
            | Self::Amsgrad {
                beta1,
                beta2,
                epsilon: e,
            }
            | Self::Radam {
                beta1,
                beta2,
                epsilon: e,
            } => adam(beta1, beta2, e),
            Self::AdamW {
                beta1,
                beta2,
                epsilon: e,
                weight_decay,
            } => {
                adam(beta1, beta2, e)?;
                number(
                    "optimizer.weightDecay",
                    weight_decay,
                    Bound::To(0.0),
                    Bound::To(1e6),
                )
            }
            Self::Nadam {
                beta1,
                beta2,
                epsilon: e,
                momentum_decay,
            } => {
                adam(beta1, beta2, e)?;
                number(
                    "optimizer.momentumDecay",
                    momentum_decay,
                    Bound::To(0.0),
                    Bound::To(1.0),
                )
            }
            Self::Lion { beta1, beta2 } => {
                fraction("beta1", beta1)?;
                fraction("beta2", beta2)
            }
        }
    }

    /// State values a parameter.
    pub(crate) fn moments(&self) -> usize {
        match self {
            Self::GradientDescent {} => 0,
            Self::Momentum { .. }
            | Self::Nesterov { .. }
            | Self::Adagrad { .. }
            | Self::Rmsprop {
                centered: false, ..
            }
            | Self::Lion { .. } => 1,
            Self::Rmsprop { centered: true, .. }
            | Self::Adam { .. }
            | Self::AdamW { .. }
            | Self::Nadam { .. }
            | Self::Radam { .. } => 2,
            Self::Amsgrad { .. } => 3,
        }
    }

    /// Decoupled decay that belongs to the method itself.
    pub(crate) fn weight_decay(&self) -> f64 {
        match *self {
            Self::AdamW { weight_decay, .. } => weight_decay,
            _ => 0.0,
        }
    }

    /// `μ_t` of NAdam, by which its running product grows at step `t`; 1 for the others.
    pub(crate) fn momentum_at(&self, t: u64) -> f64 {
        match *self {
            Self::Nadam {
                beta1,
                momentum_decay,
                ..
            } => beta1 * (1.0 - 0.5 * 0.96f64.powf(t as f64 * momentum_decay)),
            _ => 1.0,
        }
    }

    /// The constants of step `t`, counted from 1. `product` is that of [`Optimizer::momentum_at`] up to and with `t`;
    /// all else is a function of `t` alone, so nothing of it is saved.
    pub(crate) fn rule(&self, learning_rate: f64, t: u64, product: f64) -> Rule {
        match *self {
            Self::GradientDescent {} => Rule::Descent {
                rate: learning_rate,
            },
            Self::Momentum { momentum } => Rule::Momentum {
                rate: learning_rate,
                momentum,
            },
            Self::Nesterov { momentum } => Rule::Nesterov {
                rate: learning_rate,
                momentum,
            },
            Self::Adagrad { epsilon } => Rule::Adagrad {
                rate: learning_rate,
                epsilon,
            },
            Self::Rmsprop {
                decay,
                epsilon,
                centered: false,
            } => Rule::Rmsprop {
                rate: learning_rate,
                decay,
                epsilon,
            },
            Self::Rmsprop {
                decay,
                epsilon,
                centered: true,
            } => Rule::CenteredRmsprop {
                rate: learning_rate,
                decay,
                epsilon,
            },
            Self::Adam {
                beta1,
                beta2,
                epsilon,
            }
            | Self::AdamW {
                beta1,
                beta2,
                epsilon,
                ..
            } => Rule::Adam {
                rate: learning_rate / (1.0 - power(beta1, t)),
                beta1,
                beta2,
                root_correction: root_correction(beta2, t),
                epsilon,
            },
            Self::Amsgrad {
                beta1,
                beta2,
                epsilon,
            } => Rule::Amsgrad {
                rate: learning_rate / (1.0 - power(beta1, t)),
                beta1,
                beta2,
                root_correction: root_correction(beta2, t),
                epsilon,
            },
            Self::Nadam {
                beta1,
                beta2,
                epsilon,
                ..
            } => {
                let (now, next) = (self.momentum_at(t), self.momentum_at(t + 1));
                Rule::Nadam {
                    gradient_rate: learning_rate * (1.0 - now) / (1.0 - product),
                    mean_rate: learning_rate * next / (1.0 - product * next),
                    beta1,
                    beta2,
                    root_correction: root_correction(beta2, t),
                    epsilon,
                }
            }
            Self::Radam {
                beta1,
                beta2,
                epsilon,
            } => {
                let mean_rate = learning_rate / (1.0 - power(beta1, t));
                let left = power(beta2, t);
                let longest = 2.0 / (1.0 - beta2) - 1.0;
                let length = longest - 2.0 * t as f64 * left / (1.0 - left);
                let rectification = (length > 5.0).then(|| {
                    ((length - 4.0) * (length - 2.0) * longest
                        / ((longest - 4.0) * (longest - 2.0) * length))
                        .sqrt()
                });
                Rule::Radam {
                    rate: mean_rate * rectification.map_or(1.0, |r| r * (1.0 - left).sqrt()),
                    rectified: rectification.is_some(),
                    beta1,
                    beta2,
                    epsilon,
                }
            }
            Self::Lion { beta1, beta2 } => Rule::Lion {
                rate: learning_rate,
                beta1,
                beta2,
            },
        }
    }
}

fn root_correction(beta2: f64, t: u64) -> f64 {
    1.0 / (1.0 - power(beta2, t)).sqrt()
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
    Nesterov {
        rate: f64,
        momentum: f64,
    },
    Adagrad {
        rate: f64,
        epsilon: f64,
    },
    Rmsprop {
        rate: f64,
        decay: f64,
        epsilon: f64,
    },
    CenteredRmsprop {
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
    Amsgrad {
        rate: f64,
        beta1: f64,
        beta2: f64,
        root_correction: f64,
        epsilon: f64,
    },
    Nadam {
        gradient_rate: f64,
        mean_rate: f64,
        beta1: f64,
        beta2: f64,
        root_correction: f64,
        epsilon: f64,
    },
    Radam {
        rate: f64,
        /// Whether the root divides.
        rectified: bool,
        beta1: f64,
        beta2: f64,
        epsilon: f64,
    },
    Lion {
        rate: f64,
        beta1: f64,
        beta2: f64,
    },
}

/// What happens to one group of parameters in a step: the gradient is scaled, then limited, then penalized; the
/// parameters shrink and follow the rule.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GroupStep {
    pub rule: Rule,
    /// `l2 · w` is added to the gradient.
    pub l2: f64,
    /// `l1 · sign w` is added to the gradient.
    pub l1: f64,
    /// Decoupled decay: `w *= shrink` before the rule.
    pub shrink: f64,
    /// Elements of the gradient are limited to ±`limit`; infinite for no limit.
    pub limit: f64,
    /// Of the whole gradient, from its norm.
    pub scale: f64,
    /// `average += average_share · (w - average)` after the rule; 0 where no average is kept.
    pub average_share: f64,
}

impl GroupStep {
    /// Whether more is asked for than the rule with an L2 penalty.
    pub fn prepares(&self) -> bool {
        self.l1 != 0.0 || self.shrink != 1.0 || self.limit.is_finite() || self.scale != 1.0
    }
}

/// One step of a network's parameters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub weights: GroupStep,
    pub biases: GroupStep,
    /// Longest gradient, over all parameters; the step then needs the whole gradient first.
    pub clip_norm: Option<f64>,
}

impl Step {
    /// The step when the whole gradient has this norm: as torch.nn.utils.clip_grad_norm_.
    pub fn limited(mut self, norm: f64) -> Self {
        if let Some(longest) = self.clip_norm {
            let scale = (longest / (norm + 1e-6)).min(1.0);
            self.weights.scale = scale;
            self.biases.scale = scale;
        }
        self
    }
}
