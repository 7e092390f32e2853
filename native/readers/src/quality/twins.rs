//! Levels that seem to be two spellings of one: "Berlin", "berlin", "Berlln".

use super::view::{ColumnView, rows_where};
use super::words::shortened;
use crate::report::{Finding, Merge, ProposedStep, Remedy, counted, grouped};
use std::collections::HashMap;

/// Levels looked at, the most frequent first: what is beyond them is free text.
const MOST_LEVELS: usize = 2_000;
/// Frequent levels that rare ones are compared with.
const FREQUENT: usize = 200;
/// A misspelling is at least so many times rarer than what it misspells.
const RARER: u64 = 10;

/// A level and the more frequent one that it seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Twin {
    pub code: usize,
    pub of: usize,
}

/// The finding about the twins of a column.
pub(crate) fn finding(
    column: &ColumnView,
    codes: &[i32],
    levels: &[&str],
    counts: &[u64],
    found: &[Twin],
) -> Option<Finding> {
    if found.is_empty() {
        return None;
    }
    let count = found.len() as u64;
    let shown = found
        .iter()
        .take(3)
        .map(|twin| {
            format!(
                "“{}” ({}) and “{}” ({})",
                shortened(levels[twin.code]),
                grouped(counts[twin.code]),
                shortened(levels[twin.of]),
                grouped(counts[twin.of])
            )
        })
        .collect::<Vec<_>>();
    let rest = found.len().saturating_sub(shown.len());
    let message = format!(
        "{} of “{}” {} another spelling of a more frequent one: {}{}.",
        counted(count, "level"),
        shortened(column.name),
        if count == 1 {
            "seems to be"
        } else {
            "seem to be"
        },
        shown.join("; "),
        if rest > 0 {
            format!("; and {rest} more")
        } else {
            String::new()
        },
    );
    let mut is_twin = vec![false; levels.len()];
    for twin in found {
        is_twin[twin.code] = true;
    }
    let rows = rows_where(codes, |code| {
        usize::try_from(code).is_ok_and(|code| is_twin.get(code) == Some(&true))
    });
    Some(
        Finding::warning("misspeltLevels", message)
            .of_column(column.name)
            .at_rows(rows)
            .with(Remedy::AddStep {
                label: if count == 1 {
                    "Merge the two".to_owned()
                } else {
                    "Merge the spellings".to_owned()
                },
                step: ProposedStep::MergeLevels {
                    columns: vec![column.name.to_owned()],
                    merges: merges(levels, found),
                },
            }),
    )
}

/// Each level that has twins, with them, in the order found. A twin of a twin becomes what that one becomes.
fn merges(levels: &[&str], found: &[Twin]) -> Vec<Merge> {
    let is_of: HashMap<usize, usize> = found.iter().map(|twin| (twin.code, twin.of)).collect();
    let mut merged: Vec<(usize, Vec<String>)> = Vec::new();
    for twin in found {
        let mut into = twin.of;
        for _ in 0..found.len() {
            let Some(&next) = is_of.get(&into) else { break };
            into = next;
        }
        let level = levels[twin.code].to_owned();
        match merged.iter_mut().find(|(code, _)| *code == into) {
            Some((_, others)) => others.push(level),
            None => merged.push((into, vec![level])),
        }
    }
    merged
        .into_iter()
        .map(|(into, others)| Merge {
            into: levels[into].to_owned(),
            levels: others,
        })
        .collect()
}

/// Levels that differ from a more frequent one in case, blanks or signs only, or in a letter or two; at most 100, those
/// of the most frequent levels first.
pub(crate) fn find(levels: &[&str], counts: &[u64]) -> Vec<Twin> {
    let mut order: Vec<usize> = (0..levels.len()).filter(|&code| counts[code] > 0).collect();
    order.sort_by(|&a, &b| counts[b].cmp(&counts[a]).then(a.cmp(&b)));
    order.truncate(MOST_LEVELS);
    let plain: Vec<String> = order.iter().map(|&code| plain(levels[code])).collect();

    let mut found = Vec::new();
    let mut first_with: HashMap<&str, usize> = HashMap::new();
    let mut is_first = vec![true; order.len()];
    for (at, text) in plain.iter().enumerate() {
        // Single letters may be two codes: m and M.
        let comparable = text.chars().count() >= 2 || order.len() <= 6;
        if text.is_empty() || !comparable {
            continue;
        }
        match first_with.get(text.as_str()) {
            Some(&of) => {
                is_first[at] = false;
                found.push(Twin {
                    code: order[at],
                    of: order[of],
                });
            }
            None => {
                first_with.insert(text, at);
            }
        }
    }
    found.extend(misspelt(&order, &plain, &is_first, counts));
    found.truncate(100);
    found
}

