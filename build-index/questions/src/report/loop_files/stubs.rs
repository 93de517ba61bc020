//! `stubs/<language>/<slug>.md`: articles to write, with what is known of their question.

use crate::report::Inner;
use crate::report::sections::gaps_of;
use crate::simulate::Gap;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Stubs at most: more than anybody writes before the next report.
const MOST: usize = 50;
const LONGEST_SLUG: usize = 60;

/// Stubs for questions without an article, worst first.
pub(super) fn files(inner: &Inner) -> Vec<(String, Vec<u8>)> {
    let mut taken = BTreeSet::new();
    let questions = gaps_of(inner, Gap::NoResult).into_iter().take(MOST);
    let files = questions.filter_map(|question| {
        let label = question.label.as_ref()?;
        let locale = inner.all.locales.get(question.locale as usize)?;
        let mut path = format!("stubs/{locale}/{}.md", slug(label));
        for number in 2.. {
            if taken.insert(path.clone()) {
                break;
            }
            path = format!("stubs/{locale}/{}-{number}.md", slug(label));
        }
        let title = serde_json::Value::from(label.as_str());
        let mut text = format!(
            "---\ntitle: {title}\nlang: {locale}\nstate: draft\n---\n\n<!-- {} searches by {} visitors found nothing. Also asked: -->\n\n",
            question.count, question.clients
        );
        for member in question.members.iter().take(10) {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "- {}", member.replace(['<', '>'], " "));
        }
        text.push_str("\n## Question\n\n## Cause\n\n## Answer\n");
        Some((path, text.into_bytes()))
    });
    files.collect()
}

/// A file name of a question: letters and digits, joined by hyphens.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in text.chars().flat_map(char::to_lowercase) {
        if slug.len() >= LONGEST_SLUG {
            break;
        }
        if character.is_alphanumeric() {
            slug.push(character);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        "question".to_owned()
    } else {
        slug.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn slugs_are_names_of_files() {
        assert_eq!(
            slug("How do I… reset: my/../password?"),
            "how-do-i-reset-my-password"
        );
        assert_eq!(slug("¿Contraseña?"), "contraseña");
        assert_eq!(slug("../"), "question");
    }
}
