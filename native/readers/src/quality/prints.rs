//! Words of 64 bits that stand for values and rows: equal where these are, else different but for a chance of 2⁻⁶⁴.

use super::parallel::map;
use super::view::{Series, SeriesValues};

/// Stands for a missing value.
pub(crate) const MISSING: u64 = 0x9E37_79B9_7F4A_7C15;

/// Mixes all bits of a word (the finalizer of splitmix64: Steele, Lea and Flood, 2014).
pub(crate) fn mixed(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

pub(crate) fn number_bits(value: f64) -> u64 {
    if value.is_nan() {
        MISSING
    } else {
        // -0 and 0 are one value.
        (value + 0.0).to_bits()
    }
}

/// One word a row over the columns.
pub(crate) fn rows(columns: &[&Series], rows: usize, threads: usize) -> Vec<u64> {
    const PART: usize = 16_384;
    let starts: Vec<usize> = (0..rows).step_by(PART).collect();
    map(&starts, threads, |&start| {
        let end = (start + PART).min(rows);
        let mut prints = vec![1_u64; end - start];
        for column in columns {
            match column.values {
                SeriesValues::Numbers(values) => {
                    for (print, &value) in prints.iter_mut().zip(&values[start..end]) {
                        *print = joined(*print, number_bits(value));
                    }
                }
                SeriesValues::Levels { codes, .. } => {
                    for (print, &code) in prints.iter_mut().zip(&codes[start..end]) {
                        *print = joined(*print, if code < 0 { MISSING } else { code as u64 });
                    }
                }
            }
        }
        prints
    })
    .concat()
}

/// That of a row of so many columns without any value.
pub(crate) fn empty_row(columns: usize) -> u64 {
    (0..columns).fold(1, |print, _| joined(print, MISSING))
}

fn joined(print: u64, word: u64) -> u64 {
    mixed(print.rotate_left(5) ^ word)
}
