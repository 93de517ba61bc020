//! What pages show apart from search results: suggestions, contact, trees, own texts, questions.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Folder, ids, run, tree};

const ARTICLES: &str = r#"
{"id": "refunds", "lang": "en", "title": "Refunds", "body": "Money comes <b>back</b>.\n\nWithin 14 days.", "url": "/refunds"}
{"id": "login", "lang": "en", "title": "Log in", "body": "Use your password."}
{"id": "login", "lang": "es", "title": "Iniciar", "body": "Con tu clave."}
"#;

const CONFIG: &str = "\
source = 'articles.jsonl'
out = 'out'
trees = 'trees'
[site]
name = 'Acme'
[eval]
sample = 0
[[suggestions]]
match = '/checkout/*'
articles = ['refunds', 'login']
[faq]
json_ld = true
[[faq.questions]]
articles = ['refunds']
[strings.en]
launcher = 'Need help?'
[contact]
levels = 3
[[contact.rules]]
match = 'hacked|stolen'
set = { severity = 'high' }
[contact.channels.phone]
label = { en = 'Call', es = 'Llamar' }
href = 'tel:+34910000000'
";

const TREE: &str = "\
title: Payment fails
url: /pay
steps:
  card:
    heading: Does the zebra card work elsewhere?
    choices:
      - { label: Yes, article: refunds }
      - { label: No, route: phone }
";

fn site(config: &str) -> Folder {
    let site = Folder::new();
    site.write("articles.jsonl", ARTICLES);
    site.write("trees/pay.tree.yml", TREE);
    site.write("helpdex.toml", config);
    site.out("out");
    site
}

#[track_caller]
fn build(site: &Folder) -> crate::support::Run {
    run(["build", "--config", &site.at("helpdex.toml")])
}

fn read(site: &Folder, path: &str) -> Value {
    let bytes = std::fs::read(site.path().join("out").join(path)).expect("a file");
    serde_json::from_slice(&bytes).expect("JSON")
}

/// A list of a language, by its name in the manifest.
pub(super) fn list(site: &Folder, language: &str, name: &str) -> Value {
    let manifest = read(site, "manifest.json");
    let path = manifest["languages"][language][name].as_str().expect(name);
    assert!(
        path.starts_with(&format!("data/{language}-{name}-")),
        "{path}"
    );
    read(site, path)
}

#[test]
fn everything_that_is_configured_reaches_the_bundle() {
    let site = site(CONFIG);
    build(&site).good();
    assert_eq!(read(&site, "manifest.json")["site"], "Acme");
    let refunds =
        json!({ "id": "refunds", "url": "/refunds", "title": "Refunds", "breadcrumbs": "" });
    let suggest = list(&site, "en", "suggest");
    assert_eq!(suggest[0]["match"], "/checkout/*");
    assert_eq!(suggest[0]["articles"][0], refunds);
    assert_eq!(suggest[0]["articles"][1]["id"], "login");
    assert_eq!(
        list(&site, "en", "strings"),
        json!({ "launcher": "Need help?" })
    );
    let contact = list(&site, "es", "contact");
    assert_eq!(contact["table"].as_object().expect("a table").len(), 27);
    assert_eq!(contact["channels"]["phone"]["label"], "Llamar");
    let pay = &list(&site, "en", "trees")["pay"];
    assert_eq!(pay["steps"]["card"]["choices"][0]["article"], refunds);
    assert_eq!(
        list(&site, "en", "faq")[0]["answer"][1],
        json!(["p", 0, "Within 14 days."])
    );
    let manifest = read(&site, "manifest.json");
    for name in ["suggest", "strings", "trees", "faq", "top"] {
        assert_eq!(manifest["languages"]["es"].get(name), None, "{name}");
    }
    run(["check", &site.at("out")]).good();
    let inspected = run(["inspect", "--json", "--bundle", &site.at("out")])
        .good()
        .json();
    assert_eq!(
        inspected["languages"][0]["lists"],
        json!({ "contact": 1, "faq": 1, "strings": 1, "suggest": 1, "trees": 1 })
    );
}

