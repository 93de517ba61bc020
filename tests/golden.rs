//! Stored bundles of every format version: they must open and answer as they did, and the writer
//! must still produce the newest one byte by byte. After an intended change of the format, write
//! them anew with `HELPDEX_BLESS=1 cargo test --test golden` and say so in CHANGELOG.md.

mod support;

use helpdex::{
    BundleOptions, Curation, Document, Element, Expansion, Hits, Node, Outcome, Searcher, Section,
    SynonymRule, WordVector,
};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use support::{bundle, sharded};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/v1")
}

fn article(id: &str, breadcrumb: &str, title: &str, sections: &[(&str, &str)]) -> Document {
    Document {
        id: format!("kb/{id}"),
        url: format!("https://example.org/help/{id}"),
        title: title.into(),
        breadcrumbs: vec![breadcrumb.into()],
        tags: vec!["2026".into()],
        updated: "2026-11-22".into(),
        sections: sections
            .iter()
            .map(|(heading, text)| Section {
                heading: (*heading).into(),
                level: u8::from(!heading.is_empty()) * 2,
                anchor: heading.to_lowercase(),
                text: (*text).into(),
            })
            .collect(),
        body: sections
            .iter()
            .map(|(_, text)| {
                Node::Element(Element {
                    tag: "p",
                    children: vec![Node::Text((*text).into())],
                    ..Element::default()
                })
            })
            .collect(),
        ..Document::default()
    }
}

fn articles() -> Vec<Document> {
    vec![
        article(
            "reset",
            "Account",
            "How to reset your password",
            &[
                ("", "You can reset a password at any time."),
                (
                    "Steps",
                    "Open the settings.\nChoose Security, then Reset password.",
                ),
            ],
        ),
        article(
            "two-factor",
            "Account",
            "Set up two-factor authentication",
            &[(
                "",
                "A code protects your account even when the password is known to others.",
            )],
        ),
        article(
            "refund",
            "Billing",
            "Get a refund",
            &[
                (
                    "",
                    "Refunds are paid within 14 days to the card that you paid with.",
                ),
                (
                    "Error 0x80070005",
                    "This error means that the card has expired.",
                ),
            ],
        ),
        article(
            "invoice",
            "Billing",
            "Download an invoice (PDF)",
            &[(
                "",
                "Invoices are in the billing area. node.js users call get_invoice.",
            )],
        ),
        article(
            "über",
            "Sprache",
            "Überprüfen Sie Ihre Kündigungsfrist",
            &[("", "Die Frist steht im Vertrag. 設定を開く。")],
        ),
    ]
}

/// The articles with what a model could have made of them.
fn articles_with_meaning() -> Vec<Document> {
    let mut articles = articles();
    let meant = [
        ("refund", "money", [0.1, 0.9, 0.0]),
        ("reset", "login", [0.8, -0.2, 0.1]),
    ];
    for (id, term, vector) in meant {
        let id = format!("kb/{id}");
        if let Some(article) = articles.iter_mut().find(|article| article.id == id) {
            article.vector = vector.to_vec();
            article.expansions.push(Expansion {
                term: term.into(),
                weight: 0.5,
            });
        }
    }
    articles
}

fn word_vectors() -> Vec<WordVector> {
    let words = [
        ("get", [0.0, 0.1, 0.2]),
        ("money", [-0.1, 1.0, 0.3]),
        ("password", [0.9, -0.3, 0.0]),
        ("refund", [0.0, 0.7, -0.1]),
    ];
    let words = words.map(|(term, vector)| WordVector {
        term: term.into(),
        vector: vector.to_vec(),
    });
    words.to_vec()
}

