//! HTML pages and HTML fragments to sections of plain text.
//!
//! One pass over the tokens of a standard-conforming tokenizer; no tree is built. Of a
//! page, only `<main>` is kept, else its `<article>`s, else everything; of what is kept,
//! `nav`, `header`, `footer`, `aside` and elements that are never read (`script`,
//! `style`, `template`, `noscript`, `svg`, media, form controls) are left out.

use std::convert::Infallible;

use helpdex::document::Section;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::elements::{Attributes, Role};
use super::outline::{Mark, Outline};
use super::{first_heading, one_line};

/// What an HTML page says about itself, and its text.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Page {
    /// The first `<h1>` of the article; else `<title>`.
    pub title: Option<String>,
    /// `lang` of `<html>`, as written.
    pub language: Option<String>,
    /// Address in `<link rel="canonical">`.
    pub canonical: Option<String>,
    /// `<meta name="description">`.
    pub description: Option<String>,
    /// The text, part by part.
    pub sections: Vec<Section>,
}

/// Extracts a page, or a fragment of one such as the body of a help-desk export.
///
/// A page whose `<main>` or `<article>` holds no text is read as if it had none.
pub fn page(html: &str) -> Page {
    let (page, narrowed) = Walker::new(Scope::Page).read_page(html);
    if narrowed && page.sections.is_empty() {
        return Walker::new(Scope::WholePage).read_page(html).0;
    }
    page
}

/// What the tokens belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// A page: narrowed to its main part, without furniture.
    Page,
    /// A page that is not narrowed.
    WholePage,
    /// HTML inside Markdown: furniture is content (`<aside>` is a call-out there).
    Fragment,
}

/// Elements and their content that are being passed over.
#[derive(Debug)]
struct Skip {
    name: Vec<u8>,
    depth: u32,
    chrome: bool,
}

/// The part of the page that is kept.
#[derive(Debug, Default)]
struct Region {
    role: Role,
    depth: u32,
}

/// Text that is collected apart from the sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aside {
    Title,
    OtherHeading,
}

/// Follows start tags, text and end tags, and writes to an [`Outline`].
#[derive(Debug)]
pub(super) struct Walker {
    pub(super) outline: Outline,
    scope: Scope,
    page: Page,
    /// A level-1 heading outside the part that is kept.
    other_heading: Option<String>,
    aside: Option<Aside>,
    region: Region,
    skip: Option<Skip>,
    preformatted: u32,
    heading_link: Option<Mark>,
    /// The identifier of the section or link target just before the next text.
    pending_anchor: Option<String>,
    tag_name: Vec<u8>,
    tag_role: Role,
    attributes: Attributes,
    attribute_name: Vec<u8>,
}

impl Walker {
    pub(super) fn new(scope: Scope) -> Self {
        Self {
            outline: Outline::default(),
            scope,
            page: Page::default(),
            other_heading: None,
            aside: None,
            region: Region::default(),
            skip: None,
            preformatted: 0,
            heading_link: None,
            pending_anchor: None,
            tag_name: Vec::new(),
            tag_role: Role::Inline,
            attributes: Attributes::default(),
            attribute_name: Vec::new(),
        }
    }

    /// The page, and whether it was narrowed to a part.
    fn read_page(mut self, html: &str) -> (Page, bool) {
        self.feed(html);
        let mut page = self.page;
        page.sections = self.outline.finish();
        let heading = first_heading(&page.sections).map(str::to_owned);
        page.title = choose_title(page.title.take(), heading, self.other_heading);
        (page, self.region.role != Role::Inline)
    }

