//! A look at the last `unused_days`, which need not be the report's window: which articles nobody used.
//!
//! Anybody's use counts, staff's and other sites', too: an article that somebody opens is in use,
//! whomever the report is about. Bots' does not.

use super::visitors::{Visitors, is_meant};
use super::{Article, Options, hour_of};
use crate::facts::{EventFact, Facts, FactsError, Filter, Hour, QueryFact};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// What may be missing at the beginning: rows go by whole days.
const SLACK_HOURS: u32 = 24;
/// Begins the id of a tree's step, which is walked to and seldom searched.
const TREE: &str = "tree:";

/// Use of an article.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Used {
    /// Places among the ten first results.
    pub shown: u64,
    /// Clicks, readings, and copies of its address.
    pub opened: u64,
    /// Votes `yes` and `partly`.
    pub solved: u64,
    first_shown: Option<Hour>,
}

/// What may be said about an article's use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nobody used it, though it was there all the time: proposed for the archive.
    Unused {
        /// Since when it is known to be there.
        known_since: Hour,
    },
    /// It was used.
    Used,
    /// Rows do not reach back, or too few searches, or it may be new.
    Unknown,
}

/// Use of the bundle's articles.
#[derive(Debug, Default)]
pub(super) struct Usage {
    /// The first hour looked at.
    pub since: Hour,
    /// Whether rows reach back to it.
    pub is_whole: bool,
    /// Searches that count, by language.
    pub searches: BTreeMap<String, u64>,
    /// By the article's number.
    pub used: Vec<Used>,
    build_since: Option<Hour>,
}

impl Usage {
    /// Reads the rows of the last `unused_days` before the window's end, if there are that many.
    pub fn read(
        facts: &dyn Facts,
        visitors: &Visitors,
        articles: &[Article],
        options: &Options,
    ) -> Result<Self, FactsError> {
        let since = visitors.to.saturating_sub(options.unused_days * 24);
        let reaches = |first: Hour| first <= since + SLACK_HOURS;
        let mut usage = Self {
            since,
            is_whole: visitors.first.is_some_and(reaches),
            used: vec![Used::default(); articles.len()],
            build_since: visitors.build_since,
            ..Self::default()
        };
        if !usage.is_whole || articles.is_empty() {
            return Ok(usage);
        }
        let numbers = Numbers::of(articles);
        let filter = Filter {
            from: Some(since),
            to: Some(visitors.to),
            ..Filter::default()
        };
        facts.queries(&filter, &mut |query| {
            if !visitors.is_bot(query.session) {
                usage.searched(query, &numbers, visitors, options);
            }
        })?;
        facts.events(&filter, &mut |event| {
            if !visitors.is_bot(event.session) {
                usage.done(event, &numbers);
            }
        })?;
        Ok(usage)
    }

    fn searched(
        &mut self,
        query: &QueryFact<'_>,
        numbers: &Numbers<'_>,
        visitors: &Visitors,
        options: &Options,
    ) {
        let is_site = options
            .site
            .as_deref()
            .is_none_or(|only| only == query.site);
        if is_site && is_meant(options, query.surface) && visitors.is_counted(query) {
            match self.searches.get_mut(query.locale) {
                Some(searches) => *searches += 1,
                None => drop(self.searches.insert(query.locale.to_owned(), 1)),
            }
        }
        for id in query.hits.split('\n').take(10) {
            self.each(numbers.of_id(query.locale, id), |used| {
                used.shown += 1;
                used.first_shown = Some(used.first_shown.unwrap_or(query.hour).min(query.hour));
            });
        }
    }

    fn done(&mut self, event: &EventFact<'_>, numbers: &Numbers<'_>) {
        let opens = ["result_click", "article_view", "article_share"];
        let is_opened = opens.contains(&event.action);
        let is_solved =
            event.action == "article_feedback" && matches!(event.solved, "yes" | "partly");
        if is_opened || is_solved {
            self.each(numbers.of_id(event.locale, event.article), |used| {
                used.opened += u64::from(is_opened);
                used.solved += u64::from(is_solved);
            });
        }
    }

    fn each(&mut self, numbers: &[u32], mut change: impl FnMut(&mut Used)) {
        for number in numbers {
            if let Some(used) = self.used.get_mut(*number as usize) {
                change(used);
            }
        }
    }

    /// Whether a language had enough searches.
    pub fn is_enough(&self, locale: &str, options: &Options) -> bool {
        let searches = self.searches.get(locale).copied().unwrap_or(0);
        self.is_whole && searches >= options.unused_searches
    }

    /// What may be said about the article with this number.
    pub fn verdict(&self, number: usize, article: &Article, options: &Options) -> Verdict {
        let used = self.used.get(number).copied().unwrap_or_default();
        if used.opened > 0 || used.solved > 0 {
            return Verdict::Used;
        }
        let is_told = self.is_enough(&article.locale, options) && !article.id.starts_with(TREE);
        match self.known_since(&used, article) {
            Some(known_since) if is_told => Verdict::Unused { known_since },
            _ => Verdict::Unknown,
        }
    }

    /// Since when the article was there, if before the days that are looked at: the date of its last
    /// change; without one, the first time that it was shown or that the bundle's build answered.
    fn known_since(&self, used: &Used, article: &Article) -> Option<Hour> {
        if let Some(changed) = hour_of(&article.updated) {
            return Some(changed).filter(|hour| *hour <= self.since);
        }
        let rows = [used.first_shown, self.build_since];
        let first = rows.into_iter().flatten().min();
        first.filter(|hour| *hour <= self.since + SLACK_HOURS)
    }
}

/// Numbers of articles by their ids.
struct Numbers<'a>(FxHashMap<&'a str, Vec<(&'a str, Vec<u32>)>>);

impl<'a> Numbers<'a> {
    fn of(articles: &'a [Article]) -> Self {
        let mut numbers: FxHashMap<&str, Vec<(&str, Vec<u32>)>> = FxHashMap::default();
        for (number, article) in (0..).zip(articles) {
            let of_id = numbers.entry(article.id.as_str()).or_default();
            of_id.push((article.locale.as_str(), vec![number]));
        }
        // What is said of a language that does not have the id counts for all that have it.
        for of_id in numbers.values_mut() {
            let all = of_id
                .iter()
                .flat_map(|(_, one)| one.iter().copied())
                .collect();
            of_id.push(("", all));
        }
        Self(numbers)
    }

    fn of_id(&self, locale: &str, id: &str) -> &[u32] {
        let of_id = self.0.get(id).map_or(&[][..], Vec::as_slice);
        let own = of_id.iter().find(|(tag, _)| *tag == locale);
        own.or(of_id.last())
            .map_or(&[], |(_, numbers)| numbers.as_slice())
    }
}
