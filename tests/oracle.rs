//! The index against a naive scan that knows neither dictionary nor postings nor shards.

mod support;

use helpdex::analysis::Language;
use helpdex::bundle::BundleFile;
use helpdex::{BundleOptions, Document, IndexCache, IndexWriter, Ranking, Section};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use support::{Local, sharded};

const WORDS: [&str; 14] = [
    "alba", "albero", "bora", "boreal", "cado", "cadoro", "dune", "duna", "elm", "ember", "fox",
    "foxy", "gem", "gemma",
];

fn sentence(max: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(&WORDS[..]), 0..max)
        .prop_map(|words| words.join(" "))
}

fn document() -> impl Strategy<Value = Document> {
    let title = proptest::collection::vec(proptest::sample::select(&WORDS[..]), 1..5)
        .prop_map(|words| words.join(" "));
    (
        title,
        sentence(4),
        sentence(25),
        sentence(3),
        proptest::collection::vec(sentence(4), 0..3),
        proptest::bool::ANY,
    )
        .prop_map(|(title, heading, text, tag, questions, placed)| Document {
            title,
            tags: vec![tag],
            also_asked_as: questions,
            breadcrumbs: if placed {
                vec!["zone".into()]
            } else {
                Vec::new()
            },
            sections: vec![Section {
                heading,
                level: 2,
                anchor: String::new(),
                text,
            }],
            ..Document::default()
        })
}

fn documents() -> impl Strategy<Value = Vec<Document>> {
    proptest::collection::vec(document(), 1..30).prop_map(|mut documents| {
        for (number, document) in documents.iter_mut().enumerate() {
            document.id = format!("site/{number}");
            document.url = format!("/{number}.html");
        }
        documents
    })
}

fn words(text: &str) -> Vec<&str> {
    text.split(' ').filter(|word| !word.is_empty()).collect()
}

fn step(value: f32, low: f32, ratio: f32, last: i32) -> f32 {
    let step = ((value.max(low) / low).ln() / ratio.ln()).round() as i32;
    low * ratio.powi(step.min(last))
}

/// BM25F by the formula, for whole words, with the rounding that FORMAT.md states.
fn naive(documents: &[Document], query: &str, ranking: &Ranking) -> BTreeMap<String, f32> {
    let fields: Vec<[Vec<&str>; 5]> = documents
        .iter()
        .map(|document| {
            let section = &document.sections[0];
            let labels = document
                .tags
                .iter()
                .chain(&document.breadcrumbs)
                .flat_map(|label| words(label))
                .collect();
            [
                words(&document.title),
                words(&section.heading),
                words(&section.text),
                labels,
                document
                    .also_asked_as
                    .iter()
                    .flat_map(|question| words(question))
                    .collect(),
            ]
        })
        .collect();
    let mean = |field: usize| {
        let words: usize = fields.iter().map(|document| document[field].len()).sum();
        let exact = (words as f32 / documents.len() as f32).max(1e-3);
        1.02f32.powf((exact.ln() / 1.02f32.ln()).round())
    };
    let norm = |document: usize, field: usize| {
        1.0 - ranking.b[field]
            + ranking.b[field] * fields[document][field].len() as f32 / mean(field)
    };
    let terms: BTreeSet<&str> = words(query).into_iter().collect();
    let mut scores = BTreeMap::new();
    for (number, document) in documents.iter().enumerate() {
        let (mut score, mut title, mut share, mut any) = (0.0f32, 0.0f32, 0.0f32, false);
        for term in &terms {
            let count = |field: usize| {
                fields[number][field]
                    .iter()
                    .filter(|word| *word == term)
                    .count() as f32
            };
            if (0..5).all(|field| count(field) == 0.0) {
                continue;
            }
            any = true;
            let frequency = fields
                .iter()
                .filter(|fields| fields.iter().flatten().any(|word| word == term))
                .count() as f32;
            let idf = (1.0 + (documents.len() as f32 - frequency + 0.5) / (frequency + 0.5)).ln();
            let aliases = documents[number].also_asked_as.len().max(1);
            let alias = (fields[number][4].len() / aliases).max(1);
            let lengths = [fields[number][0].len(), alias];
            let holding = [0, 4].into_iter().zip(lengths);
            let length = holding
                .filter(|(field, _)| count(*field) > 0.0)
                .map(|(_, length)| length)
                .min();
            let in_title = length.is_some();
            let part = |field: usize| {
                ranking.weights[field] * count(field)
                    / if !in_title && field == 2 {
                        1.0
                    } else {
                        norm(number, field).max(1e-3)
                    }
            };
            let mut impact = step((0..5).map(part).sum(), 0.25, 1.22, 31);
            if !in_title {
                impact /= step(norm(number, 2), 0.25, 1.2, 31);
            }
            score += idf * impact / (ranking.k1 + impact);
            if in_title {
                title += idf;
                share += match length.unwrap_or(0) {
                    1 => 1.0,
                    2 => 0.5,
                    3 => 1.0 / 3.0,
                    _ => 1.0 / 4.5,
                };
            }
        }
        if any {
            scores.insert(
                document.id.clone(),
                score + (ranking.title_coverage + ranking.title_density * share.min(1.0)) * title,
            );
        }
    }
    scores
}

