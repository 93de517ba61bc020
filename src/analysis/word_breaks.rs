//! Where words end, as data: the word boundaries of UAX #29 for the characters of a site.
//!
//! The build asks `unicode-segmentation` how each character behaves and writes the answer into the
//! bundle, as it does with folding; its tables would cost every page 6 KB. Left out is WB3c, which
//! keeps emoji joined by ZWJ together: they are no words.

use crate::codec::Cursor;

/// How a character behaves between others: the Word_Break property, as far as it matters in a run
/// without white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Class {
    /// Stands for itself and is no word: punctuation, symbols, what the site does not have.
    Other = 0,
    /// ALetter.
    Letter = 1,
    /// Numeric.
    Digit = 2,
    /// ExtendNumLet, such as `_`.
    Connector = 3,
    /// Extend, Format, ZWJ: belongs to what stands before it.
    Mark = 4,
    /// MidLetter: joins letters.
    MidLetter = 5,
    /// MidNum: joins digits.
    MidNumber = 6,
    /// MidNumLet and Single_Quote: joins letters, and joins digits.
    MidBoth = 7,
    /// Hebrew_Letter.
    Hebrew = 8,
    /// Double_Quote: joins Hebrew letters.
    DoubleQuote = 9,
    /// A word of one character, as in scripts that UAX #29 leaves to dictionaries.
    Single = 10,
    /// A mark that is a letter, such as the vowel signs of Devanagari.
    LetterMark = 11,
}

impl Class {
    fn from_number(number: u32) -> Option<Self> {
        let all = [
            Self::Other,
            Self::Letter,
            Self::Digit,
            Self::Connector,
            Self::Mark,
            Self::MidLetter,
            Self::MidNumber,
            Self::MidBoth,
            Self::Hebrew,
            Self::DoubleQuote,
            Self::Single,
            Self::LetterMark,
        ];
        all.get(number as usize).copied()
    }

    fn is_mark(self) -> bool {
        matches!(self, Self::Mark | Self::LetterMark)
    }

    fn is_letter(self) -> bool {
        matches!(self, Self::Letter | Self::Hebrew)
    }

    /// Whether a word may consist of it.
    fn is_word(self) -> bool {
        matches!(
            self,
            Self::Letter | Self::Hebrew | Self::Digit | Self::Single | Self::LetterMark
        )
    }

    /// WB5, WB8 to WB10, WB13a and WB13b: neighbours that belong together.
    fn joins(self, next: Self) -> bool {
        let in_word = |class: Self| class.is_letter() || class == Self::Digit;
        match next {
            Self::Connector => in_word(self) || self == Self::Connector,
            _ => in_word(next) && (in_word(self) || self == Self::Connector),
        }
    }

    /// WB6, WB7, WB7b, WB7c, WB11, WB12: what joins a pair that is not neighbours.
    fn bridges(self, before: Self, after: Self) -> bool {
        match self {
            Self::MidLetter => before.is_letter() && after.is_letter(),
            Self::MidNumber => before == Self::Digit && after == Self::Digit,
            Self::MidBoth => {
                (before.is_letter() && after.is_letter())
                    || (before == Self::Digit && after == Self::Digit)
            }
            Self::DoubleQuote => before == Self::Hebrew && after == Self::Hebrew,
            _ => false,
        }
    }
}

/// The classes of characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordBreaks {
    /// First character, number of characters, their class; sorted, not overlapping.
    runs: Vec<(u32, u32, Class)>,
}

impl WordBreaks {
    fn class(&self, character: char) -> Class {
        let code = character as u32;
        let after = self.runs.partition_point(|(first, ..)| *first <= code);
        match after.checked_sub(1).and_then(|at| self.runs.get(at)) {
            Some((first, len, class)) if code - first < *len => *class,
            _ => Class::Other,
        }
    }

    /// Whether a character may be a word, or begin one.
    pub(super) fn is_word(&self, character: char) -> bool {
        self.class(character).is_word()
    }

    /// Whether a character is a letter.
    pub(super) fn is_letter(&self, character: char) -> bool {
        self.class(character).is_letter()
    }

    /// The words of a run without white space: byte offsets of their beginnings and ends.
    pub(super) fn words(&self, run: &str) -> Vec<(usize, usize)> {
        let mut words = Vec::new();
        let mut start = 0;
        // Class of the last character that is no mark, with the one before it in the same word; and
        // whether a word character was seen.
        let (mut last, mut any) = (None, false);
        for (at, character) in run.char_indices() {
            let class = self.class(character);
            if class.is_mark() && last.is_some() {
                any |= class.is_word();
                continue;
            }
            let after = run.get(at + character.len_utf8()..).unwrap_or("");
            let joined = last.is_some_and(|(last, before_last): (Class, Option<Class>)| {
                last.joins(class)
                    || before_last.is_some_and(|before| last.bridges(before, class))
                    || class.bridges(last, self.first_class(after))
                    || (last == Class::Hebrew && character == '\'')
            });
            if !joined {
                if any {
                    words.push((start, at));
                }
                (start, any) = (at, false);
            }
            any |= class.is_word();
            let before = last.filter(|_| joined).map(|(last, _)| last);
            last = Some((class, before));
        }
        if any {
            words.push((start, run.len()));
        }
        words
    }

