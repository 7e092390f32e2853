//! Sources read to their end.

use super::assemble::{Kept, assemble};
use super::column::{Choices, Column, Values};
use super::pack::{CHUNK_ROWS, Packer, code_bytes, number_bytes};
use super::part::{Cells, Typed, type_part};
use super::pieces::{Chunks, Piece};
use super::rules::Rules;
use super::scratch::Scratch;
use super::sources::{StoredColumn, block_of};
use super::table::{Chunk, ChunkPart, NoSink, Settings, Sink, Table};
use super::told::RowTexts;
use super::work::{Frames, Message, Stop, StopOnPanic, Work, locked};
use crate::error::{ErrorKind, ReaderError, Result};
use crate::profile::statistics;
use crate::table::TableSource;
use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};

/// Messages that may wait for the sink.
const WAITING: usize = 64;

/// Reading takes about this share of the time, joining and describing the columns the rest.
const READING_SHARE: f64 = 0.7;

/// Reads a source to its end as typed columns. The result does not depend on the number of threads.
///
/// # Errors
/// What the source and the sink return; `cancelled` within milliseconds of `cancel`.
pub fn read(
    source: Box<dyn TableSource>,
    settings: &Settings,
    sink: &mut dyn Sink,
    cancel: &AtomicBool,
) -> Result<Table> {
    let names = source.about().names.clone();
    let size = source.about().size_bytes;
    let choices = |name: &String| settings.choices.get(name).cloned().unwrap_or_default();
    let rules: Vec<Rules> = names.iter().map(|name| Rules::new(choices(name))).collect();
    let stop = Stop::new(cancel);
    let threads = threads(settings);

    let work = Work::new(source, settings, &rules, &stop, threads);
    let (sender, receiver) = sync_channel(WAITING);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let sender = sender.clone();
            let work = &work;
            scope.spawn(move || work.run(&sender));
        }
        drop(sender);
        let mut ordered = Ordered::new(|(chunk, column)| {
            if column + 1 < names.len() {
                (chunk, column + 1)
            } else {
                (chunk + 1, 0)
            }
        });
        let mut furthest = 0;
        for message in receiver {
            match message {
                Message::Chunk(chunk) => {
                    for chunk in ordered.add((chunk.chunk, chunk.column), chunk) {
                        hand(sink, chunk, &stop);
                    }
                }
                // Threads tell it in any order.
                Message::Progress { bytes, rows } if rows >= furthest => {
                    furthest = rows;
                    let fraction = if size == 0 {
                        0.0
                    } else {
                        (bytes as f64 / size as f64).min(1.0)
                    };
                    sink.progress(fraction * READING_SHARE, rows);
                }
                Message::Progress { .. } => {}
            }
        }
    });
    stop.check()?;

    let (source, mut merger, frames) = work.into_parts();
    let kept = with_texts(std::mem::take(&mut merger.columns), frames);
    let finish = Finish {
        names: &names,
        rules: &rules,
        settings,
        stop: &stop,
        waiting: kept
            .into_iter()
            .map(|kept| Mutex::new(Some(kept)))
            .collect(),
        next: AtomicUsize::new(0),
    };
    let columns = finish.run(threads, merger.rows, sink)?;
    Ok(Table {
        about: source.about().clone(),
        rows: merger.rows,
        columns,
        origins: merger.origins,
        irregular: merger.irregular,
        irregular_rows: merger.irregular_rows,
        findings: source.findings(),
        head: merger.head,
    })
}

/// Reads a stored column again in another way. `chunks` are its texts as they were given to a sink, in order; `slipped`
/// the rows that do not decide its kind, in ascending order. The column comes with its statistics.
///
/// # Errors
/// `unusable-input` where a chunk is damaged, `cancelled`.
pub fn retype(
    name: &str,
    chunks: Vec<Vec<u8>>,
    slipped: Vec<u64>,
    choices: Choices,
    cancel: &AtomicBool,
) -> Result<Column> {
    let settings = Settings {
        choices: BTreeMap::from([(name.to_owned(), choices)]),
        statistics: true,
        ..Settings::default()
    };
    let source = Box::new(StoredColumn::new(name, chunks, slipped));
    let mut table = read(source, &settings, &mut NoSink, cancel)?;
    table.columns.pop().ok_or_else(no_column)
}

/// Types texts at hand, as those of a small table, on the caller's thread. The column comes without statistics.
///
/// # Errors
/// `unusable-input` where the texts together take more than 4 GB.
pub fn type_texts<'a>(
    name: &str,
    texts: impl Iterator<Item = &'a str>,
    slipped: &[u32],
    choices: Choices,
) -> Result<Column> {
    let block = block_of(texts, slipped)?;
    let rules = Rules::new(choices);
    let cells = Cells {
        block: &block,
        column: 0,
        slipped,
    };
    let Typed {
        mut part, evidence, ..
    } = type_part(cells, None, &rules, &mut Scratch::default());
    part.row_texts.push(RowTexts::Kept(Piece::of(cells)));
    let kept = Kept {
        parts: vec![part],
        evidence,
        chunks: Chunks::default(),
    };
    assemble(name, kept, &rules, &|| Ok(()))
}

