//! What is said about rows that do not fit.

use crate::columns::{IrregularCounts, IrregularRow};
use crate::report::{Finding, Remedy, counted};
use crate::table::Problem;

/// One finding a problem, with the rows to look at.
pub fn irregular_findings(counts: &IrregularCounts, rows: &[IrregularRow]) -> Vec<Finding> {
    let problems = [
        (
            Problem::TooFewFields,
            "tooFewFields",
            counts.too_few_fields,
            "too few fields; those that are not there count as missing",
        ),
        (
            Problem::TooManyFields,
            "tooManyFields",
            counts.too_many_fields,
            "too many fields; the surplus ones are kept beside the table",
        ),
        (
            Problem::BrokenQuote,
            "brokenQuote",
            counts.broken_quote,
            "a broken quote; they were read as well as they could be",
        ),
        (
            Problem::OtherDelimiter,
            "otherDelimiter",
            counts.other_delimiter,
            "another delimiter than the others, and were split by it",
        ),
    ];
    let mut findings: Vec<Finding> = problems
        .into_iter()
        .filter(|(_, _, count, _)| *count > 0)
        .map(|(problem, kind, count, what)| {
            let verb = if count == 1 { "has" } else { "have" };
            let at = rows
                .iter()
                .filter(|row| row.problem == problem)
                .filter_map(|row| row.row);
            Finding::warning(kind, format!("{} {verb} {what}.", counted(count, "row")))
                .at_rows(at)
                .with(Remedy::ShowIrregularRows {
                    label: "Show these rows".to_owned(),
                })
        })
        .collect();
    findings.extend(left_out(rows));
    findings
}

/// Titles, notes and totals around the table.
fn left_out(rows: &[IrregularRow]) -> Option<Finding> {
    let count = rows.iter().filter(|row| row.row.is_none()).count() as u64;
    let verb = if count == 1 { "was" } else { "were" };
    (count > 0).then(|| {
        let message = format!(
            "{} around the table {verb} left out.",
            counted(count, "line")
        );
        Finding::info("leftOut", message).with(Remedy::ShowIrregularRows {
            label: "Show these rows".to_owned(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_problem_is_told_once_with_its_rows() {
        let row = |row, problem| IrregularRow {
            row,
            line: 1,
            problem,
            expected: 2,
            found: 1,
            text: String::new(),
            surplus: Vec::new(),
        };
        let rows = [
            row(Some(4), Problem::TooFewFields),
            row(None, Problem::TooFewFields),
            row(Some(9), Problem::TooFewFields),
        ];
        let counts = IrregularCounts {
            too_few_fields: 2,
            ..IrregularCounts::default()
        };
        let found = irregular_findings(&counts, &rows);
        let kinds: Vec<&str> = found.iter().map(|one| one.kind.as_str()).collect();
        assert_eq!(kinds, ["tooFewFields", "leftOut"]);
        assert_eq!(found[1].message, "1 line around the table was left out.");
        assert_eq!(found[0].rows.as_deref(), Some(&[4, 9][..]));
        assert!(found[0].message.starts_with("2 rows have too few fields"));
        assert!(irregular_findings(&IrregularCounts::default(), &[]).is_empty());
    }
}
