//! The measures of one bundle, for people: a line a group.

use crate::eval::{Groups, Summary};

/// For judged queries, which may have several right answers of different grades.
pub(super) fn print_judged(evaluation: &Groups<Summary>) {
    println!(
        "{:<18} {:>5} {:>8} {:>13} {:>7} {:>6} {:>6} {:>9} {:>6}",
        "", "n", "nDCG@10", "95% interval", "MRR@10", "S@1", "S@3", "recall@10", "zero"
    );
    for (name, summary) in evaluation.named() {
        let [low, high] = summary.ndcg10_interval.unwrap_or_default();
        println!(
            "{name:<18} {:>5} {:>8.4} {:>13} {:>7.4} {:>6.3} {:>6.3} {:>9.4} {:>5.1}%",
            summary.n,
            summary.ndcg10,
            format!("{low:.3} to {high:.3}").replace("0.", "."),
            summary.mrr10,
            summary.success1,
            summary.success3,
            summary.recall10,
            summary.zero_rate * 100.0
        );
    }
}

/// For queries made from articles: they have one right answer, so that fewer measures say all.
pub(super) fn print_auto(evaluation: &Groups<Summary>) {
    println!(
        "{:<18} {:>5} {:>7} {:>7} {:>7} {:>7}",
        "", "n", "R@1", "R@3", "MRR@10", "zero"
    );
    for (name, summary) in evaluation.named() {
        println!(
            "{name:<18} {:>5} {:>6.1}% {:>6.1}% {:>7.4} {:>6.2}%",
            summary.n,
            summary.success1 * 100.0,
            summary.success3 * 100.0,
            summary.mrr10,
            summary.zero_rate * 100.0
        );
    }
}
