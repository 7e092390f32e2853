//! A sheet that was looked through once: its cells, or the way to read them again, and what it says beside them.

use super::area::Area;
use super::cells::Cells;
use super::survey::Survey;
use crate::error::{ReaderError, Result};
use crate::table::Extent;
use std::collections::VecDeque;

/// What a sheet says beside its cells.
#[derive(Debug, Default)]
pub struct Margin {
    pub merged: Vec<Area>,
    /// First and last hidden columns, from 0.
    pub hidden_columns: Vec<(u32, u32)>,
    /// From 0.
    pub hidden_rows: Vec<u32>,
}

impl Margin {
    pub fn append(&mut self, mut other: Self) {
        self.merged.append(&mut other.merged);
        self.hidden_columns.append(&mut other.hidden_columns);
        self.hidden_rows.append(&mut other.hidden_rows);
    }
}

/// Areas and rows that are kept of a sheet's margin; hostile files have millions.
pub const KEPT_AREAS: usize = 100_000;

/// Rows and columns that a sheet may have.
pub const ROWS: u32 = 1 << 20;
pub const COLUMNS: u32 = 1 << 14;

/// Cells of consecutive rows that are not read yet; reading them may run on any thread.
pub type Reading = Box<dyn FnOnce() -> Cells + Send>;

/// Gives a sheet's rows again, piece by piece, exactly as they came before.
pub trait Again: Send {
    /// # Errors
    /// `unreadable` or `unusable-input` where the file fails or has changed.
    fn next(&mut self) -> Result<Option<Reading>>;
}

/// Of formats whose sheets are always kept.
pub struct Unread;

impl Again for Unread {
    fn next(&mut self) -> Result<Option<Reading>> {
        Ok(None)
    }
}

/// Where a sheet's rows come from.
pub enum Pieces {
    Kept(VecDeque<Cells>),
    Again(Box<dyn Again>),
}

impl Pieces {
    /// # Errors
    /// As `Again::next`.
    pub fn next(&mut self) -> Result<Option<Reading>> {
        match self {
            Self::Kept(pieces) => Ok(pieces
                .pop_front()
                .map(|cells| Box::new(move || cells) as Reading)),
            Self::Again(again) => again.next(),
        }
    }
}

/// A sheet and what was found in it.
pub struct Sheet {
    pub pieces: Pieces,
    pub survey: Survey,
    pub margin: Margin,
    /// False where only the beginning was looked at.
    pub complete: bool,
}

/// Memory that the cells of a sheet may take before they are read a second time instead.
pub const KEPT_BYTES: usize = 512 << 20;

/// Puts a sheet together from its pieces as they are read.
pub struct Gathering {
    extent: Extent,
    pieces: VecDeque<Cells>,
    kept: usize,
    dropped: bool,
    count: usize,
    survey: Survey,
    margin: Margin,
}

/// Rows that a glance shows.
const GLANCE_ROWS: usize = 4_000;
/// Or pieces of the file, should they be full of nothing.
const GLANCE_PIECES: usize = 64;

impl Gathering {
    pub fn new(extent: Extent) -> Self {
        Self {
            extent,
            pieces: VecDeque::new(),
            kept: 0,
            dropped: false,
            count: 0,
            survey: Survey::default(),
            margin: Margin::default(),
        }
    }

    /// Whether a glance has seen as much as it shows.
    pub fn is_enough(&self) -> bool {
        self.extent == Extent::Glance
            && (self.survey.rows.len() >= GLANCE_ROWS || self.count >= GLANCE_PIECES)
    }

    /// Adds the next piece. Its survey is made by the caller, on whatever thread.
    pub fn add(&mut self, cells: Cells, survey: Survey, margin: Margin) {
        self.count += 1;
        self.survey.append(survey);
        self.margin.append(margin);
        self.kept += cells.text.len() + std::mem::size_of_val(cells.cells.as_slice());
        if self.kept > KEPT_BYTES {
            self.dropped = true;
            self.pieces = VecDeque::new();
        } else if !self.dropped {
            self.pieces.push_back(cells);
        }
    }

    /// For formats that cannot be read a second time.
    ///
    /// # Errors
    /// `unusable-input` where the cells are too many to be kept.
    pub fn check_memory(&self, file_name: &str) -> Result<()> {
        if !self.dropped {
            return Ok(());
        }
        Err(ReaderError::unusable(
            format!(
                "The sheet of “{file_name}” holds more than {} MB of cells, too many for its format.",
                KEPT_BYTES >> 20
            ),
            "Save it as xlsx or CSV, of which a table of any size can be read.",
        ))
    }

    /// The sheet; where its cells became too many to keep, `again` reads them once more.
    pub fn finish(self, complete: bool, again: impl FnOnce() -> Box<dyn Again>) -> Sheet {
        Sheet {
            pieces: if self.dropped {
                Pieces::Again(again())
            } else {
                Pieces::Kept(self.pieces)
            },
            survey: self.survey,
            margin: self.margin,
            complete,
        }
    }
}
