//! The search engine: an opened index that answers queries.
//!
//! Sans-I/O: when a query needs shards that are not there, [`Searcher::search`] says which; the
//! caller fetches them, hands them to [`Searcher::load_shard`] and asks again.

use crate::analysis::Language;
use crate::document::Section;
use crate::error::{OpenError, ShardError};
use crate::index::PREFIX_MARK;
use crate::index::impact::{Norm, Payload};
use crate::index::loaded::{LoadedIndex, Lookup};
use crate::index::postings::{Postings, PostingsBlock};
use crate::phrase;
use crate::query::{Query, QueryTerm};
use crate::rank::{Accumulators, Explanation, MatchKind, TermExplanation, TermValues, TopK, idf};
use crate::schema::Ranking;
use crate::snippet::{Matcher, Snippet, Span};

pub use crate::index::loaded::ShardId;

/// Terms that an unfinished word may stand for at most; bounds the work of one-letter prefixes.
const MAX_PREFIX_TERMS: usize = 512;
/// Discount of such a term, times the share of the word that it has in common.
const STEM_WEIGHT: f32 = 0.5;
/// Most terms that may stand for such a word.
const MAX_STEM_TERMS: usize = 32;

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

/// How little a word that no article holds may have in common with the terms that stand for it.
#[derive(Clone, Copy, Debug)]
struct Relaxation {
    letters: usize,
    /// Whether it must be half of the word, too.
    half: bool,
}

impl Relaxation {
    /// Enough for endings that the stemmer does not know.
    const ENDINGS: Self = Self {
        letters: 3,
        half: true,
    };
    /// The last resort before an empty answer.
    const CLOSEST: Self = Self {
        letters: 2,
        half: false,
    };
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

/// A form of a query term with its postings.
struct Form<'a> {
    postings: Postings<'a>,
    /// The index term, where somebody will read it.
    matched: Vec<u8>,
    kind: MatchKind,
    /// Weight without idf.
    weight: f32,
}

