//! What an article's HTML holds besides its text goes, and what Markdown can say better is
//! rewritten: callouts, code without `<code>`, layout tables, embedded players, lazy pictures.

use super::dom::{attribute, find_all, name_of, text_of};
use htmd::Node;
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, ns};
use markup5ever_rcdom::NodeData;
use std::cell::RefCell;
use std::rc::Rc;
use url::Url;

/// Elements that are never part of a text.
const DROPPED: [&str; 17] = [
    "script", "style", "noscript", "template", "svg", "button", "input", "select", "textarea",
    "canvas", "object", "applet", "link", "meta", "dialog", "head", "audio",
];

/// Words of classes that make a callout, with the label that it gets.
const CALLOUTS: [(&str, &str); 12] = [
    ("warning", "Warning"),
    ("danger", "Warning"),
    ("caution", "Warning"),
    ("tip", "Tip"),
    ("important", "Important"),
    ("note", "Note"),
    ("info", "Note"),
    ("callout", ""),
    ("admonition", ""),
    ("alert", ""),
    ("notice", ""),
    ("panel-info", ""),
];

/// Cleans everything below a node.
pub(super) fn clean(node: &Rc<Node>, base: Option<&Url>) {
    let children = std::mem::take(&mut *node.children.borrow_mut());
    let mut kept = Vec::with_capacity(children.len());
    for child in children {
        if matches!(child.data, NodeData::Comment { .. }) {
            continue;
        }
        match name_of(&child).map(str::to_owned) {
            None => {
                if let NodeData::Text { contents } = &child.data {
                    let plain = contents.borrow().replace('\u{a0}', " ");
                    *contents.borrow_mut() = StrTendril::from(plain);
                }
                kept.push(child);
            }
            Some(name) => {
                if !is_dropped(&child, &name) {
                    kept.extend(cleaned(&child, &name, base));
                }
            }
        }
    }
    for child in &kept {
        child.parent.set(Some(Rc::downgrade(node)));
    }
    *node.children.borrow_mut() = kept;
}

fn is_dropped(node: &Node, name: &str) -> bool {
    let style = attribute(node, "style")
        .unwrap_or_default()
        .replace(' ', "");
    DROPPED.contains(&name) || attribute(node, "hidden").is_some() || style.contains("display:none")
}

/// What an element becomes.
fn cleaned(node: &Rc<Node>, name: &str, base: Option<&Url>) -> Vec<Rc<Node>> {
    match name {
        "img" => return picture(node, base).into_iter().collect(),
        "iframe" | "video" | "embed" => return player(node, base).into_iter().collect(),
        "pre" => return vec![code(node)],
        _ => {}
    }
    clean(node, base);
    match name {
        "a" => link(node, base),
        "table" => table(node),
        "div" | "aside" | "section" | "p" | "blockquote" => vec![callout(node)],
        "font" | "center" | "article" | "main" => children(node),
        _ => vec![node.clone()],
    }
}

fn children(node: &Node) -> Vec<Rc<Node>> {
    std::mem::take(&mut *node.children.borrow_mut())
}

fn absolute(address: &str, base: Option<&Url>) -> String {
    let address = address.trim();
    if address.starts_with('#') {
        return address.to_owned();
    }
    let joined = base.and_then(|base| base.join(address).ok());
    joined.map_or_else(|| address.to_owned(), |url| url.to_string())
}

fn is_safe(address: &str) -> bool {
    let scheme = address
        .split([':', '/', '?', '#'])
        .next()
        .unwrap_or_default();
    if scheme.len() == address.len() || !address[scheme.len()..].starts_with(':') {
        return true;
    }
    ["http", "https", "mailto", "tel"].contains(&scheme.to_ascii_lowercase().as_str())
}

/// A picture with its real address; none for one of a pixel, or one in the page itself.
fn picture(node: &Rc<Node>, base: Option<&Url>) -> Option<Rc<Node>> {
    let real = |name: &str| {
        let address = attribute(node, name).filter(|address| !address.trim().is_empty())?;
        (!address.trim_start().starts_with("data:")).then_some(address)
    };
    let address = real("src")
        .or_else(|| real("data-src"))
        .or_else(|| real("data-original"))?;
    let is_pixel = |name: &str| attribute(node, name).as_deref() == Some("1");
    if is_pixel("width") && is_pixel("height") {
        return None;
    }
    let address = absolute(&address, base);
    if !is_safe(&address) {
        return None;
    }
    let alt = crate::article::one_line(&attribute(node, "alt").unwrap_or_default());
    Some(element(
        "img",
        &[("src", &address), ("alt", &alt)],
        Vec::new(),
    ))
}

/// A player becomes a link to what it plays.
fn player(node: &Rc<Node>, base: Option<&Url>) -> Option<Rc<Node>> {
    let inner = find_all(node, &|node| name_of(node) == Some("source"));
    let inner = inner.first().and_then(|source| attribute(source, "src"));
    let address = absolute(&attribute(node, "src").or(inner)?, base);
    if !is_safe(&address) {
        return None;
    }
    let title = attribute(node, "title").filter(|title| !title.trim().is_empty());
    let title = title.unwrap_or_else(|| address.clone());
    let link = element("a", &[("href", &address)], vec![text(&title)]);
    Some(element("p", &[], vec![link]))
}

