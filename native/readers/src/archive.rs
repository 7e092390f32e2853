//! Zip containers, read part by part within limits: no part may unpack to far more than its packed size explains.

use crate::bytes::{Bytes, Slice};
use crate::encoding::unreadable;
use crate::error::{ErrorKind, ReaderError, Result};
use crate::memory;
use flate2::read::DeflateDecoder;
use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use zip::{CompressionMethod, ZipArchive};

/// What a part may unpack to whatever its packed size.
const ALWAYS_ALLOWED: u64 = 256 << 20;
/// Beyond that, how many times its packed size. Sheets and logs of real data stay below 100.
const LARGEST_RATIO: u64 = 200;

/// One file inside a container.
#[derive(Debug, Clone)]
pub struct Entry {
    pub name: String,
    pub packed: u64,
    /// As the container declares it.
    pub size: u64,
    pub encrypted: bool,
    pub folder: bool,
    header: u64,
    checksum: u32,
    method: CompressionMethod,
}

/// A zip container whose directory was read.
#[derive(Clone)]
pub struct Archive {
    bytes: Bytes,
    file_name: String,
    entries: Vec<Entry>,
}

impl Archive {
    /// # Errors
    /// `unusable-input` where the container is damaged.
    pub fn open(bytes: Bytes, file_name: &str) -> Result<Self> {
        let damaged = || damaged(file_name, "its table of contents cannot be read");
        let archive = ZipArchive::new(BufReader::new(bytes.reader())).map_err(|_| damaged())?;
        let mut entries = Vec::with_capacity(archive.len());
        for index in 0..archive.len() {
            let entry = archive.by_index_data(index).map_err(|_| damaged())?;
            entries.push(Entry {
                name: String::from_utf8_lossy(entry.name_raw()).into_owned(),
                packed: entry.compressed_size(),
                size: entry.size(),
                encrypted: entry.encrypted(),
                folder: entry.is_dir(),
                header: archive.offset().saturating_add(entry.header_start()),
                checksum: entry.crc32(),
                method: entry.compression(),
            });
        }
        Ok(Self {
            bytes,
            file_name: file_name.to_owned(),
            entries,
        })
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The part of this name; capitals and the direction of slashes do not matter.
    pub fn find(&self, name: &str) -> Option<&Entry> {
        let plain = |name: &str| {
            name.replace('\\', "/")
                .trim_start_matches('/')
                .to_lowercase()
        };
        let wanted = plain(name);
        self.entries
            .iter()
            .find(|entry| entry.name == name)
            .or_else(|| {
                self.entries
                    .iter()
                    .find(|entry| plain(&entry.name) == wanted)
            })
    }

    /// A reader of a part's unpacked bytes.
    ///
    /// # Errors
    /// `password-protected`, or `unusable-input` where the part is damaged or packed in an unknown way.
    pub fn part(&self, entry: &Entry) -> Result<Part> {
        if entry.encrypted {
            return Err(ReaderError::new(
                ErrorKind::PasswordProtected,
                format!("“{}” is protected by a password.", self.file_name),
            )
            .with_hint(
                "Open it in its own program, save a copy without a password, and choose the copy.",
            ));
        }
        let packed = self.packed(entry)?;
        let stream = match entry.method {
            CompressionMethod::Stored => Stream::Stored(packed),
            CompressionMethod::Deflated => Stream::Deflated(Box::new(DeflateDecoder::new(
                BufReader::with_capacity(1 << 16, packed),
            ))),
            _ => {
                return Err(ReaderError::unusable(
                    format!(
                        "“{}” is packed in a way that Descent cannot unpack.",
                        self.file_name
                    ),
                    "Unpack it, or save it again with the usual compression (deflate).",
                ));
            }
        };
        Ok(Part {
            stream,
            limit: ALWAYS_ALLOWED.max(entry.packed.saturating_mul(LARGEST_RATIO)),
            given: 0,
            packed: Arc::default(),
            checksum: crc32fast::Hasher::new(),
            expected: entry.checksum,
            file_name: self.file_name.clone(),
            part_name: entry.name.clone(),
        })
    }

    /// All bytes of a part, at most `limit`.
    ///
    /// # Errors
    /// As `part`; `unusable-input` where there are more bytes.
    pub fn read(&self, entry: &Entry, limit: u64) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut part = self.part(entry)?;
        part.limit = part.limit.min(limit);
        part.read_to_end(&mut bytes)
            .map_err(|error| unreadable(error, &self.file_name))?;
        Ok(bytes)
    }

