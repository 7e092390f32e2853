//! Files that would fill the memory. The limit is the process's own, so they are tested in one of their own.

#![allow(clippy::unwrap_used)]

use descent_memory::{limit_process, resident_bytes};
use descent_readers::columns::{NoSink, Settings, read};
use descent_readers::options::ImportOptions;
use descent_readers::table::Extent;
use descent_readers::{ErrorKind, ReaderError, open_bytes};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Cursor, Write};
use std::sync::atomic::AtomicBool;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Bytes that a file may take here.
const ALLOWED: u64 = 24 << 20;

const HEADER: &[u8] = b"day,text,number\n";

/// About a mebibyte of rows, 34,952 of them.
fn rows() -> Vec<u8> {
    let line = b"2019-03-23,some words,1234567\n";
    line.repeat((1 << 20) / line.len())
}

fn member(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A gzip file of a beginning and as many times the rows, each a member of its own.
fn gzip(beginning: &[u8], times: usize) -> Vec<u8> {
    [member(beginning), member(&rows()).repeat(times)].concat()
}

fn zip(name: &str, times: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    zip.write_all(HEADER).unwrap();
    zip.write_all(&rows().repeat(times)).unwrap();
    zip.finish().unwrap().into_inner()
}

fn outcome(bytes: Vec<u8>, name: &str) -> Result<u64, ReaderError> {
    limit_process(resident_bytes() + ALLOWED);
    let source = open_bytes(bytes, name, &ImportOptions::default(), Extent::Whole)?;
    let settings = Settings {
        texts: true,
        values: true,
        ..Settings::default()
    };
    read(source, &settings, &mut NoSink, &AtomicBool::new(false)).map(|table| table.rows)
}

#[test]
fn what_would_fill_the_memory_is_refused_and_what_fits_is_read() {
    for (bytes, name) in [
        (gzip(HEADER, 1_000), "bomb.csv.gz"),
        (zip("bomb.csv", 24), "bomb.zip"),
    ] {
        let before = resident_bytes();
        let error = outcome(bytes, name).unwrap_err();
        let grown = resident_bytes().saturating_sub(before);
        assert_eq!(error.kind, ErrorKind::OutOfMemory);
        // Told by whichever notices first: what unpacks the file, or what collects its columns.
        assert!(
            error.message.starts_with("There is not enough memory"),
            "{}",
            error.message
        );
        assert!(error.hint.is_some());
        assert!(grown < 3 * ALLOWED, "{grown} bytes were taken");
        assert_eq!(outcome(gzip(HEADER, 1), "small.csv.gz").unwrap(), 34_952);
    }
    // What is no text of lines is unpacked as a whole.
    let error = outcome(gzip(b"{\"a\": [", 24), "bomb.json.gz").unwrap_err();
    assert_eq!(error.kind, ErrorKind::OutOfMemory);
    assert!(
        error.message.contains("“bomb.json.gz”"),
        "{}",
        error.message
    );
}
