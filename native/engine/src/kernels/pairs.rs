//! Two runs of values, element by element.

use super::simd::Simd;

/// `out = left + right`, or `left · right`; `out` may be one of them.
pub struct Pair<T> {
    pub left: *const T,
    pub right: *const T,
    pub out: *mut T,
    /// A multiple of 16.
    pub len: usize,
}

/// # Safety
/// The pointers must be valid for `len` values, and the processor must have the instructions of `S`.
#[inline(always)]
pub unsafe fn sum_pair<S: Simd>(p: &Pair<S::Scalar>) {
    for i in (0..p.len).step_by(S::LANES) {
        // SAFETY: the caller's promise; len is a multiple of every vector's lanes.
        unsafe {
            let sum = S::load(p.left.add(i)).add(S::load(p.right.add(i)));
            sum.store(p.out.add(i));
        }
    }
}

/// # Safety
/// As [`sum_pair`].
#[inline(always)]
pub unsafe fn multiply_pair<S: Simd>(p: &Pair<S::Scalar>) {
    for i in (0..p.len).step_by(S::LANES) {
        // SAFETY: as above.
        unsafe {
            let product = S::load(p.left.add(i)).mul(S::load(p.right.add(i)));
            product.store(p.out.add(i));
        }
    }
}
