//! Names of columns, each once, whatever the source.

pub(crate) use crate::delimited::{UniqueNames, numbered_names, unique_names};
