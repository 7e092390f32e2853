//! Tables and views of an SQLite file. The file is foreign: it is opened read-only and taken for unchanging, so that
//! nothing is written beside it, and its schema is not trusted.

mod rows;

use self::rows::{Job, run};
use crate::error::{ReaderError, Result};
use crate::options::ImportOptions;
use crate::report::{Finding, counted};
use crate::table::{
    About, Block, Extent, FileFormat, Place as Field, RawBlock, Sheet, TableSource,
};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, MAIN_DB, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// Every such file begins with it.
pub const MAGIC: &[u8] = b"SQLite format 3\0";

/// How long rows are counted for the list of tables.
const COUNTING: Duration = Duration::from_millis(150);
const GLANCE_ROWS: u64 = 4_000;
/// The longest text or blob, and the longest statement of a view.
const LONGEST_VALUE: i32 = 256 << 20;
const LONGEST_STATEMENT: i32 = 1 << 20;
const MOST_TABLES: usize = 1_000;

/// Where a database is.
pub enum Place {
    File(PathBuf),
    /// Unpacked from an archive.
    Memory(Vec<u8>),
}

pub struct SqliteTable {
    about: About,
    findings: Vec<Finding>,
    blocks: Receiver<Result<Block>>,
    binary: Arc<Vec<AtomicU64>>,
    ended: bool,
}

impl SqliteTable {
    /// Opens the table that `options.sheet` names, else the first.
    ///
    /// # Errors
    /// `unusable-input` where the file is damaged or encrypted, or holds no (such) table.
    pub fn open(
        place: &Place,
        file_name: &str,
        size_bytes: u64,
        options: &ImportOptions,
        extent: Extent,
    ) -> Result<Self> {
        let mut connection = connect(place).map_err(|_| damaged(file_name))?;
        let listed = list(&connection).map_err(|_| damaged(file_name))?;
        let chosen = choose(&listed, options.sheet.as_deref(), file_name)?;
        let columns = columns_of(&connection, &chosen).map_err(|_| {
            ReaderError::unusable(
                format!("The table “{chosen}” of “{file_name}” cannot be read."),
                "It may be a view of tables that are gone. Choose another table.",
            )
        })?;
        if is_empty(&connection, &chosen) {
            return Err(ReaderError::unusable(
                format!("The table “{chosen}” of “{file_name}” has no rows."),
                "Choose another table.",
            ));
        }
        let mut findings = Vec::new();
        if matches!(place, Place::File(path) if has_journal(path)) {
            findings.push(Finding::warning(
                "journal",
                "Another program has changes to this database that are not yet in its file; they were not read.",
            ));
        }
        if options.sheet.is_none() && listed.len() > 1 {
            let message = format!(
                "The table “{chosen}” was read; the database has {} tables and views.",
                listed.len()
            );
            findings.push(Finding::info("sheet", message));
        }
        let end = Instant::now() + COUNTING;
        let sheets = listed
            .iter()
            .map(|name| Sheet {
                name: name.clone(),
                rows: count(&mut connection, name, end),
                columns: columns_of(&connection, name)
                    .ok()
                    .map(|columns| columns.len() as u64),
            })
            .collect();
        let names = crate::names::unique_names(&columns);
        let binary: Arc<Vec<AtomicU64>> =
            Arc::new(names.names.iter().map(|_| AtomicU64::new(0)).collect());
        let about = About {
            sheets,
            sheet: Some(chosen.clone()),
            places: columns.iter().cloned().map(Field::Name).collect(),
            ..crate::building::about(FileFormat::Sqlite, size_bytes, names)
        };
        let (sender, blocks) = sync_channel(2);
        let job = Job {
            connection,
            table: chosen,
            columns,
            limit: if extent == Extent::Glance {
                GLANCE_ROWS
            } else {
                u64::MAX
            },
            file_name: file_name.to_owned(),
            size_bytes,
            binary: Arc::clone(&binary),
        };
        // A statement borrows its connection, so both live in a thread of their own, which ends when nobody listens.
        thread::spawn(move || run(job, &sender));
        Ok(Self {
            about,
            findings,
            blocks,
            binary,
            ended: false,
        })
    }
}

impl TableSource for SqliteTable {
    fn about(&self) -> &About {
        &self.about
    }

    fn next_block(&mut self) -> Result<Option<RawBlock>> {
        if self.ended {
            return Ok(None);
        }
        match self.blocks.recv() {
            Ok(Ok(block)) => Ok(Some(RawBlock::ready(block))),
            Ok(Err(error)) => {
                self.ended = true;
                Err(error)
            }
            Err(_) => {
                self.ended = true;
                Ok(None)
            }
        }
    }

