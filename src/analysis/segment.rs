//! Text to words: UAX #29 by `unicode-segmentation`, with three additions that help centers need.
//!
//! - Scripts written without spaces (Han, kana, Thai, Lao, Khmer, Myanmar) become overlapping pairs
//!   of characters, so that any two neighbouring characters of a text can be found, whatever a
//!   dictionary would call a word. Build and browser then cannot disagree.
//! - Identifiers such as `node.js`, `user_id` or `e-mail@host` are kept whole and also given in
//!   their parts.
//! - An elision (`l'adresse`) gives its parts; a contraction (`don't`) is one word.
//!
//! White space always ends a word, so each run between white space is looked at alone, and the
//! common run of plain letters never reaches the full algorithm.

use unicode_segmentation::UnicodeSegmentation;

/// What a word is, which decides whether it is stemmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordKind {
    /// A word of a language.
    Word,
    /// Two characters (or one alone) of a script without spaces.
    Bigram,
    /// A whole compound with inner punctuation; its parts follow as words of their own.
    Identifier,
}

/// A word and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word as written (a contraction keeps its apostrophe; lower-casing drops it).
    pub text: &'a str,
    /// Byte offset in the text.
    pub start: usize,
    /// See [`WordKind`].
    pub kind: WordKind,
}

impl Word<'_> {
    /// Byte offset just past the word.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The words of `text` in order. An identifier comes before its parts.
pub fn words(text: &str) -> Words<'_> {
    Words {
        text,
        at: 0,
        queue: Vec::new(),
    }
}

/// Iterator of [`words`].
#[derive(Debug)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
    /// Words of the current run, last first.
    queue: Vec<Word<'a>>,
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        loop {
            if let Some(word) = self.queue.pop() {
                return Some(word);
            }
            let (start, run) = self.next_run()?;
            if let Some(word) = plain(run, start) {
                return Some(word);
            }
            split_run(run, start, &mut self.queue);
            self.queue.reverse();
        }
    }
}

impl<'a> Words<'a> {
    /// The next run of bytes without white space, and its offset.
    fn next_run(&mut self) -> Option<(usize, &'a str)> {
        let rest = self.text.get(self.at..)?;
        let skipped = rest.len() - rest.trim_start_matches(is_space).len();
        let rest = rest.get(skipped..).filter(|rest| !rest.is_empty())?;
        let len = rest.find(is_space).unwrap_or(rest.len());
        let start = self.at + skipped;
        self.at = start + len;
        Some((start, rest.get(..len)?))
    }
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t'..='\r' | '\u{85}' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{3000}')
}

/// Letters and digits that never break a word among each other: ASCII, Latin with marks, Greek,
/// Cyrillic. Everything else goes through UAX #29.
fn is_plain(character: char) -> bool {
    matches!(character, '0'..='9' | 'A'..='Z' | 'a'..='z'
        | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{24f}'
        | '\u{386}' | '\u{388}'..='\u{38a}' | '\u{38c}' | '\u{38e}'..='\u{3a1}' | '\u{3a3}'..='\u{3ff}' | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}')
}

/// The whole run as one word when it is plain letters with ASCII punctuation around them.
fn plain(run: &str, start: usize) -> Option<Word<'_>> {
    let front = run.trim_start_matches(|character: char| character.is_ascii_punctuation());
    let text = front.trim_end_matches(|character: char| character.is_ascii_punctuation());
    // `C++` and `#5` are left to the rules below only when something else stands inside.
    let all = !text.is_empty() && text.chars().all(is_plain);
    all.then_some(Word {
        text,
        start: start + run.len() - front.len(),
        kind: WordKind::Word,
    })
}

fn split_run<'a>(run: &'a str, start: usize, out: &mut Vec<Word<'a>>) {
    let mut rest = run;
    let mut at = start;
    while let Some(first) = rest.chars().next() {
        let continuous = is_continuous(first);
        let len = rest
            .find(|character| is_continuous(character) != continuous)
            .unwrap_or(rest.len());
        let Some((part, tail)) = rest.split_at_checked(len) else {
            return;
        };
        if continuous {
            bigrams(part, at, out);
        } else {
            for (offset, text) in part.unicode_word_indices() {
                compound(text, at + offset, out);
            }
        }
        at += len;
        rest = tail;
    }
}

