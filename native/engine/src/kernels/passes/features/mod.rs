//! The front end: what it makes of the rows of a batch, and δ through its encodings.

mod gradient;

use super::{Passes, Span, at_or_null};
use crate::kernels::ahead::Run;
use crate::kernels::batch::Batch;
use crate::kernels::buffer::Shared;
use crate::kernels::encode::{Bins, Periodic};
use crate::kernels::front::{Deal, EncodingValues, Front, Place};
use crate::kernels::gather::Gather;
use crate::kernels::machine::Rows;
use crate::kernels::panels::{
    WIDE, copy_run, padded, panel_count, panel_index, panel_width, within_panels,
};
use crate::kernels::pointwise::{Activate, Chain};
use crate::kernels::product::Product;
use crate::kernels::real::Real;
use crate::network::{Dense, Encoding, EncodingKind, Features};

/// Columns `at..at + columns` of panels of `rows × width`.
struct Columns<T> {
    values: Shared<T>,
    rows: usize,
    width: usize,
    at: usize,
}

impl<T: Real> Passes<'_, T> {
    /// The activations that the network starts from, for the rows of `span`.
    ///
    /// # Safety
    /// As [`Passes::forward`].
    pub(super) unsafe fn features(
        &self,
        batch: &Batch<T>,
        features: &Features,
        rows: &Rows<'_>,
        span: Span,
    ) {
        let out = batch.ops[0].outputs.get();
        let Some(front) = &batch.front else {
            // SAFETY: the caller's promise.
            unsafe {
                (self.kernels.gather)(&Gather {
                    source: rows,
                    width: self.plan.inputs,
                    out,
                    rows: batch.rows,
                    from: span.from,
                    to: span.to,
                    batch: span.count,
                });
            }
            return;
        };
        // SAFETY: the plan's layout is what the buffers were made with; the caller's promise covers the rows.
        unsafe {
            (self.kernels.deal)(&Deal {
                source: rows,
                columns: self.plan.inputs,
                features,
                out,
                codes: front.codes.get(),
                numbers: front.numbers.get(),
                rows: batch.rows,
                count: span.count,
                from: span.from,
                to: span.to,
            });
            (self.kernels.place)(&Place {
                features,
                values: self.parameters.values.get(),
                codes: front.codes.get(),
                out,
                rows: batch.rows,
                from: span.from,
                to: span.to,
            });
            for (encoding, values) in features.encodings.iter().zip(&front.encodings) {
                for number in 0..encoding.numbers {
                    let stacked = stacked(span, number);
                    self.encode(batch.rows, front, encoding, values, stacked);
                    let (from, own) = match &encoding.dense {
                        Some(dense) => {
                            let rows = encoding.numbers * batch.rows;
                            self.encoded_dense(rows, dense, values, stacked);
                            (values.outputs, encoding.units())
                        }
                        None => (values.encoded, encoding.encoded_width()),
                    };
                    copy_columns(
                        &Columns {
                            values: from,
                            rows: encoding.numbers * batch.rows,
                            width: own,
                            at: 0,
                        },
                        stacked.from,
                        &Columns {
                            values: batch.ops[0].outputs,
                            rows: batch.rows,
                            width: features.width,
                            at: encoding.at + number * own,
                        },
                        span.from,
                        (span.to - span.from, own),
                    );
                }
            }
        }
    }

    /// The encoded values of one number.
    unsafe fn encode(
        &self,
        batch_rows: usize,
        front: &Front<T>,
        encoding: &Encoding,
        values: &EncodingValues<T>,
        stacked: Span,
    ) {
        let rows = encoding.numbers * batch_rows;
        let number = stacked.from / stacked.count.max(1);
        // SAFETY: as in `features`.
        unsafe {
            let numbers = front.numbers.at(encoding.first * batch_rows);
            match &encoding.kind {
                EncodingKind::Periodic { count, parameters } => {
                    (self.kernels.periodic)(&Periodic {
                        numbers,
                        frequencies: self
                            .parameters
                            .values
                            .at(parameters + number * padded(*count)),
                        count: *count,
                        encoded: values.encoded.get(),
                        rows,
                        from: stacked.from,
                        to: stacked.to,
                    });
                }
                EncodingKind::Bins { count, .. } => (self.kernels.bins)(&Bins {
                    numbers,
                    bins: values.bounds.get(),
                    count: *count,
                    encoded: values.encoded.get(),
                    rows,
                    from: stacked.from,
                    to: stacked.to,
                }),
            }
        }
    }

    unsafe fn encoded_dense(
        &self,
        rows: usize,
        dense: &Dense,
        values: &EncodingValues<T>,
        stacked: Span,
    ) {
        let slope = dense.activation.slope_below_zero();
        // SAFETY: as in `features`.
        unsafe {
            (self.kernels.product)(&Product {
                left: values.encoded.get(),
                left_rows: rows,
                k: dense.inputs,
                right: self.parameters.values.at(dense.parameters),
                right_rows: dense.rows(),
                biased: true,
                out: values.outputs.get(),
                out_rows: rows,
                n: dense.outputs,
                gate: std::ptr::null(),
                slope: slope.unwrap_or(1.0),
                from: stacked.from,
                to: stacked.to,
                next: Run::none(),
            });
            if slope.is_none() {
                each_panel(rows, dense.outputs, stacked, |at, len| {
                    (self.kernels.activate)(&Activate {
                        activation: dense.activation,
                        values: values.outputs.at(at),
                        derivatives: at_or_null(values.kept, at),
                        len,
                    });
                });
            }
        }
    }

    /// δ of what is inside the front end, from δ of its activations, for the rows of `span`.
    ///
    /// # Safety
    /// As [`Passes::backward`].
    pub(super) unsafe fn features_backward(
        &self,
        batch: &Batch<T>,
        features: &Features,
        span: Span,
    ) {
        let Some(front) = &batch.front else {
            return;
        };
        for (encoding, values) in features.encodings.iter().zip(&front.encodings) {
            let Some(dense) = &encoding.dense else {
                continue;
            };
            let rows = encoding.numbers * batch.rows;
            for number in 0..encoding.numbers {
                let stacked = stacked(span, number);
                // SAFETY: as in `features`.
                unsafe {
                    copy_columns(
                        &Columns {
                            values: batch.ops[0].deltas,
                            rows: batch.rows,
                            width: features.trained,
                            at: encoding.at + number * dense.outputs,
                        },
                        span.from,
                        &Columns {
                            values: values.deltas,
                            rows,
                            width: dense.outputs,
                            at: 0,
                        },
                        stacked.from,
                        (span.to - span.from, dense.outputs),
                    );
                    if dense.activation != crate::activation::Activation::Linear {
                        each_panel(rows, dense.outputs, stacked, |at, len| {
                            (self.kernels.chain)(&Chain {
                                activation: dense.activation,
                                deltas: values.deltas.at(at),
                                activations: values.outputs.at(at),
                                derivatives: at_or_null(values.kept, at),
                                len,
                            });
                        });
                    }
                    if let Some(transposed) = dense.transposed {
                        (self.kernels.product)(&Product {
                            left: values.deltas.get(),
                            left_rows: rows,
                            k: dense.outputs,
                            right: self.parameters.transposed.at(transposed),
                            right_rows: padded(dense.outputs),
                            biased: false,
                            out: values.encoded_deltas.get(),
                            out_rows: rows,
                            n: dense.inputs,
                            gate: std::ptr::null(),
                            slope: 1.0,
                            from: stacked.from,
                            to: stacked.to,
                            next: Run::none(),
                        });
                    }
                }
            }
        }
    }
}

