//! A network with its buffers and threads: the safe face of the kernels.

mod evaluate;
mod narrow;
mod rows;
mod shares;
mod step;
mod view;

pub(crate) use rows::Rows;

use super::batch::{Activations, Batch};
use super::buffer::{Buffer, Shared};
use super::narrow::NarrowLayer;
use super::orthogonal::Orthogonalizer;
use super::pace::Pace;
use super::passes::{Parameters, Passes};
use super::real::Real;
use super::store::Store;
use super::table::{Kernel, Kernels};
use super::team::Team;
use crate::error::{EngineError, ErrorKind, Result};
use crate::memory::reserve;
use crate::network::{Block, Plan, split};
use evaluate::{Surveyors, surveyors_for};
use shares::Shares;

/// Rows of a pass that wants no gradient; fixed, because it decides how a split's loss is summed.
pub(crate) const CHUNK_ROWS: usize = 256;
/// Multiply-adds of a step below which a second thread costs more than it gives.
const WORK_PER_THREAD: usize = 150_000;

/// How a machine is set up.
pub(crate) struct Setup {
    /// Rows of the largest batch; 0 when only predictions are wanted.
    pub batch: usize,
    /// Arrays of state a parameter.
    pub moments: usize,
    /// Whether the last of them is an average of the parameters.
    pub average: bool,
    /// Whether hidden matrices move along orthogonal directions.
    pub orthogonal: bool,
    /// Rows of the largest split that is gone over without a gradient.
    pub surveyed: usize,
    /// At most.
    pub threads: usize,
    pub kernel: Kernel,
    /// Keys what is random within a step.
    pub seed: u64,
}

pub(crate) struct Machine<T: Real> {
    pub plan: Plan,
    kernels: Kernels<T>,
    team: Team,
    seed: u64,
    pace: Pace,
    /// What the threads of a step take of the parameters; none when only predictions are wanted.
    blocks: Vec<Block>,
    block_bounds: Vec<usize>,
    row_shares: Shares,
    block_shares: Shares,
    /// That each thread took in the last step: for its rows, and for its blocks.
    seconds: Vec<[f64; 2]>,
    /// The buffers below as the kernels see them, made once so that a step allocates nothing.
    parameters: Parameters<T>,
    /// The average of the parameters as parameters, for passes without a gradient; null where none is kept.
    averaged: Parameters<T>,
    /// Squared norm of each block's gradient.
    norms: Vec<f64>,
    orthogonalizer: Option<Orthogonalizer<T>>,
    /// Whether an op's weights are a hidden matrix that it is for.
    hidden: Vec<bool>,
    /// The layers of a network that is trained by one thread and fits narrow panels.
    narrow: Option<Vec<NarrowLayer<T>>>,
    shared_batch: Batch<T>,
    values: Buffer<T>,
    gradients: Buffer<T>,
    moments: Vec<Buffer<T>>,
    _transposed: Buffer<T>,
    batch: Activations<T>,
    surveyors: Surveyors<T>,
}

/// Bytes that a machine will hold, for the refusal of runs that do not fit.
pub(crate) fn machine_bytes<T: Real>(plan: &Plan, setup: &Setup) -> u64 {
    Store::bytes(buffer_bytes::<T>(plan, setup))
}

/// Bytes of all buffers.
fn buffer_bytes<T: Real>(plan: &Plan, setup: &Setup) -> u64 {
    let of = |rows: usize, trains: bool| Activations::<T>::len(plan, rows, trains);
    let threads = threads_for(plan, setup).max(surveyors_for(plan, setup)) as u64;
    let values = plan.parameter_len as u64 * (2 + setup.moments as u64)
        + plan.transposed_len as u64
        + of(setup.batch, true)
        + of(CHUNK_ROWS, false) * threads
        + if setup.orthogonal {
            Orthogonalizer::<T>::len(plan) as u64
        } else {
            0
        };
    values * T::BYTES as u64
}

/// Threads of a step.
fn threads_for(plan: &Plan, setup: &Setup) -> usize {
    let work = plan.work_per_row.saturating_mul(setup.batch);
    setup.threads.min(work / WORK_PER_THREAD).max(1)
}

fn team_of(threads: usize) -> Result<Team> {
    Team::new(threads).map_err(|e| {
        EngineError::new(
            ErrorKind::OutOfMemory,
            format!("the system refused a thread: {e}"),
        )
    })
}

