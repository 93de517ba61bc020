//! Card and phone numbers: digits in groups.

use super::Kind;
use super::fold::{Scan, is_word};

const CARD_DIGITS: std::ops::RangeInclusive<usize> = 13..=19;
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Digits that a number in one piece needs to be taken for a phone number.
const PHONE_BARE: usize = 9;
/// Words before a number in one piece that is a code, such as a decimal HRESULT.
const CODE_WORDS: [&str; 6] = ["err", "code", "kod", "cod", "fehler", "hresult"];

/// What stands between two groups, as bits.
const SPACE: u8 = 1;
const DASH: u8 = 2;
const DOT: u8 = 4;
const SLASH: u8 = 8;
const PAREN: u8 = 16;

/// Digits in one piece.
#[derive(Clone, Copy)]
struct Group {
    start: usize,
    end: usize,
    /// What separates it from the group before; 0 for the first of a run.
    join: u8,
    /// Part of an identifier: KB5005565, 5G, x64.
    bound: bool,
}

impl Group {
    fn len(self) -> usize {
        self.end - self.start
    }
}

/// Marks card and phone numbers.
pub(super) fn numbers(scan: &mut Scan) {
    let mut groups = Vec::new();
    let mut index = 0;
    while index < scan.len() {
        if !scan.at(index).is_ascii_digit() {
            index += 1;
            continue;
        }
        index = read_run(scan, index, &mut groups);
        mark_run(scan, &groups);
    }
}

/// Reads the groups from `start` that only separators divide. Returns where they end.
fn read_run(scan: &Scan, start: usize, groups: &mut Vec<Group>) -> usize {
    groups.clear();
    let (mut index, mut join) = (start, 0);
    loop {
        let end = scan.skip(index, |byte| byte.is_ascii_digit());
        let bound = is_bound(scan, index, end);
        groups.push(Group {
            start: index,
            end,
            join,
            bound,
        });
        join = 0;
        index = end;
        while let Some(bit) = separator(scan.at(index)).filter(|_| index - end < 3) {
            join |= bit;
            index += 1;
        }
        if join == 0 || !scan.at(index).is_ascii_digit() {
            return end;
        }
    }
}

fn separator(byte: u8) -> Option<u8> {
    match byte {
        b' ' => Some(SPACE),
        b'-' => Some(DASH),
        b'.' => Some(DOT),
        b'/' => Some(SLASH),
        b'(' | b')' => Some(PAREN),
        _ => None,
    }
}

fn is_bound(scan: &Scan, start: usize, end: usize) -> bool {
    let (before, second) = (scan.before(start, 1), scan.before(start, 2));
    let tail = |byte: u8| is_word(byte) && !byte.is_ascii_digit();
    is_word(before)
        || before == b'_'
        || (before == b'-' && tail(second))
        || is_word(scan.at(end))
        || scan.at(end) == b'_'
}

