use std::path::PathBuf;

use serde_json::json;

use super::*;
use crate::publish::TopQuestion;

fn file(name: &str, text: &str) -> TreeFile {
    TreeFile {
        path: PathBuf::from(name),
        language: None,
        is_yaml: name.ends_with(".yml"),
        text: text.to_owned(),
    }
}

/// The tree of a file, and what is said about it.
fn one(name: &str, text: &str) -> (Option<Tree>, Vec<String>) {
    let (mut trees, diagnostics) = read(&[file(name, text)], "en");
    let said = diagnostics.iter().map(ToString::to_string).collect();
    (trees.pop(), said)
}

const YAML: &str = "\
title: Connect
url: /connect
lang: en
steps:
  light:
    heading: Is the light on?
    body: |
      Look at the **front**.
    choices:
      - label: Yes
        next: cable
      - label: No
        article: power
  cable:
    heading: Is the cable in?
    choices:
      - { label: Back, next: light }
      - { label: It works, solved: true }
      - { label: Call, route: phone }
      - { label: Shop, href: 'https://shop.example/' }
";

const MARKDOWN: &str = "\
---
tree: connect
url: /connect
lang: en
---
# Connect

## Is the light on? {#light}

Look at the **front**.

- [Yes](#cable)
- [No](article:power)

## Is the cable in? {#cable}

- [Back](#light)
- [It works](solved:)
- [Call](route:phone)
- [Shop](https://shop.example/)
";

#[test]
fn both_forms_of_file_give_the_same_tree() {
    let (yaml, said) = one("connect.tree.yml", YAML);
    assert!(said.is_empty(), "{said:?}");
    let (markdown, said) = one("any.md", MARKDOWN);
    assert!(said.is_empty(), "{said:?}");
    let plain = |tree: Option<Tree>| {
        let tree = tree.expect("a tree");
        let choices = |step: &Step| -> Vec<(String, Target)> {
            let choices = step.choices.iter();
            choices
                .map(|choice| (choice.label.clone(), choice.target.clone()))
                .collect()
        };
        let steps: Vec<_> = (tree.steps.iter())
            .map(|step| {
                (
                    step.id.clone(),
                    step.heading.clone(),
                    step.body.trim().to_owned(),
                    choices(step),
                )
            })
            .collect();
        (
            tree.id,
            tree.title,
            tree.url,
            tree.language,
            tree.start,
            steps,
        )
    };
    let yaml = plain(yaml);
    assert_eq!(yaml.0, "connect");
    assert_eq!(yaml.4, "light");
    assert_eq!(yaml, plain(markdown));
}

#[test]
fn choices_find_their_articles_and_steps_become_articles() {
    let (tree, _) = one("connect.tree.yml", YAML);
    let power = TopQuestion {
        id: "power".into(),
        url: "/power".into(),
        title: "Power".into(),
        breadcrumbs: String::new(),
    };
    let destinations = Destinations {
        articles: [("power".to_owned(), power)].into(),
        routes: vec!["phone".into()],
    };
    let (json, articles) = resolve(&tree.expect("a tree"), &destinations).expect("sound");
    assert_eq!(
        json,
        json!({
            "title": "Connect", "url": "/connect", "start": "light",
            "steps": {
                "light": { "heading": "Is the light on?", "body": [["p", 0, "Look at the ", ["strong", 0, "front"], "."]], "choices": [
                    { "label": "Yes", "next": "cable" },
                    { "label": "No", "article": { "id": "power", "url": "/power", "title": "Power", "breadcrumbs": "" } },
                ] },
                "cable": { "heading": "Is the cable in?", "body": [], "choices": [
                    { "label": "Back", "next": "light" }, { "label": "It works", "solved": true },
                    { "label": "Call", "route": "phone" }, { "label": "Shop", "href": "https://shop.example/" },
                ] },
            },
        })
    );
    let documents: Vec<_> = articles.iter().map(|article| &article.document).collect();
    assert_eq!(documents[1].id, "tree:connect/cable");
    assert_eq!(documents[1].url, "/connect#help-tree=connect/cable");
    assert_eq!(documents[1].title, "Is the cable in?");
    assert_eq!(documents[1].breadcrumbs, ["Connect"]);
    let text: String = documents[0]
        .sections
        .iter()
        .map(|section| section.text.as_str())
        .collect();
    assert!(
        text.contains("Look at the front.") && text.contains("Yes"),
        "{text}"
    );
}

#[test]
fn what_choices_name_must_be_there() {
    let (tree, _) = one("connect.tree.yml", YAML);
    let destinations = Destinations {
        routes: vec!["phnoe".into()],
        ..Destinations::default()
    };
    let wrong = resolve(&tree.expect("a tree"), &destinations).expect_err("nothing is there");
    let said: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].starts_with("connect.tree.yml:12:9: error: the choice `No` leads to the article `power`, which does not exist"), "{said:?}");
    assert!(said[1].ends_with("did you mean `phnoe`?"), "{said:?}");
}

#[test]
fn trees_in_which_one_gets_lost_are_left_out() {
    let steps = |steps: &str| format!("title: T\nsteps:\n{steps}");
    for (text, expected) in [
        (
            steps(
                "  a: { heading: A, choices: [{ label: x, next: bb }] }\n  b: { heading: B, end: true }",
            ),
            "t.tree.yml:3:30: error: the choice `x` leads to the step `bb`, which does not exist; did you mean `b`?",
        ),
        (
            steps("  a: { heading: A, choices: [{ label: x, next: b }] }\n  b: { heading: B }"),
            "t.tree.yml:4:3: error: the step `b` is a dead end; add choices",
        ),
        (
            steps("  a: { heading: A, end: true, choices: [{ label: x, solved: true }] }"),
            "t.tree.yml:3:3: error: the step `a` is an ending and has choices",
        ),
        (
            steps(
                "  a: { heading: A, choices: [{ label: x, next: b }, { label: y, solved: true }] }\n  b: { heading: B, choices: [{ label: x, next: c }] }\n  c: { heading: C, choices: [{ label: x, next: b }] }",
            ),
            "t.tree.yml:4:3: error: from the step `b` no ending can be reached",
        ),
        (
            steps("  a: { heading: A, choices: [{ label: x, href: 'javascript:alert(1)' }] }"),
            "t.tree.yml:3:30: error: the choice `x` leads to `javascript:alert(1)`, which a page may not link to",
        ),
        (
            steps("  a: { heading: A, choices: [{ label: x }] }"),
            "t.tree.yml:3:30: error: the choice `x` leads nowhere",
        ),
        (
            steps("  a: { heading: A, choices: [{ label: x, solved: true, next: a }] }"),
            "t.tree.yml:3:30: error: the choice `x` leads to several places",
        ),
        (
            steps("  a: { heading: A, choices: [{ lable: x, solved: true }] }"),
            "t.tree.yml:3:32: error: a choice has no key `lable`; did you mean `label`?",
        ),
        (
            steps("  a: { choices: [{ label: x, solved: true }] }"),
            "t.tree.yml:3:6: error: a step has no `heading`",
        ),
        (
            steps("  a b: { heading: A, end: true }"),
            "t.tree.yml:3:3: error: `a b` is no id of a step",
        ),
        (
            steps("  a: { heading: A, end: true }\n  a: { heading: A, end: true }"),
            "t.tree.yml:4:3: error: `a` is stated twice",
        ),
        (
            "title: T\nstart: b\nsteps:\n  a: { heading: A, end: true }".into(),
            "t.tree.yml:1:1: error: the first step, `b`, does not exist",
        ),
        (
            "title: T\nsteps: {}".into(),
            "t.tree.yml:1:1: error: the tree has no steps",
        ),
        (
            "title: T".into(),
            "t.tree.yml:1:1: error: the tree has no steps; add `steps:`",
        ),
        (
            "steps:\n  a: { heading: A, end: true }".into(),
            "t.tree.yml:1:1: error: the tree has no `title`",
        ),
        (
            "title: T\nurl: 'javascript:x'\nsteps:\n  a: { heading: A, end: true }".into(),
            "t.tree.yml:2:6: error: `javascript:x` is not the address of a page",
        ),
        ("a: &x [1]\nb: *x".into(), "t.tree.yml:2:4: error: an alias"),
        ("title: [".into(), "t.tree.yml:"),
        (
            "- a".into(),
            "t.tree.yml:1:1: error: the tree is not a table of keys",
        ),
        (String::new(), "t.tree.yml:"),
    ] {
        let (tree, said) = one("t.tree.yml", &text);
        assert!(tree.is_none(), "{text}");
        assert!(
            said.iter().any(|line| line.starts_with(expected)),
            "{text}\n{said:?}\nnot {expected}"
        );
    }
}

#[test]
fn mistakes_in_markdown_have_their_line() {
    let front = "---\ntree: t\ntitle: T\n---\n";
    for (text, expected) in [
        (
            "## A {#a}\n\ntext\n",
            "t.md:5:1: error: the step `a` is a dead end",
        ),
        (
            "## A {#a}\n\n- [x](#b)\n",
            "t.md:7:3: error: the choice `x` leads to the step `b`",
        ),
        (
            "## A {#a}\n\n- [x](ftp://a)\n",
            "t.md:7:3: error: the choice `x` leads to `ftp://a`",
        ),
        ("## \n", "t.md:5:1: error: a step without a heading"),
        ("text\n", "t.md:1:1: error: the tree has no steps"),
    ] {
        let (tree, said) = one("t.md", &format!("{front}{text}"));
        assert!(tree.is_none(), "{text}");
        assert!(
            said.iter().any(|line| line.starts_with(expected)),
            "{text}\n{said:?}\nnot {expected}"
        );
    }
    let (tree, said) = one(
        "t.md",
        "---\ntree: t\n---\n# T\n## A\n\n- [go on](#b)\n\nmore text\n\n1. [go on](#b)\n\n## B {#b .end}\n\nDone.",
    );
    let tree = tree.unwrap_or_else(|| panic!("{said:?}"));
    assert_eq!(tree.steps[0].id, "a");
    assert_eq!(tree.steps[0].choices.len(), 1);
    assert!(
        tree.steps[0].body.ends_with("more text"),
        "{:?}",
        tree.steps[0].body
    );
    assert!(tree.steps[1].is_end && tree.steps[1].body == "Done.");
}

#[test]
fn long_ways_and_lost_steps_are_warnings() {
    let mut text = "title: T\nsteps:\n".to_owned();
    for step in 0..8 {
        text += &format!(
            "  s{step}: {{ heading: S, choices: [{{ label: x, next: s{} }}] }}\n",
            step + 1
        );
    }
    text += "  s8: { heading: S, end: true }\n  alone: { heading: S, end: true }\n";
    let (tree, said) = one("t.tree.yml", &text);
    assert!(tree.is_some());
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].contains("`s7` is the 8th"), "{said:?}");
    assert!(
        said[2].contains("no choice leads to the step `alone`"),
        "{said:?}"
    );
}

