//! Relevance against judged queries, or against queries made from the articles themselves.

pub mod auto;
mod compare;
mod groups;
mod judge;
mod metrics;
mod must_find;
mod queries;
mod significance;

pub use compare::{Comparison, Pair, changed, compare};
pub use groups::Groups;
pub use judge::{Judge, Judged};
pub use metrics::{Measure, QueryScore, Summary, score, summarize};
pub use must_find::missed;
pub use queries::{JudgedQuery, read_queries};
pub use significance::{RESAMPLES, interval, sign_flip_p};

/// Hits looked at per query.
pub const DEPTH: usize = 10;

/// Averages judged queries by group, with 95 % intervals of the mean nDCG@10 if `intervals`: they
/// take longer than everything else.
pub fn evaluate<'j>(
    judged: impl IntoIterator<Item = &'j Judged>,
    intervals: bool,
) -> Groups<Summary> {
    let judged: Vec<&Judged> = judged.into_iter().collect();
    let group = |group: &[&&Judged]| {
        let scores: Vec<&QueryScore> = group.iter().map(|one| &one.score).collect();
        let ndcg10 = || scores.iter().map(|score| score.ndcg10).collect::<Vec<_>>();
        Summary {
            ndcg10_interval: intervals.then(|| interval(&ndcg10())),
            ..summarize(&scores)
        }
    };
    Groups::of(&judged, |one| &one.query, group)
}
