//! Whatever is wrong with the input is named with its file and a cure, and costs nothing else.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::support::{Folder, Run, build, ids, is_root, mini_bundle, run, tree};

const MEGABYTE: u64 = 1_000_000;

/// Files of a source, what is said about each, and whether the article is lost by it.
const BAD_FILES: [(&str, &[u8], &str, bool); 14] = [
    (
        "yaml.md",
        b"---\ntitle: 2FA: x\n---\ntext",
        ":2:11: error: not valid YAML",
        true,
    ),
    (
        "open.md",
        b"---\ntitle: Open\nstate: draft\n\n# Open\ntext",
        ":1:1: error: the front matter is never closed: end it with a line `---`",
        true,
    ),
    (
        "toml.md",
        b"+++\ntitle = Open\n+++\ntext",
        ":2:9: error: not valid TOML",
        true,
    ),
    (
        "kind.md",
        b"---\ntitle: [a, b]\n---\ntext",
        ":2:8: error: `title` must be one value",
        true,
    ),
    (
        "latin1.md",
        b"# Caf\xe9",
        "latin1.md: error: not valid UTF-8 at byte 5; save the file as UTF-8",
        true,
    ),
    (
        "latin1.html",
        b"<title>Caf\xe9</title>",
        "latin1.html: error: not valid UTF-8",
        true,
    ),
    (
        "binary.md",
        b"\x00\x01\xff\xfe",
        "binary.md: error: not valid UTF-8 at byte 2",
        true,
    ),
    (
        "no-title.md",
        b"text",
        "no-title.md:1: error: the article has no title; state `title`",
        true,
    ),
    (
        "no-body.md",
        b"---\ntitle: Bodiless\n---\n",
        "no-body.md:1: warning: the article has no text; it can be found by its title only",
        false,
    ),
    (
        "nothing.md",
        b"",
        "nothing.md:1: error: the article has no title",
        true,
    ),
    (
        "lang.md",
        b"---\ntitle: T\nlang: jp\n---\nx",
        "lang.md:3:7: error: `jp` is not a language code; did you mean `ja`?",
        true,
    ),
    (
        "state.md",
        b"---\ntitle: T\nstate: publishd\n---\nx",
        "state.md:3:8: error: unknown state `publishd`; did you mean `published`?",
        true,
    ),
    (
        "date.md",
        b"---\ntitle: Dated\nupdated: soon\n---\nx",
        "date.md:3:10: warning: `soon` is not a date",
        false,
    ),
    (
        "url.md",
        b"---\ntitle: Linked\nurl: javascript:alert(1)\n---\nx",
        "url.md:3:6: warning: `javascript:alert(1)` is not an address",
        false,
    ),
];

#[test]
fn a_bad_file_costs_no_other() {
    let folder = Folder::new();
    for (name, content, ..) in BAD_FILES {
        folder.write(&format!("kb/{name}"), content);
    }
    folder.write("kb/twice-1.md", "---\nid: same\ntitle: One\n---\ntext");
    folder.write("kb/twice-2.md", "---\nid: same\ntitle: Two\n---\ntext");
    folder.write("kb/good.md", "# Lantern\ntext");
    let (source, out) = (folder.at("kb"), folder.out("out"));
    let call = ["build", "--source", &source, "--out", &out];
    let run = run(call).good();
    let of = |name: &str| {
        let mut lines = run.stderr.lines();
        let start = format!("{source}/{name}:");
        lines
            .find(|line| line.starts_with(&start))
            .map(str::to_owned)
    };
    for (name, _, message, is_lost) in BAD_FILES {
        let line = of(name).unwrap_or_else(|| panic!("nothing said about {name}:\n{}", run.stderr));
        assert!(line.contains(message), "{line}\nhas no {message}");
        assert!(line.contains("; "), "no cure in {line}");
        assert_eq!(line.contains(" error: "), is_lost, "{line}");
    }
    let twice = of("twice-2.md").expect("a message");
    assert!(
        twice.contains("the id `same` is taken by") && twice.contains("twice-1.md"),
        "{twice}"
    );
    let lost = BAD_FILES.iter().filter(|(.., is_lost)| *is_lost).count() + 1;
    let summary = format!("{lost} articles left out: see the errors above");
    assert!(run.stderr.contains(&summary), "{}", run.stderr);
    assert_eq!(ids(&out, "en", "lantern"), ["good"]);
    assert_eq!(ids(&out, "en", "bodiless"), ["no-body"]);
    assert_eq!(ids(&out, "en", "one"), ["same"]);
    let strict = call.into_iter().chain(["--strict"]);
    crate::support::run(strict).bad(1, &[&format!("{lost} articles were left out (--strict)")]);
    crate::support::run(["check", &source]).bad(1, &["has errors or warnings"]);
}