#[test]
fn a_second_tree_of_an_id_and_drafts_are_left_out() {
    let (trees, diagnostics) = read(
        &[
            file(
                "a.tree.yml",
                "id: t\nlang: en\ntitle: A\nsteps:\n  a: { heading: A, end: true }",
            ),
            file(
                "b.tree.yml",
                "id: t\ntitle: B\nsteps:\n  a: { heading: A, end: true }",
            ),
            file("c.tree.yml", "id: c\nstate: draft\n"),
        ],
        "en",
    );
    assert_eq!(trees.len(), 1);
    assert_eq!(diagnostics.len(), 1);
    assert!(
        diagnostics[0].message.contains("already in a.tree.yml"),
        "{diagnostics:?}"
    );
}

#[test]
fn no_file_makes_the_reader_panic() {
    for text in [
        "\u{0}",
        "? a\n: b",
        "{[",
        "title: T\nsteps: [a]",
        "--- \n---\n",
        "a: !!binary x",
        "steps:\n  a:\n    choices: {}",
    ] {
        one("t.tree.yml", text);
        one("t.md", text);
        one("t.md", &format!("---\ntree: x\n---\n{text}"));
    }
    let deep = format!("a: {}", "[".repeat(10_000));
    assert!(one("t.tree.yml", &deep).0.is_none());
}
