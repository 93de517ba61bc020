//! The front matter of an imported file: the keys of the source in a fixed order, then those of
//! editors, line by line as they wrote them.

use crate::article::{Article, State};
use crate::yaml;
use serde_json::Value;

/// Keys that the source decides; an import writes them anew. `review` of `state` and audiences
/// that no import writes are the editors'.
const OWN: [&str; 10] = [
    "id", "title", "url", "lang", "section", "tags", "updated", "state", "audience", "source",
];

/// A Markdown file, split.
#[derive(Debug, Default)]
pub(crate) struct Split<'a> {
    /// Lines between the fences.
    pub(crate) keys: &'a str,
    /// What follows.
    pub(crate) body: &'a str,
}

/// Splits a file that begins with a `---` line; `None` without front matter.
pub(crate) fn split(file: &str) -> Option<Split<'_>> {
    let rest = file.strip_prefix('\u{feff}').unwrap_or(file);
    let (fence, rest) = rest.split_once('\n')?;
    if fence.trim_end() != "---" {
        return None;
    }
    let mut length = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some(Split {
                keys: &rest[..length],
                body: &rest[length + line.len()..],
            });
        }
        length += line.len();
    }
    None
}

/// A key with all its lines, and the comments before it.
struct Entry<'a> {
    name: &'a str,
    lines: &'a str,
}

fn entries(keys: &str) -> Vec<Entry<'_>> {
    let mut starts = Vec::new();
    let (mut offset, mut pending) = (0, None);
    for line in keys.split_inclusive('\n') {
        if line.starts_with('#') {
            pending.get_or_insert(offset);
        } else if !line.starts_with([' ', '\t', '-', '\n', '\r'])
            && let Some((name, _)) = line.split_once(':')
        {
            starts.push((
                pending.take().unwrap_or(offset),
                name.trim_matches(['"', '\'', ' ']),
            ));
        }
        offset += line.len();
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start);
    let ends: Vec<_> = ends.chain([keys.len()]).collect();
    let entry = |((start, name), end): ((usize, _), usize)| Entry {
        name,
        lines: &keys[start..end],
    };
    starts.into_iter().zip(ends).map(entry).collect()
}

/// What a file says of itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) id: String,
    pub(crate) lang: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) state: Option<String>,
}

/// The identity in front matter; `None` without a readable `id`.
pub(crate) fn identity(keys: &str) -> Option<Identity> {
    let value = |name: &str| scalar_of(keys, name);
    Some(Identity {
        id: value("id")?,
        lang: value("lang"),
        source: value("source"),
        state: value("state"),
    })
}

fn value_of(keys: &str, name: &str) -> Option<Value> {
    let entry = entries(keys).into_iter().find(|entry| entry.name == name)?;
    let Value::Object(mut map) = yaml::yaml(entry.lines).ok()? else {
        return None;
    };
    map.remove(name)
}

fn scalar_of(keys: &str, name: &str) -> Option<String> {
    value_of(keys, name).as_ref().and_then(yaml::text)
}

/// The whole file of an article. `before` is the file as it was.
pub(crate) fn file(article: &Article, source: &str, body: &str, before: Option<&str>) -> String {
    let before = before.and_then(split).unwrap_or_default();
    let mut out = String::from("---\n");
    put(&mut out, "id", &article.id);
    put(&mut out, "title", &article.title);
    for (key, value) in [("url", &article.url), ("lang", &article.lang)] {
        if let Some(value) = value {
            put(&mut out, key, value);
        }
    }
    put_list(&mut out, "section", &article.section);
    put_list(&mut out, "tags", &article.tags);
    let questions = questions(article, before.keys);
    put_list(&mut out, "also_asked_as", &questions);
    if let Some(updated) = &article.updated {
        put(&mut out, "updated", updated);
    }
    if let Some(state) = state(article, before.keys) {
        put(&mut out, "state", &state);
    }
    if let Some(audience) = audience(article, before.keys) {
        put(&mut out, "audience", &audience);
    }
    put(&mut out, "source", source);
    out.push_str(&kept(before.keys, !questions.is_empty()));
    out.push_str("---\n\n");
    out.push_str(body.trim_matches('\n'));
    out.push('\n');
    out
}

/// The file with `state: retired`, all else as it is.
pub(crate) fn retired(file: &str) -> Option<String> {
    let Split { keys, body } = split(file)?;
    let mut out = String::from("---\n");
    let mut is_written = false;
    for entry in entries(keys) {
        if entry.name == "state" {
            continue;
        }
        if entry.name == "source" {
            put(&mut out, "state", "retired");
            is_written = true;
        }
        out.push_str(entry.lines);
    }
    if !is_written {
        put(&mut out, "state", "retired");
    }
    out.push_str("---\n");
    out.push_str(body);
    Some(out)
}

