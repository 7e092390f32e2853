//! What a thread reads next, for the products before it.

use super::{Passes, Span};
use crate::kernels::ahead::Run;
use crate::kernels::batch::Batch;
use crate::kernels::buffer::Shared;
use crate::kernels::panels::{WIDE, padded, panel_width};
use crate::kernels::real::Real;
use crate::network::{Block, Dense, OpKind};

/// Parameters of a network that is near anyway.
const FEW: usize = 1 << 15;

/// Most runs that a block is computed before.
const MOST: usize = 11;

/// What a thread has of a step, and what it takes after a block.
#[derive(Clone, Copy)]
pub(in crate::kernels) struct Coming<'a> {
    /// The rows it passed over; others have written the rest.
    pub own: Span,
    /// All of its blocks.
    pub blocks: &'a [Block],
    /// The next one among them.
    pub next: usize,
}

/// Runs of what is read soon.
pub(super) struct Runs<T> {
    runs: [Run<T>; MOST],
    len: usize,
}

impl<T> Runs<T> {
    fn none() -> Self {
        Self {
            runs: [Run::none(); MOST],
            len: 0,
        }
    }

    fn add(&mut self, run: Run<T>) {
        if !run.is_empty() && self.len < MOST {
            self.runs[self.len] = run;
            self.len += 1;
        }
    }

    pub fn as_slice(&self) -> &[Run<T>] {
        &self.runs[..self.len]
    }
}

impl<T: Real> Passes<'_, T> {
    /// The first panel of the weights that a pass forward reads after those of op `index`.
    pub(super) fn after_forward(&self, index: usize) -> Run<T> {
        match self.plan.ops.get(index + 1).map(|op| &op.kind) {
            Some(OpKind::Dense(dense)) => {
                let len = dense.rows() * panel_width(dense.outputs, 0);
                Run::new(
                    self.parameters.values.get().wrapping_add(dense.parameters),
                    len,
                )
            }
            _ => Run::none(),
        }
    }

    /// The first panel of the weights that a pass back reads after those of op `index`.
    pub(super) fn after_backward(&self, index: usize) -> Run<T> {
        match &self.plan.ops[index - 1].kind {
            OpKind::Dense(dense) => match dense.transposed {
                Some(at) => {
                    let len = padded(dense.outputs) * panel_width(dense.reached, 0);
                    Run::new(self.parameters.transposed.get().wrapping_add(at), len)
                }
                None => Run::none(),
            },
            _ => Run::none(),
        }
    }

    /// What the step of a block of a dense layer and the gradient of the one after it read and write.
    pub(super) fn after_gradient(
        &self,
        batch: &Batch<T>,
        block: &Block,
        dense: &Dense,
        coming: Coming<'_>,
    ) -> Runs<T> {
        let mut runs = Runs::none();
        if self.plan.parameter_len < FEW {
            return runs;
        }
        let own = coming.own;
        if let Some(next) = coming.blocks.get(coming.next)
            && own.to - own.from < own.count
            && let OpKind::Dense(after) = &self.plan.ops[next.op].kind
            && !after.lying
            && self.plan.ops[next.op].members == 1
            && next.from < after.inputs
        {
            let (below, deltas) = (&batch.ops[next.op - 1], &batch.ops[next.op].deltas);
            let mut others = |panel: *const T, width: usize| {
                let behind = panel.wrapping_add(own.to * width);
                runs.add(Run::new(panel, own.from * width));
                runs.add(Run::new(behind, (own.count - own.to) * width));
            };
            // Activations stay near while panel after panel of δ passes over them.
            let first = &coming.blocks[0];
            let fresh = next.panel == if next.op == first.op { first.panel } else { 0 };
            if fresh || next.panel == 0 {
                let at = next.from / WIDE * WIDE * below.rows;
                let width = panel_width(after.inputs, next.from / WIDE);
                others(below.outputs.get().wrapping_add(at), width);
            }
            if next.panel != block.panel || next.op != block.op {
                let at = next.panel * WIDE * batch.ops[next.op].rows;
                others(deltas.get().wrapping_add(at), next.width);
            }
        }
        // First what others have read, and of which this thread is to be the only one to have it again.
        let (at, len) = match block.segments {
            [Some(segment), _] => (segment.at, segment.len),
            _ => (0, 0),
        };
        let p = self.parameters;
        let mut written = |array: Shared<T>, at: usize, len: usize| {
            if !array.get().is_null() {
                runs.add(Run::written(array.get().wrapping_add(at), len));
            }
        };
        written(p.values, at, len);
        if let (Some(start), true) = (dense.transposed, block.from < dense.reached) {
            let start = start + block.member * dense.transposed_len();
            let (at, width) = self.transposed_block(block, dense, start);
            written(p.transposed, at, block.width * width);
        }
        for array in [p.first, p.second, p.third, p.average, p.gradients] {
            written(array, at, len);
        }
        runs
    }
}
