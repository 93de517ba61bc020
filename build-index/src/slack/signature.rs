//! Whether a request is Slack's: its signature, its age, and that it comes for the first time.
//!
//! Version 0 of Slack's signatures is the HMAC-SHA256 of `v0:<timestamp>:<body>`, in hexadecimal after
//! `v0=`. A request that was overheard stays valid for five minutes; therefore signatures are remembered
//! as long.

use axum::http::StatusCode;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::collections::{BTreeSet, HashSet};
use std::sync::{Mutex, PoisonError};

/// A timestamp may differ from now by this many seconds, as Slack recommends.
const WINDOW_SECONDS: u64 = 300;
/// Signatures remembered at most: 66 requests a second for as long as one is valid.
const MAX_SEEN: usize = 20_000;
/// Bytes of an HMAC-SHA256.
const BYTES: usize = 32;

/// Checks requests, and remembers those that it let through.
#[derive(Debug)]
pub(super) struct Signatures {
    key: Hmac<Sha256>,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    signatures: HashSet<[u8; BYTES]>,
    /// The same by timestamp, so that old ones can be forgotten.
    by_time: BTreeSet<(u64, [u8; BYTES])>,
}

/// Why a request is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refused {
    #[error("not signed by Slack; check SLACK_SIGNING_SECRET")]
    Signature,
    #[error(
        "the request is older than five minutes, or from the future; check this machine's clock"
    )]
    Timestamp,
    #[error("the request came before")]
    Replay,
    #[error("too many requests within five minutes")]
    Full,
}

impl Refused {
    /// The status of the answer.
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::Signature | Self::Timestamp => StatusCode::UNAUTHORIZED,
            Self::Replay => StatusCode::CONFLICT,
            Self::Full => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl Signatures {
    /// Signatures with this secret.
    pub(super) fn new(secret: &[u8]) -> Self {
        Self {
            key: keyed(secret),
            seen: Mutex::default(),
        }
    }

    /// Lets a request through once. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// It is not signed, too old, or known.
    pub(super) fn check(
        &self,
        timestamp: &str,
        signature: &str,
        body: &[u8],
        now: u64,
    ) -> Result<(), Refused> {
        let signature = parse(signature).ok_or(Refused::Signature)?;
        let mut mac = self.key.clone();
        for part in [b"v0:".as_slice(), timestamp.as_bytes(), b":", body] {
            mac.update(part);
        }
        // In constant time.
        mac.verify_slice(&signature)
            .map_err(|_| Refused::Signature)?;
        let time: u64 = timestamp.parse().map_err(|_| Refused::Timestamp)?;
        if time.abs_diff(now) > WINDOW_SECONDS {
            return Err(Refused::Timestamp);
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.add(time, signature, now)
    }
}

impl Seen {
    fn add(&mut self, time: u64, signature: [u8; BYTES], now: u64) -> Result<(), Refused> {
        while let Some(oldest) = self.by_time.first().copied() {
            if oldest.0.saturating_add(WINDOW_SECONDS) >= now {
                break;
            }
            self.by_time.remove(&oldest);
            self.signatures.remove(&oldest.1);
        }
        if self.signatures.contains(&signature) {
            return Err(Refused::Replay);
        }
        if self.signatures.len() >= MAX_SEEN {
            return Err(Refused::Full);
        }
        self.signatures.insert(signature);
        self.by_time.insert((time, signature));
        Ok(())
    }
}

/// The keyed hash; a key may have any length.
pub(super) fn keyed(secret: &[u8]) -> Hmac<Sha256> {
    let mac = <Hmac<Sha256> as Mac>::new_from_slice(secret);
    mac.unwrap_or_else(|_| <Hmac<Sha256> as hmac::digest::KeyInit>::new(&Default::default()))
}

fn parse(signature: &str) -> Option<[u8; BYTES]> {
    let digits = signature.strip_prefix("v0=")?;
    if digits.len() != 2 * BYTES {
        return None;
    }
    let mut bytes = [0; BYTES];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of Slack's documentation.
    const SECRET: &[u8] = b"8f742231b10e8888abcd99yyyzzz85a5";
    const BODY: &[u8] = b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    const SIGNATURE: &str = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
    const TIME: u64 = 1_531_420_618;

    #[test]
    fn slacks_own_example_is_let_through_once() {
        let signatures = Signatures::new(SECRET);
        let check = |now| signatures.check("1531420618", SIGNATURE, BODY, now);
        assert_eq!(check(TIME + WINDOW_SECONDS + 1), Err(Refused::Timestamp));
        assert_eq!(check(TIME - WINDOW_SECONDS - 1), Err(Refused::Timestamp));
        assert_eq!(check(TIME + WINDOW_SECONDS), Ok(()));
        assert_eq!(check(TIME + WINDOW_SECONDS), Err(Refused::Replay));
    }

    #[test]
    fn what_is_changed_is_refused() {
        let signatures = Signatures::new(SECRET);
        let long = format!("{SIGNATURE}00");
        for (timestamp, signature, body) in [
            ("1531420619", SIGNATURE, BODY),
            ("1531420618", SIGNATURE, &BODY[1..]),
            ("1531420618", &SIGNATURE[3..], BODY),
            ("1531420618", &long, BODY),
            ("1531420618", "v0=", BODY),
            (
                "1531420618",
                "v0=\u{e4}\u{e4}14d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
                BODY,
            ),
            ("", SIGNATURE, BODY),
        ] {
            assert_eq!(
                signatures.check(timestamp, signature, body, TIME),
                Err(Refused::Signature)
            );
        }
    }

    #[test]
    fn memory_is_bounded_and_old_signatures_are_forgotten() {
        let mut seen = Seen::default();
        let signature = |number: usize| {
            let mut bytes = [0; BYTES];
            bytes[..8].copy_from_slice(&number.to_le_bytes());
            bytes
        };
        for number in 0..MAX_SEEN {
            assert_eq!(seen.add(1000, signature(number), 1000), Ok(()));
        }
        assert_eq!(
            seen.add(1000, signature(MAX_SEEN), 1000),
            Err(Refused::Full)
        );
        assert_eq!(seen.add(1301, signature(MAX_SEEN), 1301), Ok(()));
        assert_eq!((seen.signatures.len(), seen.by_time.len()), (1, 1));
    }
}
