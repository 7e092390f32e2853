//! Times of day and durations, as seconds.

use super::cursor::Cursor;

/// What a text may be: a time of day, a duration, or both (02:30:00).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Clocks {
    pub time_of_day: bool,
    pub duration: bool,
}

/// A text read as a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Time {
    pub seconds: f64,
    pub clocks: Clocks,
}

const DAY: f64 = 86_400.0;

/// The time a trimmed text stands for: 12:30, 2:30:15.5 PM, 101:30:00, 1:23.4, 1h 30m, 90 min, 2 days 03:04:05, PT1H30M.
/// Two parts with an hour beyond 23 (75:30) could be hours or minutes, and are neither.
pub fn read(text: &[u8]) -> Option<Time> {
    if text.len() > 40 || !text.iter().any(u8::is_ascii_digit) {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let time = clock(rest)
        .or_else(|| minutes_and_seconds(rest))
        .or_else(|| days_and_clock(rest))
        .or_else(|| iso(rest))
        .or_else(|| with_units(rest))?;
    if !negative {
        return Some(time);
    }
    // A negative time of day is a duration or nothing.
    time.clocks.duration.then_some(Time {
        seconds: -time.seconds,
        clocks: Clocks {
            time_of_day: false,
            duration: true,
        },
    })
}

/// Hours, minutes and seconds of a clock, as parts.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    pub hour: u32,
    pub minute: u32,
    pub second: u32,
    /// Fraction of a second.
    pub fraction: f64,
    pub has_seconds: bool,
    /// It stands with am or pm; `hour` is then already of 24.
    pub halved: bool,
}

impl Reading {
    pub fn seconds(&self) -> f64 {
        f64::from(self.hour) * 3600.0 + f64::from(self.minute * 60 + self.second) + self.fraction
    }
}

/// Takes a clock's reading: `20:21`, `8:21:09.5 PM`.
pub fn take_clock(cursor: &mut Cursor<'_>) -> Option<Reading> {
    let (hour, width) = cursor.digits()?;
    let minute = part(cursor)?;
    let mut reading = Reading {
        hour,
        minute,
        second: 0,
        fraction: 0.0,
        has_seconds: false,
        halved: false,
    };
    if cursor.peek() == Some(b':') {
        reading.second = part(cursor)?;
        reading.has_seconds = true;
        if cursor.take_of(b".,").is_some() {
            let (digits, count) = cursor.digits()?;
            reading.fraction = f64::from(digits) / 10_f64.powi(count as i32);
        }
    }
    if let Some(is_afternoon) = take_half(cursor) {
        if !(1..=12).contains(&hour) {
            return None;
        }
        reading.hour = hour % 12 + if is_afternoon { 12 } else { 0 };
        reading.halved = true;
    }
    (width <= 6 && minute < 60 && reading.second < 60).then_some(reading)
}

fn part(cursor: &mut Cursor<'_>) -> Option<u32> {
    if cursor.take(":") {
        cursor.number(2, 2)
    } else {
        None
    }
}

fn take_half(cursor: &mut Cursor<'_>) -> Option<bool> {
    let mut after = *cursor;
    after.skip_blanks();
    let rest = after.0.as_bytes();
    let (is_afternoon, length) = match rest {
        [a, b'.', m, b'.', ..] if m.eq_ignore_ascii_case(&b'm') => (half(*a)?, 4),
        [a, m, ..] if m.eq_ignore_ascii_case(&b'm') => (half(*a)?, 2),
        _ => return None,
    };
    *cursor = Cursor(&after.0[length..]);
    Some(is_afternoon)
}

fn half(letter: u8) -> Option<bool> {
    match letter.to_ascii_lowercase() {
        b'a' => Some(false),
        b'p' => Some(true),
        _ => None,
    }
}

fn clock(text: &str) -> Option<Time> {
    let mut cursor = Cursor(text);
    let reading = take_clock(&mut cursor)?;
    if !cursor.is_at_end() {
        return None;
    }
    let clocks = Clocks {
        time_of_day: reading.hour < 24,
        duration: reading.has_seconds && !reading.halved,
    };
    (clocks != Clocks::default()).then_some(Time {
        seconds: reading.seconds(),
        clocks,
    })
}

/// `1:23.4`, `75:09,123`: only seconds have a fraction, so that what stands before them are minutes.
fn minutes_and_seconds(text: &str) -> Option<Time> {
    let mut cursor = Cursor(text);
    let (minutes, width) = cursor.digits()?;
    let seconds = part(&mut cursor)?;
    cursor.take_of(b".,")?;
    let (digits, count) = cursor.digits()?;
    if width > 6 || seconds >= 60 || !cursor.is_at_end() {
        return None;
    }
    let fraction = f64::from(digits) / 10_f64.powi(count as i32);
    Some(duration(
        f64::from(minutes) * 60.0 + f64::from(seconds) + fraction,
    ))
}

fn duration(seconds: f64) -> Time {
    Time {
        seconds,
        clocks: Clocks {
            time_of_day: false,
            duration: true,
        },
    }
}

