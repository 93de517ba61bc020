//! What is proposed for the archive, from rows alone.

use crate::pages::{Page, article, stored};
use helpdex_questions::report::{Article, Cell, Options, Rate, Report};

/// Twenty searches that show `a` and `b`, of which `a` is opened, on the first and the last day of a
/// time of 10 days.
fn traffic(surface: &str, build: &str) -> Vec<Page> {
    let mut pages = Vec::new();
    for day in [2, 11] {
        for number in 0..10 {
            let id = format!("{surface}{day}-{number}");
            let page = Page::new(&id, surface, 9).ask(&id, "password", &["a", "b"]);
            let mut page = page.click(&id, "a", 1);
            page.0.build.index = build.to_owned();
            pages.push(on(page, day));
        }
    }
    pages
}

fn on(mut page: Page, day: u32) -> Page {
    let stamp = format!("2026-11-{day:02}T09:00:00Z");
    page.0.sent_at.clone_from(&stamp);
    for row in &mut page.0.queries {
        row.timestamp.clone_from(&stamp);
    }
    for event in &mut page.0.events {
        event.timestamp.clone_from(&stamp);
    }
    page
}

fn changed(id: &str, updated: &str) -> Article {
    Article {
        updated: updated.to_owned(),
        ..article(id, id)
    }
}

fn report(pages: Vec<Page>, articles: Vec<Article>, options: Options) -> Report {
    let batches: Vec<_> = pages.into_iter().map(|page| page.0).collect();
    let (_file, facts) = stored(&batches);
    Report::of(&facts, articles, options).unwrap()
}

fn options() -> Options {
    Options {
        unused_days: 10,
        unused_searches: 20,
        ..Options::default()
    }
}

/// Ids of the proposals.
fn proposed(report: &Report) -> Vec<String> {
    let tables = report.sections.iter().flat_map(|section| &section.tables);
    let table = tables
        .into_iter()
        .find(|table| table.id == "archive")
        .unwrap();
    let id = |row: &Vec<Cell>| match &row[1] {
        Cell::Text(id) => id.clone(),
        other => panic!("{other:?}"),
    };
    table.rows.iter().map(id).collect()
}

fn note(report: &Report) -> &str {
    let health = report
        .sections
        .iter()
        .find(|section| section.id == "health");
    &health.unwrap().note
}

fn all() -> Vec<Article> {
    let mut all = vec![
        changed("a", "2026-01-01"),
        changed("b", "2026-01-01"),
        changed("c", "2026-01-01"),
        // May be too young to have been used, or is reached by other ways.
        changed("young", "2026-11-05"),
        article("undated", "undated"),
        changed("tree:t/s", "2026-01-01"),
    ];
    all[2].owner = "Ann".to_owned();
    all
}

#[test]
fn what_nobody_opened_for_all_the_days_is_proposed_with_its_numbers() {
    let report = report(traffic("inline", "old"), all(), options());
    assert_eq!(proposed(&report), ["b", "c"]);
    assert_eq!(
        report.figure("to_archive"),
        Some(&Cell::Rate(Rate::new(2, 3))),
        "of three that something is known of"
    );
    let tables = report.sections.iter().flat_map(|section| &section.tables);
    let table = tables
        .into_iter()
        .find(|table| table.id == "archive")
        .unwrap();
    let texts = |row: usize| [3, 4, 5, 6, 7, 8, 9].map(|at| table.rows[row][at].clone());
    let (none, count) = (Cell::Missing, Cell::Count);
    let since = Cell::from("2026-01-01");
    let why = Cell::from("shown, never opened");
    assert_eq!(
        texts(0),
        [
            since.clone(),
            none.clone(),
            none.clone(),
            count(20),
            count(0),
            count(20),
            why
        ]
    );
    let why = Cell::from("never shown, never opened");
    assert_eq!(
        texts(1),
        [
            since,
            Cell::from("Ann"),
            none,
            count(0),
            count(0),
            count(20),
            why
        ]
    );
}

#[test]
fn an_undated_article_of_a_build_that_answered_all_the_time_was_there() {
    let mut options = options();
    options.build = "old".to_owned();
    let report = report(traffic("inline", "old"), all(), options);
    assert_eq!(proposed(&report), ["b", "c", "undated"]);
}

#[test]
fn anybodys_use_and_any_solved_question_keeps_an_article() {
    let mut pages = traffic("inline", "");
    pages.push(on(
        Page::new("eve", "agent", 9)
            .ask("e", "x", &["c"])
            .click("e", "c", 1),
        5,
    ));
    pages.push(on(
        Page::new("fay", "inline", 9)
            .ask("f", "x", &["b"])
            .vote("f", "b", "partly"),
        5,
    ));
    assert!(proposed(&report(pages, all(), options())).is_empty());
    let mut pages = traffic("inline", "");
    pages.push(on(
        Page::new("eve", "inline", 9)
            .ask("e", "x", &["c"])
            .vote("e", "c", "no"),
        5,
    ));
    assert_eq!(proposed(&report(pages, all(), options())), ["b", "c"]);
}

/// A change of the options, and what the note then says.
type Case = (fn(&mut Options), &'static str);

#[test]
fn too_few_searches_or_days_propose_nothing_and_say_why() {
    let cases: [Case; 3] = [
        (
            |options| options.unused_searches = 21,
            "too few searches: en (20)",
        ),
        (
            |options| options.unused_days = 60,
            "no rows are older than 2026-09-12",
        ),
        (
            |options| options.surface = Some("agent".to_owned()),
            "too few searches: en (0)",
        ),
    ];
    for (change, why) in cases {
        let mut options = options();
        change(&mut options);
        let report = report(traffic("inline", ""), all(), options);
        assert!(proposed(&report).is_empty(), "{why}");
        assert_eq!(report.figure("to_archive"), Some(&Cell::Missing), "{why}");
        assert!(note(&report).contains(why), "{why}: {}", note(&report));
    }
    let nothing = report(Vec::new(), all(), options());
    assert!(proposed(&nothing).is_empty() && note(&nothing).contains("Nothing is proposed"));
}
