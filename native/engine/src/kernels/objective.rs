//! Losses of the rows of a batch and their derivatives with respect to the network's outputs.

use super::panels::{WIDE, panel_count, panel_index, panel_width};
use super::real::Real;
use super::simd::Simd;
use crate::loss::{Criterion, Loss};

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
    pub losses: *mut T,
    /// Rows of the batch; the mean is over them.
    pub batch: usize,
    pub from: usize,
    pub to: usize,
}

impl<T> Objective<'_, T> {
    #[inline(always)]
    fn source(&self, row: usize) -> usize {
        self.order
            .map_or(self.first + row, |order| order[row] as usize)
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

/// Loss and derivative of one output `z` with target `y`, in f64: an output layer is narrow.
type Element = (f64, f64);

fn absolute(z: f64, y: f64) -> Element {
    let error = z - y;
    let sign = if error > 0.0 {
        1.0
    } else if error < 0.0 {
        -1.0
    } else {
        0.0
    };
    (error.abs(), sign)
}

fn huber(delta: f64, z: f64, y: f64) -> Element {
    let error = z - y;
    let loss = if error.abs() <= delta {
        0.5 * error * error
    } else {
        delta * (error.abs() - 0.5 * delta)
    };
    (loss, error.clamp(-delta, delta))
}

fn log_cosh(z: f64, y: f64) -> Element {
    let error = z - y;
    let size = error.abs();
    let loss = size + (-2.0 * size).exp().ln_1p() - std::f64::consts::LN_2;
    (loss, error.tanh())
}

fn pinball(q: f64, z: f64, y: f64) -> Element {
    let error = y - z;
    if error > 0.0 {
        (q * error, -q)
    } else if error < 0.0 {
        ((q - 1.0) * error, 1.0 - q)
    } else {
        // Also NaN, which must be seen.
        (error, error)
    }
}

fn binary_cross_entropy(z: f64, y: f64, smoothing: f64) -> Element {
    let y = y * (1.0 - smoothing) + 0.5 * smoothing;
    let tail = (-z.abs()).exp();
    let probability = if z >= 0.0 {
        1.0 / (1.0 + tail)
    } else {
        tail / (1.0 + tail)
    };
    (z.max(0.0) - z * y + tail.ln_1p(), probability - y)
}

fn binary_focal(gamma: f64, z: f64, y: f64) -> Element {
    let sign = 2.0 * y - 1.0;
    let margin = sign * z;
    let log = margin.min(0.0) - (-margin.abs()).exp().ln_1p();
    let (loss, slope) = focal_of_log(gamma, log);
    (loss, slope * sign * -log.exp_m1())
}

/// `-(1 - p)^γ log p` and its derivative with respect to `log p`.
fn focal_of_log(gamma: f64, log: f64) -> Element {
    let missed = -log.exp_m1();
    let modulation = missed.powf(gamma);
    // At p = 1 the second term's limit is 0, whatever γ.
    let bend = if missed > 0.0 {
        gamma * log.exp() * missed.powf(gamma - 1.0) * log
    } else {
        0.0
    };
    (-modulation * log, bend - modulation)
}

fn binary_hinge(z: f64, y: f64) -> Element {
    let sign = 2.0 * y - 1.0;
    let short = 1.0 - sign * z;
    if short <= 0.0 {
        (0.0, 0.0)
    } else {
        (short, -sign)
    }
}

/// A loss that is the mean of independent losses of the outputs: `f(column, z, y)`.
#[inline(always)]
unsafe fn each_output<S: Simd>(
    o: &Objective<'_, S::Scalar>,
    f: impl Fn(usize, f64, f64) -> Element,
) {
    let targets = o.criterion.loss.target_width(o.width);
    let mean = 1.0 / o.width as f64;
    let share = mean / o.batch as f64;
    for row in o.from..o.to {
        let source = o.source(row);
        let weight = o.criterion.row_weight(source);
        let target = &o.targets[source * targets..][..targets];
        let mut total = 0.0;
        for column in 0..o.width {
            let at = panel_index(o.rows, o.width, row, column);
            // Quantiles share their one target.
            let y = f64::from(target[column.min(targets - 1)]);
            // SAFETY: (row, column) is inside the panels.
            unsafe {
                let (loss, slope) = f(column, (*o.outputs.add(at)).to_f64(), y);
                total += loss;
                if !o.deltas.is_null() {
                    *o.deltas.add(at) = S::Scalar::from_f64(slope * weight * share);
                }
            }
        }
        // SAFETY: one loss a row.
        unsafe { *o.losses.add(row) = S::Scalar::from_f64(total * weight * mean) };
    }
}

#[inline(always)]
unsafe fn gaussian<S: Simd>(o: &Objective<'_, S::Scalar>) {
    let targets = o.width / 2;
    let mean = 1.0 / targets as f64;
    let share = mean / o.batch as f64;
    for row in o.from..o.to {
        let source = o.source(row);
        let weight = o.criterion.row_weight(source);
        let target = &o.targets[source * targets..][..targets];
        let mut total = 0.0;
        for (column, y) in target.iter().enumerate() {
            let at = panel_index(o.rows, o.width, row, column);
            let spread = panel_index(o.rows, o.width, row, targets + column);
            // SAFETY: both columns are inside the panels.
            unsafe {
                let error = (*o.outputs.add(at)).to_f64() - f64::from(*y);
                let log_variance = (*o.outputs.add(spread)).to_f64();
                let precision = (-log_variance).exp();
                total += 0.5 * (log_variance + error * error * precision);
                if !o.deltas.is_null() {
                    let scale = weight * share;
                    *o.deltas.add(at) = S::Scalar::from_f64(error * precision * scale);
                    let slope = 0.5 * (1.0 - error * error * precision);
                    *o.deltas.add(spread) = S::Scalar::from_f64(slope * scale);
                }
            }
        }
        // SAFETY: one loss a row.
        unsafe { *o.losses.add(row) = S::Scalar::from_f64(total * weight * mean) };
    }
}

/// A loss of one logit and a label: `f(z, y)`.
#[inline(always)]
unsafe fn single_logit<S: Simd>(o: &Objective<'_, S::Scalar>, f: impl Fn(f64, f64) -> Element) {
    let width = panel_width(o.width, 0);
    let share = 1.0 / o.batch as f64;
    for row in o.from..o.to {
        let source = o.source(row);
        let y = f64::from(o.targets[source]);
        let weight = o.criterion.row_weight(source) * o.criterion.class_weight(y as usize);
        // SAFETY: (row, 0) is inside the panel; one loss a row.
        unsafe {
            let (loss, slope) = f((*o.outputs.add(row * width)).to_f64(), y);
            *o.losses.add(row) = S::Scalar::from_f64(loss * weight);
            if !o.deltas.is_null() {
                *o.deltas.add(row * width) = S::Scalar::from_f64(slope * weight * share);
            }
        }
    }
}

/// The logits of a row, in f64.
#[inline(always)]
unsafe fn logits<'a, S: Simd>(
    o: &'a Objective<'_, S::Scalar>,
    row: usize,
) -> impl Iterator<Item = f64> + Clone + use<'a, S> {
    // SAFETY: every column of the row is inside the panels.
    (0..o.width).map(move |column| unsafe {
        (*o.outputs.add(panel_index(o.rows, o.width, row, column))).to_f64()
    })
}

