//! The calls that other tools rely on, with their exact shapes, and what people see.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;

use serde_json::Value;

use crate::support::{Folder, build, build_json, helpdex, ids, mini, mini_bundle, run, tree};

const MEASURES: [&str; 7] = [
    "n",
    "ndcg10",
    "mrr10",
    "success1",
    "success3",
    "recall10",
    "zero_rate",
];
const LANGUAGES: [&str; 5] = ["ar", "de", "en", "es", "pl"];

/// The keys of an object, which must have no others.
#[track_caller]
fn assert_keys<'a>(object: &Value, expected: impl IntoIterator<Item = &'a str>) {
    let keys: BTreeSet<&str> = object
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(keys, expected.into_iter().collect());
}

/// The judged queries of the mini corpus: language and text.
fn judged_queries() -> Vec<(String, String)> {
    let file = std::fs::File::open(mini("queries.jsonl.gz")).expect("the fixture");
    let mut text = String::new();
    let mut decoder = flate2::read::GzDecoder::new(file);
    decoder.read_to_string(&mut text).expect("gzip");
    let parse = |line| serde_json::from_str::<Value>(line).expect("JSON");
    let field = |query: &Value, name: &str| query[name].as_str().expect("a text").to_owned();
    let queries = text.lines().map(parse);
    queries
        .map(|query| (field(&query, "lang"), field(&query, "query")))
        .collect()
}

#[test]
fn eval_prints_the_measures() {
    let queries = mini("queries.jsonl.gz");
    let call = [
        "eval",
        "--bundle",
        mini_bundle(),
        "--queries",
        &queries,
        "--json",
    ];
    let evaluation = run(call).good().json();
    assert_keys(
        &evaluation,
        ["overall", "by_lang", "by_kind", "by_lang_and_kind"],
    );
    assert_keys(&evaluation["by_lang"], LANGUAGES);
    assert_keys(&evaluation["by_kind"], ["written"]);
    let groups = ["by_lang", "by_kind"].map(|by| evaluation[by].as_object().expect("an object"));
    for summary in groups
        .iter()
        .flat_map(|group| group.values())
        .chain([&evaluation["overall"]])
    {
        assert_keys(summary, MEASURES.into_iter().chain(["ndcg10_interval"]));
        for measure in &MEASURES[1..] {
            let value = summary[measure].as_f64().expect("a number");
            assert!((0.0..=1.0).contains(&value), "{measure} {value}");
        }
        let [low, high] = [0, 1].map(|at| summary["ndcg10_interval"][at].as_f64());
        assert!(low <= summary["ndcg10"].as_f64() && summary["ndcg10"].as_f64() <= high);
        assert!(low < high, "{low:?} {high:?}");
    }
    for group in groups {
        let counts = group.values().map(|summary| summary["n"].as_u64());
        assert_eq!(counts.sum::<Option<u64>>(), Some(64));
    }
    assert_eq!(evaluation["overall"]["n"], 64);
    let ndcg = evaluation["overall"]["ndcg10"].as_f64();
    assert!(ndcg > Some(0.75), "{ndcg:?}");
    let table = run(&call[..5]).good();
    assert!(table.stdout.contains("nDCG@10"), "{}", table.stdout);
    assert_eq!(table.stdout.lines().count(), 1 + 1 + 5 + 1);
}

#[test]
fn query_prints_hits() {
    let call = [
        "query",
        "--bundle",
        mini_bundle(),
        "--lang",
        "en",
        "--json",
        "api key",
    ];
    let answer = run(call).good().json();
    assert_keys(
        &answer,
        [
            "query",
            "lang",
            "total",
            "ideal",
            "step",
            "corrections",
            "synonyms",
            "hits",
        ],
    );
    assert_eq!(answer["step"], "all");
    let hits = answer["hits"].as_array().expect("a list");
    assert!(hits.len() >= 2, "{answer}");
    assert!(answer["total"].as_u64() >= Some(hits.len() as u64));
    for hit in hits {
        assert_keys(
            hit,
            [
                "id", "url", "title", "section", "snippet", "heading", "anchor", "score",
            ],
        );
        assert!(hit["url"].as_str().expect("a text").starts_with("https://"));
    }
    let scores: Vec<f64> = hits
        .iter()
        .filter_map(|hit| hit["score"].as_f64())
        .collect();
    assert_eq!(scores.len(), hits.len());
    assert!(
        scores.is_sorted_by(|a, b| a >= b) && scores[0] > 0.0,
        "{scores:?}"
    );
    let one = run(call.into_iter().chain(["--limit", "1"])).good().json();
    assert_eq!(one["hits"], Value::from(vec![hits[0].clone()]));
    assert_eq!(one["total"], answer["total"]);
    let explained = run(call.into_iter().chain(["--explain"])).good().json();
    assert!(explained["hits"][0]["explain"]["terms"].is_array());
}

