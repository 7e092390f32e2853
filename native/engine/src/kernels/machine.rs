//! A network with its buffers and threads: the safe face of the kernels.

use super::buffer::{Buffer, Shared};
use super::denormals::FlushDenormals;
use super::pace::Pace;
use super::panels::{panel_index, panel_len};
use super::passes::{Activations, Batch, Parameters, Passes};
use super::real::Real;
use super::table::{Kernel, Kernels};
use super::team::{Member, Team};
use crate::error::{EngineError, ErrorKind, Result};
use crate::loss::Criterion;
use crate::memory::reserve;
use crate::network::Plan;
use crate::optimizer::Step;
use std::time::Instant;

/// Rows of a pass that wants no gradient; fixed, because it decides how a split's loss is summed.
pub(crate) const CHUNK_ROWS: usize = 256;
/// Multiply-adds of a step below which a second thread costs more than it gives.
const WORK_PER_THREAD: usize = 150_000;
/// Rows are dealt to threads in multiples of this.
const ROW_GRAIN: usize = 8;

/// Rows of a split: those of `order`, or consecutive ones from `first`.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub inputs: &'a [f32],
    pub targets: &'a [f32],
    pub order: Option<&'a [u32]>,
    pub first: usize,
}

impl Rows<'_> {
    #[inline(always)]
    pub(super) fn source(&self, row: usize) -> usize {
        self.order
            .map_or(self.first + row, |order| order[row] as usize)
    }

    /// All indices are checked here, once a pass, so that the passes may trust them.
    fn check(&self, count: usize, inputs: usize, targets: usize) {
        let rows = self.inputs.len() / inputs;
        assert!(targets == 0 || self.targets.len() / targets >= rows.min(self.first + count));
        match self.order {
            Some(order) => {
                assert!(order.len() >= count);
                assert!(order[..count].iter().all(|row| (*row as usize) < rows));
            }
            None => assert!(self.first + count <= rows),
        }
    }
}

/// What the network makes of a chunk of rows.
pub(crate) struct Chunk<'a, T> {
    /// Row of the split that is the chunk's first.
    pub first: usize,
    pub len: usize,
    /// Sum of the rows' losses.
    pub loss: f64,
    outputs: &'a [T],
    width: usize,
}

impl<T: Real> Chunk<'_, T> {
    /// The outputs of one of its rows.
    pub fn read(&self, row: usize, into: &mut [f64]) {
        for (column, value) in into.iter_mut().enumerate().take(self.width) {
            *value = self.outputs[panel_index(CHUNK_ROWS, self.width, row, column)].to_f64();
        }
    }
}

/// How a machine is set up.
pub(crate) struct Setup {
    /// Rows of the largest batch; 0 when only predictions are wanted.
    pub batch: usize,
    /// Arrays of state a parameter.
    pub moments: usize,
    /// Whether the last of them is an average of the parameters.
    pub average: bool,
    pub threads: usize,
    pub kernel: Kernel,
}

pub(crate) struct Machine<T: Real> {
    pub plan: Plan,
    kernels: Kernels<T>,
    team: Team,
    pace: Pace,
    block_bounds: Vec<usize>,
    /// The buffers below as the kernels see them, made once so that a step allocates nothing.
    parameters: Parameters<T>,
    /// The average of the parameters as parameters, for passes without a gradient; null where none is kept.
    averaged: Parameters<T>,
    /// Squared norm of each block's gradient.
    norms: Vec<f64>,
    shared_batch: Batch<T>,
    shared_chunks: Vec<Batch<T>>,
    values: Buffer<T>,
    gradients: Buffer<T>,
    moments: Vec<Buffer<T>>,
    transposed: Buffer<T>,
    batch: Activations<T>,
    _deltas: Vec<Buffer<T>>,
    _derivatives: Vec<Option<Buffer<T>>>,
    /// One for each thread.
    chunks: Vec<Activations<T>>,
}

/// Bytes that a machine will hold, for the refusal of runs that do not fit.
pub(crate) fn machine_bytes<T: Real>(plan: &Plan, setup: &Setup) -> u64 {
    let row: usize = plan.inputs
        + plan
            .layers
            .iter()
            .map(|l| panel_len(1, l.outputs) * (2 + usize::from(l.activation.stores_derivative())))
            .sum::<usize>();
    let chunk_row: usize = plan.inputs
        + plan
            .layers
            .iter()
            .map(|l| panel_len(1, l.outputs))
            .sum::<usize>();
    let threads = threads_for(plan, setup);
    let values = plan.parameter_len as u64 * (2 + setup.moments as u64)
        + plan.transposed_len as u64
        + row as u64 * setup.batch as u64
        + (chunk_row * CHUNK_ROWS * threads) as u64;
    values * T::BYTES as u64
}

