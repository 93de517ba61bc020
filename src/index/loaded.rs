//! An opened root with the shards that have arrived so far.

use super::articles::ArticlesBlock;
use super::curation::{Curations, Decision};
use super::ids::IdsBlock;
use super::learned::Learned;
use super::lexicon::Lexicon;
use super::positions::PositionsBlock;
use super::postings::{Postings, PostingsBlock};
use super::rows::{RowPattern, RowsBlock, StoredRow};
use super::shard_map::ShardMap;
use super::synonyms::Synonyms;
use super::text::TextBlock;
use super::word_vectors::WordVectors;
use crate::analysis::Analyzer;
use crate::bundle::{FileKind, Identity, MAX_DOCUMENTS, Sections, shard_name, tag};
use crate::codec::{Cursor, crc32};
use crate::document::Section;
use crate::error::{OpenError, ShardError};
use crate::schema::{FIELDS, Ranking};

/// Number of a shard within an opened index, valid as long as the index is open.
pub type ShardId = u32;

/// Something that is in a shard: there, or missing and in which shard.
pub(crate) enum Lookup<T> {
    Found(T),
    Missing(ShardId),
}

/// Root, directories and loaded shards of one language.
pub(crate) struct LoadedIndex {
    pub(crate) analyzer: Analyzer,
    pub(crate) ranking: Ranking,
    pub(crate) documents: u32,
    /// Field norm of each article.
    pub(crate) norms: Vec<u8>,
    pub(crate) synonyms: Synonyms,
    pub(crate) curations: Curations,
    pub(crate) learned: Learned,
    pattern: RowPattern,
    postings: PostingsSet,
    rows: RowsSet,
    lexicon: Option<ShardId>,
    /// Whether terms of one article are in the lexicon's file instead of the root.
    has_rare: bool,
    /// First keys of the expansions shards, whose numbers follow the second part.
    expansions: Option<(Vec<String>, ShardId)>,
    word_vectors: Option<ShardId>,
    /// Every shard the root or a loaded shard names: postings, rows, then others as they turn up.
    shards: Vec<Shard>,
    /// Shards of articles for the reader, whose numbers follow the second part.
    articles: Option<(ShardMap, ShardId)>,
    /// Id shards, whose numbers follow the second part.
    ids: Option<(ShardMap, ShardId)>,
    /// Shards of texts and articles in memory, the one loaded longest ago first.
    texts: Vec<ShardId>,
}

/// Most shards of texts and articles kept in memory: enough for the passages of six result lists,
/// about 8 MB.
const MAX_TEXT_SHARDS: usize = 64;

struct Shard {
    identity: Identity,
    content: Content,
}

enum Content {
    /// Not loaded; the kind it must be.
    Absent(FileKind),
    Postings(PostingsBlock),
    Rows(RowsBlock),
    Text(TextBlock),
    Positions(PositionsBlock),
    /// The words, and the postings of rare terms.
    Lexicon(Lexicon, Option<PostingsBlock>),
    Expansions(PostingsBlock),
    WordVectors(WordVectors),
    Articles(ArticlesBlock),
    Ids(IdsBlock),
}

enum PostingsSet {
    /// All in the root.
    Inline(PostingsBlock),
    /// First keys of the shards 0, 1, …
    Sharded(Vec<String>),
}

enum RowsSet {
    Inline(RowsBlock),
    /// The rows shards, whose numbers follow `first`.
    Sharded {
        map: ShardMap,
        first: u32,
    },
}

const META: OpenError = OpenError::Corrupt { section: "META" };

