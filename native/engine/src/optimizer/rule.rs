//! The constants of one step of an optimizer.

use super::Optimizer;

/// An optimizer with the constants of one step.
#[derive(Debug, Clone, Copy, PartialEq)]
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
    /// `m = μ m + (1-μ) g`, and the direction `(1-μ) g + μ m` or m; the weights stay.
    BlendMomentum {
        momentum: f64,
        nesterov: bool,
    },
    Lion {
        rate: f64,
        beta1: f64,
        beta2: f64,
    },
}

impl Optimizer {
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
            // L-BFGS steps by its line search.
            Self::GradientDescent {} | Self::Lbfgs { .. } => Rule::Descent {
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
            | Self::Muon {
                beta1,
                beta2,
                epsilon,
                ..
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
        // A factor either way: nobody can foresee the bits of a step's number.
        result *= if rest & 1 == 1 { square } else { 1.0 };
        square *= square;
        rest >>= 1;
    }
    result
}
