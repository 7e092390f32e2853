//! The loss's derivative by the outputs of each op, δ, from that of the op above.

use super::{Passes, Span};
use crate::activation::Activation;
use crate::kernels::batch::Batch;
use crate::kernels::real::Real;
use crate::kernels::team::Member;
use crate::network::OpKind;

impl<T: Real> Passes<'_, T> {
    /// δ of every op below the last for which one is wanted, for the rows of `span`. That of a dense op is the
    /// derivative by its sums, `δ_l = (δ_{l+1} · Wᵀ_{l+1}) ∘ f'`.
    ///
    /// # Safety
    /// As [`Passes::forward`]; the transposed weights must be those of the parameters.
    pub unsafe fn backward(&self, batch: &Batch<T>, span: Span, member: &Member<'_>) {
        let Some(first) = self.plan.first_trained else {
            return;
        };
        for index in (first + 1..self.plan.ops.len()).rev() {
            let op = &self.plan.ops[index];
            let (above, below) = (batch.ops[index].deltas, batch.ops[index - 1].deltas);
            // SAFETY: the plan's layout is what the buffers were made with; the caller's promise covers the rows.
            unsafe {
                let mut done = false;
                match &op.kind {
                    // Nothing is below the features.
                    OpKind::Features(_) => {}
                    OpKind::Dense(dense) => {
                        done = self.dense_backward(batch, index, dense, span);
                    }
                    OpKind::Activation(activation) => {
                        self.copy(batch, index, above, below, span);
                        self.chain(batch, index, *activation, below, span);
                    }
                    OpKind::Prelu { slopes } => {
                        self.slope(batch, index, *slopes, (above, below), span);
                    }
                    OpKind::Dropout { .. } => {
                        let both = (above, batch.ops[index].kept, below);
                        self.pair(batch, index, both, self.kernels.multiply_pair, span);
                    }
                    OpKind::BatchNormalization(norm) => {
                        self.normalize_batch_backward(batch, index, norm, span, member);
                    }
                    OpKind::RowNormalization(norm) => {
                        self.normalize_rows_backward(batch, index, norm, span);
                    }
                    OpKind::Scale(scale) => {
                        self.scale(batch, index, scale, (above, below), false, span);
                    }
                    OpKind::Expand => self.expand_backward(batch, index, span),
                    OpKind::Add { .. } => self.copy(batch, index, above, below, span),
                }
                if !done {
                    self.gather_deltas(batch, index - 1, span);
                    self.chain_fused(batch, index - 1, span);
                }
            }
        }
        if first == 0
            && let OpKind::Features(features) = &self.plan.ops[0].kind
        {
            // SAFETY: as above.
            unsafe { self.features_backward(batch, features, span) };
        }
    }

    /// Adds the δ of the residual blocks that add the outputs of op `index`.
    unsafe fn gather_deltas(&self, batch: &Batch<T>, index: usize, span: Span) {
        let own = batch.ops[index].deltas;
        for end in &self.plan.ops[index].added_by {
            let both = (own, batch.ops[*end].deltas, own);
            // SAFETY: as in `backward`.
            unsafe { self.pair(batch, index, both, self.kernels.sum_pair, span) };
        }
    }

    /// `δ ∘= f'` of a dense op whose activation is fused with it; nothing for the others.
    ///
    /// # Safety
    /// As [`Passes::backward`].
    pub(super) unsafe fn chain_fused(&self, batch: &Batch<T>, index: usize, span: Span) {
        if let OpKind::Dense(dense) = &self.plan.ops[index].kind
            && dense.activation != Activation::Linear
        {
            let deltas = batch.ops[index].deltas;
            // SAFETY: the caller's promise.
            unsafe { self.chain(batch, index, dense.activation, deltas, span) };
        }
    }
}
