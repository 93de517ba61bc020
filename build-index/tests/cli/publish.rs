//! How a bundle takes the place of the one before.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use helpdex_cli::bundle_dir::{LocalIndex, Manifest};

use crate::support::{Folder, build, build_json, corpus, helpdex, ids, index_files, run, tree};

/// Every file of a folder with the time of its last change.
fn times(out: &Path) -> Vec<(String, SystemTime)> {
    let changed =
        |path: &String| fs::metadata(out.join(path)).and_then(|metadata| metadata.modified());
    let files = tree(out).into_keys();
    files
        .map(|path| (path.clone(), changed(&path).expect("a time")))
        .collect()
}

#[test]
fn the_same_source_writes_nothing() {
    let folder = Folder::new();
    let (source, out) = (folder.write("a.md", "# Lantern\ntext"), folder.out("out"));
    let first = build_json(&source, &out);
    let (before, files) = (
        times(&folder.path().join("out")),
        tree(&folder.path().join("out")),
    );
    let second = build_json(&source, &out);
    assert!(first["written"].as_u64() > Some(0), "{first}");
    assert_eq!(
        (&second["written"], &second["files"]),
        (&0.into(), &first["files"])
    );
    assert_eq!(
        times(&folder.path().join("out")),
        before,
        "nothing is even touched"
    );
    assert_eq!(tree(&folder.path().join("out")), files);
}

#[test]
fn the_generation_before_stays_and_older_ones_go() {
    let folder = Folder::new();
    let out = folder.out("out");
    let sources = ["one", "two", "three"]
        .map(|name| folder.write(&format!("{name}.md"), format!("# {name}\ntext of {name}")));
    // What else a site keeps there is not ours.
    for path in [
        "index.html",
        "data/prices.json",
        "app-icons/a.svg",
        ".tmp-note",
        "data/.tmp-mine",
    ] {
        folder.write(&format!("out/{path}"), "mine");
    }
    let alone = sources.clone().map(|source| {
        let other = folder.out(&format!(
            "alone-{}",
            Path::new(&source).file_stem().expect("a name").display()
        ));
        build(&source, &other);
        index_files(&other).into_iter().collect::<BTreeSet<_>>()
    });
    let expect = |built: &[usize]| {
        let mut files: BTreeSet<String> = built.iter().flat_map(|n| alone[*n].clone()).collect();
        files.extend(["data/prices.json", "data/.tmp-mine"].map(str::to_owned));
        assert_eq!(
            index_files(&out).into_iter().collect::<BTreeSet<_>>(),
            files,
            "after {built:?}"
        );
    };
    for (source, kept) in [
        (0, &[0][..]),
        (1, &[0, 1]),
        (2, &[1, 2]),
        (2, &[1, 2]),
        (1, &[1, 2]),
        (0, &[0, 1]),
    ] {
        build(&sources[source], &out);
        expect(kept);
        run(["check", &out]).good();
    }
    for path in ["index.html", "app-icons/a.svg", ".tmp-note"] {
        assert_eq!(
            fs::read_to_string(folder.path().join("out").join(path)).expect(path),
            "mine"
        );
    }
}

#[test]
fn a_bundle_whose_notes_are_lost_keeps_working() {
    let folder = Folder::new();
    let out = folder.out("out");
    let [one, two] =
        ["one", "two"].map(|name| folder.write(&format!("{name}.md"), format!("# {name}\ntext")));
    build(&one, &out);
    let before = index_files(&out);
    for notes in [None, Some("not JSON"), Some("[[\"data/x.hdx\"]]")] {
        match notes {
            None => fs::remove_dir_all(folder.at("out/.helpdex")).expect("notes"),
            Some(text) => drop(folder.write("out/.helpdex/generations.json", text)),
        }
        build(&two, &out);
        let after = index_files(&out);
        assert!(
            before.iter().all(|file| after.contains(file)),
            "{notes:?}: pages that are open lost their files"
        );
        build(&one, &out);
    }
}

/// Starts a build and returns when it says that it has begun `phase`.
fn start(source: &str, out: &str, phase: &str) -> (Child, BufReader<impl Read>) {
    let child = helpdex()
        .args(["build", "--source", source, "--out", out])
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.expect("the tool starts");
    let mut talk = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut line = String::new();
    while !line.starts_with(phase) {
        line.clear();
        assert_ne!(
            talk.read_line(&mut line).expect("text"),
            0,
            "no phase {phase}"
        );
    }
    (child, talk)
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .args([name, &child.id().to_string()])
        .status();
    assert!(sent.expect("kill runs").success());
}

