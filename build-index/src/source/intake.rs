//! The rules that every article passes, whatever its source.

use std::collections::HashMap;

use helpdex::document::{Document, Level, Node, Section, Triage};

use super::detect::{Detection, detect, primary};
use super::language::canonical_tag;
use super::{
    Article, Audience, Care, Diagnostic, Options, Origin, Reading, State, TreeFile, nearest,
};
use crate::extract::front_matter::Field;
use crate::extract::marks::Marks;
use crate::extract::{body, drop_repeated_title, first_heading, one_line};

/// An article as its source states it.
#[derive(Debug, Default)]
pub(super) struct Candidate {
    pub(super) origin: Origin,
    pub(super) id: String,
    /// The address when none, or no usable one, is stated.
    pub(super) default_url: String,
    pub(super) url: Option<Field>,
    pub(super) title: Option<String>,
    pub(super) language: Option<Field>,
    pub(super) state: Option<Field>,
    pub(super) updated: Option<Field>,
    pub(super) breadcrumbs: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) also_asked_as: Vec<String>,
    pub(super) complexity: Option<Field>,
    pub(super) severity: Option<Field>,
    pub(super) effort: Option<Field>,
    pub(super) owner: Option<Field>,
    pub(super) review_by: Option<Field>,
    pub(super) verified: Option<Field>,
    pub(super) audience: Vec<String>,
    pub(super) sections: Vec<Section>,
    /// What the reader shows.
    pub(super) body: Vec<Node>,
    pub(super) marks: Marks,
}

/// What became of a candidate.
#[derive(Debug, Default, Clone)]
pub(super) struct Outcome {
    pub(super) article: Option<Article>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) skipped: Option<SkipReason>,
    /// A decision tree in place of an article.
    pub(super) tree: Option<TreeFile>,
}

/// Why a sound article is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SkipReason {
    State(State),
    Language,
    /// With the article's id.
    Audience(String),
}

impl From<Diagnostic> for Outcome {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            diagnostics: vec![diagnostic],
            ..Self::default()
        }
    }
}

impl From<SkipReason> for Outcome {
    fn from(reason: SkipReason) -> Self {
        Self {
            skipped: Some(reason),
            ..Self::default()
        }
    }
}

impl Candidate {
    /// The place of `field`.
    fn at(&self, field: &Field) -> Origin {
        Origin {
            path: self.origin.path.clone(),
            line: field.position.line,
            column: field.position.column,
        }
    }
}

/// Judges one candidate. An article that is not published is not looked at further.
pub(super) fn admit(candidate: Candidate, options: &Options) -> Outcome {
    match admit_strictly(candidate, options) {
        Ok(outcome) => outcome,
        Err(diagnostic) => diagnostic.into(),
    }
}

fn admit_strictly(mut candidate: Candidate, options: &Options) -> Result<Outcome, Diagnostic> {
    let state = state_of(&candidate)?;
    if state != State::Published {
        return Ok(SkipReason::State(state).into());
    }
    if let Some(audience) = &options.audience
        && !is_for(&mut candidate, audience)?
    {
        return Ok(SkipReason::Audience(one_line(&candidate.id)).into());
    }
    let mut diagnostics = Vec::new();
    let language = language_of(&candidate, options, &mut diagnostics)?;
    if !is_wanted(language.as_deref(), &options.languages) {
        return Ok(SkipReason::Language.into());
    }
    let title = title_of(&candidate)?;
    let mut sections = std::mem::take(&mut candidate.sections);
    drop_repeated_title(&mut sections, &title);
    let mut shown = std::mem::take(&mut candidate.body);
    body::finish(&mut shown, &title, &sections);
    if sections.is_empty() {
        diagnostics.push(
            Diagnostic::warning(
                candidate.origin.clone(),
                "the article has no text",
                "it can be found by its title only; write its body, or set `state: draft`",
            )
            .of("no-text"),
        );
    }
    let care = care_of(&candidate, &mut diagnostics);
    let mut document = Document {
        url: url_of(&mut candidate, &mut diagnostics),
        updated: date_of(&candidate, candidate.updated.as_ref(), &mut diagnostics),
        triage: triage_of(&candidate, &mut diagnostics),
        body: shown,
        id: one_line(&candidate.id),
        also_asked_as: questions_of(candidate.also_asked_as, &title),
        title,
        breadcrumbs: candidate.breadcrumbs,
        tags: candidate.tags,
        expansions: Vec::new(),
        vector: Vec::new(),
        sections,
    };
    if let Some(base) = &options.url_base {
        place_url(&mut document.url, base);
        body::resolve(&mut document.body, &document.url);
    }
    let (origin, marks) = (candidate.origin, candidate.marks);
    Ok(Outcome {
        article: Some(Article {
            document,
            language,
            state,
            care,
            audience: candidate.audience,
            origin,
            marks,
        }),
        diagnostics,
        ..Outcome::default()
    })
}

