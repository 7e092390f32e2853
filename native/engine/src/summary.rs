//! What can be said of many values at once.

/// Bins of a histogram.
pub const HISTOGRAM_BINS: usize = 40;

/// Of finite values; those that are not finite are only counted. NaN, and no counts, where none is finite.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    pub count: u64,
    /// Values that are NaN or infinite; everything below leaves them out.
    pub non_finite: u64,
    pub mean: f64,
    /// Standard deviation of the values themselves (divided by their number).
    pub deviation: f64,
    pub smallest: f64,
    pub largest: f64,
    /// `√Σ x²`
    pub norm: f64,
    /// Share of the values that are exactly 0.
    pub zeros: f64,
    /// Values in [`HISTOGRAM_BINS`] equal bins from the smallest to the largest, the last one closed; of equal values, all in
    /// the first.
    pub histogram: Vec<u64>,
}

impl Summary {
    pub(crate) fn of_values(values: &[f64]) -> Self {
        Self::of(|to| values.iter().for_each(|x| to(*x)))
    }

    /// Of the values that `each` hands out, the same ones in the same order every time it is called.
    pub(crate) fn of(each: impl Fn(&mut dyn FnMut(f64))) -> Self {
        let (mut count, mut finite, mut zeros) = (0u64, 0u64, 0u64);
        let (mut sum, mut squares) = (0.0, 0.0);
        let (mut smallest, mut largest) = (f64::INFINITY, f64::NEG_INFINITY);
        each(&mut |x| {
            count += 1;
            if x.is_finite() {
                finite += 1;
                zeros += u64::from(x == 0.0);
                sum += x;
                squares += x * x;
                smallest = smallest.min(x);
                largest = largest.max(x);
            }
        });
        if finite == 0 {
            (smallest, largest) = (f64::NAN, f64::NAN);
        }
        let mean = sum / finite as f64;
        let width = (largest - smallest) / HISTOGRAM_BINS as f64;
        let mut variance = 0.0;
        let mut histogram = vec![0; HISTOGRAM_BINS];
        each(&mut |x| {
            if x.is_finite() {
                variance += (x - mean) * (x - mean) / finite as f64;
                let bin = if width > 0.0 {
                    ((x - smallest) / width) as usize
                } else {
                    0
                };
                histogram[bin.min(HISTOGRAM_BINS - 1)] += 1;
            }
        });
        Self {
            count,
            non_finite: count - finite,
            mean,
            deviation: if finite == 0 {
                f64::NAN
            } else {
                variance.sqrt()
            },
            smallest,
            largest,
            norm: squares.sqrt(),
            zeros: zeros as f64 / finite as f64,
            histogram,
        }
    }
}
