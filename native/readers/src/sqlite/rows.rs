//! Reads the rows of a table, in a thread of its own.

use super::{damaged, quoted};
use crate::building::Building;
use crate::error::Result;
use crate::parquet::write_double;
use crate::table::Block;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::SyncSender;

pub struct Job {
    pub connection: Connection,
    pub table: String,
    pub columns: Vec<String>,
    /// Rows at most.
    pub limit: u64,
    pub file_name: String,
    pub size_bytes: u64,
    /// Values of each column that are binary.
    pub binary: Arc<Vec<AtomicU64>>,
}

/// Sends the table's rows, and an error where the file turns out to be damaged; ends when nobody listens.
pub fn run(job: Job, sender: &SyncSender<Result<Block>>) {
    let sent = send(&job, sender);
    if sent.is_err() {
        let _ = sender.send(Err(damaged(&job.file_name)));
    }
}

fn send(job: &Job, sender: &SyncSender<Result<Block>>) -> rusqlite::Result<()> {
    let mut statement = job
        .connection
        .prepare(&format!("SELECT * FROM {}", quoted(&job.table)))?;
    let mut rows = statement.query([])?;
    let mut building = Building::new(job.columns.len());
    let mut given = 0;
    while given < job.limit {
        let Some(row) = rows.next()? else { break };
        given += 1;
        for (column, binary) in job.binary.iter().enumerate() {
            push(&mut building, row.get_ref(column)?, binary);
        }
        building.end_row(given);
        if building.is_large() {
            let block = std::mem::replace(&mut building, Building::new(job.columns.len()));
            // How far the file was read cannot be told; it is not yet at its end.
            if sender.send(Ok(block.finish(0))).is_err() {
                return Ok(());
            }
        }
    }
    let _ = sender.send(Ok(building.finish(job.size_bytes)));
    Ok(())
}

fn push(building: &mut Building, value: ValueRef<'_>, binary: &AtomicU64) {
    match value {
        ValueRef::Null => building.push_empty(),
        // Writing into memory cannot fail.
        ValueRef::Integer(value) => building.push(|out| {
            let _ = write!(out, "{value}");
        }),
        ValueRef::Real(value) => building.push(|out| write_double(out, value)),
        ValueRef::Text(text) => {
            building.push(|out| out.extend_from_slice(String::from_utf8_lossy(text).as_bytes()))
        }
        ValueRef::Blob(_) => {
            binary.fetch_add(1, Ordering::Relaxed);
            building.push_empty();
        }
    }
}