/// Scripts written without spaces between words.
fn is_continuous(character: char) -> bool {
    matches!(character, '\u{e01}'..='\u{e4e}' | '\u{e81}'..='\u{ecd}' | '\u{1000}'..='\u{103f}' | '\u{1780}'..='\u{17d3}'
        | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{309a}' | '\u{309d}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

fn bigrams<'a>(part: &'a str, start: usize, out: &mut Vec<Word<'a>>) {
    let mut bounds = part.char_indices().map(|(at, _)| at).chain([part.len()]);
    let (Some(mut first), Some(mut second)) = (bounds.next(), bounds.next()) else {
        return;
    };
    let mut push = |from: usize, to: usize| {
        if let Some(text) = part.get(from..to) {
            out.push(Word {
                text,
                start: start + from,
                kind: WordKind::Bigram,
            });
        }
    };
    let mut any = false;
    for third in bounds {
        push(first, third);
        (first, second, any) = (second, third, true);
    }
    if !any {
        push(first, second);
    }
}

/// Splits one UAX #29 word at inner punctuation.
fn compound<'a>(text: &'a str, start: usize, out: &mut Vec<Word<'a>>) {
    let inner = |character: char| {
        matches!(
            character,
            '.' | '_' | ':' | '\'' | '’' | '·' | '‧' | '․' | '＇' | '．'
        )
    };
    if !text.contains(inner) {
        out.push(Word {
            text,
            start,
            kind: WordKind::Word,
        });
        return;
    }
    let apostrophe = text.contains(['\'', '’', '＇']);
    if apostrophe && is_contraction(text) {
        out.push(Word {
            text,
            start,
            kind: WordKind::Word,
        });
        return;
    }
    if !apostrophe {
        out.push(Word {
            text,
            start,
            kind: WordKind::Identifier,
        });
    }
    // Version numbers and addresses are found whole or by their beginning; lone digits say nothing.
    let numeric = text
        .chars()
        .all(|character| character.is_ascii_digit() || inner(character));
    if numeric {
        return;
    }
    let mut at = 0;
    for part in text.split(inner) {
        // The elided article of "l'adresse" is dropped.
        let elided = apostrophe && at == 0 && part.chars().count() <= 2;
        if !part.is_empty() && !elided {
            out.push(Word {
                text: part,
                start: start + at,
                kind: WordKind::Word,
            });
        }
        at += part.len()
            + text
                .get(at + part.len()..)
                .and_then(|rest| rest.chars().next())
                .map_or(0, char::len_utf8);
    }
}

/// `don't`, `it's`, `we'll`: at most two letters after the last apostrophe, more before it.
fn is_contraction(text: &str) -> bool {
    let mut parts = text.rsplit(['\'', '’', '＇']);
    let tail = parts.next().map_or(0, |part| part.chars().count());
    let head = parts.next().map_or(0, |part| part.chars().count());
    tail <= 2 && head >= tail
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<&str> {
        words(text).map(|word| word.text).collect()
    }

    #[test]
    fn cuts() {
        let table: &[(&str, &[&str])] = &[
            ("", &[]),
            ("(Hello), world!", &["Hello", "world"]),
            ("1.8.19 v2.0", &["1.8.19", "v2.0", "v2", "0"]),
            ("don't", &["don't"]),
            ("l'adresse", &["adresse"]),
            ("水", &["水"]),
            ("OneDriveの設定", &["OneDrive", "の設", "設定"]),
            ("a-b", &["a", "b"]),
            ("الحساب", &["الحساب"]),
            ("비밀번호 재설정", &["비밀번호", "재설정"]),
            ("😀", &[]),
        ];
        for (text, expected) in table {
            assert_eq!(&texts(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn words_are_slices_of_the_text(text in ".{0,60}") {
            for word in words(&text) {
                prop_assert_eq!(text.get(word.start..word.end()), Some(word.text));
                prop_assert!(!word.text.is_empty());
            }
        }

        /// The shortcut for plain runs must give what UAX #29 gives.
        #[test]
        fn plain_runs_agree_with_uax29(text in "[a-zA-Z0-9À-ÿа-яΑ-Ωąęłń ,!?()]{0,40}") {
            let reference: Vec<&str> = text.unicode_words().filter(|word| !word.contains(',')).collect();
            if !text.contains(',') {
                prop_assert_eq!(texts(&text), reference);
            }
        }
    }
}
