//! Errors with a kind that a program can act on and a message that a person can.

use std::fmt;

/// What went wrong, as a stable word that crosses the boundary to JavaScript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// There is no such file.
    NotFound,
    /// The file can be read and holds no table that can be used.
    UnusableInput,
    /// The file cannot be opened or read.
    Unreadable,
    /// The file is not a spreadsheet of a known kind, or is damaged.
    NotASpreadsheet,
    /// The workbook is encrypted.
    PasswordProtected,
    /// There is no sheet of this name, or the sheet holds no cells (a chart, for one).
    NoSuchSheet,
    /// A person ended the reading.
    Cancelled,
    /// Reading it would take more memory than there is.
    OutOfMemory,
    /// What should not happen.
    Internal,
}

impl ErrorKind {
    /// The word used outside this crate.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::UnusableInput => "unusable-input",
            Self::Unreadable => "unreadable",
            Self::NotASpreadsheet => "not-a-spreadsheet",
            Self::PasswordProtected => "password-protected",
            Self::NoSuchSheet => "no-such-sheet",
            Self::Cancelled => "cancelled",
            Self::OutOfMemory => "out-of-memory",
            Self::Internal => "internal",
        }
    }
}

/// An error of a reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderError {
    pub kind: ErrorKind,
    pub message: String,
    /// What a person can do about it.
    pub hint: Option<String>,
    /// Line of the file or row of the sheet, from 1.
    pub row: Option<u64>,
    pub column: Option<String>,
}

pub type Result<T> = std::result::Result<T, ReaderError>;

/// What can be read instead of a file that cannot.
pub(crate) const READABLE: &str =
    "Descent reads text (CSV, TSV), spreadsheets (xlsx, xls, ods), JSON, Parquet and SQLite.";

impl ReaderError {
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hint: None,
            row: None,
            column: None,
        }
    }

    pub fn unusable(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(ErrorKind::UnusableInput, message).with_hint(hint)
    }

    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub fn at_row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    pub fn in_column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }
}

impl fmt::Display for ReaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.as_str(), self.message)
    }
}

impl std::error::Error for ReaderError {}
