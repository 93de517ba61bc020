//! Articles for the reader, from files to a published bundle.

use std::fs;
use std::path::{Path, PathBuf};

use helpdex_cli::bundle_dir::{LocalIndex, Manifest};
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

use crate::support::helpdex;

const RESET: &str = "---
title: Reset a password
updated: 2026-03-31
severity: high
effort: enormous
---
## Steps

See [the account](account) and <b onclick=\"x()\">save</b>.
";

fn site(config: &str) -> TempDir {
    let folder = tempdir().expect("a folder");
    fs::create_dir_all(folder.path().join("content/guide")).expect("a folder");
    let write = |name, text| fs::write(folder.path().join(name), text).expect("a file");
    write("content/guide/reset.md", RESET);
    write(
        "content/guide/account.html",
        "<main><h1>Account</h1><p>Your password.</main>",
    );
    write("helpdex.toml", config);
    folder
}

/// Runs the tool in a folder; gives its exit code, stdout and stderr.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = helpdex().current_dir(folder).args(arguments).output();
    let output = output.expect("the tool can be started");
    let text = |bytes| String::from_utf8(bytes).expect("the tool prints UTF-8");
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn open(folder: &Path) -> (LocalIndex, PathBuf) {
    let bundle = folder.join("public/help");
    let manifest = Manifest::read(&bundle).expect("a manifest");
    let index = LocalIndex::open(&bundle, &manifest, "en").expect("an index");
    (index, bundle)
}

#[test]
fn an_article_is_read_as_it_was_written() {
    let site = site("[site]\nurl_base = \"https://help.acme.example\"\n");
    let (code, _, errors) = run(site.path(), &["build"]);
    assert_eq!(code, Some(0), "{errors}");
    assert!(
        errors.contains("reset.md:5:9: warning: `enormous` is no effort"),
        "{errors}"
    );
    let (mut index, _) = open(site.path());
    let document = index.find("guide/reset").expect("shards");
    let record = index
        .article(document.expect("an article"))
        .expect("shards");
    let record: Value = serde_json::from_str(&record.expect("a record")).expect("JSON");
    assert_eq!(
        record["body"],
        json!([
            ["h2", { "id": "steps" }, "Steps"],
            ["p", 0, "See ", ["a", { "href": "https://help.acme.example/guide/account" }, "the account"], " and ", ["b", 0, "save"], "."],
        ])
    );
    assert_eq!(record["severity"], "high");
    assert_eq!(record["updated"], "2026-03-31");
    assert!(record.get("effort").is_none());
    assert_eq!(index.find("guide/nothing").expect("shards"), None);
}

#[test]
fn check_reads_every_article_and_inspect_counts_their_files() {
    let site = site("");
    assert_eq!(run(site.path(), &["build"]).0, Some(0));
    let (_, bundle) = open(site.path());
    let (code, told, errors) = run(site.path(), &["check", "public/help"]);
    assert_eq!(code, Some(0), "{told}{errors}");
    let (_, told, _) = run(
        site.path(),
        &["inspect", "--bundle", "public/help", "--json"],
    );
    let told: Value = serde_json::from_str(&told).expect("JSON");
    let files = fs::read_dir(bundle.join("data")).expect("a folder");
    let shards = files.filter(|file| {
        let name = file.as_ref().expect("a file").file_name();
        let name = name.to_string_lossy().into_owned();
        name.ends_with(".hdx") && !name.starts_with("en-")
    });
    // A shard of positions becomes known with a phrase only, and is not counted.
    assert_eq!(told["languages"][0]["shards"], shards.count() - 1);
}

#[test]
fn without_a_reader_the_bundle_holds_nothing_for_it() {
    let sizes = ["", "[reader]\nenabled = false\n"].map(|config| {
        let site = site(config);
        let (code, told, _) = run(site.path(), &["build", "--json"]);
        assert_eq!(code, Some(0));
        let (mut index, _) = open(site.path());
        assert_eq!(index.searcher().has_articles(), config.is_empty());
        let told: Value = serde_json::from_str(&told).expect("JSON");
        told["parts"]["articles"]["files"].as_u64()
    });
    assert_eq!(sizes, [Some(1), None]);
}
