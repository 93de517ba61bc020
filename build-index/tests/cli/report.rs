//! `helpdex report --demo`: a full report from nothing.

use crate::support::{Folder, run};
use serde_json::Value;

#[test]
fn the_demos_report_has_numbers_in_every_section() {
    let folder = Folder::new();
    let out = folder.at("report");
    run(["report", "--demo", "--out", &out]).good();
    let page = std::fs::read_to_string(folder.at("report/report.html")).unwrap();
    assert!(page.contains("What learning changes"), "{page}");
    let json = std::fs::read_to_string(folder.at("report/report.json")).unwrap();
    let report: Value = serde_json::from_str(&json).unwrap();
    for section in report["sections"].as_array().unwrap() {
        let figures = section["figures"].as_array().unwrap();
        let known = figures.iter().filter(|figure| !figure["value"].is_null());
        let tables = section["tables"].as_array().unwrap();
        let rows = |table: &&Value| !table["rows"].as_array().unwrap().is_empty();
        let filled = tables.iter().filter(rows);
        assert!(known.count() + filled.count() > 0, "{section}");
    }
    for id in [
        "saved_low",
        "mrr_before",
        "mrr_after",
        "mrr_change",
        "to_archive",
        "bot_queries",
    ] {
        let sections = report["sections"].as_array().unwrap().iter();
        let mut figures = sections.flat_map(|section| section["figures"].as_array().unwrap());
        let figure = figures.find(|figure| figure["id"] == id).unwrap();
        assert!(!figure["value"].is_null(), "{figure}");
    }
}

#[test]
fn a_demo_has_its_own_store_and_bundle() {
    let folder = Folder::new();
    let out = folder.at("report");
    run(["report", "--demo", "--store", "sqlite:x.db", "--out", &out])
        .bad(2, &["--demo", "--store"]);
    run(["report", "--out", &out]).bad(2, &["--store", "--bundle"]);
}
