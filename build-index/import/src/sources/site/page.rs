//! What a page says: its text, and in its head and JSON-LD what it is.

use crate::article::{Article, Body, date_of, language_tag, one_line};
use crate::convert::{
    Tree, attribute, children_named, find_all, name_of, remove_all, text_of, tree_to_markdown,
};
use htmd::Node;
use serde_json::Value;
use std::rc::Rc;
use url::Url;

/// Deepest JSON-LD that is looked at.
const DEPTH: usize = 8;

/// The id of a page, from its address.
pub(super) fn id_of(url: &Url) -> String {
    let path = url
        .path()
        .trim_matches('/')
        .trim_end_matches(".html")
        .trim_end_matches(".htm");
    let query = url
        .query()
        .map_or_else(String::new, |query| format!("?{query}"));
    let path = if path.is_empty() { "index" } else { path };
    format!("site-{}{query}", path.trim_end_matches("/index"))
}

/// A page, looked at.
pub(super) struct Seen {
    pub(super) canonical: Option<Url>,
    pub(super) links: Vec<Url>,
    pub(super) is_noindex: bool,
    pub(super) is_nofollow: bool,
    lang: Option<String>,
    title: String,
    updated: Option<String>,
    section: Vec<String>,
    /// Questions with their answers, in HTML.
    questions: Vec<(String, String)>,
}

impl Seen {
    /// Looks at a page that stands at `at`. `robots` is its `X-Robots-Tag`.
    pub(super) fn of(tree: &Tree, at: &Url, robots: Option<&str>) -> Self {
        let root = &tree.root;
        let mut rules = robots.unwrap_or_default().to_lowercase();
        for meta in children_named(root, &["meta"]) {
            let name = attribute(&meta, "name").unwrap_or_default().to_lowercase();
            if name == "robots" || name == "helpdex" {
                rules.push(' ');
                rules.push_str(
                    &attribute(&meta, "content")
                        .unwrap_or_default()
                        .to_lowercase(),
                );
            }
        }
        let mut seen = Self {
            canonical: canonical(root, at),
            links: links(root, at),
            is_noindex: rules.contains("noindex") || rules.contains("none"),
            is_nofollow: rules.contains("nofollow") || rules.contains("none"),
            lang: children_named(root, &["html"])
                .first()
                .and_then(|html| attribute(html, "lang"))
                .and_then(|lang| language_tag(&lang)),
            title: title(root),
            updated: meta(root, "article:modified_time").and_then(|time| date_of(&time)),
            section: meta(root, "article:section")
                .map(|name| one_line(&name))
                .into_iter()
                .collect(),
            questions: Vec::new(),
        };
        for script in children_named(root, &["script"]) {
            let kind = attribute(&script, "type").unwrap_or_default();
            if kind.eq_ignore_ascii_case("application/ld+json")
                && let Ok(value) = serde_json::from_str::<Value>(&text_of(&script))
            {
                seen.learn(&value, 0);
            }
        }
        seen
    }

    /// Takes what JSON-LD says of articles, questions and where the page stands.
    fn learn(&mut self, value: &Value, depth: usize) {
        if depth > DEPTH {
            return;
        }
        if let Value::Array(list) = value {
            list.iter().for_each(|value| self.learn(value, depth + 1));
        }
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        let is = |kind: &str| match value.get("@type") {
            Some(Value::Array(kinds)) => kinds.iter().any(|name| name == kind),
            Some(name) => name == kind,
            None => false,
        };
        if [
            "Article",
            "TechArticle",
            "NewsArticle",
            "BlogPosting",
            "HowTo",
        ]
        .iter()
        .any(|kind| is(kind))
        {
            self.updated = text("dateModified")
                .or(text("datePublished"))
                .and_then(date_of)
                .or(self.updated.take());
            if let Some(section) = text("articleSection") {
                self.section = vec![one_line(section)];
            }
        }
        if is("BreadcrumbList") {
            self.section = breadcrumbs(value);
        }
        if is("Question") {
            let answer = value
                .get("acceptedAnswer")
                .and_then(|answer| answer.get("text")?.as_str());
            if let (Some(question), Some(answer)) = (text("name"), answer) {
                self.questions.push((one_line(question), answer.to_owned()));
            }
        }
        for key in ["@graph", "mainEntity"] {
            if let Some(inner) = value.get(key) {
                self.learn(inner, depth + 1);
            }
        }
    }

