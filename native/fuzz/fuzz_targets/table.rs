//! Foreign files of every format: workbooks, JSON, Parquet, SQLite, text, packed or not.
#![no_main]

#[path = "../../readers/tests/formats/damage.rs"]
mod damage;
mod parsers;

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: parsers::may_panic(), |bytes: &[u8]| damage::read_or_refuse(bytes, "table"));
