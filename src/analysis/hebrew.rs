//! A light stemmer for Hebrew: endings of gender and number.
//!
//! The letters that are written together with the next word (and, the, in, to, from, that, as) are
//! no matter of endings: half of all nouns begin with one of them, and a person who has typed three
//! letters of such a noun must find it. See `proclitics.rs`.

use std::borrow::Cow;

const ENDINGS: [&str; 5] = ["יות", "ים", "ות", "ית", "ה"];

/// Letters that must be left of a word when something is cut off.
const LEAST: usize = 3;

/// The stem of a lower-cased word.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    let mut rests = ENDINGS
        .iter()
        .filter_map(|ending| word.strip_suffix(ending));
    let rest = rests.find(|rest| rest.chars().count() >= LEAST);
    Cow::Borrowed(rest.unwrap_or(word))
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_a_noun_meet() {
        for (one, other) in [
            ("הודעה", "הודעות"),
            ("משתמש", "משתמשים"),
            ("חשבון", "חשבון"),
            ("הגדרה", "הגדרות"),
        ] {
            assert_eq!(stem(one), stem(other));
        }
        assert_ne!(stem("שם"), stem("שמירה"));
        assert_eq!(stem("שנה"), "שנה");
    }
}