/// Rare levels a letter or two away from a frequent one. Only words that begin alike are compared.
fn misspelt(order: &[usize], plain: &[String], is_first: &[bool], counts: &[u64]) -> Vec<Twin> {
    let mut by_letter: HashMap<char, Vec<usize>> = HashMap::new();
    for (at, text) in plain.iter().enumerate().take(FREQUENT) {
        if let Some(letter) = text.chars().next().filter(|c| c.is_alphabetic()) {
            by_letter.entry(letter).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for (at, text) in plain.iter().enumerate() {
        let Some(candidates) = text
            .chars()
            .next()
            .and_then(|letter| by_letter.get(&letter))
        else {
            continue;
        };
        let rare = counts[order[at]];
        let of = candidates.iter().copied().find(|&of| {
            is_first[at] && counts[order[of]] >= RARER * rare && is_misspelling(text, &plain[of])
        });
        if let Some(of) = of {
            found.push(Twin {
                code: order[at],
                of: order[of],
            });
        }
    }
    found
}

/// Lower case, with single blanks in place of blanks and signs; a letter's accent stays.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    // Signs that tell levels apart stay: C and C++, -1 and 1, <5 and >5.
    for c in text.chars() {
        if c.is_whitespace() || matches!(c, '_' | '.' | ',' | '\'' | '’' | '-' | '–') {
            if !plain.is_empty() && !plain.ends_with(' ') {
                plain.push(' ');
            }
        } else {
            plain.extend(c.to_lowercase());
        }
    }
    plain.truncate(plain.trim_end().len());
    // Digits are told apart by their signs: 1.5 and 15, 2020-01 and 202001.
    if plain.bytes().any(|byte| byte.is_ascii_digit()) {
        text.to_lowercase()
    } else {
        plain
    }
}

/// Whether two texts are equal but for one word, in which a letter or (in long words) two differ. Numbers, single
/// letters and short words are names of their own: "Line 1" and "Line 2", "Lenox East" and "Lenox West".
fn is_misspelling(one: &str, other: &str) -> bool {
    if one.len().abs_diff(other.len()) > 2 * 4
        || one.bytes().chain(other.bytes()).any(|b| b.is_ascii_digit())
    {
        return false;
    }
    if one.matches(' ').count() != other.matches(' ').count() {
        return false;
    }
    let mut differing = one.split(' ').zip(other.split(' ')).filter(|(a, b)| a != b);
    let (Some((a, b)), None) = (differing.next(), differing.next()) else {
        return false;
    };
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let shorter = a.len().min(b.len());
    if shorter > 64 || a.first() != b.first() {
        return false;
    }
    let allowed = match shorter {
        0..=4 => return false,
        5..=9 => 1,
        _ => 2,
    };
    distance(&a, &b) <= allowed
}

/// Edits of a letter, swaps of neighbours counting as one (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut current = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = previous[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(previous[j] + 1).min(current[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            current[j] = best;
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(levels: &[(&str, u64)]) -> Vec<(String, String)> {
        let texts: Vec<&str> = levels.iter().map(|&(text, _)| text).collect();
        let counts: Vec<u64> = levels.iter().map(|&(_, count)| count).collect();
        find(&texts, &counts)
            .into_iter()
            .map(|twin| (texts[twin.code].to_owned(), texts[twin.of].to_owned()))
            .collect()
    }

    fn is_pair(one: &str, other: &str) -> bool {
        // Enough other levels that single letters count as codes.
        let mut levels = vec![(one, 1), (other, 100)];
        levels.extend(["aaa", "bbb", "ccc", "ddd", "eee"].map(|text| (text, 50)));
        pairs(&levels) == [(one.to_owned(), other.to_owned())]
    }

    #[test]
    fn other_case_blanks_and_letters_are_found() {
        assert!(is_pair("berlin", "Berlin"));
        assert!(is_pair("New  York", "New York"));
        assert!(is_pair("new-york", "New York"));
        assert!(is_pair("Berlln", "Berlin"));
        assert!(is_pair("Munihc", "Munich"));
        assert!(is_pair("Unitd States", "United States"));
        assert!(is_pair("ÖSTERREICH", "Österreich"));
    }

    #[test]
    fn names_that_are_alike_stay_apart() {
        for (one, other) in [
            ("Gambia", "Zambia"),
            ("Iran", "Iraq"),
            ("Austria", "Australia"),
            ("male", "female"),
            ("Line 1", "Line 2"),
            ("Class A", "Class B"),
            ("Lenox Hill East", "Lenox Hill West"),
            ("North", "South"),
            ("C", "C++"),
            ("m", "M"),
            ("<=50K", ">50K"),
            ("1.5", "15"),
            ("mon", "man"),
        ] {
            assert!(!is_pair(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_frequent_level_is_no_misspelling() {
        assert_eq!(pairs(&[("Ticket", 50), ("Tickets", 100)]), []);
        assert_eq!(pairs(&[("Ticket", 5), ("Tickets", 100)]).len(), 1);
        assert_eq!(
            pairs(&[("f", 50), ("F", 100), ("m", 3), ("M", 40)]).len(),
            2
        );
    }

    #[test]
    fn swaps_count_as_one_edit() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(distance(&chars("abcd"), &chars("abdc")), 1);
        assert_eq!(distance(&chars("kitten"), &chars("sitting")), 3);
        assert_eq!(distance(&chars(""), &chars("abc")), 3);
    }
}
