//! Values that seem to stand for "missing": 999, -1, 0 where nothing is small, 1900-01-01, "unknown".

use super::order::{Run, ascending, descending, occurrences, quantile};
use super::texts::means_missing;
use super::view::{ColumnView, ROWS_SHOWN, rows_where};
use super::words::{exact, is_are, listed, percent, rounded, set_missing, values_of};
use crate::report::{Finding, counted};
use crate::values::markers::marker;

const DAY: f64 = 86_400_000.0;

/// Stand-ins offered as buttons, at most.
const OFFERED: usize = 4;

/// Findings, and the ascending values without those that they are about.
pub(crate) struct Disguised<'a> {
    pub findings: Vec<Finding>,
    pub rest: &'a [f64],
}

/// Numbers that are known as stand-ins and stand apart from the others.
pub(crate) fn numbers<'a>(column: &ColumnView, values: &[f64], sorted: &'a [f64]) -> Disguised<'a> {
    let mut found: Vec<(Run, String)> = Vec::new();
    let mut rest = sorted;
    while let Some((run, why)) = greatest(rest).filter(|_| found.len() < OFFERED) {
        rest = &rest[..rest.len() - run.count];
        found.push((run, why));
    }
    while let Some((run, why)) = smallest(rest).filter(|_| found.len() < OFFERED) {
        rest = &rest[run.count..];
        found.push((run, why));
    }
    if let Some((run, why)) = zero(rest) {
        rest = &rest[run.count..];
        found.push((run, why));
    }
    if found.is_empty() {
        found.extend(frequent(column, sorted));
    }
    let findings = found
        .into_iter()
        .map(|(run, why)| {
            let count = run.count as u64;
            let text = exact(run.value);
            let share = percent(count, sorted.len() as u64);
            let values_are = format!("{} ({share}) {}", values_of(count, column.name), is_are(count));
            // Where zeros are frequent they may well be true: no garden, no discount.
            let finding = if run.value == 0.0 && run.count * 10 > sorted.len() {
                let message = format!(
                    "{values_are} exactly 0, {why}: does 0 mean none here, or that the value is missing?"
                );
                Finding::info("disguisedMissing", message)
            } else {
                let message = format!(
                    "{values_are} exactly {text}, {why}: {text} may stand for a missing value."
                );
                Finding::warning("disguisedMissing", message)
            };
            finding
                .of_column(column.name)
                .at_rows(rows_where(values, |value| value == run.value))
                .with(set_missing(column.name, &text))
        })
        .collect();
    Disguised { findings, rest }
}

/// The greatest value, if it is written in nines (99, 999.9) or the end of a machine's range, far above the rest.
fn greatest(sorted: &[f64]) -> Option<(Run, String)> {
    let run = descending(sorted).next()?;
    if run.value <= 0.0 || !is_nines(run.value) && !is_machine_limit(run.value) {
        return None;
    }
    let rest = &sorted[..sorted.len() - run.count];
    let (first, last) = (*rest.first()?, *rest.last()?);
    let apart = stands_apart(run, run.value - last, last - first, rest);
    apart.then(|| (run, format!("while no other exceeds {}", rounded(last))))
}

/// The smallest value, if it is -1, -9, -99, … or the end of a machine's range, apart from the rest.
fn smallest(sorted: &[f64]) -> Option<(Run, String)> {
    let run = ascending(sorted).next()?;
    if run.value >= 0.0 {
        return None;
    }
    let rest = &sorted[run.count..];
    let (first, last) = (*rest.first()?, *rest.last()?);
    let apart = if run.value == -1.0 || run.value == -9.0 {
        first >= 0.0 && spikes_below(run, rest)
    } else if is_nines(-run.value) || is_machine_limit(run.value) {
        (first >= 0.0 && ascending(rest).nth(4).is_some())
            || stands_apart(run, first - run.value, last - first, rest)
    } else {
        false
    };
    apart.then(|| (run, format!("while no other is below {}", rounded(first))))
}

/// A value at the end of the range stands apart where the gap is as wide as half of the others' range; one that occurs
/// once, where it is twice as wide.
fn stands_apart(run: Run, gap: f64, range: f64, rest: &[f64]) -> bool {
    if rest.len() < 5 || range <= 0.0 {
        return false;
    }
    // Two or three other values are codes of a few classes, of which a great one may be another.
    let few = ascending(rest).nth(4).is_none();
    let needed = match (few, run.count) {
        (true, _) => 5.0,
        (false, 1) => 2.0,
        (false, _) => 0.5,
    };
    gap >= needed * range
}

