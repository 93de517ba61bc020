//! Relevance: judged queries, and queries made from the articles.

use serde_json::Value;

use crate::support::{Folder, mini, mini_bundle, run};

const KINDS: [&str; 5] = ["fragment", "half-word", "question", "title", "typo"];

/// `helpdex eval --bundle … --auto --json` on the mini corpus.
fn auto(more: &[&str]) -> Value {
    let call = ["eval", "--bundle", mini_bundle(), "--auto", "--json"];
    run(call.iter().chain(more)).good().json()
}

#[test]
fn a_bundle_makes_its_own_queries() {
    let evaluation = auto(&[]);
    let kinds = evaluation["by_kind"].as_object().expect("an object");
    assert!(kinds.keys().eq(KINDS), "{kinds:?}");
    assert_eq!(kinds["title"]["n"], 64);
    assert_eq!(kinds["typo"]["n"], 64);
    for kind in ["half-word", "question", "title"] {
        let right = kinds[kind]["success1"].as_f64();
        assert!(right > Some(0.9), "{kind}: {right:?}");
    }
    let polish = &evaluation["by_lang_and_kind"]["pl"]["title"];
    assert_eq!(polish["n"], 13);
}

#[test]
fn a_sample_is_part_of_the_whole_and_the_same_every_time() {
    let folder = Folder::new();
    let queries = |name: &str, sample: &str| -> Vec<String> {
        let details = folder.at(name);
        let evaluation = auto(&["--sample", sample, "--details", &details]);
        let lines = std::fs::read_to_string(&details).expect("the details");
        let parse = |line: &str| serde_json::from_str::<Value>(line).expect("JSON");
        let queries: Vec<String> = lines
            .lines()
            .map(parse)
            .filter(|query| query["kind"] != "fragment")
            .map(|query| format!("{} {}", query["qid"], query["query"]))
            .collect();
        let fragments = evaluation["by_kind"]["fragment"]["n"].as_u64();
        let all = evaluation["overall"]["n"].as_u64();
        assert_eq!(all, fragments.map(|count| count + queries.len() as u64));
        queries
    };
    let (all, some) = (queries("all", "0"), queries("some", "3"));
    assert_eq!(some, queries("again", "3"));
    assert_eq!(
        some.iter()
            .filter(|one| one.starts_with("\"title:"))
            .count(),
        3 * 5
    );
    assert!(some.iter().all(|one| all.contains(one)), "{some:?}");
}

#[test]
fn near_duplicates_with_the_same_title_are_right() {
    let folder = Folder::new();
    let articles = [
        ("a.md", "# Reset your password\nIn the settings."),
        (
            "b.md",
            "# reset your Password\nBy phone, with the number on your card.",
        ),
        ("c.md", "# Change your address\nIn the settings."),
    ];
    for (name, text) in articles {
        folder.write(&format!("articles/{name}"), text);
    }
    let out = folder.out("out");
    run(["build", "--source", &folder.at("articles"), "--out", &out]).good();
    let evaluation = run(["eval", "--bundle", &out, "--auto", "--json"])
        .good()
        .json();
    let titles = &evaluation["by_kind"]["title"];
    assert_eq!(
        (titles["n"].as_u64(), titles["success1"].as_f64()),
        (Some(3), Some(1.0))
    );
}

#[test]
fn the_table_names_every_group() {
    let call = ["eval", "--bundle", mini_bundle(), "--auto"];
    let table = run(call).good().stdout;
    assert!(
        table.lines().next().expect("a line").contains("R@1"),
        "{table}"
    );
    assert_eq!(table.lines().count(), 1 + 1 + 5 + 5 + 5 * 5, "{table}");
    assert!(table.contains("\npl half-word "), "{table}");
}

#[test]
fn queries_are_judged_or_made_not_both() {
    let queries = mini("queries.jsonl.gz");
    let bundle = mini_bundle();
    let call = ["eval", "--bundle", bundle];
    run(call).bad(2, &["--queries", "--auto"]);
    run(["eval", "--bundle", bundle, "--auto", "--queries", &queries])
        .bad(2, &["cannot be used with"]);
    run([
        "eval",
        "--bundle",
        bundle,
        "--sample",
        "5",
        "--queries",
        &queries,
    ])
    .bad(2, &["--sample"]);
}
