//! Documents in, files of a bundle out.

use super::impact::Payload;
use super::index_cache::IndexCache;
use super::inversion::invert;
use super::inverted::Inverted;
use super::options::BundleOptions;
use super::postings::write::{TermPostings, block as postings_block};
use super::rows::RowPattern;
use super::shard_map::ShardMap;
use super::sharding::{Entry, LONGEST_LIST, entries, ranges, strongest, term_bytes};
use super::term_dict::write::shared_prefix;
use super::{
    articles, curation, expansions, ids, is_marked, learned, lexicon, positions, related, rows,
};
use super::{synonyms, text, word_vectors};
use crate::analysis::{Analyzer, Language};
use crate::bundle::{BundleFile, FileKind, FileWriter, Identity, MAX_DOCUMENTS, shard_name, tag};
use crate::codec::{put_string, put_varint};
use crate::document::Document;
use crate::rank::TermValues;
use core::borrow::Borrow;
use core::fmt;
use core::ops::Range;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Why an index cannot be written.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// No article was added.
    Empty,
    /// More articles than one language's index can number.
    TooMany(usize),
    /// Two articles have the same id.
    DuplicateId(String),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str(
                "no article to index: check the source path and that articles are published",
            ),
            Self::TooMany(count) => {
                write!(
                    f,
                    "{count} articles in one language, the limit is {MAX_DOCUMENTS}: split the site into several bundles"
                )
            }
            Self::DuplicateId(id) => {
                write!(f, "two articles have the id {id:?}: give each its own")
            }
        }
    }
}

impl std::error::Error for WriteError {}

/// One language's files, the root first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// All files; names are relative to the bundle's base.
    pub files: Vec<BundleFile>,
    /// What went in.
    pub statistics: BundleStatistics,
}

/// Counts for the build summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BundleStatistics {
    /// Articles.
    pub documents: usize,
    /// Distinct terms.
    pub terms: usize,
    /// Pairs of term and article.
    pub postings: usize,
}

/// Collects the articles of one language and writes their index.
#[derive(Debug)]
pub struct IndexWriter {
    language: Language,
    options: BundleOptions,
    documents: Vec<Document>,
}

impl IndexWriter {
    /// An empty index.
    pub fn new(language: Language, options: BundleOptions) -> Self {
        Self {
            language,
            options,
            documents: Vec::new(),
        }
    }

    /// Adds an article. The order of calls does not matter.
    pub fn add(&mut self, document: Document) {
        self.documents.push(document);
    }

    /// Sorts, inverts and lays out everything.
    ///
    /// # Errors
    /// [`WriteError`]: no article, too many, or two with the same id.
    pub fn finish(self) -> Result<Bundle, WriteError> {
        self.write(None)
    }

    /// As [`IndexWriter::finish`], but what `cache` knows from the writer before is not computed again.
    /// It then knows what this one did.
    ///
    /// # Errors
    /// As [`IndexWriter::finish`].
    pub fn finish_with(self, cache: &IndexCache) -> Result<Bundle, WriteError> {
        self.write(Some(cache))
    }

    fn write(mut self, cache: Option<&IndexCache>) -> Result<Bundle, WriteError> {
        match self.documents.len() {
            0 => return Err(WriteError::Empty),
            count if count > MAX_DOCUMENTS as usize => return Err(WriteError::TooMany(count)),
            _ => {}
        }
        // Neighbours share words, which is what makes posting lists short.
        self.documents
            .par_sort_unstable_by(|a, b| (&a.breadcrumbs, &a.id).cmp(&(&b.breadcrumbs, &b.id)));
        let mut ids: Vec<&str> = self
            .documents
            .iter()
            .map(|document| document.id.as_str())
            .collect();
        ids.sort_unstable();
        if let Some(pair) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(WriteError::DuplicateId(pair[0].to_owned()));
        }
        let analyzer = Analyzer::for_characters(
            self.language,
            &characters(&self.documents),
            &self.options.stop_words,
        );
        let inverted = invert(&self.documents, &analyzer, &self.options.ranking, cache);
        let bundle = Layout {
            documents: &self.documents,
            options: &self.options,
            inverted: &inverted,
            analyzer: &analyzer,
            cache,
        }
        .write();
        if let Some(cache) = cache {
            cache.forget_others();
        }
        // Millions of small pieces, which nobody has to wait for.
        rayon::spawn(move || drop((self.documents, inverted)));
        Ok(bundle)
    }
}

