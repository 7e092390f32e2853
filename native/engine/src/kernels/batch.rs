//! The values of a batch: what each op makes of its rows.

use super::buffer::{Buffer, Shared};
use super::front::{Front, FrontBuffers};
use super::panels::{panel_len, panel_rows};
use super::real::Real;
use super::store::Store;
use crate::error::Result;
use crate::network::{OpKind, Plan};

/// What one op makes of a batch; panels of `rows × outputs`.
struct OpBuffers<T> {
    /// Those of the batch, for each member that the op tells apart.
    rows: usize,
    outputs: Buffer<T>,
    /// The loss's derivative by the outputs; of a dense op by its sums, before the activation.
    deltas: Option<Buffer<T>>,
    /// What an op keeps for its pass back: derivatives of an activation, a mask, normalized values.
    kept: Option<Buffer<T>>,
    /// A value a row, or mean and variance of each column, for each member.
    statistics: Option<Buffer<T>>,
}

pub(super) struct Activations<T> {
    pub rows: usize,
    ops: Vec<OpBuffers<T>>,
    /// None where all columns are copied as they are.
    front: Option<FrontBuffers<T>>,
    losses: Buffer<T>,
}

/// The same, for the kernels.
pub(super) struct Batch<T> {
    pub rows: usize,
    pub ops: Vec<OpValues<T>>,
    pub front: Option<Front<T>>,
    pub losses: Shared<T>,
}

/// Null where there is no such buffer.
#[derive(Clone, Copy)]
pub(super) struct OpValues<T> {
    /// Of the panels.
    pub rows: usize,
    pub outputs: Shared<T>,
    pub deltas: Shared<T>,
    pub kept: Shared<T>,
    pub statistics: Shared<T>,
}

impl<T: Real> Activations<T> {
    /// Of at most `rows` rows; what a gradient needs only where `trains`.
    pub fn new(store: &Store, plan: &Plan, rows: usize, trains: bool) -> Result<Self> {
        let rows = panel_rows(rows);
        let ops = plan.ops.iter().enumerate().map(|(index, op)| {
            let all = rows * op.members;
            let len = panel_len(all, op.outputs);
            let when = |len: usize, what: &str| {
                (trains && len > 0)
                    .then(|| Buffer::new(store, len, what))
                    .transpose()
            };
            let if_wanted = |wanted: bool, len: usize| if wanted { len } else { 0 };
            let delta_len = panel_len(all, op.reached());
            Ok(OpBuffers {
                rows: all,
                outputs: Buffer::new(store, len, "the activations of a batch")?,
                deltas: when(
                    if_wanted(plan.wants_delta(index), delta_len),
                    "the deltas of a batch",
                )?,
                kept: when(if_wanted(op.keeps(), len), "the derivatives of a batch")?,
                statistics: when(op.statistics(rows), "the statistics of a batch")?,
            })
        });
        Ok(Self {
            rows,
            ops: ops.collect::<Result<_>>()?,
            front: match plan.ops.first().map(|op| &op.kind) {
                Some(OpKind::Features(features)) if !features.is_plain() => {
                    Some(FrontBuffers::new(store, features, rows, trains)?)
                }
                _ => None,
            },
            losses: Buffer::new(store, rows * plan.distinct(), "the losses of a batch")?,
        })
    }

    /// Values of all buffers.
    pub fn len(plan: &Plan, rows: usize, trains: bool) -> u64 {
        let rows = panel_rows(rows);
        let ops = plan.ops.iter().enumerate().map(|(index, op)| {
            let front = match &op.kind {
                OpKind::Features(features) => features.row_len(trains),
                _ => 0,
            };
            let deltas = panel_len(1, op.reached()) * usize::from(plan.wants_delta(index));
            let kept = panel_len(1, op.outputs) * usize::from(op.keeps());
            let (more, statistics) = if trains {
                (deltas + kept, op.statistics(rows))
            } else {
                (0, 0)
            };
            let row = (front + panel_len(1, op.outputs) + more) as u64;
            row.saturating_mul((rows * op.members) as u64) + statistics as u64
        });
        (rows * plan.distinct()) as u64 + ops.sum::<u64>()
    }

    pub fn share(&self) -> Batch<T> {
        let shared =
            |buffer: &Option<Buffer<T>>| buffer.as_ref().map_or_else(Shared::null, Buffer::shared);
        let ops = self.ops.iter().map(|op| OpValues {
            rows: op.rows,
            outputs: op.outputs.shared(),
            deltas: shared(&op.deltas),
            kept: shared(&op.kept),
            statistics: shared(&op.statistics),
        });
        Batch {
            rows: self.rows,
            ops: ops.collect(),
            front: self.front.as_ref().map(FrontBuffers::share),
            losses: self.losses.shared(),
        }
    }

    /// The derivatives by an op's outputs (by its sums where an activation is fused with it), in panels; none where they
    /// are not wanted.
    pub fn deltas(&self, op: usize) -> Option<&[T]> {
        self.ops[op].deltas.as_ref().map(Buffer::as_slice)
    }

    /// The loss of each row.
    pub fn losses(&self) -> &[T] {
        self.losses.as_slice()
    }

    /// Rows of an op's panels.
    pub fn rows_of(&self, op: usize) -> usize {
        self.ops[op].rows
    }

    /// The outputs of an op, in panels.
    pub fn outputs(&self, op: usize) -> &[T] {
        self.ops[op].outputs.as_slice()
    }
}
