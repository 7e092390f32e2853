//! Where the parameters of a dense layer live: W in panels with its bias as one more row, so that an optimizer sees
//! contiguous memory; a layer of few outputs lies, and keeps Wᵀ with the bias behind it.

use super::arrays::{Array, Initial, Storage};
use super::blocks::{Block, Segment};
use super::group::Group;
use crate::activation::Activation;
use crate::kernels::lookup::Chooser;
use crate::kernels::panels::{WIDE, padded, panel_count, panel_len, panel_width};

/// Most outputs of a lying layer: a standing panel of 16 columns costs as much as about 4 rows and their sums.
const LYING_OUTPUTS: usize = 4;

/// Rows of W whose blocks follow each other panel by panel, so that the activations that their gradients are made of stay in a
/// core's second cache.
const GROUP_ROWS: usize = 8 * WIDE;

/// Rows of a block of chosen ones: more than of the others, so that fewer of a batch's levels are outside of it.
const CHOSEN_ROWS: usize = 4 * WIDE;

/// One dense layer of K inputs and N outputs.
#[derive(Debug, Clone)]
pub(crate) struct Dense {
    pub inputs: usize,
    pub outputs: usize,
    /// Applied to the sums within the same op.
    pub activation: Activation,
    /// Networks that have weights of their own: 1, or all members. What follows is that of the first; those of the others
    /// come behind, each [`Dense::len`] and [`Dense::transposed_len`] after the one before.
    pub copies: usize,
    /// Start of the layer's panels among the parameters: `(K + 1) × N`, the bias in row K; where `lying`, `N × K` with
    /// the bias behind.
    pub parameters: usize,
    /// A layer of few outputs keeps Wᵀ alone, so that lanes run over its inputs and not over padding.
    pub lying: bool,
    /// The first so many inputs' δ is wanted.
    pub reached: usize,
    /// Categories whose level chooses a row of W, as its one-hot column would; the rows are behind the bias.
    pub choosers: Vec<Chooser>,
    /// Whether there is a bias; where there is none its place stays zero.
    pub biased: bool,
    /// Start of Wᵀ, panels of `padded(N) × reached`; none where nothing below wants a gradient, and where W itself is
    /// `lying`.
    pub transposed: Option<usize>,
}

impl Dense {
    /// A layer for all members that does not lie, has a bias, and whose inputs all want their δ.
    pub fn standing(
        inputs: usize,
        outputs: usize,
        activation: Activation,
        parameters: usize,
    ) -> Self {
        Self {
            inputs,
            outputs,
            activation,
            copies: 1,
            parameters,
            lying: false,
            reached: inputs,
            choosers: Vec::new(),
            biased: true,
            transposed: None,
        }
    }

    pub fn lies(outputs: usize) -> bool {
        outputs <= LYING_OUTPUTS
    }

    /// Values of the layer's parameters with their padding.
    pub fn len(&self) -> usize {
        if self.lying {
            self.bias() + padded(self.outputs)
        } else {
            panel_len(self.rows(), self.outputs)
        }
    }

    /// Rows of W that are chosen.
    pub fn chosen(&self) -> usize {
        self.choosers.iter().map(|chooser| chooser.levels).sum()
    }

    /// Values of Wᵀ with its padding.
    pub fn transposed_len(&self) -> usize {
        panel_len(padded(self.outputs), self.reached)
    }

    /// Where a lying layer has its bias.
    fn bias(&self) -> usize {
        panel_len(self.outputs, self.inputs)
    }

    /// Rows of a panel of W.
    pub fn rows(&self) -> usize {
        if self.lying {
            self.outputs
        } else {
            self.inputs + 1 + self.chosen()
        }
    }

    /// Columns and rows of W in panels, without the bias.
    fn sides(&self) -> (usize, usize) {
        if self.lying {
            (self.inputs, self.outputs)
        } else {
            (self.outputs, self.inputs)
        }
    }

    /// Of its weights.
    fn group(&self) -> Group {
        if self.copies > 1 {
            Group::OwnWeights
        } else {
            Group::Weights
        }
    }