/// `log Σ e^z`
#[inline(always)]
fn log_sum(logits: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = logits.clone().fold(f64::NEG_INFINITY, f64::max);
    largest + logits.map(|z| (z - largest).exp()).sum::<f64>().ln()
}

/// Sets the derivatives of a row: `f(column, z)`.
#[inline(always)]
unsafe fn set_deltas<S: Simd>(
    o: &Objective<'_, S::Scalar>,
    row: usize,
    f: impl Fn(usize, f64) -> f64,
) {
    if o.deltas.is_null() {
        return;
    }
    for column in 0..o.width {
        let at = panel_index(o.rows, o.width, row, column);
        // SAFETY: (row, column) is inside the panels.
        unsafe {
            *o.deltas.add(at) = S::Scalar::from_f64(f(column, (*o.outputs.add(at)).to_f64()));
        }
    }
}

/// `(1-ε) c_y (-log p_y) + ε/K Σ_k c_k (-log p_k)` with class weights c, as torch.nn.functional.cross_entropy.
#[inline(always)]
unsafe fn smoothed_cross_entropy<S: Simd>(o: &Objective<'_, S::Scalar>) {
    let criterion = &o.criterion;
    let spread = criterion.options.label_smoothing / o.width as f64;
    let kept = 1.0 - criterion.options.label_smoothing;
    let all: f64 = (0..o.width)
        .map(|class| criterion.class_weight(class))
        .sum();
    let share = 1.0 / o.batch as f64;
    for row in o.from..o.to {
        let source = o.source(row);
        let class = o.targets[source] as usize;
        let weight = criterion.row_weight(source);
        let own = kept * criterion.class_weight(class);
        // SAFETY: the row is inside the panels; one loss a row.
        unsafe {
            let logits = logits::<S>(o, row);
            let log_sum = log_sum(logits.clone());
            let mut loss = 0.0;
            for (column, z) in logits.enumerate() {
                let part = spread * criterion.class_weight(column)
                    + if column == class { own } else { 0.0 };
                loss += part * (log_sum - z);
            }
            *o.losses.add(row) = S::Scalar::from_f64(loss * weight);
            set_deltas::<S>(o, row, |column, z| {
                let part = spread * criterion.class_weight(column)
                    + if column == class { own } else { 0.0 };
                ((z - log_sum).exp() * (own + spread * all) - part) * weight * share
            });
        }
    }
}

