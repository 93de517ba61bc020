//! What a site's editors decide by hand: `[[synonyms]]`, `[[curation]]`, `[[top_questions]]`.
//!
//! What is wrong in itself is refused when the file is read. What can only be told beside the
//! articles (an id that none has, a synonym that the stemmer makes needless) is a warning:
//! [`Config::review`].

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use helpdex::analysis::{Analyzer, Language, WordKind};
use helpdex::{Curation, SynonymRule};
use serde::Deserialize;
use toml::Spanned;

use super::Config;
use super::check::{Mistake, tag};
use crate::extract::front_matter::Position;
use crate::extract::one_line;
use crate::source::{Article, Diagnostic, Origin, nearest};

/// Legal factors of `boost`.
const BOOST: RangeInclusive<f32> = 0.1..=10.0;

/// A text of the file, with its place.
pub(super) type Text = Spanned<String>;

/// The file that a configuration was read from, for the places in messages. Two configurations
/// that say the same are equal, wherever they stand.
#[derive(Debug, Default, Clone)]
pub struct ConfigFile {
    path: PathBuf,
    text: String,
}

impl PartialEq for ConfigFile {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl ConfigFile {
    pub(super) fn new(path: &Path, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    /// The place of a byte of the file.
    fn origin(&self, offset: usize) -> Origin {
        let Position { line, column } = Position::of(&self.text, offset);
        Origin {
            path: self.path.clone(),
            line,
            column,
        }
    }
}

/// `[[synonyms]]`: either `words`, of which each finds the others, or `from` and `to`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Synonyms {
    /// Language of the words. Default: `default_language`.
    pub language: Option<Text>,
    /// Words or phrases of one meaning, at least two.
    #[serde(default)]
    pub words: Vec<Text>,
    /// Whoever asks for one of these …
    #[serde(default)]
    pub from: Vec<Text>,
    /// … also finds these.
    #[serde(default)]
    pub to: Vec<Text>,
}

/// `[[curation]]`: what some queries show, whatever their scores.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CurationRule {
    /// Language of the queries. Default: `default_language`.
    pub language: Option<Text>,
    /// The queries; order, inflection, case, diacritics and stop words do not matter.
    pub queries: Vec<Text>,
    /// Ids of articles shown first, in this order.
    #[serde(default)]
    pub pin: Vec<Text>,
    /// Ids of articles not shown.
    #[serde(default)]
    pub hide: Vec<Text>,
    /// Factors for the scores of articles by id, 0.1 to 10.
    #[serde(default)]
    pub boost: BTreeMap<Text, Spanned<f32>>,
}

/// `[[top_questions]]`: articles offered where a question has no answer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopQuestions {
    /// Language of the articles. Default: `default_language`.
    pub language: Option<Text>,
    /// Their ids, in this order.
    pub articles: Vec<Text>,
}

/// Everything that editors decide about one language, by reference into a configuration.
struct Decisions<'c> {
    synonyms: Vec<&'c Synonyms>,
    curations: Vec<&'c CurationRule>,
    top: Vec<&'c TopQuestions>,
}

impl Config {
    /// The language of an entry.
    pub(super) fn language_of<'c>(&'c self, stated: &'c Option<Text>) -> &'c str {
        stated
            .as_ref()
            .map_or(self.default_language.as_str(), |tag| tag.get_ref())
    }

