//! What a build finds out about its own bundle before it publishes it.

use super::OnMissed;
use crate::bundle_dir::Manifest;
use crate::config::{Config, MustFind};
use crate::eval::{Groups, Judge, Judged, Summary, auto::Kind, evaluate, missed};
use crate::progress::count;
use crate::source::{Diagnostic, Severity};
use anyhow::{Result, anyhow};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// Answers of the new bundle.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// To queries made from a sample of its articles; none when that is turned off.
    asked: Option<Groups<Summary>>,
    /// Assertions that do not hold.
    missed: Vec<Diagnostic>,
}

impl Findings {
    /// Asks the bundle whose files are in `dir`.
    pub(super) fn of(
        dir: &Path,
        manifest: &Manifest,
        config: &Config,
        elsewhere: &BTreeSet<String>,
    ) -> Result<Self> {
        let mut judge = Judge::new(dir, manifest.clone());
        // What must be found is said of the bundle that holds the article.
        let rules: Vec<MustFind> = (config.must_find.iter())
            .filter(|rule| !elsewhere.contains(&rule.article))
            .cloned()
            .collect();
        let missed = missed(&mut judge, &rules, &config.default_language)?;
        let asked = match config.eval.sample {
            0 => None,
            sample => Some(ask(dir, manifest, sample)?),
        };
        Ok(Self { asked, missed })
    }

    /// An error if nothing may be published because of an assertion that does not hold.
    pub(super) fn accept(&self, on_missed: OnMissed) -> Result<()> {
        match (self.missed.len() as u64, on_missed) {
            (0, _) | (_, OnMissed::Warn) => Ok(()),
            (missed, OnMissed::Refuse) => Err(anyhow!(
                "{} not hold, see above; the bundle published before is as it was (--ci)",
                count(missed, "[[must_find]] rule does", "[[must_find]] rules do")
            )),
        }
    }

    /// Assertions that do not hold, on stderr.
    pub(super) fn report(&self, on_missed: OnMissed) {
        let severity = match on_missed {
            OnMissed::Warn => Severity::Warning,
            OnMissed::Refuse => Severity::Error,
        };
        for missed in &self.missed {
            eprintln!(
                "{}",
                Diagnostic {
                    severity,
                    ..missed.clone()
                }
            );
        }
    }

    /// A line a language, on stderr: how many of the queries made from its articles find them.
    pub(super) fn print(&self) {
        let Some(asked) = &self.asked else {
            return;
        };
        let kinds = Kind::OF_TITLES.map(Kind::name);
        let [title, typo, half_word, question] = kinds;
        eprintln!(
            "{:<10} {:>9} {:>9} {:>9} {title:>9} {typo:>9} {half_word:>9} {question:>9}",
            "asked", "queries", "zero", "R@1"
        );
        for (language, by_kind) in &asked.by_lang_and_kind {
            let overall = asked.by_lang.get(language).copied().unwrap_or_default();
            let of = |kind: &str| by_kind.get(kind).map(|summary| summary.success1);
            let rates = [Some(overall.zero_rate), Some(overall.success1)];
            let rates = rates.into_iter().chain(kinds.into_iter().map(of));
            let rates: String = rates
                .map(|rate| match rate {
                    Some(rate) => format!(" {:>8.1}%", rate * 100.0),
                    None => format!(" {:>9}", "-"),
                })
                .collect();
            eprintln!("{language:<10} {:>9}{rates}", overall.n);
        }
    }

    /// Measures by group, null when nothing was asked.
    pub(super) fn measures(&self) -> Value {
        json!(self.asked)
    }

    /// Assertions that do not hold.
    pub(super) fn missed_json(&self) -> Value {
        let missed = self.missed.iter().map(
            |one| json!({ "at": one.origin.to_string(), "message": one.message, "cure": one.cure }),
        );
        missed.collect()
    }
}

/// Asks queries made from a sample of each language's articles; languages at the same time.
fn ask(dir: &Path, manifest: &Manifest, sample: usize) -> Result<Groups<Summary>> {
    let in_language = |tag: &String| -> Result<Vec<Judged>> {
        let mut judge = Judge::new(dir, manifest.clone());
        let queries = judge.auto_queries_in(tag, &Kind::OF_TITLES, sample)?;
        queries.iter().map(|query| judge.ask(query)).collect()
    };
    let tags: Vec<&String> = manifest.languages.keys().collect();
    let judged: Result<Vec<Vec<Judged>>> = tags.into_par_iter().map(in_language).collect();
    Ok(evaluate(judged?.iter().flatten(), false))
}