/// Whether a small negative number is no part of the smooth end of a distribution: a gap of several usual steps
/// follows, or it is by far more frequent than its neighbours.
fn spikes_below(run: Run, rest: &[f64]) -> bool {
    let neighbours: Vec<Run> = ascending(rest).take(20).collect();
    if neighbours.len() < 10 || run.count < 2 {
        return false;
    }
    let gap = neighbours[0].value - run.value;
    let frequent = neighbours
        .iter()
        .take(10)
        .map(|one| one.count)
        .max()
        .unwrap_or(0);
    let total = rest.len() + run.count;
    gap >= 5.0 * usual_step(&neighbours) || (run.count >= 3 * frequent && run.count * 20 >= total)
}

fn usual_step(runs: &[Run]) -> f64 {
    let mut steps: Vec<f64> = runs
        .windows(2)
        .map(|two| two[1].value - two[0].value)
        .collect();
    steps.sort_unstable_by(f64::total_cmp);
    quantile(&steps, 0.5)
}

/// Zeros below a quantity that is otherwise never small: a blood pressure, a length.
fn zero(sorted: &[f64]) -> Option<(Run, String)> {
    let run = ascending(sorted).next().filter(|run| run.value == 0.0)?;
    let rest = &sorted[run.count..];
    let neighbours: Vec<Run> = ascending(rest).take(20).collect();
    // Amounts that are mostly zero are zero in earnest.
    if neighbours.len() < 20 || run.count < 2 || run.count > sorted.len() / 2 {
        return None;
    }
    let least = neighbours[0].value;
    let apart = least >= 0.1 * quantile(rest, 0.5) && least >= 5.0 * usual_step(&neighbours);
    apart.then(|| (run, format!("while no other is below {}", rounded(least))))
}

/// A stand-in amid the values, given away by how often it occurs.
fn frequent(column: &ColumnView, sorted: &[f64]) -> Option<(Run, String)> {
    let (most, next) = column.most_frequent;
    if column.distinct < 50 || most < 20 || most < 10 * next {
        return None;
    }
    let value = candidates().find(|&value| occurrences(sorted, value) as u64 == most)?;
    let run = Run {
        value,
        count: most as usize,
    };
    let why = format!(
        "while no other value occurs more than {}",
        counted(next, "time")
    );
    Some((run, why))
}

fn candidates() -> impl Iterator<Item = f64> {
    let nines = [99.0, 999.0, 9999.0, 99_999.0, 999_999.0, 9_999_999.0];
    nines
        .into_iter()
        .chain([1.0, 9.0].into_iter().chain(nines).map(|value| -value))
}

/// 99, 999, …, 9,999,999,999, also as 9.99 times a power of ten (99.9, 999.99); not 9 or 9.9.
fn is_nines(value: f64) -> bool {
    let text = exact(value);
    let digits = text.bytes().filter(|&byte| byte != b'.');
    value >= 99.0
        && text.len() <= 12
        && digits.clone().count() >= 2
        && digits.clone().all(|digit| digit == b'9')
}

fn is_machine_limit(value: f64) -> bool {
    let limits = [32_767.0, 65_535.0, 2_147_483_647.0, 4_294_967_295.0];
    limits.contains(&value)
        || [-32_768.0, -2_147_483_648.0].contains(&value)
        || value.abs() >= 1e30
        || value.abs() == 1e20
}

/// Days that programs write where none is known, far from the others or by far the most frequent.
pub(crate) fn dates<'a>(column: &ColumnView, values: &[f64], sorted: &'a [f64]) -> Disguised<'a> {
    let mut disguised = Disguised {
        findings: Vec::new(),
        rest: sorted,
    };
    for (day, text) in stand_in_days() {
        let rest = disguised.rest;
        let from = rest.partition_point(|&one| one < day);
        let to = rest.partition_point(|&one| one < day + DAY);
        let count = (to - from) as u64;
        let Some(why) = strange_day(column, &rest[..from], day, count, &rest[to..]) else {
            continue;
        };
        if from == 0 {
            disguised.rest = &rest[to..];
        } else if to == rest.len() {
            disguised.rest = &rest[..from];
        }
        let message = format!(
            "{} ({}) {} {text}, {why}: that day may stand for a missing date.",
            values_of(count, column.name),
            percent(count, sorted.len() as u64),
            is_are(count),
        );
        disguised.findings.push(
            Finding::warning("disguisedMissing", message)
                .of_column(column.name)
                .at_rows(rows_where(values, |one| one >= day && one < day + DAY))
                .with(set_missing(column.name, text)),
        );
    }
    disguised
}

