//! Finds out how a text is written: delimiter, quote, escapes and line ends.

use super::candidates::{self, Candidate, count};
use super::look::{Look, SCORED_RECORDS};
use super::rules::Rules;
use super::shape;
use crate::options::{Escape, ImportOptions, Quote};

/// How a text is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sniffed {
    pub delimiter: String,
    pub quote: Quote,
    pub escape: Escape,
    pub rules: Rules,
}

/// A CR by itself is expected to end a line.
const RETURNS_IN_TEXT: f64 = 0.8;
/// Below it the delimiter is a character of the texts: the table has one column.
const LEAST_SCORE: f64 = 0.2;

/// Detects the dialect from the beginning of a text. Every combination is tried; the one wins whose records are most
/// alike in width and whose cells look most like values, after the idea of van den Burg, Nazábal and Sutton (2019,
/// "Wrangling messy CSV files by detecting row and type patterns"). What `options` name is kept.
///
/// `complete` says whether the sample is the whole text.
pub(crate) fn sniff(sample: &str, complete: bool, options: &ImportOptions) -> Sniffed {
    let named = options
        .delimiter
        .clone()
        .or_else(|| named_delimiter(sample));
    let tried = match &named {
        Some(delimiter) => vec![Candidate {
            delimiter: delimiter.clone(),
            prior: 1.0,
        }],
        None => candidates::delimiters(sample),
    };
    let quotes: Vec<(Quote, Escape)> = match options.quote {
        Some(quote) => vec![(quote, options.escape.unwrap_or_default())],
        None => candidates::quotes(sample)
            .into_iter()
            .filter(|(_, escape)| options.escape.is_none_or(|wanted| wanted == *escape))
            .collect(),
    };
    let returns = has_lone_returns(sample);
    let mut best: Option<(Sniffed, f64)> = None;
    for (quote, escape) in quotes {
        for Candidate { delimiter, prior } in &tried {
            for returns in [true, false] {
                // Without a lone CR both are the same, and a later one ends a line.
                if !returns && !has_both(sample) {
                    continue;
                }
                let rules = Rules::new(delimiter, quote, escape).with_returns(returns);
                let look = Look::at(sample, complete, &rules);
                let score = look.score()
                    * prior
                    * quote_prior(quote, &look)
                    * if returns { 1.0 } else { RETURNS_IN_TEXT };
                if best.as_ref().is_none_or(|(_, most)| score > most + 1e-9) {
                    let delimiter = delimiter.clone();
                    best = Some((
                        Sniffed {
                            delimiter,
                            quote,
                            escape,
                            rules,
                        },
                        score,
                    ));
                }
            }
        }
    }
    match best {
        Some((sniffed, score))
            if named.is_some() || (score >= LEAST_SCORE && !is_one_column(sample, &sniffed)) =>
        {
            sniffed
        }
        _ => one_column(sample, complete, named, options, returns),
    }
}

/// Excel's own way of naming the delimiter, in a first line of its own.
fn named_delimiter(text: &str) -> Option<String> {
    let line = text.lines().next()?;
    let prefix = line.get(..4)?;
    let delimiter = line.get(4..)?;
    (prefix.eq_ignore_ascii_case("sep=") && delimiter.chars().count() == 1)
        .then(|| delimiter.to_owned())
}

fn has_lone_returns(text: &str) -> bool {
    count(text, "\r") > count(text, "\r\n")
}

/// Whether lone CRs stand beside LFs, so that they may be part of the texts.
fn has_both(text: &str) -> bool {
    has_lone_returns(text) && text.contains('\n')
}

