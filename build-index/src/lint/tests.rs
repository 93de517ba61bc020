//! Every rule on small sites: articles that it is for, and articles that it must leave alone.

use super::*;
use crate::pipeline;
use crate::source::{self, Options};
use std::fs;

/// What the rules find in a folder of files: `path:line rule | message | cure`.
fn found(files: &[(&str, &str)], config: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("content");
    for (name, text) in files {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let file = folder.path().join("helpdex.toml");
    fs::write(&file, config).unwrap();
    let config = Config::load(&file).unwrap();
    let options = Options {
        languages: config.languages.clone(),
        default_language: Some("en".into()),
        marks: true,
        ..Options::default()
    };
    let reading = source::read(&root, &options, &|_| {}).unwrap();
    let site = Site {
        root: &root,
        articles: &pipeline::by_language(reading.articles, "en"),
        config: &config,
        today: "2026-11-25",
        in_trees: &BTreeSet::from(["in-tree".to_owned()]),
    };
    let findings = lint(&site, |_| true).unwrap();
    let told = findings.iter().map(|finding| {
        let one = &finding.diagnostic;
        let path = one.origin.path.strip_prefix(&root).unwrap().display();
        let line = one.origin.line;
        format!(
            "{path}:{line} {} | {} | {}",
            one.rule, one.message, one.cure
        )
    });
    told.collect()
}

/// The places of one rule's findings.
fn places(files: &[(&str, &str)], config: &str, rule: &str) -> Vec<String> {
    let found = found(files, config);
    let of_rule = found.iter().filter_map(|one| {
        let (place, rest) = one.split_once(' ')?;
        rest.starts_with(&format!("{rule} |"))
            .then(|| place.to_owned())
    });
    of_rule.collect()
}

/// `count` sentences of ten words, all different by `seed`.
fn prose(seed: &str, count: usize) -> String {
    let sentence =
        |at| format!("The {seed}{at} in box {seed}x{at} opens when you press key {seed}y{at}.\n");
    (0..count).map(sentence).collect()
}

#[test]
fn a_link_to_a_page_that_shows_an_article_leads_to_it() {
    let files = [
        (
            "one.md",
            "---\nid: one\nurl: /docs#help-article=one\n---\n# One\n\n[two](/docs?lang=en#help-article=two) [gone](/docs#help-article=gone)\n",
        ),
        (
            "two.md",
            "---\nid: two\nurl: /docs#help-article=two\n---\n# Two\n\n[one](/docs#help-article=one)\n",
        ),
    ];
    assert_eq!(places(&files, "", "broken-link"), ["one.md:7"]);
    assert_eq!(places(&files, "", "broken-anchor"), Vec::<String>::new());
}

#[test]
fn links_lead_to_articles_by_path_address_or_id() {
    let files = [
        (
            "a/one.md",
            "---\ntitle: One\n---\n[b](two.md) [c](../b/three.md#part) [d](/b/three) [e](../b/three/) [i](/ident)\n",
        ),
        (
            "a/two.md",
            "# Two\n\n[f](/elsewhere/page) [g](https://x.example/nowhere) [m](mailto:a@x.example)\n\n[own](#there)\n\n## There\n\nText.\n",
        ),
        (
            "b/three.md",
            "---\nid: ident\nurl: /b/three\n---\n# Three\n\n## Part\n\n[h](../a/one.md) [w](tow.md) [p](a.pdf)\n",
        ),
        ("b/draft.md", "---\nstate: draft\n---\n# Draft\nText.\n"),
        (
            "b/four.html",
            "<title>Four</title><main><h1>Four</h1>\n<p>Text.\n<a href='draft.md'>x</a></p></main>",
        ),
    ];
    assert_eq!(
        places(&files, "", "broken-link"),
        ["a/two.md:3", "b/four.html:3", "b/three.md:9"]
    );
    let told = found(&files, "");
    let of = |place: &str| told.iter().find(|one| one.starts_with(place)).unwrap();
    assert!(
        of("b/three.md:9 broken").contains("did you mean `/a/two`?"),
        "{told:?}"
    );
    assert!(
        of("b/four.html:3").contains("an article that is not published"),
        "{told:?}"
    );
}

#[test]
fn links_of_a_whole_address_are_followed_within_the_help_center() {
    let files = [
        (
            "one.md",
            "---\nurl: https://h.example/hc/111111-one\n---\n# One\n[a](https://h.example/hc/222222) [b](https://h.example/hc/333333) [c](https://h.example/shop)\n",
        ),
        (
            "two.md",
            "---\nurl: https://h.example/hc/222222-two\n---\n# Two\nText.\n",
        ),
        (
            "three.md",
            "# Three\n[d](https://d.example/docs/three) [e](https://d.example/docs/none) [f](/docs/three)\n",
        ),
    ];
    let config = "[site]\nurl_base = 'https://d.example/docs'\n";
    assert_eq!(
        places(&files, config, "broken-link"),
        ["one.md:5", "three.md:2"]
    );
}

#[test]
fn fragments_are_those_of_headings_and_ids() {
    let files = [
        (
            "one.md",
            "# One\n\n[a](#the-part) [b](two.md#its-id) [c](two.md#nmae) [d](#top) [e](two.md#größe) [f](two.md#gr%C3%B6%C3%9Fe)\n\n## The part\n\nText.\n",
        ),
        (
            "two.md",
            "# Two\n\n<a name=\"name\"></a>\n\n## Größe\n\nText.\n\n## Other {#its-id}\n\nText.\n",
        ),
    ];
    let told = found(&files, "");
    let broken: Vec<&String> = told
        .iter()
        .filter(|one| one.contains("broken-anchor"))
        .collect();
    assert_eq!(broken.len(), 1, "{told:?}");
    assert!(
        broken[0].starts_with("one.md:3") && broken[0].ends_with("did you mean `#name`?"),
        "{broken:?}"
    );
}

#[test]
fn a_translation_is_missed_where_a_language_has_the_others() {
    let text = "---\ntitle: Any\n---\nText.\n";
    let files = [
        ("en/a.md", text),
        ("en/b.md", text),
        ("es/a.md", text),
        ("pl/x.md", text),
    ];
    let config = "languages = ['en', 'es', 'pl']\n";
    assert_eq!(places(&files, config, "missing-translation"), ["en/b.md:1"]);
    assert!(
        found(&files, config)
            .iter()
            .any(|one| one.contains("exists in en, but not in es |"))
    );
}

#[test]
fn of_near_duplicates_the_better_one_is_kept() {
    let (text, other) = (prose("a", 20), prose("b", 20));
    let longer = format!("{text}{}", prose("c", 2));
    let files = [
        (
            "old.md",
            format!("---\ntitle: Old one\nupdated: 2020-01-01\n---\n{text}"),
        ),
        (
            "young.md",
            format!("---\ntitle: Young one\nupdated: 2026-01-01\n---\n{longer}"),
        ),
        ("other.md", format!("# Other\n\n{other}")),
        ("v1.md", format!("# Release 1.1\n\n{}", prose("d", 20))),
        ("v2.md", format!("# Release 1.2\n\n{}", prose("d", 20))),
        ("short.md", "# Short\n\nClick here.\n".to_owned()),
        ("brief.md", "# Brief\n\nClick here.\n".to_owned()),
    ];
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    assert_eq!(places(&files, "", "near-duplicate"), ["old.md:1"]);
    let told = found(&files, "");
    let told = told
        .iter()
        .find(|one| one.contains("near-duplicate"))
        .unwrap();
    assert!(
        told.contains("keep `young`: it is newer, 2026-01-01 against 2020-01-01; it is longer"),
        "{told}"
    );
    assert!(places(&files, "[check]\nnear_duplicate = 1.0\n", "near-duplicate").is_empty());
}

#[test]
fn what_all_articles_say_makes_no_duplicates() {
    let template = prose("t", 30);
    let files: Vec<(String, String)> = (0..30)
        .map(|at| {
            (
                format!("{at}.md"),
                format!(
                    "# Article {}\n\n{template}{}",
                    "x".repeat(at + 1),
                    prose(&format!("q{at}z"), 8)
                ),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    assert!(places(&files, "", "near-duplicate").is_empty());
}

#[test]
fn titles_are_judged_in_their_language() {
    let files = [
        ("a.md", "---\ntitle: Overview\n---\nText.\n"),
        (
            "b.md",
            "---\ntitle: Overview\nalso_asked_as: What can Acme do?\n---\nText.\n",
        ),
        (
            "c.md",
            "---\ntitle: Overview of invoices\nsection: Billing\n---\nText.\n",
        ),
        (
            "d.md",
            "---\ntitle: Billing\nsection: Billing\n---\nText.\n",
        ),
        ("e.md", "---\ntitle: Acme\n---\nText.\n"),
        ("f.md", "---\ntitle: Przegląd\nlang: pl\n---\nTekst.\n"),
        ("g.md", "---\ntitle: Przegląd\nlang: en\n---\nText.\n"),
    ];
    let config = "[site]\nname = 'Acme'\n";
    let expected = ["a.md:1", "d.md:1", "e.md:1", "f.md:1"];
    let mut places = places(&files, config, "title-nobody-asks");
    places.sort();
    assert_eq!(places, expected);
}

#[test]
fn an_article_hides_behind_others_of_its_title() {
    let files: Vec<(String, String)> = (0..5)
        .map(|at| {
            (
                format!("{at}.md"),
                format!("# Change your password\n\nWord{at} text.\n"),
            )
        })
        .chain([(
            "own.md".to_owned(),
            "# Print an invoice\n\nText.\n".to_owned(),
        )])
        .collect();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    assert_eq!(places(&files, "", "unfindable").len(), 2);
    assert_eq!(
        places(&files, "[check]\nfound_within = 1\n", "unfindable").len(),
        4
    );
    let told = found(&files, "");
    assert!(
        told.iter()
            .any(|one| one.contains("3 of them have the same title")),
        "{told:?}"
    );
}

#[test]
fn sections_images_and_reviews() {
    let files = [
        (
            "a.md",
            "---\ntitle: A\nreview_by: 2026-11-24\nowner: Ann\n---\n## Empty\n\n## Full\n\n### Part\n\n![](a.png) <img src=b.png alt=\"\"> ![x](c.png)\n\n## Last\n",
        ),
        ("b.md", "---\ntitle: B\nreview_by: 2026-11-25\n---\nText.\n"),
        ("c.md", "---\ntitle: C\nverified: 2026-01-01\n---\nText.\n"),
        ("d.md", "---\ntitle: D\nverified: 2026-10-01\n---\nText.\n"),
    ];
    assert_eq!(places(&files, "", "empty-section"), ["a.md:6", "a.md:14"]);
    assert_eq!(places(&files, "", "missing-alt"), ["a.md:12"]);
    assert_eq!(places(&files, "", "stale-review"), ["a.md:1", "c.md:1"]);
    let config = "[report]\nstale_days = 400\n";
    assert_eq!(places(&files, config, "stale-review"), ["a.md:1"]);
}

#[test]
fn hard_texts_are_told_by_the_formula_of_their_language() {
    let hard = "Notwithstanding aforementioned organizational considerations, administrative personnel responsible for authentication infrastructure configuration necessarily undertake comprehensive documentation verification. ".repeat(8);
    let easy = "Open the page and press the red key. Wait until the light is on. ".repeat(12);
    let german = format!("{}. ", "Wort ".repeat(40)).repeat(4);
    let files = [
        ("hard.md", format!("# Hard\n\n{hard}")),
        ("easy.md", format!("# Easy\n\n{easy}")),
        ("short.md", format!("# Short\n\n{}", &hard[..400])),
        ("de.md", format!("---\nlang: de\n---\n# Lang\n\n{german}")),
        ("es.md", format!("---\nlang: es\n---\n# Difícil\n\n{}", "Consideraciones organizativas anteriormente mencionadas necesariamente imposibilitan configuraciones administrativas infraestructurales extraordinariamente complicadas. ".repeat(10))),
        ("pl.md", format!("---\nlang: pl\n---\n# Trudne\n\n{}", "Przeprowadzenie kompleksowej konfiguracji infrastruktury uwierzytelniania użytkowników wymaga niezwłocznego udokumentowania odpowiedzialności administratorów. ".repeat(10))),
        ("pl2.md", format!("---\nlang: pl\n---\n# Łatwe\n\n{}", "Wejdź na stronę i kliknij ten link. Potem podaj swój adres i hasło. ".repeat(12))),
    ];
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let mut hard = places(&files, "", "reading-level");
    hard.sort();
    assert_eq!(hard, ["de.md:1", "es.md:1", "hard.md:1", "pl.md:1"]);
}

#[test]
fn an_orphan_is_what_nothing_leads_to() {
    let files = [
        ("a.md", "# A\n\n[b](b.md) [own](a.md)\n"),
        ("b.md", "# B\n\n[a](a.md)\n"),
        ("c.md", "# C\n\nText.\n"),
        ("listed.md", "# Listed\n\nText.\n"),
        ("in-tree.md", "# In a tree\n\nText.\n"),
    ];
    let config = "[[top_questions]]\narticles = ['listed']\n";
    assert_eq!(places(&files, config, "orphan"), ["c.md:1"]);
    let without = [("a.md", "# A\n\nText.\n"), ("b.md", "# B\n\nText.\n")];
    assert!(
        places(&without, "", "orphan").is_empty(),
        "nobody links there"
    );
}

#[test]
fn rules_that_are_off_find_nothing_and_every_finding_has_a_rule() {
    for (names, _) in RULES {
        for name in *names {
            assert!(rules::named(name).is_some(), "{name}");
        }
    }
}
