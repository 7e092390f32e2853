//! What is asked of memory while a product is computed, so that it is near when its turn comes: what another core has
//! written, and what does not fit into a core's own caches.

use super::simd::Simd;

/// Bytes of a line of the cache.
const LINE: usize = 64;

/// Consecutive values that will be read.
#[derive(Debug)]
pub struct Run<T> {
    at: *const T,
    bytes: usize,
    /// Whether it is then written.
    written: bool,
}

impl<T> Clone for Run<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Run<T> {}

impl<T> Run<T> {
    pub fn new(at: *const T, len: usize) -> Self {
        Self {
            at,
            bytes: len * size_of::<T>(),
            written: false,
        }
    }

    /// Of values that are written then: what other cores have of them is given up at once.
    pub fn written(at: *const T, len: usize) -> Self {
        Self {
            written: true,
            ..Self::new(at, len)
        }
    }

    pub fn none() -> Self {
        Self::new(std::ptr::null(), 0)
    }

    pub fn is_empty(self) -> bool {
        self.bytes == 0
    }

    /// The run in `times` questions.
    #[inline(always)]
    pub fn spread(self, times: usize) -> Soon<T> {
        Soon {
            at: self.at,
            step: self.bytes.div_ceil(times.max(1)),
            written: self.written,
        }
    }
}

/// What the next question is about, and the bytes from there to the one after it. A product asks one in each
/// turn of its innermost loop, because several at once would keep it from lines of its own.
#[derive(Clone, Copy)]
pub struct Soon<T> {
    at: *const T,
    step: usize,
    pub written: bool,
}

impl<T> Soon<T> {
    pub fn nothing() -> Self {
        Self {
            at: std::ptr::null(),
            step: 0,
            written: false,
        }
    }

    /// A question that costs nothing, about `at`, where there is none to ask: of an address without memory the processor
    /// would look for the page each time.
    #[inline(always)]
    pub fn or(self, at: *const T) -> Self {
        if self.at.is_null() {
            Self {
                at,
                step: 0,
                written: false,
            }
        } else {
            self
        }
    }

    #[inline(always)]
    pub fn ask<S: Simd<Scalar = T>, const WRITTEN: bool>(&mut self) {
        // SAFETY: a question about any address is harmless; the caller is compiled for `S`.
        unsafe {
            if WRITTEN {
                S::prefetch_written(self.at);
            } else {
                S::prefetch_second(self.at);
            }
        }
        self.at = self.at.wrapping_byte_add(self.step);
    }
}

/// Runs that are asked for one after the other.
pub(super) struct Ahead<'a, T> {
    runs: &'a [Run<T>],
    run: Run<T>,
    /// Bytes that a question is about at most.
    each: usize,
}

impl<'a, T> Ahead<'a, T> {
    /// For questions that come once in `steps` rows: of one line, or where each row asks of half a line, because a core can
    /// wait for few lines of another one at a time.
    #[inline(always)]
    pub fn new(runs: &'a [Run<T>], steps: usize) -> Self {
        Self {
            runs,
            run: Run::none(),
            each: if steps > 1 { LINE } else { LINE / 2 },
        }
    }

    /// As much of a run as `times` questions can be about.
    #[inline(always)]
    pub fn part(&mut self, times: usize) -> Soon<T> {
        if self.run.bytes == 0 {
            let Some((first, others)) = self.runs.split_first() else {
                return Soon::nothing();
            };
            (self.run, self.runs) = (*first, others);
        }
        let bytes = self.run.bytes.min(times * self.each);
        let part = Run { bytes, ..self.run };
        self.run.at = self.run.at.wrapping_byte_add(bytes);
        self.run.bytes -= bytes;
        part.spread(times)
    }
}
