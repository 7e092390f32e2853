//! Delimited text to typed columns, in a dialect that the first bytes name or leave open.
#![no_main]

#[path = "../../readers/tests/formats/damage.rs"]
mod damage;
mod parsers;

use descent_readers::columns::{NoSink, Settings, read};
use descent_readers::open_bytes;
use descent_readers::options::{ImportOptions, Quote};
use descent_readers::table::Extent;
use libfuzzer_sys::fuzz_target;
use std::sync::atomic::AtomicBool;

const DELIMITERS: [&str; 6] = [",", ";", "\t", ", ", "  ", "||"];
const QUOTES: [Option<Quote>; 4] = [
    None,
    Some(Quote::Double),
    Some(Quote::Single),
    Some(Quote::None),
];

fuzz_target!(init: parsers::may_panic(), |bytes: &[u8]| {
    let Some(([delimiter, quote], text)) = bytes.split_first_chunk() else {
        return;
    };
    let options = ImportOptions {
        delimiter: DELIMITERS
            .get(usize::from(*delimiter) % 8)
            .map(|delimiter| (*delimiter).to_owned()),
        quote: QUOTES[usize::from(*quote) % QUOTES.len()],
        ..ImportOptions::default()
    };
    damage::read_or_refuse_with(text, "t.csv", &options);
    let settings = Settings {
        statistics: true,
        threads: 1,
        ..Settings::default()
    };
    if let Ok(table) = open_bytes(text.to_vec(), "t.csv", &options, Extent::Whole) {
        let names = table.about().names.len();
        if let Ok(typed) = read(table, &settings, &mut NoSink, &AtomicBool::new(false)) {
            assert_eq!(typed.columns.len(), names);
        }
    }
});
