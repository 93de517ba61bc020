//! Trees in Markdown: a file whose front matter (YAML) has the key `tree`, the tree's id.
//!
//! The level-1 heading is the title, if `title` states none. Each level-2 heading begins a step; its
//! id is stated as `{#id}`, or made of its words. The list of links that ends a step is its choices:
//! `[label](#step)`, `[label](article:id)`, `[label](route:channel)`, `[label](solved:)`, or an
//! address. A step without choices is an ending if its heading says so: `{#done .end}`.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::fields::{Fields, Heading, check_id};
use super::yaml_value::parse;
use super::{Choice, Mistake, Step, Target, Tree, at};
use crate::extract::anchors::slug;
use crate::extract::front_matter::{Position, block};
use crate::extract::one_line;
use crate::source::TreeFile;

/// Reads a tree; `None` when it is not published.
pub(super) fn read(file: &TreeFile) -> Result<Option<Tree>, Mistake> {
    let first = Position { line: 1, column: 1 };
    let Some((keys, body)) = block(&file.text) else {
        let cure = "write its keys as YAML between two lines `---`";
        return Err(Mistake::new(first, "the tree has no front matter", cure));
    };
    let yaml = parse(keys, 1)?;
    let fields = Fields::of(&yaml, "the front matter")?;
    let Some(heading) = Heading::read(&fields, "tree", file)? else {
        return Ok(None);
    };
    let outline = Outline::of(body, file);
    let steps = outline.steps()?;
    let Some(title) = heading.title.or(outline.title) else {
        let cure = "state `title`, or begin the text with a level-1 heading";
        return Err(Mistake::new(first, "the tree has no title", cure));
    };
    let start = steps.first().map(|step| step.id.clone());
    Ok(Some(Tree {
        id: heading.id,
        title,
        url: heading.url,
        language: heading.language,
        section: heading.section,
        start: heading.start.or(start).unwrap_or_default(),
        steps,
        audience: heading.audience,
        origin: at(file, first),
    }))
}

/// The parts of a tree's text.
struct Outline<'f> {
    file: &'f TreeFile,
    /// Where the text begins in the file, in bytes.
    base: usize,
    body: &'f str,
    title: Option<String>,
    drafts: Vec<Draft>,
}

/// A step being read.
#[derive(Default)]
struct Draft {
    id: String,
    heading: String,
    is_end: bool,
    /// Where its heading begins, and where its text does.
    start: usize,
    text_start: usize,
    text_end: usize,
    /// The last block, if it is a list of nothing but links: where it begins, and they.
    links: Option<(usize, Vec<Link>)>,
}

struct Link {
    start: usize,
    label: String,
    destination: String,
}

