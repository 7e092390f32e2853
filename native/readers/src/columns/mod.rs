//! Tables typed: blocks of texts to columns, on as many threads as there are cores.
//!
//! Each block is typed at once, column by column, as its neighbours suggest (`part`), and what its texts are is counted
//! (`evidence`). When all rows are known a column's kind is decided from all counts (`plan`), and its parts are joined
//! (`assemble`); a part that was typed otherwise is typed again from its texts. So the result depends neither on the
//! number of threads nor on where blocks begin.

mod assemble;
mod column;
mod dictionary;
mod evidence;
mod merger;
mod others;
mod pack;
mod part;
mod pieces;
mod plan;
mod read;
mod readers;
mod reading;
mod recent;
mod rules;
mod scratch;
mod sources;
mod table;
#[cfg(test)]
mod tests;
mod told;
mod units;
mod vector;
mod work;

pub use column::{Choices, Column, Doubts, Levels, Odd, Reading, Unit, Unparsed, Values};
pub(crate) use dictionary::Dictionary;
pub use pack::{CHUNK_ROWS, Packer, code_bytes, number_bytes};
pub(crate) use pieces::{lay_out, texts_of_block};
pub use plan::is_mostly_distinct;
pub use read::{read, retype, type_texts};
pub use table::{
    Chunk, ChunkPart, IrregularCounts, IrregularRow, NoSink, OriginRun, Settings, Sink, Table,
};
