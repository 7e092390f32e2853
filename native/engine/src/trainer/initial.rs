//! What a fresh run begins with, where that depends on its data.

use super::Trainer;
use super::metrics::criterion;
use crate::error::{EngineError, ErrorKind, Result};
use crate::initialization::Initialization;
use crate::kernels::machine::{Machine, Rows, Setup};
use crate::kernels::real::Real;
use crate::kernels::table::Kernel;
use crate::metrics::Split;
use crate::network::{Initial, Plan};
use crate::sample::spread;
use crate::spec::RunSpec;

/// Most rows that the weights are fitted to.
const ROWS: usize = 256;
/// A unit that varies less than this share of its size is taken for constant, and keeps its weights.
const CONSTANT: f64 = 1e-6;

fn depends(initial: &Initial) -> bool {
    let wanted = Initialization::DataDependent;
    matches!(initial, Initial::Draw { initialization, .. } if *initialization == wanted)
}

/// The machine that weights are fitted in, with every dense layer's sums by themselves; None where no weights depend on the
/// data.
pub(crate) fn fitting(spec: &RunSpec, train_rows: usize, kernel: Kernel) -> Option<(Plan, Setup)> {
    let plan = Plan::unfused(spec);
    let setup = Setup {
        batch: train_rows.min(ROWS),
        moments: 0,
        average: false,
        orthogonal: false,
        surveyed: 0,
        threads: spec.threads,
        kernel,
        seed: spec.seed,
    };
    let wanted = plan.arrays.iter().any(|array| depends(&array.initial));
    wanted.then_some((plan, setup))
}

impl<T: Real> Trainer<'_, T> {
    /// What the description says.
    pub(super) fn initialize(&mut self) -> Result<()> {
        let seed = self.spec.seed;
        self.machine
            .set_values(|plan, panels| plan.initialize(seed, panels));
        self.fit_to_data()?;
        self.begin_rollbacks();
        Ok(())
    }

    /// # Errors
    /// `unfit-weights`, saying where.
    pub(super) fn begin_with(&mut self, flat: &[T]) -> Result<()> {
        let plan = &self.machine.plan;
        let expected = plan.flat_len();
        let unfit = |message: String| Err(EngineError::new(ErrorKind::UnfitWeights, message));
        if flat.len() != expected {
            return unfit(format!(
                "the network has {expected} weights, but is to begin with {}; they must be of a network with the same layers",
                flat.len()
            ));
        }
        let mut rest = flat;
        for array in &plan.arrays {
            let (own, others) = rest.split_at(array.len());
            rest = others;
            if let Some(at) = own.iter().position(|w| !w.to_f64().is_finite()) {
                return unfit(format!(
                    "the weights to begin with are not all finite: value {} of the {} of {} is {}",
                    at + 1,
                    array.name,
                    plan.describe(array.op),
                    own[at].to_f64()
                ));
            }
        }
        self.set_weights(flat)
    }

    /// Scales the weights of layers with a data-dependent initialization, one layer after the other, so that each unit's
    /// sum has mean 0 and deviation 1 over training rows that are spread evenly, as a step sees them (Krähenbühl, Doersch,
    /// Donahue and Darrell, 2016, arXiv:1511.06856, the within-layer part).
    ///
    /// # Errors
    /// `out-of-memory`.
    fn fit_to_data(&mut self) -> Result<()> {
        let spec = &self.spec;
        let Some((plan, setup)) = fitting(spec, self.sizes.train_rows, self.machine.kernel())
        else {
            return Ok(());
        };
        let mut flat = self.weights();
        let count = setup.batch;
        let order: Vec<u32> = spread(self.sizes.train_rows, count)
            .map(|row| row as u32)
            .collect();
        let rows = Rows {
            inputs: self.data.train_inputs,
            targets: self.data.train_targets,
            order: Some(&order),
            first: 0,
        };
        let mut machine = Machine::<T>::new(plan.clone(), &setup)?;
        let starts = plan.starts();
        for (index, array) in plan.arrays.iter().enumerate() {
            let weights = starts[index];
            if !depends(&array.initial) {
                continue;
            }
            machine.set_values(|plan, panels| plan.spread(&flat, panels));
            machine.step(
                criterion(spec, &self.data, self.scales, Split::Training),
                rows,
                count,
                0,
                None,
            );
            let rows = plan.rows_of(index, count);
            let sums = machine.batch_outputs(array.op, count)?;
            let sums = &sums[rows.start * array.columns..rows.end * array.columns];
            let biases = plan.biases_of(index).map(|biases| starts[biases]);
            for unit in 0..array.columns {
                let column = || sums.iter().skip(unit).step_by(array.columns);
                let share = 1.0 / rows.len() as f64;
                let mean = column().sum::<f64>() * share;
                let square = column().map(|s| (s - mean) * (s - mean)).sum::<f64>();
                let deviation = (square * share).sqrt();
                let varies = deviation.is_finite() && deviation > CONSTANT * mean.abs();
                let scale = if varies { 1.0 / deviation } else { 1.0 };
                for input in 0..array.rows {
                    let weight = &mut flat[weights + input * array.columns + unit];
                    *weight = T::from_f64(weight.to_f64() * scale);
                }
                if let (Some(biases), true) = (biases, mean.is_finite()) {
                    flat[biases + unit] = T::from_f64(-mean * scale);
                }
            }
        }
        self.machine
            .set_values(|plan, panels| plan.spread(&flat, panels));
        Ok(())
    }
}
