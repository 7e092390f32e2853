//! Texts at hand as blocks.

use super::pieces::texts_of_chunk;
use crate::error::{ErrorKind, ReaderError, Result};
use crate::report::Finding;
use crate::table::{
    About, Block, FileFormat, Irregular, Place, Problem, RawBlock, Span, TableSource,
};

/// Texts as a block of one column; `slipped` are its rows that decide nothing.
///
/// # Errors
/// `unusable-input` where the texts together are longer than a block may be.
pub fn block_of<'a>(texts: impl Iterator<Item = &'a str>, slipped: &[u32]) -> Result<Block> {
    let mut block = Block {
        width: 1,
        ..Block::default()
    };
    for text in texts {
        let start = end_of(&block.text)?;
        block.text.extend_from_slice(text.as_bytes());
        block.cells.push(Span {
            start,
            end: end_of(&block.text)?,
        });
    }
    block.rows = block.cells.len();
    block.irregular = slipped.iter().map(|row| slip(*row)).collect();
    Ok(block)
}

fn end_of(text: &[u8]) -> Result<u32> {
    u32::try_from(text.len()).map_err(|_| {
        ReaderError::new(
            ErrorKind::UnusableInput,
            "The texts of a column take more than 4 GB in one chunk.",
        )
    })
}

fn slip(row: u32) -> Irregular {
    Irregular {
        row: Some(row),
        line: 0,
        problem: Problem::TooFewFields,
        expected: 0,
        found: 0,
        text: String::new(),
        surplus: Vec::new(),
    }
}

/// A stored column as a table of one column.
pub struct StoredColumn {
    about: About,
    chunks: std::vec::IntoIter<Vec<u8>>,
    /// Rows that slipped, in ascending order.
    slipped: Vec<u64>,
    rows: u64,
}

impl StoredColumn {
    pub fn new(name: &str, chunks: Vec<Vec<u8>>, slipped: Vec<u64>) -> Self {
        let about = About {
            format: FileFormat::Delimited,
            size_bytes: chunks.iter().map(|chunk| chunk.len() as u64).sum(),
            dialect: None,
            sheets: Vec::new(),
            sheet: None,
            tables: Vec::new(),
            table: 0,
            names: vec![name.to_owned()],
            header: Vec::new(),
            has_header: true,
            header_rows: 0,
            first_line: 1,
            places: vec![Place::Field(1)],
        };
        Self {
            about,
            chunks: chunks.into_iter(),
            slipped,
            rows: 0,
        }
    }
}

impl TableSource for StoredColumn {
    fn about(&self) -> &About {
        &self.about
    }

    fn next_block(&mut self) -> Result<Option<RawBlock>> {
        let Some(chunk) = self.chunks.next() else {
            return Ok(None);
        };
        let texts = texts_of_chunk(&chunk)?;
        let from = self.slipped.partition_point(|row| *row < self.rows);
        let slipped = self.slipped[from..]
            .iter()
            .map_while(|row| u32::try_from(row - self.rows).ok());
        let mut block = block_of(texts.iter(), &[])?;
        let slipped = slipped.take_while(|row| (*row as usize) < block.rows);
        block.irregular = slipped.map(slip).collect();
        self.rows += block.rows as u64;
        Ok(Some(RawBlock::ready(block)))
    }

    fn findings(&self) -> Vec<Finding> {
        Vec::new()
    }
}
