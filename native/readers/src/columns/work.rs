//! The work of reading: cutting, splitting and typing blocks, packing chunks; done by several threads.

use super::merger::{ChunkTexts, Merger, TypedBlock, TypedPart};
use super::pack::Packer;
use super::part::{Body, Cells, Typed, type_part};
use super::pieces::{Piece, lay_out};
use super::plan::Way;
use super::rules::Rules;
use super::scratch::Scratch;
use super::table::{Chunk, ChunkPart, Settings};
use super::told::RowTexts;
use crate::error::{ErrorKind, ReaderError, Result};
use crate::memory::Growing;
use crate::table::{Block, RawBlock, TableSource};
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Ends the work: a person cancelled it, or a part of it failed.
pub struct Stop<'a> {
    cancel: &'a AtomicBool,
    failed: AtomicBool,
    failure: Mutex<Option<ReaderError>>,
}

impl<'a> Stop<'a> {
    pub fn new(cancel: &'a AtomicBool) -> Self {
        Self {
            cancel,
            failed: AtomicBool::new(false),
            failure: Mutex::new(None),
        }
    }

    pub fn is_set(&self) -> bool {
        self.cancel.load(Ordering::Relaxed) || self.failed.load(Ordering::Relaxed)
    }

    /// The first failure counts.
    pub fn fail(&self, error: ReaderError) {
        locked(&self.failure).get_or_insert(error);
        self.failed.store(true, Ordering::Relaxed);
    }

    /// # Errors
    /// The failure there was, or `cancelled`.
    pub fn check(&self) -> Result<()> {
        if let Some(error) = locked(&self.failure).clone() {
            return Err(error);
        }
        if self.is_set() {
            return Err(ReaderError::new(
                ErrorKind::Cancelled,
                "Reading was cancelled.",
            ));
        }
        Ok(())
    }
}

/// Stops the others when a thread panics: they would wait for what it never does.
pub struct StopOnPanic<'a>(pub &'a Stop<'a>);

impl Drop for StopOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.failed.store(true, Ordering::Relaxed);
        }
    }
}

/// A lock whose holder panicked still guards whole data here: every change is done by one call.
pub fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What threads tell the one that delivers.
pub enum Message {
    Chunk(Chunk),
    Progress { bytes: u64, rows: u64 },
}

/// Packed texts by column and chunk.
pub type Frames = Vec<BTreeMap<usize, Vec<u8>>>;

pub struct Work<'a> {
    pub settings: &'a Settings,
    pub rules: &'a [Rules],
    pub stop: &'a Stop<'a>,
    threads: usize,
    memory: Growing,
    source: Mutex<Reading>,
    merger: Mutex<Merger>,
    queue: Mutex<Queue>,
    changed: Condvar,
    kept: Mutex<Frames>,
}

struct Reading {
    source: Box<dyn TableSource>,
    next: u64,
}

#[derive(Default)]
struct Queue {
    chunks: VecDeque<ChunkTexts>,
    /// Blocks that are being typed.
    under_way: usize,
    merged: u64,
    ended: bool,
}

enum Task {
    Pack(ChunkTexts),
    Type(u64, RawBlock),
    Wait,
    End,
}

impl<'a> Work<'a> {
    pub fn new(
        source: Box<dyn TableSource>,
        settings: &'a Settings,
        rules: &'a [Rules],
        stop: &'a Stop<'a>,
        threads: usize,
    ) -> Self {
        let size_bytes = source.about().size_bytes;
        let merger = Merger::new(rules.len(), size_bytes, settings.head);
        Self {
            settings,
            rules,
            stop,
            threads,
            memory: Growing::new(source.about().size_bytes),
            source: Mutex::new(Reading { source, next: 0 }),
            merger: Mutex::new(merger),
            queue: Mutex::default(),
            changed: Condvar::new(),
            kept: Mutex::new(vec![BTreeMap::new(); rules.len()]),
        }
    }

    /// What is there when all threads have ended.
    pub fn into_parts(self) -> (Box<dyn TableSource>, Merger, Frames) {
        let source = self
            .source
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .source;
        let merger = self
            .merger
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let kept = self
            .kept
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        (source, merger, kept)
    }

    /// Works until all is read and packed, or the work is stopped.
    pub fn run(&self, messages: &SyncSender<Message>) {
        let _guard = StopOnPanic(self.stop);
        if let Err(error) = self.work(messages) {
            self.stop.fail(error);
        }
        self.changed.notify_all();
    }

    fn work(&self, messages: &SyncSender<Message>) -> Result<()> {
        let mut packer = Packer::new()?;
        let mut scratch = Scratch::default();
        let mut used = None;
        while !self.stop.is_set() {
            match self.next_task(&mut used)? {
                Task::Pack(texts) => self.pack(texts, &mut packer, messages)?,
                Task::Type(number, raw) => {
                    used = Some(self.type_block(number, raw, &mut scratch, messages)?);
                }
                Task::Wait => {
                    let queue = locked(&self.queue);
                    // Woken when something changes; the timeout covers what changed just before.
                    drop(self.changed.wait_timeout(queue, Duration::from_millis(2)));
                }
                Task::End => break,
            }
        }
        Ok(())
    }

