//! Delimited text: csv, tsv and their many relatives.

mod block;
mod breaks;
mod candidates;
mod cutter;
mod ends;
mod fields;
mod findings;
mod header;
mod layout;
mod look;
mod odd;
mod records;
mod rules;
mod sampled;
mod scan;
mod shape;
mod sniff;
mod source;
mod tables;
mod vector;

pub(crate) use header::{UniqueNames, numbered_names, unique_names};
pub(crate) use source::{DelimitedSource, open};

#[cfg(test)]
mod tests;
