//! One optimizer step over contiguous parameters.

use super::real::Real;
use super::simd::Simd;
use crate::optimizer::{GroupStep, Rule};

/// Parameters, their gradients and moments, all of `len` values.
pub struct Update<T> {
    pub step: GroupStep,
    pub weights: *mut T,
    /// Overwritten where a step limits or penalizes beyond L2.
    pub gradients: *mut T,
    /// Velocity, mean square of RMSprop and AdaGrad, mean of Adam's kin and Lion; unused by gradient descent.
    pub first: *mut T,
    /// Mean square of Adam's kin, mean of centred RMSprop.
    pub second: *mut T,
    /// Largest mean square of AMSGrad.
    pub third: *mut T,
    /// The moving average of the parameters; used when the step has a share for it.
    pub average: *mut T,
    /// Where the weights of a hidden matrix are to move.
    pub direction: *mut T,
    /// A multiple of 16.
    pub len: usize,
}

/// # Safety
/// The pointers that the step uses must be valid for `len` values and the processor must have the instructions of `S`.
#[inline(always)]
pub unsafe fn update<S: Simd>(u: &Update<S::Scalar>) {
    // SAFETY: the caller's promise.
    unsafe {
        let prepares = u.step.prepares();
        if prepares {
            prepare::<S>(u);
        }
        if prepares || u.step.l2 == 0.0 {
            follow::<S, false>(u);
        } else {
            follow::<S, true>(u);
        }
        if u.step.average_share != 0.0 {
            average::<S>(u);
        }
    }
}

/// Scales, limits and penalizes the gradient, and shrinks the parameters.
#[inline(always)]
unsafe fn prepare<S: Simd>(u: &Update<S::Scalar>) {
    // SAFETY: the caller's promise; len is a multiple of every vector's lanes.
    unsafe {
        let c = |x: f64| S::splat(S::Scalar::from_f64(x));
        let s = &u.step;
        let (zero, scale, shrink) = (c(0.0), c(s.scale), c(s.shrink));
        let (l2, l1, against) = (c(s.l2), c(s.l1), c(-s.l1));
        let (high, low) = (c(s.limit), c(-s.limit));
        for i in (0..u.len).step_by(S::LANES) {
            let w = S::load(u.weights.add(i));
            let g = S::load(u.gradients.add(i)).mul(scale);
            // A comparison with NaN keeps NaN, so that a diverged run is seen as one.
            let g = g.sub(high).where_positive(high, g);
            let g = low.sub(g).where_positive(low, g);
            let sign = w.where_positive(l1, zero.sub(w).where_positive(against, zero));
            w.fma(l2, g).add(sign).store(u.gradients.add(i));
            w.mul(shrink).store(u.weights.add(i));
        }
    }
}

#[inline(always)]
unsafe fn average<S: Simd>(u: &Update<S::Scalar>) {
    let share = u.step.average_share;
    for i in (0..u.len).step_by(S::LANES) {
        // SAFETY: the caller's promise; len is a multiple of every vector's lanes.
        unsafe {
            let w = S::load(u.weights.add(i));
            let a = S::load(u.average.add(i));
            let moved = if share == 1.0 {
                w
            } else {
                w.sub(a).fma(S::splat(S::Scalar::from_f64(share)), a)
            };
            moved.store(u.average.add(i));
        }
    }
}

/// Runs `$body`, the new parameters, for each vector of parameters `$w` and gradients `$g` at `$i`, with `penalty · w` added
/// where `$penalized`. A macro, so
/// that nothing can keep the body from being compiled for the vector's instructions.
macro_rules! sweep {
    ($s:ty, $u:ident, $penalized:ident, |$i:ident, $w:ident, $g:ident| $body:expr) => {
        for $i in (0..$u.len).step_by(<$s>::LANES) {
            let $w = <$s>::load($u.weights.add($i));
            let mut $g = <$s>::load($u.gradients.add($i));
            if $penalized {
                let l2 = <$s as Simd>::Scalar::from_f64($u.step.l2);
                $g = $w.fma(<$s>::splat(l2), $g);
            }
            let moved: $s = $body;
            moved.store($u.weights.add($i));
        }
    };
}

/// `*at = decay · *at + fresh · value`
#[inline(always)]
unsafe fn fade<S: Simd>(at: *mut S::Scalar, decay: S, value: S, fresh: S) -> S {
    // SAFETY: the caller's promise.
    unsafe {
        let new = value.fma(fresh, S::load(at).mul(decay));
        new.store(at);
        new
    }
}

