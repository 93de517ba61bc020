//! What of an article goes through the model: its title before every chunk of its text.

use super::embedder::Chunk;
use helpdex::Document;
use std::collections::BTreeSet;

/// More lines than this make the vectors of words no better.
const MOST_LINES: usize = 20_000;

/// The chunks to embed of an article: at most `chunks`, of `tokens` tokens each.
pub(super) fn passage(
    document: &Document,
    prefix: &str,
    chunks: usize,
    tokens: usize,
) -> Vec<Chunk> {
    let mut head = format!("{prefix}{}", document.title);
    for question in &document.also_asked_as {
        head.push('\n');
        head.push_str(question);
    }
    let sections = document.sections.iter();
    let texts = sections.flat_map(|section| [section.heading.as_str(), &section.text]);
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    Chunk::of(&head, &texts.join("\n"), chunks, tokens)
}

/// The chunk to embed of a word or a line.
pub(super) fn line(text: &str, prefix: &str) -> Chunk {
    Chunk::whole(format!("{prefix}{text}"))
}

/// Titles and headings, each once: short texts that say what they are about, as questions do.
pub(super) fn lines<'d>(documents: &[&'d Document]) -> Vec<&'d str> {
    let lines = documents.iter().flat_map(|document| {
        let titles = std::iter::once(&document.title).chain(&document.also_asked_as);
        titles.chain(document.sections.iter().map(|section| &section.heading))
    });
    let mut seen = BTreeSet::new();
    let lines = lines.map(String::as_str);
    lines
        .filter(|line| !line.is_empty() && seen.insert(*line))
        .take(MOST_LINES)
        .collect()
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
        let chunks = passage(&document, "passage: ", 2, 128);
        assert_eq!(chunks[0].head, "passage: Reset\nForgot it");
        assert!(chunks[0].body.starts_with("First.\nHow\nżż"));
        let lengths: Vec<usize> = chunks.iter().map(|chunk| chunk.body.len()).collect();
        assert!((1535..=1536).contains(&lengths[0]) && (3071..=3072).contains(&lengths[1]));
        let more = passage(&document, "passage: ", 4, 128);
        assert_eq!((more.len(), &more[..2]), (4, &chunks[..]));
        let short = Document {
            title: "Short".into(),
            ..Document::default()
        };
        assert_eq!(passage(&short, "", 4, 128).len(), 1);
    }
}
