//! Counting sentences, words and syllables of an article.

use helpdex::Section;

/// What formulas of readability count.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(super) struct Counts {
    /// Sentences of running text.
    pub(super) sentences: usize,
    /// Words in them.
    pub(super) words: usize,
    /// Syllables of the words.
    pub(super) syllables: usize,
    /// Words of four syllables or more.
    pub(super) long_words: usize,
}

/// Words of a sentence at least: less is a button or an entry of a list.
const FEWEST_WORDS: usize = 4;

impl Counts {
    /// Counts the sentences of an article. A line ends a sentence. Lines that no mark ends are
    /// headings, entries of tables and code, and do not count unless they are long. `vowels` are those
    /// of the language; a run of them is one syllable, apart from what `hiatus` says of two.
    pub(super) fn of(
        sections: &[Section],
        vowels: &str,
        hiatus: impl Fn(char, char) -> bool,
    ) -> Self {
        let mut counts = Self::default();
        for line in sections.iter().flat_map(|section| section.text.lines()) {
            for sentence in sentences(line) {
                counts.add(sentence, vowels, &hiatus);
            }
        }
        counts
    }

    fn add(&mut self, sentence: &str, vowels: &str, hiatus: &impl Fn(char, char) -> bool) {
        let words: Vec<&str> = (sentence
            .split(|c: char| !(c.is_alphabetic() || c == '\'' || c == '’')))
        .filter(|word| word.chars().any(char::is_alphabetic))
        .collect();
        let ends = sentence
            .trim_end()
            .ends_with(['.', '!', '?', ':', '…', '。']);
        let needed = if ends { FEWEST_WORDS } else { 2 * FEWEST_WORDS };
        // Paths, addresses and code are no prose.
        let is_prose = !sentence.contains(['{', '}', '=', '\\', '|', '<', '>', '$']);
        if words.len() < needed || !is_prose {
            return;
        }
        self.sentences += 1;
        self.words += words.len();
        for word in words {
            let syllables = syllables(word, vowels, hiatus);
            self.syllables += syllables;
            self.long_words += usize::from(syllables >= 4);
        }
    }
}

/// The sentences of a line, each with the mark that ends it.
fn sentences(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        if rest.trim().is_empty() {
            return None;
        }
        let mut chars = rest.char_indices().peekable();
        let mut end = rest.len();
        while let Some((at, c)) = chars.next() {
            let is_end = matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？');
            let before_space = chars.peek().is_none_or(|(_, next)| next.is_whitespace());
            if is_end && (before_space || !c.is_ascii()) {
                end = at + c.len_utf8();
                break;
            }
        }
        let (sentence, after) = rest.split_at(end);
        rest = after;
        Some(sentence)
    })
}

fn syllables(word: &str, vowels: &str, hiatus: &impl Fn(char, char) -> bool) -> usize {
    let mut count = 0;
    let mut before: Option<char> = None;
    for c in word.chars().flat_map(char::to_lowercase) {
        let vowel = vowels.contains(c).then_some(c);
        if let Some(vowel) = vowel {
            count += usize::from(before.is_none_or(|before| hiatus(before, vowel)));
        }
        before = vowel;
    }
    count.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Counts {
        let section = Section {
            text: text.into(),
            ..Section::default()
        };
        Counts::of(&[section], "aeiouy", |_, _| false)
    }

    #[test]
    fn running_text_counts_and_the_rest_does_not() {
        let counts = of(
            "Open the page now. Version 2.4 is the one you need.\nClick OK.\nSettings\nrun = a b c d e f g h i\n",
        );
        assert_eq!((counts.sentences, counts.words), (2, 4 + 6));
    }

    #[test]
    fn runs_of_vowels_are_syllables() {
        for (word, expected) in [
            ("authentication", 5),
            ("queue", 1),
            ("rhythm", 1),
            ("Öl", 1),
        ] {
            assert_eq!(syllables(word, "aeiouy", &|_, _| false), expected, "{word}");
        }
    }
}
