//! A line search for the strong Wolfe conditions: bracketing, then zooming in by cubic interpolation (Nocedal and Wright,
//! Numerical Optimization, 2nd edition, algorithms 3.5 and 3.6, equation 3.59).

/// The share of the first slope that a step's decrease must at least have.
const DECREASE: f64 = 1e-4;
/// The share of the first slope that may be left at the step.
const CURVATURE: f64 = 0.9;
/// While no bracket is found a step is at most this many times as long as the one before.
const GROWTH: f64 = 10.0;
/// A trial keeps this share of a bracket's width from its ends, so that brackets shrink.
const MARGIN: f64 = 0.1;

/// A function along a line: its value and slope at a step's length.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub at: f64,
    pub value: f64,
    pub slope: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Found {
    /// Both conditions hold.
    Wolfe(Point),
    /// Trials ran out, or rounding hides the slope; the lowest point with sufficient decrease.
    Lower(Point),
    /// No trial was low enough.
    Nothing,
}

/// Searches along a line that falls at `start`, beginning with the length `first`, in at most `most` evaluations of
/// `f(length) -> (value, slope)`. A value that is not finite counts as too high.
pub(crate) fn search(
    start: Point,
    first: f64,
    most: usize,
    mut f: impl FnMut(f64) -> (f64, f64),
) -> Found {
    let mut left = most;
    let mut evaluate = |at: f64| {
        let (value, slope) = f(at);
        Point { at, value, slope }
    };
    let (mut before, mut at) = (start, first);
    while left > 0 {
        left -= 1;
        let point = evaluate(at);
        if !falls_enough(start, point) || (before.at > 0.0 && point.value >= before.value) {
            return zoom(start, before, point, left, evaluate);
        }
        if point.slope.abs() <= -CURVATURE * start.slope {
            return Found::Wolfe(point);
        }
        if point.slope >= 0.0 {
            return zoom(start, point, before, left, evaluate);
        }
        let ahead = interpolate(before, point);
        let (nearest, farthest) = (at + MARGIN * (at - before.at), GROWTH * at);
        at = if ahead > nearest && ahead < farthest {
            ahead
        } else {
            farthest
        };
        before = point;
    }
    lowest(start, before)
}

/// `low` is the lowest point so far with sufficient decrease (or the start); the interval to `high` holds good ones.
fn zoom(
    start: Point,
    mut low: Point,
    mut high: Point,
    mut left: usize,
    mut evaluate: impl FnMut(f64) -> Point,
) -> Found {
    while left > 0 {
        left -= 1;
        let width = (high.at - low.at).abs();
        if width <= f64::EPSILON * high.at.max(low.at) {
            break;
        }
        let (from, to) = (low.at.min(high.at), low.at.max(high.at));
        let inside = interpolate(low, high);
        let at = if inside > from + MARGIN * width && inside < to - MARGIN * width {
            inside
        } else {
            from + 0.5 * width
        };
        let point = evaluate(at);
        if !falls_enough(start, point) || point.value >= low.value {
            high = point;
            continue;
        }
        if point.slope.abs() <= -CURVATURE * start.slope {
            return Found::Wolfe(point);
        }
        if point.slope * (high.at - low.at) >= 0.0 {
            high = low;
        }
        low = point;
    }
    lowest(start, low)
}

fn lowest(start: Point, low: Point) -> Found {
    if low.at > 0.0 && low.value < start.value {
        Found::Lower(low)
    } else {
        Found::Nothing
    }
}

/// Whether the value is low enough; no value that is not finite is.
fn falls_enough(start: Point, point: Point) -> bool {
    point.value <= start.value + DECREASE * point.at * start.slope
}

/// The minimum of the cubic through two points with their slopes; NaN where it has none.
fn interpolate(a: Point, b: Point) -> f64 {
    let first = a.slope + b.slope - 3.0 * (a.value - b.value) / (a.at - b.at);
    let second = (b.at - a.at).signum() * (first * first - a.slope * b.slope).sqrt();
    b.at - (b.at - a.at) * (b.slope + second - first) / (b.slope - a.slope + 2.0 * second)
}

#[cfg(test)]
mod tests {
    use super::{CURVATURE, DECREASE, Found, Point, search};
    use proptest::prelude::*;

    fn along(f: impl Fn(f64) -> (f64, f64), first: f64, most: usize) -> Found {
        let (value, slope) = f(0.0);
        let start = Point {
            at: 0.0,
            value,
            slope,
        };
        search(start, first, most, f)
    }

    proptest! {
        /// Moré and Thuente's first function and a quartic, from steps far too short to far too long.
        #[test]
        fn what_is_found_satisfies_both_conditions(exponent in -3.0f64..3.0, bend in 0.1f64..4.0) {
            let rational = |a: f64| {
                let below = a * a + bend;
                (-a / below, (a * a - bend) / (below * below))
            };
            let quartic = |a: f64| ((a - bend).powi(4) - a, 4.0 * (a - bend).powi(3) - 1.0);
            for f in [&rational as &dyn Fn(f64) -> (f64, f64), &quartic] {
                let (value, slope) = f(0.0);
                let Found::Wolfe(point) = along(f, 10f64.powf(exponent), 40) else {
                    return Err(TestCaseError::fail("nothing was found"));
                };
                prop_assert!(point.value <= value + DECREASE * point.at * slope);
                prop_assert!(point.slope.abs() <= CURVATURE * slope.abs());
            }
        }
    }

    #[test]
    fn values_that_are_not_finite_are_stepped_back_from() {
        let barrier = |a: f64| {
            if a < 2.0 {
                (-a - (2.0 - a).ln(), -1.0 + 1.0 / (2.0 - a))
            } else {
                (f64::NAN, f64::NAN)
            }
        };
        // It falls by half a unit at 0 and has its minimum at 1.
        let Found::Wolfe(point) = along(barrier, 100.0, 30) else {
            panic!("nothing was found");
        };
        assert!(point.at > 0.0 && point.at < 2.0);
    }

    #[test]
    fn nothing_is_found_where_nothing_is_lower_and_the_lowest_where_trials_run_out() {
        // The slope promises a fall that rounding hides.
        assert_eq!(along(|_| (1.0, -1e-30), 1.0, 30), Found::Nothing);
        let parabola = |a: f64| ((a - 1e6) * (a - 1e6), 2.0 * (a - 1e6));
        assert!(matches!(along(parabola, 1.0, 2), Found::Lower(p) if p.at > 1.0));
    }
}
