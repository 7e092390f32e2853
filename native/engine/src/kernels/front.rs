//! The front end's part of a batch: categories as codes, numbers to encode, what they are encoded to; and the copy of
//! rows of the data into them.

use super::buffer::{Buffer, Shared};
use super::lookup::NO_LEVEL;
use super::machine::Rows;
use super::panels::{WIDE, copy_run, panel_index, panel_len, panel_width, within_panels, zero_run};
use super::real::Real;
use super::simd::Simd;
use super::store::Store;
use crate::error::Result;
use crate::network::{CategoryKind, Encoding, EncodingKind, Features};

/// What one encoding makes of a batch; the rows of its numbers are stacked, `numbers · rows`.
struct EncodingBuffers<T> {
    encoded: Buffer<T>,
    outputs: Option<Buffer<T>>,
    kept: Option<Buffer<T>>,
    deltas: Option<Buffer<T>>,
    encoded_deltas: Option<Buffer<T>>,
    bounds: Option<Buffer<T>>,
}

/// The front end's buffers.
pub(super) struct FrontBuffers<T> {
    codes: Buffer<u32>,
    numbers: Buffer<T>,
    encodings: Vec<EncodingBuffers<T>>,
}

/// The same, for the kernels.
pub(super) struct Front<T> {
    /// Category by category, a batch's rows each.
    pub codes: Shared<u32>,
    /// Encoding by encoding, the rows of its numbers stacked.
    pub numbers: Shared<T>,
    pub encodings: Vec<EncodingValues<T>>,
}

/// Null where there is no such buffer.
#[derive(Clone, Copy)]
pub(super) struct EncodingValues<T> {
    /// What its numbers are encoded to.
    pub encoded: Shared<T>,
    /// Of the dense layer behind.
    pub outputs: Shared<T>,
    /// Derivatives of the activation.
    pub kept: Shared<T>,
    pub deltas: Shared<T>,
    pub encoded_deltas: Shared<T>,
    pub bounds: Shared<T>,
}

impl<T: Real> FrontBuffers<T> {
    /// # Errors
    /// `out-of-memory`.
    pub fn new(store: &Store, features: &Features, rows: usize, trains: bool) -> Result<Self> {
        let encodings = features.encodings.iter();
        Ok(Self {
            codes: Buffer::new(
                store,
                features.categories.len() * rows,
                "the categories of a batch",
            )?,
            numbers: Buffer::new(
                store,
                features.encoded.len() * rows,
                "the numbers of a batch",
            )?,
            encodings: encodings
                .map(|encoding| EncodingBuffers::new(store, encoding, rows, trains))
                .collect::<Result<_>>()?,
        })
    }

    pub fn share(&self) -> Front<T> {
        let shared =
            |buffer: &Option<Buffer<T>>| buffer.as_ref().map_or_else(Shared::null, Buffer::shared);
        let encodings = self.encodings.iter().map(|e| EncodingValues {
            encoded: e.encoded.shared(),
            outputs: shared(&e.outputs),
            kept: shared(&e.kept),
            deltas: shared(&e.deltas),
            encoded_deltas: shared(&e.encoded_deltas),
            bounds: shared(&e.bounds),
        });
        Front {
            codes: self.codes.shared(),
            numbers: self.numbers.shared(),
            encodings: encodings.collect(),
        }
    }
}

impl<T: Real> EncodingBuffers<T> {
    fn new(store: &Store, encoding: &Encoding, rows: usize, trains: bool) -> Result<Self> {
        let rows = encoding.numbers * rows;
        let buffer = |wanted: bool, columns: usize| {
            wanted
                .then(|| {
                    Buffer::new(
                        store,
                        panel_len(rows, columns),
                        "the encoded numbers of a batch",
                    )
                })
                .transpose()
        };
        let columns = encoding.encoded_width();
        let units = encoding.units();
        let dense = encoding.dense.as_ref();
        let keeps = dense.is_some_and(|d| d.activation.stores_derivative());
        let (periodic, bounds) = match &encoding.kind {
            EncodingKind::Periodic { .. } => (true, None),
            EncodingKind::Bins { bounds, .. } => {
                let mut buffer = Buffer::new(store, bounds.len(), "the bins")?;
                for (to, from) in buffer.as_mut_slice().iter_mut().zip(bounds) {
                    *to = T::from_f64(*from);
                }
                (false, Some(buffer))
            }
        };
        Ok(Self {
            encoded: Buffer::new(
                store,
                panel_len(rows, columns),
                "the encoded numbers of a batch",
            )?,
            outputs: buffer(dense.is_some(), units)?,
            kept: buffer(trains && keeps, units)?,
            deltas: buffer(trains && dense.is_some(), units)?,
            encoded_deltas: buffer(trains && periodic, columns)?,
            bounds,
        })
    }
}

