//! Relevance: judged queries, and queries made from the articles.

use std::path::Path;

use serde_json::Value;

use crate::support::{Folder, Run, ids, mini, mini_bundle, run, tree};

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

/// Three articles, or two of them without the one about passwords, built in `folder`.
fn small_bundle(folder: &Folder, with_password: bool) -> String {
    let name = if with_password { "all" } else { "less" };
    let articles = [
        ("password", "Reset your password", "Choose a new secret."),
        ("address", "Change your address", "Tell us where you live."),
        (
            "invoice",
            "Download an invoice",
            "Bills are under payments.",
        ),
    ];
    let chosen = articles
        .iter()
        .filter(|(id, ..)| with_password || *id != "password");
    for (id, title, text) in chosen {
        folder.write(&format!("{name}/{id}.md"), format!("# {title}\n{text}"));
    }
    let out = folder.out(&format!("{name}-out"));
    run(["build", "--source", &folder.at(name), "--out", &out]).good();
    out
}

const QUERIES: &str = r#"{"qid":"p","query":"reset password","relevant":{"password":2}}
{"qid":"s","query":"secret","relevant":{"password":2,"address":1}}
{"qid":"i","query":"invoice","relevant":{"invoice":2}}"#;

fn compare(bundle: &str, against: &str, more: &[&str]) -> Run {
    let call = ["eval", "--bundle", bundle, "--against", against];
    run(call.iter().chain(more)).good()
}

#[test]
fn two_bundles_are_compared_query_by_query() {
    let folder = Folder::new();
    let (all, less) = (small_bundle(&folder, true), small_bundle(&folder, false));
    let queries = folder.write("queries.jsonl", QUERIES);
    let judged = ["--queries", &queries, "--json", "--explain"];
    let better = compare(&all, &less, &judged).json();
    let worse = compare(&less, &all, &judged).json();
    assert_eq!(better["measure"], "ndcg10");
    assert_eq!(better["overall"]["n"], 3);
    assert_eq!(
        (&better["overall"]["won"], &better["overall"]["lost"]),
        (&2.into(), &0.into())
    );
    assert_eq!(better["overall"]["p"], worse["overall"]["p"]);
    let number = |of: &Value| of.as_f64().expect("a number");
    let difference = number(&better["overall"]["difference"]);
    assert!(difference > 0.3, "{difference}");
    assert_eq!(difference, -number(&worse["overall"]["difference"]));
    let interval = |of: &Value| [0, 1].map(|at| number(&of["overall"]["interval"][at]));
    let [low, high] = interval(&better);
    assert!(low <= difference && difference <= high, "{low} {high}");
    assert_eq!(interval(&worse), [-high, -low]);
    assert_eq!(better["bundle"], worse["against"]);
    assert_eq!(
        better["bundle"]["by_lang_and_kind"]["en"]["unknown"]["n"],
        3
    );

    let lost = worse["lost"].as_array().expect("a list");
    assert_eq!(lost.len(), 2, "{lost:?}");
    assert_eq!(worse["won"], Value::Array(Vec::new()));
    let change = lost
        .iter()
        .find(|change| change["qid"] == "p")
        .expect("a change");
    assert_eq!(change["difference"], -1.0);
    assert_eq!(change["right"]["title"], "Reset your password");
    assert_eq!(change["against"]["rank"], 1);
    assert_eq!(change["against"]["first"]["id"], "password");
    assert!(number(&change["against"]["explain"]["right"]["score"]) > 0.0);
    let terms = &change["against"]["explain"]["right"]["terms"];
    assert_eq!(terms.as_array().expect("a list").len(), 2, "{terms}");
    assert_eq!(change["bundle"]["rank"], Value::Null);
    assert_eq!(change["bundle"]["explain"]["right"], Value::Null);
}

#[test]
fn a_comparison_for_people_lists_what_changed() {
    let folder = Folder::new();
    let (all, less) = (small_bundle(&folder, true), small_bundle(&folder, false));
    let text = compare(&all, &less, &["--auto", "--show", "1", "--explain"]).stdout;
    for part in [
        "95% interval",
        "won: ",
        ", the first 1 (--show 0: all)",
        "right    Reset your password (password)",
        "not in this bundle",
        "title coverage and density",
        "lost: 0 queries",
    ] {
        assert!(text.contains(part), "no {part:?} in:\n{text}");
    }
    let measure = ["--auto", "--measure", "mrr10"];
    assert!(compare(&all, &less, &measure).stdout.starts_with("mrr10"));
    assert!(text.starts_with("success1"));
}