fn threads_for(plan: &Plan, setup: &Setup) -> usize {
    let work = plan
        .work_per_row
        .saturating_mul(setup.batch.max(CHUNK_ROWS / 4));
    setup.threads.min(work / WORK_PER_THREAD).max(1)
}

impl<T: Real> Machine<T> {
    /// # Errors
    /// `out-of-memory` when a buffer or a thread cannot be had.
    pub fn new(plan: Plan, setup: &Setup) -> Result<Self> {
        let team = Team::new(threads_for(&plan, setup)).map_err(|e| {
            EngineError::new(
                ErrorKind::OutOfMemory,
                format!("the system refused a thread: {e}"),
            )
        })?;
        let trains = setup.batch > 0;
        let what = "the parameters";
        let gradient_len = if trains { plan.parameter_len } else { 0 };
        let layers = plan.layers.iter();
        let values = Buffer::new(plan.parameter_len, what)?;
        let gradients = Buffer::new(gradient_len, what)?;
        let moments: Vec<Buffer<T>> = (0..setup.moments)
            .map(|_| Buffer::new(plan.parameter_len, what))
            .collect::<Result<_>>()?;
        let transposed = Buffer::new(if trains { plan.transposed_len } else { 0 }, what)?;
        let batch = Activations::new(&plan, setup.batch)?;
        let deltas: Vec<Buffer<T>> = layers
            .clone()
            .map(|l| Buffer::new(panel_len(setup.batch, l.outputs), "the deltas of a batch"))
            .collect::<Result<_>>()?;
        let derivatives: Vec<Option<Buffer<T>>> = layers
            .map(|l| {
                (trains && l.activation.stores_derivative())
                    .then(|| {
                        Buffer::new(
                            panel_len(setup.batch, l.outputs),
                            "the derivatives of a batch",
                        )
                    })
                    .transpose()
            })
            .collect::<Result<_>>()?;
        let chunks: Vec<Activations<T>> = (0..team.size())
            .map(|_| Activations::new(&plan, CHUNK_ROWS))
            .collect::<Result<_>>()?;
        let moment = |i: usize| moments.get(i).map_or_else(Shared::null, Buffer::shared);
        let average = if setup.average {
            moment(setup.moments - 1)
        } else {
            Shared::null()
        };
        let parameters = Parameters {
            values: values.shared(),
            gradients: gradients.shared(),
            first: moment(0),
            second: moment(1),
            third: moment(2),
            average,
            transposed: transposed.shared(),
        };
        let mut norms = reserve(plan.blocks.len(), what)?;
        norms.resize(plan.blocks.len(), 0.0);
        let mut shared_batch = batch.forward_only();
        shared_batch.deltas = deltas.iter().map(Buffer::shared).collect();
        shared_batch.derivatives = derivatives
            .iter()
            .map(|d| d.as_ref().map_or_else(Shared::null, Buffer::shared))
            .collect();
        Ok(Self {
            kernels: Kernels::new(setup.kernel),
            pace: Pace::new(),
            block_bounds: plan.split_blocks(team.size()),
            averaged: Parameters {
                values: average,
                ..parameters
            },
            parameters,
            norms,
            shared_batch,
            shared_chunks: chunks.iter().map(Activations::forward_only).collect(),
            values,
            gradients,
            moments,
            transposed,
            batch,
            _deltas: deltas,
            _derivatives: derivatives,
            chunks,
            team,
            plan,
        })
    }

    pub fn kernel(&self) -> Kernel {
        self.kernels.kernel
    }

    pub fn threads(&self) -> usize {
        self.team.size()
    }

    /// The parameters in panels.
    pub fn values(&self) -> &[T] {
        self.values.as_slice()
    }

    /// The average of the parameters in panels; without one the last moment.
    pub fn averaged(&self) -> &[T] {
        self.moments.last().map_or(&[], Buffer::as_slice)
    }

    /// The gradient of the last step in panels.
    pub fn gradients(&self) -> &[T] {
        self.gradients.as_slice()
    }

    pub fn moments(&self) -> impl Iterator<Item = &[T]> {
        self.moments.iter().map(Buffer::as_slice)
    }

    pub fn moments_mut(&mut self) -> impl Iterator<Item = &mut [T]> {
        self.moments.iter_mut().map(Buffer::as_mut_slice)
    }

