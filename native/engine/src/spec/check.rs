//! Checks of single fields, with messages that name the field, its value and the allowed range.

use crate::error::{EngineError, ErrorKind, Result};
use serde::de::DeserializeOwned;

/// An end of an allowed range.
pub(crate) enum Bound {
    /// The end itself is allowed.
    To(f64),
    /// The end itself is not allowed.
    Above(f64),
    /// The end itself is not allowed.
    Below(f64),
}

pub(crate) fn invalid(message: String) -> EngineError {
    EngineError::new(ErrorKind::InvalidSpec, message)
}

/// Reads JSON; `what` it is stands in messages.
///
/// # Errors
/// `invalid-spec` with the path of the field that does not fit, as far as the kinds of things around it are known.
pub(crate) fn parse<T: DeserializeOwned>(text: &str, what: &str) -> Result<T> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let (path, why) = (error.path().to_string(), error.inner());
        match path.as_str() {
            "." => invalid(format!("{what} is not valid: {why}")),
            path => invalid(format!("{what} is not valid at {path}: {why}")),
        }
    })?;
    json.end()
        .map_err(|e| invalid(format!("{what} is not valid: {e}")))?;
    Ok(value)
}

pub(crate) fn integer(field: &str, value: u64, from: u64, to: u64) -> Result<()> {
    if (from..=to).contains(&value) {
        return Ok(());
    }
    Err(invalid(format!(
        "{field} is {value}; it must be from {from} to {to}"
    )))
}

pub(crate) fn number(field: &str, value: f64, low: Bound, high: Bound) -> Result<()> {
    let (low_ok, low_text) = match low {
        Bound::To(x) => (value >= x, format!("at least {x}")),
        Bound::Above(x) | Bound::Below(x) => (value > x, format!("above {x}")),
    };
    let (high_ok, high_text) = match high {
        Bound::To(x) => (value <= x, format!("at most {x:e}")),
        Bound::Above(x) | Bound::Below(x) => (value < x, format!("below {x}")),
    };
    if value.is_finite() && low_ok && high_ok {
        return Ok(());
    }
    Err(invalid(format!(
        "{field} is {value}; it must be {low_text} and {high_text}"
    )))
}
