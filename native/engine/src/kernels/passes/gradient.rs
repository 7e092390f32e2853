//! The gradient of a block of parameters, from the activations and δ of a whole batch.

use super::Passes;
use crate::kernels::batch::Batch;
use crate::kernels::buffer::Shared;
use crate::kernels::columns::ColumnSums;
use crate::kernels::lookup::Scatter;
use crate::kernels::panels::WIDE;
use crate::kernels::product::Gradient;
use crate::kernels::real::Real;
use crate::network::{Block, Dense, OpKind};

impl<T: Real> Passes<'_, T> {
    /// The gradient of one block.
    ///
    /// # Safety
    /// No other thread may touch the block; activations and δ of all `count` rows must be complete.
    pub unsafe fn gradient(&self, batch: &Batch<T>, block: &Block, count: usize) {
        let own = &batch.ops[block.op];
        // SAFETY: the plan's layout is what the buffers were made with; blocks do not overlap.
        unsafe {
            match &self.plan.ops[block.op].kind {
                OpKind::Activation(_) => {}
                OpKind::Features(features) => {
                    self.features_gradient(batch, features, block, count);
                }
                OpKind::Dense(dense) if block.from > dense.inputs => {
                    self.chosen_gradient(batch, block, dense, count);
                }
                OpKind::Dense(dense) => {
                    let inputs = batch.ops[block.op - 1].outputs;
                    self.dense_gradient(batch, block, dense, inputs, own.deltas, count);
                }
                OpKind::Scale(scale) => {
                    let start = block.panel * WIDE * batch.rows;
                    (self.kernels.column_sums)(&ColumnSums {
                        left: own.deltas.at(start),
                        right: batch.ops[block.op - 1].outputs.at(start),
                        width: block.width,
                        count,
                        out: self
                            .parameters
                            .gradients
                            .at(scale.factors + block.panel * WIDE),
                    });
                }
            }
        }
    }

    /// Of rows of W that categories choose: each the sum of δ over the rows of the batch that chose it, one category after
    /// another.
    unsafe fn chosen_gradient(&self, batch: &Batch<T>, block: &Block, dense: &Dense, count: usize) {
        let Some(front) = &batch.front else {
            return;
        };
        let step = block.width;
        // SAFETY: as in `gradient`.
        unsafe {
            let panel = self.parameters.gradients.at(dense.panel(block.panel));
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
                    deltas: batch.ops[block.op]
                        .deltas
                        .at(block.panel * WIDE * batch.rows),
                    delta_step: step,
                    out: panel.add(from * step),
                    out_step: step,
                    len: step,
                });
            }
        }
    }

    unsafe fn dense_gradient(
        &self,
        batch: &Batch<T>,
        block: &Block,
        dense: &Dense,
        inputs: Shared<T>,
        deltas: Shared<T>,
        count: usize,
    ) {
        // A lying layer is the same product with its two sides exchanged.
        let (left, right, k) = if dense.lying {
            (deltas, inputs, dense.outputs)
        } else {
            (inputs, deltas, dense.inputs)
        };
        let [_, bias] = block.segments;
        // SAFETY: as in `gradient`.
        unsafe {
            let out = self.parameters.gradients.at(dense.panel(block.panel));
            (self.kernels.gradient)(&Gradient {
                left: left.get(),
                left_rows: batch.rows,
                k,
                from: block.from,
                to: block.to,
                right: right.at(block.panel * WIDE * batch.rows),
                width: block.width,
                out,
                biased: !dense.lying && bias.is_some(),
                batch: count,
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
                    self.column_sums(deltas, bias.len, count, bias.at);
                }
            }
        }
    }

    /// Sums of δ in one panel, for the gradient at `at`.
    unsafe fn column_sums(&self, deltas: Shared<T>, width: usize, count: usize, at: usize) {
        // SAFETY: as in `gradient`.
        unsafe {
            (self.kernels.column_sums)(&ColumnSums {
                left: deltas.get(),
                right: std::ptr::null(),
                width,
                count,
                out: self.parameters.gradients.at(at),
            });
        }
    }

    /// Σ g² over one block, in an order that only the block decides. Padding adds nothing, for its gradient is zero.
    ///
    /// # Safety
    /// No other thread may write the block's gradient.
    pub unsafe fn gradient_square_sum(&self, block: &Block) -> f64 {
        let mut chains = [0.0f64; 8];
        for segment in block.segments() {
            for at in (segment.at..segment.at + segment.len).step_by(8) {
                for (i, chain) in chains.iter_mut().enumerate() {
                    // SAFETY: inside the block, whose parts are multiples of 8 long.
                    let g = unsafe { (*self.parameters.gradients.at(at + i)).to_f64() };
                    *chain += g * g;
                }
            }
        }
        chains.iter().sum()
    }
}
