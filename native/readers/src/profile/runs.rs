//! The different values of a column in ascending order, each with how often it occurs.

/// Ascending, without NaN; -0 is 0. By counting where the values are whole multiples of some step over a short range
/// (integers, days, prices in cents), by sorting otherwise.
pub fn runs(values: &[f64]) -> Vec<(f64, u64)> {
    let present = values.iter().filter(|value| !value.is_nan());
    let (count, min, max) = present.fold(
        (0_usize, f64::INFINITY, f64::NEG_INFINITY),
        |(count, min, max), value| (count + 1, min.min(*value), max.max(*value)),
    );
    if count == 0 {
        return Vec::new();
    }
    counted(values, count, min, max).unwrap_or_else(|| sorted(values, count))
}

/// Counting takes this many places a value, at most.
const PLACES_A_VALUE: usize = 4;
const FEWEST_PLACES: usize = 1024;
const SCALES: [f64; 5] = [1.0, 10.0, 100.0, 1000.0, 10_000.0];
/// Integers of float64 beyond it may be rounded ones.
const LARGEST: f64 = 9_007_199_254_740_992.0;

fn counted(values: &[f64], count: usize, min: f64, max: f64) -> Option<Vec<(f64, u64)>> {
    let scale = SCALES.into_iter().find(|scale| {
        let whole = |value: f64| (value * scale).round();
        let fits = |value: &f64| whole(*value) / scale == *value;
        min * scale > -LARGEST
            && max * scale < LARGEST
            && values.iter().filter(|value| !value.is_nan()).all(fits)
    })?;
    let first = (min * scale).round() as i64;
    let offset = |value: f64| ((value * scale).round() as i64 - first) as u64;
    let mut step = offset(max);
    for value in values.iter().filter(|value| !value.is_nan()) {
        let distance = offset(*value);
        if step > 1 && !distance.is_multiple_of(step) {
            step = greatest_divisor(step, distance);
        }
    }
    let step = step.max(1);
    let places = usize::try_from(offset(max) / step).ok()?.checked_add(1)?;
    if places > count.saturating_mul(PLACES_A_VALUE).max(FEWEST_PLACES) {
        return None;
    }
    let mut counts = vec![0_u32; places];
    for value in values.iter().filter(|value| !value.is_nan()) {
        counts[(offset(*value) / step) as usize] += 1;
    }
    let met = counts.iter().enumerate().filter(|(_, count)| **count > 0);
    Some(
        met.map(|(place, count)| {
            (
                (first + (place as u64 * step) as i64) as f64 / scale,
                u64::from(*count),
            )
        })
        .collect(),
    )
}

fn greatest_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn sorted(values: &[f64], count: usize) -> Vec<(f64, u64)> {
    let mut keys = Vec::with_capacity(count);
    keys.extend(
        values
            .iter()
            .filter(|value| !value.is_nan())
            .map(|value| key(*value + 0.0)),
    );
    sort(&mut keys);
    let mut runs: Vec<(f64, u64)> = Vec::new();
    let mut last = None;
    for key in keys {
        match runs.last_mut() {
            Some((_, count)) if last == Some(key) => *count += 1,
            _ => runs.push((value(key), 1)),
        }
        last = Some(key);
    }
    runs
}

const SIGN: u64 = 1 << 63;

/// Bits that are ordered as the floats are.
fn key(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

fn value(key: u64) -> f64 {
    f64::from_bits(if key & SIGN == 0 { !key } else { key & !SIGN })
}

const DIGIT: usize = 11;
const DIGITS: usize = 6;

/// Radix sort by digits of eleven bits from the lowest; digits that all keys share are passed over.
fn sort(keys: &mut Vec<u64>) {
    if keys.len() < 4096 {
        keys.sort_unstable();
        return;
    }
    let mut counts = vec![[0_usize; 1 << DIGIT]; DIGITS];
    for key in keys.iter() {
        for (digit, counts) in counts.iter_mut().enumerate() {
            counts[digit_of(*key, digit)] += 1;
        }
    }
    let mut other = vec![0; keys.len()];
    for (digit, places) in counts.iter_mut().enumerate() {
        if places.contains(&keys.len()) {
            continue;
        }
        let mut start = 0;
        for place in places.iter_mut() {
            (*place, start) = (start, start + *place);
        }
        for key in keys.iter() {
            let place = &mut places[digit_of(*key, digit)];
            other[*place] = *key;
            *place += 1;
        }
        std::mem::swap(keys, &mut other);
    }
}

#[inline]
fn digit_of(key: u64, digit: usize) -> usize {
    (key >> (DIGIT * digit)) as usize & ((1 << DIGIT) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(values: &[f64]) -> Vec<(f64, u64)> {
        let mut sorted: Vec<f64> = values
            .iter()
            .copied()
            .filter(|value| !value.is_nan())
            .map(|value| value + 0.0)
            .collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let mut runs: Vec<(f64, u64)> = Vec::new();
        for value in sorted {
            match runs.last_mut() {
                Some((last, count)) if *last == value => *count += 1,
                _ => runs.push((value, 1)),
            }
        }
        runs
    }

    /// Numbers below one, from a linear congruential generator.
    fn random(count: usize) -> Vec<f64> {
        let mut state = 1_u64;
        let mut next = move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1_u64 << 53) as f64
        };
        std::iter::repeat_with(&mut next).take(count).collect()
    }

    #[test]
    fn counting_and_sorting_tell_the_same() {
        let random = random(10_000);
        let shapes: [fn(f64) -> f64; 7] = [
            |x| (x * 100.0).floor(),
            |x| ((x - 0.5) * 2000.0).round() / 100.0,
            |x| (x * 400.0).floor() * 86_400_000.0 + 1.5e12,
            |x| x - 0.5,
            |x| (x * 1e6).floor() * 1e9,
            |x| {
                if x < 0.1 {
                    f64::NAN
                } else {
                    (x * 3.0).floor() - 1.0
                }
            },
            |x| if x < 0.5 { -0.0 } else { (x - 0.5) * 1e300 },
        ];
        for (at, shape) in shapes.into_iter().enumerate() {
            let values: Vec<f64> = random.iter().map(|x| shape(*x)).collect();
            assert_eq!(runs(&values), expected(&values), "shape {at}");
            let few: Vec<f64> = values.iter().copied().take(9).collect();
            assert_eq!(runs(&few), expected(&few), "shape {at}, few");
        }
    }

    #[test]
    fn extremes_are_sorted() {
        let values = [
            f64::MAX,
            f64::MIN,
            5e-324,
            -5e-324,
            0.0,
            f64::NAN,
            1e17,
            1e17 + 16.0,
        ];
        assert_eq!(runs(&values), expected(&values));
        assert_eq!(runs(&[f64::NAN]), []);
    }
}
