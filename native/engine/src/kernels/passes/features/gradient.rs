//! The gradients of the front end's parameters.

use crate::kernels::batch::Batch;
use crate::kernels::encode::PeriodicGradient;
use crate::kernels::front::Front;
use crate::kernels::gradient::Gradient;
use crate::kernels::lookup::Scatter;
use crate::kernels::panels::{WIDE, padded, panel_index, panel_width, within_panels};
use crate::kernels::passes::Passes;
use crate::kernels::real::Real;
use crate::network::{Block, CategoryKind, EncodingKind, Features, Piece};

impl<T: Real> Passes<'_, T> {
    /// The gradient of one block of the front end's parameters.
    ///
    /// # Safety
    /// As [`Passes::gradient`].
    pub(in crate::kernels::passes) unsafe fn features_gradient(
        &self,
        batch: &Batch<T>,
        features: &Features,
        block: &Block,
        count: usize,
    ) {
        let Some(front) = &batch.front else {
            return;
        };
        // SAFETY: as in `features`; blocks do not overlap.
        unsafe {
            match &features.pieces[block.panel] {
                Piece::Table { category } => {
                    self.table_gradient(batch, front, features, *category, block, count);
                }
                Piece::Frequencies { encoding } => {
                    let values = &front.encodings[*encoding];
                    let encoding = &features.encodings[*encoding];
                    let EncodingKind::Periodic {
                        count: frequencies,
                        parameters,
                    } = encoding.kind
                    else {
                        return;
                    };
                    for number in 0..encoding.numbers {
                        let at = parameters + number * padded(frequencies);
                        (self.kernels.periodic_gradient)(&PeriodicGradient {
                            numbers: front.numbers.at(encoding.first * batch.rows),
                            count: frequencies,
                            encoded: values.encoded.get(),
                            deltas: values.encoded_deltas.get(),
                            rows: encoding.numbers * batch.rows,
                            from: number * count,
                            to: (number + 1) * count,
                            out: self.parameters.gradients.at(at),
                        });
                    }
                }
                Piece::Dense { encoding, block } => {
                    let values = &front.encodings[*encoding];
                    let encoding = &features.encodings[*encoding];
                    let Some(dense) = &encoding.dense else {
                        return;
                    };
                    let rows = encoding.numbers * batch.rows;
                    let [_, bias] = block.segments;
                    (self.kernels.gradient)(&Gradient {
                        left: values.encoded.get(),
                        left_rows: rows,
                        k: dense.inputs,
                        from: block.from,
                        to: block.to,
                        right: values.deltas.at(block.panel * WIDE * rows),
                        width: block.width,
                        out: self
                            .parameters
                            .gradients
                            .at(dense.panel(block.member, block.panel)),
                        biased: bias.is_some(),
                        batch: encoding.numbers * count,
                        next: &[],
                    });
                }
            }
        }
    }

    /// The sums of δ over the rows that have each of a block's levels.
    unsafe fn table_gradient(
        &self,
        batch: &Batch<T>,
        front: &Front<T>,
        features: &Features,
        category: usize,
        block: &Block,
        count: usize,
    ) {
        let CategoryKind::Embedding { at, dimension, .. } = features.categories[category].becomes
        else {
            return;
        };
        for segment in block.segments() {
            // SAFETY: as in `features_gradient`.
            unsafe {
                let out = self.parameters.gradients.at(segment.at);
                std::ptr::write_bytes(out, 0, segment.len);
                for (column, len) in within_panels(at, dimension) {
                    let start = panel_index(batch.rows, features.trained, 0, column);
                    (self.kernels.scatter)(&Scatter {
                        codes: front.codes.at(category * batch.rows),
                        batch: count,
                        first: block.from as u32,
                        levels: (block.to - block.from) as u32,
                        deltas: batch.ops[0].deltas.at(start),
                        delta_step: panel_width(features.trained, column / WIDE),
                        out: out.add(column - at),
                        out_step: dimension,
                        len,
                    });
                }
            }
        }
    }

    /// Refreshes what is derived from one block of the front end's parameters.
    ///
    /// # Safety
    /// As [`Passes::refresh`].
    pub(in crate::kernels::passes) unsafe fn refresh_features(
        &self,
        features: &Features,
        block: &Block,
    ) {
        if let Piece::Dense { encoding, block } = &features.pieces[block.panel]
            && let Some(dense) = &features.encodings[*encoding].dense
            && let Some(transposed) = dense.transposed
        {
            // SAFETY: the caller's promise.
            unsafe { self.transpose(block, dense, transposed) };
        }
    }
}
