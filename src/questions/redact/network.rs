//! URLs, e-mail addresses, IP addresses.

use super::Kind;
use super::fold::{LETTER, Scan, WIDE, is_text, is_word};

/// Words before a number of four parts that is a version, not an address, unless two parts have three
/// digits. `\u{1}` stands for a letter that is not ASCII, as in `versão`.
const VERSION_WORDS: [&str; 8] = [
    "v ",
    "ver ",
    "versi",
    "vers\u{1}o",
    "wersj",
    "build",
    "firmware",
    "release",
];

/// Cuts what follows `?` in a URL, what follows `#` if it holds `=`, and `name:password@`.
pub(super) fn urls(scan: &mut Scan) {
    let mut index = 0;
    while index < scan.len() {
        let start = match scan.at(index) {
            b':' if scan.slice(index, index + 3) == b"://" => index + 3,
            b'w' | b'W' if starts_www(scan, index) => index + 4,
            b'?' if is_parameter(scan, index) => index,
            _ => {
                index += 1;
                continue;
            }
        };
        let end = scan.skip(start, is_url);
        cut_url(scan, start, end);
        index = end.max(index + 1);
    }
}

fn starts_www(scan: &Scan, index: usize) -> bool {
    !is_word(scan.before(index, 1)) && scan.slice(index, index + 4).eq_ignore_ascii_case(b"www.")
}

/// `?name=` right after something.
fn is_parameter(scan: &Scan, index: usize) -> bool {
    let name = |byte: u8| is_word(byte) || matches!(byte, b'_' | b'-' | b'[' | b']');
    let end = scan.skip(index + 1, name);
    let before = scan.before(index, 1);
    (is_text(before) || before == b'/') && end > index + 1 && scan.at(end) == b'='
}

fn is_url(byte: u8) -> bool {
    (byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'`'))
        || byte == LETTER
        || byte == WIDE
}

fn cut_url(scan: &mut Scan, start: usize, end: usize) {
    let host_end = scan.skip(start, |byte| {
        is_url(byte) && !matches!(byte, b'/' | b'?' | b'#')
    });
    let at = scan
        .slice(start, host_end)
        .iter()
        .rposition(|byte| *byte == b'@');
    let query = scan.skip(start, |byte| is_url(byte) && !matches!(byte, b'?' | b'#'));
    let rest = scan.slice(query, end);
    let cut = match scan.at(query) {
        b'?' => rest.iter().any(|byte| is_text(*byte)),
        b'#' => rest.contains(&b'='),
        _ => false,
    };
    if let Some(at) = at {
        scan.mark(start, start + at + 1, Kind::Cut);
    }
    if cut {
        scan.mark(query, end, Kind::Cut);
    }
}

/// Marks `local@domain`; the domain may still lack its dot, because queries settle while
/// people think.
pub(super) fn emails(scan: &mut Scan) {
    for index in 0..scan.len() {
        if scan.at(index) != b'@' {
            continue;
        }
        // Letters of a script without spaces belong to the address only if they touch the
        // sign: the words around an address in Japanese touch the address.
        let local = part(scan.before(index, 1));
        let mut start = scan.skip_back(index, |byte| local(byte) || b"_%+'".contains(&byte));
        start = scan.skip(start, |byte| b"'.-".contains(&byte)).min(index);
        let end = domain_end(scan, index + 1);
        if scan.slice(start, index).iter().any(|byte| is_text(*byte))
            && is_domain(scan, index + 1, end)
        {
            scan.mark(start, end, Kind::Email);
        }
    }
}

/// The bytes of a part of an address that begins or ends with `edge`.
fn part(edge: u8) -> impl Fn(u8) -> bool {
    move |byte| is_word(byte) || b".-".contains(&byte) || (byte == WIDE && edge == WIDE)
}

fn domain_end(scan: &Scan, start: usize) -> usize {
    let end = scan.skip(start, part(scan.at(start)));
    scan.skip_back(end, |byte| b".-".contains(&byte)).max(start)
}

