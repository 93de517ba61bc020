//! What a report learned, in the next build.

use serde_json::json;

use crate::site_data::list;
use crate::support::{Folder, ids, run};

const ARTICLES: &str = r#"
{"id": "reset", "title": "Reset your password", "body": "Choose a new password for your account."}
{"id": "lost", "title": "Lost password", "body": "We send you a link."}
{"id": "refunds", "title": "Refunds", "body": "Money comes back within 14 days."}
"#;

fn site() -> Folder {
    let site = Folder::new();
    site.out("out");
    site.write("articles.jsonl", ARTICLES);
    let signals = json!({
        "schema": 1, "generated": "2026-11-25T00:00:00Z", "half_life_days": 90.0, "max_boost": 0.7,
        "min_clients": 5, "languages": {"en": {"questions": [{
            "label": "password", "terms": ["password"], "members": ["password", "my password"],
            "clients": 41, "articles": {
                "lost": {"solved": 40.0, "unsolved": 0.0, "boost": 0.7},
                "reset": {"solved": 0.0, "unsolved": 40.0, "boost": -0.7},
                "gone": {"solved": 9.0, "unsolved": 0.0, "boost": 0.7},
            },
        }], "votes": {"lost": {"yes": 40, "total": 50}, "refunds": {"yes": 2, "total": 2}}}},
    });
    site.write("report/signals.json", signals.to_string());
    let top = json!([{"id": "lost", "title": "As it was"}, {"id": "gone"}]);
    site.write("report/top-questions.en.json", top.to_string());
    site
}

fn configured(site: &Folder, more: &str) {
    let config = format!("source = 'articles.jsonl'\nout = 'out'\n[eval]\nsample = 0\n{more}");
    site.write("helpdex.toml", config);
}

fn build(site: &Folder) {
    run(["build", "--config", &site.at("helpdex.toml")]).good();
}

#[test]
fn what_solved_a_question_ranks_higher_and_nothing_is_hidden() {
    let site = site();
    configured(&site, "");
    build(&site);
    let manifest = || std::fs::read_to_string(site.at("out/manifest.json")).unwrap();
    let before = manifest();
    assert_eq!(ids(&site.at("out"), "en", "my password"), ["reset", "lost"]);
    configured(&site, "[learning]\nsignals = 'report'");
    build(&site);
    let out = site.at("out");
    assert_eq!(ids(&out, "en", "my password"), ["lost", "reset"]);
    let asked = [
        "query",
        "--bundle",
        &out,
        "--explain",
        "--json",
        "my password",
    ];
    let learned = run(asked).good().json();
    let factor = learned["hits"][0]["explain"]["learned"].as_f64().unwrap();
    assert!((factor - 0.7_f64.exp()).abs() < 0.01, "{factor}");
    configured(&site, "[learning]\nsignals = 'report'\nenabled = false");
    build(&site);
    assert_eq!(manifest(), before, "one key turns it off");
}

#[test]
fn what_most_people_ask_is_offered_after_the_editors_choice() {
    let site = site();
    let chosen = "[[top_questions]]\narticles = ['refunds']";
    configured(
        &site,
        &format!("[learning]\nsignals = 'report/signals.json'\n{chosen}"),
    );
    build(&site);
    let top = list(&site, "en", "top");
    let titles: Vec<&str> = (top.as_array().unwrap().iter())
        .filter_map(|entry| entry["title"].as_str())
        .collect();
    assert_eq!(titles, ["Refunds", "Lost password"]);
    assert_eq!(
        list(&site, "en", "solved"),
        json!({"lost": [80, 50]}),
        "two votes say nothing"
    );
}

#[test]
fn signals_that_cannot_be_used_are_named() {
    let site = site();
    configured(&site, "");
    let config = site.at("helpdex.toml");
    let with = |signals: &str| run(["build", "--config", &config, "--signals", &site.at(signals)]);
    with("none.json").bad(2, &["none.json", "helpdex report"]);
    site.write("report/signals.json", "{\"schema\":\n 1}");
    with("report").bad(2, &["signals.json:2:"]);
    let later = json!({"schema": 9, "generated": "", "half_life_days": 1.0, "max_boost": 0.7, "min_clients": 5, "languages": {}});
    site.write("report/signals.json", later.to_string());
    with("report").bad(2, &["schema: 9"]);
}
