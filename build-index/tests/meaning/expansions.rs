//! Articles of the mini corpus with their expansions.

use std::fs;
use std::path::Path;
use std::process::Command;

use helpdex::analysis::{Analyzer, Language};
use helpdex_cli::config::MeaningConfig;
use helpdex_cli::meaning::{ModelDir, expand};
use helpdex_cli::source::Article;
use serde_json::Value;

use crate::models::{articles, expanded, model, queries, settings};

/// Ids of the articles by what they mean for a question, best first.
fn meant(language: &str, articles: &[Article], question: &str) -> Vec<String> {
    let texts = articles
        .iter()
        .flat_map(|article| &article.document.expansions);
    let mut characters: Vec<char> = texts.flat_map(|one| one.term.chars()).collect();
    characters.extend(question.chars());
    let analyzer = Analyzer::for_characters(Language::parse(language).unwrap(), &characters, &[]);
    let terms: Vec<String> = analyzer
        .words(question)
        .map(|word| analyzer.term(&analyzer.lower(word.text), word.kind))
        .collect();
    let mut scored: Vec<(f32, &str)> = articles
        .iter()
        .map(|article| {
            let expansions = article.document.expansions.iter();
            let held = expansions.filter(|one| terms.contains(&one.term));
            (
                held.map(|one| one.weight).sum(),
                article.document.id.as_str(),
            )
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.iter().map(|(_, id)| (*id).to_owned()).collect()
}

/// Share of the judged queries with a right article among the first three by meaning alone.
fn found_in_three(language: &str, articles: &[Article]) -> f32 {
    let queries = queries(language);
    let found = queries.iter().filter(|query| {
        let first = meant(language, articles, &query.query);
        first
            .iter()
            .take(3)
            .any(|id| query.relevant.contains_key(id))
    });
    found.count() as f32 / queries.len() as f32
}

#[test]
fn english_questions_in_other_words_meet_their_article() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path());
    let (articles, report) = expanded("en", "minilm", &settings);
    for (question, expected) in [
        ("two factor login", "en/nuget/individual-accounts"),
        (
            "i want to remove a package i uploaded",
            "en/nuget/policies/deleting-packages",
        ),
        (
            "mark an old version as no longer maintained",
            "en/nuget/deprecate-packages",
        ),
        (
            "show a description page with pictures",
            "en/nuget/package-readme-on-nuget-org",
        ),
    ] {
        let found = meant("en", &articles, question);
        assert_eq!(found[0], expected, "{question}");
    }
    assert!(found_in_three("en", &articles) >= 0.8);
    let expansions = articles.iter().map(|article| &article.document.expansions);
    for expansions in expansions {
        assert_eq!(expansions.len(), settings.terms as usize);
        assert!(
            expansions
                .iter()
                .all(|one| one.weight > 0.0 && one.weight < 1.0)
        );
        assert!(expansions.is_sorted_by(|a, b| a.term < b.term));
    }
    assert_eq!((report.texts.articles, report.embedded.articles), (12, 12));
}

#[test]
fn a_word_that_an_article_does_not_hold_can_mean_it() {
    let folder = tempfile::tempdir().unwrap();
    let (articles, _) = expanded("en", "minilm", &settings(folder.path()));
    let foreign = articles.iter().filter(|article| {
        let document = &article.document;
        let mut text = document.title.to_lowercase();
        for section in &document.sections {
            text.push_str(&section.heading.to_lowercase());
            text.push_str(&section.text.to_lowercase());
        }
        let expansions = document.expansions.iter();
        expansions.filter(|one| !text.contains(&one.term)).count() >= 20
    });
    assert_eq!(foreign.count(), articles.len());
}

/// Chance would find 3 of 13.
#[test]
fn e5_knows_the_other_languages() {
    let folder = tempfile::tempdir().unwrap();
    let mut groups = articles(&["pl", "es", "de", "ar"]);
    let model = ModelDir::open(&model("e5")).unwrap();
    expand(&mut groups, &model, &settings(folder.path()), |_| {
        Vec::new()
    })
    .unwrap();
    for (language, articles) in &groups {
        let share = found_in_three(language, articles);
        assert!(share >= 0.75, "{language}: {share}");
    }
    assert_eq!(groups.len(), 4);
}