#[test]
fn a_step_of_a_tree_is_found_by_its_words() {
    let site = site(CONFIG);
    build(&site).good();
    assert_eq!(ids(&site.at("out"), "en", "zebra"), ["tree:pay/card"]);
}

#[test]
fn every_list_is_checked_and_goes_with_its_generation() {
    let site = site(CONFIG);
    build(&site).good();
    let manifest = read(&site, "manifest.json");
    for name in ["suggest", "contact", "trees", "strings", "faq"] {
        let path = manifest["languages"]["en"][name].as_str().expect(name);
        let path = site.path().join("out").join(path);
        let whole = std::fs::read(&path).expect("a list");
        std::fs::write(&path, "[{}]").expect("a file can be written");
        run(["check", &site.at("out")]).bad(1, &[&format!("-{name}-"), "damaged"]);
        std::fs::write(&path, whole).expect("a file can be written");
    }
    std::fs::write(site.path().join("out/faq-en.html"), "<p>x").expect("a file can be written");
    run(["check", &site.at("out")]).bad(1, &["faq-en.html", "not what"]);
    let lists = || {
        let files = tree(&site.path().join("out")).into_keys();
        let lists = files.filter(|path| path.starts_with("data/") && path.ends_with(".json"));
        lists.count() + usize::from(site.path().join("out/faq-en.html").is_file())
    };
    build(&site).good();
    let all = lists();
    site.write(
        "helpdex.toml",
        "source = 'articles.jsonl'\nout = 'out'\neval.sample = 0\n",
    );
    build(&site).good();
    assert_eq!(
        lists(),
        all,
        "pages of the build before may still ask for them"
    );
    site.write("articles.jsonl", ARTICLES.replace("Money", "Cash"));
    build(&site).good();
    assert_eq!(lists(), 0);
    run(["check", &site.at("out")]).good();
}

#[test]
fn a_page_of_the_site_is_never_taken_for_ours() {
    let site = site(CONFIG);
    site.write("out/faq-xx.html", "<p>mine");
    for body in ["Money", "Cash", "Coins"] {
        site.write("articles.jsonl", ARTICLES.replace("Money", body));
        build(&site).good();
    }
    let mine = std::fs::read_to_string(site.path().join("out/faq-xx.html"));
    assert_eq!(mine.expect("the page is there"), "<p>mine");
}

#[test]
fn the_page_for_servers_says_the_answers_without_a_script() {
    let site = site(CONFIG);
    build(&site).good();
    let page = std::fs::read_to_string(site.path().join("out/faq-en.html")).expect("a page");
    for part in [
        "<summary>Refunds</summary>",
        "<p>Money comes back.</p><p>Within 14 days.</p>",
        "<a href=\"/refunds\">",
        "\"@type\":\"FAQPage\"",
        "Money comes back.\\nWithin 14 days.",
    ] {
        assert!(page.contains(part), "no {part} in {page}");
    }
    assert!(!site.path().join("out/faq-es.html").exists());
}

#[test]
fn a_bad_tree_is_left_out_and_the_rest_published() {
    let site = site(CONFIG);
    site.write(
        "trees/bad.tree.yml",
        "title: Bad\nsteps:\n  a:\n    heading: A\n    choices:\n      - { label: x, next: b }\n",
    );
    site.write(
        "trees/lost.tree.yml",
        TREE.replace("article: refunds", "article: refnds"),
    );
    let said = build(&site).good().stderr;
    for part in [
        "bad.tree.yml:6:9: error: the choice `x` leads to the step `b`, which does not exist",
        "lost.tree.yml:7:9: error: the choice `Yes` leads to the article `refnds`, which does not exist; did you mean `refunds`?",
        "2 decision trees left out: see the errors above",
    ] {
        assert!(said.contains(part), "no {part:?} in:\n{said}");
    }
    let trees = list(&site, "en", "trees");
    assert_eq!(
        trees.as_object().expect("trees").keys().collect::<Vec<_>>(),
        ["pay"]
    );
    run(["build", "--strict", "--config", &site.at("helpdex.toml")])
        .bad(1, &["2 decision trees were left out (--strict)"]);
    run([
        "check",
        &site.at("articles.jsonl"),
        "--config",
        &site.at("helpdex.toml"),
    ])
    .bad(1, &["has errors"]);
}

