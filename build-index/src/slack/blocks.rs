//! Messages in Slack's Block Kit.

use super::texts::text;
use crate::search::AnswerHit;
use serde_json::{Value, json};

/// Most characters of a snippet.
const SNIPPET_CHARACTERS: usize = 300;
/// Most characters of a title or of a question that is repeated.
const LINE_CHARACTERS: usize = 150;
/// Most characters of a button's value, by Slack's rules.
const VALUE_CHARACTERS: usize = 2_000;

/// What a button remembers of the question that it stands below.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// Id of the query's row.
    pub(super) query: String,
    /// Language of the answer.
    pub(super) lang: String,
    /// Id of the article that was shown first; empty if there was none.
    pub(super) article: String,
}

/// Escapes what Slack reads as markup.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// At most so many characters, in one line.
pub(super) fn line(text: &str, characters: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(characters) {
        Some((end, _)) => format!("{}\u{2026}", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// What a person asked, to be repeated.
pub(super) fn question(text: &str) -> String {
    escaped(&line(text, LINE_CHARACTERS))
}

/// A title that leads to its article, where Slack can follow the address.
pub(super) fn link(url: &str, title: &str) -> String {
    let title = question(title);
    let is_absolute = url.starts_with("https://") || url.starts_with("http://");
    if !is_absolute || url.contains(char::is_whitespace) {
        return format!("*{title}*");
    }
    format!("<{}|{title}>", escaped(url).replace('|', "%7C"))
}

/// A paragraph of Slack's markup.
pub(super) fn section(markup: &str) -> Value {
    json!({ "type": "section", "text": { "type": "mrkdwn", "text": markup } })
}

/// A result with its passage.
pub(super) fn hit(hit: &AnswerHit) -> Value {
    let anchor = match hit.anchor.as_str() {
        "" => String::new(),
        anchor => format!("#{anchor}"),
    };
    let title = link(&format!("{}{anchor}", hit.url), &hit.title);
    let snippet = escaped(&line(&hit.snippet, SNIPPET_CHARACTERS));
    section(format!("{title}\n{snippet}").trim_end())
}

/// The buttons below an answer.
pub(super) fn buttons(asked: &Asked) -> Value {
    let mut value = json!(asked).to_string();
    if value.chars().count() > VALUE_CHARACTERS {
        let without = Asked {
            article: String::new(),
            ..asked.clone()
        };
        value = json!(without).to_string();
    }
    let button = |action: &str| {
        let label = text(&asked.lang, action, &[]);
        json!({ "type": "button", "action_id": action, "value": value, "text": { "type": "plain_text", "text": label } })
    };
    json!({ "type": "actions", "elements": [button("solved"), button("not_solved")] })
}

/// A message for one person. `text` is what notifications show.
pub(super) fn message(text: &str, blocks: Vec<Value>) -> Value {
    json!({ "response_type": "ephemeral", "text": text, "blocks": blocks })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        assert_eq!(
            question("<!channel> & <@U1>"),
            "&lt;!channel&gt; &amp; &lt;@U1&gt;"
        );
        assert_eq!(
            link("https://x.example/a|b?c&d>e", "A > B | <c>"),
            "<https://x.example/a%7Cb?c&amp;d&gt;e|A &gt; B | &lt;c&gt;>"
        );
        assert_eq!(link("/relative", "T"), "*T*");
        assert_eq!(link("javascript:alert(1)", "T"), "*T*");
    }

    #[test]
    fn a_buttons_value_is_short_enough_for_slack() {
        let asked = Asked {
            query: "q".into(),
            lang: "en".into(),
            article: "\"".repeat(1500),
        };
        let buttons = buttons(&asked);
        let value = buttons["elements"][0]["value"].as_str().unwrap();
        assert_eq!(
            serde_json::from_str::<Asked>(value).unwrap(),
            Asked {
                article: String::new(),
                ..asked
            }
        );
    }
}
