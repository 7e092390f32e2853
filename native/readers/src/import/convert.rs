//! A foreign file written again as RFC 4180.

use crate::columns::IrregularCounts;
use crate::error::{ErrorKind, ReaderError};
use crate::open::open;
use crate::options::ImportOptions;
use crate::table::{Block, Extent, Problem};
use crate::writing::write_record;
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;

/// What was written: the table's rows, of which some may not have fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Converted {
    pub rows: u64,
    pub irregular: IrregularCounts,
}

/// Why a file was not converted: it could not be read, or the result not written.
#[derive(Debug)]
pub enum ConvertError {
    Reader(ReaderError),
    Writer(io::Error),
}

impl From<ReaderError> for ConvertError {
    fn from(error: ReaderError) -> Self {
        Self::Reader(error)
    }
}

impl From<io::Error> for ConvertError {
    fn from(error: io::Error) -> Self {
        Self::Writer(error)
    }
}

/// Writes the table of a file: records end with CR and LF, texts are as in the file. The header stands as it does
/// there; a table without one gets none. An empty file gives an empty output. Rows that do not fit have as many fields
/// as in the file.
///
/// # Errors
/// As `open`, and what `out` returns.
pub fn convert(
    path: &Path,
    file_name: &str,
    options: &ImportOptions,
    out: &mut dyn Write,
) -> Result<Converted, ConvertError> {
    let mut source = match open(path, file_name, options, Extent::Whole) {
        Ok(source) => source,
        Err(error) if is_blank(path, &error) => return Ok(Converted::default()),
        Err(error) => return Err(error.into()),
    };
    let about = source.about();
    let mut line = Vec::new();
    if about.has_header {
        let header = if about.header.is_empty() {
            &about.names
        } else {
            &about.header
        };
        write_record(&mut line, header.iter().map(String::as_bytes));
        out.write_all(&line)?;
    }
    let mut converted = Converted::default();
    while let Some(raw) = source.next_block()? {
        let block = raw.split();
        converted.rows += block.rows as u64;
        for irregular in block.irregular.iter().filter(|one| one.row.is_some()) {
            converted.irregular.add(irregular.problem);
        }
        line.clear();
        write_block(&mut line, &block);
        out.write_all(&line)?;
    }
    Ok(converted)
}

/// Whether a file that was refused holds nothing but blanks, line ends and a byte order mark.
fn is_blank(path: &Path, error: &ReaderError) -> bool {
    /// A file larger than this is not looked through.
    const MOST_BYTES: u64 = 65_536;
    if error.kind != ErrorKind::UnusableInput {
        return false;
    }
    let is_small_file = std::fs::metadata(path)
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() <= MOST_BYTES);
    is_small_file
        && std::fs::read(path).is_ok_and(|bytes| {
            let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
            text.iter().all(u8::is_ascii_whitespace)
        })
}

fn write_block(out: &mut Vec<u8>, block: &Block) {
    let mut odd = block
        .irregular
        .iter()
        .filter(|one| one.problem != Problem::OtherDelimiter)
        .filter_map(|one| Some((one.row? as usize, one)))
        .peekable();
    for row in 0..block.rows {
        let cells = block.row(row).iter().map(|span| {
            block
                .text
                .get(span.start as usize..span.end as usize)
                .unwrap_or_default()
        });
        while odd.next_if(|(at, _)| *at < row).is_some() {}
        match odd.next_if(|(at, _)| *at == row) {
            Some((_, one)) => {
                let surplus = one.surplus.iter().map(String::as_bytes);
                write_record(out, cells.take(one.found as usize).chain(surplus));
            }
            None => write_record(out, cells),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_as_it_was_understood() {
        let path = std::env::temp_dir().join(format!("descent-convert-{}.csv", std::process::id()));
        for (text, expected) in [
            (
                "name;n\n\"Köln; Deutz\";1\nBonn;2\n",
                "name,n\r\nKöln; Deutz,1\r\nBonn,2\r\n",
            ),
            ("", ""),
            ("\n \n", ""),
            ("a,b,c\n", "a,b,c\r\n"),
            (
                "a,b,c\n1,2,3\n1,2\n3,4,5,6\n7,8,9\n",
                "a,b,c\r\n1,2,3\r\n1,2\r\n3,4,5,6\r\n7,8,9\r\n",
            ),
        ] {
            std::fs::write(&path, text).unwrap();
            let mut out = Vec::new();
            convert(&path, "x.csv", &ImportOptions::default(), &mut out).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), expected, "{text:?}");
        }
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn a_writer_that_fails_is_told_from_a_file_that_does() {
        let path = Path::new("/nowhere/at all.csv");
        let failed = convert(path, "x.csv", &ImportOptions::default(), &mut io::sink());
        assert!(matches!(failed, Err(ConvertError::Reader(_))));
    }
}
