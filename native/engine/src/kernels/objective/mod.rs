//! Losses of the rows of a batch and their derivatives with respect to the network's outputs.

mod classes;
mod elements;
mod outputs;
mod softmax;
mod squared;

use super::real::Real;
use super::simd::{MOST_LANES, Simd};
use crate::loss::{Criterion, Loss};
use classes::{focal, hinge, smoothed_cross_entropy};
use elements::{
    absolute, binary_cross_entropy, binary_focal, binary_hinge, huber, log_cosh, pinball,
};
use outputs::{each_output, gaussian, single_logit};
use softmax::softmax_cross_entropy;
use squared::squared_error;

/// For rows `from..to`: `losses[b]`, and `deltas[b, o]`, the derivative of the batch's mean loss.
pub struct Objective<'a, T> {
    pub criterion: Criterion<'a>,
    /// Panels of `rows × outputs`.
    pub outputs: *const T,
    /// Null (only the losses), or laid out as `outputs`.
    pub deltas: *mut T,
    pub rows: usize,
    pub width: usize,
    /// Row-major targets of the whole split.
    pub targets: &'a [f32],
    /// Row of the split for each row of the batch, or none: consecutive from `first`.
    pub order: Option<&'a [u32]>,
    pub first: usize,
    /// The row of the panels that is the batch's first.
    pub skipped: usize,
    pub losses: *mut T,
    /// Rows of the batch; the mean is over them.
    pub batch: usize,
    pub from: usize,
    pub to: usize,
}

impl<T> Objective<'_, T> {
    #[inline(always)]
    fn source(&self, row: usize) -> usize {
        let row = row - self.skipped;
        self.order
            .map_or(self.first + row, |order| order[row] as usize)
    }

    /// The class of a row of the split. Checked when a run starts; limited here, because data in shared memory may change
    /// under a run, and an offset comes of it.
    #[inline(always)]
    fn class(&self, source: usize) -> usize {
        (self.targets[source] as usize).min(self.width - 1)
    }
}

/// As many rows as a vector has lanes, or the last ones of a range.
struct Tile {
    first: usize,
    count: usize,
    /// Rows of the split.
    sources: [usize; MOST_LANES],
    /// Weights of the rows.
    weights: [f64; MOST_LANES],
}

impl Tile {
    /// The tile that starts at row `first`. A row's lane does not matter to its result.
    #[inline(always)]
    fn new<S: Simd>(o: &Objective<'_, S::Scalar>, first: usize) -> Self {
        let mut tile = Self {
            first,
            count: (o.to - first).min(S::LANES),
            sources: [0; MOST_LANES],
            weights: [o.criterion.scale; MOST_LANES],
        };
        for r in 0..tile.count {
            tile.sources[r] = o.source(first + r);
        }
        if !o.criterion.weights.is_empty() {
            for r in 0..tile.count {
                tile.weights[r] = o.criterion.row_weight(tile.sources[r]);
            }
        }
        tile
    }
}

/// The losses of the `count` rows from `first` on.
#[inline(always)]
pub(super) unsafe fn store_losses<S: Simd>(
    o: &Objective<'_, S::Scalar>,
    first: usize,
    count: usize,
    losses: S,
) {
    // SAFETY: one loss a row; the array has as many values as the widest vector.
    unsafe {
        if count == S::LANES {
            losses.store(o.losses.add(first));
            return;
        }
        let mut lanes = [S::Scalar::ZERO; MOST_LANES];
        losses.store(lanes.as_mut_ptr());
        for (r, loss) in lanes[..count].iter().enumerate() {
            *o.losses.add(first + r) = *loss;
        }
    }
}

/// # Safety
/// The pointers must be valid for the panels that the fields describe and the processor must have the instructions
/// of `S`.
#[inline(always)]
pub unsafe fn objective<S: Simd>(o: &Objective<'_, S::Scalar>) {
    let options = o.criterion.options;
    // SAFETY: the caller's promise.
    unsafe {
        match o.criterion.loss {
            Loss::MeanSquaredError => squared_error::<S>(o),
            Loss::MeanAbsoluteError => each_output::<S>(o, |_, z, y| absolute(z, y)),
            Loss::Huber => {
                let delta = options.delta.unwrap_or(1.0);
                each_output::<S>(o, |_, z, y| huber(delta, z, y));
            }
            Loss::LogCosh => each_output::<S>(o, |_, z, y| log_cosh(z, y)),
            Loss::Quantile => {
                let quantiles = &options.quantiles;
                each_output::<S>(o, |column, z, y| pinball(quantiles[column], z, y));
            }
            Loss::Poisson => each_output::<S>(o, |_, z, y| (z.exp() - y * z, z.exp() - y)),
            Loss::Gamma => each_output::<S>(o, |_, z, y| {
                let ratio = y * (-z).exp();
                (z + ratio, 1.0 - ratio)
            }),
            Loss::GaussianNll => gaussian::<S>(o),
            Loss::SoftmaxCrossEntropy if options.label_smoothing > 0.0 => {
                smoothed_cross_entropy::<S>(o);
            }
            Loss::SoftmaxCrossEntropy => softmax_cross_entropy::<S>(o),
            Loss::BinaryCrossEntropy => single_logit::<S>(o, |z, y| {
                binary_cross_entropy(z, y, options.label_smoothing)
            }),
            Loss::Focal => {
                let gamma = options.gamma.unwrap_or(2.0);
                if o.width == 1 {
                    single_logit::<S>(o, |z, y| binary_focal(gamma, z, y));
                } else {
                    focal::<S>(o, gamma);
                }
            }
            Loss::Hinge if o.width == 1 => single_logit::<S>(o, binary_hinge),
            Loss::Hinge => hinge::<S>(o),
        }
    }
}
