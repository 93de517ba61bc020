//! Answers of an unfinished import, a line each, so that none is asked for twice.
//!
//! A line is added in one write. One that was cut off by the end of the process, and what
//! follows it, is dropped when the file is opened again.

use super::Page;
use crate::ImportError;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long answers of an unfinished import are used; after that they are asked for anew.
const AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// The first line: what the answers belong to.
#[derive(Debug, Deserialize, PartialEq, Eq, Serialize)]
struct Head {
    helpdex_import: u32,
    source: String,
}

/// The part of a line that is needed to find it.
#[derive(Deserialize)]
struct Key {
    url: String,
}

/// The file.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: File,
    /// Offset and length of each answer's line.
    lines: HashMap<String, (u64, usize)>,
    end: u64,
}

impl Journal {
    /// Opens the journal of `source` in the folder `out`, or begins one.
    ///
    /// # Errors
    /// The file cannot be used, or another import of the same source is using it.
    pub(crate) fn open(out: &Path, source: &str, restart: bool) -> Result<Self, ImportError> {
        let path = out.join(format!(
            ".helpdex-import-{}.jsonl",
            crate::short_hash(source)
        ));
        let wrong = |cause| ImportError::folder(&path, cause);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(wrong)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(ImportError::Usage(format!(
                    "another import of {source} into {} is running; wait for its end",
                    out.display()
                )));
            }
            Err(TryLockError::Error(cause)) => return Err(wrong(cause)),
        }
        let mut journal = Self {
            path: path.clone(),
            file,
            lines: HashMap::new(),
            end: 0,
        };
        journal.recover(source, restart).map_err(wrong)?;
        Ok(journal)
    }

    /// How many answers are there.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    fn recover(&mut self, source: &str, restart: bool) -> std::io::Result<()> {
        let head = Head {
            helpdex_import: 1,
            source: source.to_owned(),
        };
        let age = self
            .file
            .metadata()?
            .modified()?
            .elapsed()
            .unwrap_or_default();
        if restart || age > AGE || !self.read(&head)? {
            self.lines.clear();
            self.file.set_len(0)?;
            self.end = 0;
            let line = serde_json::to_string(&head)? + "\n";
            self.append(line.as_bytes())?;
        }
        self.file.set_len(self.end)
    }

    /// Finds the lines; false if the file is not about the same source.
    fn read(&mut self, head: &Head) -> std::io::Result<bool> {
        self.file.seek(SeekFrom::Start(0))?;
        let mut reader = BufReader::new(&self.file);
        let mut line = Vec::new();
        let mut offset = 0;
        loop {
            line.clear();
            let length = reader.read_until(b'\n', &mut line)?;
            if length == 0 || line.last() != Some(&b'\n') {
                break;
            }
            if offset == 0 {
                if serde_json::from_slice::<Head>(&line).ok().as_ref() != Some(head) {
                    return Ok(false);
                }
            } else {
                let Ok(key) = serde_json::from_slice::<Key>(&line) else {
                    break;
                };
                self.lines.insert(key.url, (offset, length));
            }
            offset += length as u64;
        }
        self.end = offset;
        Ok(offset > 0)
    }

    fn append(&mut self, line: &[u8]) -> std::io::Result<()> {
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(line)?;
        self.end += line.len() as u64;
        Ok(())
    }

    /// The answer of an earlier try.
    pub(crate) fn find(&mut self, url: &str) -> Option<Page> {
        let (offset, length) = *self.lines.get(url)?;
        self.file.seek(SeekFrom::Start(offset)).ok()?;
        let mut line = vec![0; length];
        self.file.read_exact(&mut line).ok()?;
        serde_json::from_slice(&line).ok()
    }

    /// Keeps an answer.
    ///
    /// # Errors
    /// The disk is full or gone.
    pub(crate) fn keep(&mut self, page: &Page) -> Result<(), ImportError> {
        let wrong = |cause| ImportError::folder(&self.path.clone(), cause);
        let mut line = serde_json::to_vec(page).map_err(|error| wrong(error.into()))?;
        line.push(b'\n');
        let offset = self.end;
        self.append(&line)
            .map_err(|cause| ImportError::folder(&self.path, cause))?;
        self.lines.insert(page.url.clone(), (offset, line.len()));
        Ok(())
    }

    /// Removes the file of an import that is finished.
    ///
    /// # Errors
    /// The file cannot be removed.
    pub(crate) fn finish(self) -> Result<(), ImportError> {
        std::fs::remove_file(&self.path).map_err(|cause| ImportError::folder(&self.path, cause))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(url: &str) -> Page {
        Page {
            url: url.into(),
            at: url.into(),
            status: 200,
            kind: None,
            link: None,
            robots: None,
            body: "žluťoučký\n{}".into(),
        }
    }

    #[test]
    fn a_journal_cut_anywhere_gives_whole_answers_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(folder.path(), "csv x", false).unwrap();
        for url in ["a", "b", "c"] {
            journal.keep(&page(url)).unwrap();
        }
        let path = journal.path.clone();
        drop(journal);
        let whole = std::fs::read(&path).unwrap();
        for length in 0..whole.len() {
            std::fs::write(&path, &whole[..length]).unwrap();
            let mut journal = Journal::open(folder.path(), "csv x", false).unwrap();
            let lines = whole[..length]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count();
            assert_eq!(journal.len(), lines.saturating_sub(1), "cut at {length}");
            journal.keep(&page("d")).unwrap();
            assert_eq!(journal.find("d").unwrap().body, page("d").body);
            assert_eq!(journal.find("a").is_some(), lines > 1);
        }
    }

    #[test]
    fn only_one_import_uses_it() {
        let folder = tempfile::tempdir().unwrap();
        let first = Journal::open(folder.path(), "csv x", false).unwrap();
        let error = Journal::open(folder.path(), "csv x", false).unwrap_err();
        assert!(error.to_string().contains("is running"), "{error}");
        Journal::open(folder.path(), "csv y", false).unwrap();
        first.finish().unwrap();
        Journal::open(folder.path(), "csv x", false).unwrap();
    }
}
