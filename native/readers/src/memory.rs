//! Memory that reading takes, refused before the system has none left.

use crate::error::{ErrorKind, ReaderError, Result};
use crate::report::grouped;
use descent_memory::{readable, resident_bytes, room};

/// A table whose columns grow with its rows.
#[derive(Debug)]
pub struct Growing {
    /// Resident bytes before its first row.
    before: u64,
    size_bytes: u64,
}

impl Growing {
    /// `size_bytes` of the file.
    pub fn new(size_bytes: u64) -> Self {
        Self {
            before: resident_bytes(),
            size_bytes,
        }
    }

    /// After `rows` rows, which end at byte `reached` of the file; finishing their columns takes `bytes` more.
    ///
    /// # Errors
    /// `out-of-memory` where fewer than `bytes` are left.
    pub fn check(&self, rows: u64, reached: u64, bytes: u64) -> Result<()> {
        check(room(), bytes, |left| {
            let taken = resident_bytes().saturating_sub(self.before) + bytes;
            let share = reached as f64 / self.size_bytes.max(1) as f64;
            told(rows, taken, share, left)
        })
    }
}

fn told(rows: u64, taken: u64, share: f64, left: u64) -> String {
    let mut message = format!(
        "There is not enough memory for this table: its first {} rows take {}",
        grouped(rows),
        readable(taken)
    );
    if share > 0.0 && share < 1.0 {
        message += &format!(
            " ({:.0} % of the file, so that all would take about {})",
            share * 100.0,
            readable((taken as f64 / share) as u64)
        );
    }
    message + &format!(", and {} more can be used.", readable(left))
}

/// # Errors
/// `out-of-memory` where fewer than `bytes` are left to be taken for `what`.
pub fn need(bytes: u64, what: &str, file_name: &str) -> Result<()> {
    check(room(), bytes, |left| {
        format!(
            "There is not enough memory to read “{file_name}”: {what} takes {}, and {} can be used.",
            readable(bytes),
            readable(left)
        )
    })
}

/// For what is being unpacked or collected, `bytes` so far.
///
/// # Errors
/// `out-of-memory` where nothing is left to be taken.
pub fn grow(bytes: u64, file_name: &str) -> Result<()> {
    check(room(), 1, |_| {
        format!(
            "There is not enough memory to read “{file_name}”: {} were unpacked, and nothing is left for what follows.",
            readable(bytes)
        )
    })
}

fn check(room: Option<u64>, bytes: u64, message: impl FnOnce(u64) -> String) -> Result<()> {
    match room {
        Some(left) if left < bytes => Err(ReaderError::new(ErrorKind::OutOfMemory, message(left))
            .with_hint(
                "Close other programs, leave out columns that you do not need, or split the file.",
            )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_allowed_and_what_does_not_is_named() {
        assert!(check(None, u64::MAX, |_| String::new()).is_ok());
        assert!(check(Some(10), 10, |_| String::new()).is_ok());
        let error = check(Some(10), 11, |left| format!("{left} bytes")).unwrap_err();
        assert_eq!(
            (error.kind, error.message.as_str()),
            (ErrorKind::OutOfMemory, "10 bytes")
        );
        assert!(error.hint.is_some());
    }

    #[test]
    fn a_table_says_how_far_it_got_and_what_all_of_it_would_take() {
        assert_eq!(
            told(1_200_000, 2_000_000_000, 0.25, 100_000_000),
            "There is not enough memory for this table: its first 1,200,000 rows take 2.0 GB (25 % of the file, so that all \
             would take about 8.0 GB), and 100 MB more can be used."
        );
    }
}