/// `<pre>` with one `<code>` and line breaks as such.
fn code(node: &Rc<Node>) -> Rc<Node> {
    let mut content = String::new();
    let mut stack = vec![node.clone()];
    let mut class = attribute(node, "class").unwrap_or_default();
    while let Some(inner) = stack.pop() {
        match (&inner.data, name_of(&inner)) {
            (NodeData::Text { contents }, _) => content.push_str(&contents.borrow()),
            (_, Some("br")) => content.push('\n'),
            (_, Some("code")) => class = attribute(&inner, "class").unwrap_or(class),
            _ => {}
        }
        stack.extend(inner.children.borrow().iter().rev().cloned());
    }
    let content = content.replace('\u{a0}', " ");
    let language = class.split_whitespace().find_map(|class| {
        class
            .strip_prefix("language-")
            .or_else(|| class.strip_prefix("lang-"))
    });
    let class = language.map_or_else(String::new, |language| format!("language-{language}"));
    let code = element("code", &[("class", &class)], vec![text(&content)]);
    element("pre", &[], vec![code])
}

/// A link with its whole address; only its text if it leads nowhere, nothing for the sign beside
/// a heading.
fn link(node: &Rc<Node>, base: Option<&Url>) -> Vec<Rc<Node>> {
    let class = attribute(node, "class").unwrap_or_default();
    let is_sign = [
        "headerlink",
        "header-anchor",
        "hash-link",
        "anchor-link",
        "heading-anchor",
    ];
    let label = text_of(node);
    let is_bare = matches!(label.trim(), "" | "#" | "¶" | "§" | "\u{200b}");
    if class
        .split_whitespace()
        .any(|class| is_sign.contains(&class))
    {
        return Vec::new();
    }
    let holds_picture = !find_all(node, &|node| name_of(node) == Some("img")).is_empty();
    let address = attribute(node, "href").map(|address| absolute(&address, base));
    let Some(address) = address.filter(|address| is_safe(address) && !address.is_empty()) else {
        return children(node);
    };
    if is_bare && !holds_picture {
        return Vec::new();
    }
    vec![element("a", &[("href", &address)], children(node))]
}

/// A table of one cell is a frame; one with blocks that a cell of Markdown cannot hold is read
/// cell by cell.
fn table(node: &Rc<Node>) -> Vec<Rc<Node>> {
    let cells = find_all(node, &|node| matches!(name_of(node), Some("td" | "th")));
    let is_block = |node: &Node| {
        matches!(
            name_of(node),
            Some("table" | "pre" | "ul" | "ol" | "blockquote" | "h1" | "h2" | "h3" | "details")
        )
    };
    let holds_blocks = cells
        .iter()
        .any(|cell| !find_all(cell, &is_block).is_empty());
    if cells.len() > 1 && !holds_blocks {
        if cells.iter().all(|cell| name_of(cell) == Some("td")) {
            name_first_row(node);
        }
        return vec![node.clone()];
    }
    let frames = cells.iter().map(|cell| element("div", &[], children(cell)));
    frames.collect()
}

/// The first row becomes the head that a table of Markdown must have.
fn name_first_row(table: &Rc<Node>) {
    let rows = find_all(table, &|node| name_of(node) == Some("tr"));
    let Some(row) = rows.first() else { return };
    let cells = children(row).into_iter().map(|cell| match name_of(&cell) {
        Some("td") => element("th", &[], children(&cell)),
        _ => cell,
    });
    let cells: Vec<_> = cells.collect();
    for cell in &cells {
        cell.parent.set(Some(Rc::downgrade(row)));
    }
    *row.children.borrow_mut() = cells;
}

fn callout(node: &Rc<Node>) -> Rc<Node> {
    let class = attribute(node, "class")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let words: Vec<_> = class.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let label = CALLOUTS.iter().find(|(word, _)| words.contains(word));
    let (Some((_, label)), false) = (label, class.is_empty()) else {
        return node.clone();
    };
    let mut content = children(node);
    if name_of(node) == Some("p") {
        content = vec![element("p", &[], content)];
    }
    let said = crate::article::one_line(&content.iter().map(text_of).collect::<String>());
    let is_said = said.to_lowercase().starts_with(&label.to_lowercase());
    if !is_said {
        let strong = element("strong", &[], vec![text(&format!("{label}:"))]);
        content.insert(0, element("p", &[], vec![strong]));
    }
    element("blockquote", &[], content)
}

fn element(name: &str, attributes: &[(&str, &str)], children: Vec<Rc<Node>>) -> Rc<Node> {
    let qualified = |name: &str| QualName::new(None, ns!(html), LocalName::from(name));
    let attributes = attributes.iter().filter(|(_, value)| !value.is_empty());
    let attributes = attributes.map(|(name, value)| Attribute {
        name: QualName::new(None, ns!(), LocalName::from(*name)),
        value: StrTendril::from(*value),
    });
    let node = Node::new(NodeData::Element {
        name: qualified(name),
        attrs: RefCell::new(attributes.collect()),
        template_contents: RefCell::new(None),
        mathml_annotation_xml_integration_point: false,
    });
    for child in &children {
        child.parent.set(Some(Rc::downgrade(&node)));
    }
    *node.children.borrow_mut() = children;
    node
}

fn text(content: &str) -> Rc<Node> {
    Node::new(NodeData::Text {
        contents: RefCell::new(StrTendril::from(content)),
    })
}
