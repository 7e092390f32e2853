//! What an optimizer's settings may be.

use super::Optimizer;
use crate::changes::Settings;
use crate::error::Result;
use crate::spec::{Bound, LayerSpec, RateFactors, RunSpec, integer, invalid, number};

impl Optimizer {
    /// Refuses settings that the method cannot follow.
    ///
    /// # Errors
    /// `invalid-spec` naming the field and the remedy.
    pub(crate) fn check_settings(&self, spec: &RunSpec, settings: &Settings) -> Result<()> {
        if !self.is_lbfgs() {
            return Ok(());
        }
        let refuse = |field: &str, why: &str| {
            Err(invalid(format!(
                "{field} does not go with the optimizer lbfgs: {why}"
            )))
        };
        if let Some(rows) = settings.batch_size {
            return refuse(
                &format!("batchSize {rows}"),
                "its line search compares losses of the same rows; use null, the full batch",
            );
        }
        if spec.uses(|layer| matches!(layer, LayerSpec::Dropout { .. })) {
            return refuse(
                "dropout",
                "its line search compares losses of the same network; use l2",
            );
        }
        if spec.uses(|layer| matches!(layer, LayerSpec::BatchNormalization { .. })) {
            return refuse(
                "batchNormalization",
                "running statistics follow small steps; use layerNormalization",
            );
        }
        if settings.l1 > 0.0 {
            return refuse("l1", "the penalty has a kink at 0; use l2");
        }
        if settings.weight_decay > 0.0 {
            return refuse("weightDecay", "it is no part of what is minimized; use l2");
        }
        for (field, limit) in [
            ("clipNorm", settings.clip_norm),
            ("clipValue", settings.clip_value),
        ] {
            if limit.is_some() {
                return refuse(field, "its line search limits a step; use null");
            }
        }
        if spec.rate_factors != RateFactors::default() {
            return refuse("rateFactors", "one step length is found for all; use 1");
        }
        if spec.averaging.is_some() {
            return refuse("averaging", "it approaches one minimum; use null");
        }
        if spec.divergence.is_some() {
            return refuse(
                "divergence",
                "no line search accepts a loss that is not finite; use null",
            );
        }
        Ok(())
    }

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
            Self::Muon {
                momentum,
                iterations,
                beta1,
                beta2,
                epsilon: e,
                ..
            } => {
                fraction("momentum", momentum)?;
                integer("optimizer.iterations", iterations as u64, 1, 100)?;
                adam(beta1, beta2, e)
            }
            Self::Lbfgs {
                history,
                max_line_search,
                gradient_tolerance,
            } => {
                integer("optimizer.history", history as u64, 1, 1000)?;
                integer("optimizer.maxLineSearch", max_line_search as u64, 1, 1000)?;
                number(
                    "optimizer.gradientTolerance",
                    gradient_tolerance,
                    Bound::To(0.0),
                    Bound::To(1e6),
                )
            }
        }
    }
}
