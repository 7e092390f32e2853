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
    /// Networks that it computes side by side: the rows of member g of a batch of B are g·B..(g + 1)·B. 1 as long as
    /// nothing has told the members apart.
    pub members: usize,
    /// Of the layer that it belongs to, from the outermost to the innermost, counted from 1; empty for the features.
    pub position: Vec<usize>,
    /// The ends of residual blocks that add this op's outputs.
    pub added_by: Vec<usize>,
}

#[derive(Debug, Clone)]
pub(crate) enum OpKind {
    /// What the network starts from, made of the columns of the data. Always the first op, and only it.
    Features(Features),
    Dense(Dense),
    Activation(Activation),
    /// Start of the slopes among the parameters.
    Prelu {
        slopes: usize,
    },
    Dropout {
        rate: f64,
        /// Of the layer, which keys its masks.
        layer: u64,
    },
    BatchNormalization(BatchNormalization),
    RowNormalization(RowNormalization),
    Scale(Scale),
    /// Repeats the rows for each member.
    Expand,
    /// The end of a residual block: adds the outputs of an op before it.
    Add {
        skip: usize,
    },
}

/// `s ∘ x + b`. Starts of the vectors among the parameters: one a member, each [`vector_len`] long, here and below.
#[derive(Debug, Clone)]
pub(crate) struct Scale {
    pub factors: usize,
    pub offsets: Option<usize>,
}

#[derive(Debug, Clone)]
pub(crate) struct BatchNormalization {
    pub gain: usize,
    pub shift: usize,
    pub running_mean: usize,
    pub running_variance: usize,
    pub momentum: f64,
    pub epsilon: f64,
}

#[derive(Debug, Clone)]
pub(crate) struct RowNormalization {
    pub gain: usize,
    /// None for the root mean square, which does not centre.
    pub shift: Option<usize>,
    pub epsilon: f64,
}

impl Op {
    /// What a message calls it.
    pub fn describe(&self, inputs: usize, of_output: bool) -> String {
        let places: Vec<String> = self.position.iter().map(ToString::to_string).collect();
        let shape = match &self.kind {
            OpKind::Features(_) => return "the features".to_owned(),
            OpKind::Dense(dense) => {
                format!("{} → {}", inputs + dense.chosen(), self.outputs)
            }
            _ => self.outputs.to_string(),
        };
        let activation = self.activation().map(|a| format!(", {}", a.name()));
        let place = if of_output {
            "the output layer".to_owned()
        } else {
            format!("layer {}", places.join("."))
        };
        format!(
            "{place} ({}, {shape}{})",
            self.name(),
            activation.unwrap_or_default()
        )
    }

    /// What it does.
    pub fn name(&self) -> &'static str {
        match &self.kind {
            OpKind::Features(_) => "features",
            OpKind::Dense(_) => "dense",
            OpKind::Activation(_) => "activation",
            OpKind::Prelu { .. } => "prelu",
            OpKind::Dropout { .. } => "dropout",
            OpKind::BatchNormalization(_) => "batchNormalization",
            OpKind::RowNormalization(norm) if norm.shift.is_some() => "layerNormalization",
            OpKind::RowNormalization(_) => "rmsNormalization",
            OpKind::Scale(_) => "scale",
            OpKind::Expand => "members",
            OpKind::Add { .. } => "residual",
        }
    }

    /// The activation that made its outputs, where one did.
    pub fn activation(&self) -> Option<Activation> {
        match &self.kind {
            OpKind::Dense(dense) => Some(dense.activation),
            OpKind::Activation(activation) => Some(*activation),
            _ => None,
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
            OpKind::Features(_)
            | OpKind::Prelu { .. }
            | OpKind::Scale(_)
            | OpKind::Expand
            | OpKind::Add { .. } => false,
            OpKind::Dropout { .. }
            | OpKind::BatchNormalization(_)
            | OpKind::RowNormalization(_) => true,
            OpKind::Dense(dense) => dense.activation.stores_derivative(),
            OpKind::Activation(activation) => activation.stores_derivative(),
        }
    }

    /// Values that it keeps of a batch of `rows` beside: a scale a row, or the mean and variance of each column.
    pub fn statistics(&self, rows: usize) -> usize {
        match &self.kind {
            OpKind::BatchNormalization(_) => 2 * vector_len(self.outputs) * self.members,
            OpKind::RowNormalization(_) => rows * self.members,
            _ => 0,
        }
    }

    /// Adds the blocks of its parameters.
    pub fn add_blocks(&self, op: usize, blocks: &mut Vec<Block>) {
        let mut vectors = |group: Group, first: usize, biases: Option<usize>| {
            for member in 0..self.members {
                let skipped = member * vector_len(self.outputs);
                let starts = [
                    Some((group, first + skipped)),
                    biases.map(|at| (Group::Biases, at + skipped)),
                ];
                blocks.extend(vector_blocks(op, member, self.outputs, starts));
            }
        };
        match &self.kind {
            OpKind::Activation(_)
            | OpKind::Dropout { .. }
            | OpKind::Expand
            | OpKind::Add { .. } => {}
            OpKind::Features(features) => features.add_blocks(blocks),
            OpKind::Dense(dense) => blocks.extend(dense.blocks(op)),
            OpKind::Prelu { slopes } => vectors(Group::Scales, *slopes, None),
            OpKind::Scale(scale) => vectors(Group::Scales, scale.factors, scale.offsets),
            OpKind::BatchNormalization(norm) => {
                vectors(Group::Scales, norm.gain, Some(norm.shift));
            }
            OpKind::RowNormalization(norm) => vectors(Group::Scales, norm.gain, norm.shift),
        }
    }
}

/// Blocks of a member's vectors of one value a column: one block a panel, with its part of each vector.
fn vector_blocks(
    op: usize,
    member: usize,
    columns: usize,
    starts: [Option<(Group, usize)>; 2],
) -> impl Iterator<Item = Block> {
    (0..panel_count(columns)).map(move |panel| {
        let width = panel_width(columns, panel);
        Block {
            op,
            member,
            panel,
            from: 0,
            to: 1,
            width,
            segments: starts.map(|start| {
                start.map(|(group, at)| Segment::new(group, at + panel * WIDE, width))
            }),
        }
    })
}

/// Values of a vector of one value a column, with its padding.
pub(crate) fn vector_len(columns: usize) -> usize {
    padded(columns)
}
