//! `synonyms.suggested.yml`: words that no article holds, with those by which their searches went
//! on. A suggestion: a human moves what is right into `[[synonyms]]` of the settings.

use crate::report::Inner;
use crate::report::sections::gaps_of;
use crate::simulate::Gap;
use std::fmt::Write;

const HEAD: &str =
    "# Words that people used in vain, and those with which they then found an article.
# Nothing reads this file: move what is right into [[synonyms]] of helpdex.toml.
";

/// The file; without suggestions only its head and an empty list.
pub(super) fn file(inner: &Inner) -> String {
    let mut out = HEAD.to_owned();
    let questions = gaps_of(inner, Gap::WrongWords);
    if questions.is_empty() {
        out.push_str("[]\n");
    }
    for question in questions {
        let best = question.meant.iter().max_by_key(|(_, count)| **count);
        let Some((meant, count)) =
            best.and_then(|(number, count)| Some((inner.questions.get(*number as usize)?, count)))
        else {
            continue;
        };
        let (Some(words), Some(label)) = (&question.label, &meant.label) else {
            continue;
        };
        let locale = inner
            .all
            .locales
            .get(question.locale as usize)
            .map_or("", String::as_str);
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "- language: {}\n  words: {}\n  means: {}\n  searches: {}\n  then_found: {count}",
            quoted(locale),
            quoted(words),
            quoted(label),
            question.count,
        );
    }
    out
}

/// A double-quoted scalar: JSON strings are YAML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
