//! A text file as a table.

use super::block::{Piece, Plan, split};
use super::breaks::Known;
use super::cutter::Cutter;
use super::ends::{End, Ends};
use super::findings::{self, Facts};
use super::header::{Columns, UniqueNames, unique_names};
use super::layout::{self, Layout};
use super::records::other_rules;
use super::sampled::line_ends;
use super::sniff::{Sniffed, sniff};
use crate::encoding::padding::{Padding, Unpadded};
use crate::encoding::utf32::{self, Utf32};
use crate::encoding::{self, Detected, TextReader};
use crate::error::{READABLE, ReaderError, Result};
use crate::input::{Input, Watch};
use crate::options::ImportOptions;
use crate::report::Finding;
use crate::table::{
    About, Block, Dialect, Extent, FileFormat, Place, RawBlock, Span, TableOffer, TableSource,
};
use std::io::{Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes of a block, unless one record is longer.
const BLOCK: usize = 1 << 20;
/// Text that is known beyond a block before it is cut: what follows a blank line, or a quote, is told from it.
const AHEAD: usize = 256 << 10;
/// Bytes of a file that dialect and layout are told from.
const SAMPLE: usize = 1 << 20;
/// The dialect shows in fewer.
const SNIFFED: usize = 128 << 10;
/// A record of more blocks is no record.
const MOST_BLOCKS_OF_RECORD: usize = 64;
/// Records in blocks of a few bytes may be as long nevertheless.
const LONGEST_OF_SMALL_BLOCKS: usize = 1 << 20;
/// A table of more columns cannot be worked with.
const MOST_COLUMNS: usize = 100_000;

pub(crate) struct DelimitedSource {
    about: About,
    reader: TextReader,
    watch: Option<Watch>,
    packed: Option<Arc<AtomicU64>>,
    plan: Arc<Plan>,
    known: Known,
    layout: Layout,
    options: ImportOptions,
    unique: UniqueNames,
    /// Text that is decoded and not yet cut.
    buffer: Vec<u8>,
    /// Line of the buffer's beginning, from 1.
    line: usize,
    /// Bytes of the buffer where the next table begins.
    stop: Option<usize>,
    extent: Extent,
    block: usize,
    /// Bytes of a record.
    longest: usize,
    state: State,
    left: Left,
    spare: Vec<Spare>,
}

/// Memory of blocks that were used: pages once touched are much faster than new ones.
#[derive(Debug, Default)]
struct Spare {
    text: Vec<u8>,
    cells: Vec<Span>,
}

/// Blocks that are under way at once need no more.
const MOST_SPARE: usize = 64;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Reading,
    Ended,
}

/// Records that were left out of the table.
#[derive(Debug, Default)]
struct Left {
    notes: usize,
    has_changed: bool,
    has_nul: bool,
    is_utf32: bool,
    padding: Padding,
}

/// Opens a text as a table: encoding, dialect and layout are detected where `options` leaves them open.
///
/// # Errors
/// `unusable-input` for what is empty or no text, `unreadable`.
pub(crate) fn open(
    input: Input,
    options: &ImportOptions,
    extent: Extent,
) -> Result<DelimitedSource> {
    open_with(input, options, extent, BLOCK)
}

