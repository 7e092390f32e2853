//! Where a file's bytes are: on the disk, or in memory once they are unpacked.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that any number of readers may read at once, each at a place of its own.
#[derive(Clone)]
pub enum Bytes {
    File { file: Arc<File>, len: u64 },
    Memory(Arc<[u8]>),
}

impl Bytes {
    /// # Errors
    /// Where the file's size cannot be told.
    pub fn of_file(file: File) -> io::Result<Self> {
        let len = file.metadata()?.len();
        Ok(Self::File {
            file: Arc::new(file),
            len,
        })
    }

    pub fn len(&self) -> u64 {
        match self {
            Self::File { len, .. } => *len,
            Self::Memory(bytes) => bytes.len() as u64,
        }
    }

    /// The bytes `start..end`, as far as there are any.
    pub fn slice(&self, start: u64, end: u64) -> Slice {
        let end = end.min(self.len());
        Slice {
            bytes: self.clone(),
            start: start.min(end),
            end,
            at: start.min(end),
        }
    }

    pub fn reader(&self) -> Slice {
        self.slice(0, self.len())
    }

    /// The first bytes, at most `limit` of them.
    ///
    /// # Errors
    /// Where the disk fails.
    pub fn head(&self, limit: usize) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        self.slice(0, limit as u64).read_to_end(&mut head)?;
        Ok(head)
    }

    fn read_at(&self, place: u64, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File { file, .. } => read_file_at(file, place, buffer),
            Self::Memory(bytes) => {
                let rest = usize::try_from(place)
                    .ok()
                    .and_then(|place| bytes.get(place..))
                    .unwrap_or_default();
                let taken = rest.len().min(buffer.len());
                buffer[..taken].copy_from_slice(&rest[..taken]);
                Ok(taken)
            }
        }
    }
}

#[cfg(unix)]
fn read_file_at(file: &File, place: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, place)
}

#[cfg(windows)]
fn read_file_at(file: &File, place: u64, buffer: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, place)
}

/// A reader of a part of some bytes.
pub struct Slice {
    bytes: Bytes,
    start: u64,
    end: u64,
    at: u64,
}

impl Read for Slice {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let wanted = buffer
            .len()
            .min(usize::try_from(self.end - self.at).unwrap_or(usize::MAX));
        let taken = self.bytes.read_at(self.at, &mut buffer[..wanted])?;
        self.at += taken as u64;
        Ok(taken)
    }
}

impl Seek for Slice {
    fn seek(&mut self, place: SeekFrom) -> io::Result<u64> {
        let (base, by) = match place {
            SeekFrom::Start(at) => (self.start.saturating_add(at), 0),
            SeekFrom::End(by) => (self.end, by),
            SeekFrom::Current(by) => (self.at, by),
        };
        let at = base
            .checked_add_signed(by)
            .filter(|&at| at >= self.start)
            .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        self.at = at.min(self.end);
        Ok(self.at - self.start)
    }
}

/// Counts the bytes that are read.
pub struct Counted<R> {
    reader: R,
    count: Arc<AtomicU64>,
}

impl<R> Counted<R> {
    pub fn new(reader: R, count: &Arc<AtomicU64>) -> Self {
        Self {
            reader,
            count: Arc::clone(count),
        }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let taken = self.reader.read(buffer)?;
        self.count.fetch_add(taken as u64, Ordering::Relaxed);
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_file_and_memory_give_the_same_bytes() {
        let mut file = tempfile();
        file.write_all(b"0123456789").unwrap();
        let both = [
            Bytes::of_file(file).unwrap(),
            Bytes::Memory(Arc::from(&b"0123456789"[..])),
        ];
        for bytes in both {
            let mut part = bytes.slice(2, 99);
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            assert_eq!(text, "23456789");
            assert_eq!(part.seek(SeekFrom::End(-1)).unwrap(), 7);
            let mut last = [0; 4];
            assert_eq!(part.read(&mut last).unwrap(), 1);
            assert_eq!(last[0], b'9');
            assert!(part.seek(SeekFrom::Current(-20)).is_err());
            assert_eq!(bytes.head(3).unwrap(), b"012");
        }
    }

    fn tempfile() -> File {
        let path = std::env::temp_dir().join(format!("descent-bytes-{}", std::process::id()));
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(&path)
            .unwrap();
        std::fs::remove_file(&path).unwrap();
        file
    }
}
