//! Which delimiters and quotes a text might be written with.

use super::shape;
use crate::options::{Escape, Quote};
use memchr::{memchr, memchr_iter, memmem};

/// A delimiter to be tried, and how much it is to be expected: 1 for the four that tables are made with.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    pub delimiter: String,
    pub prior: f64,
}

const SINGLE: [(&str, f64); 23] = [
    (",", 1.0),
    (";", 1.0),
    ("\t", 1.0),
    ("|", 1.0),
    ("\u{1}", 1.0),
    ("\u{1f}", 1.0),
    ("\u{1e}", 0.95),
    ("¦", 0.95),
    ("§", 0.9),
    ("^", 0.9),
    ("~", 0.9),
    (" ", 0.75),
    (":", 0.65),
    ("#", 0.7),
    ("!", 0.7),
    ("&", 0.7),
    ("@", 0.65),
    ("$", 0.65),
    ("%", 0.65),
    ("*", 0.7),
    ("=", 0.6),
    ("+", 0.55),
    ("/", 0.5),
];

/// A delimiter stands in at least this share of the lines, where it is one that tables are made with.
const LEAST_LINES: f64 = 0.15;
/// And in this share where it is a character like others.
const MOST_LINES: f64 = 0.7;
/// What stands beside nearly every delimiter belongs to it.
const NEARLY: f64 = 0.9;

pub(crate) fn delimiters(text: &str) -> Vec<Candidate> {
    let lines: Vec<&str> = text
        .split(['\n', '\r'])
        .filter(|line| !line.trim().is_empty())
        .take(2000)
        .collect();
    let mut found: Vec<Candidate> = Vec::new();
    let bare = without_quoted(text);
    let runs = punctuation_runs(&lines);
    for (single, prior) in SINGLE {
        let share = share_of_lines(&lines, single);
        let least = if prior >= 0.95 {
            LEAST_LINES
        } else {
            MOST_LINES
        };
        let is_part = runs.iter().any(|run| is_part_of(text, single, run));
        if share == 0.0 || is_part || (share < least && lines.len() > 2) {
            continue;
        }
        found.extend(forms(&bare, &lines, single, prior));
    }
    for run in runs {
        found.push(Candidate {
            delimiter: with_blanks(&bare, &run),
            prior: 0.95,
        });
    }
    if share_of_lines(&lines, "  ") >= MOST_LINES {
        found.push(Candidate {
            delimiter: "  ".to_owned(),
            prior: 0.75,
        });
    }
    let bare_lines: Vec<&str> = bare
        .split(['\n', '\r'])
        .filter(|line| !line.trim().is_empty())
        .take(2000)
        .collect();
    if names_regular_columns(&bare_lines) {
        found.retain(|one| one.prior >= 0.95 || stands_alike(&bare_lines, &one.delimiter));
    }
    found
}

/// Whether the first line is made of words that a delimiter of tables keeps apart, and stands as often in every line.
fn names_regular_columns(lines: &[&str]) -> bool {
    let [first, rest @ ..] = lines else {
        return false;
    };
    [",", ";", "\t", "|"].into_iter().any(|single| {
        let columns = count(first, single);
        columns > 0
            && rest.iter().all(|line| count(line, single) == columns)
            && first.split(single).all(|name| is_word(name.as_bytes()))
    })
}

fn is_word(cell: &[u8]) -> bool {
    !shape::is_blank(cell) && !shape::is_typed(cell)
}

/// Whether a delimiter stands in the first line as often as in the next: one that does not is a character of the values.
fn stands_alike(lines: &[&str], delimiter: &str) -> bool {
    let [first, second, ..] = lines else {
        return true;
    };
    count(first, delimiter) == count(second, delimiter)
}

/// A text without what stands between double quotes in its lines, where delimiters are none.
fn without_quoted(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    for line in text.split_inclusive(['\n', '\r']) {
        let outside = line.split('"').step_by(2);
        bare.extend(outside);
        // The last part of a quote that goes on in another line.
        if line.matches('"').count() % 2 == 1 {
            bare.push('\n');
        }
    }
    bare
}

/// Whether a character hardly stands but in a run of punctuation.
fn is_part_of(text: &str, single: &str, run: &str) -> bool {
    let inside = count(run, single) * count(text, run);
    inside > 0 && inside as f64 >= count(text, single) as f64 * NEARLY
}

