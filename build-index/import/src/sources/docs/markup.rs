//! What documentation tools add to Markdown: admonitions, MDX, shortcodes.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};

/// Plain Markdown, and whether anything was taken out.
pub(super) fn plain(text: &str) -> (String, bool) {
    let mut out = Vec::new();
    let (mut fence, mut quotes, mut stripped) = (None::<String>, 0_usize, false);
    let mut indented: Option<usize> = None;
    let mut import_open = false;
    for line in text.lines() {
        let body = match indented {
            Some(depth) if line.trim().is_empty() => {
                out.push(">".repeat(quotes.max(1)));
                let _ = depth;
                continue;
            }
            Some(depth) => match line.get(..depth).filter(|start| start.trim().is_empty()) {
                Some(_) => &line[depth..],
                None => {
                    indented = None;
                    quotes = quotes.saturating_sub(1);
                    out.push(String::new());
                    line
                }
            },
            None => line,
        };
        let trimmed = body.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            let mark: String = trimmed
                .chars()
                .take_while(|c| *c == '`' || *c == '~')
                .collect();
            match &fence {
                Some(open) if mark.starts_with(open.as_str()) => fence = None,
                None => fence = Some(mark),
                Some(_) => {}
            }
            out.push(quoted(quotes, body));
            continue;
        }
        if fence.is_some() {
            out.push(quoted(quotes, body));
            continue;
        }
        if import_open || is_import(body) {
            import_open = !(trimmed.ends_with(';')
                || trimmed.contains(" from ")
                || trimmed.ends_with('\'')
                || trimmed.ends_with('"')
                || trimmed.is_empty());
            stripped = true;
            continue;
        }
        if let Some(rest) = trimmed.strip_prefix(":::") {
            let rest = rest.trim_start_matches(':').trim();
            if rest.is_empty() {
                quotes = quotes.saturating_sub(1);
                out.push(quoted(quotes, ""));
            } else {
                quotes += 1;
                out.push(quoted(quotes, &heading(rest)));
                out.push(quoted(quotes, ""));
            }
            continue;
        }
        let mark = ["!!!", "???+", "???"]
            .iter()
            .find_map(|mark| trimmed.strip_prefix(mark));
        if let Some(rest) = mark {
            quotes += 1;
            indented = Some(line.len() - trimmed.len() + 4);
            out.push(quoted(quotes, &heading(rest.trim())));
            out.push(quoted(quotes, ""));
            continue;
        }
        let (clean, taken) = components(body);
        stripped |= taken;
        if !(taken && clean.trim().is_empty()) {
            out.push(quoted(quotes, &clean));
        }
    }
    (out.join("\n") + "\n", stripped)
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
