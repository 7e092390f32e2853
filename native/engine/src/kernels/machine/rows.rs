//! Which rows of a split a pass takes.

/// Rows of a split: those of `order`, which may go on behind those of a batch with what comes next, or consecutive ones from
/// `first`.
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

    /// The same of a row that may be one of the next batch, or of none: not checked, and only good to be asked of memory.
    #[inline(always)]
    pub(in crate::kernels) fn later(&self, row: usize) -> usize {
        match self.order {
            Some([]) => 0,
            Some(order) => order[row.min(order.len() - 1)] as usize,
            None => self.first + row,
        }
    }

    /// All indices are checked here, once a pass, so that the passes may trust them.
    pub(super) fn check(&self, count: usize, inputs: usize, targets: usize) {
        let rows = self.inputs.len() / inputs;
        let labelled = |rows: usize| self.targets.len() >= rows * targets;
        match self.order {
            Some(order) => {
                assert!(labelled(rows));
                assert!(order.len() >= count);
                assert!(all_below(&order[..count], rows));
            }
            None => {
                assert!(self.first + count <= rows);
                assert!(labelled(self.first + count));
            }
        }
    }
}

/// Whether all indices are below `len`. Without an early end, and by the sign of what is left, so that several are compared
/// at once with any processor's instructions.
fn all_below(indices: &[u32], len: usize) -> bool {
    let Ok(len) = i32::try_from(len) else {
        return indices.iter().all(|index| (*index as usize) < len);
    };
    let mut signs = 0;
    for index in indices {
        let index = *index as i32;
        signs |= index | (len - 1).wrapping_sub(index);
    }
    signs >= 0
}

#[cfg(test)]
mod tests {
    use super::all_below;

    #[test]
    fn one_index_beyond_the_end_is_seen_wherever_it_is() {
        for len in [1, 7, 1000, i32::MAX as usize, 1 << 31, u32::MAX as usize] {
            for wrong in [len as u32, u32::MAX, 1 << 31, (1 << 31) + 5] {
                let mut indices = [0, (len - 1) as u32, 0, (len / 2) as u32, 0];
                assert!(all_below(&indices, len));
                for place in 0..indices.len() {
                    let right = std::mem::replace(&mut indices[place], wrong);
                    assert_eq!(all_below(&indices, len), (wrong as usize) < len);
                    indices[place] = right;
                }
            }
        }
        assert!(all_below(&[], 0) && !all_below(&[0], 0));
    }
}
