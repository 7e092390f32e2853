//! Passes that want no gradient: over all rows of a split, chunk by chunk, on as many threads as pay.

use super::{CHUNK_ROWS, Machine, Results, Rows, Setup, sum};
use crate::error::Result;
use crate::kernels::batch::{Activations, Batch};
use crate::kernels::denormals::FlushDenormals;
use crate::kernels::panels::{WIDE, panel_index};
use crate::kernels::passes::{Mode, Passes, Span};
use crate::kernels::real::Real;
use crate::kernels::store::Store;
use crate::kernels::team::{Member, Team};
use crate::loss::Criterion;
use crate::network::Plan;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Multiply-adds, counted as a step's, below which a further thread costs more than it gives: between two surveys it sleeps.
const WORK_PER_SURVEYOR: usize = 6_000_000;

/// Who goes over a split: the threads of a step, or a team of its own where the rows want more of them.
pub(super) struct Surveyors<T> {
    team: Option<Team>,
    /// One for each thread.
    chunks: Vec<Activations<T>>,
    shared: Vec<Batch<T>>,
}

impl<T: Real> Surveyors<T> {
    /// # Errors
    /// `out-of-memory` when a buffer or a thread cannot be had.
    pub fn new(store: &Store, plan: &Plan, setup: &Setup, step_threads: usize) -> Result<Self> {
        let threads = surveyors_for(plan, setup);
        let team = (threads > step_threads)
            .then(|| super::team_of(threads))
            .transpose()?;
        let chunks: Vec<Activations<T>> = (0..threads.max(step_threads))
            .map(|_| Activations::new(store, plan, CHUNK_ROWS, false))
            .collect::<Result<_>>()?;
        Ok(Self {
            team,
            shared: chunks.iter().map(Activations::share).collect(),
            chunks,
        })
    }
}

/// Threads that are worth their while for the rows of the largest split.
pub(super) fn surveyors_for(plan: &Plan, setup: &Setup) -> usize {
    let work = plan.work_per_row.saturating_mul(setup.surveyed);
    let chunks = setup.surveyed.div_ceil(CHUNK_ROWS);
    setup
        .threads
        .min(work / WORK_PER_SURVEYOR)
        .min(chunks)
        .max(1)
}

/// What the network makes of a chunk of rows.
pub(crate) struct Chunk<'a, T> {
    /// Row of the split that is the chunk's first.
    pub first: usize,
    pub len: usize,
    /// Sum of the rows' losses; 0 without a criterion.
    pub loss: f64,
    activations: &'a Activations<T>,
    plan: &'a Plan,
}

impl<T: Real> Chunk<'_, T> {
    /// The outputs of one of its rows, before any output activation.
    pub fn read(&self, row: usize, into: &mut [f64]) {
        let (op, width) = (self.plan.ops.len() - 1, self.plan.outputs());
        let (outputs, rows) = (self.activations.outputs(op), self.activations.rows_of(op));
        for (column, value) in into.iter_mut().enumerate().take(width) {
            *value = outputs[panel_index(rows, width, row, column)].to_f64();
        }
    }

    /// Tells of each column of an op's outputs, of one member after another, whether it is not 0 in some row. Not of the last
    /// op, whose outputs are those of all members together.
    pub fn tell_active(&self, op: usize, into: &mut [bool]) {
        let (outputs, rows) = (self.activations.outputs(op), self.activations.rows_of(op));
        let columns = self.plan.ops[op].outputs;
        for (member, own) in into.chunks_mut(columns).enumerate() {
            for (panel, active) in own.chunks_mut(WIDE).enumerate() {
                active.fill(false);
                for row in 0..self.len {
                    let at = panel_index(rows, columns, member * self.len + row, panel * WIDE);
                    for (active, x) in active.iter_mut().zip(&outputs[at..]) {
                        *active |= *x != T::ZERO;
                    }
                    // Most units answer one of the first rows.
                    if row % 8 == 7 && active.iter().all(|active| *active) {
                        break;
                    }
                }
            }
        }
    }
}