    /// Changes the parameters and refreshes what is derived from them.
    pub fn set_values(&mut self, f: impl FnOnce(&Plan, &mut [T])) {
        f(&self.plan, self.values.as_mut_slice());
        if self.transposed.as_slice().is_empty() {
            return;
        }
        let passes = self.passes();
        for block in &self.plan.blocks {
            // SAFETY: one thread.
            unsafe { passes.transpose(block) };
        }
    }

    fn passes(&self) -> Passes<'_, T> {
        Passes {
            plan: &self.plan,
            kernels: &self.kernels,
            parameters: &self.parameters,
        }
    }

    /// One step on the first `count` rows of `rows`: the sum of their losses before the step.
    /// A sum that is not finite leaves the parameters as they were. Without a step of the
    /// parameters only the gradient is computed.
    pub fn step(
        &mut self,
        criterion: Criterion<'_>,
        rows: Rows<'_>,
        count: usize,
        step: Option<Step>,
    ) -> f64 {
        assert!(count > 0 && count <= self.batch.rows);
        let width = self.plan.layers.last().map_or(0, |l| l.outputs);
        let targets = criterion.loss.target_width(width);
        rows.check(count, self.plan.inputs, targets);
        let passes = Passes {
            plan: &self.plan,
            kernels: &self.kernels,
            parameters: &self.parameters,
        };
        let batch = &self.shared_batch;
        let bounds = &self.block_bounds;
        let rows = &rows;
        let norms = &Results(self.norms.as_mut_ptr());
        let norm_count = self.norms.len();
        let work = |member: &Member<'_>| {
            let _flush = FlushDenormals::enter();
            let (from, to) = member.share(count, ROW_GRAIN);
            // SAFETY: members own disjoint rows before the barrier and disjoint blocks after it; `check` bounded
            // every row index, and the buffers were made from the same plan.
            unsafe {
                if from < to {
                    passes.gather(batch, rows, from, to);
                    passes.forward(batch, from, to);
                    passes.objective(batch, criterion, rows, count, from, to);
                    passes.backward(batch, from, to);
                }
                member.barrier();
                if sum(batch.losses, count).is_finite() {
                    let mine = if member.size == 1 {
                        0..passes.plan.blocks.len()
                    } else {
                        bounds[member.index]..bounds[member.index + 1]
                    };
                    let blocks = &passes.plan.blocks[mine.clone()];
                    match &step {
                        Some(step) if step.clip_norm.is_some() => {
                            for (index, block) in mine.zip(blocks) {
                                passes.gradient(batch, block, count);
                                *norms.0.add(index) = passes.gradient_square_sum(block);
                            }
                            member.barrier();
                            let norm = (0..norm_count).map(|i| *norms.0.add(i)).sum::<f64>().sqrt();
                            let step = step.limited(norm);
                            for block in blocks {
                                passes.follow(block, &step);
                            }
                        }
                        Some(step) => {
                            for block in blocks {
                                passes.gradient(batch, block, count);
                                passes.follow(block, step);
                            }
                        }
                        None => {
                            for block in blocks {
                                passes.gradient(batch, block, count);
                            }
                        }
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
            }
            self.pace.record(start.elapsed().as_secs_f64());
        }
        // SAFETY: all members are done.
        unsafe { sum(batch.losses, count) }
    }

    /// Moves the average of the parameters by `share` of its distance to them.
    pub fn average(&mut self, share: f64) {
        let Some(average) = self.moments.last_mut() else {
            return;
        };
        for (a, w) in average
            .as_mut_slice()
            .iter_mut()
            .zip(self.values.as_slice())
        {
            let (old, new) = (a.to_f64(), w.to_f64());
            *a = T::from_f64(old + (new - old) * share);
        }
    }

    /// Calls `f` once for each chunk of rows, on whichever thread, with the slice of `results` that is the chunk's own:
    /// `stride` values. With the average of the parameters where `averaged`.
    pub fn survey(
        &mut self,
        criterion: Criterion<'_>,
        rows: Rows<'_>,
        averaged: bool,
        results: &mut [f64],
        stride: usize,
        f: impl Fn(&Chunk<'_, T>, &mut [f64]) + Sync,
    ) {
        let count = rows.inputs.len() / self.plan.inputs;
        let passes = Passes {
            plan: &self.plan,
            kernels: &self.kernels,
            parameters: if averaged {
                &self.averaged
            } else {
                &self.parameters
            },
        };
        let batches = &self.shared_chunks;
        let activations = &self.chunks;
        let last = self.plan.layers.len() - 1;
        let width = self.plan.layers[last].outputs;
        let chunks = count.div_ceil(CHUNK_ROWS);
        assert!(results.len() == chunks * stride);
        rows.check(count, self.plan.inputs, criterion.loss.target_width(width));
        let results = Results(results.as_mut_ptr());
        let work = |member: &Member<'_>| {
            let _flush = FlushDenormals::enter();
            let batch = &batches[member.index];
            let results = &results;
            for index in (member.index..chunks).step_by(member.size) {
                let first = index * CHUNK_ROWS;
                let part = Rows { first, ..rows };
                let len = (count - first).min(CHUNK_ROWS);
                // SAFETY: each member has its own activations and each chunk its own results; indices are below `count`.
                let (loss, own) = unsafe {
                    passes.gather(batch, &part, 0, len);
                    passes.forward(batch, 0, len);
                    passes.objective(batch, criterion, &part, len, 0, len);
                    let own = std::slice::from_raw_parts_mut(results.0.add(index * stride), stride);
                    (sum(batch.losses, len), own)
                };
                let chunk = Chunk {
                    first,
                    len,
                    loss,
                    outputs: activations[member.index].outputs[last].as_slice(),
                    width,
                };
                f(&chunk, own);
            }
        };
        if self.pace.alone() {
            self.team.run_alone(&work);
        } else {
            self.team.run(&work);
        }
    }

    /// Calls `f(row, outputs of the row)` for all rows in order, before any output activation.
    pub fn outputs(&mut self, inputs: &[f32], mut f: impl FnMut(usize, &[T])) {
        let count = inputs.len() / self.plan.inputs;
        let passes = self.passes();
        let width = self.plan.layers.last().map_or(0, |l| l.outputs);
        let mut row = vec![T::ZERO; width];
        let last = self.plan.layers.len() - 1;
        let (Some(chunk), Some(batch)) = (self.chunks.first(), self.shared_chunks.first()) else {
            return;
        };
        let _flush = FlushDenormals::enter();
        for first in (0..count).step_by(CHUNK_ROWS) {
            let rows = Rows {
                inputs,
                targets: &[],
                order: None,
                first,
            };
            let len = (count - first).min(CHUNK_ROWS);
            // SAFETY: one thread; indices are below `count`.
            unsafe {
                passes.gather(batch, &rows, 0, len);
                passes.forward(batch, 0, len);
            }
            let outputs = chunk.outputs[last].as_slice();
            for i in 0..len {
                for (column, value) in row.iter_mut().enumerate() {
                    *value = outputs[panel_index(CHUNK_ROWS, width, i, column)];
                }
                f(first + i, &row);
            }
        }
    }

    /// The layer, counted from 0, in which a pass of the last batch first met a value that is not finite, and what it was.
    ///
    /// A step goes backward from the output, so of several layers with such weights the last turned first; with all
    /// weights sound, the first such activation is the culprit.
    pub fn first_non_finite(&self) -> (usize, &'static str) {
        let sound = |values: &[T]| values.iter().all(|x| x.is_finite());
        for (index, layer) in self.plan.layers.iter().enumerate().rev() {
            if !sound(&self.values.as_slice()[layer.parameters..][..layer.len()]) {
                return (index, "weights");
            }
        }
        for (index, outputs) in self.batch.outputs.iter().enumerate() {
            if !sound(outputs.as_slice()) {
                return (index, "outputs");
            }
        }
        (self.plan.layers.len() - 1, "loss")
    }
}

struct Results(*mut f64);
// SAFETY: members write disjoint elements.
unsafe impl Sync for Results {}

/// Sum of `count` losses in f64, in eight chains and a fixed order.
unsafe fn sum<T: Real>(losses: Shared<T>, count: usize) -> f64 {
    let mut chains = [0.0f64; 8];
    // SAFETY: the caller vouches for `count` losses that nobody writes.
    unsafe {
        let whole = count / 8 * 8;
        for start in (0..whole).step_by(8) {
            for (i, chain) in chains.iter_mut().enumerate() {
                *chain += (*losses.at(start + i)).to_f64();
            }
        }
        for (i, chain) in chains.iter_mut().enumerate().take(count - whole) {
            *chain += (*losses.at(whole + i)).to_f64();
        }
    }
    let pair = |i: usize| chains[i] + chains[i + 4];
    (pair(0) + pair(1)) + (pair(2) + pair(3))
}
