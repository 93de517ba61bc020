//! One article a line, as JSON; plain or gzip-compressed.
//!
//! Fields: `id`, `title`, `body`, and optionally `format` (`markdown`, the default, or
//! `html`), `url` (default: `/` and the id), `lang`, `section` (name or list), `tags`
//! (list, or names separated by commas), `also_asked_as` (a question or a list of them),
//! `updated`, `state`, `complexity`, `severity`, `effort`, `owner`,
//! `review_by`, `verified`, `audience` (name or list). Others are ignored.
//!
//! One thread reads and decompresses; the others parse batches of lines as they come.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use helpdex::Node;
use helpdex::document::Section;

use flate2::bufread::MultiGzDecoder;
use rayon::prelude::*;

use super::audience::visible;
use super::folder::{not_utf8, path_url, too_large};
use super::intake::{Candidate, Outcome, admit};
use super::row::{Row, Text};
use super::{Diagnostic, MAX_ARTICLE_BYTES, Options, Origin, Progress, SourceError, nearest};
use crate::bundle_dir::is_gzip;
use crate::extract::front_matter::{Field, Position, split_tags};
use crate::extract::marks::{self, Marks};
use crate::extract::{body, html, markdown};

/// Bytes of text that are handed to a parsing thread at once.
const BATCH_BYTES: usize = 512 * 1024;
/// Batches that may wait for a thread: bounds the memory.
const WAITING_BATCHES: usize = 8;

/// Whether the name says that the file is of this kind.
pub(super) fn is_jsonl(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().to_ascii_lowercase());
    name.is_some_and(|name| {
        [".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz"]
            .iter()
            .any(|end| name.ends_with(end))
    })
}

