//! Questions to values in ascending order.

/// A value and how often it occurs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Run {
    pub value: f64,
    pub count: usize,
}

/// Linear between the order statistics around (n - 1) p (Hyndman and Fan, 1996, type 7). NaN where there are none.
pub(crate) fn quantile(sorted: &[f64], p: f64) -> f64 {
    let position = sorted.len().saturating_sub(1) as f64 * p;
    let below = position.floor() as usize;
    match (sorted.get(below), sorted.get(below + 1)) {
        (Some(low), Some(high)) => {
            let part = position - below as f64;
            low * (1.0 - part) + high * part
        }
        (Some(only), None) => *only,
        _ => f64::NAN,
    }
}

/// The distinct values from the smallest on.
pub(crate) fn ascending(sorted: &[f64]) -> impl Iterator<Item = Run> {
    let mut rest = sorted;
    std::iter::from_fn(move || {
        let value = *rest.first()?;
        let count = leading(rest, |one| one <= value);
        rest = &rest[count..];
        Some(Run { value, count })
    })
}

/// The distinct values from the greatest on.
pub(crate) fn descending(sorted: &[f64]) -> impl Iterator<Item = Run> {
    let mut rest = sorted;
    std::iter::from_fn(move || {
        let value = *rest.last()?;
        let below = rest.partition_point(|&one| one < value);
        let count = rest.len() - below;
        rest = &rest[..below];
        Some(Run { value, count })
    })
}

/// Length of the prefix for which `holds`, found in time logarithmic in that length.
fn leading(sorted: &[f64], holds: impl Fn(f64) -> bool) -> usize {
    let mut end = 1;
    while end < sorted.len() && holds(sorted[end]) {
        end *= 2;
    }
    let known = end / 2;
    let end = end.min(sorted.len());
    known + sorted[known..end].partition_point(|&one| holds(one))
}

/// How often a value occurs.
pub(crate) fn occurrences(sorted: &[f64], value: f64) -> usize {
    sorted.partition_point(|&one| one <= value) - sorted.partition_point(|&one| one < value)
}

/// Whether every value is a whole number.
pub(crate) fn all_whole(sorted: &[f64]) -> bool {
    sorted.iter().all(|value| value.fract() == 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_found_from_both_ends() {
        let sorted = [1.0, 1.0, 1.0, 2.0, 5.0, 5.0];
        let up: Vec<_> = ascending(&sorted).map(|r| (r.value, r.count)).collect();
        assert_eq!(up, [(1.0, 3), (2.0, 1), (5.0, 2)]);
        let down: Vec<_> = descending(&sorted).map(|r| (r.value, r.count)).collect();
        assert_eq!(down, [(5.0, 2), (2.0, 1), (1.0, 3)]);
        assert_eq!(occurrences(&sorted, 5.0), 2);
        assert_eq!(occurrences(&sorted, 3.0), 0);
        assert_eq!(ascending(&[]).count(), 0);
    }

    #[test]
    fn quantiles_interpolate() {
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.25), 1.75);
        assert_eq!(quantile(&[7.0], 0.9), 7.0);
        assert!(quantile(&[], 0.5).is_nan());
    }
}
