//! Building again after a change: what changed is made anew, the rest stays, and the result is that of
//! a build from nothing.

use std::collections::BTreeMap;

use crate::support::{Folder, build_json, tree};

/// What readers see of a bundle's folder.
fn published(folder: &Folder, out: &str) -> BTreeMap<String, Vec<u8>> {
    let files = tree(&folder.path().join(out)).into_iter();
    files
        .filter(|(path, _)| !path.starts_with(".helpdex"))
        .collect()
}

/// Articles in two languages, about 1.5 KB each: enough for several shards.
fn lines(count: usize, changed: Option<(usize, &str)>) -> String {
    let words: Vec<String> = (0..4000)
        .map(|at| format!("word{}", at * 7919 % 4001))
        .collect();
    let mut text = String::new();
    for number in 0..count {
        let more = changed
            .filter(|(at, _)| *at == number)
            .map_or("", |(_, more)| more);
        let body: Vec<&str> = (0..180)
            .map(|at| words[(number * 37 + at * at) % 4000].as_str())
            .collect();
        let lang = if number % 2 == 0 { "en" } else { "es" };
        let line = serde_json::json!({
            "id": format!("a{number:04}"), "lang": lang, "title": format!("Title {number} {}", body[3]),
            "body": format!("{} {more}", body.join(" ")),
        });
        text.push_str(&format!("{line}\n"));
    }
    text
}

#[test]
fn a_changed_article_changes_little_and_the_result_is_that_of_a_full_build() {
    let folder = Folder::new();
    let source = folder.write("a.jsonl", lines(1200, None));
    let (out, fresh) = (folder.out("out"), folder.out("fresh"));
    build_json(&source, &out);
    let before = published(&folder, "out");
    for (at, more) in [(10, "zebra crossing"), (601, "lantern"), (1199, "")] {
        folder.write("a.jsonl", lines(1200, Some((at, more))));
        build_json(&source, &out);
        let _ = std::fs::remove_dir_all(folder.path().join("fresh"));
        build_json(&source, &fresh);
        let (after, full) = (published(&folder, "out"), published(&folder, "fresh"));
        for (path, bytes) in &full {
            assert!(
                after.get(path) == Some(bytes),
                "{path} is not as a full build writes it"
            );
        }
        let shards = |files: &BTreeMap<String, Vec<u8>>| {
            files.keys().filter(|path| path.ends_with(".hdx")).count()
        };
        let changed = full
            .keys()
            .filter(|path| path.ends_with(".hdx") && !before.contains_key(*path))
            .count();
        assert!(
            changed * 3 < shards(&full),
            "{changed} of {} shards changed",
            shards(&full)
        );
    }
}

#[test]
fn languages_without_a_change_are_kept_unless_a_file_of_theirs_is_damaged() {
    let folder = Folder::new();
    let source = folder.write("a.jsonl", lines(40, None));
    let out = folder.out("out");
    build_json(&source, &out);
    let sound = published(&folder, "out");
    for (path, bytes) in sound.iter().filter(|(path, _)| path.contains(".hdx")) {
        folder.write(&format!("out/{path}"), &bytes[..bytes.len() - 1]);
        let built = build_json(&source, &out);
        assert_eq!(built["written"], 1, "{path}");
        assert!(published(&folder, "out") == sound, "{path} was not mended");
    }
}

#[test]
fn settings_count_too() {
    let folder = Folder::new();
    folder.write("a.jsonl", lines(20, None));
    let settings = "source = 'a.jsonl'\nout = 'out'\n";
    let config = folder.write("helpdex.toml", settings);
    let build = || crate::support::run(["build", "--config", &config]).good();
    build();
    let before = published(&folder, "out");
    folder.write("helpdex.toml", format!("{settings}[ranking]\nk1 = 2.0\n"));
    build();
    assert!(published(&folder, "out") != before);
    folder.write("helpdex.toml", settings);
    build();
    let manifest = |files: &BTreeMap<String, Vec<u8>>| files.get("manifest.json").cloned();
    assert_eq!(manifest(&published(&folder, "out")), manifest(&before));
    let gzipped = format!("{settings}[bundle]\ncompress = 'gzip'\n");
    for settings in [&*gzipped, settings] {
        folder.write("helpdex.toml", settings);
        build();
        folder.write("helpdex.toml", settings.replace("'out'", "'new'"));
        build();
        let (again, new) = (published(&folder, "out"), published(&folder, "new"));
        let differs = new
            .iter()
            .find(|(path, bytes)| again.get(*path) != Some(bytes));
        assert_eq!(differs.map(|(path, _)| path), None, "{settings}");
    }
}
