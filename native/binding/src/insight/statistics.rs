//! How values are distributed.

use super::{LabelledRows, NetworkState};
use crate::failure::{engine_failure, guarded};
use descent_engine::{Statistics, Summary, statistics};
use napi_derive::napi;

/// After one step on a batch.
#[napi(object, object_from_js = false)]
pub struct StepStatistics {
    /// Of the run, counted from 1.
    pub step: f64,
    /// Those that the ops tell of.
    pub rows: f64,
    pub parameters: Vec<ParameterSummary>,
    pub ops: Vec<OpSummary>,
}

#[napi(object, object_from_js = false, use_nullable = true)]
pub struct ParameterSummary {
    pub layer: Vec<u32>,
    pub name: String,
    pub values: ValueSummary,
    pub gradients: Option<ValueSummary>,
    pub update_norm: f64,
    pub update_ratio: f64,
}

#[napi(object, object_from_js = false, use_nullable = true)]
pub struct OpSummary {
    pub layer: Vec<u32>,
    pub kind: String,
    pub activation: Option<String>,
    pub outputs: ValueSummary,
    pub derivatives: Option<ValueSummary>,
    pub dead_units: f64,
}

/// NaN where no value is finite.
#[napi(object, object_from_js = false)]
pub struct ValueSummary {
    pub count: f64,
    pub non_finite: f64,
    pub mean: f64,
    pub deviation: f64,
    pub smallest: f64,
    pub largest: f64,
    pub norm: f64,
    pub zeros: f64,
    pub histogram: Vec<f64>,
}

/// The statistics after the next step of a run, as if these rows were its batch; the run itself is untouched.
#[napi]
pub fn network_statistics(
    state: NetworkState,
    rows: LabelledRows,
    weight_scale: Option<f64>,
) -> napi::Result<StepStatistics> {
    guarded(|| {
        let spec = state.spec()?;
        let scale = weight_scale.unwrap_or(1.0);
        statistics(state.native(spec.as_ref())?, rows.native(), scale)
            .map(|seen| step_statistics(&seen))
            .map_err(|e| engine_failure(&e))
    })
}

pub fn step_statistics(seen: &Statistics) -> StepStatistics {
    let place = |layer: &[usize]| layer.iter().map(|part| *part as u32).collect();
    StepStatistics {
        step: seen.step as f64,
        rows: seen.rows as f64,
        parameters: seen
            .parameters
            .iter()
            .map(|values| ParameterSummary {
                layer: place(&values.layer),
                name: values.name.to_owned(),
                values: summary(&values.values),
                gradients: values.gradients.as_ref().map(summary),
                update_norm: values.update_norm,
                update_ratio: values.update_ratio,
            })
            .collect(),
        ops: seen
            .ops
            .iter()
            .map(|op| OpSummary {
                layer: place(&op.layer),
                kind: op.kind.to_owned(),
                activation: op.activation.map(str::to_owned),
                outputs: summary(&op.outputs),
                derivatives: op.derivatives.as_ref().map(summary),
                dead_units: op.dead_units as f64,
            })
            .collect(),
    }
}

fn summary(of: &Summary) -> ValueSummary {
    ValueSummary {
        count: of.count as f64,
        non_finite: of.non_finite as f64,
        mean: of.mean,
        deviation: of.deviation,
        smallest: of.smallest,
        largest: of.largest,
        norm: of.norm,
        zeros: of.zeros,
        histogram: of.histogram.iter().map(|n| *n as f64).collect(),
    }
}
