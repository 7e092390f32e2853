//! What an optimizer's settings may be.

use super::Optimizer;
use crate::changes::Settings;
use crate::error::Result;
use crate::spec::{Bound, number};

impl Optimizer {
    /// Refuses settings that the method cannot follow.
    ///
    /// # Errors
    /// `invalid-spec` naming the field and the remedy.
    pub(crate) fn check_settings(&self, _settings: &Settings) -> Result<()> {
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
        }
    }
}
