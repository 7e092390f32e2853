//! Steps of narrow networks.

use super::{Machine, Rows};
use crate::error::Result;
use crate::kernels::batch::Batch;
use crate::kernels::buffer::Shared;
use crate::kernels::denormals::FlushDenormals;
use crate::kernels::gather::Gather;
use crate::kernels::narrow::{Narrow, NarrowLayer, NarrowState};
use crate::kernels::objective::Objective;
use crate::kernels::panels::NARROW;
use crate::kernels::real::Real;
use crate::loss::Criterion;
use crate::memory::reserve;
use crate::network::{OpKind, Plan};
use crate::optimizer::Step;

/// The layers of a network that is a chain of dense layers of at most 16 inputs and outputs, with piecewise linear
/// activations and a linear last one; none of another network.
///
/// # Errors
/// `out-of-memory`.
pub(super) fn layers<T: Real>(
    plan: &Plan,
    batch: &Batch<T>,
    transposed: Shared<T>,
) -> Result<Option<Vec<NarrowLayer<T>>>> {
    let mut layers = reserve(plan.ops.len(), "the layers of a network")?;
    let last = plan.ops.len() - 1;
    for (index, op) in plan.ops.iter().enumerate() {
        match &op.kind {
            OpKind::Features(features) if features.is_plain() && op.outputs <= NARROW => {}
            OpKind::Dense(dense)
                if dense.outputs <= NARROW
                    && dense.choosers.is_empty()
                    && dense.biased
                    && op.members == 1 =>
            {
                let Some(slope) = dense.activation.slope_below_zero() else {
                    return Ok(None);
                };
                if index == last && slope != 1.0 {
                    return Ok(None);
                }
                layers.push(NarrowLayer {
                    inputs: dense.inputs,
                    outputs: dense.outputs,
                    lying: dense.lying,
                    slope,
                    parameters: dense.parameters,
                    transposed: dense.transposed.map_or_else(Shared::null, |at| {
                        // SAFETY: the buffer was made from the same plan.
                        Shared::new(unsafe { transposed.at(at) })
                    }),
                    values: batch.ops[index].outputs,
                    deltas: batch.ops[index].deltas,
                });
            }
            _ => return Ok(None),
        }
    }
    Ok(Some(layers))
}

impl<T: Real> Machine<T> {
    /// What [`Machine::step`] does, for a narrow network and a step that does not depend on the gradient's norm; none for
    /// others.
    pub(super) fn narrow_step(
        &mut self,
        criterion: Criterion<'_>,
        rows: &Rows<'_>,
        count: usize,
        step: Option<&Step>,
    ) -> Option<f64> {
        let layers = self.narrow.as_ref()?;
        if step.is_some_and(|step| step.clip_norm.is_some()) {
            return None;
        }
        let (features, outputs) = (self.shared_batch.ops.first()?, layers.last()?);
        let p = &self.parameters;
        let _flush = FlushDenormals::enter();
        let mut narrow = Narrow {
            kernels: &self.kernels,
            layers,
            state: NarrowState {
                weights: p.values,
                gradients: p.gradients,
                first: p.first,
                second: p.second,
                third: p.third,
                average: p.average,
                len: self.plan.parameter_len,
            },
            gather: Gather {
                source: rows,
                width: self.plan.inputs,
                out: features.outputs.get(),
                rows: self.shared_batch.rows,
                from: 0,
                to: count,
                batch: count,
            },
            objective: Objective {
                criterion,
                outputs: outputs.values.get(),
                deltas: outputs.deltas.get(),
                rows: self.shared_batch.rows,
                width: outputs.outputs,
                targets: rows.targets,
                order: rows.order,
                first: rows.first,
                skipped: 0,
                losses: self.shared_batch.losses.get(),
                batch: count,
                from: 0,
                to: count,
            },
            step,
            norms: &mut self.norms,
        };
        // SAFETY: one thread; all buffers were made from the same plan, and the caller checked the rows.
        Some(unsafe { (self.kernels.narrow)(&mut narrow) })
    }
}
