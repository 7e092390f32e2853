mod layouts;
mod limits;
mod properties;
mod records;

use super::source::open_with;
use crate::error::ReaderError;
use crate::input::Input;
use crate::options::ImportOptions;
use crate::report::Finding;
use crate::table::{About, Block, Extent, Irregular, Problem, TableSource};

/// A text read to its end.
#[derive(Debug)]
pub struct Read {
    pub about: About,
    pub rows: Vec<Vec<String>>,
    pub lines: Vec<u32>,
    /// Rows counted from the table's first.
    pub irregular: Vec<Irregular>,
    pub findings: Vec<Finding>,
}

impl Read {
    pub fn problems(&self) -> Vec<(Option<u32>, Problem)> {
        self.irregular
            .iter()
            .map(|one| (one.row, one.problem))
            .collect()
    }

    pub fn has(&self, kind: &str) -> bool {
        self.findings.iter().any(|finding| finding.kind == kind)
    }

    /// What was left out of the table.
    pub fn left_out(&self) -> Vec<&str> {
        self.irregular
            .iter()
            .filter(|one| one.row.is_none())
            .map(|one| one.text.as_str())
            .collect()
    }
}

pub fn read_blocks(
    text: &[u8],
    options: &ImportOptions,
    block: usize,
) -> Result<Read, ReaderError> {
    let input = Input::of_bytes(text.to_vec(), "x.csv");
    let mut source = open_with(input, options, Extent::Whole, block)?;
    let (mut rows, mut lines, mut irregular): (Vec<Vec<String>>, Vec<u32>, Vec<Irregular>) =
        Default::default();
    while let Some(raw) = source.next_block()? {
        // On a thread of its own, as an import does it.
        let block: Block = std::thread::spawn(move || raw.split()).join().unwrap();
        assert_eq!(block.cells.len(), block.rows * block.width);
        assert_eq!(block.origins.len(), block.rows);
        assert!(std::str::from_utf8(&block.text).is_ok());
        let first = rows.len() as u32;
        irregular.extend(block.irregular.iter().cloned().map(|mut one| {
            one.row = one.row.map(|row| row + first);
            one
        }));
        lines.extend(&block.origins);
        rows.extend((0..block.rows).map(|row| {
            block
                .row(row)
                .iter()
                .map(|span| block.text_of(*span).to_owned())
                .collect()
        }));
        // Not all, so that there are blocks in new memory, too.
        if block.origins.len().is_multiple_of(2) {
            source.recycle(block);
        }
    }
    Ok(Read {
        about: source.about().clone(),
        rows,
        lines,
        irregular,
        findings: source.findings(),
    })
}

pub fn read_with(text: &str, options: &ImportOptions) -> Read {
    read_blocks(text.as_bytes(), options, 1 << 20).unwrap()
}

pub fn read(text: &str) -> Read {
    read_with(text, &ImportOptions::default())
}
