//! A light stemmer for Korean: particles and the endings of verbs made with 하다 and 되다.
//!
//! A word between spaces is a noun with what belongs to it in the sentence: 비밀번호를, 비밀번호는,
//! 비밀번호에서. Suffixes are cut off until none is left, so that a noun that happens to end like a
//! particle comes to the same stem bare and with a particle.

use std::borrow::Cow;

/// Suffixes that no noun ends with: one syllable of the word must stay.
const SAFE: [&str; 38] = [
    "하시겠습니까",
    "되었습니다",
    "하였습니다",
    "하십시오",
    "했습니다",
    "됐습니다",
    "하려면",
    "하려고",
    "하도록",
    "하면서",
    "하거나",
    "하세요",
    "합니다",
    "합니까",
    "됩니다",
    "됩니까",
    "되지",
    "하나요",
    "되나요",
    "할까요",
    "입니다",
    "입니까",
    "인가요",
    "에서는",
    "으로는",
    "에게서",
    "이라는",
    "에서",
    "에게",
    "으로",
    "까지",
    "부터",
    "처럼",
    "보다",
    "하고",
    "이나",
    "께서",
    "를",
];

/// Suffixes that a noun may end with: two syllables must stay.
const COMMON: [&str; 40] = [
    "하지", "하는", "하기", "하여", "하면", "하다", "하며", "해서", "해야", "해요", "했다", "되는",
    "되어", "되면", "되다", "되기", "에는", "에도", "이란", "라는", "이며", "마다", "밖에", "조차",
    "들", "은", "는", "이", "가", "을", "에", "의", "와", "과", "도", "만", "로", "할", "한", "된",
];

/// The stem of a word.
pub(super) fn stem(word: &str) -> Cow<'_, str> {
    let mut stem = word;
    while let Some(rest) = shorter(stem) {
        stem = rest;
    }
    Cow::Borrowed(stem)
}

fn shorter(word: &str) -> Option<&str> {
    let without = |suffixes: &'static [&'static str], least: usize| {
        let mut rests = suffixes
            .iter()
            .filter_map(|suffix| word.strip_suffix(suffix));
        rests.find(|rest| {
            rest.chars().count() >= least && rest.chars().next_back().is_some_and(is_syllable)
        })
    };
    without(&SAFE, 1).or_else(|| without(&COMMON, 2))
}

fn is_syllable(character: char) -> bool {
    matches!(character, '\u{ac00}'..='\u{d7a3}' | 'a'..='z')
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn particles_and_endings_go() {
        for (word, expected) in [
            ("비밀번호를", "비밀번호"),
            ("비밀번호는", "비밀번호"),
            ("비밀번호와", "비밀번호"),
            ("계정에서", "계정"),
            ("집에서", "집"),
            ("파일들을", "파일"),
            ("설정하는", "설정"),
            ("설정합니다", "설정"),
            ("설정하기", "설정"),
            ("설정했습니다", "설정"),
            ("설정하려면", "설정"),
            ("onedrive에서", "onedrive"),
            ("windows를", "windows"),
            ("회의", "회의"),
            ("온도", "온도"),
            ("추가", "추가"),
            ("추가하기", "추가"),
            ("은", "은"),
            ("에서", "에서"),
        ] {
            assert_eq!(stem(word), expected, "{word}");
        }
    }

    #[test]
    fn a_noun_that_ends_like_a_particle_has_one_stem() {
        assert_eq!(stem("전문가"), stem("전문가를"));
        assert_eq!(stem("고양이"), stem("고양이가"));
    }
}
