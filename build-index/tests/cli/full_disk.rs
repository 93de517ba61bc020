//! A build that runs out of space: the published bundle still answers.

use std::path::Path;
use std::process::Command;

use crate::support::{Folder, Run, build, corpus, ids, is_root, run, tree};

/// The files of a bundle with their contents; the lock has none.
fn published(out: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut files = tree(out);
    files.retain(|path, _| path != ".helpdex/lock");
    files
}

/// Checks a build that failed for want of space, beside a bundle that finds `lantern`.
#[track_caller]
fn assert_untouched(failed: Run, out: &str, before: &std::collections::BTreeMap<String, Vec<u8>>) {
    failed.bad(
        1,
        &[
            out,
            "cannot be written",
            "free some space",
            "the published bundle is as it was",
        ],
    );
    let after = published(Path::new(out));
    assert_eq!(
        after.keys().collect::<Vec<_>>(),
        before.keys().collect::<Vec<_>>(),
        "nothing is left behind"
    );
    assert!(&after == before);
    assert_eq!(ids(out, "en", "lantern"), ["old"]);
    run(["check", out]).good();
}

#[test]
fn a_file_that_cannot_grow_fails_the_build() {
    let folder = Folder::new();
    let out = folder.out("out");
    build(&folder.write("old.md", "# Lantern\ntext"), &out);
    let before = published(&folder.path().join("out"));
    let source = folder.write("new.jsonl", corpus(200, 200, 1));
    // Without the trap the signal would end the tool before it can tell.
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
    let failed = Command::new("sh")
        .args([
            "-c",
            script,
            env!("CARGO_BIN_EXE_helpdex"),
            "build",
            "--source",
            &source,
            "--out",
            &out,
        ])
        .output();
    assert_untouched(failed.expect("sh runs").into(), &out, &before);
    let built = run(["build", "--source", &source, "--out", &out]);
    built.good();
}

/// A small file system in memory, unmounted in the end.
struct Disk<'a>(&'a str);

impl<'a> Disk<'a> {
    /// `None` where that is not allowed.
    fn mount(at: &'a str, bytes: usize) -> Option<Self> {
        std::fs::create_dir(at).ok()?;
        let size = format!("size={bytes}");
        let mounted = is_root()
            && Command::new("mount")
                .args(["-t", "tmpfs", "-o", &size, "tmpfs", at])
                .output()
                .is_ok_and(|output| output.status.success());
        mounted.then_some(Self(at))
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
fn a_full_disk_fails_the_build() {
    let folder = Folder::new();
    let at = folder.at("disk");
    let Some(_disk) = Disk::mount(&at, 2_500_000) else {
        eprintln!("skipped: a small file system cannot be mounted here");
        return;
    };
    let out = folder.at("disk/out");
    build(&folder.write("old.md", "# Lantern\ntext"), &out);
    let before = published(Path::new(&out));
    let source = folder.write("new.jsonl", corpus(4000, 200, 1));
    let failed = run(["build", "--source", &source, "--out", &out]);
    assert!(
        failed.stderr.contains("No space left on device"),
        "{}",
        failed.stderr
    );
    assert_untouched(failed, &out, &before);
    build(&folder.write("small.md", "# Small\ntext"), &out);
    assert_eq!(
        ids(&out, "en", "small"),
        ["small"],
        "there is space for the next build"
    );
}
