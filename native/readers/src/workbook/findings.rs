//! What is said about a sheet.

use super::area::letters;
use super::cells::Look;
use super::lines::Met;
use super::source::Facts;
use crate::options::ColumnKind;
use crate::report::{Finding, Remedy, counted};
use crate::table::{About, Place};

pub(super) fn of_sheet(facts: &Facts, about: &About, met: &Met) -> Vec<Finding> {
    let mut findings = Vec::new();
    let sheet = &facts.sheet;
    if !facts.is_chosen && facts.sheets > 1 {
        let message = format!(
            "The sheet “{sheet}” was read; the workbook has {} sheets.",
            facts.sheets
        );
        findings.push(Finding::info("sheet", message));
    }
    if facts.is_hidden {
        findings.push(Finding::warning(
            "hiddenSheet",
            format!("The sheet “{sheet}” is hidden in the workbook."),
        ));
    } else if !facts.hidden_sheets.is_empty() {
        let (names, verb) = (
            listed(&facts.hidden_sheets),
            if facts.hidden_sheets.len() == 1 {
                "is"
            } else {
                "are"
            },
        );
        findings.push(Finding::info(
            "hiddenSheet",
            format!("{names} {verb} hidden in the workbook."),
        ));
    }
    findings.extend(of_errors(about, met));
    findings.extend(of_formulas(met));
    findings.extend(of_hidden(facts, met));
    if facts.merged > 0 {
        let areas = counted(facts.merged, "merged area");
        let each = if facts.merged == 1 {
            "its"
        } else {
            "each one's"
        };
        findings.push(Finding::info(
            "mergedCells",
            format!("{areas}: {each} value stands in all its cells."),
        ));
    }
    if facts.unmerged > 0 {
        let areas = counted(facts.unmerged, "merged area");
        let message = format!(
            "{areas} in a sheet too large for that: the value stands in the first cell only."
        );
        findings.push(Finding::warning("mergedCells", message));
    }
    if !facts.blank_columns.is_empty() {
        let columns: Vec<String> = facts
            .blank_columns
            .iter()
            .take(5)
            .map(|column| letters(*column))
            .collect();
        let (noun, verb) = if facts.blank_columns.len() == 1 {
            ("Column", "is")
        } else {
            ("Columns", "are")
        };
        let more = if facts.blank_columns.len() > 5 {
            ", …"
        } else {
            ""
        };
        let message = format!(
            "{noun} {}{more} {verb} blank and left out.",
            columns.join(", ")
        );
        findings.push(Finding::info("blankColumns", message));
    }
    if !facts.is_complete {
        findings.push(Finding::info(
            "beginning",
            "Only the beginning of the sheet was looked at.",
        ));
    }
    findings.extend(of_columns(about, met));
    findings
}

/// A few names, quoted.
fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(5)
        .map(|name| format!("“{name}”"))
        .collect();
    format!(
        "{}{}",
        shown.join(", "),
        if names.len() > 5 { ", …" } else { "" }
    )
}

fn of_errors(about: &About, met: &Met) -> Option<Finding> {
    let errors: u64 = met
        .looks
        .iter()
        .map(|looks| looks[Look::Error as usize])
        .sum();
    if errors == 0 {
        return None;
    }
    let verb = if errors == 1 {
        "holds an error (such as #DIV/0!) and counts"
    } else {
        "hold errors (such as #DIV/0!) and count"
    };
    let message = format!("{} {verb} as missing.", counted(errors, "cell"));
    let mut finding = Finding::warning("cellErrors", message);
    // Rows of the table can be told where none before them was left out.
    let rows: Vec<u64> = met
        .errors
        .iter()
        .filter_map(|row| (u64::from(*row) + 1).checked_sub(u64::from(about.first_line)))
        .collect();
    if about.tables.is_empty() {
        finding = finding.at_rows(rows);
    }
    Some(finding)
}

