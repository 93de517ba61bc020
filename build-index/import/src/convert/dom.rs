//! The tree of an HTML page.

use htmd::{HtmlToMarkdown, Node};
use markup5ever_rcdom::NodeData;
use std::rc::Rc;

/// Deepest nesting that is taken; pages of people have some 30 levels.
const DEPTH: usize = 256;

/// Most elements that may be open at once while the text is read; more would take the parser a time
/// that grows with the square of it.
const OPEN: usize = 1000;

/// Elements that close by themselves, or hold nothing.
const CLOSING: [&str; 24] = [
    "p", "li", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot", "colgroup", "br",
    "img", "hr", "input", "meta", "link", "col", "area", "base", "source", "wbr", "embed",
];

/// A parsed page.
pub(crate) struct Tree {
    pub(crate) root: Rc<Node>,
}

impl Tree {
    /// Parses a page as browsers do.
    ///
    /// # Errors
    /// It is nested too deeply.
    pub(crate) fn parse(html: &str) -> Result<Self, String> {
        let too_deep = || {
            format!("its HTML is nested deeper than {DEPTH} elements; simplify it at the source")
        };
        if opens_too_many(html) {
            return Err(too_deep());
        }
        let root = HtmlToMarkdown::new()
            .html_to_tree(html)
            .map_err(|error| error.to_string())?;
        let tree = Self { root };
        let mut stack = vec![(tree.root.clone(), 0)];
        while let Some((node, depth)) = stack.pop() {
            if depth > DEPTH {
                return Err(too_deep());
            }
            let children = node.children.borrow();
            stack.extend(children.iter().map(|child| (child.clone(), depth + 1)));
        }
        Ok(tree)
    }
}

/// Whether more elements are open somewhere than are taken. Text that looks like tags counts, too.
fn opens_too_many(html: &str) -> bool {
    let mut open = 0_usize;
    for tag in html.split('<').skip(1) {
        if let Some(tag) = tag.strip_prefix('/') {
            if !CLOSING.contains(&name_in(tag).as_str()) {
                open = open.saturating_sub(1);
            }
        } else if tag.starts_with(|c: char| c.is_ascii_alphabetic())
            && !CLOSING.contains(&name_in(tag).as_str())
            && !tag.split('>').next().is_some_and(|tag| tag.ends_with('/'))
        {
            open += 1;
            if open > OPEN {
                return true;
            }
        }
    }
    false
}

fn name_in(tag: &str) -> String {
    let name = tag.chars().take_while(char::is_ascii_alphanumeric).take(12);
    name.map(|c| c.to_ascii_lowercase()).collect()
}

/// The name of an element.
pub(crate) fn name_of(node: &Node) -> Option<&str> {
    match &node.data {
        NodeData::Element { name, .. } => Some(&name.local),
        _ => None,
    }
}

/// The value of an attribute.
pub(crate) fn attribute(node: &Node, name: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else {
        return None;
    };
    let attrs = attrs.borrow();
    let found = attrs
        .iter()
        .find(|attribute| &*attribute.name.local == name);
    found.map(|attribute| attribute.value.to_string())
}

/// All elements below a node that `wanted` chooses, in the order of the page.
pub(crate) fn find_all(node: &Rc<Node>, wanted: &dyn Fn(&Node) -> bool) -> Vec<Rc<Node>> {
    let mut found = Vec::new();
    let mut stack = vec![node.clone()];
    while let Some(node) = stack.pop() {
        if name_of(&node).is_some() && wanted(&node) {
            found.push(node.clone());
        }
        let children = node.children.borrow();
        stack.extend(children.iter().rev().cloned());
    }
    found
}

/// Removes all nodes below a node that `unwanted` chooses.
pub(crate) fn remove_all(node: &Rc<Node>, unwanted: &dyn Fn(&Node) -> bool) {
    let mut stack = vec![node.clone()];
    while let Some(node) = stack.pop() {
        let mut children = node.children.borrow_mut();
        children.retain(|child| !unwanted(child));
        stack.extend(children.iter().cloned());
    }
}

/// All elements of one of these names.
pub(crate) fn children_named(node: &Rc<Node>, names: &[&str]) -> Vec<Rc<Node>> {
    find_all(node, &|node| {
        name_of(node).is_some_and(|name| names.contains(&name))
    })
}

/// The text within a node.
pub(crate) fn text_of(node: &Rc<Node>) -> String {
    let mut text = String::new();
    let mut stack = vec![node.clone()];
    while let Some(node) = stack.pop() {
        if let NodeData::Text { contents } = &node.data {
            text.push_str(&contents.borrow());
        }
        if matches!(name_of(&node), Some("br" | "p" | "div" | "li" | "td")) {
            text.push(' ');
        }
        let children = node.children.borrow();
        stack.extend(children.iter().rev().cloned());
    }
    text
}
