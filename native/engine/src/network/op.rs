//! Ops: what a network is lowered to. Each reads the outputs of the op before it.

use super::blocks::{Block, Segment};
use super::dense::Dense;
use super::features::Features;
use super::group::Group;
use crate::activation::Activation;
use crate::kernels::panels::{WIDE, padded, panel_count, panel_width};

#[derive(Debug, Clone)]
pub(crate) struct Op {
    pub kind: OpKind,
    /// Columns of the outputs.
    pub outputs: usize,
    /// Of the layer that it belongs to, from the outermost to the innermost, counted from 1; empty for the features.
    pub position: Vec<usize>,
}

#[derive(Debug, Clone)]
pub(crate) enum OpKind {
    /// What the network starts from, made of the columns of the data. Always the first op, and only it.
    Features(Features),
    Dense(Dense),
    Activation(Activation),
    Scale(Scale),
}

/// `s ∘ x`
#[derive(Debug, Clone)]
pub(crate) struct Scale {
    /// Start of s among the parameters.
    pub factors: usize,
}

impl Op {
    /// What a message calls it.
    pub fn describe(&self, inputs: usize) -> String {
        let places: Vec<String> = self.position.iter().map(ToString::to_string).collect();
        let outputs = self.outputs;
        let what = match &self.kind {
            OpKind::Features(_) => return "the features".to_owned(),
            OpKind::Dense(dense) => {
                let inputs = inputs + dense.chosen();
                format!("dense, {inputs} → {outputs}, {}", dense.activation.name())
            }
            OpKind::Activation(activation) => {
                format!("activation, {outputs}, {}", activation.name())
            }
            OpKind::Scale(_) => format!("scale, {outputs}"),
        };
        format!("layer {} ({what})", places.join("."))
    }

    /// What it does.
    pub fn name(&self) -> &'static str {
        match &self.kind {
            OpKind::Features(_) => "features",
            OpKind::Dense(_) => "dense",
            OpKind::Activation(_) => "activation",
            OpKind::Scale(_) => "scale",
        }
    }

    /// The activation that made its outputs, where one did.
    pub fn activation(&self) -> Option<Activation> {
        match &self.kind {
            OpKind::Dense(dense) => Some(dense.activation),
            OpKind::Activation(activation) => Some(*activation),
            OpKind::Features(_) | OpKind::Scale(_) => None,
        }
    }

    /// Columns of the outputs whose δ may be wanted.
    pub fn reached(&self) -> usize {
        match &self.kind {
            OpKind::Features(features) => features.trained,
            _ => self.outputs,
        }
    }

    /// Whether it keeps something of every row and column for the pass back, beside its outputs.
    pub fn keeps(&self) -> bool {
        match &self.kind {
            OpKind::Features(_) | OpKind::Scale(_) => false,
            OpKind::Dense(dense) => dense.activation.stores_derivative(),
            OpKind::Activation(activation) => activation.stores_derivative(),
        }
    }

    /// Adds the blocks of its parameters.
    pub fn add_blocks(&self, op: usize, blocks: &mut Vec<Block>) {
        match &self.kind {
            OpKind::Activation(_) => {}
            OpKind::Features(features) => features.add_blocks(blocks),
            OpKind::Dense(dense) => blocks.extend(dense.blocks(op)),
            OpKind::Scale(scale) => {
                blocks.extend(vector_blocks(
                    op,
                    self.outputs,
                    &[(Group::Scales, scale.factors)],
                ));
            }
        }
    }
}

/// Blocks of vectors of one value a column: one block a panel, with its part of each vector.
fn vector_blocks(
    op: usize,
    columns: usize,
    vectors: &[(Group, usize)],
) -> impl Iterator<Item = Block> {
    let part = move |index: usize, panel: usize, width: usize| {
        vectors
            .get(index)
            .map(|(group, at)| Segment::new(*group, at + panel * WIDE, width))
    };
    (0..panel_count(columns)).map(move |panel| {
        let width = panel_width(columns, panel);
        Block {
            op,
            panel,
            from: 0,
            to: 1,
            width,
            segments: [part(0, panel, width), part(1, panel, width)],
        }
    })
}

/// Values of a vector of one value a column, with its padding.
pub(crate) fn vector_len(columns: usize) -> usize {
    padded(columns)
}
