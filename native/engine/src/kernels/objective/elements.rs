//! Losses of one output as scalar functions.

/// Loss and derivative of one output `z` with target `y`, in f64: an output layer is narrow.
pub(super) type Element = (f64, f64);

pub(super) fn absolute(z: f64, y: f64) -> Element {
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

pub(super) fn huber(delta: f64, z: f64, y: f64) -> Element {
    let error = z - y;
    let loss = if error.abs() <= delta {
        0.5 * error * error
    } else {
        delta * (error.abs() - 0.5 * delta)
    };
    (loss, error.clamp(-delta, delta))
}

pub(super) fn log_cosh(z: f64, y: f64) -> Element {
    let error = z - y;
    let size = error.abs();
    let loss = size + (-2.0 * size).exp().ln_1p() - std::f64::consts::LN_2;
    (loss, error.tanh())
}

pub(super) fn pinball(q: f64, z: f64, y: f64) -> Element {
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

pub(super) fn binary_cross_entropy(z: f64, y: f64, smoothing: f64) -> Element {
    let y = y * (1.0 - smoothing) + 0.5 * smoothing;
    let tail = (-z.abs()).exp();
    let probability = if z >= 0.0 {
        1.0 / (1.0 + tail)
    } else {
        tail / (1.0 + tail)
    };
    (z.max(0.0) - z * y + tail.ln_1p(), probability - y)
}

pub(super) fn binary_focal(gamma: f64, z: f64, y: f64) -> Element {
    let sign = 2.0 * y - 1.0;
    let margin = sign * z;
    let log = margin.min(0.0) - (-margin.abs()).exp().ln_1p();
    let (loss, slope) = focal_of_log(gamma, log);
    (loss, slope * sign * -log.exp_m1())
}

/// `-(1 - p)^γ log p` and its derivative with respect to `log p`.
pub(super) fn focal_of_log(gamma: f64, log: f64) -> Element {
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

pub(super) fn binary_hinge(z: f64, y: f64) -> Element {
    let sign = 2.0 * y - 1.0;
    let short = 1.0 - sign * z;
    if short <= 0.0 {
        (0.0, 0.0)
    } else {
        (short, -sign)
    }
}
