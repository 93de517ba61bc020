use super::*;
use std::fs;
use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use tempfile::{TempDir, tempdir};

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn read_all(path: &Path) -> Reading {
    read(path, &Options::default(), &|_| {}).unwrap()
}

/// `id url title` of each article.
fn summary(reading: &Reading) -> Vec<String> {
    let articles = reading.articles.iter().map(|article| {
        let document = &article.document;
        format!("{} {} {}", document.id, document.url, document.title)
    });
    articles.collect()
}

/// Each diagnostic, with the source's path left out.
fn complaints(root: &Path, reading: &Reading) -> Vec<String> {
    let prefix = format!("{}/", root.display());
    let messages = reading
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.to_string());
    messages
        .map(|message| message.replace(&prefix, ""))
        .collect()
}

#[test]
fn a_folder_of_markdown_and_html_is_read_in_order_of_path() {
    let root = folder(&[
        (
            "b/reset.md",
            "---\ntitle: Reset\ntags: [x]\nalso_asked_as:\n- Lost it?\n- Reset\n- Lost it?\nsection: Account\nupdated: 2026-01-02\n---\n# Reset\nText.",
        ),
        ("b.md", "# From a heading\nText."),
        (
            "a/page one.html",
            "<html lang=de><title>Seite</title><main>Text</main>",
        ),
        ("a/index.htm", "<title>Index</title>x"),
        (
            "c.MARKDOWN",
            "\u{feff}---\nid: own\nurl: https://x.example/c\ntitle: Own\n---\nx",
        ),
        (".hidden.md", "# no"),
        (".git/x.md", "# no"),
        ("node_modules/x.md", "# no"),
        ("image.png", "no"),
    ]);
    let reading = read_all(root.path());
    assert_eq!(
        summary(&reading),
        [
            "a/index /a/ Index",
            "a/page one /a/page%20one.html Seite",
            "b /b From a heading",
            "b/reset /b/reset Reset",
            "own https://x.example/c Own",
        ]
    );
    assert_eq!(complaints(root.path(), &reading), [""; 0]);
    assert_eq!(reading.articles[1].language.as_deref(), Some("de"));
    let reset = &reading.articles[3].document;
    assert_eq!(
        (reset.breadcrumbs.as_slice(), reset.tags.as_slice()),
        (&["Account".to_owned()][..], &["x".to_owned()][..])
    );
    assert_eq!(reset.updated, "2026-01-02");
    assert_eq!(
        reset.also_asked_as,
        ["Lost it?"],
        "title and repetitions add nothing"
    );
    assert_eq!(reset.sections.len(), 1, "the repeated title is dropped");
    assert_eq!(reset.sections[0].text, "Text.");
}

#[test]
fn a_bad_article_never_costs_another() {
    let root = folder(&[
        ("bad-date.md", "---\ntitle: T\nupdated: yesterday\n---\nx"),
        ("bad-lang.md", "---\ntitle: T\nlang: jp\n---\nx"),
        ("bad-state.md", "---\ntitle: T\nstate: publishd\n---\nx"),
        (
            "bad-url.md",
            "---\ntitle: T\nurl: javascript:alert(1)\n---\nx",
        ),
        ("bad-yaml.md", "---\ntitle: 2FA: x\n---\nx"),
        ("empty.md", "---\ntitle: Empty\n---\n"),
        ("fine.md", "# Fine\nx"),
        ("latin1.md", "# x"),
        ("no-title.md", "x"),
        ("same-1.md", "---\nid: same\ntitle: One\n---\nx"),
        ("same-2.md", "---\nid: same\ntitle: Two\n---\nx"),
    ]);
    fs::write(root.path().join("latin1.md"), b"# caf\xe9").unwrap();
    let huge = fs::File::create(root.path().join("huge.md")).unwrap();
    huge.set_len(MAX_ARTICLE_BYTES + 1).unwrap();
    let reading = read_all(root.path());
    assert_eq!(
        complaints(root.path(), &reading),
        [
            "bad-date.md:3:10: warning: `yesterday` is not a date; the date is left out; write it as 2026-03-31",
            "bad-lang.md:3:7: error: `jp` is not a language code; did you mean `ja`?",
            "bad-state.md:3:8: error: unknown state `publishd`; did you mean `published`?",
            "bad-url.md:3:6: warning: `javascript:alert(1)` is not an address that a page may link to; `/bad-url` is used; write one that begins with https:// or /",
            "bad-yaml.md:2:11: error: not valid YAML: mapping values are not allowed in this context; put a value that holds `: ` or `#` in quotes; mend the front matter",
            "empty.md:1: warning: the article has no text; it can be found by its title only; write its body, or set `state: draft`",
            "huge.md: error: the article has 20 MB or more; at most 20 MB are read; split it, or move data such as images out of it",
            "latin1.md: error: not valid UTF-8 at byte 5; save the file as UTF-8",
            "no-title.md:1: error: the article has no title; state `title`, or begin the body with a level-1 heading",
            "same-2.md:1: error: the id `same` is taken by same-1.md:1; give one of the two another `id`",
        ]
    );
    assert_eq!(
        summary(&reading),
        [
            "bad-date /bad-date T",
            "bad-url /bad-url T",
            "empty /empty Empty",
            "fine /fine Fine",
            "same /same-1 One"
        ]
    );
}

#[cfg(unix)]
#[test]
fn what_cannot_be_opened_is_named() {
    let root = folder(&[("a.md", "# A\nx")]);
    std::os::unix::fs::symlink("/nowhere", root.path().join("b.md")).unwrap();
    let reading = read_all(root.path());
    assert_eq!(summary(&reading), ["a /a A"], "links are not followed");
}

