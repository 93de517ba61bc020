//! Builds small indexes in memory and searches them as a page would.
#![allow(dead_code)] // Each test binary uses its part.

use helpdex::analysis::Language;
use helpdex::{Bundle, BundleOptions, Document, IndexWriter, Outcome, Searcher};
use std::collections::BTreeMap;

/// A bundle in memory with its searcher.
pub struct Local {
    pub searcher: Searcher,
    files: BTreeMap<String, Vec<u8>>,
}

/// The files of an index.
pub fn bundle(language: &str, documents: &[Document], options: &BundleOptions) -> Bundle {
    let mut writer = IndexWriter::new(Language::parse(language).unwrap(), options.clone());
    documents
        .iter()
        .for_each(|document| writer.add(document.clone()));
    writer.finish().unwrap()
}

/// Options that cut even a tiny index into many shards.
pub fn sharded() -> BundleOptions {
    BundleOptions {
        root_budget: 0,
        postings_shard: 24,
        rows_budget: 0,
        rows_per_shard: 3,
        text_shard: 200,
        ..BundleOptions::default()
    }
}

impl Local {
    pub fn build(language: &str, documents: &[Document], options: &BundleOptions) -> Self {
        let bundle = bundle(language, documents, options);
        let searcher = Searcher::open(&bundle.files[0].bytes).unwrap();
        let files = bundle
            .files
            .into_iter()
            .map(|file| (file.name, file.bytes))
            .collect();
        Self { searcher, files }
    }

    pub fn shard_count(&self) -> usize {
        self.files.len()
    }

    pub fn load(&mut self, shards: &[u32]) {
        for id in shards {
            let name = self.searcher.shard_name(*id).unwrap();
            self.searcher.load_shard(*id, &self.files[&name]).unwrap();
        }
    }

    /// Ids and scores, best first. Fails when hits do not come within three rounds of shards.
    pub fn search(&mut self, query: &str, limit: usize) -> Vec<(String, f32)> {
        for _ in 0..4 {
            match self.searcher.search(query, limit) {
                Outcome::Missing(shards) => self.load(&shards),
                Outcome::Complete(hits) => {
                    return hits
                        .hits
                        .iter()
                        .map(|hit| (self.searcher.row(hit.document).unwrap().id, hit.score))
                        .collect();
                }
            }
        }
        panic!("more than three rounds of shards for {query:?}");
    }
}
