//! What was guessed about a text file, and what in it did not fit.

use super::header::UniqueNames;
use super::layout::Layout;
use crate::options::{Escape, ImportOptions, Quote};
use crate::report::{Finding, Remedy, counted};
use crate::table::{About, Dialect};

pub(crate) struct Facts<'a> {
    pub about: &'a About,
    pub options: &'a ImportOptions,
    pub layout: &'a Layout,
    pub unique: &'a UniqueNames,
    /// Characters that could not be decoded.
    pub damaged: u64,
    pub blank_lines: u64,
    pub has_nul: bool,
    pub has_changed: bool,
    pub is_utf32: bool,
    /// NUL bytes, and end marks of DOS, that were left out behind the text.
    pub nuls: u64,
    pub marks: u64,
}

pub(crate) fn of_text(facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(dialect) = &facts.about.dialect {
        findings.extend(of_dialect(dialect, facts));
    }
    findings.extend(of_header(facts));
    findings.extend(of_tables(facts.about));
    findings.extend(Finding::of_asked_table(facts.options.table, facts.about));
    if facts.blank_lines > 0 {
        findings.push(Finding::info(
            "blankLines",
            format!("{} skipped.", counted(facts.blank_lines, "blank line")),
        ));
    }
    if facts.has_nul {
        findings.push(Finding::warning(
            "nulBytes",
            "Some texts hold NUL characters: a part of the file may be damaged.",
        ));
    }
    if facts.nuls > 0 {
        findings.push(Finding::warning(
            "padding",
            format!(
                "{} at the end of the file left out: it may not have been written to its end.",
                counted(facts.nuls, "NUL byte")
            ),
        ));
    }
    if facts.marks > 0 {
        findings.push(Finding::info(
            "endMark",
            "The file ends with the end mark of DOS (Ctrl-Z), which was left out.",
        ));
    }
    if facts.has_changed {
        findings.push(Finding::warning(
            "changed",
            "The file changed while it was read: what is here may be of both versions. Import it again.",
        ));
    }
    findings
}

fn of_dialect(dialect: &Dialect, facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    let options = facts.options;
    if facts.layout.shape.width > 1 && options.delimiter.is_none() {
        let message = format!(
            "Columns are separated by {}.",
            delimiter_name(&dialect.delimiter)
        );
        findings.push(Finding::info("delimiter", message));
    }
    if options.quote.is_none() {
        match dialect.quote {
            Quote::Double => {}
            Quote::Single => {
                findings.push(Finding::info("quote", "Texts are quoted by single quotes."))
            }
            Quote::None => findings.push(Finding::info(
                "quote",
                "Quotation marks are part of the texts.",
            )),
        }
    }
    if dialect.escape == Escape::Backslash && options.escape.is_none() {
        findings.push(Finding::info(
            "escape",
            "A backslash stands before quotation marks and delimiters that belong to a text.",
        ));
    }
    if facts.is_utf32 {
        findings.push(Finding::info("encoding", "The file was read as UTF-32."));
    }
    if dialect.encoding != "utf-8" && options.encoding.is_none() {
        findings.push(Finding::info(
            "encoding",
            format!("The file was read as {}.", encoding_name(&dialect.encoding)),
        ));
    }
    if facts.damaged > 0 {
        let one = facts.damaged == 1;
        findings.push(Finding::warning(
            "encoding",
            format!(
                "{} of the file {} not {} and {} shown as \u{fffd}.",
                counted(facts.damaged, "byte"),
                if one { "is" } else { "are" },
                encoding_name(&dialect.encoding),
                if one { "is" } else { "are" },
            ),
        ));
    }
    findings
}

