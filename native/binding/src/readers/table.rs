//! One call a file: looked at, previewed, written again.

use super::{parsed, reader_failure, told};
use crate::failure::{failure, guarded};
use descent_readers::import::{
    ColumnSettings, ConvertError, Rows as NativeRows, RowsPiece as NativePiece, convert, inspect,
    preview_column,
};
use descent_readers::options::ImportOptions;
use napi::bindgen_prelude::{AsyncTask, Uint8Array};
use napi::{Env, Task};
use napi_derive::napi;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A file and how to read it.
pub struct Request {
    path: PathBuf,
    file_name: String,
    options: ImportOptions,
}

impl Request {
    pub fn new(path: String, file_name: String, options: &str) -> napi::Result<Self> {
        Ok(Self {
            path: path.into(),
            file_name,
            options: parsed(options)?,
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    pub fn options(&self) -> &ImportOptions {
        &self.options
    }
}

/// Work on a thread of Node's pool that ends with JSON.
pub struct Told(Option<Work>);

type Work = Box<dyn FnOnce() -> napi::Result<String> + Send>;

impl Told {
    fn new(work: impl FnOnce() -> napi::Result<String> + Send + 'static) -> AsyncTask<Self> {
        AsyncTask::new(Self(Some(Box::new(work))))
    }
}

impl Task for Told {
    type Output = String;
    type JsValue = String;

    fn compute(&mut self) -> napi::Result<String> {
        match self.0.take() {
            Some(work) => guarded(work),
            None => Err(failure("internal", "A file was asked for twice.")),
        }
    }

    fn resolve(&mut self, _: Env, output: String) -> napi::Result<String> {
        Ok(output)
    }
}

/// The beginning of a file: JSON of an Inspection without its file's name.
#[napi(ts_return_type = "Promise<string>")]
pub fn inspect_table(
    path: String,
    file_name: String,
    options: String,
) -> napi::Result<AsyncTask<Told>> {
    let request = Request::new(path, file_name, &options)?;
    Ok(Told::new(move || {
        inspect(request.path(), request.file_name(), request.options())
            .map_err(|e| reader_failure(&e))
            .and_then(|inspection| told(&inspection))
    }))
}

/// A column of the beginning of a file: JSON of a ColumnPreview.
#[napi(ts_return_type = "Promise<string>")]
pub fn preview_column_of(
    path: String,
    file_name: String,
    options: String,
    column: String,
    settings: String,
) -> napi::Result<AsyncTask<Told>> {
    let request = Request::new(path, file_name, &options)?;
    let settings: ColumnSettings = parsed(&settings)?;
    Ok(Told::new(move || {
        let Request {
            path,
            file_name,
            options,
        } = &request;
        preview_column(path, file_name, options, &column, &settings)
            .map_err(|e| reader_failure(&e))
            .and_then(|preview| told(&preview))
    }))
}

/// Writes a file's table as RFC 4180: JSON of the rows written and of those that did not fit. What is thrown where
/// `out` cannot be written is of kind `unwritable`, with the system's code.
#[napi(ts_return_type = "Promise<string>")]
pub fn convert_table(
    path: String,
    file_name: String,
    options: String,
    out: String,
) -> napi::Result<AsyncTask<Told>> {
    let request = Request::new(path, file_name, &options)?;
    Ok(Told::new(move || {
        let mut writer = BufWriter::new(File::create(out).map_err(|e| unwritable(&e))?);
        let converted = convert(
            request.path(),
            request.file_name(),
            request.options(),
            &mut writer,
        );
        match converted {
            Ok(converted) => {
                writer.flush().map_err(|e| unwritable(&e))?;
                told(&converted)
            }
            Err(ConvertError::Reader(error)) => Err(reader_failure(&error)),
            Err(ConvertError::Writer(error)) => Err(unwritable(&error)),
        }
    }))
}

fn unwritable(error: &io::Error) -> napi::Error {
    let kind = if error.kind() == io::ErrorKind::StorageFull {
        "disk-full"
    } else {
        "refused"
    };
    failure(kind, "The result cannot be written.")
}

/// Some rows of a file, column by column, as texts.
#[napi(object, object_from_js = false)]
pub struct RowsPiece {
    pub rows: u32,
    /// One list of texts a column, as in a stored chunk before it is compressed.
    pub columns: Vec<Uint8Array>,
    pub fraction: f64,
}

/// A file being read row by row.
#[napi]
pub struct Rows(Arc<Mutex<NativeRows>>);

fn locked(rows: &Mutex<NativeRows>) -> MutexGuard<'_, NativeRows> {
    rows.lock().unwrap_or_else(PoisonError::into_inner)
}

#[napi]
pub fn open_rows(path: String, file_name: String, options: String) -> napi::Result<Rows> {
    guarded(|| {
        let request = Request::new(path, file_name, &options)?;
        NativeRows::open(request.path(), request.file_name(), request.options())
            .map(|rows| Rows(Arc::new(Mutex::new(rows))))
            .map_err(|e| reader_failure(&e))
    })
}

#[napi]
impl Rows {
    /// JSON of what is known of the table; what only the whole file tells is final after the last piece.
    #[napi]
    pub fn about(&self) -> napi::Result<String> {
        guarded(|| told(&locked(&self.0).about()))
    }

    /// The next rows; null at the end.
    #[napi(ts_return_type = "Promise<RowsPiece | null>")]
    pub fn next(&self) -> AsyncTask<NextRows> {
        AsyncTask::new(NextRows(Arc::clone(&self.0)))
    }
}

pub struct NextRows(Arc<Mutex<NativeRows>>);

impl Task for NextRows {
    type Output = Option<NativePiece>;
    type JsValue = Option<RowsPiece>;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        guarded(|| locked(&self.0).next_piece().map_err(|e| reader_failure(&e)))
    }

    fn resolve(&mut self, _: Env, piece: Self::Output) -> napi::Result<Self::JsValue> {
        Ok(piece.map(|piece| RowsPiece {
            rows: piece.rows as u32,
            columns: piece.columns.into_iter().map(Uint8Array::from).collect(),
            fraction: piece.fraction,
        }))
    }
}
