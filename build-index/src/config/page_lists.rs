//! What pages show apart from search results: `[[suggestions]]` and `[faq]`.

use serde::Deserialize;
use toml::Spanned;

use super::Config;
use super::check::Mistake;
use super::editorial::{Text, includes, mend_tag, not_empty, texts};

/// `[[suggestions]]`: articles offered on some pages before anything is typed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggestions {
    /// Path of the pages, beginning with `/`; `*` stands for any run of characters. The first
    /// entry that matches a page wins.
    #[serde(rename = "match")]
    pub pattern: Text,
    /// Language of the articles. Default: `default_language`.
    pub language: Option<Text>,
    /// Their ids, in this order.
    pub articles: Vec<Text>,
}

/// `[faq]`: questions that pages show with their answers.
#[derive(Debug, Default, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faq {
    /// Whether the page for servers to include holds schema.org's `FAQPage`. Default: no.
    pub json_ld: bool,
    /// `[[faq.questions]]`. A language without any shows its top questions.
    pub questions: Vec<Spanned<FaqQuestions>>,
}

/// `[[faq.questions]]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaqQuestions {
    /// Language of the articles. Default: `default_language`.
    pub language: Option<Text>,
    /// Their ids, in this order.
    pub articles: Vec<Text>,
}

impl Config {
    /// The suggestions of a language in order: the pages' pattern, and ids of articles.
    pub fn suggestions_of(&self, language: &str) -> Vec<(String, Vec<String>)> {
        let entries = self.suggestions.iter().map(Spanned::get_ref);
        entries
            .filter(|entry| includes(self.language_of(&entry.language), language))
            .map(|entry| (entry.pattern.get_ref().clone(), texts(&entry.articles)))
            .collect()
    }

    /// Ids of the articles that answer a language's frequent questions, in order: those chosen for
    /// it, else its top questions.
    pub fn faq_of(&self, language: &str) -> Vec<String> {
        let entries = self.faq.questions.iter().map(Spanned::get_ref);
        let chosen: Vec<String> = entries
            .filter(|entry| includes(self.language_of(&entry.language), language))
            .flat_map(|entry| texts(&entry.articles))
            .collect();
        if chosen.is_empty() {
            return self.top_questions_of(language);
        }
        chosen
    }

    /// Every language that an entry states.
    pub(super) fn languages_of_page_lists(&self) -> impl Iterator<Item = &Option<Text>> {
        let suggestions = self.suggestions.iter().map(|one| &one.get_ref().language);
        let questions = self.faq.questions.iter();
        suggestions.chain(questions.map(|one| &one.get_ref().language))
    }

    /// Every id that an entry for `language` names.
    pub(super) fn ids_of_page_lists(&self, language: &str) -> Vec<&Text> {
        let suggestions = self.suggestions.iter().map(Spanned::get_ref);
        let suggestions = suggestions.map(|one| (&one.language, &one.articles));
        let questions = self.faq.questions.iter().map(Spanned::get_ref);
        let questions = questions.map(|one| (&one.language, &one.articles));
        suggestions
            .chain(questions)
            .filter(|(stated, _)| includes(self.language_of(stated), language))
            .flat_map(|(_, articles)| articles)
            .collect()
    }

    /// Refuses entries that cannot mean anything.
    pub(super) fn check_page_lists(&mut self) -> Result<(), Mistake> {
        for entry in &mut self.suggestions {
            let at = entry.span().start;
            let entry = entry.as_mut();
            mend_tag(&mut entry.language)?;
            not_empty(&entry.articles, at, "articles", "ids of articles")?;
            check_pattern(&entry.pattern)?;
        }
        for entry in &mut self.faq.questions {
            let at = entry.span().start;
            mend_tag(&mut entry.as_mut().language)?;
            not_empty(&entry.get_ref().articles, at, "articles", "ids of articles")?;
        }
        Ok(())
    }
}

fn check_pattern(pattern: &Text) -> Result<(), Mistake> {
    let text = pattern.get_ref();
    let wrong = |message: String| Err((pattern.span().start, message));
    if !text.starts_with(['/', '*']) {
        return wrong(format!(
            "`{text}` matches no page; begin with `/`, as the path in an address does, or with `*`"
        ));
    }
    if text.contains(['?', '#']) || text.chars().any(char::is_whitespace) {
        return wrong(format!(
            "`{text}` is no path; leave out what follows `?` or `#` in an address, and write a space as `%20`"
        ));
    }
    Ok(())
}
