//! Who may read what: bundles hold nothing that is for others.

use std::fs;
use std::io::Read;
use std::path::Path;

use flate2::read::MultiGzDecoder;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::support::{Folder, helpdex, ids, run, tree};

const SETTINGS: &str = "source = 'articles'
out = 'help'
[audiences.customer]
[audiences.internal]
out = 'help-agents'
";

/// Builds what `helpdex.toml` in the folder says.
fn build(folder: &Folder, more: &[&str]) -> Value {
    let config = folder.at("helpdex.toml");
    let arguments = ["build", "--no-eval", "--json", "--config", &config];
    run(arguments.iter().chain(more)).good().json()
}

fn site(articles: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    folder.write("helpdex.toml", SETTINGS);
    for (name, text) in articles {
        folder.write(&format!("articles/{name}"), text);
    }
    folder
}

/// Every byte of a folder's files, those that are compressed as they are and unpacked.
fn bytes_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for (name, bytes) in tree(folder) {
        let mut unpacked = Vec::new();
        if bytes.starts_with(&[0x1f, 0x8b]) {
            MultiGzDecoder::new(&*bytes)
                .read_to_end(&mut unpacked)
                .unwrap();
        } else if name.ends_with(".br") {
            brotli::BrotliDecompress(&mut &*bytes, &mut unpacked).unwrap();
        }
        all.push((name.clone(), unpacked));
        all.push((name, bytes));
    }
    all
}

#[track_caller]
fn assert_without(folder: &Path, secret: &str) {
    for (name, bytes) in bytes_below(folder) {
        let found = bytes
            .windows(secret.len())
            .any(|part| part.eq_ignore_ascii_case(secret.as_bytes()));
        assert!(!found, "{secret:?} is in {name}");
    }
}

#[test]
fn each_audience_has_a_bundle_of_its_own() {
    let folder = site(&[
        (
            "open.md",
            "---\nid: open\n---\n# Lantern\nFor all.\n\n<internal>\nAsk zorblax first.\n</internal>\n",
        ),
        (
            "sign-in.md",
            "---\nid: signed\naudience: customer\n---\n# Lantern of customers\nquuxly",
        ),
        (
            "staff.md",
            "---\nid: staff\naudience: [internal]\n---\n# Lantern of staff\nfrobnix",
        ),
    ]);
    let built = build(&folder, &[]);
    assert_eq!(built["articles"], 1);
    assert_eq!(built["audiences"]["customer"]["articles"], 2);
    assert_eq!(built["audiences"]["internal"]["articles"], 3);
    let [public, customer, internal] =
        ["help", "help-customer", "help-agents"].map(|name| folder.at(name));
    assert_eq!(ids(&public, "en", "lantern"), ["open"]);
    assert_eq!(ids(&customer, "en", "quuxly"), ["signed"]);
    assert_eq!(ids(&internal, "en", "frobnix"), ["staff"]);
    assert_eq!(ids(&internal, "en", "zorblax"), ["open"]);
    for secret in ["zorblax", "frobnix", "staff"] {
        assert_without(Path::new(&public), secret);
        assert_without(Path::new(&customer), secret);
    }
    assert_without(Path::new(&public), "quuxly");

    let only = build(&folder, &["--audience", "internal"]);
    assert_eq!(
        (&only["articles"], &only["audiences"]),
        (&json!(3), &Value::Null)
    );
    let config = folder.at("helpdex.toml");
    let unknown = run(["build", "--config", &config, "--audience", "agents"]);
    unknown.bad(
        2,
        &["there is no audience \"agents\"", "[audiences.agents]"],
    );
}

