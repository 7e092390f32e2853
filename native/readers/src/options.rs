//! How to read a file, as a person chose it. Whatever is left out is detected, and the detection is said.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a column's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ColumnKind {
    Number,
    Category,
    Date,
    Text,
    Boolean,
}

/// How a column writes its numbers. Currency signs, percent, accounting parentheses and exponents fit each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NumberFormat {
    /// 1234.5
    #[default]
    Plain,
    /// 1,234.5
    CommaThousands,
    /// 1 234.5
    SpaceThousands,
    /// 1'234.5
    ApostropheThousands,
    /// 1.234,5
    CommaDecimal,
    /// 1 234,5
    SpaceCommaDecimal,
}

/// The order of a date's parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DateOrder {
    /// 2019-03-23
    #[default]
    YearFirst,
    /// 23/3/2019
    DayFirst,
    /// 3/23/2019
    MonthFirst,
    /// 23 Mar 2019
    Named,
}

/// The character around texts that hold delimiters or line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Quote {
    #[default]
    #[serde(rename = "\"")]
    Double,
    #[serde(rename = "'")]
    Single,
    #[serde(rename = "")]
    None,
}

impl Quote {
    /// The character's byte, if there is one.
    pub fn byte(self) -> Option<u8> {
        match self {
            Self::Double => Some(b'"'),
            Self::Single => Some(b'\''),
            Self::None => None,
        }
    }
}

/// How a quote stands inside a quoted text: `""` or `\"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Escape {
    #[default]
    Double,
    Backslash,
}

/// What a person decided about a file and its columns.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImportOptions {
    /// One to eight characters.
    pub delimiter: Option<String>,
    pub quote: Option<Quote>,
    pub escape: Option<Escape>,
    /// A label of the WHATWG Encoding Standard.
    pub encoding: Option<String>,
    pub header: Option<bool>,
    /// Rows that name the columns, 0 to 5; decides before `header`.
    pub header_rows: Option<u32>,
    /// Line of the file (row of the sheet), from 1, where the table starts.
    pub first_row: Option<u32>,
    /// A sheet of a workbook, a table of a database, a file of an archive.
    pub sheet: Option<String>,
    /// Cells of a sheet, such as `A3:F200`.
    pub range: Option<String>,
    /// Which of several tables in one file or sheet, from 0.
    pub table: Option<u32>,
    /// By column name.
    pub kinds: BTreeMap<String, ColumnKind>,
    /// By column name: exactly the texts that count as missing (the empty text always does).
    pub missing_markers: BTreeMap<String, Vec<String>>,
    pub number_formats: BTreeMap<String, NumberFormat>,
    pub date_orders: BTreeMap<String, DateOrder>,
}