/// Reads every line of the file at `path`.
pub(super) fn read(
    path: &Path,
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Vec<Outcome>, SourceError> {
    let unreadable = |cause| SourceError::Unreadable {
        path: path.to_owned(),
        cause,
    };
    let file = File::open(path).map_err(unreadable)?;
    let total = file.metadata().map_err(unreadable)?.len();
    let done = Arc::new(AtomicU64::new(0));
    let mut lines = BufReader::with_capacity(
        64 * 1024,
        Counted {
            file,
            done: Arc::clone(&done),
        },
    );
    // A first look, so that a file that cannot be read is told from a damaged one.
    lines.fill_buf().map_err(unreadable)?;
    let (sender, receiver) = sync_channel(WAITING_BATCHES);
    let (end, mut batches) = std::thread::scope(|scope| {
        let reader = scope.spawn(move || unpack(lines, &sender));
        let batches = parse_batches(receiver, path, options, &|| {
            progress(Progress {
                done: done.load(Ordering::Relaxed),
                total,
            });
        });
        (reader.join(), batches)
    });
    let end = end.unwrap_or_else(|_| Err((0, io::Error::other("the reading thread failed"))));
    end.map_err(|(line, cause)| SourceError::Damaged {
        path: path.to_owned(),
        line,
        cause,
    })?;
    batches.sort_unstable_by_key(|(first_line, _)| *first_line);
    let outcomes = batches.into_iter().flat_map(|(_, outcomes)| outcomes);
    Ok(outcomes.collect())
}

/// Sends the lines of a plain or compressed stream. Its content tells which, since
/// servers and tools rename compressed files.
fn unpack(mut lines: impl BufRead, batches: &SyncSender<Batch>) -> Result<(), (u32, io::Error)> {
    let start = lines.fill_buf().map_err(|error| (0, error))?;
    if is_gzip(start) {
        let unpacked = BufReader::with_capacity(64 * 1024, MultiGzDecoder::new(lines));
        send_batches(unpacked, MAX_ARTICLE_BYTES, batches)
    } else {
        send_batches(lines, MAX_ARTICLE_BYTES, batches)
    }
}

/// Counts the bytes read of a file.
struct Counted {
    file: File,
    done: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read(buffer)?;
        self.done.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

/// Whole lines, and those among them that were too long to keep.
#[derive(Debug, Default)]
struct Batch {
    first_line: u32,
    /// The lines with their line ends; one that was too long is empty here.
    bytes: Vec<u8>,
    /// Lines that were too long, and how long.
    too_long: Vec<(u32, u64)>,
}

/// Cuts a stream into batches; on failure, says after which line.
fn send_batches(
    mut lines: impl BufRead,
    limit: u64,
    batches: &SyncSender<Batch>,
) -> Result<(), (u32, io::Error)> {
    let mut next_line = 1;
    loop {
        let mut batch = Batch {
            first_line: next_line,
            ..Batch::default()
        };
        batch.bytes.reserve(BATCH_BYTES + BATCH_BYTES / 4);
        let mut is_end = false;
        while batch.bytes.len() < BATCH_BYTES && !is_end {
            let line = read_line(&mut lines, limit, &mut batch.bytes);
            match line.map_err(|error| (next_line - 1, error))? {
                Line::End => is_end = true,
                Line::Kept => next_line += 1,
                Line::TooLong(length) => {
                    batch.too_long.push((next_line, length));
                    next_line += 1;
                }
            }
        }
        // A receiver that is gone has no use for the rest.
        if batches.send(batch).is_err() || is_end {
            return Ok(());
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Line {
    Kept,
    TooLong(u64),
    End,
}

/// Appends one line with its end to `bytes`. A line longer than `limit` is passed over
/// and leaves an empty one.
fn read_line(lines: &mut impl BufRead, limit: u64, bytes: &mut Vec<u8>) -> io::Result<Line> {
    let start = bytes.len();
    let length = lines.by_ref().take(limit + 1).read_until(b'\n', bytes)? as u64;
    if length == 0 {
        return Ok(Line::End);
    }
    let is_whole = bytes.last() == Some(&b'\n');
    if length > limit && !is_whole {
        bytes.truncate(start);
        bytes.push(b'\n');
        let rest = lines.skip_until(b'\n')? as u64;
        return Ok(Line::TooLong(length + rest));
    }
    if !is_whole {
        bytes.push(b'\n');
    }
    Ok(Line::Kept)
}

/// The outcomes of each batch, under its first line; in any order.
fn parse_batches(
    batches: Receiver<Batch>,
    path: &Path,
    options: &Options,
    report: &(dyn Fn() + Sync),
) -> Vec<(u32, Vec<Outcome>)> {
    let parsed = batches.into_iter().par_bridge().map(|batch| {
        let outcomes = parse_batch(&batch, path, options);
        report();
        (batch.first_line, outcomes)
    });
    parsed.collect()
}

fn parse_batch(batch: &Batch, path: &Path, options: &Options) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    let mut too_long = batch.too_long.iter().peekable();
    for (number, line) in (batch.first_line..).zip(batch.bytes.split(|&byte| byte == b'\n')) {
        let origin = Origin::line(path, number);
        if let Some((_, length)) = too_long.next_if(|(long, _)| *long == number) {
            outcomes.push(too_large(origin, *length).into());
        } else if !line.trim_ascii().is_empty() {
            outcomes.push(match candidate(origin, line, options) {
                Ok(candidate) => admit(candidate, options),
                Err(diagnostic) => diagnostic.into(),
            });
        }
    }
    outcomes
}

fn row<'a>(origin: &Origin, line: &'a [u8]) -> Result<Row<'a>, Diagnostic> {
    let line = std::str::from_utf8(line).map_err(|error| not_utf8(origin.clone(), &error))?;
    let line = line.strip_prefix('\u{feff}').unwrap_or(line);
    if !line.trim_start().starts_with('{') {
        // serde would take a list for the fields in their order.
        let message = "the line is not a JSON object";
        let cure = "write one JSON object a line";
        return Err(Diagnostic::error(origin.clone(), message, cure));
    }
    serde_json::from_str(line).map_err(|error| not_an_article(origin, line, &error))
}

fn candidate(origin: Origin, line: &[u8], options: &Options) -> Result<Candidate, Diagnostic> {
    let row = row(&origin, line)?;
    let id = row.id.one_line().ok_or_else(|| {
        Diagnostic::error(
            origin.clone(),
            "the article has no id",
            "give it an `id` that stays the same",
        )
    })?;
    let field = |text: Text| {
        let position = Position {
            line: origin.line,
            column: 0,
        };
        text.one_line().map(|text| Field { text, position })
    };
    let audience = options.audience.as_ref();
    let seen = |text: String| visible(&text, audience, &origin).map(Cow::into_owned);
    let seen_all = |texts: Vec<String>| texts.into_iter().map(seen).collect::<Result<_, _>>();
    let stated_title = row.title.one_line().map(seen).transpose()?;
    let body = row.body.map_or(Cow::Borrowed(""), |body| body.0);
    let body = visible(&body, audience, &origin)?;
    let (title, sections, body, marks) = extract(&origin, row.format, &body, options)?;
    Ok(Candidate {
        default_url: path_url(&id),
        id,
        url: field(row.url),
        title: stated_title.or(title),
        language: field(row.lang),
        state: field(row.state),
        updated: field(row.updated),
        breadcrumbs: seen_all(row.section.list(|text| vec![text]))?,
        tags: seen_all(row.tags.list(|text| split_tags(&text)))?,
        also_asked_as: seen_all(row.also_asked_as.list(|text| vec![text]))?,
        complexity: field(row.complexity),
        severity: field(row.severity),
        effort: field(row.effort),
        owner: field(row.owner),
        review_by: field(row.review_by),
        verified: field(row.verified),
        audience: row.audience.list(|text| split_tags(&text)),
        sections,
        body,
        marks,
        origin,
    })
}

/// Title, text, what the reader shows, and what a linter looks at.
type Extracted = (Option<String>, Vec<Section>, Vec<Node>, Marks);

fn extract(
    origin: &Origin,
    format: Text,
    body: &str,
    options: &Options,
) -> Result<Extracted, Diagnostic> {
    let shown = |of: fn(&str) -> Vec<Node>| {
        let shown = options.reader.then(|| of(body));
        shown.unwrap_or_default()
    };
    let marked = |of: &dyn Fn(&str) -> Marks| {
        let marks = if options.marks {
            of(body)
        } else {
            Marks::default()
        };
        marks.on_line(origin.line)
    };
    match format.0.as_deref().unwrap_or("markdown") {
        "markdown" | "md" => {
            let sections = markdown::sections(body);
            let marks = marked(&|body| marks::of_markdown(body, 1));
            Ok((None, sections, shown(body::of_markdown), marks))
        }
        "html" => {
            let page = html::page(body);
            let marks = marked(&marks::of_html);
            Ok((page.title, page.sections, shown(body::of_page), marks))
        }
        other => {
            let meant = nearest(other, ["markdown", "html"]).unwrap_or("markdown` or `html");
            let message = format!("unknown format `{other}`");
            Err(Diagnostic::error(
                origin.clone(),
                message,
                format!("write `{meant}`"),
            ))
        }
    }
}

fn not_an_article(origin: &Origin, line: &str, error: &serde_json::Error) -> Diagnostic {
    // serde_json counts columns in bytes.
    let before = line
        .get(..error.column().saturating_sub(1))
        .unwrap_or_default();
    let column = u32::try_from(before.chars().count() + 1).unwrap_or(u32::MAX);
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or_default();
    let (message, cure) = if error.is_data() {
        (
            reason.to_owned(),
            "give the field a value of the kind that is expected",
        )
    } else {
        (
            format!("not valid JSON: {reason}"),
            "write one JSON object a line",
        )
    };
    Diagnostic::error(
        Origin {
            column,
            ..origin.clone()
        },
        message,
        cure,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batches(text: &str, limit: u64) -> Vec<Batch> {
        let (sender, receiver) = sync_channel(100);
        send_batches(text.as_bytes(), limit, &sender).unwrap();
        drop(sender);
        receiver.into_iter().collect()
    }

    #[test]
    fn a_long_line_is_passed_over_and_counted() {
        let batches = batches("short\nmuch too long\nlast", 8);
        assert_eq!(batches.len(), 1);
        assert_eq!(batches[0].bytes, b"short\n\nlast\n");
        assert_eq!(batches[0].too_long, [(2, 14)]);
        let outcomes = parse_batch(&batches[0], Path::new("a.jsonl"), &Options::default());
        let places: Vec<String> = outcomes
            .iter()
            .flat_map(|outcome| &outcome.diagnostics)
            .map(|diagnostic| diagnostic.origin.to_string())
            .collect();
        assert_eq!(places, ["a.jsonl:1", "a.jsonl:2", "a.jsonl:3"]);
    }

    #[test]
    fn batches_keep_the_count_of_lines() {
        let line = "x".repeat(BATCH_BYTES / 2) + "\n";
        let batches = batches(&line.repeat(5), MAX_ARTICLE_BYTES);
        let first_lines: Vec<u32> = batches.iter().map(|batch| batch.first_line).collect();
        assert_eq!(first_lines, [1, 3, 5]);
    }

    #[test]
    fn fields_may_have_the_kinds_that_tools_write() {
        let line = r#"{"id": 42, "title": "T\n x", "body": null, "section": "A > B", "tags": "x, y", "also_asked_as": "How, and why?", "lang": null, "extra": {"a": []}}"#;
        let candidate = candidate(Origin::default(), line.as_bytes(), &Options::default()).unwrap();
        assert_eq!(
            (candidate.id.as_str(), candidate.default_url.as_str()),
            ("42", "/42")
        );
        assert_eq!(candidate.title.as_deref(), Some("T x"));
        assert_eq!(candidate.breadcrumbs, ["A > B"]);
        assert_eq!(candidate.tags, ["x", "y"]);
        assert_eq!(candidate.also_asked_as, ["How, and why?"]);
        assert!(candidate.language.is_none());
    }

    #[test]
    fn a_bad_line_says_why() {
        for (line, column, message) in [
            (
                r#"{"id": "é", "title": }"#,
                22,
                "not valid JSON: expected value",
            ),
            (
                r#"{"id": "a""#,
                10,
                "not valid JSON: EOF while parsing an object",
            ),
            (
                r#"{"id": "a", "title": ["b"]}"#,
                22,
                "invalid type: sequence, expected a text",
            ),
            (
                r#"{"id": "a", "body": 1}"#,
                21,
                "invalid type: integer `1`, expected a string",
            ),
            (
                r#"{"id": "a", "also_asked_as": {"q": "b"}}"#,
                30,
                "invalid type: map, expected a text or a list of texts",
            ),
            (r#"{"title": "b"}"#, 0, "the article has no id"),
            (r#"{"id": "a", "format": "htm"}"#, 0, "unknown format `htm`"),
            ("[1]", 0, "the line is not a JSON object"),
        ] {
            let error = candidate(
                Origin::line(Path::new("a"), 7),
                line.as_bytes(),
                &Options::default(),
            )
            .unwrap_err();
            assert!(error.message.starts_with(message), "{line}: {error}");
            assert_eq!(
                (error.origin.line, error.origin.column),
                (7, column),
                "{line}: {error}"
            );
        }
        let error = candidate(
            Origin::default(),
            b"{\"id\": \"\xff\"}",
            &Options::default(),
        )
        .unwrap_err();
        assert_eq!(error.message, "not valid UTF-8 at byte 8");
    }
}