    /// Reads a whole page or a piece that does not end inside a tag.
    pub(super) fn feed(&mut self, html: &str) {
        let mut emitter = CallbackEmitter::new(
            |event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
                self.event(event);
                None
            },
        );
        emitter.naively_switch_states(true);
        let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    }

    /// Adds text that is not marked up.
    pub(super) fn text(&mut self, text: &str) {
        if let Some(aside) = self.aside {
            self.aside_text(aside, text);
        }
        if self.skip.is_some() || !self.is_kept() || self.aside == Some(Aside::Title) {
            return;
        }
        if self.pending_anchor.is_some() && !text.trim().is_empty() && !self.outline.in_heading() {
            self.pending_anchor = None;
        }
        if self.preformatted > 0 {
            self.outline.lines(text);
        } else {
            self.outline.text(text);
        }
    }

    /// Adds preformatted text that is not marked up.
    pub(super) fn code(&mut self, text: &str) {
        if self.skip.is_none() {
            self.outline.lines(text);
        }
    }

    /// Begins a section; without `anchor`, a link target just before names it.
    pub(super) fn open_heading(&mut self, level: u8, anchor: Option<String>) {
        let anchor = anchor.or(self.pending_anchor.take());
        self.outline.open_heading(level, anchor);
    }

    /// Whether text is being passed over.
    pub(super) fn is_passing_over(&self) -> bool {
        self.skip.is_some()
    }

    /// Ends any passing-over: in Markdown, an element left open ends with its block.
    pub(super) fn stop_skipping(&mut self) {
        self.skip = None;
    }

    fn event(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.begin_tag(name),
            CallbackEvent::AttributeName { name } if self.tag_role.has_attributes() => {
                self.attribute_name.clear();
                self.attribute_name.extend_from_slice(name);
            }
            CallbackEvent::AttributeValue { value } if self.tag_role.has_attributes() => {
                if let Some(slot) = self.attributes.slot(&self.attribute_name) {
                    *slot = Some(String::from_utf8_lossy(value).into_owned());
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => self.start_tag(self_closing),
            CallbackEvent::EndTag { name } => self.end_tag(name),
            CallbackEvent::String { value } => self.text(&String::from_utf8_lossy(value)),
            _ => {}
        }
    }

    fn begin_tag(&mut self, name: &[u8]) {
        self.tag_name.clear();
        self.tag_name.extend_from_slice(name);
        self.tag_role = Role::of(name);
        if self.tag_role.has_attributes() {
            self.attributes = Attributes::default();
        }
    }

    fn start_tag(&mut self, self_closing: bool) {
        let role = self.tag_role;
        if self.is_skipping(role) {
            return;
        }
        match role {
            Role::Unread => self.start_skip(self_closing, false),
            Role::Chrome if self.scope != Scope::Fragment => self.start_skip(false, true),
            Role::Link | Role::Heading(_) | Role::Image
                if self.attributes.aria_hidden.as_deref() == Some("true") =>
            {
                self.start_skip(role == Role::Image, false);
            }
            Role::Main | Role::Article if self.scope == Scope::Page => self.enter_region(role),
            Role::Title if self.scope != Scope::Fragment && self.page.title.is_none() => {
                self.aside = Some(Aside::Title);
            }
            Role::Root | Role::Meta | Role::Relation => self.read_head(role),
            Role::Heading(1) if !self.is_kept() => self.start_other_heading(),
            _ if self.is_kept() => self.start_content(role),
            _ => {}
        }
    }

    fn start_content(&mut self, role: Role) {
        match role {
            Role::Block | Role::Chrome | Role::Main | Role::Article => self.outline.line_break(),
            Role::Section => {
                self.outline.line_break();
                self.pending_anchor = self.attributes.target().or(self.pending_anchor.take());
            }
            Role::Cell => self.outline.space(),
            Role::Preformatted => {
                self.outline.line_break();
                self.preformatted += 1;
            }
            Role::Heading(level) => {
                let anchor = self.attributes.target();
                self.open_heading(level, anchor);
            }
            Role::Image => {
                if let Some(alt) = self.attributes.alt.take() {
                    self.outline.space();
                    self.outline.text(&alt);
                    self.outline.space();
                }
            }
            Role::Link => self.start_link(),
            _ => {}
        }
    }

    fn start_link(&mut self) {
        let target = self.attributes.target();
        if self.outline.in_heading() {
            if let Some(target) = &target {
                self.outline.name_heading(target);
            }
            self.heading_link = Some(self.outline.mark());
        } else if target.is_some() {
            self.pending_anchor = target;
        }
    }

    fn end_tag(&mut self, name: &[u8]) {
        let role = Role::of(name);
        if let Some(aside) = self.aside {
            let ended = match aside {
                Aside::Title => role == Role::Title,
                Aside::OtherHeading => role == Role::Heading(1),
            };
            if ended {
                self.aside = None;
            }
        }
        if self.end_skip(name) {
            return;
        }
        match role {
            Role::Main | Role::Article if role == self.region.role => {
                self.outline.line_break();
                self.region.depth = self.region.depth.saturating_sub(1);
            }
            _ if !self.is_kept() => {}
            Role::Block | Role::Section | Role::Chrome | Role::Main | Role::Article => {
                self.outline.line_break();
            }
            Role::Cell => self.outline.space(),
            Role::Preformatted => {
                self.outline.line_break();
                self.preformatted = self.preformatted.saturating_sub(1);
            }
            Role::Heading(_) => self.outline.close_heading(),
            Role::Link => {
                if let Some(mark) = self.heading_link.take() {
                    self.outline.rewind_symbols(mark);
                }
            }
            _ => {}
        }
    }

    fn is_kept(&self) -> bool {
        self.region.role == Role::Inline || self.region.depth > 0
    }

    /// Whether the start tag lies in something passed over.
    fn is_skipping(&mut self, role: Role) -> bool {
        let Some(skip) = &mut self.skip else {
            return false;
        };
        if role == Role::Main && skip.chrome {
            // Furniture cannot hold the main part: an end tag is missing.
            self.skip = None;
            return false;
        }
        if skip.name == self.tag_name {
            skip.depth += 1;
        }
        if role == Role::Heading(1) && skip.chrome {
            self.start_other_heading();
        }
        true
    }

    fn start_skip(&mut self, is_empty: bool, chrome: bool) {
        self.outline.space();
        if !is_empty {
            self.skip = Some(Skip {
                name: self.tag_name.clone(),
                depth: 1,
                chrome,
            });
        }
    }

    /// Whether the end tag lies in, or ends, something passed over.
    fn end_skip(&mut self, name: &[u8]) -> bool {
        let Some(skip) = &mut self.skip else {
            return false;
        };
        if skip.name == name {
            skip.depth -= 1;
            if skip.depth == 0 {
                self.skip = None;
            }
        }
        true
    }

    fn enter_region(&mut self, role: Role) {
        let is_narrower = role == Role::Main && self.region.role != Role::Main
            || role == Role::Article && self.region.role == Role::Inline;
        if is_narrower {
            let heading = self.outline.first_title();
            self.other_heading = self.other_heading.take().or(heading);
            self.outline.clear();
            self.preformatted = 0;
            self.region = Region { role, depth: 1 };
        } else if role == self.region.role {
            self.outline.line_break();
            self.region.depth += 1;
        }
    }

    fn start_other_heading(&mut self) {
        if self.other_heading.is_none() && self.scope != Scope::Fragment {
            self.aside = Some(Aside::OtherHeading);
        }
    }

    fn aside_text(&mut self, aside: Aside, text: &str) {
        let target = match aside {
            Aside::Title => &mut self.page.title,
            Aside::OtherHeading => &mut self.other_heading,
        };
        target.get_or_insert_default().push_str(text);
    }

    fn read_head(&mut self, role: Role) {
        if self.scope == Scope::Fragment {
            return;
        }
        let attributes = std::mem::take(&mut self.attributes);
        let is = |value: &Option<String>, name: &str| {
            value
                .as_deref()
                .is_some_and(|value| value.eq_ignore_ascii_case(name))
        };
        let (slot, value) = match role {
            Role::Root => (&mut self.page.language, attributes.lang),
            Role::Meta if is(&attributes.name, "description") => (
                &mut self.page.description,
                attributes.content.as_deref().map(one_line),
            ),
            Role::Relation if is(&attributes.rel, "canonical") => {
                (&mut self.page.canonical, attributes.href)
            }
            _ => return,
        };
        *slot = slot
            .take()
            .or(value)
            .filter(|value| !value.trim().is_empty());
    }
}

/// The article's own heading; else a heading elsewhere that `<title>` repeats (with the
/// site's name after it); else `<title>`; else the heading elsewhere.
fn choose_title(
    title: Option<String>,
    heading: Option<String>,
    other_heading: Option<String>,
) -> Option<String> {
    let clean = |text: Option<String>| {
        text.map(|text| one_line(&text))
            .filter(|text| !text.is_empty())
    };
    let (title, other) = (clean(title), clean(other_heading));
    match (clean(heading), title, other) {
        (Some(heading), _, _) => Some(heading),
        (None, Some(title), Some(other)) if title.contains(&other) => Some(other),
        (None, title, other) => title.or(other),
    }
}

#[cfg(test)]
#[path = "html_tests.rs"]
mod tests;