/// A character by itself, or doubled where it is so in most lines, with the blanks that always stand beside it.
fn forms(text: &str, lines: &[&str], single: &str, prior: f64) -> Vec<Candidate> {
    let form = |delimiter: String, prior| Candidate { delimiter, prior };
    if single == " " || single == "\t" {
        return vec![form(single.to_owned(), prior)];
    }
    let doubled = single.repeat(2);
    // Two commas beside each other are an empty field.
    let doubles = ![",", ";"].contains(&single) && share_of_lines(lines, &doubled) >= MOST_LINES;
    let mut forms = Vec::new();
    if doubles {
        forms.push(form(with_blanks(text, &doubled), 0.95));
    }
    if !(doubles && is_part_of(text, single, &doubled)) {
        forms.push(form(with_blanks(text, single), prior));
    }
    forms
}

fn with_blanks(text: &str, delimiter: &str) -> String {
    let all = count(text, delimiter) as f64;
    let after = count(text, &format!("{delimiter} ")) + count_at_line_ends(text, delimiter);
    let before = count(text, &format!(" {delimiter}"));
    let is_after = after as f64 >= all * NEARLY && count(text, &format!("{delimiter} ")) > 0;
    let is_before = is_after && before as f64 >= all * NEARLY;
    format!(
        "{}{delimiter}{}",
        if is_before { " " } else { "" },
        if is_after { " " } else { "" }
    )
}

fn count_at_line_ends(text: &str, delimiter: &str) -> usize {
    count(text, &format!("{delimiter}\n")) + count(text, &format!("{delimiter}\r"))
}

/// Runs of two to four different punctuation characters that most lines hold, such as `|~|` and `::`.
fn punctuation_runs(lines: &[&str]) -> Vec<String> {
    let is_mark = |c: char| "|~^:;,#$@!&*+=<>/\\%".contains(c);
    let mut runs: Vec<(String, usize)> = Vec::new();
    for line in lines.iter().take(50) {
        let mut seen: Vec<&str> = Vec::new();
        for run in line
            .split(|c: char| !is_mark(c))
            .filter(|run| (2..=4).contains(&run.len()))
        {
            let mut characters = run.chars();
            let first = characters.next();
            if characters.any(|c| Some(c) != first) && !seen.contains(&run) {
                seen.push(run);
            }
        }
        for run in seen {
            match runs.iter_mut().find(|(known, _)| known == run) {
                Some((_, lines)) => *lines += 1,
                None => runs.push((run.to_owned(), 1)),
            }
        }
    }
    let least = (lines.len().min(50) as f64 * MOST_LINES).ceil() as usize;
    runs.retain(|(_, lines)| *lines >= least.max(2));
    runs.sort_by_key(|(_, lines)| std::cmp::Reverse(*lines));
    runs.into_iter().take(3).map(|(run, _)| run).collect()
}

fn share_of_lines(lines: &[&str], part: &str) -> f64 {
    let holding = lines.iter().filter(|line| line.contains(part)).count();
    holding as f64 / lines.len().max(1) as f64
}

pub(crate) fn quotes(text: &str) -> Vec<(Quote, Escape)> {
    let bytes = text.as_bytes();
    let mut found = vec![(Quote::Double, Escape::Double)];
    let has_double = memchr(b'"', bytes).is_some();
    if memchr_iter(b'\\', bytes).any(|at| escapes_sign(bytes.get(at + 1))) {
        found.push((Quote::Double, Escape::Backslash));
    }
    if memchr(b'\'', bytes).is_some() {
        found.push((Quote::Single, Escape::Double));
        if memmem::find(bytes, b"\\'").is_some() {
            found.push((Quote::Single, Escape::Backslash));
        }
    }
    if has_double {
        found.push((Quote::None, Escape::Double));
    }
    found
}

/// A quote, or what commonly is a delimiter.
fn escapes_sign(next: Option<&u8>) -> bool {
    matches!(next, Some(b'"' | b',' | b';' | b'\t' | b'|'))
}

pub(crate) fn count(text: &str, part: &str) -> usize {
    memmem::find_iter(text.as_bytes(), part).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        delimiters(text)
            .into_iter()
            .map(|one| one.delimiter)
            .collect()
    }

    #[test]
    fn blanks_and_doubles_belong_to_their_delimiter() {
        assert_eq!(names("a, b, c\n1, 2, 3\n")[0], ", ");
        assert_eq!(names("a,b, c\n1,2,3\n")[0], ",");
        assert_eq!(names("a, b\n\"1,5\", \"2,5\"\n\"3,5\", \"4,5\"\n")[0], ", ");
        assert!(names("a||b||c\n1||2||3\n").contains(&"||".to_owned()));
        assert!(names("a::b\n1::2\n").contains(&"::".to_owned()));
        assert!(names("a |~| b\n1 |~| 2\n").contains(&" |~| ".to_owned()));
        assert_eq!(names("a,,b\n1,,2\n")[0], ",");
    }
}
