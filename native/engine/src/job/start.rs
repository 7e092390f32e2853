//! Where and how a job begins.

use crate::data::Data;
use crate::error::Result;
use crate::spec::RunSpec;
use crate::trainer::{Options, Trainer};

/// By default a fresh run that keeps no epochs.
#[derive(Debug, Clone, Default)]
pub struct Start {
    pub from: Beginning,
    /// Whether epochs are kept: those of [`super::is_kept`].
    pub keep: bool,
    /// A run that has ended goes on until it has this many epochs in all: a change before its next step.
    pub extend_to: Option<u64>,
    pub options: Options,
}

/// The state before a job's first step.
#[derive(Debug, Clone, Default)]
pub enum Beginning {
    /// What the description says.
    #[default]
    Initialization,
    /// A fresh run from these weights, flat: see [`Trainer::from_weights`].
    Weights(Vec<f32>),
    /// The run that it is of goes on.
    Checkpoint(Vec<u8>),
}

impl Beginning {
    pub(super) fn trainer<'a>(
        self,
        spec: &RunSpec,
        data: Data<'a>,
        options: Options,
    ) -> Result<Trainer<'a, f32>> {
        match self {
            Self::Initialization => Trainer::new(spec, data, None, options),
            Self::Weights(weights) => Trainer::from_weights(spec, data, &weights, options),
            Self::Checkpoint(bytes) => Trainer::new(spec, data, Some(&bytes), options),
        }
    }
}
