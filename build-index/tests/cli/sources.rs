//! Every form of source, and which of its articles enter the bundle.

use crate::support::{Folder, build, build_json, gzip, ids, mini, mini_bundle, run, tree};

const LINES: &str = r#"{"id": "lamp", "title": "Light a lantern", "body": "Strike a match.", "lang": "en", "url": "/kb/lamp", "section": "Light", "tags": ["fire"]}
{"id": "oil", "title": "Refill the oil", "body": "Open the cap of the lantern."}
"#;

/// Id, address and title of the first hit.
fn first_hit(out: &str, text: &str) -> [String; 3] {
    let answer = run(["query", "--bundle", out, "--json", text])
        .good()
        .json();
    let hit = &answer["hits"][0];
    ["id", "url", "title"].map(|field| hit[field].as_str().unwrap_or("none").to_owned())
}

#[test]
fn every_form_of_source_is_found_again() {
    let markdown = "---\ntitle: Light a lantern\nid: lamp\nurl: /kb/lamp\nlang: en\ntags: [fire]\n---\n# Light a lantern\n\nStrike a match.\n";
    let html = "<!doctype html><html lang=en><head><title>Light a lantern</title><link rel=canonical href='/kb/lamp'></head><body><nav>Home</nav><main><h1>Light a lantern</h1><p>Strike a match.</main></body></html>";
    let folder = Folder::new();
    folder.write("markdown/guide/lamp.md", markdown);
    folder.write("html/guide/lamp.html", html);
    folder.write("mixed/lamp.markdown", markdown);
    folder.write("mixed/other.htm", "<title>Other</title><p>Else");
    folder.write("lines.jsonl", LINES);
    folder.write("lines.jsonl.gz", gzip(LINES.as_bytes()));
    folder.write("export/articles.jsonl", LINES);
    folder.write("export.gz/articles.jsonl.gz", gzip(LINES.as_bytes()));
    folder.write("windows.jsonl", LINES.replace('\n', "\r\n"));
    for (source, id) in [
        ("markdown", "lamp"),
        ("markdown/guide/lamp.md", "lamp"),
        ("html", "guide/lamp"),
        ("mixed", "lamp"),
        ("lines.jsonl", "lamp"),
        ("lines.jsonl.gz", "lamp"),
        ("export", "lamp"),
        ("export.gz", "lamp"),
        ("windows.jsonl", "lamp"),
    ] {
        let out = folder.out(&format!("out-{}", source.replace('/', "-")));
        build(&folder.at(source), &out);
        let expected = [id, "/kb/lamp", "Light a lantern"].map(str::to_owned);
        assert_eq!(first_hit(&out, "strike match"), expected, "{source}");
    }
}

#[test]
fn only_published_articles_enter() {
    let folder = Folder::new();
    let states = [
        ("live", Some("published")),
        ("loud", Some("PUBLISHED")),
        ("plain", None),
        ("new", Some("draft")),
        ("asked", Some("review")),
        ("old", Some("retired")),
    ];
    let mut lines = String::new();
    for (id, state) in states {
        let front = state.map_or(String::new(), |state| format!("state: {state}\n"));
        folder.write(
            &format!("pages/{id}.md"),
            format!("---\ntitle: Lantern {id}\n{front}---\ntext"),
        );
        let article = serde_json::json!({"id": id, "title": format!("Lantern {id}"), "body": "text", "state": state.unwrap_or("published")});
        lines.push_str(&format!("{article}\n"));
    }
    folder.write("lines.jsonl", lines);
    for source in ["pages", "lines.jsonl"] {
        let out = folder.out(&format!("out-{source}"));
        let built = build(&folder.at(source), &out);
        let mut found = ids(&out, "en", "lantern");
        found.sort();
        assert_eq!(found, ["live", "loud", "plain"], "{source}");
        for state in ["draft", "review", "retired"] {
            let line = format!("1 article not published: in state {state}");
            assert!(built.stderr.contains(&line), "{source}: {}", built.stderr);
        }
    }
}

#[test]
fn lang_is_for_articles_that_state_none() {
    let folder = Folder::new();
    folder.write("kb/a.md", "# Linterna\nluz");
    folder.write("kb/b.md", "---\nlang: de\n---\n# Laterne\nLicht");
    let (source, out) = (folder.at("kb"), folder.out("out"));
    let call = [
        "build", "--source", &source, "--out", &out, "--lang", "es", "--json",
    ];
    let built = run(call).good().json();
    assert_eq!(built["languages"]["es"]["articles"], 1);
    assert_eq!(built["languages"]["de"]["articles"], 1);
    assert_eq!(ids(&out, "es", "linterna"), ["a"]);
}

#[test]
fn the_order_of_articles_changes_nothing() {
    let folder = Folder::new();
    let file = std::fs::File::open(mini("articles.jsonl.gz")).expect("the fixture");
    let text = std::io::read_to_string(flate2::read::GzDecoder::new(file)).expect("gzip");
    let mut lines: Vec<&str> = text.lines().collect();
    lines.reverse();
    lines.rotate_left(17);
    let source = folder.write("shuffled.jsonl", lines.join("\n"));
    let mut expected = None;
    for (name, source, threads) in [
        ("sorted", mini("articles.jsonl.gz"), "1"),
        ("shuffled", source.clone(), "1"),
        ("threads", source, "8"),
    ] {
        let out = folder.at(name);
        crate::support::seed_app(&folder.path().join(name));
        let output = crate::support::helpdex()
            .env("RAYON_NUM_THREADS", threads)
            .args(["build", "--source", &source, "--out", &out])
            .output();
        crate::support::Run::from(output.expect("the tool runs")).good();
        let files = tree(&folder.path().join(name));
        assert_eq!(
            expected.get_or_insert_with(|| files.clone()),
            &files,
            "{name}"
        );
    }
    // The seeded folders hold the component of an English bundle too, until a build removes it.
    let built = tree(std::path::Path::new(mini_bundle()));
    let expected = expected.expect("a first build");
    assert_eq!(built["manifest.json"], expected["manifest.json"]);
}

#[test]
fn articles_and_bytes_are_counted() {
    let folder = Folder::new();
    let source = folder.write("lines.jsonl", LINES);
    let built = build_json(&source, &folder.out("out"));
    assert_eq!(built["articles"], 2);
    assert_eq!(built["parts"]["root"]["files"], 1);
}
