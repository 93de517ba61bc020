//! What a build tells when it is done: for people, and as JSON.

use super::Built;
use crate::assets;
use crate::config::Config;
use crate::meaning::Expanded;
use crate::progress::count;
use crate::publish::{SINGLE_FILE, SNIPPET};
use crate::source::Skipped;
use indicatif::HumanBytes;
use std::collections::BTreeMap;

impl Built {
    /// The summary for people, on stderr.
    pub fn print(&self, config: &Config) {
        self.print_sizes();
        self.findings.print();
        self.print_briefly(config);
        match assets::missing_engines(self.statistics.keys().map(String::as_str)).as_slice() {
            [] => self.print_snippets(),
            missing => eprintln!(
                "warning: pages cannot search this bundle: helpdex was compiled without the browser's files for {}; run `cargo xtask dist`, then build helpdex again",
                missing.join(", ")
            ),
        }
    }

    /// What was left out and how long it took, on stderr.
    pub fn print_briefly(&self, config: &Config) {
        for line in self.omissions() {
            eprintln!("{line}");
        }
        if let Some(meaning) = &self.meaning {
            eprintln!("{meaning}");
        }
        let seconds = self.time.as_secs_f64();
        let articles = self.articles();
        eprintln!(
            "{} in {seconds:.2} s ({:.0} a second); {} in {}, {} of them new",
            count(articles as u64, "article", "articles"),
            articles as f64 / seconds.max(1e-9),
            count(self.published.files as u64, "file", "files"),
            config.out.display(),
            self.published.written,
        );
        self.print_pages(config);
    }

    fn print_pages(&self, config: &Config) {
        let (Some(pages), Some(out)) = (&self.pages, config.pages.out()) else {
            return;
        };
        eprintln!(
            "{} in {}: {}, {} of them new, {} removed",
            count(pages.articles as u64, "page", "pages"),
            out.display(),
            count(pages.files as u64, "file", "files"),
            pages.written,
            pages.removed
        );
        eprintln!("add to your robots.txt: Sitemap: {}", pages.sitemap);
    }

    /// What to paste into a page: the loader of this build, and the one that a page can pin.
    fn print_snippets(&self) {
        eprintln!(
            "paste into your page: <script type=\"module\" src=\"/help/{SNIPPET}\"></script> <help-search></help-search>"
        );
        for (name, integrity) in &self.published.integrity {
            let what = match name.as_str() {
                SNIPPET => continue,
                SINGLE_FILE => "or take everything in one script",
                _ => "or pin the loader, which stays the same until helpdex changes",
            };
            eprintln!(
                "{what}: <script type=\"module\" src=\"/help/{name}\" integrity=\"{integrity}\" crossorigin></script>"
            );
        }
    }

    fn print_sizes(&self) {
        eprintln!(
            "{:<10} {:>9} {:>9} {:>9} {:>12} {:>12}",
            "language", "articles", "terms", "postings", "root", "as brotli"
        );
        for (language, statistics) in &self.statistics {
            let (raw, brotli) = self.root_bytes(language);
            eprintln!(
                "{language:<10} {:>9} {:>9} {:>9} {:>12} {:>12}",
                statistics.documents,
                statistics.terms,
                statistics.postings,
                HumanBytes(raw).to_string(),
                HumanBytes(brotli).to_string()
            );
        }
        eprintln!(
            "{:<10} {:>9} {:>32} {:>12}",
            "part", "files", "size", "as sent"
        );
        for (part, size) in &self.published.parts {
            eprintln!(
                "{part:<10} {:>9} {:>32} {:>12}",
                size.files,
                HumanBytes(size.raw).to_string(),
                HumanBytes(size.wire).to_string()
            );
        }
    }

    /// A line for each reason why articles are not in the bundle.
    fn omissions(&self) -> Vec<String> {
        let Skipped {
            draft,
            review,
            retired,
            other_language,
            other_audience,
        } = self.skipped;
        let reasons = [
            (draft, "not published: in state draft"),
            (review, "not published: in state review"),
            (retired, "not published: in state retired"),
            (
                other_language,
                "not published: in a language outside of `languages`",
            ),
            (
                other_audience,
                "not in this bundle: for another audience than its readers",
            ),
        ];
        let reasons = reasons.iter().filter(|(articles, _)| *articles > 0);
        let reasons = reasons.map(|(articles, reason)| {
            let articles = count(u64::from(*articles), "article", "articles");
            format!("{articles} {reason}")
        });
        let lost = [
            (self.lost, "article", "articles"),
            (self.lost_trees, "decision tree", "decision trees"),
        ];
        let lost = lost
            .into_iter()
            .filter(|(lost, ..)| *lost > 0)
            .map(|(lost, one, many)| {
                format!(
                    "{} left out: see the errors above",
                    count(lost as u64, one, many)
                )
            });
        lost.chain(reasons).collect()
    }

    /// What was left out because of errors, to be followed by "left out"; `None` if nothing was.
    pub(super) fn lost(&self) -> Option<String> {
        let articles = count(self.lost as u64, "article was", "articles were");
        let trees = count(
            self.lost_trees as u64,
            "decision tree was",
            "decision trees were",
        );
        match (self.lost, self.lost_trees) {
            (0, 0) => None,
            (0, _) => Some(trees),
            (_, 0) => Some(articles),
            _ => Some(format!("{articles} left out and {trees}")),
        }
    }

    /// Bytes of a language's root: raw, brotli.
    fn root_bytes(&self, language: &str) -> (u64, u64) {
        self.published
            .roots
            .get(language)
            .copied()
            .unwrap_or_default()
    }

    fn articles(&self) -> usize {
        self.statistics
            .values()
            .map(|statistics| statistics.documents)
            .sum()
    }

    fn not_published(&self) -> u32 {
        let Skipped {
            draft,
            review,
            retired,
            other_language,
            other_audience,
        } = self.skipped;
        draft + review + retired + other_language + other_audience
    }

    /// The summary for machines.
    pub(super) fn json(&self, config: &Config) -> serde_json::Value {
        let languages: BTreeMap<&String, serde_json::Value> = self
            .statistics
            .iter()
            .map(|(language, statistics)| {
                let (raw, brotli) = self.root_bytes(language);
                let counts = serde_json::json!({
                    "articles": statistics.documents, "terms": statistics.terms, "postings": statistics.postings,
                    "root_bytes": raw, "root_brotli_bytes": brotli,
                });
                (language, counts)
            })
            .collect();
        let parts: BTreeMap<&str, serde_json::Value> = self
            .published
            .parts
            .iter()
            .map(|(part, size)| (*part, serde_json::json!({ "files": size.files, "raw_bytes": size.raw, "wire_bytes": size.wire })))
            .collect();
        serde_json::json!({
            "articles": self.articles(), "left_out": self.lost, "trees_left_out": self.lost_trees, "not_published": self.not_published(), "seconds": self.time.as_secs_f64(),
            "files": self.published.files, "written": self.published.written,
            "meaning": self.meaning.as_ref().map(Expanded::json),
            "out": config.out, "languages": languages, "parts": parts,
            "integrity": self.published.integrity,
            "pages": self.pages.as_ref().map(|pages| serde_json::json!({
                "articles": pages.articles, "files": pages.files, "written": pages.written, "removed": pages.removed,
                "warnings": pages.warnings, "sitemap": pages.sitemap,
            })),
            "eval": self.findings.measures(), "must_find_missed": self.findings.missed_json(),
        })
    }
}
