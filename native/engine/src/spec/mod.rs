//! The description of a run, as JSON, and its validation.

mod check;
mod features;
mod layers;

pub(crate) use check::{Bound, integer, invalid, number, parse};
pub use features::{Feature, MAX_FREQUENCIES, MAX_LEVELS};
pub use layers::{DenseSpec, LayerSpec, MAX_LAYERS, MAX_MEMBERS, MAX_WIDTH, ScaleInitial, Sharing};

use crate::activation::Activation;
use crate::averaging::Averaging;
use crate::changes::{self, Change, Rollback, Settings};
use crate::error::Result;
use crate::loss::{Loss, LossOptions};
use crate::metrics::Metric;
use crate::network::Group;
use crate::optimizer::Optimizer;
use crate::schedule::Schedule;
use serde::{Deserialize, Serialize};

/// Largest number of epochs; bounds the memory of the queue of epoch records (48 bytes each, and 8 for each metric).
pub const MAX_EPOCHS: u64 = 1_000_000;
/// Largest number of threads.
pub const MAX_THREADS: usize = 256;
/// Largest number of rows, so that a row index fits 32 bits.
pub const MAX_ROWS: usize = u32::MAX as usize;

/// Stop when what is watched has not become better by more than `min_delta` for `patience` epochs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EarlyStopping {
    /// Epochs without improvement that are allowed before the run ends; at least 1.
    pub patience: u64,
    /// A value counts as better only when it is better than the reference by more than this.
    #[serde(default)]
    pub min_delta: f64,
    /// What is watched, of the validation rows or without any of the training rows; it also decides which weights are
    /// the best ones. `null` for the monitored loss.
    #[serde(default)]
    pub metric: Option<Metric>,
}

impl EarlyStopping {
    /// The metric, where it is not the monitored loss.
    pub(crate) fn watched(&self) -> Option<Metric> {
        self.metric.filter(|metric| *metric != Metric::Loss)
    }
}

/// Factors on the learning rate of parameters that are not weights.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct RateFactors {
    /// Biases and the shifts of normalizations.
    pub biases: f64,
    pub embeddings: f64,
    /// Learned scales, gains of normalizations and slopes.
    pub scales: f64,
}

impl Default for RateFactors {
    fn default() -> Self {
        Self {
            biases: 1.0,
            embeddings: 1.0,
            scales: 1.0,
        }
    }
}

impl RateFactors {
    /// The factor of a group.
    pub(crate) fn of(&self, group: Group) -> f64 {
        match group {
            Group::Weights | Group::OwnWeights => 1.0,
            Group::Biases => self.biases,
            Group::Embeddings => self.embeddings,
            Group::Scales => self.scales,
            Group::Fixed => 0.0,
        }
    }
}

/// Everything that decides a run, except the data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RunSpec {
    /// Columns of the input matrix.
    pub inputs: usize,
    /// What becomes of the columns before the first layer, in the order of the network's first activations; `null`: all are
    /// numbers.
    #[serde(default)]
    pub features: Option<Vec<Feature>>,
    /// Networks that are trained at once, side by side: the loss is the mean of theirs, the prediction the mean of theirs.
    #[serde(default = "one_member")]
    pub members: usize,
    /// Hidden layers and, last, the dense output layer.
    pub layers: Vec<LayerSpec>,
    pub loss: Loss,
    #[serde(default)]
    pub loss_options: LossOptions,
    pub optimizer: Optimizer,
    pub learning_rate: f64,
    /// How the learning rate changes over the run.
    #[serde(default)]
    pub schedule: Schedule,
    /// Epochs, or parts of one, in which the rate rises linearly to the schedule's start.
    #[serde(default)]
    pub warmup_epochs: f64,
    /// Factors on the learning rate of groups of parameters.
    #[serde(default)]
    pub rate_factors: RateFactors,
    /// Rows of a mini-batch; `null` is the full batch, unshuffled.
    pub batch_size: Option<usize>,
    pub epochs: u64,
    /// Penalty `l2 / 2 · Σ w²` over weights, not biases, the mean over the members of each one's; reported losses exclude it.
    #[serde(default)]
    pub l2: f64,
    /// Penalty `l1 · Σ |w|` over weights, not biases, the mean over the members of each one's; reported losses exclude it.
    #[serde(default)]
    pub l1: f64,
    /// Decoupled decay, `w *= 1 - rate · weightDecay` before each update, of weights, not biases.
    #[serde(default)]
    pub weight_decay: f64,
    /// Longest gradient of a step over all parameters, in the Euclidean norm; a longer one is scaled down to it.
    #[serde(default)]
    pub clip_norm: Option<f64>,
    /// Largest magnitude of a gradient's elements, after `clipNorm`.
    #[serde(default)]
    pub clip_value: Option<f64>,
    /// Which average of the weights stands in for them; `null` for none.
    #[serde(default)]
    pub averaging: Option<Averaging>,
    pub early_stopping: Option<EarlyStopping>,
    /// Measured of the validation rows at every epoch's end.
    #[serde(default)]
    pub metrics: Vec<Metric>,
    /// The same of the training rows.
    #[serde(default)]
    pub train_metrics: bool,
    /// Made while the run was under way, in the order in which they were made.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Whether a loss that is not finite sends the run back instead of ending it.
    #[serde(default)]
    pub divergence: Option<Rollback>,
    #[serde(default)]
    pub seed: u64,
    /// Upper bound; the result does not depend on it and small work uses one thread.
    #[serde(default = "one_thread")]
    pub threads: usize,
    /// Wall-clock limit of training, summed over resumed parts.
    pub time_limit_seconds: Option<f64>,
}

