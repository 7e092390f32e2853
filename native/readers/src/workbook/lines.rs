//! A sheet as lines of comma-separated text, one a row, so that the rules by which titles, headers, notes, totals and
//! several tables are found exist once, for texts and sheets alike.

use super::cells::{Cells, Look};
use super::merged::Merged;
use super::plan::Plan;
use super::sheet::Pieces;
use crate::error::ReaderError;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

/// Which line of the text a row of the sheet is: they differ after cells that hold line ends.
#[derive(Debug, Default)]
pub struct LineMap {
    /// Rows of the sheet before the first line.
    before: u32,
    /// First line after a row of several lines, and how many lines were too many up to there.
    extra: Mutex<Vec<(u32, u32)>>,
}

impl LineMap {
    fn note(&self, line: u32, extra: u32) {
        self.extra
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push((line, extra));
    }

    /// The row of the sheet, from 1, of a line, from 1.
    pub fn row(&self, line: u32) -> u32 {
        let extra = self.extra.lock().unwrap_or_else(PoisonError::into_inner);
        let after = extra.partition_point(|(first, _)| *first <= line);
        let extra = after
            .checked_sub(1)
            .and_then(|at| extra.get(at))
            .map_or(0, |(_, extra)| *extra);
        (line + self.before).saturating_sub(extra)
    }

    /// The line of a row of the sheet, as far as no cell before it holds a line end.
    pub fn line(&self, row: u32) -> u32 {
        row.saturating_sub(self.before).max(1)
    }
}

/// What was met in the fields of a table.
#[derive(Debug, Clone, Default)]
pub struct Met {
    /// By field: cells of each look.
    pub looks: Vec<[u64; Look::COUNT]>,
    /// Rows of the sheet, from 0, with errors; at most 100.
    pub errors: Vec<u32>,
    pub hidden_rows: u64,
    pub filled: u64,
}

/// The text of a sheet.
pub struct Lines {
    pieces: Pieces,
    plan: Arc<Plan>,
    merged: Merged,
    map: Arc<LineMap>,
    met: Arc<Mutex<Met>>,
    hidden: Vec<u32>,
    text: Vec<u8>,
    at: usize,
    /// The row that is written next, from 0, and the lines that are written.
    row: u32,
    line: u32,
    extra: u32,
    ended: bool,
}

impl Lines {
    /// `hidden` are the sheet's hidden rows in ascending order, from 0.
    pub fn new(pieces: Pieces, plan: Arc<Plan>, merged: Merged, hidden: Vec<u32>) -> Self {
        let met = Met {
            looks: vec![[0; Look::COUNT]; plan.columns.len()],
            ..Met::default()
        };
        Self {
            row: plan.first_row,
            line: 0,
            map: Arc::new(LineMap {
                before: plan.first_row,
                ..LineMap::default()
            }),
            pieces,
            plan,
            merged,
            met: Arc::new(Mutex::new(met)),
            hidden,
            text: Vec::new(),
            at: 0,
            extra: 0,
            ended: false,
        }
    }

    pub fn map(&self) -> Arc<LineMap> {
        Arc::clone(&self.map)
    }

    pub fn met(&self) -> Arc<Mutex<Met>> {
        Arc::clone(&self.met)
    }

    /// Writes the rows of a piece.
    fn write(&mut self, cells: &Cells) {
        let met = Arc::clone(&self.met);
        let mut met = met.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rest = cells.cells.as_slice();
        while let Some(first) = rest.first() {
            let row = first.row;
            let end = rest
                .iter()
                .position(|cell| cell.row != row)
                .unwrap_or(rest.len());
            let (own, next) = rest.split_at(end);
            rest = next;
            // A damaged sheet may have rows twice, or in another order: they follow each other as they stand.
            if row < self.plan.first_row || row > self.plan.last_row {
                continue;
            }
            while self.row < row {
                self.text.push(b'\n');
                self.row += 1;
                self.line += 1;
            }
            let before = self.text.len();
            self.write_row(row, own, cells, &mut met);
            self.end_line(before);
        }
    }

    fn write_row(&mut self, row: u32, own: &[super::cells::Cell], cells: &Cells, met: &mut Met) {
        let width = self.plan.width(row);
        let is_merged = self.merged.covers(row);
        let mut given = 0;
        let begin = self.text.len();
        let mut written = 0;
        let mut cell = own.iter().peekable();
        for field in 0..width {
            let column = self.plan.columns[field];
            let mut value = None;
            while let Some(next) = cell.next_if(|cell| cell.column <= column) {
                if next.column == column {
                    value = Some((next.look, cells.text_of(next)));
                }
            }
            let value = value.or_else(|| self.merged.get(row, column).filter(|_| is_merged));
            if field > 0 {
                self.text.push(b',');
            }
            if let Some((look, text)) = value {
                given += 1;
                written = field + 1;
                met.looks[field][look as usize] += 1;
                met.filled += 1;
                if look == Look::Error && met.errors.len() < 100 {
                    met.errors.push(row);
                }
                push_field(&mut self.text, text, width == 1);
            }
        }
        if given > 0 && self.hidden.binary_search(&row).is_ok() {
            met.hidden_rows += 1;
        }
        // A row of nothing in the table's columns is blank, and a lone text at the left is a title, as in texts.
        if given == 0 {
            self.text.truncate(begin);
        } else if given == 1 && written == 1 && width > 2 {
            self.text.truncate(self.text.len() - (width - 1));
        }
    }

    fn end_line(&mut self, before: usize) {
        let ends = memchr::memchr_iter(b'\n', &self.text[before..]).count() as u32;
        self.text.push(b'\n');
        self.row += 1;
        self.line += 1 + ends;
        if ends > 0 {
            self.extra += ends;
            self.map.note(self.line + 1, self.extra);
        }
    }
}

/// Writes a field, quoted where it must be.
fn push_field(out: &mut Vec<u8>, text: &[u8], is_lone: bool) {
    let is_plain = !text
        .iter()
        .any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'))
        && text
            .first()
            .is_none_or(|first| !first.is_ascii_whitespace())
        && text.last().is_none_or(|last| !last.is_ascii_whitespace());
    if is_plain && !(is_lone && text.is_empty()) {
        out.extend_from_slice(text);
        return;
    }
    out.push(b'"');
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'"', rest) {
        out.extend_from_slice(&rest[..=at]);
        out.push(b'"');
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

impl Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() && !self.ended {
            self.text.clear();
            self.at = 0;
            match self
                .pieces
                .next()
                .map_err(io::Error::other::<ReaderError>)?
            {
                Some(reading) => self.write(&reading()),
                None => self.ended = true,
            }
        }
        let taken = buffer.len().min(self.text.len() - self.at);
        buffer[..taken].copy_from_slice(&self.text[self.at..self.at + taken]);
        self.at += taken;
        Ok(taken)
    }
}
