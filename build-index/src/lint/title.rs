//! Titles that nobody would search for, or that nobody can read in a list.

use super::title_words::VAGUE;
use super::{Finding, Site};
use crate::source::Article;

/// Letters from which on a title in capitals shouts: shorter ones are names.
const SHOUTED: usize = 12;

pub(super) fn find(site: &Site<'_>) -> Vec<Finding> {
    let name = folded(&site.config.site.name);
    let of_article = |(language, article): (&str, &Article)| {
        let document = &article.document;
        let (message, cure) = fault(&document.title, language, site.config.check.title_length)
            .or_else(|| is_name(article, &name))?;
        // Whoever states the questions has said how people ask.
        let is_asked = !document.also_asked_as.is_empty();
        let title = &document.title;
        (!is_asked).then(|| {
            let message = format!("the title {title:?} {message}");
            Finding::new("title-nobody-asks", article, None, message, cure)
        })
    };
    site.each().filter_map(of_article).collect()
}

/// What is wrong with a title, and the cure.
fn fault(title: &str, language: &str, longest: usize) -> Option<(String, &'static str)> {
    let primary = language.split('-').next().unwrap_or(language);
    let text = folded(title);
    let lists = VAGUE
        .iter()
        .filter(|(tag, _)| *tag == primary || tag.is_empty());
    if lists
        .flat_map(|(_, words)| words.iter())
        .any(|vague| *vague == text)
    {
        let cure = "name the thing and the task: `How do I …`, or what it is an overview of";
        return Some(("says nothing of what the article is about".to_owned(), cure));
    }
    let length = title.chars().count();
    if length > longest {
        let message = format!("has {length} characters, more than {longest}; lists cut it");
        return Some((message, "say the rest in the first sentence"));
    }
    if is_file_name(title) {
        let cure = "write it as people would say it, with spaces";
        return Some(("is the name of a file".to_owned(), cure));
    }
    if is_number(title) {
        let cure = "say what it is about; a number can stand in `tags`";
        return Some(("is a number that only its authors know".to_owned(), cure));
    }
    let mut letters = title.chars().filter(|c| c.is_alphabetic());
    let is_shouted = letters.clone().count() >= SHOUTED
        && title.split_whitespace().count() > 1
        && letters.all(char::is_uppercase);
    is_shouted.then(|| ("is in capitals".to_owned(), "write it as a sentence"))
}

/// Whether a title is no more than the name of the site or of the section that it stands in.
fn is_name(article: &Article, site: &str) -> Option<(String, &'static str)> {
    let document = &article.document;
    let title = folded(&document.title);
    let cure = "name the task: what does the reader want to do there?";
    if !title.is_empty() && title == site {
        return Some(("is the name of the site".to_owned(), cure));
    }
    let section = document.breadcrumbs.last().map(|section| folded(section));
    let is_section = section.is_some_and(|section| section == title);
    is_section.then(|| ("is the name of its section".to_owned(), cure))
}

/// `reset-your-password.md`, `reset_your_password`.
fn is_file_name(title: &str) -> bool {
    let is_part = |c: char| c.is_lowercase() || c.is_ascii_digit() || "-_./".contains(c);
    let ends = [".md", ".html", ".htm", ".docx", ".pdf"];
    let has_ending = ends.iter().any(|end| title.ends_with(end));
    let is_one_word = !title.contains(char::is_whitespace);
    let separators = title.matches(['-', '_']).count();
    is_one_word && (has_ending || separators >= 2 && title.chars().all(is_part))
}

/// `KB-10234`, `DOC 12`, `4711`: not `0x80070005` or `E404`, which people see and search for.
fn is_number(title: &str) -> bool {
    let digits = title.trim_start_matches(|c: char| c.is_ascii_alphabetic() || " -_#.".contains(c));
    let before = title.strip_suffix(digits).unwrap_or_default();
    let prefix = before
        .trim_end_matches([' ', '-', '_', '#', '.'])
        .to_ascii_lowercase();
    let is_document = matches!(
        prefix.as_str(),
        "kb" | "doc" | "art" | "article" | "faq" | "tn"
    );
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && is_document
}

/// A title in lower case, without punctuation around it.
fn folded(title: &str) -> String {
    let is_edge = |c: char| !c.is_alphanumeric();
    title.trim_matches(is_edge).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_nobody_types_are_told() {
        for (language, title) in [
            ("en", "Overview"),
            ("en-gb", "Frequently Asked Questions"),
            ("es", "Introducción"),
            ("es", "¿Preguntas frecuentes?"),
            ("pl", "Często zadawane pytania"),
            ("fr", "FAQ"),
            ("en", "reset-your-password.md"),
            ("en", "reset_your_password"),
            ("en", "KB-10234"),
            ("pl", "ZRESETUJ SWOJE HASŁO"),
            ("en", &"How do I do this and that ".repeat(4)),
        ] {
            assert!(fault(title, language, 80).is_some(), "{title}");
        }
    }

    #[test]
    fn titles_that_people_type_are_left_alone() {
        for (language, title) in [
            ("en", "Overview of invoices"),
            ("en", "Reset your password"),
            ("en", "Error 0x80070005"),
            ("en", "0x80070005"),
            ("en", "E404"),
            ("en", "2FA"),
            ("en", "COM port on macOS"),
            ("en", "USB-C"),
            ("en", "sign-in"),
            ("en", "ARDUINO"),
            ("pl", "Wprowadzenie numeru NIP"),
            ("ja", "パスワードを変更する"),
            ("de", "Allgemein zugängliche Dokumente"),
        ] {
            assert_eq!(fault(title, language, 80), None, "{title}");
        }
    }
}
