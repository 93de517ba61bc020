//! What a linter looks at in a body beside its text: links, images, headings and identifiers, each
//! with its place.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};
use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::front_matter::Position;
use super::markdown::options;
use super::one_line;

/// The marks of one body, each kind in its order.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Marks {
    /// Links, also those to other sites.
    pub links: Vec<Link>,
    /// Images without alternative text.
    pub images: Vec<Image>,
    /// Headings that say something.
    pub headings: Vec<Heading>,
    /// Identifiers that elements state: `id`, and `name` of a link target.
    pub ids: Vec<String>,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// As it is written, without entities.
    pub target: String,
    /// Where it begins.
    pub position: Position,
}

/// An image without alternative text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// As it is written, without entities.
    pub source: String,
    /// Where it begins.
    pub position: Position,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its text on one line.
    pub text: String,
    /// 1 to 6.
    pub level: u8,
    /// Where it begins.
    pub position: Position,
    /// Whether nothing stands between it and the next heading: neither text nor image, video,
    /// frame or table.
    pub is_bare: bool,
}

impl Marks {
    /// The same marks where a body has no lines of its own: all stand on one line of the source.
    pub fn on_line(mut self, line: u32) -> Self {
        let place = Position { line, column: 0 };
        let links = self.links.iter_mut().map(|link| &mut link.position);
        let images = self.images.iter_mut().map(|image| &mut image.position);
        let headings = self
            .headings
            .iter_mut()
            .map(|heading| &mut heading.position);
        (links.chain(images).chain(headings)).for_each(|position| *position = place);
        self
    }
}

/// The marks of a Markdown body that begins on line `first_line` of its file.
pub fn of_markdown(body: &str, first_line: u32) -> Marks {
    let mut collector = Collector::new(body, first_line);
    for (event, range) in Parser::new_ext(body, options()).into_offset_iter() {
        collector.event(event, range);
    }
    collector.finish()
}

/// The marks of an HTML page, as far as it is the article: of its `<main>`, else its `<article>`s,
/// else all of it, without `nav`, `header`, `footer` and `aside`. Identifiers are taken from
/// everywhere.
pub fn of_html(html: &str) -> Marks {
    let mut collector = Collector::new(html, 1);
    collector.region = ["main", "article"].into_iter().find(|name| {
        Tokenizer::new_with_emitter(html, DefaultEmitter::<usize>::new_with_span()).any(|token| {
            matches!(token, Ok(Token::StartTag(tag)) if tag.name.as_slice() == name.as_bytes())
        })
    });
    collector.is_page = true;
    collector.html(html, 0);
    collector.finish()
}

/// Elements that are content without any text in them.
const CONTENT: [&str; 11] = [
    "img", "video", "audio", "iframe", "picture", "object", "embed", "svg", "canvas", "table",
    "input",
];
/// Elements whose text nobody reads.
const UNREAD: [&str; 5] = ["script", "style", "template", "noscript", "title"];
/// What surrounds an article on a page.
const FURNITURE: [&str; 4] = ["nav", "header", "footer", "aside"];

/// Follows the events of a body.
struct Collector<'a> {
    text: &'a str,
    /// Bytes at which lines begin.
    lines: Vec<usize>,
    first_line: u32,
    marks: Marks,
    in_heading: bool,
    /// Source, place and description of the image being read.
    image: Option<(String, usize, String)>,
    is_page: bool,
    /// The element that holds the article.
    region: Option<&'static str>,
    region_depth: u32,
    furniture: u32,
    /// The element whose content is passed over.
    unread: Option<&'static str>,
}

