//! Memory that is reserved fallibly, and compared with what is available.

use crate::error::{EngineError, ErrorKind, Result};
use descent_memory::available_bytes;

/// An empty vector with room for `len` values.
///
/// # Errors
/// `out-of-memory` naming what the memory was for.
pub(crate) fn reserve<T>(len: usize, what: &str) -> Result<Vec<T>> {
    let mut values = Vec::new();
    values
        .try_reserve_exact(len)
        .map_err(|_| out_of_memory(len.saturating_mul(size_of::<T>()), what))?;
    Ok(values)
}

pub(crate) fn out_of_memory(bytes: usize, what: &str) -> EngineError {
    EngineError::new(
        ErrorKind::OutOfMemory,
        format!(
            "there is no memory for {what} ({} needed)",
            readable(bytes as u64)
        ),
    )
}

/// Refuses a run that would not fit, before it starts.
///
/// # Errors
/// `out-of-memory` with both amounts.
pub(crate) fn check_available(needed: u64) -> Result<()> {
    // Miri has none of the calls that ask the system.
    let available = if cfg!(miri) { None } else { available_bytes() };
    match available {
        Some(available) if needed > available => Err(EngineError::new(
            ErrorKind::OutOfMemory,
            format!(
                "the run needs about {}, but {} are available; a smaller batch size or network needs less",
                readable(needed),
                readable(available)
            ),
        )),
        _ => Ok(()),
    }
}

fn readable(bytes: u64) -> String {
    const MIB: f64 = 1024.0 * 1024.0;
    let mib = bytes as f64 / MIB;
    if mib >= 1024.0 {
        format!("{:.1} GiB", mib / 1024.0)
    } else {
        format!("{mib:.1} MiB")
    }
}
