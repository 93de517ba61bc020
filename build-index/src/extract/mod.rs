//! From the text of one article to the sections that are indexed.
//!
//! * [`markdown`] and [`html`] turn a body into [`Section`]s of plain text.
//! * [`body`] turns the same bodies into what the reader shows.
//! * [`front_matter`] reads the keys before a Markdown body.
//! * [`marks`] finds its links, images, headings and identifiers, with their places.
//! * [`anchors`] makes the fragment identifiers of headings that state none.
//! * `outline` collects headings and text; both extractors write to it, so that
//!   HTML inside Markdown follows the same rules as an HTML page.
//!
//! Nothing here reads a file or can fail, except for front matter that is not
//! valid YAML or TOML.

pub mod anchors;
pub mod body;
mod elements;
pub mod front_matter;
pub mod html;
pub mod markdown;
pub mod marks;
mod outline;

use helpdex::document::Section;

/// Whether `c` separates words: Unicode white space, and control characters,
/// which would otherwise reach titles and rows as invisible text.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// `text` on one line: runs of white space become one space, ends are trimmed.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// The first level-1 heading of an article, used as its title when none is stated.
pub fn first_heading(sections: &[Section]) -> Option<&str> {
    sections
        .iter()
        .find(|section| section.level == 1)
        .map(|section| section.heading.as_str())
}

/// Removes a level-1 heading that opens the body and only repeats `title`
/// (case is ignored); its text becomes the part before the first heading.
pub fn drop_repeated_title(sections: &mut Vec<Section>, title: &str) {
    let Some(first) = sections.first_mut() else {
        return;
    };
    if first.level != 1 || first.heading.to_lowercase() != title.to_lowercase() {
        return;
    }
    if first.text.is_empty() {
        sections.remove(0);
    } else {
        first.heading.clear();
        first.anchor.clear();
        first.level = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(level: u8, heading: &str, text: &str) -> Section {
        Section {
            heading: heading.into(),
            level,
            anchor: anchors::slug(heading),
            text: text.into(),
        }
    }

    #[test]
    fn one_line_collapses_every_kind_of_space() {
        for (text, expected) in [
            ("", ""),
            ("  a \t\n b ", "a b"),
            ("a\u{a0}\u{3000}b", "a b"),
            ("a\u{1f}b\u{0}", "a b"),
            ("日本語", "日本語"),
        ] {
            assert_eq!(one_line(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_repeated_title_is_dropped_and_another_kept() {
        let mut sections = vec![
            section(1, "Reset PASSWORD", "Text."),
            section(2, "More", "x"),
        ];
        drop_repeated_title(&mut sections, "Reset password");
        assert_eq!(sections[0], section(0, "", "Text."));
        assert_eq!(sections.len(), 2);

        let mut sections = vec![section(1, "Title", ""), section(2, "More", "x")];
        drop_repeated_title(&mut sections, "Title");
        assert_eq!(sections, vec![section(2, "More", "x")]);

        let mut sections = vec![section(1, "Overview", "x")];
        drop_repeated_title(&mut sections, "Title");
        assert_eq!(sections, vec![section(1, "Overview", "x")]);
        assert_eq!(first_heading(&sections), Some("Overview"));
    }
}