#[inline(always)]
unsafe fn focal<S: Simd>(o: &Objective<'_, S::Scalar>, gamma: f64) {
    let share = 1.0 / o.batch as f64;
    for row in o.from..o.to {
        let source = o.source(row);
        let class = o.targets[source] as usize;
        let weight = o.criterion.row_weight(source) * o.criterion.class_weight(class);
        // SAFETY: the row is inside the panels; one loss a row.
        unsafe {
            let log_sum = log_sum(logits::<S>(o, row));
            let target = panel_index(o.rows, o.width, row, class);
            let log = (*o.outputs.add(target)).to_f64() - log_sum;
            let (loss, slope) = focal_of_log(gamma, log);
            *o.losses.add(row) = S::Scalar::from_f64(loss * weight);
            set_deltas::<S>(o, row, |column, z| {
                let own = if column == class { 1.0 } else { 0.0 };
                slope * (own - (z - log_sum).exp()) * weight * share
            });
        }
    }
}

#[inline(always)]
unsafe fn hinge<S: Simd>(o: &Objective<'_, S::Scalar>) {
    let mean = 1.0 / o.width as f64;
    let share = mean / o.batch as f64;
    for row in o.from..o.to {
        let source = o.source(row);
        let class = o.targets[source] as usize;
        let weight = o.criterion.row_weight(source);
        // SAFETY: the row is inside the panels; one loss a row.
        unsafe {
            let own = (*o.outputs.add(panel_index(o.rows, o.width, row, class))).to_f64();
            let (mut loss, mut violations) = (0.0, 0.0);
            for (column, z) in logits::<S>(o, row).enumerate() {
                let short = 1.0 - own + z;
                // NaN counts, so that it is seen.
                if column != class && (short > 0.0 || short.is_nan()) {
                    loss += short;
                    violations += 1.0;
                }
            }
            *o.losses.add(row) = S::Scalar::from_f64(loss * weight * mean);
            set_deltas::<S>(o, row, |column, z| {
                let slope = if column == class {
                    -violations
                } else if 1.0 - own + z > 0.0 {
                    1.0
                } else {
                    0.0
                };
                slope * weight * share
            });
        }
    }
}

