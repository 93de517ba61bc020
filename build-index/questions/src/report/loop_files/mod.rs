//! What the next build, and whoever writes articles, gets from a report.

pub(super) mod signals;
mod stubs;
mod synonyms;
mod top_questions;

use super::Inner;
use helpdex::questions::signals::Signals;

/// All of them: path and content.
pub(super) fn all(
    inner: &Inner,
    signals: &Signals,
) -> Result<Vec<(String, Vec<u8>)>, serde_json::Error> {
    let signals = serde_json::to_vec_pretty(signals)?;
    let mut files = vec![("signals.json".to_owned(), signals)];
    files.extend(top_questions::files(inner)?);
    files.push((
        "synonyms.suggested.yml".to_owned(),
        synonyms::file(inner).into_bytes(),
    ));
    files.extend(stubs::files(inner));
    Ok(files)
}
