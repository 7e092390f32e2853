//! What a run and a network are, and prediction, for JavaScript.

use crate::arrays;
use crate::failure::{engine_failure, failure, guarded};
use descent_engine::{
    Data, DataSource, Kernel, RunSpec, estimate_memory_bytes as estimate, parameter_count as count,
    predict as apply, weights_len,
};
use napi::bindgen_prelude::{Float32Array, Float32ArraySlice};
use napi_derive::napi;
use std::sync::Arc;

#[napi(object)]
pub struct EngineInfo {
    pub version: String,
    #[napi(ts_type = "'avx512' | 'avx2' | 'neon' | 'portable'")]
    pub kernel: String,
}

/// The engine's version and the instruction set it uses on this processor.
#[napi]
pub fn engine_info() -> EngineInfo {
    EngineInfo {
        version: descent_engine::VERSION.to_owned(),
        kernel: Kernel::detect().name().to_owned(),
    }
}

pub fn parse(spec_json: &str) -> napi::Result<RunSpec> {
    RunSpec::from_json(spec_json).map_err(|e| engine_failure(&e))
}

/// Weights and biases of a network.
#[napi]
pub fn parameter_count(spec_json: String) -> napi::Result<f64> {
    guarded(|| Ok(count(&parse(&spec_json)?) as f64))
}

/// Values of a network in the flat layout: its parameters, and statistics that are not trained.
#[napi]
pub fn weights_length(spec_json: String) -> napi::Result<f64> {
    guarded(|| Ok(weights_len(&parse(&spec_json)?) as f64))
}

/// Bytes that a run will allocate beside the data.
#[napi]
pub fn estimate_memory_bytes(
    spec_json: String,
    train_rows: f64,
    validation_rows: f64,
) -> napi::Result<f64> {
    guarded(|| {
        let rows = |name: &str, value: f64| {
            if value >= 0.0 && value <= f64::from(u32::MAX) && value.fract() == 0.0 {
                Ok(value as usize)
            } else {
                Err(failure(
                    "shape-mismatch",
                    &format!(
                        "{name} is {value}; it must be a whole number from 0 to {}",
                        u32::MAX
                    ),
                ))
            }
        };
        let train_rows = rows("trainRows", train_rows)?;
        let validation_rows = rows("validationRows", validation_rows)?;
        Ok(estimate(&parse(&spec_json)?, train_rows, validation_rows) as f64)
    })
}

/// Applies a trained network to row-major inputs and writes row-major outputs.
#[napi]
pub fn predict(
    spec_json: String,
    weights: Float32ArraySlice<'_>,
    inputs: Float32ArraySlice<'_>,
    mut outputs: Float32ArraySlice<'_>,
) -> napi::Result<()> {
    guarded(|| {
        let spec = parse(&spec_json)?;
        arrays::distinct(&inputs, &outputs)?;
        arrays::distinct(&weights, &outputs)?;
        apply::<f32>(&spec, &weights, &inputs, arrays::floats(&mut outputs))
            .map_err(|e| engine_failure(&e))
    })
}

/// Row-major matrices, which may live in shared memory and are not copied; validation may be empty. Weights, one a row,
/// may be absent: then all rows weigh the same.
#[napi(object, object_to_js = false)]
pub struct TrainingData {
    pub train_inputs: Float32Array,
    pub train_targets: Float32Array,
    pub train_weights: Option<Float32Array>,
    pub validation_inputs: Float32Array,
    pub validation_targets: Float32Array,
    pub validation_weights: Option<Float32Array>,
}

impl TrainingData {
    pub fn native(&self) -> Data<'_> {
        Data {
            train_inputs: &self.train_inputs,
            train_targets: &self.train_targets,
            train_weights: self.train_weights.as_deref().unwrap_or_default(),
            validation_inputs: &self.validation_inputs,
            validation_targets: &self.validation_targets,
            validation_weights: self.validation_weights.as_deref().unwrap_or_default(),
        }
    }
}

/// The rows of a run. The arrays' references are released by whoever drops the last handle; the job object holds one
/// until its thread has ended, so that this is always the JavaScript thread.
pub struct SharedRows(pub Arc<TrainingData>);

impl DataSource for SharedRows {
    fn data(&self) -> Data<'_> {
        self.0.native()
    }
}
