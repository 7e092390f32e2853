//! The columns that records have, and records as rows of texts.

use super::cutter::Piece;
use super::lexer::{Kind, Leaf, Lexer, unescape};
use crate::building::Building;
use crate::table::{Block, Irregular, Problem};
use std::collections::HashMap;

/// Different names beyond this are values, not columns.
pub const MOST_COLUMNS: usize = 100_000;

/// Names of columns in the order they first occur.
#[derive(Debug, Default, Clone)]
pub struct Columns {
    pub names: Vec<String>,
    index: HashMap<String, usize>,
    /// Whether any record has a value other than null there.
    filled: Vec<bool>,
    /// Some name is a path through objects.
    pub flattened: bool,
}

impl Columns {
    pub fn of_names(names: Vec<String>) -> Self {
        let index = names
            .iter()
            .cloned()
            .enumerate()
            .map(|(at, name)| (name, at))
            .collect();
        Self {
            filled: vec![true; names.len()],
            names,
            index,
            flattened: false,
        }
    }

    fn add(&mut self, name: &str, filled: bool, hint: usize) -> usize {
        let known = match self.names.get(hint) {
            Some(next) if next == name => Some(hint),
            _ => self.index.get(name).copied(),
        };
        let at = known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.filled.push(false);
            self.index.insert(name.to_owned(), self.names.len() - 1);
            self.names.len() - 1
        });
        self.filled[at] |= filled;
        at
    }

    /// Adds the columns of the records that follow.
    pub fn append(&mut self, next: &Self) {
        for (name, filled) in next.names.iter().zip(&next.filled) {
            if self.names.len() < MOST_COLUMNS || self.index.contains_key(name) {
                self.add(name, *filled, usize::MAX);
            } else {
                self.names.push(name.clone());
                return;
            }
        }
        self.flattened |= next.flattened;
    }

    pub fn are_too_many(&self) -> bool {
        self.names.len() > MOST_COLUMNS
    }

    /// Leaves out names of objects that are null in some records: their fields are the columns.
    pub fn without_null_objects(self) -> Self {
        let prefixes: std::collections::HashSet<&str> = self
            .names
            .iter()
            .flat_map(|name| name.match_indices('.').map(|(dot, _)| &name[..dot]))
            .collect();
        let kept = self
            .names
            .iter()
            .zip(&self.filled)
            .filter(|(name, filled)| **filled || !prefixes.contains(name.as_str()))
            .map(|(name, _)| name.clone())
            .collect();
        Self {
            flattened: self.flattened,
            ..Self::of_names(kept)
        }
    }
}

/// What the records of a piece have.
#[derive(Debug, Default)]
pub struct Survey {
    pub columns: Columns,
    pub rows: u64,
    pub broken: u64,
    /// Of the first record that is a list or an object.
    pub kind: Option<Kind>,
    /// Values of the longest list.
    pub width: usize,
    /// Whether the first record is a list of nothing but texts.
    pub first: Vec<Option<String>>,
    /// Whether any later list holds something else.
    pub has_others: bool,
}

/// Looks through the records of a piece.
pub fn survey(piece: &Piece) -> Survey {
    let mut survey = Survey::default();
    let mut path = String::new();
    for record in &piece.records {
        let mut lexer = Lexer::new(&piece.text[record.start..record.end]);
        let kind = lexer.kind();
        let read = match kind {
            Some(Kind::Object) => {
                let mut hint = 0;
                let Survey { columns, .. } = &mut survey;
                let mut flattened = false;
                let read = lexer.flatten(&mut path, &mut |name, leaf| {
                    if columns.names.len() <= MOST_COLUMNS {
                        hint = columns.add(name, leaf != Leaf::Null, hint) + 1;
                        flattened |= name.contains('.');
                    }
                });
                columns.flattened |= flattened;
                read
            }
            Some(Kind::List) => list(&mut lexer, |at, leaf| {
                survey.width = survey.width.max(at + 1);
                if survey.rows == 0 {
                    survey.first.push(match leaf {
                        Leaf::Quoted(text) => Some(text_of(text)),
                        _ => None,
                    });
                } else {
                    survey.has_others |= matches!(leaf, Leaf::Bare(_));
                }
            }),
            _ => lexer.leaf().map(drop),
        };
        if read.is_none() || !lexer.is_at_end() {
            path.clear();
            survey.broken += 1;
            continue;
        }
        survey.rows += 1;
        survey.kind = survey.kind.or(kind);
    }
    survey
}