#[test]
fn a_bundle_equals_itself() {
    let same = compare(mini_bundle(), mini_bundle(), &["--auto", "--json"]).json();
    let overall = &same["overall"];
    assert_eq!(
        (&overall["difference"], &overall["p"]),
        (&0.0.into(), &1.0.into())
    );
    assert_eq!(
        (&same["won"], &same["lost"]),
        (&Value::Array(vec![]), &Value::Array(vec![]))
    );
}

#[test]
fn two_configurations_are_built_and_compared() {
    let folder = Folder::new();
    let source = mini("articles.jsonl.gz");
    let config = |name: &str, more: &str| {
        folder.write(
            name,
            format!("source = {source:?}\nlanguages = [\"pl\"]\n{more}"),
        )
    };
    let plain = config("plain.toml", "");
    let odd = config(
        "odd.toml",
        "[ranking]\ntitle_density = 0.0\ntitle_coverage = 0.0\ntitle_echo = 0.0\n\
         [ranking.weights]\ntitle = 0.0\nheadings = 0.0\n",
    );
    let queries = mini("queries.jsonl.gz");
    let call = [
        "eval",
        "--config",
        &plain,
        "--against-config",
        &odd,
        "--queries",
        &queries,
        "--json",
    ];
    let compared = run(call).good().json();
    assert_eq!(compared["by_lang"]["pl"]["n"], 13);
    let difference = compared["by_lang"]["pl"]["difference"].as_f64();
    assert!(difference > Some(0.0), "{difference:?}");
    // Nothing was built in the other languages.
    assert_eq!(compared["by_lang"]["de"]["bundle"], 0.0);
    assert!(
        !folder.path().join("public").exists(),
        "built in a temporary folder"
    );
}

#[test]
fn comparisons_that_cannot_be_made_are_refused() {
    let folder = Folder::new();
    let bundle = mini_bundle();
    let auto = ["eval", "--bundle", bundle, "--auto"];
    for option in [
        ["--show", "3"].as_slice(),
        &["--explain"],
        &["--measure", "mrr10"],
    ] {
        run(auto.iter().chain(option)).bad(2, &[option[0], "--against"]);
    }
    run(["eval", "--auto"]).bad(2, &["--bundle", "--config"]);
    let missing = folder.at("missing.toml");
    run(auto.iter().chain(&["--against-config", &missing])).bad(2, &["missing.toml"]);
    run(auto.iter().chain(&["--against", &folder.at("nothing")])).bad(2, &["no bundle here"]);
    run(["eval", "--auto", "--bundle", bundle, "--config", "x.toml"])
        .bad(2, &["cannot be used with"]);
}

/// A source of three articles with a `helpdex.toml` that says `more`; gives the file and the
/// folder published in.
fn configured(folder: &Folder, more: &str) -> (String, String) {
    for (id, text) in [
        ("password", "# Reset your password\nChoose a new secret."),
        ("address", "# Change your address\nTell us where you live."),
        (
            "invoice",
            "# Download an invoice\nBills are under payments.",
        ),
    ] {
        folder.write(&format!("kb/{id}.md"), text);
    }
    let out = folder.out("out");
    let config = format!("source = \"kb\"\nout = \"out\"\n{more}");
    (folder.write("helpdex.toml", config), out)
}

