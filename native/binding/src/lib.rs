//! The engine and the readers for JavaScript: types in, handles out, no mathematics.
//!
//! Every error thrown is an `Error` whose message is JSON: `{"kind", "message"}`.

mod arrays;
mod failure;
mod readers;
mod training;
