//! The text as the detectors see it: one byte for each character that has a width.

use super::{Kind, Redacted};

/// A letter of a script with spaces and case (Latin, Greek, Cyrillic, Armenian).
pub(super) const LETTER: u8 = 1;
/// A letter of any other script. It may stand next to a number without being part of it:
/// 電話090-1234-5678.
pub(super) const WIDE: u8 = 2;
/// A sign without an ASCII relative.
const OTHER: u8 = 3;
/// Marks: `FOUND + kind` opens a found piece, `INSIDE` continues it.
const FOUND: u8 = 0x80;
const INSIDE: u8 = 0xFF;

/// The digits zero of the scripts whose digits are read, Unicode 16.
const ZEROS: [u16; 22] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0xA9D0, 0xABF0,
];

/// A text under redaction.
pub(super) struct Scan {
    /// ASCII as it is, white space as a space, other characters as their ASCII relative or
    /// as one of the classes above.
    bytes: Vec<u8>,
    /// Where each of them starts in the text.
    starts: Vec<usize>,
}

impl Scan {
    pub(super) fn new(text: &str) -> Self {
        let mut scan = Self {
            bytes: Vec::with_capacity(text.len()),
            starts: Vec::with_capacity(text.len()),
        };
        for (start, c) in text.char_indices() {
            if let Some(byte) = fold(c, scan.bytes.last().copied()) {
                scan.bytes.push(byte);
                scan.starts.push(start);
            }
        }
        scan
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The byte at `index`; 0 beyond the end.
    pub(super) fn at(&self, index: usize) -> u8 {
        self.bytes.get(index).copied().unwrap_or(0)
    }

    /// The byte `back` places before `index`; 0 before the start.
    pub(super) fn before(&self, index: usize, back: usize) -> u8 {
        index.checked_sub(back).map_or(0, |index| self.at(index))
    }

    /// The bytes of a range; empty if it is not within the text.
    pub(super) fn slice(&self, start: usize, end: usize) -> &[u8] {
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// The end of the stretch from `start` whose bytes all pass `test`.
    pub(super) fn skip(&self, start: usize, test: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(start..).unwrap_or_default();
        start + rest.iter().take_while(|byte| test(**byte)).count()
    }

    /// The start of the stretch before `end` whose bytes all pass `test`.
    pub(super) fn skip_back(&self, end: usize, test: impl Fn(u8) -> bool) -> usize {
        let rest = self.slice(0, end);
        end - rest.iter().rev().take_while(|byte| test(**byte)).count()
    }

    /// Whether one of `words` (lower case) begins the word before `index`; one that ends with a
    /// blank is the whole word.
    pub(super) fn follows_word(&self, index: usize, words: &[&str]) -> bool {
        let end = self.skip_back(index, |byte| {
            matches!(byte, b' ' | b':' | b'.' | b'#' | b'(')
        });
        // Bounded, so that many numbers after one endless word stay linear.
        let floor = end.saturating_sub(24);
        let start = self.skip_back(end, is_word).max(floor);
        let before = self.slice(start, end);
        words.iter().any(|word| {
            let (head, is_whole) = word
                .strip_suffix(' ')
                .map_or((*word, false), |head| (head, true));
            let begins = before
                .get(..head.len())
                .is_some_and(|one| one.eq_ignore_ascii_case(head.as_bytes()));
            begins && (!is_whole || before.len() == head.len())
        })
    }

    /// Marks a range as found.
    pub(super) fn mark(&mut self, start: usize, end: usize, kind: Kind) {
        for byte in self.bytes.get_mut(start..end).unwrap_or_default() {
            *byte = INSIDE;
        }
        if let Some(byte) = self.bytes.get_mut(start) {
            *byte = FOUND + kind as u8;
        }
    }

    /// The text with the marked pieces replaced, at most `max` characters of it.
    pub(super) fn write(&self, text: &str, max: usize) -> Redacted {
        let mut out = String::with_capacity(text.len().min(max * 4));
        let (mut room, mut count, mut full) = (max, 0_u32, false);
        let mut put = |piece: &str| {
            let chars = piece.chars().count();
            full |= chars > room;
            if !full {
                room -= chars;
                out.push_str(piece);
            }
        };
        // Text before the first character with a width belongs to nobody.
        put(text
            .get(..self.starts.first().copied().unwrap_or(text.len()))
            .unwrap_or_default());
        for (index, byte) in self.bytes.iter().enumerate() {
            let start = self.starts.get(index).copied().unwrap_or_default();
            let end = self.starts.get(index + 1).copied().unwrap_or(text.len());
            let piece = text.get(start..end).unwrap_or_default();
            match Kind::ALL.get(usize::from(byte.wrapping_sub(FOUND))) {
                Some(kind) => {
                    count = count.saturating_add(1);
                    put(kind.label());
                }
                None if *byte == INSIDE => {}
                None => put(piece),
            }
        }
        Redacted { text: out, count }
    }
}

/// A letter or digit that makes one word with its neighbours.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == LETTER
}

/// A character of a word or identifier, with any script's letters.
pub(super) fn is_text(byte: u8) -> bool {
    is_word(byte) || byte == WIDE
}

/// `None` for a character without width.
fn fold(c: char, previous: Option<u8>) -> Option<u8> {
    let code = u32::from(c);
    Some(match code {
        0..=0x7F if c.is_ascii_graphic() => code as u8,
        0..=0x7F => b' ',
        // Soft hyphen, Arabic letter mark, joiners and direction marks, word joiner, BOM.
        0xAD | 0x61C | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFEFF => return None,
        // The katakana length mark often stands for a hyphen in phone numbers.
        0x30FC if previous.is_some_and(|byte| byte.is_ascii_digit()) => b'-',
        0x2010..=0x2015 | 0x2212 | 0xFE58 | 0xFE63 => b'-',
        0xFE6B => b'@',
        // Not the question mark: it ends a sentence, no URL is written with it.
        0xFF01..=0xFF1E | 0xFF20..=0xFF5E => (code - 0xFEE0) as u8,
        0x1D7CE..=0x1D7FF => b'0' + ((code - 0x1D7CE) % 10) as u8,
        _ if c.is_whitespace() => b' ',
        _ => digit(code).unwrap_or_else(|| class(code)),
    })
}

fn digit(code: u32) -> Option<u8> {
    let after = |zero: &u16| {
        code.checked_sub(u32::from(*zero))
            .filter(|digit| *digit < 10)
    };
    ZEROS.iter().find_map(after).map(|digit| b'0' + digit as u8)
}

fn class(code: u32) -> u8 {
    match code {
        0xAA | 0xB5 | 0xBA => LETTER,
        0x80..=0xBF | 0xD7 | 0xF7 => OTHER,
        0xC0..=0x58F | 0x1E00..=0x1FFF => LETTER,
        // Arabic punctuation.
        0x60C | 0x61B | 0x61F | 0x66A..=0x66D | 0x6D4 => OTHER,
        // General punctuation, currency, symbols.
        0x2000..=0x2BFF => OTHER,
        // CJK punctuation, middle dot, private use, presentation forms of punctuation,
        // half-width punctuation.
        0x3000..=0x3020 | 0x3030 | 0x30FB | 0xE000..=0xF8FF | 0xFE00..=0xFE6F => OTHER,
        0xFF1F | 0xFF5F..=0xFF65 | 0xFFE0..=0xFFFF | 0x1F000..=0x1FAFF => OTHER,
        _ => WIDE,
    }
}
