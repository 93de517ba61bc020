//! Sample articles, in the languages that they are written in.

use super::{NewFile, Plan, file};

/// Names and texts of one language.
type Samples = [(&'static str, &'static str); 5];

macro_rules! samples {
    ($language:literal) => {
        [
            (
                "reset-password.md",
                include_str!(concat!("samples/", $language, "/reset-password.md")),
            ),
            (
                "sign-in-problems.md",
                include_str!(concat!("samples/", $language, "/sign-in-problems.md")),
            ),
            (
                "cancel-plan.md",
                include_str!(concat!("samples/", $language, "/cancel-plan.md")),
            ),
            (
                "cannot-sign-in.tree.yml",
                include_str!(concat!("samples/", $language, "/cannot-sign-in.tree.yml")),
            ),
            (
                "_template.md",
                include_str!(concat!("samples/", $language, "/_template.md")),
            ),
        ]
    };
}

const SAMPLES: [(&str, Samples); 3] = [
    ("en", samples!("en")),
    ("es", samples!("es")),
    ("pl", samples!("pl")),
];

/// Languages that the samples are written in; others get the English ones, to translate.
pub(super) fn in_language(language: &str) -> (&'static str, &'static Samples) {
    let primary = language.split('-').next().unwrap_or(language);
    let found = SAMPLES.iter().find(|(tag, _)| *tag == primary);
    let (tag, samples) = found.unwrap_or(&SAMPLES[0]);
    (tag, samples)
}

/// The articles of a plan, a folder a language.
pub(super) fn articles(plan: &Plan) -> Vec<NewFile> {
    let mut files = Vec::new();
    for language in &plan.languages {
        let (_, samples) = in_language(language);
        for (name, text) in samples {
            let text = text.replace("{owner}", "support");
            let text = text.replace("{review_by}", &plan.review_by);
            files.push(file(&format!("{}/{language}/{name}", plan.source), text));
        }
    }
    files
}
