//! Reads whole tables for the tests.

use descent_readers::options::ImportOptions;
use descent_readers::report::Finding;
use descent_readers::table::{About, Extent, TableSource};
use descent_readers::{ReaderError, open};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A table that was read to its end.
#[derive(Debug)]
pub struct Read {
    pub about: About,
    pub rows: Vec<Vec<String>>,
    pub origins: Vec<u32>,
    pub findings: Vec<Finding>,
}

impl Read {
    pub fn messages(&self) -> Vec<&str> {
        self.findings
            .iter()
            .map(|finding| finding.message.as_str())
            .collect()
    }

    pub fn finding(&self, kind: &str) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.kind == kind)
    }
}

pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../test/fixtures/import")
        .join(name)
}

pub fn read_with(
    path: &Path,
    name: &str,
    options: &ImportOptions,
    extent: Extent,
) -> Result<Read, ReaderError> {
    let mut table = open(path, name, options, extent)?;
    drain(table.as_mut())
}

fn drain(table: &mut dyn TableSource) -> Result<Read, ReaderError> {
    let (mut rows, mut origins) = (Vec::new(), Vec::new());
    while let Some(raw) = table.next_block()? {
        let block = raw.split();
        assert_eq!(block.cells.len(), block.rows * block.width);
        assert_eq!(block.origins.len(), block.rows);
        assert_eq!(block.width, table.about().names.len());
        assert!(std::str::from_utf8(&block.text).is_ok());
        for row in 0..block.rows {
            rows.push(
                block
                    .row(row)
                    .iter()
                    .map(|span| block.text_of(*span).to_owned())
                    .collect(),
            );
        }
        origins.extend(block.origins);
    }
    let about = table.about().clone();
    assert_eq!(about.names.len(), about.places.len());
    Ok(Read {
        about,
        rows,
        origins,
        findings: table.findings(),
    })
}

/// Reads a fixture with settings.
pub fn read(name: &str, options: &ImportOptions) -> Read {
    read_with(&fixture(name), name, options, Extent::Whole).unwrap()
}

pub fn whole(name: &str) -> Read {
    read(name, &ImportOptions::default())
}

pub fn sheet(name: &str) -> ImportOptions {
    ImportOptions {
        sheet: Some(name.to_owned()),
        ..ImportOptions::default()
    }
}

/// Reads bytes as a file of this name.
pub fn read_bytes(bytes: &[u8], name: &str, options: &ImportOptions) -> Result<Read, ReaderError> {
    let file = File::of(bytes);
    read_with(&file.0, name, options, Extent::Whole)
}

pub fn text(text: &str, name: &str) -> Read {
    read_bytes(text.as_bytes(), name, &ImportOptions::default()).unwrap()
}

pub fn refusal(bytes: &[u8], name: &str) -> ReaderError {
    read_bytes(bytes, name, &ImportOptions::default()).unwrap_err()
}

/// A file that is deleted when it is dropped.
pub struct File(pub PathBuf);

impl File {
    pub fn of(bytes: &[u8]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "descent-formats-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }

    pub fn of_path(path: PathBuf) -> Self {
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