impl LoadedIndex {
    pub(crate) fn open(root: &[u8]) -> Result<Self, OpenError> {
        let sections = Sections::open(root, FileKind::Root)?;
        let (documents, ranking, pattern) =
            read_meta(sections.require(tag::META, "META")?).ok_or(META)?;
        let analyzer =
            Analyzer::read(sections.require(tag::ANALYZER, "ANLZ")?).map_err(|other| {
                if other {
                    OpenError::Analyzer
                } else {
                    OpenError::Corrupt { section: "ANLZ" }
                }
            })?;
        let norms = sections.require(tag::NORMS, "NORM")?.to_vec();
        if norms.len() != documents as usize {
            return Err(OpenError::Corrupt { section: "NORM" });
        }
        let mut shards = Vec::new();
        let postings = match sections.get(tag::POSTINGS_DIRECTORY) {
            None => PostingsSet::Inline(PostingsBlock::read(&sections, documents)?),
            Some(directory) => PostingsSet::Sharded(
                read_directory(directory, FileKind::Postings, &mut shards)
                    .ok_or(OpenError::Corrupt { section: "PDIR" })?,
            ),
        };
        let rows = match sections.get(tag::ROWS_DIRECTORY) {
            None => RowsSet::Inline(RowsBlock::read(&sections)?),
            Some(directory) => {
                let map =
                    ShardMap::read(directory).ok_or(OpenError::Corrupt { section: "RDIR" })?;
                let first = append(&mut shards, map.identities(), FileKind::Rows);
                RowsSet::Sharded { map, first }
            }
        };
        let mut lexicon = None;
        let mut has_rare = false;
        if let Some(directory) = sections.get(tag::LEXICON_DIRECTORY) {
            let mut cursor = Cursor::new(directory);
            lexicon = name_shard(&mut cursor, FileKind::Lexicon, &mut shards);
            let rare = lexicon.and_then(|_| cursor.u8());
            has_rare = rare.ok_or(OpenError::Corrupt { section: "LDIR" })? == 1;
        }
        let expansions = match sections.get(tag::EXPANSIONS_DIRECTORY) {
            None => None,
            Some(directory) => {
                let first = shards.len() as ShardId;
                let separators = read_directory(directory, FileKind::Expansions, &mut shards)
                    .ok_or(OpenError::Corrupt { section: "EDIR" })?;
                (!separators.is_empty()).then_some((separators, first))
            }
        };
        let mut word_vectors = None;
        if let Some(identity) = sections.get(tag::VECTORS_DIRECTORY) {
            let mut cursor = Cursor::new(identity);
            word_vectors = name_shard(&mut cursor, FileKind::WordVectors, &mut shards);
        }
        let mut directory = |tag, kind, section| match sections.get(tag) {
            None => Ok(None),
            Some(bytes) => {
                let map = ShardMap::read(bytes).ok_or(OpenError::Corrupt { section })?;
                let first = append(&mut shards, map.identities(), kind);
                Ok(Some((map, first)))
            }
        };
        let articles = directory(tag::ARTICLES_DIRECTORY, FileKind::Articles, "adir")?;
        let ids = directory(tag::IDS_DIRECTORY, FileKind::Ids, "idir")?;
        let synonyms = sections.get(tag::SYNONYMS).map(Synonyms::read);
        let synonyms = synonyms.unwrap_or_else(|| Some(Synonyms::default()));
        let curations = sections.get(tag::CURATIONS);
        let curations = curations.map(|bytes| Curations::read(bytes, documents));
        let curations = curations.unwrap_or_else(|| Some(Curations::default()));
        let learned = sections.get(tag::LEARNED);
        let learned = learned.map(|bytes| Learned::read(bytes, documents));
        let learned = learned.unwrap_or_else(|| Some(Learned::default()));
        if let RowsSet::Inline(block) = &rows
            && block.len() != documents as usize
        {
            return Err(OpenError::Corrupt { section: "ROWS" });
        }
        Ok(Self {
            texts: Vec::new(),
            analyzer,
            ranking,
            documents,
            norms,
            pattern,
            postings,
            rows,
            shards,
            lexicon,
            has_rare,
            expansions,
            word_vectors,
            articles,
            ids,
            synonyms: synonyms.ok_or(OpenError::Corrupt { section: "SYNO" })?,
            curations: curations.ok_or(OpenError::Corrupt { section: "CURA" })?,
            learned: learned.ok_or(OpenError::Corrupt { section: "lern" })?,
        })
    }

