//! A third look at the rows: where the answers of learned questions stood, before the build that
//! carries learned factors and with it.
//!
//! The measure is the mean reciprocal rank of solved articles: over the searches of a question, the
//! mean of 1 ÷ the place, among the first ten, of the first article that visitors said solved the
//! question; 0 where none is among them. It needs no click, so that what stands first gains
//! nothing by being first.

use super::question::Question;
use super::visitors::is_meant;
use super::{Inner, Mean, Options};
use crate::facts::{Facts, FactsError, Filter, QueryFact};
use helpdex::questions::signals::boost;
use rustc_hash::{FxHashMap, FxHashSet};

/// Places of a list that count.
const PLACES: usize = 10;

/// Searches of a question with one kind of build.
#[derive(Debug, Default)]
pub(super) struct Side {
    searches: u64,
    reciprocal: f64,
    clients: FxHashSet<u64>,
}

impl Side {
    fn add(&mut self, query: &QueryFact<'_>, reciprocal: f64) {
        self.searches += 1;
        self.reciprocal += reciprocal;
        self.clients.insert(query.visitor());
    }

    /// The mean reciprocal rank; `None` from too few searches or visitors.
    pub fn mean(&self, options: &Options) -> Option<Mean> {
        let is_enough =
            self.searches >= options.min_count && self.clients.len() as u64 >= options.min_clients;
        is_enough
            .then(|| Mean::of(self.reciprocal, self.searches))
            .flatten()
    }
}

/// A question that the bundle's language has learned factors for, and what solved it.
#[derive(Debug)]
pub(super) struct Ranked {
    /// Its number.
    pub question: usize,
    /// Builds that answered before the bundle's first did.
    pub before: Side,
    /// The bundle's build.
    pub after: Side,
    solved: Vec<String>,
}

/// Where answers stood.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// Most asked first.
    pub ranked: Vec<Ranked>,
}

impl Order {
    /// Reads the window's queries, if the bundle carries learned factors and has answered one.
    pub fn read(facts: &dyn Facts, inner: &Inner) -> Result<Self, FactsError> {
        let visitors = &inner.all.visitors;
        let Some(since) = visitors.build_since else {
            return Ok(Self::default());
        };
        let mut order = Self {
            ranked: ranked(inner),
        };
        let places = order.places(inner);
        if places.is_empty() {
            return Ok(order);
        }
        let filter = Filter {
            from: Some(visitors.from),
            to: Some(visitors.to),
            site: inner.options.site.clone(),
            locale: inner.options.locale.clone(),
        };
        facts.queries(&filter, &mut |query| {
            let place = places.get(&(query.locale, query.user_query));
            let ranked = place.and_then(|place| order.ranked.get_mut(*place));
            let is_counted = is_meant(&inner.options, query.surface) && visitors.is_counted(query);
            let Some(ranked) = ranked.filter(|_| is_counted) else {
                return;
            };
            let reciprocal = reciprocal(query.hits, &ranked.solved);
            if query.build == inner.options.build {
                ranked.after.add(query, reciprocal);
            } else if query.hour < since {
                ranked.before.add(query, reciprocal);
            }
        })?;
        Ok(order)
    }

    /// The place in `ranked` of each wording.
    fn places<'a>(&self, inner: &'a Inner) -> FxHashMap<(&'a str, &'a str), usize> {
        let mut places = FxHashMap::default();
        for (place, ranked) in self.ranked.iter().enumerate() {
            let question = inner.questions.get(ranked.question);
            for number in question.into_iter().flat_map(|one| &one.wordings) {
                if let Some(row) = inner.all.wordings.get(*number as usize)
                    && let Some(locale) = inner.all.locales.get(row.locale as usize)
                {
                    places.insert((locale.as_str(), row.text.as_str()), place);
                }
            }
        }
        places
    }
}

fn ranked(inner: &Inner) -> Vec<Ranked> {
    let is_learned = |question: &Question| {
        let locale = inner.all.locales.get(question.locale as usize);
        question.label.is_some() && locale.is_some_and(|tag| inner.options.learned.contains(tag))
    };
    let questions = inner.questions.iter().enumerate();
    let ranked = questions
        .filter(|(_, one)| is_learned(one))
        .map(|(question, one)| Ranked {
            question,
            before: Side::default(),
            after: Side::default(),
            solved: solved(inner, one),
        });
    ranked.filter(|one| !one.solved.is_empty()).collect()
}

/// Articles of the bundle that votes raise for the question.
fn solved(inner: &Inner, question: &Question) -> Vec<String> {
    let max = inner.options.max_boost;
    let raised = question.evidence.iter();
    let raised = raised.filter(|(_, one)| boost(one.solved, one.unsolved, max) > 0.0);
    let articles = raised.filter_map(|(number, _)| inner.articles.get(*number as usize));
    articles.map(|article| article.id.clone()).collect()
}

/// 1 ÷ the place of the first of `solved` among `hits`, one a line; 0 without.
fn reciprocal(hits: &str, solved: &[String]) -> f64 {
    let mut places = hits.split('\n').take(PLACES).zip(1_u32..);
    let first = places.find(|(hit, _)| solved.iter().any(|id| id == hit));
    first.map_or(0.0, |(_, place)| 1.0 / f64::from(place))
}

#[cfg(test)]
mod tests {
    use super::reciprocal;

    #[test]
    fn the_first_solved_article_of_ten_counts() {
        let solved = ["a".to_owned(), "b".to_owned()];
        assert_eq!(reciprocal("x\nb\na", &solved), 0.5);
        assert_eq!(reciprocal("a", &solved), 1.0);
        assert_eq!(reciprocal("", &solved), 0.0);
        assert_eq!(reciprocal(&("x\n".repeat(10) + "a"), &solved), 0.0);
        assert_eq!(reciprocal(&("x\n".repeat(9) + "a"), &solved), 0.1);
    }
}
