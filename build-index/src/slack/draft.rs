//! A thread as a draft of an article: Markdown with front matter, without names and personal data.

use super::blocks::line;
use super::thread::Source;
use crate::publish::write_atomically;
use anyhow::{Context, Result};
use helpdex::questions::redact::redact_to;
use serde_json::{Value, json};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Most characters of a title.
const TITLE_CHARACTERS: usize = 120;
/// Most characters of a line of a message.
const LINE_CHARACTERS: usize = 4_000;
/// Before the hash of what helpdex wrote, in the draft's last line.
const MARK: &str = "<!-- helpdex draft ";
const MARK_END: &str = " -->\n";

/// What became of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is there now as the thread is.
    Written,
    /// It was so before.
    Same,
    /// Somebody has changed it, so it was left.
    Touched,
}

/// A draft and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    /// Name of the file; the same for the same thread.
    pub(super) file: String,
    markdown: String,
}

impl Draft {
    /// The draft of a thread's messages, in a language if that is known.
    pub(super) fn of(source: &Source, messages: &[Value], lang: Option<&str>) -> Self {
        let texts = messages.iter().filter(|message| is_said(message));
        let texts: Vec<String> = texts
            .map(|message| markdown_of(message["text"].as_str().unwrap_or_default()))
            .collect();
        let first = texts
            .iter()
            .flat_map(|text| text.lines())
            .find(|line| !line.trim().is_empty());
        let title = line(&plain(first.unwrap_or_default()), TITLE_CHARACTERS);
        let title = if title.is_empty() { source.id() } else { title };
        let lang = lang.map_or_else(String::new, |lang| format!("lang: {lang}\n"));
        let mut markdown = format!(
            "---\nid: {}\ntitle: {}\nstate: draft\n{lang}---\n",
            source.id(),
            json!(title)
        );
        let address = source.address();
        if !address.is_empty() {
            let _ = write!(markdown, "\n<!-- From {address} -->\n");
        }
        for text in &texts {
            let _ = write!(markdown, "\n{text}\n");
        }
        let _ = write!(
            markdown,
            "\n{MARK}{}{MARK_END}",
            hash(&format!("{markdown}\n"))
        );
        Self {
            file: format!("{}.md", source.id()),
            markdown,
        }
    }

    /// Writes it into a folder, unless somebody has worked on the one that is there.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub(super) fn write(&self, folder: &Path) -> Result<Outcome> {
        fs::create_dir_all(folder).with_context(|| {
            format!(
                "{}: cannot be created; check --drafts and the permissions",
                folder.display()
            )
        })?;
        let path = folder.join(&self.file);
        match fs::read(&path) {
            Ok(known) if known == self.markdown.as_bytes() => return Ok(Outcome::Same),
            Ok(known) if !is_untouched(&known) => return Ok(Outcome::Touched),
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => {
                return Err(error).with_context(|| format!("{}: cannot be read", path.display()));
            }
        }
        write_atomically(&path, self.markdown.as_bytes())?;
        Ok(Outcome::Written)
    }
}

/// Whether a draft ends with the hash of all that stands before.
fn is_untouched(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let parts = text.rsplit_once(MARK);
    let stated = parts.and_then(|(_, end)| end.strip_suffix(MARK_END));
    parts.is_some_and(|(before, _)| stated == Some(hash(before).as_str()))
}

fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// Whether a person said something; joining a channel is a message, too.
fn is_said(message: &Value) -> bool {
    let is_of_person = message["subtype"].is_null() || message["subtype"] == "thread_broadcast";
    is_of_person
        && message["text"]
            .as_str()
            .is_some_and(|text| !text.trim().is_empty())
}

/// A message's markup as Markdown, line by line, redacted.
fn markdown_of(message: &str) -> String {
    let mut lines = Vec::new();
    let mut is_code = false;
    for text in message.replace("```", "\n```\n").lines() {
        if text == "```" {
            is_code = !is_code;
            lines.push(text.to_owned());
        } else if is_code {
            lines.push(redact_to(&unescaped(text), LINE_CHARACTERS).text);
        } else {
            lines.push(prose(text));
        }
    }
    if is_code {
        lines.push("```".to_owned());
    }
    lines.join("\n").trim().to_owned()
}

