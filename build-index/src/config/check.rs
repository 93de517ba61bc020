//! What is legal in `helpdex.toml`, with the place of what is not.

use std::ops::RangeInclusive;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::source::language::canonical_tag;
use crate::source::nearest;

/// A place in the text, and what is wrong there.
pub(super) type Mistake = (usize, String);

pub(super) fn mistake_of(error: &toml::de::Error) -> Mistake {
    (
        error.span().map_or(0, |span| span.start),
        error.message().to_owned(),
    )
}

pub(super) fn tag(language: &str) -> Result<String, String> {
    canonical_tag(language).map_err(|error| match error.nearest {
        Some(nearest) => format!("{error}; did you mean `{nearest}`?"),
        None => format!("{error}; write an ISO 639-1 code such as `en` or `pt-BR`"),
    })
}

pub(super) fn canonical_tags(languages: &[String]) -> Result<Vec<String>, String> {
    languages.iter().map(|language| tag(language)).collect()
}

/// Every key; `*` stands for a free name. The tables of a list have the keys of one.
pub(super) const KEYS: &[&str] = &[
    "source",
    "out",
    "default_language",
    "languages",
    "audiences.*.out",
    "audiences.*.includes",
    "reader.enabled",
    "pages.out",
    "pages.templates",
    "pages.bundle",
    "pages.contents",
    "site.name",
    "site.url_base",
    "ranking.weights.title",
    "ranking.weights.headings",
    "ranking.weights.body",
    "ranking.weights.tags",
    "ranking.weights.aliases",
    "ranking.b.title",
    "ranking.b.headings",
    "ranking.b.body",
    "ranking.b.tags",
    "ranking.b.aliases",
    "ranking.k1",
    "ranking.title_density",
    "ranking.title_coverage",
    "ranking.prefix_weight",
    "ranking.title_echo",
    "ranking.synonym_weight",
    "ranking.meaning",
    "bundle.root_budget_kb",
    "bundle.shard_kb",
    "bundle.compress",
    "bundle.single_file",
    "meaning.enabled",
    "meaning.model",
    "meaning.cache",
    "meaning.terms",
    "meaning.chunks",
    "meaning.chunk_tokens",
    "meaning.table",
    "meaning.table_kb",
    "meaning.query_prefix",
    "meaning.passage_prefix",
    "kcs.require",
    "check.off",
    "check.near_duplicate",
    "check.title_length",
    "check.found_within",
    "check.max_grade",
    "check.min_ease",
    "check.sentence_words",
    "learning.enabled",
    "learning.signals",
    "learning.max_boost",
    "learning.min_clients",
    "learning.top_questions",
    "stop_words.*",
    "fallback",
    "synonyms.language",
    "synonyms.words",
    "synonyms.from",
    "synonyms.to",
    "curation.language",
    "curation.queries",
    "curation.pin",
    "curation.hide",
    "curation.boost.*",
    "top_questions.language",
    "top_questions.articles",
    "eval.sample",
    "must_find.*",
    "trees",
    "strings.*",
    "suggestions.language",
    "suggestions.match",
    "suggestions.articles",
    "faq.json_ld",
    "faq.questions.language",
    "faq.questions.articles",
    "surveys.instrument",
    "surveys.after",
    "surveys.sample",
    "surveys.cooldown_days",
    "surveys.question.*",
    "contact.levels",
    "contact.table.*",
    "contact.rules.match",
    "contact.rules.set.complexity",
    "contact.rules.set.severity",
    "contact.rules.set.effort",
    "contact.channels.*.label",
    "contact.channels.*.label.*",
    "contact.channels.*.href",
    "contact.channels.*.event",
    "contact.channels.*.form",
    "contact.channels.*.wait_minutes",
    "contact.channels.*.hours.tz",
    "contact.channels.*.hours.open.days",
    "contact.channels.*.hours.open.from",
    "contact.channels.*.hours.open.to",
    "contact.channels.*.hours.closed_on",
    "report.window_days",
    "report.min_count",
    "report.min_clients",
    "report.bot_queries",
    "report.stale_days",
    "report.unused_days",
    "report.unused_searches",
    "report.half_life_days",
    "roi.cost_per_contact.*",
    "roi.cost_self_service",
    "roi.currency",
    "roi.window_hours",
];

