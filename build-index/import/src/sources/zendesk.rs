//! Zendesk Guide: `/api/v2/help_center/{locale}/…`, pages by cursor, translations by locale.
//!
//! Without a token everything that everybody may read is imported.

use super::json::{is_true, list, text, texts};
use super::{Plan, address, basic, web_plan};
use crate::ImportError;
use crate::article::{Article, Audience, Body, State, date_of, language_tag, one_line};
use crate::http::{Session, base_url, below};
use crate::import::{Desk, Options};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use url::Url;

pub(super) fn plan(options: &Options) -> Result<Plan, ImportError> {
    let mut headers = Vec::new();
    if let Some(token) = options.secrets.get("ZENDESK_TOKEN") {
        headers.push(match options.secrets.get("ZENDESK_EMAIL") {
            Some(email) => basic(&format!("{email}/token"), token),
            None => ("Authorization", format!("Bearer {token}")),
        });
    }
    web_plan("zendesk", options, headers, read)
}

fn read(options: &Options, session: &mut Session, desk: &mut Desk<'_>) -> Result<(), ImportError> {
    let base = base_url(&options.from)?;
    let center = HelpCenter {
        base: below(&base, "api/v2/help_center", &[]),
        session,
    };
    let segments = center.segments()?;
    if segments.is_none() && options.secrets.get("ZENDESK_TOKEN").is_some() {
        desk.warn(
            address(&base),
            "the token may not read user segments: every article that not everybody may read is \
             `audience: internal`; use the token of an administrator",
        );
    }
    for locale in center.locales()? {
        let sections = center.sections(&locale)?;
        center.each_page(
            &format!("{locale}/articles.json"),
            "articles",
            &mut |articles| {
                let article = |row| article(row, &locale, &sections, segments.as_ref(), &base);
                desk.take(
                    center.session,
                    articles.iter().filter_map(article).collect(),
                )
            },
        )?;
    }
    Ok(())
}

struct HelpCenter<'a> {
    base: Url,
    session: &'a Session,
}

impl HelpCenter<'_> {
    /// Languages of the help center.
    fn locales(&self) -> Result<Vec<String>, ImportError> {
        let url = below(&self.base, "locales.json", &[]);
        let (answer, _) = self.session.json(&url)?;
        let locales = texts(&answer, "locales");
        if locales.is_empty() {
            return Err(ImportError::Source(format!(
                "{url}: names no locales; check that --from is the address of a help center"
            )));
        }
        Ok(locales)
    }

    /// Ids of the segments that hold staff only; `None` if the token may not read segments.
    fn segments(&self) -> Result<Option<HashSet<u64>>, ImportError> {
        let url = below(&self.base, "user_segments.json", &[("page[size]", "100")]);
        if self.session.json_if_any(&url)?.is_none() {
            return Ok(None);
        }
        let mut staff = HashSet::new();
        self.each_page("user_segments.json", "user_segments", &mut |segments| {
            for segment in segments {
                if text(segment, "user_type").as_deref() == Some("staff") {
                    staff.extend(segment.get("id").and_then(Value::as_u64));
                }
            }
            Ok(())
        })?;
        Ok(Some(staff))
    }

    /// Names from the category in, by the id of the section.
    fn sections(&self, locale: &str) -> Result<HashMap<u64, Vec<String>>, ImportError> {
        let mut categories = HashMap::new();
        self.each_page(
            &format!("{locale}/categories.json"),
            "categories",
            &mut |rows| {
                let named = |row| Some((id_of(row, "id")?, one_line(&text(row, "name")?)));
                categories.extend(rows.iter().filter_map(named));
                Ok(())
            },
        )?;
        let mut sections = HashMap::new();
        self.each_page(
            &format!("{locale}/sections.json"),
            "sections",
            &mut |rows| {
                let section = |row: &Value| {
                    let links = (id_of(row, "parent_section_id"), id_of(row, "category_id"));
                    Some((id_of(row, "id")?, (one_line(&text(row, "name")?), links)))
                };
                sections.extend(rows.iter().filter_map(section));
                Ok(())
            },
        )?;
        let path = |id: &u64| (*id, path_of(*id, &sections, &categories));
        Ok(sections.keys().map(path).collect())
    }

    /// All rows of a list, page by page. Addresses of further pages are not followed: only what
    /// they say about where to go on is taken, so that no answer sends the token elsewhere.
    fn each_page(
        &self,
        path: &str,
        key: &str,
        take: &mut dyn FnMut(&[Value]) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let mut position: Option<(&str, String)> = None;
        let mut visited = HashSet::new();
        loop {
            let mut query = vec![("page[size]", "100")];
            match &position {
                Some((name, value)) if *name == "page" => {
                    query = vec![("per_page", "100"), ("page", value)]
                }
                Some((name, value)) => query.push((name, value)),
                None => {}
            }
            let url = below(&self.base, path, &query);
            let (answer, _) = self.session.json(&url)?;
            take(list(&answer, key))?;
            position = next(&answer);
            match &position {
                None => return Ok(()),
                Some(position) if !visited.insert(position.clone()) => {
                    return Err(ImportError::Source(format!(
                        "{url}: names a page as the next that was read before; try again later"
                    )));
                }
                Some(_) => {}
            }
        }
    }
}

