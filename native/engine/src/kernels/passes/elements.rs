//! Ops of single values: activations, dropout, scales, slopes, copies and sums.

use super::{Mode, Passes, Span, at_or_null};
use crate::activation::Activation;
use crate::kernels::batch::Batch;
use crate::kernels::buffer::Shared;
use crate::kernels::columns::{Scaled, Sloped};
use crate::kernels::dropout::{Dropout, scramble};
use crate::kernels::pairs::Pair;
use crate::kernels::panels::{WIDE, panel_count, panel_width};
use crate::kernels::pointwise::{Activate, Chain};
use crate::kernels::real::Real;
use crate::network::{Scale, vector_len};

impl<T: Real> Passes<'_, T> {
    /// An activation of an op's own outputs, in place.
    ///
    /// # Safety
    /// As [`Passes::forward`].
    pub(super) unsafe fn activate(
        &self,
        batch: &Batch<T>,
        index: usize,
        activation: Activation,
        span: Span,
    ) {
        let (op, values) = (&self.plan.ops[index], &batch.ops[index]);
        for part in span.parts(op.members) {
            part.each_panel(values.rows, op.outputs, |at, len| {
                // SAFETY: the caller's promise.
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
    }

    /// `δ ∘= f'` for the δ of one op and the activation that made the outputs of op `index`, of the same shape.
    ///
    /// # Safety
    /// As [`Passes::backward`].
    pub(super) unsafe fn chain(
        &self,
        batch: &Batch<T>,
        index: usize,
        activation: Activation,
        deltas: Shared<T>,
        span: Span,
    ) {
        let (op, values) = (&self.plan.ops[index], &batch.ops[index]);
        for part in span.parts(op.members) {
            part.each_panel(values.rows, op.outputs, |at, len| {
                // SAFETY: the caller's promise.
                unsafe {
                    (self.kernels.chain)(&Chain {
                        activation,
                        deltas: deltas.at(at),
                        activations: values.outputs.at(at),
                        derivatives: at_or_null(values.kept, at),
                        len,
                    });
                }
            });
        }
    }

    /// Copies the rows of `span` from one buffer of the shape of op `index` to another.
    ///
    /// # Safety
    /// As [`Passes::forward`].
    pub(super) unsafe fn copy(
        &self,
        batch: &Batch<T>,
        index: usize,
        from: Shared<T>,
        to: Shared<T>,
        span: Span,
    ) {
        let op = &self.plan.ops[index];
        for part in span.parts(op.members) {
            part.each_panel(batch.ops[index].rows, op.outputs, |at, len| {
                // SAFETY: the caller's promise; buffers do not overlap.
                unsafe { std::ptr::copy_nonoverlapping(from.at(at), to.at(at), len) };
            });
        }
    }

    /// Two buffers of the shape of op `index`, element by element.
    ///
    /// # Safety
    /// As [`Passes::forward`].
    pub(super) unsafe fn pair(
        &self,
        batch: &Batch<T>,
        index: usize,
        (left, right, out): (Shared<T>, Shared<T>, Shared<T>),
        kernel: unsafe fn(&Pair<T>),
        span: Span,
    ) {
        let op = &self.plan.ops[index];
        for part in span.parts(op.members) {
            part.each_panel(batch.ops[index].rows, op.outputs, |at, len| {
                // SAFETY: the caller's promise.
                unsafe {
                    kernel(&Pair {
                        left: left.at(at),
                        right: right.at(at),
                        out: out.at(at),
                        len,
                    });
                }
            });
        }
    }

    /// The values that are kept, in training; all of them in evaluation.
    ///
    /// # Safety
    /// As [`Passes::forward`].
    pub(super) unsafe fn dropout(
        &self,
        batch: &Batch<T>,
        index: usize,
        (rate, layer): (f64, u64),
        span: Span,
        mode: Mode<'_>,
    ) {
        let (op, below, own) = (
            &self.plan.ops[index],
            &batch.ops[index - 1],
            &batch.ops[index],
        );
        let Mode::Training { key, .. } = mode else {
            // SAFETY: the caller's promise.
            return unsafe { self.copy(batch, index, below.outputs, own.outputs, span) };
        };
        for member in 0..op.members {
            let part = span.of(member);
            let place = layer << 32 | member as u64;
            // SAFETY: the caller's promise.
            unsafe {
                (self.kernels.dropout)(&Dropout {
                    input: below.outputs.get(),
                    out: own.outputs.get(),
                    kept: own.kept.get(),
                    rate,
                    key: scramble(key ^ scramble(place)),
                    first: member * span.count,
                    rows: own.rows,
                    columns: op.outputs,
                    from: part.from,
                    to: part.to,
                });
            }
        }
    }

    /// `out = input ∘ factors`, with each member's own, `+ offsets` where `shifted`.
    ///
    /// # Safety
    /// As [`Passes::forward`].
    pub(super) unsafe fn scale(
        &self,
        batch: &Batch<T>,
        index: usize,
        scale: &Scale,
        (input, out): (Shared<T>, Shared<T>),
        shifted: bool,
        span: Span,
    ) {
        let op = &self.plan.ops[index];
        for member in 0..op.members {
            let part = span.of(member);
            let skipped = member * vector_len(op.outputs);
            let offsets = scale.offsets.filter(|_| shifted);
            // SAFETY: the caller's promise.
            unsafe {
                (self.kernels.scaled)(&Scaled {
                    input: input.get(),
                    out: out.get(),
                    factors: self.parameters.values.at(scale.factors + skipped),
                    offsets: match offsets {
                        Some(at) => self.parameters.values.at(at + skipped),
                        None => std::ptr::null(),
                    },
                    rows: batch.ops[index].rows,
                    columns: op.outputs,
                    from: part.from,
                    to: part.to,
                });
            }
        }
    }

    /// `out = values`, times the slope of each column where the op's inputs are not positive.
    ///
    /// # Safety
    /// As [`Passes::forward`].
    pub(super) unsafe fn slope(
        &self,
        batch: &Batch<T>,
        index: usize,
        slopes: usize,
        (values, out): (Shared<T>, Shared<T>),
        span: Span,
    ) {
        let op = &self.plan.ops[index];
        for member in 0..op.members {
            let part = span.of(member);
            let skipped = member * vector_len(op.outputs);
            // SAFETY: the caller's promise.
            unsafe {
                (self.kernels.sloped)(&Sloped {
                    signs: batch.ops[index - 1].outputs.get(),
                    values: values.get(),
                    out: out.get(),
                    slopes: self.parameters.values.at(slopes + skipped),
                    rows: batch.ops[index].rows,
                    columns: op.outputs,
                    from: part.from,
                    to: part.to,
                });
            }
        }
    }

    /// The rows of the op below, once for each member.
    ///
    /// # Safety
    /// As [`Passes::forward`].
    pub(super) unsafe fn expand(&self, batch: &Batch<T>, index: usize, span: Span) {
        self.each_member(batch, index, span, |_, below, own, len| {
            let (from, to) = (batch.ops[index - 1].outputs, batch.ops[index].outputs);
            // SAFETY: the caller's promise.
            unsafe { std::ptr::copy_nonoverlapping(from.at(below), to.at(own), len) };
        });
    }

    /// δ of the op below: the sum of the members', in their order.
    ///
    /// # Safety
    /// As [`Passes::backward`].
    pub(super) unsafe fn expand_backward(&self, batch: &Batch<T>, index: usize, span: Span) {
        self.each_member(batch, index, span, |member, below, own, len| {
            let (to, from) = (batch.ops[index - 1].deltas, batch.ops[index].deltas);
            // SAFETY: the caller's promise.
            unsafe {
                if member == 0 {
                    std::ptr::copy_nonoverlapping(from.at(own), to.at(below), len);
                } else {
                    (self.kernels.sum_pair)(&Pair {
                        left: to.at(below),
                        right: from.at(own),
                        out: to.at(below),
                        len,
                    });
                }
            }
        });
    }

    /// Calls `f(member, offset below, offset, values)` for the panels of the rows of each member and of those below, which
    /// all members share.
    fn each_member(
        &self,
        batch: &Batch<T>,
        index: usize,
        span: Span,
        mut f: impl FnMut(usize, usize, usize, usize),
    ) {
        let op = &self.plan.ops[index];
        let (below, own) = (batch.ops[index - 1].rows, batch.ops[index].rows);
        for member in 0..op.members {
            let from = span.of(member).from;
            for panel in 0..panel_count(op.outputs) {
                let (width, first) = (panel_width(op.outputs, panel), panel * WIDE);
                f(
                    member,
                    first * below + span.from * width,
                    first * own + from * width,
                    (span.to - span.from) * width,
                );
            }
        }
    }
}