impl<T: Real> Machine<T> {
    /// Calls `f` once for each chunk of rows (those of their order, where they have one), on whichever thread comes to it, with the chunk's own slice of `results`:
    /// `stride` values, fewer where they end. With the average of the parameters where `averaged`; the loss is taken
    /// where there is a criterion.
    pub fn survey<R: Send>(
        &mut self,
        criterion: Option<Criterion<'_>>,
        rows: Rows<'_>,
        averaged: bool,
        results: &mut [R],
        stride: usize,
        f: impl Fn(&Chunk<'_, T>, &mut [R]) + Sync,
    ) {
        let count = rows
            .order
            .map_or(rows.inputs.len() / self.plan.inputs, <[u32]>::len);
        let passes = Passes {
            plan: &self.plan,
            kernels: &self.kernels,
            parameters: if averaged {
                &self.averaged
            } else {
                &self.parameters
            },
        };
        let surveyors = &mut self.surveyors;
        let (activations, batches) = (&surveyors.chunks, &surveyors.shared);
        let width = self.plan.outputs();
        let chunks = count.div_ceil(CHUNK_ROWS);
        assert!(results.len() <= chunks * stride && results.len() + stride > chunks * stride);
        let targets = criterion.map_or(0, |criterion| criterion.loss.target_width(width));
        rows.check(count, self.plan.inputs, targets);
        let len_of_results = results.len();
        let results = Results(results.as_mut_ptr());
        // Chunks are not dealt beforehand: a thread that another program holds up leaves them to the others.
        let next = AtomicUsize::new(0);
        let work = |member: &Member<'_>| {
            let _flush = FlushDenormals::enter();
            let batch = &batches[member.index];
            let results = &results;
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                if index >= chunks {
                    return;
                }
                let first = index * CHUNK_ROWS;
                let part = Rows {
                    order: rows.order.map(|order| &order[first..]),
                    first,
                    ..rows
                };
                let len = (count - first).min(CHUNK_ROWS);
                let mine = index * stride..((index + 1) * stride).min(len_of_results);
                // SAFETY: each member has its own activations and each chunk, which one member takes, its own results;
                // indices are below `count`.
                let (loss, own) = unsafe {
                    passes.forward(batch, &part, Span::whole(len), Mode::Evaluation);
                    passes.combine(batch, len);
                    let loss = criterion.map_or(0.0, |criterion| {
                        passes.objective(batch, criterion, &part, Span::whole(len), 1);
                        sum(batch.losses.get(), len)
                    });
                    let own = std::slice::from_raw_parts_mut(results.0.add(mine.start), mine.len());
                    (loss, own)
                };
                let chunk = Chunk {
                    first,
                    len,
                    loss,
                    activations: &activations[member.index],
                    plan: passes.plan,
                };
                f(&chunk, own);
            }
        };
        match &mut surveyors.team {
            Some(team) => team.run(&work),
            None if self.pace.alone() => self.team.run_alone(&work),
            None => self.team.run(&work),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::kernels::table::Kernel;
    use crate::spec::RunSpec;

    fn threads(surveyed: usize) -> usize {
        let spec = RunSpec::from_json(
            r#"{"inputs":30,"layers":[{"kind":"dense","units":64,"activation":"relu","initialization":"he"},
                {"kind":"dense","units":3,"activation":"linear","initialization":"he"}],
                "loss":"softmaxCrossEntropy","optimizer":{"kind":"adam"},"learningRate":0.1,"batchSize":64,"epochs":1,
                "earlyStopping":null,"threads":8,"timeLimitSeconds":null}"#,
        )
        .unwrap();
        let setup = Setup {
            batch: 64,
            moments: 2,
            average: false,
            orthogonal: false,
            surveyed,
            threads: spec.threads,
            kernel: Kernel::Portable,
            seed: 0,
        };
        surveyors_for(&Plan::new(&spec), &setup)
    }

    #[test]
    fn the_rows_of_a_split_decide_how_many_threads_go_over_it() {
        assert_eq!(threads(0), 1);
        assert_eq!(threads(500), 1);
        assert_eq!(threads(100_000), 8);
        let some = threads(5_000);
        assert!(some > 1 && some < 8, "{some}");
    }
}
