//! A file that a person named: opened only where it is one, and watched while it is read.

use crate::error::{ErrorKind, ReaderError, Result};
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::SystemTime;

/// Bytes to be read as a text, wherever they come from.
pub struct Input {
    /// As a person knows it.
    pub file_name: String,
    /// Of the file on the disk, packed or not.
    pub size_bytes: u64,
    /// From the first byte on.
    pub reader: Box<dyn Read + Send>,
    /// What tells whether the file changed; `None` for what cannot.
    pub watch: Option<Watch>,
    /// Bytes of the file that were read, where the text is packed in it.
    pub packed: Option<Arc<AtomicU64>>,
}

/// Size and time of a file when it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watch {
    path: PathBuf,
    size: u64,
    modified: Option<SystemTime>,
}

impl Watch {
    fn new(path: &Path, metadata: &Metadata) -> Self {
        Self {
            path: path.to_owned(),
            size: metadata.len(),
            modified: metadata.modified().ok(),
        }
    }

    /// Whether the file is no longer what it was.
    pub fn has_changed(&self) -> bool {
        std::fs::metadata(&self.path).map_or(true, |now| Self::new(&self.path, &now) != *self)
    }
}

/// Opens a file on the disk.
///
/// # Errors
/// `not-found`, or `unusable-input` for a folder, a device, a pipe, or what may not be read.
pub fn open_file(path: &Path, file_name: &str) -> Result<(File, Watch)> {
    // Looked at before it is opened: opening a pipe would wait for its other end.
    let metadata = std::fs::metadata(path).map_err(|error| failure(&error, file_name))?;
    if metadata.is_dir() {
        return Err(ReaderError::unusable(
            format!("“{file_name}” is a folder, not a file."),
            "Choose a file inside it.",
        ));
    }
    if !metadata.is_file() {
        return Err(ReaderError::unusable(
            format!("“{file_name}” is not a file but a device or a pipe."),
            "Save its content as a file first.",
        ));
    }
    let file = File::open(path).map_err(|error| failure(&error, file_name))?;
    Ok((file, Watch::new(path, &metadata)))
}

impl Input {
    /// The content of a file as it is.
    ///
    /// # Errors
    /// As `open_file`.
    pub fn of_file(path: &Path, file_name: &str) -> Result<Self> {
        let (file, watch) = open_file(path, file_name)?;
        Ok(Self {
            file_name: file_name.to_owned(),
            size_bytes: watch.size,
            reader: Box::new(file),
            watch: Some(watch),
            packed: None,
        })
    }

    /// Bytes in memory.
    pub fn of_bytes(bytes: Vec<u8>, file_name: &str) -> Self {
        Self {
            file_name: file_name.to_owned(),
            size_bytes: bytes.len() as u64,
            reader: Box::new(std::io::Cursor::new(bytes)),
            watch: None,
            packed: None,
        }
    }
}

/// What a person can do is said; the system's words are not.
fn failure(error: &std::io::Error, file_name: &str) -> ReaderError {
    match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => ReaderError::new(
            ErrorKind::NotFound,
            format!("There is no file “{file_name}”."),
        )
        .with_hint("Check the name and the folder; it may have been moved or deleted."),
        std::io::ErrorKind::PermissionDenied => ReaderError::unusable(
            format!("“{file_name}” may not be read."),
            "Ask for the permission to read it, or copy it to a folder of your own.",
        ),
        _ => ReaderError::new(
            ErrorKind::Unreadable,
            format!("“{file_name}” cannot be read from the disk."),
        )
        .with_hint("Check that the disk is connected and the file is not damaged, then try again."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_devices_are_refused() {
        let folder = open_file(&std::env::temp_dir(), "tmp").unwrap_err();
        assert_eq!(folder.message, "“tmp” is a folder, not a file.");
        assert_eq!(
            open_file(Path::new("/no/such"), "x").unwrap_err().kind,
            ErrorKind::NotFound
        );
        #[cfg(unix)]
        assert_eq!(
            open_file(Path::new("/dev/zero"), "z").unwrap_err().kind,
            ErrorKind::UnusableInput
        );
    }
}