fn no_column() -> ReaderError {
    ReaderError::new(ErrorKind::Internal, "A column was read as none.")
}

fn threads(settings: &Settings) -> usize {
    match settings.threads {
        0 => std::thread::available_parallelism().map_or(1, NonZero::get),
        count => count,
    }
}

fn hand(sink: &mut dyn Sink, chunk: Chunk, stop: &Stop<'_>) {
    if !stop.is_set()
        && let Err(error) = sink.chunk(chunk)
    {
        stop.fail(error);
    }
}

/// Joins the packed texts to their columns; chunks that were not kept are empty and never asked for.
fn with_texts(mut columns: Vec<Kept>, frames: Frames) -> Vec<Kept> {
    for (column, mut frames) in columns.iter_mut().zip(frames) {
        let count = frames.last_key_value().map_or(0, |(last, _)| last + 1);
        let all = (0..count).map(|chunk| frames.remove(&chunk).unwrap_or_default());
        column.chunks = Chunks::new(all.collect());
    }
    columns
}

/// Joins and describes the columns, several at once.
struct Finish<'a> {
    names: &'a [String],
    rules: &'a [Rules],
    settings: &'a Settings,
    stop: &'a Stop<'a>,
    waiting: Vec<Mutex<Option<Kept>>>,
    next: AtomicUsize,
}

type Finished = (usize, Column, Vec<Chunk>);

impl Finish<'_> {
    /// The columns in their order, their chunks given to the sink.
    fn run(&self, threads: usize, rows: u64, sink: &mut dyn Sink) -> Result<Vec<Column>> {
        let width = self.names.len();
        let (sender, receiver) = sync_channel(WAITING);
        let mut columns = Vec::with_capacity(width);
        std::thread::scope(|scope| {
            for _ in 0..threads.min(width) {
                let sender = sender.clone();
                scope.spawn(move || self.work(&sender));
            }
            drop(sender);
            let mut ordered = Ordered::new(|at| at + 1);
            for (at, column, chunks) in receiver {
                for (column, chunks) in ordered.add(at, (column, chunks)) {
                    for chunk in chunks {
                        hand(sink, chunk, self.stop);
                    }
                    columns.push(column);
                    let part = columns.len() as f64 / width as f64;
                    sink.progress(READING_SHARE + (1.0 - READING_SHARE) * part, rows);
                }
            }
        });
        self.stop.check()?;
        Ok(columns)
    }

    fn work(&self, sender: &SyncSender<Finished>) {
        let _guard = StopOnPanic(self.stop);
        while !self.stop.is_set() {
            match self.next_column() {
                Ok(Some(finished)) => {
                    if sender.send(finished).is_err() {
                        break;
                    }
                }
                Ok(None) => break,
                Err(error) => self.stop.fail(error),
            }
        }
    }

    /// Finishes the next column that nobody has begun.
    fn next_column(&self) -> Result<Option<Finished>> {
        let at = self.next.fetch_add(1, Ordering::Relaxed);
        let Some(kept) = self.waiting.get(at).and_then(|kept| locked(kept).take()) else {
            return Ok(None);
        };
        let mut column = assemble(&self.names[at], kept, &self.rules[at], &|| {
            self.stop.check()
        })?;
        if self.settings.statistics {
            column.statistics = Some(statistics(&column.values, column.kind));
        }
        let chunks = if self.settings.values {
            value_chunks(at, &column.values, self.stop)?
        } else {
            Vec::new()
        };
        Ok(Some((at, column, chunks)))
    }
}

fn value_chunks(column: usize, values: &Values, stop: &Stop<'_>) -> Result<Vec<Chunk>> {
    let mut packer = Packer::new()?;
    let mut pack = |chunk: usize, rows: usize, bytes: &[u8]| {
        stop.check()?;
        Ok(Chunk {
            column,
            chunk,
            rows,
            part: ChunkPart::Values,
            bytes: packer.pack(bytes)?,
        })
    };
    match values {
        Values::Numbers(values) => {
            let chunks = values.chunks(CHUNK_ROWS).enumerate();
            chunks
                .map(|(at, some)| pack(at, some.len(), &number_bytes(some)))
                .collect()
        }
        Values::Codes { codes, .. } => {
            let chunks = codes.chunks(CHUNK_ROWS).enumerate();
            chunks
                .map(|(at, some)| pack(at, some.len(), &code_bytes(some)))
                .collect()
        }
    }
}

/// Things that come in any order, given on in order.
struct Ordered<K, T, F> {
    next: K,
    after: F,
    waiting: BTreeMap<K, T>,
}

impl<K: Ord + Copy + Default, T, F: Fn(K) -> K> Ordered<K, T, F> {
    fn new(after: F) -> Self {
        Self {
            next: K::default(),
            after,
            waiting: BTreeMap::new(),
        }
    }

    /// Takes one, and gives all whose turn has come.
    fn add(&mut self, key: K, thing: T) -> Vec<T> {
        self.waiting.insert(key, thing);
        let mut ready = Vec::new();
        while let Some(thing) = self.waiting.remove(&self.next) {
            ready.push(thing);
            self.next = (self.after)(self.next);
        }
        ready
    }
}
