//! Assertions of a configuration: this query has to find that article.

use super::Judge;
use crate::bundle_dir::LocalIndex;
use crate::config::{MAX_WITHIN, MustFind};
use crate::source::{Diagnostic, Severity, nearest};
use anyhow::Result;
use helpdex::Row;

/// Asks every query and says which ones do not find their articles; the severity is that of a
/// warning. `default` is the language of those that state none.
///
/// # Errors
/// When a file of the bundle is missing or damaged.
pub fn missed(judge: &mut Judge, rules: &[MustFind], default: &str) -> Result<Vec<Diagnostic>> {
    let mut missed = Vec::new();
    for rule in rules {
        let language = rule.language.as_deref().unwrap_or(default);
        let fault = match judge.index(language)? {
            Some(index) => fault(index, rule, language)?,
            None => Some((
                format!("no article is in {language}"),
                "correct `language`, or add the article".to_owned(),
            )),
        };
        missed.extend(fault.map(|(fault, cure)| Diagnostic {
            origin: rule.origin.clone(),
            severity: Severity::Warning,
            message: format!(
                "{:?} must find article {:?} within {}, but {fault}",
                rule.query, rule.article, rule.within
            ),
            cure,
            rule: "settings",
        }));
    }
    Ok(missed)
}

/// What is wrong, and the cure.
fn fault(
    index: &mut LocalIndex,
    rule: &MustFind,
    language: &str,
) -> Result<Option<(String, String)>> {
    let found = index.search(&rule.query, MAX_WITHIN)?;
    let hits = found.hits.iter();
    let rows: Vec<Row> = hits
        .filter_map(|hit| index.searcher().row(hit.document))
        .collect();
    let rank = rows.iter().position(|row| row.id == rule.article);
    if rank.is_some_and(|rank| rank < rule.within) {
        return Ok(None);
    }
    if rank.is_none() {
        let known: Vec<String> = index.rows()?.into_iter().map(|(_, row)| row.id).collect();
        if !known.contains(&rule.article) {
            return Ok(Some(unknown(rule, language, &known)));
        }
    }
    let place = match rank {
        Some(rank) => format!("it is hit {}", rank + 1),
        None => format!("it is not among the first {MAX_WITHIN} hits"),
    };
    let cure = "use the query's words in the article, or `helpdex query --explain` to see why; \
                correct the rule if it asks too much";
    let found = first(&rows, rule.within);
    Ok(Some((format!("{place}; {found}"), cure.to_owned())))
}

/// What was found instead.
fn first(rows: &[Row], count: usize) -> String {
    let rows = rows.iter().take(count).enumerate();
    let rows: Vec<String> = rows
        .map(|(rank, row)| format!("{}. {} ({})", rank + 1, row.title, row.id))
        .collect();
    if rows.is_empty() {
        return "nothing was found".to_owned();
    }
    format!("found: {}", rows.join(", "))
}

fn unknown(rule: &MustFind, language: &str, known: &[String]) -> (String, String) {
    let cure = match nearest(&rule.article, known.iter().map(String::as_str)) {
        Some(id) => format!("did you mean {id:?}?"),
        None => "correct `article` or `language`, or remove the rule".to_owned(),
    };
    (format!("there is no such article in {language}"), cure)
}
