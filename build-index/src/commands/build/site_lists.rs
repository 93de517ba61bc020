//! What pages show apart from search results, gathered from the configuration and the articles.

use super::Gathered;
use crate::config::{Config, surveys};
use crate::faq;
use crate::learning::Learning;
use crate::publish::{ListKind, Lists, TopQuestion};
use crate::source::Article;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The lists of every language that has articles.
pub(super) fn site_lists(
    config: &Config,
    articles: &BTreeMap<String, Vec<Article>>,
    trees: &Gathered,
    learning: &Learning,
) -> BTreeMap<String, Lists> {
    let of_language = |(language, articles): (&String, &Vec<Article>)| {
        let found = Found::new(articles);
        let strings = config.strings_of(language);
        let contact = config.contact.json(language, &config.default_language);
        let lists = Lists::from([
            (
                ListKind::Top,
                json!(found.questions(&top_questions(config, language, learning))),
            ),
            (ListKind::Suggest, suggestions(config, language, &found)),
            (ListKind::Contact, contact.unwrap_or_default()),
            (ListKind::Trees, trees.of_language(language)),
            (ListKind::Strings, json!(strings)),
            (ListKind::Surveys, surveys::json(&config.surveys, language)),
            (ListKind::Faq, json!(faq_entries(config, language, &found))),
            (ListKind::Solved, solved(learning, language, &found)),
        ]);
        (language.clone(), lists)
    };
    articles.iter().map(of_language).collect()
}

/// How often articles of the bundle solved a question; votes about others are none of its readers'
/// business.
fn solved(learning: &Learning, language: &str, found: &Found<'_>) -> Value {
    let votes = learning.solved_of(language).into_iter().flatten();
    let known: BTreeMap<_, _> = votes
        .filter(|(id, _)| found.article(id).is_some())
        .collect();
    if known.is_empty() {
        Value::Null
    } else {
        json!(known)
    }
}

/// What servers can put into pages for people without JavaScript, by file name.
pub(super) fn includes(
    config: &Config,
    articles: &BTreeMap<String, Vec<Article>>,
) -> BTreeMap<String, String> {
    let of_language = |(language, articles): (&String, &Vec<Article>)| {
        let entries = faq_entries(config, language, &Found::new(articles));
        let page = || faq::page(&entries, language, config.faq.json_ld);
        (!entries.is_empty()).then(|| (faq::page_name(language), page()))
    };
    articles.iter().filter_map(of_language).collect()
}

/// The frequent questions of every language that has some.
pub(super) fn frequent_questions(
    config: &Config,
    articles: &BTreeMap<String, Vec<Article>>,
) -> BTreeMap<String, Vec<faq::Entry>> {
    let of_language = |(language, articles): (&String, &Vec<Article>)| {
        let entries = faq_entries(config, language, &Found::new(articles));
        (!entries.is_empty()).then(|| (language.clone(), entries))
    };
    articles.iter().filter_map(of_language).collect()
}

/// The editors' choice first, then what most people ask, each article once.
fn top_questions(config: &Config, language: &str, learning: &Learning) -> Vec<String> {
    let mut ids = config.top_questions_of(language);
    let room = (config.learning.top_questions as usize).saturating_sub(ids.len());
    let learned = learning.top_of(language).iter();
    let learned: Vec<String> = learned
        .filter(|id| !ids.contains(id))
        .take(room)
        .cloned()
        .collect();
    ids.extend(learned);
    ids
}

fn faq_entries(config: &Config, language: &str, found: &Found<'_>) -> Vec<faq::Entry> {
    let ids = config.faq_of(language);
    let articles = ids.iter().filter_map(|id| found.article(id));
    articles.map(faq::Entry::of).collect()
}

fn suggestions(config: &Config, language: &str, found: &Found<'_>) -> Value {
    let entries = config.suggestions_of(language).into_iter();
    let entries = entries.map(|(pattern, ids)| (pattern, found.questions(&ids)));
    entries
        .filter(|(_, articles)| !articles.is_empty())
        .map(|(pattern, articles)| json!({ "match": pattern, "articles": articles }))
        .collect()
}

/// The articles of a language by their ids.
pub(super) struct Found<'a> {
    articles: BTreeMap<&'a str, &'a Article>,
}

impl<'a> Found<'a> {
    pub(super) fn new(articles: &'a [Article]) -> Self {
        let by_id = |article: &'a Article| (article.document.id.as_str(), article);
        Self {
            articles: articles.iter().map(by_id).collect(),
        }
    }

    pub(super) fn article(&self, id: &str) -> Option<&'a Article> {
        self.articles.get(id).copied()
    }

    pub(super) fn question(&self, id: &str) -> Option<TopQuestion> {
        self.article(id).map(|article| TopQuestion {
            id: article.document.id.clone(),
            url: article.document.url.clone(),
            title: article.document.title.clone(),
            breadcrumbs: article.document.breadcrumbs.join(" › "),
        })
    }

    /// The articles of these ids, in this order; ids that there are not are left out.
    fn questions(&self, ids: &[String]) -> Vec<TopQuestion> {
        ids.iter().filter_map(|id| self.question(id)).collect()
    }
}
