//! A checkpoint from bytes.

use super::{Checkpoint, MAGIC, VERSION, checksum};
use crate::data::Sizes;
use crate::error::{EngineError, ErrorKind, Result};
use crate::kernels::real::Real;
use crate::progress::Progress;
use crate::schedule::Plateau;
use crate::spec::RunSpec;

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
    if parameters as u64 != crate::network::weights_len(&spec) || moments != spec.state_arrays() {
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

fn corrupted(why: &str) -> EngineError {
    EngineError::new(
        ErrorKind::CorruptedCheckpoint,
        format!("the checkpoint cannot be used: {why}"),
    )
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