/// Every character of the articles, sorted.
pub(super) fn characters<D: Borrow<Document> + Sync>(documents: &[D]) -> Vec<char> {
    let sets = documents.par_chunks(1024).map(|documents| {
        let mut seen = vec![0u64; 0x11_0000 / 64];
        let mut note = |text: &str| {
            for character in text.chars() {
                seen[character as usize / 64] |= 1 << (character as usize % 64);
            }
        };
        for document in documents.iter().map(Borrow::borrow) {
            note(&document.title);
            document
                .tags
                .iter()
                .chain(&document.breadcrumbs)
                .for_each(|label| note(label));
            for section in &document.sections {
                note(&section.heading);
                note(&section.text);
            }
        }
        seen
    });
    let all = sets.reduce(Vec::new, |a, b| match (a.is_empty(), b.is_empty()) {
        (true, _) => b,
        (_, true) => a,
        _ => a.iter().zip(&b).map(|(a, b)| a | b).collect(),
    });
    let bits = all.iter().enumerate().flat_map(|(word, bits)| {
        (0..64)
            .filter(move |bit| bits >> bit & 1 == 1)
            .map(move |bit| word * 64 + bit)
    });
    bits.filter_map(|code| char::from_u32(code as u32))
        .collect()
}

/// Whether postings and rows go into the root, by their estimated compressed size.
fn fits_root(documents: &[Document], inverted: &Inverted, options: &BundleOptions) -> bool {
    let postings: usize = (0..inverted.terms.len())
        .map(|term| term_bytes(inverted, term, documents.len()))
        .sum();
    postings + rows_bytes(documents) <= options.root_budget
}

/// Compressed bytes of all rows, roughly: titles, ids and URLs compress to 0.4 of titles and ids,
/// measured on arduino and msinsights.
fn rows_bytes(documents: &[Document]) -> usize {
    documents
        .iter()
        .map(|document| (document.title.len() + document.id.len()) * 2 / 5)
        .sum()
}

/// Everything the files are made of.
struct Layout<'a> {
    documents: &'a [Document],
    options: &'a BundleOptions,
    inverted: &'a Inverted,
    analyzer: &'a Analyzer,
    cache: Option<&'a IndexCache>,
}