/// Puts the site's base before an address that begins with a slash.
pub fn place_url(url: &mut String, base: &str) {
    if url.starts_with('/') {
        url.insert_str(0, base.trim_end_matches('/'));
    }
}

/// Whether an article is for an audience. The canary goes into one that is not: it must not be found
/// in anything that is published.
fn is_for(candidate: &mut Candidate, audience: &Audience) -> Result<bool, Diagnostic> {
    if let Some((name, cure)) = audience.unknown(&candidate.audience) {
        let message = format!("unknown audience `{name}`: the article is in no bundle");
        return Err(Diagnostic::error(candidate.origin.clone(), message, cure));
    }
    let shown = audience.shows(&candidate.audience);
    if !shown {
        let canary = audience.canary();
        candidate.title = candidate
            .title
            .take()
            .map(|title| format!("{title} {canary}"));
        for section in &mut candidate.sections {
            section.text.push_str(canary);
        }
        candidate.body.push(Node::Text(canary.to_owned()));
    }
    Ok(shown)
}

fn state_of(candidate: &Candidate) -> Result<State, Diagnostic> {
    let Some(field) = &candidate.state else {
        return Ok(State::Published);
    };
    State::named(&field.text).ok_or_else(|| {
        let names = State::NAMES.map(|(name, _)| name);
        let cure = match nearest(&field.text, names) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("write one of {}", names.join(", ")),
        };
        let message = format!("unknown state `{}`", field.text);
        Diagnostic::error(candidate.at(field), message, cure).of("bad-value")
    })
}