fn text_of(quoted: &[u8]) -> String {
    let mut text = Vec::new();
    unescape(&mut text, quoted);
    String::from_utf8_lossy(&text).into_owned()
}

fn list<'a>(lexer: &mut Lexer<'a>, mut take: impl FnMut(usize, Leaf<'a>)) -> Option<()> {
    lexer.expect(b'[')?;
    if lexer.peek()? == b']' {
        lexer.at += 1;
        return Some(());
    }
    let mut at = 0;
    loop {
        let leaf = lexer.leaf()?;
        take(at, leaf);
        at += 1;
        match lexer.peek()? {
            b',' => lexer.at += 1,
            b']' => {
                lexer.at += 1;
                return Some(());
            }
            _ => return None,
        }
    }
}

/// How records become rows.
#[derive(Debug)]
pub struct Plan {
    pub columns: Columns,
    pub kind: Kind,
}

/// What was met while records became rows.
#[derive(Debug, Default, Clone)]
pub struct Met {
    pub broken: u64,
    /// Values of each column that are lists, kept as they stand.
    pub nested: Vec<u64>,
}

/// The records of a piece as rows. Records that are no JSON, or of another kind than the others, are left out and noted.
pub fn rows(piece: &Piece, plan: &Plan) -> (Block, Met) {
    let width = plan.columns.names.len();
    let mut building = Building::new(width);
    let mut met = Met {
        broken: 0,
        nested: vec![0; width],
    };
    let mut values: Vec<Option<Leaf<'_>>> = Vec::new();
    let mut path = String::new();
    for record in &piece.records {
        values.clear();
        values.resize_with(width, || None);
        let raw = &piece.text[record.start..record.end];
        let mut lexer = Lexer::new(raw);
        let mut found = width;
        let is_fit = lexer.kind() == Some(plan.kind);
        let read = match plan.kind {
            _ if !is_fit => None,
            Kind::Object => {
                let mut hint = 0;
                lexer.flatten(&mut path, &mut |name, leaf| {
                    let at = match plan.columns.names.get(hint) {
                        Some(next) if next == name => Some(hint),
                        _ => plan.columns.index.get(name).copied(),
                    };
                    if let Some(at) = at {
                        values[at] = Some(leaf);
                        hint = at + 1;
                    }
                })
            }
            Kind::List => {
                found = 0;
                list(&mut lexer, |at, leaf| {
                    found = at + 1;
                    if let Some(value) = values.get_mut(at) {
                        *value = Some(leaf);
                    }
                })
            }
            Kind::Leaf => lexer.leaf().map(|leaf| values[0] = Some(leaf)),
        };
        let line = u32::try_from(record.line).unwrap_or(u32::MAX);
        let irregular = |row, problem, found: usize| Irregular {
            row,
            line,
            problem,
            expected: width as u32,
            found: found as u32,
            text: shown(raw),
            surplus: Vec::new(),
        };
        if read.is_none() || !lexer.is_at_end() {
            path.clear();
            met.broken += 1;
            building.note(irregular(None, Problem::BrokenQuote, 0));
            continue;
        }
        if found != width {
            let problem = if found > width {
                Problem::TooManyFields
            } else {
                Problem::TooFewFields
            };
            building.note(irregular(Some(building.row()), problem, found));
        }
        for (column, value) in values.iter().enumerate() {
            push(&mut building, value.as_ref(), &mut met.nested[column]);
        }
        building.end_row(record.line);
    }
    (building.finish(piece.bytes_read), met)
}