#[test]
fn a_bad_line_costs_no_other() {
    let lines: [(&[u8], &str); 11] = [
        (b"{", "not valid JSON"),
        (
            b"[1, 2]",
            "the line is not a JSON object; write one JSON object a line",
        ),
        (b"\"text\"", "the line is not a JSON object"),
        (
            b"{\"title\": \"T\", \"body\": \"x\"}",
            "the article has no id; give it an `id`",
        ),
        (
            b"{\"id\": \"a\", \"body\": \"x\"}",
            "the article has no title",
        ),
        (
            b"{\"id\": \"a\", \"title\": \"Caf\xe9\"}",
            "not valid UTF-8 at byte",
        ),
        (
            b"{\"id\": \"a\", \"title\": {\"en\": 1}}",
            "invalid type: map, expected a text; give the field a value",
        ),
        (
            b"{\"id\": \"a\", \"title\": \"T\", \"body\": \"x\", \"lang\": \"klingon\"}",
            "`klingon` is not a language code",
        ),
        (
            b"{\"id\": \"a\", \"title\": \"T\", \"body\": \"x\", \"format\": \"docx\"}",
            "docx",
        ),
        (
            b"{\"id\": \"good\", \"title\": \"T\", \"body\": \"x\"}",
            "the id `good` is taken by",
        ),
        (b"\xff\xfe\x00", "not valid UTF-8"),
    ];
    let folder = Folder::new();
    let mut text = b"{\"id\": \"good\", \"title\": \"Lantern\", \"body\": \"x\"}\n".to_vec();
    for (line, _) in lines {
        text.extend_from_slice(line);
        text.push(b'\n');
    }
    let (source, out) = (folder.write("a.jsonl", text), folder.out("out"));
    let run = build(&source, &out);
    for (number, (_, message)) in (2..).zip(lines) {
        let start = format!("{source}:{number}: error: ");
        let start_at_column = format!("{source}:{number}:");
        let mut said = run.stderr.lines();
        let line = said.find(|line| line.starts_with(&start) || line.starts_with(&start_at_column));
        let line =
            line.unwrap_or_else(|| panic!("nothing said about line {number}:\n{}", run.stderr));
        assert!(
            line.contains(message) && line.contains("; "),
            "{line}\nhas no {message}"
        );
    }
    assert_eq!(ids(&out, "en", "lantern"), ["good"]);
}

#[test]
fn an_article_that_is_too_large_is_left_out() {
    let folder = Folder::new();
    let huge = folder.write("kb/huge.md", "# Huge\n");
    let file = fs::OpenOptions::new().write(true).open(huge);
    file.and_then(|file| file.set_len(50 * MEGABYTE))
        .expect("a sparse file");
    folder.write("kb/good.md", "# Lantern\ntext");
    let out = folder.out("out");
    let run = build(&folder.at("kb"), &out);
    let expected =
        "huge.md: error: the article has 50 MB or more; at most 20 MB are read; split it";
    assert!(run.stderr.contains(expected), "{}", run.stderr);
    assert_eq!(ids(&out, "en", "lantern"), ["good"]);
}

/// The tool as somebody without the rights of root runs it.
fn as_ordinary_user(folder: &Folder) -> Option<Command> {
    if !is_root() {
        return Some(crate::support::helpdex());
    }
    // Root may read everything, so another user has to try; `setpriv` is in every util-linux.
    let tool = folder.at("helpdex");
    // By another process: a file that this one has open for writing is inherited by whatever tests
    // beside this one start meanwhile, and cannot be run ("text file busy").
    let copied = Command::new("cp")
        .args([env!("CARGO_BIN_EXE_helpdex"), &tool])
        .status();
    copied.ok().filter(std::process::ExitStatus::success)?;
    for (path, mode) in [
        (folder.path().to_owned(), 0o777),
        (tool.clone().into(), 0o755),
    ] {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).ok()?;
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups", &tool]);
    command.current_dir(folder.path());
    let works = Command::new("setpriv")
        .args(["--reuid=65534", "true"])
        .status();
    works
        .is_ok_and(|status| status.success())
        .then_some(command)
}