    /// What editors decided and votes taught for a query by its sorted, distinct terms.
    pub(crate) fn decision(&self, terms: &[&str]) -> Decision {
        let decision = self.curations.of(terms);
        let mut decision = decision.cloned().unwrap_or_default();
        // The first factor of an article counts: the editors'.
        self.learned.add(terms, &mut decision.boosts);
        decision
    }

    /// Takes a shard's bytes (already unzipped).
    pub(crate) fn load(&mut self, id: ShardId, bytes: &[u8]) -> Result<(), ShardError> {
        let documents = self.documents;
        let shard = self
            .shards
            .get_mut(id as usize)
            .ok_or(ShardError::Unknown)?;
        let kind = shard.content.kind();
        let sections = Sections::open(bytes, kind)?;
        if sections.identity() != shard.identity {
            return Err(ShardError::WrongBuild);
        }
        shard.content = match kind {
            FileKind::Postings => Content::Postings(PostingsBlock::read(&sections, documents)?),
            FileKind::Rows => Content::Rows(RowsBlock::read(&sections)?),
            FileKind::Text => {
                let block = TextBlock::read(&sections)?;
                self.keep(id, Content::Text(block));
                return Ok(());
            }
            FileKind::Articles => {
                let block = ArticlesBlock::read(&sections)?;
                self.keep(id, Content::Articles(block));
                return Ok(());
            }
            FileKind::Ids => Content::Ids(IdsBlock::read(&sections)?),
            FileKind::Positions => Content::Positions(PositionsBlock::read(&sections)?),
            FileKind::Lexicon => {
                let rare = sections.get(tag::TERMS);
                let rare = rare.map(|_| PostingsBlock::read(&sections, documents));
                Content::Lexicon(Lexicon::read(&sections)?, rare.transpose()?)
            }
            FileKind::Expansions => Content::Expansions(PostingsBlock::read(&sections, documents)?),
            FileKind::WordVectors => Content::WordVectors(WordVectors::read(&sections, documents)?),
            FileKind::Root => return Err(ShardError::Unknown),
        };
        Ok(())
    }

    /// Keeps a shard of texts or articles and forgets the oldest one above the limit; it can be
    /// loaded again.
    fn keep(&mut self, id: ShardId, content: Content) {
        self.texts.retain(|known| *known != id);
        self.texts.push(id);
        if let Some(shard) = self.shards.get_mut(id as usize) {
            shard.content = content;
        }
        if self.texts.len() > MAX_TEXT_SHARDS {
            let oldest = self.texts.remove(0);
            if let Some(shard) = self.shards.get_mut(oldest as usize) {
                shard.content = Content::Absent(shard.content.kind());
            }
        }
    }

    /// Path of a shard below the bundle's base.
    pub(crate) fn shard_name(&self, id: ShardId) -> Option<String> {
        self.shards
            .get(id as usize)
            .map(|shard| shard_name(&shard.identity))
    }

    /// The block that a term, or prefix list, belongs to.
    pub(crate) fn block_of(&self, key: &str) -> Lookup<&PostingsBlock> {
        match &self.postings {
            PostingsSet::Inline(block) => Lookup::Found(block),
            PostingsSet::Sharded(separators) => self.block_at(shard_of(separators, key) as u32),
        }
    }

    fn block_at(&self, id: ShardId) -> Lookup<&PostingsBlock> {
        match self.shards.get(id as usize).map(|shard| &shard.content) {
            Some(Content::Postings(block)) => Lookup::Found(block),
            _ => Lookup::Missing(id),
        }
    }

    /// The one block that holds every term beginning with `prefix`, or `None` when they are
    /// spread over several, for which there is a prefix list.
    pub(crate) fn block_of_prefix(&self, prefix: &str) -> Option<Lookup<&PostingsBlock>> {
        let PostingsSet::Sharded(separators) = &self.postings else {
            return Some(self.block_of(prefix));
        };
        let first = shard_of(separators, prefix);
        let last = separators
            .partition_point(|separator| {
                separator.as_str() <= prefix || separator.starts_with(prefix)
            })
            .saturating_sub(1);
        (first == last).then(|| self.block_at(first as u32))
    }

