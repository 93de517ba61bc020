//! From records to what a report reads.

use super::{EventRecord, QueryRecord, UNIT, part};
use crate::facts::{EventFact, Filter, QueryFact};

impl<T: AsRef<str>> QueryRecord<T> {
    /// The fact, if `filter` lets it through.
    pub fn fact(&self, filter: &Filter) -> Option<QueryFact<'_>> {
        let [site, locale, surface, build] = origin(self.origin.as_ref());
        if !lets_through(filter, self.hour, site, locale) {
            return None;
        }
        let mut kind = self.kind.as_ref().split(UNIT);
        let (step, _trigger) = (part(&mut kind), part(&mut kind));
        Some(QueryFact {
            query: self.id,
            session: self.session,
            client: self.client,
            hour: self.hour,
            site,
            locale,
            surface,
            build,
            user_query: self.user_query.as_ref(),
            normalized: self.normalized.as_ref(),
            hits: self.hits.as_ref(),
            result_count: self.result_count,
            step,
            is_corrected: !part(&mut kind).is_empty(),
            is_suggestion: !part(&mut kind).is_empty(),
            latency_ms: self.latency_ms,
            redactions: self.redactions,
            reformulation_of: self.reformulation_of,
            replaces: self.replaces,
        })
    }
}

impl<T: AsRef<str>> EventRecord<T> {
    /// The fact, if `filter` lets it through.
    pub fn fact(&self, filter: &Filter) -> Option<EventFact<'_>> {
        let [site, locale, surface, _build] = origin(self.origin.as_ref());
        if !lets_through(filter, self.hour, site, locale) {
            return None;
        }
        let mut kind = self.kind.as_ref().split(UNIT);
        let mut next = || part(&mut kind);
        let (action, _message, _object) = (next(), next(), next());
        // Fields are set in the order of the parts.
        Some(EventFact {
            action,
            solved: next(),
            reason: next(),
            channel: next(),
            rank: next(),
            cell: next(),
            tree: next(),
            step: next(),
            outcome: next(),
            instrument: next(),
            score: next().parse().ok(),
            code: next(),
            query: self.query,
            session: self.session,
            client: self.client,
            hour: self.hour,
            site,
            locale,
            surface,
            article: self.article.as_ref(),
            position: self.position,
            dwell_s: self.dwell_s,
        })
    }
}

/// Site, locale, surface and build id of the index.
fn origin(packed: &str) -> [&str; 4] {
    let mut parts = packed.split(UNIT);
    let mut next = || part(&mut parts);
    let (_application, site, locale, surface) = (next(), next(), next(), next());
    let (_page, _widget, build) = (next(), next(), next());
    [site, locale, surface, build]
}

fn lets_through(filter: &Filter, hour: u32, site: &str, locale: &str) -> bool {
    filter.from.is_none_or(|from| hour >= from)
        && filter.to.is_none_or(|to| hour < to)
        && filter.site.as_deref().is_none_or(|only| only == site)
        && filter.locale.as_deref().is_none_or(|only| only == locale)
}
