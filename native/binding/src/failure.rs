//! Errors for JavaScript.

use descent_engine::EngineError;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// An error whose message is JSON, `{"kind", "message"}`.
pub fn failure(kind: &str, message: &str) -> napi::Error {
    napi::Error::from_reason(serde_json::json!({ "kind": kind, "message": message }).to_string())
}

pub fn engine_failure(error: &EngineError) -> napi::Error {
    failure(error.kind.as_str(), &error.message)
}

/// Runs `f`; a panic becomes an error with kind `internal`.
pub fn guarded<R>(f: impl FnOnce() -> napi::Result<R>) -> napi::Result<R> {
    catch_unwind(AssertUnwindSafe(f)).unwrap_or_else(|_| {
        Err(failure(
            "internal",
            "the native code failed unexpectedly; this is a defect of the program",
        ))
    })
}