/// A line outside of code. Slack's `&lt;` stays, since Markdown reads it as text, too.
fn prose(text: &str) -> String {
    let mut out = String::new();
    for (place, part) in text.split('`').enumerate() {
        if place > 0 {
            out.push('`');
        }
        let is_code = place % 2 == 1;
        out.push_str(&if is_code {
            unescaped(part)
        } else {
            references(part)
        });
    }
    let out = redact_to(&out, LINE_CHARACTERS).text;
    // What begins so would be a heading, a line, or the end of the front matter.
    if out.starts_with(['#', '-', '=', '+']) && !out.starts_with("- ") {
        return format!("\\{out}");
    }
    out
}

/// Slack's `<…>`: people and groups lose their names, links become Markdown's, and `*bold*` too.
fn references(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(&before.replace('*', "**"));
        let Some((inside, after)) = after.split_once('>') else {
            rest = after;
            continue;
        };
        let (target, label) = inside
            .split_once('|')
            .map_or((inside, None), |(target, label)| (target, Some(label)));
        match target.get(..1) {
            Some("@") => out.push_str("[person]"),
            Some("!") => {}
            Some("#") => out.push_str(label.unwrap_or("channel")),
            _ => {
                let address = target.replace(' ', "%20").replace(')', "%29");
                let is_link = ["https://", "http://"]
                    .iter()
                    .any(|start| address.starts_with(start));
                match label {
                    Some(label) if is_link => drop(write!(
                        out,
                        "[{}]({address})",
                        label.replace(['[', ']'], "")
                    )),
                    _ if is_link => drop(write!(out, "<{address}>")),
                    label => out.push_str(label.unwrap_or(target)),
                }
            }
        }
        rest = after;
    }
    out.push_str(&rest.replace('*', "**"));
    out
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// A line of Markdown without its marks, for a title.
fn plain(markdown: &str) -> String {
    unescaped(&markdown.replace("**", "").replace('`', ""))
        .trim_start_matches('\\')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> Source {
        let payload = json!({"channel": {"id": "C1"}, "message": {"ts": "17.5", "thread_ts": "16.1"}, "team": {"domain": "acme"}});
        Source::of(&payload).unwrap()
    }

    #[test]
    fn nobody_is_named_and_markup_is_kept() {
        for (slack, markdown) in [
            (
                "Hi <@U123|ann>, see <https://x.example/a|the *guide*>",
                "Hi [person], see [the *guide*](https://x.example/a)",
            ),
            (
                "<!here> mail <mailto:ann@example.com|ann@example.com>",
                "mail [email]",
            ),
            ("in <#C1|general> *now*", "in general **now**"),
            ("a &lt;b&gt; `x &lt; y`", "a &lt;b&gt; `x < y`"),
            ("# no heading", "\\# no heading"),
            ("---", "\\---"),
            (
                "run ```a &amp;&amp; b``` then",
                "run\n```\na && b\n```\nthen",
            ),
            ("```open", "```\nopen\n```"),
        ] {
            assert_eq!(
                markdown_of(slack)
                    .lines()
                    .map(str::trim)
                    .collect::<Vec<_>>()
                    .join("\n"),
                markdown,
                "{slack}"
            );
        }
    }

    #[test]
    fn a_draft_is_replaced_until_somebody_works_on_it() {
        let folder = tempfile::tempdir().unwrap();
        let of = |texts: &[&str]| {
            let messages: Vec<Value> = texts
                .iter()
                .map(|text| json!({ "text": text, "user": "U1" }))
                .collect();
            Draft::of(&source(), &messages, None)
        };
        let (one, two) = (
            of(&["How: \"quoted\"?", "So."]),
            of(&["How: \"quoted\"?", "So.", "Thanks"]),
        );
        assert_eq!(one.file, "slack-c1-16-1.md");
        assert_eq!(one.write(folder.path()).unwrap(), Outcome::Written);
        assert_eq!(one.write(folder.path()).unwrap(), Outcome::Same);
        assert_eq!(two.write(folder.path()).unwrap(), Outcome::Written);
        let path = folder.path().join(&one.file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with(
                "---\nid: slack-c1-16-1\ntitle: \"How: \\\"quoted\\\"?\"\nstate: draft\n---\n"
            ),
            "{text}"
        );
        assert!(
            text.contains("https://acme.slack.com/archives/C1/p161"),
            "{text}"
        );
        fs::write(&path, text.replace("So.", "So it is.")).unwrap();
        assert_eq!(one.write(folder.path()).unwrap(), Outcome::Touched);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn ids_that_are_not_slacks_name_no_file() {
        for (channel, ts) in [("../x", "1.1"), ("C1", "../1"), ("", "1.1"), ("C1", "")] {
            assert!(
                Source::of(&json!({"channel": {"id": channel}, "message": {"ts": ts}})).is_err()
            );
        }
    }
}
