//! Normalizations. That of a batch needs all rows of a column: its threads meet before and after the statistics, of
//! which each takes some panels, whole, so that no sum is split.

use super::{Mode, Passes, Span, at_or_null};
use crate::kernels::batch::Batch;
use crate::kernels::buffer::Shared;
use crate::kernels::columns::{ColumnSums, Term};
use crate::kernels::normalize::{NormalizeRows, NormalizeRowsBack, Standardize, StandardizeBack};
use crate::kernels::panels::{WIDE, panel_count, panel_width};
use crate::kernels::real::Real;
use crate::kernels::team::Member;
use crate::network::{BatchNormalization, Block, RowNormalization, vector_len};

/// Rows whose sums are taken at once.
const PART_ROWS: usize = 1024;

/// One panel of one member's rows.
#[derive(Clone, Copy)]
struct Column {
    width: usize,
    /// Start of the rows.
    rows: usize,
    /// Start of the panel's part of the members' vectors.
    vector: usize,
}

impl<T: Real> Passes<'_, T> {
    /// # Safety
    /// As [`Passes::forward`].
    pub(super) unsafe fn normalize_batch(
        &self,
        batch: &Batch<T>,
        index: usize,
        norm: &BatchNormalization,
        span: Span,
        mode: Mode<'_>,
    ) {
        let (below, own) = (&batch.ops[index - 1], &batch.ops[index]);
        let op = &self.plan.ops[index];
        let length = vector_len(op.outputs);
        let values = self.parameters.values;
        // SAFETY: the caller's promise; the statistics are one thread's between the barriers.
        unsafe {
            let (mean, variance) = match mode {
                Mode::Training { member, .. } => {
                    member.barrier();
                    self.each_column(batch, index, span.count, member, |column| {
                        self.statistics(batch, index, norm, column, span.count);
                    });
                    member.barrier();
                    let statistics = own.statistics;
                    (statistics, Shared::new(statistics.at(op.members * length)))
                }
                Mode::Evaluation => (
                    Shared::new(values.at(norm.running_mean)),
                    Shared::new(values.at(norm.running_variance)),
                ),
            };
            for member in 0..op.members {
                let (part, skipped) = (span.of(member), member * length);
                (self.kernels.standardize)(&Standardize {
                    input: below.outputs.get(),
                    out: own.outputs.get(),
                    kept: own.kept.get(),
                    mean: mean.at(skipped),
                    variance: variance.at(skipped),
                    gain: values.at(norm.gain + skipped),
                    shift: values.at(norm.shift + skipped),
                    epsilon: norm.epsilon,
                    rows: own.rows,
                    columns: op.outputs,
                    from: part.from,
                    to: part.to,
                });
            }
        }
    }

    /// Calls `f` for this thread's share of the panels of all members.
    fn each_column(
        &self,
        batch: &Batch<T>,
        index: usize,
        count: usize,
        member: &Member<'_>,
        f: impl Fn(Column),
    ) {
        let op = &self.plan.ops[index];
        let panels = panel_count(op.outputs);
        for place in (member.index..op.members * panels).step_by(member.size) {
            let (member, panel) = (place / panels, place % panels);
            let width = panel_width(op.outputs, panel);
            f(Column {
                width,
                rows: panel * WIDE * batch.ops[index].rows + member * count * width,
                vector: member * vector_len(op.outputs) + panel * WIDE,
            });
        }
    }

    /// Mean and variance of one panel's columns; the running ones for a single row, which has no variance.
    unsafe fn statistics(
        &self,
        batch: &Batch<T>,
        index: usize,
        norm: &BatchNormalization,
        column: Column,
        count: usize,
    ) {
        let (below, own, op) = (
            &batch.ops[index - 1],
            &batch.ops[index],
            &self.plan.ops[index],
        );
        let share = T::from_f64(1.0 / count as f64);
        // SAFETY: as in `normalize_batch`; this thread alone touches the panel's statistics.
        unsafe {
            let mean = own.statistics.at(column.vector);
            let variance = mean.add(op.members * vector_len(op.outputs));
            if count == 1 {
                let running = |at: usize| self.parameters.values.at(at + column.vector);
                std::ptr::copy_nonoverlapping(running(norm.running_mean), mean, column.width);
                std::ptr::copy_nonoverlapping(
                    running(norm.running_variance),
                    variance,
                    column.width,
                );
                return;
            }
            let means = |term: Term<T>, out: *mut T| {
                self.sums(
                    below.outputs.at(column.rows),
                    term,
                    column.width,
                    count,
                    out,
                );
                for i in 0..column.width {
                    *out.add(i) = (*out.add(i)).times(share);
                }
            };
            means(Term::Left, mean);
            means(Term::Deviation(mean), variance);
        }
    }

    /// Sums over `count` rows of one panel. Of a batch of millions f32 would lose what its last digits have: sums of parts are
    /// added in f64.
    ///
    /// # Safety
    /// As [`ColumnSums`] needs it.
    unsafe fn sums(&self, left: *const T, term: Term<T>, width: usize, count: usize, out: *mut T) {
        // SAFETY: the caller's promise; the parts are within the rows.
        unsafe {
            let part = |from: usize, count: usize| {
                (self.kernels.column_sums)(&ColumnSums {
                    left: left.add(from * width),
                    term: term.from(from * width),
                    width,
                    count,
                    out,
                });
            };
            if count <= PART_ROWS {
                part(0, count);
                return;
            }
            let mut totals = [0.0f64; WIDE];
            for from in (0..count).step_by(PART_ROWS) {
                part(from, (count - from).min(PART_ROWS));
                for (i, total) in totals.iter_mut().enumerate().take(width) {
                    *total += (*out.add(i)).to_f64();
                }
            }
            for (i, total) in totals.iter().enumerate().take(width) {
                *out.add(i) = T::from_f64(*total);
            }
        }
    }

    /// δ of the op below. The sums over the batch that it needs are the gradients of shift and gain.
    ///
    /// # Safety
    /// As [`Passes::backward`].
    pub(super) unsafe fn normalize_batch_backward(
        &self,
        batch: &Batch<T>,
        index: usize,
        norm: &BatchNormalization,
        span: Span,
        member: &Member<'_>,
    ) {
        let (below, own) = (&batch.ops[index - 1], &batch.ops[index]);
        let op = &self.plan.ops[index];
        let length = vector_len(op.outputs);
        let (values, gradients) = (self.parameters.values, self.parameters.gradients);
        // SAFETY: the caller's promise; the sums are one thread's between the barriers.
        unsafe {
            member.barrier();
            self.each_column(batch, index, span.count, member, |column| {
                self.standardized_gradient(batch, index, norm, column, span.count);
            });
            member.barrier();
            for member in 0..op.members {
                let (part, skipped) = (span.of(member), member * length);
                let own_statistics = span.count > 1;
                (self.kernels.standardize_back)(&StandardizeBack {
                    deltas: own.deltas.get(),
                    kept: own.kept.get(),
                    out: below.deltas.get(),
                    variance: own.statistics.at(op.members * length + skipped),
                    gain: values.at(norm.gain + skipped),
                    sums: if own_statistics {
                        gradients.at(norm.shift + skipped)
                    } else {
                        std::ptr::null()
                    },
                    products: gradients.at(norm.gain + skipped),
                    epsilon: norm.epsilon,
                    count: span.count,
                    rows: own.rows,
                    columns: op.outputs,
                    from: part.from,
                    to: part.to,
                });
            }
        }
    }

    /// The gradients of shift and gain in one panel: Σδ and Σδx̂.
    unsafe fn standardized_gradient(
        &self,
        batch: &Batch<T>,
        index: usize,
        norm: &BatchNormalization,
        column: Column,
        count: usize,
    ) {
        let own = &batch.ops[index];
        // SAFETY: as in `normalize_batch_backward`.
        unsafe {
            let product = Term::Product(own.kept.at(column.rows).cast_const());
            for (term, at) in [(Term::Left, norm.shift), (product, norm.gain)] {
                let out = self.parameters.gradients.at(at + column.vector);
                self.sums(own.deltas.at(column.rows), term, column.width, count, out);
            }
        }
    }

    /// The gradients of one block where the pass back did not need them.
    ///
    /// # Safety
    /// As [`Passes::gradient`].
    pub(super) unsafe fn batch_gradient(
        &self,
        batch: &Batch<T>,
        block: &Block,
        norm: &BatchNormalization,
        count: usize,
    ) {
        if self.plan.first_trained != Some(block.op) {
            return;
        }
        let columns = self.plan.ops[block.op].outputs;
        let column = Column {
            width: block.width,
            rows: block.panel * WIDE * batch.ops[block.op].rows
                + block.member * count * block.width,
            vector: block.member * vector_len(columns) + block.panel * WIDE,
        };
        // SAFETY: the caller's promise.
        unsafe { self.standardized_gradient(batch, block.op, norm, column, count) };
    }

    /// Moves the running statistics of one block's columns towards those of the batch, and their average, as `share` says.
    ///
    /// # Safety
    /// As [`Passes::follow`].
    pub(in crate::kernels) unsafe fn run_statistics(
        &self,
        batch: &Batch<T>,
        block: &Block,
        norm: &BatchNormalization,
        count: usize,
        share: f64,
    ) {
        let op = &self.plan.ops[block.op];
        let length = vector_len(op.outputs);
        let vector = block.member * length + block.panel * WIDE;
        let statistics = batch.ops[block.op].statistics;
        // A row alone has no variance, and leaves the running statistics as they are.
        let momentum = if count == 1 { 0.0 } else { norm.momentum };
        // Over n - 1, as an estimate of the variance of all rows.
        let unbiased = count as f64 / (count - 1).max(1) as f64;
        let (values, average) = (self.parameters.values, self.parameters.average);
        for (running, first, scale) in [
            (norm.running_mean, 0, 1.0),
            (norm.running_variance, op.members * length, unbiased),
        ] {
            for i in vector..vector + block.width {
                let toward = |from: f64, to: f64, share: f64| {
                    // All of the way is there, whatever rounding makes of the difference.
                    if share == 1.0 {
                        to
                    } else {
                        from + (to - from) * share
                    }
                };
                // SAFETY: the caller's promise; the statistics are laid out as the vectors.
                unsafe {
                    let value = values.at(running + i);
                    let fresh = (*statistics.at(first + i)).to_f64() * scale;
                    *value = T::from_f64(toward((*value).to_f64(), fresh, momentum));
                    let average = at_or_null(average, running + i);
                    if !average.is_null() && share != 0.0 {
                        let moved = toward((*average).to_f64(), (*value).to_f64(), share);
                        *average = T::from_f64(moved);
                    }
                }
            }
        }
    }

    /// # Safety
    /// As [`Passes::forward`].
    pub(super) unsafe fn normalize_rows(
        &self,
        batch: &Batch<T>,
        index: usize,
        norm: &RowNormalization,
        span: Span,
    ) {
        let (below, own) = (&batch.ops[index - 1], &batch.ops[index]);
        let op = &self.plan.ops[index];
        for member in 0..op.members {
            let (part, skipped) = (span.of(member), member * vector_len(op.outputs));
            let values = self.parameters.values;
            // SAFETY: the caller's promise.
            unsafe {
                (self.kernels.normalize_rows)(&NormalizeRows {
                    input: below.outputs.get(),
                    out: own.outputs.get(),
                    kept: own.kept.get(),
                    scales: own.statistics.get(),
                    gain: values.at(norm.gain + skipped),
                    shift: match norm.shift {
                        Some(at) => values.at(at + skipped),
                        None => std::ptr::null(),
                    },
                    epsilon: norm.epsilon,
                    rows: own.rows,
                    columns: op.outputs,
                    from: part.from,
                    to: part.to,
                });
            }
        }
    }

    /// # Safety
    /// As [`Passes::backward`].
    pub(super) unsafe fn normalize_rows_backward(
        &self,
        batch: &Batch<T>,
        index: usize,
        norm: &RowNormalization,
        span: Span,
    ) {
        let (below, own) = (&batch.ops[index - 1], &batch.ops[index]);
        let op = &self.plan.ops[index];
        for member in 0..op.members {
            let (part, skipped) = (span.of(member), member * vector_len(op.outputs));
            // SAFETY: the caller's promise.
            unsafe {
                (self.kernels.normalize_rows_back)(&NormalizeRowsBack {
                    deltas: own.deltas.get(),
                    kept: own.kept.get(),
                    scales: own.statistics.get(),
                    out: below.deltas.get(),
                    gain: self.parameters.values.at(norm.gain + skipped),
                    centred: norm.shift.is_some(),
                    rows: own.rows,
                    columns: op.outputs,
                    from: part.from,
                    to: part.to,
                });
            }
        }
    }
}
