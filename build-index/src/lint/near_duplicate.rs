//! Articles of one language with almost the same text, and which of them to keep.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use rayon::prelude::*;

use super::links::Links;
use super::overlap::{Pair, similar_pairs};
use super::{Finding, Site};
use crate::eval::auto::letters::is_continuous;
use crate::source::Article;

/// Words of a shingle. Four tell an instruction from another; of one changed word they change four.
const SHINGLE: usize = 4;
/// Characters of a shingle in scripts without spaces: some four words of two or three.
const CONTINUOUS_SHINGLE: usize = 9;
/// Shingles below which a text is too short to be called the same as another.
const FEWEST: usize = 25;
/// A shingle in more articles than this share of a language's, and than `COMMON_AT_LEAST`, belongs to
/// the template that they are written by, and says nothing of any of them.
const COMMON: f64 = 0.01;
const COMMON_AT_LEAST: usize = 20;

pub(super) fn find(site: &Site<'_>, links: &Links<'_>) -> Vec<Finding> {
    let threshold = site.config.check.near_duplicate;
    let mut by_language: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, (language, _)) in links.articles.iter().enumerate() {
        by_language.entry(language).or_default().push(at);
    }
    let groups: Vec<Vec<usize>> = by_language.into_values().collect();
    let found = groups
        .par_iter()
        .map(|group| in_language(group, links, threshold));
    found.flatten().collect()
}

fn in_language(group: &[usize], links: &Links<'_>, threshold: f64) -> Vec<Finding> {
    let articles: Vec<Copy<'_>> = (group.iter())
        .filter_map(|at| {
            Some(Copy {
                article: links.articles.get(*at)?.1,
                inbound: *links.inbound.get(*at)?,
                words: 0,
            })
        })
        .collect();
    let texts: Vec<Text> = articles
        .par_iter()
        .map(|copy| Text::of(copy.article))
        .collect();
    let articles: Vec<Copy<'_>> = (articles.into_iter().zip(&texts))
        .map(|(copy, text)| Copy {
            words: text.words,
            ..copy
        })
        .collect();
    let pairs = similar_pairs(&without_template(&texts), threshold);
    let is_said_apart = |pair: &Pair| {
        let of = |at: usize| texts.get(at).map(|text| &text.told_apart);
        of(pair.one) == of(pair.other)
    };
    let pairs: Vec<Pair> = pairs.into_iter().filter(is_said_apart).collect();
    told(&articles, &pairs)
}

/// An article with what speaks for keeping it.
struct Copy<'a> {
    article: &'a Article,
    inbound: usize,
    words: usize,
}

/// What is compared of an article.
struct Text {
    shingles: Vec<u64>,
    words: usize,
    /// Numbers in the title: two articles on version 2.4 and 2.5 are two, however alike.
    told_apart: Vec<String>,
}

impl Text {
    fn of(article: &Article) -> Self {
        let document = &article.document;
        let mut words: Vec<String> = Vec::new();
        for section in &document.sections {
            add_words(&mut words, &section.heading);
            add_words(&mut words, &section.text);
        }
        let continuous = words
            .iter()
            .filter(|word| word.chars().all(is_continuous))
            .count();
        let length = if continuous * 2 > words.len() {
            CONTINUOUS_SHINGLE
        } else {
            SHINGLE
        };
        let mut told_apart = Vec::new();
        add_words(&mut told_apart, &document.title);
        told_apart.retain(|word| word.chars().any(char::is_numeric));
        told_apart.sort();
        told_apart.dedup();
        let mut shingles: Vec<u64> = words.windows(length).map(hash).collect();
        shingles.sort_unstable();
        shingles.dedup();
        Self {
            shingles,
            words: words.len(),
            told_apart,
        }
    }
}

fn hash(words: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// Adds the words of a text in lower case; in scripts without spaces its characters.
fn add_words(words: &mut Vec<String>, text: &str) {
    let mut word = String::new();
    for character in text.chars() {
        let stands_alone = is_continuous(character);
        if (!character.is_alphanumeric() || stands_alone) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if stands_alone {
            words.push(character.to_string());
        } else if character.is_alphanumeric() {
            word.extend(character.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
}

/// The shingles of each text that are its own; none of one that has too few.
fn without_template(texts: &[Text]) -> Vec<Vec<u64>> {
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for shingle in texts.iter().flat_map(|text| &text.shingles) {
        *counts.entry(*shingle).or_default() += 1;
    }
    let most = ((texts.len() as f64 * COMMON) as usize).max(COMMON_AT_LEAST);
    let own = |text: &Text| {
        let own = text.shingles.iter().copied();
        let own = own.filter(|shingle| counts.get(shingle).is_some_and(|count| *count <= most));
        let own: Vec<u64> = own.collect();
        if own.len() < FEWEST { Vec::new() } else { own }
    };
    texts.iter().map(own).collect()
}

/// A finding for every article that another one of its kind should take the place of.
fn told(articles: &[Copy<'_>], pairs: &[Pair]) -> Vec<Finding> {
    let mut near: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
    for pair in pairs {
        near.entry(pair.one)
            .or_default()
            .push((pair.other, pair.similarity));
        near.entry(pair.other)
            .or_default()
            .push((pair.one, pair.similarity));
    }
    let best = |at: usize, others: &[(usize, f64)]| {
        let copies = others
            .iter()
            .filter_map(|(other, similarity)| Some((articles.get(*other)?, *other, *similarity)));
        // The better of two is kept; of equals, the first.
        let better = copies.filter(|(copy, other, _)| {
            articles.get(at).is_some_and(|own| {
                (copy.worth(), std::cmp::Reverse(*other)) > (own.worth(), std::cmp::Reverse(at))
            })
        });
        better.max_by(|a, b| (a.0.worth(), b.1).cmp(&(b.0.worth(), a.1)))
    };
    let finding = |(at, others): (&usize, &Vec<(usize, f64)>)| {
        let own = articles.get(*at)?;
        let (kept, _, similarity) = best(*at, others)?;
        Some(own.retired_for(kept, similarity))
    };
    near.iter().filter_map(finding).collect()
}

impl Copy<'_> {
    /// What is kept of two: the one that more articles link to, else the newer, else the longer.
    fn worth(&self) -> (usize, &str, usize) {
        (self.inbound, &self.article.document.updated, self.words)
    }

    fn retired_for(&self, kept: &Self, similarity: f64) -> Finding {
        let document = &kept.article.document;
        let mut reasons = Vec::new();
        if kept.inbound > self.inbound {
            reasons.push(format!(
                "{} articles link to it, {} to this",
                kept.inbound, self.inbound
            ));
        }
        let (newer, older) = (&document.updated, &self.article.document.updated);
        if newer > older {
            let older = if older.is_empty() { "no date" } else { older };
            reasons.push(format!("it is newer, {newer} against {older}"));
        }
        if kept.words > self.words {
            reasons.push(format!(
                "it is longer, {} words against {}",
                kept.words, self.words
            ));
        }
        if reasons.is_empty() {
            reasons.push("the two are alike in links, age and length".to_owned());
        }
        Finding::new(
            "near-duplicate",
            self.article,
            None,
            format!(
                "it says {:.0} % the same as {:?} (`{}`, {})",
                (similarity * 100.0).floor(),
                document.title,
                document.id,
                kept.article.origin
            ),
            format!(
                "keep `{}`: {}; move there what only this one says, and set `state: retired` here",
                document.id,
                reasons.join("; ")
            ),
        )
    }
}
