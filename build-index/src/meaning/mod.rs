//! What articles mean beyond their words, computed at build time by a sentence transformer.
//!
//! Each article and each word of the site becomes a vector; an article's expansions are the words
//! whose vectors point its way. They enter the index as terms with a weight. Nothing of the model
//! gets into the bundle: a page answers with look-ups alone.
//!
//! - [`ModelDir`]: a folder with a model.
//! - [`Embedder`]: texts to vectors (`bert` is the network).
//! - [`cache`]: vectors computed before.
//! - [`expand`]: articles to articles with expansions.

mod bert;
pub mod cache;
mod embedder;
mod expansion;
mod gelu;
mod model_dir;
mod passage;
mod projection;
mod ridge;
mod table;
mod vectors;

pub use embedder::{Chunk, Embedder};
pub use model_dir::{ModelDir, ModelError, Prefixes};

use crate::config::MeaningConfig;
use crate::progress::count;
use crate::source::Article;
use anyhow::{Context, Result};
use cache::Cache;
use helpdex::analysis::Language;
use helpdex::{Document, Vocabulary, VocabularyTerm, WordVector, vocabulary};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::time::{Duration, Instant};
use vectors::Vectors;

/// What [`expand`] did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expanded {
    /// The model: kind, layers, dimensions.
    pub model: String,
    /// Articles and words whose vectors were computed.
    pub embedded: Counts,
    /// Articles and words in all; the others' vectors came from the cache.
    pub texts: Counts,
    /// Expansions by language.
    pub expansions: BTreeMap<String, usize>,
    /// The words of each language's table of vectors, if there is one to write.
    pub tables: BTreeMap<String, Vec<WordVector>>,
    /// Languages whose articles are too many for the table that was asked for.
    pub without_table: Vec<String>,
    /// How long all of it took.
    pub time: Duration,
}

/// Numbers of texts by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles.
    pub articles: usize,
    /// Words of the vocabularies.
    pub words: usize,
}

impl Expanded {
    /// The figures for `--json`.
    pub fn json(&self) -> serde_json::Value {
        serde_json::json!({
            "model": self.model, "seconds": self.time.as_secs_f64(),
            "articles": self.texts.articles, "articles_embedded": self.embedded.articles,
            "words": self.texts.words, "words_embedded": self.embedded.words,
            "expansions": self.expansions,
            "table_words": self.tables.iter().map(|(tag, words)| (tag, words.len())).collect::<BTreeMap<_, _>>(),
        })
    }
}

impl fmt::Display for Expanded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (texts, new) = (self.texts, self.embedded);
        write!(
            f,
            "meaning: {} and {} by {} in {:.1} s, {} and {} of them from the cache",
            count(texts.articles as u64, "article", "articles"),
            count(texts.words as u64, "word", "words"),
            self.model,
            self.time.as_secs_f64(),
            texts.articles - new.articles,
            texts.words - new.words,
        )
    }
}

/// Fills in the expansions of all articles, and their vectors if there is to be a table. `stop_words` gives the site's own stop words of a
/// language.
///
/// # Errors
/// When the model or the cache cannot be used.
pub fn expand(
    groups: &mut BTreeMap<String, Vec<Article>>,
    model: &ModelDir,
    config: &MeaningConfig,
    stop_words: impl Fn(&str) -> Vec<String>,
) -> Result<Expanded> {
    let started = Instant::now();
    let cache = Cache::open(&config.cache, model.fingerprint(), model.dimensions())?;
    let prefixes = config.prefixes(model.prefixes());
    let mut expander = Expander {
        vectors: Vectors::new(model, cache),
        chunks: (config.chunks as usize, config.chunk_tokens as usize),
        terms: config.terms as usize,
        table_budget: config.table.then_some(config.table_kb as usize * 1024),
        prefixes,
        expanded: Expanded {
            model: model.description(),
            ..Expanded::default()
        },
    };
    for (tag, articles) in groups {
        let expansions = expander
            .language(tag, articles, &stop_words(tag))
            .with_context(|| format!("language {tag}"))?;
        expander.expanded.expansions.insert(tag.clone(), expansions);
    }
    expander.expanded.time = started.elapsed();
    Ok(expander.expanded)
}

struct Expander<'a> {
    vectors: Vectors<'a>,
    /// Most chunks of an article, and the tokens of each.
    chunks: (usize, usize),
    terms: usize,
    /// Bytes of a table of vectors, if there is to be one.
    table_budget: Option<usize>,
    prefixes: Prefixes,
    expanded: Expanded,
}

