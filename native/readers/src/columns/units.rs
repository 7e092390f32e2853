//! What the signs and units beside a column's numbers say, decided from what all of its texts are.

use super::column::Unit;
use super::evidence::Evidence;
use crate::values::Class;
use crate::values::measures::Measure;
use crate::values::numbers::{Formats, Sign};
use crate::values::times::Clocks;

pub fn time_unit(evidence: &Evidence, values: u64) -> Option<Unit> {
    let all = |condition: fn(&Clocks) -> bool| {
        values > 0
            && evidence.count(|class| matches!(class, Class::Time(clocks) if condition(clocks)))
                == values
    };
    if all(|clocks| clocks.time_of_day) {
        Some(Unit::TimeOfDay)
    } else if all(|clocks| clocks.duration) {
        Some(Unit::Duration)
    } else {
        None
    }
}

/// Different currencies or units, or percents or units beside plain numbers: 0 is the same in all of them.
pub fn has_mixed_units(evidence: &Evidence) -> bool {
    let (mut currency, mut measure) = (None, None);
    let (mut percent, mut plain) = (false, false);
    for (class, _) in evidence.classes() {
        let Class::Number { sign, zero, .. } = class else {
            continue;
        };
        match sign {
            Sign::Percent => percent = true,
            Sign::None => plain |= !zero,
            Sign::Currency(id) if currency.is_none_or(|known| known == *id) => currency = Some(*id),
            Sign::Measure(unit) if measure.is_none_or(|known| known == *unit) => {
                measure = Some(*unit)
            }
            Sign::Currency(_) | Sign::Measure(_) => return true,
        }
    }
    let kinds = [percent, plain || currency.is_some(), measure.is_some()];
    kinds.into_iter().filter(|is_there| *is_there).count() > 1
}

/// Whether nothing tells numbers for short (1.5M, €5k) from names such as 4K and 12M: neither a currency, nor digits
/// behind a decimal mark, nor several multiples.
pub fn names_multiples(evidence: &Evidence) -> bool {
    let mut only = None;
    for (class, _) in evidence.classes() {
        match class {
            Class::Number { power: 0, .. } => {}
            Class::Number {
                power,
                sign: Sign::None,
                formats: Formats::ALL,
                ..
            } if only.is_none_or(|known| known == *power) => only = Some(*power),
            Class::Number { .. } => return false,
            _ => {}
        }
    }
    only.is_some()
}

/// The unit that the first of the numbers with one have.
pub fn measure(evidence: &Evidence) -> Option<Measure> {
    evidence
        .classes()
        .iter()
        .find_map(|(class, _)| match class {
            Class::Number {
                sign: Sign::Measure(measure),
                ..
            } => Some(*measure),
            _ => None,
        })
}

pub fn unit(evidence: &Evidence, time: Option<Unit>) -> Option<Unit> {
    if time.is_some() {
        return time;
    }
    let numbers = evidence.count(|class| matches!(class, Class::Number { .. }));
    let clocks = |condition: fn(&Clocks) -> bool| {
        evidence.count(|class| matches!(class, Class::Time(clocks) if condition(clocks)))
    };
    // A person asked for numbers where most are times.
    let (times_of_day, durations) = (clocks(|one| one.time_of_day), clocks(|one| one.duration));
    if times_of_day.max(durations) > numbers {
        return Some(if times_of_day >= durations {
            Unit::TimeOfDay
        } else {
            Unit::Duration
        });
    }
    let percents = |class: &Class| {
        matches!(
            class,
            Class::Number {
                sign: Sign::Percent,
                ..
            }
        )
    };
    let others = |class: &Class| matches!(class, Class::Number { sign, zero: false, .. } if *sign != Sign::Percent);
    (evidence.count(percents) > 0 && evidence.count(others) == 0).then_some(Unit::Percent)
}
