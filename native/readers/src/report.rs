//! What is said to a person about a file or a column: guesses that were made, and doubts.

use crate::options::{ColumnKind, DateOrder, NumberFormat};
use crate::table::About;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    Info,
    Warning,
}

/// What a finding proposes; the studio shows it as a button.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Remedy {
    IgnoreColumn {
        label: String,
        column: String,
    },
    SetKind {
        label: String,
        column: String,
        column_kind: ColumnKind,
    },
    /// A text that was read as missing becomes a value.
    KeepMarker {
        label: String,
        column: String,
        marker: String,
    },
    /// A value becomes a missing marker.
    SetMissing {
        label: String,
        column: String,
        marker: String,
    },
    SetNumberFormat {
        label: String,
        column: String,
        number_format: NumberFormat,
    },
    SetDateOrder {
        label: String,
        column: String,
        date_order: DateOrder,
    },
    /// Keeps the most frequent levels apart when a category is encoded; the others count as none of them.
    LimitLevels {
        label: String,
        column: String,
        levels: u32,
    },
    /// Adds a step to the recipe, where its kind belongs.
    AddStep {
        label: String,
        step: ProposedStep,
    },
    ShowIrregularRows {
        label: String,
    },
    /// Reads another of the tables that the file offers.
    ReadOtherTable {
        label: String,
        table: u32,
    },
}

/// A step of a recipe, with those of its settings that have no default or ought to be another one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum ProposedStep {
    /// Levels become others, such as the right spelling.
    MergeLevels {
        columns: Vec<String>,
        merges: Vec<Merge>,
    },
    /// Levels in fewer rows become one.
    RareLevels {
        columns: Vec<String>,
        min_count: u64,
    },
    /// What lies beyond the fences, so many quartile ranges from the quartiles, becomes the fence.
    Outliers {
        columns: Vec<String>,
        limit: u64,
    },
    Log1p {
        columns: Vec<String>,
    },
    YeoJohnson {
        columns: Vec<String>,
    },
    /// Of equal rows one is kept.
    DropDuplicates {},
}

/// Levels, and what each of them becomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    pub into: String,
    pub levels: Vec<String>,
}

/// Something a person should know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    pub kind: String,
    pub severity: Severity,
    pub message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// Rows of the table, from 0, at most 100 of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<Vec<u64>>,
    #[serde(default)]
    pub remedies: Vec<Remedy>,
}

impl Finding {
    pub fn info(kind: &str, message: impl Into<String>) -> Self {
        Self::new(kind, Severity::Info, message)
    }

    pub fn warning(kind: &str, message: impl Into<String>) -> Self {
        Self::new(kind, Severity::Warning, message)
    }

    fn new(kind: &str, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            kind: kind.to_owned(),
            severity,
            message: message.into(),
            column: None,
            rows: None,
            remedies: Vec::new(),
        }
    }

    pub fn of_column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }

    /// Keeps the first 100.
    pub fn at_rows(mut self, rows: impl IntoIterator<Item = u64>) -> Self {
        self.rows = Some(rows.into_iter().take(100).collect());
        self
    }

    pub fn with(mut self, remedy: Remedy) -> Self {
        self.remedies.push(remedy);
        self
    }

    /// Where another table was read than the one that was asked for, counted from 0.
    pub(crate) fn of_asked_table(asked: Option<u32>, about: &About) -> Option<Self> {
        let asked = asked.filter(|asked| *asked != about.table)?;
        let message = format!(
            "There is no table {} where {}: table {} was read.",
            grouped(u64::from(asked) + 1),
            match about.tables.len() {
                0 | 1 => "only one was found".to_owned(),
                count => format!("{count} were found"),
            },
            about.table + 1
        );
        Some(Self::warning("noSuchTable", message))
    }
}

/// A number with its noun: `1 row`, `1,200 rows`.
pub fn counted(number: u64, noun: &str) -> String {
    format!(
        "{} {noun}{}",
        grouped(number),
        if number == 1 { "" } else { "s" }
    )
}

/// A whole number with a comma between thousands.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_nouns_agree() {
        assert_eq!(counted(1, "row"), "1 row");
        assert_eq!(counted(999, "row"), "999 rows");
        assert_eq!(counted(1_234_567, "row"), "1,234,567 rows");
    }

    #[test]
    fn proposed_steps_are_written_as_the_recipe_reads_them() {
        let columns = vec!["a".to_owned()];
        let written = |step: ProposedStep| {
            let label = "Do it".to_owned();
            serde_json::to_string(&Remedy::AddStep { label, step }).unwrap()
        };
        let merges = vec![Merge {
            into: "Bern".to_owned(),
            levels: vec!["bern".to_owned()],
        }];
        assert_eq!(
            written(ProposedStep::MergeLevels {
                columns: columns.clone(),
                merges
            }),
            r#"{"kind":"addStep","label":"Do it","step":{"kind":"mergeLevels","columns":["a"],"merges":[{"into":"Bern","levels":["bern"]}]}}"#
        );
        assert_eq!(
            written(ProposedStep::RareLevels {
                columns,
                min_count: 10
            }),
            r#"{"kind":"addStep","label":"Do it","step":{"kind":"rareLevels","columns":["a"],"minCount":10}}"#
        );
        assert_eq!(
            written(ProposedStep::DropDuplicates {}),
            r#"{"kind":"addStep","label":"Do it","step":{"kind":"dropDuplicates"}}"#
        );
    }

    #[test]
    fn remedies_are_written_as_the_studio_reads_them() {
        let finding = Finding::warning("x", "Hm.")
            .of_column("a")
            .with(Remedy::SetKind {
                label: "Read as text".to_owned(),
                column: "a".to_owned(),
                column_kind: ColumnKind::Text,
            });
        assert_eq!(
            serde_json::to_string(&finding).unwrap(),
            r#"{"kind":"x","severity":"warning","message":"Hm.","column":"a","remedies":[{"kind":"setKind","label":"Read as text","column":"a","columnKind":"text"}]}"#
        );
    }
}