/// Refuses the first key that is not known.
pub(super) fn check_keys(document: &DeTable<'_>) -> Result<(), Mistake> {
    check_below(document, "", "")
}

/// Refuses the first key below `prefix` that is not known; `path` is the prefix with the free names
/// as they stand in the file.
fn check_below(table: &DeTable<'_>, prefix: &str, path: &str) -> Result<(), Mistake> {
    let children: Vec<&str> = KEYS
        .iter()
        .filter_map(|key| key.strip_prefix(prefix)?.split('.').next())
        .collect();
    let is_free = children.contains(&"*");
    for (key, value) in table {
        let written: &str = key.get_ref();
        let name = if is_free { "*" } else { written };
        if !children.contains(&name) {
            return Err((key.span().start, unknown_key(written, path, &children)));
        }
        let below = format!("{prefix}{name}.");
        // What a free name without keys below it holds is for whoever reads it.
        if !is_free || KEYS.iter().any(|key| key.starts_with(&below)) {
            for table in tables(value.get_ref()) {
                check_below(table, &below, &format!("{path}{written}."))?;
            }
        }
    }
    Ok(())
}

/// The table, or the tables of a list.
fn tables<'t, 'i>(value: &'t DeValue<'i>) -> Vec<&'t DeTable<'i>> {
    match value {
        DeValue::Table(table) => vec![table],
        DeValue::Array(items) => (items.iter())
            .filter_map(|item| item.get_ref().as_table())
            .collect(),
        _ => Vec::new(),
    }
}

fn unknown_key(name: &str, prefix: &str, siblings: &[&str]) -> String {
    if let Some(sibling) = nearest(name, siblings.iter().copied()) {
        return format!("unknown key `{prefix}{name}`; did you mean `{prefix}{sibling}`?");
    }
    let elsewhere = KEYS.iter().find(|key| key.rsplit('.').next() == Some(name));
    match elsewhere {
        Some(key) => format!("unknown key `{prefix}{name}`; did you mean `{key}`?"),
        None => {
            format!("unknown key `{prefix}{name}`; `helpdex build --print-config` lists every key")
        }
    }
}

/// The legal range of a number.
pub(super) struct Limit {
    pub(super) key: &'static str,
    range: RangeInclusive<f64>,
}

