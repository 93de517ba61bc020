//! Damaged bundles: any bytes give a value or an error, never a panic, and memory stays bounded.

mod support;

use helpdex::{
    BundleOptions, Curation, Document, Expansion, Node, OpenError, Outcome, Searcher, Section,
    SynonymRule, WordVector,
};
use support::{Local, bundle, sharded};

fn documents() -> Vec<Document> {
    (0..40)
        .map(|number| Document {
            id: format!("kb/{number}"),
            url: format!("https://example.org/kb/{number}"),
            title: format!("How to reset password {number}"),
            breadcrumbs: vec!["Account".into()],
            also_asked_as: vec!["I forgot my secret".into()],
            expansions: vec![Expansion {
                term: "login".into(),
                weight: 1.0 + number as f32,
            }],
            vector: vec![1.0, number as f32 - 20.0, 0.5],
            sections: vec![Section {
                heading: "Steps".into(),
                level: 2,
                anchor: "steps".into(),
                text: "Open the settings. Choose security. Überprüfen 設定する."
                    .repeat(1 + number % 3),
            }],
            body: vec![Node::Text("Open the settings.".into())],
            ..Document::default()
        })
        .collect()
}

/// With synonyms, an editor's decisions and vectors of words, so that their sections are damaged, too.
fn decided(options: BundleOptions) -> BundleOptions {
    BundleOptions {
        synonyms: vec![SynonymRule {
            from: vec!["log in".into(), "reset".into()],
            to: vec!["sign in".into(), "choose security".into()],
        }],
        curations: vec![Curation {
            queries: vec!["password".into()],
            pins: vec!["kb/3".into()],
            hides: vec!["kb/4".into()],
            boosts: vec![("kb/5".into(), 2.0)],
        }],
        word_vectors: ["login", "password", "reset", "secret"]
            .map(|term| WordVector {
                term: term.into(),
                vector: vec![0.1, term.len() as f32, -0.3],
            })
            .to_vec(),
        ..options
    }
}

/// xorshift64*: seeded, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % bound.max(1)
    }
}

/// Writes correct checksums over damage, so that it reaches what is behind them.
fn reseal(bytes: &mut [u8]) {
    let crc = helpdex::codec::crc32;
    let Some(&count) = bytes.get(13) else { return };
    for entry in 0..usize::from(count) {
        let at = 32 + entry * 16;
        let Some(fields) = bytes.get(at + 4..at + 12) else {
            return;
        };
        let offset = u32::from_le_bytes(fields[..4].try_into().unwrap()) as usize;
        let length = u32::from_le_bytes(fields[4..].try_into().unwrap()) as usize;
        let Some(section) = offset
            .checked_add(length)
            .and_then(|end| bytes.get(offset..end))
        else {
            return;
        };
        let sum = crc(section).to_le_bytes();
        let Some(slot) = bytes.get_mut(at + 12..at + 16) else {
            return;
        };
        slot.copy_from_slice(&sum);
    }
    let length = (bytes.len() as u32).to_le_bytes();
    bytes[20..24].copy_from_slice(&length);
    let Some(table) = bytes.get(32..32 + usize::from(count) * 16) else {
        return;
    };
    let sum = crc(&[&bytes[..24], table].concat()).to_le_bytes();
    bytes[24..28].copy_from_slice(&sum);
}

fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        match random.below(4) {
            0 => bytes.truncate(at.max(1)),
            1 => bytes[at] ^= 1 << random.below(8),
            2 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][random.below(5)],
            _ => bytes.insert(at, random.below(256) as u8),
        }
    }
}

/// Opens damaged bytes and uses whatever opens.
fn exercise(root: &[u8]) {
    let Ok(mut searcher) = Searcher::open(root) else {
        return;
    };
    for query in [
        "reset password",
        "reset password login secret ",
        "\"reset password\" ",
        "s",
        "設定",
        "zzz",
    ] {
        if let Outcome::Complete(hits) = searcher.search(query, 10) {
            for hit in hits.hits {
                searcher.row(hit.document);
                searcher.missing_texts(&[hit.document]);
                searcher.snippet(hit.document);
                searcher.explain(query, hit.document);
                searcher.missing_articles(hit.document);
                searcher.article(hit.document);
            }
        }
    }
    searcher.find("kb/7");
}

