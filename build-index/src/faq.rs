//! Frequent questions with their answers: the list that `<help-faq>` shows, and the same as HTML
//! that a server can put into a page, for people and crawlers without JavaScript.

pub(crate) mod html;

use crate::publish::INCLUDE_MARK;
use crate::source::Article;
use helpdex::document::{Document, Section};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Most paragraphs of an article that stand as its answer.
const MAX_PARAGRAPHS: usize = 3;
/// An answer ends with the paragraph that reaches so many characters.
const ENOUGH_CHARACTERS: usize = 300;

/// A question with the beginning of the article that answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Id of the article.
    pub id: String,
    /// Where the whole answer is.
    pub url: String,
    /// The question: the article's title.
    pub title: String,
    /// The answer as nodes: texts, or `[tag, attributes or 0, …nodes]`.
    pub answer: Value,
}

impl Entry {
    /// The entry of an article.
    pub fn of(article: &Article) -> Self {
        let document = &article.document;
        Self {
            id: document.id.clone(),
            url: document.url.clone(),
            title: document.title.clone(),
            answer: answer_of(document),
        }
    }
}

/// The first paragraphs of an article as nodes: those before its first sub-heading or, if there are
/// none, below it.
fn answer_of(document: &Document) -> Value {
    let texts = document
        .sections
        .iter()
        .map(|section: &Section| section.text.as_str());
    let text = texts
        .into_iter()
        .find(|text| !text.trim().is_empty())
        .unwrap_or_default();
    let mut paragraphs = Vec::new();
    let mut characters = 0;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if paragraphs.len() == MAX_PARAGRAPHS || characters >= ENOUGH_CHARACTERS {
            break;
        }
        characters += line.chars().count();
        paragraphs.push(json!(["p", 0, line]));
    }
    Value::Array(paragraphs)
}

/// Name of a language's page for servers to include. It stays the same, so that a server's
/// configuration can name it; it is replaced as a whole when the manifest is.
pub fn page_name(language: &str) -> String {
    format!("faq-{language}.html")
}

/// The questions as HTML for servers to include in a page: one `<details>` each, which the
/// browser opens without a script. `json_ld` adds schema.org's `FAQPage` with the same texts.
pub fn page(entries: &[Entry], language: &str, json_ld: bool) -> String {
    let mut page = INCLUDE_MARK.to_owned();
    page.push_str("<div class=\"help-faq\" dir=\"auto\"");
    html::attribute(&mut page, "lang", language);
    page.push_str(">\n");
    for entry in entries {
        page.push_str("<details>\n<summary>");
        html::text(&mut page, &entry.title);
        page.push_str("</summary>\n");
        html::nodes(&mut page, &entry.answer);
        page.push_str("\n<p><a");
        html::attribute(&mut page, "href", html::link(&entry.url));
        page.push('>');
        html::text(&mut page, &entry.title);
        page.push_str("</a></p>\n</details>\n");
    }
    page.push_str("</div>\n");
    if json_ld {
        page.push_str(&json_ld_script(entries));
    }
    page
}

fn json_ld_script(entries: &[Entry]) -> String {
    let question = |entry: &Entry| {
        json!({
            "@type": "Question",
            "name": entry.title,
            "acceptedAnswer": { "@type": "Answer", "text": html::text_of(&entry.answer) },
        })
    };
    let questions: Vec<Value> = entries.iter().map(question).collect();
    let data =
        json!({ "@context": "https://schema.org", "@type": "FAQPage", "mainEntity": questions });
    // `</script>` and `<!--` in a text would end the element, or change how it is read.
    let data = data.to_string().replace('<', "\\u003c");
    format!("<script type=\"application/ld+json\">{data}</script>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str, url: &str, answer: Value) -> Entry {
        Entry {
            id: "a".into(),
            url: url.into(),
            title: title.into(),
            answer,
        }
    }

    #[test]
    fn a_page_works_without_a_script() {
        let answer = json!([["p", 0, "Within ", ["strong", 0, "14"], " days."]]);
        assert_eq!(
            page(
                &[entry("Refunds?", "/refunds?a=1&b=2", answer)],
                "pt-br",
                false
            ),
            "<!-- Written by helpdex build -->\n<div class=\"help-faq\" dir=\"auto\" lang=\"pt-br\">\n<details>\n\
             <summary>Refunds?</summary>\n<p>Within <strong>14</strong> days.</p>\n\
             <p><a href=\"/refunds?a=1&amp;b=2\">Refunds?</a></p>\n</details>\n</div>\n"
        );
    }

    #[test]
    fn structured_data_says_what_is_visible() {
        let answer = json!([["p", 0, "One ", ["em", 0, "two"]], ["p", 0, "Three"]]);
        let page = page(&[entry("</script><b>", "/x", answer)], "en", true);
        let (_, data) = page.split_once("application/ld+json\">").unwrap();
        let (data, _) = data.split_once("</script>").unwrap();
        let data: Value = serde_json::from_str(data).unwrap();
        let question = &data["mainEntity"][0];
        assert_eq!(question["name"], "</script><b>");
        assert_eq!(question["acceptedAnswer"]["text"], "One two\nThree");
        assert_eq!(page.matches("</script>").count(), 1);
    }

    #[test]
    fn an_answer_is_the_beginning_of_its_article() {
        let section = |text: &str| Section {
            text: text.into(),
            ..Section::default()
        };
        let answer = |texts: &[&str]| {
            answer_of(&Document {
                sections: texts.iter().map(|text| section(text)).collect(),
                ..Document::default()
            })
        };
        assert_eq!(
            answer(&["", "a\n\nb", "c"]),
            json!([["p", 0, "a"], ["p", 0, "b"]])
        );
        assert_eq!(
            answer(&["a\nb\nc\nd"]).as_array().unwrap().len(),
            MAX_PARAGRAPHS
        );
        let long = "x".repeat(ENOUGH_CHARACTERS);
        assert_eq!(
            answer(&[&format!("{long}\nb")]).as_array().unwrap().len(),
            1
        );
        assert_eq!(answer(&[]), json!([]));
    }
}