fn push(building: &mut Building, value: Option<&Leaf<'_>>, nested: &mut u64) {
    match value {
        None | Some(Leaf::Null) => building.push_empty(),
        Some(Leaf::Bare(word)) => building.push(|out| out.extend_from_slice(word)),
        Some(Leaf::Quoted(text)) => building.push(|out| {
            let start = out.len();
            unescape(out, text);
            make_utf8(out, start);
        }),
        Some(Leaf::Nested(text)) => {
            *nested += 1;
            building.push(|out| {
                let start = out.len();
                out.extend_from_slice(text);
                make_utf8(out, start);
            });
        }
    }
}

/// Replaces what is no UTF-8 from `start` on.
fn make_utf8(out: &mut Vec<u8>, start: usize) {
    if std::str::from_utf8(&out[start..]).is_err() {
        let text = String::from_utf8_lossy(&out[start..]).into_owned();
        out.truncate(start);
        out.extend_from_slice(text.as_bytes());
    }
}

/// The characters of a record that are kept to be shown.
const KEPT: usize = 10_000;

fn shown(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(&raw[..raw.len().min(4 * KEPT)]);
    text.chars().take(KEPT).collect()
}

#[cfg(test)]
mod tests {
    use super::super::cutter::{Cutter, Frame};
    use super::*;

    fn piece(text: &str) -> Piece {
        Cutter::new(text.as_bytes(), Frame::Lines, 1000)
            .next_piece()
            .unwrap()
            .unwrap()
    }

    fn texts(block: &Block) -> Vec<Vec<&str>> {
        (0..block.rows)
            .map(|row| {
                block
                    .row(row)
                    .iter()
                    .map(|span| block.text_of(*span))
                    .collect()
            })
            .collect()
    }

    #[test]
    fn columns_are_those_of_all_records() {
        let piece = piece(
            "{\"a\":1,\"b\":null}\n{\"b\":{\"c\":\"x\"},\"a\":[1,2]}\nbroken\n{\"d\":true,\"a\":\"\\u00e9\"}\n[1]",
        );
        let survey = survey(&piece);
        assert_eq!((survey.rows, survey.broken), (4, 1));
        let columns = survey.columns.without_null_objects();
        assert_eq!(columns.names, ["a", "b.c", "d"]);
        assert!(columns.flattened);
        let (block, met) = rows(
            &piece,
            &Plan {
                columns,
                kind: Kind::Object,
            },
        );
        assert_eq!(
            texts(&block),
            [["1", "", ""], ["[1,2]", "x", ""], ["é", "", "true"]]
        );
        assert_eq!(block.origins, [1, 2, 4]);
        assert_eq!((met.broken, met.nested), (2, vec![1, 0, 0]));
        assert_eq!(block.irregular.len(), 2);
    }

    #[test]
    fn lists_are_rows_of_fields() {
        let piece = piece("[1,\"x\"]\n[2]\n[3,null,4]");
        let survey = survey(&piece);
        assert_eq!((survey.width, survey.kind), (3, Some(Kind::List)));
        let plan = Plan {
            columns: Columns::of_names(vec!["a".into(), "b".into()]),
            kind: Kind::List,
        };
        let (block, _) = rows(&piece, &plan);
        assert_eq!(texts(&block), [["1", "x"], ["2", ""], ["3", ""]]);
        let problems: Vec<_> = block
            .irregular
            .iter()
            .map(|one| (one.row, one.problem, one.found))
            .collect();
        assert_eq!(
            problems,
            [
                (Some(1), Problem::TooFewFields, 1),
                (Some(2), Problem::TooManyFields, 3)
            ]
        );
    }
}
