//! Files that need not be read again while they stay as they are.

use super::Options;
use super::folder::ArticleFile;
use super::intake::Outcome;
use rayon::prelude::*;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

/// A file changed so shortly before it was read may change again without a newer time: clocks of file
/// systems are as coarse as two seconds.
const SETTLED: Duration = Duration::from_secs(2);

/// What became of the files of a folder when they were last read. A file of the same length and time
/// of change is not opened again. It is for one folder; other [`Options`] than before empty it.
#[derive(Debug, Default)]
pub struct ReadCache {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    options: Options,
    files: HashMap<PathBuf, Kept>,
}

#[derive(Debug, Clone)]
struct Kept {
    bytes: u64,
    /// `None` when it cannot be told from a later state of the file.
    modified: Option<SystemTime>,
    outcome: Arc<Outcome>,
}

impl Kept {
    fn is_current(&self, file: &ArticleFile) -> bool {
        let is_known = self.modified.is_some() && self.modified == file.modified;
        is_known && self.bytes == file.bytes
    }
}

impl ReadCache {
    /// What becomes of each file; `read` is asked for those that have changed.
    pub(super) fn read(
        &self,
        files: &[ArticleFile],
        options: &Options,
        read: impl Fn(&ArticleFile) -> Outcome + Sync,
    ) -> Vec<Outcome> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.options != *options {
            *known = Known {
                options: options.clone(),
                files: HashMap::new(),
            };
        }
        let before = std::mem::take(&mut known.files);
        let kept: Vec<Kept> = (files.par_iter())
            .map(|file| {
                let kept = before.get(&file.path);
                let kept = kept.filter(|kept| kept.is_current(file)).cloned();
                kept.unwrap_or_else(|| keep(file, &read))
            })
            .collect();
        let outcomes = kept.par_iter().map(|kept| (*kept.outcome).clone());
        let outcomes = outcomes.collect();
        let paths = files.iter().map(|file| file.path.clone());
        known.files = paths.zip(kept).collect();
        outcomes
    }
}

fn keep(file: &ArticleFile, read: impl Fn(&ArticleFile) -> Outcome) -> Kept {
    let settled = SystemTime::now().checked_sub(SETTLED);
    Kept {
        bytes: file.bytes,
        modified: file.modified.filter(|modified| Some(*modified) < settled),
        outcome: Arc::new(read(file)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Reading, read_again};
    use super::*;
    use std::fs::{self, File};
    use std::path::Path;

    fn read(root: &Path, options: &Options, cache: &ReadCache) -> Reading {
        read_again(root, options, cache, &|_| {}).unwrap()
    }

    fn titles(reading: &Reading) -> Vec<&str> {
        let articles = reading.articles.iter();
        articles
            .map(|article| article.document.title.as_str())
            .collect()
    }

    fn set_back(path: &Path, seconds: u64) {
        let time = SystemTime::now() - Duration::from_secs(seconds);
        File::options()
            .write(true)
            .open(path)
            .and_then(|file| file.set_modified(time))
            .unwrap();
    }

    #[test]
    fn only_what_changed_is_read_again() {
        let root = tempfile::tempdir().unwrap();
        let [one, two] = ["a.md", "b.md"].map(|name| root.path().join(name));
        fs::write(&one, "# One\n\nText.\n").unwrap();
        fs::write(&two, "# Two\n\nText.\n").unwrap();
        set_back(&one, 60);
        let (options, cache) = (Options::default(), ReadCache::default());
        assert_eq!(titles(&read(root.path(), &options, &cache)), ["One", "Two"]);
        // As long and, by its time, as old: what no editor leaves, and shows what was not opened.
        let time = fs::metadata(&one).and_then(|data| data.modified()).unwrap();
        fs::write(&one, "# Eno\n\nText.\n").unwrap();
        let file = File::options().write(true).open(&one).unwrap();
        file.set_modified(time).unwrap();
        // Written within the two seconds in which a time says nothing.
        let time = fs::metadata(&two).and_then(|data| data.modified()).unwrap();
        fs::write(&two, "# Owt\n\nText.\n").unwrap();
        let file = File::options().write(true).open(&two).unwrap();
        file.set_modified(time).unwrap();
        assert_eq!(titles(&read(root.path(), &options, &cache)), ["One", "Owt"]);
        fs::write(&one, "# Eno\n\nLonger text.\n").unwrap();
        fs::remove_file(&two).unwrap();
        fs::write(root.path().join("c.md"), "# New\n\nText.\n").unwrap();
        assert_eq!(titles(&read(root.path(), &options, &cache)), ["Eno", "New"]);
    }

    #[test]
    fn what_is_asked_for_may_change() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("a.md");
        fs::write(&file, "---\nlang: es\n---\n# Uno\n").unwrap();
        set_back(&file, 60);
        let cache = ReadCache::default();
        let wanted = |languages: &[&str]| Options {
            languages: languages.iter().map(|tag| (*tag).to_owned()).collect(),
            ..Options::default()
        };
        assert_eq!(read(root.path(), &wanted(&["en"]), &cache).articles, []);
        let found = read(root.path(), &wanted(&["es"]), &cache);
        assert_eq!(titles(&found), ["Uno"]);
        let fresh = super::super::read(root.path(), &wanted(&["es"]), &|_| {}).unwrap();
        assert_eq!(read(root.path(), &wanted(&["es"]), &cache), fresh);
    }
}
