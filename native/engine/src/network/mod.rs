//! A network as the machine sees it: a list of ops, and where their parameters live.
//!
//! Outside the engine: one flat vector, array after array, each row-major; for a dense layer W `[inputs × units]`, then b
//! `[units]`. Inside: panels, so that a product and an optimizer see contiguous memory.

mod arrays;
mod blocks;
mod dense;
mod features;
mod group;
mod lower;
mod op;

pub(crate) use arrays::{Array, Initial};
pub(crate) use blocks::{Block, split};
pub(crate) use dense::Dense;
pub(crate) use features::{CategoryKind, Encoding, EncodingKind, Features, Piece};
pub(crate) use group::Group;
pub(crate) use op::{BatchNormalization, Op, OpKind, RowNormalization, Scale, vector_len};

use crate::kernels::real::Real;
use crate::loss::OutputKind;
use crate::spec::RunSpec;
use std::ops::Range;

/// The layout of a network.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// Columns of the input matrix.
    pub inputs: usize,
    /// Networks that are trained side by side.
    pub members: usize,
    /// What predictions are made of the outputs.
    pub output_kind: OutputKind,
    /// The features, then what the layers are lowered to.
    pub ops: Vec<Op>,
    /// All parameters, in flat order.
    pub arrays: Vec<Array>,
    /// Values of all parameters in panels.
    pub parameter_len: usize,
    /// Values of all transposed weights.
    pub transposed_len: usize,
    /// The first op with parameters: no gradient is wanted below it.
    pub first_trained: Option<usize>,
    /// Multiply-adds a row in one step, without padding.
    pub work_per_row: usize,
}

impl Plan {
    pub(crate) fn new(spec: &RunSpec) -> Self {
        lower::Lowering::lower(spec, true)
    }

    /// The same network and layout of its flat parameters, with each activation as an op of its own: so the sums
    /// before it can be seen.
    pub(crate) fn unfused(spec: &RunSpec) -> Self {
        lower::Lowering::lower(spec, false)
    }

    /// Columns of the outputs.
    pub(crate) fn outputs(&self) -> usize {
        self.ops.last().map_or(0, |op| op.outputs)
    }

    /// All blocks of parameters, op after op.
    pub(crate) fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for (index, op) in self.ops.iter().enumerate() {
            op.add_blocks(index, &mut blocks);
        }
        blocks
    }

    /// The weight matrices of all dense layers but the first and the last one.
    pub(crate) fn hidden_matrices(&self) -> impl Iterator<Item = &Array> {
        let is_dense = |op: &Op| matches!(op.kind, OpKind::Dense(_));
        let first = self.ops.iter().position(is_dense).unwrap_or(0);
        let last = self.ops.iter().rposition(is_dense).unwrap_or(0);
        self.arrays.iter().filter(move |array| {
            let hidden = array.op > first && array.op < last && is_dense(&self.ops[array.op]);
            hidden && array.group.is_weights()
        })
    }

    pub(crate) fn normalizes_batches(&self) -> bool {
        let normalizes = |op: &Op| matches!(op.kind, OpKind::BatchNormalization(_));
        self.ops.iter().any(normalizes)
    }

    /// Networks whose outputs the last op makes: 1 where nothing tells the members apart.
    pub(crate) fn distinct(&self) -> usize {
        self.ops.last().map_or(1, |op| op.members)
    }

    /// Whether the derivative by the outputs of this op is wanted.
    pub(crate) fn wants_delta(&self, op: usize) -> bool {
        self.first_trained.is_some_and(|first| op >= first)
    }

    /// What a message calls an op.
    pub(crate) fn describe(&self, op: usize) -> String {
        let inputs = match op {
            0 => self.inputs,
            above => self.ops[above - 1].outputs,
        };
        let of_output = self.ops[op].position == self.ops[self.ops.len() - 1].position;
        self.ops[op].describe(inputs, of_output)
    }

    /// Values outside, without padding.
    pub(crate) fn flat_len(&self) -> usize {
        self.arrays.iter().map(Array::len).sum()
    }

    /// Where each array starts among the flat values.
    pub(crate) fn starts(&self) -> Vec<usize> {
        let mut end = 0;
        let starts = self.arrays.iter().map(|array| {
            end += array.len();
            end - array.len()
        });
        starts.collect()
    }

    /// The arrays of the same op and group as this one, by their indices: one for each member that has its own.
    fn copies(&self, array: usize, group: Group) -> impl Iterator<Item = usize> {
        let op = self.arrays[array].op;
        (0..self.arrays.len())
            .filter(move |i| self.arrays[*i].op == op && self.arrays[*i].group == group)
    }

    /// Which rows of a batch of `count` these weights of a dense op see.
    pub(crate) fn rows_of(&self, weights: usize, count: usize) -> Range<usize> {
        let mut copies = self.copies(weights, self.arrays[weights].group);
        let member = copies.position(|copy| copy == weights).unwrap_or(0);
        if member + copies.count() > 0 {
            member * count..(member + 1) * count
        } else {
            0..self.ops[self.arrays[weights].op].members * count
        }
    }

    /// The array of the biases that go with these weights of a dense op.
    pub(crate) fn biases_of(&self, weights: usize) -> Option<usize> {
        let mut copies = self.copies(weights, self.arrays[weights].group);
        let member = copies.position(|copy| copy == weights)?;
        self.copies(weights, Group::Biases).nth(member)
    }

    /// Calls `f(flat index, panel index)` for each parameter, in flat order.
    pub(crate) fn each(&self, mut f: impl FnMut(usize, usize)) {
        let mut flat = 0;
        for array in &self.arrays {
            array.each(|row, column| {
                f(flat, array.index(row, column));
                flat += 1;
            });
        }
    }

    /// Flat values from panels.
    pub(crate) fn flatten<T: Real>(&self, panels: &[T], flat: &mut Vec<T>) {
        flat.clear();
        self.each(|_, at| flat.push(panels[at]));
    }

    /// Panels from flat values; the padding is left alone.
    pub(crate) fn spread<T: Real>(&self, flat: &[T], panels: &mut [T]) {
        self.each(|index, at| panels[at] = flat[index]);
    }

    /// Sets what the parameters begin with.
    pub(crate) fn initialize<T: Real>(&self, seed: u64, panels: &mut [T]) {
        for array in &self.arrays {
            array.initialize(seed, |at, value| panels[at] = T::from_f64(value));
        }
    }
}

/// Values of the network that are trained.
pub fn parameter_count(spec: &RunSpec) -> u64 {
    let arrays = Plan::new(spec).arrays;
    let trained = arrays.iter().filter(|array| array.group != Group::Fixed);
    trained.map(|array| array.len() as u64).sum()
}

/// Values of the network in the flat layout: those that are trained, and running statistics.
pub fn weights_len(spec: &RunSpec) -> u64 {
    Plan::new(spec).flat_len() as u64
}
