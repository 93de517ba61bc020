//! The search engine: an opened index that answers queries.
//!
//! Sans-I/O: when a query needs shards that are not there, [`Searcher::search`] says which; the
//! caller fetches them, hands them to [`Searcher::load_shard`] and asks again.

#[cfg(feature = "write")]
mod explain;

use crate::analysis::Language;
use crate::document::Section;
use crate::error::{OpenError, ShardError};
use crate::index::curation::Decision;
use crate::index::loaded::{LoadedIndex, Lookup};
use crate::matching::{Attempt, Needs, Places, Resolved, needs_of, resolve};
use crate::query::Query;
use crate::rank::{Accumulators, Blend, MatchKind, TermValues, TopK, echo};
use crate::schema::Ranking;
use crate::snippet::{Matcher, Snippet, Span};

pub use crate::index::loaded::ShardId;

/// Best hits that the title's echo may reorder: as many as a result list shows.
const ECHOED: usize = 10;

/// How far a query was relaxed to find something: a ladder from strict to loose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Step {
    /// Nothing matched.
    #[default]
    None = 0,
    /// The best hit holds every term.
    All = 1,
    /// The best hit holds every term but the least informative one.
    Most = 2,
    /// No article holds more than some of the terms, or a phrase in quotes stands nowhere.
    Any = 3,
    /// A term was taken for a misspelling of another one; see [`Hits::corrections`].
    Typo = 4,
    /// A term was found only inside of longer ones.
    Infix = 5,
    /// Only words that begin like a term were found.
    Closest = 6,
}

/// A word that was searched in place of another one, or besides it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replacement {
    /// As the person typed it.
    pub typed: String,
    /// What was searched, spelled as the articles spell it.
    pub used: String,
}

/// An article that matched.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Document number within the index.
    pub document: u32,
    /// Score; comparable within one query.
    pub score: f32,
    /// Highlights of the title, in UTF-16 units.
    pub title_highlights: Vec<Span>,
}

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    /// Best first, at most as many as asked for.
    pub hits: Vec<Hit>,
    /// Articles that matched at all.
    pub total: usize,
    /// How the query was relaxed.
    pub step: Step,
    /// Misspelled words and what was searched instead of them.
    pub corrections: Vec<Replacement>,
    /// Words with synonyms that were searched besides them.
    pub synonyms: Vec<Replacement>,
    /// Score of an imaginary article that answers the whole query: a hit's score divided by it is
    /// comparable between indexes.
    pub ideal: f32,
    /// Shards that would make the answer better but that it does not need: once they are loaded,
    /// searching again may find more or rank better.
    pub wanted: Vec<ShardId>,
}

/// Result of [`Searcher::search`].
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// These shards must be loaded first; at most three rounds lead to hits.
    Missing(Vec<ShardId>),
    /// The answer.
    Complete(Hits),
}

/// What a result list shows of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The article's id.
    pub id: String,
    /// Where it leads.
    pub url: String,
    /// Title.
    pub title: String,
    /// Breadcrumbs joined by " › "; empty without any.
    pub breadcrumbs: String,
}

/// An opened index with its scratch memory.
pub struct Searcher {
    index: LoadedIndex,
    values: TermValues,
    accumulators: Accumulators,
    /// Of the last query, for snippets.
    matcher: Matcher,
}

/// What a query's hits must be, besides matching.
#[derive(Default)]
struct Filter<'a> {
    /// Articles that hold all phrases, sorted; `None` for no restriction.
    phrases: Option<Vec<u32>>,
    /// Articles of each excluded term, sorted.
    excluded: Vec<&'a [u32]>,
}

impl Filter<'_> {
    fn allows(&self, document: u32) -> bool {
        let phrases = self.phrases.as_ref();
        phrases.is_none_or(|allowed| allowed.binary_search(&document).is_ok())
            && !self
                .excluded
                .iter()
                .any(|list| list.binary_search(&document).is_ok())
    }
}

/// A hit before its row is looked at.
#[derive(Clone, Copy)]
struct Candidate {
    document: u32,
    score: f32,
}

impl Searcher {
    /// Opens a root file.
    ///
    /// # Errors
    /// [`OpenError`] says what is wrong with the bytes and what to do.
    pub fn open(root: &[u8]) -> Result<Self, OpenError> {
        let index = LoadedIndex::open(root)?;
        let values = TermValues::new(&index.ranking);
        Ok(Self {
            index,
            values,
            accumulators: Accumulators::default(),
            matcher: Matcher::default(),
        })
    }

