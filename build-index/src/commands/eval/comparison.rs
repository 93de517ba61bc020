//! Two bundles side by side: means with a paired test, and the queries that changed.

use super::side::Side;
use crate::eval::{
    Comparison, Groups, Judge, Judged, JudgedQuery, Measure, Pair, Summary, changed, compare,
    evaluate,
};
use crate::progress::count;
use crate::search::{AnswerExplanation, explanation, explanation_lines};
use anyhow::Result;
use serde::Serialize;

/// Everything a comparison says.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    /// By which measure.
    measure: &'static str,
    #[serde(flatten)]
    groups: Groups<Comparison>,
    /// Every measure of either side; for JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    bundle: Option<Groups<Summary>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<Groups<Summary>>,
    /// The largest difference first.
    won: Vec<Change>,
    lost: Vec<Change>,
}

/// A query that the two answer differently.
#[derive(Debug, Serialize)]
struct Change {
    qid: String,
    lang: String,
    kind: String,
    query: String,
    difference: f64,
    /// The article that answers it; of several the one found best by either.
    right: Article,
    bundle: Answer,
    against: Answer,
}

#[derive(Clone, Debug, Serialize)]
struct Article {
    id: String,
    /// Empty for an article that no bundle has.
    title: String,
}

/// What one side answers.
#[derive(Debug, Serialize)]
struct Answer {
    value: f64,
    /// Of the first right hit, from 1; none when there is none among ten.
    rank: Option<usize>,
    /// The first hit.
    first: Option<Article>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<Explained>,
}

/// Scores in parts; none for an article that the side does not have.
#[derive(Debug, Serialize)]
struct Explained {
    right: Option<Score>,
    first: Option<Score>,
}

#[derive(Debug, Serialize)]
struct Score {
    score: f32,
    #[serde(flatten)]
    parts: AnswerExplanation,
}

impl Report {
    /// The means.
    pub(super) fn new(pairs: &[Pair], measure: Measure) -> Self {
        Self {
            measure: measure.name(),
            groups: compare(pairs, measure),
            bundle: None,
            against: None,
            won: Vec::new(),
            lost: Vec::new(),
        }
    }

    /// Adds the other measures of both.
    pub(super) fn add_measures(&mut self, pairs: &[Pair], intervals: bool) {
        let bundle = pairs.iter().map(|pair| &pair.bundle);
        let against = pairs.iter().map(|pair| &pair.against);
        self.bundle = Some(evaluate(bundle, intervals));
        self.against = Some(evaluate(against, intervals));
    }

    /// Adds at most `show` of the queries won, and of those lost; 0 for all of them.
    pub(super) fn add_changes(
        &mut self,
        pairs: &[Pair],
        measure: Measure,
        show: usize,
        sides: &mut Sides,
    ) -> Result<()> {
        let (won, lost) = changed(pairs, measure);
        let show = if show == 0 { usize::MAX } else { show };
        let mut changes = |pairs: Vec<&Pair>| -> Result<Vec<Change>> {
            let pairs = pairs.into_iter().take(show);
            pairs.map(|pair| sides.change(pair, measure)).collect()
        };
        self.won = changes(won)?;
        self.lost = changes(lost)?;
        Ok(())
    }
}

/// Both bundles, opened, to look up what is said of an article.
pub(super) struct Sides {
    /// The bundle.
    pub(super) bundle: Side,
    /// What it is compared with.
    pub(super) against: Side,
    /// Whether scores are explained.
    pub(super) explain: bool,
}

impl Sides {
    fn change(&mut self, pair: &Pair, measure: Measure) -> Result<Change> {
        let query = &pair.bundle.query;
        let right = right_article(pair);
        let explain = self.explain;
        let answer = |side: &mut Side, judged: &Judged| {
            answer(&mut side.judge, judged, &right, measure, explain)
        };
        Ok(Change {
            difference: pair.difference(measure),
            bundle: answer(&mut self.bundle, &pair.bundle)?,
            against: answer(&mut self.against, &pair.against)?,
            right: self.article(&query.lang, &right)?,
            qid: query.qid.clone(),
            lang: query.lang.clone(),
            kind: query.kind.clone(),
            query: query.query.clone(),
        })
    }

    /// An article with the title that either bundle knows.
    fn article(&mut self, lang: &str, id: &str) -> Result<Article> {
        let mut row = self.bundle.judge.row(lang, id)?;
        if row.is_none() {
            row = self.against.judge.row(lang, id)?;
        }
        Ok(Article {
            id: id.to_owned(),
            title: row.map(|row| row.title).unwrap_or_default(),
        })
    }
}

fn rank_of(judged: &Judged, is_right: impl Fn(&str) -> bool) -> Option<usize> {
    let place = judged.hits.iter().position(|id| is_right(id));
    place.map(|place| place + 1)
}

