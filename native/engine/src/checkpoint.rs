//! A run as bytes, between two steps.
//!
//! All little-endian: magic `DSCNTCKP`, version u32, bytes of a value u32 (4 or 8), length of everything u64,
//! length of the description u64, the description (JSON), progress (17 words of 8 bytes), rows and fingerprint of the
//! data (3 words), parameters u64, moments u64; then arrays in the flat layout: weights, each moment (last the average of the weights, if one is
//! kept), best weights;
//! last the checksum u64 of all bytes before it.

use crate::data::Sizes;
use crate::error::{EngineError, ErrorKind, Result};
use crate::kernels::real::Real;
use crate::progress::Progress;
use crate::schedule::Plateau;
use crate::spec::RunSpec;

const MAGIC: &[u8; 8] = b"DSCNTCKP";
const VERSION: u32 = 2;

/// What a checkpoint holds. Arrays are flat: see [`crate::network`].
pub(crate) struct Checkpoint<T> {
    pub spec: RunSpec,
    pub progress: Progress,
    pub sizes: Sizes,
    pub weights: Vec<T>,
    pub moments: Vec<Vec<T>>,
    /// Equal to `weights` before the first epoch is finished.
    pub best: Vec<T>,
}

/// What is written besides the arrays.
pub(crate) struct Head<'a> {
    pub spec: &'a RunSpec,
    pub progress: &'a Progress,
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