/// `2 days 03:04:05`, `1 day, 2:03:04`.
fn days_and_clock(text: &str) -> Option<Time> {
    let mut cursor = Cursor(text);
    let (days, _) = cursor.digits()?;
    cursor.skip_blanks();
    if !matches!(cursor.word(), "day" | "days") {
        return None;
    }
    cursor.take(",");
    cursor.skip_blanks();
    let time = clock(cursor.0).filter(|time| time.clocks.duration)?;
    Some(duration(f64::from(days) * DAY + time.seconds))
}

/// ISO 8601 without years and months, whose length is no fixed one: `P1DT2H30M`, `PT0.5S`, `P2W`.
fn iso(text: &str) -> Option<Time> {
    let mut cursor = Cursor(text.strip_prefix('P')?);
    let (mut seconds, mut in_time, mut parts) = (0.0, false, 0);
    while !cursor.is_at_end() {
        if !in_time && cursor.take("T") {
            in_time = true;
        }
        let amount = amount(&mut cursor)?;
        let unit = cursor.take_of(if in_time { b"HMS" } else { b"DW" })?;
        seconds += amount
            * match unit {
                b'W' => 7.0 * DAY,
                b'D' => DAY,
                b'H' => 3600.0,
                b'M' => 60.0,
                _ => 1.0,
            };
        parts += 1;
    }
    (parts > 0).then(|| duration(seconds))
}

/// `1h 30m`, `90 min`, `2 hours 5 minutes`. A lone `m` or `d` may be metres or degrees and does not count.
fn with_units(text: &str) -> Option<Time> {
    let mut cursor = Cursor(text);
    let (mut seconds, mut parts, mut sure) = (0.0, 0, false);
    let mut smallest = f64::INFINITY;
    while !cursor.is_at_end() {
        let amount = amount(&mut cursor)?;
        cursor.skip_blanks();
        let unit = cursor.word();
        let length = seconds_of(unit)?;
        // From the larger unit to the smaller, each once.
        if length >= smallest {
            return None;
        }
        smallest = length;
        seconds += amount * length;
        parts += 1;
        sure |= !matches!(unit, "m" | "d" | "s" | "h");
        cursor.take(",");
        cursor.skip_blanks();
    }
    let is_told = sure || parts > 1 || text.ends_with(['s', 'h']);
    (parts > 0 && is_told).then(|| duration(seconds))
}

fn amount(cursor: &mut Cursor<'_>) -> Option<f64> {
    let length = cursor
        .0
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || *byte == b'.')
        .count();
    let (text, rest) = cursor.0.split_at(length);
    let amount: f64 = text.parse().ok().filter(|_| text.as_bytes()[0] != b'.')?;
    *cursor = Cursor(rest);
    amount.is_finite().then_some(amount)
}

fn seconds_of(unit: &str) -> Option<f64> {
    Some(match unit {
        "ms" => 0.001,
        "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "m" | "min" | "mins" | "minute" | "minutes" => 60.0,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3600.0,
        "d" | "day" | "days" => DAY,
        "week" | "weeks" => 7.0 * DAY,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<f64> {
        read(text.as_bytes()).map(|time| time.seconds)
    }

    #[test]
    fn clocks_are_seconds_since_midnight() {
        assert_eq!(seconds("12:30"), Some(45_000.0));
        assert_eq!(seconds("0:00:01.5"), Some(1.5));
        assert_eq!(seconds("12:05 AM"), Some(300.0));
        assert_eq!(seconds("1:05:09 p.m."), Some(47_109.0));
        assert_eq!(seconds("2:03:04"), seconds("PT2H3M4S"));
    }

    #[test]
    fn durations_are_seconds() {
        for (text, expected) in [
            ("101:30:00", 365_400.0),
            ("-01:30:00", -5400.0),
            ("1:23.4", 83.4),
            ("75:09,125", 4509.125),
            ("-0:00.5", -0.5),
            ("1h 30m", 5400.0),
            ("90 min", 5400.0),
            ("2 hours, 5 minutes", 7500.0),
            ("250 ms", 0.25),
            ("5 s", 5.0),
            ("3 days", 259_200.0),
            ("2 days 03:04:05", 183_845.0),
            ("1 day, 2:03:04", 93_784.0),
            ("P1DT2H30M", 95_400.0),
            ("PT0.5S", 0.5),
            ("P2W", 1_209_600.0),
        ] {
            let time = read(text.as_bytes());
            assert!(time.is_some_and(|time| time.clocks.duration), "{text}");
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_may_be_both_says_so() {
        let both = read(b"02:30:00").map(|time| time.clocks);
        assert_eq!(
            both,
            Some(Clocks {
                time_of_day: true,
                duration: true
            })
        );
        let time_only = read(b"02:30").map(|time| time.clocks);
        assert_eq!(
            time_only,
            Some(Clocks {
                time_of_day: true,
                duration: false
            })
        );
    }

    #[test]
    fn other_texts_are_no_times() {
        for text in [
            "75:30", "12:60", "12:3", "13:05 PM", "5 m", "5 d", "P", "PT", "P1Y", "5", "1h 2h",
            "30m 1h", "5 kg", "x", "1:2:3", ".5 s", "1:75.2", "1:23.",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
