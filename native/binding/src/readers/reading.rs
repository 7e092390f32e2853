//! A whole file on threads of its own, which wait when too much was not taken.

use super::table::Request;
use super::{reader_failure, told};
use crate::failure::{failure, guarded};
use descent_readers::columns::{Chunk, ChunkPart, OriginRun, Sink};
use descent_readers::import::{Events, import};
use descent_readers::{ErrorKind, ReaderError, Result};
use napi::bindgen_prelude::{AsyncTask, Uint8Array, Uint32Array};
use napi::{Env, Task};
use napi_derive::napi;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

/// Events that may wait to be taken: some chunks of 65,536 values.
const WAITING: usize = 16;

pub enum Event {
    Progress {
        fraction: f64,
        rows: u64,
    },
    Chunk(Chunk),
    Levels {
        column: usize,
        bytes: Option<Vec<u8>>,
    },
    Origins(Vec<OriginRun>),
    Done(String),
    Failed(napi::Error),
}

/// One thing told; fields that do not belong to its kind are left out.
#[napi(object, object_from_js = false)]
#[derive(Default)]
pub struct ReadingEvent {
    #[napi(ts_type = "'progress' | 'chunk' | 'levels' | 'origins' | 'done'")]
    pub kind: String,
    pub fraction: Option<f64>,
    pub rows: Option<f64>,
    pub column: Option<u32>,
    pub chunk: Option<u32>,
    #[napi(ts_type = "'source' | 'values'")]
    pub part: Option<String>,
    pub bytes: Option<Uint8Array>,
    /// Pairs: a row, and the line that it and those after it stand on, one a line.
    pub runs: Option<Uint32Array>,
    /// JSON of what was read.
    pub summary: Option<String>,
}

/// A file being read. The reading ends when this is forgotten.
#[napi]
pub struct Reading {
    events: Arc<Mutex<Receiver<Event>>>,
    cancel: Arc<AtomicBool>,
}

/// Starts to read a file whole, as typed columns.
#[napi]
pub fn read_table(path: String, file_name: String, options: String) -> napi::Result<Reading> {
    let request = Request::new(path, file_name, &options)?;
    let (sender, receiver) = sync_channel(WAITING);
    let cancel = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&cancel);
    std::thread::Builder::new()
        .name("descent-reading".to_owned())
        .spawn(move || {
            let ended = guarded(|| {
                let mut teller = Teller(&sender);
                import(
                    request.path(),
                    request.file_name(),
                    request.options(),
                    &mut teller,
                    &flag,
                )
                .map_err(|e| reader_failure(&e))
                .and_then(|imported| told(&imported))
            });
            // Nobody listens any more where this fails.
            let _ = sender.send(ended.map_or_else(Event::Failed, Event::Done));
        })
        .map_err(|_| failure("internal", "No thread could be started to read the file."))?;
    Ok(Reading {
        events: Arc::new(Mutex::new(receiver)),
        cancel,
    })
}

#[napi]
impl Reading {
    /// The next things told, at least one.
    #[napi(ts_return_type = "Promise<ReadingEvent[]>")]
    pub fn next(&self) -> AsyncTask<NextEvents> {
        AsyncTask::new(NextEvents(Arc::clone(&self.events)))
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

pub struct NextEvents(Arc<Mutex<Receiver<Event>>>);

impl Task for NextEvents {
    type Output = Vec<Event>;
    type JsValue = Vec<ReadingEvent>;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        let receiver = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = receiver
            .recv()
            .map_err(|_| failure("internal", "The reading of a file ended without a word."))?;
        let mut events = vec![first];
        events.extend(receiver.try_iter().take(WAITING));
        Ok(events)
    }

    fn resolve(&mut self, _: Env, events: Self::Output) -> napi::Result<Self::JsValue> {
        events.into_iter().map(Event::into_js).collect()
    }
}

impl Event {
    fn into_js(self) -> napi::Result<ReadingEvent> {
        let of = |kind: &str| ReadingEvent {
            kind: kind.to_owned(),
            ..ReadingEvent::default()
        };
        Ok(match self {
            Self::Progress { fraction, rows } => ReadingEvent {
                fraction: Some(fraction),
                rows: Some(rows as f64),
                ..of("progress")
            },
            Self::Chunk(chunk) => ReadingEvent {
                column: Some(chunk.column as u32),
                chunk: Some(chunk.chunk as u32),
                rows: Some(chunk.rows as f64),
                part: Some(
                    match chunk.part {
                        ChunkPart::Source => "source",
                        ChunkPart::Values => "values",
                    }
                    .to_owned(),
                ),
                bytes: Some(chunk.bytes.into()),
                ..of("chunk")
            },
            Self::Levels { column, bytes } => ReadingEvent {
                column: Some(column as u32),
                bytes: bytes.map(Into::into),
                ..of("levels")
            },
            Self::Origins(runs) => {
                let pairs = runs
                    .iter()
                    .flat_map(|run| [run.row as u32, run.line as u32]);
                ReadingEvent {
                    runs: Some(pairs.collect::<Vec<u32>>().into()),
                    ..of("origins")
                }
            }
            Self::Done(summary) => ReadingEvent {
                summary: Some(summary),
                ..of("done")
            },
            Self::Failed(error) => return Err(error),
        })
    }
}

struct Teller<'a>(&'a SyncSender<Event>);

impl Teller<'_> {
    fn tell(&self, event: Event) -> Result<()> {
        self.0
            .send(event)
            .map_err(|_| ReaderError::new(ErrorKind::Cancelled, "The reading was ended."))
    }
}

impl Sink for Teller<'_> {
    fn chunk(&mut self, chunk: Chunk) -> Result<()> {
        self.tell(Event::Chunk(chunk))
    }

    fn progress(&mut self, fraction: f64, rows: u64) {
        // An ended reading is told by the next chunk.
        let _ = self.0.try_send(Event::Progress { fraction, rows });
    }
}

impl Events for Teller<'_> {
    fn levels(&mut self, column: usize, bytes: Option<Vec<u8>>) -> Result<()> {
        self.tell(Event::Levels { column, bytes })
    }

    fn origins(&mut self, runs: Vec<OriginRun>) -> Result<()> {
        self.tell(Event::Origins(runs))
    }
}
