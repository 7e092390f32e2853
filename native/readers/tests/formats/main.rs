//! Files of every format, from opening to the last row.

#![allow(clippy::unwrap_used)]

mod archives;
mod damage;
mod hostile;
mod json;
mod parquet;
mod sqlite;
mod support;
mod workbooks;