    /// The questions of a FAQ page, or the one article of another.
    pub(super) fn articles(self, tree: &Tree, at: &Url) -> Vec<Article> {
        let url = self.canonical.clone().unwrap_or_else(|| at.clone());
        let fill = |mut article: Article| {
            article.url = Some(url.to_string());
            article.lang.clone_from(&self.lang);
            article.updated.clone_from(&self.updated);
            article.section.clone_from(&self.section);
            article
        };
        if !self.questions.is_empty() {
            let of = |(question, answer): &(String, String)| {
                let id = format!(
                    "{}#{}",
                    id_of(&url),
                    crate::short_hash(&question.to_lowercase())
                );
                let body = Body::Html {
                    html: answer.clone(),
                    base: Some(at.clone()),
                };
                fill(Article::of(id, question, body, at.to_string()))
            };
            return self.questions.iter().map(of).collect();
        }
        let Some(text) = main_text(&tree.root) else {
            return Vec::new();
        };
        remove_all(&text, &is_outside);
        let markdown = tree_to_markdown(&text, Some(at)).markdown;
        if self.title.is_empty() || markdown.trim().is_empty() {
            return Vec::new();
        }
        vec![fill(Article::of(
            id_of(&url),
            &self.title,
            Body::Markdown(markdown),
            at.to_string(),
        ))]
    }
}

fn breadcrumbs(value: &Value) -> Vec<String> {
    let items = value.get("itemListElement").and_then(Value::as_array);
    let name = |item: &Value| {
        let name = item.get("name").or_else(|| item.get("item")?.get("name"));
        name.and_then(Value::as_str).map(one_line)
    };
    let mut names: Vec<_> = items.into_iter().flatten().filter_map(name).collect();
    // The last one is the page itself, the first one mostly the site's front page.
    names.pop();
    names
}

/// The element that holds the text: `<main>`, one article, or the whole body.
fn main_text(root: &Rc<Node>) -> Option<Rc<Node>> {
    let is_main = |node: &Node| {
        name_of(node) == Some("main") || attribute(node, "role").as_deref() == Some("main")
    };
    let main = find_all(root, &is_main).into_iter().next();
    let within = main.clone().unwrap_or_else(|| root.clone());
    let mut articles = children_named(&within, &["article"]);
    if articles.len() == 1 {
        return articles.pop();
    }
    main.or_else(|| children_named(root, &["body"]).into_iter().next())
}

/// Whether an element is about the site, and not the text.
fn is_outside(node: &Node) -> bool {
    let role = attribute(node, "role").unwrap_or_default();
    matches!(
        name_of(node),
        Some("nav" | "header" | "footer" | "aside" | "form" | "h1")
    ) && !(name_of(node) == Some("aside")
        && attribute(node, "class").is_some_and(|class| {
            class.contains("note") || class.contains("callout") || class.contains("starlight")
        }))
        || matches!(
            role.as_str(),
            "navigation" | "search" | "banner" | "contentinfo"
        )
}

fn meta(root: &Rc<Node>, property: &str) -> Option<String> {
    let metas = children_named(root, &["meta"]);
    let found = metas
        .iter()
        .find(|meta| attribute(meta, "property").as_deref() == Some(property))?;
    attribute(found, "content").filter(|content| !content.trim().is_empty())
}

fn title(root: &Rc<Node>) -> String {
    let headings = children_named(root, &["h1"]);
    let heading = headings.iter().map(|heading| one_line(&text_of(heading)));
    let heading = heading
        .map(|text| text.trim_end_matches(['#', '¶']).trim().to_owned())
        .find(|text| !text.is_empty());
    let stated = || meta(root, "og:title").map(|title| one_line(&title));
    let whole = || {
        children_named(root, &["title"])
            .first()
            .map(|title| one_line(&text_of(title)))
    };
    heading.or_else(stated).or_else(whole).unwrap_or_default()
}

fn canonical(root: &Rc<Node>, at: &Url) -> Option<Url> {
    let links = children_named(root, &["link"]);
    let is_it = |link: &&Rc<Node>| {
        attribute(link, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical"))
    };
    let mut url = at
        .join(&attribute(links.iter().find(is_it)?, "href")?)
        .ok()?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then_some(url)
}

fn links(root: &Rc<Node>, at: &Url) -> Vec<Url> {
    let links = children_named(root, &["a"]);
    let is_followed = |link: &&Rc<Node>| {
        !attribute(link, "rel")
            .unwrap_or_default()
            .contains("nofollow")
    };
    let links = links.iter().filter(is_followed);
    let links = links.filter_map(|link| at.join(&attribute(link, "href")?).ok());
    links
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .collect()
}
