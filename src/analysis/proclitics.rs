//! Particles that Hebrew and Arabic write together with the word that follows: and, the, in, to.
//!
//! A rule cannot tell them from the first letters of a noun, of which half begin with one of them,
//! and a person who has typed three letters of such a noun must find it. So a word stays whole and
//! what may follow a particle is only offered: the index takes it where it is a word of the site
//! ([`super::Variants`]), a query where it is a term of the index.

/// Letters that must be left of a word.
const LEAST: usize = 3;

/// The letters of a language, none for a language without.
pub(super) fn letters(rules: &str) -> &'static [char] {
    match rules {
        #[cfg(any(feature = "write", feature = "lang-ar"))]
        "ar" => &['و', 'ف', 'ب', 'ك', 'ل', 'س'],
        #[cfg(any(feature = "write", feature = "lang-he"))]
        "he" => &['ו', 'ה', 'ב', 'ל', 'מ', 'ש', 'כ'],
        _ => &[],
    }
}

/// What follows one particle, two, … of a lower-cased word, longest first.
pub(super) fn rests<'w>(rules: &str, word: &'w str) -> impl Iterator<Item = &'w str> {
    let letters = letters(rules);
    core::iter::successors(Some(word), move |word| word.strip_prefix(letters))
        .skip(1)
        .take_while(|rest| rest.chars().count() >= LEAST)
}

#[cfg(test)]
mod tests {
    use super::rests;

    fn of(rules: &str, word: &'static str) -> Vec<&'static str> {
        rests(rules, word).collect()
    }

    #[test]
    fn at_most_three_letters_are_left() {
        assert_eq!(of("he", "שבמחשב"), ["במחשב", "מחשב", "חשב"]);
        assert_eq!(of("he", "הסיסמה"), ["סיסמה"]);
        assert_eq!(of("he", "שנה"), [""; 0]);
        assert_eq!(of("ar", "وبريد"), ["بريد", "ريد"]);
        assert_eq!(of("en", "the"), [""; 0]);
    }
}
