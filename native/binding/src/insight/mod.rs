//! Looking into a network, for JavaScript: what it is worth, one step of it, and how its values are distributed.

mod inspection;
mod metrics;
mod statistics;

pub use statistics::{StepStatistics, step_statistics};

use crate::failure::failure;
use crate::training::parse;
use descent_engine::{LabelledRows as Native, RunSpec, RunState};
use napi::bindgen_prelude::{Float32Array, Uint8Array};
use napi_derive::napi;

/// Row-major matrices, which may live in shared memory and are not copied.
#[napi(object, object_to_js = false)]
pub struct LabelledRows {
    pub inputs: Float32Array,
    pub targets: Float32Array,
    /// One a row; absent for equal ones.
    pub weights: Option<Float32Array>,
}

impl LabelledRows {
    fn native(&self) -> Native<'_> {
        Native {
            inputs: &self.inputs,
            targets: &self.targets,
            weights: self.weights.as_deref().unwrap_or_default(),
        }
    }
}

/// Either a checkpoint, or a description with weights, before the first step.
#[napi(object, object_to_js = false)]
pub struct NetworkState {
    pub checkpoint: Option<Uint8Array>,
    pub spec: Option<String>,
    pub weights: Option<Float32Array>,
}

impl NetworkState {
    /// The description where there is one, to be borrowed by `native`.
    fn spec(&self) -> napi::Result<Option<RunSpec>> {
        self.spec.as_deref().map(parse).transpose()
    }

    fn native<'a>(&'a self, spec: Option<&'a RunSpec>) -> napi::Result<RunState<'a, f32>> {
        match (&self.checkpoint, spec, &self.weights) {
            (Some(bytes), None, None) => Ok(RunState::Checkpoint(bytes)),
            (None, Some(spec), Some(weights)) => Ok(RunState::Weights { spec, weights }),
            _ => Err(failure(
                "invalid-spec",
                "a state is either a checkpoint, or a description and weights",
            )),
        }
    }
}
