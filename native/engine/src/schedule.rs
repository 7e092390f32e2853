//! Schedules: the learning rate as a function of the step, the length of the run and, on a plateau, the losses so far.

use crate::error::Result;
use crate::spec::{Bound, number};
use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// The factor on the run's learning rate at step `t` of `T`, both counted from 0 after the warm-up; `e` is `t` in
/// epochs. What depends on `T` follows a run that is extended with its new length.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Schedule {
    /// 1
    Constant {},
    /// `factor^⌊e / everyEpochs⌋`
    Step {
        #[serde(default = "default_every")]
        every_epochs: f64,
        #[serde(default = "default_tenth")]
        factor: f64,
    },
    /// `factor^e`
    Exponential {
        #[serde(default = "default_exponential")]
        factor: f64,
    },
    /// `final + (1 - final) (1 - t/T)^power`
    Polynomial {
        #[serde(default = "default_one")]
        power: f64,
        #[serde(default)]
        final_factor: f64,
    },
    /// `final + (1 - final) (1 + cos(π t/P)) / 2` within each period P, the next one `periodMultiplier` times as long;
    /// without `periodEpochs` one period is the whole run (Loshchilov and Hutter, 2017, arXiv:1608.03983).
    Cosine {
        #[serde(default)]
        period_epochs: Option<f64>,
        #[serde(default = "default_one")]
        period_multiplier: f64,
        #[serde(default)]
        final_factor: f64,
    },
    /// By half cosines from `1 / divisor` up to 1 over the first `riseFraction` of the run, then down to
    /// `1 / (divisor · finalDivisor)` (Smith and Topin, 2018, arXiv:1708.07120; as torch.optim.lr_scheduler.OneCycleLR).
    OneCycle {
        #[serde(default = "default_rise")]
        rise_fraction: f64,
        #[serde(default = "default_divisor")]
        divisor: f64,
        #[serde(default = "default_final_divisor")]
        final_divisor: f64,
    },
    /// Multiplied by `factor`, down to `minimumFactor`, whenever the monitored loss has not fallen by the share
    /// `threshold` for more than `patience` epochs; then `cooldownEpochs` are not counted (as
    /// torch.optim.lr_scheduler.ReduceLROnPlateau).
    Plateau {
        #[serde(default = "default_tenth")]
        factor: f64,
        #[serde(default = "default_patience")]
        patience: u64,
        #[serde(default = "default_threshold")]
        threshold: f64,
        #[serde(default)]
        cooldown_epochs: u64,
        #[serde(default)]
        minimum_factor: f64,
    },
    /// 1 for `flatFraction` of the run, then a half cosine down to `finalFactor`.
    FlatCosine {
        #[serde(default = "default_flat")]
        flat_fraction: f64,
        #[serde(default)]
        final_factor: f64,
    },
    /// `(1 - cos(2π log₂(1 + (2^cycles - 1) t/T))) / 2`: cycles that double in length
    /// (RealMLP, Holzmüller et al., 2024, arXiv:2407.04491, with four cycles).
    CosineLog {
        #[serde(default = "default_cycles")]
        cycles: u32,
    },
}

impl Default for Schedule {
    fn default() -> Self {
        Self::Constant {}
    }
}

fn default_every() -> f64 {
    30.0
}
fn default_tenth() -> f64 {
    0.1
}
fn default_exponential() -> f64 {
    0.95
}
fn default_one() -> f64 {
    1.0
}
fn default_rise() -> f64 {
    0.3
}
fn default_divisor() -> f64 {
    25.0
}
fn default_final_divisor() -> f64 {
    1e4
}
fn default_patience() -> u64 {
    10
}
fn default_threshold() -> f64 {
    1e-4
}
fn default_flat() -> f64 {
    0.75
}
fn default_cycles() -> u32 {
    4
}