    fn decisions(&self, language: &str) -> Decisions<'_> {
        let applies = |stated: &Option<Text>| includes(self.language_of(stated), language);
        Decisions {
            synonyms: (self.synonyms.iter().map(Spanned::get_ref))
                .filter(|rule| applies(&rule.language))
                .collect(),
            curations: (self.curation.iter().map(Spanned::get_ref))
                .filter(|rule| applies(&rule.language))
                .collect(),
            top: (self.top_questions.iter().map(Spanned::get_ref))
                .filter(|rule| applies(&rule.language))
                .collect(),
        }
    }

    /// The synonyms of a language for the index writer.
    pub(super) fn synonym_rules(&self, language: &str) -> Vec<SynonymRule> {
        let rules = self.decisions(language).synonyms.into_iter();
        rules.map(Synonyms::rule).collect()
    }

    /// The curated queries of a language for the index writer.
    pub(super) fn curations_of(&self, language: &str) -> Vec<Curation> {
        let rules = self.decisions(language).curations.into_iter();
        rules.map(CurationRule::curation).collect()
    }

    /// Languages searched after the reader's own, in order.
    pub fn fallback_tags(&self) -> Vec<String> {
        texts(&self.fallback)
    }

    /// Ids of a language's top questions, in order.
    pub fn top_questions_of(&self, language: &str) -> Vec<String> {
        let lists = self.decisions(language).top.into_iter();
        lists.flat_map(|list| texts(&list.articles)).collect()
    }

    /// Ids that lists and curation of a language name.
    pub fn ids_listed(&self, language: &str) -> BTreeSet<String> {
        let decisions = self.decisions(language);
        let curated = decisions.curations.iter().flat_map(|rule| rule.ids());
        let top = decisions.top.iter().flat_map(|top| &top.articles);
        let listed = curated.chain(top).chain(self.ids_of_page_lists(language));
        listed.map(|id| id.get_ref().clone()).collect()
    }

    /// What the editors' decisions name that the articles do not have, and synonyms without effect.
    /// `articles` are those of each language, by its tag.
    /// Ids in `elsewhere` are those of articles for other audiences.
    pub fn review(
        &self,
        articles: &BTreeMap<String, Vec<Article>>,
        elsewhere: &BTreeSet<String>,
    ) -> Vec<Diagnostic> {
        let mut warnings = self.languages_without_index(articles);
        for (language, articles) in articles {
            let decisions = self.decisions(language);
            let ids: BTreeSet<&str> = articles
                .iter()
                .map(|article| article.document.id.as_str())
                .collect();
            let named = decisions.curations.iter().flat_map(|rule| rule.ids());
            let top = decisions.top.iter().flat_map(|top| &top.articles);
            let shown = self.ids_of_page_lists(language);
            for id in named
                .chain(top)
                .chain(shown)
                .filter(|id| !ids.contains(id.get_ref().as_str()))
                .filter(|id| !elsewhere.contains(id.get_ref()))
            {
                warnings.push(self.unknown_id(id, language, &ids));
            }
            if let Some(language) =
                Language::parse(language).filter(|_| !decisions.synonyms.is_empty())
            {
                self.review_synonyms(language, &decisions.synonyms, &mut warnings);
            }
        }
        warnings.sort_by_key(|warning| (warning.origin.line, warning.origin.column));
        warnings
    }

    fn languages_without_index(
        &self,
        articles: &BTreeMap<String, Vec<Article>>,
    ) -> Vec<Diagnostic> {
        let stated = self.synonyms.iter().map(|rule| &rule.get_ref().language);
        let stated = stated.chain(self.curation.iter().map(|rule| &rule.get_ref().language));
        let stated = stated.chain(
            self.top_questions
                .iter()
                .map(|list| &list.get_ref().language),
        );
        let stated = stated.chain(self.languages_of_page_lists());
        let stated = stated.flatten().chain(&self.fallback);
        let missing = stated.filter(|tag| !articles.keys().any(|key| includes(tag.get_ref(), key)));
        missing
            .map(|tag| {
                self.warning(
                    tag,
                    format!("no article is in the language `{}`", tag.get_ref()),
                    "correct the tag, or leave the entry out",
                )
            })
            .collect()
    }

    fn unknown_id(&self, id: &Text, language: &str, ids: &BTreeSet<&str>) -> Diagnostic {
        let message = format!("no article in `{language}` has the id `{}`", id.get_ref());
        let cure = match nearest(id.get_ref(), ids.iter().copied()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "`helpdex inspect` lists the ids of a bundle".to_owned(),
        };
        self.warning(id, message, cure)
    }

    fn review_synonyms(
        &self,
        language: Language,
        rules: &[&Synonyms],
        warnings: &mut Vec<Diagnostic>,
    ) {
        let characters: BTreeSet<char> = rules
            .iter()
            .flat_map(|rule| rule.phrases())
            .flat_map(|phrase| phrase.get_ref().chars())
            .collect();
        let characters: Vec<char> = characters.into_iter().collect();
        let analyzer = Analyzer::for_characters(language, &characters, &[]);
        for rule in rules {
            for phrase in rule.phrases() {
                if terms(phrase.get_ref(), &analyzer).is_empty() {
                    let message = format!("`{}` holds no word", phrase.get_ref());
                    warnings.push(self.warning(
                        phrase,
                        message,
                        "nobody can ask for it; leave it out",
                    ));
                }
            }
            for (one, other) in rule.pairs() {
                let (left, right) = (
                    terms(one.get_ref(), &analyzer),
                    terms(other.get_ref(), &analyzer),
                );
                if left == right && !left.is_empty() {
                    let (one, two) = (one.get_ref(), other.get_ref());
                    let message = format!("`{one}` and `{two}` are the same to the search");
                    warnings.push(self.warning(other, message, "one of them is enough"));
                }
            }
        }
    }

    fn warning(&self, at: &Text, message: String, cure: impl Into<String>) -> Diagnostic {
        Diagnostic::warning(self.file.origin(at.span().start), message, cure)
    }

    /// Refuses entries that cannot mean anything; puts texts and tags in their usual form.
    pub(super) fn check_editorial(&mut self) -> Result<(), Mistake> {
        for rule in &mut self.synonyms {
            let at = rule.span().start;
            mend_tag(&mut rule.as_mut().language)?;
            rule.get_ref().check(at)?;
        }
        for rule in &mut self.curation {
            let at = rule.span().start;
            mend_tag(&mut rule.as_mut().language)?;
            rule.get_ref().check(at)?;
        }
        for list in &mut self.top_questions {
            let at = list.span().start;
            mend_tag(&mut list.as_mut().language)?;
            not_empty(&list.get_ref().articles, at, "articles", "ids of articles")?;
        }
        self.fallback.iter_mut().try_for_each(mend)
    }
}

