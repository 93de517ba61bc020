//! The language of an article that states none, by its text.
//!
//! `whatlang` compares the text's scripts and trigrams with those of each language. It is asked for
//! no more than the site's languages, if they are configured, and believed only when it is sure.

use helpdex::document::Section;
use whatlang::{Detector, Lang};

/// Bytes of an article looked at; more do not change the answer.
const SAMPLE: usize = 4_000;
/// Letters below which a text tells nothing; one of a script without an alphabet counts as three.
const FEWEST_LETTERS: usize = 60;
/// `whatlang`'s confidence, 0 to 1, from which it is believed. It calls 0.9 reliable, which on the
/// texts that were measured rejects fifteen right answers for a wrong one.
const CONFIDENT: f64 = 0.5;
/// Share of letters of other scripts above which Latin ones are taken for names of products.
const FOREIGN_SHARE: f64 = 0.15;

/// What a text says about its language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Detection {
    /// Certainly this one: a tag among those wanted, or a bare code.
    Certain(String),
    /// Perhaps this one.
    Unsure(String),
    /// Too short to say.
    Silent,
}

/// The language of a text. `wanted` are the site's languages; empty means any that
/// [`CODES`] lists. A code stands for the tag that names it among `wanted`: `pt` for `pt-BR`.
pub(super) fn detect(title: Option<&str>, sections: &[Section], wanted: &[String]) -> Detection {
    let text = telling(&sample(title, sections));
    if text.chars().map(weight).sum::<usize>() < FEWEST_LETTERS {
        return Detection::Silent;
    }
    let codes = CODES
        .iter()
        .filter(|(_, code)| wanted.is_empty() || wanted.iter().any(|tag| primary(tag) == *code));
    let detector = Detector::with_allowlist(codes.map(|(lang, _)| *lang).collect());
    let Some(info) = detector.detect(&text) else {
        return Detection::Silent;
    };
    let Some((_, code)) = CODES.iter().find(|(lang, _)| *lang == info.lang()) else {
        return Detection::Silent;
    };
    let tag = wanted.iter().find(|tag| primary(tag) == *code);
    let tag = tag.map_or(*code, String::as_str).to_owned();
    if info.confidence() >= CONFIDENT {
        Detection::Certain(tag)
    } else {
        Detection::Unsure(tag)
    }
}

/// How many letters of an alphabet a character is worth.
fn weight(character: char) -> usize {
    match character {
        '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => 3,
        _ => usize::from(character.is_alphabetic()),
    }
}

/// The first subtag of a language tag.
pub(super) fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

fn sample(title: Option<&str>, sections: &[Section]) -> String {
    let mut sample = title.unwrap_or("").to_owned();
    for section in sections {
        for part in [&section.heading, &section.text] {
            let room = SAMPLE.saturating_sub(sample.len());
            sample.push('\n');
            sample.extend(part.chars().take(room));
        }
    }
    sample
}

/// The text without what would mislead: in a text of another script, Latin letters are names.
fn telling(text: &str) -> String {
    let is_foreign = |character: &char| character.is_alphabetic() && !is_latin(*character);
    let letters = text
        .chars()
        .filter(|character| character.is_alphabetic())
        .count();
    let foreign = text.chars().filter(is_foreign).count();
    if (foreign as f64) < FOREIGN_SHARE * letters as f64 {
        return text.to_owned();
    }
    let blank = |character| if is_latin(character) { ' ' } else { character };
    text.chars().map(blank).collect()
}

fn is_latin(character: char) -> bool {
    character.is_alphabetic()
        && matches!(character, 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// The languages of `whatlang` that sites are written in, with their codes. Left out are those of few
/// sites that short texts of other languages are taken for.
#[rustfmt::skip]
const CODES: &[(Lang, &str)] = &[
    (Lang::Ara, "ar"), (Lang::Aze, "az"), (Lang::Bel, "be"), (Lang::Ben, "bn"), (Lang::Bul, "bg"),
    (Lang::Cat, "ca"), (Lang::Ces, "cs"), (Lang::Cmn, "zh"), (Lang::Dan, "da"), (Lang::Deu, "de"),
    (Lang::Ell, "el"), (Lang::Eng, "en"), (Lang::Est, "et"), (Lang::Fin, "fi"), (Lang::Fra, "fr"),
    (Lang::Guj, "gu"), (Lang::Heb, "he"), (Lang::Hin, "hi"), (Lang::Hrv, "hr"), (Lang::Hun, "hu"),
    (Lang::Hye, "hy"), (Lang::Ind, "id"), (Lang::Ita, "it"), (Lang::Jpn, "ja"), (Lang::Kan, "kn"),
    (Lang::Kat, "ka"), (Lang::Khm, "km"), (Lang::Kor, "ko"), (Lang::Lav, "lv"), (Lang::Lit, "lt"),
    (Lang::Mal, "ml"), (Lang::Mar, "mr"), (Lang::Mkd, "mk"), (Lang::Mya, "my"), (Lang::Nep, "ne"),
    (Lang::Nld, "nl"), (Lang::Nob, "nb"), (Lang::Nob, "no"), (Lang::Pan, "pa"), (Lang::Pes, "fa"),
    (Lang::Pol, "pl"), (Lang::Por, "pt"), (Lang::Ron, "ro"), (Lang::Rus, "ru"), (Lang::Slk, "sk"),
    (Lang::Slv, "sl"), (Lang::Spa, "es"), (Lang::Srp, "sr"), (Lang::Swe, "sv"), (Lang::Tam, "ta"),
    (Lang::Tel, "te"), (Lang::Tha, "th"), (Lang::Tur, "tr"), (Lang::Ukr, "uk"), (Lang::Urd, "ur"),
    (Lang::Vie, "vi"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, wanted: &[&str]) -> Detection {
        let wanted: Vec<String> = wanted.iter().map(|tag| (*tag).to_owned()).collect();
        let section = Section {
            text: text.into(),
            ..Section::default()
        };
        detect(None, &[section], &wanted)
    }

    const GERMAN: &str = "Sie können Ihr Kennwort jederzeit in den Einstellungen ändern. Öffnen Sie dazu Ihr Konto und wählen Sie Sicherheit.";
    const JAPANESE: &str = "Microsoft OneDrive for Business と Microsoft Teams の設定を変更するには、設定アプリを開いてアカウントを選択し、パスワードの変更をクリックします。新しいパスワードを入力して、保存を選択してください。";

    #[test]
    fn a_whole_paragraph_is_certain() {
        assert_eq!(of(GERMAN, &[]), Detection::Certain("de".into()));
        assert_eq!(of(JAPANESE, &[]), Detection::Certain("ja".into()));
    }

    #[test]
    fn the_sites_languages_are_the_choice() {
        assert_eq!(
            of(GERMAN, &["en", "de-AT"]),
            Detection::Certain("de-AT".into())
        );
        let elsewhere = of(GERMAN, &["ja", "ko"]);
        assert!(!matches!(elsewhere, Detection::Certain(_)), "{elsewhere:?}");
    }

    #[test]
    fn a_few_words_say_nothing() {
        assert_eq!(of("Kennwort ändern", &[]), Detection::Silent);
        assert_eq!(of("", &[]), Detection::Silent);
        assert_eq!(of(&"1234 ".repeat(100), &[]), Detection::Silent);
    }
}