fn language_of(
    candidate: &Candidate,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Option<String>, Diagnostic> {
    let Some(field) = &candidate.language else {
        return Ok(probable_language(candidate, options, diagnostics));
    };
    canonical_tag(&field.text).map(Some).map_err(|error| {
        let cure = match error.nearest {
            Some(code) => format!("did you mean `{code}`?"),
            None => "write an ISO 639-1 code such as `en` or `pt-BR`".to_owned(),
        };
        Diagnostic::error(candidate.at(field), error.to_string(), cure).of("bad-value")
    })
}

/// The language of an article that states none: what its text says, else the default.
fn probable_language(
    candidate: &Candidate,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let default = options.default_language.as_ref();
    let is_default = |tag: &str| default.is_some_and(|default| primary(default) == primary(tag));
    let mut wanted = options.languages.clone();
    if !wanted.is_empty() {
        // First, so that `pt` means the default `pt-BR` if it is one.
        wanted.splice(0..0, default.cloned());
    }
    match detect(candidate.title.as_deref(), &candidate.sections, &wanted) {
        Detection::Certain(tag) if !is_default(&tag) => return Some(tag),
        Detection::Unsure(tag) if !is_default(&tag) => {
            if let Some(default) = default {
                diagnostics.push(Diagnostic::warning(
                    candidate.origin.clone(),
                    format!("the article states no language and may be in `{tag}`; it is taken for `{default}`"),
                    "state its language, `lang`",
                ).of("unsure-language"));
            }
        }
        _ => {}
    }
    default.cloned()
}

/// Whether a language is among those wanted: exactly, or as a region of one of them.
pub fn is_wanted(language: Option<&str>, wanted: &[String]) -> bool {
    let Some(language) = language else {
        return true;
    };
    wanted.is_empty()
        || wanted.iter().any(|tag| {
            let rest = language.strip_prefix(tag.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        })
}

fn title_of(candidate: &Candidate) -> Result<String, Diagnostic> {
    let stated = candidate.title.as_deref().map(one_line);
    let heading = || first_heading(&candidate.sections).map(str::to_owned);
    let title = stated.filter(|title| !title.is_empty()).or_else(heading);
    title.ok_or_else(|| {
        Diagnostic::error(
            candidate.origin.clone(),
            "the article has no title",
            "state `title`, or begin the body with a level-1 heading",
        )
        .of("no-title")
    })
}

/// The stated questions, without repetitions: of each other, or of the title.
fn questions_of(stated: Vec<String>, title: &str) -> Vec<String> {
    let mut questions: Vec<String> = Vec::with_capacity(stated.len());
    for question in stated {
        if question != title && !questions.contains(&question) {
            questions.push(question);
        }
    }
    questions
}

/// The stated address, if a reader may follow it: an `http` or `https` one, or one
/// within the site. Anything else (`javascript:` above all) must not become a link.
fn url_of(candidate: &mut Candidate, diagnostics: &mut Vec<Diagnostic>) -> String {
    let default = std::mem::take(&mut candidate.default_url);
    let Some(field) = candidate.url.take() else {
        return default;
    };
    if is_link(&field.text) {
        // A space is not legal, but what it means is clear.
        return field.text.replace(' ', "%20");
    }
    diagnostics.push(Diagnostic::warning(
        candidate.at(&field),
        format!("`{}` is not an address that a page may link to", field.text),
        format!("`{default}` is used; write one that begins with https:// or /"),
    ));
    default
}

fn is_link(url: &str) -> bool {
    let lower = url.trim_start().to_ascii_lowercase();
    let scheme_end = lower.find(':').filter(|&end| {
        let path_start = lower.find(['/', '?', '#']).unwrap_or(lower.len());
        end < path_start
    });
    let is_safe =
        scheme_end.is_none() || lower.starts_with("http://") || lower.starts_with("https://");
    is_safe && !url.is_empty()
}

/// The day in `2026-03-31` or `2026-03-31T10:00:00Z`; else nothing.
fn date_of(
    candidate: &Candidate,
    stated: Option<&Field>,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let Some(field) = stated else {
        return String::new();
    };
    match field.text.get(..10).filter(|day| is_day(day)) {
        Some(day)
            if !field
                .text
                .chars()
                .nth(10)
                .is_some_and(char::is_alphanumeric)
                || field.text.as_bytes().get(10) == Some(&b'T') =>
        {
            day.to_owned()
        }
        _ => {
            diagnostics.push(Diagnostic::warning(
                candidate.at(field),
                format!("`{}` is not a date", field.text),
                "the date is left out; write it as 2026-03-31",
            ));
            String::new()
        }
    }
}

fn care_of(candidate: &Candidate, diagnostics: &mut Vec<Diagnostic>) -> Care {
    let owner = candidate.owner.as_ref();
    Care {
        owner: owner.map(|field| one_line(&field.text)).unwrap_or_default(),
        review_by: date_of(candidate, candidate.review_by.as_ref(), diagnostics),
        verified: date_of(candidate, candidate.verified.as_ref(), diagnostics),
    }
}

/// The stated levels. Another word is reported, and the level is as if it were not stated.
fn triage_of(candidate: &Candidate, diagnostics: &mut Vec<Diagnostic>) -> Triage {
    let mut level_of = |name: &str, field: &Option<Field>| {
        let field = field.as_ref()?;
        let mut known = Level::NAMES.iter();
        let found = known.find(|(known, _)| known.eq_ignore_ascii_case(&field.text));
        if found.is_none() {
            diagnostics.push(Diagnostic::warning(
                candidate.at(field),
                format!("`{}` is no {name}", field.text),
                "it is left out; write `low`, `medium` or `high`",
            ));
        }
        found.map(|(_, level)| *level)
    };
    Triage {
        complexity: level_of("complexity", &candidate.complexity),
        severity: level_of("severity", &candidate.severity),
        effort: level_of("effort", &candidate.effort),
    }
}

fn is_day(day: &str) -> bool {
    let number = |range: std::ops::Range<usize>| -> Option<u32> {
        let digits = day.get(range)?;
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.parse().ok()).flatten()
    };
    let dashes = day.get(4..5) == Some("-") && day.get(7..8) == Some("-");
    let month = number(5..7).is_some_and(|month| (1..=12).contains(&month));
    let date = number(8..10).is_some_and(|date| (1..=31).contains(&date));
    dashes && month && date && number(0..4).is_some()
}

/// Puts outcomes together in their order. Of articles with one identifier in one
/// language, the first is kept.
pub(super) fn collect(outcomes: Vec<Outcome>) -> Reading {
    let mut reading = Reading::default();
    let mut places: HashMap<(Option<String>, String), usize> = HashMap::new();
    for outcome in outcomes {
        if let Some(reason) = outcome.skipped {
            count(&mut reading, reason);
        }
        reading.trees.extend(outcome.tree);
        let Some(article) = outcome.article else {
            reading.diagnostics.extend(outcome.diagnostics);
            continue;
        };
        let key = (article.language.clone(), article.document.id.clone());
        let first = places
            .get(&key)
            .and_then(|&place| reading.articles.get(place));
        if let Some(first) = first {
            reading.diagnostics.push(
                Diagnostic::error(
                    article.origin,
                    format!(
                        "the id `{}` is taken by {}",
                        article.document.id, first.origin
                    ),
                    "give one of the two another `id`",
                )
                .of("duplicate-id"),
            );
            continue;
        }
        places.insert(key, reading.articles.len());
        reading.diagnostics.extend(outcome.diagnostics);
        reading.articles.push(article);
    }
    reading
}

fn count(reading: &mut Reading, reason: SkipReason) {
    let skipped = &mut reading.skipped;
    match reason {
        SkipReason::State(State::Draft) => skipped.draft += 1,
        SkipReason::State(State::Review) => skipped.review += 1,
        SkipReason::State(State::Retired) => skipped.retired += 1,
        SkipReason::State(State::Published) => {}
        SkipReason::Language => skipped.other_language += 1,
        SkipReason::Audience(id) => {
            skipped.other_audience += 1;
            reading.elsewhere.insert(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        for (url, expected) in [
            ("https://a.example/x", true),
            ("HTTP://a.example", true),
            ("/x", true),
            ("x/y:z", true),
            ("//a.example/x", true),
            ("?q=a:b", true),
            ("javascript:alert(1)", false),
            ("JavaScript:alert(1)", false),
            ("data:text/html,x", false),
            ("mailto:a@b", false),
            ("a b", true),
            ("", false),
            ("c:x", false),
        ] {
            assert_eq!(is_link(url), expected, "{url}");
        }
    }

    #[test]
    fn dates_are_cut_to_the_day() {
        for (text, expected) in [
            ("2026-03-31", "2026-03-31"),
            ("2026-03-31T10:00:00Z", "2026-03-31"),
            ("2026-03-31 10:00", "2026-03-31"),
            ("2026-13-01", ""),
            ("2026-00-10", ""),
            ("31.03.2026", ""),
            ("2026-3-1", ""),
            ("2026-03-3112", ""),
            ("日本語日本語", ""),
            ("+026-03-31", ""),
        ] {
            let updated = Some(Field {
                text: text.into(),
                position: Default::default(),
            });
            let candidate = Candidate {
                updated,
                ..Candidate::default()
            };
            let mut diagnostics = Vec::new();
            assert_eq!(
                date_of(&candidate, candidate.updated.as_ref(), &mut diagnostics),
                expected,
                "{text}"
            );
            assert_eq!(diagnostics.is_empty(), !expected.is_empty(), "{text}");
        }
    }

    #[test]
    fn levels_are_words_and_others_are_told_with_their_place() {
        let field = |text: &str, line| {
            Some(Field {
                text: text.into(),
                position: crate::extract::front_matter::Position { line, column: 1 },
            })
        };
        let candidate = Candidate {
            complexity: field("HIGH", 2),
            severity: field("urgent", 3),
            ..Candidate::default()
        };
        let mut diagnostics = Vec::new();
        let triage = triage_of(&candidate, &mut diagnostics);
        assert_eq!(triage.complexity, Some(Level::High));
        assert_eq!((triage.severity, triage.effort), (None, None));
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].message, "`urgent` is no severity");
        assert_eq!(diagnostics[0].origin.line, 3);
    }

    #[test]
    fn a_wanted_language_admits_its_regions() {
        let wanted = ["pt".to_owned(), "zh-Hant".to_owned()];
        for (language, expected) in [
            (Some("pt"), true),
            (Some("pt-BR"), true),
            (Some("zh-Hant-TW"), true),
            (Some("zh"), false),
            (Some("en"), false),
            (None, true),
        ] {
            assert_eq!(is_wanted(language, &wanted), expected, "{language:?}");
        }
        assert!(is_wanted(Some("en"), &[]));
    }
}
