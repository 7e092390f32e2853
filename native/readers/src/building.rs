//! Builds blocks cell by cell, for sources that do not hold their rows as one text.

use crate::names::UniqueNames;
use crate::table::{About, Block, FileFormat, Irregular, Place, Span};

/// Text of a block beyond this is given away before more is added.
pub const LARGE: usize = 16 << 20;

/// A block that is filled row by row.
pub struct Building {
    block: Block,
    width: usize,
}

impl Building {
    pub fn new(width: usize) -> Self {
        Self {
            block: Block {
                width,
                ..Block::default()
            },
            width,
        }
    }

    /// Adds a cell to the row that is being filled. `write` appends valid UTF-8. A text beyond the 4 GiB of a block
    /// is left out.
    pub fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        let start = self.block.text.len();
        write(&mut self.block.text);
        if u32::try_from(self.block.text.len()).is_err() {
            self.block.text.truncate(start);
        }
        // Both fit: the length before and after is below 2^32.
        self.block.cells.push(Span {
            start: start as u32,
            end: self.block.text.len() as u32,
        });
    }

    pub fn push_empty(&mut self) {
        self.block.cells.push(Span::default());
    }

    /// Ends a row, which is filled or cut to the width. `origin` counts from 1.
    pub fn end_row(&mut self, origin: u64) {
        self.block.rows += 1;
        self.block
            .cells
            .resize(self.block.rows * self.width, Span::default());
        self.block
            .origins
            .push(u32::try_from(origin).unwrap_or(u32::MAX));
    }

    /// The row that is being filled, from 0.
    pub fn row(&self) -> u32 {
        u32::try_from(self.block.rows).unwrap_or(u32::MAX)
    }

    pub fn note(&mut self, irregular: Irregular) {
        self.block.irregular.push(irregular);
    }

    pub fn is_large(&self) -> bool {
        self.block.text.len() >= LARGE || self.block.cells.len() >= LARGE / 16
    }

    pub fn finish(mut self, bytes_read: u64) -> Block {
        self.block.bytes_read = bytes_read;
        self.block
    }
}

/// What is known of a table whose columns have names and whose rows need no layout.
pub fn about(format: FileFormat, size_bytes: u64, names: UniqueNames) -> About {
    About {
        format,
        size_bytes,
        dialect: None,
        sheets: Vec::new(),
        sheet: None,
        tables: Vec::new(),
        table: 0,
        places: names.names.iter().cloned().map(Place::Name).collect(),
        names: names.names,
        header: Vec::new(),
        has_header: true,
        header_rows: 0,
        first_line: 1,
    }
}
