//! 11 Privacy: what was not kept, and what is not shown.

use crate::report::Inner;
use crate::report::table::{Cell, Section, Table, figure};

pub(super) fn section(inner: &Inner) -> Section {
    let all = &inner.all;
    let losses = all.losses;
    let hidden = inner.questions.iter().filter(|one| one.label.is_none());
    let (questions, searches) = hidden.fold((0, 0), |(of, sum), one| (of + 1, sum + one.count));
    let errors = all
        .errors
        .iter()
        .map(|(code, count)| vec![Cell::from(code.as_str()), Cell::Count(*count)]);
    Section {
        id: "privacy",
        title: "Privacy and completeness",
        note: "Query texts are what people typed, without what looks like personal data: treat them as personal data all the same. Times are kept by the hour, visitors by the day.".to_owned(),
        figures: vec![
            figure("events", "Events counted", all.events, "Events of the window, without bots and other surfaces."),
            figure("privacy_control", "Dropped: Global Privacy Control", losses.privacy_control, "Requests that the collector dropped. Pages that send nothing are not known."),
            figure("no_consent", "Dropped: no consent", losses.no_consent, "Requests that the collector dropped."),
            figure("refused", "Refused requests", losses.refused, "Malformed, too large, too many, unknown site or origin."),
            figure("duplicates", "Duplicates dropped", losses.duplicates, "Rows that had been stored before."),
            figure("lost_in_pages", "Rows lost in pages", losses.in_pages, "Rows that a page could not send."),
            figure("redactions", "Redacted pieces", all.redactions, "Pieces of queries that looked like personal data."),
            figure("suppressed_questions", "Suppressed questions", questions, "Questions of which no wording may be shown."),
            figure("suppressed_searches", "Suppressed searches", searches, "Their searches."),
            figure("bot_sessions", "Sessions of bots", all.visitors.bot_sessions(), "Sessions with more settled queries within an hour than a person makes."),
            figure("bot_queries", "Queries of bots, not counted", all.visitors.bot_queries, "Their queries."),
            figure("replaced_queries", "Queries refined, not counted", all.visitors.replaced_queries, "Queries that a later one took the place of."),
            figure("agent_queries", "Queries of staff, not counted", all.agent_queries, "Queries at surface agent."),
        ],
        tables: vec![Table {
            id: "errors",
            caption: "Errors of pages",
            columns: vec!["Code", "Events"],
            rows: errors.collect(),
            drawn: None,
        }],
    }
}
