//! The same question in other words.

use fastrand::Rng;
use helpdex::analysis::{Language, stop_words};

/// Beginnings of questions by language.
const OPENERS: [(&str, [&str; 4]); 7] = [
    ("en", ["how do i", "help with", "how can i", "please help:"]),
    ("de", ["wie kann ich", "hilfe bei", "wie", "ich möchte"]),
    ("es", ["cómo puedo", "ayuda con", "cómo", "quiero"]),
    ("pt", ["como posso", "ajuda com", "como", "quero"]),
    ("fr", ["comment puis-je", "aide pour", "comment", "je veux"]),
    ("pl", ["jak mogę", "pomoc:", "jak", "chcę"]),
    ("it", ["come posso", "aiuto con", "come", "vorrei"]),
];
/// Longest title that anybody types as a question, in words.
const MAX_TITLE_WORDS: usize = 9;
const SYLLABLES: [&str; 16] = [
    "zor", "vex", "kla", "mup", "qua", "dri", "fyx", "bol", "gwe", "ztu", "nok", "pli", "wra",
    "xim", "jub", "hob",
];

/// Wordings with their weights: as judged, with an opener, in another order, without small words,
/// and the titles of what answers it.
pub(super) fn wordings(query: &str, locale: &str, titles: &[String]) -> Vec<(String, f64)> {
    let mut all = vec![(query.to_owned(), 5.0)];
    let short = without_stop_words(query, locale);
    let words: Vec<&str> = short.split_whitespace().collect();
    if words.len() >= 2 {
        all.push((short.clone(), 2.0));
        let reversed: Vec<&str> = words.iter().rev().copied().collect();
        all.push((reversed.join(" "), 0.7));
    }
    let primary = locale.split('-').next().unwrap_or("");
    let openers = OPENERS.iter().find(|(language, _)| *language == primary);
    for opener in openers.iter().flat_map(|(_, openers)| openers) {
        all.push((format!("{opener} {}", short.to_lowercase()), 0.5));
    }
    for title in titles.iter().take(2) {
        if title.split_whitespace().count() <= MAX_TITLE_WORDS {
            all.push((title.clone(), 0.9));
            all.push((title.to_lowercase(), 0.6));
        }
    }
    all.retain(|(text, _)| !text.trim().is_empty());
    all
}

/// The words that search looks for; all of them if there are no others.
pub(super) fn without_stop_words(query: &str, locale: &str) -> String {
    let stop: Vec<&str> =
        Language::parse(locale).map_or_else(Vec::new, |language| stop_words(language).collect());
    let kept: Vec<&str> = (query.split_whitespace())
        .filter(|word| {
            let bare = word
                .trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase();
            !bare.is_empty() && !stop.contains(&bare.as_str())
        })
        .collect();
    if kept.is_empty() {
        return query.to_owned();
    }
    kept.join(" ")
}

/// Words that no article holds: what some people call it.
pub(super) fn jargon(rng: &mut Rng) -> String {
    let mut word = || {
        let syllables = (0..4).map(|_| SYLLABLES[rng.usize(..SYLLABLES.len())]);
        syllables.collect::<String>()
    };
    format!("{} {}", word(), word())
}

/// One edit in one of the longer words: a letter left out, doubled or replaced, or two swapped.
pub(super) fn misspell(text: &str, rng: &mut Rng) -> String {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let long: Vec<usize> = (0..words.len())
        .filter(|at| words[*at].chars().filter(|c| c.is_alphabetic()).count() >= 5)
        .collect();
    let Some(at) = rng.choice(long) else {
        return text.to_owned();
    };
    let mut letters: Vec<char> = words[at].chars().collect();
    let place = rng.usize(1..letters.len() - 1);
    match rng.u8(..4) {
        0 => drop(letters.remove(place)),
        1 => letters.insert(place, letters[place]),
        2 => letters[place] = char::from(rng.u8(b'a'..=b'z')),
        _ => letters.swap(place, place + 1),
    }
    words[at] = letters.into_iter().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_go_and_titles_come() {
        let all = wordings(
            "How do I reset my password",
            "en",
            &["Forgot your login".into()],
        );
        let has = |text: &str| all.iter().any(|(wording, _)| wording == text);
        assert!(has("reset password") && has("password reset"), "{all:?}");
        assert!(
            has("how can i reset password") && has("forgot your login"),
            "{all:?}"
        );
        assert_eq!(without_stop_words("the", "en"), "the");
    }

    #[test]
    fn a_misspelling_is_another_text_of_the_same_words() {
        let mut rng = Rng::with_seed(3);
        let changed =
            (0..100).filter(|_| misspell("reset my password", &mut rng) != "reset my password");
        assert!(changed.count() > 80);
        assert_eq!(misspell("a b", &mut rng), "a b");
        assert_eq!(jargon(&mut rng).split(' ').count(), 2);
    }
}