#[test]
fn what_cannot_be_read_or_written_is_named() {
    let folder = Folder::new();
    let secret = folder.write("kb/secret.md", "# Secret\ntext");
    folder.write("kb/locked/inner.md", "# Inner\ntext");
    folder.write("kb/good.md", "# Lantern\ntext");
    folder.write("sealed/keep.txt", "");
    let Some(mut tool) = as_ordinary_user(&folder) else {
        eprintln!("skipped: no way to run as an ordinary user here");
        return;
    };
    let set =
        |path: &str, mode| fs::set_permissions(folder.at(path), fs::Permissions::from_mode(mode));
    set("kb/secret.md", 0).expect("own files");
    set("kb/locked", 0).expect("own files");
    set("sealed", 0o555).expect("own files");
    let (source, out, sealed) = (folder.at("kb"), folder.at("out"), folder.at("sealed/out"));
    let built: Run = tool
        .args(["build", "--source", &source, "--out", &out])
        .output()
        .expect("runs")
        .into();
    let mut tool = as_ordinary_user(&folder).expect("as before");
    let refused: Run = tool
        .args(["build", "--source", &source, "--out", &sealed])
        .output()
        .expect("runs")
        .into();
    let mut tool = as_ordinary_user(&folder).expect("as before");
    let unreadable: Run = tool
        .args(["build", "--source", &secret, "--out", &out])
        .output()
        .expect("runs")
        .into();
    for path in ["kb/secret.md", "kb/locked", "sealed"] {
        set(path, 0o755).expect("own files");
    }
    let built = built.good();
    for name in ["secret.md", "locked"] {
        let expected = format!(
            "{source}/{name}: error: cannot be read (Permission denied (os error 13)); check its permissions"
        );
        assert!(built.stderr.contains(&expected), "{}", built.stderr);
    }
    assert_eq!(ids(&out, "en", "lantern"), ["good"]);
    refused.bad(
        1,
        &[
            &sealed,
            "cannot be created",
            "check --out and the permissions",
        ],
    );
    unreadable.bad(
        1,
        &["secret.md: error: cannot be read", "no article to publish"],
    );
}

#[test]
fn a_build_without_articles_leaves_the_bundle() {
    let folder = Folder::new();
    let out = folder.out("out");
    build(&folder.write("good.md", "# Lantern\ntext"), &out);
    let before = tree(&folder.path().join("out"));
    let drafts = folder.write("drafts/a.md", "---\ntitle: A\nstate: draft\n---\nx");
    let bad = folder.write("bad/a.md", "no title");
    for source in [drafts, bad] {
        let call = ["build", "--source", &source, "--out", &out];
        run(call).bad(1, &[&source, "no article to publish", "is as it was"]);
        assert_eq!(tree(&folder.path().join("out")), before);
    }
}

