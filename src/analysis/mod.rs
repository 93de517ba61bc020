//! Text to terms. One [`Analyzer`] serves build and query; its tables travel in the bundle, so the
//! browser needs no Unicode data of its own and cannot disagree with the build.
//!
//! The order of the steps matters and is fixed here:
//! segment → compose and lower-case ([`CharMap`]) → stop words → stem → strip diacritics.
//! Diacritics go last because stemmers read them: stripping first turns Russian "новый" into
//! "новыи", whose ending no rule knows.

#[cfg(any(feature = "lang-all", feature = "lang-ar"))]
mod arabic;
mod char_map;
#[cfg(feature = "write")]
mod compound;
#[cfg(any(feature = "lang-all", feature = "lang-he"))]
mod hebrew;
#[cfg(any(feature = "lang-all", feature = "lang-ko"))]
mod korean;
mod language;
mod proclitics;
#[cfg(feature = "write")]
mod rules;
mod segment;
mod stem;
#[cfg(feature = "write")]
mod stop_words;
#[cfg(feature = "write")]
mod variants;
mod word_breaks;

pub use char_map::CharMap;
pub use language::Language;
#[cfg(feature = "write")]
pub use rules::Rules;
pub use segment::{Word, WordKind, Words};
pub use stem::STEMMED;
#[cfg(feature = "write")]
pub use stop_words::stop_words;
#[cfg(feature = "write")]
pub use variants::Variants;
pub use word_breaks::WordBreaks;

use crate::codec::Cursor;
#[cfg(feature = "write")]
use crate::codec::{put_string, put_varint};
use std::borrow::Cow;
use stem::Stemmer;

/// Number of this analyzer's rules. It is written into every bundle and an engine refuses another
/// number: raise it with every change that cuts or folds text differently.
pub const ANALYZER_VERSION: u16 = 2;

/// Longest term in bytes; the rest of a longer word is cut off at a character boundary.
/// Long enough for German compounds and e-mail addresses, short enough to keep the dictionary sane.
pub const MAX_TERM_BYTES: usize = 64;

/// The rules for one language: tables plus a stemmer.
#[derive(Debug)]
pub struct Analyzer {
    language: Language,
    stemmer: Stemmer,
    breaks: WordBreaks,
    /// Before stemming: composition, compatibility forms, lower case.
    lower: CharMap,
    /// After stemming: letters without their diacritics.
    strip: CharMap,
    /// Lower-cased, sorted.
    stop: Vec<String>,
}

impl Analyzer {
    /// An analyzer whose tables cover the characters of `texts` and everything that folds to them.
    /// `extra_stop` are the site's own stop words, added to the language's list.
    #[cfg(feature = "write")]
    pub fn for_characters(language: Language, characters: &[char], extra_stop: &[String]) -> Self {
        let lower = CharMap::lower(characters, language);
        let strip = CharMap::strip(characters, language);
        let mut stop: Vec<String> = stop_words(language)
            .map(str::to_owned)
            .chain(extra_stop.iter().cloned())
            .map(|word| lower.apply(&word))
            .collect();
        stop.sort_unstable();
        stop.dedup();
        Self {
            language,
            stemmer: Stemmer::of_build(language),
            breaks: WordBreaks::of(
                &CharMap::typed(language)
                    .chain(characters.iter().copied())
                    .collect(),
            ),
            lower,
            strip,
            stop,
        }
    }

    /// The language whose rules these are.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The words of `text` in order. An identifier comes before its parts.
    pub fn words<'a>(&'a self, text: &'a str) -> Words<'a> {
        segment::words(text, &self.breaks)
    }

    /// Lower-cased form of a word as it stands in a text; the stemmer's input.
    pub fn lower(&self, word: &str) -> String {
        self.lower.apply(word)
    }

    /// Whether a lower-cased word is a stop word.
    pub fn is_stop(&self, lowered: &str) -> bool {
        self.stop
            .binary_search_by(|stop| stop.as_str().cmp(lowered))
            .is_ok()
    }