/// Replaces the contents of `out`. `arrays` writes weights, moments and best weights, in this order.
pub(crate) fn encode<T: Real>(
    head: &Head<'_>,
    out: &mut Vec<u8>,
    arrays: impl FnOnce(&mut Vec<u8>),
) -> Result<Offsets> {
    let spec = serde_json::to_vec(head.spec).map_err(|e| {
        EngineError::new(
            ErrorKind::Internal,
            format!("the description was not written: {e}"),
        )
    })?;
    let array = head.parameters * T::BYTES;
    let size = 8 + 4 + 4 + 8 + 8 + spec.len() + 22 * 8 + array * (head.moments + 2) + 8;
    out.clear();
    out.try_reserve_exact(size)
        .map_err(|_| crate::memory::out_of_memory(size, "a checkpoint"))?;
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&VERSION.to_le_bytes());
    out.extend_from_slice(&(T::BYTES as u32).to_le_bytes());
    word(out, size as u64);
    word(out, spec.len() as u64);
    out.extend_from_slice(&spec);
    let p = head.progress;
    for value in [
        p.epoch,
        p.step_in_epoch,
        p.steps,
        p.loss_sum.to_bits(),
        p.best_epoch,
        p.best_loss.to_bits(),
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
        head.sizes.train_rows as u64,
        head.sizes.validation_rows as u64,
        head.sizes.fingerprint,
        head.parameters as u64,
        head.moments as u64,
    ] {
        word(out, value);
    }
    let weights = out.len();
    arrays(out);
    if out.len() != weights + array * (head.moments + 2) {
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

/// # Errors
/// `corrupted-checkpoint` saying what is wrong.
pub(crate) fn decode<T: Real>(bytes: &[u8]) -> Result<Checkpoint<T>> {
    let mut reader = Reader { bytes, at: 0 };
    if reader.take(8)? != MAGIC {
        return Err(corrupted("it does not begin as a checkpoint does"));
    }
    let version = reader.half()?;
    if version != VERSION {
        return Err(corrupted(&format!(
            "it has version {version}, and this engine reads version {VERSION}"
        )));
    }
    let value_bytes = reader.half()?;
    let size = reader.size()?;
    if size != bytes.len() || size < 8 {
        return Err(corrupted(&format!(
            "it should be {size} bytes long and is {}",
            bytes.len()
        )));
    }
    let body = &bytes[..size - 8];
    let stored = Reader {
        bytes,
        at: size - 8,
    }
    .word()?;
    if checksum(body) != stored {
        return Err(corrupted("its checksum does not match its contents"));
    }
    if value_bytes as usize != T::BYTES {
        return Err(corrupted(&format!(
            "its values have {value_bytes} bytes instead of {}",
            T::BYTES
        )));
    }
    let spec_len = reader.size()?;
    let spec: RunSpec = serde_json::from_slice(reader.take(spec_len)?)
        .map_err(|e| corrupted(&format!("its description is not valid: {e}")))?;
    let progress = Progress {
        epoch: reader.word()?,
        step_in_epoch: reader.word()?,
        steps: reader.word()?,
        loss_sum: reader.number()?,
        best_epoch: reader.word()?,
        best_loss: reader.number()?,
        reference: reader.number()?,
        waited: reader.word()?,
        last_train_loss: reader.number()?,
        last_validation_loss: reader.number()?,
        seconds: reader.number()?,
        stopped_early: reader.word()? != 0,
        plateau: Plateau {
            best: reader.number()?,
            waited: reader.word()?,
            cooling: reader.word()?,
            factor: reader.number()?,
        },
        momentum_product: reader.number()?,
    };
    let sizes = Sizes {
        train_rows: reader.size()?,
        validation_rows: reader.size()?,
        fingerprint: reader.word()?,
    };
    let parameters = reader.size()?;
    let moments = reader.size()?;
    if parameters as u64 != crate::network::parameter_count(&spec) || moments != spec.state_arrays()
    {
        return Err(corrupted("its arrays do not fit its description"));
    }
    let weights = reader.array(parameters)?;
    let moments = (0..moments)
        .map(|_| reader.array(parameters))
        .collect::<Result<_>>()?;
    let best = reader.array(parameters)?;
    Ok(Checkpoint {
        spec,
        progress,
        sizes,
        weights,
        moments,
        best,
    })
}

/// Refuses a checkpoint of another run.
///
/// # Errors
/// `checkpoint-mismatch` naming the first field that differs. Epochs (not fewer than done), threads and the time
/// limit may differ.
pub(crate) fn check_same_run(
    spec: &RunSpec,
    sizes: &Sizes,
    of: &RunSpec,
    of_sizes: &Sizes,
    epoch: u64,
) -> Result<()> {
    let mismatch = |message: String| Err(EngineError::new(ErrorKind::CheckpointMismatch, message));
    let fields = |s: &RunSpec| match serde_json::to_value(s) {
        Ok(serde_json::Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (ours, theirs) = (fields(spec), fields(of));
    for (name, value) in &ours {
        if matches!(name.as_str(), "epochs" | "threads" | "timeLimitSeconds") {
            continue;
        }
        let other = theirs.get(name).unwrap_or(&serde_json::Value::Null);
        if value != other {
            return mismatch(format!(
                "{name} is {value}, but the checkpoint was made with {other}"
            ));
        }
    }
    if spec.epochs < epoch {
        return mismatch(format!(
            "epochs is {}, but the checkpoint has already finished {epoch}",
            spec.epochs
        ));
    }
    if sizes != of_sizes {
        return mismatch(format!(
            "the data ({} training and {} validation rows) are not those of the checkpoint ({} and {})",
            sizes.train_rows, sizes.validation_rows, of_sizes.train_rows, of_sizes.validation_rows
        ));
    }
    Ok(())
}

fn corrupted(why: &str) -> EngineError {
    EngineError::new(
        ErrorKind::CorruptedCheckpoint,
        format!("the checkpoint cannot be used: {why}"),
    )
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

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, len: usize) -> Result<&'a [u8]> {
        let end = self.at.checked_add(len);
        let part = end.and_then(|end| self.bytes.get(self.at..end));
        self.at = self.at.saturating_add(len);
        part.ok_or_else(|| corrupted("it ends too early"))
    }

    fn half(&mut self) -> Result<u32> {
        let mut fixed = [0u8; 4];
        fixed.copy_from_slice(self.take(4)?);
        Ok(u32::from_le_bytes(fixed))
    }

    fn word(&mut self) -> Result<u64> {
        let mut fixed = [0u8; 8];
        fixed.copy_from_slice(self.take(8)?);
        Ok(u64::from_le_bytes(fixed))
    }

    fn size(&mut self) -> Result<usize> {
        usize::try_from(self.word()?).map_err(|_| corrupted("a length is out of range"))
    }

    fn number(&mut self) -> Result<f64> {
        Ok(f64::from_bits(self.word()?))
    }

    fn array<T: Real>(&mut self, len: usize) -> Result<Vec<T>> {
        let bytes = self.take(len.saturating_mul(T::BYTES))?;
        let mut values = crate::memory::reserve(len, "a checkpoint")?;
        values.extend(bytes.chunks_exact(T::BYTES).map(T::from_bytes));
        Ok(values)
    }
}