/// What the losses so far mean for the rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Plateau {
    /// Lowest monitored loss; infinite before the first epoch.
    pub best: f64,
    /// Epochs that did not improve on it.
    pub waited: u64,
    /// Epochs of the cooldown that are left.
    pub cooling: u64,
    /// The factor on the rate.
    pub factor: f64,
}

impl Plateau {
    pub(crate) fn start() -> Self {
        Self {
            best: f64::INFINITY,
            waited: 0,
            cooling: 0,
            factor: 1.0,
        }
    }
}

/// Where in a run a step is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Position {
    /// Steps before this one.
    pub step: u64,
    pub steps_per_epoch: u64,
    pub epochs: u64,
}

impl Schedule {
    pub(crate) fn validate(&self) -> Result<()> {
        let field = |name: &str, value: f64, low: Bound, high: Bound| {
            number(&format!("schedule.{name}"), value, low, high)
        };
        let share = |name: &str, value: f64| field(name, value, Bound::To(0.0), Bound::To(1.0));
        let epochs = |name: &str, value: f64| field(name, value, Bound::Above(0.0), Bound::To(1e6));
        match *self {
            Self::Constant {} => Ok(()),
            Self::Step {
                every_epochs,
                factor,
            } => {
                epochs("everyEpochs", every_epochs)?;
                field("factor", factor, Bound::Above(0.0), Bound::To(1.0))
            }
            Self::Exponential { factor } => {
                field("factor", factor, Bound::Above(0.0), Bound::To(1.0))
            }
            Self::Polynomial {
                power,
                final_factor,
            } => {
                field("power", power, Bound::Above(0.0), Bound::To(100.0))?;
                share("finalFactor", final_factor)
            }
            Self::Cosine {
                period_epochs,
                period_multiplier,
                final_factor,
            } => {
                if let Some(period) = period_epochs {
                    epochs("periodEpochs", period)?;
                }
                field(
                    "periodMultiplier",
                    period_multiplier,
                    Bound::To(1.0),
                    Bound::To(100.0),
                )?;
                share("finalFactor", final_factor)
            }
            Self::OneCycle {
                rise_fraction,
                divisor,
                final_divisor,
            } => {
                share("riseFraction", rise_fraction)?;
                field("divisor", divisor, Bound::To(1.0), Bound::To(1e9))?;
                field(
                    "finalDivisor",
                    final_divisor,
                    Bound::To(1.0),
                    Bound::To(1e9),
                )
            }
            Self::Plateau {
                factor,
                patience: _,
                threshold,
                cooldown_epochs: _,
                minimum_factor,
            } => {
                field("factor", factor, Bound::Above(0.0), Bound::Below(1.0))?;
                field("threshold", threshold, Bound::To(0.0), Bound::Below(1.0))?;
                share("minimumFactor", minimum_factor)
            }
            Self::FlatCosine {
                flat_fraction,
                final_factor,
            } => {
                share("flatFraction", flat_fraction)?;
                share("finalFactor", final_factor)
            }
            Self::CosineLog { cycles } => {
                field("cycles", f64::from(cycles), Bound::To(1.0), Bound::To(30.0))
            }
        }
    }

    /// The factor on the learning rate: a pure function, so that a resumed run has the same. During the warm-up the
    /// schedule's first value is approached in equal steps and reached with the last of them.
    pub(crate) fn factor(&self, at: Position, warmup_epochs: f64, plateau: &Plateau) -> f64 {
        let per_epoch = at.steps_per_epoch as f64;
        let total = at.steps_per_epoch.saturating_mul(at.epochs);
        let warmup = if warmup_epochs > 0.0 {
            ((warmup_epochs * per_epoch).round() as u64).min(total)
        } else {
            0
        };
        let length = (total - warmup).max(1) as f64;
        if at.step < warmup {
            let share = (at.step + 1) as f64 / warmup as f64;
            return share * self.after_warmup(0.0, length, per_epoch, plateau);
        }
        self.after_warmup((at.step - warmup) as f64, length, per_epoch, plateau)
    }