#[test]
fn every_judged_query_finds_something() {
    let queries = judged_queries();
    assert_eq!(queries.len(), 64);
    let found_nothing =
        |(lang, text): &&(String, String)| ids(mini_bundle(), lang, text).is_empty();
    let empty: Vec<_> = queries.iter().filter(found_nothing).collect();
    assert!(empty.is_empty(), "nothing found for {empty:?}");
}

#[test]
fn any_bytes_are_a_query() {
    let long = "help ".repeat(20_000);
    let one_word = "x".repeat(100_000);
    for bytes in [
        b"".as_slice(),
        b" ",
        b"\xff\xfe api key",
        b"api\xc3",
        b"-- \"'*?()[]{}\\|&^$#@!~`",
        "🙂 \u{202e}\u{0301}\u{fffd} ﷽".as_bytes(),
        b"\x01\x1b[31m\n\t",
        long.as_bytes(),
        one_word.as_bytes(),
    ] {
        let mut call = helpdex();
        call.args([
            "query",
            "--bundle",
            mini_bundle(),
            "--lang",
            "en",
            "--json",
            "--",
        ]);
        let output = call.arg(OsStr::from_bytes(bytes)).output();
        let run = crate::support::Run::from(output.expect("the tool runs")).good();
        assert!(run.json()["hits"].is_array());
    }
    assert!(!ids(mini_bundle(), "en", "\u{fffd} api key").is_empty());
}

#[test]
fn a_language_is_found_by_its_region_and_case() {
    for lang in ["de", "DE", "de-AT"] {
        let call = [
            "query",
            "--bundle",
            mini_bundle(),
            "--lang",
            lang,
            "--json",
            "Kennwort",
        ];
        assert_eq!(run(call).good().json()["lang"], "de", "{lang}");
    }
}

#[test]
fn build_says_what_it_did() {
    let folder = Folder::new();
    let source = mini("articles.jsonl.gz");
    let run = build(&source, &folder.out("out"));
    assert_eq!(run.stdout, "", "stdout is for data");
    // Not a terminal: a line a phase.
    for (line, start) in run.stderr.lines().zip([
        &format!("reading {source}"),
        "indexing 5 languages",
        "writing ",
    ]) {
        assert!(line.starts_with(start), "{line}\nnot {start}");
    }
    for language in LANGUAGES {
        let line = run
            .stderr
            .lines()
            .find(|line| line.starts_with(&format!("{language} ")));
        let counted = line.is_some_and(|line| line.contains(" 13 ") || line.contains(" 12 "));
        assert!(counted, "{language}: {line:?}");
    }
    for part in ["root", "text", "64 articles in ", " a second); "] {
        assert!(run.stderr.contains(part), "no {part:?} in {}", run.stderr);
    }
    assert!(
        !run.stderr.contains('\u{1b}'),
        "no terminal codes in a log file"
    );
}

#[test]
fn build_prints_json() {
    let folder = Folder::new();
    let built = build_json(&mini("articles.jsonl.gz"), &folder.out("out"));
    assert_keys(
        &built,
        [
            "articles",
            "eval",
            "must_find_missed",
            "left_out",
            "trees_left_out",
            "integrity",
            "meaning",
            "not_published",
            "seconds",
            "files",
            "written",
            "out",
            "pages",
            "languages",
            "parts",
        ],
    );
    assert_eq!(
        (
            &built["articles"],
            &built["left_out"],
            &built["not_published"]
        ),
        (&64.into(), &0.into(), &0.into())
    );
    assert_keys(&built["languages"], LANGUAGES);
    for language in LANGUAGES {
        let counts = &built["languages"][language];
        assert_keys(
            counts,
            [
                "articles",
                "terms",
                "postings",
                "root_bytes",
                "root_brotli_bytes",
            ],
        );
        assert!(counts["root_brotli_bytes"].as_u64() < counts["root_bytes"].as_u64());
    }
    let mut files = tree(std::path::Path::new(&folder.at("out")));
    files.retain(|path, _| !path.starts_with(".helpdex"));
    let needed = files.len() as u64;
    // The seeded folder also holds the component for an English bundle.
    assert!(
        built["files"].as_u64() <= Some(needed) && built["written"].as_u64() > Some(0),
        "{built}"
    );
    for part in built["parts"].as_object().expect("an object").values() {
        assert_keys(part, ["files", "raw_bytes", "wire_bytes"]);
    }
}

