//! `helpdex check` of a source: formats, switches, exit codes.

use crate::support::{Folder, helpdex, run};
use serde_json::Value;

/// One article with an error, a warning and a note, on lines that are known.
fn site() -> Folder {
    let site = Folder::new();
    site.write(
        "content/a b.md",
        "---\nid: a\ntitle: Overview\n---\nSee [there](/nowhere).\n\n## Größe\n\nText. ![](x.png)\n",
    );
    site.write("content/fine.md", "# Pay an invoice\n\nText.\n");
    site
}

/// Runs the tool in the site's folder.
fn check(site: &Folder, arguments: &[&str]) -> crate::support::Run {
    let mut command = helpdex();
    command
        .current_dir(site.path())
        .arg("check")
        .args(arguments);
    command.output().expect("the tool can be started").into()
}

#[test]
fn text_says_where_what_the_cure_and_the_rule() {
    let site = site();
    let told = check(&site, &["content"]);
    assert_eq!(told.code, 1, "{}", told.stderr);
    let lines: Vec<&str> = told.stdout.lines().collect();
    let expected = [
        "content/a b.md:1: note: the title \"Overview\" says nothing",
        "content/a b.md:5:5: error: `/nowhere` leads to no article of the source; ",
        "content/a b.md:9:7: warning: the image `x.png` has no alternative text; ",
    ];
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line}");
        assert!(line.ends_with(']'), "{line}");
    }
    assert_eq!(
        lines.last(),
        Some(&"2 articles; 1 errors, 1 warnings, 1 notes")
    );
}

#[test]
fn json_is_one_object_with_every_finding() {
    let site = site();
    let json = check(&site, &["content", "--format", "json"]).json();
    assert_eq!(json["articles"], 2);
    assert_eq!(json["counts"]["error"], 1);
    let link = &json["findings"][1];
    for (key, value) in [
        ("rule", Value::from("broken-link")),
        ("severity", "error".into()),
        ("path", "content/a b.md".into()),
        ("line", 5.into()),
        ("column", 5.into()),
        ("article", "a".into()),
    ] {
        assert_eq!(link[key], value, "{key}");
    }
    assert!(link["cure"].as_str().is_some_and(|cure| !cure.is_empty()));
}

/// The log is what the schema of OASIS asks for, which `serde-sarif` (MIT) carries unchanged.
#[test]
fn sarif_is_valid_and_the_same_every_time() {
    let site = site();
    let run = check(&site, &["content", "--format", "sarif"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let log = run.json();
    let schema: Value =
        serde_json::from_str(include_str!("sarif-schema-2.1.0.json")).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let wrong: Vec<String> = schema
        .iter_errors(&log)
        .map(|error| error.to_string())
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let without_version = serde_json::json!({ "runs": [] });
    assert!(
        !schema.is_valid(&without_version),
        "the schema refuses something"
    );
    let results = log["runs"][0]["results"].as_array().expect("results");
    let rules = &log["runs"][0]["tool"]["driver"]["rules"];
    assert_eq!(results.len(), 3);
    for result in results {
        let at = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(rules[at]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "content/a%20b.md");
    }
    let region = &results[1]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        (region["startLine"].as_u64(), region["startColumn"].as_u64()),
        (Some(5), Some(5))
    );
    let again = check(&site, &["content", "--format", "sarif"]);
    assert_eq!(run.stdout, again.stdout);
}

#[test]
fn rules_are_switched_off_and_notes_pass_unless_strict() {
    let site = site();
    let only = check(&site, &["content", "--only", "missing-alt"]);
    assert!(
        only.stdout.ends_with("0 errors, 1 warnings, 0 notes\n"),
        "{}",
        only.stdout
    );
    let off = ["content", "--off", "missing-alt", "--off", "broken-link"];
    let told = check(&site, &off).good();
    assert!(
        told.stdout.contains("[title-nobody-asks]"),
        "{}",
        told.stdout
    );
    let strict: Vec<&str> = off.into_iter().chain(["--strict"]).collect();
    check(&site, &strict).bad(1, &["has errors or warnings"]);
    site.write(
        "helpdex.toml",
        "[check]\noff = ['missing-alt', 'broken-link', 'title-nobody-asks']\n",
    );
    check(&site, &["content", "--strict"]).good();
    let asked = check(&site, &["content", "--only", "broken-link"]);
    assert_eq!(asked.code, 1, "who names a rule wants it");
}

#[test]
fn trees_for_others_than_everybody_are_looked_at_too() {
    let site = Folder::new();
    site.write("content/a.md", "# How do I pay?\n\nBy card.");
    site.write(
        "content/agents.tree.yml",
        "id: agents\ntitle: Agents\naudience: internal\nsteps:\n  a:\n    heading: Start\n    choices:\n      - label: No\n        article: nowhere\n",
    );
    let told = check(&site, &["content", "--only", "tree"]);
    assert!(told.stdout.contains("nowhere"), "{}", told.stdout);
}

#[test]
fn unknown_rules_and_thresholds_are_refused_with_the_nearest() {
    let site = site();
    check(&site, &["content", "--off", "broken-lnk"])
        .bad(2, &["--off", "did you mean `broken-link`?"]);
    site.write("helpdex.toml", "[check]\noff = ['orphn']\n");
    check(&site, &["content"]).bad(2, &["helpdex.toml:2:8", "did you mean `orphan`?"]);
    site.write("helpdex.toml", "[check]\nnear_duplicate = 0.2\n");
    check(&site, &["content"]).bad(2, &["helpdex.toml:2:", "from 0.5 to 1"]);
}

#[test]
fn lines_of_json_are_the_places_of_their_findings() {
    let site = Folder::new();
    let line = |id: &str, body: &str| {
        format!(
            "{{\"id\":\"{id}\",\"title\":\"Pay {id}\",\"body\":{}}}\n",
            Value::from(body)
        )
    };
    let text = format!(
        "{}{}",
        line("a", "Text."),
        line("b", "x\n\n## Empty\n\n![](p.png)\n\n## Also")
    );
    site.write("articles.jsonl", text);
    let told = check(&site, &["articles.jsonl"]);
    assert!(
        told.stdout
            .contains("articles.jsonl:2: warning: the image `p.png`"),
        "{}",
        told.stdout
    );
    assert!(
        told.stdout
            .contains("articles.jsonl:2: warning: nothing stands under the heading \"Also\""),
        "{}",
        told.stdout
    );
    assert!(
        !told.stdout.contains("articles.jsonl:1:"),
        "{}",
        told.stdout
    );
}

#[test]
fn every_rule_is_explained() {
    let told = run(["check", "--rules"]).good().stdout;
    for rule in helpdex_cli::rules::RULES {
        assert!(
            told.contains(&format!("{} ({})", rule.name, rule.severity)),
            "{}",
            rule.name
        );
        assert!(told.contains(rule.cure), "{}", rule.name);
    }
}