/// Rows `from..to` of a batch of `count`, from the row-major split to where their columns belong.
pub struct Deal<'a, T> {
    pub source: &'a Rows<'a>,
    /// Columns of the data.
    pub columns: usize,
    pub features: &'a Features,
    /// Panels of `rows`, the features' width.
    pub out: *mut T,
    pub codes: *mut u32,
    pub numbers: *mut T,
    pub rows: usize,
    pub count: usize,
    pub from: usize,
    pub to: usize,
}

/// Rows between the one that is asked of memory and the one that is dealt.
const AHEAD: usize = 6;
/// Values of a line of the cache.
const LINE: usize = 16;

/// # Safety
/// The rows must be within the split, the pointers valid for what the fields describe, no other thread may touch these rows
/// of the batch, and the processor must have the instructions of `S`.
#[inline(always)]
pub unsafe fn deal<S: Simd>(d: &Deal<'_, S::Scalar>) {
    let inputs = d.source.inputs.as_ptr();
    for row in d.from..d.to {
        // SAFETY: the caller's promise; the plan's columns are below `columns`, and its runs within one panel each.
        unsafe {
            let source = inputs.add(d.source.source(row) * d.columns);
            let later = inputs.add(d.source.source((row + AHEAD).min(d.to - 1)) * d.columns);
            for first in (0..d.columns).step_by(LINE) {
                S::prefetch(later.add(first));
            }
            for run in &d.features.runs {
                let from = source.add(run.column);
                let out = d
                    .out
                    .add(panel_index(d.rows, d.features.width, row, run.at));
                let whole = run.len / S::LANES * S::LANES;
                for i in (0..whole).step_by(S::LANES) {
                    S::load_f32(from.add(i)).store(out.add(i));
                }
                for i in whole..run.len {
                    *out.add(i) = S::Scalar::from_f32(*from.add(i));
                }
            }
            for (index, category) in d.features.categories.iter().enumerate() {
                // What is no level, -1 above all, is none of them, also where data change after they were checked.
                let value = *source.add(category.column);
                let level = value >= 0.0 && value < category.levels as f32;
                *d.codes.add(index * d.rows + row) = if level { value as u32 } else { NO_LEVEL };
            }
            for encoding in &d.features.encodings {
                let numbers = d.numbers.add(encoding.first * d.rows + row);
                let columns = &d.features.encoded[encoding.first..][..encoding.numbers];
                for (index, column) in columns.iter().enumerate() {
                    *numbers.add(index * d.count) = S::Scalar::from_f32(*source.add(*column));
                }
            }
        }
    }
}

/// What the categories become in the front end's panels: rows of tables, and ones among zeros.
pub struct Place<'a, T> {
    pub features: &'a Features,
    /// All parameters.
    pub values: *const T,
    pub codes: *const u32,
    pub out: *mut T,
    pub rows: usize,
    pub from: usize,
    pub to: usize,
}

/// # Safety
/// As [`deal`], after it.
#[inline(always)]
pub unsafe fn place<S: Simd>(p: &Place<'_, S::Scalar>) {
    let width = p.features.width;
    for (index, category) in p.features.categories.iter().enumerate() {
        let (at, columns) = match category.becomes {
            CategoryKind::Chooser => continue,
            CategoryKind::OneHot { at } => (at, category.levels),
            CategoryKind::Embedding { at, dimension, .. } => (at, dimension),
        };
        for (column, len) in within_panels(at, columns) {
            let start = panel_index(p.rows, width, 0, column);
            let step = panel_width(width, column / WIDE);
            let skipped = column - at;
            // SAFETY: the caller's promise; codes are below the column's levels.
            unsafe {
                let codes = p.codes.add(index * p.rows);
                let out = p.out.add(start);
                if let CategoryKind::Embedding {
                    dimension, table, ..
                } = category.becomes
                {
                    let table = p.values.add(table + skipped);
                    for row in p.from..p.to {
                        match *codes.add(row) {
                            NO_LEVEL => zero_run(out.add(row * step), len),
                            code => {
                                let from = table.add(code as usize * dimension);
                                copy_run(from, out.add(row * step), len);
                            }
                        }
                    }
                } else {
                    for row in p.from..p.to {
                        let out = out.add(row * step);
                        zero_run(out, len);
                        let hot = (*codes.add(row) as usize).wrapping_sub(skipped);
                        if hot < len {
                            *out.add(hot) = S::Scalar::from_f32(1.0);
                        }
                    }
                }
            }
        }
    }
}
