//! One step worked through, for a person to follow: every value that it makes of a few rows, from the kernels that train.
//!
//! It happens in a machine of its own, on a copy of a run's state, so that the run is untouched.

mod next;
mod numerical;
mod report;
mod state;
mod work;

pub use next::{NextBatch, next_batch};
pub use numerical::{NumericalGradient, numerical_gradient};
pub use report::{Inspection, MomentValues, OpValues, ParameterValues};
pub use state::RunState;

use crate::error::Result;
use crate::kernels::real::Real;
use crate::metrics::LabelledRows;
use crate::network::Plan;
pub(crate) use state::Loaded;
pub(crate) use work::Work;

/// Works the next step of a run through, as if `rows` were its batch: of a checkpoint the step after it, of bare weights the
/// first one, with fresh moments.
///
/// Weights of rows and classes are multiplied with `weight_scale`, as a run scales them to have the mean 1 over its
/// training rows ([`next_batch`] tells it); 1 where there are none. With the rows of the run's own next
/// batch, in its order, the step is the run's own to the bit; activations are seen apart from the sums before them, and
/// one-hot columns in full, which the run itself may add in another order. L-BFGS makes no step of its own from a batch: then the parameters stay
/// as they are.
///
/// # Errors
/// `corrupted-checkpoint`; `invalid-spec`; `shape-mismatch` without rows or where lengths do not fit the description;
/// `non-finite-data` and `invalid-target` with row and column; `diverged` where a value is not finite; `out-of-memory`.
pub fn inspect<T: Real>(
    state: RunState<'_, T>,
    rows: LabelledRows<'_>,
    weight_scale: f64,
) -> Result<Inspection> {
    let loaded = Loaded::new(state)?;
    let mut work = Work::new(&loaded, Plan::new(&loaded.spec), rows, weight_scale)?;
    work.step()?;
    // What the run fuses cannot be seen there.
    let mut view = Work::new(&loaded, Plan::unfused(&loaded.spec), rows, weight_scale)?;
    view.run(None);
    report::report(&loaded, &work, &view)
}