    /// The index's language.
    pub fn language(&self) -> Language {
        self.index.analyzer.language()
    }

    /// Number of articles.
    pub fn document_count(&self) -> u32 {
        self.index.documents
    }

    /// The ranking parameters stored in the bundle.
    pub fn ranking(&self) -> &Ranking {
        &self.index.ranking
    }

    /// Path of a shard below the bundle's base, or `None` for a number never handed out.
    pub fn shard_name(&self, id: ShardId) -> Option<String> {
        self.index.shard_name(id)
    }

    /// Takes the bytes of a shard, unzipped.
    ///
    /// # Errors
    /// [`ShardError`] when the bytes are not that shard; the index stays as it was.
    pub fn load_shard(&mut self, id: ShardId, bytes: &[u8]) -> Result<(), ShardError> {
        self.index.load(id, bytes)
    }

    /// Answers `text` with at most `limit` hits.
    pub fn search(&mut self, text: &str, limit: usize) -> Outcome {
        let query = Query::parse(text, &self.index.analyzer);
        let Needs {
            missing, wanted, ..
        } = needs_of(&self.index, &query);
        if !missing.is_empty() {
            return Outcome::Missing(missing);
        }
        let phrases = match self.phrase_matches(&query) {
            Ok(phrases) => phrases,
            Err(missing) => return Outcome::Missing(missing),
        };
        let mut attempt = Attempt::Spelling;
        loop {
            let mut needs = Needs {
                wanted: wanted.clone(),
                ..Needs::default()
            };
            let resolved = resolve(&self.index, &self.values, &query, attempt, &mut needs);
            if !needs.missing.is_empty() {
                return Outcome::Missing(needs.missing);
            }
            let blend = resolved.score(&self.index, &self.values, &mut self.accumulators);
            let blend = blend.with_meaning(
                &self.index,
                &query,
                &resolved,
                &mut self.accumulators,
                &mut needs.wanted,
            );
            let found = self.accumulators.matches().any(|(_, sum)| sum.terms != 0);
            if found || attempt == Attempt::Closest || query.terms.is_empty() {
                self.matcher = resolved.matcher(&self.index, &query);
                return self.answer(&query, &resolved, blend, phrases, limit, needs.wanted);
            }
            attempt = match self.index.lexicon() {
                Some(Lookup::Missing(id)) => return Outcome::Missing(vec![id]),
                Some(Lookup::Found(_)) if attempt == Attempt::Spelling => Attempt::Infix,
                _ => Attempt::Closest,
            };
        }
    }

    /// Ranks what the accumulators hold.
    fn answer(
        &self,
        query: &Query,
        resolved: &Resolved<'_>,
        blend: Blend,
        phrases: Option<Vec<u32>>,
        limit: usize,
        wanted: Vec<ShardId>,
    ) -> Outcome {
        // A phrase that stands nowhere is asked for word by word: better than nothing.
        let phrases = phrases.filter(|allowed| !allowed.is_empty());
        let relaxed = phrases.is_none() && !query.phrases.is_empty();
        let filter = Filter {
            phrases,
            excluded: self.excluded(query),
        };
        let decision = self.index.decision(&query.sorted_terms());
        let all = u32::MAX
            .checked_shr(32 - query.terms.len() as u32)
            .unwrap_or(0);
        let most = all & !resolved.least_informative(&self.index);
        let mut top = TopK::new(limit.max(ECHOED));
        let (mut total, mut holds_all, mut holds_most) = (0, false, false);
        for (document, sum) in self.accumulators.matches() {
            if !filter.allows(document) || decision.hides.contains(&document) {
                continue;
            }
            total += usize::from(sum.terms != 0);
            holds_all |= sum.terms == all;
            holds_most |= sum.terms & most == most;
            let score = blend.score(&self.values, sum) * decision.boost(document);
            top.push(score, document);
        }
        let step = match resolved.attempt_used() {
            _ if total == 0 => Step::None,
            Some(MatchKind::Typo) => Step::Typo,
            Some(MatchKind::Infix) => Step::Infix,
            Some(_) => Step::Closest,
            None if holds_all && !relaxed => Step::All,
            None if holds_most && most != 0 && !relaxed => Step::Most,
            None => Step::Any,
        };
        let entries = top.into_entries().into_iter();
        let entries = entries.map(|(score, document)| Candidate { document, score });
        let entries = pinned(entries.collect(), &decision);
        let (mut hits, missing) = self.rows_of(query, entries, &decision, blend);
        if !missing.is_empty() {
            return Outcome::Missing(missing);
        }
        hits.truncate(limit);
        let best = hits.first().map(|hit| hit.document);
        Outcome::Complete(Hits {
            total: total.max(hits.len()),
            hits,
            step,
            corrections: resolved.corrections(query, best),
            synonyms: resolved.synonyms.clone(),
            ideal: blend.ideal(&self.index.ranking),
            wanted,
        })
    }

