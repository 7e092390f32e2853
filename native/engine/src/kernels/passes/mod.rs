//! The passes through a network, for a range of rows of a batch and for blocks of its parameters.

mod ahead;
mod backward;
mod dense;
mod elements;
mod features;
mod forward;
mod gradient;
mod normalization;
mod span;
mod update;

pub(super) use ahead::Coming;
pub(super) use gradient::square_sum;
pub(super) use span::{Part, Span};

use super::batch::Batch;
use super::buffer::Shared;
use super::combine::Combine;
use super::machine::Rows;
use super::objective::Objective;
use super::real::Real;
use super::table::Kernels;
use super::team::Member;
use crate::loss::Criterion;
use crate::network::Plan;

/// The parameters and what an update needs, for the kernels. Null where there is no such array.
#[derive(Clone, Copy)]
pub(super) struct Parameters<T> {
    pub values: Shared<T>,
    pub gradients: Shared<T>,
    pub first: Shared<T>,
    pub second: Shared<T>,
    pub third: Shared<T>,
    pub average: Shared<T>,
    /// Where hidden matrices move, with Muon.
    pub direction: Shared<T>,
    pub transposed: Shared<T>,
}

/// What a pass is for.
#[derive(Clone, Copy)]
pub(super) enum Mode<'a> {
    /// A step: all threads of the team pass at once, each with its rows.
    Training {
        member: &'a Member<'a>,
        /// Of the run and the step, for what is random.
        key: u64,
    },
    /// Each row by itself: without dropout, with running statistics.
    Evaluation,
}

pub(super) struct Passes<'a, T: Real> {
    pub plan: &'a Plan,
    pub kernels: &'a Kernels<T>,
    pub parameters: &'a Parameters<T>,
}

impl<T: Real> Passes<'_, T> {
    /// The outputs of all members as those of one, in the first member's rows.
    ///
    /// # Safety
    /// As [`Passes::forward`].
    pub unsafe fn combine(&self, batch: &Batch<T>, count: usize) {
        let last = &batch.ops[self.plan.ops.len() - 1];
        let combine = Combine {
            outputs: last.outputs.get(),
            rows: last.rows,
            columns: self.plan.outputs(),
            members: self.plan.distinct(),
            count,
            kind: self.plan.output_kind,
        };
        // SAFETY: the caller's promise.
        unsafe { combine.run() };
    }

    /// Losses and, where wanted, δ of the output layer for the rows of `span` and the first `members` networks. The loss
    /// of a batch is the mean over its rows and those.
    ///
    /// # Safety
    /// As [`Passes::forward`].
    pub unsafe fn objective(
        &self,
        batch: &Batch<T>,
        criterion: Criterion<'_>,
        rows: &Rows<'_>,
        span: Span,
        members: usize,
    ) {
        let last = self.plan.ops.len() - 1;
        let outputs = &batch.ops[last];
        for member in 0..members {
            let part = span.of(member);
            // SAFETY: as in `forward`.
            unsafe {
                (self.kernels.objective)(&Objective {
                    criterion,
                    outputs: outputs.outputs.get(),
                    deltas: outputs.deltas.get(),
                    rows: outputs.rows,
                    width: self.plan.outputs(),
                    targets: rows.targets,
                    order: rows.order,
                    first: rows.first,
                    skipped: member * span.count,
                    losses: batch.losses.get(),
                    batch: span.count * members,
                    from: part.from,
                    to: part.to,
                });
            }
        }
        if !outputs.deltas.get().is_null() {
            // SAFETY: as above.
            unsafe { self.chain_fused(batch, last, span) };
        }
    }
}

/// A pointer at an offset, or null where there is no such buffer.
///
/// # Safety
/// `offset` must be inside the buffer.
unsafe fn at_or_null<T>(buffer: Shared<T>, offset: usize) -> *mut T {
    if buffer.get().is_null() {
        std::ptr::null_mut()
    } else {
        // SAFETY: the caller's promise.
        unsafe { buffer.at(offset) }
    }
}