/// The same with blocks of another size.
pub(crate) fn open_with(
    mut input: Input,
    options: &ImportOptions,
    extent: Extent,
    block: usize,
) -> Result<DelimitedSource> {
    let name = input.file_name.clone();
    let mut sample = Vec::new();
    let read = (&mut input.reader)
        .take(SAMPLE as u64)
        .read_to_end(&mut sample);
    read.map_err(|error| encoding::unreadable(error, &name))?;
    if sample.is_empty() {
        return Err(ReaderError::unusable(
            format!("“{name}” is empty: it holds no bytes."),
            "Choose a file with a table in it.",
        ));
    }
    let is_utf32 = utf32::is_marked(&sample);
    if is_utf32 {
        let whole = Cursor::new(std::mem::take(&mut sample)).chain(input.reader);
        input.reader = Box::new(Utf32::new(whole));
        let read = (&mut input.reader)
            .take(SAMPLE as u64)
            .read_to_end(&mut sample);
        read.map_err(|error| encoding::unreadable(error, &name))?;
    }
    let complete = sample.len() < SAMPLE;
    let mut detected = encoding::detect(&sample, complete);
    if let Some(label) = &options.encoding {
        let named = encoding::named(label)?;
        let mark = if named == detected.encoding {
            detected.mark
        } else {
            0
        };
        detected = Detected {
            encoding: named,
            mark,
        };
    }
    let rest: Box<dyn Read + Send> = match extent {
        Extent::Whole => input.reader,
        Extent::Glance => Box::new(std::io::empty()),
    };
    sample.drain(..detected.mark);
    let padding = Padding::default();
    let whole = Cursor::new(sample).chain(rest);
    let whole: Box<dyn Read + Send> = if encoding::is_utf16(detected.encoding) {
        Box::new(whole)
    } else {
        Box::new(Unpadded::new(whole, padding.clone()))
    };
    let mut reader = TextReader::new(whole, detected, options.encoding.is_some(), &name);
    let mut buffer = Vec::new();
    reader.fill(&mut buffer, SAMPLE.min(block.max(SNIFFED)))?;
    if buffer.is_empty() && padding.nuls.load(Ordering::Relaxed) > 0 {
        return Err(ReaderError::unusable(
            format!("“{name}” holds nothing but NUL bytes."),
            "It was not written to its end, or its disk is damaged: fetch a fresh copy.",
        ));
    }
    let is_all = complete && reader.is_at_end();
    refuse_binary(&buffer, &name)?;
    if !is_all {
        refuse_endless(&buffer, &name)?;
    }

    let Sniffed {
        delimiter,
        quote,
        escape,
        rules,
    } = sniff(
        text_of(&buffer, SNIFFED),
        is_all && buffer.len() <= SNIFFED,
        options,
    );
    let mut layout = layout::detect(&buffer, is_all, &rules, options);
    refuse_width(layout.shape.width, &name)?;
    let has_header = layout.header_rows > 0;
    let unique = unique_names(&layout.names);
    let about = About {
        format: FileFormat::Delimited,
        size_bytes: input.size_bytes,
        dialect: Some(Dialect {
            delimiter,
            quote,
            escape,
            encoding: reader.encoding().name().to_ascii_lowercase(),
            has_byte_order_mark: detected.mark > 0,
            header: has_header,
        }),
        sheets: Vec::new(),
        sheet: None,
        tables: layout.tables.clone(),
        table: layout.table as u32,
        names: unique.names.clone(),
        header: layout.header.clone(),
        has_header,
        header_rows: layout.header_rows as u32,
        first_line: layout.body_line as u32,
        places: (1..=layout.shape.width as u32).map(Place::Field).collect(),
    };
    let known = Known {
        shape: layout.shape.clone(),
        header: layout
            .header
            .iter()
            .map(|name| name.clone().into_bytes())
            .collect(),
        columns: std::mem::replace(&mut layout.columns, Columns::of(std::iter::empty(), 0)),
    };
    let others = other_rules(&rules);
    let stop = layout.stop.map(|stop| stop.saturating_sub(layout.body));
    buffer.drain(..layout.body);
    Ok(DelimitedSource {
        about,
        reader,
        watch: input.watch,
        packed: input.packed,
        plan: Arc::new(Plan {
            rules,
            others,
            shape: layout.shape.clone(),
            blank_lines: AtomicU64::new(0),
        }),
        known,
        options: options.clone(),
        unique,
        buffer,
        line: layout.body_line,
        stop,
        extent,
        block,
        longest: (MOST_BLOCKS_OF_RECORD * block).max(LONGEST_OF_SMALL_BLOCKS),
        state: State::Start,
        left: Left {
            is_utf32,
            padding,
            ..Left::default()
        },
        spare: Vec::new(),
        layout,
    })
}

/// The beginning of a text, cut at a character.
fn text_of(bytes: &[u8], most: usize) -> &str {
    let mut end = bytes.len().min(most);
    // A few long lines tell nothing: the whole sample is looked at then.
    if memchr::memchr_iter(b'\n', &bytes[..end]).take(10).count() < 10 {
        end = bytes.len();
    }
    let piece = &bytes[..end];
    match std::str::from_utf8(piece) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&piece[..error.valid_up_to()]).unwrap_or_default(),
    }
}