/// The rows of a number among the stacked rows of an encoding's numbers.
fn stacked(span: Span, number: usize) -> Span {
    Span {
        from: number * span.count + span.from,
        to: number * span.count + span.to,
        count: span.count,
    }
}

/// Calls `f(offset, values)` for the rows of `span` in each panel of `rows × columns`.
fn each_panel(rows: usize, columns: usize, span: Span, mut f: impl FnMut(usize, usize)) {
    for panel in 0..panel_count(columns) {
        let width = panel_width(columns, panel);
        let at = panel * WIDE * rows + span.from * width;
        f(at, (span.to - span.from) * width);
    }
}

/// Copies rows of some columns of panels to other columns of others.
///
/// # Safety
/// Both sides must be inside their panels, and no other thread may touch the rows.
unsafe fn copy_columns<T: Real>(
    from: &Columns<T>,
    from_row: usize,
    to: &Columns<T>,
    to_row: usize,
    (rows, columns): (usize, usize),
) {
    for (column, len) in within_panels(from.at, columns) {
        let from_step = panel_width(from.width, column / WIDE);
        let from_start = panel_index(from.rows, from.width, from_row, column);
        for (target, len) in within_panels(to.at + column - from.at, len) {
            let skipped = target - (to.at + column - from.at);
            let to_step = panel_width(to.width, target / WIDE);
            let to_start = panel_index(to.rows, to.width, to_row, target);
            for row in 0..rows {
                // SAFETY: the caller's promise.
                unsafe {
                    let from = from.values.at(from_start + skipped + row * from_step);
                    let to = to.values.at(to_start + row * to_step);
                    copy_run(from, to, len);
                }
            }
        }
    }
}
