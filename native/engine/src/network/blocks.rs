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

/// Deals the blocks as runs, of which each ends at about the part of all work that `ends` says, of 1: where each begins, and
/// where the last one ends.
pub(crate) fn split(blocks: &[Block], ends: &[f64], bounds: &mut [usize]) {
    let cost = |b: &Block| (b.to - b.from + 4) * b.width;
    let total = blocks.iter().map(cost).sum::<usize>() as f64;
    bounds.fill(blocks.len());
    bounds[0] = 0;
    let (mut run, mut done) = (1, 0);
    for (index, block) in blocks.iter().enumerate() {
        while run < ends.len() && done as f64 >= total * ends[run - 1] {
            bounds[run] = index;
            run += 1;
        }
        done += cost(block);
    }
}
