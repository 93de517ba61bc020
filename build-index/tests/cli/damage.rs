//! A published bundle that was damaged: every reader says so, `check` says where, and a build
//! mends it.

use std::fs;
use std::path::Path;

use crate::support::{Folder, build, corpus, mini, run, tree};

/// A way to damage a file.
type Damage = fn(&Path);

/// Flips a bit in the middle of a file.
fn flip(path: &Path) {
    let mut bytes = fs::read(path).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    fs::write(path, bytes).expect("files can be written");
}

/// Cuts a file off.
fn cut(path: &Path) {
    let bytes = fs::read(path).expect("a file");
    fs::write(path, &bytes[..bytes.len() / 2]).expect("files can be written");
}

fn remove(path: &Path) {
    fs::remove_file(path).expect("a file");
}

/// The files of a bundle that match.
fn find(out: &Path, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let files = tree(out).into_keys();
    files.filter(|path| wanted(path)).collect()
}

/// The files of a bundle, each with ways to damage it.
fn damages(root: &Path) -> Vec<(String, Damage)> {
    let is_shard =
        |path: &str| path.starts_with("data/") && path.len() == "data/0123456789ab.hdx".len();
    let one = |start: &str, end: &str| {
        find(root, |path| path.starts_with(start) && path.ends_with(end))
            .into_iter()
            .next()
    };
    let mut cases: Vec<(String, Damage)> = Vec::new();
    for shard in find(root, is_shard) {
        cases.extend([
            (shard.clone(), flip as Damage),
            (shard.clone(), cut),
            (shard, remove),
        ]);
    }
    for (end, damage) in [
        (".hdx", flip as Damage),
        (".hdx", cut),
        (".hdx", remove),
        (".hdx.br", flip),
        (".hdx.gz", cut),
    ] {
        cases.push((one("data/en-", end).expect("a root"), damage));
    }
    // A tool compiled before `cargo xtask dist` publishes no component.
    for end in [".wasm", ".js", ".js.br", ".js.gz"] {
        cases.extend(one("app-", end).map(|path| (path, flip as Damage)));
    }
    if root.join("helpdex.js").is_file() {
        cases.push(("helpdex.js".into(), cut));
    }
    cases
}

#[test]
fn check_finds_damage_and_a_build_mends_it() {
    let folder = Folder::new();
    let source = folder.write("a.jsonl", corpus(30, 60, 1));
    let out = folder.out("out");
    build(&source, &out);
    run(["check", &out]).good();
    let root = folder.path().join("out");
    let sound = tree(&root);
    let cases = damages(&root);
    let is_of_kind = |kind: &str| {
        cases
            .iter()
            .filter(|(path, _)| path.ends_with(kind))
            .count()
    };
    assert!(is_of_kind(".hdx") >= 9, "a root, text and positions");
    for (path, damage) in &cases {
        damage(&root.join(path));
        let checked = run(["check", &out]);
        assert_eq!(checked.code, 1, "{path}: {}", checked.stdout);
        let folder_of_app = path.split_once('/').map_or("", |(folder, _)| folder);
        let is_named = checked.stderr.contains(path)
            || (folder_of_app.starts_with("app-") && checked.stderr.contains(folder_of_app));
        assert!(
            is_named && checked.stderr.contains("build the bundle again"),
            "{path}: {}",
            checked.stderr
        );
        fs::write(root.join(path), &sound[path]).expect("files can be written");
    }
    for damage in [flip, cut, remove] {
        for (path, _) in &cases {
            fs::write(root.join(path), &sound[path]).expect("files can be written");
            damage(&root.join(path));
        }
        build(&source, &out);
        assert!(tree(&root) == sound, "a build mends everything");
    }
}

#[test]
fn a_damaged_manifest_is_a_failure_of_every_reader() {
    let folder = Folder::new();
    let out = folder.out("out");
    build(&folder.write("a.md", "# Lantern\ntext"), &out);
    let queries = mini("queries.jsonl.gz");
    let sound = fs::read_to_string(folder.at("out/manifest.json")).expect("a manifest");
    let newer = sound.replace("\"helpdex\":1", "\"helpdex\":2");
    for (manifest, message) in [
        ("", "not a helpdex manifest; build the bundle again"),
        (
            &sound[..sound.len() / 2],
            "not a helpdex manifest; build the bundle again",
        ),
        ("[]", "not a helpdex manifest; build the bundle again"),
        (
            &newer,
            "manifest layout 2, this helpdex reads 1; build the bundle again",
        ),
    ] {
        let path = folder.write("out/manifest.json", manifest);
        for call in [
            vec!["check", &out],
            vec!["query", "--bundle", &out, "lantern"],
            vec!["inspect", "--bundle", &out],
            vec!["eval", "--bundle", &out, "--queries", &queries],
            vec!["serve", "--bundle", &out],
        ] {
            run(call).bad(1, &[&path, message]);
        }
        build(&folder.at("a.md"), &out);
        run(["check", &out]).good();
    }
}

#[test]
fn readers_of_a_damaged_index_name_the_file() {
    let folder = Folder::new();
    let out = folder.out("out");
    build(&folder.write("a.md", "# Lantern\ntext to be found"), &out);
    let root = folder.path().join("out");
    let queries = folder.write(
        "q.jsonl",
        "{\"query\": \"lantern text\", \"relevant\": {\"a\": 1}}",
    );
    let calls = [
        vec!["query", "--bundle", &out, "lantern"],
        vec!["inspect", "--bundle", &out],
        vec!["eval", "--bundle", &out, "--queries", &queries],
    ];
    let index = find(&root, |path| {
        path.starts_with("data/en-") && path.ends_with(".hdx")
    })
    .remove(0);
    cut(&root.join(&index));
    for call in calls {
        run(call).bad(1, &[&index, "damaged; build the bundle again"]);
    }
}