/// Id of the relevant article that either side ranks best, of those that none finds the one with
/// the best grade.
fn right_article(pair: &Pair) -> String {
    let query = &pair.bundle.query;
    let relevant = query.relevant.iter().filter(|(_, grade)| **grade > 0);
    let best = relevant.min_by_key(|(id, grade)| {
        let rank = |judged| rank_of(judged, |hit| hit == id.as_str()).unwrap_or(usize::MAX);
        (
            rank(&pair.bundle).min(rank(&pair.against)),
            u32::MAX - **grade,
        )
    });
    best.map(|(id, _)| id.clone()).unwrap_or_default()
}

fn answer(
    judge: &mut Judge,
    judged: &Judged,
    right: &str,
    measure: Measure,
    explain: bool,
) -> Result<Answer> {
    let query = &judged.query;
    let first = judged.hits.first();
    let title = first.map(|id| judge.row(&query.lang, id)).transpose()?;
    let title = title.flatten().map(|row| row.title).unwrap_or_default();
    let explain = if explain {
        let of_first = first.map(|id| score(judge, query, id)).transpose()?;
        Some(Explained {
            right: score(judge, query, right)?,
            first: of_first.flatten(),
        })
    } else {
        None
    };
    let grade = |id: &str| query.relevant.get(id).copied().unwrap_or(0);
    Ok(Answer {
        value: measure.of(&judged.score),
        rank: rank_of(judged, |id| grade(id) > 0),
        first: first.map(|id| Article {
            id: id.clone(),
            title,
        }),
        explain,
    })
}

fn score(judge: &mut Judge, query: &JudgedQuery, id: &str) -> Result<Option<Score>> {
    let explained = judge.explain(query, id)?;
    Ok(explained.map(|explained| Score {
        score: explained.score,
        parts: explanation(explained),
    }))
}

impl Report {
    /// The report for people.
    pub(super) fn print(&self) {
        println!(
            "{:<18} {:>5} {:>8} {:>8} {:>10} {:>17} {:>7} {:>5} {:>5}",
            self.measure,
            "n",
            "bundle",
            "against",
            "difference",
            "95% interval",
            "p",
            "won",
            "lost"
        );
        for (name, group) in self.groups.named() {
            let [low, high] = group.interval;
            println!(
                "{name:<18} {:>5} {:>8.4} {:>8.4} {:>+10.4} {:>17} {:>7.4} {:>5} {:>5}",
                group.n,
                group.bundle,
                group.against,
                group.difference,
                format!("{low:+.4} {high:+.4}"),
                group.p,
                group.won,
                group.lost
            );
        }
        let overall = self.groups.overall;
        print_changes("won", &self.won, overall.won);
        print_changes("lost", &self.lost, overall.lost);
    }
}

fn print_changes(name: &str, changes: &[Change], total: usize) {
    let queries = count(total as u64, "query", "queries");
    if changes.len() < total {
        println!(
            "\n{name}: {queries}, the first {} (--show 0: all)",
            changes.len()
        );
    } else {
        println!("\n{name}: {queries}");
    }
    for change in changes {
        change.print();
    }
}

impl Change {
    fn print(&self) {
        let Self {
            lang,
            kind,
            query,
            right,
            ..
        } = self;
        println!("{:+.3}  {lang} {kind}: {query}", self.difference);
        println!("        right    {} ({})", right.title, right.id);
        self.bundle.print("bundle", right);
        self.against.print("against", right);
    }
}

impl Answer {
    fn print(&self, name: &str, right: &Article) {
        let first = match &self.first {
            Some(first) => format!("{} ({})", first.title, first.id),
            None => "nothing found".to_owned(),
        };
        let rank = match self.rank {
            Some(1) => String::new(),
            Some(rank) => format!("; right one at rank {rank}"),
            None => "; right one not among ten".to_owned(),
        };
        println!("        {name:<8} {first}{rank}");
        if let Some(explained) = &self.explain {
            explained.print(right, self.first.as_ref());
        }
    }
}

impl Explained {
    fn print(&self, right: &Article, first: Option<&Article>) {
        print_score("right", &self.right, right);
        // Of one article one explanation says all.
        if let Some(first) = first.filter(|first| first.id != right.id) {
            print_score("first", &self.first, first);
        }
    }
}

fn print_score(name: &str, score: &Option<Score>, article: &Article) {
    let Some(score) = score else {
        println!("          {name}  {}: not in this bundle", article.id);
        return;
    };
    println!("          {name}  {}: {:.3}", article.id, score.score);
    for line in explanation_lines(&score.parts) {
        println!("            {line}");
    }
}
