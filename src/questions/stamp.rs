//! Times and ids that say no more than they must.

const HOUR_MS: f64 = 3_600_000.0;
/// Last representable hour: the end of the year 9999.
const LAST_HOUR: f64 = 70_389_527.0;
const HEX: &[u8; 16] = b"0123456789abcdef";

/// Ms since 1970 as `2026-11-22T15:00:00Z`, rounded down to the hour: who asked what when
/// must not be found by comparing logs. Years 1970–9999; anything else is clamped.
///
/// ```
/// use helpdex::questions::stamp::iso_hour;
/// assert_eq!(iso_hour(1_795_361_999_000.0), "2026-11-22T15:00:00Z");
/// ```
pub fn iso_hour(ms: f64) -> String {
    let hours = hours(ms);
    let (year, month, day) = civil(hours / 24);
    let mut text = String::with_capacity(20);
    push_decimal(&mut text, year, 4);
    text.push('-');
    push_decimal(&mut text, month, 2);
    text.push('-');
    push_decimal(&mut text, day, 2);
    text.push('T');
    push_decimal(&mut text, hours % 24, 2);
    text.push_str(":00:00Z");
    text
}

/// A UUID of version 7 from a time (ms since 1970) and 10 random bytes. Its time is rounded
/// down to the hour, like every other time that is sent; order within the hour is random.
pub fn unique_id(ms: f64, random: [u8; 10]) -> String {
    let time = u64::from(hours(ms)) * 3_600_000;
    let [a, b, tail @ ..] = random;
    let head = (time << 16) | 0x7000 | (u64::from(a & 0x0F) << 8) | u64::from(b);
    let tail = (u64::from_be_bytes(tail) & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000;
    let mut text = String::with_capacity(36);
    for (place, nibble) in nibbles(head).chain(nibbles(tail)).enumerate() {
        if matches!(place, 8 | 12 | 16 | 20) {
            text.push('-');
        }
        text.push(nibble);
    }
    text
}

fn nibbles(value: u64) -> impl Iterator<Item = char> {
    (0..16).rev().map(move |place| {
        let nibble = (value >> (place * 4)) & 15;
        char::from(HEX.get(nibble as usize).copied().unwrap_or(b'0'))
    })
}

fn hours(ms: f64) -> u32 {
    // A cast from f64 saturates and turns NaN into 0.
    (ms / HOUR_MS).clamp(0.0, LAST_HOUR) as u32
}

/// Days since 1970-01-01 as year, month, day (Howard Hinnant, "chrono-Compatible Low-Level
/// Date Algorithms", `civil_from_days`, for days that are not negative).
fn civil(days: u32) -> (u32, u32, u32) {
    let days = days + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = era * 400 + year_of_era + u32::from(month < 3);
    (year, month, day)
}

fn push_decimal(text: &mut String, value: u32, width: u32) {
    for place in (0..width).rev() {
        let digit = value / 10_u32.pow(place) % 10;
        text.push(char::from(b'0' + digit as u8));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_rounded_down() {
        for (ms, text) in [
            (0.0, "1970-01-01T00:00:00Z"),
            (951_825_599_999.0, "2000-02-29T11:00:00Z"),
            (1_709_251_199_000.0, "2024-02-29T23:00:00Z"),
            (1_709_251_200_000.0, "2024-03-01T00:00:00Z"),
            (4_102_444_800_000.0, "2100-01-01T00:00:00Z"),
            (253_402_300_799_999.0, "9999-12-31T23:00:00Z"),
            (f64::INFINITY, "9999-12-31T23:00:00Z"),
            (f64::NAN, "1970-01-01T00:00:00Z"),
            (-5.0, "1970-01-01T00:00:00Z"),
        ] {
            assert_eq!(iso_hour(ms), text);
        }
    }

    #[test]
    fn ids_are_version_7_and_hide_the_minute() {
        let id = unique_id(1_795_361_999_000.0, [0xFF; 10]);
        let next = unique_id(1_795_361_000_000.0, [0; 10]);
        assert_eq!(id.len(), 36);
        assert_eq!(id.get(14..15), Some("7"));
        assert_eq!(id.get(19..20), Some("b"));
        assert_eq!(next.get(14..20), Some("7000-8"));
        assert_eq!(id.get(..13), next.get(..13), "the same hour");
    }
}