#[test]
fn the_second_build_computes_nothing_and_gives_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let settings = settings(folder.path());
    let (first, _) = expanded("en", "minilm", &settings);
    let (second, report) = expanded("en", "minilm", &settings);
    assert_eq!(first, second);
    assert_eq!((report.embedded.articles, report.embedded.words), (0, 0));
    // A longer look at the articles costs their further chunks and no word.
    let longer = MeaningConfig {
        chunks: 2,
        ..settings
    };
    let (_, report) = expanded("en", "minilm", &longer);
    assert_eq!(report.embedded.words, 0);
    assert!(report.embedded.articles > 0);
}

#[test]
fn the_number_of_threads_leaves_no_trace() {
    let model = ModelDir::open(&model("minilm")).unwrap();
    let with_threads = |threads: usize| {
        let folder = tempfile::tempdir().unwrap();
        let mut groups = articles(&["en"]);
        groups
            .values_mut()
            .for_each(|articles| articles.truncate(2));
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let settings = settings(folder.path());
        pool.install(|| expand(&mut groups, &model, &settings, |_| Vec::new()))
            .unwrap();
        groups
    };
    assert_eq!(with_threads(1), with_threads(3));
}

fn build(arguments: &[&str], folder: &Path) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_helpdex"))
        .arg("build")
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let code = output.status.code().unwrap_or(-1);
    (code, text(output.stdout), text(output.stderr))
}

/// What `helpdex inspect` says of the table of the bundle that a build in `folder` published.
fn vectors_bytes(folder: &Path) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_helpdex"))
        .args(["inspect", "--bundle", "public/help", "--json"])
        .current_dir(folder)
        .output()
        .unwrap();
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    json["languages"][0]["vectors_bytes"].clone()
}

#[test]
fn the_tool_takes_a_model_by_option_or_key_and_one_key_turns_it_off() {
    let folder = tempfile::tempdir().unwrap();
    let article = |name: &str, text: &str| {
        fs::create_dir_all(folder.path().join("content")).unwrap();
        fs::write(folder.path().join("content").join(name), text).unwrap();
    };
    article("a.md", "# Reset a password\nFollow the link in the mail.");
    article("b.md", "# Print a page\nPress the button.");
    let minilm = model("minilm");
    let minilm = minilm.to_str().unwrap();
    let (code, out, err) = build(&["--model", minilm, "--json"], folder.path());
    assert_eq!(code, 0, "{err}");
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["meaning"]["articles_embedded"], 2);
    assert_eq!(json["meaning"]["model"], "bert, 6 layers, 384 dimensions");
    assert!(
        json["meaning"]["expansions"]["en"].as_u64() > Some(5),
        "{json}"
    );
    assert!(folder.path().join(".helpdex/cache").is_dir());

    let (_, out, err) = build(&["--model", minilm, "--table", "--json"], folder.path());
    let json: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}"));
    assert_eq!(json["parts"]["vectors"]["files"], 1);
    assert_eq!(
        vectors_bytes(folder.path()),
        json["parts"]["vectors"]["wire_bytes"]
    );

    let config = format!("[meaning]\nmodel = '{minilm}'\n");
    fs::write(folder.path().join("helpdex.toml"), &config).unwrap();
    let (_, out, err) = build(&["--json"], folder.path());
    let json: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}"));
    assert_eq!(json["meaning"]["articles_embedded"], 0, "from the cache");

    assert_eq!(json["parts"]["vectors"], Value::Null);
    assert_eq!(vectors_bytes(folder.path()), Value::Null);

    let config = format!("{config}table = true\nenabled = false\n");
    fs::write(folder.path().join("helpdex.toml"), config).unwrap();
    let (_, out, _) = build(&["--json"], folder.path());
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["meaning"], Value::Null);
    assert_eq!(json["parts"]["vectors"], Value::Null);
}
