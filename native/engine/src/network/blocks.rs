//! Blocks: what a thread takes of the parameters of a step.

use super::group::Group;

/// A run of parameters of one group; its length is a multiple of 16.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    pub group: Group,
    pub at: usize,
    pub len: usize,
}

impl Segment {
    pub fn new(group: Group, at: usize, len: usize) -> Self {
        Self { group, at, len }
    }
}

/// A piece of an op's parameters whose gradient and update one thread does: rows `from..to` of one panel.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Block {
    pub op: usize,
    /// Whose own they are; 0 where members share them.
    pub member: usize,
    pub panel: usize,
    pub from: usize,
    pub to: usize,
    /// Columns of the panel.
    pub width: usize,
    /// All of its parameters.
    pub segments: [Option<Segment>; 2],
}

impl Block {
    pub fn segments(&self) -> impl Iterator<Item = Segment> + use<> {
        self.segments.into_iter().flatten()
    }
}

/// Bounds of `parts` runs of blocks of about equal work: `parts + 1` indices.
pub(crate) fn split(blocks: &[Block], parts: usize) -> Vec<usize> {
    let cost = |b: &Block| (b.to - b.from + 4) * b.width;
    let total: usize = blocks.iter().map(cost).sum();
    let mut bounds = vec![0];
    let mut done = 0;
    for (index, block) in blocks.iter().enumerate() {
        if done * parts >= total * bounds.len() && bounds.len() < parts {
            bounds.push(index);
        }
        done += cost(block);
    }
    bounds.resize(parts + 1, blocks.len());
    bounds
}
