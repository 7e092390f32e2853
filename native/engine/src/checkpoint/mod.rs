//! A run as bytes, between two steps.
//!
//! All little-endian: magic `DSCNTCKP`, version u32, bytes of a value u32 (4 or 8), length of everything u64,
//! length of the description u64, the description (JSON, with all changes so far), rows and fingerprint of the data (3
//! words), parameters u64, moments u64, number of states u64; then the state, and where the run may go back to an earlier
//! one, that state; last the checksum u64 of all bytes before it. A state is its progress (21 words of 8 bytes), then
//! arrays in the flat layout: weights, each moment (last the average of the weights, if one is kept), best weights.

mod decode;
mod same;

pub(crate) use decode::decode;
pub(crate) use same::{check_same_run, continued_changes};

use crate::data::Sizes;
use crate::error::{EngineError, ErrorKind, Result};
use crate::kernels::real::Real;
use crate::progress::Progress;
use crate::spec::RunSpec;

const MAGIC: &[u8; 8] = b"DSCNTCKP";
const VERSION: u32 = 3;
/// Words of a state's progress.
const PROGRESS_WORDS: usize = 21;
/// Words about data and arrays.
const SHAPE_WORDS: usize = 6;

/// What a checkpoint holds.
pub(crate) struct Checkpoint<T> {
    pub spec: RunSpec,
    pub sizes: Sizes,
    pub state: State<T>,
    /// The earlier state that the run goes back to when its loss is not finite, where the description allows that.
    pub sound: Option<State<T>>,
}

/// A run between two steps. Arrays are flat: see [`crate::network`].
pub(crate) struct State<T> {
    pub progress: Progress,
    pub weights: Vec<T>,
    pub moments: Vec<Vec<T>>,
    /// Equal to `weights` before the first epoch is finished.
    pub best: Vec<T>,
}

/// What is written besides the states.
pub(crate) struct Head<'a> {
    pub spec: &'a RunSpec,
    pub sizes: &'a Sizes,
    pub parameters: usize,
    pub moments: usize,
    /// Whether the last moment is an average that has begun.
    pub averaged: bool,
}

/// Where the weights are in a checkpoint, so that they can be read without decoding the rest.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Offsets {
    /// The average of the weights; where none is kept, the weights.
    pub last: usize,
    pub best: usize,
    pub parameters: usize,
}

/// A state to write: its progress, and what appends weights, moments and best weights, in this order.
pub(crate) type Written<'a> = (Progress, &'a dyn Fn(&mut Vec<u8>));

/// Replaces the contents of `out`.
pub(crate) fn encode<T: Real>(
    head: &Head<'_>,
    out: &mut Vec<u8>,
    states: &[Written<'_>],
) -> Result<Offsets> {
    let spec = serde_json::to_vec(head.spec).map_err(|e| {
        EngineError::new(
            ErrorKind::Internal,
            format!("the description was not written: {e}"),
        )
    })?;
    let array = head.parameters * T::BYTES;
    let state = PROGRESS_WORDS * 8 + array * (head.moments + 2);
    let size = 8 + 4 + 4 + 8 + 8 + spec.len() + SHAPE_WORDS * 8 + state * states.len() + 8;
    out.clear();
    out.try_reserve_exact(size)
        .map_err(|_| crate::memory::out_of_memory(size, "a checkpoint"))?;
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&VERSION.to_le_bytes());
    out.extend_from_slice(&(T::BYTES as u32).to_le_bytes());
    word(out, size as u64);
    word(out, spec.len() as u64);
    out.extend_from_slice(&spec);
    for value in [
        head.sizes.train_rows as u64,
        head.sizes.validation_rows as u64,
        head.sizes.fingerprint,
        head.parameters as u64,
        head.moments as u64,
        states.len() as u64,
    ] {
        word(out, value);
    }
    let weights = out.len() + PROGRESS_WORDS * 8;
    for (progress, arrays) in states {
        for value in progress_words(progress) {
            word(out, value);
        }
        arrays(out);
    }
    if out.len() + 8 != size {
        return Err(EngineError::new(
            ErrorKind::Internal,
            "a checkpoint's arrays have an unexpected length",
        ));
    }
    let sum = checksum(out);
    word(out, sum);
    Ok(Offsets {
        last: if head.averaged {
            weights + array * head.moments
        } else {
            weights
        },
        best: weights + array * (head.moments + 1),
        parameters: head.parameters,
    })
}

fn progress_words(p: &Progress) -> [u64; PROGRESS_WORDS] {
    [
        p.epoch,
        p.step_in_epoch,
        p.steps,
        p.loss_sum.to_bits(),
        p.best_epoch,
        p.best_loss.to_bits(),
        p.best_rank.to_bits(),
        p.reference.to_bits(),
        p.waited,
        p.last_train_loss.to_bits(),
        p.last_validation_loss.to_bits(),
        p.seconds.to_bits(),
        u64::from(p.stopped_early),
        p.plateau.best.to_bits(),
        p.plateau.waited,
        p.plateau.cooling,
        p.plateau.factor.to_bits(),
        p.momentum_product.to_bits(),
        p.pairs,
        p.first_loss.to_bits(),
        u64::from(p.converged),
    ]
}

fn word(out: &mut Vec<u8>, value: u64) {
    out.extend_from_slice(&value.to_le_bytes());
}

/// FNV-1a over words of 8 bytes, the last one filled with zeros.
fn checksum(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for part in bytes.chunks(8) {
        let mut fixed = [0u8; 8];
        fixed[..part.len()].copy_from_slice(part);
        hash = (hash ^ u64::from_le_bytes(fixed)).wrapping_mul(0x0000_0100_0000_01b3);
        // The product only carries upward; the high bits must reach the low ones as well.
        hash ^= hash >> 32;
    }
    hash
}
