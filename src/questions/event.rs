//! Something that was done with the results, before it is a row.

use super::redact::redact_to;
use super::schema::{ACTIONS, HelpAttributes};

/// Longest comment, in characters, after redaction.
pub const MAX_COMMENT: usize = 1_000;
/// Longest id and other short text, in characters.
pub const MAX_SHORT: usize = 128;

/// An event to be queued.
#[derive(Debug, Clone, Default)]
pub struct Event<'a> {
    /// One of [`ACTIONS`].
    pub action: &'a str,
    /// The query it followed from; empty if none.
    pub query_id: &'a str,
    /// Place of the article in the list that it was chosen from, from 1; 0 if there was none.
    pub position: u32,
    /// The rest. The comment is redacted before anything keeps it.
    pub help: HelpAttributes,
}

/// An opened result, to be queued.
#[derive(Debug, Clone, Copy, Default)]
pub struct Click<'a> {
    /// The query whose list it was opened from.
    pub query_id: &'a str,
    /// Id of the article.
    pub article_id: &'a str,
    /// Place in the list, from 1.
    pub position: u32,
}

impl<'a> From<Click<'a>> for Event<'a> {
    fn from(click: Click<'a>) -> Self {
        Self {
            action: "result_click",
            query_id: click.query_id,
            position: click.position,
            help: HelpAttributes {
                article_id: Some(click.article_id.to_owned()),
                ..HelpAttributes::default()
            },
        }
    }
}

/// What an action is about, as `message_type` says it; `None` if it is none of [`ACTIONS`].
pub fn message_type(action: &str) -> Option<&'static str> {
    if !ACTIONS.contains(&action) {
        return None;
    }
    Some(match action.split('_').next().unwrap_or_default() {
        "article" if action == "article_feedback" => "FEEDBACK",
        "article" => "ARTICLE",
        "route" | "contact" => "CONTACT",
        "tree" => "TREE",
        "survey" => "SURVEY",
        "widget" => "ERROR",
        _ => "RESULT",
    })
}

/// The details as they may be kept: short, and the comment redacted. Empty texts are left out.
pub fn bounded(help: HelpAttributes) -> HelpAttributes {
    let cut = |text: Option<String>| {
        text.filter(|text| !text.is_empty())
            .map(|text| short(&text))
    };
    let comment = help.comment.filter(|text| !text.trim().is_empty());
    HelpAttributes {
        article_id: cut(help.article_id),
        solved: cut(help.solved),
        reason: cut(help.reason),
        comment: comment.map(|text| redact_to(&text, MAX_COMMENT).text),
        dwell_s: help.dwell_s,
        channel: cut(help.channel),
        rank: cut(help.rank),
        cell: cut(help.cell),
        tree_id: cut(help.tree_id),
        step_id: cut(help.step_id),
        outcome: cut(help.outcome),
        instrument: cut(help.instrument),
        score: help.score,
        code: cut(help.code),
    }
}

/// The variable texts of the details, for counting their bytes.
pub fn texts(help: &HelpAttributes) -> [Option<&str>; 12] {
    [
        &help.article_id,
        &help.solved,
        &help.reason,
        &help.comment,
        &help.channel,
        &help.rank,
        &help.cell,
        &help.tree_id,
        &help.step_id,
        &help.outcome,
        &help.instrument,
        &help.code,
    ]
    .map(Option::as_deref)
}

/// At most [`MAX_SHORT`] characters of `text`.
pub fn short(text: &str) -> String {
    text.chars().take(MAX_SHORT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_a_message_type() {
        let types: Vec<_> = ACTIONS.into_iter().map(message_type).collect();
        assert!(types.iter().all(Option::is_some));
        assert_eq!(message_type("article_feedback"), Some("FEEDBACK"));
        assert_eq!(message_type("route_offer"), Some("CONTACT"));
        assert_eq!(message_type("suggestion_click"), Some("RESULT"));
        assert_eq!(message_type("article_printed"), None);
    }

    #[test]
    fn comments_are_redacted_and_cut() {
        let help = HelpAttributes {
            comment: Some(format!("I am ann@example.com {}", "x y ".repeat(1_000))),
            reason: Some(String::new()),
            ..HelpAttributes::default()
        };
        let kept = bounded(help);
        let comment = kept.comment.unwrap();
        assert!(comment.starts_with("I am [email] x y"));
        assert_eq!(comment.chars().count(), MAX_COMMENT);
        assert_eq!(kept.reason, None);
    }
}
