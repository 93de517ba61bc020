//! How long to wait before a request is tried again.

use std::time::{Duration, SystemTime};

/// The wait that a `Retry-After` header asks for: seconds, or a date.
pub(super) fn asked(header: &str, now: SystemTime) -> Option<Duration> {
    let header = header.trim();
    if let Ok(seconds) = header.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(header).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// The wait after the `failures`-th failure, from 1: `first`, doubled each time, at most a minute.
pub(super) fn backoff(first: Duration, failures: u32) -> Duration {
    let factor = 2_u32.saturating_pow(failures.saturating_sub(1).min(16));
    first.saturating_mul(factor).min(Duration::from_secs(60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_dates_are_understood() {
        let now = httpdate::parse_http_date("Thu, 26 Nov 2026 08:00:00 GMT").unwrap();
        for (header, seconds) in [
            ("0", Some(0)),
            (" 17 ", Some(17)),
            ("Thu, 26 Nov 2026 08:00:05 GMT", Some(5)),
            ("Thu, 26 Nov 2026 07:00:00 GMT", Some(0)),
            ("-1", None),
            ("soon", None),
            ("99999999999999999999999", None),
        ] {
            assert_eq!(
                asked(header, now),
                seconds.map(Duration::from_secs),
                "{header}"
            );
        }
    }

    #[test]
    fn waits_double_up_to_a_minute() {
        let first = Duration::from_millis(500);
        let waits = [1, 2, 3, 60].map(|failures| backoff(first, failures).as_millis());
        assert_eq!(waits, [500, 1000, 2000, 60_000]);
    }
}
