//! The gradient of a block of parameters, from the activations and δ of a whole batch.

use super::{Coming, Passes};
use crate::kernels::batch::Batch;
use crate::kernels::columns::{ColumnSums, Term};
use crate::kernels::panels::WIDE;
use crate::kernels::real::Real;
use crate::network::{Block, OpKind};

impl<T: Real> Passes<'_, T> {
    /// The gradient of one block.
    ///
    /// # Safety
    /// No other thread may touch the block; activations and δ of all rows must be complete.
    pub unsafe fn gradient(&self, batch: &Batch<T>, block: &Block, coming: Coming<'_>) {
        let count = coming.own.count;
        let start =
            block.panel * WIDE * batch.ops[block.op].rows + block.member * count * block.width;
        // SAFETY: the plan's layout is what the buffers were made with; blocks do not overlap.
        unsafe {
            match &self.plan.ops[block.op].kind {
                // They have no parameters.
                OpKind::Activation(_)
                | OpKind::Dropout { .. }
                | OpKind::Expand
                | OpKind::Add { .. } => {}
                OpKind::Features(features) => {
                    self.features_gradient(batch, features, block, count);
                }
                OpKind::Dense(dense) if block.from > dense.inputs => {
                    self.chosen_gradient(batch, block, dense, count);
                }
                OpKind::Dense(dense) => self.dense_gradient(batch, block, dense, coming),
                OpKind::Prelu { .. } => {
                    let inputs = batch.ops[block.op - 1].outputs.at(start);
                    self.vector_gradient(batch, block, Term::BelowZero(inputs), count);
                }
                OpKind::Scale(_) => {
                    let inputs = batch.ops[block.op - 1].outputs.at(start);
                    self.vector_gradient(batch, block, Term::Product(inputs), count);
                }
                OpKind::RowNormalization(_) => {
                    let normalized = batch.ops[block.op].kept.at(start);
                    self.vector_gradient(batch, block, Term::Product(normalized), count);
                }
                OpKind::BatchNormalization(norm) => {
                    self.batch_gradient(batch, block, norm, count);
                }
            }
        }
    }

    /// Of a block's two vectors, factors and offsets: `Σ δ · term` and `Σ δ`.
    unsafe fn vector_gradient(&self, batch: &Batch<T>, block: &Block, term: Term<T>, count: usize) {
        let own = &batch.ops[block.op];
        let start = block.panel * WIDE * own.rows + block.member * count * block.width;
        for (segment, term) in block.segments.iter().zip([term, Term::Left]) {
            let Some(segment) = segment else { continue };
            // SAFETY: as in `gradient`.
            unsafe {
                (self.kernels.column_sums)(&ColumnSums {
                    left: own.deltas.at(start),
                    term,
                    width: block.width,
                    count,
                    out: self.parameters.gradients.at(segment.at),
                });
            }
        }
    }

    /// Σ g² over one block, in an order that only the block decides. Padding adds nothing, for its gradient is zero.
    ///
    /// # Safety
    /// No other thread may write the block's gradient.
    pub unsafe fn gradient_square_sum(&self, block: &Block) -> f64 {
        let parts = block.segments().map(|segment| {
            // SAFETY: inside the parameters.
            let values = unsafe { self.parameters.gradients.at(segment.at) };
            (values.cast_const(), segment.len)
        });
        // SAFETY: the caller's promise; a segment is a multiple of 16 long.
        unsafe { square_sum(parts) }
    }
}

/// Σ x² over some arrays, in eight chains.
///
/// # Safety
/// Each array must be valid for so many reads, a multiple of 8.
#[inline(always)]
pub(in crate::kernels) unsafe fn square_sum<T: Real>(
    arrays: impl Iterator<Item = (*const T, usize)>,
) -> f64 {
    let mut chains = [0.0f64; 8];
    for (values, len) in arrays {
        for at in (0..len).step_by(8) {
            for (i, chain) in chains.iter_mut().enumerate() {
                // SAFETY: the caller's promise.
                let x = unsafe { (*values.add(at + i)).to_f64() };
                *chain += x * x;
            }
        }
    }
    chains.iter().sum()
}
