//! Lints a source: what reading it finds, and what the rules find.

use super::report::Report;
use super::selection::Selection;
use super::{Arguments, Format, sarif};
use crate::commands::build::gather;
use crate::commands::{Failure, Outcome, print_json, settings};
use crate::config::Config;
use crate::lint::{self, Finding, Site};
use crate::pipeline;
use crate::source::{self, Article, Diagnostic, Options};
use anyhow::anyhow;
use helpdex_questions::collect::now_hour;
use helpdex_questions::report::date;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

pub(super) fn check_source(path: &Path, arguments: &Arguments) -> Outcome {
    let config = settings(arguments.config.as_deref())?;
    let selection = Selection::of(arguments, &config.check)?;
    let report = report(path, &config, &selection)?;
    match arguments.format {
        Format::Text => report.print_text(),
        Format::Json => print_json(&report.json())?,
        Format::Sarif => print_json(&sarif::log(&report))?,
    }
    if report.is_clean(arguments.strict) {
        return Ok(());
    }
    Err(Failure::Failed(anyhow!(
        "{}: has errors or warnings",
        path.display()
    )))
}

fn report(path: &Path, config: &Config, selection: &Selection) -> Result<Report, Failure> {
    let options = Options {
        languages: config.languages.clone(),
        default_language: Some(config.default_language.clone()),
        marks: true,
        // What is for the own people is looked at, too.
        audience: None,
        ..Options::default()
    };
    let reading = source::read(path, &options, &|_| {});
    let reading = reading.map_err(|error| Failure::Usage(error.into()))?;
    let count = reading.articles.len();
    let ids = ids(&reading.articles);
    let mut diagnostics = reading.diagnostics;
    diagnostics.extend(source::review(&reading.articles, &config.kcs));
    let mut groups = pipeline::by_language(reading.articles, &config.default_language);
    let sizes: BTreeMap<String, usize> = (groups.iter())
        .map(|(tag, articles)| (tag.clone(), articles.len()))
        .collect();
    let trees = gather(config, reading.trees, &mut groups, &config.every_audience())?;
    let in_trees = trees.articles();
    let of_trees = trees.diagnostics.into_iter().map(|one| one.of("tree"));
    diagnostics.extend(of_trees);
    let settings = config.review(&groups, &reading.elsewhere).into_iter();
    diagnostics.extend(settings.map(|one| one.of("settings")));
    // The steps of trees are no articles that an author wrote.
    groups.retain(|tag, articles| {
        articles.truncate(sizes.get(tag).copied().unwrap_or_default());
        !articles.is_empty()
    });
    let site = Site {
        root: path,
        articles: &groups,
        config,
        today: &date(now_hour()),
        in_trees: &in_trees,
    };
    let mut findings = lint::lint(&site, |rule| selection.has(rule))?;
    let of_reading = diagnostics
        .into_iter()
        .filter(|one| selection.has(one.rule));
    findings.extend(of_reading.map(|diagnostic| with_article(diagnostic, &ids)));
    Ok(Report::new(count, findings))
}

/// Ids by the place of their articles; a file holds one article, a line of JSON, too.
fn ids(articles: &[Article]) -> HashMap<(PathBuf, u32), String> {
    let ids = articles.iter().map(|article| {
        let origin = &article.origin;
        (
            (origin.path.clone(), origin.line),
            article.document.id.clone(),
        )
    });
    ids.collect()
}

fn with_article(diagnostic: Diagnostic, ids: &HashMap<(PathBuf, u32), String>) -> Finding {
    let origin = &diagnostic.origin;
    let found = [origin.line, 1, 0].into_iter().find_map(|line| {
        let key = (origin.path.clone(), line);
        ids.get(&key)
    });
    let is_lines = origin.path.to_string_lossy().contains(".jsonl");
    let exact = ids.get(&(origin.path.clone(), origin.line));
    let article = if is_lines { exact } else { found };
    Finding {
        article: article.cloned().unwrap_or_default(),
        diagnostic,
    }
}