/// The rule itself, on gradients with the L2 penalty where `PENALIZED`.
#[inline(always)]
unsafe fn follow<S: Simd, const PENALIZED: bool>(u: &Update<S::Scalar>) {
    // SAFETY: the caller's promise; len is a multiple of every vector's lanes.
    unsafe {
        let c = |x: f64| S::splat(S::Scalar::from_f64(x));
        match u.step.rule {
            Rule::Descent { rate } => {
                let rate = c(-rate);
                sweep!(S, u, PENALIZED, |i, w, g| g.fma(rate, w));
            }
            Rule::Momentum { rate, momentum } => {
                let (rate, momentum) = (c(-rate), c(momentum));
                sweep!(S, u, PENALIZED, |i, w, g| {
                    let velocity = S::load(u.first.add(i)).fma(momentum, g);
                    velocity.store(u.first.add(i));
                    velocity.fma(rate, w)
                });
            }
            Rule::Nesterov { rate, momentum } => {
                let (rate, momentum) = (c(-rate), c(momentum));
                sweep!(S, u, PENALIZED, |i, w, g| {
                    let velocity = S::load(u.first.add(i)).fma(momentum, g);
                    velocity.store(u.first.add(i));
                    velocity.fma(momentum, g).fma(rate, w)
                });
            }
            Rule::Adagrad { rate, epsilon } => {
                let (one, offset, rate) = (c(1.0), c(epsilon), c(rate));
                sweep!(S, u, PENALIZED, |i, w, g| {
                    let square = g.fma(g, S::load(u.first.add(i)));
                    square.store(u.first.add(i));
                    w.less_over_root(g.mul(rate), square, one, offset)
                });
            }
            Rule::Rmsprop {
                rate,
                decay,
                epsilon,
            } => {
                let (one, offset, fresh) = (c(1.0), c(epsilon), c(1.0 - decay));
                let (rate, decay) = (c(rate), c(decay));
                sweep!(S, u, PENALIZED, |i, w, g| {
                    let square = fade(u.first.add(i), decay, g.mul(g), fresh);
                    w.less_over_root(g.mul(rate), square, one, offset)
                });
            }
            Rule::CenteredRmsprop {
                rate,
                decay,
                epsilon,
            } => {
                let (one, offset, fresh) = (c(1.0), c(epsilon), c(1.0 - decay));
                let (rate, decay, zero) = (c(rate), c(decay), c(0.0));
                sweep!(S, u, PENALIZED, |i, w, g| {
                    let square = fade(u.first.add(i), decay, g.mul(g), fresh);
                    let mean = fade(u.second.add(i), decay, g, fresh);
                    // Rounding may leave a constant gradient's variance below zero.
                    let variance = zero.max(square.sub(mean.mul(mean)));
                    w.less_over_root(g.mul(rate), variance, one, offset)
                });
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
                sweep!(S, u, PENALIZED, |i, w, g| {
                    let mean = fade(u.first.add(i), beta1, g, fresh1);
                    let square = fade(u.second.add(i), beta2, g.mul(g), fresh2);
                    w.less_over_root(mean.mul(rate), square, scale, offset)
                });
            }
            Rule::Amsgrad {
                rate,
                beta1,
                beta2,
                root_correction,
                epsilon,
            } => {
                let (fresh1, fresh2) = (c(1.0 - beta1), c(1.0 - beta2));
                let (beta1, beta2, rate) = (c(beta1), c(beta2), c(rate));
                let (scale, offset) = (c(root_correction), c(epsilon));
                sweep!(S, u, PENALIZED, |i, w, g| {
                    let mean = fade(u.first.add(i), beta1, g, fresh1);
                    let square = fade(u.second.add(i), beta2, g.mul(g), fresh2);
                    let largest = S::load(u.third.add(i)).max(square);
                    largest.store(u.third.add(i));
                    w.less_over_root(mean.mul(rate), largest, scale, offset)
                });
            }
            Rule::Nadam {
                gradient_rate,
                mean_rate,
                beta1,
                beta2,
                root_correction,
                epsilon,
            } => {
                let (fresh1, fresh2) = (c(1.0 - beta1), c(1.0 - beta2));
                let (beta1, beta2) = (c(beta1), c(beta2));
                let (gradient_rate, mean_rate) = (c(gradient_rate), c(mean_rate));
                let (scale, offset) = (c(root_correction), c(epsilon));
                sweep!(S, u, PENALIZED, |i, w, g| {
                    let mean = fade(u.first.add(i), beta1, g, fresh1);
                    let square = fade(u.second.add(i), beta2, g.mul(g), fresh2);
                    let numerator = mean.fma(mean_rate, g.mul(gradient_rate));
                    w.less_over_root(numerator, square, scale, offset)
                });
            }
            Rule::Radam {
                rate,
                rectified,
                beta1,
                beta2,
                epsilon,
            } => {
                let (fresh1, fresh2) = (c(1.0 - beta1), c(1.0 - beta2));
                let (beta1, beta2, rate) = (c(beta1), c(beta2), c(rate));
                let (one, offset) = (c(1.0), c(epsilon));
                sweep!(S, u, PENALIZED, |i, w, g| {
                    let mean = fade(u.first.add(i), beta1, g, fresh1).mul(rate);
                    let square = fade(u.second.add(i), beta2, g.mul(g), fresh2);
                    if rectified {
                        w.less_over_root(mean, square, one, offset)
                    } else {
                        w.sub(mean)
                    }
                });
            }
            Rule::BlendMomentum { momentum, nesterov } => {
                let (momentum, fresh) = (c(momentum), c(1.0 - momentum));
                sweep!(S, u, PENALIZED, |i, w, g| {
                    let mean = fade(u.first.add(i), momentum, g, fresh);
                    let blend = if nesterov {
                        mean.fma(momentum, g.mul(fresh))
                    } else {
                        mean
                    };
                    blend.store(u.direction.add(i));
                    w
                });
            }
            Rule::Lion { rate, beta1, beta2 } => {
                let (fresh1, fresh2) = (c(1.0 - beta1), c(1.0 - beta2));
                let (beta1, beta2) = (c(beta1), c(beta2));
                let (up, down, zero) = (c(rate), c(-rate), c(0.0));
                sweep!(S, u, PENALIZED, |i, w, g| {
                    let mean = S::load(u.first.add(i));
                    let direction = g.fma(fresh1, mean.mul(beta1));
                    g.fma(fresh2, mean.mul(beta2)).store(u.first.add(i));
                    let back = zero.sub(direction).where_positive(down, zero);
                    w.sub(direction.where_positive(up, back))
                });
            }
        }
    }
}
