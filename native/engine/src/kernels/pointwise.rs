//! Smooth activations and their derivatives, over contiguous values of a panel.

use super::real::Real;
use super::simd::Simd;
use crate::activation::Activation;

const GELU_SCALE: f64 = 0.797_884_560_802_865_4; // √(2/π)
const GELU_CUBE: f64 = 0.044_715;

/// `values = f(values)`; for GELU also `derivatives = f'(values)`.
pub struct Activate<T> {
    pub activation: Activation,
    pub values: *mut T,
    /// Null, or as long as `values`.
    pub derivatives: *mut T,
    /// A multiple of 16.
    pub len: usize,
}

/// `deltas *= f'`, from the activations (tanh, sigmoid, piecewise linear) or the stored derivatives (GELU).
pub struct Chain<T> {
    pub activation: Activation,
    pub deltas: *mut T,
    pub activations: *const T,
    pub derivatives: *const T,
    /// A multiple of 16.
    pub len: usize,
}

/// # Safety
/// The pointers must be valid for `len` values and the processor must have the instructions of `S`.
#[inline(always)]
pub unsafe fn activate<S: Simd>(a: &Activate<S::Scalar>) {
    let f = S::Scalar::from_f64;
    for i in (0..a.len).step_by(S::LANES) {
        // SAFETY: the caller's promise; len is a multiple of every vector's lanes.
        unsafe {
            let one = S::splat(f(1.0));
            let z = S::load(a.values.add(i));
            let value = match a.activation {
                Activation::Linear | Activation::Relu | Activation::LeakyRelu => z,
                Activation::Tanh => z.tanh(),
                Activation::Sigmoid => {
                    let e = S::splat(S::Scalar::ZERO).sub(z).exp();
                    one.div(one.add(e))
                }
                Activation::Gelu => {
                    let square = z.mul(z);
                    let half = S::splat(f(0.5));
                    let scale = S::splat(f(GELU_SCALE));
                    let inner = square.fma(S::splat(f(GELU_CUBE)), one);
                    let t = scale.mul(z).mul(inner).tanh();
                    let gate = t.fma(half, half);
                    if !a.derivatives.is_null() {
                        let bend = square.fma(S::splat(f(3.0 * GELU_CUBE)), one).mul(scale);
                        let fall = one.sub(t.mul(t)).mul(bend).mul(half);
                        z.fma(fall, gate).store(a.derivatives.add(i));
                    }
                    z.mul(gate)
                }
            };
            value.store(a.values.add(i));
        }
    }
}

/// # Safety
/// As [`activate`].
#[inline(always)]
pub unsafe fn chain<S: Simd>(c: &Chain<S::Scalar>) {
    let slope = c.activation.slope_below_zero().unwrap_or(1.0);
    for i in (0..c.len).step_by(S::LANES) {
        // SAFETY: the caller's promise; len is a multiple of every vector's lanes.
        unsafe {
            let one = S::splat(S::Scalar::from_f64(1.0));
            let a = S::load(c.activations.add(i));
            let derivative = match c.activation {
                Activation::Linear | Activation::Relu | Activation::LeakyRelu => {
                    a.where_positive(one, S::splat(S::Scalar::from_f64(slope)))
                }
                Activation::Tanh => one.sub(a.mul(a)),
                Activation::Sigmoid => a.mul(one.sub(a)),
                Activation::Gelu => S::load(c.derivatives.add(i)),
            };
            S::load(c.deltas.add(i))
                .mul(derivative)
                .store(c.deltas.add(i));
        }
    }
}
