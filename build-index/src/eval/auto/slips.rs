//! Titles as people type them: with one slip, or not to their end.

use super::draw::Draw;
use super::letters::{Letters, is_continuous, is_letter, is_mostly_continuous, is_wordly};
use std::ops::Range;

/// Shortest word that gets a slip, in characters; of a title without spaces, the whole title.
const SHORTEST: usize = 4;
/// How often a slip is tried that changes nothing, such as swapping two equal letters.
const TRIES: usize = 32;

/// The title with one edit in its longest word, or anywhere if it is written without spaces: two
/// neighbours swapped, a letter left out, put in or replaced. `None` without a word to edit.
pub(super) fn typo(title: &str, letters: &Letters, draw: &mut Draw) -> Option<String> {
    let characters: Vec<char> = title.chars().collect();
    let places: Vec<usize> = if is_mostly_continuous(title) {
        (0..characters.len())
            .filter(|at| characters.get(*at).copied().is_some_and(is_letter))
            .collect()
    } else {
        longest_word(&characters)?.collect()
    };
    if places.len() < SHORTEST {
        return None;
    }
    (0..TRIES).find_map(|_| {
        let slipped = slip(&characters, &places, letters, draw)?;
        (slipped.to_lowercase() != title.to_lowercase()).then_some(slipped)
    })
}

fn slip(
    characters: &[char],
    places: &[usize],
    letters: &Letters,
    draw: &mut Draw,
) -> Option<String> {
    let at = *places.get(draw.below(places.len()))?;
    let mut typed = characters.to_vec();
    match draw.below(4) {
        0 => {
            let next = at + 1;
            if !places.contains(&next) {
                return Some(characters.iter().collect());
            }
            typed.swap(at, next);
        }
        1 => drop(typed.remove(at)),
        edit => {
            let others = letters.like(*characters.get(at)?);
            let letter = *others.get(draw.below(others.len()))?;
            if edit == 2 {
                typed.insert(at + draw.below(2), letter);
            } else {
                typed[at] = letter;
            }
        }
    }
    Some(typed.into_iter().collect())
}

/// The first of the longest runs of letters.
fn longest_word(characters: &[char]) -> Option<Range<usize>> {
    let mut longest: Option<Range<usize>> = None;
    let mut start = 0;
    for end in 0..=characters.len() {
        if characters.get(end).copied().is_some_and(is_letter) {
            continue;
        }
        if longest
            .as_ref()
            .is_none_or(|known| end - start > known.len())
        {
            longest = Some(start..end);
        }
        start = end + 1;
    }
    longest
}

/// The title with its last word cut to half of its characters, at least two; without its last one
/// or two characters where words have no spaces between them. `None` when the last word is too
/// short to be cut.
pub(super) fn half_word(title: &str) -> Option<String> {
    let title = title.trim_end_matches(|character| !is_wordly(character));
    let last = title.chars().next_back()?;
    let rest = if is_continuous(last) {
        title.trim_end_matches(is_continuous)
    } else {
        title.trim_end_matches(|character| is_wordly(character) && !is_continuous(character))
    };
    let length = title[rest.len()..].chars().count();
    let kept = if is_continuous(last) {
        length - if length < 6 { 1 } else { 2 }
    } else {
        length.div_ceil(2)
    };
    let kept = kept.max(2);
    (kept < length).then(|| {
        let word = title[rest.len()..].chars().take(kept);
        rest.chars().chain(word).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn typos(title: &str, corpus: &[&str]) -> BTreeSet<String> {
        let letters = Letters::of(corpus.iter().copied());
        let articles = (0..400).map(|number| number.to_string());
        articles
            .filter_map(|id| typo(title, &letters, &mut Draw::of("typo", &id)))
            .collect()
    }

    /// Optimal string alignment distance, by its definition.
    fn distance(a: &str, b: &str) -> usize {
        strsim::osa_distance(&a.to_lowercase(), &b.to_lowercase())
    }

    #[test]
    fn a_typo_is_one_edit_of_the_longest_word() {
        let title = "Reset your password!";
        let typed = typos(title, &[title]);
        assert!(typed.len() > 50, "{typed:?}");
        for typed in &typed {
            assert_eq!(distance(title, typed), 1, "{typed}");
            assert!(
                typed.starts_with("Reset your ") && typed.ends_with('!'),
                "{typed}"
            );
        }
        let lengths: BTreeSet<usize> = typed.iter().map(|typed| typed.len()).collect();
        assert_eq!(lengths, BTreeSet::from([19, 20, 21]));
        assert!(typed.contains("Reset your apssword!"), "swapped");
        assert!(
            typed.contains("Reset your assword!"),
            "first letter left out"
        );
    }

    #[test]
    fn what_is_put_in_is_of_the_words_own_script() {
        for typed in typos("Сброс пароля в Teams", &["Сброс пароля", "Teams windows"])
        {
            let word = typed.split(' ').nth(1).expect("a word");
            assert!(!word.chars().any(|letter| letter.is_ascii()), "{typed}");
        }
        let japanese = typos("パスワードの変更", &["パスワードの変更", "設定"]);
        assert!(japanese.iter().any(|typed| typed.contains('設')));
        assert!(
            japanese
                .iter()
                .all(|typed| distance("パスワードの変更", typed) == 1)
        );
    }

    #[test]
    fn the_same_article_gets_the_same_typo() {
        let letters = Letters::of(["windows"].into_iter());
        let typed = || typo("Open windows", &letters, &mut Draw::of("typo", "a"));
        assert_eq!(typed(), typed());
    }

    #[test]
    fn short_words_get_none() {
        assert!(typos("Use it or not", &["abc"]).is_empty());
        assert!(typos("設定", &["設定"]).is_empty());
        assert!(typos("", &[]).is_empty());
        assert!(typos("1:1 2024", &["abc"]).is_empty());
    }

    #[test]
    fn half_words() {
        let table = [
            ("Reset your password", Some("Reset your pass")),
            ("Fix it (please?)", Some("Fix it (ple")),
            ("All about VAT", Some("All about VA")),
            ("Set it up", None),
            ("Version 1.3.2", None),
            ("Password", Some("Pass")),
            ("Zażółć gęślą jaźń", Some("Zażółć gęślą ja")),
            ("パスワードの変更", Some("パスワードの")),
            ("設定の変更", Some("設定の変")),
            ("設定", None),
            ("サーバー エラー。 PRX4", Some("サーバー エラー。 PR")),
            ("إعادة تعيين كلمة المرور", Some("إعادة تعيين كلمة الم")),
            ("", None),
            ("?!", None),
        ];
        for (title, expected) in table {
            assert_eq!(half_word(title).as_deref(), expected, "{title}");
        }
    }

    #[test]
    fn any_title_has_at_most_one_edit_and_a_shorter_half() {
        let titles = [
            "a\u{301}bc\u{301}d",
            "हिन्दी में सहायता",
            "ﬁle İstanbul ẞtraße",
            "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🎉🎉🎉🎉",
            "ーーーーー",
            "   ",
            "aaaa",
            "สวัสดี ครับ",
        ];
        for title in titles {
            for typed in typos(title, &titles) {
                let lengths = (title.chars().count(), typed.chars().count());
                assert!(lengths.0.abs_diff(lengths.1) <= 1, "{title} {typed}");
                assert_ne!(typed, title);
            }
            if let Some(half) = half_word(title) {
                assert!(title.starts_with(&half) && half.len() < title.len());
            }
        }
    }
}
