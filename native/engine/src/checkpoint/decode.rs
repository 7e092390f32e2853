//! A checkpoint from bytes.

use super::{Checkpoint, MAGIC, State, VERSION, checksum};
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
    spec.validate()
        .map_err(|e| corrupted(&format!("its description is not valid: {e}")))?;
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
    let states = reader.size()?;
    if states != 1 + usize::from(spec.divergence.is_some()) {
        return Err(corrupted("its states do not fit its description"));
    }
    let state = reader.state(parameters, moments)?;
    let sound = (states == 2)
        .then(|| reader.state(parameters, moments))
        .transpose()?;
    let fits = |state: &State<T>| state.progress.fits(&spec, sizes.train_rows);
    if !fits(&state) || !sound.as_ref().is_none_or(fits) {
        return Err(corrupted("its progress is not one that such a run makes"));
    }
    Ok(Checkpoint {
        spec,
        sizes,
        state,
        sound,
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

    fn state<T: Real>(&mut self, parameters: usize, moments: usize) -> Result<State<T>> {
        let progress = Progress {
            epoch: self.word()?,
            step_in_epoch: self.word()?,
            steps: self.word()?,
            loss_sum: self.number()?,
            best_epoch: self.word()?,
            best_loss: self.number()?,
            best_rank: self.number()?,
            reference: self.number()?,
            waited: self.word()?,
            last_train_loss: self.number()?,
            last_validation_loss: self.number()?,
            seconds: self.number()?,
            stopped_early: self.word()? != 0,
            plateau: Plateau {
                best: self.number()?,
                waited: self.word()?,
                cooling: self.word()?,
                factor: self.number()?,
            },
            momentum_product: self.number()?,
            pairs: self.word()?,
            first_loss: self.number()?,
            converged: self.word()? != 0,
        };

        Ok(State {
            progress,
            weights: self.array(parameters)?,
            moments: (0..moments)
                .map(|_| self.array(parameters))
                .collect::<Result<_>>()?,
            best: self.array(parameters)?,
        })
    }
}
