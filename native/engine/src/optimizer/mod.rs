//! Optimizers: formulas and defaults as in PyTorch (torch.optim), Lion as in its paper.
//! The vector code is in `kernels::update`.

pub(crate) mod lbfgs;
pub(crate) mod line_search;
mod rule;
mod step;
mod validation;

pub(crate) use rule::Rule;
pub(crate) use step::{GroupStep, HiddenStep, Step};

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
    /// Of the weight matrices of all dense layers but the first and the last one: `m = μ m + (1-μ) g`,
    /// `u = (1-μ) g + μ m` (or m without `nesterov`), O the orthogonalization of u by Newton and Schulz's iteration,
    /// `w -= η s O` with s by `scaling`. All other parameters follow Adam (Jordan, 2024, "Muon: an optimizer for hidden
    /// layers in neural networks", which leaves input and output layers to Adam; as torch.optim.Muon).
    Muon {
        #[serde(default = "default_muon_momentum")]
        momentum: f64,
        #[serde(default = "default_nesterov")]
        nesterov: bool,
        /// Of Newton and Schulz.
        #[serde(default = "default_iterations")]
        iterations: usize,
        #[serde(default)]
        scaling: MuonScaling,
        #[serde(default = "default_beta1")]
        beta1: f64,
        #[serde(default = "default_beta2")]
        beta2: f64,
        #[serde(default = "default_epsilon")]
        epsilon: f64,
    },
    /// `w -= α H g` with H from the last `history` steps and gradients and α by a line search for the strong Wolfe
    /// conditions (Liu and Nocedal, 1989). One iteration over all rows is a step and an epoch; the learning rate is the
    /// first length that is tried, 1 as a rule. L2 is part of what is minimized.
    Lbfgs {
        #[serde(default = "default_history")]
        history: usize,
        /// Most evaluations of one line search.
        #[serde(default = "default_line_search")]
        max_line_search: usize,
        /// The run has converged where no element of the gradient is larger.
        #[serde(default = "default_tolerance")]
        gradient_tolerance: f64,
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
fn default_muon_momentum() -> f64 {
    0.95
}
fn default_nesterov() -> bool {
    true
}
fn default_iterations() -> usize {
    5
}
fn default_history() -> usize {
    10
}
fn default_line_search() -> usize {
    25
}
fn default_tolerance() -> f64 {
    1e-7
}

/// What an orthogonal step of a matrix of `inputs × units` is multiplied by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MuonScaling {
    /// `0.2 √max(inputs, units)`: steps as large as Adam's usual ones, so that one learning rate serves both (Liu et
    /// al., 2025, arXiv:2502.16982).
    #[default]
    MatchAdam,
    /// `√max(1, units / inputs)` (Jordan, 2024).
    Original,
}

impl MuonScaling {
    pub(crate) fn factor(self, inputs: usize, units: usize) -> f64 {
        match self {
            Self::MatchAdam => 0.2 * (inputs.max(units) as f64).sqrt(),
            Self::Original => (units as f64 / inputs as f64).max(1.0).sqrt(),
        }
    }
}

impl Optimizer {
    /// Arrays of state a parameter, in order, by name.
    pub(crate) fn moment_names(&self) -> &'static [&'static str] {
        match self {
            Self::GradientDescent {} => &[],
            Self::Momentum { .. } | Self::Nesterov { .. } => &["velocity"],
            Self::Adagrad { .. } => &["squareSum"],
            Self::Rmsprop {
                centered: false, ..
            } => &["meanSquare"],
            Self::Rmsprop { centered: true, .. } => &["meanSquare", "mean"],
            Self::Lion { .. } => &["mean"],
            Self::Adam { .. }
            | Self::AdamW { .. }
            | Self::Nadam { .. }
            | Self::Radam { .. }
            | Self::Muon { .. } => &["mean", "meanSquare"],
            Self::Amsgrad { .. } => &["mean", "meanSquare", "largestMeanSquare"],
            // Its pairs are no state of single parameters.
            Self::Lbfgs { .. } => &[],
        }
    }

    /// Arrays of state a parameter.
    pub(crate) fn moments(&self) -> usize {
        match self {
            Self::Lbfgs { history, .. } => 2 * history,
            _ => self.moment_names().len(),
        }
    }

    pub(crate) fn is_muon(&self) -> bool {
        matches!(self, Self::Muon { .. })
    }

    /// How hidden weight matrices move whose groups would take `shared` and `own` at this rate; None where they are as all
    /// weights.
    pub(crate) fn hidden(
        &self,
        shared: GroupStep,
        own: GroupStep,
        rate: f64,
    ) -> Option<HiddenStep> {
        let Self::Muon {
            momentum,
            nesterov,
            iterations,
            scaling,
            ..
        } = *self
        else {
            return None;
        };
        let momentum_of = |step: GroupStep| GroupStep {
            rule: Rule::BlendMomentum { momentum, nesterov },
            average_share: 0.0,
            ..step
        };
        Some(HiddenStep {
            momentum: momentum_of(shared),
            own_momentum: momentum_of(own),
            iterations,
            scaling,
            descent: GroupStep {
                rule: Rule::Descent { rate },
                average_share: shared.average_share,
                ..GroupStep::plain()
            },
        })
    }

    pub(crate) fn is_lbfgs(&self) -> bool {
        matches!(self, Self::Lbfgs { .. })
    }

    /// Decoupled decay that belongs to the method itself.
    pub(crate) fn weight_decay(&self) -> f64 {
        match *self {
            Self::AdamW { weight_decay, .. } => weight_decay,
            _ => 0.0,
        }
    }
}
