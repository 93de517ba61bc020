//! Text to words: UAX #29 ([`WordBreaks`]), with three additions that help centers need.
//!
//! - Scripts written without spaces (Han, kana, Thai, Lao, Khmer, Myanmar) become overlapping pairs
//!   of characters, so that any two neighbouring characters of a text can be found, whatever a
//!   dictionary would call a word. Build and browser then cannot disagree.
//! - Identifiers such as `node.js`, `user_id`, `wi-fi`, `C++` or `.NET` are kept whole and also given
//!   in their parts.
//! - An elision (`l'adresse`) gives its parts; a contraction (`don't`) is one word, and so is a
//!   Cyrillic word with its apostrophe (`комп'ютер`).
//!
//! White space always ends a word, so each run between white space is looked at alone, and the
//! common run of plain letters never reaches the full algorithm.

use super::word_breaks::WordBreaks;

/// What a word is, which decides whether it is stemmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordKind {
    /// A word of a language.
    Word,
    /// Two characters with their marks (or one alone) of a script without spaces.
    Bigram,
    /// A whole name with punctuation inside or beside it. Its parts follow as words of their own;
    /// they begin before it ends.
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
pub(super) fn words<'a>(text: &'a str, breaks: &'a WordBreaks) -> Words<'a> {
    Words {
        text,
        breaks,
        at: 0,
        queue: Vec::new(),
    }
}

/// Iterator of [`super::Analyzer::words`].
#[derive(Debug)]
pub struct Words<'a> {
    text: &'a str,
    breaks: &'a WordBreaks,
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
                let Some(name) = signed(run, start, word, self.breaks) else {
                    return Some(word);
                };
                self.queue.push(word);
                return Some(name);
            }
            split_run(run, start, self.breaks, &mut self.queue);
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
    let all = !text.is_empty() && text.chars().all(is_plain);
    all.then_some(Word {
        text,
        start: start + run.len() - front.len(),
        kind: WordKind::Word,
    })
}

/// A name of which punctuation beside the word is a part: `C++`, `C#`, `.NET`.
fn signed<'a>(run: &'a str, start: usize, word: Word<'a>, breaks: &WordBreaks) -> Option<Word<'a>> {
    let (from, to) = (word.start - start, word.end() - start);
    let before = run.get(..from)?;
    let after = run.get(to..)?;
    let (from, to) = if after.starts_with("++") {
        (from, to + 2)
    } else if after.starts_with('#') && to - from <= 2 && word.text.is_ascii() {
        (from, to + 1)
    } else if matches!(before, "." | "(." | "\".") && starts_with_letter(word.text, breaks) {
        (from - 1, to)
    } else {
        return None;
    };
    Some(Word {
        text: run.get(from..to)?,
        start: start + from,
        kind: WordKind::Identifier,
    })
}

fn starts_with_letter(text: &str, breaks: &WordBreaks) -> bool {
    text.starts_with(|character| breaks.is_letter(character))
}

fn split_run<'a>(run: &'a str, start: usize, breaks: &WordBreaks, out: &mut Vec<Word<'a>>) {
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
            let before_word = tail.starts_with(|character| breaks.is_word(character));
            bigrams(part, at, before_word, out);
        } else {
            spaced(part, at, breaks, out);
        }
        at += len;
        rest = tail;
    }
}

/// The words of a script with spaces; what hyphens join is also given whole.
fn spaced<'a>(run: &'a str, start: usize, breaks: &WordBreaks, out: &mut Vec<Word<'a>>) {
    let words = breaks.words(run).into_iter().filter_map(|(from, to)| {
        Some(Word {
            text: run.get(from..to)?,
            start: start + from,
            kind: WordKind::Word,
        })
    });
    let words: Vec<Word<'a>> = words.collect();
    let mut rest = words.as_slice();
    while let Some(first) = rest.first() {
        let (group, tail) = rest.split_at(hyphenated(run, start, rest));
        if let Some(text) = name_of(run, start, group, breaks) {
            out.push(Word {
                text,
                kind: WordKind::Identifier,
                ..*first
            });
        }
        for word in group {
            out.extend(signed(run, start, *word, breaks));
            compound(word.text, word.start, out);
        }
        rest = tail;
    }
}

