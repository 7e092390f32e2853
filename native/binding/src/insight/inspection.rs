//! One step worked through.

use super::{LabelledRows, NetworkState};
use crate::failure::{engine_failure, failure, guarded};
use crate::training::TrainingData;
use descent_engine::{
    Inspection, NumericalGradient, inspect, next_batch as next,
    numerical_gradient as central_difference,
};
use napi::bindgen_prelude::{Float64Array, Uint32Array};
use napi_derive::napi;

/// A step of B rows; matrices are row-major.
#[napi(object, object_from_js = false)]
pub struct WorkedStep {
    pub rows: u32,
    /// Of the run, counted from 1.
    pub step: f64,
    pub learning_rate: f64,
    pub loss: f64,
    /// [B]
    pub losses: Float64Array,
    pub l2_penalty: f64,
    pub l1_penalty: f64,
    pub gradient_norm: f64,
    pub clip_scale: f64,
    /// [B × outputs]
    pub predictions: Float64Array,
    pub ops: Vec<WorkedOp>,
    pub parameters: Vec<WorkedParameters>,
}

#[napi(object, object_from_js = false, use_nullable = true)]
pub struct WorkedOp {
    pub layer: Vec<u32>,
    pub kind: String,
    pub activation: Option<String>,
    pub members: u32,
    pub columns: u32,
    /// [members × B × columns]
    pub outputs: Float64Array,
    /// [members × B × columns]
    pub derivatives: Option<Float64Array>,
}

#[napi(object, object_from_js = false)]
pub struct WorkedParameters {
    pub layer: Vec<u32>,
    pub name: String,
    pub rows: u32,
    pub columns: u32,
    pub first: f64,
    pub learning_rate: f64,
    /// These: [rows × columns]
    pub before: Float64Array,
    pub gradients: Float64Array,
    pub effective_gradients: Float64Array,
    pub moments: Vec<WorkedMoment>,
    pub after: Float64Array,
}

#[napi(object, object_from_js = false)]
pub struct WorkedMoment {
    pub name: String,
    pub before: Float64Array,
    pub after: Float64Array,
}

/// Works the next step of a run through as if these rows were its batch; the run itself is untouched. `weightScale` is
/// what the weights of rows and classes are multiplied with, 1 by default.
#[napi]
pub fn inspect_step(
    state: NetworkState,
    rows: LabelledRows,
    weight_scale: Option<f64>,
) -> napi::Result<WorkedStep> {
    guarded(|| {
        let spec = state.spec()?;
        inspect(
            state.native(spec.as_ref())?,
            rows.native(),
            weight_scale.unwrap_or(1.0),
        )
        .map(worked)
        .map_err(|e| engine_failure(&e))
    })
}

/// The batch of a run's next step.
#[napi(object, object_from_js = false)]
pub struct NextBatch {
    /// Training rows, in the batch's order.
    pub rows: Uint32Array,
    /// For `inspectStep` and its like.
    pub weight_scale: f64,
}

/// Which of the training rows a run takes next, and what their weights are multiplied with.
#[napi]
pub fn next_batch(state: NetworkState, data: TrainingData) -> napi::Result<NextBatch> {
    guarded(|| {
        let spec = state.spec()?;
        let batch =
            next(state.native(spec.as_ref())?, data.native()).map_err(|e| engine_failure(&e))?;
        Ok(NextBatch {
            rows: batch.rows.into(),
            weight_scale: batch.weight_scale,
        })
    })
}

/// A central difference of the mean loss of rows, in f64.
#[napi(object, object_from_js = false)]
pub struct LossDifference {
    pub distance: f64,
    pub below: f64,
    pub above: f64,
    pub gradient: f64,
}

/// The derivative of the mean loss of these rows by one parameter, which is `index` in the flat layout, without
/// calculus.
#[napi]
pub fn numerical_gradient(
    state: NetworkState,
    rows: LabelledRows,
    index: f64,
    weight_scale: Option<f64>,
) -> napi::Result<LossDifference> {
    guarded(|| {
        if !(index >= 0.0 && index.fract() == 0.0 && index < f64::from(u32::MAX)) {
            return Err(failure(
                "shape-mismatch",
                &format!("index is {index}; it must be a whole number from 0"),
            ));
        }
        let spec = state.spec()?;
        let scale = weight_scale.unwrap_or(1.0);
        let native = state.native(spec.as_ref())?;
        let NumericalGradient {
            distance,
            below,
            above,
            gradient,
        } = central_difference(native, rows.native(), scale, index as usize)
            .map_err(|e| engine_failure(&e))?;
        Ok(LossDifference {
            distance,
            below,
            above,
            gradient,
        })
    })
}

fn worked(seen: Inspection) -> WorkedStep {
    let place = |layer: Vec<usize>| layer.into_iter().map(|part| part as u32).collect();
    WorkedStep {
        rows: seen.rows as u32,
        step: seen.step as f64,
        learning_rate: seen.learning_rate,
        loss: seen.loss,
        losses: seen.losses.into(),
        l2_penalty: seen.l2_penalty,
        l1_penalty: seen.l1_penalty,
        gradient_norm: seen.gradient_norm,
        clip_scale: seen.clip_scale,
        predictions: seen.predictions.into(),
        ops: seen
            .ops
            .into_iter()
            .map(|op| WorkedOp {
                layer: place(op.layer),
                kind: op.kind.to_owned(),
                activation: op.activation.map(str::to_owned),
                members: op.members as u32,
                columns: op.columns as u32,
                outputs: op.outputs.into(),
                derivatives: op.derivatives.map(Float64Array::new),
            })
            .collect(),
        parameters: seen
            .parameters
            .into_iter()
            .map(|values| WorkedParameters {
                layer: place(values.layer),
                name: values.name.to_owned(),
                rows: values.rows as u32,
                columns: values.columns as u32,
                first: values.first as f64,
                learning_rate: values.learning_rate,
                before: values.before.into(),
                gradients: values.gradients.into(),
                effective_gradients: values.effective_gradients.into(),
                moments: values
                    .moments
                    .into_iter()
                    .map(|moment| WorkedMoment {
                        name: moment.name.to_owned(),
                        before: moment.before.into(),
                        after: moment.after.into(),
                    })
                    .collect(),
                after: values.after.into(),
            })
            .collect(),
    }
}
