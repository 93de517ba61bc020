//! Facts of an export: batches as JSON, one a line.

use super::hour::hour_of;
use crate::facts::{EventFact, Facts, FactsError, Filter, Hour, Losses, QueryFact};
use helpdex::questions::schema::{Batch, EventRow, QueryRow};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;

/// Longest line read, in bytes: what a collector takes, doubled for what it adds.
const MAX_LINE: usize = 1 << 20;

/// A file of batches, read anew each time. Rows must be distinct, as in an export of a store.
#[derive(Debug, Clone)]
pub struct NdjsonFacts {
    path: PathBuf,
}

impl NdjsonFacts {
    /// The facts of this file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    fn batches(&self, each: &mut dyn FnMut(&Batch)) -> Result<(), FactsError> {
        let fault = |line: usize, error: &dyn std::fmt::Display| {
            FactsError(format!("{}:{line}: {error}", self.path.display()))
        };
        let file = File::open(&self.path)
            .map_err(|error| FactsError(format!("{}: {error}", self.path.display())))?;
        let mut reader = BufReader::with_capacity(1 << 16, file);
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let mut limited = std::io::Read::take(&mut reader, MAX_LINE as u64);
            let read = limited.read_until(b'\n', &mut line);
            if read.map_err(|error| fault(number, &error))? == 0 {
                break;
            }
            if line.trim_ascii().is_empty() {
                continue;
            }
            let batch = serde_json::from_slice::<Batch>(&line).map_err(|error| {
                fault(
                    number,
                    &format!("no batch of events ({error}); export the store again"),
                )
            })?;
            each(&batch);
        }
        Ok(())
    }
}

impl Facts for NdjsonFacts {
    fn queries(
        &self,
        filter: &Filter,
        each: &mut dyn FnMut(&QueryFact<'_>),
    ) -> Result<(), FactsError> {
        self.batches(&mut |batch| {
            for row in &batch.queries {
                let hits = row.query_response_hit_ids.join("\n");
                let fact = query_fact(batch, row, &hits);
                if lets_through(filter, fact.hour, fact.site, fact.locale) {
                    each(&fact);
                }
            }
        })
    }

    fn events(
        &self,
        filter: &Filter,
        each: &mut dyn FnMut(&EventFact<'_>),
    ) -> Result<(), FactsError> {
        self.batches(&mut |batch| {
            for row in &batch.events {
                let fact = event_fact(batch, row);
                if lets_through(filter, fact.hour, fact.site, fact.locale) {
                    each(&fact);
                }
            }
        })
    }

    fn losses(&self) -> Result<Losses, FactsError> {
        let mut losses = Losses::default();
        self.batches(&mut |batch| losses.in_pages += u64::from(batch.dropped))?;
        Ok(losses)
    }
}

fn lets_through(filter: &Filter, hour: Hour, site: &str, locale: &str) -> bool {
    let is =
        |wanted: &Option<String>, value: &str| wanted.as_ref().is_none_or(|wanted| wanted == value);
    filter.from.is_none_or(|from| hour >= from)
        && filter.to.is_none_or(|to| hour < to)
        && is(&filter.site, site)
        && is(&filter.locale, locale)
}

fn id(text: Option<&String>) -> u64 {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return 0;
    };
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish().max(1)
}

fn query_fact<'a>(batch: &'a Batch, row: &'a QueryRow, hits: &'a str) -> QueryFact<'a> {
    let attributes = &row.query_attributes;
    QueryFact {
        query: id(Some(&row.query_id)),
        session: id(attributes.session_id.as_ref()),
        client: id(row.client_id.as_ref()),
        hour: hour_of(&row.timestamp).unwrap_or(0),
        site: &batch.site_id,
        locale: &attributes.locale,
        surface: &attributes.surface,
        user_query: &row.user_query,
        normalized: attributes.normalized.as_deref().unwrap_or(""),
        hits,
        result_count: attributes.result_count,
        step: attributes.step.as_deref().unwrap_or(""),
        is_corrected: attributes.corrected,
        is_suggestion: attributes.suggestion_used,
        latency_ms: attributes.latency_ms,
        redactions: attributes.redactions,
        reformulation_of: id(attributes.reformulation_of.as_ref()),
        replaces: id(attributes.replaces.as_ref()),
    }
}

fn event_fact<'a>(batch: &'a Batch, row: &'a EventRow) -> EventFact<'a> {
    let clicked = row.event_attributes.as_ref();
    let mut fact = EventFact {
        action: &row.action_name,
        query: id(row.query_id.as_ref()),
        session: id(row.session_id.as_ref()),
        client: id(row.client_id.as_ref()),
        hour: hour_of(&row.timestamp).unwrap_or(0),
        site: &batch.site_id,
        locale: &batch.place.locale,
        surface: &batch.place.surface,
        article: clicked.map_or("", |clicked| &clicked.object.object_id),
        position: clicked.map_or(0, |clicked| clicked.position.ordinal),
        ..EventFact::default()
    };
    let Some(help) = &row.help else {
        return fact;
    };
    let text = |value: &'a Option<String>| value.as_deref().unwrap_or("");
    if fact.article.is_empty() {
        fact.article = text(&help.article_id);
    }
    fact.solved = text(&help.solved);
    fact.reason = text(&help.reason);
    fact.dwell_s = help.dwell_s.unwrap_or(0);
    fact.channel = text(&help.channel);
    fact.rank = text(&help.rank);
    fact.cell = text(&help.cell);
    fact.tree = text(&help.tree_id);
    fact.step = text(&help.step_id);
    fact.outcome = text(&help.outcome);
    fact.instrument = text(&help.instrument);
    fact.score = help.score;
    fact.code = text(&help.code);
    fact
}
