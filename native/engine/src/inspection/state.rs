//! The state of a run that a step begins with.

use crate::checkpoint;
use crate::data::Sizes;
use crate::error::{EngineError, ErrorKind, Result};
use crate::kernels::real::Real;
use crate::network::weights_len;
use crate::progress::Progress;
use crate::spec::RunSpec;

/// A run between two steps.
#[derive(Debug, Clone, Copy)]
pub enum RunState<'a, T> {
    /// As [`crate::Trainer::checkpoint`] writes it.
    Checkpoint(&'a [u8]),
    /// Before the first step, with these weights in the flat layout.
    Weights { spec: &'a RunSpec, weights: &'a [T] },
}

/// The same, to calculate with. Arrays are flat.
pub(crate) struct Loaded<T> {
    pub spec: RunSpec,
    pub progress: Progress,
    /// None where no checkpoint tells.
    pub train_rows: Option<usize>,
    pub weights: Vec<T>,
    pub moments: Vec<Vec<T>>,
}

impl<T: Real> Loaded<T> {
    pub fn new(state: RunState<'_, T>) -> Result<Self> {
        match state {
            RunState::Checkpoint(bytes) => {
                let checkpoint = checkpoint::decode::<T>(bytes)?;
                let Sizes { train_rows, .. } = checkpoint.sizes;
                Ok(Self {
                    spec: checkpoint.spec,
                    progress: checkpoint.state.progress,
                    train_rows: Some(train_rows),
                    weights: checkpoint.state.weights,
                    moments: checkpoint.state.moments,
                })
            }
            RunState::Weights { spec, weights } => {
                spec.validate()?;
                let expected = weights_len(spec) as usize;
                if weights.len() != expected {
                    return Err(EngineError::new(
                        ErrorKind::ShapeMismatch,
                        format!(
                            "the network has {expected} parameters, but {} were given",
                            weights.len()
                        ),
                    ));
                }
                Ok(Self {
                    progress: Progress::start(),
                    train_rows: None,
                    weights: weights.to_vec(),
                    moments: vec![vec![T::ZERO; expected]; spec.state_arrays()],
                    spec: spec.clone(),
                })
            }
        }
    }
}