    /// Class of the first character that is no mark.
    fn first_class(&self, text: &str) -> Class {
        let classes = text.chars().map(|character| self.class(character));
        let mut classes = classes.filter(|class| !class.is_mark());
        classes.next().unwrap_or(Class::Other)
    }

    /// Reads what [`WordBreaks::write`] wrote.
    pub(super) fn read(cursor: &mut Cursor<'_>) -> Option<Self> {
        let mut runs = Vec::new();
        let mut first = 0u32;
        for _ in 0..cursor.count(3)? {
            first = first.checked_add(cursor.varint()?)?;
            let len = cursor.varint()?;
            runs.push((first, len, Class::from_number(cursor.varint()?)?));
        }
        Some(Self { runs })
    }
}

#[cfg(feature = "write")]
mod build {
    use super::{Class, WordBreaks};
    use crate::codec::put_varint;
    use std::collections::BTreeSet;
    use unicode_segmentation::UnicodeSegmentation;

    impl WordBreaks {
        /// The classes of these characters.
        pub(in crate::analysis) fn of(characters: &BTreeSet<char>) -> Self {
            let mut runs: Vec<(u32, u32, Class)> = Vec::new();
            for &character in characters {
                let class = class_of(character);
                if class == Class::Other {
                    continue;
                }
                match runs.last_mut() {
                    Some((first, len, last))
                        if *first + *len == character as u32 && *last == class =>
                    {
                        *len += 1;
                    }
                    _ => runs.push((character as u32, 1, class)),
                }
            }
            Self { runs }
        }

        /// Appends the table for [`WordBreaks::read`]: see FORMAT.md, section `ANLZ`.
        pub(in crate::analysis) fn write(&self, out: &mut Vec<u8>) {
            put_varint(out, self.runs.len() as u32);
            let mut last = 0;
            for (first, len, class) in &self.runs {
                put_varint(out, first - last);
                put_varint(out, *len);
                put_varint(out, *class as u32);
                last = *first;
            }
        }
    }

    /// The class of a character by what `unicode-segmentation` makes of it between others.
    fn class_of(character: char) -> Class {
        let is_one_word = |before: &str, after: &str| {
            let text: String = [before, character.encode_utf8(&mut [0; 4]), after].concat();
            text.unicode_words().eq([text.as_str()])
        };
        let alone = is_one_word("", "");
        let (in_letters, in_digits) = (is_one_word("a", "a"), is_one_word("1", "1"));
        match (alone, in_letters, in_digits) {
            _ if character == '"' => Class::DoubleQuote,
            (true, ..) if is_one_word("", "\"א") => Class::Hebrew,
            (true, ..) if is_one_word("", "·a") => Class::Letter,
            (true, ..) if is_one_word("", ";1") => Class::Digit,
            (true, ..) if is_one_word("a", "") => Class::LetterMark,
            (true, ..) => Class::Single,
            (false, true, true) if is_one_word("", "a") => Class::Connector,
            (false, true, true) if is_one_word("a", "") => Class::Mark,
            (false, true, true) => Class::MidBoth,
            (false, true, false) => Class::MidLetter,
            (false, false, true) => Class::MidNumber,
            (false, false, false) => Class::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;
    use unicode_segmentation::UnicodeSegmentation;

    fn words(text: &str) -> Vec<&str> {
        let characters: BTreeSet<char> = text.chars().collect();
        let mut bytes = Vec::new();
        WordBreaks::of(&characters).write(&mut bytes);
        let breaks = WordBreaks::read(&mut Cursor::new(&bytes)).unwrap();
        let found = breaks.words(text).into_iter();
        found.map(|(start, end)| &text[start..end]).collect()
    }

    #[test]
    fn boundaries_of_the_standard() {
        for (text, expected) in [
            ("can't", vec!["can't"]),
            ("a:b,c", vec!["a:b", "c"]),
            ("3.14,5;a", vec!["3.14,5", "a"]),
            ("user_id-7", vec!["user_id", "7"]),
            ("צה\"ל", vec!["צה\"ל"]),
            ("e\u{301}a", vec!["e\u{301}a"]),
            ("😀", vec![]),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn as_unicode_segmentation_cuts(text in "[a-cА-Вא-ג0-2ا-ت한글é'’\"._:;,·\\-+#@\u{301}\u{200d}\u{ad}αक्षि]{0,12}") {
            let expected: Vec<&str> = text.unicode_words().collect();
            prop_assert_eq!(words(&text), expected);
        }
    }
}