#[test]
fn wrong_usage_is_exit_code_2_with_a_cure() {
    let folder = Folder::new();
    let good = folder.write("good.md", "# Lantern\ntext");
    let mistyped = folder.write("mistyped.toml", "[ranking]\nk1 = 1.2\ntitle_densty = 1");
    let no_toml = folder.write("no.toml", "source = ");
    let range = folder.write("range.toml", "[bundle]\nshard_kb = 1");
    let no_queries = folder.write("none.jsonl", "{\"query\": \"x\"}\n");
    let bad_queries = folder.write(
        "bad.jsonl",
        "{\"query\": \"x\", \"relevant\": {\"a\": 1}}\n{\"quer",
    );
    let text = folder.write("a.txt", "x");
    fs::create_dir(folder.at("empty")).expect("a folder");
    let (nowhere, empty, out) = (folder.at("nowhere"), folder.at("empty"), folder.at("out"));
    let queries = crate::support::mini("queries.jsonl.gz");
    let bundle = mini_bundle();
    let cases: Vec<(Vec<&str>, Vec<&str>)> = vec![
        (
            vec!["build", "--source", &nowhere, "--out", &out],
            vec![&nowhere, "does not exist", "--source"],
        ),
        (
            vec!["build", "--source", &empty, "--out", &out],
            vec![&empty, "holds no article; expected .md"],
        ),
        (
            vec!["build", "--source", &text, "--out", &out],
            vec![&text, "is not a source of articles; expected"],
        ),
        (
            vec!["build", "--config", &mistyped],
            vec![
                "mistyped.toml:3:1: unknown key `ranking.title_densty`; did you mean `ranking.title_density`?",
            ],
        ),
        (vec!["build", "--config", &no_toml], vec!["no.toml:1:10: "]),
        (
            vec!["build", "--config", &range],
            vec!["range.toml:2:12: `bundle.shard_kb` is 1; it must be from 4 to 1024"],
        ),
        (
            vec!["build", "--config", &nowhere],
            vec![
                &nowhere,
                "cannot be read",
                "check the path given to --config",
            ],
        ),
        (
            vec!["build", "--source", &good, "--out", &out, "--lang", "jp"],
            vec!["--lang: `jp` is not a language code; did you mean `ja`?"],
        ),
        (
            vec!["build", "--sauce", &good],
            vec!["unexpected argument '--sauce'", "--source"],
        ),
        (
            vec!["biuld"],
            vec!["unrecognized subcommand 'biuld'", "'build'"],
        ),
        (vec![], vec!["Usage: helpdex <COMMAND>"]),
        (
            vec!["query", "--bundle", &nowhere, "x"],
            vec![
                &nowhere,
                "no bundle here; build one with `helpdex build --out",
            ],
        ),
        (
            vec!["query", "--bundle", bundle, "--lang", "fr", "x"],
            vec!["no index for language \"fr\"", "it has: ar, de, en, es, pl"],
        ),
        (vec!["query", "--bundle", bundle], vec!["<TEXT>"]),
        (
            vec!["inspect", "--bundle", &empty],
            vec![&empty, "no bundle here"],
        ),
        (vec!["check", &nowhere], vec![&nowhere, "does not exist"]),
        (
            vec!["eval", "--bundle", &empty, "--queries", &queries],
            vec![&empty, "no bundle here"],
        ),
        (
            vec!["eval", "--bundle", bundle, "--queries", &nowhere],
            vec![&nowhere, "cannot be read"],
        ),
        (
            vec!["eval", "--bundle", bundle, "--queries", &no_queries],
            vec![&no_queries, "no query with a relevant article"],
        ),
        (
            vec!["eval", "--bundle", bundle, "--queries", &bad_queries],
            vec!["bad.jsonl:2: expected {\"query\""],
        ),
        (
            vec!["serve", "--bundle", &nowhere],
            vec![&nowhere, "no bundle here"],
        ),
        (
            vec!["serve", "--bundle", &empty],
            vec![&empty, "no bundle here"],
        ),
        (
            vec!["serve", "--bundle", bundle, "--listen", "0.0.0.0:0"],
            vec![
                "0.0.0.0:0 can be reached from other machines",
                "--allow-remote",
            ],
        ),
        (vec!["serve", "--source", &good], vec!["--bundle"]),
        (
            vec!["serve", "--site", &nowhere],
            vec![&nowhere, "no such folder"],
        ),
        (
            vec!["serve", "--listen", "nonsense"],
            vec!["--listen", "invalid"],
        ),
    ];
    for (call, parts) in cases {
        let run = run(&call);
        assert_eq!(run.code, 2, "{call:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{call:?}: stdout is for data");
        for part in parts {
            assert!(
                run.stderr.contains(part),
                "{call:?}: no {part:?} in\n{}",
                run.stderr
            );
        }
    }
    assert!(
        !folder.path().join("out").exists(),
        "wrong usage writes nothing"
    );
}

#[test]
fn a_damaged_archive_is_named() {
    let folder = Folder::new();
    let lines = crate::support::corpus(40, 50, 1);
    let mut bytes = crate::support::gzip(lines.as_bytes());
    bytes.truncate(bytes.len() / 2);
    let source = folder.write("half.jsonl.gz", bytes);
    let out = folder.at("out");
    let call = ["build", "--source", &source, "--out", &out];
    run(call).bad(
        2,
        &[
            "half.jsonl.gz is damaged after line",
            "export or download it again",
        ],
    );
}
