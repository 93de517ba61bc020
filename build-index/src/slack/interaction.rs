//! Buttons and shortcuts: what a person does with an answer, or with a thread.

use super::blocks::{Asked, escaped, link, message, section};
use super::events::Vote;
use super::texts::text;
use super::{Slack, draft, thread};
use crate::publish::ListKind;
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// The message shortcut of the app's manifest.
const SAVE_DRAFT: &str = "save_draft";

/// Does what a payload asks for. Kinds of payloads that are not known are passed over.
///
/// # Errors
/// Slack cannot be reached, or a draft cannot be written.
pub(super) fn follow(slack: &Slack, payload: &Value) -> Result<()> {
    match payload["type"].as_str() {
        Some("block_actions") => voted(slack, payload),
        Some("message_action") if payload["callback_id"] == SAVE_DRAFT => saved(slack, payload),
        _ => Ok(()),
    }
}

fn person(payload: &Value) -> String {
    let id = |key: &str| payload[key]["id"].as_str().unwrap_or_default();
    format!("{}/{}", id("team"), id("user"))
}

fn response_url(payload: &Value) -> Result<&str> {
    payload["response_url"]
        .as_str()
        .context("a payload without response_url")
}

/// "Solved" or "Not solved": the message is replaced by what follows from it.
fn voted(slack: &Slack, payload: &Value) -> Result<()> {
    let action = &payload["actions"][0];
    let is_solved = match action["action_id"].as_str() {
        Some("solved") => true,
        Some("not_solved") => false,
        // A link was followed, or the button is another app's.
        _ => return Ok(()),
    };
    let value = action["value"].as_str().unwrap_or_default();
    let asked: Asked = serde_json::from_str(value).unwrap_or_default();
    let mut reply = if is_solved {
        thanks(&asked)
    } else {
        people(slack, &asked)
    };
    reply["replace_original"] = json!(true);
    if let Some(events) = &slack.events {
        events.voted(&Vote {
            person: &person(payload),
            asked: &asked,
            is_solved,
        });
    }
    slack.web.respond(response_url(payload)?, &reply)
}

fn thanks(asked: &Asked) -> Value {
    let thanks = text(&asked.lang, "thanks", &[]);
    message(&thanks, vec![section(&thanks)])
}

fn people(slack: &Slack, asked: &Asked) -> Value {
    let sorry = text(&asked.lang, "sorry", &[]);
    let mut blocks = vec![section(&sorry)];
    let channels = channels(slack, &asked.lang);
    if !channels.is_empty() {
        let people = text(&asked.lang, "people", &[]);
        blocks.push(section(&format!("{people}\n{}", channels.join("\n"))));
    }
    message(&sorry, blocks)
}

/// The bundle's ways to reach a person, those that Slack can show.
fn channels(slack: &Slack, lang: &str) -> Vec<String> {
    let contact = slack
        .library
        .list(lang, ListKind::Contact)
        .unwrap_or_default();
    let channels = contact["channels"].as_object().into_iter().flatten();
    let line = |channel: &Value| {
        let href = channel["href"].as_str()?;
        let label = channel["label"].as_str()?;
        let shown = match href.split_once(':') {
            Some(("https" | "http", _)) => link(href, label),
            Some(("mailto" | "tel", rest)) => format!(
                "<{}|{}> ({})",
                escaped(href).replace('|', "%7C"),
                escaped(label),
                escaped(rest)
            ),
            _ => return None,
        };
        Some(format!("• {shown}"))
    };
    channels.filter_map(|(_, channel)| line(channel)).collect()
}

/// "Save this thread as draft article".
fn saved(slack: &Slack, payload: &Value) -> Result<()> {
    let locale = payload["user"]["locale"].as_str().unwrap_or_default();
    let lang = slack.lang.as_deref().unwrap_or(locale);
    let outcome = save(slack, payload);
    let told = match &outcome {
        Ok((key, file)) => text(lang, key, &[("file", &escaped(file))]),
        Err(_) => text(lang, "failed", &[]),
    };
    let mut reply = message(&told, vec![section(&told)]);
    reply["replace_original"] = json!(false);
    slack.web.respond(response_url(payload)?, &reply)?;
    outcome.map(drop)
}

/// What is told, and the draft's file.
fn save(slack: &Slack, payload: &Value) -> Result<(&'static str, String)> {
    let Some(folder) = &slack.drafts else {
        return Ok(("off", String::new()));
    };
    let source = thread::Source::of(payload)?;
    let messages = slack.web.replies(&source)?;
    let lang = slack.lang.as_deref();
    let lang = lang.and_then(|lang| slack.library.resolve(Some(lang)).ok());
    let draft = draft::Draft::of(&source, &messages, lang.as_deref());
    let outcome = draft.write(folder)?;
    let told = match outcome {
        draft::Outcome::Written => "saved",
        draft::Outcome::Same => "updated",
        draft::Outcome::Touched => "touched",
    };
    Ok((told, draft.file))
}
