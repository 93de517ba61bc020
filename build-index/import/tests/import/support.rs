//! Running imports, and comparing folders.

use helpdex_import::{ImportError, Options, Secrets, Source, Summary, import};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// An import that waits little.
pub fn options(source: Source, from: &str, out: &Path) -> Options {
    let mut options = Options::new(source, from, out);
    options.bounds.backoff = Duration::from_millis(1);
    options.bounds.attempts = 3;
    options
}

/// The import with tokens.
pub fn with_secrets(mut options: Options, secrets: &[(&str, &str)]) -> Options {
    let pairs = secrets
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    options.secrets = Secrets::new(pairs);
    options
}

/// Runs an import.
pub fn run(options: &Options) -> Result<Summary, ImportError> {
    import(options, Arc::new(|_| {}))
}

/// Runs an import, which must go well.
#[track_caller]
pub fn good(options: &Options) -> Summary {
    run(options).unwrap_or_else(|error| panic!("{error}"))
}

/// Every file below a folder, with its content.
pub fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry
                .path()
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            let bytes = std::fs::read(entry.path()).unwrap();
            files.insert(path, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    files
}
