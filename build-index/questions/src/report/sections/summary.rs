//! 1 Summary.

use super::deflection::deflection;
use super::ratio;
use crate::report::collected::{ArticleUse, Query, Vote};
use crate::report::table::{Cell, Drawn, Figure, Section, Table, figure};
use crate::report::{Inner, Rate, date};

pub(super) fn section(inner: &Inner) -> Section {
    Section {
        id: "summary",
        title: "Summary",
        note: "Votes lean towards “no”: of those whom an article disappoints, more say so. Compare a solved rate with itself over time.".to_owned(),
        figures: figures(inner),
        tables: vec![days(inner)],
    }
}

fn figures(inner: &Inner) -> Vec<Figure> {
    let mut figures = searching(inner);
    figures.extend(helping(inner));
    figures.extend(deflecting(inner));
    figures
}

fn searching(inner: &Inner) -> Vec<Figure> {
    let queries = &inner.all.queries;
    let searches = queries.len() as u64;
    let before = inner.all.queries_before;
    let before = if before == 0 {
        Cell::Missing
    } else {
        Cell::Count(before)
    };
    let rate = |is: fn(&Query) -> bool| {
        Rate::new(
            queries.iter().filter(|one| is(one)).count() as u64,
            searches,
        )
    };
    vec![
        figure(
            "searches",
            "Searches",
            searches,
            "Settled queries; one that a later one refined is not counted.",
        ),
        figure(
            "searches_before",
            "Searches in the window before",
            before,
            "The same, in the window of the same length before.",
        ),
        figure(
            "search_success_rate",
            "Search success",
            rate(|one| one.clicks > 0 && !one.is_reworded),
            "Searches with a click and no rewording within 60 s ÷ searches.",
        ),
        figure(
            "zero_result_rate",
            "Searches without results",
            rate(|one| one.is_empty),
            "Searches with 0 hits ÷ searches (Algolia, Meilisearch).",
        ),
        figure(
            "unanswered_rate",
            "Searches whose words nothing holds",
            rate(|one| one.is_unanswered),
            "Searches with 0 hits, or with none that holds one of their words ÷ searches.",
        ),
        figure(
            "found_rate",
            "Found an answer",
            rate(|one| one.vote == Vote::Yes),
            "Searches that led to a vote yes ÷ searches.",
        ),
    ]
}

fn helping(inner: &Inner) -> Vec<Figure> {
    let sum = |of: fn(&ArticleUse) -> u64| inner.all.articles.iter().map(of).sum::<u64>();
    let (votes, yes) = (sum(ArticleUse::votes), sum(|one| one.yes));
    let views = sum(|one| one.views.max(one.clicks));
    vec![
        figure(
            "solved_rate",
            "Solved",
            Rate::new(yes, votes),
            "Votes yes ÷ (yes + partly + no).",
        ),
        figure(
            "response_rate",
            "Votes per view",
            Rate::new(votes, views),
            "Votes ÷ views of articles: how much of the readers the solved rate stands for.",
        ),
        figure(
            "self_service_success_rate",
            "Helpful views",
            Rate::new(yes, views),
            "Votes yes ÷ views (ServiceNow).",
        ),
    ]
}

fn deflecting(inner: &Inner) -> Vec<Figure> {
    let sessions = deflection(inner);
    let rate = |part: u64| Rate::new(part, sessions.sessions);
    let score = ratio(sessions.sessions as f64, sessions.contacts as f64);
    vec![
        figure(
            "sessions",
            "Sessions",
            sessions.sessions,
            "Page sessions with any event.",
        ),
        figure(
            "self_service_score",
            "Self-service score (n : 1)",
            score,
            "Sessions ÷ sessions in which a person was asked (Zendesk's definition, by sessions).",
        ),
        figure(
            "confirmed_deflection_rate",
            "Confirmed deflection",
            rate(sessions.confirmed),
            "Sessions whose last act is a vote yes and whose visitor asked no person within the window ÷ sessions (ServiceNow). A visitor cannot be followed past midnight, UTC.",
        ),
        figure(
            "potential_deflection_rate",
            "Potential deflection",
            rate(sessions.potential),
            "Other sessions with an article opened whose visitor asked no person within the window ÷ sessions (ServiceNow): whether the article was the reason is unknown.",
        ),
    ]
}

fn days(inner: &Inner) -> Table {
    let days = inner.all.days.iter();
    Table {
        id: "searches_by_day",
        caption: "Searches by day (UTC)",
        columns: vec!["Day", "Searches"],
        rows: days
            .map(|(day, count)| vec![Cell::Text(date(day * 24)), Cell::Count(*count)])
            .collect(),
        drawn: Some(Drawn::Upright(1)),
    }
}
