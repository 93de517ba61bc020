//! The order of answers before and after a build with learned factors, counted by hand.

use crate::pages::{Page, article, crowd, stored};
use helpdex_questions::report::{Cell, Options, Report};

/// Pages of the build `build`, at `hour`, that show `hits`.
fn of_build(pages: Vec<Page>, build: &str, hour: u32, hits: &[&str]) -> Vec<Page> {
    let change = |mut page: Page| {
        let stamp = format!("2026-11-01T{hour:02}:00:00Z");
        page.0.build.index = build.to_owned();
        page.0.sent_at.clone_from(&stamp);
        for row in &mut page.0.queries {
            row.query_id = format!("{build}-{}", row.query_id);
            row.query_attributes.session_id = Some(row.query_id.clone());
            row.timestamp.clone_from(&stamp);
            row.query_response_hit_ids = hits.iter().map(|id| (*id).to_owned()).collect();
        }
        for event in &mut page.0.events {
            event.query_id = event.query_id.take().map(|id| format!("{build}-{id}"));
            event.session_id.clone_from(&event.query_id);
            event.timestamp.clone_from(&stamp);
        }
        page
    };
    pages.into_iter().map(change).collect()
}

fn report(pages: Vec<Page>, build: &str, learned: &[&str]) -> Report {
    let batches: Vec<_> = pages.into_iter().map(|page| page.0).collect();
    let (_file, facts) = stored(&batches);
    let options = Options {
        build: build.to_owned(),
        learned: learned.iter().map(|tag| (*tag).to_owned()).collect(),
        ..Options::default()
    };
    let articles = ["a", "b", "c"].map(|id| article(id, id)).to_vec();
    Report::of(&facts, articles, options).unwrap()
}

/// The row of the table `order` that begins with `name`.
fn order<'a>(report: &'a Report, name: &str) -> &'a [Cell] {
    let tables = report.sections.iter().flat_map(|section| &section.tables);
    let table = tables
        .into_iter()
        .find(|table| table.id == "order")
        .unwrap();
    let named = |row: &&Vec<Cell>| row[0] == Cell::from(name);
    table.rows.iter().find(named).unwrap()
}

fn mean(cell: &Cell) -> (f64, u64) {
    match cell {
        Cell::Mean(mean) => ((mean.mean * 1e6).round() / 1e6, mean.of),
        other => panic!("{other:?}"),
    }
}

/// Three questions, 20 searches each before and 30 after: solved by the second article, then by the first.
fn before_and_after() -> Vec<Page> {
    let mut pages = Vec::new();
    for (text, id) in [
        ("reset password", "a"),
        ("cancel order", "b"),
        ("track parcel", "c"),
    ] {
        let asked = |uses| crowd(text, id, uses, 12, 0);
        pages.extend(of_build(asked(20), "old", 9, &["x", id]));
        // A page that was opened before the new build came shows the old order still.
        pages.extend(of_build(asked(20), "late", 12, &["x", "x", "x", id]));
        pages.extend(of_build(asked(30), "new", 11, &[id, "x"]));
    }
    pages
}

#[test]
fn ranks_before_and_after_are_those_counted_by_hand() {
    let report = report(before_and_after(), "new", &["en"]);
    let row = order(&report, "reset password");
    assert_eq!(mean(&row[2]), (0.5, 20));
    assert_eq!(mean(&row[3]), (1.0, 30));
    assert_eq!(mean(&row[4]), (0.5, 20));
    let figure = |id: &str| mean(report.figure(id).unwrap());
    assert_eq!(figure("mrr_before"), (0.5, 3));
    assert_eq!(figure("mrr_after"), (1.0, 3));
    assert_eq!(figure("mrr_change"), (0.5, 3));
}

#[test]
fn an_order_that_nobody_saw_twice_is_no_data() {
    let only = of_build(crowd("reset password", "a", 30, 12, 0), "new", 9, &["a"]);
    let one_build = report(only, "new", &["en"]);
    let row = order(&one_build, "reset password");
    assert_eq!((&row[2], &row[4]), (&Cell::Missing, &Cell::Missing));
    assert_eq!(mean(&row[3]), (1.0, 30));
    for (build, learned) in [
        ("new", &[][..]),
        ("new", &["de"][..]),
        ("", &["en"][..]),
        ("unseen", &["en"][..]),
    ] {
        let report = report(before_and_after(), build, learned);
        for id in ["mrr_before", "mrr_after", "mrr_change"] {
            assert_eq!(
                report.figure(id),
                Some(&Cell::Missing),
                "{id} {build:?} {learned:?}"
            );
        }
    }
}

#[test]
fn few_people_on_a_side_have_no_rank() {
    let mut pages = of_build(
        crowd("reset password", "a", 30, 12, 0),
        "old",
        9,
        &["b", "a"],
    );
    // Ten searches, but of four people; a bot of a hundred.
    pages.extend(of_build(
        crowd("reset password", "a", 10, 4, 0),
        "new",
        11,
        &["a"],
    ));
    let mut bot = Page::new("bot", "inline", 11);
    for number in 0..100 {
        bot = bot.ask(&format!("b{number}"), "reset password", &["a"]);
    }
    bot.0.build.index = "new".to_owned();
    pages.push(bot);
    let report = report(pages, "new", &["en"]);
    let row = order(&report, "reset password");
    assert_eq!((&row[3], &row[4]), (&Cell::Missing, &Cell::Missing));
}

#[test]
fn what_people_said_does_not_help_has_no_rank() {
    let mut pages = Vec::new();
    for (build, hour) in [("old", 9), ("new", 11)] {
        let mut asked = crowd("reset password", "a", 20, 12, 0);
        for event in asked.iter_mut().flat_map(|page| &mut page.0.events) {
            if let Some(help) = &mut event.help {
                help.solved = Some("no".to_owned());
            }
        }
        pages.extend(of_build(asked, build, hour, &["a"]));
    }
    let report = report(pages, "new", &["en"]);
    let tables = report.sections.iter().flat_map(|section| &section.tables);
    let order = tables
        .into_iter()
        .find(|table| table.id == "order")
        .unwrap();
    assert!(order.rows.is_empty(), "{order:?}");
}
