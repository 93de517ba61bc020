//! HTML to Markdown, and Markdown to lines that make readable differences.

mod clean;
mod dom;
mod sentences;

pub(crate) use dom::{Tree, attribute, children_named, find_all, name_of, remove_all, text_of};

use htmd::element_handler::{HandlerResult, Handlers};
use htmd::options::{BulletListMarker, CodeBlockStyle, Options};
use htmd::{Element, HtmlToMarkdown};
use url::Url;

/// An article's text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Converted {
    pub(crate) markdown: String,
    /// Addresses of pictures and attached files in it, longest first.
    pub(crate) assets: Vec<String>,
}

/// The Markdown of an HTML fragment or page.
///
/// # Errors
/// It is nested too deeply.
pub(crate) fn html(html: &str, base: Option<&Url>) -> Result<Converted, String> {
    let tree = Tree::parse(html)?;
    Ok(tree_to_markdown(&tree.root, base))
}

/// The Markdown of a part of a page.
pub(crate) fn tree_to_markdown(node: &std::rc::Rc<htmd::Node>, base: Option<&Url>) -> Converted {
    clean::clean(node, base);
    let markdown = converter().tree_to_markdown(node);
    let markdown = tidy(&markdown);
    Converted {
        assets: assets_of(&markdown),
        markdown,
    }
}

fn converter() -> HtmlToMarkdown {
    HtmlToMarkdown::builder()
        .options(Options {
            bullet_list_marker: BulletListMarker::Dash,
            ul_bullet_spacing: 1,
            ol_number_spacing: 1,
            code_block_style: CodeBlockStyle::Fenced,
            ..Options::default()
        })
        .add_handler(vec!["details"], details)
        .add_handler(vec!["summary"], summary)
        .build()
}

/// What unfolds stays HTML, with Markdown inside.
fn details(handlers: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let inner = handlers.walk_children(element.node).content;
    let inner = inner.trim_matches('\n');
    Some(format!("\n\n<details>\n{inner}\n\n</details>\n\n").into())
}

fn summary(_: &dyn Handlers, element: Element) -> Option<HandlerResult> {
    let text = crate::article::one_line(&text_of(element.node));
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    Some(format!("<summary>{text}</summary>\n\n").into())
}

/// The text with one sentence a line, no spaces at the ends of lines, no runs of empty lines.
pub(crate) fn tidy(markdown: &str) -> String {
    let text = markdown.replace("\r\n", "\n").replace('\r', "\n");
    sentences::one_a_line(&text)
}

/// Addresses of pictures, and of links to files, in Markdown.
pub(crate) fn assets_of(markdown: &str) -> Vec<String> {
    let mut assets: Vec<String> = Vec::new();
    for (start, _) in markdown.match_indices("](http") {
        let address = markdown.get(start + 2..).unwrap_or_default();
        let end = address.find([')', ' ', '\n', '"']).unwrap_or(address.len());
        let address = &address[..end];
        let is_picture = opens_picture(markdown, start);
        if (is_picture || is_file(address)) && !assets.iter().any(|known| known == address) {
            assets.push(address.to_owned());
        }
    }
    assets.sort_by_key(|address| std::cmp::Reverse(address.len()));
    assets
}

/// Whether the bracket that closes at `end` is a picture's.
fn opens_picture(markdown: &str, end: usize) -> bool {
    let open = markdown.get(..end).and_then(|before| before.rfind('['));
    open.is_some_and(|open| open > 0 && markdown.as_bytes().get(open - 1) == Some(&b'!'))
}

fn is_file(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let ending = path
        .rsplit('/')
        .next()
        .and_then(|name| name.rsplit_once('.'));
    path.contains("/article_attachments/")
        || path.contains("/attachments/")
        || ending.is_some_and(|(_, ending)| {
            let ending = ending.to_ascii_lowercase();
            [
                "pdf", "zip", "docx", "xlsx", "pptx", "csv", "txt", "png", "jpg", "jpeg", "gif",
                "svg", "webp", "mp4", "doc", "xls", "ppt", "odt", "rtf", "json", "xml",
            ]
            .contains(&ending.as_str())
        })
}

#[cfg(test)]
mod tests;
