//! What a run will need, before anything is allocated.

use crate::changes::largest_batch;
use crate::kernels::machine::{Setup, machine_bytes};
use crate::kernels::real::Real;
use crate::kernels::table::Kernel;
use crate::metrics::Meter;
use crate::network::Plan;
use crate::spec::RunSpec;
use crate::trainer::{DeadUnits, fitting};

/// How the machine of a run is set up.
pub(crate) fn setup(
    spec: &RunSpec,
    train_rows: usize,
    validation_rows: usize,
    kernel: Kernel,
) -> Setup {
    let trained = if measures_training(spec, validation_rows) {
        train_rows
    } else {
        0
    };
    Setup {
        batch: largest_batch(spec, train_rows),
        moments: spec.state_arrays(),
        average: spec.averaging.is_some(),
        orthogonal: spec.optimizer.is_muon(),
        surveyed: validation_rows.max(trained),
        threads: spec.threads,
        kernel,
        seed: spec.seed,
    }
}

/// Whether an epoch's end goes over the training rows: for their metrics, or because there are no others to watch.
pub(crate) fn measures_training(spec: &RunSpec, validation_rows: usize) -> bool {
    (spec.train_metrics && !spec.metrics.is_empty())
        || (validation_rows == 0 && spec.watched().is_some())
}

/// How a machine is set up that goes over rows and trains nothing.
pub(crate) fn predictor(spec: &RunSpec, rows: usize) -> Setup {
    Setup {
        batch: 0,
        moments: 0,
        average: false,
        orthogonal: false,
        surveyed: rows,
        threads: spec.threads,
        kernel: Kernel::detect(),
        seed: spec.seed,
    }
}

/// Bytes that the engine allocates for a run in float32: parameters, optimizer state, a batch and a checkpoint.
/// The data themselves belong to the caller and are not copied.
pub fn estimate_memory_bytes(spec: &RunSpec, train_rows: usize, validation_rows: usize) -> u64 {
    estimate::<f32>(spec, train_rows, validation_rows)
}

pub(crate) fn estimate<T: Real>(spec: &RunSpec, train_rows: usize, validation_rows: usize) -> u64 {
    let plan = Plan::new(spec);
    let setup = setup(spec, train_rows.max(1), validation_rows, Kernel::Portable);
    let parameters = plan.flat_len() as u64;
    // Two checkpoints (one being written, one being read), each with the moments, weights and best weights.
    let states = 1 + u64::from(spec.divergence.is_some());
    let checkpoints = 2 * states * (2 + setup.moments as u64) * parameters * T::BYTES as u64;
    let searching = spec.optimizer.is_lbfgs();
    // The states of two epochs, and the best weights before.
    let moments_kept = if searching { 0 } else { setup.moments as u64 };
    let back = spec.divergence.map_or(0, |_| 2 * (1 + moments_kept) + 1);
    // The best weights, and what a line search works with.
    let kept = 1 + back + if searching { 3 } else { 0 };
    let kept = kept * plan.parameter_len as u64 * T::BYTES as u64;
    let order = 4 * train_rows as u64;
    let measured = spec.measured();
    let mut meters = Meter::bytes(spec, validation_rows, &measured);
    if measures_training(spec, validation_rows) {
        meters += Meter::bytes(spec, train_rows, &measured);
    }
    machine_bytes::<T>(&plan, &setup)
        + checkpoints
        + kept
        + order
        + meters
        + DeadUnits::bytes(&plan, train_rows)
        + fitting_bytes::<T>(spec, train_rows)
}

/// What a run holds while its weights are fitted to the data: a machine, the flat weights, and one layer's sums.
fn fitting_bytes<T: Real>(spec: &RunSpec, train_rows: usize) -> u64 {
    fitting(spec, train_rows.max(1), Kernel::Portable).map_or(0, |(plan, setup)| {
        let widest = plan.ops.iter().map(|op| op.outputs * op.members).max();
        let sums = widest.unwrap_or(0) * setup.batch * size_of::<f64>();
        machine_bytes::<T>(&plan, &setup) + (plan.flat_len() * T::BYTES + sums) as u64
    })
}
