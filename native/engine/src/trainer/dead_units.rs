//! Units that answer 0 to every row.

use crate::activation::Activation;
use crate::error::Result;
use crate::kernels::machine::{CHUNK_ROWS, Machine, Rows};
use crate::kernels::real::Real;
use crate::memory::reserve;
use crate::network::Plan;
use crate::sample::spread;

/// One of so many training rows is looked at: going forward only, so that it takes about a hundredth of an epoch.
const ROWS_FOR_ONE: usize = 32;
/// Fewer say little, and more hardly anything else.
const LEAST_ROWS: usize = 64;
const MOST_ROWS: usize = 1_024;

/// Counts, again and again without allocating, the units of the hidden layers that can die and answer 0 to every one of some
/// training rows, which are spread evenly over the table.
pub(crate) struct DeadUnits {
    rows: Vec<u32>,
    /// Ops with such units, and the units of all members together.
    ops: Vec<(usize, usize)>,
    /// Of all these ops.
    units: usize,
    /// Of each chunk of rows, which units are active in it.
    active: Vec<bool>,
}

/// Hidden ops whose units can die, with their number.
fn mortal(plan: &Plan) -> impl Iterator<Item = (usize, usize)> + '_ {
    let hidden = plan.ops.split_last().map_or(&[][..], |(_, hidden)| hidden);
    let ops = hidden.iter().enumerate();
    ops.filter(|(_, op)| op.activation().is_some_and(Activation::can_die))
        .map(|(index, op)| (index, op.outputs * op.members))
}

fn sampled(train_rows: usize) -> usize {
    (train_rows / ROWS_FOR_ONE)
        .clamp(LEAST_ROWS, MOST_ROWS)
        .min(train_rows)
}

impl DeadUnits {
    /// None where no unit can die.
    ///
    /// # Errors
    /// `out-of-memory`
    pub fn new(plan: &Plan, train_rows: usize) -> Result<Option<Self>> {
        let ops: Vec<(usize, usize)> = mortal(plan).collect();
        let units = ops.iter().map(|(_, units)| units).sum();
        if units == 0 {
            return Ok(None);
        }
        let count = sampled(train_rows);
        let what = "the rows that dead units are looked for in";
        let mut rows = reserve(count, what)?;
        rows.extend(spread(train_rows, count).map(|row| row as u32));
        let len = count.div_ceil(CHUNK_ROWS) * units;
        let mut active = reserve(len, what)?;
        active.resize(len, false);
        Ok(Some(Self {
            rows,
            ops,
            units,
            active,
        }))
    }

    pub fn bytes(plan: &Plan, train_rows: usize) -> u64 {
        let count = sampled(train_rows);
        let units: usize = mortal(plan).map(|(_, units)| units).sum();
        (count * size_of::<u32>()) as u64 + (count.div_ceil(CHUNK_ROWS) as u64) * units as u64
    }

    /// Share of the units, of the parameters as they are.
    pub fn share<T: Real>(&mut self, machine: &mut Machine<T>, inputs: &[f32]) -> f64 {
        let rows = Rows {
            inputs,
            targets: &[],
            order: Some(&self.rows),
            first: 0,
        };
        let ops = &self.ops;
        let active = &mut self.active;
        machine.survey(None, rows, false, active, self.units, |chunk, active| {
            let mut rest = active;
            for (op, units) in ops {
                let (own, others) = rest.split_at_mut(*units);
                chunk.tell_active(*op, own);
                rest = others;
            }
        });
        let (first, others) = self.active.split_at_mut(self.units);
        for chunk in others.chunks(self.units) {
            for (all, active) in first.iter_mut().zip(chunk) {
                *all |= active;
            }
        }
        let dead = first.iter().filter(|active| !**active).count();
        dead as f64 / self.units as f64
    }
}