impl Synonyms {
    fn rule(&self) -> SynonymRule {
        let (from, to) = if self.words.is_empty() {
            (&self.from, &self.to)
        } else {
            (&self.words, &self.words)
        };
        SynonymRule {
            from: texts(from),
            to: texts(to),
        }
    }

    fn phrases(&self) -> impl Iterator<Item = &Text> {
        self.words.iter().chain(&self.from).chain(&self.to)
    }

    /// Every two phrases of which one stands for the other.
    fn pairs(&self) -> Vec<(&Text, &Text)> {
        let words = &self.words;
        let two_way = words
            .iter()
            .enumerate()
            .flat_map(|(at, one)| words.iter().skip(at + 1).map(move |other| (one, other)));
        let from = self.from.iter();
        let one_way = from.flat_map(|from| self.to.iter().map(move |to| (from, to)));
        two_way.chain(one_way).collect()
    }

    fn check(&self, at: usize) -> Result<(), Mistake> {
        let [words, from, to] = [&self.words, &self.from, &self.to].map(Vec::len);
        let wrong = |message: &str| Err((at, message.to_owned()));
        match (words, from, to) {
            (0, 0, 0) => wrong(
                "the synonyms are empty; write `words = [\"log in\", \"sign in\"]`, or `from` and `to`",
            ),
            (1, 0, 0) => wrong("`words` holds one alone; name at least two of the same meaning"),
            (0, 0, _) => wrong("`to` without `from`; name the words that people ask for in `from`"),
            (0, _, 0) => {
                wrong("`from` without `to`; name the words that are searched besides in `to`")
            }
            (_, 0, 0) | (0, _, _) => self.phrases().try_for_each(not_blank),
            _ => wrong("`words` beside `from` or `to`; make two entries of it"),
        }
    }
}

impl CurationRule {
    fn curation(&self) -> Curation {
        let boosts = self.boost.iter();
        Curation {
            queries: texts(&self.queries),
            pins: texts(&self.pin),
            hides: texts(&self.hide),
            boosts: boosts
                .map(|(id, factor)| (id.get_ref().clone(), *factor.get_ref()))
                .collect(),
        }
    }

    fn ids(&self) -> impl Iterator<Item = &Text> {
        self.pin.iter().chain(&self.hide).chain(self.boost.keys())
    }

    fn check(&self, at: usize) -> Result<(), Mistake> {
        not_empty(&self.queries, at, "queries", "what people type")?;
        if self.ids().next().is_none() {
            let message = "the entry changes nothing; add `pin`, `hide` or `boost`";
            return Err((at, message.to_owned()));
        }
        self.ids().try_for_each(not_blank)?;
        if let Some(id) = self.pin.iter().find(|id| self.hide.contains(id)) {
            let message = format!("`{}` is pinned and hidden; choose one", id.get_ref());
            return Err((id.span().start, message));
        }
        for (id, factor) in &self.boost {
            if !BOOST.contains(factor.get_ref()) {
                let (id, start, end) = (id.get_ref(), BOOST.start(), BOOST.end());
                let message = format!(
                    "the boost of `{id}` is {}; it must be from {start} to {end}",
                    factor.get_ref()
                );
                return Err((factor.span().start, message));
            }
        }
        Ok(())
    }
}

/// Whether what is stated for `tag` is for the index of `language`, too: `pt` includes `pt-BR`.
pub(super) fn includes(tag: &str, language: &str) -> bool {
    let (tag, language) = (tag.to_ascii_lowercase(), language.to_ascii_lowercase());
    let rest = language.strip_prefix(&tag);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// The terms of a phrase, as the search sees it.
fn terms(phrase: &str, analyzer: &Analyzer) -> Vec<String> {
    analyzer
        .words(phrase)
        .filter(|word| word.kind != WordKind::Identifier)
        .map(|word| analyzer.term(&analyzer.lower(word.text), word.kind))
        .filter(|term| !term.is_empty())
        .collect()
}

pub(super) fn texts(list: &[Text]) -> Vec<String> {
    list.iter().map(|text| one_line(text.get_ref())).collect()
}

fn mend(language: &mut Text) -> Result<(), Mistake> {
    let canonical = tag(language.get_ref()).map_err(|error| (language.span().start, error))?;
    *language.as_mut() = canonical;
    Ok(())
}

pub(super) fn mend_tag(language: &mut Option<Text>) -> Result<(), Mistake> {
    language.as_mut().map_or(Ok(()), mend)
}

fn not_blank(text: &Text) -> Result<(), Mistake> {
    if text.get_ref().trim().is_empty() {
        return Err((text.span().start, "an empty text; leave it out".to_owned()));
    }
    Ok(())
}

pub(super) fn not_empty(list: &[Text], at: usize, key: &str, what: &str) -> Result<(), Mistake> {
    if list.is_empty() {
        return Err((at, format!("`{key}` is empty; list {what}")));
    }
    list.iter().try_for_each(not_blank)
}