#[test]
fn lists_and_trees_and_votes_say_nothing_of_other_audiences() {
    let folder = site(&[
        ("open.md", "---\nid: open\n---\n# Lantern\nFor all."),
        (
            "staff.md",
            "---\nid: staff-only\naudience: internal\n---\n# Zorblax\nfrobnix",
        ),
        (
            "a.tree.yml",
            "id: plumbus\ntitle: Plumbus\naudience: internal\nsteps:\n  a:\n    heading: Grumbo\n    end: true\n",
        ),
        (
            "b.tree.yml",
            "id: open-tree\ntitle: Open\nsteps:\n  a:\n    heading: Start\n    body: x <internal>fleeb</internal> y\n    end: true\n",
        ),
    ]);
    let lists = "[[top_questions]]
articles = ['open', 'staff-only']
[[suggestions]]
match = '/*'
articles = ['staff-only']
[[curation]]
queries = ['lantern']
pin = ['staff-only']
[[faq.questions]]
articles = ['staff-only', 'open']
[[must_find]]
query = 'frobnix'
article = 'staff-only'
";
    folder.write("helpdex.toml", format!("{}{lists}", SETTINGS));
    let config = folder.at("helpdex.toml");
    let run = helpdex()
        .args(["build", "--ci", "--config", &config])
        .output()
        .unwrap();
    let talk = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{talk}");
    assert!(!talk.contains("warning"), "{talk}");
    assert!(talk.contains("for another audience"), "{talk}");
    for secret in [
        "staff-only",
        "zorblax",
        "frobnix",
        "plumbus",
        "grumbo",
        "fleeb",
    ] {
        assert_without(&folder.path().join("help"), secret);
        assert_without(&folder.path().join("help-customer"), secret);
    }
    let internal = folder.at("help-agents");
    assert_eq!(ids(&internal, "en", "grumbo"), ["tree:plumbus/a"]);
    assert_eq!(ids(&internal, "en", "fleeb"), ["tree:open-tree/a"]);
}

#[test]
fn what_is_unclear_is_in_no_bundle() {
    let folder = site(&[
        ("open.md", "# Lantern\nFor all."),
        ("typo.md", "---\naudience: interna\n---\n# Zorblax\nfrobnix"),
        ("unclosed.md", "# Frobnix\n\na <internal>b"),
    ]);
    let config = folder.at("helpdex.toml");
    let run = run(["build", "--config", &config]).good();
    for part in [
        "unknown audience `interna`",
        "did you mean `internal`?",
        "unclosed.md:3:3",
        "is not closed",
    ] {
        assert!(run.stderr.contains(part), "no {part:?} in {}", run.stderr);
    }
    for bundle in ["help", "help-customer", "help-agents"] {
        assert_without(&folder.path().join(bundle), "frobnix");
    }
}

#[test]
fn settings_that_would_mix_bundles_are_refused() {
    for (settings, parts) in [
        ("[audiences.public]\n", "written to `out`"),
        (
            "[audiences.internal]\nout = 'help/internal'\n",
            "within each other",
        ),
        ("[audiences.internal]\nout = 'help'\n", "within each other"),
        (
            "[audiences.partner]\nincludes = ['custmer']\n",
            "no audience `custmer`",
        ),
        ("[audiences.Partner]\n", "no name of an audience"),
        (
            "[audiences.internal]\ninclude = []\n",
            "did you mean `audiences.internal.includes`",
        ),
    ] {
        let folder = site(&[("open.md", "# Lantern\ntext")]);
        folder.write(
            "helpdex.toml",
            format!("source = 'articles'\nout = 'help'\n{settings}"),
        );
        run(["build", "--config", &folder.at("helpdex.toml")]).bad(2, &[parts, "helpdex.toml:"]);
    }
}

/// What a part of an article is for, and how it is written.
fn article() -> impl Strategy<Value = Vec<(bool, u8)>> {
    prop::collection::vec((any::<bool>(), 0..8u8), 1..8)
}

