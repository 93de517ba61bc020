//! A light stemmer for Arabic: the article with the particles before it, and the endings of gender,
//! number and possession.
//!
//! Endings and least lengths are those of "light10" (Larkey, Ballesteros and Connell, 2007), but for
//! the conjunction before a bare noun: so many nouns begin with that letter that it is only taken
//! off where the rest is a word of the site (`proclitics.rs`).

use std::borrow::Cow;

/// Article with what may stand before it, longest first.
const ARTICLES: [&str; 9] = ["وبال", "وال", "بال", "كال", "فال", "ولل", "ال", "لل", "ٱل"];

const ENDINGS: [&str; 11] = [
    "ها", "ان", "ات", "ون", "ين", "يه", "ية", "تك", "ه", "ة", "ي",
];

/// Letters that must be left of a word when something is cut off.
const LEAST: usize = 2;

/// The stem of a lower-cased word.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    let mut stem = without_article(word, LEAST);
    // An ending may follow another: "ات" before "ها".
    for ending in ENDINGS {
        if let Some(rest) = stem
            .strip_suffix(ending)
            .filter(|rest| letters(rest) >= LEAST)
        {
            stem = rest;
        }
    }
    Cow::Borrowed(stem)
}

/// A word, or the beginning of one, without its article; at least `least` letters stay.
pub(super) fn without_article(word: &str, least: usize) -> &str {
    let mut rests = ARTICLES
        .iter()
        .filter_map(|article| word.strip_prefix(article));
    rests.find(|rest| letters(rest) >= least).unwrap_or(word)
}

fn letters(word: &str) -> usize {
    word.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_noun_meet() {
        for (stem_of, forms) in [
            (
                "حساب",
                &[
                    "الحساب",
                    "والحساب",
                    "بالحساب",
                    "كالحساب",
                    "فالحساب",
                    "للحساب",
                    "حسابات",
                    "الحسابات",
                    "حسابي",
                ][..],
            ),
            ("بريد", &["البريد", "بالبريد"]),
            ("ملف", &["الملفات", "ملفات", "بالملف"]),
            ("كلمة", &["الكلمة", "كلمات", "بالكلمات"]),
        ] {
            for form in forms {
                assert_eq!(stem(form), stem(stem_of), "{form}");
            }
        }
    }

    #[test]
    fn short_words_stay_whole() {
        for word in ["الى", "في", "ون", "ال"] {
            assert!(stem(word).chars().count() >= 2, "{word}");
        }
        assert_eq!(without_article("الح", 1), "ح");
        assert_eq!(without_article("ال", 1), "ال");
    }
}
