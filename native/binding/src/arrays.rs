//! Writing into memory that JavaScript allocated.

use crate::failure::failure;
use napi::bindgen_prelude::{Float32ArraySlice, Uint8ArraySlice};

pub fn floats<'a>(array: &'a mut Float32ArraySlice<'_>) -> &'a mut [f32] {
    // SAFETY: the call that got the array holds the JavaScript thread; that nothing else writes to shared memory
    // meanwhile is the caller's side of the contract, stated where the function is declared.
    unsafe { array.as_mut() }
}

pub fn bytes<'a>(array: &'a mut Uint8ArraySlice<'_>) -> &'a mut [u8] {
    // SAFETY: as above.
    unsafe { array.as_mut() }
}

/// Refuses an output that overlaps an input.
pub fn distinct(input: &[f32], output: &[f32]) -> napi::Result<()> {
    let (a, b) = (input.as_ptr_range(), output.as_ptr_range());
    if !input.is_empty() && !output.is_empty() && a.start < b.end && b.start < a.end {
        return Err(failure(
            "shape-mismatch",
            "the outputs must not share memory with what is read",
        ));
    }
    Ok(())
}