/// Programs that write workbooks without working them out store no results.
fn of_formulas(met: &Met) -> Option<Finding> {
    let formulas: u64 = met
        .looks
        .iter()
        .map(|looks| looks[Look::Uncomputed as usize])
        .sum();
    (formulas > 0).then(|| {
        let (verb, them) = if formulas == 1 {
            ("has no stored result and counts", "it")
        } else {
            ("have no stored results and count", "them")
        };
        let message = format!(
            "{} {verb} as missing: to have {them}, open the workbook in a spreadsheet program, save it there, and import it again.",
            counted(formulas, "formula")
        );
        Finding::warning("uncomputed", message)
    })
}

fn of_hidden(facts: &Facts, met: &Met) -> Option<Finding> {
    let columns: Vec<String> = facts
        .hidden_columns
        .iter()
        .take(5)
        .map(|column| letters(*column))
        .collect();
    let more = if facts.hidden_columns.len() > 5 {
        ", …"
    } else {
        ""
    };
    let columns = match facts.hidden_columns.len() {
        0 => None,
        1 => Some(format!("column {}", columns.join(", "))),
        _ => Some(format!("columns {}{more}", columns.join(", "))),
    };
    let rows = (met.hidden_rows > 0).then(|| super::source::rows(met.hidden_rows));
    let what = match (rows, columns) {
        (None, None) => return None,
        (Some(rows), None) => rows,
        (None, Some(columns)) => columns,
        (Some(rows), Some(columns)) => format!("{rows} and {columns}"),
    };
    let message = format!("Hidden in the sheet, but read with it: {what}.");
    Some(Finding::info("hiddenCells", message))
}

/// What is said of single columns: numbers that are texts, percentages, amounts of money.
fn of_columns(about: &About, met: &Met) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, place) in about.names.iter().zip(&about.places) {
        let Some(looks) = field_of(about, place).and_then(|field| met.looks.get(field)) else {
            continue;
        };
        let count = |look: Look| looks[look as usize];
        let numbers = count(Look::Number) + count(Look::Percent) + count(Look::Currency);
        let texts = count(Look::NumericText);
        // A single one may be a name of the header, such as a year.
        if texts > 1 && texts + numbers > count(Look::Text).saturating_sub(1) {
            let message = format!(
                "{} of “{name}” are stored as texts and read as numbers.",
                counted(texts, "number")
            );
            let remedy = Remedy::SetKind {
                label: "Read as text".to_owned(),
                column: name.clone(),
                column_kind: ColumnKind::Text,
            };
            findings.push(
                Finding::info("numbersAsText", message)
                    .of_column(name)
                    .with(remedy),
            );
        }
        if count(Look::Percent) > 0 {
            let message = format!("“{name}” is shown in percent: 12 % is read as 0.12.");
            findings.push(Finding::info("percent", message).of_column(name));
        }
        if count(Look::Currency) > 0 {
            let message =
                format!("“{name}” is shown as money: the amounts are read without the currency.");
            findings.push(Finding::info("currency", message).of_column(name));
        }
    }
    findings
}

/// The field that a column was written as.
fn field_of(about: &About, place: &Place) -> Option<usize> {
    about.places.iter().position(|one| one == place)
}

pub(super) fn of_tables(about: &About) -> Option<Finding> {
    let others: Vec<_> = about
        .tables
        .iter()
        .filter(|table| table.index != about.table)
        .collect();
    let first = others.first()?;
    let own = about.tables.iter().find(|table| table.index == about.table);
    let message = match others.len() {
        1 if own.is_some_and(|own| own.first_line == first.first_line) => {
            "Another table stands beside this one and was left out.".to_owned()
        }
        1 => format!(
            "Another table begins in row {} and was left out.",
            first.first_line
        ),
        more => format!(
            "{more} other tables were left out; the first begins in row {}.",
            first.first_line
        ),
    };
    let mut finding = Finding::warning("secondTable", message);
    for table in others.iter().take(3) {
        finding = finding.with(Remedy::ReadOtherTable {
            label: format!("Read the table of row {}", table.first_line),
            table: table.index,
        });
    }
    Some(finding)
}
