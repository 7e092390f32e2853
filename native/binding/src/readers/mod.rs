//! The readers of foreign files for JavaScript. Options, settings and summaries cross as JSON of the contract's types.

mod columns;
mod compare;
mod reading;
mod table;
mod writing;

use crate::failure::failure;
use descent_readers::ReaderError;
use napi_derive::napi;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Bytes that a project stored and that are not what was written.
fn damaged() -> napi::Error {
    failure("damaged", "A stored column is not what was written.")
}

/// `{"kind", "message", "hint", "row", "column"}`; what is not known is left out.
fn reader_failure(error: &ReaderError) -> napi::Error {
    let mut told = serde_json::json!({ "kind": error.kind.as_str(), "message": error.message });
    if let Some(fields) = told.as_object_mut() {
        let known = [
            ("hint", error.hint.clone().map(Into::into)),
            ("row", error.row.map(Into::into)),
            ("column", error.column.clone().map(Into::into)),
        ];
        for (name, value) in known {
            if let Some(value) = value {
                fields.insert(name.to_owned(), value);
            }
        }
    }
    napi::Error::from_reason(told.to_string())
}

fn parsed<T: DeserializeOwned>(json: &str) -> napi::Result<T> {
    serde_json::from_str(json)
        .map_err(|_| failure("usage", "These settings of a file are not understood."))
}

fn told<T: Serialize>(value: &T) -> napi::Result<String> {
    serde_json::to_string(value)
        .map_err(|_| failure("internal", "What was read could not be described."))
}

/// Bounds the resident bytes of this process: a file that would take more is refused.
#[napi]
pub fn limit_memory(bytes: f64) {
    descent_memory::limit_process(bytes as u64);
}