/// What was made of the first rows.
fn of_header(facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Layout {
        header_rows,
        header,
        shape,
        ..
    } = facts.layout;
    let is_open = facts.options.header.is_none() && facts.options.header_rows.is_none();
    if *header_rows == 0 && is_open {
        findings.push(Finding::info(
            "noHeader",
            "No header was found: the columns are called column1, column2 and so on.",
        ));
    }
    if *header_rows > 1 && facts.options.header_rows.is_none() {
        findings.push(Finding::info(
            "headerRows",
            format!("The column names were joined from {header_rows} rows."),
        ));
    }
    if facts.layout.header_by_other_delimiter {
        findings.push(Finding::warning(
            "headerDelimiter",
            "The header has another delimiter than the rows.",
        ));
    }
    if header.len() > shape.width {
        let lost = listed(header[shape.width..].iter());
        findings.push(Finding::warning(
            "surplusNames",
            format!(
                "The header has more fields than the rows: {lost} named no column and was left out."
            ),
        ));
    }
    let unique = facts.unique;
    if !unique.repeated.is_empty() {
        findings.push(Finding::warning(
            "duplicateNames",
            format!(
                "{} occurred more than once and got a number: {}.",
                counted(unique.repeated.len() as u64, "column name"),
                listed(unique.repeated.iter().map(|index| &unique.names[*index])),
            ),
        ));
    }
    if !unique.empty.is_empty() && *header_rows > 0 {
        findings.push(Finding::warning(
            "emptyNames",
            format!(
                "{} had no name and {} called {}.",
                counted(unique.empty.len() as u64, "column"),
                if unique.empty.len() == 1 { "is" } else { "are" },
                listed(unique.empty.iter().map(|index| &unique.names[*index])),
            ),
        ));
    }
    findings
}

fn of_tables(about: &About) -> Option<Finding> {
    let others: Vec<_> = about
        .tables
        .iter()
        .filter(|table| table.index != about.table)
        .collect();
    let first = others.first()?;
    let message = match others.len() {
        1 => format!(
            "Another table begins in line {} and was left out.",
            first.first_line
        ),
        more => format!(
            "{more} other tables were left out; the first begins in line {}.",
            first.first_line
        ),
    };
    let mut finding = Finding::warning("secondTable", message);
    for table in others.iter().take(3) {
        finding = finding.with(Remedy::ReadOtherTable {
            label: format!("Read the table of line {}", table.first_line),
            table: table.index,
        });
    }
    Some(finding)
}

/// The first five, quoted.
fn listed<'a>(names: impl ExactSizeIterator<Item = &'a String>) -> String {
    let all = names.len();
    let shown: Vec<String> = names.take(5).map(|name| format!("“{name}”")).collect();
    format!("{}{}", shown.join(", "), if all > 5 { ", …" } else { "" })
}

fn encoding_name(label: &str) -> String {
    match label {
        "utf-8" => "UTF-8".to_owned(),
        "utf-16le" => "UTF-16 (little-endian)".to_owned(),
        "utf-16be" => "UTF-16 (big-endian)".to_owned(),
        "windows-1252" => "Windows-1252 (Western European)".to_owned(),
        "windows-1250" => "Windows-1250 (Central European)".to_owned(),
        "windows-1251" => "Windows-1251 (Cyrillic)".to_owned(),
        "windows-1253" => "Windows-1253 (Greek)".to_owned(),
        "shift_jis" => "Shift-JIS (Japanese)".to_owned(),
        "gb18030" | "gbk" => "GB18030 (Chinese)".to_owned(),
        "big5" => "Big5 (traditional Chinese)".to_owned(),
        "euc-kr" => "EUC-KR (Korean)".to_owned(),
        other => match other.strip_prefix("windows-") {
            Some(number) => format!("Windows-{number}"),
            None => other.to_uppercase(),
        },
    }
}

fn delimiter_name(delimiter: &str) -> String {
    let core = delimiter.trim_matches(' ');
    let blank = if !core.is_empty() && core.len() < delimiter.len() {
        " and a blank"
    } else {
        ""
    };
    let name = match core {
        "" if delimiter.len() > 1 => "runs of blanks",
        "" => "blanks",
        "," => "commas",
        ";" => "semicolons",
        "\t" => "tabs",
        "|" => "vertical bars",
        ":" => "colons",
        other if other.chars().all(char::is_control) => "control characters",
        other => return format!("“{other}”{blank}"),
    };
    format!("{name}{blank}")
}
