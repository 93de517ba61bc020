//! The first look at the rows: who is a person, what is counted, and when the window is.

use super::Options;
use crate::facts::{Facts, FactsError, Filter, Hour, QueryFact};
use rustc_hash::{FxHashMap, FxHashSet};

/// Staff's place of the box.
pub(super) const AGENT: &str = "agent";

/// What has to be known before rows are counted.
#[derive(Debug, Default)]
pub(super) struct Visitors {
    /// From this hour on.
    pub from: Hour,
    /// Before this hour.
    pub to: Hour,
    /// First hour of all that is stored.
    pub first: Option<Hour>,
    /// First hour, in all that is stored, at which the bundle's build answered.
    pub build_since: Option<Hour>,
    bots: FxHashSet<u64>,
    replaced: FxHashSet<u64>,
    /// Queries of bots.
    pub bot_queries: u64,
    /// Queries that a later one took the place of.
    pub replaced_queries: u64,
}

impl Visitors {
    /// Looks at all queries.
    pub fn of(facts: &dyn Facts, filter: &Filter, options: &Options) -> Result<Self, FactsError> {
        let mut visitors = Self::default();
        let mut rates: FxHashMap<u64, (Hour, u32)> = FxHashMap::default();
        let mut last = None;
        facts.queries(filter, &mut |query| {
            last = last.max(Some(query.hour));
            visitors.first = Some(visitors.first.unwrap_or(query.hour).min(query.hour));
            if query.replaces != 0 {
                visitors.replaced.insert(query.replaces);
            }
            if !query.build.is_empty() && query.build == options.build {
                let since = visitors.build_since.unwrap_or(query.hour);
                visitors.build_since = Some(since.min(query.hour));
            }
            let rate = rates.entry(query.session).or_default();
            if rate.0 != query.hour {
                *rate = (query.hour, 0);
            }
            rate.1 += 1;
            if rate.1 > options.bot_queries && query.session != 0 {
                visitors.bots.insert(query.session);
            }
        })?;
        visitors.to = options.to.or(last.map(|hour| hour + 1)).unwrap_or(0);
        let first = visitors.to.saturating_sub(options.window_days * 24);
        visitors.from = options.from.unwrap_or(first).min(visitors.to);
        Ok(visitors)
    }

    /// The hour at which the window of the same length before this one begins.
    pub fn before(&self) -> Hour {
        self.from.saturating_sub(self.to - self.from)
    }

    /// Whether a session is no person's.
    pub fn is_bot(&self, session: u64) -> bool {
        self.bots.contains(&session)
    }

    /// How many sessions are no person's.
    pub fn bot_sessions(&self) -> u64 {
        self.bots.len() as u64
    }

    /// Whether the query counts.
    pub fn is_counted(&self, query: &QueryFact<'_>) -> bool {
        !self.is_bot(query.session) && !self.replaced.contains(&query.query)
    }

    /// Whether the query counts. Those that do not are counted apart.
    pub fn counts(&mut self, query: &QueryFact<'_>) -> bool {
        if self.is_bot(query.session) {
            self.bot_queries += 1;
            return false;
        }
        if self.replaced.contains(&query.query) {
            self.replaced_queries += 1;
            return false;
        }
        true
    }
}

/// Whether a report with these options is about a surface.
pub(super) fn is_meant(options: &Options, surface: &str) -> bool {
    match &options.surface {
        Some(wanted) => wanted == surface,
        None => surface != AGENT,
    }
}
