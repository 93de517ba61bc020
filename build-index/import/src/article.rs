//! An article as a source states it.

use url::Url;

/// The text of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// HTML, and the address that its relative links are meant from.
    Html {
        /// The text.
        html: String,
        /// Where it stands; links stay as they are without it.
        base: Option<Url>,
    },
    /// Markdown, taken as it is.
    Markdown(String),
}

/// Whether an article is meant to be read yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Everybody whom it is for may read it.
    #[default]
    Published,
    /// It is being written.
    Draft,
}

/// Who may read an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Everybody.
    #[default]
    Public,
    /// People who have signed in.
    Customer,
    /// The site's own people.
    Internal,
}

impl Audience {
    /// The name in front matter; none for the default.
    pub(crate) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Public => None,
            Self::Customer => Some("customer"),
            Self::Internal => Some("internal"),
        }
    }
}

/// An article in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Name that stays when the title changes, shared by the translations: `zendesk-360001234`.
    pub id: String,
    /// Title, on one line.
    pub title: String,
    /// Canonical address.
    pub url: Option<String>,
    /// Language tag; none if the source states none.
    pub lang: Option<String>,
    /// Where it stands, from the outermost in.
    pub section: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Other wordings of the question that it answers.
    pub also_asked_as: Vec<String>,
    /// Date, `2026-03-31`.
    pub updated: Option<String>,
    /// Whether it is published.
    pub state: State,
    /// Who may read it.
    pub audience: Audience,
    /// The text.
    pub body: Body,
    /// Where the source holds it, for messages.
    pub place: String,
}

impl Article {
    /// A public, published article of that id, title and text.
    pub(crate) fn of(id: String, title: &str, body: Body, place: String) -> Self {
        Self {
            id,
            title: one_line(title),
            url: None,
            lang: None,
            section: Vec::new(),
            tags: Vec::new(),
            also_asked_as: Vec::new(),
            updated: None,
            state: State::default(),
            audience: Audience::default(),
            body,
            place,
        }
    }
}

/// The text with every run of spaces and control characters as one space.
pub(crate) fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The date of a date and time such as `2026-03-31T10:00:00Z`.
pub(crate) fn date_of(text: &str) -> Option<String> {
    let date = text.trim().get(..10)?;
    let date: jiff::civil::Date = date.parse().ok()?;
    Some(date.to_string())
}

/// The date, in UTC, of seconds since 1970.
pub(crate) fn date_of_seconds(seconds: i64) -> Option<String> {
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).date().to_string())
}

/// A language tag in its usual letters: `en-us` is `en-US`, `zh_hans` is `zh-Hans`.
pub(crate) fn language_tag(text: &str) -> Option<String> {
    let mut tag = String::new();
    for (number, part) in text.trim().split(['-', '_']).enumerate() {
        let is_word = !part.is_empty() && part.len() <= 8;
        if !is_word || !part.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        let lower = part.to_ascii_lowercase();
        if number == 0 {
            if !(2..=3).contains(&part.len()) {
                return None;
            }
            tag.push_str(&lower);
            continue;
        }
        tag.push('-');
        match part.len() {
            2 => tag.push_str(&part.to_ascii_uppercase()),
            4 => {
                tag.push_str(&lower[..1].to_ascii_uppercase());
                tag.push_str(&lower[1..]);
            }
            _ => tag.push_str(&lower),
        }
    }
    Some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_written_in_their_usual_letters() {
        for (text, tag) in [
            ("en-us", Some("en-US")),
            ("pt_br", Some("pt-BR")),
            ("zh-hans-cn", Some("zh-Hans-CN")),
            ("ES", Some("es")),
            ("es-419", Some("es-419")),
            ("../x", None),
            ("", None),
            ("guides", None),
        ] {
            assert_eq!(language_tag(text).as_deref(), tag, "{text}");
        }
    }

    #[test]
    fn dates_are_days() {
        assert_eq!(
            date_of("2026-03-31T23:59:59Z").as_deref(),
            Some("2026-03-31")
        );
        assert_eq!(date_of("31.03.2026 10:00"), None);
        assert_eq!(date_of("ąąąąąąąąąą"), None);
        assert_eq!(
            date_of_seconds(1_672_928_610).as_deref(),
            Some("2023-01-05")
        );
        assert_eq!(date_of_seconds(i64::MAX), None);
    }
}