    fn after_warmup(&self, t: f64, length: f64, per_epoch: f64, plateau: &Plateau) -> f64 {
        let epochs = t / per_epoch;
        match *self {
            Self::Constant {} => 1.0,
            Self::Step {
                every_epochs,
                factor,
            } => factor.powf((epochs / every_epochs).floor()),
            Self::Exponential { factor } => factor.powf(epochs),
            Self::Polynomial {
                power,
                final_factor,
            } => final_factor + (1.0 - final_factor) * (1.0 - t / length).max(0.0).powf(power),
            Self::Cosine {
                period_epochs,
                period_multiplier,
                final_factor,
            } => {
                let first = period_epochs.map_or(length, |period| (period * per_epoch).max(1.0));
                let within = if period_epochs.is_some() {
                    within_period(t, first, period_multiplier)
                } else {
                    (t / length).min(1.0)
                };
                half_cosine(1.0, final_factor, within)
            }
            Self::OneCycle {
                rise_fraction,
                divisor,
                final_divisor,
            } => {
                let (low, lowest) = (1.0 / divisor, 1.0 / (divisor * final_divisor));
                let (top, end) = (rise_fraction * length - 1.0, length - 1.0);
                if t <= top {
                    half_cosine(low, 1.0, if top > 0.0 { t / top } else { 1.0 })
                } else if end > top {
                    half_cosine(1.0, lowest, ((t - top) / (end - top)).min(1.0))
                } else {
                    lowest
                }
            }
            Self::Plateau { .. } => plateau.factor,
            Self::FlatCosine {
                flat_fraction,
                final_factor,
            } => {
                let flat = flat_fraction * length;
                if t < flat || length <= flat {
                    1.0
                } else {
                    half_cosine(1.0, final_factor, ((t - flat) / (length - flat)).min(1.0))
                }
            }
            Self::CosineLog { cycles } => {
                let spread = f64::from(cycles).exp2() - 1.0;
                0.5 * (1.0 - (2.0 * PI * (1.0 + spread * (t / length).min(1.0)).log2()).cos())
            }
        }
    }

    /// What an epoch's loss does to the rate.
    pub(crate) fn after_epoch(&self, state: &mut Plateau, monitored: f64) {
        let Self::Plateau {
            factor,
            patience,
            threshold,
            cooldown_epochs,
            minimum_factor,
        } = *self
        else {
            return;
        };
        // Relative to the size of the loss: some losses (the Gaussian's) may be negative.
        if monitored < state.best - threshold * state.best.abs() || state.best.is_infinite() {
            state.best = monitored;
            state.waited = 0;
        } else {
            state.waited += 1;
        }
        if state.cooling > 0 {
            state.cooling -= 1;
            state.waited = 0;
        }
        if state.waited > patience {
            state.factor = (state.factor * factor).max(minimum_factor);
            state.cooling = cooldown_epochs;
            state.waited = 0;
        }
    }
}

/// From `start` at 0 to `end` at 1.
fn half_cosine(start: f64, end: f64, share: f64) -> f64 {
    end + (start - end) / 2.0 * (1.0 + (PI * share).cos())
}

/// How far `t` is within its period, in [0, 1).
fn within_period(t: f64, first: f64, multiplier: f64) -> f64 {
    if multiplier == 1.0 {
        return (t % first) / first;
    }
    // The length so far is a geometric series; the rounding of the logarithm is put right by a step either way.
    let mut index = ((t / first * (multiplier - 1.0) + 1.0).ln() / multiplier.ln()).floor();
    let begin = |index: f64| first * (multiplier.powf(index) - 1.0) / (multiplier - 1.0);
    if begin(index) > t {
        index -= 1.0;
    } else if begin(index + 1.0) <= t {
        index += 1.0;
    }
    (t - begin(index)) / (first * multiplier.powf(index))
}
