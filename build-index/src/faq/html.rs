//! Nodes to HTML. Only the elements and attributes of the list come out, whatever the nodes hold.

use serde_json::{Map, Value};

/// Elements that an answer may hold.
const TAGS: &str = "p h2 h3 h4 h5 h6 ul ol li dl dt dd a strong em b i u s code pre kbd samp var sub sup mark small \
     abbr br hr blockquote table caption thead tbody tfoot tr th td img figure figcaption details summary div span";
/// Attributes of any element.
const ATTRIBUTES: &str = "id lang dir";
/// Further attributes by element.
const ATTRIBUTES_OF: [(&str, &str); 7] = [
    ("a", "href title"),
    ("img", "src alt width height"),
    ("th", "colspan rowspan scope"),
    ("td", "colspan rowspan scope"),
    ("ol", "start type"),
    ("code", "class"),
    ("pre", "class"),
];
/// Elements without content.
const VOID: &str = "br hr img";
/// Elements after which a text goes on in a new line.
const BLOCKS: &str =
    "p h2 h3 h4 h5 h6 li dt dd pre br hr blockquote caption tr figcaption summary div";
/// Deepest nesting that is written; deeper nodes are left out.
const MAX_NESTING: usize = 64;

/// Appends nodes.
pub(crate) fn nodes(out: &mut String, nodes: &Value) {
    for node in nodes.as_array().into_iter().flatten() {
        write_node(out, node, 0);
    }
}

fn write_node(out: &mut String, node: &Value, depth: usize) {
    let Some((tag, attributes, children)) = element(node) else {
        if let Value::String(content) = node {
            text(out, content);
        }
        return;
    };
    if depth > MAX_NESTING {
        return;
    }
    let is_legal = has(TAGS, tag);
    if is_legal {
        out.push('<');
        out.push_str(tag);
        write_attributes(out, tag, attributes);
        out.push('>');
    }
    for child in children {
        write_node(out, child, depth + 1);
    }
    if is_legal && !has(VOID, tag) {
        out.push_str("</");
        out.push_str(tag);
        out.push('>');
    }
}

fn write_attributes(out: &mut String, tag: &str, attributes: Option<&Map<String, Value>>) {
    let own = ATTRIBUTES_OF.iter().find(|(known, _)| *known == tag);
    let own = own.map_or("", |(_, names)| names);
    for (name, value) in attributes.into_iter().flatten() {
        if !has(ATTRIBUTES, name) && !has(own, name) {
            continue;
        }
        let value = match value {
            Value::String(value) => value.clone(),
            Value::Number(value) => value.to_string(),
            _ => continue,
        };
        match name.as_str() {
            "href" => attribute(out, name, link(&value)),
            "src" => attribute(out, name, image(&value)),
            _ => attribute(out, name, &value),
        }
    }
}

/// The text of nodes as it is seen, a line a block.
pub(super) fn text_of(nodes: &Value) -> String {
    let mut out = String::new();
    for node in nodes.as_array().into_iter().flatten() {
        append_text(&mut out, node, 0);
    }
    out.trim().to_owned()
}

fn append_text(out: &mut String, node: &Value, depth: usize) {
    let Some((tag, _, children)) = element(node) else {
        out.push_str(node.as_str().unwrap_or_default());
        return;
    };
    if depth > MAX_NESTING {
        return;
    }
    for child in children {
        append_text(out, child, depth + 1);
    }
    if has(BLOCKS, tag) && !out.ends_with('\n') {
        out.push('\n');
    }
}

/// Tag, attributes and content of an element.
type Parts<'n> = (&'n str, Option<&'n Map<String, Value>>, &'n [Value]);

fn element(node: &Value) -> Option<Parts<'_>> {
    let Value::Array(parts) = node else {
        return None;
    };
    let (tag, rest) = parts.split_first()?;
    let (attributes, children) = rest
        .split_first()
        .map_or((None, rest), |(first, rest)| (first.as_object(), rest));
    Some((tag.as_str()?, attributes, children))
}

/// Appends ` name="value"`.
pub(super) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    text(out, value);
    out.push('"');
}

/// Appends a text with what has a meaning in HTML escaped.
pub(crate) fn text(out: &mut String, content: &str) {
    for c in content.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

/// An address that a page may link to, else `#`.
pub(super) fn link(url: &str) -> &str {
    match scheme(url).as_deref() {
        None | Some("http" | "https" | "mailto" | "tel") => url,
        Some(_) => "#",
    }
}

fn image(url: &str) -> &str {
    let kinds = ["png", "jpeg", "gif", "webp"];
    let is_image = |url: &str| {
        kinds
            .iter()
            .any(|kind| url.starts_with(&format!("data:image/{kind};")))
    };
    match scheme(url).as_deref() {
        None | Some("http" | "https") => url,
        Some("data") if is_image(url) => url,
        Some(_) => "",
    }
}

/// What a browser takes for the scheme: it drops control characters and spaces before.
fn scheme(url: &str) -> Option<String> {
    let clean: String = url
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .collect();
    let end = clean.find([':', '/', '?', '#'])?;
    let is_scheme = clean.get(end..)?.starts_with(':');
    is_scheme.then(|| clean.get(..end).unwrap_or_default().to_ascii_lowercase())
}

fn has(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn html(list: Value) -> String {
        let mut out = String::new();
        nodes(&mut out, &list);
        out
    }

    #[test]
    fn what_is_not_listed_does_not_come_out() {
        for (list, expected) in [
            (json!([["script", 0, "alert(1)"]]), "alert(1)"),
            (
                json!([["img", { "src": "x", "onerror": "alert(1)" }]]),
                "<img src=\"x\">",
            ),
            (
                json!([["a", { "href": "javascript:alert(1)" }, "x"]]),
                "<a href=\"#\">x</a>",
            ),
            (
                json!([["a", { "href": " java\tscript:alert(1)" }, "x"]]),
                "<a href=\"#\">x</a>",
            ),
            (
                json!([["a", { "href": "x?y=a:b" }, "x"]]),
                "<a href=\"x?y=a:b\">x</a>",
            ),
            (
                json!([["img", { "src": "data:text/html,x" }]]),
                "<img src=\"\">",
            ),
            (
                json!([["p", { "style": "x", "lang": "de" }, "<b>&\""]]),
                "<p lang=\"de\">&lt;b&gt;&amp;&quot;</p>",
            ),
            (
                json!([["p", { "id": "\"><script>" }]]),
                "<p id=\"&quot;&gt;&lt;script&gt;\"></p>",
            ),
            (json!([1, null, {}, [], [1], ["br"], ["br", 0]]), "<br><br>"),
            (json!("text"), ""),
        ] {
            assert_eq!(html(list), expected);
        }
    }

    #[test]
    fn deep_nodes_are_bounded() {
        let mut node = json!("x");
        for _ in 0..100 {
            node = json!(["p", 0, node]);
        }
        assert!(html(json!([node])).len() < 1000);
        assert_eq!(text_of(&json!([node])), "");
    }
}