    /// The term of a lower-cased word: its stem ([`Analyzer::spelled`]) without diacritics.
    pub fn term(&self, lowered: &str, kind: WordKind) -> String {
        cut(self.strip.apply(&self.spelled(lowered, kind)))
    }

    /// The stem of a lower-cased word (not of pairs of characters) with its diacritics:
    /// of two words with the same term, the one that was meant has the same `spelled`, too.
    pub fn spelled(&self, lowered: &str, kind: WordKind) -> String {
        let word = joined(lowered);
        cut(match kind {
            // A name that is one word now must meet those who write it so: "nodejs".
            WordKind::Identifier if word.bytes().any(|byte| byte.is_ascii_punctuation()) => {
                word.into_owned()
            }
            WordKind::Bigram => word.into_owned(),
            WordKind::Word | WordKind::Identifier => self.stemmer.stem(&word).into_owned(),
        })
    }

    /// The term of the word typed without diacritics, by which a stemmer may know its ending less
    /// well: "configuracion" for "configuración", whose term is "configur". Indexed besides it.
    pub fn bare_term(&self, lowered: &str, kind: WordKind) -> String {
        if lowered.is_ascii() {
            return self.term(lowered, kind);
        }
        self.term(&self.strip.apply(lowered), kind)
    }

    /// A lower-cased, unfinished word as the beginning of terms: stripped, not stemmed at its end.
    pub fn prefix(&self, lowered: &str) -> String {
        let word = joined(lowered);
        cut(self.strip.apply(beginning(self.language.rules(), &word)))
    }

    /// Terms of what may be meant when a word begins with particles of Hebrew or Arabic, longest
    /// first: worth a look if the word's own term finds little.
    pub fn without_proclitics(&self, lowered: &str) -> impl Iterator<Item = String> {
        proclitics::rests(self.language.rules(), lowered)
            .map(|rest| self.term(rest, WordKind::Word))
    }

    /// Appends the tables for [`Analyzer::read`]: section `ANLZ` of FORMAT.md.
    #[cfg(feature = "write")]
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&ANALYZER_VERSION.to_le_bytes());
        put_string(out, self.language.code());
        self.breaks.write(out);
        self.lower.write(out);
        self.strip.write(out);
        put_varint(out, self.stop.len() as u32);
        for word in &self.stop {
            put_string(out, word);
        }
    }

    /// Reads what [`Analyzer::write`] wrote. `Err(true)`: another analyzer; `Err(false)`: damaged.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, bool> {
        let mut cursor = Cursor::new(bytes);
        if cursor.u16().ok_or(false)? != ANALYZER_VERSION {
            return Err(true);
        }
        let language = Language::parse(cursor.string().ok_or(false)?).ok_or(true)?;
        let breaks = WordBreaks::read(&mut cursor).ok_or(false)?;
        let lower = CharMap::read(&mut cursor).ok_or(false)?;
        let strip = CharMap::read(&mut cursor).ok_or(false)?;
        let mut stop = Vec::new();
        for _ in 0..cursor.count(1).ok_or(false)? {
            stop.push(cursor.string().ok_or(false)?.to_owned());
        }
        if !stop.is_sorted() {
            return Err(false);
        }
        let stemmer = Stemmer::of_engine(language).ok_or(true)?;
        Ok(Self {
            language,
            stemmer,
            breaks,
            lower,
            strip,
            stop,
        })
    }
}

/// An unfinished word as stems begin: an Arabic one without its article.
fn beginning<'a>(rules: &str, word: &'a str) -> &'a str {
    match rules {
        #[cfg(any(feature = "lang-all", feature = "lang-ar"))]
        "ar" => arabic::without_article(word, 1),
        _ => word,
    }
}