fn one_column(
    sample: &str,
    complete: bool,
    named: Option<String>,
    options: &ImportOptions,
    returns: bool,
) -> Sniffed {
    // One that the texts do not hold, so that none of them is split.
    let unused = [",", ";", "\t", "|", "\u{1f}"]
        .into_iter()
        .find(|one| !sample.contains(one));
    let delimiter = named.unwrap_or_else(|| unused.unwrap_or("\u{1f}").to_owned());
    let escape = options.escape.unwrap_or_default();
    let quotes = options
        .quote
        .map_or_else(|| vec![Quote::Double, Quote::Single], |quote| vec![quote]);
    let with = |quote| {
        let rules =
            Rules::new(&delimiter, quote, escape).with_returns(returns || !sample.contains('\n'));
        Sniffed {
            delimiter: delimiter.clone(),
            quote,
            escape,
            rules,
        }
    };
    let quoted = |quote| Look::at(sample, complete, &with(quote).rules);
    let quote = match quotes.as_slice() {
        [only] => *only,
        _ if quoted(Quote::Single).is_quoted_throughout() => Quote::Single,
        _ => Quote::Double,
    };
    with(quote)
}

/// The double quote is expected; the single one and none at all must earn it.
fn quote_prior(quote: Quote, look: &Look) -> f64 {
    match quote {
        Quote::Double => 1.0,
        Quote::None => 0.9,
        Quote::Single => {
            let regular = look.quoted_fields >= 2 && look.broken * 10 <= look.quoted;
            if regular && (look.earned > 0 || look.quoted * 5 >= look.records) {
                1.05
            } else {
                0.9
            }
        }
    }
}

