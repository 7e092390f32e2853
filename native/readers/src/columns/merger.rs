//! Typed blocks put together in the order of the file.

use super::assemble::Kept;
use super::evidence::Evidence;
use super::pack::CHUNK_ROWS;
use super::part::{Body, Joined, Part};
use super::pieces::Piece;
use super::plan::{Way, likely_way};
use super::scratch::Buffers;
use super::table::{IrregularCounts, IrregularRow, OriginRun};
use crate::table::Irregular;
use std::collections::BTreeMap;

/// A block's columns, typed.
pub struct TypedBlock {
    pub rows: usize,
    /// One a column.
    pub columns: Vec<TypedPart>,
    /// Rows of the block that begin a run of lines, with their lines.
    pub runs: Vec<(usize, u32)>,
    pub irregular: Vec<Irregular>,
    /// The first rows as texts, where they may be asked for.
    pub head: Vec<Vec<String>>,
    pub bytes_read: u64,
}

pub struct TypedPart {
    pub part: Part,
    pub evidence: Evidence,
    /// The texts on their way to the chunks, where those are kept.
    pub texts: Option<Piece>,
}

/// A column's texts of one chunk, to be packed.
pub struct ChunkTexts {
    pub column: usize,
    pub chunk: usize,
    pub rows: usize,
    pub pieces: Vec<Piece>,
    /// Some part of the column was typed as values: its texts may be needed again.
    pub keep: bool,
}

const MOST_IRREGULAR: usize = 100_000;

/// All that is known of the rows before the next block.
pub struct Merger {
    waiting: BTreeMap<u64, TypedBlock>,
    size_bytes: u64,
    /// Number of the block that comes next.
    pub next: u64,
    pub rows: u64,
    pub bytes_read: u64,
    pub columns: Vec<Kept>,
    /// What each column seems to be.
    pub hints: Vec<Option<Way>>,
    pub origins: Vec<OriginRun>,
    pub irregular: IrregularCounts,
    pub irregular_rows: Vec<IrregularRow>,
    pub head: Vec<Vec<String>>,
    /// Of blocks that were joined to those before.
    pub buffers: Buffers,
    most_head: usize,
    pieces: Vec<Vec<Piece>>,
    keep: Vec<bool>,
    pieces_rows: usize,
    chunks: usize,
}

impl Merger {
    /// For a source of so many columns and bytes.
    pub fn new(width: usize, size_bytes: u64, most_head: usize) -> Self {
        Self {
            size_bytes,
            waiting: BTreeMap::new(),
            next: 0,
            rows: 0,
            bytes_read: 0,
            columns: std::iter::repeat_with(Kept::default).take(width).collect(),
            hints: vec![None; width],
            origins: Vec::new(),
            irregular: IrregularCounts::default(),
            irregular_rows: Vec::new(),
            head: Vec::new(),
            buffers: Buffers::default(),
            most_head,
            pieces: vec![Vec::new(); width],
            keep: vec![false; width],
            pieces_rows: 0,
            chunks: 0,
        }
    }

    /// Takes block `number`, and all that waited for it.
    ///
    /// @returns whole chunks of texts
    pub fn add(&mut self, number: u64, block: TypedBlock) -> Vec<ChunkTexts> {
        self.waiting.insert(number, block);
        let mut chunks = Vec::new();
        while let Some(block) = self.waiting.remove(&self.next) {
            self.next += 1;
            self.merge(block, &mut chunks);
        }
        chunks
    }

    /// The texts that fill no whole chunk.
    pub fn rest(&mut self) -> Vec<ChunkTexts> {
        let mut chunks = Vec::new();
        if self.pieces_rows > 0 {
            self.cut(self.pieces_rows, &mut chunks);
        }
        chunks
    }

    fn merge(&mut self, block: TypedBlock, chunks: &mut Vec<ChunkTexts>) {
        let first = self.rows;
        let foreseen = self.foreseen(block.bytes_read);
        for (row, line) in block.runs {
            self.add_origin(first + row as u64, u64::from(line));
        }
        for one in block.irregular {
            self.add_irregular(one, first);
        }
        let room = self.most_head - self.head.len();
        self.head.extend(block.head.into_iter().take(room));
        let mut has_texts = false;
        for (at, typed) in block.columns.into_iter().enumerate() {
            let column = &mut self.columns[at];
            column.evidence.merge(&typed.evidence, first);
            let way = match &typed.part.body {
                Body::Values { way, .. } => Some(*way),
                Body::Codes(_) => None,
            };
            self.keep[at] |= way.is_some();
            if way != self.hints[at] || self.next < 4 {
                self.hints[at] = likely_way(&column.evidence);
            }
            let joined = match column.parts.last_mut() {
                Some(last) => last.join(typed.part, foreseen),
                None => Joined::Apart(typed.part),
            };
            match joined {
                Joined::Apart(part) => column.parts.push(part),
                Joined::Taken(part) => self.buffers.take(part),
            }
            if let Some(piece) = typed.texts {
                has_texts = true;
                self.pieces[at].push(piece);
            }
        }
        self.rows += block.rows as u64;
        self.bytes_read = block.bytes_read;
        if has_texts {
            self.pieces_rows += block.rows;
            while self.pieces_rows >= CHUNK_ROWS {
                self.cut(CHUNK_ROWS, chunks);
            }
        }
    }

    /// About as many rows as there will be, rather more; 0 while little is read.
    fn foreseen(&self, bytes_read: u64) -> usize {
        const FIRST: u64 = 16;
        // What is read and not yet cut is not in the rows.
        const MORE: f64 = 1.1;
        if self.next < FIRST || bytes_read == 0 {
            return 0;
        }
        (self.rows as f64 * self.size_bytes as f64 / bytes_read as f64 * MORE) as usize
    }

    /// Takes the first `rows` of the waiting texts as a chunk.
    fn cut(&mut self, rows: usize, chunks: &mut Vec<ChunkTexts>) {
        for (column, waiting) in self.pieces.iter_mut().enumerate() {
            let mut missing = rows;
            let mut taken = Vec::with_capacity(waiting.len());
            let whole = waiting.iter().take_while(|piece| {
                let fits = piece.rows() <= missing;
                missing -= if fits { piece.rows() } else { 0 };
                fits
            });
            let whole = whole.count();
            taken.extend(waiting.drain(..whole));
            if missing > 0
                && let Some(next) = waiting.first_mut()
            {
                taken.push(next.take_first(missing));
            }
            chunks.push(ChunkTexts {
                column,
                chunk: self.chunks,
                rows,
                pieces: taken,
                keep: self.keep[column],
            });
            // What is left belongs to a part that may be values.
            self.keep[column] = !waiting.is_empty() && self.keep[column];
        }
        self.chunks += 1;
        self.pieces_rows -= rows;
    }

    fn add_origin(&mut self, row: u64, line: u64) {
        let continues = self
            .origins
            .last()
            .is_some_and(|run| run.line + (row - run.row) == line);
        if !continues {
            self.origins.push(OriginRun { row, line });
        }
    }

    fn add_irregular(&mut self, one: Irregular, first: u64) {
        if one.row.is_some() {
            self.irregular.add(one.problem);
        }
        if self.irregular_rows.len() < MOST_IRREGULAR {
            self.irregular_rows.push(IrregularRow {
                row: one.row.map(|row| first + u64::from(row)),
                line: u64::from(one.line),
                problem: one.problem,
                expected: one.expected,
                found: one.found,
                text: one.text,
                surplus: one.surplus,
            });
        }
    }
}
