//! The engine and the readers for JavaScript: types in, handles out, no mathematics.
//!
//! Every error thrown is an `Error` whose message is JSON: `{"kind", "message"}`.
// What is exported is registered with Node, which a test build leaves out.
#![cfg_attr(test, allow(dead_code))]

mod arrays;
mod failure;
mod insight;
mod job;
mod quality;
mod rates;
mod readers;
mod training;