impl<'f> Outline<'f> {
    fn of(body: &'f str, file: &'f TreeFile) -> Self {
        let mut outline = Self {
            file,
            base: file.text.len() - body.len(),
            body,
            title: None,
            drafts: Vec::new(),
        };
        let parser = Parser::new_ext(body, Options::ENABLE_HEADING_ATTRIBUTES);
        let events: Vec<(Event<'_>, Range<usize>)> = parser.into_offset_iter().collect();
        let mut rest = events.as_slice();
        while let Some(length) = block_length(rest) {
            let (block, after) = rest.split_at(length);
            outline.block(block);
            rest = after;
        }
        if let Some(draft) = outline.drafts.last_mut() {
            draft.text_end = body.len();
        }
        outline
    }

    /// Takes a block of the outermost level.
    fn block(&mut self, block: &[(Event<'_>, Range<usize>)]) {
        let Some((Event::Start(tag), range)) = block.first() else {
            return;
        };
        match tag {
            Tag::Heading {
                level: HeadingLevel::H1,
                ..
            } if self.drafts.is_empty() => {
                self.title.get_or_insert_with(|| text_of(block));
            }
            Tag::Heading {
                level: HeadingLevel::H2,
                id,
                classes,
                ..
            } => {
                if let Some(before) = self.drafts.last_mut() {
                    before.text_end = range.start;
                }
                let heading = text_of(block);
                self.drafts.push(Draft {
                    id: id
                        .as_ref()
                        .map_or_else(|| slug(&heading), |id| id.to_string()),
                    heading,
                    is_end: classes.iter().any(|class| &**class == "end"),
                    start: range.start,
                    text_start: range.end,
                    ..Draft::default()
                });
            }
            tag => {
                let is_list = matches!(tag, Tag::List(_));
                let links = is_list.then(|| links(block)).flatten();
                if let Some(draft) = self.drafts.last_mut() {
                    draft.links = links.map(|links| (range.start, links));
                }
            }
        }
    }

    fn position(&self, offset: usize) -> Position {
        Position::of(&self.file.text, self.base + offset)
    }

    fn steps(&self) -> Result<Vec<Step>, Mistake> {
        self.drafts.iter().map(|draft| self.step(draft)).collect()
    }

    fn step(&self, draft: &Draft) -> Result<Step, Mistake> {
        let position = self.position(draft.start);
        if draft.heading.is_empty() {
            return Err(Mistake::new(
                position,
                "a step without a heading",
                "write what is asked",
            ));
        }
        check_id(&draft.id, "step", position).map_err(|mistake| Mistake {
            cure: "state one after the heading, `{#id}`, of letters a to z, digits, `_` and `-`"
                .to_owned(),
            ..mistake
        })?;
        let end = draft
            .links
            .as_ref()
            .map_or(draft.text_end, |(start, _)| *start);
        let links = draft.links.iter().flat_map(|(_, links)| links);
        Ok(Step {
            id: draft.id.clone(),
            heading: draft.heading.clone(),
            body: self
                .body
                .get(draft.text_start..end)
                .unwrap_or("")
                .trim()
                .to_owned(),
            choices: links
                .map(|link| self.choice(link))
                .collect::<Result<_, _>>()?,
            is_end: draft.is_end,
            origin: at(self.file, position),
        })
    }

    fn choice(&self, link: &Link) -> Result<Choice, Mistake> {
        let position = self.position(link.start);
        let destination = link.destination.as_str();
        let target = match destination.split_once(':') {
            Some(("article", id)) => Target::Article(id.to_owned()),
            Some(("route", route)) => Target::Route(route.to_owned()),
            Some(("solved", "")) => Target::Solved,
            _ => match destination.strip_prefix('#') {
                Some(step) => Target::Next(step.to_owned()),
                None => Target::Href(destination.to_owned()),
            },
        };
        if link.label.is_empty() || destination.is_empty() {
            let cure = "write `[label](#step)`, `(article:id)`, `(route:channel)`, `(solved:)` or an address";
            return Err(Mistake::new(
                position,
                "a choice without label or target",
                cure,
            ));
        }
        Ok(Choice {
            label: link.label.clone(),
            target,
            origin: at(self.file, position),
        })
    }
}

/// How many events the block has that begins with the first of them.
fn block_length(events: &[(Event<'_>, Range<usize>)]) -> Option<usize> {
    let mut depth = 0_usize;
    for (place, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(place + 1);
        }
    }
    (!events.is_empty()).then_some(events.len())
}

/// The links of a list whose items are one link each; `None` when an item is anything else.
fn links(list: &[(Event<'_>, Range<usize>)]) -> Option<Vec<Link>> {
    let mut links: Vec<Link> = Vec::new();
    let (mut items, mut in_link) = (0, false);
    for (event, range) in list.iter().skip(1) {
        match event {
            Event::Start(Tag::Item) => items += 1,
            Event::Start(Tag::Link { dest_url, .. }) => {
                in_link = true;
                links.push(Link {
                    start: range.start,
                    label: String::new(),
                    destination: dest_url.to_string(),
                });
            }
            Event::End(TagEnd::Link) => in_link = false,
            Event::Start(Tag::Paragraph)
            | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::List(_)) => {}
            Event::Text(text) | Event::Code(text) if in_link => {
                links.last_mut()?.label.push_str(text);
            }
            _ if in_link => {}
            _ => return None,
        }
    }
    for link in &mut links {
        link.label = one_line(&link.label);
    }
    (links.len() == items).then_some(links)
}

fn text_of(block: &[(Event<'_>, Range<usize>)]) -> String {
    let mut text = String::new();
    for (event, _) in block {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    one_line(&text)
}
