//! Texts that are hard to read, by the formula of their language.
//!
//! * English: Flesch–Kincaid grade, 0.39·words/sentence + 11.8·syllables/word − 15.59 (Kincaid,
//!   Fishburne, Rogers, Chissom: Derivation of new readability formulas, 1975), in school years.
//! * Spanish: Szigriszt-Pazos' perspicuity, 206.835 − 62.3·syllables/word − words/sentence
//!   (Szigriszt Pazos: Sistemas predictivos de legilibilidad, 1993), from 0 to 100; the INFLESZ scale
//!   (Barrio-Cantalejo et al. 2008) calls what is below 40 very difficult.
//! * Polish: Pisarek's index, ½·√(T² + W²), with T the words of a mean sentence and W the percentage of
//!   words with four or more syllables (Pisarek: Jak mierzyć zrozumiałość tekstu?, 1969), in school
//!   years.
//! * Other languages with spaces between words: words of a mean sentence alone.

use super::sentences::Counts;
use super::{Finding, Site};
use crate::source::Article;

/// Words below which formulas swing too far.
const FEWEST_WORDS: usize = 100;

pub(super) fn find(site: &Site<'_>) -> Vec<Finding> {
    let of_article = |(language, article): (&str, &Article)| {
        let message = hard(language, article, site)?;
        Some(Finding::new(
            "reading-level",
            article,
            None,
            message,
            "cut long sentences in two, and say things in shorter words",
        ))
    };
    site.each().filter_map(of_article).collect()
}

/// What is too hard about a text.
fn hard(language: &str, article: &Article, site: &Site<'_>) -> Option<String> {
    let limits = &site.config.check;
    let primary = language.split('-').next().unwrap_or(language);
    let counts = counts(primary, article);
    if counts.words < FEWEST_WORDS {
        return None;
    }
    let mean = counts.words as f64 / counts.sentences.max(1) as f64;
    match primary {
        "en" => {
            let grade = flesch_kincaid(&counts);
            (grade > limits.max_grade).then(|| format!("it asks for {grade:.1} years of schooling (Flesch–Kincaid), more than {}; a sentence has {mean:.0} words", limits.max_grade))
        }
        "pl" => {
            let grade = pisarek(&counts);
            (grade > limits.max_grade).then(|| format!("it asks for {grade:.1} years of schooling (Pisarek), more than {}; a sentence has {mean:.0} words", limits.max_grade))
        }
        "es" => {
            let ease = szigriszt_pazos(&counts);
            (ease < limits.min_ease).then(|| format!("its ease is {ease:.1} of 100 (Szigriszt-Pazos), less than {}; a sentence has {mean:.0} words", limits.min_ease))
        }
        // Without spaces between words, nothing tells their number.
        "ja" | "zh" | "th" | "lo" | "km" | "my" => None,
        _ => (mean > limits.sentence_words).then(|| {
            format!(
                "a mean sentence has {mean:.1} words, more than {}",
                limits.sentence_words
            )
        }),
    }
}

fn counts(language: &str, article: &Article) -> Counts {
    let sections = &article.document.sections;
    match language {
        // A strong vowel beside another, or an accented weak one, is a syllable of its own.
        "es" => Counts::of(sections, "aeiouáéíóúü", |one, other| {
            let is_strong = |c: char| "aeoáéóíú".contains(c);
            is_strong(one) && is_strong(other)
        }),
        // `i` before a vowel softens the consonant before it; `au` and `eu` are diphthongs.
        "pl" => Counts::of(sections, "aąeęioóuy", |one, other| {
            one != 'i' && !(matches!(one, 'a' | 'e') && other == 'u')
        }),
        _ => Counts::of(sections, "aeiouy", |_, _| false),
    }
}

fn flesch_kincaid(counts: &Counts) -> f64 {
    let (words, sentences) = (counts.words as f64, counts.sentences as f64);
    0.39 * words / sentences + 11.8 * counts.syllables as f64 / words - 15.59
}

fn szigriszt_pazos(counts: &Counts) -> f64 {
    let (words, sentences) = (counts.words as f64, counts.sentences as f64);
    206.835 - 62.3 * counts.syllables as f64 / words - words / sentences
}

fn pisarek(counts: &Counts) -> f64 {
    let (words, sentences) = (counts.words as f64, counts.sentences as f64);
    let (mean, long) = (words / sentences, 100.0 * counts.long_words as f64 / words);
    mean.hypot(long) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_those_of_the_papers() {
        let counts = Counts {
            sentences: 10,
            words: 200,
            syllables: 300,
            long_words: 30,
        };
        assert!((flesch_kincaid(&counts) - 9.91).abs() < 1e-9);
        assert!((szigriszt_pazos(&counts) - 93.385).abs() < 1e-9);
        assert!((pisarek(&counts) - 12.5).abs() < 1e-9);
    }
}