impl<T: Real> Machine<T> {
    /// # Errors
    /// `out-of-memory` when a buffer or a thread cannot be had.
    pub fn new(plan: Plan, setup: &Setup) -> Result<Self> {
        let team = team_of(threads_for(&plan, setup))?;
        let store = Store::new(buffer_bytes::<T>(&plan, setup));
        let trains = setup.batch > 0;
        let what = "the parameters";
        let when_training = |len: usize| if trains { len } else { 0 };
        let values = Buffer::new(&store, plan.parameter_len, what)?;
        let gradients = Buffer::new(&store, when_training(plan.parameter_len), what)?;
        let moments: Vec<Buffer<T>> = (0..setup.moments)
            .map(|_| Buffer::new(&store, plan.parameter_len, what))
            .collect::<Result<_>>()?;
        let transposed = Buffer::new(&store, when_training(plan.transposed_len), what)?;
        let batch = Activations::new(&store, &plan, setup.batch, trains)?;
        let surveyors = Surveyors::new(&store, &plan, setup, team.size())?;
        let orthogonalizer = setup
            .orthogonal
            .then(|| Orthogonalizer::new(&store, &plan))
            .transpose()?;
        let mut hidden = vec![false; plan.ops.len()];
        if setup.orthogonal {
            plan.hidden_matrices()
                .for_each(|array| hidden[array.op] = true);
        }
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
            direction: orthogonalizer
                .as_ref()
                .map_or_else(Shared::null, |o| o.direction.shared()),
            transposed: transposed.shared(),
        };
        let blocks = if trains { plan.blocks() } else { Vec::new() };
        let block_shares = Shares::new(team.size());
        let mut block_bounds = vec![0; team.size() + 1];
        split(&blocks, block_shares.ends(), &mut block_bounds);
        let mut norms = reserve(blocks.len(), what)?;
        norms.resize(blocks.len(), 0.0);
        let shared_batch = batch.share();
        let narrow = if trains && team.size() == 1 && orthogonalizer.is_none() {
            narrow::layers(&plan, &shared_batch, parameters.transposed)?
        } else {
            None
        };
        Ok(Self {
            kernels: Kernels::new(setup.kernel),
            seed: setup.seed,
            pace: Pace::new(),
            block_bounds,
            row_shares: Shares::new(team.size()),
            block_shares,
            seconds: vec![[0.0; 2]; team.size()],
            blocks,
            averaged: Parameters {
                values: average,
                ..parameters
            },
            parameters,
            norms,
            orthogonalizer,
            hidden,
            narrow,
            shared_batch,
            values,
            gradients,
            moments,
            _transposed: transposed,
            batch,
            surveyors,
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

    /// Rows of the largest batch.
    pub fn batch(&self) -> usize {
        self.batch.rows
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

    /// One array of state a parameter.
    pub fn moment(&self, index: usize) -> &[T] {
        self.moments[index].as_slice()
    }

    pub fn moment_mut(&mut self, index: usize) -> &mut [T] {
        self.moments[index].as_mut_slice()
    }

    pub fn moments_mut(&mut self) -> impl Iterator<Item = &mut [T]> {
        self.moments.iter_mut().map(Buffer::as_mut_slice)
    }

    /// Changes the parameters and refreshes what is derived from them.
    pub fn set_values(&mut self, f: impl FnOnce(&Plan, &mut [T])) {
        f(&self.plan, self.values.as_mut_slice());
        let passes = self.passes();
        for block in &self.blocks {
            // SAFETY: one thread.
            unsafe { passes.refresh(block) };
        }
    }

    fn passes(&self) -> Passes<'_, T> {
        Passes {
            plan: &self.plan,
            kernels: &self.kernels,
            parameters: &self.parameters,
        }
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

    /// The op in which a pass of the last batch first met a value that is not finite, and what it was.
    ///
    /// A step goes backward from the output, so of several layers with such parameters the last turned first; with all
    /// parameters sound, the first such activation is the culprit.
    pub fn first_non_finite(&self) -> (usize, &'static str) {
        let values = self.values.as_slice();
        for op in (0..self.plan.ops.len()).rev() {
            for array in self.plan.arrays.iter().filter(|array| array.op == op) {
                let mut sound = true;
                array.each(|row, column| sound &= values[array.index(row, column)].is_finite());
                if !sound {
                    return (op, array.name);
                }
            }
        }
        for op in 0..self.plan.ops.len() {
            if !self.batch.outputs(op).iter().all(|x| x.is_finite()) {
                return (op, "outputs");
            }
        }
        (self.plan.ops.len() - 1, "loss")
    }
}

struct Results<R>(*mut R);
// SAFETY: members write disjoint elements.
unsafe impl<R: Send> Sync for Results<R> {}

/// Sum of `count` losses in f64, in eight chains and a fixed order.
///
/// # Safety
/// `losses` must be valid for `count` reads.
#[inline(always)]
pub(super) unsafe fn sum<T: Real>(losses: *const T, count: usize) -> f64 {
    let mut chains = [0.0f64; 8];
    // SAFETY: the caller's promise.
    unsafe {
        let whole = count / 8 * 8;
        for start in (0..whole).step_by(8) {
            for (i, chain) in chains.iter_mut().enumerate() {
                *chain += (*losses.add(start + i)).to_f64();
            }
        }
        for (i, chain) in chains.iter_mut().enumerate().take(count - whole) {
            *chain += (*losses.add(whole + i)).to_f64();
        }
    }
    let pair = |i: usize| chains[i] + chains[i + 4];
    (pair(0) + pair(1)) + (pair(2) + pair(3))
}