    /// The words of the index; `None` when the build left them out.
    pub(crate) fn lexicon(&self) -> Option<Lookup<&Lexicon>> {
        let id = self.lexicon?;
        match self.shards.get(id as usize).map(|shard| &shard.content) {
            Some(Content::Lexicon(lexicon, _)) => Some(Lookup::Found(lexicon)),
            _ => Some(Lookup::Missing(id)),
        }
    }

    /// Postings of the terms of one article, if the lexicon holds them.
    pub(crate) fn rare(&self) -> Lookup<Option<&PostingsBlock>> {
        let id = match self.lexicon {
            Some(id) if self.has_rare => id,
            _ => return Lookup::Found(None),
        };
        match self.shards.get(id as usize).map(|shard| &shard.content) {
            Some(Content::Lexicon(_, rare)) => Lookup::Found(rare.as_ref()),
            _ => Lookup::Missing(id),
        }
    }

    /// The articles that mean a term, with weights 1 to 15 as payloads; `None` without expansions.
    pub(crate) fn expansions(&self, term: &str) -> Option<Lookup<Option<Postings<'_>>>> {
        let (separators, first) = self.expansions.as_ref()?;
        let id = first + shard_of(separators, term) as ShardId;
        match self.shards.get(id as usize).map(|shard| &shard.content) {
            Some(Content::Expansions(block)) => Some(Lookup::Found(block.exact(term))),
            _ => Some(Lookup::Missing(id)),
        }
    }

    /// Vectors of words and articles; `None` when the build wrote none.
    pub(crate) fn word_vectors(&self) -> Option<Lookup<&WordVectors>> {
        let id = self.word_vectors?;
        match self.shards.get(id as usize).map(|shard| &shard.content) {
            Some(Content::WordVectors(vectors)) => Some(Lookup::Found(vectors)),
            _ => Some(Lookup::Missing(id)),
        }
    }

    /// Number of the file of the vectors.
    #[cfg(feature = "write")]
    pub(crate) fn word_vectors_shard(&self) -> Option<ShardId> {
        self.word_vectors
    }

    /// The row of an article.
    pub(crate) fn row(&self, document: u32) -> Option<Lookup<StoredRow<'_>>> {
        let (block, index) = match self.rows_block(document)? {
            Lookup::Found(found) => found,
            Lookup::Missing(id) => return Some(Lookup::Missing(id)),
        };
        block.get(index as usize).map(Lookup::Found)
    }

    fn rows_block(&self, document: u32) -> Option<Lookup<(&RowsBlock, u32)>> {
        match &self.rows {
            RowsSet::Inline(block) => Some(Lookup::Found((block, document))),
            RowsSet::Sharded { map, first } => {
                let (at, _, index) = map.find(document)?;
                let id = first + at as u32;
                match self.shards.get(id as usize).map(|shard| &shard.content) {
                    Some(Content::Rows(block)) => Some(Lookup::Found((block, index))),
                    _ => Some(Lookup::Missing(id)),
                }
            }
        }
    }

    /// What ids and URLs have in common.
    pub(crate) fn pattern(&self) -> &RowPattern {
        &self.pattern
    }

    /// The text of an article. Its row must be loaded.
    pub(crate) fn text(&mut self, document: u32) -> Option<Lookup<Vec<Section>>> {
        let (identity, index) = match self.rows_block(document)? {
            Lookup::Found((block, index)) => block
                .text_shard(index)
                .map(|(identity, index)| (*identity, index))?,
            Lookup::Missing(id) => return Some(Lookup::Missing(id)),
        };
        let id = self.register(identity, FileKind::Text);
        match self.shards.get(id as usize).map(|shard| &shard.content) {
            Some(Content::Text(block)) => block.sections(index).map(Lookup::Found),
            _ => Some(Lookup::Missing(id)),
        }
    }

    /// Whether the bundle holds articles for the reader.
    pub(crate) fn has_articles(&self) -> bool {
        self.articles.is_some()
    }

    /// Id and record of an article; `None` without articles for the reader.
    pub(crate) fn article(&self, document: u32) -> Option<Lookup<(&str, &str)>> {
        let (map, first) = self.articles.as_ref()?;
        let (at, _, index) = map.find(document)?;
        let id = first + at as ShardId;
        match self.shards.get(id as usize).map(|shard| &shard.content) {
            Some(Content::Articles(block)) => block.get(index).map(Lookup::Found),
            _ => Some(Lookup::Missing(id)),
        }
    }

    /// The article with this id; `None` without articles for the reader and for an unknown id.
    pub(crate) fn find(&self, id: &str) -> Option<Lookup<u32>> {
        let (map, first) = self.ids.as_ref()?;
        let hash = crc32(id.as_bytes());
        let (at, _, _) = map.find(hash)?;
        let shard = first + at as ShardId;
        let Some(Content::Ids(block)) = self.shards.get(shard as usize).map(|shard| &shard.content)
        else {
            return Some(Lookup::Missing(shard));
        };
        for document in block.articles(hash) {
            match self.article(document) {
                Some(Lookup::Found((known, _))) if known == id => {
                    return Some(Lookup::Found(document));
                }
                Some(Lookup::Missing(shard)) => return Some(Lookup::Missing(shard)),
                _ => {}
            }
        }
        None
    }

    /// Positions of a term in its articles, in the order of its postings. Its block must be loaded.
    pub(crate) fn positions(&mut self, term: &str) -> Option<Lookup<Vec<Vec<u32>>>> {
        let Lookup::Found(Some((block, postings))) = self.home_of(term) else {
            return None;
        };
        let ordinal = postings.ordinal;
        let (identity, index) = block
            .positions_shard(ordinal)
            .map(|(identity, index)| (*identity, index))?;
        let id = self.register(identity, FileKind::Positions);
        match self.shards.get(id as usize).map(|shard| &shard.content) {
            Some(Content::Positions(block)) => block.of_term(index).map(Lookup::Found),
            _ => Some(Lookup::Missing(id)),
        }
    }

    /// The number of a shard that another shard named.
    fn register(&mut self, identity: Identity, kind: FileKind) -> ShardId {
        let known = self
            .shards
            .iter()
            .position(|shard| shard.identity == identity && shard.content.kind() == kind);
        known.unwrap_or_else(|| {
            self.shards.push(Shard::absent(identity, kind));
            self.shards.len() - 1
        }) as u32
    }

    /// Every file that this index may ask for, given what is loaded.
    #[cfg(feature = "write")]
    pub(crate) fn shard_ids(&self) -> core::ops::Range<ShardId> {
        0..self.shards.len() as u32
    }

    /// Terms and postings of the blocks that are loaded.
    #[cfg(feature = "write")]
    pub(crate) fn loaded_counts(&self) -> (usize, usize) {
        let inline = match &self.postings {
            PostingsSet::Inline(block) => Some(block),
            PostingsSet::Sharded(_) => None,
        };
        let loaded = self.shards.iter().filter_map(|shard| match &shard.content {
            Content::Postings(block) | Content::Lexicon(_, Some(block)) => Some(block),
            _ => None,
        });
        inline
            .into_iter()
            .chain(loaded)
            .map(PostingsBlock::counts)
            .fold((0, 0), |sum, block| (sum.0 + block.0, sum.1 + block.1))
    }

    /// Field norm of an article.
    pub(crate) fn norm(&self, document: u32) -> u8 {
        let norm = self.norms.get(document as usize);
        norm.copied().unwrap_or(0)
    }

    /// The postings of a term.
    pub(crate) fn exact(&self, term: &str) -> Lookup<Option<Postings<'_>>> {
        match self.home_of(term) {
            Lookup::Found(home) => Lookup::Found(home.map(|(_, postings)| postings)),
            Lookup::Missing(id) => Lookup::Missing(id),
        }
    }

    fn home_of(&self, term: &str) -> Lookup<Option<(&PostingsBlock, Postings<'_>)>> {
        let block = match self.block_of(term) {
            Lookup::Found(block) => block,
            Lookup::Missing(id) => return Lookup::Missing(id),
        };
        if let Some(postings) = block.exact(term) {
            return Lookup::Found(Some((block, postings)));
        }
        match self.rare() {
            Lookup::Found(rare) => {
                Lookup::Found(rare.and_then(|block| Some((block, block.exact(term)?))))
            }
            Lookup::Missing(id) => Lookup::Missing(id),
        }
    }

    /// The articles that spell a term in one way, by its key. The term must be there.
    pub(crate) fn spelling(&self, key: &str) -> Option<Postings<'_>> {
        match self.block_of(key) {
            Lookup::Found(block) => block.exact(key),
            Lookup::Missing(_) => None,
        }
    }
}

