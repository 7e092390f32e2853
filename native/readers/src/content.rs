//! What kind of table some bytes hold, told from the bytes, and how to open it. Archives are looked into.

use crate::bytes::Bytes;
use crate::delimited;
use crate::encoding;
use crate::error::{ErrorKind, READABLE, ReaderError, Result};
use crate::input::{Input, Watch};
use crate::json::{self, JsonTable};
use crate::memory;
use crate::options::ImportOptions;
use crate::packed::{open_gzip, open_zip};
use crate::parquet::{self, ParquetTable};
use crate::report::Finding;
use crate::sqlite::{self, SqliteTable};
use crate::table::{About, Extent, RawBlock, TableSource};
use crate::workbook;
use encoding_rs::Encoding;
use std::io::{self, Read};
use std::path::Path;

/// Bytes by which the kind of content is told.
pub const HEAD: usize = 64 << 10;

/// JSON in UTF-16 is decoded as a whole, in memory; more bytes are none that a person has.
const MOST_DECODED: u64 = 512 << 20;

const GZIP: &[u8] = b"\x1f\x8b";
const ZIP: &[u8] = b"PK\x03\x04";
const EMPTY_ZIP: &[u8] = b"PK\x05\x06";
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Bytes of a file, or of a file in an archive.
pub struct Content<'a> {
    pub bytes: Bytes,
    pub file_name: String,
    /// Of the file on the disk.
    pub size_bytes: u64,
    pub watch: Option<Watch>,
    /// Where the bytes are a file by themselves.
    pub path: Option<&'a Path>,
}

impl Content<'_> {
    pub fn input(self, reader: Box<dyn Read + Send>) -> Input {
        Input {
            file_name: self.file_name,
            size_bytes: self.size_bytes,
            reader,
            watch: self.watch,
            packed: None,
        }
    }

    /// What is known, without bytes to read.
    pub fn known(self) -> Input {
        self.input(Box::new(io::empty()))
    }

    fn all(&self) -> Result<Vec<u8>> {
        // What reads them has them once more.
        memory::need(2 * self.bytes.len(), "its content", &self.file_name)?;
        let mut bytes = Vec::new();
        self.bytes
            .reader()
            .read_to_end(&mut bytes)
            .map_err(|error| crate::encoding::unreadable(error, &self.file_name))?;
        Ok(bytes)
    }

    fn head(&self) -> Result<Vec<u8>> {
        self.bytes
            .head(HEAD)
            .map_err(|error| crate::encoding::unreadable(error, &self.file_name))
    }
}

/// Opens a table by its content.
///
/// # Errors
/// `unreadable`, `unusable-input`, `password-protected`, `no-such-sheet`.
pub fn open(
    content: Content,
    options: &ImportOptions,
    extent: Extent,
) -> Result<Box<dyn TableSource>> {
    open_at(content, options, extent, 0)
}

pub fn open_at(
    content: Content,
    options: &ImportOptions,
    extent: Extent,
    depth: usize,
) -> Result<Box<dyn TableSource>> {
    let head = content.head()?;
    let name = content.file_name.clone();
    if head.is_empty() {
        return Err(ReaderError::unusable(
            format!("“{name}” is empty: it holds no bytes."),
            "Choose a file with a table in it.",
        ));
    }
    if let Some(markup) = markup(&head) {
        return Err(ReaderError::unusable(
            format!("“{name}” is {markup}, though it may be called a table."),
            "If a spreadsheet program shows its table, save it there as xlsx or CSV; else fetch the file anew.",
        ));
    }
    if let Some(foreign) = foreign_format(&head) {
        return Err(ReaderError::unusable(
            format!("“{name}” is {foreign}, not a table."),
            READABLE,
        ));
    }
    if head.starts_with(GZIP) {
        return open_gzip(content, options, extent, depth);
    }
    if head.starts_with(ZIP) || head.starts_with(EMPTY_ZIP) {
        return open_zip(content, options, extent, depth);
    }
    if head.starts_with(COMPOUND) {
        if is_encrypted(&content.bytes, &name)? {
            return Err(password_protected(&name));
        }
        let bytes = content.bytes.clone();
        return Ok(Box::new(workbook::open_xls(
            &bytes,
            content.known(),
            options,
            extent,
        )?));
    }
    let watch = content.watch.clone();
    let table: Box<dyn TableSource> = if head.starts_with(parquet::MAGIC) {
        Box::new(ParquetTable::open(content.bytes, &name, extent)?)
    } else if head.starts_with(sqlite::MAGIC) {
        let place = match content.path {
            Some(path) => sqlite::Place::File(path.to_owned()),
            None => sqlite::Place::Memory(content.all()?),
        };
        let size = content.size_bytes;
        Box::new(SqliteTable::open(&place, &name, size, options, extent)?)
    } else if content.bytes.len() <= MOST_DECODED
        && let Some(encoding) = encoding_of_json(&head, &name)
    {
        let raw = content.all()?;
        let text = encoding::whole(&raw, encoding).into_owned();
        let bytes = Bytes::Memory(text.into_bytes().into());
        Box::new(JsonTable::open(bytes, &name, options, extent)?)
    } else if json::is_json(&head, &name) {
        Box::new(JsonTable::open(content.bytes, &name, options, extent)?)
    } else {
        let reader = Box::new(content.bytes.reader());
        return Ok(Box::new(delimited::open(
            content.input(reader),
            options,
            extent,
        )?));
    };
    Ok(Box::new(Watched {
        table,
        watch,
        has_changed: false,
    }))
}

