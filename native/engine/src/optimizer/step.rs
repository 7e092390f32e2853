//! What a step does to each group of parameters.

use super::{MuonScaling, Rule};
use crate::kernels::real::Real;
use crate::network::Group;

/// What happens to one group of parameters in a step: the gradient is scaled, then limited, then penalized; the
/// parameters shrink and follow the rule.
#[derive(Debug, Clone, Copy, PartialEq)]
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
    /// Nothing but the rule, which is to be given.
    pub fn plain() -> Self {
        Self {
            rule: Rule::Descent { rate: 0.0 },
            l2: 0.0,
            l1: 0.0,
            shrink: 1.0,
            limit: f64::INFINITY,
            scale: 1.0,
            average_share: 0.0,
        }
    }

    /// Whether more is asked for than the rule with an L2 penalty.
    pub fn prepares(&self) -> bool {
        self.l1 != 0.0 || self.shrink != 1.0 || self.limit.is_finite() || self.scale != 1.0
    }

    /// A gradient as the rule saw it, clipped and penalized, from what the step left of it and the parameter before.
    pub fn seen<T: Real>(&self, left: T, before: T) -> T {
        if self.prepares() {
            left
        } else {
            // Such a step adds the penalty on the way, and leaves the gradient as it is.
            T::from_f64(left.to_f64() + self.l2 * before.to_f64())
        }
    }
}

/// One step of the hidden weight matrices with Muon.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HiddenStep {
    /// Of the momentum, which is then orthogonalized.
    pub momentum: GroupStep,
    /// The same of the matrices that each member has for itself.
    pub own_momentum: GroupStep,
    pub iterations: usize,
    pub scaling: MuonScaling,
    /// Along the orthogonal direction, with all else done.
    pub descent: GroupStep,
}

/// One step of a network's parameters.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub weights: GroupStep,
    pub own_weights: GroupStep,
    pub biases: GroupStep,
    pub embeddings: GroupStep,
    pub scales: GroupStep,
    /// Hidden weight matrices, where they move otherwise than the rest.
    pub hidden: Option<HiddenStep>,
    /// Longest gradient, over all parameters; the step then needs the whole gradient first.
    pub clip_norm: Option<f64>,
    /// Whether the step is looked at: the norm of the gradient is wanted for itself, and so are the values of the batch.
    pub measured: bool,
}

impl Step {
    /// Nothing but the rules, which are to be given.
    pub fn plain() -> Self {
        let group = GroupStep::plain();
        Self {
            weights: group,
            own_weights: group,
            biases: group,
            embeddings: group,
            scales: group,
            hidden: None,
            clip_norm: None,
            measured: false,
        }
    }

    /// What happens to a group; nothing to the fixed one.
    pub fn of(&self, group: Group) -> Option<&GroupStep> {
        match group {
            Group::Weights => Some(&self.weights),
            Group::OwnWeights => Some(&self.own_weights),
            Group::Biases => Some(&self.biases),
            Group::Embeddings => Some(&self.embeddings),
            Group::Scales => Some(&self.scales),
            Group::Fixed => None,
        }
    }

    /// The step when the whole gradient has this norm: as torch.nn.utils.clip_grad_norm_.
    pub fn limited(mut self, norm: f64) -> Self {
        if let Some(longest) = self.clip_norm {
            let scale = (longest / (norm + 1e-6)).min(1.0);
            for group in [
                &mut self.weights,
                &mut self.own_weights,
                &mut self.biases,
                &mut self.embeddings,
                &mut self.scales,
            ] {
                group.scale = scale;
            }
            if let Some(hidden) = &mut self.hidden {
                hidden.momentum.scale = scale;
                hidden.own_momentum.scale = scale;
            }
        }
        self
    }
}
