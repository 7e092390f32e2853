//! Days of the Gregorian calendar, as milliseconds since 1970-01-01 UTC.

pub const DAY: f64 = 86_400_000.0;

/// Milliseconds of a day's beginning (Hinnant, "chrono-compatible low-level date algorithms", days_from_civil).
#[inline(always)]
pub fn midnight(year: u32, month: u32, day: u32) -> Option<f64> {
    // Days before a month of a year that begins in March, so that the day of a leap year is the last.
    const BEFORE: [u16; 16] = [
        0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275, 0, 0, 0,
    ];
    const DAYS: [u8; 16] = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0];
    // 2000 is a leap year, 1900 is none.
    let is_leap = year & if year.is_multiple_of(100) { 15 } else { 3 } == 0;
    let at = month as usize & 15;
    let days = u32::from(DAYS[at]) + u32::from((month == 2) & is_leap);
    let is_date = (year.wrapping_sub(1000) < 9000) & (month < 16) & (day.wrapping_sub(1) < days);
    let shifted = year.wrapping_sub(u32::from(month <= 2));
    let century = shifted / 100;
    let leap_days = (shifted / 4)
        .wrapping_sub(century)
        .wrapping_add(century / 4);
    let days = shifted
        .wrapping_mul(365)
        .wrapping_add(leap_days)
        .wrapping_add(u32::from(BEFORE[at]))
        .wrapping_add(day);
    is_date.then_some((f64::from(days) - 719_469.0) * DAY)
}

/// A date as text: 2019-03-23, or with the time where there is one.
pub fn text_of(milliseconds: f64) -> String {
    if !milliseconds.is_finite() {
        return String::new();
    }
    let days = (milliseconds / DAY).floor();
    let within = (milliseconds - days * DAY) as u64;
    let (year, month, day) = civil(days as i64);
    let date = format!("{year:04}-{month:02}-{day:02}");
    let (seconds, rest) = (within / 1000, within % 1000);
    let clock = format!(
        "T{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    );
    match (within, rest) {
        (0, _) => date,
        (_, 0) => date + &clock,
        (_, _) => format!("{date}{clock}.{rest:03}"),
    }
}

/// Year, month and day of a number of days since 1970-01-01 (Hinnant, civil_from_days).
fn civil(days: i64) -> (i64, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * shifted_month + 2) / 5 + 1) as u32;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    } as u32;
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}
