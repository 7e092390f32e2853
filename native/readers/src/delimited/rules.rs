//! What the splitter needs of a dialect.

use crate::options::{Escape, Quote};

/// How a text is cut into records and fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rules {
    /// Without the blanks around it, unless it is nothing but blanks.
    pub delimiter: Vec<u8>,
    /// Blanks before the delimiter belong to it (" | ").
    pub pad_before: bool,
    /// Blanks after the delimiter belong to it (", ").
    pub pad_after: bool,
    /// Any run of blanks is one delimiter, and a record's first and last ones mean nothing (written as two blanks).
    pub runs: bool,
    pub quote: Option<u8>,
    pub escape: Escape,
    /// A lone CR ends a record, too; LF and CRLF always do.
    pub returns: bool,
}

impl Rules {
    /// A delimiter with blanks around it stands for itself and any number of blanks there.
    pub fn new(delimiter: &str, quote: Quote, escape: Escape) -> Self {
        let core = delimiter.trim_matches(' ');
        let blank = core.is_empty();
        Self {
            delimiter: if blank { " " } else { core }.as_bytes().to_vec(),
            pad_before: !blank && delimiter.starts_with(' '),
            pad_after: !blank && delimiter.ends_with(' '),
            runs: blank && delimiter.len() > 1,
            quote: quote.byte(),
            escape,
            returns: false,
        }
    }

    pub fn with_returns(mut self, returns: bool) -> Self {
        self.returns = returns;
        self
    }

    /// The same with another delimiter.
    pub fn with_delimiter(&self, delimiter: &str) -> Self {
        let quote = match self.quote {
            Some(b'"') => Quote::Double,
            Some(_) => Quote::Single,
            None => Quote::None,
        };
        Self::new(delimiter, quote, self.escape).with_returns(self.returns)
    }

    /// The same with a blank after the delimiter; `None` where blanks are delimiters or belong to it already.
    pub fn with_blank_after(&self) -> Option<Self> {
        (!self.pad_after && self.delimiter != b" ").then(|| Self {
            pad_after: true,
            ..self.clone()
        })
    }

    pub fn first(&self) -> u8 {
        self.delimiter.first().copied().unwrap_or(b',')
    }

    /// Whether a delimiter begins at `at`, blanks before it not counted.
    pub fn delimits(&self, text: &[u8], at: usize) -> bool {
        text.get(at..)
            .is_some_and(|rest| rest.starts_with(&self.delimiter))
    }

    /// Whether a line end begins at `at`.
    pub fn ends_line(&self, text: &[u8], at: usize) -> bool {
        match text.get(at) {
            Some(b'\n') => true,
            Some(b'\r') => self.returns || text.get(at + 1) == Some(&b'\n'),
            _ => false,
        }
    }
}
