//! What documentation tools add to Markdown: admonitions, MDX, shortcodes.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

/// Plain Markdown, and whether anything was taken out.
pub(super) fn plain(text: &str) -> (String, bool) {
    let mut reader = Reader::default();
    for line in text.lines() {
        reader.line(line);
    }
    (reader.out.join("\n") + "\n", reader.is_stripped)
}

/// What is open while a file is read.
#[derive(Default)]
struct Reader {
    out: Vec<String>,
    /// The fence of a code block.
    fence: Option<String>,
    /// Admonitions in each other.
    quotes: usize,
    /// Spaces before the lines of an admonition that ends with them.
    indent: Option<usize>,
    is_importing: bool,
    is_stripped: bool,
}

impl Reader {
    fn put(&mut self, line: &str) {
        self.out.push(quoted(self.quotes, line));
    }

    fn line(&mut self, line: &str) {
        let body = self.dedented(line);
        let trimmed = body.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            self.toggle(trimmed);
            self.put(body);
        } else if self.fence.is_some() {
            self.put(body);
        } else if self.is_importing || is_import(body) {
            let is_last = trimmed.is_empty()
                || trimmed.contains(" from ")
                || trimmed.ends_with([';', '\'', '"']);
            self.is_importing = !is_last;
            self.is_stripped = true;
        } else if !self.admonition(line, trimmed) {
            let (clean, is_stripped) = components(body);
            self.is_stripped |= is_stripped;
            if !(is_stripped && clean.trim().is_empty()) {
                self.put(&clean);
            }
        }
    }

    /// The line without the indent of the admonition that it stands in; another one ends it.
    fn dedented<'a>(&mut self, line: &'a str) -> &'a str {
        let Some(depth) = self.indent.filter(|_| !line.trim().is_empty()) else {
            return line;
        };
        let indent = line.get(..depth).filter(|start| start.trim().is_empty());
        if indent.is_some() {
            return &line[depth..];
        }
        self.indent = None;
        self.quotes = self.quotes.saturating_sub(1);
        if self.out.last().is_some_and(|last| last.trim() == ">") {
            self.out.pop();
        }
        self.out.push(String::new());
        line
    }

    fn toggle(&mut self, line: &str) {
        let mark = line.chars().take_while(|c| *c == '`' || *c == '~');
        let mark: String = mark.collect();
        match &self.fence {
            Some(open) if mark.starts_with(open.as_str()) => self.fence = None,
            Some(_) => {}
            None => self.fence = Some(mark),
        }
    }

    /// Whether the line opens or closes an admonition.
    fn admonition(&mut self, line: &str, trimmed: &str) -> bool {
        if let Some(rest) = trimmed.strip_prefix(":::") {
            let rest = rest.trim_start_matches(':').trim();
            if rest.is_empty() {
                self.quotes = self.quotes.saturating_sub(1);
                self.put("");
            } else {
                self.open(rest);
            }
            return true;
        }
        let marks = ["!!!", "???+", "???"];
        let Some(rest) = marks.iter().find_map(|mark| trimmed.strip_prefix(mark)) else {
            return false;
        };
        self.open(rest.trim());
        self.indent = Some(line.len() - trimmed.len() + 4);
        true
    }

    fn open(&mut self, title: &str) {
        self.quotes += 1;
        self.put(&heading(title));
        self.put("");
    }
}

fn quoted(depth: usize, line: &str) -> String {
    let mark = "> ".repeat(depth) + line;
    if depth > 0 {
        mark.trim_end().to_owned()
    } else {
        mark
    }
}

/// `tip[Title]`, `tip Title`, `note "Title"` as one strong line.
fn heading(text: &str) -> String {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '-')
        .unwrap_or(text.len());
    let (kind, title) = text.split_at(end);
    let title = title.split('{').next().unwrap_or_default();
    let title = title
        .trim()
        .trim_start_matches('[')
        .trim_end_matches(']')
        .trim_matches('"')
        .trim();
    let kind = super::tool::spoken(kind);
    if title.is_empty() {
        format!("**{kind}:**")
    } else {
        format!("**{kind}: {title}**")
    }
}

