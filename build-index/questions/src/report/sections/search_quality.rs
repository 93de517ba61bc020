//! 5 Search quality.

use super::deflection::deflection;
use super::ratio;
use crate::report::collected::Query;
use crate::report::table::{Cell, Drawn, Section, Table, figure};
use crate::report::{Inner, Rate};

pub(super) fn section(inner: &Inner) -> Section {
    let queries = &inner.all.queries;
    let total = queries.len() as u64;
    let count = |is: &dyn Fn(&Query) -> bool| queries.iter().filter(|one| is(one)).count() as u64;
    let clicked = count(&|one| one.clicks > 0);
    let with_hits = count(&|one| !one.is_empty);
    let corrected = count(&|one| one.is_corrected);
    let ranks: f64 = queries
        .iter()
        .filter(|one| one.rank > 0)
        .map(|one| f64::from(one.rank))
        .sum();
    let reciprocal: f64 = queries
        .iter()
        .filter(|one| one.rank > 0)
        .map(|one| 1.0 / f64::from(one.rank))
        .sum();
    let at = |k: u16| Rate::new(count(&|one| (1..=k).contains(&one.rank)), with_hits);
    let sessions = deflection(inner);
    let abandoned = sessions.searching - sessions.clicking;
    Section {
        id: "search_quality",
        title: "Search quality",
        note: "Clicks prefer what stands first, whatever it is: read these numbers as trends, not as judgments.".to_owned(),
        figures: vec![
            figure("search_ctr", "Searches with a click", Rate::new(clicked, total), "Searches with at least 1 click ÷ searches (SearchStax); not clicks ÷ impressions."),
            figure("no_click_rate", "Searches without a click", if inner.all.events == 0 { Rate::default() } else { Rate::new(total - clicked, total) }, "Searches without a click ÷ searches; no data if no event arrived (Algolia)."),
            figure("ctr_at_1", "Click on the first", at(1), "Searches with a click at rank 1 ÷ searches with at least 1 hit."),
            figure("ctr_at_3", "Click on the first 3", at(3), "The same, rank 3 or better."),
            figure("ctr_at_5", "Click on the first 5", at(5), "The same, rank 5 or better."),
            figure("average_click_position", "Mean place of clicks", ratio(ranks, clicked as f64), "Mean of the best clicked place of searches with a click (Meilisearch); lower is better."),
            figure("mrr_of_clicks", "MRR of searches with a click", ratio(reciprocal, clicked as f64), "Mean of 1 ÷ best clicked place over searches with a click (SearchStax)."),
            figure("mrr_of_searches", "MRR of all searches", ratio(reciprocal, total as f64), "The same over all searches, 0 without a click."),
            figure("reformulation_rate", "Reworded", Rate::new(count(&|one| one.is_reworded && one.clicks == 0), total), "Searches followed by another query within 60 s without a click ÷ searches."),
            figure("abandonment", "Abandoned sessions", Rate::new(abandoned, sessions.searching), "(Sessions with a search − those with a click) ÷ sessions with a search (Romero)."),
            figure("corrected_rate", "Corrected spelling", Rate::new(corrected, total), "Searches answered in another spelling ÷ searches."),
            figure("correction_accepted", "Corrections accepted", Rate::new(count(&|one| one.is_corrected && one.clicks > 0), corrected), "Corrected searches with a click ÷ corrected searches."),
            figure("suggestion_rate", "Picked from a list", Rate::new(count(&|one| one.is_suggestion), total), "Queries picked from a list ÷ searches."),
            figure("latency_p50_ms", "Latency, median, ms", quantile(queries, 0.5), "From the keystroke to the rows, in the page."),
            figure("latency_p95_ms", "Latency, 95th percentile, ms", quantile(queries, 0.95), "The same."),
        ],
        tables: vec![ranks_table(queries)],
    }
}

fn quantile(queries: &[Query], share: f64) -> Option<f64> {
    let mut all: Vec<u16> = queries.iter().map(|one| one.latency_ms).collect();
    let at = ((all.len() as f64 * share) as usize).min(all.len().checked_sub(1)?);
    let (_, value, _) = all.select_nth_unstable(at);
    Some(f64::from(*value))
}

fn ranks_table(queries: &[Query]) -> Table {
    let rows = (1_u16..=10).map(|rank| {
        let clicks = queries.iter().filter(|one| one.rank == rank).count() as u64;
        vec![Cell::Text(rank.to_string()), Cell::Count(clicks)]
    });
    Table {
        id: "clicks_by_rank",
        caption: "Searches by the best place clicked",
        columns: vec!["Place", "Searches"],
        rows: rows.collect(),
        drawn: Some(Drawn::Upright(1)),
    }
}