impl Shard {
    fn absent(identity: Identity, kind: FileKind) -> Self {
        Self {
            identity,
            content: Content::Absent(kind),
        }
    }
}

impl Content {
    fn kind(&self) -> FileKind {
        match self {
            Self::Absent(kind) => *kind,
            Self::Postings(_) => FileKind::Postings,
            Self::Rows(_) => FileKind::Rows,
            Self::Text(_) => FileKind::Text,
            Self::Positions(_) => FileKind::Positions,
            Self::Lexicon(..) => FileKind::Lexicon,
            Self::Expansions(_) => FileKind::Expansions,
            Self::WordVectors(_) => FileKind::WordVectors,
            Self::Articles(_) => FileKind::Articles,
            Self::Ids(_) => FileKind::Ids,
        }
    }
}

/// Names further shards; gives the number of the first one.
fn append<'a>(
    shards: &mut Vec<Shard>,
    identities: impl Iterator<Item = &'a Identity>,
    kind: FileKind,
) -> ShardId {
    let first = shards.len() as ShardId;
    shards.extend(identities.map(|identity| Shard::absent(*identity, kind)));
    first
}

/// The shard that a key belongs to; `separators` begins with the empty one.
pub(super) fn shard_of(separators: &[String], key: &str) -> usize {
    separators
        .partition_point(|separator| separator.as_str() <= key)
        .saturating_sub(1)
}