#[test]
fn a_build_says_how_its_own_articles_are_found() {
    let folder = Folder::new();
    let (config, _) = configured(&folder, "");
    let call = ["build", "--config", &config];
    let people = run(call).good().stderr;
    assert!(people.contains("R@1"), "{people}");
    let line = people
        .lines()
        .find(|line| line.starts_with("en ") && line.contains('%'));
    let figures: Vec<&str> = line.expect("a line").split_whitespace().collect();
    assert_eq!(figures[..4], ["en", "12", "0.0%", "100.0%"], "{people}");

    let built = run(call.into_iter().chain(["--json"])).good().json();
    let english = &built["eval"]["by_lang_and_kind"]["en"];
    assert_eq!(english["title"]["n"], 3);
    assert_eq!(english["typo"]["n"], 3);
    assert_eq!(built["eval"]["overall"]["success1"], 1.0);
    assert_eq!(built["eval"]["overall"]["zero_rate"], 0.0);
    assert_eq!(built["must_find_missed"], Value::Array(Vec::new()));

    let off = run(call.into_iter().chain(["--no-eval", "--json"]))
        .good()
        .json();
    assert_eq!(off["eval"], Value::Null);
    let one = configured(&folder, "[eval]\nsample = 1\n").0;
    let one = run(["build", "--config", &one, "--json"]).good().json();
    assert_eq!(one["eval"]["overall"]["n"], 4);
    let none = configured(&folder, "[eval]\nsample = 0\n").0;
    let none = run(["build", "--config", &none]).good().stderr;
    assert!(!none.contains("R@1"), "{none}");
}

const RULES: &str = r#"
[[must_find]]
query = "secret"
article = "password"
within = 1

[[must_find]]
query = "your"
article = "invoice"

[[must_find]]
query = "bills"
article = "invoices"
"#;

#[test]
fn what_must_be_found_and_is_not_is_a_warning() {
    let folder = Folder::new();
    let (config, out) = configured(&folder, RULES);
    let built = run(["build", "--config", &config, "--json"]).good();
    let missed = built.json()["must_find_missed"].clone();
    assert_eq!(missed.as_array().map(Vec::len), Some(2), "{missed}");
    assert_eq!(missed[0]["at"], format!("{config}:9:1"));
    for part in [
        "helpdex.toml:9:1: warning: \"your\" must find article \"invoice\" within 3, but it is not \
         among the first 10 hits; found: 1. ",
        "Change your address (address)",
        "helpdex.toml:13:1: warning: \"bills\" must find article \"invoices\" within 3, but there \
         is no such article in en; did you mean \"invoice\"?",
    ] {
        assert!(
            built.stderr.contains(part),
            "no {part:?} in:\n{}",
            built.stderr
        );
    }
    assert!(!built.stderr.contains("secret"), "{}", built.stderr);
    assert_eq!(ids(&out, "en", "secret"), ["password"]);
}

#[test]
fn in_ci_nothing_is_published_that_misses_what_it_must_find() {
    let folder = Folder::new();
    let (config, out) = configured(&folder, "");
    run(["build", "--config", &config]).good();
    let before = tree(Path::new(&out));
    folder.write("kb/password.md", "# Sign in\nWith the code from us.");
    folder.write("kb/invoice.md", "# Download an invoice\nNever a secret.");
    let (config, _) = configured_rules(&folder);
    run(["build", "--config", &config, "--ci"]).bad(
        1,
        &[
            "helpdex.toml:4:1: error: \"secret\" must find article \"password\" within 1",
            "found: 1. Download an invoice (invoice); ",
            "1 [[must_find]] rule does not hold",
            "as it was",
        ],
    );
    assert_eq!(tree(Path::new(&out)), before);

    folder.write("kb/password.md", "# Your secret\nHow to keep your secret.");
    run(["build", "--config", &config, "--ci"]).good();
    assert_ne!(tree(Path::new(&out)), before);
}

/// The configuration with one rule, the articles as they are.
fn configured_rules(folder: &Folder) -> (String, String) {
    let rule = "[[must_find]]\nquery = \"secret\"\narticle = \"password\"\nwithin = 1\n";
    let config = format!("source = \"kb\"\nout = \"out\"\n\n{rule}");
    (folder.write("helpdex.toml", config), folder.at("out"))
}

#[test]
fn what_must_be_found_is_asked_in_its_language() {
    let folder = Folder::new();
    let source = mini("articles.jsonl.gz");
    let out = folder.out("out");
    let rules = "[[must_find]]\nquery = \"hasło\"\narticle = \"x\"\nlanguage = \"pl\"\n\
        [[must_find]]\nquery = \"mot de passe\"\narticle = \"x\"\nlanguage = \"fr\"\n";
    let config = folder.write(
        "helpdex.toml",
        format!("source = {source:?}\nout = {out:?}\n{rules}"),
    );
    run(["build", "--config", &config, "--ci"]).bad(
        1,
        &[
            "there is no such article in pl",
            "no article is in fr; correct `language`, or add the article",
            "2 [[must_find]] rules do not hold",
        ],
    );
}
