//! From the description of the front end to its layout.

use super::{Category, CategoryKind, Encoding, EncodingKind, Features, Piece};
use crate::activation::Activation;
use crate::initialization::Initialization;
use crate::kernels::lookup::Chooser;
use crate::kernels::panels::padded;
use crate::network::arrays::{Array, Initial, Storage};
use crate::network::dense::Dense;
use crate::network::group::Group;
use crate::spec::Feature;

/// Most levels of a one-hot column that is not worth looking up: the product takes so many inputs in the same time.
const FEW_LEVELS: usize = 8;
/// The features' random numbers are keyed like layers', behind all of those.
const FIRST_KEY: u64 = 1 << 48;

/// What lowering the features adds to a plan.
pub(in crate::network) struct Lowered {
    pub features: Features,
    pub arrays: Vec<Array>,
    pub parameter_len: usize,
    pub transposed_len: usize,
    /// Where each activation is as an input of the first dense layer, in the order of the description; `None` where that is
    /// the order inside.
    pub places: Option<Vec<u32>>,
    /// The one-hot columns that choose rows of W behind its bias.
    pub choosers: Vec<Chooser>,
}

/// All columns as they are.
pub(in crate::network) fn plain(inputs: usize) -> Features {
    let mut features = Features {
        width: inputs,
        ..Features::default()
    };
    features.copy(&(0..inputs).collect::<Vec<_>>(), 0);
    features
}

/// Lays features out; `reordered` where a standing dense layer of one network comes first.
pub(in crate::network) fn lower(described: &[Feature], reordered: bool) -> Lowered {
    let mut lowered = Lowered {
        features: Features::default(),
        arrays: Vec::new(),
        parameter_len: 0,
        transposed_len: 0,
        places: None,
        choosers: Vec::new(),
    };
    let starts = lowered.arrange(described, reordered);
    for (index, (feature, at)) in described.iter().zip(&starts).enumerate() {
        lowered.feature(feature, *at, index as u64);
    }
    lowered
}

impl Lowered {
    /// The column at which each feature's activations start; of a chooser the first of its rows.
    fn arrange(&mut self, described: &[Feature], reordered: bool) -> Vec<usize> {
        let chooses = |f: &Feature| reordered && is_chooser(f);
        let width_of = |wanted: &dyn Fn(&Feature) -> bool| -> usize {
            let of_kind = described.iter().filter(|f| wanted(f));
            of_kind.map(Feature::width).sum()
        };
        let trained = width_of(&|f| f.parameters() > 0);
        let chosen = width_of(&chooses);
        let all = width_of(&|_| true);
        self.features.width = all - chosen;
        self.features.trained = match (reordered, trained) {
            (true, _) | (false, 0) => trained,
            (false, _) => all,
        };
        let (mut next_trained, mut next_plain) = (0, trained);
        let (mut next, mut next_chosen) = (0, 0);
        let mut places = Vec::new();
        let starts = described.iter().map(|feature| {
            let width = feature.width();
            let counter = if !reordered {
                &mut next
            } else if chooses(feature) {
                &mut next_chosen
            } else if feature.parameters() > 0 {
                &mut next_trained
            } else {
                &mut next_plain
            };
            let start = *counter;
            *counter += width;
            // The bias is between the rows of the panels' columns and the chosen ones.
            let row = if chooses(feature) {
                all - chosen + 1 + start
            } else {
                start
            };
            places.extend((row..row + width).map(|place| place as u32));
            start
        });
        let starts = starts.collect();
        if reordered {
            self.places = Some(places);
        }
        starts
    }

    fn feature(&mut self, feature: &Feature, at: usize, index: u64) {
        let key = |part: u64| FIRST_KEY + (index << 20) + part;
        match feature {
            Feature::Number { columns } => self.features.copy(columns, at),
            Feature::OneHot { column, levels } => {
                let chooses = self.places.is_some() && is_chooser(feature);
                if chooses {
                    self.choosers.push(Chooser {
                        category: self.features.categories.len(),
                        row: self.features.width + 1 + at,
                        levels: *levels,
                    });
                }
                self.features.categories.push(Category {
                    column: *column,
                    levels: *levels,
                    becomes: if chooses {
                        CategoryKind::Chooser
                    } else {
                        CategoryKind::OneHot { at }
                    },
                });
            }
            Feature::Embedding {
                column,
                levels,
                dimension,
                initialization,
                initialization_scale,
            } => {
                let table = self.reserve(levels * dimension);
                self.array("embeddings", Group::Embeddings, (*levels, *dimension), {
                    let storage = Storage::Packed { at: table };
                    let initial = Initial::Draw {
                        initialization: *initialization,
                        scale: *initialization_scale,
                        layer: key(0),
                    };
                    (storage, initial)
                });
                self.features.categories.push(Category {
                    column: *column,
                    levels: *levels,
                    becomes: CategoryKind::Embedding {
                        at,
                        dimension: *dimension,
                        table,
                    },
                });
                let category = self.features.categories.len() - 1;
                self.features.pieces.push(Piece::Table { category });
                self.features.work += 2 * dimension;
            }
            Feature::Periodic {
                columns,
                frequencies,
                deviation,
                dimension,
                activation,
                shared,
            } => {
                let count = *frequencies;
                let start = self.reserve(columns.len() * padded(count));
                self.array("frequencies", Group::Embeddings, (columns.len(), count), {
                    let initial = Initial::Draw {
                        initialization: Initialization::Normal,
                        scale: Some(*deviation),
                        layer: key(0),
                    };
                    (Storage::Rows { at: start }, initial)
                });
                let numbers = if *shared { columns.len() } else { 1 };
                let parts = columns.chunks(numbers).enumerate().map(|(i, columns)| {
                    let parameters = start + i * padded(count);
                    let kind = EncodingKind::Periodic { count, parameters };
                    (columns, kind)
                });
                let dense = Some((*dimension, *activation));
                self.encode(parts.collect(), dense, at, key(1));
            }
            Feature::PiecewiseLinear {
                columns,
                edges,
                dimension,
                activation,
            } => {
                let parts = columns.chunks(1).zip(edges).map(|(column, edges)| {
                    let kind = EncodingKind::Bins {
                        count: edges.len() - 1,
                        bounds: bounds(edges),
                    };
                    (column, kind)
                });
                let dense = dimension.map(|units| (units, *activation));
                self.encode(parts.collect(), dense, at, key(1));
            }
        }
    }