/// Markdown with secrets in all the places where text can stand; gives it with the secrets.
fn written(number: usize, parts: &[(bool, u8)]) -> (String, Vec<String>) {
    let mut text = format!("---\nid: a{number}\ntags: [t{number}]\n---\n# Article {number}\n\n");
    let mut secrets = Vec::new();
    for (at, (hidden, form)) in parts.iter().enumerate() {
        let word = format!("{}{number}x{at}q", if *hidden { "zorblax" } else { "open" });
        let inner = match form {
            0 => format!("A line {word}.\n"),
            1 => format!("## Heading {word}\n\ntext {word}\n"),
            2 => format!("- item {word}\n- more {word}\n"),
            3 => format!("| {word} | b |\n|--|--|\n| c | {word} |\n"),
            4 => format!("```\ncode {word}\n```\n"),
            5 => format!("<details><summary>{word}</summary>{word}</details>\n"),
            6 => format!("[{word}](https://example.org/{word})\n"),
            _ => format!("![{word}](https://example.org/{word}.png \"{word}\")\n"),
        };
        if *hidden {
            secrets.push(word);
            // Within a list, a table or a line, or as a block of its own.
            match (at + number) % 3 {
                0 => text.push_str(&format!("\n<internal>\n\n{inner}\n</internal>\n\n")),
                1 => text.push_str(&format!("before <internal>{inner}</internal> after\n\n")),
                _ => text.push_str(&format!(
                    "- one <INTERNAL reason=\"x\">\n{inner}</internal>\n- two\n\n"
                )),
            }
        } else {
            text.push_str(&format!("{inner}\n"));
        }
    }
    (text, secrets)
}

#[test]
fn no_byte_of_internal_text_is_in_a_public_file() {
    let mut runner = TestRunner::new(Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    });
    let sites = prop::collection::vec((any::<bool>(), article()), 1..10);
    // One folder for all: the component's files are compressed once, and what a build before left must
    // not hold anything either.
    let folder = site(&[("always.md", "# Always\nthere")]);
    let checked = runner.run(&sites, |articles| {
        fs::remove_dir_all(folder.at("articles")).unwrap();
        folder.write("articles/always.md", "# Always\nthere");
        let mut all = Vec::new();
        for (number, (internal, parts)) in articles.iter().enumerate() {
            let (mut text, mut secrets) = written(number, parts);
            if *internal {
                text = text.replace("---\n# Article", "audience: internal\n---\n# Zorblaxian");
                secrets.push(format!("zorblaxian {number}"));
            }
            all.extend(secrets);
            folder.write(&format!("articles/a{number}.md"), text);
        }
        build(&folder, &["--audience", "public"]);
        build(&folder, &["--audience", "internal"]);
        let public = bytes_below(&folder.path().join("help"));
        for (name, bytes) in public {
            let lower = bytes.to_ascii_lowercase();
            let found = memchr::memmem::find(&lower, b"zorblax");
            prop_assert!(
                found.is_none(),
                "{name}: {:?}",
                found.map(
                    |at| String::from_utf8_lossy(&bytes[at..(at + 40).min(bytes.len())])
                        .into_owned()
                )
            );
        }
        // The bundle for whom it is meant has all of it.
        let internal = folder.at("help-agents");
        if let Some(secret) = all.iter().find(|secret| !secret.contains(' ')) {
            prop_assert!(!ids(&internal, "en", secret).is_empty(), "{secret} is lost");
        }
        Ok(())
    });
    checked.unwrap();
}

#[test]
fn json_lines_follow_the_same_rules() {
    let folder = Folder::new();
    let lines = [
        r#"{"id": "a", "title": "Lantern <internal>zorblax</internal>", "tags": ["x <internal>frobnix</internal>"], "body": "Open \u003cinternal>plumbus\u003c/internal> text"}"#,
        r#"{"id": "b", "title": "Grumbo", "audience": ["internal"], "body": "fleeb"}"#,
        r#"{"id": "c", "title": "Unclosed", "body": "<internal>fleeb"}"#,
    ];
    folder.write("articles.jsonl", lines.join("\n"));
    folder.write(
        "helpdex.toml",
        SETTINGS.replace("'articles'", "'articles.jsonl'"),
    );
    let config = folder.at("helpdex.toml");
    let run = run(["build", "--config", &config]).good();
    assert!(
        run.stderr
            .contains("articles.jsonl:3: error: an <internal> block"),
        "{}",
        run.stderr
    );
    for secret in ["zorblax", "frobnix", "plumbus", "grumbo", "fleeb"] {
        assert_without(&folder.path().join("help"), secret);
    }
    assert_eq!(ids(&folder.at("help-agents"), "en", "plumbus"), ["a"]);
}
