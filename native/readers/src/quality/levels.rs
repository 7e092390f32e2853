//! Levels of categories: too rare to learn from, of two kinds, or digits that are kept as texts.

use super::order::quantile;
use super::twins::Twin;
use super::view::{ColumnView, rows_where};
use super::words::{is_are, listed, percent, set_kind, shortened};
use crate::options::ColumnKind;
use crate::report::{Finding, ProposedStep, Remedy, counted};

/// A level that occurs in fewer rows than this …
const RARE: u64 = 10;
/// … and in less than this share of them is too rare to learn from.
const RARE_SHARE: f64 = 0.01;

/// Levels too rare to learn from, where most are not. `twins` are told of elsewhere.
pub(crate) fn rare(
    column: &ColumnView,
    codes: &[i32],
    levels: &[&str],
    counts: &[u64],
    twins: &[Twin],
) -> Option<Finding> {
    let present = counts.iter().sum::<u64>();
    let limit = RARE.min((present as f64 * RARE_SHARE).ceil() as u64);
    let mut is_rare: Vec<bool> = counts
        .iter()
        .map(|&count| count > 0 && count < limit)
        .collect();
    for twin in twins {
        is_rare[twin.code] = false;
    }
    let mut found: Vec<usize> = (0..levels.len()).filter(|&code| is_rare[code]).collect();
    let usual = column.distinct.saturating_sub(found.len() as u64);
    if column.kind != ColumnKind::Category
        || present < 100
        || found.is_empty()
        || usual < 2
        || found.len() as u64 > 2 * usual
    {
        return None;
    }
    found.sort_by(|&a, &b| counts[b].cmp(&counts[a]).then(a.cmp(&b)));
    let total = found.iter().map(|&code| counts[code]).sum::<u64>();
    let message = format!(
        "{} of “{}” {} rare: {} ({}{}), too few to learn from.",
        counted(found.len() as u64, "level"),
        shortened(column.name),
        is_are(found.len() as u64),
        listed(found.iter().map(|&code| levels[code]), 3),
        counted(total, "row"),
        if found.len() == 1 { "" } else { " together" },
    );
    let rows = rows_where(codes, |code| {
        usize::try_from(code).is_ok_and(|code| is_rare.get(code) == Some(&true))
    });
    Some(
        Finding::info("rareLevels", message)
            .of_column(column.name)
            .at_rows(rows)
            .with(Remedy::LimitLevels {
                label: format!("Keep the {usual} frequent levels"),
                column: column.name.to_owned(),
                levels: usual.min(1000) as u32,
            })
            .with(Remedy::AddStep {
                label: "Put the rare ones together".to_owned(),
                step: ProposedStep::RareLevels {
                    columns: vec![column.name.to_owned()],
                    min_count: limit,
                },
            }),
    )
}

/// Digits that are texts on purpose: codes with leading zeros, and numbers too long for a float64.
pub(crate) fn digits(column: &ColumnView, levels: &[&str], counts: &[u64]) -> Option<Finding> {
    let used = || levels.iter().zip(counts).filter(|&(_, &count)| count > 0);
    if column.distinct < 2 || !used().all(|(level, _)| is_digits(level)) {
        return None;
    }
    let name = shortened(column.name);
    let message = if let Some((level, _)) = used().find(|(level, _)| is_padded(level)) {
        format!(
            "“{name}” holds digits, some with a leading zero, such as “{}”: they were kept as texts, as codes are.",
            shortened(level)
        )
    } else if let Some((level, _)) = used().find(|(level, _)| level.len() > 15) {
        format!(
            "“{name}” holds whole numbers of up to {} digits, such as “{}”: they were kept as texts, for a number would lose the last of them.",
            used()
                .map(|(level, _)| level.len())
                .max()
                .unwrap_or_default(),
            shortened(level)
        )
    } else {
        return None;
    };
    Some(
        Finding::info("digitsAsText", message)
            .of_column(column.name)
            .with(set_kind(
                "Read it as numbers",
                column.name,
                ColumnKind::Number,
            )),
    )
}

/// A column in which numbers and words are both frequent. Digits behind a leading zero are codes, and then the others are
/// codes too.
pub(crate) fn mixed_kinds(
    column: &ColumnView,
    codes: &[i32],
    levels: &[&str],
    counts: &[u64],
) -> Option<Finding> {
    if column.kind == ColumnKind::Boolean || levels.iter().any(|level| is_padded(level)) {
        return None;
    }
    let is_number: Vec<bool> = levels.iter().map(|level| is_plain_number(level)).collect();
    let present = counts.iter().sum::<u64>();
    let numbers = is_number
        .iter()
        .zip(counts)
        .map(|(&yes, &count)| if yes { count } else { 0 })
        .sum::<u64>();
    let words = present - numbers;
    // Below a tenth the rest are misfits among numbers, or a few digits among names.
    if present < 20 || numbers * 10 <= present || words * 10 <= present {
        return None;
    }
    // "38", "40", "S", "M": the shortest of codes are one vocabulary.
    let mut lengths: Vec<f64> = levels
        .iter()
        .zip(&is_number)
        .filter(|&(_, &yes)| !yes)
        .map(|(level, _)| level.chars().count() as f64)
        .collect();
    lengths.sort_unstable_by(f64::total_cmp);
    if quantile(&lengths, 0.5) < 3.0 || levels.iter().any(|level| joins_digits_and_letters(level)) {
        return None;
    }
    let word = levels
        .iter()
        .zip(&is_number)
        .zip(counts)
        .filter(|&((_, &yes), _)| !yes);
    let example = word.max_by_key(|&(_, &count)| count)?.0.0;
    let message = format!(
        "“{}” mixes kinds: {} {} a number ({}), the others are texts such as “{}”.",
        shortened(column.name),
        counted(numbers, "value"),
        is_are(numbers),
        percent(numbers, present),
        shortened(example),
    );
    let fewer_are_numbers = numbers <= words;
    let rows = rows_where(codes, |code| {
        usize::try_from(code)
            .ok()
            .and_then(|code| is_number.get(code))
            .is_some_and(|&yes| yes == fewer_are_numbers)
    });
    let mut finding = Finding::warning("mixedKinds", message)
        .of_column(column.name)
        .at_rows(rows);
    if numbers > words {
        finding = finding.with(set_kind(
            "Read it as numbers, the rest as missing",
            column.name,
            ColumnKind::Number,
        ));
    }
    Some(finding)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_padded(text: &str) -> bool {
    text.len() > 1 && text.starts_with('0') && is_digits(text)
}

fn is_plain_number(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
        && !(text.len() > 1 && text.starts_with('0') && !text.starts_with("0."))
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// `12A` and `B-7`: house numbers and part numbers, of which plain numbers are a part.
fn joins_digits_and_letters(text: &str) -> bool {
    text.len() <= 12
        && !text.contains(' ')
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().any(char::is_alphabetic)
}
