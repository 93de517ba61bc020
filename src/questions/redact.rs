//! Takes personal data with a recognisable shape out of a query, before it is stored.
//!
//! | found | written instead |
//! |--|--|
//! | e-mail address, also half typed (`ann@exam`) | `[email]` |
//! | phone number: 7–15 digits in groups or after `+`, or 9–15 in one piece | `[phone]` |
//! | card number: 13–19 digits that pass the Luhn check | `[card]` |
//! | IBAN: passes the mod-97 check | `[iban]` |
//! | IPv4, IPv6 | `[ip]` |
//! | UUID | `[uuid]` |
//! | key, hash, session id: 20 characters or more, letters and digits mixed | `[token]` |
//! | the query string of a URL, and the name and password in one | nothing |
//!
//! Digits, letters and signs of any script count: Arabic-Indic and full-width ones are read
//! as their ASCII relatives, and characters without width are skipped. Versions (`1.8.19`),
//! error codes (`0x80070005`), article numbers (`KB5005565`), dates and years stay.
//!
//! Best effort: names, postal addresses and numbers of up to 6 digits are not found. The
//! text that is left must still be treated as personal data.
//!
//! A hand-written scanner, because a regex engine would be larger than the whole module.

mod codes;
mod digits;
mod fold;
mod network;

use fold::Scan;

/// Longest redacted text, in characters.
pub const MAX_CHARS: usize = 255;

/// A text that is fit to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted {
    /// The text, at most [`MAX_CHARS`] characters unless [`redact_to`] was told otherwise.
    pub text: String,
    /// How many pieces were taken out.
    pub count: u32,
}

/// Redacts `text` and cuts it at [`MAX_CHARS`] characters.
///
/// Takes any string, in time linear in its length, and is idempotent:
/// `redact(&redact(text).text)` changes nothing and counts 0.
///
/// ```
/// use helpdex::questions::redact;
/// let redacted = redact("refund for ann@example.com, +48 600 123 456");
/// assert_eq!(redacted.text, "refund for [email], [phone]");
/// assert_eq!(redacted.count, 2);
/// ```
pub fn redact(text: &str) -> Redacted {
    redact_to(text, MAX_CHARS)
}

/// Like [`redact()`], for texts of another length: cuts at `max_chars` characters.
pub fn redact_to(text: &str, max_chars: usize) -> Redacted {
    let mut redacted = pass(text, max_chars);
    // Taking one piece out, or cutting, can bare another. Every further pass works on at
    // most max_chars characters and, while it finds something, turns some of them into a
    // label that is never matched again, so this ends.
    loop {
        let next = pass(&redacted.text, max_chars);
        if next.count == 0 {
            return redacted;
        }
        redacted.count = redacted.count.saturating_add(next.count);
        redacted.text = next.text;
    }
}

/// What was found; decides what is written instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Cut,
    Email,
    Phone,
    Card,
    Iban,
    Ip,
    Uuid,
    Token,
}

impl Kind {
    const ALL: [Self; 8] = [
        Self::Cut,
        Self::Email,
        Self::Phone,
        Self::Card,
        Self::Iban,
        Self::Ip,
        Self::Uuid,
        Self::Token,
    ];

    fn label(self) -> &'static str {
        match self {
            Self::Cut => "",
            Self::Email => "[email]",
            Self::Phone => "[phone]",
            Self::Card => "[card]",
            Self::Iban => "[iban]",
            Self::Ip => "[ip]",
            Self::Uuid => "[uuid]",
            Self::Token => "[token]",
        }
    }
}

/// One pass over the text: each detector marks what it finds, the next ones see it as gone.
fn pass(text: &str, max_chars: usize) -> Redacted {
    let mut scan = Scan::new(text);
    network::urls(&mut scan);
    network::emails(&mut scan);
    codes::uuids(&mut scan);
    network::addresses(&mut scan);
    codes::ibans(&mut scan);
    codes::tokens(&mut scan);
    digits::numbers(&mut scan);
    scan.write(text, max_chars)
}

#[cfg(test)]
mod tests;
