//! The loss's derivative by the outputs of each op, δ, from that of the op above.

use super::{Passes, Span, at_or_null, each_panel};
use crate::activation::Activation;
use crate::kernels::batch::Batch;
use crate::kernels::columns::Scaled;
use crate::kernels::panels::padded;
use crate::kernels::pointwise::Chain;
use crate::kernels::product::Product;
use crate::kernels::real::Real;
use crate::network::{Dense, OpKind};

impl<T: Real> Passes<'_, T> {
    /// δ of every op below the last for which one is wanted, for the rows of `span`. That of a dense op is the
    /// derivative by its sums, `δ_l = (δ_{l+1} · Wᵀ_{l+1}) ∘ f'`.
    ///
    /// # Safety
    /// As [`Passes::forward`]; the transposed weights must be those of the parameters.
    pub unsafe fn backward(&self, batch: &Batch<T>, span: Span) {
        let Some(first) = self.plan.first_trained else {
            return;
        };
        for index in (first + 1..self.plan.ops.len()).rev() {
            let op = &self.plan.ops[index];
            let (below, above) = (&batch.ops[index - 1], &batch.ops[index]);
            // SAFETY: the plan's layout is what the buffers were made with; the caller's promise covers the rows.
            let gated = unsafe {
                match &op.kind {
                    // Nothing is below the features.
                    OpKind::Features(_) => true,
                    OpKind::Dense(dense) => self.dense_backward(batch, index, dense, span),
                    OpKind::Activation(activation) => {
                        self.copy(batch, op.outputs, above.deltas, below.deltas, span);
                        self.chain(batch, index, *activation, index - 1, span);
                        false
                    }
                    OpKind::Scale(scale) => {
                        (self.kernels.scaled)(&Scaled {
                            input: above.deltas.get(),
                            out: below.deltas.get(),
                            factors: self.parameters.values.at(scale.factors),
                            rows: batch.rows,
                            columns: op.outputs,
                            from: span.from,
                            to: span.to,
                        });
                        false
                    }
                }
            };
            if !gated {
                // SAFETY: as above.
                unsafe { self.chain_fused(batch, index - 1, span) };
            }
        }
        if first == 0
            && let OpKind::Features(features) = &self.plan.ops[0].kind
        {
            // SAFETY: as above.
            unsafe { self.features_backward(batch, features, span) };
        }
    }

    /// Whether the derivative of the activation below is already in δ.
    unsafe fn dense_backward(
        &self,
        batch: &Batch<T>,
        index: usize,
        dense: &Dense,
        span: Span,
    ) -> bool {
        // SAFETY: the plan's layout is what the buffers were made with.
        let (right, right_rows) = unsafe {
            match dense.transposed {
                Some(at) => (self.parameters.transposed.at(at), padded(dense.outputs)),
                // The weights of a lying layer are the transpose.
                None => (self.parameters.values.at(dense.parameters), dense.rows()),
            }
        };
        let below = &batch.ops[index - 1];
        let gate = match &self.plan.ops[index - 1].kind {
            OpKind::Dense(below) => below.activation.slope_below_zero(),
            _ => Some(1.0),
        };
        // SAFETY: as in `backward`.
        unsafe {
            (self.kernels.product)(&Product {
                left: batch.ops[index].deltas.get(),
                left_rows: batch.rows,
                k: dense.outputs,
                right,
                right_rows,
                biased: false,
                out: below.deltas.get(),
                out_rows: batch.rows,
                n: dense.reached,
                gate: below.outputs.get(),
                slope: gate.unwrap_or(1.0),
                from: span.from,
                to: span.to,
            });
        }
        gate.is_some()
    }

    /// `δ ∘= f'` of a dense op whose activation is fused with it; nothing for the others.
    ///
    /// # Safety
    /// As [`Passes::backward`].
    pub(super) unsafe fn chain_fused(&self, batch: &Batch<T>, index: usize, span: Span) {
        if let OpKind::Dense(dense) = &self.plan.ops[index].kind
            && dense.activation != Activation::Linear
        {
            // SAFETY: the caller's promise.
            unsafe { self.chain(batch, index, dense.activation, index, span) };
        }
    }

    /// `δ ∘= f'` for the δ of one op and the activation that made the outputs of op `index`, of the same width.
    unsafe fn chain(
        &self,
        batch: &Batch<T>,
        index: usize,
        activation: Activation,
        deltas: usize,
        span: Span,
    ) {
        let (values, deltas) = (&batch.ops[index], batch.ops[deltas].deltas);
        each_panel(batch, self.plan.ops[index].outputs, span, |at, len| {
            // SAFETY: as in `backward`.
            unsafe {
                (self.kernels.chain)(&Chain {
                    activation,
                    deltas: deltas.at(at),
                    activations: values.outputs.at(at),
                    derivatives: at_or_null(values.kept, at),
                    len,
                });
            }
        });
    }
}
