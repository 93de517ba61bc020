//! Markdown bodies to sections of plain text.
//!
//! CommonMark with GitHub's tables, footnotes, strike-through, task lists and alerts,
//! and `{#id}` after a heading. Link text, image descriptions and code are kept, link
//! targets are not. HTML in the body passes through the HTML extractor.

use helpdex::document::Section;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use super::html::{Scope, Walker};

/// Extracts the sections of a Markdown body (without front matter).
pub fn sections(markdown: &str) -> Vec<Section> {
    let mut reader = Reader {
        walker: Walker::new(Scope::Fragment),
        html_block: None,
        in_code: false,
        skips_inline: false,
        heading_suffix: String::new(),
    };
    for event in Parser::new_ext(markdown, options()) {
        reader.event(event);
    }
    reader.walker.outline.finish()
}

pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_HEADING_ATTRIBUTES
}

struct Reader {
    walker: Walker,
    /// The lines of the HTML block being read: a tag may span several.
    html_block: Option<String>,
    in_code: bool,
    /// An inline element that is not read is open: it ends with its paragraph, since
    /// authors write `<template>` when they mean the word.
    skips_inline: bool,
    heading_suffix: String,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) if self.in_code => self.walker.code(&text),
            Event::Text(text) | Event::Code(text) => self.walker.text(&text),
            Event::InlineHtml(html) => {
                let was_passing_over = self.walker.is_passing_over();
                self.walker.feed(&html);
                self.skips_inline |= !was_passing_over && self.walker.is_passing_over();
            }
            Event::Html(html) => match &mut self.html_block {
                Some(block) => block.push_str(&html),
                None => self.walker.feed(&html),
            },
            Event::SoftBreak => self.walker.outline.space(),
            Event::HardBreak | Event::Rule => self.walker.outline.line_break(),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading {
                level,
                id,
                classes,
                attrs,
            } => {
                self.walker.stop_skipping();
                self.heading_suffix = braces(&id, &classes, &attrs);
                let anchor = id.map(|id| id.to_string());
                self.walker.open_heading(level as u8, anchor);
            }
            Tag::HtmlBlock => self.html_block = Some(String::new()),
            Tag::CodeBlock(_) => {
                self.in_code = true;
                self.walker.outline.line_break();
            }
            Tag::TableCell | Tag::Image { .. } => self.walker.outline.space(),
            tag if is_inline(&tag.to_end()) => {}
            _ => self.walker.outline.line_break(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if self.skips_inline && !is_inline(&tag) {
            self.skips_inline = false;
            self.walker.stop_skipping();
        }
        match tag {
            TagEnd::Heading(_) => {
                let suffix = std::mem::take(&mut self.heading_suffix);
                self.walker.text(&suffix);
                self.walker.stop_skipping();
                self.walker.outline.close_heading();
            }
            TagEnd::HtmlBlock => {
                if let Some(block) = self.html_block.take() {
                    self.walker.outline.line_break();
                    self.walker.feed(&block);
                    self.walker.outline.line_break();
                }
            }
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.walker.outline.line_break();
            }
            TagEnd::TableCell | TagEnd::Image => self.walker.outline.space(),
            tag if is_inline(&tag) => {}
            _ => self.walker.outline.line_break(),
        }
    }
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

/// Braces after a heading that state neither identifier nor class are part of its text:
/// `## Greeting with {name}`.
pub(super) fn braces(
    id: &Option<CowStr<'_>>,
    classes: &[CowStr<'_>],
    attributes: &[(CowStr<'_>, Option<CowStr<'_>>)],
) -> String {
    match attributes {
        [(name, None)] if id.is_none() && classes.is_empty() => format!(" {{{name}}}"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(markdown: &str, expected: &[&str]) {
        let written: Vec<String> = sections(markdown)
            .iter()
            .map(|section| {
                let text = section.text.replace('\n', " / ");
                match section.level {
                    0 => text,
                    level => format!("{level} {} #{} | {text}", section.heading, section.anchor),
                }
            })
            .collect();
        assert_eq!(written, expected, "{markdown}");
    }

    #[test]
    fn blocks_are_lines() {
        check("One\ntwo\n\nthree  \nfour", &["One two / three / four"]);
        check("- a\n- b\n  1. c\n\n> d", &["a / b / c / d"]);
        check("a\n\n---\n\nb", &["a / b"]);
        check("```sh\nnpm  i\n\nrun\n```\nafter", &["npm i / run / after"]);
        check("    indented\n", &["indented"]);
        check("", &[]);
    }

    #[test]
    fn inline_text_is_kept_and_targets_are_not() {
        check(
            "See [the *guide*](https://x.example/y \"t\").",
            &["See the guide."],
        );
        check("A ![round icon](a.png) here", &["A round icon here"]);
        check(
            "`user_id` and **bold**ness, ~~gone~~",
            &["user_id and boldness, gone"],
        );
        check("&lt;tag&gt; &amp; \\*", &["<tag> & *"]);
    }

    #[test]
    fn github_extensions_are_read() {
        check("|Key|Use|\n|-|-|\n|F5|re`load`|", &["Key Use / F5 reload"]);
        check("Text[^1].\n\n[^1]: Note.", &["Text. / Note."]);
        check("- [x] done\n- [ ] open", &["done / open"]);
        check("> [!NOTE]\n> Mind this.", &["Mind this."]);
    }

    #[test]
    fn headings_open_sections() {
        check(
            "lead\n\n# Top\nx\n\n### Use `git`\ny\n\nSetext\n---\nz",
            &[
                "lead",
                "1 Top #top | x",
                "3 Use git #use-git | y",
                "2 Setext #setext | z",
            ],
        );
        check("## Price {#price .wide}\nx", &["2 Price #price | x"]);
        check("## Dear {name}\nx", &["2 Dear {name} #dear-name | x"]);
        check(
            "## Note\n## Note",
            &["2 Note #note | ", "2 Note #note-1 | "],
        );
        check("#\ntext", &["text"]);
    }

    #[test]
    fn html_passes_through_the_html_extractor() {
        check(
            "<div\n class=a><p>In &amp; out</p></div>\n\nafter",
            &["In & out / after"],
        );
        check(
            "Press <kbd>Ctrl</kbd>+<kbd>C</kbd><br>now",
            &["Press Ctrl+C / now"],
        );
        check(
            "<details>\n<summary>More</summary>\n\n*inner*\n\n</details>",
            &["More / inner"],
        );
        check("<aside>\n\nCall-out\n\n</aside>", &["Call-out"]);
        check("<h2 id=x>Raw</h2>\n\ntext", &["2 Raw #x | text"]);
        check("<a name=\"x\"></a>\n\n## Foo\n\ntext", &["2 Foo #x | text"]);
        check("a <!-- no --> b\n\n<!-- no\n\nno -->\nc", &["a b / c"]);
        check("<script>\nno\n\nno\n</script>\nyes", &["yes"]);
        check("<style>no</style>\n\nyes", &["yes"]);
    }

    #[test]
    fn an_element_left_open_hides_no_more_than_its_block() {
        check("Use <template> as it is.\n\nNext.", &["Use / Next."]);
        check("<svg>\n\n## Next\n\ntext", &["2 Next #next | text"]);
    }
}