fn mark_run(scan: &mut Scan, groups: &[Group]) {
    let mut rest = groups;
    while let Some(first) = rest.first() {
        let taken = if let Some(count) = card(scan, rest) {
            mark_groups(scan, rest, count, Kind::Card)
        } else if is_date(scan, rest) {
            3
        } else if let Some(count) = phone(scan, rest) {
            mark_groups(scan, rest, count, Kind::Phone)
        } else {
            if !first.bound && first.len() > *PHONE_DIGITS.end() {
                scan.mark(first.start, first.end, Kind::Token);
            }
            1
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
}

fn mark_groups(scan: &mut Scan, groups: &[Group], count: usize, kind: Kind) -> usize {
    if let (Some(first), Some(last)) = (groups.first(), groups.get(count - 1)) {
        let start = if kind == Kind::Phone {
            prefix(scan, first.start)
        } else {
            first.start
        };
        scan.mark(start, last.end, kind);
    }
    count
}

/// Where the plus sign and the bracket before a number start.
fn prefix(scan: &Scan, start: usize) -> usize {
    let from = scan
        .skip_back(start, |byte| matches!(byte, b'+' | b'('))
        .max(start.saturating_sub(2));
    // "c++(123" and "1+2": the sign belongs to what is before.
    if is_word(scan.before(from, 1)) {
        start
    } else {
        from
    }
}

fn has_plus(scan: &Scan, start: usize) -> bool {
    scan.slice(prefix(scan, start), start).contains(&b'+')
}

/// How many groups make a card number: the longest stretch that passes the check.
fn card(scan: &Scan, groups: &[Group]) -> Option<usize> {
    let (mut digits, mut found) = (0, None);
    for (place, group) in groups.iter().enumerate() {
        let joined = place == 0 || group.join == SPACE || group.join == DASH;
        digits += group.len();
        // A hyphen after a word does not make a card number an identifier.
        let bound = group.bound && (place > 0 || is_word(scan.before(group.start, 1)));
        if !joined || bound || digits > *CARD_DIGITS.end() {
            break;
        }
        if CARD_DIGITS.contains(&digits) && luhn(scan, groups, place + 1) {
            found = Some(place + 1);
        }
    }
    found
}

fn luhn(scan: &Scan, groups: &[Group], count: usize) -> bool {
    let digits = groups.iter().take(count).rev();
    let digits = digits.flat_map(|group| scan.slice(group.start, group.end).iter().rev());
    let sum: u32 = digits
        .enumerate()
        .map(
            |(place, digit)| match (place % 2, u32::from(digit - b'0')) {
                (0, digit) => digit,
                (_, digit) if digit > 4 => digit * 2 - 9,
                (_, digit) => digit * 2,
            },
        )
        .sum();
    sum.is_multiple_of(10)
}

/// How many groups make a phone number: the longest stretch with the shape of one, which
/// does not start or end inside digits that are joined more closely than by a space.
fn phone(scan: &Scan, groups: &[Group]) -> Option<usize> {
    let loose = |join: u8| join == 0 || join & (SPACE | PAREN) != 0;
    let first = groups.first()?;
    let plus = has_plus(scan, first.start);
    if !loose(first.join) && !plus {
        return None;
    }
    let (mut digits, mut found) = (0, None);
    for (place, group) in groups.iter().enumerate() {
        digits += group.len();
        if group.bound || digits > *PHONE_DIGITS.end() {
            break;
        }
        let count = place + 1;
        let ends = groups.get(count).is_none_or(|next| loose(next.join));
        if ends && digits >= *PHONE_DIGITS.start() {
            let shape = groups.get(..count).unwrap_or_default();
            if plus || is_phone(scan, shape, digits) {
                found = Some(count);
            }
        }
    }
    found
}

/// Whether groups without a plus sign look like a phone number.
fn is_phone(scan: &Scan, groups: &[Group], digits: usize) -> bool {
    let Some((first, rest)) = groups.split_first() else {
        return false;
    };
    let head = scan.slice(first.start, first.end);
    let trunk = head.first() == Some(&b'0');
    let joins = rest.iter().fold(0, |bits, group| bits | group.join);
    let opened = prefix(scan, first.start) < first.start;
    match rest {
        [] => is_bare_phone(scan, *first),
        _ if is_year(head) => false,
        _ if joins & SLASH != 0 => trunk && joins & DOT == 0,
        _ if joins == DOT => is_dotted(groups, digits),
        _ if joins & DOT != 0 => false,
        [second] => opened || trunk || is_pair(scan, *first, *second),
        _ => is_list(groups, digits),
    }
}

fn is_bare_phone(scan: &Scan, group: Group) -> bool {
    // A minus sign: error codes are often written as negative numbers.
    let negative = scan.before(group.start, 1) == b'-';
    let is_abroad = scan.slice(group.start, group.end).starts_with(b"00");
    group.len() >= PHONE_BARE
        && !negative
        && (is_abroad || !scan.follows_word(group.start, &CODE_WORDS))
}

/// 415.555.1234, 06.12.34.56.78; not the version 101.22.80.
fn is_dotted(groups: &[Group], digits: usize) -> bool {
    let long = groups.len() > 3 || (groups.len() == 3 && digits >= 9);
    long && groups.iter().all(|group| (2..=4).contains(&group.len()))
}

/// 555-1234, 5551 2345, 600 123456; not 100-1000, 115200 9600, 1703 - 2017.
fn is_pair(scan: &Scan, first: Group, second: Group) -> bool {
    let round = |group: Group| scan.slice(group.start, group.end).ends_with(b"00");
    let shape = match first.len() {
        2 | 5 => second.len() >= 6,
        3 => second.len() == 4 || second.len() >= 6,
        4 => second.len() >= 4 && !is_year(scan.slice(second.start, second.end)),
        _ => false,
    };
    shape && !(round(first) && round(second))
}

/// 600 123 456, 1-800-555-1234, 06 12 34 56 78; not 1 234 567.
fn is_list(groups: &[Group], digits: usize) -> bool {
    let Some((first, rest)) = groups.split_first() else {
        return false;
    };
    let last = rest.last().map_or(0, |group| group.len());
    let thousands = digits < 9 && rest.iter().all(|group| group.len() == 3);
    let middle = rest.iter().rev().skip(1);
    first.len() <= 5
        && (2..=8).contains(&last)
        && middle
            .map(|group| group.len())
            .all(|len| (2..=4).contains(&len))
        && !thousands
}

fn is_year(digits: &[u8]) -> bool {
    digits.len() == 4 && (digits.starts_with(b"19") || digits.starts_with(b"20"))
}

/// Day, month and year in any order in use, with one kind of separator.
fn is_date(scan: &Scan, groups: &[Group]) -> bool {
    let [a, b, c, ..] = groups else {
        return false;
    };
    let goes_on = groups.get(3).is_some_and(|next| next.join == c.join);
    if b.join != c.join || !matches!(b.join, DOT | DASH | SLASH) || goes_on {
        return false;
    }
    let text = |group: &Group| scan.slice(group.start, group.end);
    let value = |group: &Group| {
        text(group)
            .iter()
            .take(3)
            .fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0'))
    };
    let day_month = |day: &Group, month: &Group| {
        let (day, month) = (value(day), value(month));
        (1..=31).contains(&day) && (1..=31).contains(&month) && day.min(month) <= 12
    };
    (is_year(text(a)) && day_month(b, c)) || ((is_year(text(c)) || c.len() == 2) && day_month(a, b))
}
