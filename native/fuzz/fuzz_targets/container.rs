//! Damage within the parts of workbooks that are zip containers, which changed bytes of the container seldom reach.
#![no_main]

#[path = "../../readers/tests/formats/damage.rs"]
mod damage;
mod parsers;

use libfuzzer_sys::fuzz_target;

const BOOKS: [&[u8]; 3] = [
    include_bytes!("../../../test/fixtures/import/features.xlsx"),
    include_bytes!("../../../test/fixtures/import/features.ods"),
    include_bytes!("../../../test/fixtures/import/people.xlsb"),
];

fuzz_target!(init: parsers::may_panic(), |choices: &[u8]| {
    if let Some((first, rest)) = choices.split_first() {
        let book = BOOKS[usize::from(*first) % BOOKS.len()];
        damage::read_or_refuse(&damage::spoil_part(book, rest), "book");
    }
});
