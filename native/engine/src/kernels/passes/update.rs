//! The step of a block of parameters, after its gradient.

use super::{Parameters, Passes, at_or_null};
use crate::kernels::batch::Batch;
use crate::kernels::panels::{WIDE, padded, panel_width};
use crate::kernels::real::Real;
use crate::kernels::update::Update;
use crate::network::{Block, Dense, Group, OpKind};
use crate::optimizer::{GroupStep, HiddenStep, Step};

impl<T: Real> Passes<'_, T> {
    /// The step of one block's parameters and of what is derived from them, after its gradient.
    ///
    /// # Safety
    /// No other thread may touch the block.
    pub unsafe fn follow(&self, batch: &Batch<T>, block: &Block, step: &Step, count: usize) {
        // SAFETY: the caller's promise.
        unsafe {
            for segment in block.segments() {
                if let Some(group) = step.of(segment.group) {
                    self.step(*group, segment.at, segment.len);
                }
            }
            if let OpKind::BatchNormalization(norm) = &self.plan.ops[block.op].kind {
                let share = step.weights.average_share;
                self.run_statistics(batch, block, norm, count, share);
            }
            self.refresh(block);
        }
    }

    /// The step of one block of a hidden matrix as far as it goes without the whole matrix: of its momentum, which is
    /// put into the direction, and of all that is no weight.
    ///
    /// # Safety
    /// As [`Passes::follow`].
    pub unsafe fn prepare_hidden(&self, block: &Block, step: &Step, hidden: &HiddenStep) {
        for segment in block.segments() {
            let group = match segment.group {
                Group::Weights => Some(&hidden.momentum),
                Group::OwnWeights => Some(&hidden.own_momentum),
                group => step.of(group),
            };
            if let Some(group) = group {
                // SAFETY: the caller's promise.
                unsafe { self.step(*group, segment.at, segment.len) };
            }
        }
    }

    /// Moves one block of a hidden matrix along its direction.
    ///
    /// # Safety
    /// As [`Passes::follow`].
    pub unsafe fn move_hidden(&self, block: &Block, hidden: &HiddenStep) {
        let along = Passes {
            parameters: &Parameters {
                gradients: self.parameters.direction,
                ..*self.parameters
            },
            ..*self
        };
        // SAFETY: the caller's promise.
        unsafe {
            for segment in block.segments() {
                if segment.group.is_weights() {
                    along.step(hidden.descent, segment.at, segment.len);
                }
            }
            self.refresh(block);
        }
    }

    unsafe fn step(&self, step: GroupStep, at: usize, len: usize) {
        let p = self.parameters;
        // SAFETY: as in `follow`; the state is laid out as the parameters.
        unsafe {
            (self.kernels.update)(&Update {
                step,
                weights: p.values.at(at),
                gradients: p.gradients.at(at),
                first: at_or_null(p.first, at),
                second: at_or_null(p.second, at),
                third: at_or_null(p.third, at),
                average: at_or_null(p.average, at),
                direction: at_or_null(p.direction, at),
                len,
            });
        }
    }

    /// Refreshes what is derived from one block's parameters.
    ///
    /// # Safety
    /// No other thread may touch the block.
    pub unsafe fn refresh(&self, block: &Block) {
        // SAFETY: the caller's promise.
        unsafe {
            match &self.plan.ops[block.op].kind {
                OpKind::Features(features) => self.refresh_features(features, block),
                OpKind::Dense(dense) => {
                    if let Some(transposed) = dense.transposed {
                        let own = transposed + block.member * dense.transposed_len();
                        self.transpose(block, dense, own);
                    }
                }
                _ => {}
            }
        }
    }

    /// Where the block of Wᵀ begins that one of W becomes, of a Wᵀ at `transposed`, and the columns of its panel.
    pub(super) fn transposed_block(
        &self,
        block: &Block,
        dense: &Dense,
        transposed: usize,
    ) -> (usize, usize) {
        let panel = block.from / WIDE;
        let width = panel_width(dense.reached, panel);
        let rows = padded(dense.outputs);
        (
            transposed + panel * WIDE * rows + block.panel * WIDE * width,
            width,
        )
    }

    /// Wᵀ from one block of W.
    ///
    /// # Safety
    /// As [`Passes::refresh`].
    pub(super) unsafe fn transpose(&self, block: &Block, dense: &Dense, transposed: usize) {
        let to = block.to.min(dense.reached);
        if block.from >= to {
            return;
        }
        let width = block.width;
        let (target, to_width) = self.transposed_block(block, dense, transposed);
        let side = self.kernels.block;
        // SAFETY: as in `follow`; whole blocks are inside both panels, the rest goes value by value.
        unsafe {
            let from = self
                .parameters
                .values
                .at(dense.panel(block.member, block.panel) + block.from * width);
            let target = self.parameters.transposed.at(target);
            let rows = to - block.from;
            let whole = rows / side * side;
            for r in (0..whole).step_by(side) {
                for c in (0..width).step_by(side) {
                    (self.kernels.transpose)(
                        from.add(r * width + c),
                        width,
                        target.add(c * to_width + r),
                        to_width,
                    );
                }
            }
            for r in whole..rows {
                for c in 0..width {
                    *target.add(c * to_width + r) = *from.add(r * width + c);
                }
            }
        }
    }
}
