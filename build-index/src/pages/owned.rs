//! Writing pages beside files of other people: what helpdex wrote is noted in a list, and only that is
//! ever replaced or removed.
//!
//! The list has a line a file: the hash of its content, two spaces, its path. Before pages are
//! written, it names both what is there and what will be, so that a build that is killed at any moment
//! leaves nothing behind that the next one would take for somebody else's.

use super::Pages;
use crate::publish::write_atomically;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path};

/// Name of the list in the folder of pages.
pub const OWNED: &str = ".helpdex-pages";
/// Hexadecimal digits of a hash in the list.
const HASH_DIGITS: usize = 32;
/// Files named in a warning; of the others, their number.
const NAMED: usize = 3;

/// Paths, each with the hashes of what helpdex wrote there.
type List = BTreeSet<(String, String)>;

/// Writes the files whose content is new, and removes those of the list that are not among them.
pub(super) fn write(out: &Path, files: BTreeMap<String, Vec<u8>>, pages: &mut Pages) -> Result<()> {
    fs::create_dir_all(out).with_context(|| {
        format!(
            "{}: cannot be created; check --pages and the permissions",
            out.display()
        )
    })?;
    let before = read_list(out);
    let now: List = files
        .iter()
        .map(|(path, bytes)| (path.clone(), hash(bytes)))
        .collect();
    write_list(out, &before.union(&now).cloned().collect())?;
    let mut foreign = BTreeSet::new();
    for (path, bytes) in &files {
        let file = out.join(path);
        match state_of(&file, path, bytes, &before) {
            State::Same => {}
            State::Foreign => drop(foreign.insert(path.clone())),
            State::Ours => {
                let folder = file.parent().unwrap_or(out);
                fs::create_dir_all(folder).with_context(|| {
                    format!(
                        "{}: cannot be created; is there a file of this name?",
                        folder.display()
                    )
                })?;
                write_atomically(&file, bytes)?;
                pages.written += 1;
            }
        }
    }
    let is_gone = |(path, _): &&(String, String)| !files.contains_key(path);
    let gone: BTreeSet<&str> = before
        .iter()
        .filter(is_gone)
        .map(|(path, _)| path.as_str())
        .collect();
    for path in gone {
        remove(out, path, &before, pages)?;
    }
    pages.files = files.len() - foreign.len();
    pages.warnings.extend(told(out, &foreign));
    write_list(
        out,
        &now.into_iter()
            .filter(|(path, _)| !foreign.contains(path))
            .collect(),
    )
}

enum State {
    /// It has this content already.
    Same,
    /// It is not there, or as helpdex wrote it.
    Ours,
    /// Somebody wrote or changed it.
    Foreign,
}

fn state_of(file: &Path, path: &str, bytes: &[u8], list: &List) -> State {
    match fs::read(file) {
        Ok(known) if known == bytes => State::Same,
        Ok(known) if list.contains(&(path.to_owned(), hash(&known))) => State::Ours,
        Ok(_) => State::Foreign,
        Err(_) if file.symlink_metadata().is_ok() => State::Foreign,
        Err(_) => State::Ours,
    }
}

/// Removes a file that is as helpdex wrote it, and the folders that are empty then.
fn remove(out: &Path, path: &str, list: &List, pages: &mut Pages) -> Result<()> {
    let file = out.join(path);
    let is_ours =
        fs::read(&file).is_ok_and(|known| list.contains(&(path.to_owned(), hash(&known))));
    if !is_ours {
        return Ok(());
    }
    fs::remove_file(&file).with_context(|| {
        format!(
            "{}: cannot be removed; its article is gone, remove it by hand",
            file.display()
        )
    })?;
    pages.removed += 1;
    let folders = file.ancestors().skip(1).take_while(|folder| *folder != out);
    for folder in folders {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}

fn told(out: &Path, foreign: &BTreeSet<String>) -> Option<String> {
    let first: Vec<&str> = foreign.iter().take(NAMED).map(String::as_str).collect();
    let others = match foreign.len().saturating_sub(first.len()) {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    (!first.is_empty()).then(|| {
        format!(
            "{}: {}{others}: left as somebody else wrote them; remove them to have helpdex's, or name another folder in [pages] `out`",
            out.display(),
            first.join(", ")
        )
    })
}

fn hash(bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    hash.get(..HASH_DIGITS).unwrap_or_default().to_owned()
}

/// What the list says; lines that helpdex would not write are passed over.
fn read_list(out: &Path) -> List {
    let text = fs::read_to_string(out.join(OWNED)).unwrap_or_default();
    let line = |line: &str| {
        let (hash, path) = line.split_once("  ")?;
        let is_below = !path.is_empty()
            && Path::new(path)
                .components()
                .all(|part| matches!(part, Component::Normal(_)));
        is_below.then(|| (path.to_owned(), hash.to_owned()))
    };
    text.lines().filter_map(line).collect()
}

fn write_list(out: &Path, list: &List) -> Result<()> {
    let lines: String = list
        .iter()
        .map(|(path, hash)| format!("{hash}  {path}\n"))
        .collect();
    write_atomically(&out.join(OWNED), lines.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(out: &Path, files: &[(&str, &str)]) -> Pages {
        let files = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        let mut pages = Pages::default();
        write(out, files.collect(), &mut pages).unwrap();
        pages
    }

    #[test]
    fn only_own_files_are_replaced_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        fs::create_dir_all(out.join("b")).unwrap();
        fs::write(out.join("b/index.html"), "theirs").unwrap();
        let pages = build(
            out,
            &[
                ("a/index.html", "1"),
                ("b/index.html", "2"),
                ("c/d/index.html", "3"),
            ],
        );
        assert_eq!((pages.files, pages.written), (2, 2));
        assert!(
            pages.warnings[0].contains("b/index.html"),
            "{:?}",
            pages.warnings
        );
        assert_eq!(
            build(out, &[("a/index.html", "1"), ("c/d/index.html", "3")]).written,
            0
        );
        fs::write(out.join("c/d/index.html"), "changed by hand").unwrap();
        let pages = build(out, &[("a/index.html", "new")]);
        assert_eq!((pages.written, pages.removed), (1, 0));
        assert_eq!(
            fs::read_to_string(out.join("c/d/index.html")).unwrap(),
            "changed by hand"
        );
        assert_eq!(
            fs::read_to_string(out.join("b/index.html")).unwrap(),
            "theirs"
        );
        assert_eq!(build(out, &[]).removed, 1);
        assert!(!out.join("a").exists());
    }

    #[test]
    fn a_list_of_others_removes_nothing_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        fs::create_dir(&out).unwrap();
        let precious = folder.path().join("precious");
        fs::write(&precious, "x").unwrap();
        let list = format!(
            "{0}  ../precious\n{0}  {1}\nnonsense\n",
            hash(b"x"),
            precious.display()
        );
        fs::write(out.join(OWNED), list).unwrap();
        build(&out, &[]);
        assert!(precious.exists());
    }

    #[test]
    fn a_build_that_was_killed_is_gone_on_with() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        build(out, &[("a.html", "1")]);
        // The list names both, one of two files is written.
        let list: List = [("a.html", "1"), ("a.html", "2"), ("b.html", "2")]
            .map(|(path, text)| (path.to_owned(), hash(text.as_bytes())))
            .into();
        write_list(out, &list).unwrap();
        fs::write(out.join("b.html"), "2").unwrap();
        let pages = build(out, &[("a.html", "3")]);
        assert_eq!(
            (pages.written, pages.removed, pages.warnings.len()),
            (1, 1, 0)
        );
    }
}