    fn findings(&self) -> Vec<Finding> {
        let mut findings = self.findings.clone();
        for (name, binary) in self.about.names.iter().zip(self.binary.iter()) {
            let binary = binary.load(Ordering::Relaxed);
            if binary > 0 {
                let verb = if binary == 1 {
                    "is binary and counts"
                } else {
                    "are binary and count"
                };
                let values = counted(binary, "value");
                findings.push(
                    Finding::warning("binary", format!("{values} of “{name}” {verb} as missing."))
                        .of_column(name),
                );
            }
        }
        findings
    }
}

fn connect(place: &Place) -> rusqlite::Result<Connection> {
    let connection = match place {
        Place::File(path) => connect_to_file(path)?,
        Place::Memory(bytes) => {
            let mut connection = Connection::open_in_memory()?;
            connection.deserialize_read_exact(MAIN_DB, bytes.as_slice(), bytes.len(), true)?;
            connection
        }
    };
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE)?;
    connection.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, LONGEST_STATEMENT)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "cache_size", -16_000)?;
    connection.pragma_update(None, "temp_store", 2)?;
    Ok(connection)
}

/// `immutable` keeps SQLite from looking for journals of a foreign file and from locking it.
fn connect_to_file(path: &Path) -> rusqlite::Result<Connection> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut escaped = String::new();
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b':' => escaped.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => escaped.push(char::from(byte)),
            b'\\' => escaped.push('/'),
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    let slash = if escaped.starts_with('/') { "" } else { "/" };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let address = format!("file:{slash}{escaped}?mode=ro&immutable=1");
    Connection::open_with_flags(address, flags)
}

/// Tables, then views, each in the order they were made.
fn list(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
         AND name IS NOT NULL ORDER BY type, rowid",
    )?;
    let names = statement.query_map([], |row| row.get(0))?;
    names.take(MOST_TABLES).collect()
}

fn choose(listed: &[String], wanted: Option<&str>, file_name: &str) -> Result<String> {
    let Some(wanted) = wanted else {
        return listed.first().cloned().ok_or_else(|| {
            ReaderError::unusable(
                format!("The database “{file_name}” holds no tables."),
                "Choose another file.",
            )
        });
    };
    if let Some(found) = listed.iter().find(|name| *name == wanted) {
        return Ok(found.clone());
    }
    let names: Vec<String> = listed
        .iter()
        .take(10)
        .map(|name| format!("“{name}”"))
        .collect();
    let more = if listed.len() > 10 { ", …" } else { "" };
    Err(ReaderError::unusable(
        format!("“{file_name}” has no table “{wanted}”."),
        format!("Its tables are {}{more}.", names.join(", ")),
    ))
}

fn columns_of(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let statement = connection.prepare(&format!("SELECT * FROM {}", quoted(table)))?;
    Ok(statement.column_names().map(str::to_owned).collect())
}

/// The rows of a table, where they can be counted until then.
fn count(connection: &mut Connection, table: &str, end: Instant) -> Option<u64> {
    let watched = connection.progress_handler(1_000, Some(move || Instant::now() > end));
    let counted = watched.and_then(|()| {
        connection.query_row(
            // Of count(*) SQLite makes a single step, which nothing can end.
            &format!("SELECT count(1) FROM {}", quoted(table)),
            [],
            |row| row.get::<_, i64>(0),
        )
    });
    let _ = connection.progress_handler(0, None::<fn() -> bool>);
    counted.ok().and_then(|rows| u64::try_from(rows).ok())
}

fn is_empty(connection: &Connection, table: &str) -> bool {
    let query = format!("SELECT 1 FROM {} LIMIT 1", quoted(table));
    matches!(
        connection.query_row(&query, [], |_| Ok(())),
        Err(rusqlite::Error::QueryReturnedNoRows)
    )
}

/// Whether a write-ahead log stands beside the file.
fn has_journal(path: &Path) -> bool {
    let mut journal = path.as_os_str().to_owned();
    journal.push("-wal");
    std::fs::metadata(journal).is_ok_and(|metadata| metadata.len() > 0)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn damaged(file_name: &str) -> ReaderError {
    ReaderError::unusable(
        format!("“{file_name}” is damaged, encrypted, or not an SQLite database."),
        "Check it with “PRAGMA integrity_check”, or fetch a fresh copy.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_ends_in_time() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "CREATE TABLE many AS WITH RECURSIVE n(i) AS \
                 (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n",
            )
            .unwrap();
        let now = Instant::now();
        assert_eq!(count(&mut connection, "many", now), None);
        let later = now + Duration::from_secs(60);
        assert_eq!(count(&mut connection, "many", later), Some(5000));
        assert_eq!(count(&mut connection, "none", later), None);
    }
}
