//! The values of a batch: what each op makes of its rows.

use super::buffer::{Buffer, Shared};
use super::front::{Front, FrontBuffers};
use super::panels::panel_len;
use super::real::Real;
use crate::error::Result;
use crate::network::{OpKind, Plan};

/// What one op makes of a batch; panels of `rows × outputs`.
struct OpBuffers<T> {
    outputs: Buffer<T>,
    /// The loss's derivative by the outputs; of a dense op by its sums, before the activation.
    deltas: Option<Buffer<T>>,
    /// What an op keeps for its pass back: derivatives of an activation.
    kept: Option<Buffer<T>>,
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
    pub outputs: Shared<T>,
    pub deltas: Shared<T>,
    pub kept: Shared<T>,
}

impl<T: Real> Activations<T> {
    /// Of at most `rows` rows; what a gradient needs only where `trains`.
    pub fn new(plan: &Plan, rows: usize, trains: bool) -> Result<Self> {
        let ops = plan.ops.iter().enumerate().map(|(index, op)| {
            let len = panel_len(rows, op.outputs);
            let when = |wanted: bool, len: usize, what: &str| {
                (trains && wanted)
                    .then(|| Buffer::new(len, what))
                    .transpose()
            };
            let delta_len = panel_len(rows, op.reached());
            Ok(OpBuffers {
                outputs: Buffer::new(len, "the activations of a batch")?,
                deltas: when(plan.wants_delta(index), delta_len, "the deltas of a batch")?,
                kept: when(op.keeps(), len, "the derivatives of a batch")?,
            })
        });
        Ok(Self {
            rows,
            ops: ops.collect::<Result<_>>()?,
            front: match plan.ops.first().map(|op| &op.kind) {
                Some(OpKind::Features(features)) if !features.is_plain() => {
                    Some(FrontBuffers::new(features, rows, trains)?)
                }
                _ => None,
            },
            losses: Buffer::new(rows, "the losses of a batch")?,
        })
    }

    /// Values a row of all buffers.
    pub fn row_len(plan: &Plan, trains: bool) -> usize {
        let ops = plan.ops.iter().enumerate().map(|(index, op)| {
            let front = match &op.kind {
                OpKind::Features(features) => features.row_len(trains),
                _ => 0,
            };
            let deltas = panel_len(1, op.reached()) * usize::from(plan.wants_delta(index));
            let kept = panel_len(1, op.outputs) * usize::from(op.keeps());
            front + panel_len(1, op.outputs) + if trains { deltas + kept } else { 0 }
        });
        1 + ops.sum::<usize>()
    }

    pub fn share(&self) -> Batch<T> {
        let shared =
            |buffer: &Option<Buffer<T>>| buffer.as_ref().map_or_else(Shared::null, Buffer::shared);
        let ops = self.ops.iter().map(|op| OpValues {
            outputs: op.outputs.shared(),
            deltas: shared(&op.deltas),
            kept: shared(&op.kept),
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

    /// The outputs of an op, in panels.
    pub fn outputs(&self, op: usize) -> &[T] {
        self.ops[op].outputs.as_slice()
    }
}
