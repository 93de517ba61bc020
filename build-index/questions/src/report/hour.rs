//! Dates.

use crate::facts::Hour;
use helpdex::questions::stamp::iso_hour;
use jiff::civil::Date;

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
    if !is_date || hour > 23 {
        return None;
    }
    let date = Date::new(
        year.try_into().ok()?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    );
    let days = (date.ok()? - Date::constant(1970, 1, 1)).get_days();
    Some(u32::try_from(days).ok()? * 24 + hour)
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
