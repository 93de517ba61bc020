//! Article bodies as the reader shows them: a tree of allowed elements and text.
//!
//! `html5ever` (by `scraper`) parses what browsers would parse, [`allowed`] decides what may stay,
//! [`links`] where addresses lead. The reader makes an element of every node and never parses markup
//! again, so that markup which changes its meaning when it is parsed a second time does no harm.

mod allowed;
mod headings;
mod links;
#[cfg(test)]
mod tests;

use ego_tree::NodeRef;
use helpdex::{Element, Node};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use scraper::{Html, node};

pub use headings::finish;
pub use links::resolve;

use super::is_space;
use super::markdown::{braces, options};
use allowed::Part;

/// Elements within elements that are looked at; of what is deeper, the text is kept. Articles have
/// some ten.
const MAX_DEPTH: usize = 64;

/// The body of a Markdown article (without front matter).
pub fn of_markdown(markdown: &str) -> Vec<Node> {
    let mut suffix = String::new();
    let parser = Parser::new_ext(markdown, options());
    let events = parser.flat_map(|event| match event {
        Event::Start(Tag::Heading {
            ref id,
            ref classes,
            ref attrs,
            ..
        }) => {
            suffix = braces(id, classes, attrs);
            [Some(event), None]
        }
        Event::End(TagEnd::Heading(_)) => {
            let suffix = std::mem::take(&mut suffix);
            [Some(Event::Text(suffix.into())), Some(event)]
        }
        event => [Some(event), None],
    });
    let mut html = String::with_capacity(markdown.len() * 5 / 4);
    pulldown_cmark::html::push_html(&mut html, events.flatten());
    let html = Html::parse_document(&html);
    convert(&[html.tree.root()], Furniture::Kept)
}

/// The body of an HTML page, or of a fragment of one: its `<main>`, else its `<article>`s, else
/// everything, without what surrounds an article.
pub fn of_page(html: &str) -> Vec<Node> {
    let html = Html::parse_document(html);
    for name in ["main", "article"] {
        let body = convert(&outermost(html.tree.root(), name), Furniture::LeftOut);
        if !body.is_empty() {
            return body;
        }
    }
    convert(&[html.tree.root()], Furniture::LeftOut)
}

/// Whether `nav`, `header`, `footer` and `aside` belong to the article.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Furniture {
    /// In Markdown, `<aside>` is a call-out.
    Kept,
    LeftOut,
}

type Source<'a> = NodeRef<'a, node::Node>;

/// The elements of a name that are in no other one of it.
fn outermost<'a>(root: Source<'a>, name: &str) -> Vec<Source<'a>> {
    let is_one = |node: &Source<'_>| {
        let element = node.value().as_element();
        element.is_some_and(|element| element.name() == name)
    };
    let all = root.descendants().filter(is_one);
    all.filter(|node| !node.ancestors().any(|above| is_one(&above)))
        .collect()
}

fn convert(roots: &[Source<'_>], furniture: Furniture) -> Vec<Node> {
    let mut out = Vec::new();
    for root in roots {
        let converter = Converter {
            furniture,
            preformatted: false,
            depth: 0,
        };
        for child in root.children() {
            converter.add(&mut out, child);
        }
    }
    trim_end(&mut out);
    out
}

/// Converts the nodes within one element.
#[derive(Clone, Copy)]
struct Converter {
    furniture: Furniture,
    preformatted: bool,
    depth: usize,
}

impl Converter {
    fn add(self, out: &mut Vec<Node>, source: Source<'_>) {
        match source.value() {
            node::Node::Text(text) => self.text(out, text),
            node::Node::Element(element) => self.element(out, source, element),
            _ => {}
        }
    }

    fn text(self, out: &mut Vec<Node>, text: &str) {
        if self.preformatted {
            return push_text(out, text);
        }
        let after_block = out.last().is_none_or(is_block_node);
        let mut line = String::with_capacity(text.len());
        let mut was_space = after_block;
        for c in text.chars() {
            let space = is_space(c) && c != '\u{a0}';
            if !space {
                line.push(c);
            } else if !was_space {
                line.push(' ');
            }
            was_space = space;
        }
        push_text(out, &line);
    }

    fn element(self, out: &mut Vec<Node>, source: Source<'_>, element: &node::Element) {
        if element.attr("aria-hidden") == Some("true") && allowed::is_decoration(element.name()) {
            return;
        }
        match allowed::part(element.name()) {
            Part::LeftOut => {}
            Part::Furniture if self.furniture == Furniture::LeftOut => {}
            Part::Checkbox => {
                if element.attr("type") == Some("checkbox") {
                    let checked = element.attr("checked").is_some();
                    push_text(out, if checked { "☑ " } else { "☐ " });
                }
            }
            _ if self.depth >= MAX_DEPTH => self.text_alone(out, source),
            Part::Unwrapped => self.children(out, source),
            Part::Furniture => self.kept(out, source, "div", element),
            Part::Kept(tag) => self.kept(out, source, tag, element),
        }
    }

    fn kept(
        self,
        out: &mut Vec<Node>,
        source: Source<'_>,
        tag: &'static str,
        element: &node::Element,
    ) {
        let attributes = allowed::attributes(tag, |name| element.attr(name));
        if tag == "img" && !attributes.iter().any(|(name, _)| *name == "src") {
            // What the image says is better than nothing.
            return push_text(out, element.attr("alt").unwrap_or_default());
        }
        let mut children = Vec::new();
        let within = Self {
            preformatted: self.preformatted || tag == "pre",
            ..self
        };
        if !allowed::is_void(tag) {
            within.children(&mut children, source);
        }
        if allowed::is_block(tag) {
            trim_end(out);
            if !within.preformatted {
                trim_end(&mut children);
            }
        }
        if children.is_empty() && !allowed::may_be_empty(tag) {
            return;
        }
        out.push(Node::Element(Element {
            tag,
            attributes,
            children,
        }));
    }

    fn children(self, out: &mut Vec<Node>, source: Source<'_>) {
        // Elements that are not kept nest, too.
        let deeper = Self {
            depth: self.depth + 1,
            ..self
        };
        source.children().for_each(|child| deeper.add(out, child));
    }

    /// The text within elements that nest too deep.
    fn text_alone(self, out: &mut Vec<Node>, source: Source<'_>) {
        for node in source.descendants() {
            let parent = node.parent().and_then(|parent| parent.value().as_element());
            let is_read = parent.is_none_or(|parent| allowed::part(parent.name()) != Part::LeftOut);
            if let Some(text) = node.value().as_text().filter(|_| is_read) {
                self.text(out, text);
            }
        }
    }
}

fn is_block_node(node: &Node) -> bool {
    matches!(node, Node::Element(element) if allowed::is_block(element.tag) || element.tag == "br")
}

fn push_text(out: &mut Vec<Node>, text: &str) {
    if text.is_empty() {
        return;
    }
    match out.last_mut() {
        Some(Node::Text(last)) if last.ends_with(' ') && text.starts_with(' ') => {
            last.push_str(text.get(1..).unwrap_or_default());
        }
        Some(Node::Text(last)) => last.push_str(text),
        _ => out.push(Node::Text(text.to_owned())),
    }
}

/// Removes white space at the end: a block follows, or nothing.
fn trim_end(out: &mut Vec<Node>) {
    if let Some(Node::Text(last)) = out.last_mut() {
        last.truncate(last.trim_end_matches([' ', '\n']).len());
        if last.is_empty() {
            out.pop();
        }
    }
}