impl<'a> Collector<'a> {
    fn new(text: &'a str, first_line: u32) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            lines: std::iter::once(0).chain(breaks).collect(),
            first_line,
            marks: Marks::default(),
            in_heading: false,
            image: None,
            is_page: false,
            region: None,
            region_depth: 0,
            furniture: 0,
            unread: None,
        }
    }

    fn finish(mut self) -> Marks {
        self.marks
            .headings
            .retain(|heading| !heading.text.is_empty());
        self.marks
    }

    fn position(&self, offset: usize) -> Position {
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|at| self.lines.get(at));
        let before = self.text.get(start.copied().unwrap_or(0)..offset);
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Position {
            line: self
                .first_line
                .saturating_add(count(line).saturating_sub(1)),
            column: count(before.map_or(0, |before| before.chars().count()) + 1),
        }
    }

    fn event(&mut self, event: Event<'_>, range: std::ops::Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(TagEnd::Heading(_)) => self.in_heading = false,
            Event::End(TagEnd::Image) => self.end_image(),
            Event::Text(text) | Event::Code(text) => self.said(&text),
            Event::InlineHtml(html) => self.html(&html, range.start),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: std::ops::Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.open_heading(level as u8, range.start),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } if link_type != LinkType::Email => self.link(dest_url.into_string(), range.start),
            Tag::Image { dest_url, .. } => {
                self.image = Some((dest_url.into_string(), range.start, String::new()));
            }
            Tag::Table(_) => self.content(),
            // Its lines are read as one: a tag may span several.
            Tag::HtmlBlock => {
                let block = self.text.get(range.clone()).unwrap_or_default();
                self.html(block, range.start);
            }
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some((source, at, description)) = self.image.take() else {
            return;
        };
        self.content();
        if description.trim().is_empty() {
            let position = self.position(at);
            self.marks.images.push(Image { source, position });
        }
    }

    fn link(&mut self, target: String, at: usize) {
        let position = self.position(at);
        self.marks.links.push(Link { target, position });
    }

    fn open_heading(&mut self, level: u8, at: usize) {
        self.in_heading = true;
        let position = self.position(at);
        self.marks.headings.push(Heading {
            text: String::new(),
            level,
            position,
            is_bare: true,
        });
    }

    /// Notes text, wherever it belongs.
    fn said(&mut self, text: &str) {
        if let Some((_, _, description)) = &mut self.image {
            description.push_str(text);
        }
        if !text.trim().is_empty() && !self.in_heading {
            self.content();
        }
        if let Some(heading) = self.marks.headings.last_mut().filter(|_| self.in_heading) {
            heading.text = one_line(&format!("{} {text}", heading.text));
        }
    }

    /// Notes that the section is not empty.
    fn content(&mut self) {
        if let Some(heading) = self.marks.headings.last_mut().filter(|_| !self.in_heading) {
            heading.is_bare = false;
        }
    }

    /// Reads HTML that stands at byte `base` of the body.
    fn html(&mut self, html: &str, base: usize) {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(html, emitter) {
            match token {
                Ok(Token::StartTag(tag)) => self.start_tag(&tag, base + tag.span.start),
                Ok(Token::EndTag(tag)) => self.end_tag(&String::from_utf8_lossy(&tag.name)),
                Ok(Token::String(text)) if self.is_read() => {
                    self.said(&String::from_utf8_lossy(&text));
                }
                _ => {}
            }
        }
        if !self.is_page {
            // What is left open ends with its block.
            self.unread = None;
        }
    }

    fn is_read(&self) -> bool {
        let is_within = self.region.is_none() || self.region_depth > 0;
        self.unread.is_none() && is_within && (!self.is_page || self.furniture == 0)
    }

    fn start_tag(&mut self, tag: &StartTag<usize>, at: usize) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let attribute = |wanted: &str| {
            let value = tag.attributes.get(wanted.as_bytes());
            value.map(|value| String::from_utf8_lossy(value).into_owned())
        };
        self.marks.ids.extend(attribute("id"));
        if name == "a" {
            self.marks.ids.extend(attribute("name"));
        }
        if self.unread.is_some() {
            return;
        }
        self.unread = UNREAD.into_iter().find(|unread| *unread == name);
        if self.region == Some(name.as_str()) {
            self.region_depth += 1;
        }
        self.furniture += u32::from(FURNITURE.contains(&name.as_str()));
        if !self.is_read() {
            return;
        }
        if CONTENT.contains(&name.as_str()) {
            self.content();
        }
        match name.as_str() {
            "a" => {
                if let Some(target) = attribute("href") {
                    self.link(target, at);
                }
            }
            "img" if is_undescribed(&attribute) => {
                let position = self.position(at);
                let source = attribute("src").unwrap_or_default();
                self.marks.images.push(Image { source, position });
            }
            name => {
                if let Some(level) = heading_level(name) {
                    self.open_heading(level, at);
                }
            }
        }
    }

    fn end_tag(&mut self, name: &str) {
        if let Some(unread) = self.unread {
            if unread == name {
                self.unread = None;
            }
            return;
        }
        if self.region == Some(name) {
            self.region_depth = self.region_depth.saturating_sub(1);
        }
        if FURNITURE.contains(&name) {
            self.furniture = self.furniture.saturating_sub(1);
        }
        if heading_level(name).is_some() {
            self.in_heading = false;
        }
    }
}

/// Whether an `<img>` neither has a description nor says that it needs none.
fn is_undescribed(attribute: &impl Fn(&str) -> Option<String>) -> bool {
    let stated = |name: &str| attribute(name).is_some_and(|value| !value.trim().is_empty());
    let is_decoration = attribute("aria-hidden").as_deref() == Some("true")
        || matches!(attribute("role").as_deref(), Some("presentation" | "none"));
    // An empty `alt` marks decoration; blanks in it are a slip.
    let has_alt = attribute("alt").is_some_and(|alt| alt.is_empty() || !alt.trim().is_empty());
    !(has_alt || stated("aria-label") || stated("aria-labelledby") || is_decoration)
}

fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

#[cfg(test)]
#[path = "marks_tests.rs"]
mod tests;
