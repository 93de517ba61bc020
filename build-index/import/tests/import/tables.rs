//! Tables of questions and answers.

use crate::support::{good, options, run, tree};
use helpdex_import::{ImportError, Source};

#[test]
fn heads_are_known_in_three_languages_and_separators_found() {
    for (name, text) in [
        ("en.csv", "Question,Answer\nWhat?,\"So, so. Yes.\"\n"),
        ("es.csv", "Pregunta;Respuesta\nWhat?;So, so. Yes.\n"),
        ("pl.tsv", "Pytanie\tOdpowiedź\nWhat?\tSo, so. Yes.\n"),
        (
            "bom.csv",
            "\u{feff}question,answer\r\nWhat?,\"So, so. Yes.\"\r\n",
        ),
    ] {
        let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let mut options = options(Source::Csv, path.to_str().unwrap(), out.path());
        options.lang = Some("en".into());
        good(&options);
        let file = &tree(out.path())["en/what.md"];
        assert!(file.ends_with("\n\nSo, so.\nYes.\n"), "{name}: {file}");
    }
}

#[test]
fn rows_keep_their_files_and_errors_have_their_place() {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = folder.path().join("faq.csv");
    let options = options(Source::Csv, path.to_str().unwrap(), out.path());
    std::fs::write(&path, "Key,What,Answer,Audience\na,First,x,\nb,Second,y,agents\nb,Again,z,\nc,,z,\nd,No answer,,\n").unwrap();
    assert!(matches!(run(&options), Err(ImportError::Usage(text)) if text.contains("faq.csv:1")));
    let mut options = options.clone();
    options.columns.0.insert("question".into(), "What".into());
    let summary = good(&options);
    let places: Vec<_> = summary
        .failed
        .iter()
        .map(|finding| finding.place.as_str())
        .collect();
    assert_eq!(places, ["faq.csv:4:1", "faq.csv:5:2", "faq.csv:6:3"]);
    assert!(tree(out.path())["second.md"].contains("audience: internal\n"));
    std::fs::write(&path, "Key,What,Answer\na,Renamed,x\n").unwrap();
    let summary = good(&options);
    assert_eq!(
        (summary.changed, summary.gone.as_slice()),
        (1, &["second.md".to_owned()][..])
    );
    assert!(tree(out.path())["first.md"].contains("title: Renamed\n"));
}
