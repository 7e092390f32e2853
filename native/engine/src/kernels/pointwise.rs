//! Activations that a product cannot apply on store, and their derivatives, over contiguous values of a panel.

use super::real::Real;
use super::simd::Simd;
use crate::activation::{Activation, LEAKY_SLOPE, SELU_ALPHA, SELU_SCALE};

const GELU_SCALE: f64 = 0.797_884_560_802_865_4; // √(2/π)
const GELU_CUBE: f64 = 0.044_715;

/// `values = f(values)`; where the derivative needs more than the value, also
/// `derivatives = f'(values)`.
pub struct Activate<T> {
    pub activation: Activation,
    pub values: *mut T,
    /// Null, or as long as `values`.
    pub derivatives: *mut T,
    /// A multiple of 16.
    pub len: usize,
}

/// `deltas *= f'`, from the activations where they suffice, else from the stored derivatives.
pub struct Chain<T> {
    pub activation: Activation,
    pub deltas: *mut T,
    pub activations: *const T,
    pub derivatives: *const T,
    /// A multiple of 16.
    pub len: usize,
}

/// NaN stays NaN.
#[inline(always)]
unsafe fn limit<S: Simd>(x: S, low: S, high: S) -> S {
    // SAFETY: the caller is compiled for the vector.
    unsafe {
        let x = x.sub(high).where_positive(high, x);
        low.sub(x).where_positive(low, x)
    }
}

/// `min(x, 0)`, so that an exponential cannot overflow where its value is not used.
#[inline(always)]
unsafe fn not_positive<S: Simd>(x: S) -> S {
    // SAFETY: as above.
    unsafe { x.where_positive(S::splat(S::Scalar::ZERO), x) }
}

#[inline(always)]
unsafe fn hard_sigmoid<S: Simd>(z: S) -> S {
    // SAFETY: as above.
    unsafe {
        let c = |x: f64| S::splat(S::Scalar::from_f64(x));
        limit(z.fma(c(1.0 / 6.0), c(0.5)), c(0.0), c(1.0))
    }
}

/// `log(1 + x)` for `x` in [0, 1]: `2 artanh(s)` with `s = x / (2 + x)`, at most 1/3, by its series. The terms left out are
/// below 3e-9 of the sum in f32 and 1e-17 in f64.
#[inline(always)]
unsafe fn log_one_plus<S: Simd>(x: S) -> S {
    let terms = if S::Scalar::BYTES == 4 { 8 } else { 17 };
    // SAFETY: as above.
    unsafe {
        let c = |x: f64| S::splat(S::Scalar::from_f64(x));
        let s = x.div(x.add(c(2.0)));
        let square = s.mul(s);
        let mut series = c(0.0);
        for term in (0..terms).rev() {
            series = series.fma(square, c(1.0 / f64::from(2 * term + 1)));
        }
        s.add(s).mul(series)
    }
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
                Activation::Linear => z,
                Activation::Relu => z.where_positive(z, z.mul(S::splat(S::Scalar::ZERO))),
                Activation::LeakyRelu => z.where_positive(z, z.mul(S::splat(f(LEAKY_SLOPE)))),
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
                Activation::Elu => {
                    let below = not_positive(z).exp().sub(one);
                    z.where_positive(z, below)
                }
                Activation::Selu => {
                    let below = not_positive(z).exp().sub(one);
                    let below = below.mul(S::splat(f(SELU_SCALE * SELU_ALPHA)));
                    z.where_positive(z.mul(S::splat(f(SELU_SCALE))), below)
                }
                Activation::Silu => {
                    let e = S::splat(S::Scalar::ZERO).sub(z).exp();
                    let gate = one.div(one.add(e));
                    if !a.derivatives.is_null() {
                        let bend = z.mul(one.sub(gate)).add(one);
                        gate.mul(bend).store(a.derivatives.add(i));
                    }
                    z.mul(gate)
                }
                Activation::Mish => {
                    // With n = e(e + 2), tanh(log(1 + e)) is n / (n + 2); beyond 20 it is 1 in either precision.
                    let two = S::splat(f(2.0));
                    let edge = S::splat(f(20.0));
                    let e = z.sub(edge).where_positive(edge, z).exp();
                    let n = e.mul(e.add(two));
                    let rest = two.div(n.add(two));
                    let gate = n.div(n.add(two));
                    if !a.derivatives.is_null() {
                        let fall = rest.mul(gate.add(one)).mul(e.div(e.add(one)));
                        z.fma(fall, gate).store(a.derivatives.add(i));
                    }
                    z.mul(gate)
                }
                Activation::Softplus => {
                    let zero = S::splat(S::Scalar::ZERO);
                    let size = z.where_positive(z, zero.sub(z));
                    zero.max(z).add(log_one_plus(zero.sub(size).exp()))
                }
                Activation::HardSigmoid => hard_sigmoid(z),
                Activation::HardTanh => limit(z, S::splat(f(-1.0)), one),
                Activation::HardSwish => {
                    let gate = hard_sigmoid(z);
                    if !a.derivatives.is_null() {
                        let third = S::splat(f(1.0 / 3.0));
                        let half = S::splat(f(0.5));
                        let inside = z.fma(third, half);
                        let three = S::splat(f(3.0));
                        let slope = z.sub(three).where_positive(one, inside);
                        let zero = S::splat(S::Scalar::ZERO);
                        let below = zero.sub(three).sub(z);
                        below
                            .where_positive(zero, slope)
                            .store(a.derivatives.add(i));
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
                Activation::Gelu | Activation::Silu | Activation::Mish | Activation::HardSwish => {
                    S::load(c.derivatives.add(i))
                }
                Activation::Elu => a.where_positive(one, a.add(one)),
                Activation::Selu => {
                    let f = S::Scalar::from_f64;
                    let scale = S::splat(f(SELU_SCALE));
                    a.where_positive(scale, a.add(S::splat(f(SELU_SCALE * SELU_ALPHA))))
                }
                Activation::Softplus => one.sub(S::splat(S::Scalar::ZERO).sub(a).exp()),
                Activation::HardSigmoid => {
                    let sixth = S::splat(S::Scalar::from_f64(1.0 / 6.0));
                    let zero = S::splat(S::Scalar::ZERO);
                    a.where_positive(one.sub(a).where_positive(sixth, zero), zero)
                }
                Activation::HardTanh => {
                    let zero = S::splat(S::Scalar::ZERO);
                    let below = one.sub(a).where_positive(one, zero);
                    a.add(one).where_positive(below, zero)
                }
            };
            S::load(c.deltas.add(i))
                .mul(derivative)
                .store(c.deltas.add(i));
        }
    }
}
