//! What `helpdex check` found in a source, for people and as JSON.

use crate::lint::Finding;
use crate::rules::{RULES, Severity};
use serde_json::{Value, json};

/// Findings in the order of their places.
pub(super) struct Report {
    articles: usize,
    pub(super) findings: Vec<Finding>,
}

impl Report {
    pub(super) fn new(articles: usize, mut findings: Vec<Finding>) -> Self {
        findings.sort_by(|a, b| {
            let key = |one: &Finding| (one.diagnostic.origin.clone(), one.diagnostic.rule);
            key(a)
                .cmp(&key(b))
                .then_with(|| a.diagnostic.message.cmp(&b.diagnostic.message))
        });
        Self { articles, findings }
    }

    fn count(&self, severity: Severity) -> usize {
        let of = |finding: &&Finding| finding.diagnostic.severity == severity;
        self.findings.iter().filter(of).count()
    }

    /// Whether nothing is wrong; `strict` counts notes, too.
    pub(super) fn is_clean(&self, strict: bool) -> bool {
        let notes = if strict {
            0
        } else {
            self.count(Severity::Note)
        };
        self.findings.len() == notes
    }

    /// A line a finding, then how many there are of each rule.
    pub(super) fn print_text(&self) {
        for finding in &self.findings {
            println!("{} [{}]", finding.diagnostic, finding.diagnostic.rule);
        }
        let mut counts: Vec<(usize, &str)> = (RULES.iter())
            .map(|rule| (self.count_of(rule.name), rule.name))
            .filter(|(count, _)| *count > 0)
            .collect();
        counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        for (count, rule) in counts {
            println!("{count:>7} {rule}");
        }
        println!(
            "{} articles; {} errors, {} warnings, {} notes",
            self.articles,
            self.count(Severity::Error),
            self.count(Severity::Warning),
            self.count(Severity::Note)
        );
    }

    fn count_of(&self, rule: &str) -> usize {
        let of = |finding: &&Finding| finding.diagnostic.rule == rule;
        self.findings.iter().filter(of).count()
    }

    /// `{articles, findings, counts}`.
    pub(super) fn json(&self) -> Value {
        let findings = self.findings.iter().map(|finding| {
            let one = &finding.diagnostic;
            json!({
                "rule": one.rule,
                "severity": one.severity.name(),
                "path": one.origin.path.to_string_lossy(),
                "line": one.origin.line,
                "column": one.origin.column,
                "message": one.message,
                "cure": one.cure,
                "article": finding.article,
            })
        });
        let findings: Vec<Value> = findings.collect();
        json!({
            "articles": self.articles,
            "findings": findings,
            "counts": {
                "error": self.count(Severity::Error),
                "warning": self.count(Severity::Warning),
                "note": self.count(Severity::Note),
            },
        })
    }
}