impl Form<'_> {
    /// The index term; of a prefix list the prefix.
    fn name(&self) -> &str {
        let name = core::str::from_utf8(&self.matched).unwrap_or("");
        name.strip_suffix(PREFIX_MARK).unwrap_or(name)
    }
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
        let missing = self.missing_postings(&query);
        if !missing.is_empty() {
            return Outcome::Missing(missing);
        }
        self.score(&query, Relaxation::ENDINGS);
        let closest = self.accumulators.matches().next().is_none();
        if closest {
            self.score(&query, Relaxation::CLOSEST);
        }
        let phrases = match self.phrase_matches(&query) {
            Ok(phrases) => phrases,
            Err(missing) => return Outcome::Missing(missing),
        };
        // A phrase that stands nowhere is asked for word by word: better than nothing.
        let phrases = phrases.filter(|allowed| !allowed.is_empty());
        let relaxed = phrases.is_none() && !query.phrases.is_empty();
        let mut top = TopK::new(limit);
        let mut total = 0;
        let mut best_terms = 0u32;
        for (document, sum) in self.accumulators.matches() {
            let allowed = |allowed: &Vec<u32>| allowed.binary_search(&document).is_ok();
            if phrases.as_ref().is_none_or(allowed) {
                total += 1;
                best_terms = best_terms.max(sum.terms.count_ones());
                let title = self.values.title(sum.title, sum.share);
                top.push(sum.score + title, document);
            }
        }
        let step = match (total, best_terms as usize == query.terms.len()) {
            (0, _) => Step::None,
            _ if closest => Step::Closest,
            (_, true) if !relaxed => Step::All,
            _ => Step::Any,
        };
        self.complete(top.into_entries(), total, step)
    }

    /// Adds highlights, or says which rows are missing.
    fn complete(&self, entries: Vec<(f32, u32)>, total: usize, step: Step) -> Outcome {
        let mut missing = Vec::new();
        let mut hits = Vec::with_capacity(entries.len());
        for (score, document) in entries {
            match self.index.row(document) {
                Some(Lookup::Found(row)) => {
                    let title_highlights = self.matcher.highlights(&self.index.analyzer, row.title);
                    hits.push(Hit {
                        document,
                        score,
                        title_highlights,
                    });
                }
                Some(Lookup::Missing(id)) => note(&mut missing, id),
                None => {}
            }
        }
        if missing.is_empty() {
            Outcome::Complete(Hits { hits, total, step, ..Hits::default() })
        } else {
            Outcome::Missing(missing)
        }
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

    /// Why an article has its score for `text`. Shards must be loaded as for the search itself;
    /// what is missing is left out.
    pub fn explain(&self, text: &str, document: u32) -> Explanation {
        let query = Query::parse(text, &self.index.analyzer);
        let mut explanation = Explanation::default();
        let (mut title, mut share) = (0.0, 0.0);
        for term in &query.terms {
            let forms = self.forms(term, Relaxation::ENDINGS, true);
            let frequency = union_frequency(&forms);
            let best = forms
                .iter()
                .filter_map(|form| self.explain_form(term, form, frequency, document))
                .reduce(|best, next| {
                    if rank_of(&next) > rank_of(&best) {
                        next
                    } else {
                        best
                    }
                });
            if let Some(best) = best {
                title += best.title_length.map_or(0.0, |_| best.weight);
                share += best.title_length.map_or(0.0, |length| 1.0 / length);
                explanation.terms.push(best);
            }
        }
        explanation.title = self.values.title(title, share);
        explanation.score =
            explanation.title + explanation.terms.iter().map(|term| term.value).sum::<f32>();
        explanation
    }

    fn explain_form(
        &self,
        term: &QueryTerm,
        form: &Form<'_>,
        frequency: u32,
        document: u32,
    ) -> Option<TermExplanation> {
        let at = form.postings.documents.binary_search(&document).ok()?;
        let payload = *form.postings.payloads.get(at)?;
        let weight = self.form_weight(form, frequency);
        let norm = self.norm(document);
        Some(TermExplanation {
            term: term.term.clone(),
            kind: form.kind,
            matched: form.name().to_owned(),
            weight,
            impact: Payload(payload).impact(Norm(norm)),
            title_length: Payload(payload).title_length(),
            value: weight * self.values.saturated(payload, norm),
        })
    }

    /// Postings shards that the query needs and that are not loaded.
    fn missing_postings(&self, query: &Query) -> Vec<ShardId> {
        let mut missing = Vec::new();
        for term in &query.terms {
            if let Lookup::Missing(id) = self.index.block_of(&term.term) {
                note(&mut missing, id);
            }
            if let Some(Lookup::Missing(id)) = term
                .prefix
                .as_deref()
                .map(|prefix| self.prefix_block(prefix).0)
            {
                note(&mut missing, id);
            }
        }
        missing
    }

    /// The block to look for a prefix in, and whether by its prefix list.
    fn prefix_block(&self, prefix: &str) -> (Lookup<&PostingsBlock>, bool) {
        match self.index.block_of_prefix(prefix) {
            Some(block) => (block, false),
            None => (self.index.block_of(&prefix_key(prefix)), true),
        }
    }

    /// Every form under which a query term is found.
    fn forms(&self, term: &QueryTerm, relaxation: Relaxation, named: bool) -> Vec<Form<'_>> {
        let mut forms = Vec::new();
        if let Lookup::Found(Some(postings)) = self.index.exact(&term.term) {
            forms.push(Form {
                postings,
                matched: term.term.clone().into_bytes(),
                kind: MatchKind::Exact,
                weight: 1.0,
            });
        }
        if let Some(prefix) = &term.prefix {
            self.prefix_forms(prefix, &term.term, named, &mut forms);
        }
        if forms.is_empty()
            && let Lookup::Found(block) = self.index.block_of(&term.term)
        {
            stem_forms(block, &term.term, relaxation, &mut forms);
        }
        forms
    }

    fn prefix_forms<'a>(
        &'a self,
        prefix: &str,
        exact: &str,
        named: bool,
        forms: &mut Vec<Form<'a>>,
    ) {
        let (Lookup::Found(block), listed) = self.prefix_block(prefix) else {
            return;
        };
        let weight = self.index.ranking.prefix_weight;
        if listed {
            let key = prefix_key(prefix);
            if let Some(postings) = block.exact(&key) {
                forms.push(Form {
                    postings,
                    matched: key.into_bytes(),
                    kind: MatchKind::Prefix,
                    weight,
                });
            }
            return;
        }
        block.with_prefix(prefix, MAX_PREFIX_TERMS, |term, postings| {
            if term != exact.as_bytes() && term.last() != Some(&(PREFIX_MARK as u8)) {
                // A word that the typed part is most of is more likely meant.
                let share = prefix.len() as f32 / term.len().max(1) as f32;
                let matched = if named { term.to_vec() } else { Vec::new() };
                forms.push(Form {
                    postings,
                    matched,
                    kind: MatchKind::Prefix,
                    weight: weight * (0.5 + 0.5 * share),
                });
            }
        });
    }

    /// Weight of a form with its idf. All completions of a prefix share the idf of their union:
    /// else the rarest word that happens to begin alike would win.
    fn form_weight(&self, form: &Form<'_>, union: u32) -> f32 {
        let frequency = if form.kind == MatchKind::Prefix {
            union
        } else {
            form.postings.frequency
        };
        form.weight * idf(frequency, self.index.documents)
    }

    /// Weight of a term in the query: that of its best form.
    fn term_weight(&self, forms: &[Form<'_>]) -> f32 {
        let union = union_frequency(forms);
        forms
            .iter()
            .map(|form| self.form_weight(form, union))
            .fold(0.0, f32::max)
    }

    /// Fills the accumulators and the matcher.
    fn score(&mut self, query: &Query, relaxation: Relaxation) {
        let mut accumulators = core::mem::take(&mut self.accumulators);
        let mut matcher = Matcher::default();
        accumulators.clear(self.index.documents);
        for (number, term) in query.terms.iter().enumerate() {
            let forms = self.forms(term, relaxation, false);
            let union = union_frequency(&forms);
            let weight = self.term_weight(&forms);
            for form in &forms {
                let weight = self.form_weight(form, union);
                for (document, payload) in
                    form.postings.documents.iter().zip(form.postings.payloads)
                {
                    let value = weight * self.values.saturated(*payload, self.norm(*document));
                    let share = self.values.title_share(*payload);
                    if forms.len() == 1 {
                        accumulators.add(*document, number, value, weight, share);
                    } else {
                        accumulators.group(*document, value, weight, share);
                    }
                }
            }
            accumulators.end_group(number);
            self.note_matches(&mut matcher, term, &forms, weight);
        }
        self.accumulators = accumulators;
        self.matcher = matcher;
    }

    fn note_matches(
        &self,
        matcher: &mut Matcher,
        term: &QueryTerm,
        forms: &[Form<'_>],
        weight: f32,
    ) {
        matcher.term(&term.term, weight);
        if let Some(prefix) = &term.prefix {
            matcher.prefix(prefix, weight);
        }
        for form in forms.iter().filter(|form| form.kind == MatchKind::Stem) {
            matcher.term(form.name(), weight);
        }
    }

    /// Articles in which every phrase stands, sorted; `None` without phrases; `Err` names shards.
    fn phrase_matches(&mut self, query: &Query) -> Result<Option<Vec<u32>>, Vec<ShardId>> {
        if query.phrases.is_empty() {
            return Ok(None);
        }
        let (mut lists, mut missing) = (Vec::new(), Vec::new());
        for (at, offset) in query.phrases.iter().flatten() {
            let Some(term) = query.terms.get(*at).map(|term| term.term.as_str()) else {
                continue;
            };
            match self.index.positions(term) {
                Some(Lookup::Missing(id)) => note(&mut missing, id),
                Some(Lookup::Found(positions)) => {
                    lists.push((*at, *offset, self.documents_of(term), positions))
                }
                None => lists.push((*at, *offset, Vec::new(), Vec::new())),
            }
        }
        if !missing.is_empty() {
            return Err(missing);
        }
        let mut lists = lists.into_iter();
        let phrases = query.phrases.iter().map(|phrase| {
            let words = lists
                .by_ref()
                .take(phrase.len())
                .map(|(_, offset, documents, positions)| (offset, documents, positions));
            phrase::matches(words.collect())
        });
        Ok(phrases.reduce(|a, b| {
            a.into_iter()
                .filter(|document| b.binary_search(document).is_ok())
                .collect()
        }))
    }

    fn norm(&self, document: u32) -> u8 {
        self.index
            .norms
            .get(document as usize)
            .copied()
            .unwrap_or(0)
    }

    fn documents_of(&self, term: &str) -> Vec<u32> {
        match self.index.exact(term) {
            Lookup::Found(Some(postings)) => postings.documents.to_vec(),
            _ => Vec::new(),
        }
    }

    /// Numbers of all shards known so far, for the tools.
    #[cfg(feature = "write")]
    pub fn shard_ids(&self) -> core::ops::Range<ShardId> {
        self.index.shard_ids()
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

/// Terms that have the longest beginning in common with a word that no article holds. What a
/// stemmer misses is mostly at the end.
fn stem_forms<'a>(
    block: &'a PostingsBlock,
    word: &str,
    relaxation: Relaxation,
    forms: &mut Vec<Form<'a>>,
) {
    let cuts = word
        .char_indices()
        .skip(relaxation.letters)
        .map(|(at, _)| at)
        .filter(|at| !relaxation.half || at * 2 >= word.len());
    for cut in cuts.collect::<Vec<_>>().into_iter().rev() {
        let Some(common) = word.get(..cut) else {
            continue;
        };
        let weight = STEM_WEIGHT * cut as f32 / word.len() as f32;
        block.with_prefix(common, MAX_STEM_TERMS, |matched, postings| {
            if matched.last() != Some(&(PREFIX_MARK as u8)) {
                forms.push(Form {
                    postings,
                    matched: matched.to_vec(),
                    kind: MatchKind::Stem,
                    weight,
                });
            }
        });
        if !forms.is_empty() {
            return;
        }
    }
}

fn rank_of(term: &TermExplanation) -> f32 {
    term.value + term.title_length.map_or(0.0, |length| 1.0 / length)
}

fn note(missing: &mut Vec<ShardId>, id: ShardId) {
    if !missing.contains(&id) {
        missing.push(id);
    }
}

fn prefix_key(prefix: &str) -> String {
    let mut key = prefix.to_owned();
    key.push(PREFIX_MARK);
    key
}

/// In how many articles any completion of a prefix is, at least: the most frequent one bounds it
/// from below and their sum from above; the smaller of sum and four times the largest is taken.
fn union_frequency(forms: &[Form<'_>]) -> u32 {
    let completions = forms
        .iter()
        .filter(|form| form.kind == MatchKind::Prefix)
        .map(|form| form.postings.frequency);
    let (sum, largest) = completions.fold((0u32, 0u32), |(sum, largest), frequency| {
        (sum.saturating_add(frequency), largest.max(frequency))
    });
    sum.min(largest.saturating_mul(4))
}
