//! Dates.

use crate::facts::Hour;
use helpdex::questions::stamp::iso_hour;

/// Hours since 1970 of `2026-11-22T15:00:00Z` or `2026-11-22`. `None`: no such date.
pub fn hour_of(text: &str) -> Option<Hour> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<u32>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let is_date = text.as_bytes().get(4) == Some(&b'-') && text.as_bytes().get(7) == Some(&b'-');
    let hour = match text.as_bytes().get(10) {
        None => 0,
        Some(b'T' | b' ') => number(11..13)?,
        Some(_) => return None,
    };
    let is_sound = is_date && (1970..=9999).contains(&year) && (1..=12).contains(&month);
    if !is_sound || !(1..=31).contains(&day) || hour > 23 {
        return None;
    }
    Some(days(year, month, day) * 24 + hour)
}

/// Days since 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
/// `days_from_civil`).
fn days(year: u32, month: u32, day: u32) -> u32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year / 400;
    let of_era = year % 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// `2026-11-22T15:00:00Z`.
pub fn iso(hour: Hour) -> String {
    iso_hour(f64::from(hour) * 3_600_000.0)
}

/// `2026-11-22`.
pub fn date(hour: Hour) -> String {
    iso(hour).split('T').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_go_there_and_back() {
        for hour in [0, 23, 24, 264_503, 498_072, 963_000, 70_389_527] {
            assert_eq!(hour_of(&iso(hour)), Some(hour));
        }
        assert_eq!(hour_of("1970-01-02"), Some(24));
        for text in [
            "",
            "1970",
            "1970-13-01",
            "1970-01-32",
            "1969-12-31",
            "1970-01-01T25",
            "1970/01/01",
            "1970-01-01x",
        ] {
            assert_eq!(hour_of(text), None, "{text}");
        }
    }
}