fn scores(local: &mut Local, query: &str) -> BTreeMap<String, f32> {
    local.search(query, 100).into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// A trailing space makes the last word whole; then scan and index agree on hits and scores.
    #[test]
    fn whole_words_score_as_the_formula_says(documents in documents(), query in sentence(4)) {
        let query = format!("{query} ");
        // The echo counts for the first ten only; it has tests of its own.
        let ranking = Ranking { title_coverage: 0.3, title_echo: 0.0, ..Ranking::default() };
        let options = BundleOptions { ranking, ..BundleOptions::default() };
        let mut local = Local::build("und", &documents, &options);
        // A word of no article may be found by a common beginning; the scan knows no such thing.
        let known = words(&query).iter().all(|word| documents.iter().any(|document| words(&document.title).contains(word) || document.sections.iter().any(|section| words(&section.text).contains(word) || words(&section.heading).contains(word)) || document.tags.iter().chain(&document.also_asked_as).any(|label| words(label).contains(word))));
        prop_assume!(known);
        let expected = naive(&documents, &query, &ranking);
        let found = scores(&mut local, &query);
        prop_assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
        for (id, score) in &expected {
            prop_assert!((found[id] - score).abs() < 1e-3 * score.max(1.0), "{} {} {}", id, found[id], score);
        }
    }

    /// Cutting an index into many shards changes where bytes are, not what is found.
    #[test]
    fn sharded_equals_unsharded(documents in documents(), query in sentence(4), word in proptest::sample::select(&WORDS[..]), letters in 0usize..5) {
        let whole_words = format!("{query} ");
        let mut one = Local::build("und", &documents, &BundleOptions::default());
        let mut many = Local::build("und", &documents, &sharded());
        prop_assert!(many.shard_count() > one.shard_count());
        prop_assert_eq!(one.search(&whole_words, 100), many.search(&whole_words, 100));
        // A beginning of some word: what stands for words that no article holds is looked for in
        // their own shard alone.
        let tail = &word[..letters.min(word.len())];
        let known = documents.iter().any(|document| {
            let section = &document.sections[0];
            let texts = [&document.title, &section.heading, &section.text, &document.tags[0]];
            let mut texts = texts.into_iter().chain(&document.also_asked_as);
            texts.any(|text| words(text).iter().any(|word| word.starts_with(tail)))
        });
        prop_assume!(known);
        let unfinished = format!("{query} {tail}");
        let ids = |local: &mut Local| scores(local, &unfinished).into_keys().collect::<Vec<_>>();
        prop_assert_eq!(ids(&mut one), ids(&mut many));
    }

    /// Phrases: exactly the articles in which the words stand side by side in one place.
    #[test]
    fn phrases_match_neighbours(documents in documents(), first in proptest::sample::select(&WORDS[..]), second in proptest::sample::select(&WORDS[..])) {
        let phrase = format!("{first} {second}");
        let holds = |text: &str| words(text).windows(2).any(|pair| pair == [first, second]);
        let expected: BTreeSet<String> = documents
            .iter()
            .filter(|document| holds(&document.title) || document.sections.iter().any(|section| holds(&section.heading) || holds(&section.text)) || document.tags.iter().chain(&document.also_asked_as).any(|label| holds(label)))
            .map(|document| document.id.clone())
            .collect();
        for options in [BundleOptions::default(), sharded()] {
            let mut local = Local::build("und", &documents, &options);
            let found: BTreeSet<String> = scores(&mut local, &format!("\"{phrase}\" ")).into_keys().collect();
            if expected.is_empty() {
                // Nowhere side by side: found word by word instead.
                let either = |text: &str| words(text).iter().any(|word| [first, second].contains(word));
                let apart: BTreeSet<String> = documents
                    .iter()
                    .filter(|document| either(&document.title) || document.sections.iter().any(|section| either(&section.heading) || either(&section.text)) || document.tags.iter().chain(&document.also_asked_as).any(|label| either(label)))
                    .map(|document| document.id.clone())
                    .collect();
                prop_assert_eq!(&found, &apart);
            } else {
                prop_assert_eq!(&found, &expected);
            }
        }
    }

    /// The order of articles and the number of threads leave no trace in the bytes.
    #[test]
    fn bytes_depend_on_the_articles_alone(documents in documents(), seed: u64) {
        let mut shuffled = documents.clone();
        let mut state = seed | 1;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(at, (state >> 33) as usize % (at + 1));
        }
        let files = |documents: &[Document], threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| support::bundle("und", documents, &sharded())).files
        };
        prop_assert_eq!(files(&documents, 1), files(&shuffled, 8));
    }

    #[test]
    fn any_query_is_answered(query in ".{0,80}") {
        let documents = vec![Document { id: "a".into(), url: "/a".into(), title: "Étoile 星 नमस्ते".into(), ..Document::default() }];
        let mut local = Local::build("fr", &documents, &BundleOptions::default());
        local.search(&query, 10);
    }
}