impl Layout<'_> {
    fn write(&self) -> Bundle {
        let mut files = Vec::new();
        let pattern = RowPattern::of(self.documents);
        let mut root = FileWriter::new(FileKind::Root);
        root.section(tag::META, self.meta(&pattern));
        let mut analyzer = Vec::new();
        self.analyzer.write(&mut analyzer);
        root.section(tag::ANALYZER, analyzer)
            .section(tag::NORMS, self.inverted.norms.clone());

        self.decisions(&mut root);
        let expanded = expansions::invert(self.documents);
        if !expanded.is_empty() {
            let directory = self.expansions_shards(&expanded, &mut files);
            root.section(tag::EXPANSIONS_DIRECTORY, directory);
        }
        self.word_vectors(&mut root, &mut files);
        let texts = self.texts(&mut files);
        if self.options.reader {
            self.articles(&mut root, &mut files);
        }
        let count = self.documents.len();
        if fits_root(self.documents, self.inverted, self.options) {
            let rare = self.rare_terms();
            let is_rare = |term: &usize| rare.binary_search(term).is_ok();
            let terms = 0..self.inverted.terms.len();
            let mut order: Vec<usize> = terms.filter(|term| !is_rare(term)).collect();
            let common = order.len();
            order.extend(&rare);
            let positions = self.small_positions(&order, &mut files);
            let part = |range: Range<usize>| positions.slice(range.start as u32..range.end as u32);
            let (common_terms, rare_terms) = order.split_at(common);
            self.inline_postings(&mut root, common_terms, &part(0..common));
            let rare_positions = part(common..order.len());
            self.lexicon(&mut root, &mut files, rare_terms, &rare_positions);
            rows::write::block(&mut root, self.documents, &pattern, &texts);
        } else {
            self.lexicon(&mut root, &mut files, &[], &ShardMap::default());
            let directory = self.postings_shards(&mut files);
            root.section(tag::POSTINGS_DIRECTORY, directory);
            let per_shard = if rows_bytes(self.documents) <= self.options.rows_budget {
                count
            } else {
                self.options.rows_per_shard.max(1)
            };
            root.section(
                tag::ROWS_DIRECTORY,
                self.rows_shards(&mut files, per_shard, &pattern, &texts),
            );
        }
        let (bytes, identity) = root.finish();
        files.insert(
            0,
            BundleFile {
                name: root_name(self.analyzer.language(), &identity),
                kind: FileKind::Root,
                bytes,
                eager: true,
            },
        );
        let statistics = BundleStatistics {
            documents: count,
            terms: self.inverted.terms.len(),
            postings: self.inverted.documents.len(),
        };
        Bundle { files, statistics }
    }

    /// Synonyms, pins, hides and boosts.
    fn decisions(&self, root: &mut FileWriter) {
        let synonyms = synonyms::write::section(&self.options.synonyms, self.analyzer);
        if let Some(section) = synonyms {
            root.section(tag::SYNONYMS, section);
        }
        let numbers: BTreeMap<&str, u32> = self
            .documents
            .iter()
            .zip(0..)
            .map(|(document, number)| (document.id.as_str(), number))
            .collect();
        let number = |id: &str| numbers.get(id).copied();
        let curations = curation::write::section(&self.options.curations, self.analyzer, number);
        if let Some(section) = curations {
            root.section(tag::CURATIONS, section);
        }
        if let Some(section) = learned::write::section(&self.options.learned, self.analyzer, number)
        {
            root.section(tag::LEARNED, section);
        }
    }

    /// The words of the index with their usual spelling, those of most articles if they are many.
    /// With them go the postings of terms that are `rare`.
    fn lexicon(
        &self,
        root: &mut FileWriter,
        files: &mut Vec<BundleFile>,
        rare: &[usize],
        positions: &ShardMap,
    ) {
        let frequency = |term: usize| self.inverted.range(term).len() as u32;
        let spelled = |term: &usize| !self.inverted.surfaces[*term].is_empty();
        let mut kept: Vec<usize> = (0..self.inverted.terms.len()).filter(spelled).collect();
        kept.sort_by_key(|term| (core::cmp::Reverse(frequency(*term)), *term));
        kept.truncate(self.options.lexicon_words);
        kept.sort_unstable();
        let words: Vec<lexicon::write::Word<'_>> = kept
            .into_iter()
            .map(|term| lexicon::write::Word {
                term: &self.inverted.terms[term],
                surface: &self.inverted.surfaces[term],
                frequency: frequency(term),
            })
            .collect();
        if words.is_empty() && rare.is_empty() {
            return;
        }
        let mut file = FileWriter::new(FileKind::Lexicon);
        lexicon::write::block(&mut file, &words);
        if !rare.is_empty() {
            self.inline_postings(&mut file, rare, positions);
        }
        let (file, identity) = shard(file, FileKind::Lexicon, false);
        files.push(file);
        let mut directory = identity.to_vec();
        directory.push(u8::from(!rare.is_empty()));
        root.section(tag::LEXICON_DIRECTORY, directory);
    }

    /// Expansions shards, cut at term boundaries; gives section `EDIR`.
    fn expansions_shards(
        &self,
        expanded: &[expansions::Expanded],
        files: &mut Vec<BundleFile>,
    ) -> Vec<u8> {
        let count = self.documents.len() as u32;
        let sizes = expanded
            .iter()
            .map(|term| (term.term.as_str(), term.bytes(count)));
        let cuts = ranges(sizes, self.options.expansions_shard);
        let firsts = cuts.iter().map(|range| expanded[range.start].term.as_str());
        let mut separators: Vec<&str> = firsts.collect();
        separators[0] = "";
        let made: Vec<(BundleFile, Identity)> = cuts
            .into_par_iter()
            .map(|range| {
                let terms = expanded[range].iter().map(expansions::Expanded::postings);
                let mut file = FileWriter::new(FileKind::Expansions);
                postings_block(&mut file, terms, count, &ShardMap::default());
                shard(file, FileKind::Expansions, false)
            })
            .collect();
        let mut out = Vec::new();
        put_separators(&mut out, separators.into_iter());
        for (file, identity) in made {
            out.extend_from_slice(&identity);
            files.push(file);
        }
        out
    }

    /// Vectors of words and articles, if there are some.
    fn word_vectors(&self, root: &mut FileWriter, files: &mut Vec<BundleFile>) {
        let mut file = FileWriter::new(FileKind::WordVectors);
        if word_vectors::write::block(&mut file, &self.options.word_vectors, self.documents) {
            let (file, identity) = shard(file, FileKind::WordVectors, false);
            files.push(file);
            root.section(tag::VECTORS_DIRECTORY, identity.to_vec());
        }
    }

    fn meta(&self, pattern: &RowPattern) -> Vec<u8> {
        let mut out = Vec::new();
        put_varint(&mut out, self.documents.len() as u32);
        for number in self
            .options
            .ranking
            .to_numbers()
            .into_iter()
            .chain(self.inverted.mean_lengths)
        {
            out.extend_from_slice(&number.to_le_bytes());
        }
        for text in [&pattern.id_prefix, &pattern.url_prefix, &pattern.url_suffix] {
            put_string(&mut out, text);
        }
        out
    }

    /// Text shards, by their first article.
    fn texts(&self, files: &mut Vec<BundleFile>) -> ShardMap {
        let articles: Vec<Vec<u8>> = self
            .documents
            .par_iter()
            .map(text::write::article)
            .collect();
        let cuts = self.ranges(&articles, self.options.text_shard);
        let made: Vec<_> = cuts
            .into_par_iter()
            .map(|range| {
                let mut file = FileWriter::new(FileKind::Text);
                text::write::block(&mut file, &articles[range.clone()]);
                (range.start as u32, shard(file, FileKind::Text, false))
            })
            .collect();
        keep(files, made)
    }

    /// Where what is stored of each article is cut.
    fn ranges(&self, stored: &[Vec<u8>], target: usize) -> Vec<Range<usize>> {
        let ids = self.documents.iter().map(|document| document.id.as_str());
        ranges(ids.zip(stored.iter().map(Vec::len)), target)
    }

    /// Shards of articles for the reader and of ids, with their directories.
    fn articles(&self, root: &mut FileWriter, files: &mut Vec<BundleFile>) {
        let values = TermValues::new(&self.options.ranking);
        let related = related::of_all(self.documents, self.inverted, &values, self.cache);
        let records: Vec<Vec<u8>> = (self.documents.par_iter().zip(related))
            .map(|(document, related)| {
                let related: Vec<&Document> = related
                    .iter()
                    .filter_map(|number| self.documents.get(*number as usize))
                    .collect();
                articles::write::record(document, &related)
            })
            .collect();
        let cuts = self.ranges(&records, self.options.article_shard);
        let made: Vec<_> = cuts
            .into_par_iter()
            .map(|range| {
                let mut file = FileWriter::new(FileKind::Articles);
                articles::write::block(&mut file, &records[range.clone()]);
                (range.start as u32, shard(file, FileKind::Articles, false))
            })
            .collect();
        root.section(tag::ARTICLES_DIRECTORY, keep(files, made).write());
        let ids = self.documents.iter().map(|document| document.id.as_str());
        let made = ids::write::shards(ids, self.options.id_shard).into_iter();
        let made = made.map(|(first, file)| (first, shard(file, FileKind::Ids, false)));
        root.section(tag::IDS_DIRECTORY, keep(files, made.collect()).write());
    }

    /// Terms of a small index that one article holds, and not in its title: many bytes that few
    /// queries need. None if they are too few to be worth a file.
    fn rare_terms(&self) -> Vec<usize> {
        let is_rare = |term: &usize| {
            let postings = self.whole_term(*term);
            let payloads = postings.payloads.iter();
            let mut in_title = payloads.map(|payload| Payload(*payload).title_length().is_some());
            postings.frequency == 1 && !is_marked(postings.term) && !in_title.any(|is| is)
        };
        let rare: Vec<usize> = (0..self.inverted.terms.len()).filter(is_rare).collect();
        let count = self.documents.len();
        let bytes = rare
            .iter()
            .map(|term| term_bytes(self.inverted, *term, count));
        if bytes.sum::<usize>() < self.options.postings_shard / 2 {
            return Vec::new();
        }
        rare
    }

    /// The postings sections of some terms of a small index.
    fn inline_postings(&self, file: &mut FileWriter, terms: &[usize], positions: &ShardMap) {
        let count = self.documents.len() as u32;
        let terms = terms.iter().map(|term| self.whole_term(*term));
        postings_block(file, terms, count, positions);
    }

    /// Positions of the terms of a small index, cut by size.
    fn small_positions(&self, order: &[usize], files: &mut Vec<BundleFile>) -> ShardMap {
        let lengths = order.iter().map(|term| {
            let term = *term;
            (
                self.inverted.terms[term].as_str(),
                self.positions_of(term).len(),
            )
        });
        let cuts = ranges(lengths, self.options.positions_shard);
        let made = cuts
            .into_iter()
            .map(|range| {
                (
                    range.start as u32,
                    self.positions_shard(range.map(|at| self.positions_of(order[at]))),
                )
            })
            .collect();
        keep(files, made)
    }

    fn positions_shard<'b>(&self, terms: impl Iterator<Item = &'b [u8]>) -> (BundleFile, Identity) {
        let terms: Vec<&[u8]> = terms.collect();
        let mut file = FileWriter::new(FileKind::Positions);
        positions::write::block(&mut file, &terms);
        shard(file, FileKind::Positions, false)
    }

    fn positions_of(&self, term: usize) -> &[u8] {
        let range = self.inverted.range(term);
        &self.inverted.positions[self.inverted.position_starts[range.start] as usize
            ..self.inverted.position_starts[range.end] as usize]
    }

    fn whole_term(&self, term: usize) -> TermPostings<'_> {
        let range = self.inverted.range(term);
        TermPostings {
            term: &self.inverted.terms[term],
            frequency: range.len() as u32,
            documents: &self.inverted.documents[range.clone()],
            payloads: &self.inverted.payloads[range],
        }
    }

    /// Postings shards with their positions; gives section `PDIR`.
    fn postings_shards(&self, files: &mut Vec<BundleFile>) -> Vec<u8> {
        let count = self.documents.len();
        let terms = self.inverted.terms.iter().enumerate();
        let sizes =
            terms.map(|(number, term)| (term.as_str(), term_bytes(self.inverted, number, count)));
        let cuts = ranges(sizes, self.options.postings_shard);
        let values = TermValues::new(&self.options.ranking);
        let (shards, separators) = entries(self.inverted, &cuts, &values);
        let made: Vec<[(BundleFile, Identity); 2]> = shards
            .par_iter()
            .map(|entries| self.postings_with_positions(entries, &values))
            .collect();
        let mut out = Vec::new();
        put_separators(&mut out, separators.iter().map(String::as_str));
        for [(postings, identity), (positions, _)] in made {
            out.extend_from_slice(&identity);
            files.extend([postings, positions]);
        }
        out
    }

    /// A postings shard and the positions of its terms, a file of their own.
    fn postings_with_positions(
        &self,
        entries: &[Entry],
        values: &TermValues,
    ) -> [(BundleFile, Identity); 2] {
        let capped: Vec<Option<Capped>> = entries
            .iter()
            .map(|entry| self.cap(entry, values))
            .collect();
        let positions = self.positions_shard(entries.iter().zip(&capped).map(|(entry, capped)| {
            match (entry, capped) {
                (Entry::Prefix { .. }, _) => &[][..],
                (Entry::Term(_), Some(capped)) => &capped.positions,
                (Entry::Term(term), None) => self.positions_of(*term),
            }
        }));
        let map = ShardMap::whole(vec![(0, positions.1)]);
        [self.postings_shard(entries, &capped, &map), positions]
    }

    fn postings_shard(
        &self,
        entries: &[Entry],
        capped: &[Option<Capped>],
        positions: &ShardMap,
    ) -> (BundleFile, Identity) {
        let terms = entries
            .iter()
            .zip(capped)
            .map(|(entry, capped)| match (entry, capped) {
                (Entry::Term(term), None) => self.whole_term(*term),
                (Entry::Term(term), Some(capped)) => TermPostings {
                    documents: &capped.documents,
                    payloads: &capped.payloads,
                    ..self.whole_term(*term)
                },
                (
                    Entry::Prefix {
                        key,
                        documents,
                        payloads,
                        frequency,
                    },
                    _,
                ) => TermPostings {
                    term: key,
                    frequency: *frequency,
                    documents,
                    payloads,
                },
            });
        let mut file = FileWriter::new(FileKind::Postings);
        postings_block(&mut file, terms, self.documents.len() as u32, positions);
        shard(file, FileKind::Postings, false)
    }

    /// The postings kept of a term that is in too many articles.
    fn cap(&self, entry: &Entry, values: &TermValues) -> Option<Capped> {
        let Entry::Term(term) = entry else {
            return None;
        };
        let range = self.inverted.range(*term);
        if range.len() <= LONGEST_LIST {
            return None;
        }
        let all: Vec<(u32, u8)> = range
            .clone()
            .map(|at| (self.inverted.documents[at], self.inverted.payloads[at]))
            .collect();
        let kept = strongest(&all, LONGEST_LIST, self.inverted, values);
        let mut capped = Capped::default();
        let mut kept_documents = kept.iter().map(|(document, _)| *document).peekable();
        for at in range {
            if kept_documents
                .next_if_eq(&self.inverted.documents[at])
                .is_some()
            {
                let bytes = self.inverted.position_starts[at] as usize
                    ..self.inverted.position_starts[at + 1] as usize;
                capped
                    .positions
                    .extend_from_slice(&self.inverted.positions[bytes]);
            }
        }
        (capped.documents, capped.payloads) = kept.into_iter().unzip();
        Some(capped)
    }

    /// Rows shards; gives section `RDIR`.
    fn rows_shards(
        &self,
        files: &mut Vec<BundleFile>,
        per_shard: usize,
        pattern: &RowPattern,
        texts: &ShardMap,
    ) -> Vec<u8> {
        let single = per_shard >= self.documents.len();
        let made: Vec<_> = self
            .documents
            .par_chunks(per_shard)
            .enumerate()
            .map(|(index, documents)| {
                let first = index * per_shard;
                let range = first as u32..(first + documents.len()) as u32;
                let mut file = FileWriter::new(FileKind::Rows);
                rows::write::block(&mut file, documents, pattern, &texts.slice(range));
                (first as u32, shard(file, FileKind::Rows, single))
            })
            .collect();
        keep(files, made).write()
    }
}

