//! A way to reach a person.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use toml::de::DeTable;

use super::hours::Hours;
use crate::config::check::{Mistake, offset_of, tag};
use crate::config::editorial::includes;

/// Largest `wait_minutes`: a week.
pub const MAX_WAIT_MINUTES: u32 = 7 * 24 * 60;

/// `[contact.channels.<id>]`: exactly one of `href`, `event` and `form` says how it is reached.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// What the button says.
    pub label: Label,
    /// A link: `https://…`, `http://…`, `mailto:…` or `tel:…`.
    #[serde(default)]
    pub href: Option<String>,
    /// `true`: the page does it, on the event `help:contact_start`.
    #[serde(default)]
    pub event: bool,
    /// A form of the page, by its id: `#contact`.
    #[serde(default)]
    pub form: Option<String>,
    /// When somebody answers. Default: always.
    #[serde(default)]
    pub hours: Option<Hours>,
    /// Expected wait in minutes, 0 to [`MAX_WAIT_MINUTES`]. Default: none is stated.
    #[serde(default)]
    pub wait_minutes: Option<u32>,
}

/// A text for all languages, or one a language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Label {
    /// The same in every language.
    One(String),
    /// By language tag; other languages get the default language's.
    ByLanguage(BTreeMap<String, String>),
}

impl Label {
    /// The text for a language.
    pub fn text(&self, language: &str, default: &str) -> &str {
        let Self::ByLanguage(texts) = self else {
            let Self::One(text) = self else { return "" };
            return text;
        };
        let of = |wanted: &str| {
            let mut texts = texts.iter().filter(|(tag, _)| includes(tag, wanted));
            let first = texts.next();
            // `pt-BR` before `pt`.
            texts.fold(first, |best, one| match best {
                Some(best) if best.0.len() >= one.0.len() => Some(best),
                _ => Some(one),
            })
        };
        let found = of(language)
            .or_else(|| of(default))
            .or_else(|| texts.iter().next());
        found.map_or("", |(_, text)| text)
    }

    fn texts(&self) -> Vec<&str> {
        match self {
            Self::One(text) => vec![text],
            Self::ByLanguage(texts) => texts.values().map(String::as_str).collect(),
        }
    }
}

impl Channel {
    /// Refuses what a page could not offer, with its place in `document`.
    pub(super) fn check(&self, id: &str, document: &DeTable<'_>) -> Result<(), Mistake> {
        let channel = format!("contact.channels.{id}");
        let place = |(key, message): (String, String)| {
            let path = format!("{channel}{key}");
            let at = match offset_of(document, &path) {
                0 => offset_of(document, &channel),
                at => at,
            };
            (at, format!("`{path}` {message}"))
        };
        let of_key = |key: &str| {
            let key = key.to_owned();
            move |message| (key, message)
        };
        check_id(id).map_err(of_key("")).map_err(place)?;
        self.check_label()
            .map_err(of_key(".label"))
            .map_err(place)?;
        self.check_target().map_err(place)?;
        if let Some(hours) = &self.hours {
            let wrong = |(key, message)| (format!(".hours.{key}"), message);
            hours.check().map_err(wrong).map_err(place)?;
        }
        self.check_wait()
            .map_err(of_key(".wait_minutes"))
            .map_err(place)
    }

    /// What is wrong with where it leads: the key, and the message.
    fn check_target(&self) -> Result<(), (String, String)> {
        let wrong = |key: &str, message: String| Err((key.to_owned(), message));
        match (&self.href, self.event, &self.form) {
            (None, true, None) => Ok(()),
            (Some(href), false, None) if is_contact_link(href) => Ok(()),
            (Some(href), false, None) => wrong(
                ".href",
                format!(
                    "is `{href}`; write an address that begins with https://, http://, mailto: or tel:, without spaces"
                ),
            ),
            (None, false, Some(form)) if is_id_selector(form) => Ok(()),
            (None, false, Some(form)) => wrong(
                ".form",
                format!("is `{form}`; write the id of a form of the page, such as `#contact`"),
            ),
            (None, false, None) => wrong(
                "",
                "leads nowhere; add `href = \"https://…\"`, `event = true` or `form = \"#id\"`"
                    .to_owned(),
            ),
            _ => wrong(
                "",
                "has several of `href`, `event` and `form`; keep one".to_owned(),
            ),
        }
    }

    fn check_wait(&self) -> Result<(), String> {
        match self.wait_minutes {
            Some(wait) if wait > MAX_WAIT_MINUTES => Err(format!(
                "is {wait}; it must be from 0 to {MAX_WAIT_MINUTES}"
            )),
            _ => Ok(()),
        }
    }

    fn check_label(&self) -> Result<(), String> {
        let texts = self.label.texts();
        if texts.is_empty() || texts.iter().any(|text| text.trim().is_empty()) {
            return Err("is empty; write what the button says".to_owned());
        }
        if let Label::ByLanguage(texts) = &self.label {
            for language in texts.keys() {
                tag(language).map_err(|error| format!("is in no language: {error}"))?;
            }
        }
        Ok(())
    }

    /// What a page in `language` is told.
    pub(super) fn json(&self, language: &str, default: &str) -> Value {
        let mut channel = json!({ "label": self.label.text(language, default) });
        if let Some(href) = &self.href {
            channel["href"] = json!(href);
        }
        if self.event {
            channel["event"] = json!(true);
        }
        if let Some(form) = &self.form {
            channel["form"] = json!(form);
        }
        if let Some(hours) = &self.hours {
            channel["hours"] = json!(hours);
        }
        if let Some(wait) = self.wait_minutes {
            channel["wait_minutes"] = json!(wait);
        }
        channel
    }
}

fn check_id(id: &str) -> Result<(), String> {
    let is_legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
    if !id.is_empty() && id.chars().all(is_legal) {
        return Ok(());
    }
    Err("is no id; use lower-case letters a to z, digits, `_` and `-`".to_owned())
}

/// Whether a page may lead there, and something follows the scheme.
fn is_contact_link(href: &str) -> bool {
    let is_clean = !href.chars().any(|c| c.is_whitespace() || c.is_control());
    let lower = href.to_ascii_lowercase();
    let mut schemes = ["https://", "http://", "mailto:", "tel:"].iter();
    is_clean
        && schemes.any(|scheme| {
            lower
                .strip_prefix(scheme)
                .is_some_and(|rest| !rest.is_empty())
        })
}

/// Whether this is `#` and an id that needs no escaping in CSS.
fn is_id_selector(selector: &str) -> bool {
    let id = selector.strip_prefix('#').unwrap_or("");
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    id.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && id.chars().all(is_name)
}
