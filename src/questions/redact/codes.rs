//! UUIDs, IBANs, and keys that are too random to be words.

use super::Kind;
use super::fold::{Scan, is_word};

const UUID_LEN: usize = 36;
/// Shortest IBAN (Norway) and longest allowed one.
const IBAN_LEN: std::ops::RangeInclusive<usize> = 15..=34;
/// Digits that an IBAN has at least, its check digits not counted (Malta has 5 + account).
const IBAN_DIGITS: u32 = 8;
/// A token is at least this long …
const TOKEN_LEN: usize = 20;
/// … and has an unbroken piece of this length …
const TOKEN_PIECE: usize = 16;
/// … in which letters, capitals and digits change this often …
const TOKEN_CHANGES: usize = 3;
/// … and, with letters of both cases, once in this many characters: in random text they
/// change at every second one, in `readSensor21Calibration` at every sixth.
const TOKEN_DENSITY: usize = 4;
/// Keys of well-known services begin like this.
const TOKEN_STARTS: [&[u8]; 5] = [b"sk-", b"sk_", b"ghp_", b"eyJ", b"xox"];

/// Marks UUIDs.
pub(super) fn uuids(scan: &mut Scan) {
    for index in 0..scan.len() {
        let end = index + UUID_LEN;
        if scan.at(index).is_ascii_hexdigit()
            && !is_word(scan.before(index, 1))
            && !is_word(scan.at(end))
            && is_uuid(scan.slice(index, end))
        {
            scan.mark(index, end, Kind::Uuid);
        }
    }
}

fn is_uuid(text: &[u8]) -> bool {
    text.len() == UUID_LEN
        && text.iter().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Marks IBANs, in one piece or in groups.
pub(super) fn ibans(scan: &mut Scan) {
    let mut index = 0;
    while index < scan.len() {
        let end = iban_end(scan, index);
        if let Some(end) = end {
            scan.mark(index, end, Kind::Iban);
        }
        index = end.unwrap_or(index + 1);
    }
}

/// The end of the longest IBAN that starts at `start`.
fn iban_end(scan: &Scan, start: usize) -> Option<usize> {
    let head = iban_head(scan, start)?;
    let (mut remainder, mut length, mut digits) = (0, 4, 0);
    let (mut index, mut found) = (start + 4, None);
    loop {
        let byte = scan.at(index);
        if byte.is_ascii_alphanumeric() {
            remainder = mod_97(remainder, byte);
            length += 1;
            digits += u32::from(byte.is_ascii_digit());
        } else if !(matches!(byte, b' ' | b'-') && scan.at(index + 1).is_ascii_alphanumeric()) {
            return found;
        }
        index += 1;
        if length > *IBAN_LEN.end() {
            return found;
        }
        // The country and the check digits count last.
        let whole = || head.into_iter().fold(remainder, mod_97);
        if IBAN_LEN.contains(&length)
            && digits >= IBAN_DIGITS
            && byte.is_ascii_alphanumeric()
            && !is_word(scan.at(index))
            && whole() == 1
        {
            found = Some(index);
        }
    }
}

/// Two letters and two digits at the start of a word.
fn iban_head(scan: &Scan, start: usize) -> Option<[u8; 4]> {
    let [a, b, c, d] = *scan.slice(start, start + 4) else {
        return None;
    };
    let country = a.is_ascii_alphabetic() && b.is_ascii_alphabetic();
    let check = c.is_ascii_digit() && d.is_ascii_digit();
    (country && check && !is_word(scan.before(start, 1))).then_some([a, b, c, d])
}

/// Appends one character, A = 10 … Z = 35, to a number of which only the remainder is kept.
fn mod_97(remainder: u32, byte: u8) -> u32 {
    match byte {
        b'0'..=b'9' => (remainder * 10 + u32::from(byte - b'0')) % 97,
        _ => {
            (remainder * 100 + u32::from(byte.to_ascii_uppercase().saturating_sub(b'A')) + 10) % 97
        }
    }
}

/// Marks keys, hashes and session ids.
pub(super) fn tokens(scan: &mut Scan) {
    let mut index = 0;
    while index < scan.len() {
        let end = scan.skip(index, is_token_byte);
        if end - index >= TOKEN_LEN && is_token(scan.slice(index, end)) {
            scan.mark(index, end, Kind::Token);
        }
        index = end.max(index + 1);
    }
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'=')
}

/// Words and model names joined by hyphens are not tokens: their pieces are short. Product
/// keys are: four pieces or more of one length.
fn is_token(run: &[u8]) -> bool {
    let pieces = || run.split(|byte| !byte.is_ascii_alphanumeric());
    let size = pieces().next().map_or(0, <[u8]>::len);
    let is_named = TOKEN_STARTS.iter().any(|start| run.starts_with(start));
    let is_known = is_named && pieces().any(|piece| piece.len() >= TOKEN_PIECE);
    let key = size > 3 && pieces().count() > 3 && pieces().all(|piece| piece.len() == size);
    let changes = || pieces().map(class_changes).sum::<usize>();
    is_known || (key && changes() > TOKEN_CHANGES) || pieces().any(is_random)
}

fn is_random(piece: &[u8]) -> bool {
    let has = |test: fn(&u8) -> bool| piece.iter().any(test);
    let small = has(u8::is_ascii_lowercase);
    let capital = has(u8::is_ascii_uppercase);
    let hex = piece.len() >= TOKEN_LEN && piece.iter().all(u8::is_ascii_hexdigit);
    let changes = class_changes(piece);
    let mixed = piece.len() >= TOKEN_PIECE
        && changes >= TOKEN_CHANGES
        && (!(small && capital) || changes * TOKEN_DENSITY >= piece.len());
    has(u8::is_ascii_digit) && (small || capital) && (hex || mixed)
}

/// How often the kind of character changes; a capital before a small letter is a word.
fn class_changes(piece: &[u8]) -> usize {
    let kind = |byte: &u8| match byte {
        b'0'..=b'9' => 0,
        b'A'..=b'Z' => 1,
        _ => 2,
    };
    let next = piece.iter().skip(1);
    piece
        .iter()
        .zip(next)
        .filter(|(left, right)| !matches!((kind(left), kind(right)), (0, 0) | (1, 1 | 2) | (2, 2)))
        .count()
}
