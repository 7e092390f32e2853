//! One step: threads own rows, then blocks of parameters.

use super::{Machine, Results, Rows, sum};
use crate::kernels::denormals::FlushDenormals;
use crate::kernels::dropout::scramble;
use crate::kernels::passes::{Coming, Mode, Passes, Span};
use crate::kernels::real::Real;
use crate::kernels::team::Member;
use crate::loss::Criterion;
use crate::network::{BatchNormalization, Block, OpKind, split};
use crate::optimizer::Step;
use std::time::Instant;

/// Rows are dealt to threads in multiples of this.
const ROW_GRAIN: usize = 8;

impl<T: Real> Machine<T> {
    /// One step on the first `count` rows of `rows`: the sum of their losses before the step.
    /// A sum that is not finite leaves the parameters as they were. Without a step of the
    /// parameters only the gradient is computed. The number of the step decides what is random in it.
    pub fn step(
        &mut self,
        criterion: Criterion<'_>,
        rows: Rows<'_>,
        count: usize,
        number: u64,
        step: Option<&Step>,
    ) -> f64 {
        assert!(count > 0 && count <= self.batch.rows);
        let targets = criterion.loss.target_width(self.plan.outputs());
        rows.check(count, self.plan.inputs, targets);
        if let Some(sum) = self.narrow_step(criterion, &rows, count, step) {
            return sum;
        }
        let passes = Passes {
            plan: &self.plan,
            kernels: &self.kernels,
            parameters: &self.parameters,
        };
        let key = self.key(number);
        let members = self.plan.distinct();
        let batch = &self.shared_batch;
        let (blocks, bounds) = (&self.blocks, &self.block_bounds);
        let rows = &rows;
        let norms = &Results(self.norms.as_mut_ptr());
        let row_shares = &self.row_shares;
        let seconds = &Results(self.seconds.as_mut_ptr());
        let hidden = &self.hidden;
        let orthogonalization = self.orthogonalizer.as_mut().map(|o| o.share(&self.kernels));
        let follow = |block: &Block, step: &Step| match &step.hidden {
            // SAFETY: who calls it owns the block.
            Some(muon) if hidden[block.op] => unsafe { passes.prepare_hidden(block, step, muon) },
            // SAFETY: as above.
            _ => unsafe { passes.follow(batch, block, step, count) },
        };
        let work = |member: &Member<'_>| {
            let _flush = FlushDenormals::enter();
            // One thread needs no clock.
            let clock = || (member.size > 1).then(Instant::now);
            let since =
                |start: Option<Instant>| start.map_or(0.0, |start| start.elapsed().as_secs_f64());
            let start = clock();
            let (from, to) = if member.size == 1 {
                (0, count)
            } else {
                row_shares.of(member.index, count, ROW_GRAIN)
            };
            // SAFETY: members own disjoint rows before the barrier and disjoint blocks after it; `check` bounded
            // every row index, and the buffers were made from the same plan.
            unsafe {
                // A thread without rows comes along, for threads may meet within a pass.
                let span = Span { from, to, count };
                passes.forward(batch, rows, span, Mode::Training { member, key });
                passes.objective(batch, criterion, rows, span, members);
                passes.backward(batch, span, member);
                let rows_took = since(start);
                member.barrier();
                let start = clock();
                if !sum(batch.losses.get(), members * count).is_finite() {
                    return;
                }
                let mine = if member.size == 1 {
                    0..blocks.len()
                } else {
                    bounds[member.index]..bounds[member.index + 1]
                };
                let gradient = |index: usize| {
                    let coming = Coming {
                        own: span,
                        blocks: &blocks[mine.clone()],
                        next: index + 1 - mine.start,
                    };
                    passes.gradient(batch, &blocks[index], coming);
                };
                match step {
                    Some(step) if step.clip_norm.is_some() => {
                        for index in mine.clone() {
                            gradient(index);
                            *norms.0.add(index) = passes.gradient_square_sum(&blocks[index]);
                        }
                        member.barrier();
                        let squares = (0..blocks.len()).map(|i| *norms.0.add(i));
                        let step = step.limited(squares.sum::<f64>().sqrt());
                        for block in &blocks[mine.clone()] {
                            follow(block, &step);
                        }
                    }
                    Some(step) => {
                        for index in mine.clone() {
                            let block = &blocks[index];
                            gradient(index);
                            if step.measured {
                                *norms.0.add(index) = passes.gradient_square_sum(block);
                            }
                            follow(block, step);
                        }
                    }
                    None => {
                        for index in mine.clone() {
                            gradient(index);
                        }
                    }
                }
                *seconds.0.add(member.index) = [rows_took, since(start)];
                let muon = step.as_ref().and_then(|step| step.hidden.as_ref());
                if let (Some(muon), Some(orthogonalization)) = (muon, &orthogonalization) {
                    member.barrier();
                    let scale = |inputs, units| muon.scaling.factor(inputs, units);
                    orthogonalization.run(member, muon.iterations, scale);
                    for block in blocks[mine].iter().filter(|block| hidden[block.op]) {
                        passes.move_hidden(block, muon);
                    }
                }
            }
        };
        if self.team.size() == 1 {
            self.team.run_alone(&work);
        } else {
            let start = Instant::now();
            if self.pace.alone() {
                self.team.run_alone(&work);
            } else {
                self.team.run(&work);
                let seconds = &self.seconds;
                self.row_shares
                    .record(seconds.iter().map(|[rows, _]| *rows));
                if self
                    .block_shares
                    .record(seconds.iter().map(|[_, blocks]| *blocks))
                {
                    split(
                        &self.blocks,
                        self.block_shares.ends(),
                        &mut self.block_bounds,
                    );
                }
            }
            self.pace.record(start.elapsed().as_secs_f64());
        }
        // SAFETY: all members are done.
        unsafe { sum(batch.losses.get(), members * count) / members as f64 }
    }

    /// A forward pass of the averaged parameters over a batch, as a step sees it; their running statistics move by `share` of
    /// the distance to the batch's.
    pub fn follow_averaged(&mut self, rows: Rows<'_>, count: usize, number: u64, share: f64) {
        assert!(count > 0 && count <= self.batch.rows);
        rows.check(count, self.plan.inputs, 0);
        let passes = Passes {
            plan: &self.plan,
            kernels: &self.kernels,
            parameters: &self.averaged,
        };
        let key = self.key(number);
        let batch = &self.shared_batch;
        let rows = &rows;
        let work = |member: &Member<'_>| {
            let _flush = FlushDenormals::enter();
            let (from, to) = member.share(count, ROW_GRAIN);
            let span = Span { from, to, count };
            // SAFETY: members own disjoint rows; `check` bounded every row index, and the buffers were made from the
            // same plan.
            unsafe { passes.forward(batch, rows, span, Mode::Training { member, key }) };
        };
        if self.team.size() == 1 || self.pace.alone() {
            self.team.run_alone(&work);
        } else {
            self.team.run(&work);
        }
        for block in &self.blocks {
            if let OpKind::BatchNormalization(norm) = &self.plan.ops[block.op].kind {
                let norm = BatchNormalization {
                    momentum: share,
                    ..norm.clone()
                };
                // SAFETY: one thread.
                unsafe { passes.run_statistics(batch, block, &norm, count, 0.0) };
            }
        }
    }

    /// What is random in a step.
    fn key(&self, number: u64) -> u64 {
        scramble(self.seed ^ scramble(number))
    }

    /// Moves the running statistics towards those of the last batch, of `count` rows, for whoever steps by other means.
    pub fn run_statistics(&mut self, count: usize) {
        let passes = self.passes();
        for block in &self.blocks {
            if let OpKind::BatchNormalization(norm) = &self.plan.ops[block.op].kind {
                // SAFETY: one thread.
                unsafe { passes.run_statistics(&self.shared_batch, block, norm, count, 0.0) };
            }
        }
    }
}