/// An identifier without its inner punctuation: `node.js` and `wi-fi` are also written `nodejs` and
/// `wifi`. Between digits it says something and stays: `1.8.19`.
fn joined(word: &str) -> Cow<'_, str> {
    let is_joint = |byte: u8| matches!(byte, b'.' | b'_' | b':' | b'-' | 0xe2);
    if !word.bytes().any(is_joint) {
        return Cow::Borrowed(word);
    }
    let digit = |character: Option<char>| character.is_some_and(|it| it.is_ascii_digit());
    let mut out = String::with_capacity(word.len());
    let mut characters = word.chars().peekable();
    let mut before = None;
    while let Some(character) = characters.next() {
        let joint = matches!(character, '.' | '_' | ':' | '-' | '\u{2010}' | '\u{2011}');
        // The point of `.net` stays, too.
        if !joint || before.is_none() || digit(before) && digit(characters.peek().copied()) {
            out.push(character);
        }
        before = Some(character);
    }
    Cow::Owned(out)
}

fn cut(mut term: String) -> String {
    if term.len() > MAX_TERM_BYTES {
        let mut end = MAX_TERM_BYTES;
        while !term.is_char_boundary(end) {
            end -= 1;
        }
        term.truncate(end);
    }
    term
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(language: &str, text: &str) -> Vec<String> {
        let language = Language::parse(language).unwrap();
        let mut characters: Vec<char> = text.chars().collect();
        characters.extend('a'..='z');
        let analyzer = Analyzer::for_characters(language, &characters, &[]);
        analyzer
            .words(text)
            .map(|word| analyzer.term(&analyzer.lower(word.text), word.kind))
            .collect()
    }

    #[test]
    fn contract_of_each_language() {
        let table: &[(&str, &str, &[&str])] = &[
            (
                "en",
                "Resetting your PASSWORDS",
                &["reset", "your", "password"],
            ),
            (
                "en",
                "don't use node.js",
                &["dont", "use", "nodej", "node", "js"],
            ),
            ("es", "contraseñas olvidadas", &["contrasen", "olvid"]),
            ("de", "Kündigungsfristen", &["kundigungsfrist"]),
            ("pl", "Zażółć gęślą JAŹŃ", &["zazolc", "gesl", "jazn"]),
            ("ru", "новый новая", &["нов", "нов"]),
            ("ja", "バスの設定", &["バス", "スの", "の設", "設定"]),
            ("fr", "l'adresse de l’été", &["adress", "de", "ete"]),
            ("tr", "IŞIK İstanbul", &["isik", "istanbul"]),
            (
                "en",
                "user_id C:\\temp 0x80070005",
                &["userid", "user", "id", "c", "temp", "0x80070005"],
            ),
        ];
        for (language, text, expected) in table {
            assert_eq!(&terms(language, text), expected, "{language}: {text}");
        }
    }

    #[test]
    fn decomposed_full_width_and_ligature_forms_meet() {
        assert_eq!(
            terms("es", "contrasen\u{303}as"),
            terms("es", "contraseñas")
        );
        assert_eq!(terms("en", "ｐａｓｓｗｏｒｄ"), ["password"]);
        assert_eq!(terms("en", "ﬁle"), ["file"]);
    }

    #[test]
    fn tables_survive_the_bundle() {
        let text = "Zażółć ÅNGSTRÖM ﬁle";
        let characters: Vec<char> = text.chars().collect();
        let analyzer = Analyzer::for_characters(
            Language::parse("pl").unwrap(),
            &characters,
            &["Własne".into()],
        );
        let mut bytes = Vec::new();
        analyzer.write(&mut bytes);
        let back = Analyzer::read(&bytes).unwrap();
        for word in analyzer.words(text) {
            assert_eq!(back.lower(word.text), analyzer.lower(word.text));
            let lowered = analyzer.lower(word.text);
            assert_eq!(
                back.term(&lowered, word.kind),
                analyzer.term(&lowered, word.kind)
            );
        }
        assert!(back.is_stop("jest"));
        assert!(back.is_stop(&back.lower("WŁASNE")));
    }
}
