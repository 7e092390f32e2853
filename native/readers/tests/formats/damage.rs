//! Damaged files, from bytes that a test draws and shrinks or a fuzzer finds.

use descent_readers::options::ImportOptions;
use descent_readers::table::{Extent, TableSource};
use descent_readers::{Result, open_bytes};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Blocks that are read of a damaged file: a few bytes may stand for very many rows.
const MOST_BLOCKS: usize = 40;

/// Reads what can be read. A damaged file may be refused, with a message and a hint, or give whole blocks of its width.
pub fn read_or_refuse(bytes: &[u8], name: &str) {
    read_or_refuse_with(bytes, name, &ImportOptions::default());
}

/// The same as a person wants it read.
pub fn read_or_refuse_with(bytes: &[u8], name: &str, options: &ImportOptions) {
    for extent in [Extent::Glance, Extent::Whole] {
        let table = open_bytes(bytes.to_vec(), name, options, extent);
        if let Err(error) = table.and_then(|mut table| read(table.as_mut())) {
            assert!(
                !error.message.is_empty() && error.hint.is_some(),
                "{error:?}"
            );
        }
    }
}

fn read(table: &mut dyn TableSource) -> Result<()> {
    let width = table.about().names.len();
    assert_eq!(table.about().places.len(), width);
    for _ in 0..MOST_BLOCKS {
        let Some(raw) = table.next_block()? else {
            break;
        };
        let block = raw.split();
        assert_eq!(
            (block.width, block.cells.len()),
            (width, block.rows * width)
        );
        assert_eq!(block.origins.len(), block.rows);
        assert!(std::str::from_utf8(&block.text).is_ok());
        for span in &block.cells {
            assert!(span.start <= span.end && span.end as usize <= block.text.len());
            assert!(
                std::str::from_utf8(&block.text[span.start as usize..span.end as usize]).is_ok()
            );
        }
    }
    let _ = table.findings();
    Ok(())
}

/// Damages bytes as `choices` say: bytes changed, parts removed, repeated, moved, cut off. Four choices each.
pub fn spoil(bytes: &mut Vec<u8>, choices: &[u8]) {
    for choice in choices.chunks_exact(4) {
        if bytes.is_empty() {
            return;
        }
        let at = (usize::from(choice[1]) << 8 | usize::from(choice[2])) * bytes.len() / 65_536;
        let length = usize::from(choice[3] % 32).min(bytes.len() - at);
        match choice[0] % 8 {
            0 => bytes.truncate(at),
            1 => {
                bytes.drain(at..at + length);
            }
            2 => {
                let part = bytes[at..at + length].to_vec();
                bytes.splice(at..at, part);
            }
            3 => bytes[at] ^= 1 << (choice[3] % 8),
            4 => bytes[at] = choice[3],
            5 => bytes[at..at + length].fill(0),
            6 => bytes[at..at + length].fill(0xff),
            _ => {
                let digits = b"99999999999".iter().take(length % 12).copied();
                bytes.splice(at..at, digits);
            }
        }
    }
}

/// Damages one part of a container, and packs it again: what is within a part is reached that way only.
pub fn spoil_part(container: &[u8], choices: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(container)).unwrap();
    let spoiled = usize::from(choices.first().copied().unwrap_or(0)) % archive.len();
    let mut packed = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        if index == spoiled {
            spoil(&mut bytes, choices.get(1..).unwrap_or_default());
        }
        packed
            .start_file(name, SimpleFileOptions::default())
            .unwrap();
        packed.write_all(&bytes).unwrap();
    }
    packed.finish().unwrap().into_inner()
}
