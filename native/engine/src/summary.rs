//! What can be said of many values at once.

use crate::kernels::real::Real;

/// Bins of a histogram.
pub const HISTOGRAM_BINS: usize = 40;
/// Sums run in so many chains, and counts in so many tables, so that one value need not wait for another.
const CHAINS: usize = 4;

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
    pub histogram: [u64; HISTOGRAM_BINS],
}

impl Summary {
    /// Takes those that are not finite out of the values.
    pub(crate) fn of<T: Real>(values: &mut Vec<T>) -> Self {
        let count = values.len() as u64;
        if !values.iter().fold(true, |all, x| all & x.is_finite()) {
            values.retain(|x| x.is_finite());
        }
        let finite = values.len() as u64;
        let mut seen = [First::START; CHAINS];
        each(values, |chain, x| seen[chain] = seen[chain].add(x));
        let seen = seen.into_iter().fold(First::START, First::join);
        let mean = seen.sum / finite as f64;
        let bins = Bins::new(seen.smallest, seen.largest);
        let mut squares = [0.0; CHAINS];
        let mut tables = [[0; HISTOGRAM_BINS]; CHAINS];
        each(values, |chain, x| {
            squares[chain] += (x - mean) * (x - mean);
            tables[chain][bins.of(x)] += 1;
        });
        let or_nan = |x: f64| if finite == 0 { f64::NAN } else { x };
        Self {
            count,
            non_finite: count - finite,
            mean,
            deviation: (squares.iter().sum::<f64>() / finite as f64).sqrt(),
            smallest: or_nan(seen.smallest),
            largest: or_nan(seen.largest),
            norm: seen.squares.sqrt(),
            zeros: seen.zeros as f64 / finite as f64,
            histogram: std::array::from_fn(|bin| tables.iter().map(|table| table[bin]).sum()),
        }
    }
}

/// Which bin a value of a range is in.
struct Bins {
    smallest: f64,
    /// Bins that a unit of the range has; 0 where all values are equal.
    density: f64,
}

impl Bins {
    fn new(smallest: f64, largest: f64) -> Self {
        let width = largest - smallest;
        let density = if width > 0.0 {
            HISTOGRAM_BINS as f64 / width
        } else {
            0.0
        };
        Self { smallest, density }
    }

    fn of(&self, x: f64) -> usize {
        (((x - self.smallest) * self.density) as i32 as usize).min(HISTOGRAM_BINS - 1)
    }
}

/// What a first look at finite values tells.
#[derive(Clone, Copy)]
struct First {
    sum: f64,
    squares: f64,
    smallest: f64,
    largest: f64,
    zeros: u64,
}

impl First {
    const START: Self = Self {
        sum: 0.0,
        squares: 0.0,
        smallest: f64::INFINITY,
        largest: f64::NEG_INFINITY,
        zeros: 0,
    };

    fn add(self, x: f64) -> Self {
        Self {
            sum: self.sum + x,
            squares: self.squares + x * x,
            smallest: if x < self.smallest { x } else { self.smallest },
            largest: if x > self.largest { x } else { self.largest },
            zeros: self.zeros + u64::from(x == 0.0),
        }
    }

    fn join(self, other: Self) -> Self {
        Self {
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
            smallest: self.smallest.min(other.smallest),
            largest: self.largest.max(other.largest),
            zeros: self.zeros + other.zeros,
        }
    }
}

/// Calls `f(chain, value)`.
fn each<T: Real>(values: &[T], mut f: impl FnMut(usize, f64)) {
    let (eights, rest) = values.as_chunks::<CHAINS>();
    for eight in eights {
        for (chain, x) in eight.iter().enumerate() {
            f(chain, x.to_f64());
        }
    }
    for (chain, x) in rest.iter().enumerate() {
        f(chain, x.to_f64());
    }
}
