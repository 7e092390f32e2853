//! Memory aligned to a cache line, reserved fallibly, zeroed, and shared between the threads of a step.

use super::store::Store;
use crate::error::Result;
use crate::memory::reserve;
use std::any::Any;
use std::sync::Arc;

/// A cache line, and the widest vector.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub(super) struct Line([u8; 64]);

/// Lines before and behind a buffer's values that nobody may touch: the tests' NaN, so that a kernel that reads beyond a
/// buffer spoils its result, and one that writes there is seen when the buffer is dropped. A sanitizer, which sees more, is
/// given `bare_buffers`: each buffer is then an allocation of its own, and nothing around it may be touched at all.
const GUARD_LINES: usize = if cfg!(all(feature = "guards", not(bare_buffers))) {
    4
} else {
    0
};
#[cfg(feature = "guards")]
const GUARD: u8 = 0xff;

/// Values for which all bits are valid, zeros included.
///
/// # Safety
/// The type must have no padding and no invalid pattern of bits.
pub unsafe trait Plain: Copy {}
// SAFETY: plain numbers.
unsafe impl Plain for f32 {}
// SAFETY: as above.
unsafe impl Plain for f64 {}
// SAFETY: as above.
unsafe impl Plain for u32 {}

/// A zeroed, aligned array that never moves.
pub struct Buffer<T> {
    /// Only keeps the memory; every access goes through `start`, so that pointers handed out stay valid.
    _memory: Arc<dyn Any + Send + Sync>,
    start: *mut T,
    len: usize,
}

// SAFETY: a buffer owns its memory as a vector does.
unsafe impl<T: Send> Send for Buffer<T> {}
// SAFETY: as above; shared access only reads.
unsafe impl<T: Sync> Sync for Buffer<T> {}

impl<T: Plain> Buffer<T> {
    /// Of the store, or where it has no room left of its own.
    ///
    /// # Errors
    /// `out-of-memory` naming what the memory was for.
    pub fn new(store: &Store, len: usize, what: &str) -> Result<Self> {
        let values = len.saturating_mul(size_of::<T>()).div_ceil(64);
        let count = values.saturating_add(2 * GUARD_LINES);
        let (first, memory) = match store.take(count) {
            Some(taken) => taken,
            None => {
                let mut lines = reserve::<Line>(count, what)?;
                lines.resize(count, Line([0; 64]));
                (lines.as_mut_ptr(), Arc::new(lines) as _)
            }
        };
        let buffer = Self {
            start: first.wrapping_add(GUARD_LINES).cast(),
            _memory: memory,
            len,
        };
        #[cfg(feature = "guards")]
        for guard in buffer.guards() {
            // SAFETY: inside the lines, which nobody else has.
            unsafe { guard.write(GUARD) };
        }
        Ok(buffer)
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

#[cfg(feature = "guards")]
impl<T> Buffer<T> {
    /// Every byte of the lines around the values.
    fn guards(&self) -> impl Iterator<Item = *mut u8> + use<T> {
        let start = self.start.cast::<u8>();
        let before = (1..=GUARD_LINES * 64)
            .rev()
            .map(move |i| start.wrapping_sub(i));
        let used = self.len * size_of::<T>();
        let end = used.next_multiple_of(64) + GUARD_LINES * 64;
        before.chain((used..end).map(move |i| start.wrapping_add(i)))
    }
}

#[cfg(feature = "guards")]
impl<T> Drop for Buffer<T> {
    fn drop(&mut self) {
        for guard in self.guards() {
            // SAFETY: inside the lines, of which all bytes are initialized.
            let kept = unsafe { guard.read() } == GUARD;
            assert!(
                kept || std::thread::panicking(),
                "something was written {} bytes from the start of a buffer of {}",
                (guard as isize).wrapping_sub(self.start as isize),
                self.len * size_of::<T>()
            );
        }
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
    pub(super) fn new(pointer: *mut T) -> Self {
        Self(pointer)
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

#[cfg(all(test, feature = "guards", not(bare_buffers)))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Buffer;
    use crate::kernels::store::Store;

    #[test]
    fn values_are_zero_aligned_and_may_be_written() {
        let mut buffer = Buffer::<f32>::new(&Store::none(), 5, "a test").unwrap();
        assert_eq!(buffer.as_slice(), [0.0; 5]);
        assert_eq!(buffer.as_slice().as_ptr() as usize % 64, 0);
        buffer.as_mut_slice().fill(1.0);
    }

    #[test]
    fn what_is_read_beyond_a_buffer_is_not_a_number() {
        let buffer = Buffer::<f64>::new(&Store::none(), 3, "a test").unwrap();
        // SAFETY: the guards are part of the same allocation.
        assert!(unsafe { buffer.shared().at(3).read().is_nan() });
        // SAFETY: as above.
        assert!(unsafe { buffer.shared().get().sub(1).read().is_nan() });
    }

    #[test]
    #[should_panic(expected = "written 20 bytes from the start of a buffer of 20")]
    fn a_write_behind_a_buffer_is_seen() {
        let buffer = Buffer::<f32>::new(&Store::none(), 5, "a test").unwrap();
        // SAFETY: the guards are part of the same allocation.
        unsafe { buffer.shared().at(5).write(0.0) };
    }

    #[test]
    #[should_panic(expected = "written -4 bytes from the start of a buffer of 20")]
    fn a_write_before_a_buffer_is_seen() {
        let buffer = Buffer::<f32>::new(&Store::none(), 5, "a test").unwrap();
        // SAFETY: the guards are part of the same allocation.
        unsafe { buffer.shared().get().sub(1).write(0.0) };
    }
}
