//! What a search finds, as programs and people read it.

use crate::bundle_dir::LocalIndex;
use anyhow::Context;
use helpdex::{Explanation, Hits, Replacement, Step};
use serde::Serialize;

/// The answer as JSON.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// The query.
    pub query: String,
    /// Language of the index.
    pub lang: String,
    /// Articles that matched.
    pub total: usize,
    /// Score of an article that answers the whole query; a hit's score divided by it can be
    /// compared between languages.
    pub ideal: f32,
    /// How the query was relaxed: `all`, `most`, `any`, `typo`, `infix`, `closest` or `none`.
    pub step: &'static str,
    /// Misspelled words and what was searched instead.
    pub corrections: Vec<AnswerReplacement>,
    /// Words with synonyms that were searched besides.
    pub synonyms: Vec<AnswerReplacement>,
    /// Best first.
    pub hits: Vec<AnswerHit>,
}

/// A word that was searched in place of another one, or besides it.
#[derive(Debug, Serialize)]
pub struct AnswerReplacement {
    /// As typed.
    pub typed: String,
    /// What was searched.
    pub used: String,
}

/// One hit as JSON.
#[derive(Debug, Serialize)]
pub struct AnswerHit {
    /// Article id.
    pub id: String,
    /// Where it leads.
    pub url: String,
    /// Title.
    pub title: String,
    /// Breadcrumbs.
    pub section: String,
    /// Passage that answers.
    pub snippet: String,
    /// Heading of the section it stands in.
    pub heading: String,
    /// Fragment that leads there.
    pub anchor: String,
    /// Score; comparable within one query.
    pub score: f32,
    /// Terms of the score, with `--explain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explain: Option<AnswerExplanation>,
}

/// The sum behind a score.
#[derive(Debug, Serialize)]
pub struct AnswerExplanation {
    /// Parts by term.
    pub terms: Vec<AnswerTerm>,
    /// Part of the title's density and coverage.
    pub title: f32,
    /// Part of what a model found the article to mean.
    pub meaning: f32,
    /// Part of the title's likeness to the query, word for word.
    pub echo: f32,
    /// Factor set by the site's editors.
    pub boost: f32,
    /// Factor that the votes of visitors with this question taught.
    pub learned: f32,
    /// Whether the site's editors pinned the article.
    pub pinned: bool,
    /// The parts' sum times both factors.
    pub score: f32,
}

/// A term's part of a score.
#[derive(Debug, Serialize)]
pub struct AnswerTerm {
    /// The query's term.
    pub term: String,
    /// The index term that matched.
    pub matched: String,
    /// `exact`, `prefix`, `stem`, `synonym`, `typo` or `infix`.
    pub kind: &'static str,
    /// Weight times idf.
    pub weight: f32,
    /// Weighted, length-normalized frequency over all fields.
    pub impact: f32,
    /// Whether the title holds the term.
    pub in_title: bool,
    /// What it adds.
    pub value: f32,
}

/// Searches and collects rows, snippets and explanations.
///
/// # Errors
/// When a shard cannot be read.
pub fn answer(
    index: &mut LocalIndex,
    text: &str,
    limit: usize,
    explain: bool,
) -> anyhow::Result<Answer> {
    let Hits {
        hits,
        total,
        step,
        corrections,
        synonyms,
        ideal,
        ..
    } = index.search(text, limit)?;
    let lang = index.searcher().language().code().to_owned();
    let hits = hits
        .iter()
        .map(|hit| {
            index.load_texts(&[hit.document])?;
            let searcher = index.searcher();
            let row = searcher.row(hit.document).context("a hit without a row")?;
            let snippet = searcher.snippet(hit.document).unwrap_or_default();
            let explain = explain.then(|| explanation(searcher.explain(text, hit.document)));
            Ok(AnswerHit {
                id: row.id,
                url: row.url,
                title: row.title,
                section: row.breadcrumbs,
                snippet: snippet.text,
                heading: snippet.heading,
                anchor: snippet.anchor,
                score: hit.score,
                explain,
            })
        })
        .collect::<anyhow::Result<_>>()?;
    Ok(Answer {
        query: text.to_owned(),
        lang,
        total,
        ideal,
        step: step_name(step),
        corrections: replacements(corrections),
        synonyms: replacements(synonyms),
        hits,
    })
}

fn replacements(replacements: Vec<Replacement>) -> Vec<AnswerReplacement> {
    let answers = replacements
        .into_iter()
        .map(|replacement| AnswerReplacement {
            typed: replacement.typed,
            used: replacement.used,
        });
    answers.collect()
}

pub(crate) fn step_name(step: Step) -> &'static str {
    match step {
        Step::None => "none",
        Step::All => "all",
        Step::Most => "most",
        Step::Any => "any",
        Step::Typo => "typo",
        Step::Infix => "infix",
        Step::Closest => "closest",
    }
}

pub(crate) fn explanation(explanation: Explanation) -> AnswerExplanation {
    let terms = explanation.terms.into_iter().map(|term| AnswerTerm {
        term: term.term,
        matched: term.matched,
        kind: term.kind.name(),
        weight: term.weight,
        impact: term.impact,
        in_title: term.title_length.is_some(),
        value: term.value,
    });
    AnswerExplanation {
        terms: terms.collect(),
        title: explanation.title,
        meaning: explanation.meaning,
        echo: explanation.echo,
        boost: explanation.boost,
        learned: explanation.learned,
        pinned: explanation.pinned,
        score: explanation.score,
    }
}

/// What people read of an explanation.
pub(crate) fn explanation_lines(explain: &AnswerExplanation) -> Vec<String> {
    let terms = explain.terms.iter().map(|term| {
        let title = if term.in_title { ", in title" } else { "" };
        format!(
            "{:+.3}  {} = {} ({}; weight {:.3}, impact {:.2}{title})",
            term.value, term.term, term.matched, term.kind, term.weight, term.impact
        )
    });
    let mut rest = vec![
        format!("{:+.3}  title coverage and density", explain.title),
        format!("{:+.3}  meaning", explain.meaning),
        format!("{:+.3}  likeness of the title", explain.echo),
    ];
    if explain.boost != 1.0 {
        rest.push(format!("×{:.2}   boost", explain.boost));
    }
    if explain.learned != 1.0 {
        let solved = if explain.learned > 1.0 {
            "solved"
        } else {
            "not solved"
        };
        rest.push(format!(
            "×{:.2}   learned: visitors with this question said {solved}",
            explain.learned
        ));
    }
    if explain.pinned {
        rest.push("pinned".to_owned());
    }
    terms.chain(rest).collect()
}