    /// Start of a member's parameters.
    pub fn start(&self, member: usize) -> usize {
        self.parameters + member * self.len()
    }

    /// Start of a panel of a member's W among the parameters.
    pub fn panel(&self, member: usize, panel: usize) -> usize {
        self.start(member) + panel * WIDE * self.rows()
    }

    /// W and b as they are outside, W drawn for the layer with this index.
    pub fn arrays(&self, op: usize, initial: impl Fn(u64) -> Initial) -> Vec<Array> {
        let of = |member: usize| self.arrays_of(op, member, initial(member as u64));
        let (weights, biases): (Vec<Array>, Vec<Array>) = (0..self.copies).map(of).unzip();
        let biases = biases.into_iter().filter(|_| self.biased);
        weights.into_iter().chain(biases).collect()
    }

    /// Those of one member.
    pub fn arrays_of(&self, op: usize, member: usize, initial: Initial) -> (Array, Array) {
        let at = self.start(member);
        let (weights, biases) = if self.lying {
            let behind = at + self.bias();
            (Storage::Transposed { at }, Storage::Rows { at: behind })
        } else {
            let part = |first: usize| Storage::Panels {
                at,
                rows: self.rows(),
                first,
            };
            (part(0), part(self.inputs))
        };
        let weights = Array {
            op,
            name: "weights",
            group: self.group(),
            rows: self.inputs,
            columns: self.outputs,
            storage: weights,
            initial,
        };
        let biases = Array {
            op,
            name: "biases",
            group: Group::Biases,
            rows: 1,
            columns: self.outputs,
            storage: biases,
            initial: Initial::Constant(0.0),
        };
        (weights, biases)
    }

    /// Blocks of at most 32 rows of one panel of W, the chosen ones, of at most 128, last; the bias goes with the block before it.
    pub fn blocks(&self, op: usize) -> impl Iterator<Item = Block> {
        (0..self.copies).flat_map(move |member| self.blocks_of(op, member))
    }

    fn blocks_of(&self, op: usize, member: usize) -> impl Iterator<Item = Block> {
        let (columns, rows) = self.sides();
        // Without a row there is still a bias.
        let groups = (0..rows.max(1)).step_by(GROUP_ROWS);
        let blocks = groups.flat_map(move |first| {
            let rows = (first..rows.max(1).min(first + GROUP_ROWS)).step_by(WIDE);
            let panels = 0..panel_count(columns);
            panels.flat_map(move |panel| {
                rows.clone()
                    .map(move |from| self.block(op, member, panel, from))
            })
        });
        let chosen = (0..panel_count(columns)).flat_map(move |panel| {
            let first = self.inputs + 1;
            let rows = (first..first + self.chosen()).step_by(CHOSEN_ROWS);
            rows.map(move |from| self.chosen_block(op, member, panel, from))
        });
        blocks.chain(chosen)
    }

    fn block(&self, op: usize, member: usize, panel: usize, from: usize) -> Block {
        let (columns, rows) = self.sides();
        let (start, width) = (self.panel(member, panel), panel_width(columns, panel));
        let to = (from + WIDE).min(rows);
        let weights = Segment::new(self.group(), start + from * width, (to - from) * width);
        let bias = if !self.lying {
            (to == rows).then(|| Segment::new(Group::Biases, start + rows * width, width))
        } else {
            // Behind all panels; the first block has it.
            (panel == 0 && from == 0).then(|| {
                let at = self.start(member) + self.bias();
                Segment::new(Group::Biases, at, padded(self.outputs))
            })
        };
        Block {
            op,
            member,
            panel,
            from,
            to,
            width,
            segments: [Some(weights), bias.filter(|_| self.biased)],
        }
    }

    fn chosen_block(&self, op: usize, member: usize, panel: usize, from: usize) -> Block {
        let width = panel_width(self.sides().0, panel);
        let to = (from + CHOSEN_ROWS).min(self.rows());
        let at = self.panel(member, panel) + from * width;
        let weights = Segment::new(self.group(), at, (to - from) * width);
        Block {
            op,
            member,
            panel,
            from,
            to,
            width,
            segments: [Some(weights), None],
        }
    }
}
