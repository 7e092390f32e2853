//! The front end of a network: where the activations that it starts from are, and the parameters that make them.
//!
//! A first dense layer may read its inputs in any order. Those that depend on parameters then come first, so that the
//! pass back stops behind them; and one-hot columns are left out: a level chooses a row of W instead.

mod lower;

pub(super) use lower::{Lowered, lower, plain};

use super::blocks::{Block, Segment};
use super::dense::Dense;
use super::group::Group;
use crate::kernels::panels::{WIDE, padded, panel_len};

/// Values of a table in a block, about a quarter of the first cache with gradient and moments.
const BLOCK_VALUES: usize = 2048;

#[derive(Debug, Clone, Default)]
pub(crate) struct Features {
    /// Activations in panels.
    pub width: usize,
    /// The first so many of them depend on parameters.
    pub trained: usize,
    pub runs: Vec<Run>,
    pub categories: Vec<Category>,
    pub encodings: Vec<Encoding>,
    /// Columns of the data that are encoded.
    pub encoded: Vec<usize>,
    pub pieces: Vec<Piece>,
    /// Multiply-adds of a row in one step.
    pub work: usize,
}

/// Consecutive columns of the data that are copied to consecutive ones of one panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub column: usize,
    pub at: usize,
    pub len: usize,
}

/// A categorical column.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Category {
    pub column: usize,
    pub levels: usize,
    pub becomes: CategoryKind,
}

/// What a level becomes. `at` is a column of the panels.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CategoryKind {
    /// Nothing here: it chooses a row of the first layer's W.
    Chooser,
    OneHot {
        at: usize,
    },
    /// A row of the table that starts at `table` among the parameters, level after level without padding.
    Embedding {
        at: usize,
        dimension: usize,
        table: usize,
    },
}

/// Numbers that become several values each, then the outputs of a dense layer where there is one.
#[derive(Debug, Clone)]
pub(crate) struct Encoding {
    /// Its first among the encoded columns, and how many there are; more than one share their parameters but the
    /// frequencies.
    pub first: usize,
    pub numbers: usize,
    pub kind: EncodingKind,
    pub dense: Option<Dense>,
    /// Column of the panels for the first number's outputs; the others' follow.
    pub at: usize,
}

#[derive(Debug, Clone)]
pub(crate) enum EncodingKind {
    /// Sines and cosines; the padded frequencies of one number after another start at `parameters`.
    Periodic { count: usize, parameters: usize },
    /// Four arrays of the padded number of bins: lows, inverse widths, floors, ceilings.
    Bins { count: usize, bounds: Vec<f64> },
}

/// What a block of the features' parameters is part of.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Piece {
    /// Levels `from..to` of the table of this category.
    Table {
        category: usize,
    },
    Frequencies {
        encoding: usize,
    },
    Dense {
        encoding: usize,
        block: Block,
    },
}

impl Encoding {
    /// Columns of the encoded values in panels.
    pub fn encoded_width(&self) -> usize {
        match self.kind {
            EncodingKind::Periodic { count, .. } => 2 * padded(count),
            EncodingKind::Bins { count, .. } => count,
        }
    }

    /// Activations of one number.
    pub fn units(&self) -> usize {
        let encoded = self.encoded_width();
        self.dense.as_ref().map_or(encoded, |dense| dense.outputs)
    }
}

impl Features {
    /// Whether all columns are copied as they are.
    pub fn is_plain(&self) -> bool {
        let consecutive = |run: &Run| run.column == run.at;
        self.categories.is_empty() && self.encodings.is_empty() && self.runs.iter().all(consecutive)
    }

    /// Adds copies of `columns` to the columns of the panels from `at` on.
    fn copy(&mut self, columns: &[usize], at: usize) {
        for (column, at) in columns.iter().zip(at..) {
            match self.runs.last_mut() {
                Some(run)
                    if run.column + run.len == *column
                        && run.at + run.len == at
                        && !at.is_multiple_of(WIDE) =>
                {
                    run.len += 1;
                }
                _ => self.runs.push(Run {
                    column: *column,
                    at,
                    len: 1,
                }),
            }
        }
    }

    /// Adds the blocks of the features' parameters; a block's `panel` is the index of its piece.
    pub fn add_blocks(&self, blocks: &mut Vec<Block>) {
        for (panel, piece) in self.pieces.iter().enumerate() {
            match piece {
                Piece::Table { category } => self.table_blocks(panel, *category, blocks),
                Piece::Frequencies { encoding } => {
                    let encoding = &self.encodings[*encoding];
                    if let EncodingKind::Periodic { count, parameters } = encoding.kind {
                        let width = padded(count);
                        let len = encoding.numbers * width;
                        blocks.push(Block {
                            op: 0,
                            member: 0,
                            panel,
                            from: 0,
                            to: encoding.numbers,
                            width,
                            segments: [
                                Some(Segment::new(Group::Embeddings, parameters, len)),
                                None,
                            ],
                        });
                    }
                }
                Piece::Dense { block, .. } => blocks.push(Block { panel, ..*block }),
            }
        }
    }

    fn table_blocks(&self, panel: usize, category: usize, blocks: &mut Vec<Block>) {
        let Category {
            levels, becomes, ..
        } = self.categories[category];
        let CategoryKind::Embedding {
            dimension, table, ..
        } = becomes
        else {
            return;
        };
        // A multiple of 16 levels keeps every block but the last whole vectors long.
        let most = (BLOCK_VALUES / dimension / 16).max(1) * 16;
        for from in (0..levels).step_by(most) {
            let to = (from + most).min(levels);
            let len = padded((to - from) * dimension);
            let segment = Segment::new(Group::Embeddings, table + from * dimension, len);
            blocks.push(Block {
                op: 0,
                member: 0,
                panel,
                from,
                to,
                width: dimension,
                segments: [Some(segment), None],
            });
        }
    }

    /// Values a row of what is kept beside the outputs.
    pub fn row_len(&self, trains: bool) -> usize {
        let encodings = self.encodings.iter().map(|encoding| {
            let encoded = panel_len(1, encoding.encoded_width());
            let periodic = matches!(encoding.kind, EncodingKind::Periodic { .. });
            let units = encoding
                .dense
                .as_ref()
                .map_or(0, |d| panel_len(1, d.outputs));
            let training = encoded * usize::from(periodic) + 2 * units;
            encoding.numbers * (encoded + units + if trains { training } else { 0 })
        });
        self.categories.len() + self.encoded.len() + encodings.sum::<usize>()
    }
}