    fn excluded(&self, query: &Query) -> Vec<&[u32]> {
        let terms = query.excluded.iter();
        terms.map(|term| self.documents_of(term)).collect()
    }

    /// Hits in their final order: the titles' echoes count now that titles are at hand. Says which
    /// rows are missing.
    fn rows_of(
        &self,
        query: &Query,
        entries: Vec<Candidate>,
        decision: &Decision,
        blend: Blend,
    ) -> (Vec<Hit>, Vec<ShardId>) {
        let mut missing = Vec::new();
        let mut hits: Vec<Hit> = Vec::with_capacity(entries.len());
        let pins = decision.pins.len();
        for (place, entry) in entries.into_iter().enumerate() {
            match self.index.row(entry.document) {
                Some(Lookup::Found(row)) => {
                    let echo = if place < ECHOED {
                        self.echo(query, row.title, blend) * decision.boost(entry.document)
                    } else {
                        0.0
                    };
                    let hit = Hit {
                        document: entry.document,
                        score: entry.score + echo,
                        title_highlights: self.matcher.highlights(&self.index.analyzer, row.title),
                    };
                    // Few enough to insert them one by one; a sort would cost a kilobyte of code.
                    let before = |other: &Hit| place < pins || other.score >= hit.score;
                    let ranked = hits
                        .iter()
                        .skip(pins)
                        .take_while(|other| before(other))
                        .count();
                    hits.insert((pins.min(hits.len()) + ranked).min(hits.len()), hit);
                }
                Some(Lookup::Missing(id)) => note(&mut missing, id),
                None => {}
            }
        }
        (hits, missing)
    }

    /// What the title's likeness to the query adds.
    fn echo(&self, query: &Query, title: &str, blend: Blend) -> f32 {
        let weight = self.index.ranking.title_echo * blend.weights();
        // Pairs of characters know their order already.
        let pairs = query.terms.iter().filter(|term| !term.is_word).count();
        if weight == 0.0 || pairs * 2 > query.terms.len() {
            return 0.0;
        }
        let typed: Vec<&str> = query
            .words
            .iter()
            .map(|word| word.lowered.as_str())
            .collect();
        let title = self
            .index
            .analyzer
            .words(title)
            .map(|word| self.index.analyzer.lower(word.text));
        let title: Vec<String> = title.collect();
        let title: Vec<&str> = title.iter().map(String::as_str).collect();
        weight * echo(&typed, &title, query.unfinished)
    }

    /// The row of an article that a search returned.
    pub fn row(&self, document: u32) -> Option<Row> {
        let Some(Lookup::Found(row)) = self.index.row(document) else {
            return None;
        };
        let pattern = self.index.pattern();
        Some(Row {
            id: pattern.id(&row),
            url: pattern.url(&row),
            title: row.title.to_owned(),
            breadcrumbs: row.breadcrumbs.to_owned(),
        })
    }

    /// Shards still missing for the texts of these articles.
    pub fn missing_texts(&mut self, documents: &[u32]) -> Vec<ShardId> {
        let mut missing = Vec::new();
        for document in documents {
            if let Some(Lookup::Missing(id)) = self.index.text(*document) {
                note(&mut missing, id);
            }
        }
        missing
    }

    /// The text of an article, or `None` while its shard is missing.
    pub fn text(&mut self, document: u32) -> Option<Vec<Section>> {
        match self.index.text(document)? {
            Lookup::Found(sections) => Some(sections),
            Lookup::Missing(_) => None,
        }
    }