    /// `used` is a block whose memory is given back.
    fn next_task(&self, used: &mut Option<Block>) -> Result<Task> {
        let mut queue = locked(&self.queue);
        if let Some(texts) = queue.chunks.pop_front() {
            return Ok(Task::Pack(texts));
        }
        if queue.ended {
            if queue.under_way > 0 {
                return Ok(Task::Wait);
            }
            queue.chunks.extend(locked(&self.merger).rest());
            return Ok(queue.chunks.pop_front().map_or(Task::End, Task::Pack));
        }
        let merged = queue.merged;
        drop(queue);
        let mut reading = locked(&self.source);
        // A thread that is slow must not let the others fill the memory with blocks that wait for its own.
        if reading.next > merged + 4 * self.threads as u64 {
            return Ok(Task::Wait);
        }
        if let Some(used) = used.take() {
            reading.source.recycle(used);
        }
        let raw = reading.source.next_block()?;
        let mut queue = locked(&self.queue);
        Ok(match raw {
            None => {
                queue.ended = true;
                self.changed.notify_all();
                Task::Wait
            }
            Some(raw) => {
                queue.under_way += 1;
                reading.next += 1;
                Task::Type(reading.next - 1, raw)
            }
        })
    }

    fn type_block(
        &self,
        number: u64,
        raw: RawBlock,
        scratch: &mut Scratch,
        messages: &SyncSender<Message>,
    ) -> Result<Block> {
        let block = raw.split();
        if block.width != self.rules.len() {
            return Err(ReaderError::new(
                ErrorKind::Internal,
                "A block of rows has another width than its table.",
            ));
        }
        let (hints, has_head) = {
            let mut merger = locked(&self.merger);
            scratch.buffers = merger.buffers.split_off(block.width);
            (
                merger.hints.clone(),
                merger.head.len() >= self.settings.head,
            )
        };
        let typed = typed_block(&block, self.rules, &hints, self.settings, has_head, scratch);
        let mut merger = locked(&self.merger);
        merger.buffers.append(std::mem::take(&mut scratch.buffers));
        let chunks = merger.add(number, typed);
        let (merged, bytes, rows) = (merger.next, merger.bytes_read, merger.rows);
        drop(merger);
        self.memory
            .check(rows, bytes, finishing(rows, self.threads))?;
        let mut queue = locked(&self.queue);
        queue.chunks.extend(chunks);
        queue.under_way -= 1;
        queue.merged = queue.merged.max(merged);
        drop(queue);
        self.changed.notify_all();
        self.send(messages, Message::Progress { bytes, rows });
        Ok(block)
    }

    fn pack(
        &self,
        texts: ChunkTexts,
        packer: &mut Packer,
        messages: &SyncSender<Message>,
    ) -> Result<()> {
        let bytes = packer.pack(&lay_out(&texts.pieces)?)?;
        if texts.keep {
            locked(&self.kept)[texts.column].insert(texts.chunk, bytes.clone());
        }
        let chunk = Chunk {
            column: texts.column,
            chunk: texts.chunk,
            rows: texts.rows,
            part: ChunkPart::Source,
            bytes,
        };
        self.send(messages, Message::Chunk(chunk));
        Ok(())
    }

    fn send(&self, messages: &SyncSender<Message>, message: Message) {
        // Nobody listens any more only where the work was stopped.
        if messages.send(message).is_err() {
            self.stop.failed.store(true, Ordering::Relaxed);
        }
    }
}

/// Bytes that joining and describing columns takes beside them: each thread has one at a time, with a sorted copy of its
/// values and what they are packed to.
fn finishing(rows: u64, threads: usize) -> u64 {
    const EACH_VALUE: u64 = 24;
    rows.saturating_mul(EACH_VALUE * threads as u64)
}

fn typed_block(
    block: &Block,
    rules: &[Rules],
    hints: &[Option<Way>],
    settings: &Settings,
    has_head: bool,
    scratch: &mut Scratch,
) -> TypedBlock {
    let slipped: Vec<u32> = block.irregular.iter().filter_map(|one| one.row).collect();
    let columns = rules.iter().enumerate().map(|(column, rules)| {
        let cells = Cells {
            block,
            column,
            slipped: &slipped,
        };
        let Typed {
            mut part,
            evidence,
            told,
        } = type_part(cells, hints[column], rules, scratch);
        if !settings.texts && matches!(part.body, Body::Values { .. }) {
            let kept = || RowTexts::Kept(Piece::of(cells));
            part.row_texts.push(told.map_or_else(kept, RowTexts::Told));
        }
        TypedPart {
            part,
            evidence,
            texts: settings.texts.then(|| Piece::of(cells)),
        }
    });
    let head_rows = if has_head {
        0
    } else {
        settings.head.min(block.rows)
    };
    let head_row = |row: usize| {
        block
            .row(row)
            .iter()
            .map(|span| block.text_of(*span).to_owned())
            .collect()
    };
    TypedBlock {
        rows: block.rows,
        columns: columns.collect(),
        runs: runs(&block.origins),
        irregular: block.irregular.clone(),
        head: (0..head_rows).map(head_row).collect(),
        bytes_read: block.bytes_read,
    }
}

/// Where lines do not follow one another.
fn runs(lines: &[u32]) -> Vec<(usize, u32)> {
    let breaks = lines
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| pair[0].checked_add(1) != Some(pair[1]));
    let first = lines.first().map(|line| (0, *line));
    first
        .into_iter()
        .chain(breaks.map(|(row, pair)| (row + 1, pair[1])))
        .collect()
}
