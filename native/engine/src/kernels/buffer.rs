//! Memory aligned to a cache line, reserved fallibly, zeroed, and shared between the threads of a step.

use super::real::Real;
use crate::error::Result;
use crate::memory::reserve;

/// A cache line, and the widest vector.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Line([u8; 64]);

/// A zeroed, aligned array that never moves.
pub struct Buffer<T> {
    /// Only owns the memory; every access goes through `start`, so that pointers handed out stay valid.
    _lines: Vec<Line>,
    start: *mut T,
    len: usize,
}

// SAFETY: a buffer owns its memory as a vector does.
unsafe impl<T: Send> Send for Buffer<T> {}
// SAFETY: as above; shared access only reads.
unsafe impl<T: Sync> Sync for Buffer<T> {}

impl<T: Real> Buffer<T> {
    /// # Errors
    /// `out-of-memory` naming what the memory was for.
    pub fn new(len: usize, what: &str) -> Result<Self> {
        let count = len.saturating_mul(T::BYTES).div_ceil(64);
        let mut lines = reserve::<Line>(count, what)?;
        lines.resize(count, Line([0; 64]));
        Ok(Self {
            start: lines.as_mut_ptr().cast(),
            _lines: lines,
            len,
        })
    }

    pub fn as_slice(&self) -> &[T] {
        // SAFETY: the lines hold at least `len` initialized values of a type for which all bits are valid.
        unsafe { std::slice::from_raw_parts(self.start, self.len) }
    }

    pub fn as_mut_slice(&mut self) -> &mut [T] {
        // SAFETY: as above, and `self` is borrowed exclusively.
        unsafe { std::slice::from_raw_parts_mut(self.start, self.len) }
    }

    /// For the kernels, which write disjoint parts from several threads. Valid as long as the buffer.
    pub(super) fn shared(&self) -> Shared<T> {
        Shared(self.start)
    }
}

/// A pointer that may cross to another thread. Who dereferences it vouches that no two threads touch the same value
/// between two barriers, unless both only read.
pub(super) struct Shared<T>(*mut T);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Shared<T> {}

// SAFETY: the pointer itself is plain data; dereferencing is unsafe and carries the obligation stated above.
unsafe impl<T: Send> Send for Shared<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Sync for Shared<T> {}

impl<T> Shared<T> {
    pub(super) fn null() -> Self {
        Self(std::ptr::null_mut())
    }
    pub(super) fn get(self) -> *mut T {
        self.0
    }
    /// # Safety
    /// `offset` must be inside the buffer.
    pub(super) unsafe fn at(self, offset: usize) -> *mut T {
        // SAFETY: the caller's promise.
        unsafe { self.0.add(offset) }
    }
}
