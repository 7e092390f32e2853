//! What each op makes of the rows of a batch.

use super::{Passes, Span, at_or_null, each_panel};
use crate::activation::Activation;
use crate::kernels::batch::Batch;
use crate::kernels::buffer::Shared;
use crate::kernels::columns::Scaled;
use crate::kernels::lookup::LookUp;
use crate::kernels::machine::Rows;
use crate::kernels::pointwise::Activate;
use crate::kernels::product::Product;
use crate::kernels::real::Real;
use crate::network::{Dense, OpKind};

impl<T: Real> Passes<'_, T> {
    /// The outputs of every op for the rows of `span`, beginning with the row-major split.
    ///
    /// # Safety
    /// `span` must be within the batch and `rows` within the split, no other thread may touch these rows of the batch,
    /// and nobody may write the parameters.
    pub unsafe fn forward(&self, batch: &Batch<T>, rows: &Rows<'_>, span: Span) {
        for (index, op) in self.plan.ops.iter().enumerate() {
            // SAFETY: the plan's layout is what the buffers were made with; the caller's promise covers the rows.
            unsafe {
                match &op.kind {
                    OpKind::Features(features) => self.features(batch, features, rows, span),
                    OpKind::Dense(dense) => self.dense(batch, index, dense, span),
                    OpKind::Activation(activation) => {
                        let (from, to) = (batch.ops[index - 1].outputs, batch.ops[index].outputs);
                        self.copy(batch, op.outputs, from, to, span);
                        self.activate(batch, index, *activation, span);
                    }
                    OpKind::Scale(scale) => (self.kernels.scaled)(&Scaled {
                        input: batch.ops[index - 1].outputs.get(),
                        out: batch.ops[index].outputs.get(),
                        factors: self.parameters.values.at(scale.factors),
                        rows: batch.rows,
                        columns: op.outputs,
                        from: span.from,
                        to: span.to,
                    }),
                }
            }
        }
    }

    unsafe fn dense(&self, batch: &Batch<T>, index: usize, dense: &Dense, span: Span) {
        let slope = dense.activation.slope_below_zero();
        let product = if dense.lying {
            self.kernels.lying_product
        } else {
            self.kernels.product
        };
        let out = batch.ops[index].outputs.get();
        // What is chosen is added before the activation.
        let (mut product_slope, looks_up) = (slope.unwrap_or(1.0), !dense.choosers.is_empty());
        if looks_up {
            product_slope = 1.0;
        }
        // SAFETY: as in `forward`.
        unsafe {
            product(&Product {
                left: batch.ops[index - 1].outputs.get(),
                left_rows: batch.rows,
                k: dense.inputs,
                right: self.parameters.values.at(dense.parameters),
                right_rows: dense.rows(),
                biased: true,
                out,
                out_rows: batch.rows,
                n: dense.outputs,
                gate: std::ptr::null(),
                slope: product_slope,
                from: span.from,
                to: span.to,
            });
            if let (true, Some(front)) = (looks_up, &batch.front) {
                (self.kernels.look_up)(&LookUp {
                    choosers: &dense.choosers,
                    codes: front.codes.get(),
                    right: self.parameters.values.at(dense.parameters),
                    right_rows: dense.rows(),
                    start: (dense.inputs == 0).then_some(0),
                    out,
                    out_rows: batch.rows,
                    n: dense.outputs,
                    slope: slope.unwrap_or(1.0),
                    from: span.from,
                    to: span.to,
                });
            }
            if slope.is_none() {
                self.activate(batch, index, dense.activation, span);
            }
        }
    }

    /// An activation of an op's own outputs, in place.
    unsafe fn activate(&self, batch: &Batch<T>, index: usize, activation: Activation, span: Span) {
        let values = &batch.ops[index];
        each_panel(batch, self.plan.ops[index].outputs, span, |at, len| {
            // SAFETY: as in `forward`.
            unsafe {
                (self.kernels.activate)(&Activate {
                    activation,
                    values: values.outputs.at(at),
                    derivatives: at_or_null(values.kept, at),
                    len,
                });
            }
        });
    }

    /// Copies the rows of `span` from one buffer of a batch to another.
    ///
    /// # Safety
    /// Both must be panels of `columns`; see [`Passes::forward`].
    pub(super) unsafe fn copy(
        &self,
        batch: &Batch<T>,
        columns: usize,
        from: Shared<T>,
        to: Shared<T>,
        span: Span,
    ) {
        each_panel(batch, columns, span, |at, len| {
            // SAFETY: the caller's promise; buffers do not overlap.
            unsafe { std::ptr::copy_nonoverlapping(from.at(at), to.at(at), len) };
        });
    }
}
