//! Dense ops.

use super::{Coming, Part, Passes, Span};
use crate::kernels::batch::Batch;
use crate::kernels::columns::{ColumnSums, Term};
use crate::kernels::gradient::Gradient;
use crate::kernels::lookup::{LookUp, Scatter};
use crate::kernels::panels::{WIDE, padded, panel_width};
use crate::kernels::product::Product;
use crate::kernels::real::Real;
use crate::network::{Block, Dense, OpKind};

impl<T: Real> Passes<'_, T> {
    /// The sums, and the activation that is fused with them.
    ///
    /// # Safety
    /// As [`Passes::forward`].
    pub(super) unsafe fn dense(&self, batch: &Batch<T>, index: usize, dense: &Dense, span: Span) {
        // SAFETY: the caller's promise.
        unsafe {
            self.each_copy(index, dense, span, |member, part| {
                self.dense_part(batch, index, dense, member, part);
            });
            if dense.activation.slope_below_zero().is_none() {
                self.activate(batch, index, dense.activation, span);
            }
        }
    }

    /// Calls `f(member, rows)` for each W and the rows that it serves.
    fn each_copy(&self, index: usize, dense: &Dense, span: Span, mut f: impl FnMut(usize, Part)) {
        if dense.copies > 1 {
            for member in 0..dense.copies {
                f(member, span.of(member));
            }
        } else {
            for part in span.parts(self.plan.ops[index].members) {
                f(0, part);
            }
        }
    }

    unsafe fn dense_part(
        &self,
        batch: &Batch<T>,
        index: usize,
        dense: &Dense,
        member: usize,
        part: Part,
    ) {
        let (below, own) = (&batch.ops[index - 1], &batch.ops[index]);
        let product = if dense.lying {
            self.kernels.lying_product
        } else {
            self.kernels.product
        };
        let slope = dense.activation.slope_below_zero().unwrap_or(1.0);
        let looks_up = !dense.choosers.is_empty();
        // SAFETY: as in `dense`.
        unsafe {
            product(&Product {
                left: below.outputs.get(),
                left_rows: below.rows,
                k: dense.inputs,
                right: self.parameters.values.at(dense.start(member)),
                right_rows: dense.rows(),
                biased: true,
                out: own.outputs.get(),
                out_rows: own.rows,
                n: dense.outputs,
                gate: std::ptr::null(),
                // What is chosen is added before the activation.
                slope: if looks_up { 1.0 } else { slope },
                from: part.from,
                to: part.to,
                next: self.after_forward(index),
            });
            if let (true, Some(front)) = (looks_up, &batch.front) {
                (self.kernels.look_up)(&LookUp {
                    choosers: &dense.choosers,
                    codes: front.codes.get(),
                    right: self.parameters.values.at(dense.start(member)),
                    right_rows: dense.rows(),
                    start: (dense.inputs == 0).then_some(0),
                    out: own.outputs.get(),
                    out_rows: own.rows,
                    n: dense.outputs,
                    slope,
                    from: part.from,
                    to: part.to,
                });
            }
        }
    }

    /// δ of the op below. Whether the derivative of its activation is already in it.
    ///
    /// # Safety
    /// As [`Passes::backward`].
    pub(super) unsafe fn dense_backward(
        &self,
        batch: &Batch<T>,
        index: usize,
        dense: &Dense,
        span: Span,
    ) -> bool {
        let below = &self.plan.ops[index - 1];
        let gate = match &below.kind {
            // What is added by a residual block is added before the activation's derivative.
            OpKind::Dense(dense) if below.added_by.is_empty() => {
                dense.activation.slope_below_zero()
            }
            OpKind::Dense(_) => None,
            _ => Some(1.0),
        };
        self.each_copy(index, dense, span, |member, part| {
            let slope = gate.unwrap_or(1.0);
            // SAFETY: the caller's promise.
            unsafe { self.dense_backward_part(batch, index, dense, member, slope, part) };
        });
        gate.is_some() && below.added_by.is_empty()
    }

    unsafe fn dense_backward_part(
        &self,
        batch: &Batch<T>,
        index: usize,
        dense: &Dense,
        member: usize,
        slope: f64,
        part: Part,
    ) {
        let (below, own) = (&batch.ops[index - 1], &batch.ops[index]);
        // SAFETY: the plan's layout is what the buffers were made with.
        unsafe {
            let (right, right_rows) = match dense.transposed {
                Some(at) => {
                    let start = at + member * dense.transposed_len();
                    (self.parameters.transposed.at(start), padded(dense.outputs))
                }
                // The weights of a lying layer are the transpose.
                None => {
                    let start = dense.start(member);
                    (self.parameters.values.at(start), dense.rows())
                }
            };
            (self.kernels.product)(&Product {
                left: own.deltas.get(),
                left_rows: own.rows,
                k: dense.outputs,
                right,
                right_rows,
                biased: false,
                out: below.deltas.get(),
                out_rows: below.rows,
                n: dense.reached,
                gate: below.outputs.get(),
                slope,
                from: part.from,
                to: part.to,
                next: self.after_backward(index),
            });
        }
    }

    /// The gradient of one block.
    ///
    /// # Safety
    /// As [`Passes::gradient`].
    pub(super) unsafe fn dense_gradient(
        &self,
        batch: &Batch<T>,
        block: &Block,
        dense: &Dense,
        coming: Coming<'_>,
    ) {
        let count = coming.own.count;
        let (below, own) = (&batch.ops[block.op - 1], &batch.ops[block.op]);
        let rows = below.rows;
        // Own weights see their member's rows, shared ones those of all members.
        let (first, count) = if dense.copies > 1 {
            (block.member * count, count)
        } else {
            (0, count * self.plan.ops[block.op].members)
        };
        // A lying layer is the same product with its two sides exchanged.
        let (left, right, k) = if dense.lying {
            (own.deltas, below.outputs, dense.outputs)
        } else {
            (below.outputs, own.deltas, dense.inputs)
        };
        let [_, bias] = block.segments;
        // The left rows of a block are one panel of `left`.
        let skipped = first * panel_width(k, block.from / WIDE);
        let next = self.after_gradient(batch, block, dense, coming);
        // SAFETY: as in `gradient`.
        unsafe {
            let out = self
                .parameters
                .gradients
                .at(dense.panel(block.member, block.panel));
            (self.kernels.gradient)(&Gradient {
                left: left.at(skipped),
                left_rows: rows,
                k,
                from: block.from,
                to: block.to,
                right: right.at(block.panel * WIDE * rows + first * block.width),
                width: block.width,
                out,
                biased: !dense.lying && bias.is_some(),
                batch: count,
                next: next.as_slice(),
            });
            if dense.lying {
                // Activations beyond a layer's last unit may be f(0); the weights there stay zero, because a lying
                // product adds them, and the norm of the gradient must not count them.
                for row in block.from..block.to {
                    for column in dense.inputs - block.panel * WIDE..block.width {
                        *out.add(row * block.width + column) = T::ZERO;
                    }
                }
                if let Some(bias) = bias {
                    (self.kernels.column_sums)(&ColumnSums {
                        left: own.deltas.at(first * bias.len),
                        term: Term::Left,
                        width: bias.len,
                        count,
                        out: self.parameters.gradients.at(bias.at),
                    });
                }
            }
        }
    }

    /// Of rows of W that categories choose: each the sum of δ over the rows of the batch that chose it, one category after
    /// another.
    ///
    /// # Safety
    /// As [`Passes::gradient`].
    pub(super) unsafe fn chosen_gradient(
        &self,
        batch: &Batch<T>,
        block: &Block,
        dense: &Dense,
        count: usize,
    ) {
        let Some(front) = &batch.front else {
            return;
        };
        let step = block.width;
        let own = &batch.ops[block.op];
        // SAFETY: as in `gradient`.
        unsafe {
            let panel = dense.panel(block.member, block.panel);
            let panel = self.parameters.gradients.at(panel);
            std::ptr::write_bytes(
                panel.add(block.from * step),
                0,
                (block.to - block.from) * step,
            );
            for chooser in &dense.choosers {
                let from = chooser.row.max(block.from);
                let to = (chooser.row + chooser.levels).min(block.to);
                if from >= to {
                    continue;
                }
                (self.kernels.scatter)(&Scatter {
                    codes: front.codes.at(chooser.category * batch.rows),
                    batch: count,
                    first: (from - chooser.row) as u32,
                    levels: (to - from) as u32,
                    deltas: own.deltas.at(block.panel * WIDE * own.rows),
                    delta_step: step,
                    out: panel.add(from * step),
                    out_step: step,
                    len: step,
                });
            }
        }
    }
}