fn refuse_binary(text: &[u8], name: &str) -> Result<()> {
    let share = encoding::control_share(text);
    let most = if memchr::memchr(0, text).is_some() {
        0.0005
    } else {
        0.02
    };
    // One NUL among little text is damage, not another format.
    let few = memchr::memchr_iter(0, text).take(3).count() < 3
        && (share < 0.02 || share * (text.len() as f64) < 3.0 && share < 0.1);
    if share > most && !few {
        return Err(ReaderError::unusable(
            format!("“{name}” holds binary data, not text."),
            READABLE,
        ));
    }
    Ok(())
}

/// A text whose beginning is a single line with a great many delimiters: where a record ends is not to be seen.
fn refuse_endless(text: &[u8], name: &str) -> Result<()> {
    const MANY: usize = 1_000;
    if text.len() < SAMPLE / 10 * 9 || memchr::memchr2(b'\n', b'\r', text).is_some() {
        return Ok(());
    }
    let most = [b',', b';', b'\t', b'|']
        .iter()
        .map(|delimiter| memchr::memchr_iter(*delimiter, text).count())
        .max()
        .filter(|most| *most > MANY);
    most.map_or(Ok(()), |most| {
        Err(ReaderError::unusable(
            format!(
                "The first line of “{name}” does not end within a megabyte, in which it has {} columns.",
                crate::report::grouped(most as u64)
            ),
            "Keep the columns you need, or turn the table around, so that its columns become rows.",
        ))
    })
}

fn refuse_width(width: usize, name: &str) -> Result<()> {
    if width <= MOST_COLUMNS {
        return Ok(());
    }
    Err(ReaderError::unusable(
        format!(
            "“{name}” has {} columns; Descent reads up to {}.",
            crate::report::grouped(width as u64),
            crate::report::grouped(MOST_COLUMNS as u64)
        ),
        "Keep the columns you need, or turn the table around, so that its columns become rows.",
    ))
}

impl DelimitedSource {
    /// Bytes of the file up to the end of what was decoded.
    fn bytes_read(&self) -> u64 {
        self.packed.as_ref().map_or_else(
            || self.reader.bytes_read(),
            |packed| packed.load(Ordering::Relaxed),
        )
    }

    fn is_all_known(&self) -> bool {
        self.reader.is_at_end()
            && (self.extent == Extent::Whole || self.about.size_bytes <= SAMPLE as u64)
    }

    /// Cuts the next piece off the buffer. `None` at the end.
    fn next_piece(&mut self) -> Result<Option<Piece>> {
        let mut wanted = self.block + AHEAD;
        loop {
            self.reader.fill(&mut self.buffer, wanted)?;
            let at_end = self.reader.is_at_end();
            let length = self
                .stop
                .map_or(self.buffer.len(), |stop| stop.min(self.buffer.len()));
            if length == 0 {
                return Ok(None);
            }
            if let Some(end) = self.next_end(length) {
                // A piece of more than some blocks is one record.
                if end.at >= self.longest {
                    return Err(self.too_long());
                }
                return Ok(Some(self.take(end)));
            }
            if length >= self.longest {
                return Err(self.too_long());
            }
            if at_end {
                // The glance ends within a record, which is shown only where it is all there is.
                let is_first = self.line == self.layout.body_line;
                return Ok(is_first.then(|| self.take(End::at(length, true))));
            }
            wanted = (self.buffer.len() * 2).max(wanted);
        }
    }

    /// Where the next piece ends; `None` where more text must be read.
    fn next_end(&self, length: usize) -> Option<End> {
        let text = &self.buffer[..length];
        let complete = self.stop == Some(length) || self.is_all_known();
        let plan = &*self.plan;
        let cutter = Cutter {
            rules: &plan.rules,
            others: &plan.others,
            shape: &plan.shape,
        };
        let is_last = complete && length <= self.block + AHEAD;
        let cut = cutter.cut(text, if is_last { length } else { self.block }, complete)?;
        let ends = Ends {
            text,
            cut: &cut,
            complete,
            line: self.line,
            plan,
            known: &self.known,
            can_grow: length < self.longest / 4 && !self.reader.is_at_end(),
            has_notes: self.layout.stop.is_none(),
        };
        ends.find()
    }

