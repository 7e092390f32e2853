//! Finds the records of a text, and looks through them.

use super::cutter::{Cutter, Frame, Piece};
use super::document::{self, Candidate, Document};
use super::lexer::Lexer;
use super::records::{Survey, survey};
use super::{BYTE_ORDER_MARK, GLANCE_ROWS};
use crate::bytes::{Bytes, Slice};
use crate::error::{ErrorKind, ReaderError, Result};
use crate::memory::need;
use crate::options::ImportOptions;
use crate::parallel;
use crate::table::Extent;
use std::io::Read;

/// Bytes by which the kind of text is told.
const HEAD: usize = 1 << 20;
/// A document that is one object is held in memory.
const LARGEST_DOCUMENT: u64 = 1 << 30;

/// Where the records lie.
#[derive(Clone)]
pub struct Where {
    pub bytes: Bytes,
    pub start: u64,
    pub end: u64,
    pub line: u64,
    pub frame: Frame,
}

impl Where {
    pub fn cutter(&self, most_records: usize) -> Cutter<Slice> {
        Cutter::new(
            self.bytes.slice(self.start, self.end),
            self.frame,
            most_records,
        )
        .starting_at(self.line)
    }
}

/// The table that was found, before its columns are known.
pub struct Found {
    pub place: Where,
    pub names: Option<Vec<String>>,
    pub candidates: Vec<Candidate>,
    /// Index among the candidates.
    pub chosen: usize,
    pub rewritten: bool,
}

/// Finds the records of a text.
pub fn find(bytes: Bytes, file_name: &str, options: &ImportOptions) -> Result<Found> {
    let unreadable = |error| crate::encoding::unreadable(error, file_name);
    let head = bytes.head(HEAD).map_err(unreadable)?;
    let mark = if head.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len()
    } else {
        0
    };
    let is_whole = head.len() as u64 == bytes.len();
    let blank = head[mark..]
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count();
    let start = mark + blank;
    let line = 1 + memchr::memchr_iter(b'\n', &head[..start]).count() as u64;
    let found = |frame, start: usize, bytes: Bytes| Found {
        place: Where {
            start: start as u64,
            end: bytes.len(),
            line,
            frame,
            bytes,
        },
        names: None,
        candidates: Vec::new(),
        chosen: 0,
        rewritten: false,
    };
    if head.get(start) == Some(&b'[') {
        // Several lists one below the other are lines.
        let mut lexer = Lexer::new(&head[start..]);
        let follows = lexer.skip().is_some() && lexer.peek() == Some(b'[');
        let frame = if follows { Frame::Lines } else { Frame::List };
        return Ok(found(frame, start, bytes));
    }
    if let Some(frame) = document::frame(&head[start..], is_whole) {
        return Ok(found(frame, start, bytes));
    }
    if bytes.len() > LARGEST_DOCUMENT {
        return Err(ReaderError::unusable(
            format!(
                "“{file_name}” is one JSON document of more than {} MB.",
                LARGEST_DOCUMENT >> 20
            ),
            "Write its records as a list, or one a line.",
        ));
    }
    // The text, and its records written one a line.
    need(2 * bytes.len(), "its one document", file_name)?;
    let mut text = Vec::new();
    bytes
        .slice(start as u64, bytes.len())
        .read_to_end(&mut text)
        .map_err(unreadable)?;
    let document = document::read(&text).ok_or_else(|| broken(file_name, &text, line))?;
    let memory = |text: Vec<u8>| Bytes::Memory(text.into());
    Ok(match document {
        Document::Record => {
            let text: Vec<u8> = text
                .iter()
                .map(|byte| {
                    if matches!(byte, b'\n' | b'\r') {
                        b' '
                    } else {
                        *byte
                    }
                })
                .collect();
            Found {
                rewritten: true,
                ..found(Frame::Lines, 0, memory(text))
            }
        }
        Document::Rewritten(lines) => Found {
            rewritten: true,
            ..found(Frame::Lines, 0, memory(lines))
        },
        Document::Lists { candidates, names } => {
            let chosen = choose(&candidates, options.sheet.as_deref(), file_name)?;
            let list = &candidates[chosen];
            let place = Where {
                start: list.start as u64,
                end: list.end as u64,
                line: line + list.line - 1,
                frame: Frame::List,
                bytes: memory(text),
            };
            Found {
                place,
                names,
                candidates,
                chosen,
                rewritten: false,
            }
        }
    })
}

fn choose(candidates: &[Candidate], wanted: Option<&str>, file_name: &str) -> Result<usize> {
    let Some(wanted) = wanted else { return Ok(0) };
    candidates
        .iter()
        .position(|one| one.path == wanted)
        .ok_or_else(|| {
            let listed: Vec<String> = candidates
                .iter()
                .take(10)
                .map(|one| format!("“{}”", one.path))
                .collect();
            ReaderError::new(
                ErrorKind::NoSuchSheet,
                format!("“{file_name}” has no list “{wanted}”."),
            )
            .with_hint(format!("Its lists are {}.", listed.join(", ")))
        })
}

/// Reads all records once for the columns they have.
pub fn look_through(place: &Where, file_name: &str, extent: Extent) -> Result<Survey> {
    let mut cutter = place.cutter(usize::MAX);
    let mut all = Survey::default();
    parallel::in_order(
        || cutter.next_piece(),
        |piece: Piece| survey(&piece),
        |one| {
            let is_first = all.rows == 0;
            all.columns.append(&one.columns);
            all.rows += one.rows;
            all.broken += one.broken;
            all.kind = all.kind.or(one.kind);
            all.width = all.width.max(one.width);
            all.has_others |= one.has_others;
            if is_first {
                all.first = one.first;
            }
            !all.columns.are_too_many() && (extent == Extent::Whole || all.rows < GLANCE_ROWS)
        },
    )
    .map_err(|error| crate::encoding::unreadable(error, file_name))?;
    Ok(all)
}

/// Where a document stops being JSON.
fn broken(file_name: &str, text: &[u8], line: u64) -> ReaderError {
    let mut lexer = Lexer::new(text);
    let _ = lexer.skip();
    let line = line + memchr::memchr_iter(b'\n', &text[..lexer.at.min(text.len())]).count() as u64;
    ReaderError::unusable(
        format!("“{file_name}” is no valid JSON: it breaks off in line {line}."),
        "Check it with the program that wrote it.",
    )
    .at_row(line)
}
