//! Judged queries: `queries.jsonl` or `queries.jsonl.gz`.

use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// A query with its relevant articles.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct JudgedQuery {
    /// Id of the query; empty when the file has none.
    #[serde(default)]
    pub qid: String,
    /// Language tag; `en` when the file has none.
    #[serde(default = "english")]
    pub lang: String,
    /// What was asked.
    pub query: String,
    /// Where the query is from; `unknown` when the file has none.
    #[serde(default = "unknown")]
    pub kind: String,
    /// Grade of each judged article: 2 answers the query, 1 answers it partly, 0 does not.
    #[serde(default)]
    pub relevant: BTreeMap<String, u32>,
}

fn english() -> String {
    "en".into()
}

fn unknown() -> String {
    "unknown".into()
}

/// Reads judged queries. Those without a relevant article are left out: there is nothing to rank.
///
/// # Errors
/// A file that cannot be read, or a line that is no query, by its number.
pub fn read_queries(path: &Path) -> Result<Vec<JudgedQuery>> {
    let file =
        std::fs::File::open(path).with_context(|| format!("{}: cannot be read", path.display()))?;
    let reader: Box<dyn Read> = if path.extension().is_some_and(|extension| extension == "gz") {
        Box::new(GzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let mut out = Vec::new();
    for (number, line) in BufReader::new(reader).lines().enumerate() {
        let line =
            line.with_context(|| format!("{}:{}: cannot be read", path.display(), number + 1))?;
        if line.trim().is_empty() {
            continue;
        }
        let query: JudgedQuery = serde_json::from_str(&line).with_context(|| {
            format!(
                "{}:{}: expected {{\"query\":…,\"relevant\":{{id:grade}}}}",
                path.display(),
                number + 1
            )
        })?;
        if query.relevant.values().any(|grade| *grade > 0) {
            out.push(query);
        }
    }
    if out.is_empty() {
        bail!("{}: no query with a relevant article", path.display());
    }
    Ok(out)
}