    fn too_long(&self) -> ReaderError {
        ReaderError::unusable(
            format!(
                "Line {} is longer than {} MB: that is no row of a table.",
                crate::report::grouped(self.line as u64),
                self.longest >> 20
            ),
            "Check that the file is a text table, and that its lines end as lines do.",
        )
        .at_row(self.line as u64)
    }

    fn take(&mut self, end: End) -> Piece {
        let Spare {
            text: mut rest,
            cells,
        } = self.spare.pop().unwrap_or_default();
        rest.extend_from_slice(&self.buffer[end.at..]);
        self.buffer.truncate(end.at);
        let text = std::mem::replace(&mut self.buffer, rest);
        if let Some(stop) = &mut self.stop {
            *stop -= text.len().min(*stop);
        }
        self.left.has_nul = self.left.has_nul || memchr::memchr(0, &text).is_some();
        self.left.notes += end.left.len();
        let first_line = self.line;
        self.line += line_ends(&text, self.plan.rules.returns);
        if let Some((line, width)) = end.table {
            self.offer(line, width);
        }
        if end.is_last {
            self.state = State::Ended;
        }
        let before = if first_line == self.layout.body_line {
            std::mem::take(&mut self.layout.before)
        } else {
            Vec::new()
        };
        Piece {
            text,
            first_line,
            bytes_read: self.bytes_read(),
            before,
            after: end.left,
            cells,
        }
    }

    /// Notes a table that the beginning of the file did not show.
    fn offer(&mut self, line: usize, width: usize) {
        let tables = &mut self.about.tables;
        if tables.iter().any(|table| table.first_line as usize >= line) {
            return;
        }
        if tables.is_empty() {
            let first_line = self
                .layout
                .body_line
                .saturating_sub(self.layout.header_rows)
                .max(1) as u32;
            let rows = (line as u64).saturating_sub(self.layout.body_line as u64);
            tables.push(TableOffer {
                index: 0,
                first_line,
                rows,
                columns: self.plan.shape.width as u32,
            });
        }
        let index = tables.len() as u32;
        tables.push(TableOffer {
            index,
            first_line: line as u32,
            rows: 0,
            columns: width as u32,
        });
    }
}

impl TableSource for DelimitedSource {
    fn about(&self) -> &About {
        &self.about
    }

    fn next_block(&mut self) -> Result<Option<RawBlock>> {
        if self.state == State::Ended {
            return Ok(None);
        }
        let is_first = self.state == State::Start;
        self.state = State::Reading;
        let piece = self.next_piece()?;
        if piece.is_none() || self.state == State::Ended {
            self.state = State::Ended;
            self.left.has_changed = self.watch.as_ref().is_some_and(Watch::has_changed);
            if let Some(dialect) = &mut self.about.dialect {
                dialect.encoding = self.reader.encoding().name().to_ascii_lowercase();
            }
        }
        Ok(match piece {
            Some(piece) => {
                let plan = Arc::clone(&self.plan);
                Some(RawBlock::later(move || split(piece, &plan)))
            }
            // A header without rows may have notes before it.
            None if is_first && !self.layout.before.is_empty() => Some(RawBlock::ready(Block {
                width: self.plan.shape.width,
                irregular: std::mem::take(&mut self.layout.before),
                bytes_read: self.bytes_read(),
                ..Block::default()
            })),
            None => None,
        })
    }

    fn recycle(&mut self, used: Block) {
        let Block {
            mut text,
            mut cells,
            ..
        } = used;
        // What a single long record needed is given back.
        let is_usual = text.capacity() <= 4 * (self.block + AHEAD);
        if self.spare.len() < MOST_SPARE && is_usual {
            text.clear();
            cells.clear();
            self.spare.push(Spare { text, cells });
        }
    }

    fn findings(&self) -> Vec<Finding> {
        findings::of_text(&Facts {
            about: &self.about,
            options: &self.options,
            layout: &self.layout,
            unique: &self.unique,
            damaged: self.reader.damaged(),
            blank_lines: self.plan.blank_lines.load(Ordering::Relaxed),
            has_nul: self.left.has_nul,
            has_changed: self.left.has_changed,
            is_utf32: self.left.is_utf32,
            nuls: self.left.padding.nuls.load(Ordering::Relaxed),
            marks: self.left.padding.marks.load(Ordering::Relaxed),
        })
    }
}
