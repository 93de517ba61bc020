//! Markdown to the nodes that a page builds: a text, or `[tag, attributes or 0, …nodes]`.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};
use serde_json::{Value, json};

/// The Markdown of a step as nodes. Only elements named here can come out; HTML is dropped, and a
/// link that a page may not follow becomes its text.
pub fn step_body(markdown: &str) -> Value {
    let mut open: Vec<Vec<Value>> = vec![Vec::new()];
    for event in Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(tag) => open.push(element(&tag)),
            Event::End(_) => {
                let closed = open.pop().unwrap_or_default();
                put(&mut open, closed);
            }
            Event::Text(text) => add(&mut open, json!(text.as_ref())),
            Event::Code(text) => add(&mut open, json!(["code", 0, text.as_ref()])),
            Event::SoftBreak => add(&mut open, json!(" ")),
            Event::HardBreak => add(&mut open, json!(["br", 0])),
            Event::Rule => add(&mut open, json!(["hr", 0])),
            _ => {}
        }
    }
    Value::Array(open.pop().unwrap_or_default())
}

/// The beginning of an element; of one without a tag, nothing.
fn element(tag: &Tag<'_>) -> Vec<Value> {
    let name = match tag {
        Tag::Paragraph => "p",
        // The step's own heading stands above them.
        Tag::Heading {
            level: HeadingLevel::H1 | HeadingLevel::H2 | HeadingLevel::H3,
            ..
        } => "h3",
        Tag::Heading { .. } => "h4",
        Tag::BlockQuote(_) => "blockquote",
        Tag::CodeBlock(_) => "pre",
        Tag::List(None) => "ul",
        Tag::List(Some(_)) => "ol",
        Tag::Item => "li",
        Tag::Emphasis => "em",
        Tag::Strong => "strong",
        Tag::Strikethrough => "s",
        Tag::Link { dest_url, .. } if is_link(dest_url) => {
            return vec![json!("a"), json!({ "href": dest_url.as_ref() })];
        }
        _ => return Vec::new(),
    };
    vec![json!(name), json!(0)]
}

/// Puts what is closed into what holds it: as an element, or as its content alone.
fn put(open: &mut [Vec<Value>], closed: Vec<Value>) {
    let Some(parent) = open.last_mut() else {
        return;
    };
    let is_element = matches!(
        closed.get(..2),
        Some([Value::String(_), Value::Number(_) | Value::Object(_)])
    );
    if is_element {
        parent.push(Value::Array(closed));
    } else {
        parent.extend(closed);
    }
}

fn add(open: &mut [Vec<Value>], node: Value) {
    if let Some(parent) = open.last_mut() {
        parent.push(node);
    }
}

fn is_link(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    let mut starts = ["https://", "http://", "mailto:", "tel:", "/", "#"].iter();
    starts.any(|start| lower.starts_with(start)) && !url.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_links_and_lists_become_nodes() {
        assert_eq!(
            step_body("Look at the **light**.\n\n- [site](https://a.example/x)\n- `cmd`\n"),
            json!([
                ["p", 0, "Look at the ", ["strong", 0, "light"], "."],
                ["ul", 0, ["li", 0, ["a", { "href": "https://a.example/x" }, "site"]], ["li", 0, ["code", 0, "cmd"]]],
            ])
        );
        assert_eq!(step_body(""), json!([]));
    }

    #[test]
    fn nothing_that_runs_comes_out() {
        let body = step_body(
            "<script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x onerror=alert(1)>\n\n![y](data:text/html,z)",
        );
        let text = body.to_string();
        for part in ["script>", "javascript:", "onerror", "data:"] {
            assert!(!text.contains(part), "{text}");
        }
        assert!(text.contains("\"x\""), "{text}");
    }
}
