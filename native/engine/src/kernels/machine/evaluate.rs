//! Passes that want no gradient: the loss of a split, and the outputs of rows.

use super::{CHUNK_ROWS, Machine, Results, Rows, sum};
use crate::kernels::denormals::FlushDenormals;
use crate::kernels::panels::panel_index;
use crate::kernels::passes::{Passes, Span};
use crate::kernels::real::Real;
use crate::kernels::team::Member;
use crate::loss::Criterion;

/// What the network makes of a chunk of rows.
pub(crate) struct Chunk<'a, T> {
    /// Row of the split that is the chunk's first.
    pub first: usize,
    pub len: usize,
    /// Sum of the rows' losses.
    pub loss: f64,
    outputs: &'a [T],
    width: usize,
}

impl<T: Real> Chunk<'_, T> {
    /// The outputs of one of its rows.
    pub fn read(&self, row: usize, into: &mut [f64]) {
        for (column, value) in into.iter_mut().enumerate().take(self.width) {
            *value = self.outputs[panel_index(CHUNK_ROWS, self.width, row, column)].to_f64();
        }
    }
}

impl<T: Real> Machine<T> {
    /// Calls `f` once for each chunk of rows, on whichever thread, with the slice of `results` that is the chunk's own:
    /// `stride` values. With the average of the parameters where `averaged`.
    pub fn survey(
        &mut self,
        criterion: Criterion<'_>,
        rows: Rows<'_>,
        averaged: bool,
        results: &mut [f64],
        stride: usize,
        f: impl Fn(&Chunk<'_, T>, &mut [f64]) + Sync,
    ) {
        let count = rows.inputs.len() / self.plan.inputs;
        let passes = Passes {
            plan: &self.plan,
            kernels: &self.kernels,
            parameters: if averaged {
                &self.averaged
            } else {
                &self.parameters
            },
        };
        let (batches, activations) = (&self.shared_chunks, &self.chunks);
        let last = self.plan.ops.len() - 1;
        let width = self.plan.outputs();
        let chunks = count.div_ceil(CHUNK_ROWS);
        assert!(results.len() == chunks * stride);
        rows.check(count, self.plan.inputs, criterion.loss.target_width(width));
        let results = Results(results.as_mut_ptr());
        let work = |member: &Member<'_>| {
            let _flush = FlushDenormals::enter();
            let batch = &batches[member.index];
            let results = &results;
            for index in (member.index..chunks).step_by(member.size) {
                let first = index * CHUNK_ROWS;
                let part = Rows { first, ..rows };
                let len = (count - first).min(CHUNK_ROWS);
                // SAFETY: each member has its own activations and each chunk its own results; indices are below `count`.
                let (loss, own) = unsafe {
                    passes.forward(batch, &part, Span::whole(len));
                    passes.objective(batch, criterion, &part, Span::whole(len));
                    let own = std::slice::from_raw_parts_mut(results.0.add(index * stride), stride);
                    (sum(batch.losses, len), own)
                };
                let chunk = Chunk {
                    first,
                    len,
                    loss,
                    outputs: activations[member.index].outputs(last),
                    width,
                };
                f(&chunk, own);
            }
        };
        if self.pace.alone() {
            self.team.run_alone(&work);
        } else {
            self.team.run(&work);
        }
    }

    /// Calls `f(row, outputs of the row)` for all rows in order, before any output activation.
    pub fn outputs(&mut self, inputs: &[f32], mut f: impl FnMut(usize, &[T])) {
        let count = inputs.len() / self.plan.inputs;
        let passes = self.passes();
        let width = self.plan.outputs();
        let mut row = vec![T::ZERO; width];
        let last = self.plan.ops.len() - 1;
        let (Some(chunk), Some(batch)) = (self.chunks.first(), self.shared_chunks.first()) else {
            return;
        };
        let _flush = FlushDenormals::enter();
        for first in (0..count).step_by(CHUNK_ROWS) {
            let rows = Rows {
                inputs,
                targets: &[],
                order: None,
                first,
            };
            let len = (count - first).min(CHUNK_ROWS);
            // SAFETY: one thread; indices are below `count`.
            unsafe { passes.forward(batch, &rows, Span::whole(len)) };
            let outputs = chunk.outputs(last);
            for i in 0..len {
                for (column, value) in row.iter_mut().enumerate() {
                    *value = outputs[panel_index(CHUNK_ROWS, width, i, column)];
                }
                f(first + i, &row);
            }
        }
    }
}