/// The encoding of JSON that is UTF-16: the standard asks for UTF-8, and some programs write the other nevertheless.
fn encoding_of_json(head: &[u8], file_name: &str) -> Option<&'static Encoding> {
    let encoding = encoding::utf16(head)?;
    let text = encoding::whole(head, encoding);
    json::is_json(text.as_bytes(), file_name).then_some(encoding)
}

/// Whether bytes are of a format that is no text.
pub fn is_packed(head: &[u8]) -> bool {
    let binary = [
        GZIP,
        ZIP,
        EMPTY_ZIP,
        COMPOUND,
        parquet::MAGIC,
        sqlite::MAGIC,
    ];
    binary.iter().any(|magic| head.starts_with(magic))
}

/// What a file that is no table is, by its first bytes; `None` where they say nothing.
pub fn foreign_format(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&str, &[u8]); 10] = [
        ("a PDF document", b"%PDF-"),
        ("a PNG picture", b"\x89PNG"),
        ("a JPEG picture", b"\xff\xd8\xff"),
        ("a GIF picture", b"GIF8"),
        ("a 7-Zip archive", b"7z\xbc\xaf"),
        ("a bzip2 archive", b"BZh"),
        ("an xz archive", b"\xfd7zX"),
        ("a Zstandard archive", b"\x28\xb5\x2f\xfd"),
        ("a RAR archive", b"Rar!\x1a\x07"),
        ("a program", b"\x7fELF"),
    ];
    SIGNATURES
        .iter()
        .find(|(_, magic)| bytes.starts_with(magic))
        .map(|(name, _)| *name)
}

/// Text that is marked up rather than a table: some programs write their tables so and call them xls, and servers
/// send a page where a file is gone.
fn markup(head: &[u8]) -> Option<&'static str> {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let text = text.trim_ascii_start();
    let begins = |tag: &str| {
        text.get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()))
            && !text.get(tag.len()).is_some_and(u8::is_ascii_alphanumeric)
    };
    if ["<html", "<!doctype html", "<head", "<body", "<table"]
        .iter()
        .any(|tag| begins(tag))
    {
        Some("a web page (HTML)")
    } else if begins("<?xml") {
        Some("an XML document")
    } else {
        None
    }
}

/// An encrypted workbook of the xlsx family is a compound file with a stream of this name (MS-OFFCRYPTO 2.3.4). Its
/// directory is near the beginning or the end.
fn is_encrypted(bytes: &Bytes, file_name: &str) -> Result<bool> {
    const LOOKED: u64 = 4 << 20;
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let len = bytes.len();
    for (start, end) in [(0, LOOKED), (len.saturating_sub(LOOKED), len)] {
        let mut part = Vec::new();
        bytes
            .slice(start, end)
            .read_to_end(&mut part)
            .map_err(|error| crate::encoding::unreadable(error, file_name))?;
        if memchr::memmem::find(&part, &name).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn password_protected(file_name: &str) -> ReaderError {
    ReaderError::new(
        ErrorKind::PasswordProtected,
        format!("“{file_name}” is protected by a password."),
    )
    .with_hint("Open it in its own program, save a copy without a password, and choose the copy.")
}

/// A table whose file is watched while it is read.
struct Watched {
    table: Box<dyn TableSource>,
    watch: Option<Watch>,
    has_changed: bool,
}

impl TableSource for Watched {
    fn about(&self) -> &About {
        self.table.about()
    }

    fn next_block(&mut self) -> Result<Option<RawBlock>> {
        let block = self.table.next_block()?;
        if block.is_none() {
            self.has_changed = self.watch.as_ref().is_some_and(Watch::has_changed);
        }
        Ok(block)
    }

    fn findings(&self) -> Vec<Finding> {
        let mut findings = self.table.findings();
        if self.has_changed {
            findings.push(Finding::warning(
                "changed",
                "The file changed while it was read: what is here may be of both versions. Import it again.",
            ));
        }
        findings
    }
}