impl Expander<'_> {
    /// Expands the articles of one language; gives the number of expansions.
    fn language(
        &mut self,
        tag: &str,
        articles: &mut [Article],
        stop_words: &[String],
    ) -> Result<usize> {
        // The index writer reports a malformed tag.
        let Some(language) = Language::parse(tag) else {
            return Ok(0);
        };
        let documents: Vec<&Document> = articles.iter().map(|article| &article.document).collect();
        let vocabulary = vocabulary(language, &documents, stop_words);
        let mut vectors = self.articles(&documents)?;
        expansion::center(&mut vectors);
        let mut words = self.words(vocabulary.terms())?;
        expansion::center(&mut words);
        self.fit(&mut words, &documents, &vocabulary)?;
        let expansions = expansion::expansions(vocabulary.terms(), &words, &vectors, self.terms)?;
        let count = expansions.iter().map(Vec::len).sum();
        for (article, expansions) in articles.iter_mut().zip(expansions) {
            article.document.expansions = expansions;
        }
        let vectors = self.table(tag, vocabulary.terms(), &words, &vectors)?;
        for (article, vector) in articles.iter_mut().zip(vectors) {
            article.document.vector = vector;
        }
        Ok(count)
    }

    /// Keeps the words of a language's table; gives a vector for each article, or none.
    fn table(
        &mut self,
        tag: &str,
        terms: &[VocabularyTerm],
        words: &[Vec<f32>],
        articles: &[Vec<f32>],
    ) -> Result<Vec<Vec<f32>>> {
        let Some(budget) = self.table_budget else {
            return Ok(Vec::new());
        };
        let Some(table) = table::table(terms, words, articles, budget)? else {
            self.expanded.without_table.push(tag.to_owned());
            return Ok(Vec::new());
        };
        self.expanded.tables.insert(tag.to_owned(), table.words);
        Ok(table.articles)
    }

    /// The vector of each article: the mean over its chunks.
    fn articles(&mut self, documents: &[&Document]) -> Result<Vec<Vec<f32>>> {
        let (most, tokens) = self.chunks;
        let prefix = &self.prefixes.passage;
        let chunks = documents.iter().enumerate().flat_map(|(number, document)| {
            let chunks = passage::passage(document, prefix, most, tokens);
            chunks.into_iter().map(move |chunk| (number, chunk))
        });
        let (owners, chunks): (Vec<usize>, Vec<Chunk>) = chunks.unzip();
        let found = self.vectors.of(&chunks, ("chunk", "chunks"))?;
        let mut vectors: Vec<Vec<f32>> = vec![Vec::new(); documents.len()];
        let mut embedded = vec![false; documents.len()];
        for (owner, (vector, is_new)) in owners.iter().zip(found) {
            expansion::add(&mut vectors[*owner], &vector);
            embedded[*owner] |= is_new;
        }
        vectors
            .iter_mut()
            .for_each(|vector| expansion::normalize(vector));
        self.expanded.texts.articles += documents.len();
        self.expanded.embedded.articles += embedded.iter().filter(|is_new| **is_new).count();
        Ok(vectors)
    }

    /// The vector of each term: the mean over the words it stands for.
    fn words(&mut self, terms: &[VocabularyTerm]) -> Result<Vec<Vec<f32>>> {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut chunks = Vec::new();
        for (surface, _) in terms.iter().flat_map(|term| &term.surfaces) {
            numbers.entry(surface).or_insert_with(|| {
                chunks.push(passage::line(surface, &self.prefixes.query));
                chunks.len() - 1
            });
        }
        let vectors = self.vectors.of(&chunks, ("word", "words"))?;
        self.expanded.texts.words += chunks.len();
        self.expanded.embedded.words += vectors.iter().filter(|(_, is_new)| *is_new).count();
        let words = terms.iter().map(|term| {
            let surfaces = term.surfaces.iter();
            expansion::mean(
                surfaces.map(|(surface, count)| (&vectors[numbers[surface.as_str()]].0, *count)),
            )
        });
        Ok(words.collect())
    }

    /// Fits the words' vectors to the titles and headings of the site.
    fn fit(
        &mut self,
        words: &mut Vec<Vec<f32>>,
        documents: &[&Document],
        vocabulary: &Vocabulary,
    ) -> Result<()> {
        let lines = passage::lines(documents);
        let chunks = lines
            .iter()
            .map(|line| passage::line(line, &self.prefixes.query));
        let chunks: Vec<Chunk> = chunks.collect();
        let found = self.vectors.of(&chunks, ("heading", "headings"))?;
        let mut targets: Vec<Vec<f32>> = found.into_iter().map(|(vector, _)| vector).collect();
        expansion::center(&mut targets);
        let texts: Vec<Vec<usize>> = lines.iter().map(|line| vocabulary.terms_of(line)).collect();
        ridge::fit(words, &texts, &targets);
        Ok(())
    }
}