    /// The passage of an article that answers the last query, or `None` while its text is missing.
    pub fn snippet(&mut self, document: u32) -> Option<Snippet> {
        let sections = self.text(document)?;
        Some(self.matcher.snippet(&self.index.analyzer, &sections))
    }

    /// Whether the bundle holds articles for the reader.
    pub fn has_articles(&self) -> bool {
        self.index.has_articles()
    }

    /// Whether the bundle carries factors learned from votes (section `lern`).
    pub fn has_learned(&self) -> bool {
        !self.index.learned.is_empty()
    }

    /// Shards still missing for what the reader shows of an article.
    pub fn missing_articles(&self, document: u32) -> Vec<ShardId> {
        match self.index.article(document) {
            Some(Lookup::Missing(id)) => vec![id],
            _ => Vec::new(),
        }
    }

    /// What the reader shows of an article, JSON as `FORMAT.md` has it; `None` while its shard is
    /// missing, and for no article.
    pub fn article(&self, document: u32) -> Option<&str> {
        match self.index.article(document)? {
            Lookup::Found((_, record)) => Some(record),
            Lookup::Missing(_) => None,
        }
    }

    /// The article with this id, or which shard is missing to find it; `None` for an unknown id. At
    /// most two rounds lead to its number, one more for each other article with the id's hash.
    pub fn find(&self, id: &str) -> Option<Result<u32, ShardId>> {
        match self.index.find(id)? {
            Lookup::Found(document) => Some(Ok(document)),
            Lookup::Missing(shard) => Some(Err(shard)),
        }
    }

    /// Articles in which every phrase stands, sorted; `None` without phrases; `Err` names shards.
    fn phrase_matches(&mut self, query: &Query) -> Result<Option<Vec<u32>>, Vec<ShardId>> {
        let (mut allowed, mut missing): (Option<Vec<u32>>, _) = (None, Vec::new());
        for phrase in &query.phrases {
            let mut places = Places::default();
            for (number, offset) in phrase {
                let term = query.terms.get(*number).map_or("", |term| &term.term);
                match self.index.positions(term) {
                    Some(Lookup::Missing(id)) => note(&mut missing, id),
                    Some(Lookup::Found(positions)) => {
                        places.narrow(*offset, self.documents_of(term), &positions);
                    }
                    None => places.narrow(*offset, &[], &[]),
                }
            }
            let mut documents = places.documents();
            if let Some(allowed) = &allowed {
                documents.retain(|document| allowed.contains(document));
            }
            allowed = Some(documents);
        }
        if missing.is_empty() {
            Ok(allowed)
        } else {
            Err(missing)
        }
    }

    fn documents_of(&self, term: &str) -> &[u32] {
        match self.index.exact(term) {
            Lookup::Found(Some(postings)) => postings.documents,
            _ => &[],
        }
    }

    /// Numbers of all shards known so far, for the tools.
    #[cfg(feature = "write")]
    pub fn shard_ids(&self) -> core::ops::Range<ShardId> {
        self.index.shard_ids()
    }

    /// Number of the file with the vectors of words and articles, if there is one, for the tools.
    #[cfg(feature = "write")]
    pub fn word_vectors_shard(&self) -> Option<ShardId> {
        self.index.word_vectors_shard()
    }

    /// Terms and postings among what is loaded, for the tools.
    #[cfg(feature = "write")]
    pub fn loaded_counts(&self) -> (usize, usize) {
        self.index.loaded_counts()
    }
}

impl core::fmt::Debug for Searcher {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Searcher")
            .field("language", &self.language())
            .field("documents", &self.index.documents)
            .finish_non_exhaustive()
    }
}

/// Pinned articles first, whether they matched or not; the others keep their order.
fn pinned(entries: Vec<Candidate>, decision: &Decision) -> Vec<Candidate> {
    if decision.pins.is_empty() {
        return entries;
    }
    let score_of = |document: u32| {
        let found = entries.iter().find(|entry| entry.document == document);
        found.map_or(0.0, |entry| entry.score)
    };
    let first = decision.pins.iter().map(|document| Candidate {
        document: *document,
        score: score_of(*document),
    });
    let others = entries
        .iter()
        .filter(|entry| !decision.pins.contains(&entry.document));
    first.chain(others.copied()).collect()
}

fn note(missing: &mut Vec<ShardId>, id: ShardId) {
    if !missing.contains(&id) {
        missing.push(id);
    }
}
