//! Reads a row group's columns batch by batch, and turns the batches into rows of texts.

use super::text::{
    Meaning, write_bytes, write_double, write_float, write_integer, write_timestamp,
};
use crate::building::Building;
use crate::table::Block;
use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use ::parquet::data_type::{ByteArray, DataType, FixedLenByteArray, Int96};
use ::parquet::errors::Result;
use std::sync::atomic::{AtomicU64, Ordering};

/// A column that is part of the table.
#[derive(Debug)]
pub struct Column {
    /// Index among the leaves of the schema.
    pub leaf: usize,
    pub name: String,
    pub meaning: Meaning,
    /// Definition level of a value; a lower one is a missing value.
    pub defined: i16,
    /// Values that are no text and no number.
    pub unreadable: AtomicU64,
}

/// A column's values of some rows.
pub enum Values {
    Boolean(Vec<bool>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    Int96(Vec<Int96>),
    Float(Vec<f32>),
    Double(Vec<f64>),
    Bytes(Vec<ByteArray>),
    Fixed(Vec<FixedLenByteArray>),
}

/// Values, and for each row whether it has one.
pub struct Batch {
    values: Values,
    levels: Vec<i16>,
    pub rows: usize,
}

/// Reads the values of the next rows.
///
/// # Errors
/// Where the column is damaged.
pub fn read(reader: &mut ColumnReader, rows: usize) -> Result<Batch> {
    fn typed<T: DataType>(
        reader: &mut ColumnReaderImpl<T>,
        rows: usize,
        levels: &mut Vec<i16>,
    ) -> Result<(Vec<T::T>, usize)> {
        let mut values = Vec::new();
        let (records, _, _) = reader.read_records(rows, Some(levels), None, &mut values)?;
        Ok((values, records))
    }
    let mut levels = Vec::new();
    let wrap = &mut levels;
    let (values, rows) = match reader {
        ColumnReader::BoolColumnReader(one) => {
            typed(one, rows, wrap).map(|(v, n)| (Values::Boolean(v), n))
        }
        ColumnReader::Int32ColumnReader(one) => {
            typed(one, rows, wrap).map(|(v, n)| (Values::Int32(v), n))
        }
        ColumnReader::Int64ColumnReader(one) => {
            typed(one, rows, wrap).map(|(v, n)| (Values::Int64(v), n))
        }
        ColumnReader::Int96ColumnReader(one) => {
            typed(one, rows, wrap).map(|(v, n)| (Values::Int96(v), n))
        }
        ColumnReader::FloatColumnReader(one) => {
            typed(one, rows, wrap).map(|(v, n)| (Values::Float(v), n))
        }
        ColumnReader::DoubleColumnReader(one) => {
            typed(one, rows, wrap).map(|(v, n)| (Values::Double(v), n))
        }
        ColumnReader::ByteArrayColumnReader(one) => {
            typed(one, rows, wrap).map(|(v, n)| (Values::Bytes(v), n))
        }
        ColumnReader::FixedLenByteArrayColumnReader(one) => {
            typed(one, rows, wrap).map(|(v, n)| (Values::Fixed(v), n))
        }
    }?;
    Ok(Batch {
        values,
        levels,
        rows,
    })
}

impl Batch {
    /// Bytes of its texts, roughly.
    pub fn bytes(&self) -> usize {
        match &self.values {
            Values::Bytes(values) => values.iter().map(ByteArray::len).sum(),
            Values::Fixed(values) => values.iter().map(|value| value.len()).sum(),
            _ => self.rows * 12,
        }
    }
}

/// Where each column stands while rows are put together.
struct Cursor<'a> {
    column: &'a Column,
    batch: Batch,
    next: usize,
}

/// Puts the columns' batches, all of the same rows, together to blocks of moderate size.
pub fn rows(columns: &[Column], batches: Vec<Batch>, first_row: u64, bytes_read: u64) -> Block {
    let rows = batches.first().map_or(0, |batch| batch.rows);
    let mut cursors: Vec<Cursor> = columns
        .iter()
        .zip(batches)
        .map(|(column, batch)| Cursor {
            column,
            batch,
            next: 0,
        })
        .collect();
    let mut building = Building::new(columns.len());
    for row in 0..rows {
        for cursor in &mut cursors {
            cursor.push(row, &mut building);
        }
        building.end_row(first_row + row as u64);
    }
    building.finish(bytes_read)
}

impl Cursor<'_> {
    fn push(&mut self, row: usize, building: &mut Building) {
        let defined = self.column.defined;
        let is_missing = defined > 0
            && self
                .batch
                .levels
                .get(row)
                .is_none_or(|level| *level < defined);
        if is_missing {
            building.push_empty();
            return;
        }
        let at = self.next;
        self.next += 1;
        let meaning = self.column.meaning;
        let mut is_readable = true;
        building.push(|out| {
            is_readable = match &self.batch.values {
                Values::Boolean(values) => values.get(at).map(|value| {
                    out.extend_from_slice(if *value { b"TRUE" } else { b"FALSE" });
                    true
                }),
                Values::Int32(values) => values.get(at).map(|value| {
                    write_integer(out, i64::from(*value), 32, meaning);
                    true
                }),
                Values::Int64(values) => values.get(at).map(|value| {
                    write_integer(out, *value, 64, meaning);
                    true
                }),
                Values::Int96(values) => values.get(at).map(|value| {
                    write_timestamp(out, nanoseconds(value), 9);
                    true
                }),
                Values::Float(values) => values.get(at).map(|value| {
                    write_float(out, *value);
                    true
                }),
                Values::Double(values) => values.get(at).map(|value| {
                    write_double(out, *value);
                    true
                }),
                Values::Bytes(values) => values
                    .get(at)
                    .map(|value| write_bytes(out, value.data(), meaning)),
                Values::Fixed(values) => values
                    .get(at)
                    .map(|value| write_bytes(out, value.data(), meaning)),
            }
            .unwrap_or(false);
        });
        if !is_readable {
            self.column.unreadable.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Nanoseconds since 1970-01-01 of a day's nanoseconds and its Julian day number.
fn nanoseconds(value: &Int96) -> i128 {
    let [low, high, day] = value.data() else {
        return 0;
    };
    let nanoseconds = i128::from(*low) | i128::from(*high) << 32;
    (i128::from(*day) - 2_440_588) * 86_400_000_000_000 + nanoseconds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_timestamps_count_julian_days() {
        let mut value = Int96::new();
        value.set_data(1, 0, 2_440_589);
        assert_eq!(nanoseconds(&value), 86_400_000_000_001);
    }
}
