//! One update: its rate and its constants.

use super::Trainer;
use super::metrics::criterion;
use crate::changes::Settings;
use crate::kernels::machine::Rows;
use crate::kernels::real::Real;
use crate::metrics::Split;
use crate::network::Group;
use crate::optimizer::{GroupStep, Step};
use crate::progress::Progress;
use crate::schedule::Position;
use crate::spec::RunSpec;
use std::ops::Range;
use std::time::Instant;

impl<T: Real> Trainer<'_, T> {
    /// One update with this rate: the sum of the batch's losses before it, and the batch's rows. A sum that is not finite
    /// changes nothing.
    pub(super) fn advance(&mut self, rate: f64) -> (f64, usize) {
        if self.clock.is_none() {
            self.clock = Some(Instant::now());
        }
        let span = self.next_span();
        let count = span.len();
        let (sum, product) = if let Some(mut quasi) = self.quasi.take() {
            let sum = self.iterate(&mut quasi, rate);
            self.quasi = Some(quasi);
            (sum, 1.0)
        } else {
            let constants = self.constants.take();
            let mut step = constants.unwrap_or_else(|| Box::new(Step::plain()));
            let product = self.standing().next_step(rate, &mut step);
            step.measured = self.next_ends_epoch();
            let sum = self.pass(span, Some(&step));
            if step.measured {
                self.gradient_norm = self.machine.step_norm();
            }
            self.constants = Some(step);
            (sum, product)
        };
        if sum.is_finite() {
            self.progress.momentum_product = product;
            self.progress.loss_sum += sum;
            self.progress.step_in_epoch += 1;
            self.progress.steps += 1;
        }
        (sum, count)
    }

    /// A pass over rows of the epoch's order and its step, or without one only the gradient: the sum of the losses.
    pub(super) fn pass(&mut self, span: Range<usize>, step: Option<&Step>) -> f64 {
        let count = span.len();
        let rows = Rows {
            inputs: self.data.train_inputs,
            targets: self.data.train_targets,
            // With what comes after the batch, so that memory can be asked for it.
            order: Some(self.order.from(span.start)),
            first: 0,
        };
        let criterion = criterion(&self.spec, &self.data, self.scales, Split::Training);
        let number = self.progress.steps;
        self.machine.step(criterion, rows, count, number, step)
    }

    /// The training rows of the next step's batch, in its order.
    pub fn next_rows(&self) -> &[u32] {
        self.order.batch(self.next_span())
    }

    fn next_span(&self) -> Range<usize> {
        let start = self.progress.step_in_epoch as usize * self.batch;
        start..(start + self.batch).min(self.sizes.train_rows)
    }

    /// The learning rate of a step of this epoch, counted from 0.
    pub(super) fn rate_at(&self, step_in_epoch: u64) -> f64 {
        self.standing().rate_at(step_in_epoch)
    }

    pub(super) fn standing(&self) -> Standing<'_> {
        Standing {
            spec: &self.spec,
            settings: &self.settings,
            progress: &self.progress,
            train_rows: self.sizes.train_rows,
            batch: self.batch,
        }
    }
}

/// What decides the constants of a run's next step.
pub(crate) struct Standing<'a> {
    pub spec: &'a RunSpec,
    pub settings: &'a Settings,
    pub progress: &'a Progress,
    pub train_rows: usize,
    /// Rows of a mini-batch of this epoch.
    pub batch: usize,
}

impl Standing<'_> {
    /// The learning rate of a step of this epoch, counted from 0. The schedule counts steps as if all epochs had had this
    /// one's batch size.
    pub fn rate_at(&self, step_in_epoch: u64) -> f64 {
        let steps_per_epoch = self.train_rows.div_ceil(self.batch) as u64;
        let position = Position {
            step: self.progress.epoch * steps_per_epoch + step_in_epoch,
            steps_per_epoch,
            epochs: self.settings.epochs,
        };
        let factor =
            self.spec
                .schedule
                .factor(position, self.spec.warmup_epochs, &self.progress.plateau);
        self.settings.learning_rate * factor
    }

    /// Makes the constants those of the next step at this rate; NAdam's product after it. In place, because a step of a
    /// small network takes no longer than to copy them a few times.
    pub fn next_step(&self, rate: f64, step: &mut Step) -> f64 {
        let (spec, settings) = (self.spec, self.settings);
        let t = self.progress.steps + 1;
        let product = self.progress.momentum_product * spec.optimizer.momentum_at(t);
        let plain = spec.optimizer.rule(rate, t, product);
        let average_share = spec.averaging.as_ref().map_or(0.0, |a| a.share_of_step(t));
        let fill = |of: &mut GroupStep, group: Group| {
            let factor = spec.rate_factors.of(group);
            let rate = rate * factor;
            let share = group.penalty_share(spec.members);
            let decay = if share > 0.0 {
                settings.weight_decay + spec.optimizer.weight_decay()
            } else {
                0.0
            };
            of.rule = if factor == 1.0 {
                plain
            } else {
                spec.optimizer.rule(rate, t, product)
            };
            of.l2 = settings.l2 * share;
            of.l1 = settings.l1 * share;
            of.shrink = 1.0 - rate * decay;
            of.limit = settings.clip_value.unwrap_or(f64::INFINITY);
            of.scale = 1.0;
            of.average_share = average_share;
        };
        fill(&mut step.weights, Group::Weights);
        fill(&mut step.own_weights, Group::OwnWeights);
        fill(&mut step.biases, Group::Biases);
        fill(&mut step.embeddings, Group::Embeddings);
        fill(&mut step.scales, Group::Scales);
        if spec.optimizer.is_muon() {
            step.hidden = spec.optimizer.hidden(step.weights, step.own_weights, rate);
        }
        step.clip_norm = settings.clip_norm;
        product
    }
}