    /// Encodings one after another, whose parameters are all W, then all b.
    fn encode(
        &mut self,
        parts: Vec<(&[usize], EncodingKind)>,
        dense: Option<(usize, Activation)>,
        mut at: usize,
        first_key: u64,
    ) {
        let mut biases = Vec::new();
        for (index, (columns, kind)) in parts.into_iter().enumerate() {
            let mut encoding = Encoding {
                first: self.features.encoded.len(),
                numbers: columns.len(),
                kind,
                dense: None,
                at,
            };
            self.features.encoded.extend_from_slice(columns);
            let inputs = encoding.encoded_width();
            if let Some((units, activation)) = dense {
                let periodic = matches!(encoding.kind, EncodingKind::Periodic { .. });
                let mut dense = Dense::standing(inputs, units, activation, self.parameter_len);
                self.parameter_len += dense.len();
                if periodic {
                    dense.transposed = Some(self.transposed_len);
                    self.transposed_len += dense.transposed_len();
                }
                let (mut weights, bias) = dense.arrays_of(
                    0,
                    0,
                    // Both encodings have a mean square of about a half, so that the sums' is 1.
                    Initial::Draw {
                        initialization: Initialization::He,
                        scale: None,
                        layer: first_key + index as u64,
                    },
                );
                if let EncodingKind::Periodic { count, .. } = encoding.kind {
                    // The padding between sines and cosines is not outside.
                    weights.rows = 2 * count;
                    weights.storage = Storage::Placed {
                        at: dense.parameters,
                        rows: dense.rows(),
                        places: (0..count)
                            .chain(padded(count)..padded(count) + count)
                            .map(|row| row as u32)
                            .collect(),
                    };
                }
                self.arrays.push(weights);
                biases.push(bias);
                self.features.work += columns.len() * inputs * units * if periodic { 3 } else { 2 };
                encoding.dense = Some(dense);
            }
            let number = self.features.encodings.len();
            if let EncodingKind::Periodic { .. } = encoding.kind {
                self.features
                    .pieces
                    .push(Piece::Frequencies { encoding: number });
            }
            if let Some(dense) = &encoding.dense {
                self.features
                    .pieces
                    .extend(dense.blocks(0).map(|block| Piece::Dense {
                        encoding: number,
                        block,
                    }));
            }
            at += columns.len() * encoding.units();
            self.features.encodings.push(encoding);
        }
        self.arrays.extend(biases);
    }

    fn reserve(&mut self, len: usize) -> usize {
        let at = self.parameter_len;
        self.parameter_len += padded(len);
        at
    }

    fn array(
        &mut self,
        name: &'static str,
        group: Group,
        (rows, columns): (usize, usize),
        (storage, initial): (Storage, Initial),
    ) {
        self.arrays.push(Array {
            op: 0,
            name,
            group,
            rows,
            columns,
            storage,
            initial,
        });
    }
}

/// Whether the levels of a column choose rows of W where they can.
fn is_chooser(feature: &Feature) -> bool {
    matches!(feature, Feature::OneHot { levels, .. } if *levels > FEW_LEVELS)
}

/// Lows, inverse widths, floors and ceilings of the bins between edges, each padded with zeros. The first bin goes on below
/// and the last above.
fn bounds(edges: &[f64]) -> Vec<f64> {
    let bins = edges.len() - 1;
    let len = padded(bins);
    let mut bounds = vec![0.0; 4 * len];
    for (bin, pair) in edges.windows(2).enumerate() {
        bounds[bin] = pair[0];
        bounds[len + bin] = 1.0 / (pair[1] - pair[0]);
        bounds[2 * len + bin] = if bin == 0 { f64::NEG_INFINITY } else { 0.0 };
        bounds[3 * len + bin] = if bin + 1 == bins { f64::INFINITY } else { 1.0 };
    }
    bounds
}