fn one_thread() -> usize {
    1
}
fn one_member() -> usize {
    1
}

impl RunSpec {
    /// Parses and validates.
    ///
    /// # Errors
    /// `invalid-spec` naming the field, its value and the allowed range.
    pub fn from_json(text: &str) -> Result<Self> {
        let spec: Self = parse(text, "the run description")?;
        spec.validate()?;
        Ok(spec)
    }

    /// Arrays of state a parameter: the optimizer's moments, and last the average.
    pub(crate) fn state_arrays(&self) -> usize {
        self.optimizer.moments() + usize::from(self.averaging.is_some())
    }

    /// Whether `f` holds for one of its layers, also within residual blocks.
    pub(crate) fn uses(&self, f: impl Fn(&LayerSpec) -> bool) -> bool {
        self.layers.iter().any(|layer| layer.any(&f))
    }

    /// The metric that early stopping watches, where it is not the monitored loss.
    pub(crate) fn watched(&self) -> Option<Metric> {
        self.early_stopping.as_ref()?.watched()
    }

    /// What is measured of a split at an epoch's end.
    pub(crate) fn measured(&self) -> Vec<Metric> {
        let mut measured = self.metrics.clone();
        measured.extend(self.watched().filter(|m| !self.metrics.contains(m)));
        measured
    }

    /// Units of the output layer.
    pub fn outputs(&self) -> usize {
        self.layers
            .last()
            .and_then(LayerSpec::dense)
            .map_or(0, |layer| layer.units)
    }

    /// Activations that the first layer starts from.
    pub fn first_width(&self) -> usize {
        features::width(self.features.as_deref(), self.inputs)
    }

    /// Values of a target row.
    pub fn target_width(&self) -> usize {
        self.loss.target_width(self.outputs())
    }

    /// Checks every field and the fields against each other.
    ///
    /// # Errors
    /// `invalid-spec` naming the field, its value and the allowed range;
    /// `shape-mismatch` when the output layer does not fit the loss.
    pub fn validate(&self) -> Result<()> {
        integer("inputs", self.inputs as u64, 1, MAX_WIDTH as u64)?;
        if let Some(features) = &self.features {
            features::validate(features, self.inputs)?;
        }
        integer("members", self.members as u64, 1, MAX_MEMBERS as u64)?;
        layers::validate(&self.layers, self.first_width())?;
        self.validate_output()?;
        self.optimizer.validate()?;
        self.schedule.validate()?;
        number(
            "warmupEpochs",
            self.warmup_epochs,
            Bound::To(0.0),
            Bound::To(1e6),
        )?;
        let factors = &self.rate_factors;
        for (field, factor) in [
            ("rateFactors.biases", factors.biases),
            ("rateFactors.embeddings", factors.embeddings),
            ("rateFactors.scales", factors.scales),
        ] {
            number(field, factor, Bound::To(0.0), Bound::To(1e6))?;
        }
        integer("epochs", self.epochs, 1, MAX_EPOCHS)?;
        Settings::of(self, &[], 1).validate(self)?;
        changes::validate(self)?;
        if let Some(rollback) = &self.divergence {
            rollback.validate()?;
        }
        if let Some(averaging) = &self.averaging {
            averaging.validate()?;
        }
        if let Some(stopping) = &self.early_stopping {
            if let Some(metric) = stopping.metric {
                metric.validate_watched(self.loss)?;
            }
            integer("earlyStopping.patience", stopping.patience, 1, MAX_EPOCHS)?;
            number(
                "earlyStopping.minDelta",
                stopping.min_delta,
                Bound::To(0.0),
                Bound::To(f64::MAX),
            )?;
        }
        Metric::validate(&self.metrics, self.loss)?;
        integer("threads", self.threads as u64, 1, MAX_THREADS as u64)?;
        if let Some(seconds) = self.time_limit_seconds {
            number(
                "timeLimitSeconds",
                seconds,
                Bound::Above(0.0),
                Bound::To(1e9),
            )?;
        }
        Ok(())
    }

    fn validate_output(&self) -> Result<()> {
        let last = self.layers.len() - 1;
        let Some(layer) = self.layers[last].dense() else {
            return Err(invalid(format!(
                "layers[{last}] is {}, but the last layer makes the outputs: it must be dense",
                self.layers[last].name()
            )));
        };
        if self.members > 1 && layer.sharing == Sharing::All {
            return Err(invalid(format!(
                "layers[{last}].sharing is all, but with {} members each has outputs of its own: it must be own or adapters",
                self.members
            )));
        }
        let loss = self.loss.name();
        if !self.loss.takes_activation() && layer.activation != Activation::Linear {
            return Err(invalid(format!(
                "layers[{last}].activation is {}, but {loss} is computed from the sums themselves: it must be linear",
                layer.activation.name()
            )));
        }
        self.loss.check_outputs(last, layer.units)?;
        self.loss_options.validate(self.loss, layer.units)
    }
}
