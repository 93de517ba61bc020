//! The sections of an article while they are being collected.

use helpdex::document::Section;

use super::anchors::Anchors;
use super::is_space;

/// What separates the next word from the text before it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Break,
}

/// A place in a heading to which [`Outline::rewind`] can return.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    length: usize,
    gap: Gap,
}

/// Collects headings and text as an extractor meets them. White space is collapsed,
/// blocks are separated by one `'\n'`, and no text begins or ends with a separator.
#[derive(Debug, Default)]
pub(super) struct Outline {
    done: Vec<Section>,
    current: Section,
    anchors: Anchors,
    gap: Gap,
    in_heading: bool,
}

impl Outline {
    /// Adds inline text.
    pub(super) fn text(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let word_end = rest.find(is_space).unwrap_or(rest.len());
            let (word, after) = rest.split_at(word_end);
            if !word.is_empty() {
                self.word(word);
            }
            rest = after.trim_start_matches(is_space);
            if rest.len() < after.len() {
                self.space();
            }
        }
    }

    /// Adds preformatted text: each line stays a line.
    pub(super) fn lines(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.line_break();
            }
            self.text(line);
        }
    }

    /// Separates what follows from what came before, as another word.
    pub(super) fn space(&mut self) {
        self.gap = self.gap.max(Gap::Space);
    }

    /// Separates what follows from what came before, as another block.
    pub(super) fn line_break(&mut self) {
        self.gap = Gap::Break;
    }

    fn word(&mut self, word: &str) {
        let target = if self.in_heading {
            &mut self.current.heading
        } else {
            &mut self.current.text
        };
        match self.gap {
            _ if target.is_empty() => {}
            Gap::None => {}
            Gap::Break if !self.in_heading => target.push('\n'),
            Gap::Space | Gap::Break => target.push(' '),
        }
        self.gap = Gap::None;
        target.push_str(word);
    }

    /// Begins a section. `anchor` is the identifier the article states, if any.
    pub(super) fn open_heading(&mut self, level: u8, anchor: Option<String>) {
        self.close_heading();
        self.end_section();
        self.current.level = level;
        self.current.anchor = anchor.unwrap_or_default();
        self.in_heading = true;
        self.gap = Gap::None;
    }

    /// States the identifier of the heading that is open, unless it has one.
    pub(super) fn name_heading(&mut self, anchor: &str) {
        if self.in_heading && self.current.anchor.is_empty() {
            self.current.anchor = anchor.to_owned();
        }
    }

    /// Ends the heading; what follows is the section's text.
    pub(super) fn close_heading(&mut self) {
        if !self.in_heading {
            return;
        }
        self.in_heading = false;
        self.gap = Gap::None;
        if self.current.heading.is_empty() {
            self.rejoin_previous();
        } else if self.current.anchor.is_empty() {
            self.current.anchor = self.anchors.for_heading(&self.current.heading);
        } else {
            self.anchors.reserve(&self.current.anchor);
        }
    }

    /// Whether a heading is open.
    pub(super) fn in_heading(&self) -> bool {
        self.in_heading
    }

    /// The present place in the heading that is open.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            length: self.current.heading.len(),
            gap: self.gap,
        }
    }

    /// Removes the heading's text after `mark` unless it holds a letter or digit:
    /// the `#` or `¶` of a link to the heading itself.
    pub(super) fn rewind_symbols(&mut self, mark: Mark) {
        let added = self.current.heading.get(mark.length..).unwrap_or_default();
        if self.in_heading && !added.chars().any(char::is_alphanumeric) {
            self.current.heading.truncate(mark.length);
            self.gap = mark.gap;
        }
    }

    /// The first level-1 heading so far.
    pub(super) fn first_title(&self) -> Option<String> {
        let sections = self.done.iter().chain([&self.current]);
        sections
            .filter(|section| section.level == 1)
            .map(|section| section.heading.clone())
            .next()
    }

    /// Forgets everything collected.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The sections in document order. Parts without heading and text are left out.
    pub(super) fn finish(mut self) -> Vec<Section> {
        self.close_heading();
        self.end_section();
        self.done
    }

    fn end_section(&mut self) {
        let section = std::mem::take(&mut self.current);
        if section.level > 0 || !section.text.is_empty() {
            self.done.push(section);
        }
    }

    /// A heading without text heads nothing: what follows belongs to the section before.
    fn rejoin_previous(&mut self) {
        self.current = self.done.pop().unwrap_or_default();
        self.gap = Gap::Break;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn space_is_collapsed_and_blocks_are_lines() {
        let mut outline = Outline::default();
        outline.line_break();
        outline.text("  one\t two");
        outline.text("-half ");
        outline.text(" three\n");
        outline.line_break();
        outline.space();
        outline.lines("\ncode  1\n\ncode 2\n");
        let sections = outline.finish();
        assert_eq!(sections.len(), 1);
        assert_eq!(sections[0].text, "one two-half three\ncode 1\ncode 2");
    }

    #[test]
    fn an_empty_heading_joins_its_neighbours() {
        let mut outline = Outline::default();
        outline.text("before");
        outline.open_heading(2, None);
        outline.close_heading();
        outline.text("after");
        outline.open_heading(3, Some("x".into()));
        outline.text("Real");
        let sections = outline.finish();
        assert_eq!(sections.len(), 2);
        assert_eq!(sections[0].text, "before\nafter");
        assert_eq!(
            (
                sections[1].heading.as_str(),
                sections[1].anchor.as_str(),
                sections[1].level
            ),
            ("Real", "x", 3)
        );
    }

    #[test]
    fn only_symbols_are_rewound() {
        let mut outline = Outline::default();
        outline.open_heading(2, None);
        outline.text("C# basics ");
        let mark = outline.mark();
        outline.text("¶");
        outline.rewind_symbols(mark);
        let mark = outline.mark();
        outline.text("link");
        outline.rewind_symbols(mark);
        assert_eq!(outline.finish()[0].heading, "C# basics link");
    }
}