/// First keys of shards, front-coded, as `PDIR` and `EDIR` begin.
fn put_separators<'a>(out: &mut Vec<u8>, separators: impl ExactSizeIterator<Item = &'a str>) {
    put_varint(out, separators.len() as u32);
    let mut last = "";
    for separator in separators {
        let common = shared_prefix(last, separator);
        put_varint(out, common as u32);
        put_string(out, &separator[common..]);
        last = separator;
    }
}

/// A shortened posting list.
#[derive(Default)]
struct Capped {
    documents: Vec<u32>,
    payloads: Vec<u8>,
    positions: Vec<u8>,
}

fn shard(file: FileWriter, kind: FileKind, eager: bool) -> (BundleFile, Identity) {
    let (bytes, identity) = file.finish();
    (
        BundleFile {
            name: shard_name(&identity),
            kind,
            bytes,
            eager,
        },
        identity,
    )
}

fn keep(files: &mut Vec<BundleFile>, made: Vec<(u32, (BundleFile, Identity))>) -> ShardMap {
    let shards = made
        .into_iter()
        .map(|(first, (file, identity))| {
            files.push(file);
            (first, identity)
        })
        .collect();
    ShardMap::whole(shards)
}

/// `data/es-3f9a01c2b4d5.hdx`: roots carry their language for people who look at the network panel.
fn root_name(language: Language, identity: &Identity) -> String {
    shard_name(identity).replacen("data/", &["data/", language.code(), "-"].concat(), 1)
}
