//! Bytes of columns, packed as the studio stores them: zstd frames of texts, float64 or int32 (little-endian).

use crate::error::{ErrorKind, ReaderError, Result};
use zstd::bulk::Compressor;

/// Rows of a chunk; only a column's last chunk may hold fewer.
pub const CHUNK_ROWS: usize = 65_536;

/// Files are read once and waited for; higher levels cost seconds and save little on columns.
const LEVEL: i32 = 1;

/// So few bytes are stored as they are: a table of twenty thousand short columns would need as many compressors' work.
const STORED_BYTES: usize = 1024;

/// Compresses chunk after chunk on one thread.
pub struct Packer(Compressor<'static>);

impl Packer {
    /// # Errors
    /// `internal` where there is no memory for a compressor.
    pub fn new() -> Result<Self> {
        Compressor::new(LEVEL).map(Self).map_err(|_| no_memory())
    }

    /// # Errors
    /// `internal` where there is no memory for the compressed bytes.
    pub fn pack(&mut self, bytes: &[u8]) -> Result<Vec<u8>> {
        if bytes.len() <= STORED_BYTES {
            return Ok(stored(bytes));
        }
        self.0.compress(bytes).map_err(|_| no_memory())
    }
}

fn no_memory() -> ReaderError {
    ReaderError::new(
        ErrorKind::Internal,
        "There is not enough memory to compress a column.",
    )
}

/// A frame of one raw block (RFC 8878): magic, a descriptor saying that a content size of two bytes (less 256) or one byte
/// follows, that size, and a block header of three bytes whose lowest bit marks the last block.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let length = bytes.len();
    let mut frame = Vec::with_capacity(length + 10);
    frame.extend_from_slice(&0xfd2f_b528_u32.to_le_bytes());
    if length < 256 {
        frame.extend_from_slice(&[0x20, length as u8]);
    } else {
        frame.push(0x60);
        frame.extend_from_slice(&((length - 256) as u16).to_le_bytes());
    }
    frame.extend_from_slice(&(length as u32 * 8 + 1).to_le_bytes()[..3]);
    frame.extend_from_slice(bytes);
    frame
}

/// Float64 as bytes.
pub fn number_bytes(values: &[f64]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(values.len() * 8);
    for value in values {
        bytes.extend_from_slice(&value.to_le_bytes());
    }
    bytes
}

/// Int32 as bytes.
pub fn code_bytes(codes: &[i32]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(codes.len() * 4);
    for code in codes {
        bytes.extend_from_slice(&code.to_le_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_is_unpacked_again() {
        let mut packer = Packer::new().unwrap();
        for length in [0, 1, 255, 256, 1024, 1025, 100_000] {
            let bytes: Vec<u8> = (0..length).map(|at: u32| (at % 251) as u8).collect();
            let frame = packer.pack(&bytes).unwrap();
            assert_eq!(
                zstd::decode_all(frame.as_slice()).unwrap(),
                bytes,
                "{length}"
            );
        }
    }

    #[test]
    fn values_are_little_endian() {
        assert_eq!(number_bytes(&[1.5]), 1.5_f64.to_le_bytes());
        assert_eq!(code_bytes(&[-1, 258]), [255, 255, 255, 255, 2, 1, 0, 0]);
    }
}
