//! What each op makes of the rows of a batch.

use super::{Mode, Passes, Span};
use crate::kernels::batch::Batch;
use crate::kernels::machine::Rows;
use crate::kernels::real::Real;
use crate::network::OpKind;

impl<T: Real> Passes<'_, T> {
    /// The outputs of every op for the rows of `span`, beginning with the row-major split.
    ///
    /// # Safety
    /// `span` must be within the batch and `rows` within the split, no other thread may touch these rows of the batch,
    /// and nobody may write the parameters. In training all members of the team must pass over the same batch.
    pub unsafe fn forward(&self, batch: &Batch<T>, rows: &Rows<'_>, span: Span, mode: Mode<'_>) {
        for (index, op) in self.plan.ops.iter().enumerate() {
            let own = batch.ops[index].outputs;
            let below = |of: usize| batch.ops[of - 1].outputs;
            // SAFETY: the plan's layout is what the buffers were made with; the caller's promise covers the rows.
            unsafe {
                match &op.kind {
                    OpKind::Features(features) => self.features(batch, features, rows, span),
                    OpKind::Dense(dense) => self.dense(batch, index, dense, span),
                    OpKind::Activation(activation) => {
                        self.copy(batch, index, below(index), own, span);
                        self.activate(batch, index, *activation, span);
                    }
                    OpKind::Prelu { slopes } => {
                        let from = below(index);
                        self.slope(batch, index, *slopes, (from, own), span);
                    }
                    OpKind::Dropout { rate, layer } => {
                        self.dropout(batch, index, (*rate, *layer), span, mode);
                    }
                    OpKind::BatchNormalization(norm) => {
                        self.normalize_batch(batch, index, norm, span, mode);
                    }
                    OpKind::RowNormalization(norm) => {
                        self.normalize_rows(batch, index, norm, span);
                    }
                    OpKind::Scale(scale) => {
                        self.scale(batch, index, scale, (below(index), own), true, span);
                    }
                    OpKind::Expand => self.expand(batch, index, span),
                    OpKind::Add { skip } => {
                        let both = (below(index), batch.ops[*skip].outputs, own);
                        self.pair(batch, index, both, self.kernels.sum_pair, span);
                    }
                }
            }
        }
    }
}