fn state(article: &Article, before: &str) -> Option<String> {
    match article.state {
        State::Draft => Some("draft".to_owned()),
        State::Published => scalar_of(before, "state").filter(|state| state == "review"),
    }
}

fn audience(article: &Article, before: &str) -> Option<String> {
    let written = ["public", "customer", "internal"];
    let own = scalar_of(before, "audience").filter(|name| !written.contains(&name.as_str()));
    own.or_else(|| article.audience.name().map(str::to_owned))
}

/// The source's wordings, then those that editors added.
fn questions(article: &Article, before: &str) -> Vec<String> {
    let mut questions = article.also_asked_as.clone();
    if questions.is_empty() {
        return questions;
    }
    let added = value_of(before, "also_asked_as").as_ref().map(yaml::texts);
    for question in added.unwrap_or_default() {
        if !questions.contains(&question) {
            questions.push(question);
        }
    }
    questions
}

/// The lines of the keys that the import does not write.
fn kept(before: &str, writes_questions: bool) -> String {
    let is_own = |name: &str| OWN.contains(&name) || (writes_questions && name == "also_asked_as");
    let mut kept = String::new();
    for entry in entries(before) {
        if !is_own(entry.name) {
            kept.push_str(entry.lines);
        }
    }
    if !kept.is_empty() && !kept.ends_with('\n') {
        kept.push('\n');
    }
    kept
}

fn put(out: &mut String, key: &str, value: &str) {
    out.push_str(key);
    out.push_str(": ");
    out.push_str(&scalar(value));
    out.push('\n');
}

fn put_list(out: &mut String, key: &str, list: &[String]) {
    if list.is_empty() {
        return;
    }
    out.push_str(key);
    out.push_str(":\n");
    for value in list {
        out.push_str("  - ");
        out.push_str(&scalar(value));
        out.push('\n');
    }
}

/// A text as YAML: plain where every reader takes it for a text, in quotes otherwise.
fn scalar(text: &str) -> String {
    let mut chars = text.chars();
    let begins = chars.next().is_some_and(char::is_alphabetic);
    let is_plain = chars.all(|c| c.is_alphanumeric() || " _-./,'()?!".contains(c));
    let is_word = !matches!(
        text.to_ascii_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
    );
    if begins && is_plain && is_word && !text.ends_with(' ') || is_date(text) || is_address(text) {
        return text.to_owned();
    }
    let quoted = serde_json::to_string(text).unwrap_or_default();
    // YAML takes these two for line breaks.
    quoted
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
        .replace('\u{85}', "\\u0085")
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// Whether it is an address that is the same in plain YAML: no comment, no key within.
fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://"))
        && text
            .chars()
            .all(|c| c.is_ascii_graphic() && !"\"'`{}[]|>".contains(c))
        && !text.ends_with(':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Body;
    use proptest::prelude::*;

    fn article(title: &str) -> Article {
        let body = Body::Markdown(String::new());
        Article::of("x-1".into(), title, body, String::new())
    }

    #[test]
    fn keys_of_editors_survive() {
        let first = file(&article("Old"), "csv a.csv", "Text.", None);
        let edited = first.replace(
            "source: csv a.csv\n",
            "source: csv a.csv\n# by hand\nowner: ana\nalso_asked_as:\n  - how, please\n",
        );
        let second = file(&article("New: title"), "csv a.csv", "Text.", Some(&edited));
        assert_eq!(
            second,
            "---\nid: x-1\ntitle: \"New: title\"\nsource: csv a.csv\n# by hand\nowner: ana\n\
             also_asked_as:\n  - how, please\n---\n\nText.\n"
        );
        let third = file(&article("New: title"), "csv a.csv", "Text.", Some(&second));
        assert_eq!(second, third);
    }

    #[test]
    fn retiring_changes_one_line() {
        let before = "---\nid: a\nstate: draft\nsource: csv a\nowner: x\n---\n\nText\n";
        let after = "---\nid: a\nstate: retired\nsource: csv a\nowner: x\n---\n\nText\n";
        assert_eq!(retired(before).as_deref(), Some(after));
        assert_eq!(
            identity("id: a\nlang: 'es'\n").unwrap().lang.as_deref(),
            Some("es")
        );
    }

    proptest! {
        #[test]
        fn any_title_comes_back(title in "\\PC{1,60}") {
            let article = article(&title);
            let written = file(&article, "csv a.csv", "", None);
            let keys = split(&written).unwrap().keys;
            prop_assert_eq!(scalar_of(keys, "title").unwrap_or_default(), article.title);
        }

        #[test]
        fn any_file_is_split(text in "(---\n)?\\PC{0,80}(\n---\n)?\\PC{0,20}") {
            if let Some(split) = split(&text) {
                let _ = identity(split.keys);
                let _ = retired(&text);
            }
        }
    }
}
