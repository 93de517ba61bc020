//! What editors decide by hand, from `helpdex.toml` to the published files.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

use crate::support::helpdex;

const ARTICLES: &str = r#"
{"id": "refunds", "lang": "en", "title": "Refunds", "body": "Money back.", "section": ["Billing", "Payments"]}
{"id": "login", "lang": "en", "title": "Log in", "body": "Use your password."}
{"id": "login", "lang": "es", "title": "Iniciar", "body": "Con tu clave."}
"#;

fn site(config: &str) -> TempDir {
    let folder = tempdir().expect("a folder");
    let write = |name, text| fs::write(folder.path().join(name), text).expect("a file");
    write("articles.jsonl", ARTICLES);
    write("helpdex.toml", config);
    folder
}

/// Runs the tool in the folder of a site; gives the exit code, stdout and stderr.
fn run(site: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let output = helpdex().current_dir(site.path()).args(arguments).output();
    let output = output.expect("the tool can be started");
    let text = |bytes| String::from_utf8(bytes).expect("the tool prints UTF-8");
    (
        output.status.code().unwrap_or(-1),
        text(output.stdout),
        text(output.stderr),
    )
}

fn json_at(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).expect("the file is there")).expect("JSON")
}

const CONFIG: &str = "\
source = 'articles.jsonl'
out = 'out'
fallback = ['en', 'sv']
[[top_questions]]
articles = ['refunds', 'logn']
";

#[test]
fn fallback_and_top_questions_reach_the_bundle_and_are_checked() {
    let site = site(CONFIG);
    let (code, _, said) = run(&site, &["build"]);
    assert_eq!(code, 0, "{said}");
    for warning in [
        "helpdex.toml:3:19: warning: no article is in the language `sv`",
        "helpdex.toml:5:24: warning: no article in `en` has the id `logn`; did you mean `login`?",
    ] {
        assert!(said.contains(warning), "no {warning:?} in:\n{said}");
    }
    let out = site.path().join("out");
    let manifest = json_at(&out.join("manifest.json"));
    assert_eq!(manifest["fallback"], json!(["en"]));
    assert!(manifest["languages"]["es"].get("top").is_none());
    let list = out.join(manifest["languages"]["en"]["top"].as_str().expect("a path"));
    assert_eq!(
        json_at(&list),
        json!([{"id": "refunds", "url": "/refunds", "title": "Refunds", "breadcrumbs": "Billing › Payments"}])
    );
    assert_eq!(run(&site, &["check", "out"]).0, 0);
    fs::write(&list, "[]").expect("the file can be written");
    let (code, _, said) = run(&site, &["check", "out"]);
    assert_eq!(code, 1);
    assert!(said.contains("-top-") && said.contains("damaged"), "{said}");
}

#[test]
fn a_list_that_is_no_longer_chosen_goes_with_its_generation() {
    let site = site(CONFIG);
    let lists = || {
        let names = fs::read_dir(site.path().join("out/data")).expect("a folder");
        let names = names.map(|entry| entry.expect("an entry").file_name());
        names
            .filter(|name| name.to_string_lossy().contains("-top-"))
            .count()
    };
    for (config, expected) in [
        (CONFIG, 1),
        ("source = 'articles.jsonl'\nout = 'out'\n", 1),
        (
            "source = 'articles.jsonl'\nout = 'out'\ndefault_language = 'es'\n",
            0,
        ),
    ] {
        fs::write(site.path().join("helpdex.toml"), config).expect("the file can be written");
        let (code, _, said) = run(&site, &["build"]);
        assert_eq!(code, 0, "{said}");
        assert_eq!(lists(), expected, "{config}");
    }
}

#[test]
fn check_reviews_the_decisions_beside_a_source() {
    let site = site("[[synonyms]]\nwords = ['refund', 'refunds']\n");
    let (code, found, _) = run(&site, &["check", "articles.jsonl"]);
    assert_eq!(code, 1);
    assert!(
        found.contains("helpdex.toml:2:20: warning: `refund` and `refunds` are the same"),
        "{found}"
    );
    let config = site.path().join("other.toml");
    fs::write(&config, "[[curation]]\nqueries = []\n").expect("the file can be written");
    let (code, _, said) = run(
        &site,
        &["check", "articles.jsonl", "--config", "other.toml"],
    );
    assert_eq!(code, 2);
    assert!(
        said.contains("other.toml:1:1: `queries` is empty"),
        "{said}"
    );
}
