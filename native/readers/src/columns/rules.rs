//! What was decided about a column before its texts are seen, made ready for use on every text.

use super::column::Choices;
use crate::options::ColumnKind;
use crate::values::markers::{Marker, marker, trimmed};
use crate::values::{Class, classify};
use std::collections::HashSet;

/// A column's choices as they are applied to every text.
#[derive(Debug, Clone)]
pub struct Rules {
    pub choices: Choices,
    chosen: Option<HashSet<Vec<u8>>>,
    /// Some chosen marker would be read as a number, a date or a time.
    pub markers_first: bool,
}

impl Rules {
    pub fn new(choices: Choices) -> Self {
        let chosen = choices.missing_markers.as_ref().map(|markers| {
            let trimmed = markers
                .iter()
                .map(|marker| trimmed(marker.as_bytes()).to_vec());
            trimmed.collect::<HashSet<_>>()
        });
        let markers_first = chosen
            .iter()
            .flatten()
            .any(|marker| classify(marker) != Class::Word);
        Self {
            choices,
            chosen,
            markers_first,
        }
    }

    /// The marker that a trimmed text is. Chosen ones are certain, and no others count.
    pub fn marker(&self, text: &[u8]) -> Option<Marker> {
        match &self.chosen {
            Some(chosen) => (text.is_empty() || chosen.contains(text)).then_some(Marker::Certain),
            None => marker(text),
        }
    }

    pub fn markers_chosen(&self) -> bool {
        self.chosen.is_some()
    }

    /// Whether the values are texts whatever they look like.
    pub fn wants_texts(&self) -> bool {
        matches!(
            self.choices.kind,
            Some(ColumnKind::Category | ColumnKind::Text | ColumnKind::Boolean)
        )
    }
}
