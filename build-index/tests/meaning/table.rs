//! The table of word vectors in a bundle, with real weights.

use std::collections::BTreeMap;

use helpdex::analysis::Language;
use helpdex::bundle::FileKind;
use helpdex::{Bundle, BundleOptions, Hits, IndexWriter, Outcome, Searcher};
use helpdex_cli::config::MeaningConfig;
use helpdex_cli::source::Article;

use crate::models::{expanded, queries, settings};

/// An index in memory.
struct Local {
    searcher: Searcher,
    bundle: Bundle,
    loaded: BTreeMap<String, FileKind>,
}

impl Local {
    fn load(&mut self, shards: &[u32]) {
        for id in shards {
            let name = self.searcher.shard_name(*id).unwrap();
            let file = self.bundle.files.iter().find(|file| file.name == name);
            let file = file.unwrap();
            self.searcher.load_shard(*id, &file.bytes).unwrap();
            self.loaded.insert(name, file.kind);
        }
    }

    /// The answer once everything that would make it better is there.
    fn answer(&mut self, query: &str) -> Hits {
        for _ in 0..8 {
            match self.searcher.search(query, 10) {
                Outcome::Missing(shards) => self.load(&shards),
                Outcome::Complete(hits) if hits.wanted.is_empty() => return hits,
                Outcome::Complete(hits) => self.load(&hits.wanted),
            }
        }
        panic!("{query:?}: always another shard");
    }

    /// All articles by what they mean for a query, best first.
    fn meant(&mut self, query: &str) -> Vec<String> {
        self.answer(query);
        let documents = 0..self.searcher.document_count();
        let meaning = |number| self.searcher.explain(query, number).meaning;
        let mut meanings: Vec<(f32, u32)> = documents.clone().map(meaning).zip(documents).collect();
        meanings.sort_by(|a, b| b.0.total_cmp(&a.0));
        let ids = meanings
            .iter()
            .filter_map(|(_, number)| self.searcher.row(*number));
        ids.map(|row| row.id).collect()
    }
}

fn with_table(cache: &std::path::Path) -> MeaningConfig {
    MeaningConfig {
        table: true,
        ..settings(cache)
    }
}

fn index(articles: Vec<Article>, options: BundleOptions) -> Local {
    let mut writer = IndexWriter::new(Language::parse("en").unwrap(), options);
    for article in articles {
        writer.add(article.document);
    }
    let bundle = writer.finish().unwrap();
    let searcher = Searcher::open(&bundle.files[0].bytes).unwrap();
    Local {
        searcher,
        bundle,
        loaded: BTreeMap::new(),
    }
}

#[test]
fn questions_in_other_words_meet_their_article_by_vectors() {
    let folder = tempfile::tempdir().unwrap();
    let (mut articles, report) = expanded("en", "minilm", &with_table(folder.path()));
    assert!(report.without_table.is_empty());
    // Expansions could be what finds them.
    for article in &mut articles {
        article.document.expansions.clear();
    }
    let options = BundleOptions {
        word_vectors: report.tables["en"].clone(),
        ..BundleOptions::default()
    };
    let mut local = index(articles, options);
    for (question, expected) in [
        (
            "i want to remove a package i uploaded",
            "en/nuget/policies/deleting-packages",
        ),
        (
            "mark an old version as no longer maintained",
            "en/nuget/deprecate-packages",
        ),
    ] {
        assert_eq!(local.meant(question)[0], expected, "{question}");
    }
    assert!(
        local
            .loaded
            .values()
            .any(|kind| *kind == FileKind::WordVectors)
    );
    // Chance would find 3 of 12.
    let queries = queries("en");
    let long: Vec<_> = queries
        .iter()
        .filter(|query| local.meant(&query.query).len() == 12)
        .filter(|query| query.query.split(' ').count() >= 5)
        .collect();
    assert!(long.len() >= 3);
    let found = long.iter().filter(|query| {
        let first = local.meant(&query.query);
        first
            .iter()
            .take(3)
            .any(|id| query.relevant.contains_key(id))
    });
    let found = found.count();
    assert!(found * 10 >= long.len() * 7, "{found} of {}", long.len());
}

#[test]
fn without_the_option_or_the_room_there_is_no_table() {
    let folder = tempfile::tempdir().unwrap();
    let (articles, report) = expanded("en", "minilm", &settings(folder.path()));
    assert!(report.tables.is_empty() && report.without_table.is_empty());
    assert!(
        articles
            .iter()
            .all(|article| article.document.vector.is_empty())
    );
    let none = MeaningConfig {
        table_kb: 0,
        ..with_table(folder.path())
    };
    let (articles, report) = expanded("en", "minilm", &none);
    assert_eq!(report.without_table, ["en"]);
    assert!(
        articles
            .iter()
            .all(|article| article.document.vector.is_empty())
    );
    let local = index(articles, BundleOptions::default());
    let kinds = local.bundle.files.iter().map(|file| file.kind);
    assert!(!kinds.into_iter().any(|kind| kind == FileKind::WordVectors));
}

#[test]
fn two_builds_give_the_same_table() {
    let folder = tempfile::tempdir().unwrap();
    let settings = with_table(folder.path());
    let (first, first_report) = expanded("en", "minilm", &settings);
    let (second, second_report) = expanded("en", "minilm", &settings);
    assert_eq!(first, second);
    assert_eq!(first_report.tables, second_report.tables);
    assert!(!first_report.tables["en"].is_empty());
}