#[test]
fn trees_of_a_source_folder_are_no_articles() {
    let site = Folder::new();
    site.write("content/refunds.md", "# Refunds\nMoney back.");
    site.write(
        "content/pay.tree.yaml",
        TREE.replace("      - { label: No, route: phone }\n", "")
            .as_bytes(),
    );
    site.write("content/more.md", "---\ntree: more\nlang: en\ntitle: More\n---\n## Is it on? {#on}\n\n- [Yes](solved:)\n- [No](article:refunds)\n");
    let out = site.out("out");
    let built = run([
        "build",
        "--no-eval",
        "--json",
        "--lang",
        "en",
        "--source",
        &site.at("content"),
        "--out",
        &out,
    ])
    .good();
    // Two steps and one article.
    assert_eq!(built.json()["articles"], 3, "{}", built.stderr);
    assert_eq!(ids(&out, "en", "on"), ["tree:more/on"]);
    run([
        "build",
        "--source",
        &site.at("content"),
        "--config",
        &site.write("bad.toml", "trees = 'nowhere'"),
        "--out",
        &out,
    ])
    .bad(2, &["nowhere holds no decision tree"]);
}

#[test]
fn a_pinned_loader_stays_and_its_integrity_is_printed() {
    let site = site(CONFIG);
    let built = run(["build", "--json", "--config", &site.at("helpdex.toml")])
        .good()
        .json();
    let integrity = built["integrity"].as_object().expect("hashes");
    if integrity.is_empty() {
        // A tool without the browser's files has no loader to pin.
        assert!(!Path::new(&site.at("out/helpdex.js")).exists());
        return;
    }
    let pinned = || {
        let files = tree(&site.path().join("out")).into_keys();
        files
            .filter(|path| path.starts_with("helpdex-"))
            .collect::<Vec<_>>()
    };
    let first = pinned();
    assert_eq!(first.len(), 3, "{first:?}");
    assert!(
        integrity.contains_key("helpdex.js") && integrity.contains_key(&first[0]),
        "{integrity:?}"
    );
    let loader =
        std::fs::read_to_string(site.path().join("out").join(&first[0])).expect("a loader");
    assert!(loader.contains("__HELPDEX_MANIFEST__"));
    for body in ["Cash", "Coins"] {
        site.write("articles.jsonl", ARTICLES.replace("Money", body));
        let said = build(&site).good().stderr;
        let printed = format!(
            "src=\"/help/{}\" integrity=\"{}\" crossorigin>",
            first[0],
            integrity[&first[0]].as_str().unwrap_or_default()
        );
        assert!(said.contains(&printed), "no {printed} in {said}");
    }
    assert_eq!(pinned(), first);
    std::fs::write(site.path().join("out").join(&first[0]), "x").expect("a file can be written");
    run(["check", &site.at("out")]).bad(1, &[&first[0], "damaged"]);
}

#[test]
fn one_script_holds_everything_or_says_why_it_cannot() {
    let site = site(CONFIG);
    build(&site).good();
    let single = site.path().join("out/helpdex.single.js");
    assert!(!single.exists());
    let before = read(&site, "manifest.json");
    let config = site.at("helpdex.toml");
    let built = run(["build", "--single-file", "--json", "--config", &config]);
    if built.code != 0 {
        built.bad(
            1,
            &[
                "without single.js",
                "cargo xtask dist",
                "leave --single-file out",
            ],
        );
        assert!(!single.exists());
        assert_eq!(read(&site, "manifest.json"), before);
        return;
    }
    let integrity = built.good().json()["integrity"].clone();
    assert!(
        integrity["helpdex.single.js"]
            .as_str()
            .is_some_and(|hash| hash.starts_with("sha384-"))
    );
    let script = std::fs::read_to_string(&single).expect("a script");
    assert!(!script.contains("__HELPDEX_MANIFEST__"));
    run(["check", &site.at("out")]).good();
}