/// Where the next page begins: a cursor, or a page's number where there are no cursors.
fn next(answer: &Value) -> Option<(&'static str, String)> {
    if let Some(meta) = answer.get("meta") {
        let cursor = text(meta, "after_cursor")?;
        return is_true(meta, "has_more").then_some(("page[after]", cursor));
    }
    let next = Url::parse(&text(answer, "next_page")?).ok()?;
    let page = next.query_pairs().find(|(key, _)| key == "page")?;
    Some(("page", page.1.into_owned()))
}

fn id_of(row: &Value, key: &str) -> Option<u64> {
    row.get(key)?.as_u64()
}

/// A section's name, and what is above it: a section, and a category.
type Section = (String, (Option<u64>, Option<u64>));

fn path_of(
    id: u64,
    sections: &HashMap<u64, Section>,
    categories: &HashMap<u64, String>,
) -> Vec<String> {
    let mut path = Vec::new();
    let (mut at, mut category) = (Some(id), None);
    // Sections stand in sections, at most five deep; a circle ends here, too.
    while let Some((name, (parent, above))) = at.and_then(|id| sections.get(&id)) {
        path.push(name.clone());
        category = *above;
        at = *parent;
        if path.len() > 8 {
            break;
        }
    }
    path.extend(category.and_then(|id| categories.get(&id)).cloned());
    path.reverse();
    path
}

fn article(
    row: &Value,
    locale: &str,
    sections: &HashMap<u64, Vec<String>>,
    staff: Option<&HashSet<u64>>,
    base: &Url,
) -> Option<Article> {
    let id = id_of(row, "id")?;
    let address = text(row, "html_url");
    let place = address
        .clone()
        .unwrap_or_else(|| format!("article {id} ({locale})"));
    let body = Body::Html {
        html: text(row, "body").unwrap_or_default(),
        base: Some(base.clone()),
    };
    let title = text(row, "title")
        .or_else(|| text(row, "name"))
        .unwrap_or_default();
    let mut article = Article::of(format!("zendesk-{id}"), &title, body, place);
    article.url = address;
    article.lang = language_tag(&text(row, "locale").unwrap_or_else(|| locale.to_owned()));
    let section = id_of(row, "section_id").and_then(|id| sections.get(&id));
    article.section = section.cloned().unwrap_or_default();
    article.tags = texts(row, "label_names");
    let updated = text(row, "edited_at").or_else(|| text(row, "updated_at"));
    article.updated = updated.and_then(|time| date_of(&time));
    if is_true(row, "draft") {
        article.state = State::Draft;
    }
    article.audience = audience(row, staff);
    Some(article)
}

/// Everybody without segments; staff if only staff's are named, or it is not known which they are.
fn audience(row: &Value, staff: Option<&HashSet<u64>>) -> Audience {
    let several = list(row, "user_segment_ids")
        .iter()
        .filter_map(Value::as_u64);
    let mut segments: Vec<u64> = several.collect();
    segments.extend(id_of(row, "user_segment_id"));
    if segments.is_empty() {
        return Audience::Public;
    }
    match staff {
        Some(staff) if segments.iter().any(|id| !staff.contains(id)) => Audience::Customer,
        _ => Audience::Internal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn restricted_articles_are_not_public() {
        let staff = HashSet::from([7]);
        for (row, known, expected) in [
            (
                json!({"user_segment_id": null, "user_segment_ids": []}),
                true,
                Audience::Public,
            ),
            (json!({"user_segment_id": 3}), true, Audience::Customer),
            (json!({"user_segment_id": 7}), true, Audience::Internal),
            (
                json!({"user_segment_ids": [7, 3]}),
                true,
                Audience::Customer,
            ),
            (json!({"user_segment_id": 3}), false, Audience::Internal),
        ] {
            assert_eq!(audience(&row, known.then_some(&staff)), expected, "{row}");
        }
    }

    #[test]
    fn sections_in_a_circle_end() {
        let sections = HashMap::from([
            (1, ("A".to_owned(), (Some(2), Some(9)))),
            (2, ("B".to_owned(), (Some(1), Some(9)))),
        ]);
        assert!(path_of(1, &sections, &HashMap::new()).len() < 12);
    }
}