/// What is strange about a day that occurs so often between earlier and later ones.
fn strange_day(
    column: &ColumnView,
    below: &[f64],
    day: f64,
    count: u64,
    above: &[f64],
) -> Option<&'static str> {
    if count == 0 || below.len() + above.len() < 5 {
        return None;
    }
    let gap = match (below.last(), above.first()) {
        (None, Some(next)) => next - day,
        (Some(previous), None) => day - previous,
        _ => 0.0,
    };
    let (first, last) = (
        below.first().or(above.first())?,
        above.last().or(below.last())?,
    );
    if gap > 366.0 * DAY && gap >= 0.25 * (last - first) {
        return Some("far from the others");
    }
    let (most, next) = column.most_frequent;
    (count >= 5 && count == most && count >= 10 * next.max(1))
        .then_some("by far the most frequent day")
}

/// Milliseconds since 1970 and ISO dates: the zero of calendars and machines, and "for ever".
fn stand_in_days() -> [(f64, &'static str); 9] {
    [
        (-62_135_596_800_000.0, "0001-01-01"),
        (-6_847_804_800_000.0, "1753-01-01"),
        (-2_209_161_600_000.0, "1899-12-30"),
        (-2_209_075_200_000.0, "1899-12-31"),
        (-2_208_988_800_000.0, "1900-01-01"),
        (0.0, "1970-01-01"),
        (253_402_214_400_000.0, "9999-12-31"),
        (32_503_593_600_000.0, "2999-12-31"),
        (4_102_358_400_000.0, "2099-12-31"),
    ]
}

/// Levels that say in words that nothing is known. Where a person chose what counts as missing, the usual markers are
/// values because they were kept.
pub(crate) fn levels(
    column: &ColumnView,
    codes: &[i32],
    levels: &[&str],
    counts: &[u64],
    markers_chosen: bool,
) -> Option<Finding> {
    let is_kept = |text: &str| markers_chosen && marker(text.as_bytes()).is_some();
    let mut said: Vec<usize> = (0..levels.len())
        .filter(|&code| counts[code] > 0 && means_missing(levels[code]) && !is_kept(levels[code]))
        .collect();
    // Signs are values where there are several of them, such as + and -.
    let is_sign = |text: &str| !text.chars().any(char::is_alphanumeric);
    if levels.iter().filter(|level| is_sign(level)).count() > 1 {
        said.retain(|&code| !is_sign(levels[code]));
    }
    if said.is_empty() || said.len() as u64 == column.distinct {
        return None;
    }
    said.sort_by_key(|&code| std::cmp::Reverse(counts[code]));
    let total = said.iter().map(|&code| counts[code]).sum::<u64>();
    let present = counts.iter().sum::<u64>();
    let message = format!(
        "{} ({}) {} {}, which may mean that the value is missing; now it counts as a level of its own.",
        values_of(total, column.name),
        percent(total, present),
        is_are(total),
        listed(said.iter().map(|&code| levels[code]), 3),
    );
    let rows = codes
        .iter()
        .enumerate()
        .filter(|&(_, &code)| said.iter().any(|&one| one as i32 == code))
        .map(|(row, _)| row as u64)
        .take(ROWS_SHOWN);
    let mut finding = Finding::info("disguisedMissing", message)
        .of_column(column.name)
        .at_rows(rows);
    for &code in said.iter().take(OFFERED) {
        finding = finding.with(set_missing(column.name, levels[code]));
    }
    Some(finding)
}

/// Whether a marker that was read as missing may be a code among codes: NA for Namibia among DE and FR.
pub(crate) fn may_be_a_code(marker: &str, levels: &[&str]) -> bool {
    let is_code = |text: &str| {
        text.chars().count() == marker.chars().count()
            && text.chars().all(|c| c.is_ascii_uppercase())
    };
    is_code(marker)
        && levels.len() >= 5
        && levels.iter().filter(|level| is_code(level)).count() * 10 >= levels.len() * 9
}

#[cfg(test)]
#[path = "disguised_tests.rs"]
mod tests;