/// Longest name made of two words that is also written without its hyphen, in bytes with the hyphen:
/// `sign-in`, `e-mail`, `wi-fi`, `E-12345`. Every name costs a term of its own in the index.
const MAX_NAME: usize = 9;
/// Longest shorter part of such a name.
const MAX_SHORT_PART: usize = 2;

/// The name that hyphenated words may also be written as in one: two words, or the first two if the
/// first is a letter (`E-Mail-Adresse`).
fn name_of<'a>(
    run: &'a str,
    start: usize,
    group: &[Word<'a>],
    breaks: &WordBreaks,
) -> Option<&'a str> {
    let (one, two, more) = match group {
        [one, two, more @ ..] => (one, two, !more.is_empty()),
        _ => return None,
    };
    let name = run.get(one.start - start..two.end() - start)?;
    let short = one.text.len().min(two.text.len()) <= MAX_SHORT_PART;
    let whole = !more || one.text.len() == 1;
    // Not `32-bit`: quantities are not names.
    let named = starts_with_letter(name, breaks);
    (short && whole && named && name.len() <= MAX_NAME).then_some(name)
}

/// How many of `words` are joined by single hyphens, the first one included.
fn hyphenated(run: &str, start: usize, words: &[Word<'_>]) -> usize {
    let joined = words.windows(2).take_while(|pair| match pair {
        [one, next] => matches!(
            run.get(one.end() - start..next.start - start),
            Some("-" | "\u{2010}" | "\u{2011}")
        ),
        _ => false,
    });
    1 + joined.count()
}

/// Languages of these scripts.
#[cfg(feature = "write")]
pub(super) const SPACELESS: &[&str] = &["ja", "km", "lo", "my", "th", "zh"];

/// Scripts written without spaces between words.
fn is_continuous(character: char) -> bool {
    matches!(character, '\u{e01}'..='\u{e4e}' | '\u{e81}'..='\u{ecd}' | '\u{edc}'..='\u{edf}'
        | '\u{1000}'..='\u{103f}' | '\u{1050}'..='\u{108f}' | '\u{1780}'..='\u{17d3}' | '\u{17d7}'
        | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{309a}' | '\u{309d}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// Marks that belong to the character before them: voicing of kana; vowels, tones and finals of
/// Thai, Lao, Khmer and Burmese.
fn is_mark(character: char) -> bool {
    matches!(character, '\u{3099}' | '\u{309a}' | '\u{ff9e}' | '\u{ff9f}'
        | '\u{e31}' | '\u{e33}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}'
        | '\u{eb1}' | '\u{eb3}'..='\u{ebc}' | '\u{ec8}'..='\u{ecd}'
        | '\u{102b}'..='\u{103e}' | '\u{17b4}'..='\u{17d3}')
}

/// Marks that write the next character below the one before.
fn is_stacker(character: char) -> bool {
    matches!(character, '\u{17d2}' | '\u{1039}')
}

/// Overlapping pairs of characters with their marks. Before a letter or digit the last character is also given
/// alone: `の365` is in `あの365`.
fn bigrams<'a>(part: &'a str, start: usize, before_letter: bool, out: &mut Vec<Word<'a>>) {
    let mut stacked = true;
    let starts = part.char_indices().filter(|(at, character)| {
        let joins = core::mem::replace(&mut stacked, is_stacker(*character));
        *at == 0 || !(joins || is_mark(*character))
    });
    let bounds = starts.map(|(at, _)| at).chain([part.len()]);
    let mut push = |from: usize, to: usize| {
        if let Some(text) = part.get(from..to) {
            out.push(Word {
                text,
                start: start + from,
                kind: WordKind::Bigram,
            });
        }
    };
    let (mut first, mut second) = (None, None);
    let mut pairs = 0;
    for third in bounds {
        if let Some(from) = first {
            push(from, third);
            pairs += 1;
        }
        (first, second) = (second, Some(third));
    }
    if let (true, Some(from)) = (pairs == 0 || before_letter, first) {
        push(from, part.len());
    }
}

/// Splits one UAX #29 word at inner punctuation.
fn compound<'a>(text: &'a str, start: usize, out: &mut Vec<Word<'a>>) {
    let inner = |character: char| {
        matches!(
            character,
            '.' | '_' | ':' | '\'' | '’' | '‘' | '·' | '‧' | '․' | '＇' | '．'
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
    let apostrophe = text.contains(APOSTROPHES);
    if apostrophe && is_contraction(text) {
        out.push(Word {
            text,
            start,
            kind: WordKind::Word,
        });
        return;
    }
    // Version numbers and addresses are found whole or by their beginning; lone digits say nothing.
    let numeric = |text: &str| {
        text.chars()
            .all(|character| character.is_ascii_digit() || inner(character))
    };
    let mut push = |text, start, kind| out.push(Word { text, start, kind });
    if numeric(text) {
        push(text, start, WordKind::Word);
        return;
    }
    if !apostrophe {
        push(text, start, WordKind::Identifier);
    }
    // `v2.0` is also `2.0`, and `v2`.
    let version = text.strip_prefix(['v', 'V']).filter(|rest| numeric(rest));
    if let Some(rest) = version {
        push(rest, start + 1, WordKind::Identifier);
        push(
            text.split(inner).next().unwrap_or(text),
            start,
            WordKind::Word,
        );
        return;
    }
    let mut at = 0;
    for part in text.split(inner) {
        // The elided article of "l'adresse" is dropped.
        let elided = apostrophe && at == 0 && part.chars().count() <= 2;
        if !part.is_empty() && !elided {
            push(part, start + at, WordKind::Word);
        }
        at += part.len()
            + text
                .get(at + part.len()..)
                .and_then(|rest| rest.chars().next())
                .map_or(0, char::len_utf8);
    }
}

const APOSTROPHES: [char; 4] = ['\'', '’', '‘', '＇'];

/// `don't`, `it's`, `we'll`: at most two letters after the last apostrophe, more before it. In
/// Cyrillic an apostrophe is a letter.
fn is_contraction(text: &str) -> bool {
    let mut parts = text.rsplit(APOSTROPHES);
    let last = parts.next().unwrap_or("");
    let tail = last.chars().count();
    let head = parts.next().map_or(0, |part| part.chars().count());
    tail <= 2 && head >= tail || last.starts_with(|first| matches!(first, '\u{400}'..='\u{4ff}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    fn words_of(text: &str) -> Vec<Word<'_>> {
        let breaks = WordBreaks::of(&text.chars().collect());
        let mut found = Vec::new();
        for word in words(text, &breaks) {
            found.push(Word {
                text: &text[word.start..word.end()],
                ..word
            });
        }
        found
    }

    fn texts(text: &str) -> Vec<&str> {
        words_of(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn cuts() {
        let table: &[(&str, &[&str])] = &[
            ("", &[]),
            ("(Hello), world!", &["Hello", "world"]),
            ("1.8.19 v2.0", &["1.8.19", "v2.0", "2.0", "v2"]),
            ("C++, C# (.NET)!", &["C++", "C", "C#", "C", ".NET", "NET"]),
            (
                "ASP.NET C++/CLI",
                &["ASP.NET", "ASP", "NET", "C++", "C", "CLI"],
            ),
            ("#5 # ++ x#y", &["5", "x#", "x", "y"]),
            (
                "wi-fi sign-in",
                &["wi-fi", "wi", "fi", "sign-in", "sign", "in"],
            ),
            ("E-Mail-Adresse", &["E-Mail", "E", "Mail", "Adresse"]),
            (
                "up-to-date 2026-11-24",
                &["up", "to", "date", "2026", "11", "24"],
            ),
            ("E-1234 --flag -v", &["E-1234", "E", "1234", "flag", "v"]),
            ("name@host.com", &["name", "host.com", "host", "com"]),
            ("@mention #tag", &["mention", "tag"]),
            ("C:\\temp\\a.txt", &["C", "temp", "a.txt", "a", "txt"]),
            ("комп'ютер об’єкт", &["комп'ютер", "об’єкт"]),
            ("don't", &["don't"]),
            ("l'adresse", &["adresse"]),
            ("水", &["水"]),
            ("OneDriveの設定", &["OneDrive", "の設", "設定"]),
            ("これはOffice 365", &["これ", "れは", "は", "Office", "365"]),
            ("ﾊﾟｽ", &["ﾊﾟｽ"]),
            ("ตั้งค่า", &["ตั้ง", "งค่", "ค่า"]),
            ("កម្ពុជា", &["កម្ពុ", "ម្ពុជា"]),
            ("မြန်မာ", &["မြန်", "န်မာ"]),
            ("ຕັ້ງ", &["ຕັ້ງ"]),
            ("a-b", &["a-b", "a", "b"]),
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
            for word in words_of(&text) {
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