fn read_meta(bytes: &[u8]) -> Option<(u32, Ranking, RowPattern)> {
    let mut cursor = Cursor::new(bytes);
    let documents = cursor
        .varint()
        .filter(|count| (1..=MAX_DOCUMENTS).contains(count))?;
    let ranking = Ranking::read(&mut cursor)?;
    for _ in 0..FIELDS {
        cursor.f32()?;
    }
    let pattern = RowPattern {
        id_prefix: cursor.string()?.to_owned(),
        url_prefix: cursor.string()?.to_owned(),
        url_suffix: cursor.string()?.to_owned(),
    };
    Some((documents, ranking, pattern))
}

/// Gives a number to the shard whose identity follows.
fn name_shard(cursor: &mut Cursor<'_>, kind: FileKind, shards: &mut Vec<Shard>) -> Option<ShardId> {
    let identity = cursor.take(6)?.try_into().ok()?;
    shards.push(Shard::absent(identity, kind));
    Some(shards.len() as ShardId - 1)
}

/// `PDIR` and `EDIR`: front-coded separators, then the identities.
fn read_directory(bytes: &[u8], kind: FileKind, shards: &mut Vec<Shard>) -> Option<Vec<String>> {
    let mut cursor = Cursor::new(bytes);
    let count = cursor.count(8)?;
    let mut separators: Vec<String> = Vec::with_capacity(count);
    for _ in 0..count {
        let common = cursor.varint()? as usize;
        let mut separator = separators
            .last()
            .map_or("", String::as_str)
            .get(..common)?
            .to_owned();
        separator.push_str(cursor.string()?);
        separators.push(separator);
    }
    for _ in 0..count {
        name_shard(&mut cursor, kind, shards)?;
    }
    Some(separators)
}
