//! The arrays of parameters as they are outside the engine, row-major one after another, and where each value lives
//! inside.

use super::group::Group;
use crate::initialization::Initialization;
use crate::kernels::panels::{WIDE, padded, panel_index};
use crate::random::Stream;
use crate::spec::ScaleInitial;
use std::ops::Range;

/// One array of `rows × columns` parameters.
#[derive(Debug, Clone)]
pub(crate) struct Array {
    /// The op that it belongs to.
    pub op: usize,
    /// What it is, for messages.
    pub name: &'static str,
    pub group: Group,
    pub rows: usize,
    pub columns: usize,
    pub storage: Storage,
    pub initial: Initial,
}

/// Where an array lives among the panels.
#[derive(Debug, Clone)]
pub(crate) enum Storage {
    /// From row `first` on in panels of `rows` rows.
    Panels {
        at: usize,
        rows: usize,
        first: usize,
    },
    /// In panels of `rows` rows, the array's rows at these places.
    Placed {
        at: usize,
        rows: usize,
        places: Vec<u32>,
    },
    /// In panels whose rows are the array's columns.
    Transposed { at: usize },
    /// Row after row, each padded.
    Rows { at: usize },
    /// Row after row without padding.
    Packed { at: usize },
}

/// What an array begins with.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Initial {
    Constant(f64),
    /// Drawn for the layer with this index.
    Draw {
        initialization: Initialization,
        scale: Option<f64>,
        layer: u64,
    },
    Scale {
        initial: ScaleInitial,
        layer: u64,
    },
}

impl Array {
    pub fn len(&self) -> usize {
        self.rows * self.columns
    }

    /// Where a value is among the panels.
    pub fn index(&self, row: usize, column: usize) -> usize {
        match &self.storage {
            Storage::Panels { at, rows, first } => {
                at + panel_index(*rows, self.columns, first + row, column)
            }
            Storage::Placed { at, rows, places } => {
                at + panel_index(*rows, self.columns, places[row] as usize, column)
            }
            Storage::Transposed { at } => at + panel_index(self.columns, self.rows, column, row),
            Storage::Rows { at } => at + row * padded(self.columns) + column,
            Storage::Packed { at } => at + row * self.columns + column,
        }
    }

    /// Calls `f(row, column)` in the order of the flat values.
    pub fn each(&self, mut f: impl FnMut(usize, usize)) {
        for row in 0..self.rows {
            for column in 0..self.columns {
                f(row, column);
            }
        }
    }

    /// Calls `f` with the values among the panels that are next to each other there, run by run; all of them, in no order
    /// that says anything.
    pub fn each_run(&self, mut f: impl FnMut(Range<usize>)) {
        let (lines, length) = match &self.storage {
            Storage::Transposed { .. } => (self.columns, self.rows),
            _ => (self.rows, self.columns),
        };
        let longest = match &self.storage {
            Storage::Rows { .. } | Storage::Packed { .. } => length,
            _ => WIDE,
        };
        for line in 0..lines {
            for from in (0..length).step_by(longest) {
                let at = match &self.storage {
                    Storage::Transposed { .. } => self.index(from, line),
                    _ => self.index(line, from),
                };
                f(at..at + longest.min(length - from));
            }
        }
    }

    /// Calls `put(index among the panels, value)` for the values that it begins with.
    pub fn initialize(&self, seed: u64, mut put: impl FnMut(usize, f64)) {
        match self.initial {
            Initial::Constant(value) => {
                self.each(|row, column| put(self.index(row, column), value));
            }
            Initial::Draw {
                initialization,
                scale,
                layer,
            } => {
                let shape = (self.rows, self.columns);
                initialization.draw(scale, seed, layer, shape, |row, column, value| {
                    put(self.index(row, column), value);
                });
            }
            Initial::Scale { initial, layer } => {
                let mut random = Stream::Scales.generator(seed, layer);
                self.each(|row, column| {
                    let value = match initial {
                        ScaleInitial::Ones => 1.0,
                        ScaleInitial::Signs if random.unit() < 0.5 => -1.0,
                        ScaleInitial::Signs => 1.0,
                        ScaleInitial::Normal => random.normal(),
                    };
                    put(self.index(row, column), value);
                });
            }
        }
    }
}
