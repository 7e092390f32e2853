//! The step itself.

use super::state::Loaded;
use crate::changes::{Settings, epoch_batch};
use crate::data::check_rows;
use crate::error::{EngineError, ErrorKind, Result};
use crate::kernels::machine::{Machine, Rows, Setup};
use crate::kernels::real::Real;
use crate::kernels::table::Kernel;
use crate::loss::Criterion;
use crate::metrics::LabelledRows;
use crate::network::Plan;
use crate::optimizer::Step;
use crate::spec::RunSpec;
use crate::trainer::Standing;

/// A machine that holds a copy of a run's state, and what a step is of.
pub(crate) struct Work<'a, T: Real> {
    spec: &'a RunSpec,
    pub machine: Machine<T>,
    pub rows: LabelledRows<'a>,
    pub count: usize,
    weight_scale: f64,
    pub rate: f64,
    pub constants: Step,
    /// Panels before the step.
    pub values: Vec<T>,
    pub moments: Vec<Vec<T>>,
    /// The gradient of the batch's mean loss in panels, as it is before anything is done to it.
    pub gradients: Vec<T>,
    /// Of the whole gradient.
    pub norm: f64,
    /// Sum of the rows' losses.
    pub loss: f64,
    /// Of the step.
    number: u64,
}

impl<'a, T: Real> Work<'a, T> {
    pub fn new(
        loaded: &'a Loaded<T>,
        plan: Plan,
        rows: LabelledRows<'a>,
        weight_scale: f64,
    ) -> Result<Self> {
        let spec = &loaded.spec;
        let count = check_rows("given", spec, rows)?;
        if count == 0 {
            return Err(EngineError::new(
                ErrorKind::ShapeMismatch,
                "there are no rows to look at".to_owned(),
            ));
        }
        let setup = Setup {
            batch: count,
            moments: spec.state_arrays(),
            average: spec.averaging.is_some(),
            orthogonal: spec.optimizer.is_muon(),
            surveyed: 0,
            threads: 1,
            kernel: Kernel::detect(),
            seed: spec.seed,
        };
        let mut machine = Machine::new(plan, &setup)?;
        machine.set_values(|plan, panels| plan.spread(&loaded.weights, panels));
        let plan = machine.plan.clone();
        for (moment, flat) in machine.moments_mut().zip(&loaded.moments) {
            plan.spread(flat, moment);
        }
        let train_rows = loaded.train_rows.unwrap_or(count);
        let progress = &loaded.progress;
        let standing = Standing {
            spec,
            settings: &Settings::of(spec, &spec.changes, progress.steps + 1),
            progress,
            train_rows,
            batch: epoch_batch(spec, progress, train_rows),
        };
        let rate = standing.rate_at(progress.step_in_epoch);
        let mut constants = Step::plain();
        standing.next_step(rate, &mut constants);
        constants.measured = true;
        Ok(Self {
            values: machine.values().to_vec(),
            moments: machine.moments().map(<[T]>::to_vec).collect(),
            gradients: Vec::new(),
            norm: f64::NAN,
            loss: f64::NAN,
            number: progress.steps,
            spec,
            machine,
            rows,
            count,
            weight_scale,
            rate,
            constants,
        })
    }

    /// The sum of the rows' losses, and with a step what that does.
    pub fn run(&mut self, step: Option<Step>) -> f64 {
        let criterion = Criterion {
            loss: self.spec.loss,
            options: &self.spec.loss_options,
            weights: self.rows.weights,
            scale: self.weight_scale,
        };
        let rows = Rows {
            inputs: self.rows.inputs,
            targets: self.rows.targets,
            order: None,
            first: 0,
        };
        self.machine
            .step(criterion, rows, self.count, self.number, step.as_ref())
    }

    /// First the gradient alone, then from the same state the step, which may change the gradient in place; of L-BFGS the
    /// gradient alone.
    pub fn step(&mut self) -> Result<()> {
        self.loss = self.run(None);
        if !self.loss.is_finite() {
            return Err(EngineError::new(
                ErrorKind::Diverged,
                format!("the loss of these rows is {}", self.loss),
            ));
        }
        self.gradients = self.machine.gradients().to_vec();
        self.machine
            .set_values(|_, panels| panels.copy_from_slice(&self.values));
        // A search over all rows is no update of a batch.
        let follows = !self.spec.optimizer.is_lbfgs();
        self.run(follows.then_some(self.constants));
        self.norm = if self.constants.clip_norm.is_some() {
            self.machine.step_norm()
        } else {
            let squares = self.gradients.iter().map(|g| g.to_f64() * g.to_f64());
            squares.sum::<f64>().sqrt()
        };
        Ok(())
    }
}
