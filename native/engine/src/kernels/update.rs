//! One optimizer step over contiguous parameters.

use super::real::Real;
use super::simd::Simd;
use crate::optimizer::Rule;

/// Parameters, their gradients and moments, all of `len` values.
pub struct Update<T> {
    pub rule: Rule,
    /// Added to the gradient: `l2 · w`.
    pub l2: f64,
    pub weights: *mut T,
    pub gradients: *const T,
    /// Velocity of momentum, mean square of RMSprop, mean of Adam; unused by gradient descent.
    pub first: *mut T,
    /// Mean square of Adam.
    pub second: *mut T,
    /// A multiple of 16.
    pub len: usize,
}

/// # Safety
/// The pointers that the rule uses must be valid for `len` values and the processor must have the instructions of `S`.
#[inline(always)]
pub unsafe fn update<S: Simd>(u: &Update<S::Scalar>) {
    // SAFETY: the caller's promise; len is a multiple of every vector's lanes.
    unsafe {
        let c = |x: f64| S::splat(S::Scalar::from_f64(x));
        let penalty = c(u.l2);
        match u.rule {
            Rule::Descent { rate } => {
                let rate = c(-rate);
                for i in (0..u.len).step_by(S::LANES) {
                    let w = S::load(u.weights.add(i));
                    let g = w.fma(penalty, S::load(u.gradients.add(i)));
                    g.fma(rate, w).store(u.weights.add(i));
                }
            }
            Rule::Momentum { rate, momentum } => {
                let (rate, momentum) = (c(-rate), c(momentum));
                for i in (0..u.len).step_by(S::LANES) {
                    let w = S::load(u.weights.add(i));
                    let g = w.fma(penalty, S::load(u.gradients.add(i)));
                    let velocity = S::load(u.first.add(i)).fma(momentum, g);
                    velocity.store(u.first.add(i));
                    velocity.fma(rate, w).store(u.weights.add(i));
                }
            }
            Rule::Rmsprop {
                rate,
                decay,
                epsilon,
            } => {
                let (one, offset, fresh) = (c(1.0), c(epsilon), c(1.0 - decay));
                let (rate, decay) = (c(rate), c(decay));
                for i in (0..u.len).step_by(S::LANES) {
                    let w = S::load(u.weights.add(i));
                    let g = w.fma(penalty, S::load(u.gradients.add(i)));
                    let square = S::load(u.first.add(i)).mul(decay);
                    let square = g.mul(g).fma(fresh, square);
                    square.store(u.first.add(i));
                    let step = square.over_root(one, offset, g.mul(rate));
                    w.sub(step).store(u.weights.add(i));
                }
            }
            Rule::Adam {
                rate,
                beta1,
                beta2,
                root_correction,
                epsilon,
            } => {
                let (fresh1, fresh2) = (c(1.0 - beta1), c(1.0 - beta2));
                let (beta1, beta2, rate) = (c(beta1), c(beta2), c(rate));
                let (scale, offset) = (c(root_correction), c(epsilon));
                for i in (0..u.len).step_by(S::LANES) {
                    let w = S::load(u.weights.add(i));
                    let g = w.fma(penalty, S::load(u.gradients.add(i)));
                    let mean = S::load(u.first.add(i)).mul(beta1);
                    let mean = g.fma(fresh1, mean);
                    let square = S::load(u.second.add(i)).mul(beta2);
                    let square = g.mul(g).fma(fresh2, square);
                    mean.store(u.first.add(i));
                    square.store(u.second.add(i));
                    let step = square.over_root(scale, offset, mean.mul(rate));
                    w.sub(step).store(u.weights.add(i));
                }
            }
        }
    }
}
