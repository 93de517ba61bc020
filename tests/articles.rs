//! What the reader shows, from documents to records, and articles found by their ids.

mod support;

use helpdex::{BundleOptions, Document, Level, Node, Searcher, Section, Triage};
use support::Local;

fn document(id: &str, title: &str, text: &str) -> Document {
    Document {
        id: id.into(),
        url: format!("/{id}"),
        title: title.into(),
        sections: vec![Section {
            text: text.into(),
            ..Section::default()
        }],
        body: vec![Node::Text(text.into())],
        ..Document::default()
    }
}

/// Articles on three matters, so that some are related and others are not.
fn documents() -> Vec<Document> {
    let matters = [
        ("password", "reset forgotten credentials lockout passphrase"),
        ("invoice", "billing receipt accounting ledger vat"),
        ("printer", "toner paper cartridge jam tray"),
    ];
    (0..60)
        .map(|number| {
            let (word, text) = matters[number % 3];
            document(
                &format!("kb/{number}"),
                &format!("About the {word} {number}"),
                &format!("{text} {number}"),
            )
        })
        .collect()
}

fn cut() -> BundleOptions {
    BundleOptions {
        article_shard: 700,
        id_shard: 60,
        ..support::sharded()
    }
}

/// The number of an article by its id, with what has to be loaded for it.
fn find(local: &mut Local, id: &str) -> Option<u32> {
    for _ in 0..4 {
        match local.searcher.find(id)? {
            Ok(document) => return Some(document),
            Err(missing) => local.load(&[missing]),
        }
    }
    panic!("more than three rounds of shards for {id:?}");
}

fn record(local: &mut Local, id: &str) -> serde_json::Value {
    let document = find(local, id).unwrap();
    local.load(&local.searcher.missing_articles(document).clone());
    serde_json::from_str(local.searcher.article(document).unwrap()).unwrap()
}

#[test]
fn every_article_is_found_by_its_id_and_no_other_is() {
    for options in [BundleOptions::default(), cut()] {
        let documents = documents();
        let mut local = Local::build("en", &documents, &options);
        for document in &documents {
            let record = record(&mut local, &document.id);
            assert_eq!(record["id"], document.id.as_str());
            assert_eq!(record["title"], document.title.as_str());
            assert_eq!(
                record["body"][0],
                format!(
                    "{}",
                    match &document.body[0] {
                        Node::Text(text) => text,
                        Node::Element(_) => "",
                    }
                )
            );
        }
        for unknown in ["", "kb", "kb/60", "KB/1", "設定"] {
            assert_eq!(find(&mut local, unknown), None, "{unknown}");
        }
    }
}

/// 'plumless' and 'buckeroo' have the same CRC-32.
#[test]
fn ids_with_the_same_hash_are_told_apart() {
    assert_eq!(
        helpdex::codec::crc32(b"plumless"),
        helpdex::codec::crc32(b"buckeroo")
    );
    let documents = [document("plumless", "One", "a"), document("x", "Two", "b")];
    let mut local = Local::build("en", &documents, &BundleOptions::default());
    assert!(find(&mut local, "plumless").is_some());
    assert_eq!(find(&mut local, "buckeroo"), None);
    let both = [
        document("plumless", "One", "a"),
        document("buckeroo", "Two", "b"),
    ];
    let mut local = Local::build("en", &both, &BundleOptions::default());
    assert_eq!(record(&mut local, "buckeroo")["title"], "Two");
    assert_eq!(record(&mut local, "plumless")["title"], "One");
}

#[test]
fn related_articles_are_about_the_same_and_never_the_article_itself() {
    let mut documents = documents();
    documents[3].title = documents[0].title.clone();
    let mut local = Local::build("en", &documents, &BundleOptions::default());
    for document in &documents {
        let record = record(&mut local, &document.id);
        let related = record["related"].as_array().unwrap();
        assert_eq!(related.len(), 3, "{}", document.id);
        let mut titles = vec![document.title.as_str()];
        for other in related {
            let title = other["title"].as_str().unwrap();
            let matter = |title: &str| title.split(' ').nth(2).unwrap().to_owned();
            assert_eq!(matter(title), matter(&document.title));
            assert!(!titles.contains(&title), "{title} twice");
            titles.push(title);
            assert_ne!(other["id"], document.id.as_str());
            assert!(other["url"].as_str().unwrap().starts_with('/'));
        }
    }
}

#[test]
fn levels_and_dates_are_in_the_record_if_they_are_known() {
    let mut documents = documents();
    documents[1].updated = "2026-03-31".into();
    documents[1].triage = Triage {
        complexity: Some(Level::Low),
        severity: Some(Level::High),
        effort: None,
    };
    let mut local = Local::build("en", &documents, &BundleOptions::default());
    let told = record(&mut local, "kb/1");
    assert_eq!(told["updated"], "2026-03-31");
    assert_eq!(told["complexity"], "low");
    assert_eq!(told["severity"], "high");
    assert!(told.get("effort").is_none());
    assert!(record(&mut local, "kb/2")["updated"].is_null());
}

#[test]
fn without_a_reader_nothing_is_kept_for_it() {
    let options = BundleOptions {
        reader: false,
        ..BundleOptions::default()
    };
    let mut local = Local::build("en", &documents(), &options);
    assert!(!local.searcher.has_articles());
    assert_eq!(find(&mut local, "kb/1"), None);
    assert_eq!(local.searcher.article(0), None);
    let with = Local::build("en", &documents(), &BundleOptions::default());
    assert!(with.searcher.has_articles());
    assert!(with.shard_count() > local.shard_count());
}

/// Shards of articles are forgotten and loaded again, so that reading on does not fill the memory.
#[test]
fn the_article_read_longest_ago_is_forgotten() {
    let options = BundleOptions {
        article_shard: 1,
        ..BundleOptions::default()
    };
    let documents: Vec<Document> = (0..80)
        .map(|number| document(&format!("kb/{number:02}"), "T", "x"))
        .collect();
    let mut local = Local::build("en", &documents, &options);
    let missing = |searcher: &Searcher| {
        (0..80)
            .filter(|document| searcher.article(*document).is_none())
            .count()
    };
    assert_eq!(missing(&local.searcher), 80);
    for document in 0..80 {
        let shards = local.searcher.missing_articles(document);
        local.load(&shards);
        assert!(local.searcher.article(document).is_some());
    }
    assert_eq!(missing(&local.searcher), 80 - 64);
    let shards = local.searcher.missing_articles(0);
    local.load(&shards);
    assert!(local.searcher.article(0).is_some());
}