#[test]
fn the_manifest_names_files_that_exist() {
    let out = std::path::Path::new(mini_bundle());
    let text = std::fs::read_to_string(out.join("manifest.json")).expect("a manifest");
    let manifest: Value = serde_json::from_str(&text).expect("JSON");
    assert_keys(
        &manifest,
        ["helpdex", "build", "app", "default", "labels", "languages"],
    );
    assert_keys(&manifest["labels"], ["ar", "de", "es", "pl"]);
    assert_keys(&manifest["languages"], LANGUAGES);
    for entry in manifest["languages"]
        .as_object()
        .expect("an object")
        .values()
    {
        assert_keys(entry, ["root", "engine", "articles"]);
        let root = entry["root"].as_str().expect("a path");
        for extension in ["", ".br", ".gz"] {
            assert!(
                out.join(format!("{root}{extension}")).is_file(),
                "{root}{extension}"
            );
        }
    }
    // A tool compiled before `cargo xtask dist` has no component to publish.
    if !helpdex_cli::assets::APP.is_empty() {
        let script = std::fs::read_to_string(out.join("helpdex.js")).expect("the script");
        assert!(script.contains(&serde_json::to_string(&text).expect("JSON")));
        assert!(!script.contains("__HELPDEX_MANIFEST__"));
        let app = out.join(manifest["app"].as_str().expect("a path"));
        assert!(app.join("widget.js.br").is_file());
    }
}

#[test]
fn the_printed_configuration_changes_nothing() {
    let folder = Folder::new();
    let printed = run(["build", "--print-config"]).good();
    let config = folder.write("helpdex.toml", &printed.stdout);
    folder.write("content/a.md", "# Lanterns\nlight them");
    run(["build", "--config", &config]).good();
    let with = tree(&folder.path().join("public/help"));
    let plain = folder.out("plain");
    build(&folder.at("content"), &plain);
    assert_eq!(
        with["manifest.json"],
        tree(&folder.path().join("plain"))["manifest.json"]
    );
    assert_eq!(
        ids(&folder.at("public/help"), "en", "lantern"),
        ["a"],
        "paths are relative to the file"
    );
}

#[test]
fn the_configuration_beside_is_used() {
    let folder = Folder::new();
    folder.write(
        "helpdex.toml",
        "source = 'kb'\nout = 'site'\nlanguages = ['de']\n[site]\nurl_base = 'https://acme.example/docs/'\n[stop_words]\nde = ['laterne']",
    );
    folder.write("kb/de/a.md", "# Laterne\nlicht");
    folder.write("kb/b.md", "---\nlang: en\n---\n# Lantern\nlight");
    folder.out("site");
    let output = helpdex().arg("build").current_dir(folder.path()).output();
    let run = crate::support::Run::from(output.expect("the tool runs")).good();
    assert!(
        run.stderr
            .contains("1 article not published: in a language outside of `languages`"),
        "{}",
        run.stderr
    );
    let site = folder.at("site");
    let call = [
        "query", "--bundle", &site, "--lang", "de", "--json", "licht",
    ];
    let found = crate::support::run(call).good().json();
    assert_eq!(found["hits"][0]["url"], "https://acme.example/docs/de/a");
    assert_eq!(
        ids(&site, "de", "laterne licht"),
        ["de/a"],
        "stop words do not hide an article"
    );
}

#[test]
fn a_sound_bundle_passes_check_and_inspect() {
    let checked = run(["check", mini_bundle()]).good();
    for language in LANGUAGES {
        assert!(
            checked.stdout.contains(&format!("{language}: 1")),
            "{}",
            checked.stdout
        );
    }
    let shown = run(["inspect", "--bundle", mini_bundle(), "--json"])
        .good()
        .json();
    let languages = shown["languages"].as_array().expect("a list");
    assert_eq!(languages.len(), 5);
    for language in languages {
        for count in ["articles", "terms", "postings", "shards", "root_bytes"] {
            assert!(language[count].as_u64() > Some(0), "{count} of {language}");
        }
    }
    let text = run(["inspect", "--bundle", mini_bundle()]).good().stdout;
    assert!(text.contains("13 articles"), "{text}");
}

#[test]
fn help_shows_examples_and_exit_codes() {
    let top = run(["--help"]).good().stdout;
    for part in [
        "build",
        "check",
        "inspect",
        "query",
        "eval",
        "serve",
        "Examples:",
        "Exit codes:",
    ] {
        assert!(top.contains(part), "no {part} in {top}");
    }
    for verb in ["build", "check", "inspect", "query", "eval", "serve"] {
        let help = run([verb, "--help"]).good().stdout;
        assert!(help.contains(&format!("helpdex {verb} ")), "{help}");
    }
    let version = run(["--version"]).good().stdout;
    assert_eq!(version, format!("helpdex {}\n", env!("CARGO_PKG_VERSION")));
}
