//! What was computed for the index before, by what it was computed from.

use super::chunk::Chunk;
use super::content_hash::ContentHasher;
use crate::analysis::Analyzer;
use crate::document::{Document, Section};
use rustc_hash::FxHashMap;
use std::hash::Hash;
use std::mem::take;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a writer leaves in memory for the next writer of the same language, for builds that follow each
/// other while somebody writes. Runs of some 256 articles that have not changed are not cut into words
/// again, and related articles are looked for where something about them has changed; the index is the
/// same as without.
///
/// Languages with rules that learn from the site's words, such as those that split compounds, cut into
/// words anew whenever these words have changed.
#[derive(Debug, Default)]
pub struct IndexCache {
    chunks: Generations<Arc<Chunk>>,
    related: Generations<Vec<u32>>,
}

impl IndexCache {
    /// The chunk of these articles, made if it is not known.
    pub(super) fn chunk(
        &self,
        documents: &[Document],
        context: &Key,
        make: impl FnOnce() -> Arc<Chunk>,
    ) -> Arc<Chunk> {
        self.chunks.get(key(documents, context), make)
    }

    /// Numbers of articles related to one, found by what the key is made of.
    pub(super) fn related(&self, key: Key, find: impl FnOnce() -> Vec<u32>) -> Vec<u32> {
        self.related.get(key, find)
    }

    /// Forgets what the latest index did not ask for.
    pub(super) fn forget_others(&self) {
        self.chunks.turn();
        self.related.turn();
    }
}

/// Hash of all that a value is made of.
pub(super) type Key = [u8; 32];

/// Values of one index and of the one before.
#[derive(Debug)]
struct Generations<V>(Mutex<[FxHashMap<Key, V>; 2]>);

impl<V> Default for Generations<V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<V: Clone> Generations<V> {
    fn get(&self, key: Key, make: impl FnOnce() -> V) -> V {
        let known = self.lock()[1].get(&key).cloned();
        let value = known.unwrap_or_else(make);
        self.lock()[0].insert(key, value.clone());
        value
    }

    fn turn(&self) {
        let [current, before] = &mut *self.lock();
        *before = take(current);
    }

    fn lock(&self) -> MutexGuard<'_, [FxHashMap<Key, V>; 2]> {
        // Values are whole when they come here.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What every run depends on: the rules of analysis, and the words that they learned from.
pub(super) fn context(analyzer: &Analyzer, words: &FxHashMap<String, u32>) -> Key {
    let mut digest = ContentHasher::default();
    let mut bytes = Vec::new();
    analyzer.write(&mut bytes);
    bytes.hash(&mut digest);
    let mut words: Vec<(&String, &u32)> = words.iter().collect();
    words.sort_unstable();
    words.hash(&mut digest);
    digest.hash()
}

fn key(documents: &[Document], context: &Key) -> Key {
    let mut digest = ContentHasher::default();
    context.hash(&mut digest);
    for document in documents {
        // Named one by one, so that what an inversion looks at cannot be forgotten.
        let Document {
            id: _,
            url: _,
            title,
            breadcrumbs,
            tags,
            also_asked_as,
            expansions: _,
            vector: _,
            updated: _,
            sections,
            body: _,
            triage: _,
        } = document;
        (title, breadcrumbs, tags, also_asked_as, sections.len()).hash(&mut digest);
        for section in sections {
            let Section {
                heading,
                level: _,
                anchor: _,
                text,
            } = section;
            (heading, text).hash(&mut digest);
        }
    }
    digest.hash()
}