    /// A part's packed bytes, which follow its local header.
    fn packed(&self, entry: &Entry) -> Result<Slice> {
        let mut header = [0; 30];
        let damaged = || {
            damaged(
                &self.file_name,
                &format!("its part {} is cut off", entry.name),
            )
        };
        self.bytes
            .slice(entry.header, u64::MAX)
            .read_exact(&mut header)
            .map_err(|_| damaged())?;
        if !header.starts_with(b"PK\x03\x04") {
            return Err(damaged());
        }
        let length = |at: usize| u64::from(u16::from_le_bytes([header[at], header[at + 1]]));
        let start = entry.header + 30 + length(26) + length(28);
        let end = start.saturating_add(entry.packed);
        if end > self.bytes.len() {
            return Err(damaged());
        }
        Ok(self.bytes.slice(start, end))
    }
}

enum Stream {
    Stored(Slice),
    Deflated(Box<DeflateDecoder<BufReader<Slice>>>),
}

/// The unpacked bytes of a part. Its errors carry a `ReaderError`.
pub struct Part {
    stream: Stream,
    limit: u64,
    given: u64,
    packed: Arc<AtomicU64>,
    checksum: crc32fast::Hasher,
    expected: u32,
    file_name: String,
    part_name: String,
}

impl Part {
    /// How many packed bytes were read, at any time.
    pub fn packed(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.packed)
    }

    /// Fills a buffer as far as there are bytes.
    ///
    /// # Errors
    /// `unusable-input` where the part is damaged or unpacks to too much.
    pub fn fill(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(taken) => filled += taken,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(error, &self.file_name)),
            }
        }
        Ok(filled)
    }
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let taken = match &mut self.stream {
            Stream::Stored(stream) => stream.read(buffer),
            Stream::Deflated(stream) => stream.read(buffer),
        }
        .map_err(|error| match error.kind() {
            io::ErrorKind::InvalidInput
            | io::ErrorKind::InvalidData
            | io::ErrorKind::UnexpectedEof => io::Error::other(damaged(
                &self.file_name,
                &format!("its part {} cannot be unpacked", self.part_name),
            )),
            _ => error,
        })?;
        self.given += taken as u64;
        if self.given > self.limit {
            return Err(io::Error::other(too_large(&self.file_name, self.limit)));
        }
        memory::grow(self.given, &self.file_name).map_err(io::Error::other)?;
        let packed = match &self.stream {
            Stream::Stored(_) => self.given,
            Stream::Deflated(stream) => stream.total_in(),
        };
        self.packed.store(packed, Ordering::Relaxed);
        self.checksum.update(&buffer[..taken]);
        if taken == 0 && !buffer.is_empty() && self.checksum.clone().finalize() != self.expected {
            return Err(io::Error::other(damaged(
                &self.file_name,
                &format!("its part {} does not have its checksum", self.part_name),
            )));
        }
        Ok(taken)
    }
}

fn damaged(file_name: &str, how: &str) -> ReaderError {
    ReaderError::unusable(
        format!("“{file_name}” is damaged: {how}."),
        "Open it in its own program and save it again, or fetch a fresh copy.",
    )
}

fn too_large(file_name: &str, limit: u64) -> ReaderError {
    ReaderError::unusable(
        format!(
            "“{file_name}” unpacks to more than {} MB, which its packed size does not explain.",
            limit >> 20
        ),
        "If you trust its sender, unpack it yourself, or save the table as CSV.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn open(bytes: Vec<u8>) -> Archive {
        Archive::open(Bytes::Memory(bytes.into()), "a.zip").unwrap()
    }

    #[test]
    fn parts_are_found_whatever_their_case_and_slashes() {
        let archive = open(archive(&[("xl/Workbook.xml", b"hello")]));
        let entry = archive.find("XL\\workbook.xml").unwrap();
        assert_eq!(archive.read(entry, 100).unwrap(), b"hello");
        assert!(archive.find("workbook.xml").is_none());
    }

    #[test]
    fn a_part_that_unpacks_to_too_much_is_refused() {
        let archive = open(archive(&[("bomb", &vec![b'x'; 3 << 20])]));
        let error = archive.read(&archive.entries()[0], 1 << 20).unwrap_err();
        assert_eq!(
            error.message,
            "“a.zip” unpacks to more than 1 MB, which its packed size does not explain."
        );
    }

    #[test]
    fn a_changed_part_is_noticed_by_its_checksum() {
        let content = b"stored as it is".as_slice();
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file("a", options).unwrap();
        zip.write_all(content).unwrap();
        let mut bytes = zip.finish().unwrap().into_inner();
        let at = bytes
            .windows(content.len())
            .position(|part| part == content)
            .unwrap();
        bytes[at] ^= 1;
        let archive = open(bytes);
        let error = archive.read(&archive.entries()[0], 100).unwrap_err();
        assert_eq!(
            error.message,
            "“a.zip” is damaged: its part a does not have its checksum."
        );
    }
}
