//! Which rows of a batch a thread passes over.

use crate::kernels::panels::{WIDE, panel_count, panel_width};

/// Rows `from..to`, a thread's part, of a batch of `count`. Of several members it has the same rows of each.
#[derive(Clone, Copy)]
pub(in crate::kernels) struct Span {
    pub from: usize,
    pub to: usize,
    pub count: usize,
}

/// Consecutive rows of an op's panels.
#[derive(Clone, Copy)]
pub(in crate::kernels) struct Part {
    pub from: usize,
    pub to: usize,
}

impl Span {
    /// All rows of a batch.
    pub fn whole(count: usize) -> Self {
        Self {
            from: 0,
            to: count,
            count,
        }
    }

    /// The rows of one member.
    pub fn of(self, member: usize) -> Part {
        Part {
            from: member * self.count + self.from,
            to: member * self.count + self.to,
        }
    }

    /// The rows of all `members`, in as few parts as they make.
    pub fn parts(self, members: usize) -> impl Iterator<Item = Part> {
        let whole = self.to - self.from == self.count;
        let count = if whole { 1 } else { members };
        let len = if whole {
            members * self.count
        } else {
            self.to - self.from
        };
        (0..count).map(move |member| {
            let from = member * self.count + self.from;
            Part {
                from,
                to: from + len,
            }
        })
    }
}

impl Part {
    /// Calls `f(offset, values)` for these rows in each panel of `rows × columns`.
    pub fn each_panel(self, rows: usize, columns: usize, mut f: impl FnMut(usize, usize)) {
        for panel in 0..panel_count(columns) {
            let width = panel_width(columns, panel);
            let at = panel * WIDE * rows + self.from * width;
            f(at, (self.to - self.from) * width);
        }
    }
}
