//! What of an article goes through the model: its title before every chunk of its text.

use super::embedder::{Chunking, Text};
use helpdex::Document;

/// UTF-8 bytes of text a token takes at most, over any stretch that matters.
const TOKEN_BYTES: usize = 12;

/// The text to embed of an article.
pub(super) fn passage(document: &Document, prefix: &str, chunking: Chunking) -> Text {
    let mut head = format!("{prefix}{}", document.title);
    for question in &document.also_asked_as {
        head.push('\n');
        head.push_str(question);
    }
    let most = chunking.chunks * chunking.tokens * TOKEN_BYTES;
    let mut body = String::new();
    for section in &document.sections {
        for text in [&section.heading, &section.text] {
            if !text.is_empty() && body.len() < most {
                body.push('\n');
                body.push_str(text);
            }
        }
    }
    body.truncate(body.floor_char_boundary(most));
    Text { head, body }
}

/// The text to embed of a word.
pub(super) fn word(surface: &str, prefix: &str) -> Text {
    Text {
        head: format!("{prefix}{surface}"),
        body: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use helpdex::Section;

    #[test]
    fn the_title_leads_and_the_text_is_bounded() {
        let section = |heading: &str, text: &str| Section {
            heading: heading.into(),
            text: text.into(),
            ..Section::default()
        };
        let document = Document {
            title: "Reset".into(),
            also_asked_as: vec!["Forgot it".into()],
            sections: vec![section("", "First."), section("How", &"ż".repeat(9000))],
            ..Document::default()
        };
        let chunking = Chunking {
            chunks: 1,
            tokens: 128,
        };
        let text = passage(&document, "passage: ", chunking);
        assert_eq!(text.head, "passage: Reset\nForgot it");
        assert!(text.body.starts_with("\nFirst.\nHow\nżż"));
        assert!((1535..=1536).contains(&text.body.len()));
    }
}
