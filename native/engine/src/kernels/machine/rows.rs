//! Which rows of a split a pass takes.

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
    pub(in crate::kernels) fn source(&self, row: usize) -> usize {
        self.order
            .map_or(self.first + row, |order| order[row] as usize)
    }

    /// All indices are checked here, once a pass, so that the passes may trust them.
    pub(super) fn check(&self, count: usize, inputs: usize, targets: usize) {
        let rows = self.inputs.len() / inputs;
        let labelled = |rows: usize| targets == 0 || self.targets.len() / targets >= rows;
        match self.order {
            Some(order) => {
                assert!(labelled(rows));
                assert!(order.len() >= count);
                // Without an early end, so that several are compared at once.
                let largest = order[..count].iter().copied().fold(0, u32::max);
                assert!(count == 0 || (largest as usize) < rows);
            }
            None => {
                assert!(self.first + count <= rows);
                assert!(labelled(self.first + count));
            }
        }
    }
}