#[inline(always)]
unsafe fn squared_error<S: Simd>(o: &Objective<'_, S::Scalar>) {
    let scale = S::Scalar::from_f64(2.0 / (o.batch as f64 * o.width as f64));
    let mean = S::Scalar::from_f64(1.0 / o.width as f64);
    let minus = S::Scalar::from_f64(-1.0);
    for row in o.from..o.to {
        let source = o.source(row);
        let target = &o.targets[source * o.width..][..o.width];
        let weight = S::Scalar::from_f64(o.criterion.row_weight(source));
        let scale = scale.times(weight);
        let mut total = S::Scalar::ZERO;
        for panel in 0..panel_count(o.width) {
            let first = panel * WIDE;
            let at = first * o.rows + row * panel_width(o.width, panel);
            for (i, y) in target[first..].iter().take(WIDE).enumerate() {
                // SAFETY: (row, first + i) is inside the panel.
                unsafe {
                    let error = (*o.outputs.add(at + i)).plus(S::Scalar::from_f32(*y).times(minus));
                    total = total.plus(error.times(error));
                    if !o.deltas.is_null() {
                        *o.deltas.add(at + i) = error.times(scale);
                    }
                }
            }
        }
        // SAFETY: one loss a row.
        unsafe { *o.losses.add(row) = total.times(mean).times(weight) };
    }
}

#[inline(always)]
unsafe fn softmax_cross_entropy<S: Simd>(o: &Objective<'_, S::Scalar>) {
    let share = 1.0 / o.batch as f64;
    let lowest = S::Scalar::from_f64(-1e30);
    for row in o.from..o.to {
        // SAFETY: every offset is inside row `row` of the panels; a panel's width is a multiple of the lanes.
        unsafe {
            let zero = S::splat(S::Scalar::ZERO);
            let low = S::splat(lowest);
            let mut largest = low;
            each_vector::<S>(o, row, |at, left| {
                largest = S::load(o.outputs.add(at))
                    .keep_first(left, low)
                    .max(largest);
            });
            let largest = largest.max_lane();
            let shift = S::splat(largest);
            let mut sum = zero;
            each_vector::<S>(o, row, |at, left| {
                let e = S::load(o.outputs.add(at))
                    .sub(shift)
                    .exp()
                    .keep_first(left, zero);
                sum = sum.add(e);
                if !o.deltas.is_null() {
                    e.store(o.deltas.add(at));
                }
            });
            let sum = sum.sum();
            let source = o.source(row);
            let class = o.targets[source] as usize;
            let weight = o.criterion.row_weight(source) * o.criterion.class_weight(class);
            let target = panel_index(o.rows, o.width, row, class);
            let logit = (*o.outputs.add(target)).to_f64();
            // ln in f64: the two terms may be large and cancel.
            let loss = sum.to_f64().ln() + largest.to_f64() - logit;
            *o.losses.add(row) = S::Scalar::from_f64(loss * weight);
            if !o.deltas.is_null() {
                let share = S::Scalar::from_f64(weight * share);
                let factor = S::splat(share.over(sum));
                each_vector::<S>(o, row, |at, _| {
                    S::load(o.deltas.add(at))
                        .mul(factor)
                        .store(o.deltas.add(at));
                });
                let minus = share.times(S::Scalar::from_f64(-1.0));
                *o.deltas.add(target) = (*o.deltas.add(target)).plus(minus);
            }
        }
    }
}

/// Calls `f(offset, columns left)` for each vector of a row.
#[inline(always)]
unsafe fn each_vector<S: Simd>(
    o: &Objective<'_, S::Scalar>,
    row: usize,
    mut f: impl FnMut(usize, usize),
) {
    for panel in 0..panel_count(o.width) {
        let width = panel_width(o.width, panel);
        let start = panel * WIDE * o.rows + row * width;
        let left = o.width - panel * WIDE;
        for i in (0..width).step_by(S::LANES) {
            f(start + i, left.saturating_sub(i));
        }
    }
}