fn is_import(line: &str) -> bool {
    (line.starts_with("import ")
        && (line.contains('"') || line.contains('\'') || line.trim_end().ends_with('{')))
        || ["export const ", "export default ", "export function "]
            .iter()
            .any(|start| line.starts_with(start))
}

/// The line without components (`<Tabs>`), expressions in comments, and shortcodes.
fn components(line: &str) -> (String, bool) {
    let (mut out, mut rest, mut taken, mut code) = (String::new(), line, false, false);
    while let Some(c) = rest.chars().next() {
        if c == '`' {
            code = !code;
        }
        let end = match c {
            '<' if !code => {
                let name = rest[1..].trim_start_matches('/');
                name.starts_with(|c: char| c.is_ascii_uppercase())
                    .then(|| rest.find('>').map(|end| end + 1))
                    .flatten()
            }
            '{' if !code => ["{/*", "{{<", "{{%", "{%"]
                .iter()
                .zip(["*/}", ">}}", "%}}", "%}"])
                .find(|(open, _)| rest.starts_with(**open))
                .and_then(|(_, close)| rest.find(close).map(|end| end + close.len())),
            _ => None,
        };
        if let Some(end) = end {
            taken = true;
            rest = &rest[end..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    (out, taken)
}

/// Links between files as links between pages.
pub(super) fn links(text: &str, file: &Path, addresses: &HashMap<PathBuf, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let (before, after) = rest.split_at(at + 2);
        out.push_str(before);
        let end = after.find([')', ' ', '\n']).unwrap_or(after.len());
        let (target, tail) = after.split_at(end);
        let (path, anchor) = target
            .find(['#', '?'])
            .map_or((target, ""), |at| target.split_at(at));
        let is_file = !path.contains("://")
            && [".md", ".mdx", ".markdown"]
                .iter()
                .any(|ending| path.ends_with(ending));
        let found = if is_file {
            addresses.get(&joined(file, path))
        } else {
            None
        };
        match found {
            Some(url) => {
                out.push_str(url);
                out.push_str(anchor);
            }
            None => out.push_str(target),
        }
        rest = tail;
    }
    out + rest
}

/// The file that a relative path leads to.
fn joined(file: &Path, path: &str) -> PathBuf {
    let mut whole = file.parent().unwrap_or(file).to_owned();
    for part in Path::new(path).components() {
        match part {
            Component::ParentDir => {
                whole.pop();
            }
            Component::Normal(name) => whole.push(name),
            _ => {}
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn admonitions_become_quotes_and_components_go() {
        for (text, expected) in [
            (
                ":::tip[Be quick]\nGo.\n:::\nEnd",
                "> **Tip: Be quick**\n>\n> Go.\n\nEnd\n",
            ),
            (":::warning Hot\nx\n:::", "> **Warning: Hot**\n>\n> x\n\n"),
            (
                "!!! note \"Mind\"\n    One.\n\n    Two.\nEnd",
                "> **Note: Mind**\n>\n> One.\n>\n> Two.\n\nEnd\n",
            ),
            (
                "import T from '@theme/T';\n\n<Tabs>\na `<Tab>` b\n</Tabs>",
                "\na `<Tab>` b\n",
            ),
            (
                "```mdx\nimport a from 'b'\n<Tabs>\n```",
                "```mdx\nimport a from 'b'\n<Tabs>\n```\n",
            ),
            ("a {{< note >}}b{{< /note >}} {% x %}c", "a b c\n"),
        ] {
            assert_eq!(plain(text).0, expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken(text in "[<>{}%/*!:?`a-z A-Zé\\n\"'\\[\\]().#]{0,120}") {
            let (plain, _) = plain(&text);
            let _ = links(&plain, Path::new("/a/b.md"), &HashMap::new());
        }
    }
}
