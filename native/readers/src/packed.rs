//! Packed files: what is in a gzip file or a zip container that is no workbook.

use crate::archive::{Archive, Entry, Part};
use crate::bytes::{Bytes, Counted};
use crate::content::{Content, HEAD, foreign_format, is_packed, open_at};
use crate::delimited;
use crate::error::{ErrorKind, ReaderError, Result};
use crate::input::Input;
use crate::json;
use crate::memory;
use crate::options::ImportOptions;
use crate::report::Finding;
use crate::table::{About, Block, Extent, RawBlock, Sheet, TableSource};
use crate::workbook::{self, Container};
use flate2::read::MultiGzDecoder;
use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// Packed files that are no text are unpacked in memory.
const LARGEST_UNPACKED: u64 = 1 << 30;
/// What a packed text may unpack to whatever its packed size, and beyond that how many times its size.
const ALWAYS_ALLOWED: u64 = 1 << 30;
const LARGEST_RATIO: u64 = 1_000;
/// Archives within archives.
const DEEPEST: usize = 2;
const MOST_OFFERED: usize = 1_000;

/// Whether packed content can be read as it is unpacked: it is a text of lines.
fn is_text(head: &[u8], file_name: &str) -> bool {
    !is_packed(head) && foreign_format(head).is_none() && !json::is_json(head, file_name)
}

pub fn open_gzip(
    content: Content,
    options: &ImportOptions,
    extent: Extent,
    depth: usize,
) -> Result<Box<dyn TableSource>> {
    if depth >= DEEPEST {
        return Err(too_deep(&content.file_name));
    }
    let inner_name = without_end(&content.file_name, &[".gz", ".gzip"]);
    let unpacked = |packed: &Arc<AtomicU64>| {
        let bytes = Counted::new(content.bytes.reader(), packed);
        Unpacked::new(
            MultiGzDecoder::new(BufReader::new(bytes)),
            content.bytes.len(),
            &content.file_name,
        )
    };
    let mut head = Vec::new();
    unpacked(&Arc::default())
        .take(HEAD as u64)
        .read_to_end(&mut head)
        .map_err(|error| crate::encoding::unreadable(error, &content.file_name))?;
    let packed = Arc::default();
    let stream = unpacked(&packed);
    let unpacking = Unpacking {
        head,
        stream,
        packed,
    };
    open_unpacked(content, unpacking, &inner_name, options, extent, depth)
}

/// What is being unpacked.
struct Unpacking<R> {
    /// Its first bytes, which the stream gives as well.
    head: Vec<u8>,
    stream: R,
    /// How many packed bytes were read.
    packed: Arc<AtomicU64>,
}

/// Opens what is packed: a text as it is unpacked, all else once it is unpacked in memory.
fn open_unpacked(
    content: Content,
    unpacking: Unpacking<impl Read + Send + 'static>,
    inner_name: &str,
    options: &ImportOptions,
    extent: Extent,
    depth: usize,
) -> Result<Box<dyn TableSource>> {
    let Unpacking {
        head,
        stream,
        packed,
    } = unpacking;
    if !head.is_empty() && is_text(&head, inner_name) {
        let input = Input {
            packed: Some(packed),
            ..content.input(Box::new(stream))
        };
        return Ok(Box::new(delimited::open(input, options, extent)?));
    }
    let mut bytes = Vec::new();
    let name = content.file_name.clone();
    stream
        .take(LARGEST_UNPACKED + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| crate::encoding::unreadable(error, &name))?;
    if bytes.len() as u64 > LARGEST_UNPACKED {
        return Err(ReaderError::unusable(
            format!(
                "“{name}” unpacks to more than {} MB.",
                LARGEST_UNPACKED >> 20
            ),
            "Unpack it, and choose the table itself.",
        ));
    }
    // They are copied once, and what reads them needs some more.
    memory::need(2 * bytes.len() as u64, "what it holds", &name)?;
    let inner = Content {
        bytes: Bytes::Memory(bytes.into()),
        file_name: name,
        size_bytes: content.size_bytes,
        watch: content.watch,
        path: None,
    };
    open_at(inner, options, extent, depth + 1)
}

fn without_end(name: &str, ends: &[&str]) -> String {
    let lower = name.to_lowercase();
    let end = ends
        .iter()
        .find(|end| lower.ends_with(*end))
        .map_or(0, |end| end.len());
    name.get(..name.len() - end).unwrap_or(name).to_owned()
}

pub fn open_zip(
    content: Content,
    options: &ImportOptions,
    extent: Extent,
    depth: usize,
) -> Result<Box<dyn TableSource>> {
    let archive = Archive::open(content.bytes.clone(), &content.file_name)?;
    if let Some(container) = Container::of(&archive) {
        let bytes = content.bytes.clone();
        let table =
            workbook::open_container(container, archive, &bytes, content.known(), options, extent)?;
        return Ok(Box::new(table));
    }
    if depth >= DEEPEST {
        return Err(too_deep(&content.file_name));
    }
    let files: Vec<Entry> = archive
        .entries()
        .iter()
        .filter(|entry| is_wanted(entry))
        .cloned()
        .collect();
    let Some(first) = files
        .iter()
        .find(|entry| is_called_table(&entry.name))
        .or(files.first())
    else {
        return Err(ReaderError::unusable(
            format!("The archive “{}” holds no files.", content.file_name),
            "Choose a file with a table in it.",
        ));
    };
    let wanted = options
        .sheet
        .as_deref()
        .and_then(|name| files.iter().find(|entry| entry.name == name));
    let chosen = wanted.unwrap_or(first);
    // A name of the archive's is used up; any other is of a sheet within its only file.
    let mut inner = options.clone();
    if wanted.is_some() || files.len() > 1 {
        if wanted.is_none() && options.sheet.is_some() {
            return Err(no_such_file(
                &content.file_name,
                options.sheet.as_deref().unwrap_or_default(),
                &files,
            ));
        }
        inner.sheet = None;
    }
    let is_offer = files.len() > 1;
    let mut head = vec![0; HEAD];
    let taken = archive.part(chosen)?.fill(&mut head)?;
    head.truncate(taken);
    let stream: Part = archive.part(chosen)?;
    let (name, chosen) = (chosen.name.clone(), chosen.name.clone());
    let packed = stream.packed();
    let unpacking = Unpacking {
        head,
        stream,
        packed,
    };
    let table = open_unpacked(content, unpacking, &name, &inner, extent, depth)?;
    if !is_offer {
        return Ok(table);
    }
    let offered = files
        .into_iter()
        .take(MOST_OFFERED)
        .map(|entry| entry.name)
        .collect();
    Ok(Box::new(OfArchive::new(
        table,
        offered,
        chosen,
        options.sheet.is_some(),
    )))
}

