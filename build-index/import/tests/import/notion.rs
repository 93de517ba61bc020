//! Exports of Notion, and archives that are none.

use crate::support::{good, options, run, tree};
use helpdex_import::Source;
use std::io::{Cursor, Write as _};
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const A: &str = "0123456789abcdef0123456789abcdef";
const B: &str = "fedcba9876543210fedcba9876543210";

fn zip(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn import(bytes: &[u8], out: &Path) -> Result<helpdex_import::Summary, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.zip");
    std::fs::write(&path, bytes).unwrap();
    run(&options(Source::Notion, path.to_str().unwrap(), out)).map_err(|error| error.to_string())
}

#[test]
fn pages_of_nested_archives_keep_their_ids_and_links() {
    let out = tempfile::tempdir().unwrap();
    let inner = |title: &str| {
        zip(&[
        (format!("Help {A}.md"), format!("# {title}\n\nRead [b](Help%20{A}/Refunds%20{B}.html). Now.\n").into_bytes()),
        (format!("Help {A}/Refunds {B}.html"), b"<html><head><title>Refunds</title></head><body><article><header><h1>Refunds</h1></header><div><p>Money <b>back</b>.</p></div></article></body></html>".to_vec()),
        (format!("Help {A}/pic.png"), b"x".to_vec()),
    ])
    };
    let outer = |title| zip(&[("Export-1-Part-1.zip".to_owned(), inner(title))]);
    assert_eq!(import(&outer("Help"), out.path()).unwrap().added, 2);
    let files = tree(out.path());
    assert_eq!(
        files["help.md"],
        format!(
            "---\nid: notion-{A}\ntitle: Help\nurl: https://www.notion.so/{A}\nsource: notion export.zip\n---\n\n\
             Read [b](https://www.notion.so/{B}).\nNow.\n"
        )
    );
    assert!(files["help/refunds.md"].ends_with("\n\nMoney **back**.\n"));
    let summary = import(&outer("Renamed"), out.path()).unwrap();
    assert_eq!(
        (summary.changed, summary.unchanged, summary.gone.len()),
        (1, 1, 0)
    );
    assert!(tree(out.path())["help.md"].contains("title: Renamed\n"));
}

#[test]
fn archives_that_lead_out_or_burst_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("articles");
    for name in [
        "../evil.md",
        "/etc/evil.md",
        "a/../../evil.md",
        "..\\evil.md",
    ] {
        let error = import(&zip(&[(name.to_owned(), b"# x\n\ny\n".to_vec())]), &out).unwrap_err();
        assert!(
            error.contains("leads out of the archive"),
            "{name}: {error}"
        );
    }
    let bomb = zip(&[("a.md".to_owned(), vec![b'a'; 20 << 20])]);
    assert!(bomb.len() < 100_000);
    assert!(import(&bomb, &out).unwrap_err().contains("more than 16 MB"));
    let mut nested = zip(&[("a.md".to_owned(), b"x".to_vec())]);
    for _ in 0..5 {
        nested = zip(&[("a.zip".to_owned(), nested)]);
    }
    assert!(
        import(&nested, &out)
            .unwrap_err()
            .contains("archives in archives")
    );
    assert!(
        import(b"PK\x03\x04 not a zip", &out)
            .unwrap_err()
            .contains("not a sound zip")
    );
    assert!(
        tree(folder.path())
            .keys()
            .all(|path| path.ends_with(".jsonl"))
    );
}

#[test]
fn an_archive_cut_anywhere_is_an_error() {
    let whole = zip(&[(format!("A {A}.md"), b"# A\n\nText.\n".to_vec())]);
    for length in 0..whole.len() {
        let out = tempfile::tempdir().unwrap();
        assert!(
            import(&whole[..length], out.path()).is_err(),
            "cut at {length}"
        );
    }
    let out = tempfile::tempdir().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.zip");
    std::fs::write(&path, whole).unwrap();
    good(&options(Source::Notion, path.to_str().unwrap(), out.path()));
}
