//! Headings of a body get the identifiers that search hits lead to.

use helpdex::document::Section;
use helpdex::{Element, Node};

use crate::extract::one_line;

/// Removes the heading that repeats `title`, and names the others as `sections`, extracted from the
/// same article, are named. The title is a heading above them all, so `h1` becomes `h2`.
pub fn finish(body: &mut Vec<Node>, title: &str, sections: &[Section]) {
    drop_title(body, title);
    let mut rest = sections;
    for_headings(body, &mut |heading| {
        drop_symbols(&mut heading.children);
        let text = key(&one_line(&text_of(&heading.children)));
        let named = |section: &Section| section.level > 0 && key(&section.heading) == text;
        if let Some(at) = rest.iter().position(named) {
            let (done, after) = rest.split_at(at + 1);
            rest = after;
            let anchor = done.last().map(|section| section.anchor.clone());
            let anchor = anchor.filter(|anchor| !anchor.is_empty());
            heading
                .attributes
                .extend(anchor.map(|anchor| ("id", anchor)));
        }
        if heading.tag == "h1" {
            heading.tag = "h2";
        }
    });
}

fn is_heading(tag: &str) -> bool {
    matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Calls `visit` for every heading in order.
fn for_headings(nodes: &mut [Node], visit: &mut impl FnMut(&mut Element)) {
    for node in nodes {
        match node {
            Node::Element(element) if is_heading(element.tag) => visit(element),
            Node::Element(element) => for_headings(&mut element.children, visit),
            Node::Text(_) => {}
        }
    }
}

/// Removes the first heading if it is an `h1` with the text of the title. Says whether the first
/// heading has been met.
fn drop_title(nodes: &mut Vec<Node>, title: &str) -> bool {
    for at in 0..nodes.len() {
        let Some(Node::Element(element)) = nodes.get_mut(at) else {
            continue;
        };
        if is_heading(element.tag) {
            let is_title = element.tag == "h1" && key(&text_of(&element.children)) == key(title);
            if is_title {
                nodes.remove(at);
            }
            return true;
        }
        if drop_title(&mut element.children, title) {
            return true;
        }
    }
    false
}

/// Removes links to the heading itself, `#` or `¶`.
fn drop_symbols(nodes: &mut Vec<Node>) {
    nodes.retain(|node| match node {
        Node::Element(element) if element.tag == "a" => text_of(&element.children)
            .chars()
            .any(char::is_alphanumeric),
        _ => true,
    });
}

/// All text of some nodes.
fn text_of(nodes: &[Node]) -> String {
    let mut text = String::new();
    for node in nodes {
        match node {
            Node::Text(part) => text.push_str(part),
            Node::Element(element) if element.tag == "img" => {
                let alt = element.attributes.iter().find(|(name, _)| *name == "alt");
                text.push_str(alt.map_or("", |(_, alt)| alt));
            }
            Node::Element(element) => text.push_str(&text_of(&element.children)),
        }
    }
    text
}

/// What two texts of one heading have in common, however white space and symbols were treated.
fn key(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