fn options() -> [(&'static str, BundleOptions); 3] {
    let decided = |options| BundleOptions {
        synonyms: vec![SynonymRule {
            from: vec!["sign in".into()],
            to: vec!["reset password".into()],
        }],
        curations: vec![Curation {
            queries: vec!["kundigung".into()],
            pins: vec!["kb/reset".into()],
            ..Curation::default()
        }],
        ..options
    };
    [
        ("whole", decided(BundleOptions::default())),
        ("sharded", decided(sharded())),
        (
            "meaning",
            BundleOptions {
                word_vectors: word_vectors(),
                ..BundleOptions::default()
            },
        ),
    ]
}

const QUERIES: [&str; 13] = [
    "reset password",
    "passw",
    "\"reset password\"",
    "how do i get my money back refund",
    "0x80070005",
    "node.js",
    "frist",
    "kundigung",
    "設定",
    "zzz",
    "passwrod",
    "fund",
    "sign in",
];

/// The answers of a bundle as text, with shards read from `files`.
fn answers(root: &[u8], files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut searcher = Searcher::open(root).unwrap();
    let mut out = String::new();
    for query in QUERIES {
        let hits = loop {
            match searcher.search(query, 3) {
                Outcome::Complete(hits) if hits.wanted.is_empty() => break hits,
                Outcome::Missing(shards) | Outcome::Complete(Hits { wanted: shards, .. }) => {
                    shards.iter().for_each(|id| load(&mut searcher, *id, files))
                }
            }
        };
        writeln!(out, "{query}: {:?}, {} in all", hits.step, hits.total).unwrap();
        for replaced in hits.corrections.iter().chain(&hits.synonyms) {
            writeln!(out, "  {} for {}", replaced.used, replaced.typed).unwrap();
        }
        for hit in hits.hits {
            for id in searcher.missing_texts(&[hit.document]) {
                load(&mut searcher, id, files);
            }
            let row = searcher.row(hit.document).unwrap();
            let snippet = searcher.snippet(hit.document).unwrap();
            writeln!(
                out,
                "  {:.3} {} {} [{}] {:?}",
                hit.score, row.id, row.url, row.breadcrumbs, hit.title_highlights
            )
            .unwrap();
            writeln!(
                out,
                "    {} #{} {:?}",
                snippet.text, snippet.anchor, snippet.highlights
            )
            .unwrap();
        }
    }
    for article in articles() {
        let document = loop {
            match searcher.find(&article.id).unwrap() {
                Ok(document) => break document,
                Err(missing) => load(&mut searcher, missing, files),
            }
        };
        writeln!(out, "{}", searcher.article(document).unwrap()).unwrap();
    }
    out
}

fn load(searcher: &mut Searcher, id: u32, files: &BTreeMap<String, Vec<u8>>) {
    let name = searcher.shard_name(id).unwrap();
    searcher
        .load_shard(id, &files[name.trim_start_matches("data/")])
        .unwrap();
}

/// Files of a stored bundle by name; the root's under `root`.
fn stored(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries =
        std::fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    entries
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                std::fs::read(entry.path()).unwrap(),
            )
        })
        .collect()
}

#[test]
fn stored_bundles_answer_as_ever_and_are_written_the_same() {
    for (name, options) in options() {
        let dir = folder().join(name);
        let articles = match name {
            "meaning" => articles_with_meaning(),
            _ => articles(),
        };
        let made: BTreeMap<String, Vec<u8>> = bundle("en", &articles, &options)
            .files
            .into_iter()
            .enumerate()
            .map(|(at, file)| {
                (
                    if at == 0 {
                        "root.hdx".into()
                    } else {
                        file.name.trim_start_matches("data/").to_owned()
                    },
                    file.bytes,
                )
            })
            .collect();
        let expected = folder().join(format!("{name}.answers.txt"));
        if std::env::var_os("HELPDEX_BLESS").is_some() {
            let _ = std::fs::remove_dir_all(&dir);
            std::fs::create_dir_all(&dir).unwrap();
            made.iter()
                .for_each(|(name, bytes)| std::fs::write(dir.join(name), bytes).unwrap());
            std::fs::write(&expected, answers(&made["root.hdx"], &made)).unwrap();
        }
        let files = stored(&dir);
        assert_eq!(
            answers(&files["root.hdx"], &files),
            std::fs::read_to_string(&expected).unwrap(),
            "{name}"
        );
        assert_eq!(
            made.keys().collect::<Vec<_>>(),
            files.keys().collect::<Vec<_>>(),
            "{name}: other files are written"
        );
        for (file, bytes) in &made {
            assert!(
                bytes == &files[file],
                "{name}/{file}: other bytes are written"
            );
        }
    }
}
