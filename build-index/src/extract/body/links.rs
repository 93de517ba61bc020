//! Where links and images of a body lead: resolved as a browser would on the article's own page.

use helpdex::{Element, Node};
use url::Url;

/// Stands for the site where an article's address names none.
const SITE: &str = "https://site.invalid";

/// Resolves all addresses against that of the article. Links that are not `http`, `https`, `mailto`
/// or `tel` lose their address and keep their text; images keep their description.
pub fn resolve(body: &mut Vec<Node>, article_url: &str) {
    let site = Url::parse(SITE).ok();
    let base = site.and_then(|site| site.join(article_url).ok());
    if let Some(base) = base {
        let links = Links {
            base,
            has_slash: article_url.starts_with('/'),
        };
        links.nodes(body);
    }
}

struct Links {
    base: Url,
    /// Whether the article's address begins with a slash, or is of another site.
    has_slash: bool,
}

impl Links {
    fn nodes(&self, nodes: &mut Vec<Node>) {
        let found = std::mem::take(nodes);
        for node in found {
            match node {
                Node::Element(element) => nodes.extend(self.element(element)),
                text => nodes.push(text),
            }
        }
    }

    fn element(&self, mut element: Element) -> Option<Node> {
        self.nodes(&mut element.children);
        for (name, value) in &mut element.attributes {
            let resolved = match *name {
                "href" => self.link(value),
                "src" => self.image(value),
                _ => continue,
            };
            *value = resolved.unwrap_or_default();
        }
        let is_addressed =
            |(name, value): &(&str, String)| !value.is_empty() || !matches!(*name, "href" | "src");
        element.attributes.retain(is_addressed);
        let has_source = element.attributes.iter().any(|(name, _)| *name == "src");
        if element.tag == "img" && !has_source {
            let mut attributes = element.attributes.into_iter();
            let alt = attributes.find(|(name, _)| *name == "alt");
            return alt.map(|(_, alt)| Node::Text(alt));
        }
        Some(Node::Element(element))
    }

    fn link(&self, value: &str) -> Option<String> {
        let url = self.base.join(value).ok()?;
        let is_safe = matches!(url.scheme(), "http" | "https" | "mailto" | "tel");
        is_safe.then(|| self.written(&url))
    }

    fn image(&self, value: &str) -> Option<String> {
        let url = self.base.join(value).ok()?;
        let is_safe = match url.scheme() {
            "http" | "https" => true,
            "data" => is_bitmap(url.path()),
            _ => false,
        };
        is_safe.then(|| self.written(&url))
    }

    /// The address as the page has to write it.
    fn written(&self, url: &Url) -> String {
        let text = url.as_str();
        match text.strip_prefix(SITE) {
            Some(path) if path.starts_with('/') => {
                let rest = path.strip_prefix('/').filter(|_| !self.has_slash);
                rest.unwrap_or(path).to_owned()
            }
            _ => text.to_owned(),
        }
    }
}

/// Whether the path of a `data:` address is a picture without script.
fn is_bitmap(path: &str) -> bool {
    let kind = path.split([';', ',']).next().unwrap_or_default();
    let kinds = ["image/png", "image/jpeg", "image/gif", "image/webp"];
    kinds.iter().any(|known| known.eq_ignore_ascii_case(kind))
}