#[test]
fn ctrl_c_leaves_the_bundle_and_the_next_build_tidies_up() {
    let folder = Folder::new();
    let out = folder.out("out");
    let old = folder.write("old.md", "# Lantern\ntext");
    build(&old, &out);
    let before = index_files(&out);
    let manifest = fs::read(folder.at("out/manifest.json")).expect("a manifest");
    let source = folder.write("new.jsonl", corpus(1500, 150, 1));
    for (phase, name, code) in [
        ("reading", "-INT", Some(1)),
        ("indexing", "-TERM", Some(1)),
        ("writing", "-INT", Some(1)),
        ("writing", "-KILL", None),
    ] {
        let (mut child, mut talk) = start(&source, &out, phase);
        signal(&child, name);
        let status = child.wait().expect("it ends");
        assert_eq!(status.code(), code, "{phase} {name}");
        let mut said = String::new();
        talk.read_to_string(&mut said).expect("text");
        let message = format!("interrupted; the bundle in {out} is as it was. Build again");
        assert_eq!(
            said.contains(&message),
            code.is_some(),
            "{phase} {name}: {said}"
        );
        assert_eq!(
            fs::read(folder.at("out/manifest.json")).expect("a manifest"),
            manifest,
            "{phase} {name}"
        );
        assert_eq!(ids(&out, "en", "lantern"), ["old"], "{phase} {name}");
        run(["check", &out]).good();
    }
    // What a build that was killed can leave, in every folder.
    for path in [
        "data/.tmp-1-a.hdx",
        ".tmp-1-manifest.json",
        ".helpdex/.tmp-1-generations.json",
        "data/0123456789ab.hdx",
        "data/en-0123456789ab.hdx.br",
    ] {
        folder.write(&format!("out/{path}"), "half");
    }
    build(&old, &out);
    assert_eq!(index_files(&out), before, "leftovers are gone");
    let temporary: Vec<String> = tree(&folder.path().join("out"))
        .into_keys()
        .filter(|path| path.contains(".tmp-"))
        .collect();
    assert_eq!(temporary, [""; 0]);
}

#[test]
fn a_folder_that_was_never_finished_is_tidied_up() {
    let folder = Folder::new();
    let out = folder.out("out");
    let source = folder.write("new.jsonl", corpus(1500, 150, 2));
    let (mut child, _talk) = start(&source, &out, "writing");
    // Something is written before it ends.
    while index_files(&out).is_empty() {
        assert!(
            child.try_wait().expect("its state").is_none(),
            "it ended too early"
        );
    }
    signal(&child, "-KILL");
    child.wait().expect("it ends");
    assert!(
        !folder.path().join("out/manifest.json").exists(),
        "it was not finished"
    );
    run(["query", "--bundle", &out, "x"]).bad(2, &["no bundle here"]);
    let small = folder.write("small.md", "# Small\ntext");
    build(&small, &out);
    build(&small, &folder.out("alone"));
    assert_eq!(index_files(&out), index_files(&folder.at("alone")));
}

#[test]
fn builds_at_the_same_time_take_turns() {
    let folder = Folder::new();
    let out = folder.out("out");
    let sources: Vec<String> = (1..=4)
        .map(|seed| folder.write(&format!("{seed}.jsonl"), corpus(60, 60, seed)))
        .collect();
    let builds: Vec<Child> = sources
        .iter()
        .map(|source| {
            helpdex()
                .args(["build", "--source", source, "--out", &out])
                .stderr(Stdio::piped())
                .spawn()
                .expect("the tool starts")
        })
        .collect();
    for build in builds {
        crate::support::Run::from(build.wait_with_output().expect("it ends")).good();
    }
    run(["check", &out]).good();
    assert_eq!(
        run(["query", "--bundle", &out, "--json", "lantern"])
            .good()
            .json()["total"],
        60
    );
}

/// Opens the published bundle and every file that belongs to it, as pages do one by one.
fn read_everything(out: &Path) -> anyhow::Result<usize> {
    let manifest = Manifest::read(out)?;
    let mut files = 0;
    for (language, entry) in &manifest.languages {
        let mut index = LocalIndex::open(out, &manifest, language)?;
        for extension in [".br", ".gz"] {
            fs::read(out.join(format!("{}{extension}", entry.root)))?;
        }
        let shards: Vec<u32> = index.searcher().shard_ids().collect();
        index.load(&shards)?;
        let documents: Vec<u32> = (0..index.searcher().document_count()).collect();
        index.load_texts(&documents)?;
        files += 3 + index.searcher().shard_ids().count();
    }
    Ok(files)
}

#[test]
fn a_reader_never_misses_a_file() {
    const BUILDS: usize = 12;
    let folder = Folder::new();
    let out = folder.out("out");
    // Each of two corpora changes every time, so that every build adds and removes files.
    let sources: Vec<String> = (0..BUILDS)
        .map(|n| folder.write(&format!("{n}.jsonl"), corpus(30 + n % 2 * 30, 40, n as u64)))
        .collect();
    build(&sources[0], &out);
    let begun = AtomicUsize::new(0);
    let reads = std::thread::scope(|scope| {
        let builder = scope.spawn(|| {
            for source in &sources[1..] {
                begun.fetch_add(1, Ordering::SeqCst);
                build(source, &out);
            }
        });
        let mut reads = 0;
        while !builder.is_finished() {
            let start = begun.load(Ordering::SeqCst);
            let result = read_everything(&folder.path().join("out"));
            // Files stay for one more generation; who takes longer than a whole build has had it.
            let is_slow = begun.load(Ordering::SeqCst) > start + 1;
            match result {
                Ok(files) => assert!(files > 3, "{files}"),
                Err(error) => assert!(is_slow, "{error:#}"),
            }
            reads += usize::from(!is_slow);
        }
        builder.join().expect("the builds go well");
        reads
    });
    assert!(reads >= BUILDS, "only {reads} reads while building");
}