fn is_domain(scan: &Scan, start: usize, end: usize) -> bool {
    let domain = scan.slice(start, end);
    let last = domain
        .rsplit(|byte| *byte == b'.')
        .next()
        .unwrap_or_default();
    let word = |byte: &u8| is_text(*byte) && !byte.is_ascii_digit();
    domain.first().is_some_and(|byte| is_text(*byte))
        && last.len() > 1
        && last.first().is_some_and(word)
}

/// Marks IPv4 and IPv6 addresses.
pub(super) fn addresses(scan: &mut Scan) {
    let mut index = 0;
    while index < scan.len() {
        let byte = scan.at(index);
        let end = if is_v6_byte(byte) && !is_v6_byte(scan.before(index, 1)) {
            v6_end(scan, index).or_else(|| v4_end(scan, index))
        } else if byte.is_ascii_digit() {
            v4_end(scan, index)
        } else {
            None
        };
        if let Some(end) = end {
            scan.mark(index, end, Kind::Ip);
        }
        index = end.unwrap_or(index + 1);
    }
}

fn is_v6_byte(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || byte == b':'
}

fn v6_end(scan: &Scan, start: usize) -> Option<usize> {
    let run = scan.skip(start, is_v6_byte);
    // A colon at the end belongs to the sentence, unless it is half of "::".
    let end = match (scan.before(run, 1), scan.before(run, 2)) {
        (b':', before) if before != b':' => run - 1,
        _ => run,
    };
    let open = |byte: u8| is_word(byte) || matches!(byte, b'.' | b'_');
    let bound = open(scan.before(start, 1)) || is_word(scan.at(run));
    (!bound && is_v6(scan.slice(start, end))).then_some(end)
}

fn is_v6(address: &[u8]) -> bool {
    // Longest form: eight groups of four and seven colons.
    if address.len() > 39 || !address.iter().any(u8::is_ascii_digit) {
        return false;
    }
    let (mut groups, mut empty) = (0, 0);
    for group in address.split(|byte| *byte == b':') {
        match group.len() {
            0 => empty += 1,
            1..=4 => groups += 1,
            _ => return false,
        }
    }
    let doubled = address.windows(2).filter(|pair| *pair == b"::").count();
    let at_edge = address.starts_with(b"::") || address.ends_with(b"::");
    match doubled {
        0 => groups == 8 && empty == 0,
        1 => (2..8).contains(&groups) && empty == 1 + usize::from(at_edge),
        _ => false,
    }
}

fn v4_end(scan: &Scan, start: usize) -> Option<usize> {
    let before = scan.before(start, 1);
    if is_word(before) || before == b'.' || before == b'_' {
        return None;
    }
    if before == b'-' && is_word(scan.before(start, 2)) && !scan.before(start, 2).is_ascii_digit() {
        return None;
    }
    let (mut index, mut large, mut hundreds) = (start, false, 0);
    for part in 0..4 {
        if part > 0 {
            index = (scan.at(index) == b'.').then_some(index + 1)?;
        }
        let end = scan
            .skip(index, |byte| byte.is_ascii_digit())
            .min(index + 4);
        let digits = scan.slice(index, end);
        let value = digits
            .iter()
            .fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
        if digits.is_empty() || digits.len() > 3 || value > 255 {
            return None;
        }
        large |= value > 9;
        hundreds += usize::from(value > 99);
        index = end;
    }
    let after = scan.at(index);
    let next = scan.at(index + 1);
    let goes_on = is_word(after)
        || after == b'_'
        || (after == b'.' && next.is_ascii_digit())
        || (after == b'-' && is_word(next) && !next.is_ascii_digit());
    // "2.3.2.1" is a version far more often than somebody's address.
    let is_version = hundreds < 2 && scan.follows_word(start, &VERSION_WORDS);
    (large && !goes_on && !is_version).then_some(index)
}