#[test]
fn only_published_articles_in_wanted_languages_enter() {
    let lines = [
        r#"{"id": "a", "title": "A", "body": "x", "lang": "de"}"#,
        r#"{"id": "b", "title": "B", "body": "x", "state": "Published", "lang": "pt-BR"}"#,
        r#"{"id": "c", "state": "draft"}"#,
        r#"{"id": "d", "state": "review"}"#,
        r#"{"id": "e", "state": "retired"}"#,
        r#"{"id": "f", "title": "F", "body": "x", "lang": "fr"}"#,
        r#"{"id": "a", "title": "A", "body": "x"}"#,
        "",
        r#"{"id": "a", "title": "A again", "body": "x", "lang": "DE"}"#,
    ];
    let root = folder(&[("articles.jsonl", &lines.join("\r\n"))]);
    let options = Options {
        languages: vec!["de".into(), "pt".into(), "en".into()],
        default_language: Some("en".into()),
        ..Options::default()
    };
    let reading = read(root.path(), &options, &|_| {}).unwrap();
    let languages: Vec<_> = reading
        .articles
        .iter()
        .map(|article| article.language.as_deref())
        .collect();
    assert_eq!(languages, [Some("de"), Some("pt-BR"), Some("en")]);
    assert_eq!(
        reading.skipped,
        Skipped {
            draft: 1,
            review: 1,
            retired: 1,
            other_language: 1,
            other_audience: 0,
        }
    );
    assert_eq!(
        complaints(root.path(), &reading),
        [
            "articles.jsonl:9: error: the id `a` is taken by articles.jsonl:1; give one of the two another `id`"
        ]
    );
}

#[test]
fn a_top_folder_gives_the_language() {
    let root = folder(&[
        ("de/a.md", "# A\nx"),
        ("it/a.md", "# A\nx"),
        ("de/b.md", "---\nlang: en\n---\n# B\nx"),
    ]);
    let options = Options {
        languages: vec!["de".into(), "en".into()],
        ..Options::default()
    };
    let reading = read(root.path(), &options, &|_| {}).unwrap();
    let languages: Vec<_> = reading
        .articles
        .iter()
        .map(|article| article.language.as_deref())
        .collect();
    assert_eq!(
        languages,
        [Some("de"), Some("en"), None],
        "`it` may be a department"
    );
}

#[test]
fn jsonl_is_read_plain_or_compressed_in_order_of_line() {
    let lines: String = (0..3000)
        .map(|n| {
            format!(
                "{{\"id\": \"a{n}\", \"title\": \"T{n}\", \"body\": \"{}\"}}\n",
                "word ".repeat(100)
            )
        })
        .collect();
    let root = folder(&[("plain.jsonl", &lines)]);
    let packed = root.path().join("articles.jsonl.gz");
    let mut encoder = GzEncoder::new(fs::File::create(&packed).unwrap(), Compression::fast());
    encoder.write_all(lines.as_bytes()).unwrap();
    encoder.finish().unwrap();
    let seen = std::sync::Mutex::new(Progress::default());
    let plain = read(
        &root.path().join("plain.jsonl"),
        &Options::default(),
        &|progress| {
            let mut seen = seen.lock().unwrap();
            seen.done = seen.done.max(progress.done);
            seen.total = progress.total;
        },
    )
    .unwrap();
    assert_eq!(summary(&plain), summary(&read_all(root.path())));
    assert_eq!(plain.articles.len(), 3000);
    assert!(
        plain
            .articles
            .iter()
            .enumerate()
            .all(|(n, article)| article.document.id == format!("a{n}"))
    );
    assert_eq!(plain.articles[2999].origin.line, 3000);
    let seen = seen.into_inner().unwrap();
    assert_eq!(
        (seen.done, seen.total),
        (lines.len() as u64, lines.len() as u64)
    );
}

#[test]
fn html_bodies_in_jsonl_are_extracted() {
    let line = r#"{"id": "a", "body": "<h1>Title</h1><p>One<p>two", "format": "html"}"#;
    let root = folder(&[("a.jsonl", line)]);
    let reading = read_all(&root.path().join("a.jsonl"));
    assert_eq!(summary(&reading), ["a /a Title"]);
    assert_eq!(reading.articles[0].document.sections[0].text, "One\ntwo");
}

#[test]
fn one_file_is_a_source() {
    let root = folder(&[("sub/a.md", "# A\nx")]);
    assert_eq!(
        summary(&read_all(&root.path().join("sub/a.md"))),
        ["a /a A"]
    );
}

#[test]
fn a_source_that_cannot_be_read_says_so() {
    let root = folder(&[("a.txt", "x"), ("bad.jsonl.gz", "")]);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder
        .write_all(b"{\"id\": \"a\", \"title\": \"A\"}\n")
        .unwrap();
    let bytes = encoder.finish().unwrap();
    fs::write(root.path().join("bad.jsonl.gz"), &bytes[..bytes.len() - 6]).unwrap();
    for (path, expected) in [
        ("nowhere", "does not exist; set `source`"),
        ("a.txt", "is not a source of articles"),
        ("bad.jsonl.gz", "is damaged after line 1"),
        ("", "holds no article"),
    ] {
        let error = read(&root.path().join(path), &Options::default(), &|_| {}).unwrap_err();
        assert!(error.to_string().contains(expected), "{path}: {error}");
    }
}