#[test]
fn a_hundred_thousand_characters_are_a_query() {
    let documents = [Document {
        id: "a".into(),
        url: "/a".into(),
        title: "alba bora".into(),
        ..Document::default()
    }];
    let mut local = Local::build("und", &documents, &BundleOptions::default());
    assert_eq!(local.search(&"alba ".repeat(20_000), 10).len(), 1);
    assert!(local.search(&"星".repeat(100_000), 10).is_empty());
}

/// The files of these articles, one id each.
fn written(language: &str, texts: &[Document], cache: Option<&IndexCache>) -> Vec<BundleFile> {
    let mut writer = IndexWriter::new(Language::parse(language).unwrap(), sharded());
    for (number, text) in texts.iter().enumerate() {
        let id = format!("kb/{}", number * 7919 % 10_007);
        writer.add(Document { id, ..text.clone() });
    }
    let bundle = match cache {
        Some(cache) => writer.finish_with(cache),
        None => writer.finish(),
    };
    bundle.unwrap().files
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    /// Builds that follow each other and remember what they inverted write what each alone writes.
    #[test]
    fn what_is_remembered_leaves_no_trace(first in documents(), edits in proptest::collection::vec((0usize..800, documents()), 1..4), language in proptest::sample::select(&["es", "de", "ja"][..])) {
        let mut texts: Vec<Document> = first.iter().cycle().take(800).cloned().collect();
        let cache = IndexCache::default();
        for (at, others) in edits {
            prop_assert_eq!(written(language, &texts, Some(&cache)), written(language, &texts, None));
            // Some change where they are; where one goes or comes, all behind it have another id.
            for (offset, other) in others.iter().enumerate() {
                let at = (at + offset * 37) % texts.len();
                texts[at] = other.clone();
            }
            texts.insert(at % texts.len(), others[0].clone());
        }
        prop_assert_eq!(written(language, &texts, Some(&cache)), written(language, &texts, None));
    }
}