fn no_such_file(archive: &str, wanted: &str, files: &[Entry]) -> ReaderError {
    let listed: Vec<String> = files
        .iter()
        .take(10)
        .map(|entry| format!("“{}”", entry.name))
        .collect();
    let more = if files.len() > 10 { ", …" } else { "" };
    ReaderError::new(
        ErrorKind::NoSuchSheet,
        format!("The archive “{archive}” has no file “{wanted}”."),
    )
    .with_hint(format!("Its files are {}{more}.", listed.join(", ")))
}

/// Folders, and what systems add to archives, are none of a person's files.
fn is_wanted(entry: &Entry) -> bool {
    let file = entry.name.rsplit(['/', '\\']).next().unwrap_or_default();
    !entry.folder
        && !entry.name.starts_with("__MACOSX/")
        && !file.is_empty()
        && !file.starts_with('.')
}

/// Whether a name ends as those of tables do: descriptions and licences stand beside them.
fn is_called_table(name: &str) -> bool {
    const ENDS: [&str; 16] = [
        "csv", "tsv", "tab", "xlsx", "xlsm", "xlsb", "xls", "ods", "json", "jsonl", "ndjson",
        "parquet", "sqlite", "sqlite3", "db", "gz",
    ];
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    ENDS.iter().any(|one| one.eq_ignore_ascii_case(end))
}

/// A packed text as it is unpacked, within limits. Its errors carry a `ReaderError`.
struct Unpacked<R> {
    stream: R,
    limit: u64,
    given: u64,
    file_name: String,
}

impl<R: Read> Unpacked<R> {
    fn new(stream: R, packed: u64, file_name: &str) -> Self {
        Self {
            stream,
            limit: ALWAYS_ALLOWED.max(packed.saturating_mul(LARGEST_RATIO)),
            given: 0,
            file_name: file_name.to_owned(),
        }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let taken = self
            .stream
            .read(buffer)
            .map_err(|error| match error.kind() {
                io::ErrorKind::InvalidInput
                | io::ErrorKind::InvalidData
                | io::ErrorKind::UnexpectedEof => io::Error::other(ReaderError::unusable(
                    format!(
                        "“{}” is damaged: it cannot be unpacked to its end.",
                        self.file_name
                    ),
                    "Fetch a fresh copy.",
                )),
                _ => error,
            })?;
        self.given += taken as u64;
        if self.given > self.limit {
            return Err(io::Error::other(ReaderError::unusable(
                format!(
                    "“{}” unpacks to more than {} MB.",
                    self.file_name,
                    self.limit >> 20
                ),
                "If you trust its sender, unpack it yourself, and choose the table itself.",
            )));
        }
        memory::grow(self.given, &self.file_name).map_err(io::Error::other)?;
        Ok(taken)
    }
}

/// A file of an archive with several.
struct OfArchive {
    table: Box<dyn TableSource>,
    about: About,
    said: Option<Finding>,
}

impl OfArchive {
    fn new(
        table: Box<dyn TableSource>,
        files: Vec<String>,
        chosen: String,
        is_chosen: bool,
    ) -> Self {
        let message = format!(
            "The file “{chosen}” was read; the archive holds {} files.",
            files.len()
        );
        let sheets = files
            .into_iter()
            .map(|name| Sheet {
                name,
                rows: None,
                columns: None,
            })
            .collect();
        let about = About {
            sheets,
            sheet: Some(chosen),
            ..table.about().clone()
        };
        Self {
            table,
            about,
            said: (!is_chosen).then(|| Finding::info("sheet", message)),
        }
    }
}

impl TableSource for OfArchive {
    fn about(&self) -> &About {
        &self.about
    }

    fn next_block(&mut self) -> Result<Option<RawBlock>> {
        let block = self.table.next_block()?;
        let (sheets, sheet) = (
            std::mem::take(&mut self.about.sheets),
            self.about.sheet.take(),
        );
        self.about = About {
            sheets,
            sheet,
            ..self.table.about().clone()
        };
        Ok(block)
    }

    fn recycle(&mut self, used: Block) {
        self.table.recycle(used);
    }

    fn findings(&self) -> Vec<Finding> {
        self.said
            .clone()
            .into_iter()
            .chain(self.table.findings())
            .collect()
    }
}

fn too_deep(file_name: &str) -> ReaderError {
    ReaderError::unusable(
        format!("“{file_name}” is an archive in an archive in an archive."),
        "Unpack it, and choose the table itself.",
    )
}
