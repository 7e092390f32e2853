//! The direction of L-BFGS by the two-loop recursion (Liu and Nocedal, 1989; Nocedal and Wright, Numerical Optimization,
//! 2nd edition, algorithm 7.4).
//!
//! All sums run in f64, in eight chains over the whole array: one order, whoever computes them.

use crate::kernels::real::Real;

/// A pair is remembered where `sᵀy` is above this share of `yᵀy`, so that the curvature is surely positive (Li and
/// Fukushima, 2001).
const LEAST_CURVATURE: f64 = 1e-10;

/// Σ aᵢ bᵢ
pub(crate) fn dot<T: Real>(a: &[T], b: &[T]) -> f64 {
    let mut chains = [0.0f64; 8];
    let (left, right) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest = left.remainder().iter().zip(right.remainder());
    for (chain, (x, y)) in chains.iter_mut().zip(rest) {
        *chain += x.to_f64() * y.to_f64();
    }
    for (x, y) in left.zip(right) {
        for i in 0..8 {
            chains[i] += x[i].to_f64() * y[i].to_f64();
        }
    }
    chains.iter().sum()
}

/// Whether the pair `s = x₁ - x₀`, `y = g₁ - g₀` with these products tells of the curvature.
pub(crate) fn is_worth_remembering(s_dot_y: f64, y_dot_y: f64) -> bool {
    s_dot_y.is_finite() && y_dot_y > 0.0 && s_dot_y > LEAST_CURVATURE * y_dot_y
}

/// Turns the gradient in `direction` into minus the product of the inverse Hessian's estimate with it. `pair(i)` is the
/// i-th remembered pair (s, y), the oldest first; `factors` has room for one value a pair.
pub(crate) fn turn<'a, T: Real>(
    direction: &mut [T],
    count: usize,
    pair: impl Fn(usize) -> (&'a [T], &'a [T]),
    factors: &mut [f64],
) {
    let mut scale = 1.0;
    for index in (0..count).rev() {
        let (s, y) = pair(index);
        let s_dot_y = dot(s, y);
        if index == count - 1 {
            scale = s_dot_y / dot(y, y);
        }
        let factor = dot(s, direction) / s_dot_y;
        factors[index] = factor;
        add(direction, -factor, y);
    }
    for value in direction.iter_mut() {
        *value = T::from_f64(-scale * value.to_f64());
    }
    // The sign is already turned, so that the second loop's sums are too.
    for (index, factor) in factors[..count].iter().enumerate() {
        let (s, y) = pair(index);
        let factor = -factor - dot(y, direction) / dot(s, y);
        add(direction, factor, s);
    }
}

fn add<T: Real>(to: &mut [T], factor: f64, from: &[T]) {
    for (a, b) in to.iter_mut().zip(from) {
        *a = T::from_f64(a.to_f64() + factor * b.to_f64());
    }
}

#[cfg(test)]
mod tests {
    use super::{dot, is_worth_remembering, turn};

    /// With as many exact pairs as dimensions, along conjugate directions, the estimate is the inverse Hessian.
    #[test]
    fn the_direction_on_a_quadratic_is_newtons_once_all_curvature_is_known() {
        let hessian = [[4.0, 1.0, 0.0], [1.0, 3.0, 0.5], [0.0, 0.5, 2.0]];
        let times = |v: &[f64]| -> Vec<f64> { hessian.iter().map(|row| dot(row, v)).collect() };
        let mut pairs: Vec<(Vec<f64>, Vec<f64>)> = Vec::new();
        for axis in 0..3 {
            let mut s = vec![0.0; 3];
            s[axis] = 1.0;
            // Gram and Schmidt in the product of the Hessian.
            for (other, y) in &pairs {
                let share = dot(y, &s) / dot(y, other);
                s = s.iter().zip(other).map(|(a, b)| a - share * b).collect();
            }
            let y = times(&s);
            pairs.push((s, y));
        }
        let gradient = [0.3, -1.7, 2.2];
        let mut direction = gradient.to_vec();
        let mut factors = [0.0; 3];
        turn(
            &mut direction,
            3,
            |i| (&pairs[i].0, &pairs[i].1),
            &mut factors,
        );
        for (ours, wanted) in times(&direction).iter().zip(gradient) {
            assert!((ours + wanted).abs() < 1e-12, "{ours} against {}", -wanted);
        }
    }

    #[test]
    fn without_pairs_the_direction_is_steepest_descent() {
        let mut direction = vec![1.0f32, -2.0];
        turn(&mut direction, 0, |_| (&[], &[]), &mut []);
        assert_eq!(direction, [-1.0, 2.0]);
    }

    #[test]
    fn sums_cover_lengths_that_are_no_multiple_of_the_chains() {
        let values: Vec<f64> = (0..21).map(f64::from).collect();
        assert_eq!(dot(&values, &values), 2870.0);
    }

    #[test]
    fn a_pair_without_positive_curvature_is_forgotten() {
        assert!(is_worth_remembering(1e-3, 1.0));
        assert!(!is_worth_remembering(-1e-3, 1.0));
        assert!(!is_worth_remembering(0.0, 0.0));
        assert!(!is_worth_remembering(f64::NAN, 1.0));
    }
}