/// Whether every line is one value as a whole (a time, a date, a number with a decimal comma), though it holds what
/// could be a delimiter.
fn is_one_column(sample: &str, sniffed: &Sniffed) -> bool {
    let mut lines = sample
        .split(['\n', '\r'])
        .filter(|line| !line.trim().is_empty())
        .take(SCORED_RECORDS);
    let Some(first) = lines.next() else {
        return false;
    };
    let core = String::from_utf8_lossy(&sniffed.rules.delimiter).into_owned();
    let (mut all, mut typed) = (0, 0);
    for line in lines {
        all += 1;
        typed += usize::from(shape::is_typed(line.as_bytes()) || shape::is_marker(line.as_bytes()));
    }
    let strong = [",", ";", "\t", "|"].contains(&core.as_str());
    // A header with the delimiter in it names several columns.
    let several = first.contains(core.as_str()) && !shape::is_typed(first.as_bytes());
    all > 0 && typed * 10 >= all * 9 && !several && (!strong || !first.contains(core.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::fields::{FieldSplitter, Fields, Quoting};
    use super::*;

    fn sniffed(text: &str) -> Sniffed {
        sniff(text, true, &ImportOptions::default())
    }

    fn fields_of(text: &str) -> Vec<usize> {
        let rules = sniffed(text).rules;
        let mut splitter = FieldSplitter::new(text.as_bytes(), &rules, true);
        let (mut at, mut widths) = (0, Vec::new());
        while at < text.len() {
            let mut fields = Fields::beside(text.len());
            at = splitter
                .record(at, Quoting::Forgiving, &mut fields)
                .unwrap()
                .next;
            widths.push(fields.cells.len());
        }
        widths
    }

    #[test]
    fn delimiters() {
        for (text, delimiter) in [
            ("a,b\n1,2\n3,4\n", ","),
            // No record is as wide as the one beside it.
            ("a,b,c\n1,2\n3,4,5,6\n7,8,9\n", ","),
            // One of them has another delimiter, too.
            ("a,b,c\n1,2,3\n4;5;6\n7,8\n9,10,11,12\n", ","),
            ("a;b;c\n4,5,6\n7;8\n9;10;11\n", ";"),
            ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
            ("a\tb\n1\t2\n3\t4\n", "\t"),
            ("a|b\n1|2\n3|4\n", "|"),
            ("a b c\n1 2 3\n3 4 5\n", " "),
            ("39, State-gov, 7\n50, Private, 8\n38, Private, 9\n", ", "),
            ("a;b\n\"x, y, z\";1\n\"p, q\";2\n", ";"),
            ("a||b||c\n1||x||2\n3||||4\n", "||"),
            ("a::b::c\n1::x::2\n3::y::4\n", "::"),
            ("a^b\n1^2\n3^4\n", "^"),
            ("a~b~c\n1~2~x\n3~4~y\n", "~"),
            ("a | b | c\n1 | 2 | x\n3 | 4 | y\n", " | "),
            ("id:name:pet\n1:Ann:cat\n2:Bob:dog\n", ":"),
            // Blanks and colons within the values of a table that names its columns.
            (
                "phone,zip\n+49 89 00,8001\n+49 89 01,8002\n+49 30 02,8003\n",
                ",",
            ),
            (
                "lap,split\n1:02:11,31:05\n1:02:19,31:07\n1:03:20,31:55\n",
                ",",
            ),
            ("x y\n1,5 2,5\n3,5 4,5\n", " "),
            ("x    y   z\n1.5  22  3\n10   5   7\n", "  "),
            ("a\u{1f}b\n1\u{1f}2\n", "\u{1f}"),
        ] {
            assert_eq!(sniffed(text).delimiter, delimiter, "{text:?}");
        }
    }

    #[test]
    fn one_column_is_not_split() {
        for text in [
            "note\nWell, this is it\nNo comma here\nOne, two, three\nend\n",
            "time\n12:30:15\n12:31:00\n13:00:01\n",
            "when\n2020-01-01 10:00\n2020-01-02 11:30\n2020-01-03 12:00\n",
            "value\n1,5\n2,7\n3,25\n",
            "name\nAnn Smith\nBob Jones\nCy Young\n",
            "size\n1;2\n3\n4;5;6\n7\n",
        ] {
            assert!(fields_of(text).iter().all(|width| *width == 1), "{text:?}");
        }
    }

    #[test]
    fn quotes_and_escapes() {
        let quote = |text: &str| (sniffed(text).quote, sniffed(text).escape);
        assert_eq!(
            quote("a,b\n'x, y','z'\n'p','q, r'\n's','t'\n"),
            (Quote::Single, Escape::Double)
        );
        assert_eq!(
            quote("size,price\n\"5,10\n\"6,11\n\"7,12\n\"8,13\n"),
            (Quote::None, Escape::Double)
        );
        assert_eq!(
            quote("a,b\n\"he said \\\"hi, you\\\"\",2\nx,3\ny,4\n"),
            (Quote::Double, Escape::Backslash)
        );
        assert_eq!(
            quote("id,text,n\n1,a\\,b,3\n2,c\\,d,4\n3,e,5\n4,f,6\n"),
            (Quote::Double, Escape::Backslash)
        );
        assert_eq!(
            quote("path,n\nC:\\dir\\,3\nD:\\,4\nx,5\n"),
            (Quote::Double, Escape::Double)
        );
        assert_eq!(
            quote("a,b\n\"C:\\dir\\\",2\n\"D:\\\",3\n"),
            (Quote::Double, Escape::Double)
        );
        assert_eq!(
            quote("a,b\nit's,2\ndon't,3\n"),
            (Quote::Double, Escape::Double)
        );
    }

    #[test]
    fn line_ends() {
        assert_eq!(fields_of("a,b\r1,2\r"), [2, 2]);
        assert_eq!(fields_of("a,b\r\n1,2\n3,4\r5,6\n"), [2, 2, 2, 2]);
        assert_eq!(fields_of("a,b\nx\ry,2\nz\rw,4\nq,5\n"), [2, 2, 2, 2]);
    }

    #[test]
    fn what_is_said_is_kept() {
        let said = ImportOptions {
            delimiter: Some(";".to_owned()),
            quote: Some(Quote::None),
            ..ImportOptions::default()
        };
        let sniffed = sniff("a,b;c\n1,2;3\n", true, &said);
        assert_eq!(
            (sniffed.delimiter.as_str(), sniffed.quote),
            (";", Quote::None)
        );
        let excel = sniff(
            "sep=|\na,b|c\n1,5|2\n3,5|4\n",
            true,
            &ImportOptions::default(),
        );
        assert_eq!(excel.delimiter, "|");
    }
}
