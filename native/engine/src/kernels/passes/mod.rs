//! The passes through a network, for a range of rows of a batch and for blocks of its parameters.

mod backward;
mod features;
mod forward;
mod gradient;
mod update;

use super::batch::Batch;
use super::buffer::Shared;
use super::machine::Rows;
use super::objective::Objective;
use super::panels::{WIDE, panel_count, panel_width};
use super::real::Real;
use super::table::Kernels;
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

/// Rows `from..to`, a thread's part, of a batch of `count`.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub from: usize,
    pub to: usize,
    pub count: usize,
}

impl Span {
    /// All rows of a batch.
    pub fn whole(count: usize) -> Self {
        Self {
            from: 0,
            to: count,
            count,
        }
    }
}

pub(super) struct Passes<'a, T: Real> {
    pub plan: &'a Plan,
    pub kernels: &'a Kernels<T>,
    pub parameters: &'a Parameters<T>,
}

impl<T: Real> Passes<'_, T> {
    /// Losses and, where wanted, δ of the output layer for the rows of `span`.
    ///
    /// # Safety
    /// As [`Passes::forward`].
    pub unsafe fn objective(
        &self,
        batch: &Batch<T>,
        criterion: Criterion<'_>,
        rows: &Rows<'_>,
        span: Span,
    ) {
        let last = self.plan.ops.len() - 1;
        let outputs = &batch.ops[last];
        // SAFETY: as in `forward`.
        unsafe {
            (self.kernels.objective)(&Objective {
                criterion,
                outputs: outputs.outputs.get(),
                deltas: outputs.deltas.get(),
                rows: batch.rows,
                width: self.plan.outputs(),
                targets: rows.targets,
                order: rows.order,
                first: rows.first,
                losses: batch.losses.get(),
                batch: span.count,
                from: span.from,
                to: span.to,
            });
            if !outputs.deltas.get().is_null() {
                self.chain_fused(batch, last, span);
            }
        }
    }
}

/// Calls `f(offset, values)` for the rows of `span` in each panel of `columns`.
fn each_panel<T>(batch: &Batch<T>, columns: usize, span: Span, mut f: impl FnMut(usize, usize)) {
    for panel in 0..panel_count(columns) {
        let width = panel_width(columns, panel);
        let at = panel * WIDE * batch.rows + span.from * width;
        f(at, (span.to - span.from) * width);
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