#[test]
fn ten_thousand_damaged_roots() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let whole = bundle("en", &documents(), &decided(BundleOptions::default())).files[0]
        .bytes
        .clone();
    let cut = bundle("en", &documents(), &decided(sharded())).files[0]
        .bytes
        .clone();
    for round in 0..10_000 {
        let mut bytes = if round % 3 == 0 {
            cut.clone()
        } else {
            whole.clone()
        };
        mutate(&mut bytes, &mut random);
        if round % 2 == 0 && bytes.len() > 32 {
            reseal(&mut bytes);
        }
        exercise(&bytes);
    }
}

#[test]
fn three_thousand_damaged_shards() {
    let mut random = Random(42);
    let files = bundle("en", &documents(), &decided(sharded())).files;
    for _ in 0..3_000 {
        let mut searcher = Searcher::open(&files[0].bytes).unwrap();
        // Postings, then the lexicon for the misspelled word, its postings, expansions, vectors
        // and rows.
        for _ in 0..6 {
            let shards = match searcher.search("reset passwrod secret login", 10) {
                Outcome::Missing(missing) => missing,
                Outcome::Complete(hits) => hits.wanted,
            };
            for id in shards {
                let name = searcher.shard_name(id).unwrap();
                let file = files.iter().find(|file| file.name == name).unwrap();
                let mut bytes = file.bytes.clone();
                mutate(&mut bytes, &mut random);
                if random.below(2) == 0 && bytes.len() > 32 {
                    reseal(&mut bytes);
                }
                // What a reader refuses is fetched again.
                if searcher.load_shard(id, &bytes).is_err() {
                    searcher.load_shard(id, &file.bytes).unwrap();
                }
            }
        }
        searcher.search("reset passwrod secret login", 10);
    }
}

#[test]
fn two_thousand_damaged_articles_and_ids() {
    let mut random = Random(7);
    let options = BundleOptions {
        article_shard: 300,
        id_shard: 40,
        ..BundleOptions::default()
    };
    let files = bundle("en", &documents(), &options).files;
    let mut refused = 0;
    for round in 0..2_000 {
        let mut searcher = Searcher::open(&files[0].bytes).unwrap();
        let id = format!("kb/{}", round % 40);
        // The ids, then the article; a damaged id shard may name other articles.
        for _ in 0..6 {
            if let Some(Err(shard)) = searcher.find(&id) {
                let name = searcher.shard_name(shard).unwrap();
                let file = files.iter().find(|file| file.name == name).unwrap();
                let mut bytes = file.bytes.clone();
                mutate(&mut bytes, &mut random);
                if random.below(4) > 0 && bytes.len() > 32 {
                    reseal(&mut bytes);
                }
                if searcher.load_shard(shard, &bytes).is_err() {
                    refused += 1;
                    searcher.load_shard(shard, &file.bytes).unwrap();
                }
            }
        }
        if let Some(Ok(document)) = searcher.find(&id) {
            searcher.article(document);
        }
    }
    assert!(refused > 500, "{refused}");
}

#[test]
fn errors_name_the_fault() {
    let root = bundle("en", &documents(), &decided(BundleOptions::default())).files[0]
        .bytes
        .clone();
    assert_eq!(
        Searcher::open(b"<!doctype html>").unwrap_err(),
        OpenError::NotABundle
    );
    assert_eq!(Searcher::open(&[]).unwrap_err(), OpenError::NotABundle);
    let mut newer = root.clone();
    newer[8] = 2;
    assert_eq!(
        Searcher::open(&newer).unwrap_err(),
        OpenError::Version {
            found: 2,
            supported: 1
        }
    );
    let mut minor = root.clone();
    minor[10] = 9;
    reseal(&mut minor);
    assert!(
        Searcher::open(&minor).is_ok(),
        "a newer minor version is read"
    );
    let mut flipped = root.clone();
    *flipped.last_mut().unwrap() ^= 1;
    assert!(matches!(
        Searcher::open(&flipped).unwrap_err(),
        OpenError::Corrupt { .. }
    ));
}

#[test]
fn a_shard_of_another_build_is_refused() {
    let mut local = Local::build("en", &documents(), &decided(sharded()));
    let other = bundle("en", &documents()[1..], &decided(sharded()));
    let Outcome::Missing(missing) = local.searcher.search("reset", 10) else {
        panic!("shards expected")
    };
    let shard = other
        .files
        .iter()
        .find(|file| file.kind == helpdex::bundle::FileKind::Postings)
        .unwrap();
    assert_eq!(
        local
            .searcher
            .load_shard(missing[0], &shard.bytes)
            .unwrap_err()
            .code(),
        "wrong-build"
    );
    local.load(&missing);
}