pub(super) const LIMITS: &[Limit] = &[
    Limit {
        key: "ranking.weights.title",
        range: 0.0..=100.0,
    },
    Limit {
        key: "ranking.weights.headings",
        range: 0.0..=100.0,
    },
    Limit {
        key: "ranking.weights.body",
        range: 0.0..=100.0,
    },
    Limit {
        key: "ranking.weights.tags",
        range: 0.0..=100.0,
    },
    Limit {
        key: "ranking.b.title",
        range: 0.0..=1.0,
    },
    Limit {
        key: "ranking.b.headings",
        range: 0.0..=1.0,
    },
    Limit {
        key: "ranking.b.body",
        range: 0.0..=1.0,
    },
    Limit {
        key: "ranking.b.tags",
        range: 0.0..=1.0,
    },
    Limit {
        key: "ranking.k1",
        range: 0.1..=10.0,
    },
    Limit {
        key: "ranking.title_density",
        range: 0.0..=5.0,
    },
    Limit {
        key: "ranking.title_coverage",
        range: 0.0..=5.0,
    },
    Limit {
        key: "ranking.prefix_weight",
        range: 0.0..=1.0,
    },
    Limit {
        key: "ranking.weights.aliases",
        range: 0.0..=100.0,
    },
    Limit {
        key: "ranking.b.aliases",
        range: 0.0..=1.0,
    },
    Limit {
        key: "ranking.title_echo",
        range: 0.0..=5.0,
    },
    Limit {
        key: "ranking.synonym_weight",
        range: 0.0..=1.0,
    },
    Limit {
        key: "ranking.meaning",
        range: 0.0..=5.0,
    },
    Limit {
        key: "bundle.root_budget_kb",
        range: 20.0..=2000.0,
    },
    Limit {
        key: "bundle.shard_kb",
        range: 4.0..=1024.0,
    },
    Limit {
        key: "eval.sample",
        range: 0.0..=1_000_000.0,
    },
    Limit {
        key: "learning.max_boost",
        range: 0.0..=2.0,
    },
    Limit {
        key: "learning.min_clients",
        range: 1.0..=1000.0,
    },
    Limit {
        key: "learning.top_questions",
        range: 0.0..=50.0,
    },
    Limit {
        key: "meaning.terms",
        range: 10.0..=1000.0,
    },
    Limit {
        key: "meaning.chunks",
        range: 1.0..=64.0,
    },
    Limit {
        key: "meaning.chunk_tokens",
        range: 32.0..=512.0,
    },
    Limit {
        key: "meaning.table_kb",
        range: 32.0..=4096.0,
    },
    Limit {
        key: "check.near_duplicate",
        range: 0.5..=1.0,
    },
    Limit {
        key: "check.title_length",
        range: 20.0..=300.0,
    },
    Limit {
        key: "check.found_within",
        range: 1.0..=10.0,
    },
    Limit {
        key: "check.max_grade",
        range: 1.0..=30.0,
    },
    Limit {
        key: "check.min_ease",
        range: 0.0..=100.0,
    },
    Limit {
        key: "check.sentence_words",
        range: 5.0..=100.0,
    },
    Limit {
        key: "report.window_days",
        range: 1.0..=366.0,
    },
    Limit {
        key: "report.min_count",
        range: 1.0..=1_000_000.0,
    },
    Limit {
        key: "report.min_clients",
        range: 1.0..=1_000_000.0,
    },
    Limit {
        key: "report.bot_queries",
        range: 10.0..=100_000.0,
    },
    Limit {
        key: "report.stale_days",
        range: 1.0..=10_000.0,
    },
    Limit {
        key: "report.unused_days",
        range: 1.0..=366.0,
    },
    Limit {
        key: "report.unused_searches",
        range: 1.0..=1_000_000_000.0,
    },
    Limit {
        key: "report.half_life_days",
        range: 1.0..=3_650.0,
    },
    Limit {
        key: "roi.cost_per_contact.*",
        range: 0.0..=1_000_000.0,
    },
    Limit {
        key: "roi.cost_self_service",
        range: 0.0..=1_000_000.0,
    },
    Limit {
        key: "roi.window_hours",
        range: 1.0..=720.0,
    },
];

impl Limit {
    pub(super) fn check(&self, document: &DeTable<'_>) -> Result<(), Mistake> {
        let Some(value) = find(document, self.key) else {
            return Ok(());
        };
        let written = match value.get_ref() {
            DeValue::Integer(number) => number.as_str(),
            DeValue::Float(number) => number.as_str(),
            _ => return Ok(()),
        };
        // A number that is not finite is in no range.
        let is_legal = written
            .parse()
            .is_ok_and(|number: f64| self.range.contains(&number));
        if is_legal {
            return Ok(());
        }
        let (key, start, end) = (self.key, self.range.start(), self.range.end());
        let message = format!("`{key}` is {written}; it must be from {start} to {end}");
        Err((value.span().start, message))
    }
}

/// The value of a dotted key, in which `*` stands for any name; of several, the first.
pub(super) fn find<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
    let (first, rest) = key
        .split_once('.')
        .map_or((key, None), |(first, rest)| (first, Some(rest)));
    let mut entries = (table.iter()).filter(|(name, _)| first == "*" || name.get_ref() == first);
    entries.find_map(|(_, value)| {
        let Some(rest) = rest else { return Some(value) };
        let mut tables = tables(value.get_ref()).into_iter();
        tables.find_map(|table| find(table, rest))
    })
}

pub(super) fn offset_of(table: &DeTable<'_>, key: &str) -> usize {
    find(table, key).map_or(0, |value| value.span().start)
}
